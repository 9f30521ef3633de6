//! The one place where a finished file for others is written.

use super::Io;
use crate::fault::{Fault, Outcome};
use crate::report::audience::Clearing;
use crate::session::Session;
use std::path::Path;

/// Writes a file that is to be handed on: whole or not at all, readable by its owner only until they give it away. For publication it is searched for withheld
/// names first, and the manifest beside it is told of.
///
/// Errors: see [`Session::write_for`].
pub(super) fn write(session: &Session, clearing: &Clearing, file: &Path, bytes: &[u8], io: &Io) -> Outcome<()> {
    if io.withheld.is_some() && !clearing.is_public() {
        return Err(Fault::bug("a file for the team in a run for publication"));
    }
    if let Some(manifest) = session.write_for(clearing, file, bytes)? {
        io.note(&format!("{} says what was withheld and why", manifest.display()));
    }
    super::audience::summary(clearing, io);
    Ok(())
}
