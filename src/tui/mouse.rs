//! The mouse: a click holds a sentence, a second one the word, then sentence, turn; held and dragged it extends by that unit. What is clicked beside the text
//! does what Enter would do there.

use super::company::{self, Target};
use super::find::retrieve;
use super::key::Key;
use super::layout::frame;
use super::lists::{first_row, rows_area};
use super::passages;
use super::popover::{self, Popover};
use super::reader::margin::Stripe;
use super::reader::units::{Unit, unit_at};
use super::reader::view;
use super::state::{Overlay, Screen, State};
use super::update::{Effect, open};
use crate::id::CodeId;
use crate::project::{CodeSpec, Command, Project};
use crate::text::Span;
use crossterm::event::{KeyCode, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

/// A press of the button, and the drag it can become.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Drag {
    /// The cell.
    cell: (u16, u16),
    /// Presses on the same cell, one after the other.
    presses: u8,
    /// What was pressed on: a drag is anchored in the text, so that scrolling meanwhile extends it. `None` beside the text.
    from: Option<Span>,
    /// What the drag extends by; `None` for cluster by cluster.
    unit: Option<Unit>,
    /// Rows that the pointer is above (less than 0) or below the text while the button is held.
    outside: i32,
    /// The column of the pointer.
    column: u16,
    /// Whether the button is held.
    held: bool,
    /// Whether the pointer has left the cell that was pressed.
    moved: bool,
}

/// Rows that one notch of the wheel moves by.
const NOTCH: usize = 3;

/// Takes a mouse event in.
pub fn mouse(state: &mut State, project: &Project, event: MouseEvent) -> Vec<Effect> {
    if let MouseEventKind::Down(MouseButton::Left) = event.kind
        && let Some(effects) = popover::press(state, project, Position::new(event.column, event.row))
    {
        return effects;
    }
    match event.kind {
        MouseEventKind::ScrollDown => wheel(state, project, event, true),
        MouseEventKind::ScrollUp => wheel(state, project, event, false),
        _ if state.overlay.is_some() => return in_overlay(state, project, event),
        MouseEventKind::Down(MouseButton::Left) => return press(state, project, event),
        MouseEventKind::Drag(MouseButton::Left) => drag(state, project, event),
        MouseEventKind::Up(MouseButton::Left) => return release(state, project),
        _ => {}
    }
    Vec::new()
}

impl State {
    /// Whether the button is held outside the text, so that it scrolls with the time.
    pub fn scrolls(&self) -> bool {
        self.overlay.is_none() && self.drag.is_some_and(|d| d.held && d.outside != 0 && d.from.is_some())
    }
}

/// In the picker a press chooses a row, and a second one takes it.
fn in_overlay(state: &mut State, project: &Project, event: MouseEvent) -> Vec<Effect> {
    let MouseEventKind::Down(MouseButton::Left) = event.kind else { return Vec::new() };
    let cell = Position::new(event.column, event.row);
    let room = super::draw::overlay_room(state);
    let Some(Overlay::Code(picker)) = &mut state.overlay else { return Vec::new() };
    let Some(row) = super::picker::draw::row_at(project, picker, room, cell) else { return Vec::new() };
    let again = picker.at == row;
    picker.at = row;
    let enter = Key { code: KeyCode::Enter, ctrl: false, shift: false };
    if again { passages::picker_key(state, project, enter) } else { Vec::new() }
}

/// The wheel scrolls what is under the pointer: the text, which leaves the passage where it is, a pane beside it, the rows of a list.
fn wheel(state: &mut State, project: &Project, event: MouseEvent, down: bool) {
    state.popover = None;
    if let Some(Overlay::Code(picker)) = &mut state.overlay {
        let last = picker.rows.len().saturating_sub(1);
        picker.at = if down { (picker.at + NOTCH).min(last) } else { picker.at.saturating_sub(NOTCH) };
        return;
    }
    if state.overlay.is_some() {
        return;
    }
    let rows = state.row_count(project);
    if let Some(list) = state.list_mut() {
        list.at = if down { (list.at + NOTCH).min(rows.saturating_sub(1)) } else { list.at.saturating_sub(NOTCH) };
        return;
    }
    let cell = Position::new(event.column, event.row);
    let pane = state.reader().and_then(|reader| {
        let scene = super::draw::scene(state, project, reader);
        company::pane_at(state, project, reader, &scene.columns, cell)
    });
    match pane {
        Some(pane) => {
            let by = if down { NOTCH as isize } else { -(NOTCH as isize) };
            company::roll(state, project, pane, by);
        }
        None => scroll(state, NOTCH, down),
    }
}

