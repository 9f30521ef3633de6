//! Looking things up for somebody who may not wait: the work asks again and again whether it may go on.

use super::Session;
use crate::document::{Content, Document};
use crate::fault::{Fault, Kind, Outcome};
use crate::id::Stamp;
use crate::project::{Project, Texts};
use crate::query::{Scan, World};
use std::cell::Cell;
use std::sync::Arc;

/// Texts that are refused as soon as the work may not go on.
struct Watched<'a> {
    session: &'a Session,
    go_on: &'a dyn Fn() -> bool,
    stopped: Cell<bool>,
}

impl Texts for Watched<'_> {
    fn content(&self, document: &Document) -> Outcome<Arc<Content>> {
        if self.stopped.get() || !(self.go_on)() {
            self.stopped.set(true);
            return Err(Fault::new(Kind::Nothing, "stopped"));
        }
        Texts::content(self.session, document)
    }

    fn made(&self, step: u64) -> Option<Stamp> {
        self.session.made(step)
    }

    fn begins(&self, moment: jiff::civil::DateTime) -> Option<Stamp> {
        self.session.begins(moment)
    }
}

impl Session {
    /// Does something that looks up texts and words in a project, which may be an earlier state of this one. `go_on` is asked before every text; `None` when
    /// it said no.
    ///
    /// Errors: as what is done.
    pub fn look<T>(
        &self,
        project: &Project,
        go_on: &dyn Fn() -> bool,
        act: impl FnOnce(&World<'_>) -> Outcome<T>,
    ) -> Outcome<Option<T>> {
        let texts = Watched { session: self, go_on, stopped: Cell::new(false) };
        let done = match &self.index {
            Some(index) => act(&World { project, texts: &texts, words: &index.ask(project, &texts) }),
            None => act(&World { project, texts: &texts, words: &Scan { project, texts: &texts } }),
        };
        match done {
            Err(_) if texts.stopped.get() => Ok(None),
            done => done.map(Some),
        }
    }

    /// How many of the documents the index holds, and how many there are; `None` for a project that has no index.
    pub fn indexed(&self) -> Option<(usize, usize)> {
        self.path().file_name()?;
        Some((self.index.as_ref().map_or(0, |i| i.holds(&self.project)), self.project.documents.len()))
    }
}
