//! The passages of the code in hand, beside the text: the company pane shows them, Tab visits them, Enter reads one in its place.

use super::company::{Listed, Target};
use super::facts::one_line;
use super::grid::lattice::put_line;
use super::paint::{columns, put};
use super::reader::Reader;
use super::state::State;
use super::update::Effect;
use crate::coding::Coding;
use crate::id::{CodeId, DocumentId, IdMap};
use crate::project::Project;
use crate::text::Span;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::ops::Range;
use std::rc::Rc;

/// Where a passage of a code is: its document, and the number of its coding in that document's list.
pub type Place = (DocumentId, u32);

/// The passages of a code and of those under it.
#[derive(Default)]
pub struct Places {
    /// Document by document, in each in reading order; each once, whoever coded it.
    pub all: Vec<Place>,
    /// Which of them are in a document.
    pub of: IdMap<DocumentId, Range<usize>>,
}

/// The passages of the code in hand.
pub fn passages(state: &State, project: &Project) -> Option<(CodeId, Rc<Places>)> {
    let code = state.code_in_hand(project)?;
    Some((code, state.facts.passages_of(project, code)))
}

fn coding(project: &Project, (document, n): Place) -> Option<&Coding> {
    project.codings.of(document).get(n as usize)
}

/// The row of the passage that is held, or of the next one of this document.
pub fn row_here(project: &Project, reader: &Reader, places: &Places) -> usize {
    let Some(here) = places.of.get(&reader.document) else { return 0 };
    let codings = project.codings.of(reader.document);
    let before = |place: &Place| codings.get(place.1 as usize).is_some_and(|c| c.span.start < reader.held.start);
    let at = here.start + places.all[here.clone()].partition_point(before);
    at.min(here.end.saturating_sub(1))
}

/// What stands in a row, for the mouse and for Enter.
pub fn target(project: &Project, place: Place) -> Option<Target> {
    coding(project, place).map(|c| Target::Passage(c.document, c.span))
}

/// Goes to a passage in its place.
pub fn read(state: &mut State, project: &Project, document: DocumentId, span: Span) -> Vec<Effect> {
    let code = state.code_in_hand(project);
    let on = project.codings.on(crate::coding::Passage { document, span });
    let focus = on.filter(|c| c.span == span && !state.facts.hides(c)).find(|c| Some(c.code) == code).map(|c| c.id);
    match state.reader_mut().filter(|r| r.document == document) {
        Some(reader) => {
            reader.go_to(span, None);
            reader.focus = focus;
            super::update::settle(state, project);
            Vec::new()
        }
        None => vec![Effect::Open(document, Some((span, focus)))],
    }
}

/// A row in words.
pub fn words(state: &State, project: &Project, place: Place) -> String {
    let quote = coding(project, place).map(|c| one_line(&c.quote)).unwrap_or_default();
    format!("{}: {quote}", state.facts.document(place.0).name)
}

/// Draws the list.
pub fn draw(state: &State, project: &Project, reader: &Reader, places: &Places, listed: &Listed, buffer: &mut Buffer) {
    let (look, area) = (state.look, listed.area);
    let wide = area.width / 3;
    for (n, y) in listed.rows() {
        let Some(coding) = coding(project, places.all[n]) else { continue };
        let here = coding.document == reader.document && coding.span == reader.held;
        put(buffer, area.x, y, 1, if here { look.glyph("▸", ">") } else { " " }, look.text());
        let name = state.facts.document(coding.document).name;
        put(buffer, area.x + 2, y, wide.min(columns(&name) as u16), &name, look.quiet());
        // More of the words than there is room for need not be cleaned.
        let few: String = coding.quote.chars().take(usize::from(area.width) * 2).collect();
        let words = Rect { x: area.x + 3 + wide, y, width: area.width.saturating_sub(3 + wide), height: 1 };
        put_line(buffer, words, &one_line(&few), if here { look.heading() } else { look.text() }, look);
    }
}

/// The heading over the list.
pub fn heading(state: &State, code: CodeId, count: usize) -> String {
    format!("PASSAGES  {} · {count}", state.facts.code(code).name)
}
