//! Drawing the text with its gutter and its margin.

use super::Reader;
use super::find::Needle;
use super::margin::RowPlace;
use super::rows::{Cluster, mirror};
use super::shown::Shade;
use super::view;
use crate::project::Project;
use crate::text::Span;
use crate::tui::facts::Facts;
use crate::tui::layout::Columns;
use crate::tui::look::{Bidi, Look};
use crate::tui::paint::{put, put_right};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

/// Everything that drawing needs to know.
pub struct Scene<'a> {
    /// What is read.
    pub reader: &'a Reader,
    /// The project.
    pub project: &'a Project,
    /// What is said of it.
    pub facts: &'a Facts,
    /// How things look.
    pub look: Look,
    /// Where things go.
    pub columns: Columns,
    /// The first row.
    pub top: RowPlace,
    /// How many rows.
    pub height: u16,
}

/// What is the same for all rows of a frame.
struct Frame {
    needle: Needle,
    /// The words of the coding in focus.
    focus: Option<Span>,
    /// Passages in sight with a memo.
    noted: Vec<Span>,
}

/// Stretches of text that are drawn in a style of their own.
struct Highlights {
    hits: Vec<Span>,
    focus: Option<Span>,
    /// Where codings stand, when the text is shaded.
    coded: Vec<Span>,
}

