//! What lies over a screen: the picker, the chooser, notes, the keys, the palette. None of them covers the passage.

use super::action::{ACTIONS, Act, Action, Group, on_screen};
use super::line::Line;
use super::lists::first_row;
use super::look::Look;
use super::paint::{Part, boxed, columns, put, put_right, stripe, tint};
use super::state::{Chooser, Overlay, Purpose, State};
use crate::project::Project;
use crate::text::{fold, graphemes, word_count};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

/// How many rows an overlay wants under or over the passage; `None` when it takes the whole body or none of it.
pub fn height(state: &State, body: u16) -> Option<u16> {
    match state.overlay.as_ref()? {
        Overlay::Code(_) => Some((body * 3 / 5).clamp(8, 18)),
        Overlay::InVivo(_) => Some(5),
        Overlay::Choose(chooser) => Some((chooser.codings.len() as u16 + 2).clamp(4, 12)),
        Overlay::Memo(_) => Some((body / 2).clamp(6, 14)),
        Overlay::Form(form) => Some(super::form::height(form, body)),
        Overlay::Ask(ask) => Some(ask.height()),
        Overlay::Menu(menu) => Some(menu.height(state)),
        Overlay::Find(..) | Overlay::Keys(_) | Overlay::Palette(..) | Overlay::Jump(_) | Overlay::Pane(_) => None,
    }
}

/// Draws the overlay in the room it has, and gives the cell of its cursor.
pub fn draw(state: &State, project: &Project, room: Rect, body: Rect, buffer: &mut Buffer) -> Option<Position> {
    match state.overlay.as_ref()? {
        Overlay::Find(..) | Overlay::Pane(_) => None,
        Overlay::Jump(typed) => {
            super::jump::draw(state, project, typed, buffer);
            None
        }
        Overlay::Code(picker) => Some(super::picker::draw::draw(state, project, picker, room, buffer)),
        Overlay::InVivo(line) => Some(draw_in_vivo(state, project, line, room, buffer)),
        Overlay::Ask(ask) => Some(ask.draw(room, state.look, buffer)),
        Overlay::Choose(chooser) => draw_chooser(state, project, chooser, room, buffer),
        Overlay::Memo(memo) => Some(super::memobox::draw(state, project, memo, room, buffer)),
        Overlay::Form(form) => Some(super::form::draw(form, room, buffer, state.look)),
        Overlay::Keys(away) => {
            draw_keys(state, project, *away, body, buffer);
            None
        }
        Overlay::Menu(menu) => {
            super::menu::draw(state, project, *menu, room, buffer);
            None
        }
        Overlay::Palette(line, at) => Some(draw_palette(state, project, line, *at, body, buffer)),
    }
}

/// Draws a line that is being typed, scrolled so that its cursor is in sight.
pub fn draw_line(buffer: &mut Buffer, area: Rect, line: &Line, look: Look) -> Position {
    let room = usize::from(area.width.saturating_sub(1)).max(1);
    // As much of what stands before the cursor as there is room for, from its end: a pasted line can be long.
    let mut wide = 0;
    let fits = |(_, cluster): &(usize, &str)| {
        wide += columns(cluster);
        wide <= room
    };
    let from = graphemes(line.before()).rev().take_while(fits).last().map_or(line.before().len(), |(at, _)| at);
    let before = &line.before()[from..];
    let shown = &line.text()[line.before().len() - before.len()..];
    // In a window of a few cells the line may lie outside: then nothing is seen of it, and the cursor waits at the edge.
    let seen = area.intersection(buffer.area);
    if !seen.is_empty() {
        buffer.set_stringn(seen.x, seen.y, shown, room.min(seen.width.into()), look.text());
    }
    let at = (area.x + columns(before) as u16).min(area.right().saturating_sub(1));
    let edge = |at: u16, end: u16| at.min(end.saturating_sub(1));
    Position::new(edge(at, buffer.area.right()), edge(area.y, buffer.area.bottom()))
}

