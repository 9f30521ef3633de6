use super::layout::Layout;
use super::{EVIDENCE, LINKS, MATRIX, ROWS, fit, length, lined, pieces, plain};
use crate::matrix::{Cell, Table};
use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError, utility::row_col_to_cell,
};

/// Where the evidence of a cell begins: number of the sheet from 0, and row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Spot {
    sheet: u32,
    row: u32,
}

/// What the matrix sheet needs to know: for each cell, where its evidence begins; and for texts too long for a cell, on which rows they go on.
#[derive(Default)]
pub(super) struct Plan {
    /// By row of the table (the row of totals is one past the last) and column (the column of totals likewise).
    spots: std::collections::BTreeMap<(usize, usize), Spot>,
    overlong: std::collections::BTreeMap<(usize, usize), (Spot, Spot)>,
}

/// One row of the evidence sheet.
pub(super) struct Line<'t> {
    at: (usize, usize),
    row: &'t str,
    column: String,
    document: &'t str,
    place: String,
    speaker: &'t str,
    codes: String,
    text: &'t str,
    coders: String,
}

impl Spot {
    fn next(self) -> Self {
        if self.row < ROWS { Self { row: self.row + 1, ..self } } else { Self { sheet: self.sheet + 1, row: 1 } }
    }

    fn sheet_name(self) -> String {
        if self.sheet == 0 { EVIDENCE.to_owned() } else { format!("{EVIDENCE} {}", self.sheet + 1) }
    }

    /// `Evidence!A12`.
    pub(super) fn address(self) -> String {
        format!("'{}'!{}", self.sheet_name(), row_col_to_cell(self.row, 0))
    }
}

impl Plan {
    pub(super) fn spot(&self, at: (usize, usize)) -> Option<Spot> {
        self.spots.get(&at).copied()
    }

    /// What is put after the beginning of a text that goes on elsewhere.
    pub(super) fn goes_on(&self, at: (usize, usize)) -> Option<String> {
        let (first, last) = self.overlong.get(&at)?;
        let rows = if first == last {
            format!("row {}", first.row + 1)
        } else {
            format!("rows {}–{}", first.row + 1, last.row + 1)
        };
        Some(format!(" … [longer than a cell can be: the whole text is on the sheet {}, {rows}]", first.sheet_name()))
    }
}

/// Lays the rows of the evidence out, cell by cell.
pub(super) fn plan(table: &Table) -> (Plan, Vec<Line<'_>>) {
    let (mut plan, mut lines) = (Plan::default(), Vec::new());
    // Row 0 holds the headings.
    let mut spot = Spot { sheet: 0, row: 1 };
    for (at, row, column, cell) in cells(table) {
        let begin = spot;
        if length(&cell.value) > super::ROOM {
            let parts = pieces(&cell.value);
            let mut last = spot;
            for (n, text) in parts.iter().enumerate() {
                let place = format!("part {} of {}", n + 1, parts.len());
                let document = "(whole text of the cell)";
                lines.push(Line {
                    at,
                    row,
                    column: column.clone(),
                    document,
                    place,
                    speaker: "",
                    codes: String::new(),
                    text,
                    coders: String::new(),
                });
                last = spot;
                spot = spot.next();
            }
            plan.overlong.insert(at, (begin, last));
        }
        for evidence in &cell.evidence {
            let parts = pieces(&evidence.quote);
            for (n, text) in parts.iter().enumerate() {
                let part =
                    if parts.len() > 1 { format!(" (part {} of {})", n + 1, parts.len()) } else { String::new() };
                lines.push(Line {
                    at,
                    row,
                    column: column.clone(),
                    document: &evidence.document,
                    place: format!("{}{part}", evidence.place),
                    speaker: evidence.speaker.as_deref().unwrap_or(""),
                    codes: evidence.codes.join("; "),
                    text,
                    coders: evidence.coders.join("; "),
                });
                spot = spot.next();
            }
        }
        if spot != begin {
            plan.spots.insert(at, begin);
        }
    }
    (plan, lines)
}

