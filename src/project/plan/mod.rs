//! From what a person wants to the changes that do it, without touching anything.
//!
//! A plan reads the project, and keeps the tables it alters in a scratch of its own, so that it sees its own changes: a code made and applied in the same
//! step, a whole study brought in at once.

mod cases;
mod clearance;
mod codes;
mod coding;
mod correct;
mod documents;
mod follow;
mod import;
mod rearrange;
mod study;
mod writing;

pub use cases::{CaseRow, CsvCases, LinkPart};
pub use codes::{CodeFields, CodeRow, CodeSpec, Removal};
pub use coding::{CodingRow, Uncode};
pub use correct::{Review, Reviewed};
pub use documents::{NewDocument, Prepared, Staged, sha256};
pub use study::{
    DocumentRow, EssenceRow, LinkRow, MatrixRow, MemoRow, Named, PartRow, PassageRow, SavedRow, StudyRows, VignetteRow,
};
pub use writing::EssenceTarget;

use super::{Change, Coder, Edit, Project, SavedKind, Texts};
use crate::case::{Attribute, AttributeKind, Case, Clearance, Link};
use crate::codebook::{Code, Codebook};
use crate::coding::Passage;
use crate::document::{Content, Document, Structure};
use crate::fault::{Fault, Outcome};
use crate::id::{AttributeId, CaseId, CodeId, CoderId, CodingId, DocumentId, EssenceId, LinkId, MemoId, Stamp};
use crate::memo::{About, Essence, Memo, Verdict};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// What a person wants. Each becomes one step, undone as one.
#[derive(Clone, Debug)]
pub enum Command {
    /// Give the study another title.
    Retitle(String),
    /// Bring documents in, linking each to the cases named with it.
    AddDocuments(Vec<NewDocument>),
    /// The same for documents that have been prepared, and perhaps stored, already.
    AddPrepared(Vec<Prepared>),
    /// Take a document out, with its codings and links.
    RemoveDocument(DocumentId),
    /// Give a document another name.
    RenameDocument(DocumentId, String),
    /// Give a document a corrected text, carrying over all that stands in it.
    Correct(DocumentId, String),
    /// Settle what a correction could not carry over for sure, by its number.
    Review(String, Reviewed),
    /// Say in which language a document is (ISO 639-1).
    SetLanguage(DocumentId, String),
    /// Replace the structure that was guessed for a document.
    SetStructure(DocumentId, Box<Structure>),
    /// Give a speaker of a document another name, role or part: old name, new name, role, asks the questions.
    EditSpeaker(DocumentId, String, String, Option<String>, bool),
    /// Make a code.
    AddCode(CodeSpec),
    /// Alter what a code says of itself.
    EditCode(CodeId, Box<CodeFields>),
    /// Give a code another name.
    RenameCode(CodeId, String),
    /// Hang a code under another one, or at the top.
    MoveCode(CodeId, Option<CodeId>),
    /// Hang a code under another one, or at the top, at a place among the codes there, counted from 0.
    PlaceCode(CodeId, Option<CodeId>, usize),
    /// Turn codings into codings of another code, whoever made them; the code is made when it is not there.
    Recode(Vec<CodingId>, CodeSpec),
    /// Make the first codes part of the last: codings, sub-codes and memos go over.
    MergeCodes(Vec<CodeId>, CodeId),
    /// Take a code out.
    RemoveCode(CodeId, Removal),
    /// Bring a codebook in: codes that are there get the fields given, the others are made.
    ImportCodes(Vec<CodeRow>),
    /// Bring cases in, with attributes, clearance, aliases and links.
    ImportCases(CsvCases),
    /// Make a case.
    AddCase(String),
    /// Give a case another name.
    RenameCase(CaseId, String),
    /// Take a case out, with its links and phrases.
    RemoveCase(CaseId),
    /// Set or clear the alias of a case.
    SetAlias(CaseId, Option<String>),
    /// Say what may be published about a case.
    SetClearance(CaseId, Clearance),
    /// Set or clear the value of an attribute for a case; an attribute that is not there is made.
    SetValue(CaseId, String, String),
    /// Make an attribute of a kind, which no case has a value of yet.
    AddAttribute(String, AttributeKind),
    /// Say what the values of an attribute are, and how it is headed; every value must fit.
    SetAttribute(AttributeId, AttributeKind, Option<String>),
    /// Take an attribute out with all its values.
    RemoveAttribute(AttributeId),
    /// Say that a document or a part of it belongs to a case.
    Link(CaseId, DocumentId, LinkPart),
    /// Take links between a case and a document away.
    Unlink(CaseId, DocumentId),
    /// Code passages with codes, making codes that are not there.
    Code(Vec<Passage>, Vec<CodeSpec>),
    /// Take codings away.
    Uncode(Uncode),
    /// Give a coding another extent.
    Resize(CodingId, Passage),
    /// Mark a coding as telling or not.
    SetTelling(CodingId, bool),
    /// Write the phrase of a matrix cell, or say that it does not apply; `None` takes it away.
    WriteEssence(EssenceTarget, Option<Verdict>),
    /// Write a memo; an empty text takes it away.
    WriteMemo(About, String),
    /// Save a matrix under a name (TOML).
    SaveMatrix(String, String),
    /// Take a saved matrix away.
    RemoveMatrix(String),
    /// Save a vignette template under a name.
    SaveTemplate(String, String),
    /// Write the vignette of a case after a template.
    WriteVignette(CaseId, String, String),
    /// Keep a text under a name, in place of the one of that kind that has it.
    Save(SavedKind, String, String),
    /// Take a saved text away.
    Unsave(SavedKind, String),
    /// Several commands as one step with a name of its own.
    Together(String, Vec<Command>),
    /// Codings by coder, with dates, as other files have them.
    ImportCodings(Vec<CodingRow>),
    /// A whole study as files have it.
    ImportStudy(Box<StudyRows>),
}

