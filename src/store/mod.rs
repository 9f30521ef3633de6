//! The project file: open, append a step, read since, check.
//!
//! A [`Store`] keeps the log of steps, the tables that the log adds up to, the frozen texts, and the original bytes. Two implementations, one contract:
//! [`SqliteStore`] is the file, [`MemoryStore`] serves tests and trials.

mod memory;
mod sqlite;

pub use memory::MemoryStore;
pub use sqlite::{Concern, FORMAT_OLDEST, FORMAT_WRITTEN, SqliteStore, TurnText, Wanted};

use crate::document::{Content, Document};
use crate::fault::Outcome;
use crate::project::{Project, Staged, Step, StepHead};
use uuid::Uuid;

/// What became of a step that was to be appended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Appended {
    /// It is in the log, durably.
    Done,
    /// Somebody else appended first: read what they did and plan again.
    Behind,
}

/// Keeps one project.
pub trait Store {
    /// Identity of the project, the same in every copy of the file.
    fn project_id(&self) -> Outcome<Uuid>;

    /// The project as it is now, and the number of the last step.
    fn load(&self) -> Outcome<(Project, u64)>;

    /// The number of the last step; 0 for a new project.
    fn last(&self) -> Outcome<u64>;

    /// The step that last altered what can be searched: a text, its structure or language, or which documents there are; 0 when none did. `None` when that is not
    /// known.
    fn texts_as_of(&self) -> Outcome<Option<u64>>;

    /// Keeps texts, structures and originals ahead of the step that will refer to them, durably. Those that no step comes to refer to do no harm: they are there
    /// already when the same files are brought in again.
    fn stow(&mut self, staged: &[Staged]) -> Outcome<()>;

    /// Appends a step whose number is one more than the last, with what it refers to: all of it, durably, or nothing.
    fn append(&mut self, step: &Step, staged: &[Staged]) -> Outcome<Appended>;

    /// The steps after the one with this number, in order.
    fn since(&self, number: u64) -> Outcome<Vec<Step>>;

    /// All steps without their changes, in order.
    fn heads(&self) -> Outcome<Vec<StepHead>>;

    /// One step.
    fn step(&self, number: u64) -> Outcome<Option<Step>>;

    /// A document's text and structure.
    fn content(&self, document: &Document) -> Outcome<Content>;

    /// A document's original bytes.
    fn original(&self, document: &Document) -> Outcome<Vec<u8>>;

    /// What is wrong with the store itself, in words.
    fn check(&self) -> Outcome<Vec<String>>;
}
