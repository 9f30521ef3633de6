//! Rows of found passages: how many lines each takes, which are in sight, and how they are drawn.

use super::shown::Shown;
use super::{Around, Find, Grouping, lined};
use crate::memo::About;
use crate::project::Project;
use crate::text::Span;
use crate::tui::facts::one_line;
use crate::tui::look::{Bidi, Look};
use crate::tui::paint::{columns, put, tint};
use crate::tui::reader::rows::{Rows, mirror};
use crate::tui::state::State;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// One line of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Line {
    /// The heading of a group.
    Heading(u32),
    /// A line of a row: which row, and which of its lines.
    Row(usize, usize),
}

/// The columns of a row.
struct Columns {
    place: u16,
    words: u16,
}

fn parts(width: u16, find: &Find) -> Columns {
    let place = match (width, find.grouping()) {
        (0..=39, _) => 8,
        // A concordance needs its room for words.
        (40..=99, _) if find.lined.is_some() => 14,
        (40..=79, Grouping::Document) => 12,
        (40..=79, _) => 16,
        (_, Grouping::Document) => 16,
        _ => 26,
    };
    Columns { place, words: width.saturating_sub(place + 5).max(4) }
}

/// Lines of words that a row takes at most.
fn most(around: Around) -> usize {
    match around {
        Around::Nothing => 1,
        Around::Sentence => 4,
        Around::Turn => 12,
    }
}

/// How many lines a row takes: its words, and one for its codes where there is room.
fn height(find: &Find, row: usize, width: u16, coded: bool) -> usize {
    if find.lined.is_some() {
        return 1;
    }
    let shown = find.found.rows.get(row).and_then(|r| find.shown.get(&r.hit));
    let words = match (shown, find.around) {
        (Some(shown), Around::Sentence | Around::Turn) => {
            laid(shown, parts(width, find).words).rows.len().clamp(1, most(find.around))
        }
        _ => 1,
    };
    words + usize::from(coded)
}

fn laid(shown: &Shown, measure: u16) -> Rows {
    Rows::lay_out(&shown.text, Span::new(0, shown.text.len()), measure)
}

/// The lines in sight, so that the chosen row is among them with some before and after it.
pub fn lines(find: &Find, area: Rect) -> Vec<Line> {
    let rows = &find.found.rows;
    if rows.is_empty() || area.height == 0 {
        return Vec::new();
    }
    let (coded, tall) = (area.height >= 12, usize::from(area.height));
    let heading = |row: usize| {
        let first = row == 0 || rows[row - 1].group != rows[row].group;
        first && !find.found.groups[rows[row].group as usize].title.is_empty()
    };
    let cost = |row: usize| height(find, row, area.width, coded) + usize::from(heading(row));
    let at = find.list.at.min(rows.len() - 1);
    // Up from the chosen row until half the room is taken, then further up when little is left below.
    let (mut first, mut above) = (at, 0);
    while first > 0 && above + cost(first - 1) <= tall / 2 {
        first -= 1;
        above += cost(first);
    }
    let below: usize = (at..rows.len())
        .map(cost)
        .scan(0, |sum, c| {
            *sum += c;
            Some(*sum)
        })
        .take_while(|s| *s <= tall)
        .last()
        .unwrap_or(0);
    while first > 0 && above + below + cost(first - 1) <= tall {
        first -= 1;
        above += cost(first);
    }
    let mut out = Vec::new();
    for (row, of) in rows.iter().enumerate().skip(first) {
        if heading(row) {
            out.push(Line::Heading(of.group));
        }
        out.extend((0..height(find, row, area.width, coded)).map(|n| Line::Row(row, n)));
        if out.len() >= tall {
            break;
        }
    }
    out.truncate(tall);
    out
}

/// Draws the rows, and gives the cell of the chosen one.
pub fn draw(state: &State, project: &Project, find: &Find, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let look = state.look;
    let mut cursor = None;
    for (n, line) in lines(find, area).into_iter().enumerate() {
        let y = area.y + n as u16;
        match line {
            Line::Heading(group) => {
                let group = &find.found.groups[group as usize];
                let end = put(buffer, area.x, y, area.width.saturating_sub(6), &one_line(&group.title), look.heading());
                put(buffer, end + 2, y, 6, &group.count.to_string(), look.quiet());
            }
            Line::Row(row, n) => {
                draw_line(state, project, find, Rect { y, height: 1, ..area }, (row, n), buffer);
                if row == find.list.at {
                    let held = find.focus != super::Focus::Facets;
                    tint(buffer, area.x, y, area.width, if held { look.chosen() } else { look.marked() });
                    cursor = cursor.or(Some(Position::new(area.x, y)));
                }
            }
        }
    }
    cursor
}

