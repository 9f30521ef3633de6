//! Passage × code × coder: what the whole program is about.

mod anchor;
mod briefs;
mod codings;
mod lanes;
mod meetings;

pub use anchor::{context_hash, verify};
pub use briefs::{Brief, Briefs, Sheet};
pub use codings::{Coding, Codings, Passage};
pub use lanes::{density, lanes};
pub use meetings::Meetings;
