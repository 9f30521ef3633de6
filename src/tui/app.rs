use super::draw::draw;
use super::editor::Edited;
use super::facts::Facts;
use super::look::Look;
use super::memo::{self, Memo};
use super::reader::Reader;
use super::reader::sheet::Sheet;
use super::settings::Setup;
use super::state::{List, Overlay, Screen, State, Toast};
use super::update::{Effect, Event, settle, show, update};
use crate::fault::{Fault, Outcome};
use crate::id::{CodeId, CodingId, DocumentId};
use crate::memo::About;
use crate::project::{CodeSpec, Command};
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
}

impl App {
    /// Begins with the list of documents.
    pub fn new(session: Session, look: Look) -> Self {
        let file = session.path().file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let state = State::new(session.project(), session.coder(), &file, look);
        Self { session, state, drafts: None }
    }

    /// Begins as somebody has set it up, with the drafts that wait.
    pub fn set_up(session: Session, setup: Setup) -> Self {
        let mut app = Self::new(session, setup.look);
        app.state.mouse = setup.mouse;
        app.state.manner = setup.manner;
        // Without a home folder drafts last as long as the program.
        app.drafts = app.session.drafts().ok();
        match app.drafts.as_ref().map(Drafts::load) {
            Some(Ok(drafts)) => {
                app.state.drafts = drafts.into_iter().map(|d| (d.about, d.text)).collect();
                if let Some(words) = memo::waiting(&app.state, app.session.project()) {
                    app.state.say(true, words);
                }
            }
            Some(Err(fault)) => app.refuse(&fault),
            None => {}
        }
        app
    }

    /// Whether a note is being written that the drafts do not have yet.
    pub fn is_unsaved(&self) -> bool {
        match &self.state.overlay {
            Some(Overlay::Memo(memo)) if memo.altered() => {
                self.state.drafts.get(&memo.about).is_none_or(|kept| kept != memo.text())
            }
            _ => false,
        }
    }

    /// Keeps what stands in the box as a draft.
    pub fn save_draft(&mut self) {
        let Some(Overlay::Memo(memo)) = &self.state.overlay else { return };
        if self.is_unsaved() {
            let (about, text) = (memo.about, memo.text().to_owned());
            self.draft(about, Some(text));
        }
    }

    fn draft(&mut self, about: About, text: Option<String>) {
        let saved = self.drafts.as_ref().map(|d| d.save(about, text.as_deref(), self.session.now()));
        if let Some(Err(fault)) = saved {
            self.refuse(&fault);
        }
        match text {
            Some(text) => self.state.drafts.insert(about, text),
            None => self.state.drafts.remove(&about),
        };
    }

    /// Keeps a note as a step; when that fails, the box comes back as it was.
    fn keep(&mut self, about: About, text: String) {
        self.answer(|session| session.run(Command::WriteMemo(about, text.clone())), true);
        if self.state.toast.as_ref().is_some_and(|t| t.done) {
            return self.draft(about, None);
        }
        memo::open(&mut self.state, self.session.project(), about);
        if let Some(Overlay::Memo(memo)) = &mut self.state.overlay {
            *memo = Memo::new(about, &memo.was, Some(&text));
        }
        let fault = self.state.toast.take();
        self.save_draft();
        self.state.toast = fault;
    }

    /// What the editor is to be given: the head of its file, and the note. `None` when no note is being written.
    pub fn note_to_edit(&mut self) -> Option<(String, String)> {
        self.save_draft();
        let Some(Overlay::Memo(memo)) = &self.state.overlay else { return None };
        let words = match memo.about {
            About::Passage(p) => self.session.content(p.document).ok().map(|c| p.span.of(c.text.as_str()).to_owned()),
            _ => None,
        };
        let head = memo::head(&self.state, self.session.project(), memo.about, words.as_deref());
        Some((head, memo.text().to_owned()))
    }

    /// Takes in what the editor left: an altered note is kept as a step, an unaltered one is none.
    pub fn edited(&mut self, result: Outcome<Edited>) {
        let Some(Overlay::Memo(memo)) = &mut self.state.overlay else { return };
        let about = memo.about;
        match result {
            Ok(Edited::Text(text)) => {
                self.state.overlay = None;
                self.keep(about, text);
            }
            Ok(Edited::Same) if memo.altered() => self.state.say(true, "the editor altered nothing: ^S keeps the memo"),
            Ok(Edited::Same) => {
                self.state.overlay = None;
                self.state.say(true, "nothing was altered");
            }
            Ok(Edited::Emptied) => {
                self.state.say(false, "the file was empty: nothing was kept, and the memo is as it was before");
            }
            Ok(Edited::Failed(how, left)) => {
                if let Some(text) = left {
                    *memo = Memo::new(about, &memo.was, Some(&text));
                    self.save_draft();
                }
                self.state.say(false, format!("{how}: nothing was kept as a step; what was written is in the box"));
            }
            Err(fault) => self.refuse(&fault),
        }
    }

