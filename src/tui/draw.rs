//! The frame: where one is, the screen, what is held, what can be done. Drawing reads the state and changes nothing.

use super::action::{Act, on_screen};
use super::layout::{Columns, Frame, columns, dock, frame};
use super::paint::{put, put_right, rule};
use super::reader::Reader;
use super::reader::draw::Scene;
use super::reader::{units, view};
use super::state::{Overlay, Screen, State};
use super::{cases, codebook, company, grid, lists, overlays};
use crate::project::Project;
use crate::text::word_count;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Words are counted in passages up to this many bytes; beyond, nobody wants to know and a frame would wait for it.
const COUNTED: usize = 20_000;

/// Draws everything, and gives the cell of the focus.
pub fn draw(state: &State, project: &Project, buffer: &mut Buffer) -> Option<Position> {
    let parts = frame(state.size);
    let area = parts.body.union(parts.header).union(parts.status).union(parts.hint).intersection(buffer.area);
    if area.width < 2 || area.height == 0 {
        return None;
    }
    draw_header(state, project, &parts, buffer);
    if parts.ruled {
        rule(buffer, parts.body, parts.body.y - 1, state.look);
        rule(buffer, parts.body, parts.body.bottom(), state.look);
    }
    let cursor = match state.screen() {
        Screen::Reader(reader) => draw_reader(state, project, reader, parts.body, buffer),
        Screen::Passages(find) | Screen::Find(find) => {
            let over = overlays::height(state, parts.body.height).unwrap_or(0);
            let body = Rect { height: parts.body.height.saturating_sub(over), ..parts.body };
            super::find::draw::draw(state, project, find, body, buffer)
        }
        _ => {
            // The chosen row stays in sight above what lies over the list.
            let over = overlays::height(state, parts.body.height).unwrap_or(0);
            let room = Rect { height: parts.body.height.saturating_sub(over), ..parts.body };
            match state.screen() {
                Screen::Grid(one) => grid::draw(state, one, room, buffer),
                Screen::Cases(_) => cases::draw(state, project, room, buffer),
                _ => lists::draw(state, project, room, buffer),
            }
        }
    };
    if state.overlay.is_none() {
        draw_hints(state, project, parts.hint, buffer);
    }
    let prompt = draw_status(state, project, parts.status, buffer);
    super::popover::draw(state, project, buffer);
    let room = overlay_area(state, &parts).0;
    let over = overlays::draw(state, project, room, parts.body, buffer);
    over.or(prompt).or(cursor)
}

/// The scene of the reader as it is drawn now: an overlay may have made it scroll.
pub fn scene<'a>(state: &'a State, project: &'a Project, reader: &'a Reader) -> Scene<'a> {
    let parts = frame(state.size);
    let columns = columns(parts.body, &reader.sheet, state.manner.measure, state.alone);
    let (_, shrunk) = overlay_area(state, &parts);
    let height = shrunk.unwrap_or(parts.body.height);
    let top = match shrunk {
        Some(height) => view::reveal(&reader.sheet, reader.top, reader.held, reader.lead(), height.into()),
        None => reader.top,
    };
    Scene { reader, project, facts: &state.facts, look: state.look, columns, top, height }
}

/// Where the overlay is drawn, for the mouse.
pub fn overlay_room(state: &State) -> Rect {
    overlay_area(state, &frame(state.size)).0
}

/// Where the overlay goes, and how many rows are left to the reader when it has to make room.
fn overlay_area(state: &State, parts: &Frame) -> (Rect, Option<u16>) {
    let Some(wanted) = overlays::height(state, parts.body.height) else {
        return (parts.body, None);
    };
    let Some(reader) = state.reader() else {
        let height = wanted.min(parts.body.height);
        return (Rect { y: parts.body.bottom() - height, height, ..parts.body }, None);
    };
    let height = usize::from(parts.body.height);
    let sheet = &reader.sheet;
    let row = |byte: u32| view::rows_between(sheet, reader.top, view::locate(sheet, byte), height) as u16;
    let (from, to) = (row(reader.held.start), row(reader.held.end.saturating_sub(1).max(reader.held.start)));
    dock(parts.body, wanted, from.min(to), to)
}

fn draw_reader(state: &State, project: &Project, reader: &Reader, body: Rect, buffer: &mut Buffer) -> Option<Position> {
    let scene = scene(state, project, reader);
    let Columns { places, company, .. } = scene.columns;
    if reader.sheet.turns() == 0 {
        put(
            buffer,
            scene.columns.text.x,
            body.y + 1,
            scene.columns.text.width,
            "This document has no words.",
            state.look.quiet(),
        );
    }
    if places.width > 0 {
        company::draw_places(state, project, reader, places, buffer);
    }
    if company.width > 0 {
        company::draw(state, project, reader, company, buffer);
    }
    let cursor = scene.draw(buffer);
    let Some(Overlay::Pane(visit)) = &state.overlay else { return cursor };
    let chosen = super::panes::draw(state, project, *visit, &scene.columns, body, buffer);
    if let Some(cell) = chosen {
        let whole = [places, company].into_iter().find(|r| r.contains(cell)).filter(|_| !visit.zoomed).unwrap_or(body);
        super::paint::tint(buffer, cell.x, cell.y, (whole.right() - cell.x).saturating_sub(1), state.look.chosen());
    }
    chosen.or(cursor)
}

