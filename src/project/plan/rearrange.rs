//! Putting the codebook and the codings in another order: a code's place among its siblings, and codings that go to another code.

use super::{CodeSpec, Planner, count};
use crate::codebook::Code;
use crate::coding::Coding;
use crate::fault::{Fault, Kind, Outcome};
use crate::id::{CodeId, CodingId};
use crate::project::{Change, Edit};

impl Planner<'_, '_> {
    /// Hangs a code under another one (or at the top), as the `at`-th of the codes there, counted from 0; beyond the last it becomes the last.
    pub(super) fn place_code(&mut self, id: CodeId, parent: Option<CodeId>, at: usize) -> Outcome<String> {
        let was = self.code_of(id)?.clone();
        let old = self.codebook.path(id);
        let before: Vec<CodeId> = self.codebook.children(parent).into_iter().map(|c| c.id).collect();
        if was.parent != parent {
            // It says why a code cannot go there: under itself, or beside a namesake.
            self.move_code(id, parent)?;
        }
        let mut order: Vec<CodeId> =
            self.codebook.children(parent).into_iter().map(|c| c.id).filter(|c| *c != id).collect();
        order.insert(at.min(order.len()), id);
        if order == before {
            return Err(Fault::new(Kind::Nothing, format!("“{old}” stands there already")));
        }
        for (position, code) in (0u32..).zip(&order) {
            let code = self.code_of(*code)?.clone();
            if code.position != position {
                self.put_code(Code { position, ..code });
            }
        }
        let now = self.codebook.path(id);
        Ok(if was.parent == parent {
            format!("Moved the code “{now}” in its row")
        } else {
            format!("Moved the code “{old}” to “{now}”")
        })
    }

    /// Turns codings into codings of another code; who coded and when stays. Where the same coder has coded the same passage so already, the double goes.
    pub(super) fn recode_these(&mut self, codings: &[CodingId], spec: &CodeSpec) -> Outcome<String> {
        let (into, _) = self.code_for(spec)?;
        let wanted: Vec<Coding> = codings.iter().filter_map(|id| self.base.codings.get(*id)).cloned().collect();
        let wanted: Vec<Coding> = wanted.into_iter().filter(|c| c.code != into && !self.gone.contains(&c.id)).collect();
        let path = self.codebook.path(into);
        if wanted.is_empty() {
            return Err(Fault::new(Kind::Nothing, format!("nothing to move: it is coded “{path}” already")));
        }
        let moved = wanted.len();
        let mut doubles = 0;
        for was in wanted {
            let double = self.is_coded(was.passage(), into, was.coder);
            doubles += usize::from(double);
            self.gone.insert(was.id);
            let now = (!double).then(|| Coding { code: into, ..was.clone() });
            if now.is_some() {
                self.placed.insert((was.passage(), into, was.coder), was.id);
            }
            self.push(Change::Coding(Box::new(Edit { was: Some(was), now })));
        }
        if doubles > 0 {
            self.note(format!("{} had both codes and kept one", count(doubles, "passage")));
        }
        Ok(format!("Moved {} to “{path}”", count(moved, "coding")))
    }
}

#[cfg(test)]
mod tests {
    use crate::id::CodeId;
    use crate::project::{CodeSpec, Command, check};
    use crate::session::Session;

    fn paths(session: &Session) -> Vec<String> {
        let book = &session.project().codebook;
        book.tree().into_iter().map(|(_, c)| book.path(c.id)).collect()
    }

    fn id(session: &Session, path: &str) -> CodeId {
        session.project().codebook.at(path).unwrap().id
    }

    #[test]
    fn a_code_is_put_between_others_and_back_by_one_undo() {
        let mut session = Session::in_memory("lena");
        for path in ["a", "b", "c", "c/x", "d"] {
            session.run(Command::AddCode(CodeSpec::New(path.to_owned(), Box::default()))).unwrap();
        }
        let (a, c, d) = (id(&session, "a"), id(&session, "c"), id(&session, "d"));
        session.run(Command::PlaceCode(d, None, 1)).unwrap();
        assert_eq!(paths(&session), ["a", "d", "b", "c", "c/x"]);
        session.run(Command::PlaceCode(a, Some(c), 0)).unwrap();
        assert_eq!(paths(&session), ["d", "b", "c", "c/a", "c/x"]);
        assert!(session.run(Command::PlaceCode(c, Some(a), 0)).is_err());
        assert!(session.run(Command::PlaceCode(d, None, 0)).unwrap_err().what.contains("stands there already"));
        assert_eq!(check(session.project()), Vec::<String>::new());
        session.undo().unwrap();
        session.undo().unwrap();
        assert_eq!(paths(&session), ["a", "b", "c", "c/x", "d"]);
    }
}