fn draw_line(state: &State, project: &Project, find: &Find, area: Rect, (row, n): (usize, usize), buffer: &mut Buffer) {
    let look = state.look;
    let Some(at) = find.found.rows.get(row) else { return };
    let hit = &find.found.hits[at.hit as usize];
    let columns = parts(area.width, find);
    let x = area.x + 2 + columns.place + 1;
    put(buffer, x - 1, area.y, 1, look.glyph("│", "|"), look.quiet());
    let shown = find.shown.get(&at.hit);
    let laid = shown.map(|s| laid(s, columns.words));
    let count = laid.as_ref().map_or(1, |l| l.rows.len().clamp(1, most(find.around)));
    if n == 0 {
        let marked = find.marks.contains(&hit.passage);
        put(buffer, area.x, area.y, 1, if marked { look.glyph("✓", "*") } else { " " }, look.good());
        put(
            buffer,
            area.x + 2,
            area.y,
            columns.place.saturating_sub(1),
            &place(state, project, find, at.hit),
            look.quiet(),
        );
    }
    let words = Rect { x: x + 1, width: columns.words, ..area };
    if let Some(line) = shown.and_then(|s| s.line.as_ref()) {
        return lined::draw(line, words, look, buffer);
    }
    match (shown, &laid) {
        (Some(shown), Some(laid)) if n < count => {
            let end = draw_words(shown, laid, n, words, look, buffer);
            if n + 1 == count && laid.rows.len() > count {
                put(buffer, end + 1, area.y, 1, "…", look.quiet());
            }
        }
        (None, _) if n == 0 => {
            put(buffer, words.x, area.y, 1, "…", look.quiet());
        }
        _ => {
            draw_codes(state, project, hit.passage, words, buffer);
        }
    }
}

/// Where a row stands, without what its heading says.
fn place(state: &State, project: &Project, find: &Find, hit: u32) -> String {
    let passage = find.found.hits[hit as usize].passage;
    let known = state.facts.document(passage.document);
    let shown = find.shown.get(&hit);
    let turn = shown.map_or("", |s| s.place.as_str());
    match find.grouping() {
        _ if find.found.hits[hit as usize].case.is_some() => {
            let case = find.found.hits[hit as usize].case.and_then(|id| project.cases.get(&id));
            one_line(case.map_or("", |c| c.name.as_str()))
        }
        Grouping::Document => {
            let speaker = shown.map_or("", |s| s.speaker.as_str());
            format!("{turn} {speaker}")
        }
        Grouping::Case => format!("{} {turn}", known.name),
        _ if known.cases.is_empty() => format!("{} {turn}", known.name),
        _ => format!("{} {turn}", known.cases),
    }
}

/// Draws one row of words: what matched stands out, what is not of the passage stands back. Gives the cell after the last word.
pub fn draw_words(shown: &Shown, laid: &Rows, row: usize, area: Rect, look: Look, buffer: &mut Buffer) -> u16 {
    let mut end = area.x;
    for cluster in laid.clusters(&shown.text, row, area.width, look.bidi == Bidi::App) {
        let x = area.x + cluster.column;
        if x + cluster.width > area.right() {
            continue;
        }
        let style: Style = if shown.matches.iter().any(|m| m.overlaps(cluster.span)) {
            look.hit()
        } else if shown.names.iter().any(|n| n.overlaps(cluster.span)) {
            look.heading()
        } else if shown.passage.overlaps(cluster.span) {
            look.text()
        } else {
            look.quiet()
        };
        let (skip, length) = (usize::from(cluster.printed.0), usize::from(cluster.printed.1));
        let whole = cluster.span.of(&shown.text);
        let glyph = whole.get(skip..skip + length).unwrap_or("");
        let glyph = if cluster.mirrored { mirror(glyph) } else { glyph };
        put(buffer, x, area.y, cluster.width, if glyph.trim().is_empty() { " " } else { glyph }, style);
        end = end.max(x + cluster.width);
    }
    end.min(area.right().saturating_sub(1))
}

/// The codes on a passage in their colours, and whether it has a memo or is telling.
pub fn draw_codes(
    state: &State,
    project: &Project,
    passage: crate::coding::Passage,
    area: Rect,
    buffer: &mut Buffer,
) -> u16 {
    let look = state.look;
    let mut seen = Vec::new();
    let mut x = area.x;
    let mut telling = false;
    for coding in project.codings.on(passage).filter(|c| !state.facts.hides(c)) {
        telling |= coding.telling;
        if seen.contains(&coding.code) {
            continue;
        }
        seen.push(coding.code);
        let known = state.facts.code(coding.code);
        if x + columns(&known.path) as u16 + 3 > area.right() {
            put(buffer, x, area.y, 1, "…", look.quiet());
            return x + 1;
        }
        if x > area.x {
            x = put(buffer, x, area.y, 3, " · ", look.quiet());
        }
        x = put(buffer, x, area.y, area.right() - x, &known.path, look.code(known.theme, known.colour));
    }
    if seen.is_empty() {
        x = put(buffer, x, area.y, area.width, look.glyph("–", "-"), look.quiet());
    }
    let noted = project.memos.values().any(
        |m| matches!(m.about, About::Passage(p) if p.document == passage.document && p.span.overlaps(passage.span)),
    );
    for (there, glyph) in [(noted, look.glyph("✎", "m")), (telling, "!")] {
        if there {
            x = put(buffer, x + 1, area.y, area.right().saturating_sub(x + 1), glyph, look.heading());
        }
    }
    x
}
