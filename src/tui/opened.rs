//! Opening a document.

use super::reader::margin::RowPlace;
use super::reader::units::{self, Unit};
use super::state::{Screen, State};
use super::trail::Place;
use super::update::{open_screen, settle};
use crate::id::CodingId;
use crate::project::Project;
use crate::text::Span;

/// Opens a reader that the session has loaded: where it was left, or at a passage.
pub fn show(
    state: &mut State,
    project: &Project,
    mut reader: super::reader::Reader,
    at: Option<(Span, Option<CodingId>)>,
) {
    let elsewhere = |from: &Place| from.0 != reader.document || at.is_some();
    let from = state.place().or(state.came_from.take()).filter(elsewhere);
    state.trail.opened(reader.document, from);
    if state.manner.unit != Unit::Sentence && reader.sheet.turns() > 0 {
        // Taking what holds the first sentence never fails.
        let _ = reader.take(state.manner.unit);
    }
    if let Some((held, top)) = state.places.get(&reader.document).copied() {
        // Another structure may have been given to the document meanwhile.
        let turns = reader.sheet.turns();
        let held = reader.sheet.content().text.to_span(held).filter(|h| !h.is_empty() && top < turns);
        if let Some(held) = held.filter(|h| units::whole(&reader.sheet).contains(*h)) {
            reader.hold(held, Some(Unit::Sentence));
            reader.top = RowPlace { turn: top, row: 0 };
        }
    }
    reader.show(state.shown.clone(), project);
    if let Some((span, focus)) = at {
        reader.hold(span, None);
        reader.focus = focus;
    }
    open_screen(state, Screen::Reader(Box::new(reader)));
    settle(state, project);
}
