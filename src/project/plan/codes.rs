use super::{Command, Planner, count, name_of};
use crate::codebook::{Code, Colour, split_path};
use crate::coding::Coding;
use crate::fault::{Fault, Outcome};
use crate::id::{CodeId, IdSet};
use crate::memo::{About, Axis, Essence, Memo};
use crate::project::{Change, Edit};

/// A code that is there, or one to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CodeSpec {
    /// One that is there.
    Known(CodeId),
    /// A path from the top, whose missing codes are made; the fields are for the last of them.
    New(String, Box<CodeFields>),
}

/// What a code can say of itself; `None` leaves a field as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CodeFields {
    /// One line.
    pub short: Option<String>,
    /// Full definition.
    pub definition: Option<String>,
    /// When to use it.
    pub use_when: Option<String>,
    /// When not to use it.
    pub not_when: Option<String>,
    /// An example.
    pub example: Option<String>,
    /// Colour; `Some(None)` takes it away.
    pub colour: Option<Option<Colour>>,
}

/// One code of a codebook that is brought in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CodeRow {
    /// Path from the top.
    pub path: String,
    /// Its fields.
    pub fields: CodeFields,
}

/// What becomes of the codings of a code that is removed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Removal {
    /// There must be none.
    OnlyUnused,
    /// They go to this code.
    RecodeTo(CodeId),
    /// They are removed with it.
    WithCodings,
}

impl CodeFields {
    fn set(self, code: &mut Code) {
        let put = |field: &mut String, value: Option<String>| {
            if let Some(value) = value {
                *field = crate::text::normalise(&value).0.trim().to_owned();
            }
        };
        put(&mut code.short, self.short);
        put(&mut code.definition, self.definition);
        put(&mut code.use_when, self.use_when);
        put(&mut code.not_when, self.not_when);
        put(&mut code.example, self.example);
        if let Some(colour) = self.colour {
            code.colour = colour;
        }
    }
}

impl Planner<'_, '_> {
    pub(super) fn put_code(&mut self, code: Code) {
        let was = self.codebook.get(code.id).cloned();
        if was.as_ref() == Some(&code) {
            return;
        }
        self.codebook.to_mut().put(code.clone());
        self.push(Change::Code(Box::new(Edit { was, now: Some(code) })));
    }

    fn drop_code(&mut self, id: CodeId) {
        if let Some(code) = self.codebook.to_mut().remove(id) {
            self.push(Change::Code(Box::new(Edit::remove(code))));
        }
    }

    /// The code of a spec; a path's missing codes are made. Says whether anything was made.
    pub(super) fn code_for(&mut self, spec: &CodeSpec) -> Outcome<(CodeId, bool)> {
        let (path, fields) = match spec {
            CodeSpec::Known(id) => return self.code_of(*id).map(|c| (c.id, false)),
            CodeSpec::New(path, fields) => (path, fields),
        };
        let names = split_path(path);
        if names.is_empty() {
            return Err(Fault::asked("a code's name cannot be empty"));
        }
        let (mut parent, mut made) = (None, false);
        for name in &names {
            let name = name_of("code's name", name)?;
            parent = Some(match self.codebook.child(parent, &name) {
                Some(code) => code.id,
                None => {
                    made = true;
                    self.new_code(parent, name)
                }
            });
        }
        let id = parent.expect("there is at least one name");
        if made {
            let mut code = self.code_of(id)?.clone();
            fields.as_ref().clone().set(&mut code);
            self.replace_fresh_code(code);
        }
        Ok((id, made))
    }

    fn new_code(&mut self, parent: Option<CodeId>, name: String) -> CodeId {
        let alike: Vec<String> =
            self.codebook.look_alikes(&name, None).iter().map(|c| self.codebook.path(c.id)).collect();
        let position = self.codebook.children(parent).last().map_or(0, |c| c.position + 1);
        let empty = String::new;
        let code = Code {
            id: self.id(),
            parent,
            name,
            position,
            short: empty(),
            definition: empty(),
            use_when: empty(),
            not_when: empty(),
            example: empty(),
            colour: None,
        };
        let id = code.id;
        self.put_code(code);
        if !alike.is_empty() {
            self.note(format!("“{}” looks like {}", self.codebook.path(id), super::follow::few(&alike)));
        }
        id
    }

