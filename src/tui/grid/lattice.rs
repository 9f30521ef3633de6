//! A table on the screen: row labels and column headings stay, the rest scrolls by whole rows and whole columns.

use crate::text::{Span, printable};
use crate::tui::look::{Bidi, Look};
use crate::tui::paint::{columns, put, put_right, tint};
use crate::tui::reader::rows::{Rows, mirror};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// Cells between two columns.
pub const GAP: u16 = 2;

/// What a cell shows.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Its words.
    pub text: String,
    /// A sign at its right end that is never cut off: `!`, `∅`.
    pub mark: &'static str,
    /// How it looks.
    pub style: Style,
    /// Whether it ends at the right edge of its column.
    pub right: bool,
    /// What lies behind it over the whole width of its column.
    pub ground: Option<Style>,
}

/// A line of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Item {
    /// The heading of a group, by its number.
    Group(usize),
    /// A row, by its number among those shown.
    Row(usize),
    /// A level rule before the totals.
    Rule,
}

/// Where a table has been scrolled to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Scroll {
    /// The first column in sight.
    pub left: usize,
    /// The first line in sight.
    pub top: usize,
}

/// A table that is to be drawn.
pub struct Lattice<'a> {
    /// Heading of the row labels.
    pub label: &'a str,
    /// Cells the row labels take at most.
    pub label_width: u16,
    /// Headings and widths of the columns.
    pub columns: &'a [(String, u16)],
    /// Headings above the headings, each with its columns.
    pub bands: &'a [(String, std::ops::Range<usize>)],
    /// Which columns show numbers, so that their headings stand at the right.
    pub numeric: &'a dyn Fn(usize) -> bool,
    /// The lines from top to bottom.
    pub items: &'a [Item],
    /// Most rows of the screen that a line of the table may take.
    pub tallest: u16,
    /// The label of a row, the sign before it, and how both look.
    pub row: &'a dyn Fn(usize) -> (String, &'static str, Style),
    /// The heading of a group.
    pub group: &'a dyn Fn(usize) -> (String, Style),
    /// A cell.
    pub cell: &'a dyn Fn(usize, usize) -> Shown,
    /// The chosen row and column; the column is `None` when the label is chosen.
    pub chosen: (usize, Option<usize>),
    /// What the terminal can show.
    pub look: Look,
}

/// How many whole columns from `left` on fit into some cells; at least one.
pub fn fitting(widths: &[(String, u16)], left: usize, room: u16) -> usize {
    let mut used = 0u16;
    let whole = widths.iter().skip(left).take_while(|(_, w)| {
        used = used.saturating_add(w + GAP);
        used <= room
    });
    whole.count().max(1)
}

/// The first column with which the chosen one is in sight as a whole, moved as little as possible.
pub fn follow(widths: &[(String, u16)], left: usize, chosen: usize, room: u16) -> usize {
    let mut left = left.min(chosen);
    while left < chosen && left + fitting(widths, left, room) <= chosen {
        left += 1;
    }
    left
}

