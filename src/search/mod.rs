//! Where words stand, quickly: an index beside the project, derived from it and never needed.
//!
//! The index ([tantivy](https://docs.rs/tantivy)) has one entry a turn, holding keys and positions and no text. It knows exactly which state of which documents it holds;
//! whatever it does not hold is scanned, so the answer is right whether the index is missing, old, damaged, locked by another process or on a read-only disk.
//! The plain [`Scan`] gives the same answers without any index.

mod answer;
mod build;
mod cursor;
mod docs;
mod glimpse;
mod index;
mod look_up;
mod manifest;
mod only;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod pages;
mod schema;
mod seal;
mod segment;
#[cfg(test)]
mod tests;
mod weigh;

pub use crate::query::Scan;
pub use answer::Indexed;
pub use glimpse::{Glimpse, Seen};
pub use index::{Index, bare_index};
