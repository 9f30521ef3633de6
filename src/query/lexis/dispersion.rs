use super::Counted;

/// How evenly a word is spread.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Dispersion {
    /// Deviation of proportions: 0 as even as the parts are large, towards 1 all in the smallest part.
    pub dp: f64,
    /// The same, scaled so that 1 can be reached; `None` with one part alone.
    pub dp_norm: Option<f64>,
    /// How many parts have the word.
    pub range: usize,
}

/// Gries' deviation of proportions of a word over parts of these sizes (in words). Parts without any word are left out.
pub fn dispersion(word: &Counted, sizes: &[u64]) -> Dispersion {
    let total = sizes.iter().sum::<u64>() as f64;
    let share = |part: usize| sizes.get(part).copied().unwrap_or(0) as f64 / total;
    let (mut sum, mut met) = (0.0, 0.0);
    for (part, count) in &word.by_part {
        let expected = share(*part);
        sum += (expected - *count as f64 / word.count as f64).abs();
        met += expected;
    }
    // Every part without the word adds its share of the text.
    let dp = ((sum + (1.0 - met).max(0.0)) / 2.0).clamp(0.0, 1.0);
    let least = sizes.iter().filter(|s| **s > 0).min().map_or(1.0, |s| *s as f64 / total);
    let dp_norm = (least < 1.0).then(|| (dp / (1.0 - least)).min(1.0));
    Dispersion { dp, dp_norm, range: word.by_part.len() }
}
