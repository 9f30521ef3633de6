use super::rows::Rows;
use crate::document::{Content, TurnKind};
use crate::text::{Span, graphemes, sentences, words};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// A document as the screen needs it: its turns cut into sentences and rows, each when it is first wanted, so that no frame costs more than what is on it.
pub struct Sheet {
    content: Arc<Content>,
    measure: Cell<u16>,
    rows: RefCell<HashMap<usize, Rc<Rows>>>,
    sentences: RefCell<HashMap<usize, Rc<[Span]>>>,
    /// What stands for each speaker in the gutter.
    initials: Vec<String>,
    /// True when a turn has a time stamp.
    timed: bool,
    /// Turns with which sections begin: headings that do not follow a heading.
    sections: Vec<usize>,
    /// True when most of the text runs from right to left.
    from_right: bool,
}

impl Sheet {
    /// Over a document's content.
    pub fn new(content: Arc<Content>) -> Self {
        let names: Vec<&str> = content.structure.speakers.iter().map(|s| s.name.as_str()).collect();
        let initials = initials(&names);
        let turns = &content.structure.turns;
        let timed = turns.iter().any(|t| t.time_ms.is_some());
        let heading = |n: usize| turns[n].kind == TurnKind::Heading;
        let sections = (0..turns.len()).filter(|n| heading(*n) && (*n == 0 || !heading(*n - 1))).collect();
        // The first turns tell: a document is written in one direction, and quotes the other one.
        let text = content.text.as_str();
        let runs: Vec<bool> = turns.iter().take(60).filter_map(|t| super::rows::direction(t.span.of(text))).collect();
        let from_right = runs.iter().filter(|r| **r).count() * 2 > runs.len();
        Self {
            content,
            measure: Cell::new(60),
            rows: RefCell::default(),
            sentences: RefCell::default(),
            initials,
            timed,
            sections,
            from_right,
        }
    }

    /// The turns with which sections begin, in order; none in a document without headings.
    pub fn sections(&self) -> &[usize] {
        &self.sections
    }

    /// Whether the document as a whole runs from right to left, so that the reader is mirrored.
    pub fn runs_from_right(&self) -> bool {
        self.from_right
    }

    /// The document's text and structure.
    pub fn content(&self) -> &Arc<Content> {
        &self.content
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        self.content.text.as_str()
    }

    /// How many turns there are.
    pub fn turns(&self) -> usize {
        self.content.structure.turns.len()
    }

    /// Whether any turn has a time stamp.
    pub fn timed(&self) -> bool {
        self.timed
    }

    /// One or two letters for the speaker of a turn; empty when nobody is named.
    pub fn initial(&self, turn: usize) -> &str {
        let speaker = self.content.structure.turns.get(turn).and_then(|t| t.speaker);
        speaker.and_then(|s| self.initials.get(usize::from(s))).map_or("", String::as_str)
    }

    /// The words of a turn.
    pub fn turn(&self, turn: usize) -> Span {
        self.content.structure.turns.get(turn).map_or(Span::default(), |t| t.span)
    }

    /// Whether a turn is a heading.
    pub fn is_heading(&self, turn: usize) -> bool {
        self.content.structure.turns.get(turn).is_some_and(|t| t.kind == TurnKind::Heading)
    }

    /// Whether somebody who asks the questions speaks in a turn.
    pub fn is_asking(&self, turn: usize) -> bool {
        let structure = &self.content.structure;
        let speaker = structure.turns.get(turn).and_then(|t| t.speaker);
        speaker.and_then(|s| structure.speakers.get(usize::from(s))).is_some_and(|s| s.interviewer)
    }

    /// The turn in which a byte lies, or the nearest one.
    pub fn turn_at(&self, byte: u32) -> usize {
        self.content.structure.turn_at(byte).unwrap_or(0)
    }

    /// How wide the text is set, in columns.
    pub fn measure(&self) -> u16 {
        self.measure.get()
    }

    /// Sets the text anew for another width.
    pub fn set_measure(&self, measure: u16) {
        if self.measure.replace(measure) != measure {
            self.rows.borrow_mut().clear();
        }
    }

    /// A turn as rows.
    pub fn rows(&self, turn: usize) -> Rc<Rows> {
        if let Some(rows) = self.rows.borrow().get(&turn) {
            return rows.clone();
        }
        let rows = Rc::new(Rows::lay_out(self.text(), self.turn(turn), self.measure.get()));
        self.rows.borrow_mut().insert(turn, rows.clone());
        rows
    }

    /// How many turns have been laid out for this width.
    #[cfg(test)]
    pub fn laid_out(&self) -> usize {
        self.rows.borrow().len()
    }

    /// The sentences of a turn, in bytes of the document.
    pub fn sentences(&self, turn: usize) -> Rc<[Span]> {
        if let Some(cut) = self.sentences.borrow().get(&turn) {
            return cut.clone();
        }
        let whole = self.turn(turn);
        let cut: Rc<[Span]> = sentences(whole.of(self.text())).into_iter().map(|s| shift(s, whole.start)).collect();
        self.sentences.borrow_mut().insert(turn, cut.clone());
        cut
    }

    /// The words inside a stretch, in bytes of the document.
    pub fn words(&self, span: Span) -> Vec<Span> {
        let found = words(span.of(self.text())).into_iter().map(|w| shift(w, span.start).trimmed(self.text()));
        found.filter(|w| !w.is_empty()).collect()
    }
}

fn shift(span: Span, by: u32) -> Span {
    Span { start: span.start + by, end: span.end + by }
}

/// The first letter of each name, or two where two names begin alike.
fn initials(names: &[&str]) -> Vec<String> {
    let of = |name: &str, n: usize| -> String {
        let clean = crate::text::printable(name).to_uppercase();
        let letters: Vec<&str> = graphemes(&clean).map(|(_, g)| g).filter(|g| !g.trim().is_empty()).collect();
        let initials: Vec<&str> =
            clean.split_whitespace().filter_map(|w| graphemes(w).next().map(|(_, g)| g)).collect();
        if n > 1 && initials.len() > 1 {
            initials[..n.min(initials.len())].concat()
        } else {
            letters[..n.min(letters.len())].concat()
        }
    };
    let short: Vec<String> = names.iter().map(|n| of(n, 1)).collect();
    let shared = |s: &String| short.iter().filter(|o| *o == s).count() > 1;
    names.iter().zip(&short).map(|(name, s)| if shared(s) { of(name, 2) } else { s.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_who_begin_alike_get_two_letters() {
        assert_eq!(initials(&["Interviewer", "Marta Ek", "Mikko", "山田"]), ["I", "ME", "MI", "山"]);
        assert_eq!(initials(&[""]), [""]);
    }
}
