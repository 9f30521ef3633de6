//! The list of documents: whose each is, how long, who speaks, in which language, and how far its coding has come.

use super::look::Look;
use super::paint::{put, put_right};
use super::state::State;
use crate::id::DocumentId;
use crate::project::Project;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Which columns there is room for.
pub struct Documents {
    name: u16,
    case: u16,
    /// Figures after them, each with its width.
    figures: &'static [(&'static str, u16)],
}

impl Documents {
    /// The columns for a width.
    pub fn for_width(width: u16) -> Self {
        let figures: &'static [(&'static str, u16)] = match width {
            0..=39 => &[("coded", 7)],
            40..=69 => &[("words", 8), ("coded", 7)],
            70..=99 => &[("lang", 6), ("turns", 7), ("words", 9), ("codings", 9), ("coded", 7)],
            100..=149 => &[("lang", 6), ("speakers", 10), ("turns", 7), ("words", 9), ("codings", 9), ("coded", 14)],
            _ => &[("lang", 6), ("speakers", 30), ("turns", 8), ("words", 9), ("codings", 9), ("coded", 14)],
        };
        let taken: u16 = figures.iter().map(|f| f.1).sum();
        let left = width.saturating_sub(taken + 3);
        let case = if width >= 60 { left * 2 / 5 } else { 0 };
        Self { name: (left - case).min(60), case: case.min(50), figures }
    }

    /// Writes the headings.
    pub fn head(&self, buffer: &mut Buffer, area: Rect, look: Look) {
        put(buffer, area.x + 1, area.y, self.name, "DOCUMENT", look.quiet());
        put(buffer, area.x + 2 + self.name, area.y, self.case, "CASE", look.quiet());
        let mut x = area.x + 3 + self.name + self.case;
        for (title, wide) in self.figures {
            x += wide;
            put_right(buffer, x.min(area.right()), area.y, *wide, &title.to_uppercase(), look.quiet());
        }
    }

    /// Writes the row of a document.
    pub fn row(&self, buffer: &mut Buffer, area: Rect, state: &State, project: &Project, id: DocumentId) {
        let look = state.look;
        let known = state.facts.document(id);
        let Some(document) = project.documents.get(&id) else { return };
        put(buffer, area.x + 1, area.y, self.name, &known.name, look.text());
        put(buffer, area.x + 2 + self.name, area.y, self.case, &known.cases, look.quiet());
        let mut x = area.x + 3 + self.name + self.case;
        for (title, wide) in self.figures {
            x += wide;
            let figure = match *title {
                "lang" => document.language.clone(),
                "speakers" if *wide >= 20 => super::facts::one_line(&document.speakers.join(", ")),
                "speakers" => document.speakers.len().to_string(),
                "turns" => document.turns.to_string(),
                "words" => document.words.to_string(),
                "codings" => known.codings.to_string(),
                _ if *wide >= 14 => format!("{} {:>3}%", bar(known.coded, look), known.coded),
                _ => format!("{}%", known.coded),
            };
            put_right(buffer, x.min(area.right()), area.y, wide - 1, &figure, look.text());
        }
    }
}

/// How much is done, as five signs: thin ones, so that the bars of rows do not grow together.
fn bar(per_cent: u8, look: Look) -> String {
    let full = usize::from(per_cent.min(100)).div_ceil(20);
    format!("{}{}", look.glyph("━", "#").repeat(full), look.glyph("─", ".").repeat(5 - full))
}