/// What the session gives to a plan.
pub struct Context<'a> {
    /// The moment.
    pub now: Stamp,
    /// Name of who wants it.
    pub coder: &'a str,
    /// New ids, in rising order.
    pub ids: &'a mut dyn FnMut() -> Uuid,
    /// The texts.
    pub texts: &'a dyn Texts,
}

/// Changes that do what was wanted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// One sentence: the step's name, and the answer to the user.
    pub sentence: String,
    /// What to alter, in order.
    pub changes: Vec<Change>,
    /// What the user should know besides, a sentence each.
    pub notes: Vec<String>,
    /// Texts, structures and originals that the changes refer to and the store must keep.
    pub staged: Vec<Staged>,
}

/// Plans a command.
///
/// Errors: what was asked for does not exist, is not clear, or is not allowed; nothing has been altered then.
pub fn plan(project: &Project, context: Context<'_>, command: Command) -> Outcome<Plan> {
    let mut planner = Planner {
        codebook: Cow::Borrowed(&project.codebook),
        coders: Cow::Borrowed(&project.coders),
        documents: Cow::Borrowed(&project.documents),
        cases: Cow::Borrowed(&project.cases),
        attributes: Cow::Borrowed(&project.attributes),
        links: Cow::Borrowed(&project.links),
        memos: Cow::Borrowed(&project.memos),
        essences: Cow::Borrowed(&project.essences),
        fresh: HashMap::new(),
        gone: Default::default(),
        placed: HashMap::new(),
        absorbed: Vec::new(),
        base: project,
        context,
        plan: Plan::default(),
    };
    let sentence = planner.run(command)?;
    planner.follow_codes();
    planner.plan.sentence = sentence;
    Ok(planner.plan)
}

