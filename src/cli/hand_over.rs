//! The one place where a finished file for others is written.

use crate::fault::Outcome;
use std::path::Path;

/// Writes a file that is to be handed on: whole or not at all, readable by its owner only until they give it away.
pub(super) fn write(file: &Path, bytes: &[u8]) -> Outcome<()> {
    crate::session::write_private(file, bytes)
}
