use super::ratings::Undefined;

/// Several coders' segments of one continuum, for agreement on where something begins and ends as well as on what it is.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Continuum {
    /// Its length, in any unit (here code points).
    pub length: f64,
    /// For each coder the segments: value, start, end; in order and apart. Values are numbered from 0. What lies between is a gap.
    pub coders: Vec<Vec<(usize, f64, f64)>>,
}

/// Krippendorff's α for unitizing (Krippendorff, Mathet, Bouvry & Widlöcher 2016; Krippendorff 2019, § 12.6), nominal.
#[derive(Clone, PartialEq, Debug)]
pub struct Unitized {
    /// **uα**: agreement on segments and gaps with all their values.
    pub all: Result<f64, Undefined>,
    /// **|uα**: agreement on what is relevant at all, valued or gap.
    pub relevant: Result<f64, Undefined>,
    /// **cuα**: agreement on the values where coders' segments meet.
    pub values: Result<f64, Undefined>,
    /// **(k)uα**: the same for each value alone.
    pub each: Vec<Result<f64, Undefined>>,
}

/// Lengths in which values meet, and those expected by chance.
struct Met {
    /// The gap has the last number.
    observed: Vec<Vec<f64>>,
    total: f64,
}

impl Continuum {
    fn values(&self) -> usize {
        self.coders.iter().flatten().map(|(value, ..)| value + 1).max().unwrap_or(0)
    }

    /// A coder's segments with the gaps between them as segments of value `gap`.
    fn whole(&self, coder: usize, gap: usize) -> Vec<(usize, f64, f64)> {
        let (mut out, mut at) = (Vec::new(), 0.0);
        for (value, start, end) in &self.coders[coder] {
            if *start > at {
                out.push((gap, at, *start));
            }
            out.push((*value, *start, *end));
            at = *end;
        }
        if self.length > at {
            out.push((gap, at, self.length));
        }
        out
    }

    /// ℓ: the mean, over the other coders, of the lengths in which a coder's value meets another's.
    fn met(&self, wholes: &[Vec<(usize, f64, f64)>], gap: usize) -> Met {
        let m = wholes.len();
        let mut observed = vec![vec![0.0; gap + 1]; gap + 1];
        for (i, one) in wholes.iter().enumerate() {
            for two in wholes.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, two)| two) {
                each_common(one, two, |c, k, length| observed[c][k] += length / (m - 1) as f64);
            }
        }
        Met { observed, total: m as f64 * self.length }
    }

    /// All four coefficients.
    ///
    /// Expected lengths leave out that a segment meets itself: a valued segment counts with the square of its length, a gap as atoms of length 1.
    pub fn alpha(&self) -> Unitized {
        let gap = self.values();
        if self.coders.len() < 2 || self.length <= 0.0 {
            let none = Err(Undefined::NoPairs);
            return Unitized { all: none, relevant: none, values: none, each: vec![none; gap] };
        }
        let wholes: Vec<_> = (0..self.coders.len()).map(|coder| self.whole(coder, gap)).collect();
        let met = self.met(&wholes, gap);
        let margin: Vec<f64> = met.observed.iter().map(|row| row.iter().sum()).collect();
        let mut own = vec![0.0; gap + 1];
        for (value, start, end) in wholes.iter().flatten() {
            let length = end - start;
            own[*value] += if *value == gap { length } else { length * length };
        }
        let left = met.total * met.total - own.iter().sum::<f64>();
        let expected =
            |c: usize, k: usize| met.total * (margin[c] * margin[k] - if c == k { own[c] } else { 0.0 }) / left;
        let same: f64 = (0..=gap).map(|c| met.observed[c][c]).sum();
        let by_chance: f64 = (0..=gap).map(|c| expected(c, c)).sum();
        let beside = |of: &dyn Fn(usize) -> f64| (0..gap).map(of).sum::<f64>();
        let (values, each) = self.of_values(&wholes, &met, gap);
        Unitized {
            all: share(met.total - same, met.total - by_chance),
            relevant: share(beside(&|k| met.observed[gap][k]), beside(&|k| expected(gap, k))),
            values,
            each,
        }
    }

    /// cuα and (k)uα: only where valued segments meet. A segment's own contribution is the mean length in which it meets what others valued.
    fn of_values(
        &self,
        wholes: &[Vec<(usize, f64, f64)>],
        met: &Met,
        gap: usize,
    ) -> (Result<f64, Undefined>, Vec<Result<f64, Undefined>>) {
        let observed = |c: usize, k: usize| met.observed[c][k];
        let margin: Vec<f64> = (0..gap).map(|c| (0..gap).map(|k| observed(c, k)).sum()).collect();
        let total: f64 = margin.iter().sum();
        let mut own = vec![0.0; gap];
        for (i, one) in self.coders.iter().enumerate() {
            for segment in one {
                let mut common = 0.0;
                for two in wholes.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, two)| two) {
                    let valued = two.iter().filter(|(k, ..)| *k < gap);
                    common += valued.map(|(_, s, e)| (segment.2.min(*e) - segment.1.max(*s)).max(0.0)).sum::<f64>();
                }
                own[segment.0] += (common / (wholes.len() - 1) as f64).powi(2);
            }
        }
        let left = total - own.iter().sum::<f64>() / total;
        let expected = |c: usize, k: usize| (margin[c] * margin[k] - if c == k { own[c] } else { 0.0 }) / left;
        let same: f64 = (0..gap).map(|c| observed(c, c)).sum();
        let by_chance: f64 = (0..gap).map(|c| expected(c, c)).sum();
        let each = (0..gap).map(|k| {
            let column: f64 = (0..gap).map(|c| expected(c, k)).sum();
            share((margin[k] - observed(k, k)) / margin[k], (column - expected(k, k)) / column)
        });
        (share(total - same, total - by_chance), each.collect())
    }
}

/// 1 − observed / expected, where something is expected.
fn share(observed: f64, expected: f64) -> Result<f64, Undefined> {
    if expected.is_finite() && observed.is_finite() && expected.abs() > 1e-9 {
        Ok(1.0 - observed / expected)
    } else {
        Err(Undefined::NoVariation)
    }
}

/// The lengths in which two coders' segments lie on each other.
fn each_common(one: &[(usize, f64, f64)], two: &[(usize, f64, f64)], mut found: impl FnMut(usize, usize, f64)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (one.get(i), two.get(j)) {
        let length = a.2.min(b.2) - a.1.max(b.1);
        if length > 0.0 {
            found(a.0, b.0, length);
        }
        if a.2 <= b.2 { i += 1 } else { j += 1 }
    }
}