/// All cells, each with its place in the table and the names of its row and column. What is behind totals stands behind the cells already.
fn cells(table: &Table) -> impl Iterator<Item = ((usize, usize), &str, String, &Cell)> {
    let rows = table.rows.iter().enumerate();
    rows.flat_map(move |(r, row)| {
        let cells = row.cells.iter().enumerate();
        cells.map(move |(c, cell)| ((r, c), row.label.as_str(), table.full_title(c), cell))
    })
}

const HEADINGS: [&str; 9] = ["Cell", "Row", "Column", "Document", "Place", "Speaker", "Codes", "Quote", "Coder"];

/// Least and greatest width of each column, in characters.
const WIDTHS: [(usize, usize); 9] =
    [(6, 8), (7, 30), (9, 26), (11, 24), (8, 20), (10, 24), (10, 34), (78, 78), (8, 16)];

impl Line<'_> {
    /// The texts from the second column on.
    fn texts(&self) -> [&str; 8] {
        [self.row, &self.column, self.document, &self.place, self.speaker, &self.codes, self.text, &self.coders]
    }
}

/// The width of each column: that of its longest text, within its bounds.
fn widths(lines: &[Line<'_>]) -> [f64; 9] {
    let mut widths = WIDTHS.map(|(least, _)| least);
    for line in lines {
        for (text, (width, (_, most))) in line.texts().into_iter().zip(widths.iter_mut().zip(WIDTHS).skip(1)) {
            *width = (*width).max(text.chars().take(most).count() + 2).min(most);
        }
    }
    widths.map(|w| w as f64)
}

/// Writes the evidence, on further sheets where one is full.
pub(super) fn write(book: &mut Workbook, table: &Table, layout: &Layout, lines: &[Line<'_>]) -> Result<(), XlsxError> {
    let mut spot = Spot { sheet: 0, row: 1 };
    let widths = widths(lines);
    let mut sheet = start(book, spot, &widths)?;
    let (cell, link) = (lined(), lined().set_font_color(Color::RGB(0x1F_4E_79)));
    let mut links = 0;
    for line in lines {
        if spot.row == 1 && spot.sheet > 0 {
            finish(sheet, ROWS)?;
            sheet = start(book, spot, &widths)?;
            links = 0;
        }
        let back = super::matrix::address(table, layout, line.at);
        if links < LINKS {
            let url = Url::new(format!("internal:'{MATRIX}'!{back}")).set_text(back);
            sheet.write_url_with_format(spot.row, 0, url, &link)?;
            links += 1;
        } else {
            sheet.write_string_with_format(spot.row, 0, back, &cell)?;
        }
        for (c, text) in (1..).zip(line.texts()) {
            sheet.write_string_with_format(spot.row, c, label(text), &cell)?;
        }
        fit(sheet, spot.row, line.texts().into_iter().zip(widths.into_iter().skip(1)))?;
        spot = spot.next();
    }
    let last = spot.row.saturating_sub(1);
    finish(sheet, last)
}

/// Names are short; one that is not is cut with a sign, since the whole of it stands elsewhere in the project. Quotes come in pieces that fit.
fn label(text: &str) -> String {
    if length(text) <= super::ROOM { text.to_owned() } else { format!("{} …", pieces(text)[0]) }
}

fn start<'b>(book: &'b mut Workbook, spot: Spot, widths: &[f64; 9]) -> Result<&'b mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(spot.sheet_name())?;
    let head = plain().set_bold().set_align(FormatAlign::Bottom).set_border_bottom(FormatBorder::Thin);
    let head: Format = head.set_background_color(Color::RGB(0xF2_F2_F2));
    for (c, (title, width)) in (0..).zip(HEADINGS.iter().zip(widths)) {
        sheet.write_string_with_format(0, c, *title, &head)?;
        sheet.set_column_width(c, *width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.set_footer("&L&A&RPage &P of &N");
    Ok(sheet)
}

fn finish(sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    if last > 0 {
        sheet.autofilter(0, 0, last, HEADINGS.len() as u16 - 1)?;
    }
    Ok(())
}
