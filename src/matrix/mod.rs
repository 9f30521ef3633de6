//! The cross-case engine: **a matrix is two lists and a measure.**
//!
//! A [`Spec`] says what the rows and columns are and what their cells show. A cell's evidence is what lies in its row *and* in its column; everything that the
//! cell shows is computed from, or written about, exactly that evidence, and can be opened down to it. Case tables, case × code tables, question × respondent
//! grids, crosstabs, co-occurrence tables and comparisons of constructs are all the same thing with other lists.
//!
//! | in the row | in the column | evidence of the cell |
//! |---|---|---|
//! | a case, document, value, speaker, question | a code | codings of the code, or of one under it, that share text with the row's part of the documents |
//! | the same | a query | its passages that share text with the row's part |
//! | the same | the same | the turns that lie in both, as far as they do |
//! | a code | a code | codings that belong to both; of two others, the text that they share |
//! | a coder | a code | the coder's codings of the code |
//! | a query | a code or query | the text that they share |
//!
//! and the same with rows and columns exchanged.
//!
//! ```text
//! spec/        the specification: reading and writing TOML
//! expression/  rules of groups and derived columns
//! ground       documents and codings, numbered; spans
//! line, axes   what a row or column holds; lists of them
//! cross        all cells at once: which passages are in which
//! cell, open   what a cell shows; its evidence with words, places, codes and coders
//! related      measures that need more than the cell's evidence: margins (percent), members (the case as unit), pairs (co-occurrence), likeness (of two
//!              cases), concord (of coders), testing (of rows), curves (saturation)
//! figures/     the formulas themselves, over plain numbers
//! grouping     groups of cases; transpose: rows and columns exchanged
//! compute      putting it together: filter, groups, sorting, totals, notes
//! target       one cell by name, for writing phrases and reading evidence
//! tally        how many codings are in each cell, without listing them; window: the numbers alone, or the part of a table that a screen shows; bits: sets of
//!              cases; usage: in how many cases each code is used
//! derive       attributes of cases that follow from the coding
//! frequency    how often each value stands in a column
//! ```

mod axes;
mod bits;
mod cell;
mod columns;
mod compute;
mod concord;
mod cross;
mod curves;
mod derive;
mod expression;
pub mod figures;
mod filter;
mod frequency;
mod ground;
mod grouping;
mod kept;
mod likeness;
mod line;
mod margins;
mod measure;
mod members;
mod notes;
mod often;
mod open;
mod pairs;
mod property;
mod related;
mod said;
mod sheets;
mod sorting;
mod spec;
mod table;
mod tally;
mod target;
mod testing;
#[cfg(test)]
mod tests;
mod totals;
mod transpose;
mod usage;
mod window;

pub use compute::{compute, outline};
pub use derive::{derive, derive_one};
pub use frequency::{Bin, Frequency, frequencies};
pub use kept::Kept;
pub use measure::Measure;
pub use open::Entry;
pub use spec::{
    CellStyle, Coefficient, Column, Curve, Grain, GroupSpec, Listing, RowSource, RowSpec, Rows, SortKey, Source, Spec,
    Test, Totals as TotalsSpec,
};
pub use table::{Band, Cell, Evidence, Group, Heading, Row, State, Table, Totals};
pub use target::{Found, Listed, axis_of, find_cell, list_cell, target};
pub use usage::cases_of_codes;
pub use window::{Counts, Sight, Window, counts, sight, window};
