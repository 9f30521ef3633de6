//! Writing a note in a box under the passage: what is begun is a draft until it is kept or thrown away, whatever happens meanwhile.

use super::facts::one_line;
use super::key::Key;
use super::state::{Overlay, Screen, State};
use super::update::{Effect, is_escape};
use crate::memo::About;
use crate::project::Project;
use crate::text::{graphemes, normalise, printable};
use crossterm::event::KeyCode;

/// A note in the making.
#[derive(Clone)]
pub struct Memo {
    /// What it is about.
    pub about: About,
    /// What it was before.
    pub was: String,
    /// Whether it goes on with a draft.
    pub drafted: bool,
    /// Its text.
    text: String,
    /// Byte before which the next character goes.
    cursor: usize,
}

/// Longer notes are written elsewhere; a paste beyond this is cut.
const LONGEST: usize = 200_000;

impl Memo {
    /// Begins with what is there, or with a draft of it.
    pub fn new(about: About, was: &str, draft: Option<&str>) -> Self {
        let text = draft.unwrap_or(was).to_owned();
        Self { about, was: was.to_owned(), drafted: draft.is_some(), cursor: text.len(), text }
    }

    /// What stands there.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.text.clear();
        self.cursor = 0;
    }

    /// Whether it was altered.
    pub fn altered(&self) -> bool {
        self.text.trim() != self.was.trim()
    }

    /// Puts text in at the cursor.
    pub fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text.len());
        let (clean, _) = normalise(text);
        let clean: String = printable(&clean).chars().take(room).collect();
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
    }

    /// Takes a key in; false when the key is none of its own.
    pub fn key(&mut self, key: Key) -> bool {
        match key.code {
            KeyCode::Enter => self.insert("\n"),
            KeyCode::Char(c) if !key.ctrl => self.insert(c.encode_utf8(&mut [0; 4])),
            KeyCode::Backspace => {
                let start = self.left();
                self.text.drain(start..self.cursor);
                self.cursor = start;
            }
            KeyCode::Delete => {
                self.text.drain(self.cursor..self.right());
            }
            KeyCode::Left => self.cursor = self.left(),
            KeyCode::Right => self.cursor = self.right(),
            KeyCode::Home => self.cursor = self.line_start(),
            KeyCode::End => self.cursor = self.line_end(),
            KeyCode::Up => {
                let column = self.cursor - self.line_start();
                self.cursor = self.line_start().saturating_sub(1);
                self.cursor = self.near(self.line_start() + column);
            }
            KeyCode::Down if self.line_end() < self.text.len() => {
                let column = self.cursor - self.line_start();
                self.cursor = self.line_end() + 1;
                self.cursor = self.near(self.line_start() + column);
            }
            _ => return false,
        }
        true
    }

    fn near(&self, byte: usize) -> usize {
        let byte = byte.min(self.line_end());
        (0..=byte).rev().find(|b| self.text.is_char_boundary(*b)).unwrap_or(0)
    }

    fn line_start(&self) -> usize {
        self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.cursor..].find('\n').map_or(self.text.len(), |at| self.cursor + at)
    }

    fn left(&self) -> usize {
        graphemes(&self.text[..self.cursor]).next_back().map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        graphemes(&self.text[self.cursor..]).next().map_or(self.cursor, |(_, g)| self.cursor + g.len())
    }

    /// The byte before which the next character goes.
    pub fn cursor(&self) -> usize {
        self.cursor
    }
}

/// What a note written now would be about: the first passage in hand, or the chosen row.
pub fn about(state: &State, project: &Project) -> Option<About> {
    match state.screen() {
        Screen::Codes(_) => state.code_in_hand(project).map(About::Code),
        Screen::Documents(list) => state.documents().get(list.at).copied().map(About::Document),
        Screen::Memos(_) => super::memos::chosen(state, project).map(|m| m.about),
        _ => state.targets(project).first().copied().map(About::Passage),
    }
}

/// Lays the box over the screen, with the draft of this note when there is one, else with what its coder wrote before.
pub fn open(state: &mut State, project: &Project, about: About) {
    let me = project.coder(&state.coder).map(|c| c.id);
    let mine = project.memos.values().find(|m| m.about == about && Some(m.coder) == me);
    let draft = state.drafts.get(&about).map(String::as_str);
    let memo = Memo::new(about, mine.map_or("", |m| m.text.as_str()), draft);
    state.overlay = Some(Overlay::Memo(memo));
}

