//! What a conjunction can concern, as far as one sees without opening a text: codes and cases are in memory.

use super::Among;
use super::conjunction::Conjunction;
use crate::document::Document;
use crate::id::DocumentId;
use crate::project::Project;
use rayon::prelude::*;

impl Conjunction {
    /// Whether a document can hold a result.
    pub fn may_hold(&self, document: &Document, project: &Project) -> bool {
        self.may_be_coded(document, project) && self.places.iter().all(|place| place.may_hold(document))
    }

    fn may_be_coded(&self, document: &Document, project: &Project) -> bool {
        self.passages.iter().all(|source| source.may_hold(document.id, &self.filter, project))
    }

    /// The documents that can hold a result.
    pub fn documents<'p>(&self, project: &'p Project) -> Vec<&'p Document> {
        self.in_places(project, &|document| self.may_hold(document, project))
    }

    /// The documents that the narrowest of the places names, in no order.
    fn named(&self) -> Option<Vec<DocumentId>> {
        self.places.iter().filter_map(|place| place.names()).min_by_key(Vec::len)
    }

    /// The documents for which a test holds; no others are asked about than those that a place names.
    fn in_places<'p>(&self, project: &'p Project, test: &dyn Fn(&Document) -> bool) -> Vec<&'p Document> {
        let test = |document: &&Document| test(document);
        match self.named() {
            Some(ids) => ids.into_iter().filter_map(|id| project.documents.get(&id)).filter(test).collect(),
            None => project.documents.values().filter(test).collect(),
        }
    }

    /// The turns in which words count for passages, turns and sentences: those of documents that can hold a result, and of these the ones that touch a passage
    /// asked for. `None` where these are all.
    pub fn among(&self, project: &Project) -> Option<Among> {
        if self.passages.is_empty() {
            return self.among_places(project);
        }
        let mut among = Among::default();
        let Some(known) = self.passages.iter().find(|source| !source.needs_turns()) else {
            self.documents(project).into_iter().for_each(|document| among.put(document.id));
            return Some(among);
        };
        // Most documents fall out for want of a passage: that is asked first.
        let ids = self.named().unwrap_or_else(|| project.documents.keys().copied().collect());
        let (filter, codings) = (&self.filter, &project.codings);
        let passages = |id: DocumentId| (id, known.spans(id, filter, &[], codings));
        let some = ids.into_par_iter().with_min_len(256).map(passages).filter(|(_, spans)| !spans.is_empty());
        for (id, spans) in some.collect::<Vec<_>>() {
            if project.documents.get(&id).is_some_and(|document| self.may_hold(document, project)) {
                among.put_touching(id, spans);
            }
        }
        Some(among)
    }

    /// The same for documents and cases as wholes: words and passages need not stand in the same of their turns, and those of a case not in the same document.
    pub fn among_places(&self, project: &Project) -> Option<Among> {
        if self.places.is_empty() {
            return None;
        }
        let mut among = Among::default();
        let may_hold = |document: &Document| self.places.iter().all(|place| place.may_hold(document));
        self.in_places(project, &may_hold).into_iter().for_each(|document| among.put(document.id));
        Some(among)
    }
}
