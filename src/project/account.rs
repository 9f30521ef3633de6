//! What a change did, in words: for the history's screen and for saying what rests on what.

use super::{Change, Edit, Project};
use crate::case::Part;
use crate::id::{CaseId, CodeId, DocumentId};
use crate::memo::{About, Axis, Essence, Verdict};

/// What a change did with a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Did {
    /// It was not there before.
    Added,
    /// It was there and is another now.
    Altered,
    /// It is no longer there.
    Removed,
}

/// One change in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// What was done with the record.
    pub did: Did,
    /// What kind of record: `coding`, `code`.
    pub what: &'static str,
    /// What it is called: the path of a code, the document and the code of a coding.
    pub name: String,
    /// The words in it: what was coded, what a memo says; empty where there are none.
    pub words: String,
}

impl Change {
    /// The identity of the record it is about, as it is written; none for the study's title.
    pub fn subject(&self) -> Option<String> {
        fn of<T, I: ToString>(edit: &Edit<T>, id: impl Fn(&T) -> I) -> Option<String> {
            edit.was.as_ref().or(edit.now.as_ref()).map(|record| id(record).to_string())
        }
        match self {
            Self::Title(_) => None,
            Self::Coder(e) => of(e, |r| r.id),
            Self::Document(e) => of(e, |r| r.id),
            Self::Code(e) => of(e, |r| r.id),
            Self::Attribute(e) => of(e, |r| r.id),
            Self::Case(e) => of(e, |r| r.id),
            Self::Link(e) => of(e, |r| r.id),
            Self::Coding(e) => of(e, |r| r.id),
            Self::Memo(e) => of(e, |r| r.id),
            Self::Essence(e) => of(e, |r| r.id),
            Self::Matrix(e) => of(e, |r| r.id),
            Self::Template(e) => of(e, |r| r.id),
            Self::Vignette(e) => of(e, |r| r.id),
            Self::Saved(e) => of(e, |r| r.id),
        }
    }

    /// What it did, in words. Names come from the project, and from `others`, the changes of the same step, where the project no longer has them.
    pub fn account(&self, project: &Project, others: &[Change]) -> Account {
        let names = Names { project, others };
        match self {
            Self::Title(e) => told(e, "title", |t| (t.clone(), String::new())),
            Self::Coder(e) => told(e, "coder", |c| (c.name.clone(), String::new())),
            Self::Document(e) => told(e, "document", |d| (d.name.clone(), String::new())),
            Self::Code(e) => told(e, "code", |c| {
                let above = c.parent.map(|p| format!("{}/", names.code(p))).unwrap_or_default();
                (format!("{above}{}", c.name), c.definition.clone())
            }),
            Self::Attribute(e) => told(e, "attribute", |a| (a.name.clone(), String::new())),
            Self::Case(e) => told(e, "case", |c| (c.name.clone(), String::new())),
            Self::Link(e) => told(e, "link", |l| {
                let part = match &l.part {
                    Part::Whole => String::new(),
                    Part::Speaker(name) => format!(", {name}"),
                    Part::Passage { .. } => ", a passage".to_owned(),
                };
                (format!("{} – {}{part}", names.case(l.case), names.document(l.document)), String::new())
            }),
            Self::Coding(e) => told(e, "coding", |c| {
                let telling = if c.telling { ", telling" } else { "" };
                (format!("{} in {}{telling}", names.code(c.code), names.document(c.document)), c.quote.to_string())
            }),
            Self::Memo(e) => told(e, "memo", |m| (names.about(m.about), m.text.clone())),
            Self::Essence(e) => told(e, "phrase", |e| names.cell(e)),
            Self::Matrix(e) => told(e, "matrix", |m| (m.name.clone(), String::new())),
            Self::Template(e) => told(e, "template", |t| (t.name.clone(), String::new())),
            Self::Vignette(e) => told(e, "vignette", |v| (names.case(v.case), v.text.clone())),
            Self::Saved(e) => told(e, e.now.as_ref().or(e.was.as_ref()).map_or("saved text", |s| s.kind.word()), |s| {
                (s.name.clone(), s.text.clone())
            }),
        }
    }
}

fn told<T>(edit: &Edit<T>, what: &'static str, say: impl Fn(&T) -> (String, String)) -> Account {
    let (did, (name, words)) = match (&edit.was, &edit.now) {
        (None, None) => (Did::Altered, Default::default()),
        (None, Some(now)) => (Did::Added, say(now)),
        (Some(was), None) => (Did::Removed, say(was)),
        (Some(was), Some(now)) => {
            let (before, after) = (say(was), say(now));
            let name = if before.0 == after.0 { after.0 } else { format!("{} → {}", before.0, after.0) };
            (Did::Altered, (name, if before.1 == after.1 { String::new() } else { after.1 }))
        }
    };
    Account { did, what, name, words }
}

/// Where names are looked up: what is there now, or else what the same step speaks of.
struct Names<'a> {
    project: &'a Project,
    others: &'a [Change],
}

impl Names<'_> {
    fn code(&self, id: CodeId) -> String {
        if self.project.codebook.get(id).is_some() {
            return self.project.codebook.path(id);
        }
        let gone = self.others.iter().find_map(|c| match c {
            Change::Code(e) => e.now.as_ref().or(e.was.as_ref()).filter(|c| c.id == id).map(|c| c.name.clone()),
            _ => None,
        });
        gone.unwrap_or_else(|| "a code that is gone".to_owned())
    }

    fn document(&self, id: DocumentId) -> String {
        if let Some(document) = self.project.documents.get(&id) {
            return document.name.clone();
        }
        let gone = self.others.iter().find_map(|c| match c {
            Change::Document(e) => e.now.as_ref().or(e.was.as_ref()).filter(|d| d.id == id).map(|d| d.name.clone()),
            _ => None,
        });
        gone.unwrap_or_else(|| "a document that is gone".to_owned())
    }

    fn case(&self, id: CaseId) -> String {
        if let Some(case) = self.project.cases.get(&id) {
            return case.name.clone();
        }
        let gone = self.others.iter().find_map(|c| match c {
            Change::Case(e) => e.now.as_ref().or(e.was.as_ref()).filter(|c| c.id == id).map(|c| c.name.clone()),
            _ => None,
        });
        gone.unwrap_or_else(|| "a case that is gone".to_owned())
    }

    fn about(&self, about: About) -> String {
        match about {
            About::Project => "the study".to_owned(),
            About::Document(id) => self.document(id),
            About::Code(id) => self.code(id),
            About::Case(id) => self.case(id),
            About::Passage(passage) => format!("a passage of {}", self.document(passage.document)),
        }
    }

    fn cell(&self, essence: &Essence) -> (String, String) {
        let axis = |axis: &Axis| match axis {
            Axis::Case(id) => self.case(*id),
            Axis::Document(id) => self.document(*id),
            Axis::Code(id) => self.code(*id),
            Axis::Value(_, value) => value.clone(),
            Axis::Query(query) => query.clone(),
        };
        let words = match &essence.verdict {
            Verdict::Phrase(words) => words.clone(),
            Verdict::NotApplicable(why) => format!("does not apply: {why}"),
        };
        (format!("{} × {}", axis(&essence.row), axis(&essence.column)), words)
    }
}
