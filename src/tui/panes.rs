//! The panes beside the text, visited with the keyboard: one of them takes the keys until one goes back to the text, and can be made the whole screen.

use super::action::{Act, READER};
use super::company::{self, Pane, Target};
use super::key::Key;
use super::layout::{Columns, frame};
use super::retrieved;
use super::state::{Overlay, State};
use super::update::{Effect, is_escape};
use crate::project::{CodeSpec, Command, Project};
use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The pane that takes the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Visit {
    /// Which one.
    pub pane: Pane,
    /// Its chosen row.
    pub at: usize,
    /// Whether it has the whole screen.
    pub zoomed: bool,
}

/// The row of a pane that is chosen, while it is visited.
pub fn row(state: &State, pane: Pane) -> Option<usize> {
    match &state.overlay {
        Some(Overlay::Pane(visit)) if visit.pane == pane => Some(visit.at),
        _ => None,
    }
}

/// The panes that have something in them, in the order in which Tab visits them.
fn visited(state: &State, project: &Project) -> Vec<Pane> {
    let all = [Pane::Codebook, Pane::Passages, Pane::Documents, Pane::Questions];
    all.into_iter().filter(|pane| count(state, project, *pane) > 0).collect()
}

fn count(state: &State, project: &Project, pane: Pane) -> usize {
    let questions = state.reader().map_or(0, |r| r.sheet.content().structure.questions.len());
    match pane {
        Pane::Documents => state.facts.list.len(),
        Pane::Questions => questions,
        Pane::Codebook => state.facts.tree.len(),
        Pane::Passages => retrieved::passages(state, project).map_or(0, |(_, places)| places.all.len()),
    }
}

/// Visits the first pane, or the last one.
pub fn enter(state: &mut State, project: &Project, forward: bool) {
    let all = visited(state, project);
    let pane = if forward { all.first() } else { all.last() };
    match pane {
        Some(pane) => visit(state, project, *pane),
        None => state.say(false, "there is nothing beside the text yet"),
    }
}

fn visit(state: &mut State, project: &Project, pane: Pane) {
    let Some(reader) = state.reader() else { return };
    let at = match pane {
        Pane::Documents => state.facts.list.iter().position(|d| *d == reader.document),
        Pane::Questions => Some(company::question_at(reader)),
        Pane::Codebook => {
            let hand = state.code_in_hand(project).or(state.recent.first().copied());
            state.facts.tree.iter().position(|c| Some(*c) == hand)
        }
        Pane::Passages => {
            retrieved::passages(state, project).map(|(_, places)| retrieved::row_here(project, reader, &places))
        }
    };
    state.rolled = [0; 4];
    state.overlay = Some(Overlay::Pane(Visit { pane, at: at.unwrap_or(0), zoomed: false }));
}

/// What a key means in a pane: what it means while reading, besides those keys that mean the same in every list.
fn meant(state: &State, key: Key) -> Option<Act> {
    match key.code {
        _ if is_escape(key) => Some(Act::Back),
        KeyCode::Enter => Some(Act::Code),
        KeyCode::Down => Some(Act::NextUnit),
        KeyCode::Up => Some(Act::PrevUnit),
        KeyCode::Home | KeyCode::Char('g') => Some(Act::Top),
        _ => state.manner.keys.bound(READER, key).map(|a| a.act),
    }
}

