/// A set of small numbers, one bit each: which cases a row or column stands for. Two of them are compared 64 cases at a time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// The empty set, with room for numbers below `n`.
    pub(super) fn none(n: usize) -> Self {
        Self { words: vec![0; n.div_ceil(64)] }
    }

    pub(super) fn insert(&mut self, n: usize) {
        if let Some(word) = self.words.get_mut(n / 64) {
            *word |= 1 << (n % 64);
        }
    }

    /// Puts a number in, or takes it out.
    pub(super) fn put(&mut self, n: usize, inside: bool) {
        if let Some(word) = self.words.get_mut(n / 64) {
            *word = *word & !(1 << (n % 64)) | u64::from(inside) << (n % 64);
        }
    }

    /// Takes in everything of another set.
    pub(super) fn add(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, more)| *word |= more);
    }

    /// What is in both.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect() }
    }

    /// How many numbers are in all of some sets; none without sets.
    pub(super) fn common(sets: &[&Self]) -> usize {
        let Some((first, rest)) = sets.split_first() else { return 0 };
        let word = |(n, word): (usize, &u64)| {
            rest.iter().fold(*word, |all, set| all & set.words.get(n).copied().unwrap_or(0)).count_ones() as usize
        };
        first.words.iter().enumerate().map(word).sum()
    }

    /// The numbers that are in it, in order.
    pub(super) fn numbers(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn of(numbers: &BTreeSet<usize>) -> Bits {
        let mut all = Bits::none(200);
        numbers.iter().for_each(|n| all.insert(*n));
        all
    }

    proptest! {
        #[test]
        fn bits_are_sets_of_numbers(
            a in prop::collection::btree_set(0usize..200, 0..60),
            b in prop::collection::btree_set(0usize..200, 0..60),
        ) {
            let (x, y) = (of(&a), of(&b));
            let both: Vec<usize> = a.intersection(&b).copied().collect();
            prop_assert_eq!(Bits::common(&[&x, &y]), both.len());
            prop_assert_eq!(x.and(&y).numbers().collect::<Vec<_>>(), both);
            prop_assert_eq!(x.numbers().collect::<BTreeSet<_>>(), a.clone());
            let mut all = x.clone();
            all.add(&y);
            prop_assert_eq!(all.numbers().collect::<BTreeSet<_>>(), a.union(&b).copied().collect());
        }
    }
}
