//! A concordance: every place that was found in a line of its own, what was found in one column, with the words before and after it.

use super::rows::draw_words;
use super::shown::Shown;
use super::{Find, Grouping};
use crate::coding::Passage;
use crate::document::Content;
use crate::query::{KwicLine, KwicSort};
use crate::text::Span;
use crate::tui::look::Look;
use crate::tui::paint::columns;
use crate::tui::reader::rows::Rows;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Results whose places are lined up; those after them are left out, and it is said.
pub(super) const MOST: usize = 20_000;
/// Columns at each side that an order looks at, and that a line keeps: more than any screen has.
pub(super) const SIDE: usize = 160;
/// What was found takes at most so many columns.
const FOUND: usize = 40;

/// What the columns of a concordance that is written to a file are called; as `find --kwic` calls them.
pub const HEADINGS: &[&str] = &["document", "turn", "speaker", "start", "end", "before", "match", "after"];

/// The order after another: in reading order, by the words before, by those after, and then no concordance.
pub(super) fn next(sort: Option<KwicSort>) -> Option<KwicSort> {
    match sort {
        None => Some(KwicSort::Place),
        Some(KwicSort::Place) => Some(KwicSort::Left),
        Some(KwicSort::Left) => Some(KwicSort::Right),
        Some(KwicSort::Right) => None,
    }
}

pub(super) fn word(sort: Option<KwicSort>) -> &'static str {
    match sort {
        None => "as a list",
        Some(KwicSort::Place) => "lined up, as the results come",
        Some(KwicSort::Left) => "lined up, by the words on the left",
        Some(KwicSort::Right) => "lined up, by the words on the right",
    }
}

impl Find {
    /// By what results stand together: a concordance has an order of its own.
    pub(super) fn grouping(&self) -> Grouping {
        if self.lined.is_some() { Grouping::None } else { self.by }
    }

    /// The place that a row of a concordance shows, or the passage of another row.
    pub(super) fn place_of(&self, hit: u32) -> Passage {
        let hit = &self.found.hits[hit as usize];
        match (self.lined, hit.matches.first()) {
            (Some(_), Some(span)) => Passage { document: hit.passage.document, span: *span },
            _ => hit.passage,
        }
    }

    /// Goes on to the next order; what was found is asked again.
    pub(super) fn line_up(&mut self) {
        self.lined = next(self.lined);
        self.answered.clear();
        self.facets.clear();
        self.asked = super::Asked::Pending;
    }
}

/// A line of a concordance for a file; start and end in code points.
pub fn line_of_file(passage: Passage, document: &str, content: &Content) -> Vec<String> {
    let line = KwicLine::of(passage, content, 60);
    let points = content.text.to_points(passage.span);
    let speaker = line.turn.and_then(|turn| content.structure.speaker_of(turn as usize));
    vec![
        document.to_owned(),
        line.turn.map_or_else(String::new, |turn| (turn + 1).to_string()),
        speaker.unwrap_or_default().to_owned(),
        points.start.to_string(),
        points.end.to_string(),
        line.before,
        line.found,
        line.after,
    ]
}

/// Draws a line: what was found begins in the same column on every row.
pub(super) fn draw(line: &KwicLine, area: Rect, look: Look, buffer: &mut Buffer) {
    let width = usize::from(area.width);
    let left = width.saturating_sub(10) / 2;
    let most = FOUND.min(width - left);
    let wide = columns(&line.within([0, most, 0]).found);
    let line = line.within([left, most, width.saturating_sub(left + wide)]);
    let (before, after) = if line.right_to_left { (line.after, line.before) } else { (line.before, line.after) };
    let mut put = |text: &str, found: bool, x: usize| {
        let room = area.width.saturating_sub(x as u16);
        let width = u16::try_from(columns(text)).unwrap_or(u16::MAX).min(room);
        piece(text, found, Rect { x: area.x + x as u16, width, ..area }, look, buffer);
    };
    // A space at an end is not drawn, and keeps its column all the same.
    let shift = if line.right_to_left { columns(&before) - columns(before.trim_start()) } else { 0 };
    put(before.trim(), false, left.saturating_sub(columns(&before)) + shift);
    put(&line.found, true, left);
    put(after.trim(), false, left + wide + columns(&after) - columns(after.trim_start()));
}

fn piece(text: &str, found: bool, area: Rect, look: Look, buffer: &mut Buffer) {
    let whole = Span::new(0, text.len());
    let matches = if found { vec![whole] } else { Vec::new() };
    let shown = Shown { text: text.to_owned(), passage: whole, matches, ..Shown::default() };
    let laid = Rows::lay_out(text, whole, area.width.max(1));
    draw_words(&shown, &laid, 0, area, look, buffer);
}
