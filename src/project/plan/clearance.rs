//! What is kept under the names of cases and documents follows them.

use super::Planner;
use crate::case::Subject;
use crate::fault::{Fault, Outcome};
use crate::id::AttributeId;
use crate::project::{Change, Edit, Saved, SavedKind};
use crate::text::{Carry, Text};

impl Planner<'_, '_> {
    /// What was said about publishing something goes over to its new name.
    pub(super) fn carry_terms(&mut self, renamed: &dyn Fn(Subject) -> Option<Subject>) {
        for saved in self.terms() {
            let Some(now) = Subject::parse(&saved.name).and_then(renamed) else { continue };
            let now = Saved { name: now.to_string(), ..saved.clone() };
            self.push(Change::Saved(Box::new(Edit::alter(saved, now))));
        }
    }

    /// What was said about publishing a passage goes with its words when the text is corrected. Where they are not surely found again it holds for the whole
    /// document: better too much is withheld than too little.
    pub(super) fn carry_passage_terms(&mut self, document: &str, carry: &Carry<'_>, (old, new): (&Text, &Text)) {
        let mut widened = 0;
        for saved in self.terms() {
            let Some(Subject::Passage(name, points)) = Subject::parse(&saved.name) else { continue };
            if name != document {
                continue;
            }
            let carried = old.to_span(points).and_then(|span| carry.passage(span)).filter(|c| c.confidence >= 1.0);
            let span = carried.map_or(new.span(), |c| c.span);
            widened += usize::from(carried.is_none());
            let now = Subject::Passage(name, new.to_points(span)).to_string();
            if now != saved.name {
                let now = Saved { name: now, ..saved.clone() };
                self.push(Change::Saved(Box::new(Edit::alter(saved, now))));
            }
        }
        if widened > 0 {
            self.note(format!(
                "what may be published of {} holds for the whole document now, since the words were not found again: `casebook documents clearance`",
                super::count(widened, "passage")
            ));
        }
    }

    /// What was said about publishing something goes with it.
    pub(super) fn drop_terms(&mut self, gone: &dyn Fn(&Subject) -> bool) {
        for saved in self.terms() {
            if Subject::parse(&saved.name).is_some_and(|s| gone(&s)) {
                self.push(Change::Saved(Box::new(Edit::remove(saved))));
            }
        }
    }

    fn terms(&self) -> Vec<Saved> {
        self.base.saved_of(SavedKind::Clearance).into_iter().cloned().collect()
    }

    /// The derived attribute of this name, of the project or of this plan.
    pub(super) fn derived_named(&self, name: &str) -> Option<AttributeId> {
        let planned = self.plan.changes.iter().rev().find_map(|c| match c {
            Change::Saved(e) => e.now.as_ref().filter(|s| s.kind == SavedKind::Derived && s.name == name),
            _ => None,
        });
        planned.or_else(|| self.base.saved_named(SavedKind::Derived, name)).map(|s| AttributeId(s.id.0))
    }

    /// Refuses a stored attribute under the name of a derived one.
    pub(super) fn not_derived(&self, attribute: &str) -> Outcome<()> {
        match self.base.saved_named(SavedKind::Derived, attribute) {
            None => Ok(()),
            Some(saved) => {
                Err(Fault::asked(format!("the values of “{}” follow from the coding and cannot be set", saved.name))
                    .hint("`casebook classify` shows from what; with --remove it takes the attribute away"))
            }
        }
    }
}

/// The subject under a new name of its document, when it is about that document.
pub(super) fn of_document(subject: Subject, was: &str, now: &str) -> Option<Subject> {
    match subject {
        Subject::Document(name) if name == was => Some(Subject::Document(now.to_owned())),
        Subject::Passage(name, points) if name == was => Some(Subject::Passage(now.to_owned(), points)),
        _ => None,
    }
}
