use super::{LinkPart, Planner, count, name_of};
use crate::document::{Content, Document, Draft, Structure};
use crate::fault::{Fault, Outcome};
use crate::id::{CaseId, DocumentId};
use crate::project::{Change, Edit};
use crate::text::Text;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// A document that is to be brought in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewDocument {
    /// What the importer made of the file.
    pub draft: Draft,
    /// The file's bytes as they were.
    pub original: Arc<[u8]>,
    /// Cases it belongs to, by name; made when they are not there.
    pub cases: Vec<String>,
}

/// Something that the changes of a plan refer to by its SHA-256 and that the store keeps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Staged {
    /// A frozen text.
    Text(String, Arc<Content>),
    /// A structure, as JSON.
    Structure(String, String),
    /// Original bytes.
    Original(String, Arc<[u8]>),
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// A document that is to be brought in, with everything about it that takes time worked out: its hashes, its words, its structure as JSON. Many are made on all
/// cores at once. What the store keeps of it can be taken out and stored ahead of the step that brings it in, so that a large folder of transcripts never stands in
/// memory as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prepared {
    /// Without an identity, and with the name that it would like to have.
    document: Document,
    staged: Load,
    cases: Vec<String>,
}

/// Where the text, the structure and the original of a prepared document are.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Load {
    Here(Vec<Staged>),
    Stored,
    /// The same bytes were in the project already.
    LeftOut,
}

impl Prepared {
    /// Errors: the structure does not fit the text.
    pub fn new(new: NewDocument) -> Outcome<Self> {
        let NewDocument { mut draft, original, cases } = new;
        let text = Text::new(std::mem::take(&mut draft.text));
        if let Some(fault) = draft.structure.fault(&text) {
            return Err(Fault::bug(format!("the structure found in “{}” does not hold: {fault}", draft.name)));
        }
        let structure = json(&draft.structure)?;
        let document = Document {
            id: DocumentId(Uuid::nil()),
            name: draft.name,
            format: draft.format,
            language: draft.language,
            sha256: sha256(&original),
            text: sha256(text.as_str().as_bytes()),
            structure: sha256(structure.as_bytes()),
            characters: text.points(),
            words: draft.structure.words(text.as_str()),
            turns: draft.structure.turns.len() as u32,
            speakers: draft.structure.speakers.iter().map(|s| s.name.clone()).collect(),
            properties: draft.properties,
            warnings: draft.warnings.iter().map(ToString::to_string).collect(),
        };
        let content = Arc::new(Content { text, structure: draft.structure });
        let staged = vec![
            Staged::Text(document.text.clone(), content),
            Staged::Structure(document.structure.clone(), structure),
            Staged::Original(document.sha256.clone(), original),
        ];
        Ok(Self { document, staged: Load::Here(staged), cases })
    }

    /// SHA-256 of the original bytes.
    pub fn sha256(&self) -> &str {
        &self.document.sha256
    }

    /// Takes out what the store is to keep: whoever does so stores it before the document is brought in.
    pub fn unload(&mut self) -> Vec<Staged> {
        match std::mem::replace(&mut self.staged, Load::Stored) {
            Load::Here(staged) => staged,
            Load::Stored | Load::LeftOut => Vec::new(),
        }
    }

    /// Lets go of what the store would keep, since the same bytes are in the project already.
    pub fn leave_out(&mut self) {
        self.staged = Load::LeftOut;
    }
}

/// What is taken already, looked up once for many documents.
pub(super) struct Taken {
    names: HashSet<String>,
    originals: HashMap<String, DocumentId>,
}

impl Taken {
    /// A name that no document has: the one wished for, or with ` (2)`, ` (3)` … behind it. It is taken from then on.
    fn free_name(&mut self, wished: &str) -> String {
        let numbered = (2..).map(|n| format!("{wished} ({n})"));
        let mut names = std::iter::once(wished.to_owned()).chain(numbered);
        names.find(|n| self.names.insert(n.to_lowercase())).expect("there are more numbers than documents")
    }
}

impl Planner<'_, '_> {
    pub(super) fn add_documents(&mut self, new: Vec<NewDocument>) -> Outcome<String> {
        let prepared = new.into_par_iter().map(Prepared::new).collect::<Outcome<Vec<_>>>()?;
        self.add_prepared(prepared)
    }

    pub(super) fn add_prepared(&mut self, prepared: Vec<Prepared>) -> Outcome<String> {
        let mut taken = self.taken();
        let mut names = Vec::new();
        for mut prepared in prepared {
            let cases = std::mem::take(&mut prepared.cases);
            if let Some(name) = self.add_document(prepared, cases, &mut taken)? {
                names.push(name);
            }
        }
        match &names[..] {
            [] => Err(Fault::new(crate::fault::Kind::Nothing, "nothing new to bring in")),
            [one] => Ok(format!("Brought in “{one}”")),
            many => Ok(format!("Brought in {}", count(many.len(), "document"))),
        }
    }

