//! Passage × code × coder: what the whole program is about.

mod anchor;
mod briefs;
mod codings;
mod lanes;

pub use anchor::{context_hash, verify};
pub use briefs::{Brief, Briefs};
pub use codings::{Coding, Codings, Passage};
pub use lanes::{density, lanes};
