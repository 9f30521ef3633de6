//! What stands beside the text when there is room: at the right the codings of the passage, the codebook and the numbered codes; at the left the documents
//! and the questions.

use super::lists::{definition, first_row};
use super::paint::{Part, columns, lines, put, put_right, stripe, tint};
use super::reader::Reader;
use super::state::State;
use crate::memo::About;
use crate::project::Project;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Draws the pane at the right: a column of sections under one another.
pub fn draw(state: &State, project: &Project, reader: &Reader, area: Rect, buffer: &mut Buffer) {
    let look = state.look;
    for y in area.top()..area.bottom() {
        put(buffer, area.x, y, 1, look.glyph("│", "|"), look.quiet());
    }
    let area = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
    let quick = quick_rows(state, area.width);
    let below = quick.len() as u16 + 2;
    let mut y = draw_selection(state, project, reader, area, buffer) + 1;
    let left = area.bottom().saturating_sub(y);
    let mut rest = left;
    if !quick.is_empty() && left > below + 6 {
        rest -= below;
        put(buffer, area.x, area.bottom() - below + 1, area.width, "NUMBERED CODES", look.quiet());
        for (n, row) in quick.iter().enumerate() {
            put(buffer, area.x, area.bottom() - below + 2 + n as u16, area.width, row, look.text());
        }
    }
    if let Some(code) = state.code_in_hand(project).filter(|_| rest > 20) {
        let text = definition(project, code, area.width, 7);
        if !text.is_empty() {
            let top = y + rest - text.len() as u16 - 1;
            put(buffer, area.x, top, area.width, &format!("DEFINITION  {}", state.facts.code(code).name), look.quiet());
            for (n, (_, line)) in text.iter().enumerate() {
                put(buffer, area.x, top + 1 + n as u16, area.width, line, look.text());
            }
            rest -= text.len() as u16 + 2;
        }
    }
    if rest > 3 {
        put(buffer, area.x, y, area.width, &format!("CODEBOOK  {} codes", state.facts.tree.len()), look.quiet());
        y += 1;
        draw_codebook(state, project, Rect { y, height: rest - 1, ..area }, buffer);
    }
}

/// The codings on the passage, then its memo; gives the row after them.
fn draw_selection(state: &State, project: &Project, reader: &Reader, area: Rect, buffer: &mut Buffer) -> u16 {
    let look = state.look;
    let here = reader.here();
    put(buffer, area.x, area.y, area.width, "ON THE PASSAGE", look.quiet());
    if here.len() > 1 {
        put_right(buffer, area.right(), area.y, 6, "; next", look.quiet());
    }
    let mut y = area.y + 1;
    let most = usize::from(area.height / 3).max(2);
    for found in here.iter().take(most) {
        let known = state.facts.code(found.code);
        let style = look.code(known.theme, known.colour);
        let focused = reader.focus == Some(found.id);
        put(buffer, area.x, y, 1, if focused { look.glyph("▸", ">") } else { " " }, look.text());
        put(buffer, area.x + 1, y, 1, stripe(known.style, Part::First, look.ascii), style);
        let who = project.coder_name(found.coder);
        let who = if who == state.coder { String::new() } else { format!(" {}", super::facts::one_line(who)) };
        let place = format!("{}{}{who}", if found.telling { "! " } else { "" }, reader.place_of(found.span));
        let wide = (columns(&place) as u16).min(area.width / 2);
        let room = area.width.saturating_sub(wide + 4);
        let fits = columns(&known.path) <= usize::from(room);
        let style = if focused { style.add_modifier(Modifier::BOLD) } else { style };
        put(buffer, area.x + 3, y, room, if fits { &known.path } else { &known.name }, style);
        put_right(buffer, area.right(), y, wide, &place, look.quiet());
        y += 1;
    }
    if here.len() > most {
        put(buffer, area.x + 3, y, area.width, &format!("and {} more", here.len() - most), look.quiet());
        y += 1;
    }
    if here.is_empty() {
        put(buffer, area.x + 1, y, area.width, "nothing yet", look.quiet());
        y += 1;
    }
    let memos = project.memos.values().filter(
        |m| matches!(m.about, About::Passage(p) if p.document == reader.document && p.span.overlaps(reader.held)),
    );
    for memo in memos.take(2) {
        for (n, line) in lines(&memo.text, area.width.saturating_sub(3), 3).iter().enumerate() {
            let mark = if n == 0 { look.glyph("✎", "m") } else { " " };
            put(buffer, area.x + 1, y, 1, mark, look.warn());
            put(buffer, area.x + 3, y, area.width.saturating_sub(3), line, look.text());
            y += 1;
        }
    }
    y
}

