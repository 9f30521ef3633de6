//! Matrices, saved queries and derived attributes name codes by their paths: they follow when a code is renamed, moved or merged.

use super::Planner;
use crate::codebook::follow;
use crate::id::CodeId;
use crate::project::{Change, Edit, Saved, SavedKind, SavedMatrix};
use std::borrow::Cow;

/// Up to three paths, as they are said.
pub(super) fn few(paths: &[String]) -> String {
    paths.iter().take(3).map(|p| format!("“{p}”")).collect::<Vec<_>>().join(", ")
}

impl Planner<'_, '_> {
    /// Rewrites what names codes by paths that this plan has altered. Where a name still means the same code it stays as it is written.
    pub(super) fn follow_codes(&mut self) {
        if matches!(self.codebook, Cow::Borrowed(_)) {
            return;
        }
        let paths = self.moved_paths();
        if paths.is_empty() {
            return;
        }
        let mut names: Vec<String> = Vec::new();
        for was in self.base.matrices.values() {
            let planned = |c: &Change| matches!(c, Change::Matrix(e) if e.was.as_ref().is_some_and(|m| m.id == was.id));
            if self.plan.changes.iter().any(planned) {
                continue;
            }
            if let Some(spec) = follow(&was.spec, &paths) {
                names.push(format!("the matrix “{}”", was.name));
                self.push(Change::Matrix(Edit::alter(was.clone(), SavedMatrix { spec, ..was.clone() })));
            }
        }
        for (kind, what) in [(SavedKind::Query, "the query"), (SavedKind::Derived, "the attribute")] {
            for was in self.base.saved_of(kind) {
                let planned =
                    |c: &Change| matches!(c, Change::Saved(e) if e.was.as_ref().is_some_and(|s| s.id == was.id));
                if self.plan.changes.iter().any(planned) {
                    continue;
                }
                if let Some(text) = follow(&was.text, &paths) {
                    names.push(format!("{what} “{}”", was.name));
                    self.push(Change::Saved(Box::new(Edit::alter(was.clone(), Saved { text, ..was.clone() }))));
                }
            }
        }
        match names.as_slice() {
            [] => {}
            [one] => self.note(format!("{one} follows")),
            _ => self.note(format!("{} follow", names.join(", "))),
        }
    }

    /// What codes were called before this plan and mean no longer, with what they are called now; longer ones first.
    fn moved_paths(&self) -> Vec<(String, String)> {
        let (before, now) = (&self.base.codebook, &*self.codebook);
        let moved = |id: CodeId| now.get(id).is_none() || now.path(id) != before.path(id);
        let mut out: Vec<(String, String)> = Vec::new();
        for code in before.iter().filter(|c| moved(c.id)) {
            let Some(target) = self.becomes(code.id) else { continue };
            let path = before.path(code.id);
            // The whole path, and every end of it by which the code could be named.
            let starts = path.char_indices().filter(|(_, c)| *c == '/').map(|(at, _)| at + 1);
            for old in std::iter::once(0).chain(starts).map(|at| &path[at..]) {
                let meant = before.find(old).is_ok_and(|c| c.id == code.id);
                let means = now.find(old).is_ok_and(|c| c.id == target);
                if meant && !means {
                    out.push((old.to_owned(), now.path(target)));
                }
            }
        }
        out.sort_by_key(|(old, _)| std::cmp::Reverse(old.len()));
        out
    }

    /// The code that a code of the project has become: itself, or the one it was merged into.
    fn becomes(&self, mut id: CodeId) -> Option<CodeId> {
        // Merging several at once can only go on as often as codes were merged.
        for _ in 0..=self.absorbed.len() {
            if self.codebook.get(id).is_some() {
                return Some(id);
            }
            id = self.absorbed.iter().find(|(from, _)| *from == id)?.1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::project::{Command, SavedKind, check};
    use crate::session::Session;

    fn session() -> Session {
        let mut session = Session::in_memory("lena");
        for path in ["trust/self", "trust/others", "cost"] {
            session.run(Command::add_code(path)).unwrap();
        }
        let spec = "title = \"trust\"\nrows = \"codes under trust\"\n[[column]]\ncode = \"self\"\n[[column]]\nquery = \"code:trust/self and code:cost\"\n";
        session.run(Command::SaveMatrix("m".into(), spec.into())).unwrap();
        session.run(Command::Save(SavedKind::Query, "q".into(), "code:trust+ -code:others".into())).unwrap();
        session
    }

    fn texts(session: &Session) -> (String, String) {
        let project = session.project();
        let query = project.saved_named(SavedKind::Query, "q").unwrap();
        (project.matrix("m").unwrap().spec.clone(), query.text.clone())
    }

    #[test]
    fn what_names_a_code_follows_it_in_the_same_step_and_back() {
        let mut session = session();
        let before = texts(&session);
        let id = |s: &Session, path: &str| s.project().codebook.find(path).unwrap().id;
        let trust = id(&session, "trust");
        let answer = session.run(Command::RenameCode(trust, "good faith".into())).unwrap();
        assert_eq!(answer.notes, ["the matrix “m”, the query “q” follow"]);
        let (spec, query) = texts(&session);
        assert_eq!(query, "code:“good faith”+ -code:others");
        assert!(spec.starts_with("title = \"trust\"\nrows = \"codes under good faith\""), "{spec}");
        assert!(spec.contains("code = \"self\"") && spec.contains("code:“good faith/self” and code:cost"), "{spec}");
        assert_eq!(check(session.project()), Vec::<String>::new());
        session.undo().unwrap();
        assert_eq!(texts(&session), before);
        // The end of a path that still means the same stays; a merged code is named by the one it went into.
        let (one, cost) = (id(&session, "trust/self"), id(&session, "cost"));
        session.run(Command::MoveCode(one, Some(cost))).unwrap();
        assert!(texts(&session).0.contains("code = \"self\"") && texts(&session).0.contains("code:cost/self and"));
        let answer = session.run(Command::MergeCodes(vec![one], cost)).unwrap();
        assert_eq!(answer.notes, ["the matrix “m” follows"]);
        assert!(texts(&session).0.contains("code = \"cost\"") && texts(&session).0.contains("code:cost and code:cost"));
        session.undo().unwrap();
        session.undo().unwrap();
        assert_eq!(texts(&session), before);
    }
}
