//! The screen of found passages: the query with what it means, what is counted beside the results, the results, and the chosen one in its place.

use super::{Asked, Find, Focus, facets, lined, preview, rows};
use crate::project::Project;
use crate::tui::ask::suggest_rows;
use crate::tui::facts::one_line;
use crate::tui::layout::Zoom;
use crate::tui::lists::first_row;
use crate::tui::overlays::draw_line;
use crate::tui::paint::{columns, put, put_right, rule, tint};
use crate::tui::state::State;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

/// Where everything stands; a part that has no room is empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    /// The query and what it means.
    pub prompt: Rect,
    /// What is counted.
    pub facets: Rect,
    /// The results.
    pub rows: Rect,
    /// The chosen result in its place.
    pub preview: Rect,
}

/// Divides the body among the parts: facets from 100 columns on, or when they take the keys; a preview below the results from 120, beside them from 160.
pub fn parts(body: Rect, focus: Focus, zoom: Zoom) -> Parts {
    let head = match body.height {
        0..=3 => 1,
        4..=7 => 2,
        _ => 3,
    };
    let prompt = Rect { height: head.min(body.height), ..body };
    let rest = Rect { y: body.y + prompt.height, height: body.height - prompt.height, ..body };
    // The facets are seen while they take the keys, whatever else is.
    if zoom != Zoom::Both && focus != Focus::Facets {
        let (rows, preview) = zoom.parts(rest);
        return Parts { prompt, rows, preview, facets: Rect { width: 0, ..rest } };
    }
    let wanted = if body.width >= 100 {
        26
    } else if focus == Focus::Facets {
        (body.width / 2).min(36)
    } else {
        0
    };
    let facets = Rect { width: wanted, ..rest };
    let right = Rect { x: rest.x + wanted, width: rest.width - wanted, ..rest };
    let (rows, preview) = if body.width >= 160 && rest.height >= 6 {
        let side = right.width * 2 / 5;
        (Rect { width: right.width - side, ..right }, Rect { x: right.right() - side, width: side, ..right })
    } else if body.width >= 120 && rest.height >= 20 {
        let below = rest.height / 3;
        (Rect { height: right.height - below, ..right }, Rect { y: right.bottom() - below, height: below, ..right })
    } else {
        (right, Rect::default())
    };
    Parts { prompt, facets, rows, preview }
}

/// Draws the screen, and gives the cell of what takes the keys.
pub fn draw(state: &State, project: &Project, find: &Find, body: Rect, buffer: &mut Buffer) -> Option<Position> {
    let parts = parts(body, find.focus, state.zoom);
    let prompt = draw_prompt(state, find, parts.prompt, buffer);
    let facet = draw_facets(state, find, parts.facets, buffer);
    let row = rows::draw(state, project, find, parts.rows, buffer);
    if find.found.rows.is_empty() {
        draw_empty(state, find, parts.rows, buffer);
    }
    if parts.preview.width > 0 {
        let beside = parts.preview.y == parts.rows.y;
        preview::draw(state, project, find, parts.preview, beside, buffer);
    }
    match find.focus {
        Focus::Prompt => {
            draw_offers(
                state,
                find,
                Rect { y: parts.prompt.bottom(), height: parts.rows.height, ..parts.prompt },
                buffer,
            );
            Some(prompt)
        }
        Focus::Rows => row.or(Some(prompt)),
        Focus::Facets => facet.or(row),
    }
}

