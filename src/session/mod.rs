//! The one door that the command line and the terminal interface use: open a project, run a command, undo, ask.
//!
//! A command is planned (pure), applied to the value, appended to the store and flushed, in that order; when another process was quicker, its steps are taken
//! in first and the command is planned again. The answer is one sentence: it is the step's name, the command line's output and the screen's message at once.

mod altered;
mod audience;
mod clock;
mod drafts;
mod files;
mod finding;
#[cfg(feature = "png")]
mod fonts;
mod glance;
mod history;
mod looking;
mod paths;
mod personal;
mod phrases;
mod settings;

pub use audience::make_folder;
pub use clock::Clock;
pub use drafts::{Draft, Drafts, lend_note};
pub use files::{files_meant, read_file};
pub use finding::{Classified, Found};
#[cfg(feature = "png")]
pub use fonts::font_files;
pub use glance::{Look, glance};
pub use paths::{
    cache_folder, config_folder, data_folder, default_project, recent_projects, remember_project, write_private,
};
pub use personal::{LeftAt, Personal, personal_file};
pub use phrases::authored;
pub use settings::{
    KeySetting, Origin, SETTINGS, Setting, Settings, Values, load_settings, look_at_settings, near, read_settings,
    settings_file,
};

use crate::document::{Content, Document};
use crate::fault::{Fault, Kind, Outcome};
use crate::id::{DocumentId, StepId};
use crate::project::{
    self, Change, Command, Context, History, Plan, Prepared, Project, Staged, Step, StepHead, StepKind, Texts,
};
use crate::search::Index;
use crate::store::{Appended, MemoryStore, SqliteStore, Store};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// How many bytes of text a session keeps at hand.
const KEEP: usize = 64 << 20;

/// Who works, and when.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Name of the coder; from the settings when `None`.
    pub coder: Option<String>,
    /// The clock.
    pub clock: Clock,
}

/// What came of a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// One sentence that says what was done.
    pub sentence: String,
    /// What the user should know besides.
    pub notes: Vec<String>,
    /// Number of the step; `None` when nothing had to be altered.
    pub step: Option<u64>,
}

/// An open project.
pub struct Session {
    store: Box<dyn Store>,
    project: Project,
    last: u64,
    coder: String,
    clock: Clock,
    path: PathBuf,
    contents: RefCell<Contents>,
    index: Option<Index>,
    /// What the latest steps altered.
    altered: altered::Altered,
    /// It knows only a part of the project.
    part: bool,
}

/// Contents that were loaded lately.
#[derive(Default)]
struct Contents {
    held: HashMap<DocumentId, (String, Arc<Content>)>,
    bytes: usize,
}

impl Session {
    /// Makes a project file and opens it.
    pub fn create(path: &Path, title: Option<&str>, options: Options) -> Outcome<Self> {
        let store = SqliteStore::create(path, options.clock.new_ids(0)())?;
        let mut session = Self::over(Box::new(store), path, options)?;
        if let Some(title) = title {
            session.run(Command::Retitle(title.to_owned()))?;
        }
        Ok(session)
    }

    /// Opens a project file.
    pub fn open(path: &Path, options: Options) -> Outcome<Self> {
        Self::over(Box::new(SqliteStore::open(path)?), path, options)
    }

    /// A project that lives as long as the session, for tests and trials.
    pub fn in_memory(coder: &str) -> Self {
        let options = Options { coder: Some(coder.to_owned()), clock: Clock::Fixed(1_420_070_400_000) };
        Self::over(Box::<MemoryStore>::default(), Path::new(""), options).expect("a store in memory opens")
    }

    fn over(store: Box<dyn Store>, path: &Path, options: Options) -> Outcome<Self> {
        let (project, last) = store.load()?;
        let coder = match options.coder {
            Some(coder) => coder,
            None => load_settings()?.coder(),
        };
        Ok(Self {
            store,
            project,
            last,
            coder,
            clock: options.clock,
            path: path.to_owned(),
            contents: RefCell::default(),
            index: None,
            altered: altered::Altered::default(),
            part: false,
        })
    }

    /// Closes the project file and lets the rest be: for a program that ends now, to which giving back every piece of memory by itself is lost time.
    pub fn leave(self) {
        let Self { store, project, contents, index, .. } = self;
        drop(store);
        std::mem::forget((project, contents, index));
    }

    /// The project as of the last step that was taken in.
    pub fn project(&self) -> &Project {
        if self.project.is_unsettled() {
            self.settle();
        }
        &self.project
    }

    /// Name of whoever works.
    pub fn coder(&self) -> &str {
        &self.coder
    }

