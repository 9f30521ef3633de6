use super::evidence::{Plan, Spot};
use super::layout::Layout;
use super::{LINKS, MATRIX, ROOM, fit, length, pieces, plain};
use crate::matrix::{Cell, Group, State, Table};
use crate::report::TOTAL;
use crate::report::markup::backwards;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Url, Worksheet, XlsxError, utility::row_col_to_cell};

/// Greys of the shades 0 to 4: black text has a contrast of at least 8 to 1 on the darkest.
const GREYS: [u32; 5] = [0xFF_FF_FF, 0xF2_F2_F2, 0xE0_E0_E0, 0xCC_CC_CC, 0xB8_B8_B8];

const GREY: Color = Color::RGB(0x40_40_40);

/// Row of the column headings: above stand the title, and a row for headings over several columns, empty where there are none.
const HEAD: u32 = 2;

/// Columns of a printed page at most; more go on over several pages.
const ACROSS: usize = 24;

/// The address of a cell of the table on the matrix sheet.
pub(super) fn address(table: &Table, layout: &Layout, (row, column): (usize, usize)) -> String {
    let column = layout.column(column).map_or(layout.last, |c| c.at);
    row_col_to_cell(place_of(table, row), column)
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
    layout: &'t Layout,
    links: usize,
    beside: bool,
}

