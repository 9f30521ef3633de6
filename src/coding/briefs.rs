use super::Coding;
use crate::id::{CodeId, DocumentId, IdMap};
use std::sync::Arc;

/// What counting needs of a coding, in twelve bytes: a pass over a million of them stays within the processor's reach, where a pass over the codings themselves
/// would fetch every quote's surroundings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Brief {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Number of the code ([`Briefs::codes`]).
    pub code: u32,
}

/// All codings in brief, document by document in the order of [`super::Codings::of`].
#[derive(Clone, Debug, Default)]
pub struct Briefs {
    codes: Vec<CodeId>,
    numbers: IdMap<CodeId, u32>,
    by_document: IdMap<DocumentId, Arc<[Brief]>>,
}

impl Briefs {
    /// The codes that were ever seen, by their number.
    pub fn codes(&self) -> &[CodeId] {
        &self.codes
    }

    /// The codings of a document in reading order.
    pub fn of(&self, document: DocumentId) -> &[Brief] {
        self.by_document.get(&document).map_or(&[], |list| list)
    }

    /// Takes in all codings of a document anew; none means that it has none any more.
    pub(super) fn renew(&mut self, document: DocumentId, codings: &[Coding]) {
        if codings.is_empty() {
            self.by_document.remove(&document);
            return;
        }
        let brief = |coding: &Coding| {
            let next = self.codes.len() as u32;
            let code = *self.numbers.entry(coding.code).or_insert_with(|| {
                self.codes.push(coding.code);
                next
            });
            Brief { start: coding.span.start, end: coding.span.end, code }
        };
        let list: Vec<Brief> = codings.iter().map(brief).collect();
        self.by_document.insert(document, list.into());
    }
}
