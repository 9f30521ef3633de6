//! What is typed into the query.

use super::{Asked, Find, Focus, suggest};
use crate::project::Project;
use crate::tui::key::Key;
use crate::tui::state::State;

/// A key that no act is bound to goes into the query. False when it is none of the query's own.
pub fn key(state: &mut State, project: &Project, key: Key) -> bool {
    let Some(find) = state.find_mut() else { return false };
    let before = find.line.text().to_owned();
    let taken = find.line.key(key);
    if taken {
        find.typed(project, &before);
    }
    taken
}

/// Pasted text goes into the query.
pub fn paste(state: &mut State, project: &Project, text: &str) {
    if let Some(find) = state.find_mut() {
        let before = find.line.text().to_owned();
        find.line.insert(text);
        find.typed(project, &before);
    }
}

impl Find {
    /// Takes in what was typed.
    fn typed(&mut self, project: &Project, before: &str) {
        if self.line.text() == before {
            self.offers = suggest::offers(&self.line, project);
            self.offer = None;
            return;
        }
        if self.of.is_some() && !self.line.text().starts_with("code:") {
            // From here on it is a query like any other.
            self.of = None;
        }
        self.reread(project);
    }

    /// Puts another query in place of what is typed.
    pub fn ask(&mut self, project: &Project, query: &str) {
        self.line = crate::tui::line::Line::new(query);
        self.reread(project);
    }

    /// Goes to another part of the screen.
    pub(super) fn look_to(&mut self, focus: Focus, project: &Project) {
        self.focus = focus;
        self.offers = if focus == Focus::Prompt { suggest::offers(&self.line, project) } else { Vec::new() };
        self.offer = None;
    }

    /// Stops the asking; Enter begins it again.
    pub(super) fn stop(&mut self) -> bool {
        let busy = matches!(self.asked, Asked::Pending | Asked::Slow);
        if busy || self.asked == Asked::Counting {
            self.asked = if busy { Asked::Stopped } else { Asked::Done };
        }
        busy
    }
}
