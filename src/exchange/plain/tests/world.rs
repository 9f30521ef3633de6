use super::super::{File, write};
use crate::coding::Passage;
use crate::document::{Content, Document, Structure};
use crate::fault::{Fault, Outcome};
use crate::id::{DocumentId, Stamp};
use crate::memo::{About, Axis};
use crate::project::{Command, Context, Project, Staged, Texts, check, check_content, plan};
use crate::text::Text;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// A project with its texts, as a store would keep them.
#[derive(Default)]
pub(super) struct World {
    pub(super) project: Project,
    texts: HashMap<String, Text>,
    structures: HashMap<String, Structure>,
    originals: HashMap<String, Vec<u8>>,
    pub(super) last: u128,
    pub(super) notes: Vec<String>,
}

impl Texts for World {
    fn content(&self, document: &Document) -> Outcome<Arc<Content>> {
        let text = self.texts.get(&document.text).cloned();
        let structure = self.structures.get(&document.structure).cloned();
        let both = text.zip(structure).map(|(text, structure)| Arc::new(Content { text, structure }));
        both.ok_or_else(|| Fault::bug(format!("no text of “{}”", document.name)))
    }
}

impl World {
    pub(super) fn run(&mut self, coder: &str, now: i64, command: Command) -> Outcome<String> {
        let mut last = self.last;
        let mut ids = || {
            last += 1;
            Uuid::from_u128(last)
        };
        let made = plan(&self.project, Context { now: Stamp(now), coder, ids: &mut ids, texts: &*self }, command)?;
        self.last = last;
        for staged in made.staged {
            match staged {
                Staged::Text(sha, content) => {
                    self.texts.insert(sha, content.text.clone());
                }
                Staged::Structure(sha, json) => {
                    self.structures.insert(sha, serde_json::from_str(&json).unwrap());
                }
                Staged::Original(sha, bytes) => {
                    self.originals.insert(sha, bytes.to_vec());
                }
            }
        }
        self.project.apply(&made.changes)?;
        self.notes = made.notes;
        Ok(made.sentence)
    }

    pub(super) fn write(&self) -> Vec<File> {
        write(&self.project, self, &mut |d: &Document| Ok(self.originals[&d.sha256].clone())).unwrap()
    }

    pub(super) fn problems(&self) -> Vec<String> {
        let documents = self.project.documents.values();
        let contents = documents.flat_map(|d| check_content(&self.project, d, &self.content(d).unwrap()));
        check(&self.project).into_iter().chain(contents).collect()
    }

    /// The documents, in order.
    pub(super) fn documents(&self) -> Vec<DocumentId> {
        self.project.documents.keys().copied().collect()
    }
}

/// Everything about a project but its identities and its history.
pub(super) fn portrait(world: &World) -> Vec<String> {
    let p = &world.project;
    let document = |id: &DocumentId| p.documents.get(id).map_or(format!("{id}"), |d| d.name.clone());
    let axis = |axis: &Axis| match axis {
        Axis::Case(id) => format!("case {}", p.cases[id].name),
        Axis::Document(id) => format!("document {}", document(id)),
        Axis::Code(id) => format!("code {}", p.codebook.path(*id)),
        Axis::Value(id, value) => format!("{} = {value}", p.attributes[id].name),
        Axis::Query(query) => format!("query {query}"),
    };
    let passages = |of: &[Passage]| {
        let mut all: Vec<String> = of.iter().map(|p| format!("{} {:?}", document(&p.document), p.span)).collect();
        all.sort();
        all
    };
    let mut out = vec![p.title.clone()];
    out.extend(p.coders.values().map(|c| format!("coder {}", c.name)));
    for d in p.documents.values() {
        out.push(format!("{:?}", Document { id: DocumentId(Uuid::nil()), ..d.clone() }));
        out.push(format!("{:?}", world.content(d).unwrap()));
        for c in p.codings.of(d.id) {
            let (path, coder) = (p.codebook.path(c.code), p.coder_name(c.coder));
            out.push(format!(
                "{path} {coder} {:?} {:?} {:?} {} {} {:?}",
                c.span, c.points, c.quote, c.context, c.telling, c.at
            ));
        }
    }
    for (depth, c) in p.codebook.tree() {
        out.push(format!(
            "{depth} {:?} {:?}",
            c.name,
            (&c.short, &c.definition, &c.use_when, &c.not_when, &c.example, c.colour)
        ));
    }
    out.extend(p.attributes_in_order().iter().map(|a| format!("{} {} {:?}", a.name, a.title, a.kind)));
    for c in p.cases.values() {
        let values: BTreeMap<&str, String> =
            c.values.iter().map(|(a, v)| (p.attributes[a].name.as_str(), format!("{v:?}"))).collect();
        out.push(format!("{} {:?} {:?} {values:?}", c.name, c.alias, c.clearance));
    }
    out.extend(p.links.values().map(|l| format!("{} {} {:?}", document(&l.document), p.cases[&l.case].name, l.part)));
    out.extend(p.memos.values().map(|m| {
        let about = match m.about {
            About::Project => "project".to_owned(),
            About::Document(id) => format!("document {}", document(&id)),
            About::Code(id) => format!("code {}", p.codebook.path(id)),
            About::Case(id) => format!("case {}", p.cases[&id].name),
            About::Passage(passage) => format!("{:?}", passages(&[passage])),
        };
        format!("{about} {:?} {} {:?}", m.text, p.coder_name(m.coder), m.at)
    }));
    out.extend(p.essences.values().map(|e| {
        let cell = (axis(&e.row), axis(&e.column), passages(&e.evidence), passages(&e.basis));
        format!("{cell:?} {:?} {} {:?}", e.verdict, p.coder_name(e.coder), e.at)
    }));
    out.extend(p.matrices.values().map(|m| format!("{} {:?} {:?}", m.name, m.spec, m.at)));
    out.extend(p.templates.values().map(|t| format!("{} {:?}", t.name, t.text)));
    out.extend(p.saved.values().map(|s| format!("saved {:?} {} {} {:?}", s.kind, s.name, s.text, s.at)));
    out.extend(p.vignettes.values().map(|v| {
        let (case, template) = (&p.cases[&v.case].name, &p.templates[&v.template].name);
        format!("{case} {template} {:?} {} {:?}", v.text, p.coder_name(v.coder), v.at)
    }));
    out
}
