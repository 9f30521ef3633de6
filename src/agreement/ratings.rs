use std::fmt;

/// What coders said of units. Categories are numbered in their order; a unit that stands for many alike (the characters of a stretch of text) has their number
/// as its weight.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Ratings {
    /// The categories that could be given, in order, with the number that each stands for (used by the metrics *interval* and *ratio*). All that the scheme
    /// declares, also those that nobody gave: S and AC1 depend on how many there are.
    pub values: Vec<f64>,
    /// The units.
    pub units: Vec<Unit>,
}

/// One unit, or several alike.
#[derive(Clone, PartialEq, Debug)]
pub struct Unit {
    /// How many units it stands for.
    pub weight: f64,
    /// For each coder the category given; `None` where the coder did not judge this unit.
    pub given: Vec<Option<usize>>,
}

/// How far two categories agree, from 0 to 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weights {
    /// 1 for the same category, 0 otherwise.
    Nominal,
    /// 1 − |i − j| / (q − 1).
    Linear,
    /// 1 − (i − j)² / (q − 1)².
    Quadratic,
}

impl Weights {
    /// The agreement of categories `k` and `l` of `q`.
    pub fn of(self, k: usize, l: usize, q: usize) -> f64 {
        let apart = k.abs_diff(l) as f64 / (q.max(2) - 1) as f64;
        match self {
            Self::Nominal => f64::from(u8::from(k == l)),
            Self::Linear => 1.0 - apart,
            Self::Quadratic => 1.0 - apart * apart,
        }
    }
}

/// Why a coefficient has no value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Undefined {
    /// No unit was judged by two coders.
    NoPairs,
    /// Every judgement was the same, so that agreement cannot be told from chance.
    NoVariation,
    /// The scheme has fewer than two categories.
    OneCategory,
    /// A standard error of fewer than two units.
    OneUnit,
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoPairs => "no text was coded by two coders",
            Self::NoVariation => "no variation: every judgement is the same",
            Self::OneCategory => "there is only one category",
            Self::OneUnit => "there is only one unit",
        })
    }
}

impl std::error::Error for Undefined {}

impl Ratings {
    /// How many categories there are.
    pub fn q(&self) -> usize {
        self.values.len()
    }

    /// How many coders there are.
    pub fn coders(&self) -> usize {
        self.units.iter().map(|u| u.given.len()).max().unwrap_or(0)
    }

    /// How often each category was given to a unit.
    pub(super) fn counts(&self, unit: &Unit) -> Vec<f64> {
        let mut counts = vec![0.0; self.q()];
        unit.given.iter().flatten().for_each(|k| counts[*k] += 1.0);
        counts
    }

    /// The mean share of each category: of a unit's judgements, over all units that have one.
    pub(super) fn shares(&self) -> Vec<f64> {
        let (mut shares, mut n) = (vec![0.0; self.q()], 0.0);
        for unit in &self.units {
            let counts = self.counts(unit);
            let r: f64 = counts.iter().sum();
            if r > 0.0 {
                n += unit.weight;
                shares.iter_mut().zip(&counts).for_each(|(s, c)| *s += unit.weight * c / r);
            }
        }
        shares.iter_mut().for_each(|s| *s /= if n > 0.0 { n } else { 1.0 });
        shares
    }
}

/// (observed − expected) / (1 − expected), where that can be had.
pub(super) fn above_chance(observed: f64, expected: f64) -> Result<f64, Undefined> {
    // Shares are sums of quotients: a chance agreement of 1 may come out a few bits below.
    if 1.0 - expected < 1e-12 { Err(Undefined::NoVariation) } else { Ok((observed - expected) / (1.0 - expected)) }
}
