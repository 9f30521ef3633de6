//! From an event and what is known to what is known next, and to what has to be done outside: the only place where the state changes by itself.

use super::action::{Act, PROMPT};
use super::ask::{Ask, Wanted};
use super::key::Key;
use super::layout::{columns, frame};
use super::line::Line;
use super::menu::{self, Menu};
use super::reader::find::{Needle, next_hit};
use super::reader::{motion, view};
use super::state::{List, Overlay, Screen, State};
use super::trail::Place;
use super::{cases, codebook, find, grid, mouse, passages, typing};
use crate::coding::Passage;
use crate::id::{CodingId, DocumentId};
use crate::matrix::Spec;
use crate::memo::About;
use crate::memo::Axis;
use crate::project::{CodeSpec, Command, Project};
use crate::text::Span;
use crossterm::event::{KeyCode, MouseEvent};

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A key.
    Key(Key),
    /// Text that was pasted.
    Paste(String),
    /// The mouse.
    Mouse(MouseEvent),
    /// The terminal has another size.
    Resize(u16, u16),
    /// The window was given back to us.
    Focus,
    /// A moment has passed while the mouse is held outside the text.
    Tick,
}

/// Something that has to be done outside the state.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Run a command; the codes, when it applies some, are then the last ones used.
    Run(Command, Vec<CodeSpec>),
    /// Take the last step back.
    Undo,
    /// Do it again.
    Redo,
    /// Open a document, at a passage when one is given.
    Open(DocumentId, Option<(Span, Option<CodingId>)>),
    /// Keep a note as a step.
    Keep(About, String),
    /// Keep what was begun of a note outside the project, or let it go.
    Draft(About, Option<String>),
    /// Go to a draft and on with it.
    OpenDraft(About),
    /// Write the note in the editor of one's choice.
    Edit,
    /// Load the history.
    History,
    /// Take in what others did.
    Refresh,
    /// Put text on the clipboard.
    Copy(String),
    /// Put passages on the clipboard as quotations with their places.
    Quote(Vec<Passage>),
    /// Take back one step alone.
    Revert(u64),
    /// Make the project what it was after a step.
    Restore(u64),
    /// Give the point after a step a name.
    NamePoint(u64, String),
    /// Show the project as it was after a step.
    LookBack(u64),
    /// Go where a link in a memo points.
    Follow(String),
    /// Come back to the present.
    LeavePast,
    /// Put found passages in groups anew.
    Arrange,
    /// Take the mouse, or give it back.
    Mouse(bool),
    /// Write a matrix to a file.
    ExportMatrix(Box<Spec>, String),
    /// Show what was written for a cell over time.
    PhraseHistory(Axis, Axis),
    /// Open the chosen cell of the matrix, then go on with this.
    Opened(fn(&mut State) -> Vec<Effect>),
    /// Draw everything anew.
    Redraw,
    /// Stop until the shell lets us go on.
    Suspend,
    /// Begin to bring in what a path means.
    Import(String),
    /// Write the list that is seen to a file.
    Export(String),
    /// Stop what is under way.
    Stop,
    /// Leave for the sample study.
    Sample,
    /// The end.
    Quit,
}

/// Takes an event in.
pub fn update(state: &mut State, project: &Project, event: Event) -> Vec<Effect> {
    let before = state.place();
    let effects = take_in(state, project, event);
    leave_behind(state, before);
    effects
}

/// Notes the place that was left when what is held now was not on the screen then.
fn leave_behind(state: &mut State, before: Option<Place>) {
    // While words are looked for, the place is not left yet; and a step along the trail leaves none.
    let walked = std::mem::take(&mut state.walked);
    let (Some(before), Some(reader), None, false) = (before, state.reader(), &state.overlay, walked) else { return };
    if before.0 != reader.document || before.1 == reader.held {
        return;
    }
    let height = usize::from(frame(state.size).body.height).max(2);
    let at = |span: Span| view::locate(&reader.sheet, span.start);
    let (upper, lower) = (at(before.1).min(at(reader.held)), at(before.1).max(at(reader.held)));
    let near = lower.turn - upper.turn < height;
    if !near || view::rows_between(&reader.sheet, upper, lower, height) >= height {
        state.trail.left(before);
    }
}

