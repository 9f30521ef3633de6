//! Small strokes: text that is cut to its room, stripes, boxes.

use super::look::Look;
use super::reader::rows::width;
use crate::text::graphemes;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Writes a text in at most `room` cells; what does not fit is cut off with `…`. Gives the cell after it. Control characters are left out.
pub fn put(buffer: &mut Buffer, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
    let area = buffer.area;
    if y < area.y || y >= area.bottom() || x < area.x || x >= area.right() || room == 0 {
        return x;
    }
    let room = room.min(area.right() - x);
    if columns(text) <= usize::from(room) {
        return buffer.set_stringn(x, y, text, room.into(), style).0;
    }
    let (end, _) = buffer.set_stringn(x, y, text, usize::from(room - 1), style);
    buffer.set_stringn(end, y, "…", 1, style).0
}

/// Writes a text so that it ends at the cell before `right`, in at most `room` cells.
pub fn put_right(buffer: &mut Buffer, right: u16, y: u16, room: u16, text: &str, style: Style) {
    let wide = u16::try_from(columns(text)).unwrap_or(u16::MAX).min(room).min(right);
    put(buffer, right - wide, y, wide, text, style);
}

/// How many cells a text takes.
pub fn columns(text: &str) -> usize {
    graphemes(text).map(|(_, g)| if g.contains(char::is_control) { 0 } else { usize::from(width(g)) }).sum()
}

/// Breaks a text into lines of at most `room` cells, at most `most` of them.
pub fn lines(text: &str, room: u16, most: usize) -> Vec<String> {
    let clean = crate::text::printable(text);
    let whole = crate::text::Span::new(0, clean.len());
    let rows = super::reader::rows::Rows::lay_out(&clean, whole, room.max(2)).rows;
    let cut = rows.len() > most;
    let mut out: Vec<String> = rows.iter().take(most).map(|r| r.of(&clean).replace('\n', " ")).collect();
    if let (true, Some(last)) = (cut, out.last_mut()) {
        last.push('…');
    }
    out
}

/// Parts what is told of a chosen row from its list, by a rule above it or a line at its left, and gives the room that is left.
pub fn parted(buffer: &mut Buffer, body: Rect, area: Rect, look: Look) -> Rect {
    if area.y > body.y {
        rule(buffer, area, area.y, look);
        return Rect { x: area.x + 1, y: area.y + 1, width: area.width - 1, height: area.height - 1 };
    }
    if area.x == body.x {
        return area;
    }
    for y in area.top()..area.bottom() {
        put(buffer, area.x, y, 1, look.glyph("│", "|"), look.quiet());
    }
    Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area }
}

/// A level rule over the whole width.
pub fn rule(buffer: &mut Buffer, area: Rect, y: u16, look: Look) {
    for x in area.left()..area.right() {
        put(buffer, x, y, 1, look.glyph("─", "-"), look.quiet());
    }
}

/// Empties an area and draws a box around it, with words in its upper and lower edge.
pub fn boxed(buffer: &mut Buffer, area: Rect, title: &str, foot: &str, look: Look) -> Rect {
    ratatui::widgets::Widget::render(ratatui::widgets::Clear, area, buffer);
    if area.width < 4 || area.height < 3 {
        return area;
    }
    let (left, right, top, bottom) = (area.x, area.right() - 1, area.y, area.bottom() - 1);
    let style = look.quiet();
    for x in left..=right {
        put(buffer, x, top, 1, look.glyph("─", "-"), style);
        put(buffer, x, bottom, 1, look.glyph("─", "-"), style);
    }
    for y in top..=bottom {
        put(buffer, left, y, 1, look.glyph("│", "|"), style);
        put(buffer, right, y, 1, look.glyph("│", "|"), style);
    }
    for (x, y, glyph) in [(left, top, "┌"), (right, top, "┐"), (left, bottom, "└"), (right, bottom, "┘")] {
        put(buffer, x, y, 1, look.glyph(glyph, "+"), style);
    }
    let room = area.width.saturating_sub(4);
    if !title.is_empty() {
        put(buffer, left + 2, top, room, &format!(" {title} "), look.heading());
    }
    if !foot.is_empty() {
        put(buffer, left + 2, bottom, room, &format!(" {foot} "), style);
    }
    Rect::new(left + 2, top + 1, area.width - 4, area.height - 2)
}

/// Which part of a stripe.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Its first row.
    First,
    /// A row between.
    Middle,
    /// Its last row.
    Last,
    /// Its only row.
    Only,
}

/// How the stripe of the n-th code of a theme is drawn.
pub fn stripe(style: usize, part: Part, ascii: bool) -> &'static str {
    const RICH: [[&str; 4]; 4] =
        [["╭", "│", "╰", "╶"], ["┏", "┃", "┗", "╺"], ["╔", "║", "╚", "═"], ["┌", "┊", "└", "┄"]];
    const PLAIN: [[&str; 4]; 4] =
        [["/", "|", "\\", "-"], ["[", "#", "]", "="], ["{", "H", "}", "~"], ["(", ":", ")", "."]];
    let set = if ascii { &PLAIN } else { &RICH };
    set[style % 4][part as usize]
}

/// The stripe for a margin at the left of the text.
pub fn stripe_mirrored(style: usize, part: Part, ascii: bool) -> &'static str {
    match stripe(style, part, ascii) {
        "╭" => "╮",
        "╰" => "╯",
        "╶" => "╴",
        "┏" => "┓",
        "┗" => "┛",
        "╺" => "╸",
        "╔" => "╗",
        "╚" => "╝",
        "┌" => "┐",
        "└" => "┘",
        "/" => "\\",
        "\\" => "/",
        same => same,
    }
}

/// How so many codings on a row are drawn in one cell.
pub fn density(codings: usize, ascii: bool) -> &'static str {
    const RICH: [&str; 5] = ["·", "░", "▒", "▓", "█"];
    const PLAIN: [&str; 5] = [".", "-", "+", "#", "@"];
    (if ascii { PLAIN } else { RICH })[codings.min(4)]
}

/// Fills cells of a row with a style, leaving what they show.
pub fn tint(buffer: &mut Buffer, x: u16, y: u16, wide: u16, style: Style) {
    buffer.set_style(Rect::new(x, y, wide, 1).intersection(buffer.area), style);
}