impl Lattice<'_> {
    /// Cells left of the columns: the sign, the label, the rule.
    fn margin(&self, area: Rect) -> u16 {
        (self.label_width + 5).min(area.width / 2)
    }

    /// Cells that the columns have.
    pub fn room(&self, area: Rect) -> u16 {
        area.width.saturating_sub(self.margin(area))
    }

    /// Rows of the screen above the first line.
    fn head(&self) -> u16 {
        2 + u16::from(!self.bands.is_empty())
    }

    /// The headings above the headings, over as much of their columns as is in sight.
    fn draw_bands(&self, shown: std::ops::Range<usize>, area: Rect, buffer: &mut Buffer) {
        let places = self.places(shown, Rect { height: 1, ..area });
        for (title, columns) in self.bands {
            let under: Vec<Rect> = places.iter().filter(|(c, _)| columns.contains(c)).map(|(_, p)| *p).collect();
            let (Some(first), Some(last)) = (under.first(), under.last()) else { continue };
            put(buffer, first.x, area.y, last.right() - first.x, title, self.look.quiet());
        }
    }

    /// Rows of the screen that a line takes.
    fn height(&self, item: Item) -> u16 {
        let Item::Row(row) = item else { return 1 };
        if self.tallest <= 1 {
            return 1;
        }
        let tall = |(c, (_, width)): (usize, &(String, u16))| {
            if (self.numeric)(c) {
                return 1;
            }
            let shown = (self.cell)(row, c);
            let room = width.saturating_sub(mark_room(&shown));
            if columns(&shown.text) <= usize::from(room) { 1 } else { wrap(&shown.text, room).rows.len() as u16 }
        };
        self.columns.iter().enumerate().map(tall).max().unwrap_or(1).clamp(1, self.tallest)
    }

    /// The first line with which the chosen row is in sight, moved as little as possible.
    pub fn follow_row(&self, top: usize, area: Rect) -> usize {
        if self.items.is_empty() {
            return 0;
        }
        let at = self.items.iter().position(|i| *i == Item::Row(self.chosen.0)).unwrap_or(0);
        // The heading of its group comes along where it stands right above.
        let from = if at > 0 && matches!(self.items[at - 1], Item::Group(_)) { at - 1 } else { at };
        let height = area.height.saturating_sub(self.head());
        let mut top = top.min(from);
        let mut used: u16 =
            self.items[top..=at.min(self.items.len().saturating_sub(1))].iter().map(|i| self.height(*i)).sum();
        while used > height && top < at {
            used -= self.height(self.items[top]);
            top += 1;
        }
        // Where rows went away below, those above come into the room that is free.
        let mut rest = 0;
        for item in &self.items[top..] {
            rest += self.height(*item);
            if rest > height {
                return top;
            }
        }
        while top > 0 && rest + self.height(self.items[top - 1]) <= height {
            top -= 1;
            rest += self.height(self.items[top]);
        }
        top
    }

    /// Draws the table, and gives the cell of the focus.
    pub fn draw(&self, scroll: Scroll, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        if area.height <= self.head() || area.width < 8 || self.columns.is_empty() {
            return None;
        }
        let seen = fitting(self.columns, scroll.left, self.room(area));
        let last = (scroll.left + seen).min(self.columns.len());
        if self.head() > 2 {
            self.draw_bands(scroll.left..last, area, buffer);
        }
        let heads = Rect { y: area.y + self.head() - 2, ..area };
        self.draw_headings(scroll.left..last, heads, buffer);
        let mut y = area.y + self.head();
        let mut focus = None;
        for item in self.items.iter().skip(scroll.top) {
            if y >= area.bottom() {
                break;
            }
            let height = self.height(*item).min(area.bottom() - y);
            match item {
                Item::Group(n) => {
                    let (name, style) = (self.group)(*n);
                    put(buffer, area.x, y, area.width, &name, style);
                }
                Item::Rule => self.rule(area, y, buffer),
                Item::Row(row) => {
                    let line = Rect { y, height, ..area };
                    if let Some(cell) = self.draw_row(*row, scroll.left..last, line, buffer) {
                        focus = Some(cell);
                    }
                }
            }
            y += height;
        }
        focus
    }

    fn rule(&self, area: Rect, y: u16, buffer: &mut Buffer) {
        let margin = self.margin(area);
        for x in area.left()..area.right() {
            let glyph =
                if x + 2 == area.x + margin { self.look.glyph("┼", "+") } else { self.look.glyph("─", "-") };
            put(buffer, x, y, 1, glyph, self.look.quiet());
        }
    }

    /// Where each column of a range stands.
    fn places(&self, shown: std::ops::Range<usize>, area: Rect) -> Vec<(usize, Rect)> {
        let mut x = area.x + self.margin(area);
        shown
            .map(|c| {
                let width = self.columns[c].1.min(area.right().saturating_sub(x));
                let place = Rect { x, width, ..area };
                x = x.saturating_add(width + GAP).min(area.right());
                (c, place)
            })
            .collect()
    }

    fn draw_headings(&self, shown: std::ops::Range<usize>, area: Rect, buffer: &mut Buffer) {
        let (look, margin) = (self.look, self.margin(area));
        put(buffer, area.x + 2, area.y, margin.saturating_sub(5), self.label, look.heading());
        for (c, place) in self.places(shown.clone(), Rect { height: 1, ..area }) {
            let style = if self.chosen.1 == Some(c) { look.heading().patch(look.hit()) } else { look.heading() };
            let title = &self.columns[c].0;
            if (self.numeric)(c) || from_right(title) {
                put_right(buffer, place.right(), area.y, place.width, title, style);
            } else {
                put(buffer, place.x, area.y, place.width, title, style);
            }
        }
        self.rule(area, area.y + 1, buffer);
        put(buffer, area.x + margin.saturating_sub(2), area.y, 1, look.glyph("│", "|"), look.quiet());
        // More columns at either side.
        if shown.start > 0 {
            put(buffer, area.x + margin.saturating_sub(2), area.y, 1, look.glyph("◂", "<"), look.warn());
        }
        if shown.end < self.columns.len() {
            put(buffer, area.right() - 1, area.y + 1, 1, look.glyph("▸", ">"), look.warn());
        }
    }

    fn draw_row(&self, row: usize, shown: std::ops::Range<usize>, line: Rect, buffer: &mut Buffer) -> Option<Position> {
        let (look, margin) = (self.look, self.margin(line));
        let (label, sign, style) = (self.row)(row);
        for y in line.top()..line.bottom() {
            put(buffer, line.x, y, 1, sign, look.quiet());
            put(buffer, line.x + margin.saturating_sub(2), y, 1, look.glyph("│", "|"), look.quiet());
        }
        let label_area = Rect { x: line.x + 2, width: margin.saturating_sub(5), ..line };
        put_words(buffer, label_area, &label, style, look, false);
        let mut focus = None;
        if self.chosen == (row, None) {
            for y in line.top()..line.bottom() {
                tint(buffer, label_area.x, y, label_area.width, look.chosen());
            }
            focus = Some(Position::new(label_area.x, line.y));
        }
        for (c, place) in self.places(shown, line) {
            let cell = (self.cell)(row, c);
            let marks = mark_room(&cell);
            let words = Rect { width: place.width.saturating_sub(marks), ..place };
            put_words(buffer, words, &cell.text, cell.style, look, cell.right);
            if marks > 0 {
                put_right(buffer, place.right(), place.y, marks, cell.mark, look.warn());
            }
            if let Some(ground) = cell.ground {
                for y in line.top()..line.bottom() {
                    tint(buffer, place.x, y, place.width, ground);
                }
            }
            if self.chosen == (row, Some(c)) {
                for y in line.top()..line.bottom() {
                    tint(buffer, place.x, y, place.width, look.chosen());
                }
                focus = Some(Position::new(place.x, place.y));
            }
        }
        focus
    }

    /// The row and column at a place of the screen, for the mouse; the column is `None` on a label.
    pub fn at(&self, scroll: Scroll, area: Rect, x: u16, y: u16) -> Option<(usize, Option<usize>)> {
        let first = area.y + self.head();
        let mut top = first;
        let line = self.items.iter().skip(scroll.top).find(|item| {
            top += self.height(**item);
            y < top
        });
        let Some(Item::Row(row)) = line.filter(|_| y >= first && y < area.bottom()) else { return None };
        let seen = fitting(self.columns, scroll.left, self.room(area));
        let last = (scroll.left + seen).min(self.columns.len());
        let places = self.places(scroll.left..last, area);
        let column = places.iter().find(|(_, p)| x >= p.x && x < p.right() + GAP).map(|(c, _)| *c);
        Some((*row, column))
    }
}

