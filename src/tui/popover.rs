//! What a press of the mouse lays beside the passage: what there is to know of the coding that was pressed on, or what can be done with the words that were
//! dragged over. It takes no keys: the next one puts it away and does what it does anyway.

use super::action::Act;
use super::facts::one_line;
use super::key::Key;
use super::layout::frame;
use super::paint::{boxed, columns, lines, put};
use super::reader::Reader;
use super::reader::view;
use super::state::{Screen, State};
use super::update::{Effect, act};
use crate::coding::Coding;
use crate::id::CodingId;
use crate::memo::About;
use crate::project::{CodeSpec, Command, Project};
use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What it is about, and the column that was pressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Popover {
    /// A coding whose stripe or name was pressed.
    Coding(CodingId, u16),
    /// The passage that was dragged over.
    Passage(u16),
}

/// Something that a press in it does, and how it is written.
struct Item {
    does: Does,
    key: String,
    word: String,
}

#[derive(Clone, Copy)]
enum Does {
    Act(Act),
    Quick(usize),
}

/// Acts on a coding, and on words that were dragged over.
const ON_CODING: [(Act, &str); 6] = [
    (Act::Passages, "passages"),
    (Act::Memo, "memo"),
    (Act::Telling, "telling"),
    (Act::Extent, "move ends"),
    (Act::Remove, "remove"),
    (Act::Pin, "number"),
];
const ON_PASSAGE: [(Act, &str); 4] =
    [(Act::Code, "code"), (Act::Again, ""), (Act::InVivo, "in vivo"), (Act::Memo, "memo")];

/// Cells between two items.
const GAP: usize = 2;

impl Popover {
    fn width(self) -> u16 {
        if matches!(self, Self::Coding(..)) { 42 } else { 36 }
    }

    /// What is told: a title and lines under it.
    fn told(self, state: &State, project: &Project, reader: &Reader) -> (String, Vec<String>) {
        let Self::Coding(id, _) = self else { return (String::new(), Vec::new()) };
        let Some(coding) = project.codings.get(id) else { return (String::new(), Vec::new()) };
        let known = state.facts.code(coding.code);
        let room = self.width() - 4;
        let about =
            project.codebook.get(coding.code).map_or("", |c| if c.short.is_empty() { &c.definition } else { &c.short });
        let mut told = if about.trim().is_empty() { Vec::new() } else { lines(about, room, 3) };
        let telling = if coding.telling { " · telling" } else { "" };
        let when = super::history::draw::moment(coding.at);
        let who = one_line(project.coder_name(coding.coder));
        told.push(format!("{who} · {} · {when}{telling}", reader.place_of(coding.span)));
        let notes = notes(project, coding);
        if let Some(first) = notes.first() {
            let more = if notes.len() > 1 { format!(" (and {} more)", notes.len() - 1) } else { String::new() };
            let mark = state.look.glyph("✎ ", "memo: ");
            told.extend(lines(&format!("{mark}{}{more}", one_line(first)), room, 2));
        }
        (known.path, told)
    }

    fn items(self, state: &State, project: &Project) -> Vec<Item> {
        let acts: &[(Act, &str)] = if matches!(self, Self::Coding(..)) { &ON_CODING } else { &ON_PASSAGE };
        let ready = |wanted: Act| {
            let mut rows = super::action::on_screen(state.scope()).filter(|a| a.act == wanted);
            rows.any(|a| super::ready::now(a, state, project).is_ok())
        };
        let item = |(does, word): &(Act, &str)| {
            let word = match (does, state.last.first()) {
                (Act::Again, Some(CodeSpec::Known(code))) => state.facts.code(*code).name,
                _ => (*word).to_owned(),
            };
            Item { does: Does::Act(*does), key: state.manner.keys.of(*does, state.look.ascii), word }
        };
        let mut out: Vec<Item> = acts.iter().filter(|(act, _)| ready(*act)).map(item).collect();
        if let Self::Passage(_) = self {
            let slots = state.quick.iter().enumerate().filter_map(|(n, code)| Some((n, (*code)?)));
            out.extend(slots.take(6).map(|(n, code)| Item {
                does: Does::Quick(n),
                key: (n + 1).to_string(),
                word: state.facts.code(code).name,
            }));
        }
        out
    }

    /// Where each item stands in rows of the width there is.
    fn laid(self, items: Vec<Item>) -> Vec<(u16, u16, Item)> {
        let room = usize::from(self.width() - 4);
        let (mut x, mut y) = (0, 0);
        let mut out = Vec::new();
        for item in items {
            let wide = (columns(&item.key) + 1 + columns(&item.word)).min(room);
            if x > 0 && x + wide > room {
                (x, y) = (0, y + 1);
            }
            out.push((x as u16, y as u16, item));
            x += wide + GAP;
        }
        out
    }

