use super::body::{Body, LANDSCAPE, PORTRAIT, words};
use crate::matrix::{Cell, State, Table};
use crate::report::TOTAL;
use crate::report::frame::{Frame, Line};
use crate::report::listing::columns;
use crate::report::markup::{backwards, right_to_left};
use crate::report::paper::{Behind, footnote, source};
use crate::report::width::fit;
use std::fmt::Write;

/// Twips that a column of a terminal takes in a table's type of 9 points.
const COLUMN: usize = 95;

/// Space at the sides of a cell, in columns of a terminal.
const SIDES: usize = 3;

/// The width that a long text is given at most before everything else has its share, in columns of a terminal.
const LONG: usize = 44;

/// Columns of a table at most; Word's own limit is 63.
const MOST: usize = 60;

/// Lines from which on a row may go on over a page: a taller one that is kept whole leaves half a page empty.
const TALL: usize = 16;

/// The greys of groups; black text has a contrast of at least 8 to 1 on the darkest.
const GREYS: [&str; 5] = ["FFFFFF", "F2F2F2", "E0E0E0", "CCCCCC", "B8B8B8"];

/// What a table would like of the page.
struct Needs {
    /// Per column, in columns of a terminal: what it cannot do without, and what it would like.
    least: Vec<usize>,
    wanted: Vec<usize>,
    /// Whether it stands on a page in landscape.
    wide: bool,
}

impl Needs {
    fn of(frame: &Frame<'_>) -> Self {
        let needs = frame.needs(LONG);
        let least: Vec<usize> =
            needs.iter().map(|(word, line)| (*word.min(&16)).max((*line).min(10)) + SIDES).collect();
        let wanted: Vec<usize> = needs.iter().map(|(_, line)| line + SIDES).collect();
        // In portrait only what fits without squeezing its columns to their longest words.
        let easy: usize = wanted.iter().zip(&least).map(|(w, l)| (*w).min(24).max(*l)).sum();
        Self { least, wanted, wide: easy > PORTRAIT / COLUMN }
    }
}

/// Whether a table stands on a page in landscape.
pub(super) fn wide(table: &Table) -> bool {
    Needs::of(&Frame::of(table)).wide
}

/// A table with its caption above and its notes below.
pub(super) fn write(body: &mut Body, table: &Table, behind: Behind) {
    let frame = Frame::of(table);
    let Needs { least, wanted, wide } = Needs::of(&frame);
    let page = if wide { LANDSCAPE } else { PORTRAIT };
    body.turn(wide);
    let backwards = backwards(&table.label, &table.title);
    let panels = frame.panels(&least, page / COLUMN, MOST);
    for (n, columns) in panels.iter().enumerate() {
        let caption = caption(&table.title, n, &panels);
        if !caption.is_empty() {
            body.paragraph("Caption", &caption);
        }
        let room = |of: &[usize]| columns.iter().map(|c| of[*c]).collect::<Vec<_>>();
        let widths = fit(&room(&wanted), &room(&least), page / COLUMN, SIDES, &frame.bulks(columns));
        let sheet = Sheet { frame: &frame, table, columns, widths: &widths, behind };
        let xml = sheet.xml(body, backwards);
        body.table(&xml);
    }
    for note in &table.notes {
        body.paragraph("TableNote", note);
    }
}

fn caption(title: &str, panel: usize, panels: &[Vec<usize>]) -> String {
    match panels.len() {
        1 => title.to_owned(),
        all => format!("{title} (part {} of {all})", panel + 1).trim().to_owned(),
    }
}

struct Sheet<'s, 't> {
    frame: &'s Frame<'t>,
    table: &'t Table,
    columns: &'s [usize],
    /// In columns of a terminal.
    widths: &'s [usize],
    behind: Behind,
}