fn scroll(state: &mut State, rows: usize, down: bool) {
    if let Some(reader) = state.reader_mut() {
        let to = if down { view::down } else { view::up };
        reader.top = to(&reader.sheet, reader.top, rows);
    }
}

fn press(state: &mut State, project: &Project, event: MouseEvent) -> Vec<Effect> {
    let cell = (event.column, event.row);
    match state.screen() {
        Screen::Grid(_) => return super::grid::press(state, event.column, event.row),
        Screen::Cases(_) => return super::cases::press(state, project, event.column, event.row),
        _ => {}
    }
    if state.find().is_some() {
        return super::find::press(state, project, event.column, event.row);
    }
    if state.list().is_some() {
        return press_row(state, project, event);
    }
    let Screen::Reader(reader) = state.screen() else { return Vec::new() };
    let scene = super::draw::scene(state, project, reader);
    let (byte, stripe) = (scene.byte_at(event.column, event.row), scene.stripe_at(event.column, event.row));
    let target = company::at(state, project, reader, &scene.columns, Position::new(cell.0, cell.1));
    let presses = state.drag.filter(|d| d.cell == cell).map_or(1, |d| d.presses % 4 + 1);
    let mut begun =
        Drag { cell, presses, from: None, unit: None, outside: 0, column: event.column, held: true, moved: false };
    state.toast = None;
    if let Some(stripe) = stripe {
        state.drag = Some(begun);
        let effects = press_stripe(state, project, stripe, presses);
        if presses == 1 && !state.manner.calm {
            state.popover = Some(Popover::Coding(stripe.id, event.column));
        }
        return effects;
    }
    if let Some(target) = target {
        state.drag = Some(begun);
        return press_target(state, project, target);
    }
    let (Some(byte), Some(reader)) = (byte, state.reader_mut()) else { return Vec::new() };
    let ruler = reader.ruler.min(Unit::Turn);
    let unit = [ruler, Unit::Word, Unit::Sentence, Unit::Turn][usize::from(presses - 1)];
    let passage = unit_at(&reader.sheet, unit, byte);
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    // A drag from a single press goes by words, from the one under the pointer; with Ctrl, by letters.
    let by = if presses == 1 { Unit::Word } else { unit };
    let from = if ctrl { Span { start: byte, end: byte } } else { unit_at(&reader.sheet, by, byte) };
    begun = Drag { from: Some(from), unit: Some(by).filter(|_| !ctrl), ..begun };
    if ctrl {
        reader.toggle_mark(passage);
    }
    reader.go_to(passage, Some(unit));
    state.drag = Some(begun);
    Vec::new()
}

/// A first press on a stripe or its name makes its coding the one that acts are about, a second one shows all passages of its code.
fn press_stripe(state: &mut State, project: &Project, stripe: Stripe, presses: u8) -> Vec<Effect> {
    let Some(reader) = state.reader_mut() else { return Vec::new() };
    if presses > 1 && reader.focus == Some(stripe.id) {
        return passages_of(state, project, stripe.code);
    }
    reader.go_to(stripe.span, None);
    reader.focus = Some(stripe.id);
    Vec::new()
}

fn passages_of(state: &mut State, project: &Project, code: CodeId) -> Vec<Effect> {
    state.drag = None;
    retrieve(state, project, code);
    Vec::new()
}