/// What a note is about, in a few words: `13:2 of interview-1`, `the code trust`.
pub fn name(state: &State, project: &Project, about: About) -> String {
    match about {
        About::Project => "the study".to_owned(),
        About::Document(id) => state.facts.document(id).name,
        About::Code(id) => format!("the code {}", state.facts.code(id).path),
        About::Case(id) => project.cases.get(&id).map_or_else(|| "a case".to_owned(), |c| one_line(&c.name)),
        About::Passage(p) => {
            let document = state.facts.document(p.document).name;
            match state.reader().filter(|r| r.document == p.document) {
                Some(reader) => format!("{} of {document}", reader.place_of(p.span)),
                None => format!("a passage of {document}"),
            }
        }
    }
}

/// What is said at the start of drafts that wait; `None` when there are none.
pub fn waiting(state: &State, project: &Project) -> Option<String> {
    let names: Vec<String> = state.drafts.keys().take(3).map(|about| name(state, project, *about)).collect();
    let more = state.drafts.len().saturating_sub(names.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let (count, verb) = match state.drafts.len() {
        0 => return None,
        1 => ("a draft of a memo".to_owned(), "waits"),
        n => (format!("{n} drafts of memos"), "wait"),
    };
    Some(format!("{count} {verb}: {}{more} · “open draft” in the palette goes there", names.join(", ")))
}

/// The draft after the one that was opened last.
pub fn next_draft(state: &State) -> Option<About> {
    let after = |about: &&About| state.opened_draft.is_some_and(|last| **about > last);
    state.drafts.keys().find(after).or(state.drafts.keys().next()).copied()
}

/// A key while a note is written.
pub fn memo_key(state: &mut State, key: Key) -> Vec<Effect> {
    let Some(Overlay::Memo(memo)) = &mut state.overlay else { return Vec::new() };
    let (about, altered) = (memo.about, memo.altered());
    if key.is_ctrl('e') {
        return vec![Effect::Edit];
    }
    if key.is_ctrl('s') {
        let text = memo.text().trim().to_owned();
        state.overlay = None;
        return vec![if altered { Effect::Keep(about, text) } else { Effect::Draft(about, None) }];
    }
    if key.is_ctrl('d') {
        let text = memo.text().to_owned();
        state.overlay = None;
        if altered {
            state.discarded = Some((about, text));
            let undo = state.manner.keys.of(super::action::Act::Undo, state.look.ascii);
            state.say(true, format!("thrown away · {undo} brings it back"));
        }
        return vec![Effect::Draft(about, None)];
    }
    if is_escape(key) {
        let draft = Some(memo.text().to_owned()).filter(|_| altered);
        state.overlay = None;
        if draft.is_some() {
            let key = state.manner.keys.of(super::action::Act::Memo, state.look.ascii);
            state.say(true, format!("kept as a draft: {key} here goes on with it"));
        }
        return vec![Effect::Draft(about, draft)];
    }
    memo.key(key);
    Vec::new()
}

/// Brings back what was thrown away by the key before; false when nothing was.
pub fn bring_back(state: &mut State, project: &Project, discarded: Option<(About, String)>) -> bool {
    let Some((about, text)) = discarded else { return false };
    open(state, project, about);
    if let Some(Overlay::Memo(memo)) = &mut state.overlay {
        *memo = Memo::new(about, &memo.was, Some(&text));
    }
    true
}

/// The head of the file in which the note is written with an editor: what it is about, the words, the codes on them.
pub fn head(state: &State, project: &Project, about: About, words: Option<&str>) -> String {
    let mut out = format!("Memo on {}", name(state, project, about));
    if let Some(words) = words {
        out.push_str(&format!("\n\n> {}", words.trim().replace('\n', "\n> ")));
    }
    let codes: Vec<String> = match about {
        About::Passage(p) => {
            let mut codes: Vec<String> = project.codings.on(p).map(|c| state.facts.code(c.code).path).collect();
            codes.sort();
            codes.dedup();
            codes
        }
        _ => Vec::new(),
    };
    if !codes.is_empty() {
        out.push_str(&format!("\n\nCodes: {}", codes.join(", ")));
    }
    if let About::Code(id) = about
        && let Some(code) = project.codebook.get(id).filter(|c| !c.definition.is_empty())
    {
        out.push_str(&format!("\n\n> {}", code.definition.replace('\n', "\n> ")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_written_and_walked() {
        let mut memo = Memo::new(About::Project, "", None);
        memo.insert("first\r\nzwei\u{1b}");
        for key in ["up", "home", "x", "down", "end", "backspace", "enter", "é"] {
            assert!(memo.key(Key::parse(key).unwrap()), "{key}");
        }
        assert_eq!(memo.text(), "xfirst\nzwei\né");
        assert!(memo.altered());
    }
}
