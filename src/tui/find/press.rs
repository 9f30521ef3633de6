//! The mouse on found passages: a click chooses what Enter would then open or add.

use super::draw::{facet_at, parts};
use super::rows::{Line, lines};
use super::{Focus, acts};
use crate::project::Project;
use crate::tui::action::Act;
use crate::tui::layout::frame;
use crate::tui::state::State;
use crate::tui::update::{Effect, open};
use ratatui::layout::Position;

/// Takes a click in.
pub fn press(state: &mut State, project: &Project, column: u16, row: u16) -> Vec<Effect> {
    let (body, zoom) = (frame(state.size).body, state.zoom);
    let Some(find) = state.find_mut() else { return Vec::new() };
    let parts = parts(body, find.focus, zoom);
    let cell = Position::new(column, row);
    if parts.prompt.contains(cell) {
        find.look_to(Focus::Prompt, project);
    } else if parts.facets.contains(cell) {
        let Some(at) = facet_at(find, parts.facets, row) else { return Vec::new() };
        let again = find.focus == Focus::Facets && find.facet_list.at == at;
        find.look_to(Focus::Facets, project);
        find.facet_list.at = at;
        if again {
            return acts::act(state, project, Act::AddFacet);
        }
    } else if parts.rows.contains(cell) {
        let line = lines(find, parts.rows).get(usize::from(row - parts.rows.y)).copied();
        let Some(Line::Row(at, _)) = line else { return Vec::new() };
        let again = find.focus == Focus::Rows && find.list.at == at;
        find.look_to(Focus::Rows, project);
        find.list.at = at;
        if again {
            return open(state, project);
        }
    }
    Vec::new()
}
