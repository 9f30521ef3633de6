//! Writing a note in a box under the passage.

use super::key::Key;
use crate::memo::About;
use crate::text::{graphemes, normalise, printable};
use crossterm::event::KeyCode;

/// A note in the making.
#[derive(Clone)]
pub struct Memo {
    /// What it is about.
    pub about: About,
    /// What it was before.
    pub was: String,
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
        Self { about, was: was.to_owned(), cursor: text.len(), text }
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
