//! Reading and coding one document.
//!
//! There is no cursor: a passage is always held, and everything is done to it. [`Sheet`] lays the text out, [`Margin`] the codings beside it, [`view`] says
//! which rows are on the screen; [`Reader`] holds the passage and knows how it moves.

pub mod draw;
pub mod find;
mod hold;
pub mod margin;
pub mod motion;
pub mod parts;
pub mod rows;
pub mod sheet;
pub mod shown;
mod stripes;
#[cfg(test)]
pub mod tests;
pub mod units;
pub mod view;
mod walk;

use crate::coding::{Coding, Moment, Passage};
use crate::id::{CoderId, CodingId, DocumentId, MemoId};
use crate::memo::About;
use crate::project::Project;
use crate::text::Span;
use margin::{Margin, RowPlace, Seen, Stripe};
use sheet::Sheet;
use shown::Shown;
use std::rc::Rc;
use units::Unit;

/// One document being read.
pub struct Reader {
    /// Which one.
    pub document: DocumentId,
    /// Its text, laid out.
    pub sheet: Sheet,
    /// Its codings.
    pub margin: Margin,
    /// The passage that is held.
    pub held: Span,
    /// The unit that `j` and `k` move by.
    pub ruler: Unit,
    /// How the passage came to be held, for “again: one more”.
    taken: Option<Unit>,
    /// The end that moves when the passage is extended: the last one, or the first.
    forward: bool,
    /// Whether it was extended: then the moving end is what the screen follows.
    extended: bool,
    /// What was held before each growth, so that shrinking goes the same way back.
    grown: Vec<Span>,
    /// What was held when the passage was held on to: motions then extend it.
    pub anchor: Option<Span>,
    /// The coding that acts are about when several overlap here.
    pub focus: Option<CodingId>,
    /// The coding whose ends are being moved.
    pub moving: Option<CodingId>,
    /// Passages marked besides the one held.
    pub marks: Vec<Span>,
    /// Words last looked for.
    pub needle: String,
    /// First row on the screen.
    pub top: RowPlace,
    /// Which codings are shown, and how.
    pub shown: Shown,
    /// The memos about passages of the document, in reading order.
    pub memos: Vec<(Span, MemoId)>,
    /// When the codings were last looked at, and whose they had to be then.
    looked: (Moment, Whose),
}

impl Reader {
    /// Opens a document at its first sentence.
    pub fn new(document: DocumentId, sheet: Sheet, project: &Project) -> Self {
        let mut reader = Self {
            document,
            sheet,
            margin: Margin::default(),
            held: Span::default(),
            ruler: Unit::Sentence,
            taken: Some(Unit::Sentence),
            forward: true,
            extended: false,
            grown: Vec::new(),
            anchor: None,
            shown: Shown::default(),
            focus: None,
            moving: None,
            marks: Vec::new(),
            needle: String::new(),
            top: RowPlace::default(),
            memos: memos(document, project),
            looked: (project.codings.now(), Whose::default()),
        };
        reader.recode(project);
        let first = (0..reader.sheet.turns()).find(|t| !reader.sheet.is_heading(*t)).unwrap_or(0);
        if reader.sheet.turns() > 0 {
            reader.held = units::unit_at(&reader.sheet, Unit::Sentence, reader.sheet.turn(first).start);
        }
        reader
    }

    /// Shows other codings, or shows them otherwise.
    pub fn show(&mut self, shown: Shown, project: &Project) {
        let same = self.shown.who == shown.who;
        self.shown = shown;
        if same {
            return self.follow(project);
        }
        self.recode(project);
        let seen = |id: &CodingId| self.margin.stripes().any(|s| s.id == *id);
        self.focus = self.focus.filter(seen);
    }

    /// Takes in all codings anew.
    pub fn recode(&mut self, project: &Project) {
        let whose = self.whose(project);
        let codings = project.codings.of(self.document);
        self.margin = Margin::new(&self.sheet, codings, |coding| whose.sees(&self.shown, coding));
        self.settle(project, whose);
    }

