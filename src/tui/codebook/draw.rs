use super::chosen;
use super::shown::{bar, left_out};
use crate::id::CodeId;
use crate::memo::About;
use crate::project::{Project, count};
use crate::tui::layout::Zoom;
use crate::tui::lists::first_row;
use crate::tui::paint::{Part, lines, put, put_right, stripe, tint};
use crate::tui::state::State;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Rows under the tree for the definition, where there is no room beside it.
const BELOW: u16 = 7;

/// Where the tree stands, and where the definition.
fn parts(body: Rect, zoom: Zoom) -> (Rect, Rect) {
    if zoom != Zoom::Both {
        return zoom.parts(body);
    }
    if body.width >= 100 {
        let side = body.width * 2 / 5;
        let tree = Rect { width: body.width - side, ..body };
        return (tree, Rect { x: tree.right(), width: side, ..body });
    }
    let below = if body.height >= 2 * BELOW { BELOW } else { 0 };
    let tree = Rect { height: body.height - below, ..body };
    (tree, Rect { y: tree.bottom(), height: below, ..body })
}

/// Where the rows of the tree stand, for the mouse.
pub fn rows_area(body: Rect, zoom: Zoom) -> Rect {
    parts(body, zoom).0
}

/// Draws the tree with the definition of the chosen code, and gives the cell of the chosen row. The caller has seen that there are codes.
pub fn draw(state: &State, project: &Project, body: Rect, buffer: &mut Buffer) -> Option<Position> {
    let (tree, side) = parts(body, state.zoom);
    let codes = state.codes();
    let at = state.list()?.at.min(codes.len().checked_sub(1)?);
    let first = first_row(at, codes.len(), tree.height.into());
    for (n, code) in codes.iter().enumerate().skip(first).take(tree.height.into()) {
        let y = tree.y + (n - first) as u16;
        draw_code(buffer, Rect { y, height: 1, ..tree }, state, project, *code);
        if n == at {
            tint(buffer, tree.x, y, tree.width, state.look.chosen());
        }
    }
    if let (Some(code), true) = (chosen(state), side.height > 1 && side.width > 4) {
        draw_side(state, project, code, side, side.y > body.y, buffer);
    }
    Some(Position::new(tree.x, tree.y + (at - first) as u16))
}

fn draw_code(buffer: &mut Buffer, area: Rect, state: &State, project: &Project, id: CodeId) {
    let (look, known) = (state.look, state.facts.code(id));
    let filter = state.list().map_or("", |l| l.filter.text());
    let filtered = !state.book.view.is_tree(filter);
    let indent = if filtered { 0 } else { 2 * known.depth.min(12) as u16 };
    let style = look.code(known.theme, known.colour);
    if state.book.marks.contains(&id) {
        put(buffer, area.x, area.y, 1, look.glyph("✓", "*"), look.good());
    }
    let x = put(buffer, area.x + 1 + indent, area.y, 2, stripe(known.style, Part::First, look.ascii), style) + 1;
    let name = if filtered { &known.path } else { &known.name };
    let figures = 26.min(area.width / 3);
    let edge = area.right().saturating_sub(figures);
    let bars = area.x + area.width.saturating_sub(figures) * 3 / 5;
    let room = if state.book.view.by_count { bars } else { edge }.saturating_sub(x + 1);
    let mut end = put(buffer, x, area.y, room, name, if known.depth == 0 { look.heading() } else { look.text() });
    let mut counts = used(state, id, area.width);
    if let Some((below, codings)) = left_out(state, project, id) {
        end = put(
            buffer,
            end,
            area.y,
            edge.saturating_sub(end),
            &format!("  {} {below}", look.glyph("▸", ">")),
            look.quiet(),
        );
        let wide = counts.len();
        counts = format!("{:<wide$}", format!("{codings:>5}+"));
    }
    put_right(buffer, area.right().saturating_sub(1), area.y, figures, &counts, look.quiet());
    if let Some(slot) = state.quick.iter().position(|q| *q == Some(id)) {
        put_right(buffer, area.right().saturating_sub(1), area.y, 1, &(slot + 1).to_string(), look.heading());
    }
    if state.book.view.by_count {
        let most = state.facts.tree.iter().map(|c| state.facts.code(*c).codings).max().unwrap_or(0);
        let room = edge.saturating_sub(bars + 1).min(40);
        put(buffer, bars, area.y, room, &bar(known.codings, most, room, look.ascii), style);
        return;
    }
    let definition = project.codebook.get(id).map(|c| if c.short.is_empty() { &c.definition } else { &c.short });
    let column = (area.x + 34).max(end + 2);
    if let Some(definition) = definition.filter(|_| column + figures + 12 < area.right()) {
        let room = area.right() - figures - column - 1;
        put(buffer, column, area.y, room, &crate::tui::facts::one_line(definition), look.quiet());
    }
}