    /// The moment.
    pub fn now(&self) -> crate::id::Stamp {
        self.clock.now()
    }

    /// The project file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The number of the last step that was taken in.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Identity of the project, the same in every copy of the file.
    pub fn project_id(&self) -> Outcome<Uuid> {
        self.store.project_id()
    }

    /// Text and structure of a document.
    pub fn content(&self, id: DocumentId) -> Outcome<Arc<Content>> {
        let document =
            self.project.documents.get(&id).ok_or_else(|| Fault::asked("that document is no longer in the project"))?;
        Texts::content(self, document)
    }

    /// The original bytes of a document.
    pub fn original(&self, document: &Document) -> Outcome<Vec<u8>> {
        self.store.original(document)
    }

    /// Takes in what another process did since; true when there was something.
    pub fn refresh(&mut self) -> Outcome<bool> {
        if self.store.last()? == self.last {
            return Ok(false);
        }
        for step in self.store.since(self.last)? {
            let number = step.head.number;
            if self.project.apply(&step.changes).is_err() {
                // The log and this value have come apart, which must not happen; the tables have the truth.
                (self.project, self.last) = self.store.load()?;
                self.altered.forget();
                return Ok(true);
            }
            self.altered.note(number, &step.changes);
            self.last = number;
        }
        Ok(true)
    }

    /// Does what a command says, as one step.
    pub fn run(&mut self, command: Command) -> Outcome<Answer> {
        loop {
            self.refresh()?;
            let plan = self.plan(command.clone())?;
            if plan.changes.is_empty() {
                return Ok(Answer { sentence: plan.sentence, notes: plan.notes, step: None });
            }
            let head = self.head(plan.sentence.clone(), StepKind::Do);
            let Plan { sentence, changes, notes, staged } = plan;
            if let Some(step) = self.commit(Step { head, changes }, &staged)? {
                return Ok(Answer { sentence, notes, step: Some(step) });
            }
        }
    }

    /// Stores what prepared documents hold ahead of the step that brings them in ([`Command::AddPrepared`]), and takes it out of memory. What is in the project
    /// already is not stored again.
    ///
    /// Errors: the project file cannot be written.
    pub fn stow(&mut self, prepared: &mut [Prepared]) -> Outcome<()> {
        let known: HashSet<&str> = self.project.documents.values().map(|d| d.sha256.as_str()).collect();
        let mut staged = Vec::new();
        for document in prepared {
            if known.contains(document.sha256()) {
                document.leave_out();
            } else {
                staged.extend(document.unload());
            }
        }
        if staged.is_empty() { Ok(()) } else { self.store.stow(&staged) }
    }

    /// What a command would do, without doing it.
    pub fn plan(&self, command: Command) -> Outcome<Plan> {
        let mut ids = self.clock.new_ids(self.last + 1);
        let context = Context { now: self.clock.now(), coder: &self.coder, ids: &mut ids, texts: self };
        project::plan(&self.project, context, command)
    }

    fn head(&self, name: String, kind: StepKind) -> StepHead {
        let id = StepId(self.clock.new_ids(self.last + 1)());
        StepHead { number: self.last + 1, id, at: self.clock.now(), coder: self.coder.clone(), name, kind }
    }

    /// Applies and appends a step; `None` when another process was quicker and nothing was altered.
    fn commit(&mut self, step: Step, staged: &[Staged]) -> Outcome<Option<u64>> {
        if self.part {
            return Err(Fault::bug("a session that knows a part of the project cannot alter it"));
        }
        self.project.apply(&step.changes)?;
        let appended = self.store.append(&step, staged);
        if !matches!(appended, Ok(Appended::Done)) {
            let back: Vec<Change> = step.changes.into_iter().rev().map(Change::inverse).collect();
            self.project.apply(&back)?;
            return appended.map(|_| None);
        }
        self.last = step.head.number;
        self.altered.note(self.last, &step.changes);
        Ok(Some(self.last))
    }

    /// All steps with their changes, in order.
    pub fn log(&self) -> Outcome<Vec<Step>> {
        self.store.since(0)
    }

    /// All steps, without their changes.
    pub fn history(&self) -> Outcome<Vec<StepHead>> {
        self.store.heads()
    }

    /// The latest steps, the last one last.
    pub fn steps(&self, last: usize) -> Outcome<Vec<StepHead>> {
        let mut heads = self.history()?;
        Ok(heads.split_off(heads.len().saturating_sub(last)))
    }