fn draw_header(state: &State, project: &Project, parts: &Frame, buffer: &mut Buffer) {
    let (area, look) = (parts.header, state.look);
    if area.height == 0 {
        return;
    }
    let title = super::facts::one_line(&project.title);
    let title = if title.is_empty() { state.file.clone() } else { title };
    let arrow = look.glyph(" ▸ ", " > ");
    let (trail, right) = match state.screen() {
        Screen::Documents(_) => (String::new(), lists::progress(state, project)),
        Screen::Matrices(_) => (format!("{arrow}matrices"), format!("{} saved", project.matrices.len())),
        Screen::Grid(one) => {
            let (name, facts) = grid::header(one, look, parts.body);
            (name, facts)
        }
        Screen::Cases(_) => cases::header(state, project),
        Screen::Reader(reader) => {
            let known = state.facts.document(reader.document);
            let case = if known.cases.is_empty() { String::new() } else { format!("{arrow}{}", known.cases) };
            let turn = reader.sheet.turn_at(reader.held.start) + 1;
            let mut place = format!("{} · coded {}% · turn {turn}/{}", state.coder, known.coded, reader.sheet.turns());
            // What is out of the ordinary comes first.
            let pen = state.pen_words().map(|p| format!("{} {p}", look.glyph("✎", "pen")));
            let mouse = (!state.mouse).then(|| state.told("mouse: terminal (‹mouse›)"));
            let (done, hidden) = super::blind::words(state, project, reader.document);
            for said in [state.shown.words(&state.coder), hidden, done, mouse, pen].into_iter().flatten() {
                place = format!("{said} · {place}");
            }
            (format!("{case}{arrow}{}", known.name), place)
        }
        Screen::Codes(_) => (format!("{arrow}codebook"), format!("{} codes", state.facts.tree.len())),
        Screen::Find(_) => (format!("{arrow}find"), state.coder.clone()),
        Screen::Passages(find) => {
            let path = find.of.map_or_else(|| "found".to_owned(), |code| state.facts.code(code).path);
            (format!("{arrow}passages{arrow}{path}"), state.coder.clone())
        }
        Screen::Memos(_) => (format!("{arrow}memos"), state.coder.clone()),
        Screen::History(_) => {
            (format!("{arrow}history"), format!("{} steps", state.history.first().map_or(0, |s| s.number)))
        }
    };
    let right = match &state.past {
        Some(past) => format!(
            "as it was after step {}, {}, read only · {right}",
            past.number,
            super::history::draw::moment(past.at)
        ),
        None => right,
    };
    let wide = u16::try_from(super::paint::columns(&right)).unwrap_or(u16::MAX).min(area.width * 2 / 3);
    put_right(buffer, area.right(), area.y, wide, &right, look.quiet());
    // Of a long trail the study's title is shortened first: where one is matters more.
    let room = usize::from(area.width.saturating_sub(wide + 2));
    let for_title = room.saturating_sub(super::paint::columns(&trail)).max(room.min(8));
    let x = put(buffer, area.x, area.y, u16::try_from(for_title).unwrap_or(u16::MAX), &title, look.heading());
    put(buffer, x, area.y, (area.x + room as u16).saturating_sub(x), &trail, look.heading());
}

/// What is held and what was just done; or what is being typed, with the cell of the cursor.
fn draw_status(state: &State, project: &Project, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    if area.height == 0 {
        return None;
    }
    let look = state.look;
    if let Some(Overlay::Find(line, ..)) = &state.overlay {
        return Some(draw_prompt(buffer, area, "/ ", line, "⏎ keep  Esc back", look));
    }
    if let Some(Overlay::Pane(visit)) = state.overlay.as_ref().filter(|_| state.toast.is_none()) {
        put(buffer, area.x, area.y, area.width, &super::panes::words(state, *visit), look.text());
        return None;
    }
    if let Some(list) = state.list().filter(|l| l.typing) {
        return Some(draw_prompt(buffer, area, "/ ", &list.filter, "⏎ keep  Esc all", look));
    }
    if let Some(progress) = &state.progress {
        put(buffer, area.x, area.y, area.width, &format!("{progress} … Esc stops"), look.good());
        return None;
    }
    if let Some(toast) = state.toast.as_ref().filter(|t| !(t.done && state.manner.calm)) {
        let mark = if toast.done { look.glyph("✓ ", "") } else { look.glyph("· ", "") };
        let undo = state.manner.keys.of(Act::Undo, look.ascii);
        let undo = if toast.undoable { format!("  {undo} undo") } else { String::new() };
        let style = if toast.done { look.good() } else { look.warn() };
        // How to take it back is seen however long the sentence is.
        let room = area.width.saturating_sub(super::paint::columns(&undo) as u16);
        let end = put(buffer, area.x, area.y, room, &format!("{mark}{}", toast.words), style);
        put(buffer, end, area.y, area.right().saturating_sub(end), &undo, look.quiet());
        return None;
    }
    let text = match state.screen() {
        Screen::Reader(reader) => held(state, reader),
        Screen::Grid(one) => state.told(&grid::status(one)),
        Screen::Cases(_) => cases::status(state, project),
        Screen::Codes(_) => codebook::status(state, project),
        Screen::Passages(find) | Screen::Find(find) => super::find::draw::status(state, find),
        _ => lists::status(state, project),
    };
    let end = put(buffer, area.x, area.y, area.width, &text, look.text());
    let alone = state.reader().is_some() && area.width < 100;
    if alone && end + 4 < area.right() {
        let room = area.right() - end - 3;
        put_right(buffer, area.right(), area.y, room, &quick_codes(state), look.quiet());
    }
    None
}

