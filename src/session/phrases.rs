use super::Session;
use crate::fault::Outcome;
use crate::memo::{Axis, Verdict};
use crate::project::{Change, StepHead};

impl Session {
    /// Every step that altered what is said of a matrix cell, in order, each with what was said after it; `None` when it was taken away.
    ///
    /// Errors: whatever reading the log says.
    pub fn phrases(&self, row: &Axis, column: &Axis) -> Outcome<Vec<(StepHead, Option<Verdict>)>> {
        let mut out = Vec::new();
        for step in self.store.since(0)? {
            for change in &step.changes {
                let Change::Essence(edit) = change else { continue };
                let here = [&edit.was, &edit.now].into_iter().flatten().any(|e| e.row == *row && e.column == *column);
                if here {
                    out.push((step.head.clone(), edit.now.as_ref().map(|e| e.verdict.clone())));
                }
            }
        }
        Ok(out)
    }
}