fn take_in(state: &mut State, project: &Project, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => {
            state.toast = None;
            let popped = state.popover.take().is_some();
            if popped && key.code == KeyCode::Esc {
                return Vec::new();
            }
            // A key between two clicks makes them two, and ends a drag of which the end was not told.
            state.drag = None;
            state.rolled = [0; 4];
            let mut effects = on_key(state, project, key);
            settle(state, project);
            if state.list().is_some() && state.overlay.is_none() && effects.is_empty() {
                // Lists show what others do at once; while reading, nothing moves by itself.
                effects.push(Effect::Refresh);
            }
            effects
        }
        Event::Paste(text) => {
            typing::paste(state, project, &text);
            Vec::new()
        }
        Event::Mouse(event) => mouse::mouse(state, project, event),
        Event::Resize(width, height) => {
            state.size = (width, height);
            state.popover = None;
            settle(state, project);
            Vec::new()
        }
        Event::Focus => vec![Effect::Refresh],
        Event::Tick => {
            mouse::tick(state, project);
            Vec::new()
        }
    }
}

/// Sets text for the width there is, and scrolls to the passage; keeps chosen rows inside their lists.
pub fn settle(state: &mut State, project: &Project) {
    let (body, widest, alone) = (frame(state.size).body, state.manner.measure, state.alone);
    if let Some(reader) = state.reader_mut() {
        let measure = columns(body, &reader.sheet, widest, alone).text.width;
        reader.set_measure(measure, body.height.into());
    }
    let count = state.row_count(project);
    if let Some(list) = state.list_mut() {
        list.at = list.at.min(count.saturating_sub(1));
    }
    if let Some(grid) = state.grid_mut() {
        grid.narrow();
        grid.list.at = grid.list.at.min(grid.row_count().saturating_sub(1));
        grid::settle(grid, body);
    }
    cases::settle(state, project);
}

fn on_key(state: &mut State, project: &Project, key: Key) -> Vec<Effect> {
    if state.progress.is_some() && state.overlay.is_none() && key.code == KeyCode::Esc {
        return vec![Effect::Stop];
    }
    if state.overlay.is_some() {
        return typing::overlay_key(state, project, key);
    }
    if state.list().is_some_and(|l| l.typing) {
        return typing::filter_key(state, key);
    }
    let Some(action) = state.manner.keys.bound(state.scope(), key) else {
        if state.scope() == PROMPT && find::key(state, project, key) {
            return Vec::new();
        }
        let (shown, keys) = (key.show(state.look.ascii), state.manner.keys.of(Act::Keys, state.look.ascii));
        state.say(false, format!("{shown} does nothing here: {keys} shows the keys"));
        return Vec::new();
    };
    let discarded = state.discarded.take();
    if action.act == Act::Undo && super::memo::bring_back(state, project, discarded) {
        return Vec::new();
    }
    if let Err(reason) = super::ready::now(action, state, project) {
        state.say(false, reason);
        return Vec::new();
    }
    act(state, project, action.act, Some(key))
}