    fn column(self) -> u16 {
        match self {
            Self::Coding(_, x) | Self::Passage(x) => x,
        }
    }

    /// Where it lies: off the rows of the passage, below them if there is room, else above; near the column that was pressed.
    fn area(self, state: &State, reader: &Reader, height: u16) -> Rect {
        let body = frame(state.size).body;
        let (sheet, rows) = (&reader.sheet, usize::from(body.height));
        let row = |byte: u32| view::rows_between(sheet, reader.top, view::locate(sheet, byte), rows) as u16;
        let from = if view::locate(sheet, reader.held.start) < reader.top { 0 } else { row(reader.held.start) };
        let to = row(reader.held.end.saturating_sub(1).max(reader.held.start));
        let (width, height) = (self.width().min(body.width), height.min(body.height));
        let y = if to + 1 + height <= body.height {
            body.y + to + 1
        } else if from >= height {
            body.y + from - height
        } else {
            body.bottom() - height
        };
        let x = self.column().saturating_sub(width / 2).clamp(body.x, body.right() - width);
        Rect { x, y, width, height }
    }
}

/// Memos on the words of a coding, then on its code.
fn notes<'a>(project: &'a Project, coding: &Coding) -> Vec<&'a str> {
    let on = |about: About| project.memos.values().filter(move |m| m.about == about).map(|m| m.text.as_str());
    on(About::Passage(coding.passage())).chain(on(About::Code(coding.code))).collect()
}

/// What lies there: its area, its title, what is told, and its items with the cells they begin at.
struct Shown {
    area: Rect,
    title: String,
    told: Vec<String>,
    items: Vec<(u16, u16, Item)>,
}

fn shown(state: &State, project: &Project) -> Option<Shown> {
    let (popover, Screen::Reader(reader)) = (state.popover?, state.screen()) else { return None };
    if state.overlay.is_some() || state.size.0 < 30 || state.size.1 < 12 {
        return None;
    }
    let (title, told) = popover.told(state, project, reader);
    let items = popover.laid(popover.items(state, project));
    let rows = items.last().map_or(0, |(_, y, _)| y + 1);
    let area = popover.area(state, reader, told.len() as u16 + rows + 2);
    let top = area.y + 1 + told.len() as u16;
    let items = items.into_iter().map(|(x, y, item)| (area.x + 2 + x, top + y, item)).collect();
    Some(Shown { area, title, told, items })
}

/// Draws it, if there is one.
pub fn draw(state: &State, project: &Project, buffer: &mut Buffer) {
    let Some(shown) = shown(state, project) else { return };
    let look = state.look;
    let inner = boxed(buffer, shown.area, &shown.title, "", look);
    for (n, line) in shown.told.iter().take(inner.height.into()).enumerate() {
        put(buffer, inner.x, inner.y + n as u16, inner.width, line, look.text());
    }
    for (x, y, item) in shown.items.iter().filter(|(_, y, _)| *y < inner.bottom()) {
        let room = inner.right().saturating_sub(*x);
        let end = put(buffer, *x, *y, room, &item.key, look.heading());
        put(buffer, end + 1, *y, inner.right().saturating_sub(end + 1), &item.word, look.text());
    }
}

/// A press while it lies there: does what is pressed on. `None` when the press is outside: it puts the popover away and is for what is under it.
pub fn press(state: &mut State, project: &Project, cell: Position) -> Option<Vec<Effect>> {
    let shown = shown(state, project)?;
    if !shown.area.contains(cell) {
        state.popover = None;
        return None;
    }
    let under = |(x, y, item): &&(u16, u16, Item)| {
        let wide = (columns(&item.key) + 1 + columns(&item.word)) as u16;
        *y == cell.y && (*x..x.saturating_add(wide)).contains(&cell.x)
    };
    let Some(does) = shown.items.iter().find(under).map(|(_, _, item)| item.does) else { return Some(Vec::new()) };
    state.popover = None;
    Some(match does {
        Does::Act(one) => act(state, project, one, Some(Key { code: KeyCode::Enter, ctrl: false, shift: false })),
        Does::Quick(slot) => {
            let Some(code) = state.quick.get(slot).copied().flatten() else { return Some(Vec::new()) };
            let codes = vec![CodeSpec::Known(code)];
            vec![Effect::Run(Command::Code(state.targets(project), codes.clone()), codes)]
        }
    })
}
