//! Words by the numbers: how often, how evenly spread, which tell two groups apart, which keep company.
//!
//! | number | definition | source |
//! |---|---|---|
//! | dispersion DP | half the sum over the parts of \|share of the text − share of the word\|: 0 as even as the parts are large, towards 1 all in one part | Gries 2008, International Journal of Corpus Linguistics 13(4) |
//! | DPnorm | DP ÷ (1 − the smallest share of the text), so that 1 can be reached | Lijffijt & Gries 2012, ibid. 17(1) |
//! | keyness G² | 2 (a ln(a ÷ E₁) + b ln(b ÷ E₂)), E the counts expected if both groups used the word alike | Dunning 1993, Computational Linguistics 19(1); Rayson & Garside 2000 |
//! | log ratio | log₂ of the ratio of the two relative frequencies; a count of 0 is taken as ½, and the ratio as 0 where that would turn it round | Hardie 2014 |
//! | p, Holm | of χ² with one degree of freedom; adjusted for all words that were compared | Holm 1979, Scandinavian Journal of Statistics 6(2) |
//! | logDice | 14 + log₂(2 f(x, y) ÷ (f(x) + f(y))): 14 when the two always stand together, one less for half as often | Rychlý 2008, RASLAN |
//!
//! A *word* here is what a dictionary or UAX 29 takes for one ([`crate::text::words`]), with case and accents folded; with stems, all forms of one stem in the document's
//! language. It is shown in the form that occurs most. Only the words of turns count, not the labels of speakers.

mod chance;
mod collocates;
mod dispersion;
mod keyness;
mod lists;
mod parts;
mod stops;
mod tally;
#[cfg(test)]
mod tests;
mod tokens;

pub use collocates::{Collocate, Collocates, collocates};
pub use dispersion::{Dispersion, dispersion};
pub use keyness::{Keyword, Keywords, keywords};
pub use parts::{By, Parts, parts, rest};
pub use stops::Stops;
pub use tally::{Counted, Tally, tally};
pub(super) use tokens::Tokens;
