use super::chance::{chi_square_1, holm};
use super::{Parts, Stops, tally};
use crate::coding::Passage;
use crate::fault::{Fault, Outcome};
use crate::query::World;

/// Words that tell two groups of passages apart.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Keywords {
    /// How many words each group has.
    pub sizes: [u64; 2],
    /// The words: those that tell most first; those more frequent in the first group and in the second together.
    pub words: Vec<Keyword>,
}

/// A word with its counts in two groups.
#[derive(Clone, PartialEq, Debug)]
pub struct Keyword {
    /// In the form that occurs most.
    pub word: String,
    /// Occurrences in each group.
    pub counts: [u64; 2],
    /// Log-likelihood ratio, at least 0.
    pub g2: f64,
    /// Binary logarithm of the ratio of the relative frequencies: above 0 when the first group uses the word more.
    pub log_ratio: f64,
    /// Probability of so large a G² if both groups used the word alike.
    pub p: f64,
    /// The same, adjusted for all words that were compared (Holm).
    pub p_adjusted: f64,
}

/// Compares the words of two groups of passages, which may not share anything.
///
/// The numbers treat every word as drawn by itself, which words of one speaker are not: they order words, they prove nothing.
///
/// Errors: a group without words; a text that cannot be loaded.
pub fn keywords(
    group: Vec<Passage>,
    against: Vec<Passage>,
    world: &World<'_>,
    stems: bool,
    stops: &Stops,
) -> Outcome<Keywords> {
    let parts = vec![("group".to_owned(), group), ("against".to_owned(), against)];
    let tally = tally(&Parts { parts, conditions: Vec::new() }, world, stems, stops)?;
    let sizes = [tally.sizes[0], tally.sizes[1]];
    if sizes.contains(&0) {
        let which = if sizes[0] == 0 { "the group" } else { "what it is compared with" };
        return Err(Fault::asked(format!("{which} has no words")));
    }
    let mut words: Vec<Keyword> = tally
        .words
        .into_iter()
        .map(|word| {
            let count = |part: usize| word.by_part.iter().find(|(p, _)| *p == part).map_or(0, |(_, n)| *n);
            let counts = [count(0), count(1)];
            let g2 = g2(counts, sizes);
            let p = chi_square_1(g2);
            Keyword { word: word.word, counts, g2, log_ratio: log_ratio(counts, sizes), p, p_adjusted: p }
        })
        .collect();
    let adjusted = holm(&words.iter().map(|w| w.p).collect::<Vec<_>>());
    words.iter_mut().zip(adjusted).for_each(|(word, p)| word.p_adjusted = p);
    words.sort_by(|a, b| b.g2.total_cmp(&a.g2).then_with(|| a.word.cmp(&b.word)));
    Ok(Keywords { sizes, words })
}

/// Dunning's log-likelihood ratio, of the two cells of the word alone (Rayson & Garside 2000).
fn g2(counts: [u64; 2], sizes: [u64; 2]) -> f64 {
    let both = (counts[0] + counts[1]) as f64;
    let all = (sizes[0] + sizes[1]) as f64;
    let part = |i: usize| {
        let (count, expected) = (counts[i] as f64, sizes[i] as f64 * both / all);
        if counts[i] == 0 { 0.0 } else { count * (count / expected).ln() }
    };
    (2.0 * (part(0) + part(1))).max(0.0)
}

fn log_ratio(counts: [u64; 2], sizes: [u64; 2]) -> f64 {
    let rate = |i: usize| (counts[i] as f64).max(0.5) / sizes[i] as f64;
    let ratio = (rate(0) / rate(1)).log2();
    // Half an occurrence in a small group may be more than one in a large group: too rare a word to say anything of.
    if first_uses_it_more(counts, sizes) { ratio.max(0.0) } else { ratio.min(0.0) }
}

fn first_uses_it_more(counts: [u64; 2], sizes: [u64; 2]) -> bool {
    u128::from(counts[0]) * u128::from(sizes[1]) >= u128::from(counts[1]) * u128::from(sizes[0])
}

impl Keyword {
    /// Whether the first group, of two of these sizes, uses the word at least as much.
    pub fn of_first(&self, sizes: [u64; 2]) -> bool {
        first_uses_it_more(self.counts, sizes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g2_and_log_ratio_are_what_their_formulas_give() {
        // By hand: E = 10.5 in each; 2 (14 ln(14/10.5) + 7 ln(7/10.5)) = 2.3786…
        assert!((g2([14, 7], [1000, 1000]) - 2.378_587).abs() < 1e-5, "{}", g2([14, 7], [1000, 1000]));
        assert_eq!(g2([5, 5], [100, 100]), 0.0);
        assert!((log_ratio([8, 2], [1000, 1000]) - 2.0).abs() < 1e-12);
        assert!((log_ratio([4, 0], [1000, 1000]) - 3.0).abs() < 1e-12, "nothing counts as a half");
        assert_eq!(log_ratio([0, 1], [10, 1000]), 0.0, "and never turns the direction round");
        assert!((g2([6, 0], [100, 300]) - 2.0 * 6.0 * 4f64.ln()).abs() < 1e-9);
    }
}
