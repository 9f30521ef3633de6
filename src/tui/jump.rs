//! Jumping: letters are laid over the beginning of every sentence on the screen, and typing them holds it. The text does not move.

use super::key::Key;
use super::paint::put;
use super::reader::draw::Scene;
use super::reader::units::Unit;
use super::state::State;
use crate::project::Project;
use crate::text::Span;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Modifier;

/// Letters in the order in which fingers find them.
const LETTERS: &[u8] = b"asdfjklghqwertyuiopzxcvbnm";

/// The sentences on the screen with their labels: one letter each where that is enough, else two.
fn labels(scene: &Scene) -> Vec<(String, Span, Position)> {
    let sentences = scene.sentences();
    let two = sentences.len() > LETTERS.len();
    let label = |n: usize| {
        let letter = |i: usize| char::from(LETTERS[i % LETTERS.len()]);
        if two { [letter(n / LETTERS.len()), letter(n)].iter().collect() } else { letter(n).to_string() }
    };
    sentences.into_iter().enumerate().map(|(n, (span, cell))| (label(n), span, cell)).collect()
}

/// Lays the labels over the text; those that what is typed rules out are left away.
pub fn draw(state: &State, project: &Project, typed: &str, buffer: &mut Buffer) {
    let Some(reader) = state.reader() else { return };
    let scene = super::draw::scene(state, project, reader);
    let style = state.look.warn().add_modifier(Modifier::REVERSED | Modifier::BOLD);
    for (label, _, cell) in labels(&scene).iter().filter(|(l, ..)| l.starts_with(typed)) {
        let room = scene.columns.text.right().saturating_sub(cell.x);
        put(buffer, cell.x, cell.y, room.min(2), &label.to_uppercase(), style);
    }
}

/// A key while the labels are shown: any that fits no label puts them away.
pub fn key(state: &mut State, project: &Project, key: Key) {
    let Some(super::state::Overlay::Jump(typed)) = state.overlay.take() else { return };
    let Some(c) = key.typed() else { return };
    let typed = format!("{typed}{}", c.to_lowercase());
    let Some(reader) = state.reader() else { return };
    let fits: Vec<(String, Span, Position)> = labels(&super::draw::scene(state, project, reader))
        .into_iter()
        .filter(|(label, ..)| label.starts_with(&typed))
        .collect();
    match &fits[..] {
        [(label, span, _)] if *label == typed => {
            let span = *span;
            if let Some(reader) = state.reader_mut() {
                reader.go_to(span, Some(Unit::Sentence));
            }
        }
        [] => {}
        _ => state.overlay = Some(super::state::Overlay::Jump(typed)),
    }
}
