use super::Session;
use crate::fault::Outcome;
use crate::memo::{Axis, Essence, Verdict};
use crate::project::{Change, Project, StepHead, StepKind};

impl Session {
    /// Every step that altered what is said of a matrix cell, in order, each with what was said after it; `None` when it was taken away. A phrase that was brought
    /// in from files has the name and the day of whoever wrote it there, not those of the step. Rows and columns exchanged are the same cell.
    ///
    /// Errors: whatever reading the log says.
    pub fn phrases(&self, row: &Axis, column: &Axis) -> Outcome<Vec<(StepHead, Option<Verdict>)>> {
        let mut out = Vec::new();
        let here = |e: &Essence| (e.row == *row && e.column == *column) || (e.row == *column && e.column == *row);
        for step in self.store.since(0)? {
            for change in &step.changes {
                let Change::Essence(edit) = change else { continue };
                if [&edit.was, &edit.now].into_iter().flatten().any(here) {
                    let head = authored(self.project(), &step.head, edit.now.as_ref());
                    out.push((head, edit.now.as_ref().map(|e| e.verdict.clone())));
                }
            }
        }
        Ok(out)
    }
}

/// The head of a step that wrote a phrase, with the name and the day of its author: what was brought in from files keeps those that it has there.
pub fn authored(project: &Project, head: &StepHead, essence: Option<&Essence>) -> StepHead {
    let mut head = head.clone();
    if let Some(essence) = essence.filter(|_| head.kind == StepKind::Do)
        && let Some(coder) = project.coders.get(&essence.coder)
    {
        head.coder.clone_from(&coder.name);
        head.at = essence.at;
    }
    head
}
