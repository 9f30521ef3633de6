//! Notes between the box, the disk and the editor: nothing that was typed is lost, whatever ends.

use super::app::{App, run};
use super::editor::Edited;
use super::memo::{self, Memo};
use super::settings::Setup;
use super::state::{List, Overlay, Screen};
use crate::fault::Outcome;
use crate::memo::About;
use crate::session::{Drafts, Session};

impl App {
    /// Begins as somebody has set it up, with the drafts that wait.
    pub fn set_up(session: Session, setup: Setup) -> Self {
        let mut app = Self::new(session, setup.look);
        app.state.mouse = setup.mouse;
        app.state.manner = setup.manner;
        app.recall();
        // Without a home folder drafts last as long as the program.
        app.drafts = app.session.drafts().ok();
        match app.drafts.as_ref().map(Drafts::load) {
            Some(Ok(drafts)) => {
                app.state.drafts = drafts.into_iter().map(|d| (d.about, d.text)).collect();
                if let Some(words) = memo::waiting(&app.state, app.session.project()) {
                    app.state.say(false, words);
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

    /// Keeps a draft, or lets it go.
    pub(super) fn draft(&mut self, about: About, text: Option<String>) {
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
    pub(super) fn keep(&mut self, about: About, text: String) {
        let command = super::find::memo_command(&self.state, about, text.clone());
        self.answer(|session| run(session, command), true);
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
            About::Passage(p) => self.session.content(p.document).ok().map(|c| c.spoken(p.span)),
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

    /// Goes to a draft and on with it.
    pub(super) fn open_draft(&mut self, about: About) {
        match about {
            About::Passage(p) => self.open(p.document, Some((p.span, None))),
            About::Document(id) => {
                let at = self.state.facts.list.iter().position(|d| *d == id).unwrap_or(0);
                super::update::open_screen(&mut self.state, Screen::Documents(List { at, ..List::default() }));
            }
            About::Code(id) => {
                let at = super::codebook::row_of(&mut self.state, self.session.project(), Some(id));
                super::update::open_screen(&mut self.state, Screen::Codes(List { at, ..List::default() }));
            }
            About::Case(_) | About::Project => {}
        }
        self.state.opened_draft = Some(about);
        memo::open(&mut self.state, self.session.project(), about);
    }
}
