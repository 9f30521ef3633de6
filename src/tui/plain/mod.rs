//! The interface in lines: for screen readers, braille, and terminals that cannot move a cursor. The same state and the same acts as on the screen, said in
//! words: one line is typed, at most three come back, and nothing but letters and line ends is ever written.
//!
//! [`words`] understands a line, [`speak`] says where one is, [`prompt`] holds the conversations of what lies over a screen on the other face.

mod beside;
mod glimpse;
mod progress;
mod prompt;
mod speak;
#[cfg(test)]
mod tests;
mod words;

use super::action::{Act, PROMPT};
use super::app::App;
use super::editor;
use super::key::Key;
use super::look::{Depth, Look};
use super::settings::Setup;
use super::state::State;
use super::update::{Effect, Event};
use super::work::Left;
use crate::fault::Outcome;
use crate::id::DocumentId;
use crate::session::{Session, data_folder};
use crate::text::{Span, printable};
pub use progress::EACH;
use progress::Heard;
use speak::Seen;
use std::io::{BufRead, IsTerminal, Write};
use words::Intent;

/// An answer has at most so many lines; the rest waits for `more`.
const MOST: usize = 3;

/// Columns and rows of the screen that is never drawn; what is cut to a screen elsewhere is cut to this.
const SIZE: (u16, u16) = (120, 60);

/// What comes back for a line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reply {
    /// What is said.
    pub lines: Vec<String>,
    /// Whether this is the end.
    pub quit: bool,
    /// Whether the sample study is to follow.
    sample: bool,
    /// Whether the editor is to be opened on the note that is being written.
    edit: bool,
}

/// A conversation over a project.
pub struct Talk {
    app: App,
    rest: Vec<String>,
}

/// Reads lines from standard input and answers on standard output until the person leaves or there are no more; says what for.
///
/// Errors: a document that cannot be loaded. A reader that has closed the pipe has had enough: no error.
pub fn run(
    session: Session,
    setup: Setup,
    at: Option<(DocumentId, Option<Span>)>,
    import: Option<&str>,
) -> Outcome<Left> {
    let asked = std::io::stdin().is_terminal();
    let mut talk = Talk::new(App::set_up(session, setup));
    if let Some(path) = import {
        talk.app.import(path);
    }
    let mut out = std::io::stdout().lock();
    // A pipe that is closed is noticed when the answer is written.
    let mut live = |line: &str| drop(writeln!(std::io::stdout(), "{line}"));
    let mut reply = talk.begin(at, &mut live);
    let mut lines = std::io::stdin().lock().lines();
    loop {
        let prompt = if asked && !reply.quit { "> " } else { "" };
        let said: String = reply.lines.iter().map(|l| format!("{l}\n")).collect();
        if out.write_all(format!("{said}{prompt}").as_bytes()).and_then(|()| out.flush()).is_err() || reply.quit {
            return Ok(if reply.sample { Left::ForSample } else { Left::Quit });
        }
        // Input that is no text ends the conversation like the end of input: nothing that follows could be trusted.
        let Some(Ok(line)) = lines.next() else { return Ok(Left::Quit) };
        reply = talk.answer(&line, &mut live);
        if reply.edit {
            reply = talk.edit()?;
        }
    }
}

impl Talk {
    /// Over an interface that is set up.
    pub fn new(mut app: App) -> Self {
        let old = app.state.look;
        app.state.look = Look { depth: Depth::None, ascii: true, ..old };
        app.state.toast.take();
        app.news = Some(Vec::new());
        Self { app, rest: Vec::new() }
    }

    /// What is said first; what work says that is under way goes to `live` at once.
    pub fn begin(&mut self, at: Option<(DocumentId, Option<Span>)>, live: &mut dyn FnMut(&str)) -> Reply {
        self.app.handle(Event::Resize(SIZE.0, SIZE.1));
        if let Some((document, span)) = at {
            self.app.open(document, span.map(|s| (s, None)));
        }
        self.finish(live);
        let mut lines = Vec::new();
        lines.extend(super::memo::waiting(&self.app.state, self.app.project()).map(|w| sentence(&w)));
        lines.extend(self.toast());
        lines.extend(speak::screen(&self.app, None));
        if lines.len() < MOST {
            lines.push("Type help for what can be typed, quit to end.".to_owned());
        }
        self.reply(lines, Vec::new())
    }

    /// The answer to a line; what work says that is under way goes to `live` at once.
    pub fn answer(&mut self, line: &str, live: &mut dyn FnMut(&str)) -> Reply {
        let line = printable(line).replace('\n', " ");
        let line = line.trim();
        if line == "more" && !self.rest.is_empty() {
            let rest = std::mem::take(&mut self.rest);
            return self.reply(rest, Vec::new());
        }
        let before = Seen::of(&self.app.state);
        self.app.state.toast = None;
        let asks = |app: &App| {
            let state = &app.state;
            state.overlay.is_some() || state.list().is_some_and(|l| l.typing) || state.scope() == PROMPT
        };
        let prompted = asks(&self.app);
        let mut said = Vec::new();
        let effects = if prompted { prompt::line(&mut self.app, line, &mut said) } else { self.line(line, &mut said) };
        self.finish(live);
        let mut lines = self.toast();
        lines.append(&mut said);
        if asks(&self.app) {
            lines.extend(prompt::describe(&self.app, !prompted));
        } else if let Some(changed) = before.changed(&self.app.state) {
            lines.extend(speak::screen(&self.app, changed.then_some(&before)));
        }
        if lines.is_empty() && effects.is_empty() {
            lines.push("Done; nothing to see here changed.".to_owned());
        }
        self.reply(lines, effects)
    }

