use super::evidence::Plan;
use super::{LINKS, MATRIX, ROOM, length, pieces, plain};
use crate::matrix::{Cell, Group, State, Table};
use crate::report::TOTAL;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Url, Worksheet, XlsxError, utility::row_col_to_cell};

/// Greys of the shades 0 to 4: black text has a contrast of at least 8 to 1 on the darkest.
const GREYS: [u32; 5] = [0xFF_FF_FF, 0xF2_F2_F2, 0xE0_E0_E0, 0xCC_CC_CC, 0xB8_B8_B8];

/// Row of the column headings: the title and an empty row stand above.
const HEAD: u32 = 2;

/// The address of a cell of the table on the matrix sheet.
pub(super) fn address(table: &Table, (row, column): (usize, usize)) -> String {
    row_col_to_cell(place_of(table, row), column as u16 + 1)
}

/// The row of the sheet on which a row of the table stands: every group has a heading above it.
fn place_of(table: &Table, row: usize) -> u32 {
    let headings = table.rows[..=row.min(table.rows.len() - 1)]
        .chunk_by(|a, b| a.group == b.group)
        .filter(|rows| rows[0].group.is_some());
    HEAD + 1 + row as u32 + headings.count() as u32
}

struct Sheet<'w, 't> {
    sheet: &'w mut Worksheet,
    table: &'t Table,
    plan: &'t Plan,
    links: usize,
}

/// Writes the matrix with its headings, groups, totals and notes.
pub(super) fn write(sheet: &mut Worksheet, table: &Table, plan: &Plan) -> Result<(), XlsxError> {
    sheet.set_name(MATRIX)?;
    let mut out = Sheet { sheet, table, plan, links: 0 };
    out.headings()?;
    let mut next = HEAD + 1;
    let mut n = 0;
    for (group, rows) in table.by_group() {
        if let Some(group) = group {
            out.group(next, group, rows.len())?;
            next += 1;
        }
        for _ in rows {
            out.row(next, n, group)?;
            next += 1;
            n += 1;
        }
    }
    if table.totals.columns.is_some() {
        out.totals(next)?;
        next += 1;
    }
    out.notes(next + 1)?;
    out.page(next)
}

impl Sheet<'_, '_> {
    /// Number of columns besides that of the labels.
    fn width(&self) -> u16 {
        (self.table.columns.len() + usize::from(self.table.totals.rows.is_some())) as u16
    }

    fn headings(&mut self) -> Result<(), XlsxError> {
        let title = Format::new().set_bold().set_font_name("Calibri").set_font_size(13);
        self.sheet.write_string_with_format(0, 0, pieces(&self.table.title)[0], &title)?;
        let head = plain()
            .set_bold()
            .set_align(FormatAlign::Bottom)
            .set_border_top(FormatBorder::Medium)
            .set_border_bottom(FormatBorder::Thin);
        self.sheet.write_string_with_format(HEAD, 0, pieces(&self.table.label)[0], &head)?;
        for (c, column) in self.table.columns.iter().enumerate() {
            let head = if self.numeric(c) { head.clone().set_align(FormatAlign::Right) } else { head.clone() };
            self.sheet.write_string_with_format(HEAD, c as u16 + 1, pieces(&column.title)[0], &head)?;
            self.sheet.set_column_width(c as u16 + 1, self.column_width(c))?;
        }
        if self.table.totals.rows.is_some() {
            let head = head.set_align(FormatAlign::Right);
            self.sheet.write_string_with_format(HEAD, self.width(), TOTAL, &head)?;
            self.sheet.set_column_width(self.width(), 9.0)?;
        }
        let labels = self.table.rows.iter().map(|r| r.label.chars().count()).chain([self.table.label.chars().count()]);
        self.sheet.set_column_width(0, (labels.max().unwrap_or(8) as f64 + 3.0).clamp(9.0, 36.0))?;
        Ok(())
    }

    fn numeric(&self, column: usize) -> bool {
        let mut cells =
            self.table.rows.iter().map(|r| &r.cells[column]).filter(|c| c.state != State::NotCoded).peekable();
        cells.peek().is_some() && cells.all(|c| c.number.is_some())
    }

    /// Wide enough for short values on one line; long texts share the page.
    fn column_width(&self, column: usize) -> f64 {
        let title = self.table.columns[column].title.split_whitespace().map(|w| w.chars().count()).max().unwrap_or(0);
        let longest = self.table.rows.iter().map(|r| r.cells[column].value.chars().count().min(400)).max().unwrap_or(0);
        let wanted = match longest {
            0..=24 => longest + 2,
            25..=120 => 34,
            _ => 46,
        };
        wanted.max(title + 3).clamp(9, 60) as f64
    }

