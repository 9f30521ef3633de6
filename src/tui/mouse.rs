//! The mouse: a click holds the sentence, a second one the word, a third the turn; dragging holds what lies between, in whole words.

use super::layout::frame;
use super::lists::{first_row, rows_area};
use super::reader::units::{Unit, unit_at};
use super::state::{Screen, State};
use super::update::{Effect, open};
use crate::project::Project;
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

/// A drag, or the click it could become.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Drag {
    /// The cell.
    cell: (u16, u16),
    /// The byte in it: a drag is anchored in the text, so that scrolling meanwhile extends it.
    byte: u32,
    /// Clicks on the same cell, one after the other.
    clicks: u8,
}

/// Rows that one notch of the wheel moves by.
const NOTCH: usize = 3;

/// Takes a mouse event in.
pub fn mouse(state: &mut State, project: &Project, event: MouseEvent) -> Vec<Effect> {
    if state.overlay.is_some() {
        return Vec::new();
    }
    match event.kind {
        MouseEventKind::ScrollDown => wheel(state, project, true),
        MouseEventKind::ScrollUp => wheel(state, project, false),
        MouseEventKind::Down(MouseButton::Left) => return press(state, project, event),
        MouseEventKind::Drag(MouseButton::Left) => drag(state, project, event),
        _ => {}
    }
    Vec::new()
}

/// The wheel scrolls the text and leaves the passage where it is; lists move their chosen row.
fn wheel(state: &mut State, project: &Project, down: bool) {
    let rows = state.row_count(project);
    if let Some(list) = state.list_mut() {
        list.at = if down { (list.at + NOTCH).min(rows.saturating_sub(1)) } else { list.at.saturating_sub(NOTCH) };
    } else if let Some(reader) = state.reader_mut() {
        use super::reader::view;
        reader.top = if down {
            view::down(&reader.sheet, reader.top, NOTCH)
        } else {
            view::up(&reader.sheet, reader.top, NOTCH)
        };
    }
}

fn press(state: &mut State, project: &Project, event: MouseEvent) -> Vec<Effect> {
    let cell = (event.column, event.row);
    let body = frame(state.size).body;
    match state.screen() {
        Screen::Grid(_) => return super::grid::press(state, event.column, event.row),
        Screen::Cases(_) => return super::cases::press(state, project, event.column, event.row),
        _ => {}
    }
    if state.list().is_some() {
        let area = rows_area(state, body);
        let count = state.row_count(project);
        let Some(list) = state.list_mut() else { return Vec::new() };
        let row = first_row(list.at, count, area.height.into()) + usize::from(event.row.saturating_sub(area.y));
        if event.row < area.y || row >= count {
            return Vec::new();
        }
        let again = list.at == row;
        list.at = row;
        return if again { open(state, project) } else { Vec::new() };
    }
    let Screen::Reader(reader) = state.screen() else { return Vec::new() };
    let scene = super::draw::scene(state, project, reader);
    let (byte, stripe) = (scene.byte_at(event.column, event.row), scene.stripe_at(event.column, event.row));
    let clicks = state.drag.filter(|d| d.cell == cell).map_or(1, |d| d.clicks % 3 + 1);
    let Some(reader) = state.reader_mut() else { return Vec::new() };
    if let Some(stripe) = stripe {
        reader.hold(stripe.span, None);
        reader.focus = Some(stripe.id);
        return Vec::new();
    }
    let Some(byte) = byte else { return Vec::new() };
    let unit = [Unit::Sentence, Unit::Word, Unit::Turn][usize::from(clicks - 1)];
    let passage = unit_at(&reader.sheet, unit, byte);
    reader.hold(passage, Some(unit));
    state.drag = Some(Drag { cell, byte, clicks });
    Vec::new()
}

fn drag(state: &mut State, project: &Project, event: MouseEvent) {
    let Some(from) = state.drag else { return };
    let body = frame(state.size).body;
    if event.row < body.y || event.row >= body.bottom() {
        wheel(state, project, event.row >= body.bottom());
    }
    let row = event.row.clamp(body.y, body.bottom().saturating_sub(1));
    let Screen::Reader(reader) = state.screen() else { return };
    let scene = super::draw::scene(state, project, reader);
    let text = scene.columns.text;
    let column = event.column.clamp(text.x, text.right().saturating_sub(1));
    let byte = scene.byte_at(column, row);
    if let (Some(byte), Some(reader)) = (byte, state.reader_mut()) {
        reader.drag(from.byte, byte);
    }
}