/// A key while a pane is visited.
pub fn key(state: &mut State, project: &Project, key: Key) -> Vec<Effect> {
    let Some(Overlay::Pane(visit)) = &state.overlay else { return Vec::new() };
    let visit = *visit;
    let last = count(state, project, visit.pane).saturating_sub(1);
    let page = usize::from(frame(state.size).body.height).max(2) / 2;
    let to = match meant(state, key) {
        Some(Act::Back) => None,
        Some(Act::NextPane | Act::PrevPane) => {
            let all = visited(state, project);
            let here = all.iter().position(|p| *p == visit.pane).unwrap_or(0);
            let forward = meant(state, key) == Some(Act::NextPane);
            let next = if forward { here.checked_add(1) } else { here.checked_sub(1) };
            match next.and_then(|n| all.get(n)) {
                Some(pane) => self::visit(state, project, *pane),
                None => state.overlay = None,
            }
            return Vec::new();
        }
        Some(Act::Code) => return act(state, project, visit),
        Some(Act::Zoom) => Some(Visit { zoomed: !visit.zoomed, ..visit }),
        Some(Act::NextUnit) => Some(Visit { at: (visit.at + 1).min(last), ..visit }),
        Some(Act::PrevUnit) => Some(Visit { at: visit.at.saturating_sub(1), ..visit }),
        Some(Act::PageDown) => Some(Visit { at: (visit.at + page).min(last), ..visit }),
        Some(Act::PageUp) => Some(Visit { at: visit.at.saturating_sub(page), ..visit }),
        Some(Act::Top) => Some(Visit { at: 0, ..visit }),
        Some(Act::Bottom) => Some(Visit { at: last, ..visit }),
        _ => {
            let words = format!("{} does nothing here: Esc goes back to the text", key.show(state.look.ascii));
            state.say(false, words);
            return Vec::new();
        }
    };
    state.overlay = to.map(Overlay::Pane);
    Vec::new()
}

/// What Enter does on the chosen row: codes the passage, opens the document, goes to the question.
fn act(state: &mut State, project: &Project, visit: Visit) -> Vec<Effect> {
    state.overlay = None;
    match visit.pane {
        Pane::Codebook => {
            let Some(code) = state.facts.tree.get(visit.at).copied() else { return Vec::new() };
            let codes = vec![CodeSpec::Known(code)];
            vec![Effect::Run(Command::Code(state.targets(project), codes.clone()), codes)]
        }
        Pane::Passages => {
            let place = retrieved::passages(state, project).and_then(|(_, places)| places.all.get(visit.at).copied());
            let target = place.and_then(|place| retrieved::target(project, place));
            target.map(|t| super::mouse::press_target(state, project, t)).unwrap_or_default()
        }
        Pane::Documents => {
            let document = state.facts.list.get(visit.at).copied();
            document.map(|d| super::mouse::press_target(state, project, Target::Document(d))).unwrap_or_default()
        }
        Pane::Questions => {
            let questions = state.reader().map(|r| &r.sheet.content().structure.questions);
            let turn = questions.and_then(|q| q.get(visit.at)).map(|q| q.first as usize);
            turn.map(|t| super::mouse::press_target(state, project, Target::Turn(t))).unwrap_or_default()
        }
    }
}

/// What is said at the bottom while a pane is visited.
pub fn words(state: &State, visit: Visit) -> String {
    let what = match visit.pane {
        Pane::Codebook => "codebook: Enter codes the passage",
        Pane::Passages => "passages of this code: Enter reads one in its place",
        Pane::Documents => "documents: Enter opens",
        Pane::Questions => "questions: Enter goes there",
    };
    state.told(&format!("{what} · ‹next pane› next pane · ‹zoom› whole screen · Esc text"))
}

/// Draws the visited pane over the whole screen where it is wanted or has no place beside the text; gives the cell of its chosen row.
pub fn draw(
    state: &State,
    project: &Project,
    visit: Visit,
    columns: &Columns,
    body: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let reader = state.reader()?;
    let right = matches!(visit.pane, Pane::Codebook | Pane::Passages);
    let beside = if right { columns.company } else { columns.places };
    let seen = company::cell(state, project, reader, visit, beside).filter(|_| !visit.zoomed && beside.width > 0);
    if seen.is_some() {
        return seen;
    }
    ratatui::widgets::Widget::render(ratatui::widgets::Clear, body, buffer);
    match visit.pane {
        Pane::Codebook | Pane::Passages => company::draw(state, project, reader, body, buffer),
        _ => company::draw_places(state, project, reader, body, buffer),
    }
    company::cell(state, project, reader, visit, body)
}