/// Does what a press on something beside the text does.
pub fn press_target(state: &mut State, project: &Project, target: Target) -> Vec<Effect> {
    match target {
        Target::Coding(stripe) => {
            let presses = if state.reader().is_some_and(|r| r.focus == Some(stripe.id)) { 2 } else { 1 };
            press_stripe(state, project, stripe, presses)
        }
        Target::Code(code) => passages_of(state, project, code),
        Target::Quick(slot) => {
            let Some(code) = state.quick.get(slot).copied().flatten() else { return Vec::new() };
            let codes = vec![CodeSpec::Known(code)];
            vec![Effect::Run(Command::Code(state.targets(project), codes.clone()), codes)]
        }
        Target::Passage(document, span) => super::retrieved::read(state, project, document, span),
        Target::Document(document) => vec![Effect::Open(document, None)],
        Target::Turn(turn) => {
            if let Some(reader) = state.reader_mut() {
                let at = reader.sheet.turn(turn).start;
                reader.go_to(unit_at(&reader.sheet, Unit::Sentence, at), Some(Unit::Sentence));
            }
            super::update::settle(state, project);
            Vec::new()
        }
    }
}

fn press_row(state: &mut State, project: &Project, event: MouseEvent) -> Vec<Effect> {
    let area = rows_area(state, frame(state.size).body);
    let count = state.row_count(project);
    let Some(list) = state.list_mut() else { return Vec::new() };
    let row = first_row(list.at, count, area.height.into()) + usize::from(event.row.saturating_sub(area.y));
    if event.row < area.y || event.row >= area.bottom() || row >= count {
        return Vec::new();
    }
    let again = list.at == row;
    list.at = row;
    if again { open(state, project) } else { Vec::new() }
}

fn drag(state: &mut State, project: &Project, event: MouseEvent) {
    let body = frame(state.size).body;
    let Some(drag) = &mut state.drag else { return };
    drag.column = event.column;
    drag.outside = if event.row < body.y {
        i32::from(event.row) - i32::from(body.y)
    } else {
        (i32::from(event.row) - i32::from(body.bottom()) + 1).max(0)
    };
    // Moving on the cell that was pressed is no drag yet.
    if drag.cell == (event.column, event.row) && !drag.moved {
        return;
    }
    drag.moved = true;
    if drag.outside == 0 {
        extend(state, project, event.row);
    } else {
        tick(state, project);
    }
}

/// A moment has passed with the button held outside the text: it scrolls, the faster the further away the pointer is.
pub fn tick(state: &mut State, project: &Project) {
    let Some(drag) = state.drag.filter(|_| state.scrolls()) else { return };
    let body = frame(state.size).body;
    let down = drag.outside > 0;
    scroll(state, 1 + drag.outside.unsigned_abs() as usize / 2, down);
    extend(state, project, if down { body.bottom().saturating_sub(1) } else { body.y });
}

/// Extends the drag to the cell in the pointer's column on a row.
fn extend(state: &mut State, project: &Project, row: u16) {
    let Some(Drag { from: Some(from), unit, column, .. }) = state.drag else { return };
    let Screen::Reader(reader) = state.screen() else { return };
    let scene = super::draw::scene(state, project, reader);
    let text = scene.columns.text;
    // In a window of a cell or two the text has no cell at all.
    let column = column.clamp(text.x, text.right().saturating_sub(1).max(text.x));
    // Below the last words of the document, what is dragged to are its last words.
    let mut rows = (text.y..=row).rev();
    let byte = rows.find_map(|y| scene.byte_at(column, y));
    if let (Some(byte), Some(reader)) = (byte, state.reader_mut()) {
        reader.anchor = None;
        reader.drag(from, byte, unit);
    }
}

/// The button is let go: with the pen, what is held is coded.
fn release(state: &mut State, project: &Project) -> Vec<Effect> {
    let Some(drag) = &mut state.drag else { return Vec::new() };
    (drag.held, drag.outside) = (false, 0);
    let on_text = drag.from.is_some();
    let taken = on_text && (drag.moved || drag.presses > 1);
    let column = drag.column;
    if on_text && !state.pen.is_empty() && state.reader().is_some_and(|r| r.marks.is_empty()) {
        return passages::write(state, project, false);
    }
    if taken && !state.manner.calm && state.overlay.is_none() {
        state.popover = Some(Popover::Passage(column));
    }
    Vec::new()
}