    /// Alters a code that this plan has just made, in the change that makes it.
    fn replace_fresh_code(&mut self, code: Code) {
        let made = self.plan.changes.iter_mut().rev().find_map(|c| match c {
            Change::Code(edit) if edit.was.is_none() => edit.now.as_mut().filter(|c| c.id == code.id),
            _ => None,
        });
        if let Some(fresh) = made {
            *fresh = code.clone();
        }
        self.codebook.to_mut().put(code);
    }

    pub(super) fn add_code_command(&mut self, spec: &CodeSpec) -> Outcome<String> {
        let (id, made) = self.code_for(spec)?;
        let path = self.codebook.path(id);
        if made {
            Ok(format!("Made the code “{path}”"))
        } else {
            Err(Fault::asked(format!("the code “{path}” is there already")))
        }
    }

    pub(super) fn edit_code(&mut self, id: CodeId, fields: CodeFields) -> Outcome<String> {
        let mut code = self.code_of(id)?.clone();
        fields.set(&mut code);
        self.put_code(code);
        Ok(format!("Edited the code “{}”", self.codebook.path(id)))
    }

    pub(super) fn rename_code(&mut self, id: CodeId, name: &str) -> Outcome<String> {
        let name = name_of("code's name", name)?;
        let old = self.codebook.path(id);
        let mut code = self.code_of(id)?.clone();
        if let Some(other) = self.codebook.child(code.parent, &name).filter(|c| c.id != id) {
            let path = self.codebook.path(other.id);
            return Err(
                Fault::asked(format!("there is a code “{path}” already")).hint("merge the two if they mean the same")
            );
        }
        let alike: Vec<String> =
            self.codebook.look_alikes(&name, Some(id)).iter().map(|c| self.codebook.path(c.id)).collect();
        code.name = name;
        self.put_code(code);
        if !alike.is_empty() {
            self.note(format!("the new name looks like {}", super::follow::few(&alike)));
        }
        Ok(format!("Renamed the code “{old}” to “{}”", self.codebook.path(id)))
    }

    pub(super) fn move_code(&mut self, id: CodeId, parent: Option<CodeId>) -> Outcome<String> {
        let old = self.codebook.path(id);
        let mut code = self.code_of(id)?.clone();
        if let Some(parent) = parent {
            self.code_of(parent)?;
            if self.codebook.family(id).contains(&parent) {
                return Err(Fault::asked(format!("“{old}” cannot go under itself")));
            }
        }
        if let Some(other) = self.codebook.child(parent, &code.name).filter(|c| c.id != id) {
            let path = self.codebook.path(other.id);
            return Err(
                Fault::asked(format!("there is a code “{path}” already")).hint("merge the two if they mean the same")
            );
        }
        code.position = self.codebook.children(parent).last().map_or(0, |c| c.position + 1);
        code.parent = parent;
        self.put_code(code);
        Ok(format!("Moved the code “{old}” to “{}”", self.codebook.path(id)))
    }

    pub(super) fn merge_codes(&mut self, from: &[CodeId], into: CodeId) -> Outcome<String> {
        let target = self.codebook.path(self.code_of(into)?.id);
        let mut names = Vec::new();
        let mut moved = 0;
        for &id in from {
            names.push(format!("“{}”", self.codebook.path(self.code_of(id)?.id)));
            if id == into || self.codebook.family(id).contains(&into) {
                return Err(Fault::asked(format!(
                    "{} cannot be merged into a code under itself",
                    names[names.len() - 1]
                )));
            }
            moved += self.absorb(id, into)?;
        }
        Ok(format!("Merged {} into “{target}”: {}", names.join(", "), count(moved, "coding")))
    }

    /// Makes one code part of another: codings, memos, phrases, and its sub-codes, of which those of the same name are merged. Says how many codings went over.
    fn absorb(&mut self, from: CodeId, into: CodeId) -> Outcome<usize> {
        self.absorbed.push((from, into));
        let mut moved = self.recode(from, into)?;
        self.hand_over_writing(from, into);
        let children: Vec<Code> = self.codebook.children(Some(from)).into_iter().cloned().collect();
        // It goes before its sub-codes come over: where it stood under the other code itself, a sub-code of its own name takes its place.
        self.drop_code(from);
        for child in children {
            match self.codebook.child(Some(into), &child.name).map(|c| c.id).filter(|same| *same != child.id) {
                Some(same) => moved += self.absorb(child.id, same)?,
                None => {
                    self.move_code(child.id, Some(into))?;
                }
            }
        }
        Ok(moved)
    }