    fn group(&mut self, row: u32, group: &Group, rows: usize) -> Result<(), XlsxError> {
        let format = plain()
            .set_bold()
            .set_background_color(grey(group))
            .set_border_top(FormatBorder::Thin)
            .set_border_bottom(FormatBorder::Thin);
        let name = format!("{} ({rows})", pieces(&group.name)[0]);
        if self.width() == 0 {
            self.sheet.write_string_with_format(row, 0, name, &format)?;
        } else {
            self.sheet.merge_range(row, 0, row, self.width(), &name, &format)?;
        }
        Ok(())
    }

    fn row(&mut self, row: u32, n: usize, group: Option<&Group>) -> Result<(), XlsxError> {
        let base = plain().set_border_bottom(FormatBorder::Hair);
        let base = match group {
            Some(group) if group.shade > 0 => base.set_background_color(grey(group)),
            _ => base,
        };
        let (table, line) = (self.table, &self.table.rows[n]);
        self.sheet.write_string_with_format(row, 0, pieces(&line.label)[0], &base.clone().set_bold())?;
        for (c, cell) in line.cells.iter().enumerate() {
            let format = if self.numeric(c) { base.clone().set_align(FormatAlign::Right) } else { base.clone() };
            self.cell(row, c as u16 + 1, (n, c), cell, &marked(cell, format))?;
        }
        if let Some(totals) = &table.totals.rows {
            let format = base.set_bold().set_align(FormatAlign::Right).set_border_left(FormatBorder::Thin);
            self.cell(row, self.width(), (n, line.cells.len()), &totals[n], &format)?;
        }
        Ok(())
    }

    fn totals(&mut self, row: u32) -> Result<(), XlsxError> {
        let format = plain().set_bold().set_border_top(FormatBorder::Thin);
        self.sheet.write_string_with_format(row, 0, TOTAL, &format)?;
        let (table, n) = (self.table, self.table.rows.len());
        let right = format.set_align(FormatAlign::Right);
        for (c, cell) in table.totals.columns.iter().flatten().enumerate() {
            self.cell(row, c as u16 + 1, (n, c), cell, &right)?;
        }
        if let (Some(_), Some(all)) = (&table.totals.rows, &table.totals.all) {
            self.cell(row, self.width(), (n, table.columns.len()), all, &right.set_border_left(FormatBorder::Thin))?;
        }
        Ok(())
    }

    fn cell(
        &mut self,
        row: u32,
        column: u16,
        at: (usize, usize),
        cell: &Cell,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let mut text = cell.value.clone();
        if length(&text) > ROOM {
            // Room is left for the words that say where it goes on.
            let goes_on = self.plan.goes_on(at).unwrap_or_default();
            text = format!("{}{goes_on}", pieces(&text)[0]);
        }
        match self.plan.spot(at).filter(|_| self.links < LINKS && !text.is_empty()) {
            Some(spot) => {
                let link = Url::new(format!("internal:{}", spot.address())).set_text(text).set_tip(tip(cell));
                self.sheet.write_url_with_format(row, column, link, format)?;
                self.links += 1;
            }
            None => {
                self.sheet.write_string_with_format(row, column, text, format)?;
            }
        }
        match cell.number {
            // The link stays: it belongs to the cell, whatever the cell holds.
            Some(number) if number.to_string() == cell.value => {
                self.sheet.write_number_with_format(row, column, number, format)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn notes(&mut self, mut row: u32) -> Result<(), XlsxError> {
        let format = Format::new().set_font_name("Calibri").set_font_size(9);
        let linked = "Cells lead to the passages behind them on the sheet Evidence, whose rows lead back.".to_owned();
        let linked = (self.links > 0).then_some(linked);
        for note in self.table.notes.iter().chain(&linked) {
            self.sheet.write_string_with_format(row, 0, pieces(note)[0], &format)?;
            row += 1;
        }
        Ok(())
    }

    fn page(&mut self, last: u32) -> Result<(), XlsxError> {
        if last > HEAD + 1 {
            let line = Format::new().set_border_top(FormatBorder::Medium);
            for column in 0..=self.width() {
                self.sheet.write_blank(last, column, &line)?;
            }
        }
        self.sheet.set_freeze_panes(HEAD + 1, 1)?;
        self.sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(HEAD, HEAD)?;
        self.sheet.set_footer("&L&A&RPage &P of &N");
        Ok(())
    }
}

fn grey(group: &Group) -> Color {
    Color::RGB(GREYS[usize::from(group.shade.min(4))])
}

/// Cells that need a look are set apart without colour: phrases that no longer rest on what they did in italics, missing ones in grey.
fn marked(cell: &Cell, format: Format) -> Format {
    match cell.state {
        State::Stale | State::Unsupported => format.set_italic(),
        State::Evidence => format.set_font_color(Color::RGB(0x59_59_59)),
        _ => format,
    }
}

fn tip(cell: &Cell) -> String {
    match cell.evidence.len() {
        0 => "The whole text".to_owned(),
        1 => "1 passage".to_owned(),
        n => format!("{n} passages"),
    }
}