/// A plan in the making.
struct Planner<'a, 'c> {
    base: &'a Project,
    codebook: Cow<'a, Codebook>,
    coders: Cow<'a, BTreeMap<CoderId, Coder>>,
    documents: Cow<'a, BTreeMap<DocumentId, Document>>,
    cases: Cow<'a, BTreeMap<CaseId, Case>>,
    attributes: Cow<'a, BTreeMap<AttributeId, Attribute>>,
    links: Cow<'a, BTreeMap<LinkId, Link>>,
    memos: Cow<'a, BTreeMap<MemoId, Memo>>,
    essences: Cow<'a, BTreeMap<EssenceId, Essence>>,
    /// Contents of documents that this plan brings in.
    fresh: HashMap<DocumentId, Arc<Content>>,
    /// Codings that this plan takes away or alters.
    gone: crate::id::IdSet<CodingId>,
    /// Codings that this plan makes, by what would make another a duplicate.
    placed: HashMap<(Passage, CodeId, CoderId), CodingId>,
    /// Codes that this plan has merged into others.
    absorbed: Vec<(CodeId, CodeId)>,
    context: Context<'c>,
    plan: Plan,
}

impl Planner<'_, '_> {
    fn run(&mut self, command: Command) -> Outcome<String> {
        match command {
            Command::Retitle(title) => self.retitle(title),
            Command::AddDocuments(new) => self.add_documents(new),
            Command::AddPrepared(prepared) => self.add_prepared(prepared),
            Command::RemoveDocument(id) => self.remove_document(id),
            Command::RenameDocument(id, name) => self.rename_document(id, &name),
            Command::Correct(id, text) => self.correct(id, &text),
            Command::Review(name, reviewed) => self.review(&name, reviewed),
            Command::SetLanguage(id, language) => self.set_language(id, &language),
            Command::SetStructure(id, structure) => self.set_structure(id, *structure),
            Command::EditSpeaker(id, old, new, role, asks) => self.edit_speaker(id, &old, &new, role, asks),
            Command::Code(passages, codes) => self.code(&passages, &codes),
            Command::Uncode(what) => self.uncode(&what),
            Command::Resize(id, passage) => self.resize(id, passage),
            Command::SetTelling(id, telling) => self.set_telling(id, telling),
            Command::ImportCodings(rows) => self.import_codings(rows),
            Command::ImportStudy(study) => self.import_study(*study),
            Command::Together(name, commands) => {
                for command in commands {
                    let sentence = self.run(command)?;
                    self.plan.notes.push(sentence);
                }
                Ok(name)
            }
            command => self.run_on_codes(command),
        }
    }

    fn run_on_codes(&mut self, command: Command) -> Outcome<String> {
        match command {
            Command::AddCode(spec) => self.add_code_command(&spec),
            Command::EditCode(id, fields) => self.edit_code(id, *fields),
            Command::RenameCode(id, name) => self.rename_code(id, &name),
            Command::MoveCode(id, parent) => self.move_code(id, parent),
            Command::PlaceCode(id, parent, at) => self.place_code(id, parent, at),
            Command::Recode(codings, into) => self.recode_these(&codings, &into),
            Command::MergeCodes(from, into) => self.merge_codes(&from, into),
            Command::RemoveCode(id, removal) => self.remove_code(id, removal),
            Command::ImportCodes(rows) => self.import_codes(rows),
            command => self.run_on_cases(command),
        }
    }

    fn run_on_cases(&mut self, command: Command) -> Outcome<String> {
        match command {
            Command::ImportCases(rows) => self.import_cases(rows),
            Command::AddCase(name) => self.add_case_command(&name),
            Command::RenameCase(id, name) => self.rename_case(id, &name),
            Command::RemoveCase(id) => self.remove_case(id),
            Command::SetAlias(id, alias) => self.set_alias(id, alias),
            Command::SetClearance(id, clearance) => self.set_clearance(id, clearance),
            Command::SetValue(id, attribute, value) => self.set_value(id, &attribute, &value),
            Command::AddAttribute(name, kind) => self.add_attribute(name, kind),
            Command::SetAttribute(id, kind, title) => self.set_attribute(id, kind, title),
            Command::RemoveAttribute(id) => self.remove_attribute(id),
            Command::Link(case, document, part) => self.link_command(case, document, part),
            Command::Unlink(case, document) => self.unlink(case, document),
            command => self.run_on_writing(command),
        }
    }

