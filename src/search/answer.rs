use super::build::unpack;
use super::index::{Index, Open};
use super::look_up::LookUp;
use super::only::Only;
use super::weigh::{Weighing, times_of};
use crate::document::Document;
use crate::fault::Outcome;
use crate::id::DocumentId;
use crate::project::{Project, Texts};
use crate::query::{Among, Found, Scanner, Term, TextAtom, TextExpr, Times, Weigher, WordSearch, page_of};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// The index over a project and its texts: answers by the index for the documents that it holds, and by scanning for the others.
pub struct Indexed<'a> {
    index: &'a Index,
    held: Arc<Held>,
    project: &'a Project,
    texts: &'a dyn Texts,
}

/// What an index holds of a project.
#[derive(Default)]
pub(super) struct Held {
    /// Documents that it holds as they are, by their numbers.
    ids: Vec<Option<DocumentId>>,
    /// The others.
    unheld: Vec<DocumentId>,
    /// The languages of those that it holds.
    languages: BTreeSet<String>,
    /// It holds nothing else.
    whole: bool,
    /// For each number the rank of its document among the others, where the numbers themselves do not say it.
    ranks: Option<Vec<u32>>,
}

impl Held {
    pub fn new(index: &Index, project: &Project) -> Self {
        let Some(open) = index.opened() else {
            return Self { unheld: project.documents.keys().copied().collect(), ..Self::default() };
        };
        let mut new = Self { ids: vec![None; open.manifest.label.next as usize], ..Self::default() };
        for document in project.documents.values() {
            let number = open.manifest.number_of(document);
            match number.and_then(|number| new.ids.get_mut(number as usize)) {
                Some(id) => *id = Some(document.id),
                None => new.unheld.push(document.id),
            }
            if number.is_some() && !new.languages.contains(&document.language) {
                new.languages.insert(document.language.clone());
            }
        }
        new.whole = new.ids.iter().flatten().count() == open.manifest.held.len();
        new.ranks = ranks(&new.ids);
        new
    }
}

impl Held {
    /// The document with a number, if it is held as it is now.
    pub fn id(&self, number: u32) -> Option<DocumentId> {
        self.ids.get(number as usize).copied().flatten()
    }
}

/// The rank of each number's document, unless the numbers rise with the documents already.
pub(super) fn ranks(ids: &[Option<DocumentId>]) -> Option<Vec<u32>> {
    if ids.iter().flatten().is_sorted() {
        return None;
    }
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_by_key(|number| ids[*number]);
    let mut ranks = vec![0; ids.len()];
    for (rank, number) in order.into_iter().enumerate() {
        ranks[number] = rank as u32;
    }
    Some(ranks)
}

/// A turn from the two numbers that the index has of it.
pub(super) fn turn_of((place, extent): (u64, u64), document: impl Fn(u32) -> Option<DocumentId>) -> Option<Found> {
    let ((number, turn), (start, end)) = (unpack(place), unpack(extent));
    Some(Found { document: document(number)?, turn, span: Span { start, end } })
}

impl<'a> Indexed<'a> {
    pub(super) fn new(index: &'a Index, held: Arc<Held>, project: &'a Project, texts: &'a dyn Texts) -> Self {
        Self { index, held, project, texts }
    }

    /// What the index itself says: the turns, and whether it is sure of them.
    fn look_up(&self, open: &Open, text: &TextExpr, among: Option<&Among>) -> tantivy::Result<(Vec<Found>, bool)> {
        let document = |number: u32| self.held.id(number);
        let only = among.map(|among| Only::new(among, self.held.ids.len() as u32, document).lasting());
        let look_up = LookUp::new(open).among(only);
        let answer = look_up.ask(text, self.languages())?;
        let mut turns = Vec::with_capacity(answer.count());
        let found = look_up.all(&answer)?.into_iter().filter_map(|both| turn_of(both, document));
        turns.extend(found.filter(|turn| among.is_none_or(|among| among.admits(turn.document, turn.span))));
        Ok((turns, answer.sure))
    }

    /// The page of an answer that the index alone is sure of, where it holds all documents and no others; and how many turns there are in all.
    fn leaf(&self, text: &TextExpr, page: Range<usize>) -> Option<(usize, Vec<Found>)> {
        let open = self.whole()?;
        let look_up = LookUp::new(open);
        let answer = look_up.ask(text, self.languages()).ok().filter(|answer| answer.sure)?;
        let page = look_up.page(&answer, self.held.ranks.as_deref(), page).ok()?;
        let document = |number: u32| self.held.id(number);
        Some((answer.count(), page.into_iter().filter_map(|both| turn_of(both, document)).collect()))
    }

    /// The index, if it holds all documents as they are and no others.
    fn whole(&self) -> Option<&'a Open> {
        self.index.opened().filter(|_| self.held.whole && self.held.unheld.is_empty())
    }

    fn languages(&self) -> impl Iterator<Item = &str> {
        self.held.languages.iter().map(String::as_str)
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
    fn turns(&self, text: &TextExpr, among: Option<&Among>) -> Outcome<Vec<Found>> {
        let mut turns = Vec::new();
        let answered = match self.index.opened().map(|open| self.look_up(open, text, among)) {
            Some(Ok((found, sure))) => {
                turns = if sure { found } else { self.verify(found, text)? };
                true
            }
            Some(Err(_)) => {
                self.index.failed();
                false
            }
            None => false,
        };
        let mut scanner = Scanner::new(text);
        let mut read = |document: &Document| -> Outcome<()> {
            if among.is_none_or(|among| among.has(document.id)) {
                turns.extend(scanner.turns(document, &*self.texts.content(document)?, among));
            }
            Ok(())
        };
        if answered {
            self.held.unheld.iter().filter_map(|id| self.project.documents.get(id)).try_for_each(&mut read)?;
        } else {
            self.project.documents.values().try_for_each(&mut read)?;
        }
        if !turns.is_sorted() {
            turns.sort_unstable();
        }
        Ok(turns)
    }

    fn times(&self, atom: &TextAtom) -> Outcome<Option<Vec<Times>>> {
        let Some(open) = self.whole() else { return Ok(None) };
        match LookUp::new(open).times(atom, self.languages()) {
            Ok(found) => Ok(found.map(|found| times_of(found, |number| self.held.id(number)))),
            Err(_) => {
                self.index.failed();
                Ok(None)
            }
        }
    }

    fn weigher<'w>(&'w self, terms: &[Term]) -> Outcome<Option<Box<dyn Weigher + 'w>>> {
        let Some(open) = self.whole() else { return Ok(None) };
        match Weighing::new(open, terms, (&self.held.ids, self.held.ranks.as_deref())) {
            Ok(weighing) => Ok(Some(Box::new(weighing))),
            Err(_) => {
                self.index.failed();
                Ok(None)
            }
        }
    }

    fn page(&self, text: &TextExpr, page: Range<usize>) -> Outcome<(usize, Vec<Found>)> {
        match self.leaf(text, page.clone()) {
            Some(answer) => Ok(answer),
            None => Ok(page_of(self.turns(text, None)?, page)),
        }
    }
}