/// How often a code is used: `12 in 5 d, 3 c` are twelve passages in five documents and three cases.
fn used(state: &State, code: CodeId, width: u16) -> String {
    let known = state.facts.code(code);
    let cases = state.facts.cases.as_ref().map(|cases| cases.get(&code).copied().unwrap_or(0));
    match cases.filter(|_| width >= 60) {
        Some(cases) => format!("{:>5} in {:>3} d, {:>3} c  ", known.codings, known.documents, cases),
        None => format!("{:>5} in {:>3}  ", known.codings, known.documents),
    }
}

/// Everything a code says of itself, as lines: a heading before each part.
pub fn definition(project: &Project, code: CodeId, width: u16, most: usize) -> Vec<(bool, String)> {
    let Some(code) = project.codebook.get(code) else { return Vec::new() };
    let parts = [
        ("", &code.short),
        ("", &code.definition),
        ("use when", &code.use_when),
        ("not when", &code.not_when),
        ("example", &code.example),
    ];
    let mut out = Vec::new();
    for (title, text) in parts.into_iter().filter(|(_, t)| !t.trim().is_empty()) {
        if !title.is_empty() {
            out.push((true, title.to_owned()));
        }
        out.extend(lines(text, width, most).into_iter().map(|l| (false, l)));
    }
    out.truncate(most);
    out
}

fn draw_side(state: &State, project: &Project, code: CodeId, area: Rect, below: bool, buffer: &mut Buffer) {
    let look = state.look;
    let (x, width) =
        if below { (area.x + 1, area.width.saturating_sub(2)) } else { (area.x + 2, area.width.saturating_sub(3)) };
    if below {
        crate::tui::paint::rule(buffer, area, area.y, look);
    } else if area.x > 0 {
        for y in area.top()..area.bottom() {
            put(buffer, area.x, y, 1, look.glyph("│", "|"), look.quiet());
        }
    }
    let known = state.facts.code(code);
    let top = area.y + u16::from(below);
    put(buffer, x, top, width, &known.path, look.heading());
    let gap = if below { 1 } else { 2 };
    let room = area.bottom().saturating_sub(top + gap);
    let mut text = definition(project, code, width, room.into());
    if text.is_empty() {
        text.push((true, state.told("no definition yet: ‹edit code› writes one")));
    }
    let cases = state.facts.cases.as_ref().map(|cases| count(cases.get(&code).copied().unwrap_or(0), "case"));
    let used = [Some(count(known.codings, "passage")), Some(count(known.documents, "document")), cases];
    text.push((true, format!("used: {}", used.into_iter().flatten().collect::<Vec<_>>().join(" · "))));
    let memo = project.memos.values().find(|m| m.about == About::Code(code));
    if let Some(memo) = memo {
        text.push((true, "memo".to_owned()));
        text.extend(lines(&memo.text, width, 6).into_iter().map(|l| (false, l)));
    }
    if let Some(own) = project.codebook.get(code).filter(|_| !below) {
        let alike: Vec<String> =
            project.codebook.look_alikes(&own.name, Some(code)).iter().map(|c| state.facts.code(c.id).path).collect();
        if !alike.is_empty() {
            text.push((true, "looks like".to_owned()));
            text.push((false, alike.join(", ")));
        }
    }
    for (n, (heading, line)) in text.iter().take(room.into()).enumerate() {
        put(buffer, x, top + gap + n as u16, width, line, if *heading { look.quiet() } else { look.text() });
    }
}
