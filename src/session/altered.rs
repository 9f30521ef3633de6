use super::Session;
use crate::id::DocumentId;
use crate::project::Change;
use std::collections::VecDeque;

/// How many steps back it is known what they altered.
const KEPT: usize = 64;

/// What the latest steps altered, as far as that spares looking the whole project through.
#[derive(Default)]
pub(super) struct Altered(VecDeque<(u64, Option<Vec<DocumentId>>)>);

impl Altered {
    /// Takes in what a step did.
    pub(super) fn note(&mut self, step: u64, changes: &[Change]) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((step, coded(changes)));
    }

    /// Nothing is known of what was before.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}

/// The documents in which codings were altered; `None` when something else was.
fn coded(changes: &[Change]) -> Option<Vec<DocumentId>> {
    let mut found = Vec::new();
    for change in changes {
        let Change::Coding(edit) = change else { return None };
        found.extend(edit.was.iter().chain(&edit.now).map(|coding| coding.document));
    }
    found.sort_unstable();
    found.dedup();
    Some(found)
}

impl Session {
    /// The documents in which codings were altered since a step, when nothing else was altered since; `None` when something else was, or when that step lies too
    /// far back to tell. Whoever keeps something that was worked out then need only look at these.
    pub fn coded_since(&self, step: u64) -> Option<Vec<DocumentId>> {
        if step == self.last() {
            return Some(Vec::new());
        }
        let known = self.altered.0.iter().position(|(number, _)| Some(*number) == step.checked_add(1))?;
        let mut found = Vec::new();
        for (_, documents) in self.altered.0.iter().skip(known) {
            found.extend(documents.as_ref()?);
        }
        found.sort_unstable();
        found.dedup();
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use crate::coding::Passage;
    use crate::project::{CodeSpec, Command, NewDocument};
    use crate::session::Session;
    use crate::text::Span;
    use std::sync::Arc;

    #[test]
    fn codings_are_told_from_everything_else_and_undoing_them_too() {
        let mut session = Session::in_memory("lena");
        let text = "He pressed the button. Then he waited.";
        let read = crate::exchange::ReadOptions::default();
        let draft = crate::exchange::read("talk.md", text.as_bytes(), &read).expect("it can be read");
        let document = NewDocument { draft, original: Arc::from(text.as_bytes()), cases: Vec::new() };
        session.run(Command::AddDocuments(vec![document])).expect("it goes in");
        let document = *session.project().documents.keys().next().expect("it is there");
        session.run(Command::AddCode(CodeSpec::New("trust".into(), Box::default()))).expect("a code");
        let code = session.project().codebook.at("trust").expect("it is there").id;
        let passage = |span| vec![Passage { document, span }];
        // The first coding brings its coder along.
        session.run(Command::Code(passage(Span::new(0, 2)), vec![CodeSpec::Known(code)])).expect("coded");
        let before = session.last();
        assert_eq!(session.coded_since(before), Some(vec![]));
        session.run(Command::Code(passage(Span::new(3, 10)), vec![CodeSpec::Known(code)])).expect("coded");
        session.undo().expect("undone");
        assert_eq!(session.coded_since(before), Some(vec![document]));
        assert_eq!(session.coded_since(before - 1), None, "the first coding also made a coder");
        session.run(Command::AddCode(CodeSpec::New("doubt".into(), Box::default()))).expect("a code");
        assert_eq!(session.coded_since(before), None);
        assert_eq!(session.coded_since(before + 900), None, "a step that there is not");
    }
}
