use super::{ROWS, fit, lined, pieces, plain, short};
use crate::matrix::Table;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, FormatAlign, FormatBorder, Workbook, XlsxError};

/// Widths of columns in characters, at least and at most.
const NARROW: usize = 7;
const WIDE: usize = 60;

/// A workbook of one sheet: a row an entry under headings that stay in view and can be filtered. A text longer than a cell can be goes on in rows below.
pub(super) fn write(table: &Table, name: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(short(&table.title)).set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    let headings: Vec<&str> =
        std::iter::once(table.label.as_str()).chain(table.columns.iter().map(|c| c.title.as_str())).collect();
    let values = |n: usize| {
        let row = &table.rows[n];
        std::iter::once(row.label.as_str()).chain(row.cells.iter().map(|c| c.value.as_str()))
    };
    let mut widths: Vec<usize> = headings.iter().map(|h| h.chars().count() + 3).collect();
    for n in 0..table.rows.len() {
        for (width, value) in widths.iter_mut().zip(values(n)) {
            *width = (*width).max(value.chars().take(WIDE).count() + 1);
        }
    }
    let head = plain().set_bold().set_align(FormatAlign::Bottom).set_border_bottom(FormatBorder::Thin);
    for (at, heading) in (0u16..).zip(&headings) {
        let width = widths[usize::from(at)].clamp(NARROW, WIDE);
        sheet.set_column_width(at, width as f64)?;
        sheet.write_string_with_format(0, at, *heading, &head)?;
    }
    let mut next = 1;
    for n in 0..table.rows.len() {
        let cut: Vec<Vec<&str>> = values(n).map(pieces).collect();
        let rows = cut.iter().map(Vec::len).max().unwrap_or(1);
        for part in 0..rows {
            if next >= ROWS {
                return Err(XlsxError::RowColumnLimitError);
            }
            let texts: Vec<&str> = cut.iter().map(|p| p.get(part).copied().unwrap_or_default()).collect();
            for (at, text) in (0u16..).zip(&texts) {
                let number = at.checked_sub(1).and_then(|c| table.rows[n].cells[usize::from(c)].number);
                match number.filter(|n| n.to_string() == **text) {
                    // Numbers in a list are names of turns: they stand at the left, away from the next column.
                    Some(number) => {
                        sheet.write_number_with_format(next, at, number, &lined().set_align(FormatAlign::Left))?
                    }
                    None => sheet.write_string_with_format(next, at, *text, &lined())?,
                };
            }
            let all = texts.iter().zip(&widths).map(|(t, w)| (*t, (*w).clamp(NARROW, WIDE) as f64));
            fit(sheet, next, all)?;
            next += 1;
        }
    }
    let last = u16::try_from(headings.len() - 1).map_err(|_| XlsxError::RowColumnLimitError)?;
    sheet.autofilter(0, 0, (next - 1).max(1), last)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    book.save_to_buffer()
}