fn draw_prompt(
    buffer: &mut Buffer,
    area: Rect,
    sign: &str,
    line: &super::line::Line,
    foot: &str,
    look: super::look::Look,
) -> Position {
    let x = put(buffer, area.x, area.y, area.width, sign, look.heading());
    let wide = super::paint::columns(foot) as u16 + 2;
    let room = area.right().saturating_sub(x).saturating_sub(wide).max(1);
    let cursor = super::overlays::draw_line(buffer, Rect::new(x, area.y, room, 1), line, look);
    put_right(buffer, area.right(), area.y, wide.min(area.width / 3), foot, look.quiet());
    cursor
}

/// `13:2 · Marta · sentence · 18 words · on it: digital, trust`.
fn held(state: &State, reader: &Reader) -> String {
    let sheet = &reader.sheet;
    let turn = sheet.turn_at(reader.held.start);
    let mut parts = vec![reader.place()];
    if reader.anchor.is_some() {
        parts.insert(0, state.told("extending: ‹hold on› or Esc ends it"));
    }
    if reader.moving.is_some() {
        parts.insert(0, state.told("moving ends: ‹code› keeps, Esc leaves"));
    }
    if let Some(speaker) = sheet.content().structure.speaker_of(turn) {
        parts.push(super::facts::one_line(speaker));
    }
    parts.push(units::describe(sheet, reader.held));
    if reader.held.len() <= COUNTED {
        let words = word_count(reader.held.of(sheet.text()));
        parts.push(format!("{words} word{}", if words == 1 { "" } else { "s" }));
    }
    if !reader.marks.is_empty() {
        parts.push(format!("{} marked", reader.marks.len()));
    }
    let mut names: Vec<String> = Vec::new();
    let here = reader.here();
    // Of a whole document there are many, of few codes.
    let mut told = crate::id::IdMap::default();
    for stripe in here.iter().filter(|s| Some(s.id) == reader.focus || told.insert(s.code, ()).is_none()) {
        let name = state.facts.code(stripe.code).name;
        let name = if Some(stripe.id) == reader.focus { format!("[{name}]") } else { name };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if !names.is_empty() {
        parts.push(format!("on it: {}", names.join(", ")));
    }
    parts.join(" · ")
}

/// `1 trust  2 digital`.
pub fn quick_codes(state: &State) -> String {
    let slots = state.quick.iter().enumerate();
    let shown: Vec<String> =
        slots.filter_map(|(n, code)| code.map(|c| format!("{} {}", n + 1, state.facts.code(c).name))).collect();
    shown.join("  ")
}

/// The likeliest acts with their keys; those that cannot be done now are dim.
fn draw_hints(state: &State, project: &Project, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let look = state.look;
    let mut shown: Vec<_> = on_screen(state.scope()).filter(|a| a.hint.1 > 0).collect();
    shown.sort_by_key(|a| a.hint.1);
    let keys = &state.manner.keys;
    let tail = format!("{} keys", keys.of(Act::Keys, look.ascii));
    let end = area.right().saturating_sub(tail.len() as u16 + 1);
    let mut x = area.x;
    for action in shown.into_iter().filter(|a| a.act != Act::Keys) {
        let key = keys.first(action, look.ascii);
        if key.is_empty() {
            continue;
        }
        let wide = super::paint::columns(&key) + super::paint::columns(action.hint.0) + 1;
        if x + wide as u16 + 2 > end {
            continue;
        }
        let ready = super::ready::now(action, state, project).is_ok();
        let (of_key, of_word) = if ready { (look.heading(), look.text()) } else { (look.quiet(), look.quiet()) };
        x = put(buffer, x, area.y, area.width, &key, of_key) + 1;
        x = put(buffer, x, area.y, area.width, action.hint.0, of_word) + 2;
    }
    put_right(buffer, area.right(), area.y, tail.len() as u16, &tail, look.heading());
}
