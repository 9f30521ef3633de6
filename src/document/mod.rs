//! A document: one frozen text that was brought in, and the structure found in it.
//!
//! The text and the structure never change once a document is in the project; correcting the guess about its speakers makes a new [`Structure`] over the
//! same text, as a step that can be undone.

mod detect;
mod draft;
mod language;
mod spoken;
mod structure;

pub use detect::{Assembly, Heading, Pattern, Piece, detect, detect_with};
pub(crate) use detect::{clock, labels_of_cues};
pub use draft::{Draft, Speakers, Warning};
pub use language::language;
pub use structure::{Content, Question, Speaker, Structure, Turn, TurnKind};

use crate::id::DocumentId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the project knows of a document without opening its text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Document {
    /// Identity.
    pub id: DocumentId,
    /// Unique name within the project: the file's name without its extension, made unique where needed.
    pub name: String,
    /// Short name of the format it came in as: `txt`, `md`, `docx`, `srt`, `vtt`, `csv`.
    pub format: String,
    /// Language as an ISO 639-1 code (`en`, `es`), or `und` when undetermined.
    pub language: String,
    /// SHA-256 of the original bytes, lower-case hexadecimal.
    pub sha256: String,
    /// SHA-256 of the frozen text in UTF-8: under this key the store keeps it.
    pub text: String,
    /// SHA-256 of the structure's JSON: under this key the store keeps it.
    pub structure: String,
    /// Length of the frozen text in Unicode code points.
    pub characters: u32,
    /// Words in the turns (speaker labels, time stamps and headings left out), as [`crate::text::words`] divides them.
    pub words: u32,
    /// Number of turns (paragraphs in a document without speakers).
    pub turns: u32,
    /// The speakers' names in order of appearance.
    pub speakers: Vec<String>,
    /// What the file said about itself: YAML front matter, document properties.
    #[serde(default)]
    pub properties: BTreeMap<String, String>,
    /// What was odd about the file when it was brought in.
    #[serde(default)]
    pub warnings: Vec<String>,
}