/// Writes the matrix with its headings, groups, totals and notes.
pub(super) fn write(sheet: &mut Worksheet, table: &Table, layout: &Layout, plan: &Plan) -> Result<(), XlsxError> {
    sheet.set_name(MATRIX)?;
    sheet.set_right_to_left(backwards(&table.label, &table.title));
    let mut out = Sheet { sheet, table, plan, layout, links: 0, beside: false };
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
    fn headings(&mut self) -> Result<(), XlsxError> {
        let title = Format::new().set_bold().set_font_name("Calibri").set_font_size(13);
        // A title runs on over the cells beside it, which lie where the sheet is read to.
        let back = backwards(&self.table.label, &self.table.title);
        let title = title.set_align(if back { FormatAlign::Right } else { FormatAlign::Left });
        self.sheet.write_string_with_format(0, 0, pieces(&self.table.title)[0], &title)?;
        let head = plain().set_bold().set_align(FormatAlign::Bottom).set_border_top(FormatBorder::Medium);
        let head = head.set_border_bottom(FormatBorder::Thin);
        self.sheet.write_string_with_format(HEAD, 0, pieces(&self.table.label)[0], &head)?;
        for (column, place) in self.table.columns.iter().zip(self.layout.columns()) {
            let right = if place.numeric { head.clone().set_align(FormatAlign::Right) } else { head.clone() };
            self.sheet.write_string_with_format(HEAD, place.at, pieces(&column.title)[0], &right)?;
            self.sheet.set_column_width(place.at, place.width)?;
            if let Some(beside) = place.beside {
                let small = head.clone().set_font_size(8).set_font_color(GREY).set_align(FormatAlign::Center);
                self.sheet.write_string_with_format(HEAD, beside, "n", &small)?;
                self.sheet.set_column_width(beside, 4.5)?;
                self.beside = true;
            }
        }
        if let Some(totals) = self.layout.totals {
            self.sheet.write_string_with_format(HEAD, totals, TOTAL, &head.set_align(FormatAlign::Right))?;
            self.sheet.set_column_width(totals, 9.0)?;
        }
        self.sheet.set_column_width(0, self.layout.labels)?;
        self.bands()?;
        let titles =
            self.table.columns.iter().zip(self.layout.columns()).map(|(c, place)| (c.title.as_str(), place.width));
        fit(self.sheet, HEAD, titles.chain([(self.table.label.as_str(), self.layout.labels)]))
    }

    /// The headings over several columns, merged across them.
    fn bands(&mut self) -> Result<(), XlsxError> {
        for band in &self.table.bands {
            let places = band.columns.clone().filter_map(|c| self.layout.column(c));
            let (mut first, mut last) = (u16::MAX, 0);
            for place in places {
                first = first.min(place.at);
                last = last.max(place.beside.unwrap_or(place.at));
            }
            let format = plain().set_bold().set_align(FormatAlign::Center).set_border_top(FormatBorder::Medium);
            let format = format.set_border_bottom(FormatBorder::Thin).set_background_color(grey(band.shade));
            let title = pieces(&band.title)[0];
            if first < last {
                self.sheet.merge_range(HEAD - 1, first, HEAD - 1, last, title, &format)?;
            } else if first == last {
                self.sheet.write_string_with_format(HEAD - 1, first, title, &format)?;
            }
        }
        Ok(())
    }

    fn group(&mut self, row: u32, group: &Group, rows: usize) -> Result<(), XlsxError> {
        let format = plain()
            .set_bold()
            .set_background_color(grey(group.shade))
            .set_border_top(FormatBorder::Thin)
            .set_border_bottom(FormatBorder::Thin);
        let name = format!("{} ({rows})", pieces(&group.name)[0]);
        // A single cell cannot be merged.
        if self.layout.last == 0 {
            self.sheet.write_string_with_format(row, 0, name, &format)?;
        } else {
            self.sheet.merge_range(row, 0, row, self.layout.last, &name, &format)?;
        }
        Ok(())
    }

    fn row(&mut self, row: u32, n: usize, group: Option<&Group>) -> Result<(), XlsxError> {
        let base = plain().set_border_bottom(FormatBorder::Hair);
        let base = match group {
            Some(group) if group.shade > 0 => base.set_background_color(grey(group.shade)),
            _ => base,
        };
        let (table, line) = (self.table, &self.table.rows[n]);
        self.sheet.write_string_with_format(row, 0, pieces(&line.label)[0], &base.clone().set_bold())?;
        for ((c, cell), place) in line.cells.iter().enumerate().zip(self.layout.columns()) {
            let format = if place.numeric { base.clone().set_align(FormatAlign::Right) } else { base.clone() };
            let spot = self.plan.spot((n, c));
            if let Some(beside) = place.beside {
                self.cell(row, place.at, (n, c), cell, None, &marked(cell, format))?;
                self.passages(row, beside, cell, spot, &base)?;
            } else {
                self.cell(row, place.at, (n, c), cell, spot, &marked(cell, format))?;
            }
        }
        let texts =
            line.cells.iter().zip(self.layout.columns()).map(|(cell, place)| (cell.value.as_str(), place.width));
        fit(self.sheet, row, texts.chain([(line.label.as_str(), self.layout.labels)]))?;
        if let (Some(totals), Some(at)) = (&table.totals.rows, self.layout.totals) {
            let format = base.set_bold().set_align(FormatAlign::Right).set_border_left(FormatBorder::Thin);
            self.cell(row, at, (n, line.cells.len()), &totals[n], None, &format)?;
        }
        Ok(())
    }

    /// The number of passages beside a text, which leads to them.
    fn passages(&mut self, row: u32, at: u16, cell: &Cell, spot: Option<Spot>, base: &Format) -> Result<(), XlsxError> {
        let small = base.clone().set_font_size(8).set_font_color(GREY).set_align(FormatAlign::Center);
        match spot {
            Some(spot) if !cell.evidence.is_empty() => {
                let number = cell.evidence.len() as f64;
                self.link(row, at, number.to_string(), spot, cell, &small)?;
                self.sheet.write_number_with_format(row, at, number, &small)?;
            }
            _ => {
                self.sheet.write_blank(row, at, base)?;
            }
        }
        Ok(())
    }

    fn link(
        &mut self,
        row: u32,
        column: u16,
        text: String,
        spot: Spot,
        cell: &Cell,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if self.links < LINKS {
            let link = Url::new(format!("internal:{}", spot.address())).set_text(text).set_tip(tip(cell));
            self.sheet.write_url_with_format(row, column, link, format)?;
            self.links += 1;
        }
        Ok(())
    }

    fn totals(&mut self, row: u32) -> Result<(), XlsxError> {
        let format = plain().set_bold().set_border_top(FormatBorder::Thin);
        for column in 0..=self.layout.last {
            self.sheet.write_blank(row, column, &format)?;
        }
        self.sheet.write_string_with_format(row, 0, TOTAL, &format)?;
        let (table, n) = (self.table, self.table.rows.len());
        let right = format.set_align(FormatAlign::Right);
        for ((c, cell), place) in table.totals.columns.iter().flatten().enumerate().zip(self.layout.columns()) {
            self.cell(row, place.at, (n, c), cell, None, &right)?;
        }
        if let (Some(at), Some(all)) = (self.layout.totals, &table.totals.all) {
            let format = right.set_border_left(FormatBorder::Thin);
            self.cell(row, at, (n, table.columns.len()), all, None, &format)?;
        }
        Ok(())
    }

    /// Writes a cell, with the link that it carries itself.
    fn cell(
        &mut self,
        row: u32,
        column: u16,
        at: (usize, usize),
        cell: &Cell,
        spot: Option<Spot>,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let mut text = cell.value.clone();
        if length(&text) > ROOM {
            // Room is left for the words that say where it goes on.
            text = format!("{}{}", pieces(&text)[0], self.plan.goes_on(at).unwrap_or_default());
        }
        self.sheet.write_string_with_format(row, column, text.as_str(), format)?;
        if let Some(spot) = spot.filter(|_| !text.is_empty()) {
            self.link(row, column, text, spot, cell, format)?;
        }
        match cell.number {
            // The link stays: it belongs to the cell, whatever the cell holds.
            Some(number) if number.to_string() == cell.value => {
                self.sheet.write_number_with_format(row, column, number, format)?;
            }
            // A number that is shown rounded is kept in full, and shown as everywhere else.
            Some(number) if cell.value.parse::<f64>().is_ok() => {
                let places = cell.value.split_once('.').map_or(0, |(_, after)| after.len());
                let shown = if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places)) };
                self.sheet.write_number_with_format(row, column, number, &format.clone().set_num_format(shown))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn notes(&mut self, mut row: u32) -> Result<(), XlsxError> {
        let format = Format::new().set_font_name("Calibri").set_font_size(9);
        let linked = match (self.links > 0, self.beside) {
            (false, _) => None,
            (true, false) => {
                Some("Each cell leads to the passages behind it on the sheet Evidence, whose rows lead back.")
            }
            (true, true) => Some(
                "n = passages behind the cell; the number leads to them on the sheet Evidence, whose rows lead back.",
            ),
        };
        for note in self.table.notes.iter().map(String::as_str).chain(linked) {
            self.sheet.write_string_with_format(row, 0, pieces(note)[0], &format)?;
            row += 1;
        }
        Ok(())
    }

    fn page(&mut self, last: u32) -> Result<(), XlsxError> {
        if last > HEAD + 1 {
            let line = Format::new().set_border_top(FormatBorder::Medium);
            for column in 0..=self.layout.last {
                self.sheet.write_blank(last, column, &line)?;
            }
        }
        self.sheet.set_freeze_panes(HEAD + 1, 1)?;
        let first = if self.table.bands.is_empty() { HEAD } else { HEAD - 1 };
        // Very many columns go on over several pages beside each other: on one they could not be read.
        let across = self.table.columns.len().div_ceil(ACROSS).max(1) as u16;
        self.sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(across, 0).set_repeat_rows(first, HEAD)?;
        if across > 1 {
            self.sheet.set_repeat_columns(0, 0)?;
        }
        self.sheet.set_footer("&L&A&RPage &P of &N");
        Ok(())
    }
}

fn grey(shade: u8) -> Color {
    Color::RGB(GREYS[usize::from(shade.min(4))])
}

/// Cells that need a look are set apart without colour: phrases that no longer rest on what they did in italics, missing ones in grey.
fn marked(cell: &Cell, format: Format) -> Format {
    match cell.state {
        State::Stale | State::Unsupported => format.set_italic(),
        State::Evidence => format.set_font_color(GREY),
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
