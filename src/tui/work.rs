//! What goes on between keys: looking things up, bringing files in. Each piece of work gives way to the next key.

use super::app::App;
use super::state::Screen;
use crate::matrix;

/// With so many codings it takes longer than a frame to work out for the first time where each is.
const MANY: usize = 20_000;

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
        let looking = self.state.find().is_some_and(super::find::Find::is_busy);
        self.job.is_some() || self.is_detail_missing() || looking || self.is_unprepared()
    }

    /// Whether the first coding, or the first table that is counted, would have to wait for what is worked out once.
    fn is_unprepared(&self) -> bool {
        let codings = &self.session.project().codings;
        codings.len() > MANY && !codings.is_prepared()
    }

    /// Does a piece of it; `waiting` says whether there is a key to take in first.
    pub fn advance(&mut self, waiting: &mut dyn FnMut() -> bool) {
        if self.job.is_some() || self.want_index() {
            self.work(waiting);
            return self.provide();
        }
        if self.is_unprepared() {
            self.session.project().codings.prepare();
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
