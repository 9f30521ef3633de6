use super::{CodeRow, CodingRow, CsvCases};
use crate::coding::Passage;
use crate::document::Draft;
use crate::id::Stamp;
use crate::memo::Verdict;
use crate::project::SavedKind;
use crate::text::Points;
use std::sync::Arc;

/// A whole study as files have it: everything is called by its name, since identities are given only when it comes into a project.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct StudyRows {
    /// Title; empty when the files give none.
    pub title: String,
    /// Coders in order, also those without codings.
    pub coders: Vec<String>,
    /// Documents in order.
    pub documents: Vec<DocumentRow>,
    /// The codebook in reading order.
    pub codes: Vec<CodeRow>,
    /// Attributes and cases.
    pub cases: CsvCases,
    /// Links between documents and cases.
    pub links: Vec<LinkRow>,
    /// Codings.
    pub codings: Vec<CodingRow>,
    /// Memos.
    pub memos: Vec<MemoRow>,
    /// Phrases of matrix cells.
    pub essences: Vec<EssenceRow>,
    /// Saved matrices.
    pub matrices: Vec<MatrixRow>,
    /// Vignette templates: name and text.
    pub templates: Vec<(String, String)>,
    /// Write-ups.
    pub vignettes: Vec<VignetteRow>,
    /// Named texts.
    pub saved: Vec<SavedRow>,
}

/// A document of a study.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentRow {
    /// What the file was read as; its name is the one by which the rest of the study calls it.
    pub draft: Draft,
    /// The original bytes.
    pub original: Arc<[u8]>,
    /// Cases it belongs to, by name; made when they are not there.
    pub cases: Vec<String>,
}

/// A link between a document, or a part of it, and a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkRow {
    /// Name of the document.
    pub document: String,
    /// Name of the case; made when it is not there.
    pub case: String,
    /// Which part.
    pub part: PartRow,
}

/// A part of a document, in code points.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PartRow {
    /// All of it.
    Whole,
    /// The turns of this speaker.
    Speaker(String),
    /// This passage.
    Passage(Points),
}

/// What something stands for, by name: a row or column of a cell, or what a memo is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Named {
    /// The study.
    Project,
    /// A case.
    Case(String),
    /// A document.
    Document(String),
    /// A code, by path.
    Code(String),
    /// The cases with a value of an attribute.
    Value(String, String),
    /// A query in its canonical text.
    Query(String),
    /// A passage.
    Passage(PassageRow),
}

/// A passage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PassageRow {
    /// In a document of the study, by name, in code points.
    Of(String, Points),
    /// In a document that has been removed since. A phrase that rests on it stays stale; the place is in bytes, as the text is gone.
    Gone(Passage),
}

/// A memo of a study.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemoRow {
    /// What it is about.
    pub about: Named,
    /// Markdown.
    pub text: String,
    /// Who; the one who brings it in when empty.
    pub coder: String,
    /// When; now when `None`.
    pub at: Option<Stamp>,
}

/// The phrase of a matrix cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EssenceRow {
    /// The cell's row.
    pub row: Named,
    /// The cell's column.
    pub column: Named,
    /// What was said.
    pub verdict: Verdict,
    /// Its support.
    pub evidence: Vec<PassageRow>,
    /// Everything that was in the cell at the time.
    pub basis: Vec<PassageRow>,
    /// Who; the one who brings it in when empty.
    pub coder: String,
    /// When; now when `None`.
    pub at: Option<Stamp>,
}

/// A saved matrix.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatrixRow {
    /// Name.
    pub name: String,
    /// Specification as TOML.
    pub spec: String,
    /// When it was last saved; now when `None`.
    pub at: Option<Stamp>,
}

/// A write-up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VignetteRow {
    /// Name of the case.
    pub case: String,
    /// Name of the template.
    pub template: String,
    /// Markdown.
    pub text: String,
    /// Who; the one who brings it in when empty.
    pub coder: String,
    /// When; now when `None`.
    pub at: Option<Stamp>,
}

/// A named text kept with the study.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SavedRow {
    /// What it is.
    pub kind: SavedKind,
    /// Name.
    pub name: String,
    /// The text.
    pub text: String,
    /// When it was last saved; now when `None`.
    pub at: Option<Stamp>,
}
