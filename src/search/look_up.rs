use super::index::Open;
use super::schema::{EXTENT, PLACE};
use crate::query::words::Analyser;
use crate::query::{Fuzzy, Sequence, TextAtom, TextExpr, sequences};
use std::ops::Bound;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::{AllQuery, PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader, Term};

/// Turns of the index: segment and entry, 32 bits each, in rising order.
type Entries = Vec<u64>;

/// Answers one text condition from the index.
///
/// Words, phrases and beginnings are looked up one by one, and put together here: and, or and not are merges of sorted lists, of which one can see that they are right.
pub(super) struct LookUp<'o> {
    open: &'o Open,
    searcher: Searcher,
    /// One for each language of the documents held.
    analysers: Vec<Analyser>,
}

impl<'o> LookUp<'o> {
    pub fn new(open: &'o Open, analysers: Vec<Analyser>) -> Self {
        Self { open, searcher: open.searcher(), analysers }
    }

    /// Place and extent of the turns, and whether they are exactly those meant; otherwise there are too many of them.
    pub fn turns(&mut self, text: &TextExpr) -> tantivy::Result<(Vec<(u64, u64)>, bool)> {
        let (entries, sure) = self.entries(text, true)?;
        let mut out = Vec::with_capacity(entries.len());
        let mut rest = &entries[..];
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let (here, after) = rest.split_at(rest.partition_point(|e| (e >> 32) as usize <= segment));
            rest = after;
            if here.is_empty() {
                continue;
            }
            let (place, extent) = (reader.fast_fields().u64(PLACE)?, reader.fast_fields().u64(EXTENT)?);
            let both = |entry: &u64| Some((place.first(*entry as u32)?, extent.first(*entry as u32)?));
            out.extend(here.iter().filter_map(both));
        }
        Ok((out, sure))
    }

    /// The entries that satisfy a condition, and whether they are exactly these. Where the index cannot tell there are more of them if `more`, fewer otherwise: the
    /// opposite of too few is too many.
    fn entries(&mut self, text: &TextExpr, more: bool) -> tantivy::Result<(Entries, bool)> {
        match text {
            TextExpr::Atom(atom) => self.atom(atom, more),
            TextExpr::Not(inner) => {
                let (without, sure) = self.entries(inner, !more)?;
                Ok((minus(&self.find(&AllQuery)?, &without), sure))
            }
            TextExpr::And(parts) => {
                let (mut all, mut all_sure) = (None, true);
                for part in parts {
                    let (entries, sure) = self.entries(part, more)?;
                    all_sure &= sure;
                    all = Some(all.map_or(entries.clone(), |so_far: Entries| both(&so_far, &entries)));
                }
                Ok((all.unwrap_or_default(), all_sure))
            }
            TextExpr::Or(parts) => {
                let (mut any, mut all_sure) = (Vec::new(), true);
                for part in parts {
                    let (entries, sure) = self.entries(part, more)?;
                    all_sure &= sure;
                    any = either(any, entries);
                }
                Ok((any, all_sure))
            }
        }
    }

    fn atom(&mut self, atom: &TextAtom, more: bool) -> tantivy::Result<(Entries, bool)> {
        let (entries, sure) = match atom {
            TextAtom::Near(near) => {
                let (first, _) = self.atom(&near.first, true)?;
                let (second, _) = self.atom(&near.second, true)?;
                (both(&first, &second), false)
            }
            TextAtom::Exact(words) => (self.atom(&TextAtom::Phrase(words.clone()), true)?.0, false),
            TextAtom::Regex(_) => (self.find(&AllQuery)?, false),
            TextAtom::Fuzzy(word) => (self.like(word)?, true),
            TextAtom::Word(_) | TextAtom::Phrase(_) | TextAtom::Prefix(_) => {
                let mut all: Vec<Sequence> = Vec::new();
                for analyser in &mut self.analysers {
                    let own = sequences(atom, analyser).unwrap_or_default();
                    all.extend(own.into_iter().filter(|s| !all.contains(s)).collect::<Vec<_>>());
                }
                let mut any = Vec::new();
                for sequence in &all {
                    any = either(any, self.sequence(sequence)?);
                }
                (any, all.iter().all(|s| !s.open || s.keys.len() == 1))
            }
        };
        Ok(if sure || more { (entries, sure) } else { (Vec::new(), false) })
    }

    fn sequence(&self, sequence: &Sequence) -> tantivy::Result<Entries> {
        let field = if sequence.stemmed { self.open.fields.stem } else { self.open.fields.exact };
        let mut terms: Vec<Term> = sequence.keys.iter().map(|key| Term::from_field_text(field, key)).collect();
        let beginning = sequence.keys.last().filter(|_| sequence.open);
        if beginning.is_some() {
            terms.pop();
        }
        let whole = match terms.len() {
            0 => None,
            1 => Some(self.find(&TermQuery::new(terms.remove(0), IndexRecordOption::Basic))?),
            _ => Some(self.find(&PhraseQuery::new(terms))?),
        };
        let begun = beginning.map(|key| self.find(&beginning_with(field, key))).transpose()?;
        Ok(match (whole, begun) {
            (Some(whole), Some(begun)) => both(&whole, &begun),
            (whole, begun) => whole.or(begun).unwrap_or_default(),
        })
    }

    /// Entries with any key that is a misspelling of a word.
    fn like(&self, word: &str) -> tantivy::Result<Entries> {
        let field = self.open.fields.exact;
        let Some(fuzzy) = Fuzzy::new(word) else { return Ok(Vec::new()) };
        let mut terms = Vec::new();
        for segment in self.searcher.segment_readers() {
            let keys = segment.inverted_index(field)?;
            let mut stream = keys.terms().stream()?;
            while stream.advance() {
                let key = std::str::from_utf8(stream.key()).unwrap_or_default();
                if fuzzy.fits(key) {
                    terms.push(Term::from_field_text(field, key));
                }
            }
        }
        self.find(&TermSetQuery::new(terms))
    }

    fn find(&self, query: &dyn Query) -> tantivy::Result<Entries> {
        let mut entries = self.searcher.search(query, &All)?;
        if !entries.is_sorted() {
            entries.sort_unstable();
        }
        Ok(entries)
    }
}

