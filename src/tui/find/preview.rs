//! The chosen result in its place: the turns around it, and what is coded there.

use super::{Find, rows};
use crate::project::Project;
use crate::text::Span;
use crate::tui::paint::{put, rule};
use crate::tui::reader::rows::Rows;
use crate::tui::state::State;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws it, beside the results or below them.
pub fn draw(state: &State, project: &Project, find: &Find, area: Rect, beside: bool, buffer: &mut Buffer) {
    let look = state.look;
    let inner = if beside {
        for y in area.top()..area.bottom() {
            put(buffer, area.x, y, 1, look.glyph("│", "|"), look.quiet());
        }
        Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area }
    } else {
        rule(buffer, area, area.y, look);
        Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(1),
            height: area.height.saturating_sub(1),
        }
    };
    let Some(row) = find.row() else { return };
    let passage = find.found.hits[row.hit as usize].passage;
    let known = state.facts.document(passage.document);
    let Some((_, shown)) = &find.preview else { return };
    let case = if known.cases.is_empty() { String::new() } else { format!("{} · ", known.cases) };
    let speaker = if shown.speaker.is_empty() { String::new() } else { format!(" · {}", shown.speaker) };
    let head = format!("{case}{} {}{speaker}", known.name, shown.place);
    put(buffer, inner.x, inner.y, inner.width, &head, look.heading());
    rows::draw_codes(state, project, passage, Rect { y: inner.y + 1, height: 1, ..inner }, buffer);
    let gap = u16::from(inner.height > 12);
    let words = Rect { y: inner.y + 2 + gap, height: inner.height.saturating_sub(2 + gap), ..inner };
    let laid = Rows::lay_out(&shown.text, Span::new(0, shown.text.len()), words.width);
    // What matched, or the passage, is in sight, whatever stands before it.
    let at = laid.row_of(shown.matches.first().map_or(shown.passage.start, |m| m.start));
    let room = usize::from(words.height);
    let first = if at + 2 < room { 0 } else { at.saturating_sub(room / 3).min(laid.rows.len().saturating_sub(room)) };
    for (n, row) in (first..laid.rows.len()).take(room).enumerate() {
        rows::draw_words(shown, &laid, row, Rect { y: words.y + n as u16, height: 1, ..words }, look, buffer);
    }
}
