//! What follows from the answer to something that was asked for.

use super::ask::{Answered, Wanted};
use super::find::{Find, acts_on};
use super::key::Key;
use super::state::{Overlay, State};
use super::update::Effect;
use crate::project::{Command, Project, SavedKind};

/// A key while something is asked for.
pub fn key(state: &mut State, project: &Project, key: Key) -> Vec<Effect> {
    let Some(Overlay::Ask(ask)) = &mut state.overlay else { return Vec::new() };
    let answered = ask.key(key);
    if answered == Answered::More {
        return Vec::new();
    }
    let Some(Overlay::Ask(ask)) = state.overlay.take() else { return Vec::new() };
    match (ask.wanted, answered) {
        (Wanted::Query, Answered::Row(row)) => {
            if let (Some((query, _)), Some(find)) = (ask.rows.get(row), state.find_mut()) {
                Find::ask(find, project, query);
            }
            Vec::new()
        }
        (Wanted::NameFor(query), Answered::Typed(name)) => {
            vec![Effect::Run(Command::Save(SavedKind::Query, name, query), Vec::new())]
        }
        (Wanted::Codings(act, ids), Answered::Row(row)) => {
            ids.get(row).map(|ids| acts_on(project, act, ids)).unwrap_or_default()
        }
        (Wanted::Link, Answered::Row(row)) => {
            ask.rows.get(row).map(|(l, _)| Effect::Follow(l.clone())).into_iter().collect()
        }
        (Wanted::Import, Answered::Typed(path)) => vec![Effect::Import(path)],
        (Wanted::Export, Answered::Typed(path)) => vec![Effect::Export(path)],
        (Wanted::PointName(number), Answered::Typed(name)) => vec![Effect::NamePoint(number, name)],
        _ => Vec::new(),
    }
}
