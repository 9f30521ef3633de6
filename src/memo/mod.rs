//! What analysts write: memos, the phrases in matrix cells (essences), vignettes and their templates.

mod essence;
mod reading;
mod vignette;

pub use essence::{Axis, Essence, Verdict};
pub use reading::KINDS;
pub use vignette::{Section, Template, Vignette, sections};

use crate::coding::Passage;
use crate::id::{CaseId, CodeId, CoderId, DocumentId, MemoId, Stamp};
use serde::{Deserialize, Serialize};

/// A note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Memo {
    /// Identity.
    pub id: MemoId,
    /// What it is about.
    pub about: About,
    /// Markdown.
    pub text: String,
    /// Who wrote it.
    pub coder: CoderId,
    /// When it was last written.
    pub at: Stamp,
}

/// What a memo is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// The study as a whole.
    Project,
    /// A document.
    Document(DocumentId),
    /// A code.
    Code(CodeId),
    /// A case.
    Case(CaseId),
    /// A passage.
    Passage(Passage),
}
