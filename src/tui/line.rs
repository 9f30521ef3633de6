use super::key::Key;
use crate::text::{graphemes, printable};
use crossterm::event::KeyCode;

/// Longer input than this is cut: nobody types it, and a paste can be of any size.
const LONGEST: usize = 4000;

/// One line of text that is being typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {
    text: String,
    /// Byte before which the next character goes; always on a grapheme bound.
    cursor: usize,
}

impl Line {
    /// Begins with a text, the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.insert(text);
        line
    }

    /// What stands there.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor.
    pub fn before(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// Puts text in at the cursor: line ends become spaces, nothing in it can drive a terminal.
    pub fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text.chars().count());
        let clean: String = printable(text).chars().map(|c| if c == '\n' { ' ' } else { c }).take(room).collect();
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
    }

    /// Puts text at the end and leaves the cursor where it is.
    pub fn append(&mut self, text: &str) {
        let cursor = std::mem::replace(&mut self.cursor, self.text.len());
        self.insert(text);
        self.cursor = cursor;
    }

    /// Moves the cursor to the grapheme in which a byte lies, or to the end.
    pub fn go(&mut self, byte: usize) {
        let after = graphemes(&self.text).map(|(at, _)| at).take_while(|at| *at <= byte).last().unwrap_or(0);
        self.cursor = if byte >= self.text.len() { self.text.len() } else { after };
    }

    /// Takes a key in; false when the key is none of its own.
    pub fn key(&mut self, key: Key) -> bool {
        match key.code {
            KeyCode::Char('u') if key.ctrl => {
                self.text.drain(..self.cursor);
                self.cursor = 0;
            }
            KeyCode::Char('w') if key.ctrl => {
                let kept = self.before().trim_end();
                let kept = kept.rfind(|c: char| c.is_whitespace() || c == '/').map_or(0, |at| at + 1);
                let kept = if kept == self.cursor { kept - 1 } else { kept };
                self.text.drain(kept..self.cursor);
                self.cursor = kept;
            }
            // What Backspace sends on some terminals.
            KeyCode::Char('h') if key.ctrl => {
                return self.key(Key { code: KeyCode::Backspace, ctrl: false, shift: false });
            }
            KeyCode::Char('a') if key.ctrl => self.cursor = 0,
            KeyCode::Char('e') if key.ctrl => self.cursor = self.text.len(),
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
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }

    fn left(&self) -> usize {
        graphemes(self.before()).next_back().map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        graphemes(&self.text[self.cursor..]).next().map_or(self.cursor, |(_, g)| self.cursor + g.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(start: &str, keys: &[&str]) -> String {
        let mut line = Line::new(start);
        for key in keys {
            assert!(line.key(Key::parse(key).unwrap()), "{key}");
        }
        format!("{}|{}", line.before(), &line.text()[line.before().len()..])
    }

    #[test]
    fn it_edits_by_grapheme_and_by_word() {
        assert_eq!(after("a👩‍👧b", &["left", "backspace"]), "a|b");
        assert_eq!(after("access/digital", &["ctrl-w"]), "access/|");
        assert_eq!(after("two words ", &["ctrl-w", "x"]), "two x|");
        assert_eq!(after("abc", &["home", "delete", "right", "ctrl-h", "right", "ctrl-u"]), "|");
        assert_eq!(after("", &["backspace", "left", "delete"]), "|");
    }

    #[test]
    fn a_paste_of_any_size_and_kind_is_harmless() {
        let mut line = Line::default();
        line.insert(&"\u{1b}[31m\nx".repeat(50_000));
        assert!(line.text().chars().count() <= LONGEST);
        assert!(!line.text().contains(|c: char| c.is_control()));
    }
}
