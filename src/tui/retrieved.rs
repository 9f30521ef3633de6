//! The passages of the code in hand, beside the text: the company pane shows them, Tab visits them, Enter reads one in its place.

use super::company::{Listed, Target};
use super::facts::one_line;
use super::grid::lattice::put_words;
use super::paint::{columns, put};
use super::reader::Reader;
use super::state::State;
use super::update::Effect;
use crate::coding::Coding;
use crate::id::{CodeId, DocumentId};
use crate::project::Project;
use crate::text::Span;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::rc::Rc;

/// Where a passage of a code is: its document, and the number of its coding in that document's list.
pub type Place = (DocumentId, u32);

/// The passages of the code in hand, and of those under it, document by document; each once, whoever coded it.
pub fn passages(state: &State, project: &Project) -> Option<(CodeId, Rc<[Place]>)> {
    let code = state.code_in_hand(project)?;
    Some((code, state.facts.passages_of(project, code)))
}

fn coding(project: &Project, (document, n): Place) -> Option<&Coding> {
    project.codings.of(document).get(n as usize)
}

/// The row of the passage that is held, or of the first one of this document.
pub fn row_here(project: &Project, reader: &Reader, all: &[Place]) -> usize {
    let here = |place: &Place| place.0 == reader.document;
    let first = all.iter().position(here).unwrap_or(0);
    let held = |place: &&Place| coding(project, **place).is_some_and(|c| c.span.end > reader.held.start);
    let found = all[first..].iter().take_while(|p| here(p)).position(|p| held(&p));
    first + found.unwrap_or(0)
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
pub fn draw(state: &State, project: &Project, reader: &Reader, all: &[Place], listed: &Listed, buffer: &mut Buffer) {
    let (look, area) = (state.look, listed.area);
    let wide = area.width / 3;
    for (n, y) in listed.rows() {
        let Some(coding) = coding(project, all[n]) else { continue };
        let here = coding.document == reader.document && coding.span == reader.held;
        put(buffer, area.x, y, 1, if here { look.glyph("▸", ">") } else { " " }, look.text());
        let name = state.facts.document(coding.document).name;
        put(buffer, area.x + 2, y, wide.min(columns(&name) as u16), &name, look.quiet());
        // More of the words than there is room for need not be cleaned.
        let few: String = coding.quote.chars().take(usize::from(area.width) * 2).collect();
        let words = Rect { x: area.x + 3 + wide, y, width: area.width.saturating_sub(3 + wide), height: 1 };
        put_words(buffer, words, &one_line(&few), if here { look.heading() } else { look.text() }, look, false);
    }
}

/// The heading over the list.
pub fn heading(state: &State, code: CodeId, count: usize) -> String {
    format!("PASSAGES  {} · {count}", state.facts.code(code).name)
}
