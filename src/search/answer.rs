use super::build::unpack;
use super::index::{Index, Open};
use super::look_up::LookUp;
use crate::document::Document;
use crate::fault::Outcome;
use crate::id::DocumentId;
use crate::project::{Project, Texts};
use crate::query::words::Analyser;
use crate::query::{Found, Scanner, TextExpr, WordSearch};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The index over a project and its texts: answers by the index for the documents that it holds, and by scanning for the others.
pub struct Indexed<'a> {
    index: &'a Index,
    project: &'a Project,
    texts: &'a dyn Texts,
    /// Documents that the index holds as they are, by their numbers; numbers of others are free.
    held: Vec<Option<&'a Document>>,
    /// The others.
    unheld: Vec<&'a Document>,
    languages: BTreeSet<&'a str>,
}

impl<'a> Indexed<'a> {
    pub(super) fn new(index: &'a Index, project: &'a Project, texts: &'a dyn Texts) -> Self {
        let numbers = index.opened().map_or(0, |open| open.manifest.label.next as usize);
        let held = vec![None; numbers];
        let mut new = Self { index, project, texts, held, unheld: Vec::new(), languages: BTreeSet::new() };
        for document in project.documents.values() {
            match index.opened().and_then(|open| open.manifest.number_of(document)) {
                Some(number) if (number as usize) < numbers => {
                    new.held[number as usize] = Some(document);
                    new.languages.insert(&document.language);
                }
                _ => new.unheld.push(document),
            }
        }
        new
    }

    /// What the index itself says: the turns, and whether it is sure of them.
    fn look_up(
        &self,
        open: &Open,
        text: &TextExpr,
        within: &dyn Fn(&Document) -> bool,
    ) -> tantivy::Result<(Vec<Found>, bool)> {
        let wanted: Vec<Option<DocumentId>> =
            self.held.iter().map(|held| held.filter(|d| within(d)).map(|d| d.id)).collect();
        let analysers = self.languages.iter().map(|l| Analyser::new(l)).collect();
        let (places, sure) = LookUp::new(open, analysers).turns(text)?;
        let mut turns = Vec::with_capacity(places.len());
        for (place, extent) in places {
            let (number, turn) = unpack(place);
            let (start, end) = unpack(extent);
            if let Some(document) = wanted.get(number as usize).copied().flatten() {
                turns.push(Found { document, turn, span: Span { start, end } });
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
        match self.index.opened().map(|open| self.look_up(open, text, within)) {
            Some(Ok((found, true))) => turns = found,
            Some(Ok((found, false))) => turns = self.verify(found, text)?,
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
