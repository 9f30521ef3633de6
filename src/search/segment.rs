use super::docs::{Docs, are_few, both, no_bits, set};
use super::schema::Fields;
use crate::query::{Fuzzy, Sequence};
use std::sync::Arc;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader};

/// One segment of the index, to look keys up in: in which entries they stand, and as which of their words.
pub(super) struct Segment {
    exact: Arc<InvertedIndexReader>,
    stem: Arc<InvertedIndexReader>,
    /// How many entries it has, with those that are deleted.
    pub size: DocId,
}

/// The terms of a segment that fit one place of a sequence: one for a key, many for the beginning of a key or a word with its misspellings.
pub(super) struct Slot {
    stemmed: bool,
    terms: Vec<TermInfo>,
    /// In how many entries they stand, those with several of them counted as often.
    pub size: usize,
}

/// Slots that follow each other.
pub(super) type Run = Vec<Slot>;

/// Where a run stands: an entry, and the first and the last of its words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place {
    pub doc: DocId,
    pub first: u32,
    pub last: u32,
}

/// Skipping to an entry costs as much as reading so many.
const SKIP: usize = 8;

impl Segment {
    pub fn new(reader: &SegmentReader, fields: &Fields) -> tantivy::Result<Self> {
        let (exact, stem) = (reader.inverted_index(fields.exact)?, reader.inverted_index(fields.stem)?);
        Ok(Self { exact, stem, size: reader.max_doc() })
    }

    /// Looks the keys of a sequence up.
    pub fn run(&self, sequence: &Sequence) -> tantivy::Result<Run> {
        let last = sequence.keys.len() - 1;
        let slot = |(at, key): (usize, &String)| {
            let terms = self.keys(sequence.stemmed).terms();
            let found = if sequence.open && at == last {
                beginning_with(terms, key)?
            } else {
                terms.get(key)?.into_iter().collect()
            };
            Ok(Slot::new(sequence.stemmed, found))
        };
        sequence.keys.iter().enumerate().map(slot).collect()
    }

    /// Looks up every key that is a misspelling of a word.
    pub fn misspelt(&self, fuzzy: &Fuzzy) -> tantivy::Result<Run> {
        let mut terms = Vec::new();
        let mut stream = self.exact.terms().stream()?;
        while stream.advance() {
            if std::str::from_utf8(stream.key()).is_ok_and(|key| fuzzy.fits(key)) {
                terms.push(stream.value().clone());
            }
        }
        Ok(vec![Slot::new(false, terms)])
    }

    fn keys(&self, stemmed: bool) -> &InvertedIndexReader {
        if stemmed { &self.stem } else { &self.exact }
    }

    /// The entries in which a run stands: all, or those among some.
    pub fn docs(&self, run: &[Slot], within: Option<&Docs>) -> tantivy::Result<Docs> {
        let mut rising: Vec<&Slot> = run.iter().collect();
        rising.sort_by_key(|slot| slot.size);
        let mut docs: Option<Docs> = None;
        for slot in rising {
            let here = self.slot(slot, docs.as_ref().or(within))?;
            if here.is_empty() {
                return Ok(Docs::NONE);
            }
            docs = Some(here);
        }
        let docs = docs.unwrap_or(Docs::NONE);
        if run.len() < 2 {
            return Ok(docs);
        }
        let mut list: Vec<DocId> = self.places(run, &docs.list())?.into_iter().map(|place| place.doc).collect();
        list.dedup();
        Ok(Docs::List(list))
    }

    /// The entries in which one of a slot's terms stands: all, or those among some.
    fn slot(&self, slot: &Slot, within: Option<&Docs>) -> tantivy::Result<Docs> {
        match within {
            Some(Docs::List(list)) if list.len() * SKIP < slot.size => self.skip(slot, list),
            Some(within) => Ok(self.read(slot)?.and(within)),
            None => self.read(slot),
        }
    }

