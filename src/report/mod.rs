//! Tables, texts and pictures for people and for other programs.
//!
//! ```text
//! text       a matrix on a terminal
//! listing    any list of rows as aligned columns, for the commands that list; wrapped text
//! width      dividing a terminal's width among columns
//! csv, xlsx, markdown, json, docx, html, tex     a format each
//! paper      headings, paragraphs, quotes and tables in order, before they are any format
//! frame      a matrix as lines of cells with spans
//! picture    heat maps, bars, curves and timelines as SVG
//! study      the report of a whole study; quotes; vignettes
//! audience   what may be read by whom: withholding, and the search of finished files for names
//! ```
//!
//! Everything here is computed from the table alone and always gives the same bytes for it.

pub mod audience;
mod csv;
mod docx;
mod frame;
mod html;
mod json;
pub mod listing;
mod markdown;
mod markup;
pub mod paper;
pub mod picture;
mod records;
pub mod study;
#[cfg(test)]
mod tests;
mod tex;
mod text;
mod width;
mod xlsx;

pub use listing::{Align, listing, wrapped as wrap};
pub use records::{Field, records};
pub use text::text;

use crate::fault::{Fault, Outcome};
use crate::matrix::Table;
use paper::{Behind, Paper, PaperFormat};

/// A file format of matrices.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Comma-separated, one line a row; a column for the group where there are groups.
    Csv,
    /// Comma-separated, one line a cell: row, group, column, measure, value, state, evidence.
    Tidy,
    /// A spreadsheet with the evidence linked from the cells.
    Xlsx,
    /// A Markdown table (GitHub's form).
    Markdown,
    /// JSON with the evidence of every cell.
    Json,
    /// A table of Word.
    Docx,
    /// One page of HTML: a click on a cell shows its quotes.
    Html,
    /// A table of LaTeX.
    Tex,
}

impl Format {
    /// The format that a file's extension asks for, without its dot and in any case.
    ///
    /// Errors (kind *asked*): an extension that none has.
    pub fn of_extension(extension: &str) -> Outcome<Self> {
        match extension.trim_start_matches('.').to_lowercase().as_str() {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            "md" | "markdown" => Ok(Self::Markdown),
            "json" => Ok(Self::Json),
            "docx" => Ok(Self::Docx),
            "html" | "htm" => Ok(Self::Html),
            "tex" => Ok(Self::Tex),
            other @ ("svg" | "png") => Err(Fault::asked(format!("a matrix cannot be written as “.{other}”"))
                .hint("`casebook picture heat MATRIX --out FILE` draws its numbers, `picture scatter` two of them")),
            other => Err(Fault::asked(format!("a matrix cannot be written as “.{other}”"))
                .hint("write it as .csv, .xlsx, .docx, .html, .md, .tex or .json")),
        }
    }
}

/// Writes a matrix as a file. For the formats that show what is behind the cells (all but wide CSV and Markdown) it must have been made by
/// [`crate::matrix::compute`]; for the others [`crate::matrix::outline`] is enough.
///
/// Errors (kind *asked*): a table that is too large for a spreadsheet.
pub fn write(table: &Table, format: Format) -> Outcome<Vec<u8>> {
    match format {
        Format::Csv => csv::wide(table),
        Format::Tidy => csv::tidy(table),
        Format::Xlsx => xlsx::write(table),
        Format::Markdown => Ok(markdown::write(table).into_bytes()),
        Format::Json => json::write(table),
        Format::Docx => alone(table, PaperFormat::Docx),
        Format::Html => alone(table, PaperFormat::Html),
        Format::Tex => alone(table, PaperFormat::Tex),
    }
}

fn alone(table: &Table, format: PaperFormat) -> Outcome<Vec<u8>> {
    Paper::of_table(table.clone(), Behind::Nothing).write(format)
}

/// Heading of totals.
const TOTAL: &str = "Total";
