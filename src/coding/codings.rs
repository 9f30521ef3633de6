use crate::id::{CodeId, CoderId, CodingId, DocumentId, IdMap, Stamp};
use crate::text::{Points, Span};
use serde::{Deserialize, Serialize};

/// A stretch of a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Passage {
    /// The document.
    pub document: DocumentId,
    /// In bytes of its frozen text.
    pub span: Span,
}

/// One coder said: this passage is this code. Keeps its span, its quote and a hash of its context, so that a fault in any of them shows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Coding {
    /// Identity.
    pub id: CodingId,
    /// The document.
    pub document: DocumentId,
    /// The code.
    pub code: CodeId,
    /// Who said so.
    pub coder: CoderId,
    /// Where, in bytes of the frozen text.
    pub span: Span,
    /// Where, in code points.
    pub points: Points,
    /// The words.
    pub quote: Box<str>,
    /// [`super::context_hash`] at the time of coding.
    pub context: u64,
    /// Marked as telling: a quotation for the report.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub telling: bool,
    /// When.
    pub at: Stamp,
}

impl Coding {
    /// The passage.
    pub fn passage(&self) -> Passage {
        Passage { document: self.document, span: self.span }
    }
}

/// All codings, kept by document in reading order (start, then end, then id).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Codings {
    by_document: IdMap<DocumentId, Vec<Coding>>,
    document_of: IdMap<CodingId, DocumentId>,
}

impl Codings {
    /// Builds from any order.
    pub fn from_unsorted(codings: impl IntoIterator<Item = Coding>) -> Self {
        let codings = codings.into_iter();
        let mut all = Self::default();
        all.document_of.reserve(codings.size_hint().0);
        for coding in codings {
            all.document_of.insert(coding.id, coding.document);
            all.by_document.entry(coding.document).or_default().push(coding);
        }
        for list in all.by_document.values_mut() {
            if !list.is_sorted_by_key(place) {
                list.sort_unstable_by_key(place);
            }
        }
        all
    }

    /// Takes in codings of other documents.
    pub fn join(&mut self, other: Self) {
        self.by_document.extend(other.by_document);
        self.document_of.extend(other.document_of);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.document_of.len()
    }

    /// True without codings.
    pub fn is_empty(&self) -> bool {
        self.document_of.is_empty()
    }

    /// One coding.
    pub fn get(&self, id: CodingId) -> Option<&Coding> {
        self.of(*self.document_of.get(&id)?).iter().find(|c| c.id == id)
    }

    /// The codings of a document in reading order.
    pub fn of(&self, document: DocumentId) -> &[Coding] {
        self.by_document.get(&document).map_or(&[], Vec::as_slice)
    }

    /// All codings, document by document, in no particular order of documents.
    pub fn iter(&self) -> impl Iterator<Item = &Coding> {
        self.by_document.values().flatten()
    }

    /// The codings of a document that share at least one byte with a span, in reading order.
    pub fn on(&self, passage: Passage) -> impl Iterator<Item = &Coding> {
        let list = self.of(passage.document);
        let last = list.partition_point(|c| c.span.start < passage.span.end);
        list[..last].iter().filter(move |c| c.span.overlaps(passage.span))
    }

    /// Adds or replaces a coding.
    pub fn put(&mut self, coding: Coding) {
        self.remove(coding.id);
        self.document_of.insert(coding.id, coding.document);
        let list = self.by_document.entry(coding.document).or_default();
        let at = list.partition_point(|c| place(c) < place(&coding));
        list.insert(at, coding);
    }

    /// Adds many at once: sorts each touched document only once.
    pub fn extend(&mut self, codings: impl IntoIterator<Item = Coding>) {
        let mut touched: Vec<DocumentId> = Vec::new();
        for coding in codings {
            self.remove(coding.id);
            self.document_of.insert(coding.id, coding.document);
            if touched.last() != Some(&coding.document) {
                touched.push(coding.document);
            }
            self.by_document.entry(coding.document).or_default().push(coding);
        }
        touched.sort_unstable();
        touched.dedup();
        for document in touched {
            if let Some(list) = self.by_document.get_mut(&document) {
                list.sort_unstable_by_key(place);
            }
        }
    }

    /// Takes a coding out.
    pub fn remove(&mut self, id: CodingId) -> Option<Coding> {
        let document = self.document_of.remove(&id)?;
        let list = self.by_document.get_mut(&document)?;
        let at = list.iter().position(|c| c.id == id)?;
        let coding = list.remove(at);
        if list.is_empty() {
            self.by_document.remove(&document);
        }
        Some(coding)
    }
}

fn place(coding: &Coding) -> (u32, u32, CodingId) {
    (coding.span.start, coding.span.end, coding.id)
}
