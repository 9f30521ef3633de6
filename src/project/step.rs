use super::Change;
use crate::id::{Stamp, StepId};
use serde::{Deserialize, Serialize};

/// One named alteration in the history: what is undone as one.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// What the log says of it.
    pub head: StepHead,
    /// What it altered, in order.
    pub changes: Vec<Change>,
}

/// A step without its changes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StepHead {
    /// Place in the log, counted from 1 without gaps.
    pub number: u64,
    /// Identity, for merging logs.
    pub id: StepId,
    /// When.
    pub at: Stamp,
    /// Who, by name.
    pub coder: String,
    /// What, as one sentence.
    pub name: String,
    /// Whether it does, undoes or redoes.
    pub kind: StepKind,
}

/// What a step is to the history.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StepKind {
    /// Something new.
    Do,
    /// Takes back the step with this number.
    Undo(u64),
    /// Does again the step with this number, which had been undone.
    Redo(u64),
}

/// Which steps can be undone and redone now. The log itself only grows: undoing appends a step too.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct History {
    done: Vec<u64>,
    undone: Vec<u64>,
}

impl History {
    /// Follows a log from its beginning.
    pub fn of<'a>(heads: impl IntoIterator<Item = &'a StepHead>) -> Self {
        let mut history = Self::default();
        for head in heads {
            history.note(head.number, head.kind);
        }
        history
    }

    /// Takes in one more step.
    pub fn note(&mut self, number: u64, kind: StepKind) {
        match kind {
            StepKind::Do => {
                self.done.push(number);
                self.undone.clear();
            }
            StepKind::Undo(of) => {
                self.done.retain(|n| *n != of);
                self.undone.push(of);
            }
            StepKind::Redo(of) => {
                self.undone.retain(|n| *n != of);
                self.done.push(of);
            }
        }
    }

    /// The step that undo would take back.
    pub fn next_undo(&self) -> Option<u64> {
        self.done.last().copied()
    }

    /// The step that redo would do again.
    pub fn next_redo(&self) -> Option<u64> {
        self.undone.last().copied()
    }

    /// Whether a step's doings are in force now.
    pub fn in_force(&self, number: u64) -> bool {
        self.done.contains(&number)
    }
}