impl Sheet<'_, '_> {
    fn xml(&self, body: &mut Body, backwards: bool) -> String {
        let visual = if backwards { "<w:bidiVisual/>" } else { "" };
        let whole: usize = self.widths.iter().map(|w| w * COLUMN).sum();
        let mut out = format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"CasebookTable\"/>{visual}<w:tblW w:w=\"{whole}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
        );
        for width in self.widths {
            let _ = write!(out, "<w:gridCol w:w=\"{}\"/>", width * COLUMN);
        }
        out.push_str("</w:tblGrid>");
        self.head(&mut out);
        for line in &self.frame.lines {
            match line {
                Line::Group { name, shade } => self.group(&mut out, name, *shade),
                Line::Row { label, shade, cells } => self.row(&mut out, body, (label, *shade), cells),
                Line::Totals(cells) => self.totals(&mut out, cells),
            }
        }
        out + "</w:tbl>"
    }

    fn head(&self, out: &mut String) {
        let lines = self.frame.head.len();
        for (n, _) in self.frame.head.iter().enumerate() {
            out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
            let mut at = 0;
            while at < self.columns.len() {
                let column = self.columns[at];
                let covers = |h: &&crate::report::frame::Head<'_>| (h.column..h.column + h.across).contains(&column);
                let (from, head) = (0..=n)
                    .rev()
                    .find_map(|m| self.frame.head[m].iter().find(covers).map(|h| (m, h)))
                    .expect("every column has a heading");
                let span = self.columns[at..]
                    .iter()
                    .take_while(|c| (head.column..head.column + head.across).contains(c))
                    .count();
                let merge = match (head.down > 1, from == n) {
                    (false, _) => "",
                    (true, true) => "<w:vMerge w:val=\"restart\"/>",
                    (true, false) => "<w:vMerge/>",
                };
                let edges = edges(n == 0, n + head.down >= lines || from + head.down < lines);
                let shade = shading(head.shade);
                let extra = format!("{}{merge}{edges}{shade}<w:vAlign w:val=\"bottom\"/>", across(span));
                let text = if from == n { head.text } else { "" };
                let side = if from == n && lines > n + head.down { Side::Middle } else { self.side(column) };
                self.cell(out, (at, span), &extra, &cell_text("TableHead", text, side, ""));
                at += span;
            }
            out.push_str("</w:tr>");
        }
    }

    fn group(&self, out: &mut String, name: &str, shade: u8) {
        let all = self.columns.len();
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        let extra = format!("{}{}{}", across(all), edges(true, true), shading(shade));
        self.cell(out, (0, all), &extra, &cell_text("TableGroup", name, Side::Start, ""));
        out.push_str("</w:tr>");
    }

    fn row(&self, out: &mut String, body: &mut Body, (label, shade): (&str, u8), cells: &[Option<&Cell>]) {
        out.push_str(if self.height(label, cells) > TALL { "<w:tr>" } else { "<w:tr><w:trPr><w:cantSplit/></w:trPr>" });
        for (at, column) in self.columns.iter().enumerate() {
            let inside = match column.checked_sub(1) {
                None => cell_text("TableLabel", label, Side::Start, ""),
                Some(c) => {
                    let cell = cells.get(c).copied().flatten();
                    let note = match cell {
                        Some(cell) if self.behind == Behind::Footnotes && c < self.table.columns.len() => {
                            quotes(self.table, cell).map(|text| body.footnote(&text)).unwrap_or_default()
                        }
                        _ => String::new(),
                    };
                    let italic = cell.is_some_and(|c| matches!(c.state, State::Stale | State::Unsupported));
                    value(cell.map_or("", |c| &c.value), self.side(*column), italic, &note)
                }
            };
            self.cell(out, (at, 1), &shading(shade), &inside);
        }
        out.push_str("</w:tr>");
    }

    /// Lines that a row takes, at least.
    fn height(&self, label: &str, cells: &[Option<&Cell>]) -> usize {
        let lines = |text: &str, width: usize| -> usize {
            text.split('\n').map(|line| columns(line).div_ceil(width.saturating_sub(SIDES).max(1)).max(1)).sum()
        };
        let one = |(column, width): (&usize, &usize)| match column.checked_sub(1) {
            None => lines(label, *width),
            Some(c) => lines(cells.get(c).copied().flatten().map_or("", |c| &c.value), *width),
        };
        self.columns.iter().zip(self.widths).map(one).max().unwrap_or(1)
    }

    fn totals(&self, out: &mut String, cells: &[Option<&Cell>]) {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (at, column) in self.columns.iter().enumerate() {
            let text = match column.checked_sub(1) {
                None => TOTAL,
                Some(c) => cells.get(c).copied().flatten().map_or("", |c| c.value.as_str()),
            };
            self.cell(out, (at, 1), &edges(true, false), &cell_text("TableLabel", text, self.side(*column), ""));
        }
        out.push_str("</w:tr>");
    }

    fn side(&self, column: usize) -> Side {
        if self.frame.numeric[column] { Side::End } else { Side::Start }
    }

    fn cell(&self, out: &mut String, (at, span): (usize, usize), extra: &str, inside: &str) {
        let width: usize = self.widths[at..at + span].iter().map(|w| w * COLUMN).sum();
        let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{extra}</w:tcPr>{inside}</w:tc>");
    }
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    Middle,
    End,
}

fn across(span: usize) -> String {
    if span > 1 { format!("<w:gridSpan w:val=\"{span}\"/>") } else { String::new() }
}

fn edges(above: bool, below: bool) -> String {
    let line = |name: &str, on: bool| {
        if on {
            format!("<w:{name} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>")
        } else {
            String::new()
        }
    };
    format!("<w:tcBorders>{}{}</w:tcBorders>", line("top", above), line("bottom", below))
}

fn shading(shade: u8) -> String {
    match shade.min(4) {
        0 => String::new(),
        shade => format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>", GREYS[usize::from(shade)]),
    }
}

fn value(text: &str, side: Side, italic: bool, note: &str) -> String {
    let mut out = String::new();
    // A paragraph runs one way: where lines run both ways each is one.
    let ways: Vec<bool> = text.lines().filter(|l| !l.trim().is_empty()).map(right_to_left).collect();
    let parted = if ways.windows(2).any(|w| w[0] != w[1]) { "\n" } else { "\n\n" };
    let parts: Vec<&str> = text.split(parted).collect();
    for (n, part) in parts.iter().enumerate() {
        let last = n + 1 == parts.len();
        out.push_str(&styled("TableText", part, side, italic, if last { note } else { "" }));
    }
    out
}

fn cell_text(style: &str, text: &str, side: Side, after: &str) -> String {
    styled(style, text, side, false, after)
}

fn styled(style: &str, text: &str, side: Side, italic: bool, after: &str) -> String {
    let bidi = if right_to_left(text) { "<w:bidi/>" } else { "" };
    // In a paragraph from right to left Word takes “start” for the right side.
    let align = match side {
        Side::Start => "",
        Side::Middle => "<w:jc w:val=\"center\"/>",
        Side::End => "<w:jc w:val=\"right\"/>",
    };
    let runs = words(text, false, italic);
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{bidi}{align}</w:pPr>{runs}{after}</w:p>")
}

/// The words of a footnote: telling quotes first, each with where it stands.
fn quotes(table: &Table, cell: &Cell) -> Option<String> {
    let (shown, rest) = footnote(table, cell);
    let mut parts: Vec<String> = shown.iter().map(|e| format!("“{}” ({})", e.quote, source(e))).collect();
    parts.extend(rest);
    (!parts.is_empty()).then(|| parts.join(" "))
}
