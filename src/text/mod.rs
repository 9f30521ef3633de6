//! Text as everything else sees it: frozen strings, spans on them, and the pieces they fall into.
//!
//! Inside the program a place is a [`Span`] of bytes. Everything that leaves the program (JSON, CSV, SQL, files) counts Unicode
//! code points ([`Points`]), as REFI-QDA does; [`Text`] is the one place where the two are converted.

mod carry;
mod cut;
mod normalise;
mod segment;
mod span;

pub use carry::{Carried, Carry};
pub use cut::{Cutter, cut_words};
pub use normalise::{normalise, normalise_line, printable};
pub use segment::{fold, graphemes, is_cjk, sentences, snap_to_words, word_count, words};
pub use span::{Points, Span, Text, joined};