    /// Takes in codings that were made or removed since the last time, which costs no more in a long document than in a short one.
    pub fn follow(&mut self, project: &Project) {
        let whose = self.whose(project);
        let places = project.codings.since(&self.looked.0, self.document).filter(|_| self.looked.1 == whose);
        let Some(mut places) = places else { return self.recode(project) };
        places.sort_unstable();
        places.dedup();
        let mut ids: Vec<CodingId> = places.iter().map(|(_, id)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        let now = ids.iter().filter_map(|id| project.codings.get(*id)).filter(|c| c.document == self.document);
        self.margin.alter(&self.sheet, &places, now, |coding| whose.sees(&self.shown, coding));
        self.settle(project, whose);
    }

    fn whose(&self, project: &Project) -> Whose {
        let hidden = project.hidden_from(&self.shown.me).remove(&self.document).unwrap_or_default();
        Whose { only: self.shown.coder(project), hidden }
    }

    fn settle(&mut self, project: &Project, whose: Whose) {
        self.looked = (project.codings.now(), whose);
        self.memos = memos(self.document, project);
        let known = |id: &CodingId| project.codings.get(*id).is_some();
        self.focus = self.focus.filter(known);
        self.moving = self.moving.filter(known);
    }

    /// The passages that acts are about: the marked ones, or else the one held.
    pub fn passages(&self) -> Vec<Passage> {
        let spans = if self.marks.is_empty() { std::slice::from_ref(&self.held) } else { &self.marks[..] };
        spans.iter().filter(|s| !s.is_empty()).map(|span| Passage { document: self.document, span: *span }).collect()
    }

    /// The codings on the passage that is held, the longest first where they begin together.
    pub fn here(&self) -> Rc<[Stripe]> {
        self.margin.on(self.held).0
    }

    /// How many codings are on the passage in all.
    pub fn count_here(&self) -> usize {
        let (told, more) = self.margin.on(self.held);
        told.len() + more
    }

    /// The byte that the screen follows.
    pub fn lead(&self) -> u32 {
        if self.extended && self.forward {
            self.held.end.saturating_sub(1).max(self.held.start)
        } else {
            self.held.start
        }
    }

    /// Scrolls so that the passage is on a screen of this height.
    pub fn reveal(&mut self, height: usize) {
        self.top = view::reveal(&self.sheet, self.top, self.held, self.lead(), height);
    }

    /// Scrolls so that the passage is on the screen, keeping the same words at the top after the text was set for another width.
    pub fn set_measure(&mut self, measure: u16, height: usize) {
        if self.sheet.measure() != measure && self.sheet.turns() > 0 {
            let rows = self.sheet.rows(self.top.turn);
            let anchor = rows.rows.get(self.top.row).map_or(self.sheet.turn(self.top.turn).end, |r| r.start);
            self.sheet.set_measure(measure);
            self.top = view::locate(&self.sheet, anchor);
        }
        self.reveal(height);
    }

    /// Where the passage is, as people write it: `13`, `13:2-4`.
    pub fn place(&self) -> String {
        self.place_of(self.held)
    }

    /// Where a passage is: the sentences it touches, or the turns.
    pub fn place_of(&self, passage: Span) -> String {
        if self.sheet.turns() == 0 {
            return String::new();
        }
        let (first, last) = (self.sheet.turn_at(passage.start), self.sheet.turn_at(passage.end.saturating_sub(1)));
        if first != last {
            return format!("{}-{}", first + 1, last + 1);
        }
        let cut = self.sheet.sentences(first);
        let from = cut.partition_point(|s| s.end <= passage.start) + 1;
        let to = cut.partition_point(|s| s.start < passage.end).max(from);
        match (passage == self.sheet.turn(first), from == to) {
            (true, _) => format!("{}", first + 1),
            (false, true) => format!("{}:{from}", first + 1),
            (false, false) => format!("{}:{from}-{to}", first + 1),
        }
    }
}

/// Whose codings are looked at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Whose {
    /// One coder's alone; `Some(None)` when that is somebody without any.
    only: Option<Option<CoderId>>,
    /// Those of nobody of these: coding is blind.
    hidden: Vec<CoderId>,
}

impl Whose {
    fn sees(&self, shown: &Shown, coding: &Coding) -> Seen {
        if self.hidden.contains(&coding.coder) { Seen::Hidden } else { shown.sees(coding, self.only) }
    }
}

/// The memos about passages of a document, in reading order.
fn memos(document: DocumentId, project: &Project) -> Vec<(Span, MemoId)> {
    let about = |memo: &crate::memo::Memo| match memo.about {
        About::Passage(passage) if passage.document == document => Some((passage.span, memo.id)),
        _ => None,
    };
    let mut found: Vec<(Span, MemoId)> = project.memos.values().filter_map(about).collect();
    found.sort_unstable();
    found
}