/// The query, with the place that is not understood underlined; under it what it means.
fn draw_prompt(state: &State, find: &Find, area: Rect, buffer: &mut Buffer) -> Position {
    let look = state.look;
    let count = match find.asked {
        Asked::Slow => "looking … Esc stops".to_owned(),
        Asked::Stopped => "stopped: Enter looks again".to_owned(),
        _ => find.count(),
    };
    let wide = (columns(&count) as u16).min(area.width / 2);
    put_right(buffer, area.right(), area.y, wide, &count, look.quiet());
    let x = put(buffer, area.x, area.y, 2, look.glyph("› ", "> "), look.heading());
    let room = Rect { x, width: area.right().saturating_sub(x + wide + 2).max(4), height: 1, ..area };
    let cursor = draw_line(buffer, room, &find.line, look);
    if let Some(problem) = &find.reading.problem {
        underline(find, problem.points.start as usize, problem.points.end as usize, room, cursor, buffer);
    }
    if area.height > 1 {
        let (words, style) = match (&find.refused, &find.reading.problem) {
            (Some(why), _) => (why.clone(), look.warn()),
            (None, Some(_)) => (find.reading.line(), look.warn()),
            (None, None) if find.reading.words.is_empty() => (
                "words, \"exact words\", code: case: doc: speaker: case.attribute: … and what you type is completed"
                    .to_owned(),
                look.quiet(),
            ),
            (None, None) => (find.reading.words.clone(), look.quiet()),
        };
        put(buffer, area.x + 2, area.y + 1, area.width.saturating_sub(2), &one_line(&words), style);
    }
    if area.height > 2 {
        rule(buffer, area, area.y + 2, look);
    }
    cursor
}

/// Underlines code points of the query, where they are in sight.
fn underline(find: &Find, start: usize, end: usize, room: Rect, cursor: Position, buffer: &mut Buffer) {
    let text = find.line.text();
    let byte = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(at, _)| at);
    let (start, end) = (byte(start), byte(end.max(start + 1)));
    // The line may be scrolled: columns are counted from the cursor.
    let before = columns(find.line.before()) as i32;
    let place = |at: usize| i32::from(cursor.x) + columns(&text[..at]) as i32 - before;
    let (from, to) = (place(start).max(room.x.into()), place(end).min(room.right().into()));
    if from < to {
        let area = Rect::new(from as u16, room.y, (to - from) as u16, 1).intersection(buffer.area);
        buffer.set_style(area, ratatui::style::Style::new().add_modifier(Modifier::UNDERLINED | Modifier::BOLD));
    }
}

/// What could be typed next, over the uppermost results.
fn draw_offers(state: &State, find: &Find, area: Rect, buffer: &mut Buffer) {
    let look = state.look;
    let rows: Vec<(&str, &str)> = find.offers.iter().map(|o| (o.text.as_str(), o.note.as_str())).collect();
    let shift = columns(find.line.before()).min(usize::from(area.width / 2)) as u16;
    let area = Rect { x: area.x + shift, width: area.width.saturating_sub(shift).min(70), ..area };
    suggest_rows(&rows, find.offer, area, look, buffer);
}

/// What is counted beside the results; gives the cell of the chosen value.
fn draw_facets(state: &State, find: &Find, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    if area.width < 8 || area.height == 0 {
        return None;
    }
    let look = state.look;
    for y in area.top()..area.bottom() {
        put(buffer, area.right() - 1, y, 1, look.glyph("│", "|"), look.quiet());
    }
    let width = area.width - 2;
    let mut lines: Vec<(Option<usize>, String, String)> = Vec::new();
    let mut n = 0;
    for facet in &find.facets {
        lines.push((None, one_line(&facet.title), String::new()));
        for value in &facet.values {
            lines.push((Some(n), one_line(&value.label), value.count.to_string()));
            n += 1;
        }
        if facet.more > 0 {
            lines.push((None, format!("  and {} more", facet.more), String::new()));
        }
    }
    if lines.is_empty() {
        let words = if find.is_busy() { "counting …" } else { "nothing to count" };
        put(buffer, area.x, area.y, width, words, look.quiet());
        return None;
    }
    let chosen = lines.iter().position(|(row, ..)| *row == Some(find.facet_list.at)).unwrap_or(0);
    let first = first_row(chosen, lines.len(), area.height.into());
    let first = if chosen < usize::from(area.height) { 0 } else { first };
    let mut cursor = None;
    for (offset, (row, label, count)) in lines.iter().skip(first).take(area.height.into()).enumerate() {
        let y = area.y + offset as u16;
        if row.is_none() {
            put(buffer, area.x, y, width, label, look.quiet());
            continue;
        }
        let wide = count.len() as u16;
        put(buffer, area.x + 2, y, width.saturating_sub(wide + 3), label, look.text());
        put_right(buffer, area.x + width, y, wide, count, look.text());
        if find.focus == Focus::Facets && first + offset == chosen {
            tint(buffer, area.x, y, width, look.chosen());
            cursor = Some(Position::new(area.x, y));
        }
    }
    cursor
}