/// Does what the table says; the caller has seen that it can be done.
pub fn act(state: &mut State, project: &Project, act: Act, key: Option<Key>) -> Vec<Effect> {
    match act {
        Act::PassDone | Act::Blind => return super::blind::act(state, project, act),
        Act::Undo => return vec![Effect::Undo],
        Act::Redo => return vec![Effect::Redo],
        Act::Quit => return vec![Effect::Quit],
        Act::Suspend => return vec![Effect::Suspend],
        Act::Redraw => return vec![Effect::Redraw],
        Act::HandMouse => {
            state.mouse = !state.mouse;
            let words = if state.mouse {
                "the mouse holds passages".to_owned()
            } else {
                state.told("the mouse is the terminal's: ‹mouse› takes it back")
            };
            state.say(true, words);
            return vec![Effect::Mouse(state.mouse)];
        }
        Act::NextPane | Act::PrevPane => super::panes::enter(state, project, act == Act::NextPane),
        Act::Zoom if state.reader().is_some() => state.alone = !state.alone,
        Act::Zoom => state.zoom = state.zoom.next(),
        Act::Draft => return super::memo::next_draft(state).map(Effect::OpenDraft).into_iter().collect(),
        Act::Jump => state.overlay = Some(Overlay::Jump(String::new())),
        Act::Go => state.overlay = Some(Overlay::Menu(Menu::Go)),
        Act::Show => state.overlay = Some(Overlay::Menu(Menu::Show)),
        Act::Pin => state.overlay = state.code_in_hand(project).map(|code| Overlay::Menu(Menu::Pin(code))),
        Act::ShowAll | Act::ShowMine | Act::ShowCoder | Act::ShowRecent | Act::ShowDensity | Act::ShowShade => {
            menu::show(state, project, act);
        }
        Act::TrailBack | Act::TrailOn => return walk(state, act == Act::TrailOn),
        Act::Keys => state.overlay = Some(Overlay::Keys(0)),
        Act::Palette => state.overlay = Some(Overlay::Palette(Line::default(), 0)),
        Act::Back => return super::back::back(state, project, key.is_none_or(|k| k.code == KeyCode::Esc)),
        Act::Open => return open(state, project),
        Act::Codes => {
            let hand = state.code_in_hand(project);
            let at = codebook::row_of(state, project, hand);
            open_screen(state, Screen::Codes(List { at, ..List::default() }));
        }
        Act::Passages => {
            if let Some(code) = state.code_in_hand(project) {
                find::retrieve(state, project, code);
            }
        }
        Act::Alike | Act::Suggested => find::alike(state, project, act),
        Act::Documents => open_screen(state, Screen::Documents(List::default())),
        Act::Grid(act) => return grid::act(state, project, act),
        Act::Case(act) => return cases::act(state, project, act),
        Act::Book(act) => return codebook::act(state, project, act, key),
        Act::History => {
            open_screen(state, Screen::History(List::default()));
            return vec![Effect::History];
        }
        Act::Copy => return passages::quotation(state, project).into_iter().collect(),
        Act::Revert | Act::Restore | Act::LookBack | Act::NamePoint => return super::history::act(state, act),
        Act::Memos | Act::StudyMemo | Act::EditMemo | Act::RemoveMemo | Act::FollowLink => {
            return super::memos::act(state, project, act);
        }
        Act::Sample => return vec![Effect::Sample],
        Act::Import => state.overlay = Some(Overlay::Ask(Box::new(Ask::line(Wanted::Import)))),
        Act::Export => state.overlay = Some(Overlay::Ask(Box::new(Ask::line(Wanted::Export)))),
        Act::CopyCommand => return find::command_line(state).map(Effect::Copy).into_iter().collect(),
        act if find::does(act) => return find::act(state, project, act),
        Act::Code
        | Act::Again
        | Act::Quick
        | Act::InVivo
        | Act::Remove
        | Act::Telling
        | Act::Memo
        | Act::Extent
        | Act::Pen
        | Act::ShowCodes => return passages::act(state, project, act, key),
        Act::Mark if !state.pen.is_empty() && state.reader().is_some() => return passages::write(state, project, true),
        _ if state.reader().is_some() => hold(state, act),
        _ => choose_row(state, project, act),
    }
    Vec::new()
}

/// Puts a screen on top; one of the same kind below it goes away, so that going back never goes in circles.
pub fn open_screen(state: &mut State, screen: Screen) {
    leave(state);
    let kind = std::mem::discriminant(&screen);
    if let Some(at) = state.screens.iter().position(|s| std::mem::discriminant(s) == kind) {
        let below = state.screens.remove(at);
        grid::keep(state, &below);
    }
    state.screens.push(screen);
}

/// Remembers where the document was left.
pub fn leave(state: &mut State) {
    if let Some(reader) = state.reader().filter(|r| r.sheet.turns() > 0) {
        let place = (reader.sheet.content().text.to_points(reader.held), reader.top.turn);
        let (document, held) = (reader.document, reader.held);
        state.places.insert(document, place);
        state.came_from = Some((document, held));
    }
}

