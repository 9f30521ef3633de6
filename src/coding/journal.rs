use crate::id::{CodingId, DocumentId};
use crate::text::Span;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// How many places are kept: more than one step of a person alters; who looks after more than that looks at everything again.
const KEPT: usize = 512;

/// Where codings came or went lately, so that whoever has drawn something from them takes in what is new without looking at all of them.
#[derive(Debug, Default)]
pub struct Journal {
    /// The same as long as it is the same value that is altered.
    line: Arc<()>,
    /// How many places were ever noted.
    noted: u64,
    latest: VecDeque<(DocumentId, Span, CodingId)>,
}

/// A moment in the life of the codings.
#[derive(Clone, Debug)]
pub struct Moment {
    line: Arc<()>,
    noted: u64,
}

impl Clone for Journal {
    /// What is copied goes its own way: moments of the one say nothing of the other.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Journal {
    /// Notes that a coding came to a place, or left it.
    pub fn note(&mut self, document: DocumentId, span: Span, id: CodingId) {
        self.noted += 1;
        if self.latest.len() == KEPT {
            self.latest.pop_front();
        }
        self.latest.push_back((document, span, id));
    }

    /// Forgets everything: no earlier moment says anything any more.
    pub fn begin_anew(&mut self) {
        *self = Self::default();
    }

    /// Now.
    pub fn now(&self) -> Moment {
        Moment { line: self.line.clone(), noted: self.noted }
    }

    /// The documents in which codings came or went since a moment, each once; `None` when that is not known any more.
    pub fn altered_since(&self, moment: &Moment) -> Option<BTreeSet<DocumentId>> {
        Some(self.latest_since(moment)?.map(|(document, ..)| *document).collect())
    }

    fn latest_since(&self, moment: &Moment) -> Option<impl Iterator<Item = &(DocumentId, Span, CodingId)>> {
        let new = usize::try_from(self.noted.checked_sub(moment.noted)?).ok()?;
        let known = Arc::ptr_eq(&self.line, &moment.line) && new <= self.latest.len();
        known.then(|| self.latest.iter().skip(self.latest.len() - new))
    }

    /// The places in a document to which codings came, or which they left, since a moment; `None` when that is not known any more.
    pub fn since(&self, moment: &Moment, document: DocumentId) -> Option<Vec<(Span, CodingId)>> {
        Some(self.latest_since(moment)?.filter(|(d, ..)| *d == document).map(|(_, span, id)| (*span, *id)).collect())
    }
}
