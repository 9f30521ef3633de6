//! What goes on between keys: looking things up, bringing files in. Each piece of work gives way to the next key.

use super::app::App;

impl App {
    /// Whether there is work that goes on without a key.
    pub fn is_busy(&self) -> bool {
        self.state.find().is_some_and(super::find::Find::is_busy)
    }

    /// Does a piece of it; `waiting` says whether there is a key to take in first.
    pub fn advance(&mut self, waiting: &mut dyn FnMut() -> bool) {
        self.look(waiting);
        self.provide();
    }

    /// Loads what the screen that is seen shows besides what it knows.
    pub fn provide(&mut self) {
        self.show_rows();
    }
}
