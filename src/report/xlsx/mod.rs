//! A spreadsheet of two sheets: the matrix as it would stand in a paper, and the evidence behind its cells.

mod evidence;
mod layout;
mod list;
mod matrix;
#[cfg(test)]
mod tests;

use crate::fault::{Fault, Outcome};
use crate::matrix::Table;
use crate::report::listing::wrapped;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// What one cell of a spreadsheet holds at most, in UTF-16 code units; Excel's own limit is 32,767.
const ROOM: usize = 32_000;

/// Rows of a sheet at most; Excel's own limit is 1,048,576.
const ROWS: u32 = 1_000_000;

/// Links of a sheet at most; Excel's own limit is 65,530.
const LINKS: usize = 65_000;

const MATRIX: &str = "Matrix";
const EVIDENCE: &str = "Evidence";

/// Writes the workbook. Groups are shaded in greys on which black text can be read; headings and labels stay in view; cells lead to their first passage on the
/// *Evidence* sheet and its rows lead back. No text is cut: what is longer than a cell of a spreadsheet can be goes on in rows of the *Evidence* sheet, and
/// the cell says so. Texts that look like formulas are texts. The date of creation is fixed, so that the same table gives the same bytes.
///
/// Errors (kind *asked*): more columns than a spreadsheet has.
pub(super) fn write(table: &Table) -> Outcome<Vec<u8>> {
    build(table).map_err(|e| fault(e, "matrix"))
}

/// Writes a plain list as a workbook of one sheet of this name.
///
/// Errors (kind *asked*): more rows than a spreadsheet has.
pub(super) fn list(table: &Table, sheet: &str) -> Outcome<Vec<u8>> {
    list::write(table, sheet).map_err(|e| fault(e, "list"))
}

fn fault(error: XlsxError, what: &str) -> Fault {
    match error {
        XlsxError::RowColumnLimitError => {
            Fault::asked(format!("the {what} is larger than a spreadsheet can be")).hint("write it as .csv")
        }
        e => Fault::bug(format!("the spreadsheet cannot be written: {e}")),
    }
}

fn build(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(short(&table.title)).set_creation_datetime(&made));
    let layout = layout::Layout::of(table);
    let (plan, rows) = evidence::plan(table);
    matrix::write(book.add_worksheet(), table, &layout, &plan)?;
    evidence::write(&mut book, table, &layout, &rows)?;
    book.save_to_buffer()
}

/// The base of all cells: wrapped text at the top of the cell, so that rows of unequal length can be read across.
fn plain() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top).set_font_name("Calibri").set_font_size(10)
}

fn lined() -> Format {
    plain().set_border_bottom(FormatBorder::Hair)
}

/// Document properties hold 255 characters at most.
fn short(text: &str) -> String {
    text.chars().take(250).collect()
}

/// Length as a spreadsheet counts it.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A text in pieces that each fit a cell, cut at white space where there is some near the end.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while length(rest) > ROOM {
        let mut units = 0;
        let whole = rest.char_indices().find(|(_, c)| {
            units += c.len_utf16();
            units > ROOM
        });
        let limit = whole.map_or(rest.len(), |(at, _)| at);
        let space = rest[..limit].rfind(char::is_whitespace).filter(|at| *at * 10 > limit * 9);
        let (piece, after) = rest.split_at(space.map_or(limit, |at| at + 1));
        out.push(piece);
        rest = after;
    }
    out.push(rest);
    out
}

/// Sets the height of a row so that all its wrapped texts can be read: `texts` with the widths of their columns in characters. Spreadsheets do not reliably do
/// so by themselves when they open a file. A row is never higher than Excel allows (409 points); what is longer is read in the cell.
fn fit<'t>(sheet: &mut Worksheet, row: u32, texts: impl Iterator<Item = (&'t str, f64)>) -> Result<(), XlsxError> {
    // Far more lines than a row can show need not be counted.
    let head = |text: &'t str| text.char_indices().nth(6_000).map_or(text, |(at, _)| &text[..at]);
    // Widths are those of digits at 11 points: of running text at 10 points about a fifth more fits.
    let room = |width: f64| (width * 1.2).max(2.0) as usize;
    let lines = texts.map(|(text, width)| wrapped(head(text), room(width)).len()).max().unwrap_or(1);
    sheet.set_row_height(row, (lines as f64 * 13.0 + 2.0).min(409.0))?;
    Ok(())
}