    fn open_draft(&mut self, about: About) {
        match about {
            About::Passage(p) => self.open(p.document, Some((p.span, None))),
            About::Document(id) => {
                let at = self.state.facts.list.iter().position(|d| *d == id).unwrap_or(0);
                super::update::push(&mut self.state, Screen::Documents(List { at, ..List::default() }));
            }
            About::Code(id) => {
                let at = self.state.facts.tree.iter().position(|c| *c == id).unwrap_or(0);
                super::update::push(&mut self.state, Screen::Codes(List { at, ..List::default() }));
            }
            About::Case(_) | About::Project => {}
        }
        self.state.opened_draft = Some(about);
        memo::open(&mut self.state, self.session.project(), about);
    }

    /// Takes an event in, and does what follows from it; gives back what only the terminal can do.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        let effects = update(&mut self.state, self.session.project(), event);
        self.perform_all(effects)
    }

    /// Does what follows from something; gives back what only the terminal can do.
    pub fn perform_all(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        effects.into_iter().filter_map(|effect| self.perform(effect)).collect()
    }

    /// Draws, and gives the cell of the focus.
    pub fn draw(&self, buffer: &mut Buffer) -> Option<Position> {
        draw(&self.state, self.session.project(), buffer)
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
            Effect::Refresh => self.refresh(),
            outside => return Some(outside),
        }
        None
    }

    fn refresh(&mut self) {
        match self.session.refresh() {
            Ok(true) => self.altered(),
            Ok(false) => {}
            Err(fault) => self.refuse(&fault),
        }
    }

    fn run(&mut self, command: Command, codes: &[CodeSpec]) {
        self.answer(move |session| session.run(command), true);
        let done = self.state.toast.as_ref().is_some_and(|t| t.done);
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
        }
    }

    fn answer(&mut self, ask: impl FnOnce(&mut Session) -> Outcome<Answer>, undoable: bool) {
        let before = self.session.last();
        match ask(&mut self.session) {
            Ok(answer) => {
                let mut words = answer.sentence;
                for note in answer.notes.iter().take(2) {
                    words.push_str(" · ");
                    words.push_str(note);
                }
                let words = super::facts::one_line(&words);
                self.state.toast = Some(Toast { words, done: true, undoable: undoable && answer.step.is_some() });
            }
            Err(fault) => self.refuse(&fault),
        }
        // A refused command may have taken in what others did.
        if self.session.last() != before {
            self.altered();
        }
    }

    fn refuse(&mut self, fault: &Fault) {
        let hint = fault.hint.as_deref().map(|h| format!(": {h}")).unwrap_or_default();
        self.state.say(false, super::facts::one_line(&format!("{}{hint}", fault.what)));
    }

    /// Takes in that the project is not what it was.
    fn altered(&mut self) {
        self.state.facts = Facts::of(self.session.project());
        self.state.passages.take();
        let project = self.session.project();
        let known = |code: &CodeId| project.codebook.get(*code).is_some();
        self.state.recent.retain(known);
        for slot in &mut self.state.quick {
            *slot = slot.filter(known);
        }
        self.state.last.retain(|spec| matches!(spec, CodeSpec::Known(id) if known(id)));
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
                }
                _ => {}
            }
            reader.recode(project);
        }
        if self.state.screens.iter().any(|s| matches!(s, Screen::History(_))) {
            self.load_history();
        }
        settle(&mut self.state, self.session.project());
    }

    fn load_history(&mut self) {
        match self.session.steps(STEPS) {
            Ok(steps) => self.state.history = steps.into_iter().rev().collect(),
            Err(fault) => self.refuse(&fault),
        }
    }

    /// Opens a document, at a passage when one is given.
    pub fn open(&mut self, document: DocumentId, at: Option<(Span, Option<CodingId>)>) {
        self.refresh();
        match self.session.content(document) {
            Ok(content) => {
                let reader = Reader::new(document, Sheet::new(content), self.session.project());
                show(&mut self.state, self.session.project(), reader, at);
            }
            Err(fault) => self.refuse(&fault),
        }
    }
}