/// What a passage is called in the titles of overlays: `13:2 (18 words)`.
pub fn passage_name(state: &State, project: &Project) -> String {
    match (state.reader(), state.targets(project).len()) {
        (_, n) if n > 1 => format!("{n} passages"),
        (Some(reader), _) if reader.held.len() < 20_000 => {
            let words = word_count(reader.held.of(reader.sheet.text()));
            format!("{} ({words} word{})", reader.place(), if words == 1 { "" } else { "s" })
        }
        (Some(reader), _) => reader.place(),
        (None, _) => "this passage".to_owned(),
    }
}

fn draw_in_vivo(state: &State, project: &Project, line: &Line, area: Rect, buffer: &mut Buffer) -> Position {
    let look = state.look;
    let title = format!("In vivo: name a code in the speaker's words · {}", passage_name(state, project));
    let foot = format!("{} make it and apply · Esc", look.glyph("⏎", "Enter"));
    let inner = boxed(buffer, area, &title, &foot, look);
    let words = match super::passages::alike(project, line.text()) {
        Some(code) => (format!("similar: {} · Tab takes it", state.facts.code(code).path), look.warn()),
        None => ("edit it as you like; a/b nests".to_owned(), look.quiet()),
    };
    put(buffer, inner.x, inner.bottom().saturating_sub(1), inner.width, &words.0, words.1);
    put(buffer, inner.x, inner.y, 2, look.glyph("›", ">"), look.heading());
    draw_line(buffer, Rect::new(inner.x + 2, inner.y, inner.width.saturating_sub(2), 1), line, look)
}

fn draw_chooser(
    state: &State,
    project: &Project,
    chooser: &Chooser,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let look = state.look;
    let title = match chooser.purpose {
        Purpose::Remove => "Remove which code?",
        Purpose::Telling => "Which coding is telling?",
    };
    let inner = boxed(buffer, area, title, "a number, or arrows and Enter · Esc", look);
    let first = first_row(chooser.at, chooser.codings.len(), inner.height.into());
    let mut cursor = None;
    for (n, id) in chooser.codings.iter().enumerate().skip(first).take(inner.height.into()) {
        let Some(coding) = project.codings.get(*id) else { continue };
        let (known, y) = (state.facts.code(coding.code), inner.y + (n - first) as u16);
        put(buffer, inner.x, y, 2, &(n + 1).to_string(), look.heading());
        put(
            buffer,
            inner.x + 3,
            y,
            1,
            stripe(known.style, Part::First, look.ascii),
            look.code(known.theme, known.colour),
        );
        let end = put(buffer, inner.x + 5, y, inner.width / 3, &known.path, look.text());
        let who = project.coder_name(coding.coder);
        let who = if who == state.coder { String::new() } else { format!("{who}: ") };
        let quote = super::facts::one_line(&format!("{who}{}", coding.quote));
        put(buffer, end + 2, y, inner.right().saturating_sub(end + 2), &quote, look.quiet());
        if n == chooser.at {
            tint(buffer, inner.x, y, inner.width, look.chosen());
            cursor = Some(Position::new(inner.x, y));
        }
    }
    cursor
}

/// The keys of a screen as lines, under their headings; each with the action when it is one.
fn key_lines(state: &State) -> Vec<(Option<&'static Action>, String)> {
    let mut out = Vec::new();
    for group in Group::ALL {
        let of_group: Vec<&Action> = on_screen(state.scope()).filter(|a| a.group == group).collect();
        if of_group.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push((None, String::new()));
        }
        out.push((None, group.title().to_owned()));
        out.extend(of_group.into_iter().map(|a| (Some(a), state.manner.keys.shown(a, state.look.ascii))));
    }
    out
}

