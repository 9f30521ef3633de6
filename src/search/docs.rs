use tantivy::DocId;

/// Entries of one segment: a list in rising order where they are few, a bit for every entry of the segment where they are many.
#[derive(Clone, Debug)]
pub(super) enum Docs {
    List(Vec<DocId>),
    Bits(Vec<u64>),
}

/// A list takes 32 bits an entry; with more entries than this share of a segment the bits are smaller, and quicker to work with.
const SPARSE: usize = 32;

/// Whether so many entries are better listed.
pub(super) fn are_few(entries: usize, segment: DocId) -> bool {
    entries * SPARSE < segment as usize
}

/// Bits for the entries of a segment, none of them set.
pub(super) fn no_bits(segment: DocId) -> Vec<u64> {
    vec![0; (segment as usize).div_ceil(64)]
}

#[inline]
pub(super) fn set(bits: &mut [u64], doc: DocId) {
    bits[doc as usize / 64] |= 1 << (doc % 64);
}

#[inline]
fn is_set(bits: &[u64], doc: DocId) -> bool {
    bits[doc as usize / 64] >> (doc % 64) & 1 == 1
}

impl Docs {
    pub const NONE: Self = Self::List(Vec::new());

    /// All entries of a segment.
    pub fn all(segment: DocId) -> Self {
        let mut bits = vec![u64::MAX; (segment as usize).div_ceil(64)];
        if let (Some(last), rest @ 1..) = (bits.last_mut(), segment % 64) {
            *last = (1 << rest) - 1;
        }
        Self::Bits(bits)
    }

    /// Of entries in any order, some of them more than once.
    pub fn of_unsorted(mut list: Vec<DocId>) -> Self {
        list.sort_unstable();
        list.dedup();
        Self::List(list)
    }

    pub fn count(&self) -> usize {
        match self {
            Self::List(list) => list.len(),
            Self::Bits(bits) => bits.iter().map(|word| word.count_ones() as usize).sum(),
        }
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.is_empty(),
            Self::Bits(bits) => bits.iter().all(|word| *word == 0),
        }
    }

    /// Every entry, in rising order.
    pub fn list(&self) -> Vec<DocId> {
        match self {
            Self::List(list) => list.clone(),
            Self::Bits(bits) => {
                let mut out = Vec::with_capacity(self.count());
                for (at, word) in bits.iter().enumerate() {
                    let mut word = *word;
                    while word != 0 {
                        out.push(at as u32 * 64 + word.trailing_zeros());
                        word &= word - 1;
                    }
                }
                out
            }
        }
    }

    /// Keeps those of which a test holds.
    pub fn retain(&mut self, test: impl Fn(DocId) -> bool) {
        match self {
            Self::List(list) => list.retain(|doc| test(*doc)),
            Self::Bits(_) => {
                let mut list = self.list();
                list.retain(|doc| test(*doc));
                *self = Self::List(list);
            }
        }
    }

    /// What both share.
    pub fn and(self, other: &Self) -> Self {
        match (self, other) {
            (Self::List(a), Self::List(b)) => Self::List(both(&a, b)),
            (Self::List(mut a), Self::Bits(b)) => {
                a.retain(|doc| is_set(b, *doc));
                Self::List(a)
            }
            (Self::Bits(a), Self::List(b)) => Self::List(b.iter().filter(|doc| is_set(&a, **doc)).copied().collect()),
            (Self::Bits(mut a), Self::Bits(b)) => {
                a.iter_mut().zip(b).for_each(|(a, b)| *a &= b);
                Self::Bits(a)
            }
        }
    }

    /// What is in either.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::List(a), Self::List(b)) if a.is_empty() => Self::List(b),
            (Self::List(a), Self::List(b)) if b.is_empty() => Self::List(a),
            (Self::List(a), Self::List(b)) => Self::List(either(&a, &b)),
            (Self::Bits(mut bits), Self::List(list)) | (Self::List(list), Self::Bits(mut bits)) => {
                list.into_iter().for_each(|doc| set(&mut bits, doc));
                Self::Bits(bits)
            }
            (Self::Bits(mut a), Self::Bits(b)) => {
                a.iter_mut().zip(b).for_each(|(a, b)| *a |= b);
                Self::Bits(a)
            }
        }
    }

    /// What is here and not in the other.
    pub fn minus(self, other: &Self) -> Self {
        match (self, other) {
            (Self::List(mut a), other) => {
                match other {
                    Self::Bits(b) => a.retain(|doc| !is_set(b, *doc)),
                    Self::List(b) => a.retain(|doc| b.binary_search(doc).is_err()),
                }
                Self::List(a)
            }
            (Self::Bits(mut a), Self::List(b)) => {
                b.iter().for_each(|doc| a[*doc as usize / 64] &= !(1 << (doc % 64)));
                Self::Bits(a)
            }
            (Self::Bits(mut a), Self::Bits(b)) => {
                a.iter_mut().zip(b).for_each(|(a, b)| *a &= !b);
                Self::Bits(a)
            }
        }
    }
}

/// What two rising lists share.
fn both(a: &[DocId], b: &[DocId]) -> Vec<DocId> {
    let (short, mut rest) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut out = Vec::with_capacity(short.len());
    for entry in short {
        // The longer list is leapt through: one of the two is often short.
        let mut step = 1;
        while step < rest.len() && rest[step] < *entry {
            step *= 2;
        }
        let window = &rest[step / 2..rest.len().min(step + 1)];
        rest = &rest[step / 2 + window.partition_point(|e| e < entry)..];
        match rest.first() {
            Some(first) if first == entry => out.push(*entry),
            Some(_) => {}
            None => break,
        }
    }
    out
}

/// What is in either of two rising lists, once.
fn either(a: &[DocId], b: &[DocId]) -> Vec<DocId> {
    let (mut i, mut j, mut out) = (0, 0, Vec::with_capacity(a.len() + b.len()));
    while i < a.len() && j < b.len() {
        let next = a[i].min(b[j]);
        i += usize::from(a[i] == next);
        j += usize::from(b[j] == next);
        out.push(next);
    }
    out.extend_from_slice(&a[i..]);
    out.extend_from_slice(&b[j..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const SEGMENT: DocId = 150;

    fn made(set: &BTreeSet<DocId>, as_bits: bool) -> Docs {
        if !as_bits {
            return Docs::List(set.iter().copied().collect());
        }
        let mut bits = no_bits(SEGMENT);
        set.iter().for_each(|doc| super::set(&mut bits, *doc));
        Docs::Bits(bits)
    }

    proptest! {
        #[test]
        fn sets_of_entries_are_sets(
            a in prop::collection::btree_set(0..SEGMENT, 0..40),
            b in prop::collection::btree_set(0..SEGMENT, 0..40),
            (one, other) in any::<(bool, bool)>(),
        ) {
            let (x, y) = (made(&a, one), made(&b, other));
            prop_assert_eq!(x.clone().and(&y).list(), a.intersection(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(x.clone().or(y.clone()).list(), a.union(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(x.clone().minus(&y).list(), a.difference(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(Docs::all(SEGMENT).minus(&x).count(), SEGMENT as usize - a.len());
            prop_assert_eq!((x.count(), x.is_empty()), (a.len(), a.is_empty()));
        }
    }

    #[test]
    fn a_whole_segment_has_every_entry_and_no_more() {
        for segment in [0, 1, 63, 64, 65, 150] {
            assert_eq!(Docs::all(segment).list(), (0..segment).collect::<Vec<_>>());
        }
        assert_eq!(Docs::of_unsorted(vec![5, 2, 5, 0]).list(), [0, 2, 5]);
    }
}