    pub(super) fn taken(&self) -> Taken {
        Taken {
            names: self.documents.values().map(|d| d.name.to_lowercase()).collect(),
            originals: self.documents.values().map(|d| (d.sha256.clone(), d.id)).collect(),
        }
    }

    /// Adds one document with its links; `None` when the same bytes are in the project already.
    fn add_document(
        &mut self,
        prepared: Prepared,
        mut cases: Vec<String>,
        taken: &mut Taken,
    ) -> Outcome<Option<String>> {
        let (id, fresh) = self.bring_in(prepared, taken)?;
        if let Some(case) = self.documents[&id].properties.get("case").filter(|_| fresh && cases.is_empty()) {
            cases.push(case.clone());
        }
        self.link_to_named_cases(id, &cases)?;
        Ok(fresh.then(|| self.documents[&id].name.clone()))
    }

    /// Adds a document, or finds the one that has the same bytes; says whether it is new.
    pub(super) fn bring_in(&mut self, prepared: Prepared, taken: &mut Taken) -> Outcome<(DocumentId, bool)> {
        let Prepared { mut document, staged, .. } = prepared;
        if let Some(same) = taken.originals.get(&document.sha256).and_then(|id| self.documents.get(id)) {
            let note = format!("“{}” is in the project already, as “{}”", document.name, same.name);
            let same = same.id;
            self.note(note);
            return Ok((same, false));
        }
        document.name = taken.free_name(&name_of("document's name", &document.name)?);
        document.id = self.id();
        match staged {
            Load::Stored => {}
            Load::Here(staged) => {
                let content = staged.iter().find_map(|s| if let Staged::Text(_, c) = s { Some(c) } else { None });
                self.fresh.extend(content.map(|c| (document.id, c.clone())));
                self.plan.staged.extend(staged);
            }
            Load::LeftOut => {
                let what = format!("“{}” was in the project, and has been taken out meanwhile", document.name);
                return Err(Fault::disk(what).hint("nothing was brought in; try again"));
            }
        }
        let id = document.id;
        taken.originals.insert(document.sha256.clone(), id);
        self.put_document(document);
        Ok((id, true))
    }

    pub(super) fn link_to_named_cases(&mut self, document: DocumentId, names: &[String]) -> Outcome<()> {
        for name in names {
            let case: CaseId = self.case_for(name)?;
            self.link(case, document, LinkPart::Whole)?;
        }
        Ok(())
    }

    pub(super) fn put_document(&mut self, document: Document) {
        let was = self.documents.get(&document.id).cloned();
        if was.as_ref() == Some(&document) {
            return;
        }
        self.documents.to_mut().insert(document.id, document.clone());
        self.push(Change::Document(Box::new(Edit { was, now: Some(document) })));
    }

    pub(super) fn remove_document(&mut self, id: DocumentId) -> Outcome<String> {
        let document = self.document(id)?.clone();
        let codings = self.base.codings.of(id).to_vec();
        let coded = codings.len();
        for coding in codings {
            self.gone.insert(coding.id);
            self.push(Change::Coding(Box::new(Edit::remove(coding))));
        }
        let links: Vec<_> = self.links.values().filter(|l| l.document == id).cloned().collect();
        for link in links {
            self.links.to_mut().remove(&link.id);
            self.push(Change::Link(Edit::remove(link)));
        }
        let memos: Vec<_> = self.base.memos.values().filter(|m| is_about(m, id)).cloned().collect();
        for memo in memos {
            self.push(Change::Memo(Box::new(Edit::remove(memo))));
        }
        let axis = crate::memo::Axis::Document(id);
        let essences: Vec<_> =
            self.base.essences.values().filter(|e| e.row == axis || e.column == axis).cloned().collect();
        for essence in essences {
            self.push(Change::Essence(Box::new(Edit::remove(essence))));
        }
        let name = document.name.clone();
        self.drop_terms(&|subject| super::clearance::of_document(subject.clone(), &name, &name).is_some());
        self.documents.to_mut().remove(&id);
        self.push(Change::Document(Box::new(Edit::remove(document))));
        Ok(format!("Removed the document “{name}”, with {}", count(coded, "coding")))
    }