    /// Looks for some entries alone.
    fn skip(&self, slot: &Slot, among: &[DocId]) -> tantivy::Result<Docs> {
        let mut found = Vec::new();
        for term in &slot.terms {
            let keys = self.keys(slot.stemmed);
            let mut postings = keys.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
            found.extend(among.iter().filter(|doc| at(&mut postings, **doc)));
        }
        Ok(if slot.terms.len() < 2 { Docs::List(found) } else { Docs::of_unsorted(found) })
    }

    fn read(&self, slot: &Slot) -> tantivy::Result<Docs> {
        let keys = self.keys(slot.stemmed);
        let few = are_few(slot.size, self.size);
        let mut list = Vec::with_capacity(if few { slot.size } else { 0 });
        let mut bits = if few { Vec::new() } else { no_bits(self.size) };
        for term in &slot.terms {
            let mut blocks = keys.read_block_postings_from_terminfo(term, IndexRecordOption::Basic)?;
            while !blocks.docs().is_empty() {
                if few {
                    list.extend_from_slice(blocks.docs());
                } else {
                    blocks.docs().iter().for_each(|doc| set(&mut bits, *doc));
                }
                blocks.advance();
            }
        }
        Ok(match (few, slot.terms.len()) {
            (false, _) => Docs::Bits(bits),
            (true, 0 | 1) => Docs::List(list),
            (true, _) => Docs::of_unsorted(list),
        })
    }

    /// Where a run stands in some entries, in rising order.
    pub fn places(&self, run: &[Slot], among: &[DocId]) -> tantivy::Result<Vec<Place>> {
        let Some((head, tail)) = run.split_first() else { return Ok(Vec::new()) };
        let mut starts = self.positions(head, among, 0)?;
        for (before, slot) in tail.iter().enumerate() {
            starts = both(&starts, &self.positions(slot, among, before as u32 + 1)?);
        }
        let length = run.len() as u32;
        let place = |start: u64| {
            let (doc, first) = super::build::unpack(start);
            Place { doc, first, last: first + length - 1 }
        };
        Ok(starts.into_iter().map(place).collect())
    }

    /// Where a sequence begins whose word after so many others a slot's term is: entry and word, 32 bits each, in rising order.
    fn positions(&self, slot: &Slot, among: &[DocId], before: u32) -> tantivy::Result<Vec<u64>> {
        let keys = self.keys(slot.stemmed);
        let (mut out, mut words) = (Vec::with_capacity(among.len()), Vec::new());
        for term in &slot.terms {
            let mut postings = keys.read_postings_from_terminfo(term, IndexRecordOption::WithFreqsAndPositions)?;
            for doc in among {
                if at(&mut postings, *doc) {
                    postings.positions(&mut words);
                    let starts = words.iter().filter_map(|word| word.checked_sub(before));
                    out.extend(starts.map(|start| super::build::pack(*doc, start)));
                }
            }
        }
        if slot.terms.len() > 1 {
            out.sort_unstable();
            out.dedup();
        }
        Ok(out)
    }
}

impl Slot {
    fn new(stemmed: bool, terms: Vec<TermInfo>) -> Self {
        let size = terms.iter().map(|term| term.doc_freq as usize).sum();
        Self { stemmed, terms, size }
    }
}

/// Goes to an entry, which comes after the last one asked for; says whether it is there.
fn at(postings: &mut impl DocSet, doc: DocId) -> bool {
    postings.doc() == doc || (postings.doc() < doc && postings.seek(doc) == doc)
}

fn beginning_with(terms: &tantivy::termdict::TermDictionary, beginning: &str) -> tantivy::Result<Vec<TermInfo>> {
    // No text has the noncharacter U+10FFFF, so every key with this beginning comes before it.
    let after = format!("{beginning}\u{10FFFF}");
    let mut stream = terms.range().ge(beginning).lt(&after).into_stream()?;
    let mut found = Vec::new();
    while stream.advance() {
        found.push(stream.value().clone());
    }
    Ok(found)
}
