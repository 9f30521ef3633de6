use super::build::unpack;
use super::index::{Index, Open};
use super::schema::{EXTENT, PLACE};
use crate::document::Document;
use crate::fault::Outcome;
use crate::id::DocumentId;
use crate::project::{Project, Texts};
use crate::query::words::Analyser;
use crate::query::{Found, Scanner, Sequence, TextAtom, TextExpr, WordSearch, sequences};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, Term};

/// The index over a project and its texts: answers by the index for the documents that it holds, and by scanning for the others.
pub struct Indexed<'a> {
    index: &'a Index,
    project: &'a Project,
    texts: &'a dyn Texts,
    /// Documents that the index holds as they are, by their numbers.
    held: HashMap<u32, &'a Document>,
    /// The others.
    unheld: Vec<&'a Document>,
    languages: BTreeSet<&'a str>,
}

impl<'a> Indexed<'a> {
    pub(super) fn new(index: &'a Index, project: &'a Project, texts: &'a dyn Texts) -> Self {
        let mut new =
            Self { index, project, texts, held: HashMap::new(), unheld: Vec::new(), languages: BTreeSet::new() };
        for document in project.documents.values() {
            match index.opened().and_then(|open| open.manifest.number_of(document)) {
                Some(number) => {
                    new.held.insert(number, document);
                    new.languages.insert(&document.language);
                }
                None => new.unheld.push(document),
            }
        }
        new
    }

    /// What the index itself says: the turns, and whether it is sure of them.
    fn look_up(&self, open: &Open, text: &TextExpr) -> tantivy::Result<(Vec<Found>, bool)> {
        let mut translator = Translator { open, analysers: self.languages.iter().map(|l| Analyser::new(l)).collect() };
        let (query, sure) = translator.query(text, true)?;
        let mut turns = Vec::new();
        for (place, extent) in open.searcher().search(&query, &Places)? {
            let (number, turn) = unpack(place);
            let (start, end) = unpack(extent);
            if let Some(document) = self.held.get(&number) {
                turns.push(Found { document: document.id, turn, span: Span { start, end } });
            }
        }
        Ok((turns, sure))
    }

    /// Reads the turns that the index was not sure of.
    fn verify(&self, turns: Vec<Found>, text: &TextExpr) -> Outcome<Vec<Found>> {
        let mut by_document: BTreeMap<DocumentId, Vec<u32>> = BTreeMap::new();
        for found in turns {
            by_document.entry(found.document).or_default().push(found.turn);
        }
        let mut scanner = Scanner::new(text);
        let mut sure = Vec::new();
        for (id, turns) in by_document {
            let document = &self.project.documents[&id];
            sure.extend(scanner.among(turns, document, &*self.texts.content(document)?));
        }
        Ok(sure)
    }
}

impl WordSearch for Indexed<'_> {
    fn turns(&self, text: &TextExpr, within: &dyn Fn(&Document) -> bool) -> Outcome<Vec<Found>> {
        let mut unheld: Vec<&Document> = self.unheld.clone();
        let mut turns = Vec::new();
        match self.index.opened().map(|open| self.look_up(open, text)) {
            Some(Ok((found, sure))) => {
                let inside: BTreeSet<DocumentId> = self.held.values().filter(|d| within(d)).map(|d| d.id).collect();
                turns = found;
                turns.retain(|f| inside.contains(&f.document));
                if !sure {
                    turns = self.verify(turns, text)?;
                }
            }
            Some(Err(_)) => {
                self.index.failed();
                unheld = self.project.documents.values().collect();
            }
            None => unheld = self.project.documents.values().collect(),
        }
        let mut scanner = Scanner::new(text);
        for document in unheld.into_iter().filter(|d| within(d)) {
            turns.extend(scanner.turns(document, &*self.texts.content(document)?));
        }
        turns.sort_unstable();
        Ok(turns)
    }
}

/// Turns text conditions into queries of the index.
struct Translator<'o> {
    open: &'o Open,
    /// One for each language of the documents held.
    analysers: Vec<Analyser>,
}

