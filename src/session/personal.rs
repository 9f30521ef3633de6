//! What one person was doing in a project, so that tomorrow begins where today ended: no part of the project, and nobody else's business.

use crate::fault::Outcome;
use crate::id::{CodeId, DocumentId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Where one was in a project, and which codes have a number.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Personal {
    /// Where each document was left.
    pub places: BTreeMap<DocumentId, LeftAt>,
    /// The codes with the numbers 1 to 9, in that order; `None` where a number is free.
    pub numbers: Vec<Option<CodeId>>,
    /// Whether only one's own codings are shown.
    pub mine: bool,
    /// Whether the margin shows how many codings there are in place of stripes.
    pub density: bool,
    /// Codes of the codebook whose sub-codes are not shown.
    pub folded: Vec<CodeId>,
}

/// Where a document was left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LeftAt {
    /// The passage that was held, in code points.
    pub start: u32,
    /// One past its last code point.
    pub end: u32,
    /// The turn at the top of the screen, counted from 0.
    pub top: usize,
}

/// The file for a project: `places/ID.json` beside the settings.
///
/// Errors: there is no home folder.
pub fn personal_file(project: Uuid) -> Outcome<PathBuf> {
    Ok(super::config_folder()?.join("places").join(format!("{project}.json")))
}

impl Personal {
    /// Reads it; what is missing or damaged is as if nothing had been kept, since nothing in it cannot be done again.
    pub fn load(file: &Path) -> Self {
        let text = std::fs::read(file).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Writes it, readable by its owner only: it tells which documents somebody works on.
    ///
    /// Errors: the disk refuses.
    pub fn save(&self, file: &Path) -> Outcome<()> {
        if let Some(folder) = file.parent() {
            // Whether this worked is seen when the file is written.
            let _ = std::fs::create_dir_all(folder);
        }
        super::write_private(file, serde_json::to_string(self).unwrap_or_default().as_bytes())
    }
}
