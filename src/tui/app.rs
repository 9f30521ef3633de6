use super::draw::draw;
use super::jobs::Job;
use super::look::Look;
use super::opened::show;
use super::reader::Reader;
use super::reader::sheet::Sheet;
use super::state::{Overlay, Screen, State, Toast};
use super::update::{Effect, Event, settle, update};
use super::{cases, codebook, grid};
use crate::document::Content;
use crate::fault::{Fault, Outcome};
use crate::id::{CodeId, CodingId, DocumentId};
use crate::matrix::Spec;
use crate::memo::Axis;
use crate::project::{CodeSpec, Command, Project, Texts};
use crate::session::{Answer, Drafts, Session};
use crate::text::Span;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use std::sync::Arc;

/// How many steps the history screen shows.
const STEPS: usize = 2000;

/// The state together with the session that it is about.
pub struct App {
    /// The project.
    pub session: Session,
    /// What the interface knows.
    pub state: State,
    /// Where notes that were begun are kept; `None` keeps them as long as the program runs.
    pub drafts: Option<Drafts>,
    /// An earlier state of the project, while that is looked at.
    pub past: Option<Project>,
    /// What is under way.
    pub job: Option<Job>,
    /// What work that is under way has to say besides its count, where somebody listens to it; `None` where it is seen on a screen.
    pub news: Option<Vec<String>>,
    /// The index is not brought up to date: somebody stopped it, or it cannot be written.
    pub unindexed: bool,
    /// Where it is kept where one left off.
    pub(super) memory: Option<std::path::PathBuf>,
}

/// Runs a command; of several that are done together only what they come to is told, not each of them.
pub(super) fn run(session: &mut Session, command: Command) -> Outcome<Answer> {
    let together = matches!(command, Command::Together(..));
    let answer = session.run(command)?;
    Ok(if together { Answer { notes: Vec::new(), ..answer } } else { answer })
}

impl App {
    /// Begins with the list of documents.
    pub fn new(session: Session, look: Look) -> Self {
        let file = session.path().file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let state = State::new(session.project(), session.coder(), &file, look);
        Self { session, state, past: None, job: None, news: None, unindexed: false, memory: None, drafts: None }
    }

    /// The project that is looked at: as it is, or as it was.
    pub fn project(&self) -> &Project {
        self.past.as_ref().unwrap_or(self.session.project())
    }