fn mark_room(shown: &Shown) -> u16 {
    if shown.mark.is_empty() { 0 } else { columns(shown.mark) as u16 + 1 }
}

/// Whether words run from right to left: the first letter that runs either way decides.
fn from_right(text: &str) -> bool {
    Rows::lay_out(text, Span::new(0, text.len()), 400).from_right
}

fn wrap(text: &str, room: u16) -> Rows {
    Rows::lay_out(text, Span::new(0, text.len()), room.max(2))
}

/// Writes words on one line, cut off with `…` where there is no room: plainly where that will do, which takes the least time.
pub fn put_line(buffer: &mut Buffer, area: Rect, text: &str, style: Style, look: Look) {
    if text.is_ascii() {
        put(buffer, area.x, area.y, area.width, text, style);
    } else {
        put_words(buffer, area, text, style, look, false);
    }
}

/// Writes words into a box, broken into lines as far as there is room and then cut off with `…`; right-to-left words end at its right edge.
pub fn put_words(buffer: &mut Buffer, area: Rect, text: &str, style: Style, look: Look, right: bool) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let text = printable(text);
    let fits = columns(&text) <= usize::from(area.width) && !text.contains('\n');
    if fits && text.is_ascii() {
        if right {
            put_right(buffer, area.right(), area.y, area.width, &text, style);
        } else {
            put(buffer, area.x, area.y, area.width, &text, style);
        }
        return;
    }
    let rows = wrap(&text, area.width);
    let most = usize::from(area.height);
    for n in 0..rows.rows.len().min(most) {
        let y = area.y + n as u16;
        let cut = n + 1 == most && rows.rows.len() > most;
        let measure = area.width - u16::from(cut && area.width > 2);
        let mut clusters = rows.clusters(&text, n, area.width, look.bidi == Bidi::App);
        let wide: u16 = clusters.iter().map(|c| c.width).sum();
        let shift = if right && !rows.from_right { area.width.saturating_sub(wide) } else { 0 };
        if cut {
            // The sign for what is left out stands where the line ends as one reads.
            let x = if rows.from_right { area.x } else { area.x + wide.min(measure) };
            put(buffer, x, y, 1, look.glyph("…", "~"), style);
            clusters.retain(|c| if rows.from_right { c.column > 0 } else { c.column + c.width <= measure });
        }
        for cluster in clusters {
            let (before, bytes) = (cluster.printed.0 as usize, cluster.printed.1 as usize);
            let start = cluster.span.start as usize + before;
            let letters = text.get(start..start + bytes).unwrap_or("");
            let letters = if letters.starts_with(['\n', '\t']) { " " } else { letters };
            let letters = if cluster.mirrored && look.bidi == Bidi::App { mirror(letters) } else { letters };
            put(buffer, area.x + cluster.column + shift, y, cluster.width, letters, style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_column_is_in_sight_as_a_whole_and_columns_scroll_one_by_one() {
        let widths: Vec<(String, u16)> = (0..24).map(|n| (n.to_string(), 6 + n % 5)).collect();
        for room in 12..60 {
            let mut left = 0;
            for chosen in (0..24).chain((0..24).rev()) {
                let now = follow(&widths, left, chosen, room);
                assert!(now <= chosen && chosen < now + fitting(&widths, now, room), "{chosen} in {room} from {now}");
                assert!(now.abs_diff(left) <= 3, "jumped from {left} to {now}");
                left = now;
            }
        }
    }
}