/// Goes one place along the trail.
fn walk(state: &mut State, forward: bool) -> Vec<Effect> {
    let here = state.place();
    let Some((document, span)) = state.trail.step(forward, here) else { return Vec::new() };
    state.walked = true;
    match state.reader_mut().filter(|r| r.document == document) {
        Some(reader) if reader.sheet.content().text.holds(span) => {
            reader.go_to(span, None);
            Vec::new()
        }
        Some(_) => Vec::new(),
        None => vec![Effect::Open(document, Some((span, None)))],
    }
}

/// Goes into the chosen row.
pub fn open(state: &mut State, project: &Project) -> Vec<Effect> {
    let Some(at) = state.list().map(|l| l.at) else { return Vec::new() };
    match state.screen() {
        Screen::Documents(_) => state.documents().get(at).map(|d| Effect::Open(*d, None)).into_iter().collect(),
        Screen::Passages(find) | Screen::Find(find) => find.open(project),
        Screen::Memos(_) => super::memos::open(state, project),
        Screen::Matrices(_) => {
            grid::open(state, project);
            Vec::new()
        }
        Screen::Codes(_) => {
            if let Some(code) = state.codes().get(at).copied() {
                find::retrieve(state, project, code);
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn choose_row(state: &mut State, project: &Project, act: Act) {
    let (last, page) =
        (state.row_count(project).saturating_sub(1), usize::from(frame(state.size).body.height).max(2) - 1);
    if let Some(grid) = state.grid_mut().filter(|g| g.in_pane()) {
        return grid.step_passage(act, page);
    }
    let Some(list) = state.list_mut() else { return };
    match act {
        Act::RowDown => list.at = (list.at + 1).min(last),
        Act::RowUp => list.at = list.at.saturating_sub(1),
        Act::PageDown => list.at = (list.at + page).min(last),
        Act::PageUp => list.at = list.at.saturating_sub(page),
        Act::Top => list.at = 0,
        Act::Bottom => list.at = last,
        Act::Filter => list.typing = true,
        _ => {}
    }
}

/// Moves, grows, marks and finds in the reader.
fn hold(state: &mut State, act: Act) {
    let height = usize::from(frame(state.size).body.height);
    let last = state.last.iter().find_map(|spec| match spec {
        CodeSpec::Known(id) => Some(*id),
        CodeSpec::New(..) => None,
    });
    let Some(reader) = state.reader_mut() else { return };
    let Some(moved) = motion::make(reader, act, height, last) else { return find(state, act) };
    if let Err(reason) = moved {
        state.say(false, reason);
    }
}

fn find(state: &mut State, act: Act) {
    let Some(reader) = state.reader_mut() else { return };
    let needle = Needle::new(&reader.needle);
    let held = reader.held;
    let hit = match act {
        Act::Find => {
            let (held, top) = (reader.held, reader.top);
            state.overlay = Some(Overlay::Find(Line::default(), held, top));
            return;
        }
        Act::MarkHits => {
            let text = reader.sheet.text();
            let turns = (0..reader.sheet.turns()).map(|t| reader.sheet.turn(t));
            reader.marks = turns.flat_map(|turn| needle.all(text, turn)).collect();
            let words = format!("{} marked: acts now take all of them, Esc lets them go", reader.marks.len());
            return state.say(true, words);
        }
        Act::NextHit => next_hit(&reader.sheet, &needle, held.end, true),
        _ => next_hit(&reader.sheet, &needle, held.start, false),
    };
    match hit {
        Some(hit) => {
            // Cannot fail: there is a hit to hold.
            let _ = reader.reach(|r| {
                r.hold(hit, None);
                Ok(())
            });
            let round = (act == Act::NextHit) != (hit.start > held.start);
            if round {
                state.say(true, "went round the end of the document");
            }
        }
        None => {
            let words = format!("“{}” is not in this document", reader.needle);
            state.say(false, words);
        }
    }
}

/// Whether a key ends an overlay without doing anything.
pub fn is_escape(key: Key) -> bool {
    key.code == KeyCode::Esc || key.is_ctrl('c')
}