impl Translator<'_> {
    /// A query, and whether it yields exactly the turns meant. Where it cannot, it yields more of them if `more`, fewer otherwise: the opposite of too few is too many.
    fn query(&mut self, text: &TextExpr, more: bool) -> tantivy::Result<(Box<dyn Query>, bool)> {
        match text {
            TextExpr::Atom(atom) => self.atom(atom, more),
            TextExpr::Not(inner) => {
                let (query, sure) = self.query(inner, !more)?;
                let not: Vec<(Occur, Box<dyn Query>)> =
                    vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, query)];
                Ok((Box::new(BooleanQuery::new(not)), sure))
            }
            TextExpr::And(parts) => self.joined(parts, Occur::Must, more),
            TextExpr::Or(parts) => self.joined(parts, Occur::Should, more),
        }
    }

    fn joined(&mut self, parts: &[TextExpr], how: Occur, more: bool) -> tantivy::Result<(Box<dyn Query>, bool)> {
        let mut queries = Vec::with_capacity(parts.len());
        let mut all_sure = true;
        for part in parts {
            let (query, sure) = self.query(part, more)?;
            all_sure &= sure;
            queries.push((how, query));
        }
        Ok((Box::new(BooleanQuery::new(queries)), all_sure))
    }

    fn atom(&mut self, atom: &TextAtom, more: bool) -> tantivy::Result<(Box<dyn Query>, bool)> {
        let mut all: Vec<Sequence> = Vec::new();
        for analyser in &mut self.analysers {
            for sequence in sequences(atom, analyser).unwrap_or_default() {
                if !all.contains(&sequence) {
                    all.push(sequence);
                }
            }
        }
        let unsure = |query: Box<dyn Query>| -> (Box<dyn Query>, bool) {
            if more { (query, false) } else { (Box::new(EmptyQuery), false) }
        };
        Ok(match atom {
            TextAtom::Near(near) => {
                let (first, _) = self.atom(&near.first, true)?;
                let (second, _) = self.atom(&near.second, true)?;
                unsure(Box::new(BooleanQuery::intersection(vec![first, second])))
            }
            TextAtom::Regex(_) => unsure(Box::new(AllQuery)),
            TextAtom::Fuzzy(word) => (self.like(word)?, true),
            TextAtom::Word(_) | TextAtom::Phrase(_) | TextAtom::Prefix(_) => {
                let sure = all.iter().all(|s| !s.open || s.keys.len() == 1);
                let queries: Vec<Box<dyn Query>> = all.iter().map(|s| self.sequence(s)).collect();
                let query: Box<dyn Query> = Box::new(BooleanQuery::union(queries));
                if sure { (query, true) } else { unsure(query) }
            }
        })
    }

    fn sequence(&self, sequence: &Sequence) -> Box<dyn Query> {
        let field = if sequence.stemmed { self.open.fields.stem } else { self.open.fields.exact };
        let terms: Vec<Term> = sequence.keys.iter().map(|key| Term::from_field_text(field, key)).collect();
        match (&sequence.keys[..], sequence.open) {
            ([beginning], true) => beginning_with(field, beginning),
            ([.., beginning], true) => {
                let whole = terms[..terms.len() - 1].iter().map(|term| one(term.clone()));
                let all = whole.chain([beginning_with(field, beginning)]).collect();
                Box::new(BooleanQuery::intersection(all))
            }
            ([_], false) => one(terms[0].clone()),
            _ => Box::new(PhraseQuery::new(terms)),
        }
    }

    /// Every key of the index that is like a word, as [`crate::query::Matcher`] understands it.
    fn like(&self, word: &str) -> tantivy::Result<Box<dyn Query>> {
        let field = self.open.fields.exact;
        let Some(fuzzy) = crate::query::Fuzzy::new(word) else { return Ok(Box::new(EmptyQuery)) };
        let mut terms = Vec::new();
        for segment in self.open.searcher().segment_readers() {
            let keys = segment.inverted_index(field)?;
            let mut stream = keys.terms().stream()?;
            while stream.advance() {
                let key = std::str::from_utf8(stream.key()).unwrap_or_default();
                if fuzzy.fits(key) {
                    terms.push(Term::from_field_text(field, key));
                }
            }
        }
        Ok(Box::new(TermSetQuery::new(terms)))
    }
}

fn one(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn beginning_with(field: Field, beginning: &str) -> Box<dyn Query> {
    // No text has the noncharacter U+10FFFF, so every key with this beginning comes before it.
    let after = format!("{beginning}\u{10FFFF}");
    Box::new(RangeQuery::new(
        Bound::Included(Term::from_field_text(field, beginning)),
        Bound::Excluded(Term::from_field_text(field, &after)),
    ))
}

/// Collects place and extent of every turn found.
struct Places;

struct SegmentPlaces {
    place: Column<u64>,
    extent: Column<u64>,
    found: Vec<(u64, u64)>,
}

impl Collector for Places {
    type Fruit = Vec<(u64, u64)>;
    type Child = SegmentPlaces;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentPlaces> {
        let fast = segment.fast_fields();
        Ok(SegmentPlaces { place: fast.u64(PLACE)?, extent: fast.u64(EXTENT)?, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Vec<(u64, u64)>>) -> tantivy::Result<Vec<(u64, u64)>> {
        Ok(segments.concat())
    }
}

impl SegmentCollector for SegmentPlaces {
    type Fruit = Vec<(u64, u64)>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        if let (Some(place), Some(extent)) = (self.place.first(doc), self.extent.first(doc)) {
            self.found.push((place, extent));
        }
    }

    fn harvest(self) -> Vec<(u64, u64)> {
        self.found
    }
}