/// The value that stands in a row of the screen, by its number.
pub fn facet_at(find: &Find, area: Rect, y: u16) -> Option<usize> {
    let wanted = usize::from(y.checked_sub(area.y)?);
    let mut line = 0;
    let mut n = 0;
    for facet in &find.facets {
        line += 1;
        if (line..line + facet.values.len()).contains(&wanted) {
            return Some(n + wanted - line);
        }
        line += facet.values.len() + usize::from(facet.more > 0);
        n += facet.values.len();
    }
    None
}

fn draw_empty(state: &State, find: &Find, area: Rect, buffer: &mut Buffer) {
    let words = if find.line.text().trim().is_empty() {
        ["Type what you look for: results come as you type.", "^R shows what you asked lately, and what is saved."]
    } else if find.is_busy() || find.reading.problem.is_some() || find.refused.is_some() || find.asked == Asked::Stopped
    {
        ["", ""]
    } else {
        ["Nothing is found.", "Fewer conditions find more; a word finds all its forms."]
    };
    for (n, line) in words.iter().enumerate().take(area.height.saturating_sub(1).into()) {
        put(buffer, area.x + 2, area.y + 1 + n as u16, area.width.saturating_sub(2), line, state.look.quiet());
    }
}

/// What is said of the chosen row.
pub fn status(state: &State, find: &Find) -> String {
    if find.focus == Focus::Facets {
        let chosen = facets::rows(&find.facets).nth(find.facet_list.at);
        return chosen.map_or_else(String::new, |(facet, value)| {
            format!("{}: {} · {} adds {} to the query", facet.title, value.count, state.told("‹narrow›"), value.term)
        });
    }
    if find.found.rows.is_empty() {
        return String::new();
    }
    let order = if find.lined.is_some() { lined::word(find.lined) } else { find.by.word() };
    let mut parts = vec![format!("row {} of {}", find.list.at + 1, find.found.rows.len()), order.to_owned()];
    if find.left_out > 0 {
        parts.push(format!("places of the first {} results, {} left out", lined::MOST, find.left_out));
    }
    if !find.marks.is_empty() {
        parts.push(format!("{} marked", find.marks.len()));
    }
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_never_overlap_and_stay_in_the_body() {
        for width in 1..=300 {
            for height in [1, 3, 8, 19, 40] {
                for focus in [Focus::Prompt, Focus::Rows, Focus::Facets] {
                    let body = Rect::new(0, 2, width, height);
                    let p = parts(body, focus, Zoom::Both);
                    let all = [p.prompt, p.facets, p.rows, p.preview];
                    for (n, a) in all.iter().enumerate() {
                        assert!(
                            a.is_empty() || body.contains(Position::new(a.right() - 1, a.bottom() - 1)),
                            "{width}: {p:?}"
                        );
                        assert!(all[n + 1..].iter().all(|b| a.intersection(*b).is_empty()), "{width}×{height}: {p:?}");
                    }
                }
            }
        }
        assert!(parts(Rect::new(0, 0, 120, 35), Focus::Rows, Zoom::Both).preview.height > 0);
        assert!(parts(Rect::new(0, 0, 80, 19), Focus::Rows, Zoom::Both).facets.is_empty());
    }
}