    /// Turns codings of one code into codings of another. Where the same coder has already coded the same passage so, the double goes.
    fn recode(&mut self, from: CodeId, into: CodeId) -> Outcome<usize> {
        let codings: Vec<Coding> =
            self.base.codings.iter().filter(|c| c.code == from && !self.gone.contains(&c.id)).cloned().collect();
        let moved = codings.len();
        for was in codings {
            let double = self.is_coded(was.passage(), into, was.coder);
            self.gone.insert(was.id);
            let now = (!double).then(|| Coding { code: into, ..was.clone() });
            if now.is_some() {
                self.placed.insert((was.passage(), into, was.coder), was.id);
            }
            self.push(Change::Coding(Box::new(Edit { was: Some(was), now })));
        }
        Ok(moved)
    }

    /// Memos and phrases about one code go to another. Where a coder has a memo on both, the words are put together; where both have a phrase for the same
    /// cell, that of the code that stays is kept and a note says so.
    fn hand_over_writing(&mut self, from: CodeId, into: CodeId) {
        let memos: Vec<Memo> = self.memos.values().filter(|m| m.about == About::Code(from)).cloned().collect();
        for memo in memos {
            let own = |m: &&Memo| m.about == About::Code(into) && m.coder == memo.coder;
            if let Some(kept) = self.memos.values().find(own).cloned() {
                let text = format!("{}\n\n{}", kept.text, memo.text);
                self.put_memo(Some(kept.clone()), Some(Memo { text, ..kept }));
                self.put_memo(Some(memo), None);
            } else {
                self.put_memo(Some(memo.clone()), Some(Memo { about: About::Code(into), ..memo }));
            }
        }
        let touched = |axis: &Axis| *axis == Axis::Code(from);
        let essences: Vec<Essence> =
            self.essences.values().filter(|e| touched(&e.row) || touched(&e.column)).cloned().collect();
        for was in essences {
            let mut now = was.clone();
            for axis in [&mut now.row, &mut now.column] {
                if touched(axis) {
                    *axis = Axis::Code(into);
                }
            }
            let rival = self.essences.values().any(|e| e.row == now.row && e.column == now.column);
            if rival {
                self.note("a phrase of the merged code was left out where the other code has one for the same cell; the history keeps it");
            }
            self.put_essence(Some(was), (!rival).then_some(now));
        }
    }

    fn put_memo(&mut self, was: Option<Memo>, now: Option<Memo>) {
        if let Some(id) = was.as_ref().or(now.as_ref()).map(|m| m.id) {
            self.memos.to_mut().remove(&id);
        }
        if let Some(memo) = &now {
            self.memos.to_mut().insert(memo.id, memo.clone());
        }
        self.push(Change::Memo(Box::new(Edit { was, now })));
    }

    fn put_essence(&mut self, was: Option<Essence>, now: Option<Essence>) {
        if let Some(id) = was.as_ref().or(now.as_ref()).map(|e| e.id) {
            self.essences.to_mut().remove(&id);
        }
        if let Some(essence) = &now {
            self.essences.to_mut().insert(essence.id, essence.clone());
        }
        self.push(Change::Essence(Box::new(Edit { was, now })));
    }

    pub(super) fn remove_code(&mut self, id: CodeId, removal: Removal) -> Outcome<String> {
        let path = self.codebook.path(self.code_of(id)?.id);
        let family = self.codebook.family(id);
        let used: Vec<Coding> = self.base.codings.iter().filter(|c| family.contains(&c.code)).cloned().collect();
        let codings = count(used.len(), "coding");
        match removal {
            Removal::OnlyUnused if !used.is_empty() => {
                let with = if family.len() > 1 { " with its sub-codes" } else { "" };
                return Err(Fault::asked(format!("the code “{path}”{with} is in use: {codings}")).hint(
                    "say --recode-to CODE to keep the codings under another code, or --with-codings to remove them too",
                ));
            }
            Removal::RecodeTo(target) => {
                if family.contains(&target) {
                    return Err(Fault::asked("the codings cannot go to a code that is removed with it"));
                }
                self.code_of(target)?;
                for member in &family {
                    self.recode(*member, target)?;
                }
            }
            Removal::WithCodings | Removal::OnlyUnused => {
                for coding in used {
                    self.gone.insert(coding.id);
                    self.push(Change::Coding(Box::new(Edit::remove(coding))));
                }
            }
        }
        self.remove_writing_about(&family);
        // From the leaves up, so that no code ever hangs under one that is gone.
        let order: Vec<CodeId> =
            self.codebook.tree().into_iter().map(|(_, c)| c.id).filter(|c| family.contains(c)).collect();
        for member in order.into_iter().rev() {
            self.drop_code(member);
        }
        let under =
            if family.len() > 1 { format!(" and {} under it", count(family.len() - 1, "code")) } else { String::new() };
        Ok(match removal {
            Removal::RecodeTo(target) => {
                format!("Removed the code “{path}”{under}; {codings} went to “{}”", self.codebook.path(target))
            }
            Removal::WithCodings => format!("Removed the code “{path}”{under}, with {codings}"),
            Removal::OnlyUnused => format!("Removed the code “{path}”{under}"),
        })
    }

