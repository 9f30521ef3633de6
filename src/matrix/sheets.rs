//! The codings of all documents in brief, by the number of the document: as they are looked up, or as they are kept while nothing but codings is altered.

use super::ground::Ground;
use crate::coding::{Moment, Sheet};
use crate::id::DocumentId;
use rayon::prelude::*;
use std::sync::Arc;

/// The codings of each document in brief, by its number.
pub(super) enum Sheets<'a> {
    /// As they were looked up.
    Looked(Vec<Option<&'a Sheet>>),
    /// As they are kept from one filling of a table to the next.
    Kept(Arc<Followed>),
}

impl Sheets<'_> {
    /// Those of a document; none when nothing is coded in it.
    pub(super) fn at(&self, document: usize) -> Option<&Sheet> {
        match self {
            Self::Looked(all) => all[document],
            Self::Kept(kept) => kept.sheets[document].as_ref(),
        }
    }

    /// How many documents there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Looked(all) => all.len(),
            Self::Kept(kept) => kept.sheets.len(),
        }
    }

    /// Those of all documents.
    pub(super) fn all(&self) -> impl Iterator<Item = Option<&Sheet>> {
        (0..self.len()).map(|document| self.at(document))
    }

    /// The documents in which any of some codes occurs, in order, where that is known.
    pub(super) fn with(&self, codes: &[u32]) -> Option<Vec<u32>> {
        let Self::Kept(kept) = self else { return None };
        let mut all: Vec<u32> =
            codes.iter().filter_map(|code| kept.by_code.get(*code as usize)).flatten().copied().collect();
        if codes.len() > 1 {
            all.sort_unstable();
            all.dedup();
        }
        Some(all)
    }
}

/// The sheets of some documents, and in which of them each code occurs.
type Piece = (Vec<Option<Sheet>>, Vec<Vec<u32>>);

/// Sheets that follow what is coded.
#[derive(Clone)]
pub(super) struct Followed {
    moment: Moment,
    sheets: Vec<Option<Sheet>>,
    /// The documents in which each code occurs, by the code's number among the briefs; in order.
    by_code: Vec<Vec<u32>>,
}

impl Followed {
    pub(super) fn new(ground: &Ground<'_>) -> Self {
        let codings = &ground.world.project.codings;
        let briefs = codings.briefs();
        let share = ground.ids.len().div_ceil(rayon::current_num_threads()).max(1);
        let piece = |(n, ids): (usize, &[DocumentId])| {
            let mut by_code = vec![Vec::new(); briefs.codes().len()];
            let sheets: Vec<Option<Sheet>> = ids.iter().map(|id| briefs.sheet(*id).cloned()).collect();
            for (document, sheet) in (n * share..).zip(&sheets) {
                sheet.iter().flat_map(Sheet::tally).for_each(|(code, _)| by_code[*code as usize].push(document as u32));
            }
            (sheets, by_code)
        };
        let pieces: Vec<Piece> = ground.ids.par_chunks(share).enumerate().map(piece).collect();
        let mut followed = Self {
            moment: codings.now(),
            sheets: Vec::with_capacity(ground.ids.len()),
            by_code: vec![Vec::new(); briefs.codes().len()],
        };
        for (sheets, by_code) in pieces {
            followed.sheets.extend(sheets);
            followed.by_code.iter_mut().zip(by_code).for_each(|(all, more)| all.extend(more));
        }
        followed
    }

    /// The documents in which something came or went since; `None` when that is not known.
    pub(super) fn behind(&self, ground: &Ground<'_>) -> Option<Vec<DocumentId>> {
        Some(ground.world.project.codings.altered_since(&self.moment)?.into_iter().collect())
    }

    /// Takes in what is in these documents now.
    pub(super) fn follow(&mut self, ground: &Ground<'_>, altered: &[DocumentId]) {
        let codings = &ground.world.project.codings;
        for id in altered {
            if let Ok(document) = ground.ids.binary_search(id) {
                self.put(document, codings.briefs().sheet(*id).cloned());
            }
        }
        self.moment = codings.now();
    }

    fn put(&mut self, document: usize, sheet: Option<Sheet>) {
        let number = document as u32;
        let before = std::mem::replace(&mut self.sheets[document], sheet);
        for (code, _) in before.iter().flat_map(Sheet::tally) {
            let list = &mut self.by_code[*code as usize];
            if let Ok(at) = list.binary_search(&number) {
                list.remove(at);
            }
        }
        for (code, _) in self.sheets[document].iter().flat_map(Sheet::tally) {
            let code = *code as usize;
            if self.by_code.len() <= code {
                self.by_code.resize(code + 1, Vec::new());
            }
            let list = &mut self.by_code[code];
            // Most come in order.
            match list.last() {
                Some(last) if *last >= number => {
                    if let Err(at) = list.binary_search(&number) {
                        list.insert(at, number);
                    }
                }
                _ => list.push(number),
            }
        }
    }
}
