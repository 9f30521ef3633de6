//! A text and its structure put together from pieces whose speakers are already known: cues of subtitles, rows of a table.

use super::questions;
use super::turns::Extra;
use crate::document::{Speaker, Structure, Turn, TurnKind};
use crate::text::{Span, fold, normalise, normalise_line};
use std::collections::HashMap;

/// One stretch of one speaker, not yet normalised.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Piece {
    /// Who speaks.
    pub speaker: Option<String>,
    /// The speaker's role.
    pub role: Option<String>,
    /// Milliseconds from the beginning.
    pub time_ms: Option<u64>,
    /// The words; line ends are kept.
    pub words: String,
}

/// Collects pieces and writes them as paragraphs `Name: words`.
#[derive(Debug, Default)]
pub struct Assembly {
    text: String,
    turns: Vec<Turn>,
    speakers: Vec<Speaker>,
    index: HashMap<String, u16>,
    harmless: usize,
}

impl Assembly {
    /// Adds one piece as one turn. A piece without words adds nothing.
    pub fn push(&mut self, piece: &Piece) {
        let (words, harmless) = normalise(&piece.words);
        self.harmless += harmless;
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        let speaker = piece.speaker.as_deref().map(normalise_line).filter(|name| !name.is_empty());
        let number = speaker.as_ref().and_then(|name| self.speaker(name, piece.role.as_deref()));
        let mut label = Span::new(start, start);
        if let (Some(name), Some(_)) = (&speaker, number) {
            self.text.push_str(name);
            self.text.push(':');
            label = Span::new(start, self.text.len());
            self.text.push(' ');
        }
        let span = Span::new(self.text.len(), self.text.len() + words.len());
        self.text.push_str(words);
        if label.is_empty() {
            label = Span { start: span.start, end: span.start };
        }
        let kind = if number.is_some() { TurnKind::Speech } else { TurnKind::Paragraph };
        self.turns.push(Turn { span, label, speaker: number, time_ms: piece.time_ms, kind });
    }

    /// The number of a speaker; `None` beyond the 65,535th.
    fn speaker(&mut self, name: &str, role: Option<&str>) -> Option<u16> {
        let key = fold(name);
        if let Some(number) = self.index.get(&key) {
            return Some(*number);
        }
        let number = u16::try_from(self.speakers.len()).ok()?;
        let role = role.map(normalise_line).filter(|r| !r.is_empty());
        self.speakers.push(Speaker { name: name.to_owned(), role, interviewer: false });
        self.index.insert(key, number);
        Some(number)
    }

    /// The text, its structure, and how many control characters were made harmless. `style` says how the speakers were known.
    pub fn finish(mut self, style: &str) -> (String, Structure, usize) {
        questions::mark_interviewers(&self.text, &self.turns, &mut self.speakers);
        let extra = vec![Extra::default(); self.turns.len()];
        // Without speakers the pieces are cuts in a stream, not paragraphs that somebody wrote: a question mark at an end says nothing.
        let questions = match self.speakers.len() {
            0 => Vec::new(),
            _ => questions::find(&self.text, &self.turns, &extra, &self.speakers).0,
        };
        let style = if self.speakers.is_empty() { "no speakers".to_owned() } else { style.to_owned() };
        (self.text, Structure { style, speakers: self.speakers, turns: self.turns, questions }, self.harmless)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn pieces_become_paragraphs_with_labels() {
        let mut assembly = Assembly::default();
        let piece = |speaker: Option<&str>, words: &str| Piece {
            speaker: speaker.map(str::to_owned),
            words: words.to_owned(),
            ..Piece::default()
        };
        assembly.push(&piece(Some("Interviewer"), "Why?"));
        assembly.push(&piece(None, " \n"));
        assembly.push(&piece(Some("Åsa"), "Because\u{7}\nof cost."));
        let (text, structure, harmless) = assembly.finish("voices of the cues");
        assert_eq!(text, "Interviewer: Why?\n\nÅsa: Because\u{FFFD}\nof cost.");
        assert_eq!((structure.turns.len(), structure.questions.len(), harmless), (2, 1, 1));
        assert!(structure.speakers[0].interviewer && !structure.speakers[1].interviewer);
        assert_eq!(structure.fault(&Text::new(text)), None);
    }
}
