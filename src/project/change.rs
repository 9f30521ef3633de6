use super::{Coder, Project, Saved, SavedMatrix};
use crate::case::{Attribute, Case, Link};
use crate::codebook::Code;
use crate::coding::Coding;
use crate::document::Document;
use crate::fault::{Fault, Outcome};
use crate::memo::{Essence, Memo, Template, Vignette};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A record as it was and as it is now: `was` is empty for an addition, `now` for a removal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Edit<T> {
    /// Before.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub was: Option<T>,
    /// After.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub now: Option<T>,
}

impl<T> Edit<T> {
    /// Something new.
    pub fn add(now: T) -> Self {
        Self { was: None, now: Some(now) }
    }

    /// Something gone.
    pub fn remove(was: T) -> Self {
        Self { was: Some(was), now: None }
    }

    /// Something altered.
    pub fn alter(was: T, now: T) -> Self {
        Self { was: Some(was), now: Some(now) }
    }

    fn inverse(self) -> Self {
        Self { was: self.now, now: self.was }
    }
}

/// One alteration of the project. Its inverse needs no context.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// The study's title.
    Title(Edit<String>),
    /// A coder.
    Coder(Edit<Coder>),
    /// A document.
    Document(Box<Edit<Document>>),
    /// A code.
    Code(Box<Edit<Code>>),
    /// An attribute.
    Attribute(Edit<Attribute>),
    /// A case.
    Case(Box<Edit<Case>>),
    /// A link between a document and a case.
    Link(Edit<Link>),
    /// A coding.
    Coding(Box<Edit<Coding>>),
    /// A memo.
    Memo(Box<Edit<Memo>>),
    /// An essence.
    Essence(Box<Edit<Essence>>),
    /// A saved matrix.
    Matrix(Edit<SavedMatrix>),
    /// A vignette template.
    Template(Edit<Template>),
    /// A vignette.
    Vignette(Box<Edit<Vignette>>),
    /// A named text.
    Saved(Box<Edit<Saved>>),
}

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Title(e) => Self::Title(e.inverse()),
            Self::Coder(e) => Self::Coder(e.inverse()),
            Self::Document(e) => Self::Document(Box::new(e.inverse())),
            Self::Code(e) => Self::Code(Box::new(e.inverse())),
            Self::Attribute(e) => Self::Attribute(e.inverse()),
            Self::Case(e) => Self::Case(Box::new(e.inverse())),
            Self::Link(e) => Self::Link(e.inverse()),
            Self::Coding(e) => Self::Coding(Box::new(e.inverse())),
            Self::Memo(e) => Self::Memo(Box::new(e.inverse())),
            Self::Essence(e) => Self::Essence(Box::new(e.inverse())),
            Self::Matrix(e) => Self::Matrix(e.inverse()),
            Self::Template(e) => Self::Template(e.inverse()),
            Self::Vignette(e) => Self::Vignette(Box::new(e.inverse())),
            Self::Saved(e) => Self::Saved(Box::new(e.inverse())),
        }
    }
}

impl Project {
    /// Carries out changes in order. When one does not fit what is there (the record is not what the change says it was), those before it are taken back
    /// and the fault says which.
    pub fn apply(&mut self, changes: &[Change]) -> Outcome<()> {
        self.derived.forget();
        let mut done = 0;
        while done < changes.len() {
            // A whole study brought in at once adds codings by the hundred thousand: those go in together, sorted once.
            let run = changes[done..].iter().take_while(|c| matches!(c, Change::Coding(e) if e.was.is_none())).count();
            let together = if run > 64 { run } else { 1 };
            let tried =
                if run > 64 { self.add_codings(&changes[done..done + run]) } else { self.apply_one(&changes[done]) };
            if let Err(fault) = tried {
                for change in changes[..done].iter().rev() {
                    let taken = self.apply_one(&change.clone().inverse());
                    debug_assert!(taken.is_ok(), "what was just applied can be taken back");
                }
                return Err(fault);
            }
            done += together;
        }
        Ok(())
    }

