//! Passage × code × coder: what the whole program is about.

mod anchor;
mod briefs;
mod codings;
mod journal;
mod kept;
mod lanes;
mod meetings;
mod reach;

pub use anchor::{context_hash, verify};
pub use briefs::{Brief, Briefs, Sheet};
pub use codings::{Coding, Codings, Passage};
pub use journal::Moment;
pub use lanes::{density, lanes, lanes_around};
pub use meetings::Meetings;
pub use reach::Reach;
