//! What goes on between keys: looking things up, bringing files in. Each piece of work gives way to the next key.

use super::app::App;
use super::state::Screen;
use crate::matrix;

/// What somebody left a project for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Left {
    /// The end.
    Quit,
    /// The sample study.
    ForSample,
}

impl App {
    /// Whether there is work that goes on without a key.
    pub fn is_busy(&self) -> bool {
        self.job.is_some() || self.is_detail_missing() || self.state.find().is_some_and(super::find::Find::is_busy)
    }

    /// Does a piece of it; `waiting` says whether there is a key to take in first.
    pub fn advance(&mut self, waiting: &mut dyn FnMut() -> bool) {
        if self.job.is_some() || self.want_index() {
            self.work(waiting);
            return self.provide();
        }
        if self.is_detail_missing() {
            self.load_detail();
        }
        self.look(waiting);
        self.provide();
    }

    /// Loads what the screen that is seen shows besides what it knows.
    pub fn provide(&mut self) {
        self.show_rows();
        self.list_files();
        self.count_cases();
    }

    /// The codebook says in how many cases each code is used.
    fn count_cases(&mut self) {
        let shown = matches!(self.state.screen(), Screen::Codes(_));
        if !shown || self.state.facts.cases.is_some() || self.past.is_some() {
            return;
        }
        let found = self.session.with_words(false, |words| matrix::cases_of_codes(&self.session.world(words)));
        self.state.facts.cases = Some(found.unwrap_or_default());
    }
}
