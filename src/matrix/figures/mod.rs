//! The statistics of cross-case tables as plain functions over numbers: no project, no text.
//!
//! ```text
//! special        ln Γ, the tail of χ²
//! contingency    tables of counts of cases: expected, residuals, χ², Yates, G, Fisher, Cramér's V
//! adjust         many p-values: Holm, Benjamini & Hochberg
//! cooccurrence   the five counts that are all called co-occurrence, each under its own name, and indices of them
//! similarity     of two cases by the codes that they have
//! saturation     new codes by interview: Guest et al., expected accumulation, Chao2
//! summary        of numbers: mean, median, extent, deviation; rank correlation
//! ```
//!
//! What cannot be had is `None`; the caller says why.

mod adjust;
mod contingency;
mod cooccurrence;
mod saturation;
mod similarity;
mod special;
mod summary;
#[cfg(test)]
mod tests;

pub use adjust::{benjamini_hochberg, holm};
pub use contingency::Contingency;
pub use cooccurrence::{Pairing, Place, coefficient};
pub use saturation::{Run, accumulation, chao2, new_codes, runs, saturated};
pub use similarity::{Frequencies, Presence};
pub use special::{chi_squared_tail, ln_gamma};
pub use summary::{Summary, spearman};