fn draw_keys(state: &State, project: &Project, away: usize, body: Rect, buffer: &mut Buffer) {
    let look = state.look;
    let all = key_lines(state);
    let across: u16 = if body.width >= 130 { 2 } else { 1 };
    let width = body.width.min(66 * across + 4);
    let area = Rect { x: body.x + (body.width - width) / 2, width, ..body };
    let inner = boxed(
        buffer,
        area,
        "Keys here",
        &state.told("arrows scroll · any other key closes · ‹palette› finds by name"),
        look,
    );
    let height = usize::from(inner.height).max(1);
    let down = all.len().div_ceil(usize::from(across)).max(height);
    let away = away.min(down.saturating_sub(height));
    let column = inner.width / across;
    for (n, (action, keys)) in all.iter().enumerate() {
        let (at, side) = (n % down, (n / down) as u16);
        if at < away || at - away >= height || side >= across {
            continue;
        }
        let (x, y) = (inner.x + side * column, inner.y + (at - away) as u16);
        let Some(action) = action else {
            put(buffer, x, y, column, keys, look.heading());
            continue;
        };
        let ready = super::ready::now(action, state, project).is_ok();
        let style = if ready { look.text() } else { look.quiet() };
        put(buffer, x + 1, y, 13, keys, if ready { look.heading() } else { look.quiet() });
        put(buffer, x + 15, y, column.saturating_sub(16), action.help, style);
    }
}

/// The actions of the palette that fit what is typed: those that can be done first, each of the others with the reason.
pub fn palette_rows(state: &State, project: &Project, typed: &str) -> Vec<(&'static Action, Option<String>)> {
    let wanted = fold(typed.trim());
    let fits = |a: &&Action| {
        a.act != Act::Palette && wanted.split_whitespace().all(|w| fold(a.name).contains(w) || fold(a.help).contains(w))
    };
    let elsewhere = |a: &Action| {
        if a.scope & super::action::READER != 0 { "while reading a document" } else { "on another screen" }
    };
    let mut rows: Vec<(&Action, Option<String>)> = ACTIONS
        .iter()
        .filter(fits)
        .map(|a| {
            (
                a,
                if a.scope & state.scope() == 0 {
                    Some(elsewhere(a).to_owned())
                } else {
                    super::ready::now(a, state, project).err()
                },
            )
        })
        .collect();
    let by_name = |a: &Action| !fold(a.name).starts_with(&wanted);
    rows.sort_by_key(|(a, reason)| (reason.is_some(), by_name(a)));
    rows
}

fn draw_palette(state: &State, project: &Project, line: &Line, at: usize, body: Rect, buffer: &mut Buffer) -> Position {
    let look = state.look;
    let rows = palette_rows(state, project, line.text());
    let width = body.width.min(100);
    let area = Rect { x: body.x + (body.width - width) / 2, width, height: body.height.min(22), ..body };
    let inner = boxed(buffer, area, ":", "type to narrow · Enter does it · Esc", look);
    put(buffer, inner.x, inner.y, 2, look.glyph("›", ">"), look.heading());
    let cursor = draw_line(buffer, Rect::new(inner.x + 2, inner.y, inner.width.saturating_sub(2), 1), line, look);
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let first = first_row(at, rows.len(), list.height.into());
    for (n, (action, reason)) in rows.iter().enumerate().skip(first).take(list.height.into()) {
        let y = list.y + (n - first) as u16;
        let style = if reason.is_some() { look.quiet() } else { look.text() };
        put(buffer, list.x, y, 20, action.name, style);
        let help = reason.as_ref().map_or_else(|| action.help.to_owned(), |r| format!("not now: {r}"));
        put(buffer, list.x + 21, y, list.width.saturating_sub(34), &help, style);
        put_right(buffer, list.right(), y, 12, &state.manner.keys.shown(action, look.ascii), look.heading());
        if n == at {
            let style = if reason.is_some() { look.chosen().add_modifier(Modifier::DIM) } else { look.chosen() };
            tint(buffer, list.x, y, list.width, style);
        }
    }
    cursor
}