    fn run_on_writing(&mut self, command: Command) -> Outcome<String> {
        match command {
            Command::WriteEssence(target, verdict) => self.write_essence(target, verdict),
            Command::WriteMemo(about, text) => self.write_memo(about, &text),
            Command::SaveMatrix(name, spec) => self.save_matrix(&name, spec),
            Command::RemoveMatrix(name) => self.remove_matrix(&name),
            Command::Save(kind, name, text) => self.save(kind, &name, text),
            Command::Unsave(kind, name) => self.unsave(kind, &name),
            Command::SaveTemplate(name, text) => self.save_template(&name, text),
            Command::WriteVignette(case, template, text) => self.write_vignette(case, &template, text),
            other => Err(Fault::bug(format!("no plan for {other:?}"))),
        }
    }

    fn retitle(&mut self, title: String) -> Outcome<String> {
        let title = name_of("title", &title)?;
        let was = Some(self.base.title.clone()).filter(|t| !t.is_empty());
        self.push(Change::Title(Edit { was, now: Some(title.clone()) }));
        Ok(format!("Titled the study “{title}”"))
    }

    fn push(&mut self, change: Change) {
        self.plan.changes.push(change);
    }

    fn note(&mut self, note: impl Into<String>) {
        self.plan.notes.push(note.into());
    }

    fn id<T: From<Uuid>>(&mut self) -> T {
        T::from((self.context.ids)())
    }

    /// The coder of this name, made when new.
    fn coder(&mut self, name: &str) -> Outcome<CoderId> {
        let name = name_of("coder's name", name)?;
        let wanted = name.to_lowercase();
        if let Some(coder) = self.coders.values().find(|c| c.name.to_lowercase() == wanted) {
            return Ok(coder.id);
        }
        let coder = Coder { id: self.id(), name };
        self.coders.to_mut().insert(coder.id, coder.clone());
        self.push(Change::Coder(Edit::add(coder.clone())));
        Ok(coder.id)
    }

    /// Whoever gave the command.
    fn me(&mut self) -> Outcome<CoderId> {
        let name = self.context.coder.to_owned();
        self.coder(&name)
    }

    fn content(&self, document: DocumentId) -> Outcome<Arc<Content>> {
        if let Some(content) = self.fresh.get(&document) {
            return Ok(content.clone());
        }
        self.context.texts.content(self.document(document)?)
    }

    fn document(&self, id: DocumentId) -> Outcome<&Document> {
        self.documents.get(&id).ok_or_else(|| Fault::asked("that document is no longer in the project"))
    }

    fn code_of(&self, id: CodeId) -> Outcome<&Code> {
        self.codebook.get(id).ok_or_else(|| Fault::asked("that code is no longer in the codebook"))
    }

    fn case_of(&self, id: CaseId) -> Outcome<&Case> {
        self.cases.get(&id).ok_or_else(|| Fault::asked("that case is no longer in the project"))
    }
}

/// A name as it is kept: one line, not empty.
fn name_of(what: &str, raw: &str) -> Outcome<String> {
    let name = crate::text::normalise_line(raw);
    if name.is_empty() { Err(Fault::asked(format!("a {what} cannot be empty"))) } else { Ok(name) }
}

/// A number with its noun: `1 passage`, `2 passages`, `3 vocabularies`.
pub fn count(n: usize, what: &str) -> String {
    let plural = match what.strip_suffix('y') {
        _ if n == 1 => what.to_owned(),
        Some(stem) if !what.ends_with("ay") && !what.ends_with("ey") => format!("{stem}ies"),
        _ => format!("{what}s"),
    };
    format!("{n} {plural}")
}
