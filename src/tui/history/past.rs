//! Looking at the project as it was after a step: every screen works, nothing can be altered.

use crate::id::Stamp;
use crate::tui::app::App;
use crate::tui::facts::Facts;
use crate::tui::state::{List, Screen};
use crate::tui::update::settle;

/// What is looked at, and where one comes back to.
pub struct Past {
    /// The step after which it was so.
    pub number: u64,
    /// When that step was made.
    pub at: Stamp,
    /// The screens of the present.
    screens: Vec<Screen>,
}

impl App {
    /// Shows the project as it was after a step.
    pub fn look_back(&mut self, number: u64) {
        let found = self.session.step(number).and_then(|step| Ok((step.head.at, self.session.as_of(number)?)));
        let (at, project) = match found {
            Ok(found) => found,
            Err(fault) => return self.refuse(&fault),
        };
        let shown = std::mem::replace(&mut self.state.screens, vec![Screen::Documents(List::default())]);
        // From one past to another: the present is still where one comes back to.
        let screens = self.state.past.take().map_or(shown, |past| past.screens);
        self.state.facts = Facts::of(&project, self.session.coder());
        self.state.past = Some(Past { number, at, screens });
        self.past = Some(project);
        settle(&mut self.state, self.past.as_ref().unwrap_or(self.session.project()));
        self.state.say(
            true,
            format!(
                "as it was after step {number}: nothing can be altered here; {} comes back",
                self.state.told("‹back›")
            ),
        );
    }

    /// Comes back to the present.
    pub fn leave_past(&mut self) {
        self.past = None;
        if let Some(past) = self.state.past.take() {
            self.state.screens = past.screens;
        }
        self.altered(None);
    }
}