    /// Takes the last step back that is still in force, in a step of its own.
    pub fn undo(&mut self) -> Outcome<Answer> {
        self.step_through(History::next_undo, "nothing to undo", StepKind::Undo, "Took back: ")
    }

    /// Does again what was last taken back.
    pub fn redo(&mut self) -> Outcome<Answer> {
        self.step_through(History::next_redo, "nothing to redo", StepKind::Redo, "Did again: ")
    }

    fn step_through(
        &mut self,
        which: impl Fn(&History) -> Option<u64>,
        nothing: &str,
        kind: impl Fn(u64) -> StepKind,
        said: &str,
    ) -> Outcome<Answer> {
        loop {
            self.refresh()?;
            let heads = self.store.heads()?;
            let number = which(&History::of(&heads)).ok_or_else(|| Fault::new(Kind::Nothing, nothing))?;
            let missing = || Fault::data(format!("step {number} is missing from the log"));
            let step = self.store.step(number)?.ok_or_else(missing)?;
            let kind = kind(number);
            let changes = match kind {
                StepKind::Undo(_) => step.changes.into_iter().rev().map(Change::inverse).collect(),
                _ => step.changes,
            };
            let name = format!("{said}{}", lower_first(&step.head.name));
            let head = self.head(name.clone(), kind);
            if let Some(step) = self.commit(Step { head, changes }, &[])? {
                return Ok(Answer { sentence: name, notes: Vec::new(), step: Some(step) });
            }
        }
    }

    /// Everything about the project that does not hold: the file, the log against the tables, every text, every place. `progress` is told how many of the
    /// documents are done.
    pub fn check(&self, progress: &mut dyn FnMut(usize, usize)) -> Outcome<Vec<String>> {
        let mut problems = self.store.check()?;
        let mut replayed = Project::default();
        for step in self.store.since(0)? {
            if let Err(fault) = replayed.apply(&step.changes) {
                problems.push(format!(
                    "step {} of the log (“{}”) does not fit: {}",
                    step.head.number, step.head.name, fault.what
                ));
                break;
            }
        }
        let (stored, _) = self.store.load()?;
        if problems.is_empty() && replayed != stored {
            problems.push(format!("the log and the tables do not say the same: {}", difference(&replayed, &stored)));
        }
        problems.extend(project::check(&stored));
        let all = stored.documents.len();
        for (done, document) in stored.documents.values().enumerate() {
            match self.store.content(document) {
                Ok(content) => problems.extend(project::check_content(&stored, document, &content)),
                Err(fault) => problems.push(fault.what),
            }
            if let Err(fault) = self.store.original(document) {
                problems.push(fault.what);
            }
            progress(done + 1, all);
        }
        Ok(problems)
    }
}

impl Texts for Session {
    fn content(&self, document: &Document) -> Outcome<Arc<Content>> {
        let key = || format!("{}{}", document.text, document.structure);
        if let Some((held, content)) = self.contents.borrow().held.get(&document.id)
            && *held == key()
        {
            return Ok(content.clone());
        }
        let content = Arc::new(self.store.content(document)?);
        let mut contents = self.contents.borrow_mut();
        contents.bytes += content.text.as_str().len();
        if contents.bytes > KEEP {
            // Simple and good enough: what is still wanted comes back from the file in under a millisecond.
            contents.held.clear();
            contents.bytes = content.text.as_str().len();
        }
        contents.held.insert(document.id, (key(), content.clone()));
        Ok(content)
    }

    fn made(&self, step: u64) -> Option<crate::id::Stamp> {
        self.store.step(step).ok().flatten().map(|step| step.head.at)
    }

    fn begins(&self, moment: jiff::civil::DateTime) -> Option<crate::id::Stamp> {
        let moment = moment.to_zoned(jiff::tz::TimeZone::system()).ok()?;
        Some(crate::id::Stamp(moment.timestamp().as_millisecond()))
    }
}

/// Which part of two projects differs, for the report of `check`.
fn difference(a: &Project, b: &Project) -> &'static str {
    let parts = [
        (a.title != b.title, "title"),
        (a.coders != b.coders, "coders"),
        (a.documents != b.documents, "documents"),
        (a.codebook != b.codebook, "codes"),
        (a.attributes != b.attributes, "attributes"),
        (a.cases != b.cases, "cases"),
        (a.links != b.links, "links"),
        (a.codings != b.codings, "codings"),
        (a.memos != b.memos, "memos"),
        (a.essences != b.essences, "essences"),
        (a.matrices != b.matrices, "matrices"),
    ];
    parts.into_iter().find(|(differs, _)| *differs).map_or("vignettes", |(_, name)| name)
}

fn lower_first(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
