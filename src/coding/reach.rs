use crate::text::Span;
use std::ops::Range;

/// How many intervals stand in one stretch.
const STRETCH: usize = 64;

/// How far intervals reach, for a list of them that is kept in order of their beginnings: which of them can meet a span is told without looking at most of
/// them, however long some are. For each stretch of the list it knows an end that none of them lies beyond.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    most: Vec<u32>,
}

impl Reach {
    /// Looks a list through.
    pub fn of<T>(list: &[T], end: impl Fn(&T) -> u32) -> Self {
        let furthest = |stretch: &[T]| stretch.iter().map(&end).max().unwrap_or(0);
        Self { most: list.chunks(STRETCH).map(furthest).collect() }
    }

    /// Takes in that an item was put in at a place, which moved those behind it on by one; `list` has it already.
    pub fn put_in<T>(&mut self, list: &[T], at: usize, end: impl Fn(&T) -> u32) {
        self.most.resize(list.len().div_ceil(STRETCH), 0);
        self.most[at / STRETCH] = self.most[at / STRETCH].max(end(&list[at]));
        // Each stretch behind it has got the last one of the stretch before.
        for n in at / STRETCH + 1..self.most.len() {
            self.most[n] = self.most[n].max(end(&list[n * STRETCH]));
        }
    }

    /// Takes in that the item at a place was taken out, which moved those behind it back by one; `list` has it no more.
    pub fn taken_out<T>(&mut self, list: &[T], at: usize, end: impl Fn(&T) -> u32) {
        self.most.truncate(list.len().div_ceil(STRETCH));
        // Each stretch has got the first one of the stretch behind.
        for n in at / STRETCH..self.most.len() {
            let last = ((n + 1) * STRETCH).min(list.len()) - 1;
            self.most[n] = self.most[n].max(end(&list[last]));
        }
        let here = at / STRETCH;
        if let Some(most) = self.most.get_mut(here) {
            let stretch = &list[here * STRETCH..((here + 1) * STRETCH).min(list.len())];
            *most = stretch.iter().map(end).max().unwrap_or(0);
        }
    }

    /// The stretches of the list, up to `last`, that may hold intervals which end behind a byte.
    pub fn behind(&self, byte: u32, last: usize) -> impl Iterator<Item = Range<usize>> + use<'_> {
        let all = self.most.iter().enumerate().take(last.div_ceil(STRETCH));
        all.filter(move |(_, most)| **most > byte).map(move |(n, _)| n * STRETCH..((n + 1) * STRETCH).min(last))
    }

    /// The items of a list that share a byte with a span, in the order of the list.
    pub fn meeting<'l, T>(
        &'l self,
        list: &'l [T],
        span: Span,
        of: impl Fn(&T) -> Span + Copy + 'l,
    ) -> impl Iterator<Item = &'l T> + 'l {
        let last = list.partition_point(|item| of(item).start < span.end);
        let stretches = self.behind(span.start, last);
        stretches.flat_map(move |stretch| &list[stretch]).filter(move |item| of(item).overlaps(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_meets_a_span_is_found_whatever_comes_and_goes(
            first in prop::collection::vec((0u32..400, 1u32..60), 0..200),
            then in prop::collection::vec((any::<bool>(), 0u32..400, 1u32..300, any::<prop::sample::Index>()), 0..60),
            asked in prop::collection::vec((0u32..420, 1u32..40), 1..8),
        ) {
            let mut list: Vec<Span> = first.iter().map(|(start, length)| Span { start: *start, end: start + length }).collect();
            list.sort();
            let mut reach = Reach::of(&list, |s| s.end);
            for (out, start, length, which) in then {
                if out && !list.is_empty() {
                    let at = which.index(list.len());
                    list.remove(at);
                    reach.taken_out(&list, at, |s| s.end);
                } else {
                    let span = Span { start, end: start + length };
                    let at = list.partition_point(|s| *s < span);
                    list.insert(at, span);
                    reach.put_in(&list, at, |s| s.end);
                }
            }
            for (start, length) in asked {
                let span = Span { start, end: start + length };
                let found: Vec<&Span> = reach.meeting(&list, span, |s| *s).collect();
                let all: Vec<&Span> = list.iter().filter(|s| s.overlaps(span)).collect();
                prop_assert_eq!(found, all);
            }
        }
    }
}