fn beginning_with(field: Field, beginning: &str) -> RangeQuery {
    // No text has the noncharacter U+10FFFF, so every key with this beginning comes before it.
    let after = format!("{beginning}\u{10FFFF}");
    RangeQuery::new(
        Bound::Included(Term::from_field_text(field, beginning)),
        Bound::Excluded(Term::from_field_text(field, &after)),
    )
}

/// What two sorted lists share.
fn both(a: &[u64], b: &[u64]) -> Entries {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut rest = long;
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

/// What is in either of two sorted lists, once.
fn either(a: Entries, b: Entries) -> Entries {
    if a.is_empty() || b.is_empty() {
        return if a.is_empty() { b } else { a };
    }
    let mut all = [a, b].concat();
    all.sort();
    all.dedup();
    all
}

/// What is in the first of two sorted lists and not in the second.
fn minus(a: &[u64], b: &[u64]) -> Entries {
    let mut rest = b;
    let gone = |entry: &u64| {
        let skip = rest.iter().take_while(|e| *e < entry).count();
        rest = &rest[skip..];
        rest.first() == Some(entry)
    };
    let mut gone = gone;
    a.iter().filter(|entry| !gone(entry)).copied().collect()
}

/// Collects every entry found.
struct All;

struct AllOfSegment {
    segment: u64,
    found: Entries,
}

impl Collector for All {
    type Fruit = Entries;
    type Child = AllOfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<AllOfSegment> {
        Ok(AllOfSegment { segment: u64::from(segment) << 32, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Entries>) -> tantivy::Result<Entries> {
        Ok(segments.concat())
    }
}

impl SegmentCollector for AllOfSegment {
    type Fruit = Entries;

    fn collect(&mut self, doc: DocId, _score: Score) {
        self.found.push(self.segment | u64::from(doc));
    }

    fn harvest(self) -> Entries {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn merges_are_those_of_sets(a in prop::collection::btree_set(0..60u64, 0..30), b in prop::collection::btree_set(0..60u64, 0..30)) {
            let list = |set: &BTreeSet<u64>| set.iter().copied().collect::<Entries>();
            let (x, y) = (list(&a), list(&b));
            prop_assert_eq!(both(&x, &y), a.intersection(&b).copied().collect::<Entries>());
            prop_assert_eq!(minus(&x, &y), a.difference(&b).copied().collect::<Entries>());
            prop_assert_eq!(either(x, y), a.union(&b).copied().collect::<Entries>());
        }
    }
}
