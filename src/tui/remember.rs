//! Taking up where one left off: the place in each document, the numbers of codes, what the margin shows.

use super::app::App;
use super::reader::shown::Who;
use crate::session::{LeftAt, Personal, personal_file};
use crate::text::Points;
use std::path::PathBuf;

impl App {
    /// Takes up where this person left the project the last time, and keeps that from now on.
    pub fn recall(&mut self) {
        let file = self.session.project_id().and_then(personal_file);
        if let Ok(file) = file {
            self.recall_from(file);
        }
    }

    /// The same, from a file.
    pub fn recall_from(&mut self, file: PathBuf) {
        let kept = Personal::load(&file);
        let project = self.session.project();
        for (document, at) in &kept.places {
            if project.documents.contains_key(document) && at.start < at.end {
                self.state.places.insert(*document, (Points { start: at.start, end: at.end }, at.top));
            }
        }
        let known = |code: &Option<_>| code.filter(|c| project.codebook.get(*c).is_some());
        let mut numbers = [None; 9];
        for (slot, code) in numbers.iter_mut().zip(&kept.numbers) {
            *slot = known(code);
        }
        // Codes used lately take the numbers that are free.
        for code in self.state.recent.clone() {
            let free = numbers.iter().position(Option::is_none).filter(|_| !numbers.contains(&Some(code)));
            if let Some(free) = free {
                numbers[free] = Some(code);
            }
        }
        self.state.quick = numbers;
        self.state.shown.density = kept.density;
        self.state.book.view.folded =
            kept.folded.iter().copied().filter(|c| project.codebook.get(*c).is_some()).collect();
        if kept.mine {
            self.state.shown.who = Who::Coder(self.state.coder.clone());
        }
        self.memory = Some(file);
    }

    /// Keeps it. What cannot be written is no fault: the project is safe, and only the place is lost.
    pub fn remember(&mut self) {
        super::update::leave(&mut self.state);
        let Some(file) = &self.memory else { return };
        let state = &self.state;
        // Another window may have kept places in other documents meanwhile.
        let mut kept = Personal::load(file);
        let documents = &self.session.project().documents;
        kept.places.retain(|id, _| documents.contains_key(id));
        kept.places.extend(
            state
                .places
                .iter()
                .map(|(id, (points, top))| (*id, LeftAt { start: points.start, end: points.end, top: *top })),
        );
        kept.numbers = state.quick.to_vec();
        kept.density = state.shown.density;
        kept.folded.clone_from(&state.book.view.folded);
        kept.mine = matches!(&state.shown.who, Who::Coder(name) if *name == state.coder);
        let _ = kept.save(file);
    }
}
