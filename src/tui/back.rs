//! Going back: what is in the way is given up first, then the screen.

use super::grid;
use super::line::Line;
use super::state::State;
use super::update::{Effect, leave};
use crate::project::Project;

/// Gives up what is in the way of going back, or goes back a screen; from the first one, out.
pub fn back(state: &mut State, project: &Project, escape: bool) -> Vec<Effect> {
    if state.find_mut().is_some_and(|f| f.give_up(project)) {
        return Vec::new();
    }
    // What is in the way is given up first: a coding whose ends are moved, the passage that is held on to, marked passages, the
    // pen, the filter of a list; by Esc also the words that were looked for.
    if let Some(reader) = state.reader_mut().filter(|r| r.moving.is_some()) {
        let was = reader.moving.take();
        let stripe = reader.margin.stripes().find(|s| Some(s.id) == was).copied();
        if let Some(stripe) = stripe {
            reader.go_to(stripe.span, None);
            reader.focus = was;
        }
        state.say(false, "left as it was");
        return Vec::new();
    }
    if let Some(reader) = state.reader_mut().filter(|r| r.anchor.is_some()) {
        reader.anchor = None;
        return Vec::new();
    }
    if let Some(reader) = state.reader_mut().filter(|r| !r.marks.is_empty()) {
        reader.marks.clear();
        return Vec::new();
    }
    if state.reader().is_some() && !state.pen.is_empty() {
        state.pen.clear();
        state.say(true, "the pen is put down");
        return Vec::new();
    }
    if let Some(reader) = state.reader_mut().filter(|r| escape && !r.needle.is_empty()) {
        reader.needle.clear();
        return Vec::new();
    }
    if grid::step_back(state) {
        return Vec::new();
    }
    if let Some(list) = state.list_mut().filter(|l| !l.filter.text().is_empty()) {
        list.filter = Line::default();
        return Vec::new();
    }
    leave(state);
    if state.screens.len() <= 1 {
        let out = if state.past.is_some() { Effect::LeavePast } else { Effect::Quit };
        return vec![out];
    }
    if let Some(left) = state.screens.pop() {
        grid::keep(state, &left);
    }
    vec![Effect::Refresh]
}
