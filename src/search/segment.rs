use super::cursor::Cursor;
use super::docs::{Docs, are_few, no_bits, set};
use super::index::Columns;
use super::only::Only;
use super::schema::Fields;
use crate::query::{Fuzzy, Sequence};
use std::sync::Arc;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader};

/// One segment of the index, to look keys up in: in which entries they stand, and as which of their words.
pub(super) struct Segment<'o> {
    exact: Arc<InvertedIndexReader>,
    stem: Arc<InvertedIndexReader>,
    /// How many entries it has, with those that are deleted.
    pub size: DocId,
    /// Which of its entries are looked at, with their places.
    only: Option<(&'o Only<'o>, &'o Columns)>,
}

/// The terms of a segment that fit one place of a sequence: one for a key, many for the beginning of a key or a word with its misspellings.
pub(super) struct Slot {
    pub stemmed: bool,
    pub terms: Vec<TermInfo>,
    /// In how many entries they stand, those with several of them counted as often.
    pub size: usize,
}

/// Slots that follow each other.
pub(super) type Run = Vec<Slot>;

/// Skipping to an entry costs as much as reading so many.
const SKIP: usize = 8;

impl<'o> Segment<'o> {
    pub fn new(
        reader: &SegmentReader,
        fields: &Fields,
        only: Option<(&'o Only<'o>, &'o Columns)>,
    ) -> tantivy::Result<Self> {
        let (exact, stem) = (reader.inverted_index(fields.exact)?, reader.inverted_index(fields.stem)?);
        Ok(Self { exact, stem, size: reader.max_doc(), only })
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

    pub fn keys(&self, stemmed: bool) -> &InvertedIndexReader {
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
        let mut list = docs.list();
        let mut cursor = Cursor::new(self, run, &list)?;
        list.retain(|doc| !cursor.starts(*doc).is_empty());
        Ok(Docs::List(list))
    }

    /// The entries in which one of a slot's terms stands: all, or those among some.
    fn slot(&self, slot: &Slot, within: Option<&Docs>) -> tantivy::Result<Docs> {
        match within {
            Some(Docs::List(list)) if list.len() * SKIP < slot.size => self.skip(slot, list),
            Some(within) => Ok(self.read(slot)?.and(within)),
            None => self.read(slot).map(|docs| self.looked_at(docs)),
        }
    }

    /// Those of some entries that are looked at.
    fn looked_at(&self, docs: Docs) -> Docs {
        let Some((only, columns)) = self.only else { return docs };
        let mut list = docs.list();
        only.keep(&mut list, columns);
        Docs::List(list)
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
}

impl Slot {
    fn new(stemmed: bool, terms: Vec<TermInfo>) -> Self {
        let size = terms.iter().map(|term| term.doc_freq as usize).sum();
        Self { stemmed, terms, size }
    }
}

/// Goes to an entry, which comes after the last one asked for; says whether it is there.
pub(super) fn at(postings: &mut impl DocSet, doc: DocId) -> bool {
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
