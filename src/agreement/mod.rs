//! Agreement between coders.
//!
//! Two questions are kept apart. **How often do codings meet** ([`overlap`]) needs no model of chance. **How far is agreement above chance** is what the
//! coefficients say; each is a function over [`Ratings`], so that the same formulas serve characters of a transcript, whole documents and the published
//! examples that test them.
//!
//! ```text
//! ratings    units × coders × categories; weights between categories; why a coefficient is undefined
//! chance     percent agreement, S, Fleiss' κ (Scott's π), Gwet's AC1 and AC2, their standard errors
//! cohen      Cohen's κ and its standard error, Conger's and Light's for several coders
//! alpha      Krippendorff's α with four metrics
//! unitize    Krippendorff's α for unitizing: where something begins and ends, and what it is
//! sweep      from codings to ratings: the characters of documents, by one sweep over the ends of the passages
//! ```
//!
//! **A coefficient that cannot be had is undefined, with the reason; it is never 0 or 1 instead.** Where everybody always gave the same category there is
//! nothing to agree about, and where no unit was judged by two coders there is nobody to agree with.

mod alpha;
mod chance;
mod cohen;
mod ratings;
mod sweep;
#[cfg(test)]
mod tests;
mod unitize;

pub use alpha::{Metric, alpha};
pub use chance::{ac, ac_error, fleiss, fleiss_error, fleiss_of, percent, s, s_error, unanimous};
pub use cohen::{cohen, cohen_error, conger, light};
pub use ratings::{Ratings, Undefined, Unit, Weights};
pub use sweep::{Coded, continuum, overlap_of, sweep};
pub use unitize::{Continuum, Unitized};

use crate::coding::Coding;
use crate::text::Span;

/// How much of the text that either of two coders gave a code was given it by both, in code points.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Overlap {
    /// Code points that both coded.
    pub both: u64,
    /// Code points that at least one coded.
    pub either: u64,
}

/// Compares the codings of one code by two coders in one document.
pub fn overlap<'a>(one: impl Iterator<Item = &'a Coding>, two: impl Iterator<Item = &'a Coding>) -> Overlap {
    let spans = |codings: &mut dyn Iterator<Item = &'a Coding>| {
        codings.map(|c| Span { start: c.points.start, end: c.points.end }).collect::<Vec<_>>()
    };
    let (mut one, mut two) = (one, two);
    overlap_of(spans(&mut one), spans(&mut two))
}