fn draw_codebook(state: &State, project: &Project, area: Rect, buffer: &mut Buffer) {
    let look = state.look;
    let hand = state.code_in_hand(project);
    let at = hand.and_then(|code| state.facts.tree.iter().position(|c| *c == code)).unwrap_or(0);
    let first = first_row(at, state.facts.tree.len(), area.height.into());
    for (n, code) in state.facts.tree.iter().skip(first).take(area.height.into()).enumerate() {
        let (known, y) = (state.facts.code(*code), area.y + n as u16);
        let indent = 2 * known.depth.min(6) as u16;
        let style = look.code(known.theme, known.colour);
        put(buffer, area.x + indent, y, 1, stripe(known.style, Part::First, look.ascii), style);
        let room = area.width.saturating_sub(indent + 8);
        put(buffer, area.x + indent + 2, y, room, &known.name, look.text());
        put_right(buffer, area.right(), y, 5, &known.codings.to_string(), look.quiet());
        if hand == Some(*code) {
            tint(buffer, area.x, y, area.width, look.heading());
        }
    }
}

/// The numbered codes in columns.
fn quick_rows(state: &State, width: u16) -> Vec<String> {
    let used = state.quick.iter().rposition(Option::is_some).map_or(0, |n| n + 1);
    let across = usize::from(width / 14).clamp(1, 3);
    let down = used.div_ceil(across);
    let room = usize::from(width) / across;
    let cell = |n: usize| {
        let name = state.quick.get(n).copied().flatten().map(|c| state.facts.code(c).name).unwrap_or_default();
        let mut text = if name.is_empty() { String::new() } else { format!("{} {name}", n + 1) };
        while columns(&text) + 1 > room {
            text.pop();
        }
        let pad = room.saturating_sub(columns(&text));
        format!("{text}{}", " ".repeat(pad))
    };
    (0..down).map(|row| (0..across).map(|column| cell(column * down + row)).collect()).collect()
}

/// Draws the pane at the left: documents with how much of them is coded, and the questions of this one.
pub fn draw_places(state: &State, reader: &Reader, area: Rect, buffer: &mut Buffer) {
    let look = state.look;
    for y in area.top()..area.bottom() {
        put(buffer, area.right() - 1, y, 1, look.glyph("│", "|"), look.quiet());
    }
    let width = area.width - 2;
    let questions = &reader.sheet.content().structure.questions;
    let half = if questions.is_empty() { area.height } else { area.height / 2 };
    put(buffer, area.x, area.y, width, &format!("DOCUMENTS  {}", state.facts.list.len()), look.quiet());
    let room = half.saturating_sub(2);
    let at = state.facts.list.iter().position(|d| *d == reader.document).unwrap_or(0);
    let first = first_row(at, state.facts.list.len(), room.into());
    for (n, id) in state.facts.list.iter().skip(first).take(room.into()).enumerate() {
        let (known, y) = (state.facts.document(*id), area.y + 1 + n as u16);
        let here = *id == reader.document;
        put(buffer, area.x, y, 1, if here { look.glyph("▸", ">") } else { " " }, look.text());
        put(
            buffer,
            area.x + 2,
            y,
            width.saturating_sub(8),
            &known.name,
            if here { look.heading() } else { look.text() },
        );
        put_right(buffer, area.x + width, y, 5, &format!("{}%", known.coded), look.quiet());
    }
    if questions.is_empty() {
        return;
    }
    let top = area.y + half;
    put(buffer, area.x, top, width, "QUESTIONS", look.quiet());
    let turn = reader.sheet.turn_at(reader.held.start) as u32;
    let at = questions.partition_point(|q| q.first <= turn).saturating_sub(1);
    let room = area.bottom().saturating_sub(top + 1);
    let first = first_row(at, questions.len(), room.into());
    for (n, question) in questions.iter().enumerate().skip(first).take(room.into()) {
        let y = top + 1 + (n - first) as u16;
        let words = super::facts::one_line(question.span.of(reader.sheet.text()));
        let here = n == at && question.first <= turn && turn < question.last;
        put(buffer, area.x, y, 1, if here { look.glyph("▸", ">") } else { " " }, look.text());
        put_right(buffer, area.x + 5, y, 4, &(question.first + 1).to_string(), look.quiet());
        put(buffer, area.x + 6, y, width.saturating_sub(6), &words, if here { look.heading() } else { look.text() });
    }
}