    /// Takes an event in, and does what follows from it; gives back what only the terminal can do.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        self.state.asked = None;
        let project = self.past.as_ref().unwrap_or(self.session.project());
        let effects = update(&mut self.state, project, event);
        let outside = self.perform_all(effects);
        self.provide();
        self.fill();
        outside
    }

    /// Brings the matrix that is seen up to date, so that the frame shows what was done.
    fn fill(&mut self) {
        let (size, look) = (self.state.size, self.state.look);
        if let Some(one) = self.state.grid_mut() {
            grid::fill(one, &self.session, size, look);
            settle(&mut self.state, self.session.project());
        }
    }

    /// Does what follows from something; gives back what only the terminal can do.
    pub fn perform_all(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        effects.into_iter().filter_map(|effect| self.perform(effect)).collect()
    }

    /// Draws, and gives the cell of the focus.
    pub fn draw(&self, buffer: &mut Buffer) -> Option<Position> {
        let cursor = draw(&self.state, self.project(), buffer);
        if self.state.look.wide {
            super::narrow::narrow(buffer);
        }
        cursor
    }

    fn perform(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Run(command, codes) => self.run(command, &codes),
            Effect::Undo => self.answer(Session::undo, false),
            Effect::Redo => self.answer(Session::redo, true),
            Effect::Open(document, at) => self.open(document, at),
            Effect::Keep(about, text) => self.keep(about, text),
            Effect::Draft(about, text) => self.draft(about, text),
            Effect::OpenDraft(about) => self.open_draft(about),
            Effect::History => self.load_history(),
            Effect::LookBack(number) => self.look_back(number),
            Effect::Import(path) => self.import(&path),
            Effect::Export(path) => self.export(&path),
            Effect::Stop => self.stop(),
            Effect::LeavePast => self.leave_past(),
            Effect::Follow(link) => self.follow(&link),
            Effect::Revert(number) => self.answer(|s| s.revert(number), true),
            Effect::Restore(number) => self.answer(|s| s.restore(number), true),
            Effect::NamePoint(number, name) => self.answer(|s| s.name_point(number, &name), true),
            Effect::Arrange => self.arrange(),
            Effect::Quote(passages) => match self.quotations(&passages) {
                Ok(text) => return Some(Effect::Copy(text)),
                Err(fault) => self.refuse(&fault),
            },
            Effect::Refresh => self.refresh(),
            Effect::ExportMatrix(spec, file) => self.export_matrix(&spec, &file),
            Effect::PhraseHistory(row, column) => self.phrase_history(&row, &column),
            Effect::Opened(then) => {
                self.fill();
                let effects = then(&mut self.state);
                effects.into_iter().for_each(|effect| {
                    self.perform(effect);
                });
            }
            outside => return Some(outside),
        }
        None
    }

    fn export_matrix(&mut self, spec: &Spec, file: &str) {
        match grid::export(&self.session, spec, file) {
            Ok(words) => self.state.say(true, words),
            Err(fault) => {
                self.refuse(&fault);
                self.ask_again();
            }
        }
    }

    fn phrase_history(&mut self, row: &Axis, column: &Axis) {
        match grid::history(&self.session, row, column) {
            Ok(steps) => grid::show_history(&mut self.state, &steps),
            Err(fault) => self.refuse(&fault),
        }
    }

    /// What was asked and then refused is asked again as it stands, so that it can be mended.
    fn ask_again(&mut self) {
        if let Some(form) = self.state.asked.take() {
            self.state.overlay = Some(Overlay::Form(form));
        }
    }

    fn refresh(&mut self) {
        if self.past.is_some() {
            return;
        }
        let before = self.session.last();
        match self.session.refresh() {
            Ok(true) => self.altered(Some(before)),
            Ok(false) => {}
            Err(fault) => self.refuse(&fault),
        }
    }

    fn run(&mut self, command: Command, codes: &[CodeSpec]) {
        self.answer(move |session| run(session, command), true);
        let done = self.state.toast.as_ref().is_some_and(|t| t.done);
        if !done {
            self.ask_again();
        }
        if let (true, Some(find)) = (done, self.state.find_mut()) {
            find.marks.clear();
        }
        if codes.is_empty() || !done {
            return;
        }
        // Codes that were just made are from now on known ones.
        let book = &self.session.project().codebook;
        let known: Vec<CodeId> = codes
            .iter()
            .filter_map(|spec| match spec {
                CodeSpec::Known(id) => Some(*id),
                CodeSpec::New(path, _) => book.at(path).map(|c| c.id),
            })
            .collect();
        self.state.last = known.iter().map(|id| CodeSpec::Known(*id)).collect();
        self.state.used(&known);
        if let Some(reader) = self.state.reader_mut() {
            reader.marks.clear();
            reader.anchor = None;
        }
        if matches!(self.state.shown.who, super::reader::shown::Who::Recent(_)) {
            super::menu::apply(&mut self.state, self.session.project());
        }
        let pen: Vec<CodeSpec> = self.state.last.clone();
        // A code that the pen made is known from then on.
        if self.state.pen.as_slice() == codes {
            self.state.pen = pen;
        }
    }

    pub(super) fn answer(&mut self, ask: impl FnOnce(&mut Session) -> Outcome<Answer>, undoable: bool) {
        if self.past.is_some() {
            let words = self.state.told("this is the project as it was: ‹back› comes back to the present");
            return self.state.say(false, words);
        }
        let before = self.session.last();
        match ask(&mut self.session) {
            Ok(answer) => {
                let mut words = answer.sentence;
                for note in answer.notes.iter().take(2) {
                    words.push_str(" · ");
                    words.push_str(note);
                }
                let words = self.state.here(&super::facts::one_line(&words));
                self.state.toast = Some(Toast { words, done: true, undoable: undoable && answer.step.is_some() });
            }
            Err(fault) => self.refuse(&fault),
        }
        // A refused command may have taken in what others did.
        if self.session.last() != before {
            self.altered(Some(before));
        }
    }

    pub(super) fn refuse(&mut self, fault: &Fault) {
        let hint = fault.hint.as_deref().map(|h| format!(": {h}")).unwrap_or_default();
        self.state.say(false, super::facts::one_line(&format!("{}{hint}", fault.what)));
    }

    /// Takes in that the project is not what it was after a step, or that it may be quite another.
    pub(super) fn altered(&mut self, since: Option<u64>) {
        if self.past.is_some() {
            return;
        }
        self.state.detail = None;
        let (code, case) = (codebook::chosen(&self.state), self.state.case_in_hand);
        let project = self.session.project();
        match since.and_then(|step| self.session.coded_since(step)) {
            // One more coding in a study of thousands of documents is taken in at once.
            Some(documents) => self.state.facts.recode(project, &documents),
            None => self.state.facts.renew(project),
        }
        for screen in &mut self.state.screens {
            if let Screen::Find(find) | Screen::Passages(find) = screen {
                find.stale(project);
            }
        }
        codebook::choose_again(&mut self.state, project, code);
        cases::choose_again(&mut self.state, project, case);
        let known = |code: &CodeId| project.codebook.get(*code).is_some();
        self.state.recent.retain(known);
        for slot in &mut self.state.quick {
            *slot = slot.filter(known);
        }
        self.state.last.retain(|spec| matches!(spec, CodeSpec::Known(id) if known(id)));
        self.state
            .pen
            .retain(|spec| matches!(spec, CodeSpec::New(..)) || matches!(spec, CodeSpec::Known(id) if known(id)));
        let there = |screen: &Screen| match screen {
            Screen::Reader(reader) => project.documents.contains_key(&reader.document),
            _ => true,
        };
        let seen = self.state.screens.len();
        self.state.screens.retain(there);
        if self.state.screens.len() < seen {
            self.state.overlay = None;
            self.state.say(false, "the document was taken out of the project");
        }
        for screen in &mut self.state.screens {
            let Screen::Reader(reader) = screen else { continue };
            // Somebody may have corrected the document's turns.
            match self.session.content(reader.document) {
                Ok(content) if !Arc::ptr_eq(&content, reader.sheet.content()) && content != *reader.sheet.content() => {
                    let top = reader.top.turn.min(content.structure.turns.len().saturating_sub(1));
                    reader.sheet = Sheet::new(content);
                    reader.top = super::reader::margin::RowPlace { turn: top, row: 0 };
                    reader.recode(project);
                }
                _ => reader.follow(project),
            }
        }
        if self.state.screens.iter().any(|s| matches!(s, Screen::History(_))) {
            self.load_history();
        }
        settle(&mut self.state, self.session.project());
    }

    fn load_history(&mut self) {
        match self.session.steps(STEPS) {
            Ok(steps) => {
                let chosen = super::history::chosen(&self.state).map(|s| s.number);
                self.state.history = steps.into_iter().rev().collect();
                // The chosen step stays chosen when there are others before it in the list.
                let row = self.state.steps().iter().position(|s| Some(s.number) == chosen);
                if let (Some(row), Screen::History(list)) = (row, self.state.screen_mut()) {
                    list.at = row;
                }
            }
            Err(fault) => self.refuse(&fault),
        }
    }

    /// Text and structure of a document as it is, or as it was.
    pub(super) fn content(&self, document: DocumentId) -> Outcome<Arc<Content>> {
        match self.project().documents.get(&document) {
            Some(document) => Texts::content(&self.session, document),
            None => Err(Fault::asked("that document is not in the project")),
        }
    }

    /// Opens a document, at a passage when one is given.
    pub fn open(&mut self, document: DocumentId, at: Option<(Span, Option<CodingId>)>) {
        self.refresh();
        self.remember();
        match self.content(document) {
            Ok(content) => {
                let project = self.past.as_ref().unwrap_or(self.session.project());
                let reader = Reader::new(document, Sheet::new(content), project);
                show(&mut self.state, project, reader, at);
            }
            Err(fault) => self.refuse(&fault),
        }
    }
}
