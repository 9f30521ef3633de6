//! Coding without seeing one another: which coder is done with which document, and what is hidden until then.
//!
//! Whether coders are independent is a property of the study, not of their discipline: while coding is blind, what another coder did in a document is hidden
//! from a coder until both have declared their pass over it done. Declaring, taking that back, and beginning or ending blind coding are steps of the history like
//! all others, so that a report can tell what was coded blind.

use super::{Command, Project, Saved, SavedKind};
use crate::id::{CoderId, DocumentId, IdMap};

/// The saved text that says that coding is blind.
const BLIND: &str = "blind coding";

/// The name under which it is kept what a coder is done with; [`BLIND`] cannot be one of these.
fn name_of(coder: &str) -> String {
    format!("pass of {coder}")
}

impl Project {
    fn pass_of(&self, coder: &str) -> Option<&Saved> {
        self.saved_named(SavedKind::Pass, &name_of(coder))
    }

    /// Whether coding is blind.
    pub fn is_blind(&self) -> bool {
        self.saved_named(SavedKind::Pass, BLIND).is_some()
    }

    /// The documents that a coder has declared done.
    pub fn passes_done(&self, coder: &str) -> Vec<DocumentId> {
        // A line is the document's identity and its name: in a copy that was written as plain files and read again, only the name is the same.
        let document = |line: &str| {
            let (id, name) = line.split_once(' ')?;
            let by_id = self.documents.values().find(|d| d.id.to_string() == id);
            by_id.or_else(|| self.documents.values().find(|d| d.name == name)).map(|d| d.id)
        };
        self.pass_of(coder).iter().flat_map(|saved| saved.text.lines()).filter_map(document).collect()
    }

    /// Which coders' work is hidden from one coder, by document; nothing when coding is not blind.
    pub fn hidden_from(&self, me: &str) -> IdMap<DocumentId, Vec<CoderId>> {
        let mut hidden: IdMap<DocumentId, Vec<CoderId>> = IdMap::default();
        if !self.is_blind() {
            return hidden;
        }
        let own = self.coder(me).map(|c| c.id);
        let mine = self.passes_done(me);
        for coder in self.coders.values().filter(|c| Some(c.id) != own) {
            let theirs = self.passes_done(&coder.name);
            let both = |document: &DocumentId| mine.contains(document) && theirs.contains(document);
            for document in self.documents.keys().filter(|d| !both(d)) {
                hidden.entry(*document).or_default().push(coder.id);
            }
        }
        hidden
    }

    /// What declares a coder's pass over documents done, or takes that back.
    pub fn declare(&self, coder: &str, documents: &[DocumentId], done: bool) -> Command {
        let mut all = self.passes_done(coder);
        all.retain(|d| !documents.contains(d));
        if done {
            all.extend(documents);
        }
        let line = |id: &DocumentId| self.documents.get(id).map(|d| format!("{id} {}", d.name));
        let text = all.iter().filter_map(line).collect::<Vec<_>>().join("\n");
        let names: Vec<&str> =
            documents.iter().filter_map(|d| self.documents.get(d)).map(|d| d.name.as_str()).collect();
        let over = match names[..] {
            [one] => format!("“{one}”"),
            _ => super::count(names.len(), "document"),
        };
        let said = if done {
            format!("Declared the pass of {coder} over {over} done")
        } else {
            format!("Took up the pass of {coder} over {over} again")
        };
        let change = if text.is_empty() {
            Command::Unsave(SavedKind::Pass, name_of(coder))
        } else {
            Command::Save(SavedKind::Pass, name_of(coder), text)
        };
        Command::Together(said, vec![change])
    }

    /// What begins or ends blind coding.
    pub fn blind(on: bool) -> Command {
        let (said, change) = if on {
            ("Coding is blind from here on", Command::Save(SavedKind::Pass, BLIND.to_owned(), "on".to_owned()))
        } else {
            ("Coding is not blind any more", Command::Unsave(SavedKind::Pass, BLIND.to_owned()))
        };
        Command::Together(said.to_owned(), vec![change])
    }
}