    fn add_codings(&mut self, changes: &[Change]) -> Outcome<()> {
        let added = || changes.iter().filter_map(|c| if let Change::Coding(e) = c { e.now.as_ref() } else { None });
        if let Some(known) = added().find(|c| self.codings.get(c.id).is_some()) {
            return Err(misfit("coding", &known.id));
        }
        self.codings.extend(added().cloned());
        Ok(())
    }

    fn apply_one(&mut self, change: &Change) -> Outcome<()> {
        match change {
            Change::Title(edit) => {
                if edit.was.as_deref().unwrap_or_default() != self.title {
                    return Err(misfit("title", &self.title));
                }
                self.title = edit.now.clone().unwrap_or_default();
                Ok(())
            }
            Change::Coder(edit) => put(&mut self.coders, edit, |r| r.id, "coder"),
            Change::Document(edit) => put(&mut self.documents, edit, |r| r.id, "document"),
            Change::Attribute(edit) => put(&mut self.attributes, edit, |r| r.id, "attribute"),
            Change::Case(edit) => put(&mut self.cases, edit, |r| r.id, "case"),
            Change::Link(edit) => put(&mut self.links, edit, |r| r.id, "link"),
            Change::Memo(edit) => put(&mut self.memos, edit, |r| r.id, "memo"),
            Change::Essence(edit) => put(&mut self.essences, edit, |r| r.id, "essence"),
            Change::Matrix(edit) => put(&mut self.matrices, edit, |r| r.id, "matrix"),
            Change::Template(edit) => put(&mut self.templates, edit, |r| r.id, "template"),
            Change::Vignette(edit) => put(&mut self.vignettes, edit, |r| r.id, "vignette"),
            Change::Saved(edit) => put(&mut self.saved, edit, |r| r.id, "saved text"),
            Change::Code(edit) => self.apply_code(edit),
            Change::Coding(edit) => self.apply_coding(edit),
        }
    }

    fn apply_code(&mut self, edit: &Edit<crate::codebook::Code>) -> Outcome<()> {
        let Some(id) = edit.was.as_ref().or(edit.now.as_ref()).map(|c| c.id) else { return Ok(()) };
        if self.codebook.get(id) != edit.was.as_ref() {
            return Err(misfit("code", &id));
        }
        match &edit.now {
            Some(code) => self.codebook.put(code.clone()),
            None => {
                self.codebook.remove(id);
            }
        }
        Ok(())
    }

    fn apply_coding(&mut self, edit: &Edit<Coding>) -> Outcome<()> {
        let Some(id) = edit.was.as_ref().or(edit.now.as_ref()).map(|c| c.id) else { return Ok(()) };
        if self.codings.get(id) != edit.was.as_ref() {
            return Err(misfit("coding", &id));
        }
        match &edit.now {
            Some(coding) => self.codings.put(coding.clone()),
            None => {
                self.codings.remove(id);
            }
        }
        Ok(())
    }
}

fn put<I: Ord + Copy + std::fmt::Display, T: PartialEq + Clone>(
    table: &mut BTreeMap<I, T>,
    edit: &Edit<T>,
    id: impl Fn(&T) -> I,
    what: &str,
) -> Outcome<()> {
    let Some(id) = edit.was.as_ref().or(edit.now.as_ref()).map(id) else { return Ok(()) };
    if table.get(&id) != edit.was.as_ref() {
        return Err(misfit(what, &id));
    }
    match &edit.now {
        Some(record) => table.insert(id, record.clone()),
        None => table.remove(&id),
    };
    Ok(())
}

fn misfit(what: &str, id: &dyn std::fmt::Display) -> Fault {
    Fault::bug(format!("a change does not fit: {what} {id} is not what it was said to be"))
}
