use super::ratings::{Ratings, Undefined};

/// How far apart two categories are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Metric {
    /// 1 where they differ.
    Nominal,
    /// By how many judgements lie between them.
    Ordinal,
    /// The square of their difference.
    Interval,
    /// The square of their difference over their sum.
    Ratio,
}

/// **Krippendorff's α** = 1 − observed / expected disagreement, over the pairs of judgements within units (Krippendorff 2011). Units with fewer than two
/// judgements are left out. With a unit of m judgements each of its pairs counts 1/(m − 1); expected disagreement pairs all n judgements without replacement.
///
/// Errors: no unit was judged by two; every judgement is the same.
pub fn alpha(ratings: &Ratings, metric: Metric) -> Result<f64, Undefined> {
    let q = ratings.q();
    let mut pairs = vec![vec![0.0; q]; q];
    for unit in &ratings.units {
        let counts = ratings.counts(unit);
        let m: f64 = counts.iter().sum();
        if m < 2.0 {
            continue;
        }
        for c in 0..q {
            for k in 0..q {
                let met = counts[c] * if c == k { counts[k] - 1.0 } else { counts[k] };
                pairs[c][k] += unit.weight * met / (m - 1.0);
            }
        }
    }
    let each: Vec<f64> = pairs.iter().map(|row| row.iter().sum()).collect();
    let n: f64 = each.iter().sum();
    if n == 0.0 {
        return Err(Undefined::NoPairs);
    }
    let (mut observed, mut expected) = (0.0, 0.0);
    for c in 0..q {
        for k in (0..q).filter(|k| *k != c) {
            let apart = distance(metric, &each, &ratings.values, c, k);
            observed += pairs[c][k] * apart;
            expected += each[c] * each[k] * apart;
        }
    }
    if expected == 0.0 { Err(Undefined::NoVariation) } else { Ok(1.0 - (n - 1.0) * observed / expected) }
}

fn distance(metric: Metric, each: &[f64], values: &[f64], c: usize, k: usize) -> f64 {
    match metric {
        Metric::Nominal => 1.0,
        Metric::Ordinal => {
            let (low, high) = (c.min(k), c.max(k));
            let between: f64 = each[low..=high].iter().sum();
            (between - (each[c] + each[k]) / 2.0).powi(2)
        }
        Metric::Interval => (values[c] - values[k]).powi(2),
        Metric::Ratio => {
            let sum = values[c] + values[k];
            if sum == 0.0 { 0.0 } else { ((values[c] - values[k]) / sum).powi(2) }
        }
    }
}
