use crate::coding::Passage;
use crate::id::{AttributeId, CaseId, CodeId, CoderId, DocumentId, EssenceId, Stamp};
use serde::{Deserialize, Serialize};

/// What a row or a column of a cell stands for, independent of any one matrix: two matrices that ask the same thing share the phrase.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Axis {
    /// A case.
    Case(CaseId),
    /// A document.
    Document(DocumentId),
    /// A code with its sub-codes.
    Code(CodeId),
    /// The cases that have a value of an attribute.
    Value(AttributeId, String),
    /// The passages of a query, in its canonical text.
    Query(String),
}

/// The phrase an analyst wrote for a cell, tied to the passages it rests on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Essence {
    /// Identity.
    pub id: EssenceId,
    /// The cell's row.
    pub row: Axis,
    /// The cell's column.
    pub column: Axis,
    /// What was said.
    pub verdict: Verdict,
    /// The passages chosen as its support; sorted.
    pub evidence: Vec<Passage>,
    /// Everything that was in the cell when it was written; sorted. The phrase is *stale* when the cell holds anything else now.
    pub basis: Vec<Passage>,
    /// Who wrote it.
    pub coder: CoderId,
    /// When.
    pub at: Stamp,
}

/// What an analyst said of a cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The phrase.
    Phrase(String),
    /// The cell does not apply, and why.
    NotApplicable(String),
}
