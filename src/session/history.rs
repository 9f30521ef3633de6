//! Going back in the log: a single step taken back, the whole project as it was, a point of the history given a name. All of it adds steps; nothing is lost.

use super::{Answer, Session, lower_first};
use crate::fault::{Fault, Kind, Outcome};
use crate::id::DocumentId;
use crate::project::{self, Change, Command, History, Project, SavedKind, Step, StepHead, StepKind};

/// More later steps than this are not named when a step cannot be taken back.
const NAMED: usize = 3;

impl Session {
    /// One step with its changes.
    ///
    /// Errors (kind *asked*): the log has no step of that number.
    pub fn step(&self, number: u64) -> Outcome<Step> {
        let last = self.store.last()?;
        self.store.step(number)?.ok_or_else(|| {
            Fault::asked(format!("there is no step {number}")).hint(match last {
                0 => "nothing was done yet".to_owned(),
                last => format!("steps are numbered from 1 to {last}: `casebook history` lists them"),
            })
        })
    }

    /// The project as it was after a step.
    ///
    /// Errors: the log has no step of that number; the log and the project do not fit each other.
    pub fn as_of(&self, number: u64) -> Outcome<Project> {
        self.step(number)?;
        let mut project = self.project.clone();
        let later = self.store.since(number)?.into_iter().filter(|s| s.head.number <= self.last);
        project.apply(&taken_back(later))?;
        Ok(project)
    }

    /// Takes back what one step did and leaves every later step as it is, in a step of its own that undo takes back.
    ///
    /// Errors: there is no such step; it was taken back already; later steps rest on what it did (the fault names them).
    pub fn revert(&mut self, number: u64) -> Outcome<Answer> {
        loop {
            self.refresh()?;
            let step = self.step(number)?;
            let heads = self.store.heads()?;
            let history = History::of(&heads);
            if step.head.kind == StepKind::Do && !history.in_force(number) {
                return Err(Fault::new(Kind::Nothing, format!("step {number} was taken back already"))
                    .hint("redo does it again"));
            }
            let name = format!("Took back only step {number}: {}", lower_first(&step.head.name));
            let back = taken_back([step.clone()]);
            // Whoever coded first was noted as a coder in that very step, and is still needed when others of their steps stay.
            let without_coders: Vec<Change> = back.iter().filter(|c| !matches!(c, Change::Coder(_))).cloned().collect();
            let changes = match self.trial(&back) {
                Ok(()) => back,
                Err(_) => match self.trial(&without_coders) {
                    Ok(()) if !without_coders.is_empty() => without_coders,
                    Ok(()) => return Err(Fault::new(Kind::Nothing, format!("step {number} did nothing else"))),
                    Err(fault) => return Err(self.resting_on(&step, &heads, &history, fault)?),
                },
            };
            let head = self.head(name.clone(), StepKind::Do);
            if let Some(step) = self.commit(Step { head, changes }, &[])? {
                return Ok(Answer { sentence: name, notes: Vec::new(), step: Some(step) });
            }
        }
    }

    /// Makes the project what it was after a step, in a step of its own that undo takes back.
    ///
    /// Errors: there is no such step; nothing was done since.
    pub fn restore(&mut self, number: u64) -> Outcome<Answer> {
        loop {
            self.refresh()?;
            let to = self.step(number)?.head;
            let changes = taken_back(self.store.since(number)?);
            if changes.is_empty() {
                return Err(Fault::new(
                    Kind::Nothing,
                    format!("step {number} is the last one: there is nothing to restore"),
                ));
            }
            let later = project::count((self.last - number) as usize, "later step");
            let name = format!("Restored the project as of step {number}, before {later}: {}", lower_first(&to.name));
            let head = self.head(name.clone(), StepKind::Do);
            if let Some(step) = self.commit(Step { head, changes }, &[])? {
                return Ok(Answer { sentence: name, notes: Vec::new(), step: Some(step) });
            }
        }
    }

    /// Gives the point of the history after a step a name.
    ///
    /// Errors: there is no such step; the name is empty.
    pub fn name_point(&mut self, number: u64, name: &str) -> Outcome<Answer> {
        self.refresh()?;
        self.step(number)?;
        self.run(Command::Save(SavedKind::Point, name.to_owned(), number.to_string()))
    }

    /// Whether changes fit and leave a sound project. Nothing is altered.
    fn trial(&mut self, changes: &[Change]) -> Outcome<()> {
        let before = project::check(&self.project);
        self.project.apply(changes)?;
        let mut problems = project::check(&self.project);
        problems.retain(|p| !before.contains(p));
        for id in changes.iter().filter_map(altered_document) {
            let Some(document) = self.project.documents.get(&id) else { continue };
            match self.content(id) {
                Ok(content) => problems.extend(project::check_content(&self.project, document, &content)),
                Err(fault) => problems.push(fault.what),
            }
        }
        let back: Vec<Change> = changes.iter().rev().cloned().map(Change::inverse).collect();
        self.project.apply(&back)?;
        match problems.into_iter().next() {
            None => Ok(()),
            Some(problem) => Err(Fault::asked(problem)),
        }
    }

    /// Why a step cannot be taken back by itself: the later steps that speak of what it made or altered.
    fn resting_on(&self, step: &Step, heads: &[StepHead], history: &History, fault: Fault) -> Outcome<Fault> {
        let subjects: Vec<String> = step.changes.iter().filter_map(Change::subject).collect();
        let mut resting: Vec<&StepHead> = Vec::new();
        for later in self.store.since(step.head.number)? {
            let in_force = later.head.kind != StepKind::Do || history.in_force(later.head.number);
            let told = serde_json::to_string(&later.changes).map_err(|e| Fault::bug(e.to_string()))?;
            if in_force && subjects.iter().any(|id| told.contains(id.as_str())) {
                resting.extend(heads.iter().find(|h| h.number == later.head.number));
            }
        }
        let number = step.head.number;
        if resting.is_empty() {
            return Ok(Fault {
                what: format!("step {number} cannot be taken back by itself: {}", fault.what),
                ..fault
            });
        }
        let mut named: Vec<String> =
            resting.iter().take(NAMED).map(|h| format!("step {} (“{}”)", h.number, h.name)).collect();
        if resting.len() > NAMED {
            named.push(format!("{} more", resting.len() - NAMED));
        }
        let verb = if resting.len() == 1 { "rests" } else { "rest" };
        Ok(Fault::asked(format!("step {number} cannot be taken back by itself: {} {verb} on it", named.join(", ")))
            .hint("take those back first, or restore the project as of the step before it"))
    }
}

/// The changes that take steps back, the latest first.
fn taken_back(steps: impl IntoIterator<Item = Step>) -> Vec<Change> {
    let steps: Vec<Step> = steps.into_iter().collect();
    steps.into_iter().rev().flat_map(|s| s.changes.into_iter().rev().map(Change::inverse)).collect()
}

fn altered_document(change: &Change) -> Option<DocumentId> {
    match change {
        Change::Document(edit) => edit.now.as_ref().map(|d| d.id),
        _ => None,
    }
}