    /// Opens the editor on the note that is being written, and answers with what came of it.
    fn edit(&mut self) -> Outcome<Reply> {
        let Some((head, note)) = self.app.note_to_edit() else { return Ok(Reply::default()) };
        let result = match editor::chosen(|name| std::env::var(name).ok()) {
            Ok(editor) => editor::edit(&editor, &data_folder()?.join("editing"), &head, &note),
            Err(fault) => Err(fault),
        };
        self.app.state.toast = None;
        self.app.edited(result);
        let lines = self.toast();
        Ok(self.reply(lines, Vec::new()))
    }

    /// Lets what was begun come to its end: whoever listens wants to hear what came of it.
    fn finish(&mut self, live: &mut dyn FnMut(&str)) {
        let mut heard = Heard::default();
        let mut say = |line: String| live(&clean(&line));
        heard.listen(&mut self.app, &mut say);
        while self.app.is_busy() {
            self.app.advance(&mut || false);
            heard.listen(&mut self.app, &mut say);
        }
    }

    /// Does what a line says where nothing is asked.
    fn line(&mut self, line: &str, said: &mut Vec<String>) -> Vec<Effect> {
        match words::understand(&self.app.state, line) {
            Intent::Here => {
                said.extend(speak::screen(&self.app, None));
                Vec::new()
            }
            Intent::Help(what) => {
                said.extend(speak::help(&self.app, &what));
                Vec::new()
            }
            Intent::Go(place) => {
                said.extend(prompt::go(&mut self.app, &place).err());
                Vec::new()
            }
            Intent::List => {
                said.extend(speak::rows(&self.app));
                Vec::new()
            }
            Intent::Keys(keys) => self.keys(&keys),
            Intent::Act(action, rest) => {
                if let Err(reason) = crate::tui::ready::now(action, &self.app.state, self.app.project()) {
                    said.push(sentence(&reason));
                    return Vec::new();
                }
                let mut effects = self.app.act(action.act);
                if !rest.is_empty() {
                    effects.extend(prompt::line(&mut self.app, &rest, said));
                }
                effects
            }
            Intent::Unknown(words) => {
                said.push(words);
                Vec::new()
            }
        }
    }

    /// Presses keys one after another, up to the first that is refused.
    fn keys(&mut self, keys: &[Key]) -> Vec<Effect> {
        let mut effects = Vec::new();
        for key in keys {
            effects.extend(self.app.handle(Event::Key(*key)));
            if self.app.state.toast.as_ref().is_some_and(|t| !t.done) {
                break;
            }
        }
        effects
    }

    /// What was just done or refused, as a sentence.
    fn toast(&mut self) -> Vec<String> {
        let Some(toast) = self.app.state.toast.take() else { return Vec::new() };
        let undo = self.app.state.manner.keys.of(Act::Undo, true);
        let undo = if toast.undoable { format!(" {undo} takes it back.") } else { String::new() };
        vec![format!("{}{undo}", sentence(&toast.words))]
    }

    /// Puts an answer together: three lines at most, the rest is kept for `more`.
    fn reply(&mut self, lines: Vec<String>, effects: Vec<Effect>) -> Reply {
        let mut reply = Reply::default();
        let mut all = lines;
        for effect in effects {
            match effect {
                Effect::Quit => reply.quit = true,
                Effect::Sample => (reply.quit, reply.sample) = (true, true),
                Effect::Edit => reply.edit = true,
                Effect::Copy(text) => all.push(sentence(&text)),
                Effect::Suspend => all.push("Your shell stops the program: Control and Z.".to_owned()),
                Effect::Mouse(_) => all = vec!["There is no mouse here.".to_owned()],
                Effect::Redraw => all.extend(speak::screen(&self.app, None)),
                _ => {}
            }
        }
        let mut all: Vec<String> = all.iter().map(|l| clean(l)).filter(|l| !l.is_empty()).collect();
        if all.len() > MOST {
            self.rest = all.split_off(MOST - 1);
            let count = self.rest.len();
            all.push(sentence(&format!("{} more: type more", speak::count(count, "line"))));
        }
        reply.lines = all;
        reply
    }

    /// What the interface knows.
    #[cfg(test)]
    pub fn state(&self) -> &State {
        &self.app.state
    }
}

/// A clause as a sentence: a capital letter first unless it begins with the name of a key, a full stop last.
fn sentence(clause: &str) -> String {
    let clause = clause.trim();
    let mut chars = clause.chars();
    let key = clause.chars().nth(1) == Some(' ') && !clause.starts_with("a ");
    let first = chars.next().map(|c| if key { c.to_string() } else { c.to_uppercase().collect() }).unwrap_or_default();
    let ended = clause.trim_end_matches(['”', ')']).ends_with(['.', '?', '!', ':', '…']);
    let stop = if ended || clause.is_empty() { "" } else { "." };
    format!("{first}{}{stop}", chars.as_str())
}

/// A line without anything that could drive a terminal or that a voice would stumble over.
fn clean(line: &str) -> String {
    let plain = printable(line).replace(['\n', '\u{FFFD}'], " ").replace(" · ", ". ");
    plain.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

impl super::app::App {
    /// Does what a row of the table of actions says, as if its key had been pressed.
    fn act(&mut self, act: Act) -> Vec<Effect> {
        let project = self.past.as_ref().unwrap_or(self.session.project());
        let effects = super::update::act(&mut self.state, project, act, None);
        super::update::settle(&mut self.state, project);
        self.perform_all(effects)
    }
}

/// What the state was, for those who only look at it.
type Known<'a> = &'a State;
