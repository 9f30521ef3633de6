//! BM25 (Robertson & Zaragoza 2009, The Probabilistic Relevance Framework: BM25 and Beyond, section 3.4, with k1 = 1.2 and b = 0.75): how much words say for a text.
//!
//! What is counted is a turn. Its length is its words, function words included, measured against the mean turn of the project.

use crate::project::Project;

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// How many turns a project has, and how many words a mean one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Collection {
    /// Number of turns.
    pub turns: u64,
    /// Words in a turn, on the mean; at least one.
    pub mean: f64,
}

impl Collection {
    /// That of a project.
    pub fn of(project: &Project) -> Self {
        let turns: u64 = project.documents.values().map(|d| u64::from(d.turns)).sum();
        let words: u64 = project.documents.values().map(|d| u64::from(d.words)).sum();
        Self { turns, mean: (words as f64 / turns.max(1) as f64).max(1.0) }
    }

    /// How much it says that a word stands in a turn, when it stands in so many: the form of the inverse document frequency that is never negative.
    pub fn rarity(&self, found: usize) -> f64 {
        let found = found as f64;
        (1.0 + (self.turns as f64 - found + 0.5) / (found + 0.5)).ln()
    }
}

/// How much it says that a word stands so many times in a turn of this many words: 1 for once in a turn of mean length, and never more than 2.2.
pub fn saturation(times: u32, words: u32, mean: f64) -> f64 {
    let (times, words) = (f64::from(times), f64::from(words));
    times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * words / mean))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_says_more_when_it_is_rare_and_less_each_time() {
        let collection = Collection { turns: 100, mean: 20.0 };
        // ln(1 + (100 - 9 + 0.5) / 9.5), worked by hand.
        assert!((collection.rarity(9) - 10.631_578_947_368_421_f64.ln()).abs() < 1e-12);
        assert!(collection.rarity(100) > 0.0 && collection.rarity(1) > collection.rarity(2));
        assert!((saturation(1, 20, 20.0) - 1.0).abs() < 1e-12);
        // 3 · 2.2 / (3 + 1.2 · (0.25 + 0.75 · 2)).
        assert!((saturation(3, 40, 20.0) - 6.6 / 5.1).abs() < 1e-12);
        assert!(saturation(1_000, 1, 20.0) < 2.2);
    }
}