impl Scene<'_> {
    /// Draws, and gives the cell where the passage's moving end stands.
    pub fn draw(&self, buffer: &mut Buffer) -> Option<Position> {
        let places = view::visible(&self.reader.sheet, self.top, self.height.into());
        let frame = self.frame(&places);
        let mut cursor = None;
        for (n, place) in places.iter().enumerate() {
            let y = self.columns.text.y + n as u16;
            if place.row == 0 {
                self.draw_gutter(buffer, y, place.turn, &frame);
            }
            cursor = cursor.or(self.draw_row(buffer, y, *place, &frame));
        }
        self.draw_margin(buffer, &places);
        cursor
    }

    fn frame(&self, places: &[RowPlace]) -> Frame {
        let reader = self.reader;
        let in_focus = reader.focus.filter(|_| reader.shown.shade == Shade::Focus);
        let focus = in_focus.and_then(|id| self.project.codings.get(id)).map(|c| c.span);
        let (first, last) = (places.first().map_or(0, |p| p.turn), places.last().map_or(0, |p| p.turn));
        let seen = reader.sheet.turn(first).hull(reader.sheet.turn(last));
        let begun = reader.memos.partition_point(|(span, _)| span.start < seen.end);
        let noted = reader.memos[..begun].iter().map(|(span, _)| *span).filter(|s| s.overlaps(seen)).collect();
        Frame { needle: Needle::new(&reader.needle), focus, noted }
    }

    fn draw_gutter(&self, buffer: &mut Buffer, y: u16, turn: usize, frame: &Frame) {
        let Rect { x, width, .. } = self.columns.gutter;
        // The passage's mark stands beside the text, so in a mirrored gutter in its first cell.
        let x = x + u16::from(self.columns.mirrored);
        let sheet = &self.reader.sheet;
        if width < 7 {
            return;
        }
        let quiet = self.look.quiet();
        let span = sheet.turn(turn);
        if frame.noted.iter().any(|s| s.overlaps(span)) {
            put(buffer, x, y, 1, self.look.glyph("✎", "m"), self.look.warn());
        }
        let digits = width - 5 - self.columns.time;
        if !sheet.is_heading(turn) {
            put_right(buffer, x + 1 + digits, y, digits, &(turn + 1).to_string(), quiet);
        }
        put(buffer, x + 2 + digits, y, 2, sheet.initial(turn), self.look.heading());
        let time = sheet.content().structure.turns.get(turn).and_then(|t| t.time_ms);
        if let (Some(ms), true) = (time, self.columns.time > 0) {
            let s = ms / 1000;
            let stamp = format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
            put(buffer, x + 4 + digits, y, self.columns.time, &stamp, quiet);
        }
    }

    fn highlights(&self, row: Span, frame: &Frame) -> Highlights {
        let (reader, needle) = (self.reader, &frame.needle);
        // A hit can begin on the row before, so a stretch around the row is looked through.
        let turn = reader.sheet.turn(reader.sheet.turn_at(row.start));
        let around = Span { start: row.start.saturating_sub(200).max(turn.start), end: (row.end + 200).min(turn.end) };
        let bound = |byte: u32| (byte..).find(|b| reader.sheet.text().is_char_boundary(*b as usize)).unwrap_or(byte);
        let around = Span { start: bound(around.start), end: bound(around.end) };
        let hits = if needle.is_empty() { Vec::new() } else { needle.all(reader.sheet.text(), around) };
        let shaded = reader.shown.shade == Shade::Density;
        let coded = if shaded { reader.margin.spans_on(row) } else { Vec::new() };
        Highlights { hits, focus: frame.focus, coded }
    }

    fn draw_row(&self, buffer: &mut Buffer, y: u16, place: RowPlace, frame: &Frame) -> Option<Position> {
        let reader = self.reader;
        let rows = reader.sheet.rows(place.turn);
        let row = *rows.rows.get(place.row)?;
        let area = self.columns.text;
        let mut base = self.look.text();
        if reader.sheet.is_heading(place.turn) {
            base = base.patch(self.look.heading());
        }
        if row.overlaps(reader.held) && self.columns.gutter.width > 0 {
            let mark = if self.columns.mirrored { self.look.glyph("▐", "<") } else { self.look.glyph("▌", ">") };
            let x = if self.columns.mirrored { self.columns.gutter.x } else { self.columns.gutter.right() - 1 };
            put(buffer, x, y, 1, mark, self.look.heading());
        }
        let highlights = self.highlights(row, frame);
        let text = reader.sheet.text();
        let mut cursor = None;
        let clusters = rows.clusters(text, place.row, area.width, self.look.bidi == Bidi::App);
        for (n, cluster) in clusters.iter().enumerate() {
            let x = area.x + cluster.column;
            if x + cluster.width > area.right() {
                break;
            }
            let style = self.style_of(cluster, base, &highlights);
            put(buffer, x, y, cluster.width, printed(text, cluster), style);
            let next = clusters.get(n + 1);
            if next.is_none_or(|c| c.column > cluster.column)
                && cluster.span.start <= reader.lead()
                && reader.lead() < cluster.span.end
            {
                cursor = Some(Position::new(x, y));
            }
        }
        cursor
    }

    fn style_of(&self, cluster: &Cluster, base: Style, highlights: &Highlights) -> Style {
        let on = |span: &Span| span.overlaps(cluster.span);
        let mut style = base;
        let codings = highlights.coded.iter().filter(|s| on(s)).count();
        if codings > 0 {
            style = style.patch(self.look.shade(codings));
        }
        if self.reader.marks.iter().any(on) {
            style = style.patch(self.look.marked());
        }
        if highlights.hits.iter().any(on) {
            style = style.patch(self.look.hit());
        }
        if highlights.focus.as_ref().is_some_and(on) {
            style = style.add_modifier(Modifier::UNDERLINED);
        }
        if on(&self.reader.held) { style.patch(self.look.selection()) } else { style }
    }

    /// The byte that stands in a cell of the text, for the mouse: of the cluster there, or of the one nearest to it on the row.
    pub fn byte_at(&self, x: u16, y: u16) -> Option<u32> {
        let area = self.columns.text;
        if y < area.y || y >= area.y + self.height || x + 1 < area.x || x > area.right() {
            return None;
        }
        let places = view::visible(&self.reader.sheet, self.top, self.height.into());
        let place = places.get(usize::from(y - area.y))?;
        let rows = self.reader.sheet.rows(place.turn);
        let clusters = rows.clusters(self.reader.sheet.text(), place.row, area.width, self.look.bidi == Bidi::App);
        let column = x.saturating_sub(area.x);
        let nearest = clusters.iter().min_by_key(|c| {
            let last = c.column + c.width.max(1) - 1;
            if column < c.column { c.column - column } else { column.saturating_sub(last) }
        });
        nearest.map(|c| c.span.start)
    }

    /// The sentences that begin on the screen, each with the cells in which it begins.
    pub fn sentences(&self) -> Vec<(Span, Position)> {
        let sheet = &self.reader.sheet;
        let mut out = Vec::new();
        for (n, place) in view::visible(sheet, self.top, self.height.into()).into_iter().enumerate() {
            let rows = sheet.rows(place.turn);
            let Some(row) = rows.rows.get(place.row) else { continue };
            let cut = sheet.sentences(place.turn);
            let here = cut.partition_point(|s| s.start < row.start)..cut.partition_point(|s| s.start < row.end);
            if here.is_empty() {
                continue;
            }
            let reorder = self.look.bidi == Bidi::App;
            let clusters = rows.clusters(sheet.text(), place.row, self.columns.text.width, reorder);
            for sentence in &cut[here] {
                if let Some(first) =
                    clusters.iter().find(|c| c.span.start <= sentence.start && sentence.start < c.span.end)
                {
                    let cell = Position::new(self.columns.text.x + first.column, self.columns.text.y + n as u16);
                    out.push((*sentence, cell));
                }
            }
        }
        out
    }
}

/// What is printed for a cluster: never a control character.
fn printed<'a>(text: &'a str, cluster: &Cluster) -> &'a str {
    let whole = cluster.span.of(text);
    let (before, length) = (usize::from(cluster.printed.0), usize::from(cluster.printed.1));
    let seen = whole.get(before..before + length).unwrap_or(whole);
    match seen {
        "\t" | "\n" => " ",
        seen if seen.contains(char::is_control) => "\u{FFFD}",
        seen if cluster.mirrored => mirror(seen),
        seen => seen,
    }
}
