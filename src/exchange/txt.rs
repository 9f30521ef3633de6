//! Plain text.

use super::{Parts, Source};
use crate::document::Draft;
use crate::fault::Outcome;

/// Reads plain text: decoded, normalised, otherwise as it is.
pub(super) fn read(source: &Source) -> Outcome<Draft> {
    let (text, warnings) = source.text()?;
    source.detected("txt", text, Parts { warnings, ..Parts::default() }, &[])
}
