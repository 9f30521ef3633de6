//! The history on the screen: every step with who made it and when, what the chosen one did, and the ways back.

pub mod detail;
pub mod draw;
mod past;

pub use past::Past;

use super::action::Act;
use super::ask::{Ask, Wanted};
use super::state::{Overlay, Screen, State};
use super::update::Effect;
use crate::project::{Project, SavedKind, StepHead};

/// The chosen step.
pub fn chosen(state: &State) -> Option<StepHead> {
    let Screen::History(list) = state.screen() else { return None };
    state.steps().get(list.at).map(|s| (*s).clone())
}

/// Names given to the point after a step.
pub fn points(project: &Project, number: u64) -> Vec<&str> {
    let all = project.saved_of(SavedKind::Point).into_iter();
    all.filter(|p| p.text.trim().parse() == Ok(number)).map(|p| p.name.as_str()).collect()
}

/// Does what a row of the table of actions says; the caller has seen that it can be done.
pub fn act(state: &mut State, act: Act) -> Vec<Effect> {
    let Some(number) = chosen(state).map(|s| s.number) else { return Vec::new() };
    match act {
        Act::Revert => vec![Effect::Revert(number)],
        Act::Restore => vec![Effect::Restore(number)],
        Act::LookBack => vec![Effect::LookBack(number)],
        _ => {
            state.overlay = Some(Overlay::Ask(Box::new(Ask::line(Wanted::PointName(number)))));
            Vec::new()
        }
    }
}
