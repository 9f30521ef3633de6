use crate::id::{CaseId, DocumentId, LinkId};
use crate::text::{Points, Span};
use serde::{Deserialize, Serialize};

/// Says that a document, or a part of one, belongs to a case. A case can have several documents, a document several cases.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Link {
    /// Identity.
    pub id: LinkId,
    /// The case.
    pub case: CaseId,
    /// The document.
    pub document: DocumentId,
    /// Which part of it.
    pub part: Part,
}

/// A part of a document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// All of it.
    Whole,
    /// The turns of one speaker, by name.
    Speaker(String),
    /// One passage.
    Passage {
        /// In bytes of the frozen text.
        span: Span,
        /// In code points.
        points: Points,
    },
}