    fn remove_writing_about(&mut self, family: &IdSet<CodeId>) {
        let about = |axis: &Axis| matches!(axis, Axis::Code(id) if family.contains(id));
        let memos: Vec<_> = self
            .base
            .memos
            .values()
            .filter(|m| matches!(m.about, About::Code(id) if family.contains(&id)))
            .cloned()
            .collect();
        for memo in memos {
            self.push(Change::Memo(Box::new(Edit::remove(memo))));
        }
        let essences: Vec<_> =
            self.base.essences.values().filter(|e| about(&e.row) || about(&e.column)).cloned().collect();
        for essence in essences {
            self.push(Change::Essence(Box::new(Edit::remove(essence))));
        }
    }

    pub(super) fn import_codes(&mut self, rows: Vec<CodeRow>) -> Outcome<String> {
        let (mut made, mut altered) = (0, 0);
        for row in rows {
            let spec = CodeSpec::New(row.path.clone(), Box::new(row.fields.clone()));
            let before = self.codebook.len();
            let (id, fresh) = self.code_for(&spec)?;
            made += self.codebook.len() - before;
            if !fresh {
                let old = self.code_of(id)?.clone();
                self.edit_code(id, row.fields)?;
                altered += usize::from(*self.code_of(id)? != old);
            }
        }
        if made + altered == 0 {
            return Ok("Brought in a codebook; nothing in it is new".to_owned());
        }
        Ok(format!("Brought in a codebook: {} made, {altered} altered", count(made, "code")))
    }
}

impl From<CodeId> for CodeSpec {
    fn from(id: CodeId) -> Self {
        Self::Known(id)
    }
}

impl Command {
    /// Makes a code with nothing but a path.
    pub fn add_code(path: impl Into<String>) -> Self {
        Self::AddCode(CodeSpec::New(path.into(), Box::default()))
    }
}

#[cfg(test)]
mod tests {
    use crate::memo::About;
    use crate::project::{CodeSpec, Command, check};
    use crate::session::Session;

    /// The session stands above the project, but a test may use it to try plans on.
    fn session(paths: &[&str]) -> Session {
        let mut session = Session::in_memory("lena");
        for path in paths {
            session.run(Command::AddCode(CodeSpec::New((*path).to_owned(), Box::default()))).unwrap();
        }
        session
    }

    #[test]
    fn a_code_merged_into_the_one_above_it_hands_its_namesake_up() {
        let mut session = session(&["B/A/A", "B/A/x"]);
        let id = |s: &Session, path: &str| s.project().codebook.at(path).unwrap().id;
        let (above, merged, below) = (id(&session, "B"), id(&session, "B/A"), id(&session, "B/A/A"));
        session.run(Command::WriteMemo(About::Code(merged), "one".into())).unwrap();
        session.run(Command::WriteMemo(About::Code(above), "two".into())).unwrap();
        session.run(Command::MergeCodes(vec![merged], above)).unwrap();
        assert_eq!(check(session.project()), Vec::<String>::new());
        assert_eq!(id(&session, "B/A"), below);
        assert!(session.project().codebook.at("B/x").is_some() && session.project().codebook.get(merged).is_none());
        let memos: Vec<&str> = session.project().memos.values().map(|m| m.text.as_str()).collect();
        assert_eq!(memos, ["two\n\none"]);
        session.undo().unwrap();
        assert_eq!(id(&session, "B/A/A"), below);
    }
}