    pub(super) fn rename_document(&mut self, id: DocumentId, name: &str) -> Outcome<String> {
        let name = name_of("document's name", name)?;
        let taken = self.documents.values().any(|d| d.id != id && d.name.to_lowercase() == name.to_lowercase());
        if taken {
            return Err(Fault::asked(format!("there is a document “{name}” already")));
        }
        let was = self.document(id)?.name.clone();
        let document = Document { name: name.clone(), ..self.document(id)?.clone() };
        self.put_document(document);
        self.carry_terms(&|subject| super::clearance::of_document(subject, &was, &name));
        Ok(format!("Renamed the document “{was}” to “{name}”"))
    }

    pub(super) fn set_language(&mut self, id: DocumentId, language: &str) -> Outcome<String> {
        let language = language.trim().to_lowercase();
        if language.len() > 3 || language.len() < 2 || !language.bytes().all(|b| b.is_ascii_lowercase()) {
            return Err(Fault::asked(format!("“{language}” is no language code"))
                .hint("write it as ISO 639-1 has it: en, es, de, fi"));
        }
        let document = Document { language: language.clone(), ..self.document(id)?.clone() };
        let name = document.name.clone();
        self.put_document(document);
        Ok(format!("Set the language of “{name}” to {language}"))
    }

    pub(super) fn set_structure(&mut self, id: DocumentId, structure: Structure) -> Outcome<String> {
        let old = self.content(id)?;
        if let Some(fault) = structure.fault(&old.text) {
            return Err(Fault::bug(format!("the new structure does not hold: {fault}")));
        }
        let structure_json = json(&structure)?;
        let document = Document {
            structure: sha256(structure_json.as_bytes()),
            words: structure.words(old.text.as_str()),
            turns: structure.turns.len() as u32,
            speakers: structure.speakers.iter().map(|s| s.name.clone()).collect(),
            ..self.document(id)?.clone()
        };
        let content = Arc::new(Content { text: old.text.clone(), structure });
        self.plan.staged.push(Staged::Structure(document.structure.clone(), structure_json));
        self.fresh.insert(id, content.clone());
        let (name, turns) = (document.name.clone(), document.turns as usize);
        self.put_document(document);
        let lost: Vec<String> = self
            .links
            .values()
            .filter(|l| l.document == id)
            .filter_map(|l| if let crate::case::Part::Speaker(s) = &l.part { Some(s.clone()) } else { None })
            .filter(|s| !content.structure.speakers.iter().any(|k| k.name == *s))
            .collect();
        if !lost.is_empty() {
            return Err(Fault::asked(format!(
                "cases are linked to {} in “{name}”, who would no longer be a speaker",
                lost.join(", ")
            ))
            .hint("unlink them first"));
        }
        Ok(format!("Set the structure of “{name}”: {}, {}", count(turns, "turn"), content.structure.style))
    }

    pub(super) fn edit_speaker(
        &mut self,
        id: DocumentId,
        old: &str,
        new: &str,
        role: Option<String>,
        asks: bool,
    ) -> Outcome<String> {
        let content = self.content(id)?;
        let new = name_of("speaker's name", new)?;
        let mut structure = content.structure.clone();
        let known: Vec<String> = structure.speakers.iter().map(|s| format!("“{}”", s.name)).collect();
        let folded = old.trim().to_lowercase();
        let missing = || {
            Fault::asked(format!("nobody called “{old}” speaks there")).hint(format!("speakers: {}", known.join(", ")))
        };
        let speaker = structure.speakers.iter_mut().find(|s| s.name.to_lowercase() == folded).ok_or_else(missing)?;
        let was = std::mem::replace(&mut speaker.name, new.clone());
        speaker.role = role.or(speaker.role.take());
        speaker.interviewer = asks;
        let links: Vec<_> = self
            .links
            .values()
            .filter(|l| l.document == id && l.part == crate::case::Part::Speaker(was.clone()))
            .cloned()
            .collect();
        for link in links {
            let now = crate::case::Link { part: crate::case::Part::Speaker(new.clone()), ..link.clone() };
            self.links.to_mut().insert(now.id, now.clone());
            self.push(Change::Link(Edit::alter(link, now)));
        }
        self.set_structure(id, structure)?;
        let name = &self.document(id)?.name;
        Ok(format!("Called the speaker “{was}” of “{name}” “{new}”"))
    }
}

fn is_about(memo: &crate::memo::Memo, id: DocumentId) -> bool {
    use crate::memo::About;
    match memo.about {
        About::Document(document) => document == id,
        About::Passage(passage) => passage.document == id,
        _ => false,
    }
}

pub(super) fn json(structure: &Structure) -> Outcome<String> {
    serde_json::to_string(structure).map_err(|e| Fault::bug(format!("a structure cannot be written: {e}")))
}
