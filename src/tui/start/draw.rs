//! Drawing the start.

use super::Start;
use crate::tui::facts::one_line;
use crate::tui::look::Look;
use crate::tui::paint::{put, tint};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

impl Start {
    /// Draws it, and gives the cell of what takes the keys.
    pub(super) fn draw(&self, look: Look, buffer: &mut Buffer) -> Option<Position> {
        let area = buffer.area;
        let room = area.width.saturating_sub(4);
        let mut y = 1;
        let mut cursor = None;
        let mut line = |text: &str, style| {
            put(buffer, 2, y, room, text, style);
            y += 1;
            y - 1
        };
        line("Casebook", look.heading());
        line("", look.text());
        if !self.recent.is_empty() {
            line("RECENT PROJECTS", look.quiet());
            for (n, path) in self.recent.iter().take(usize::from(area.height / 2)).enumerate() {
                let row = line(&format!("  {}", one_line(&path.to_string_lossy())), look.text());
                if n == self.at {
                    cursor = Some(Position::new(2, row));
                }
            }
            line("", look.text());
        }
        line("TO BEGIN", look.quiet());
        line("  i   bring transcripts in: a project is made for them", look.text());
        line("  s   look at the sample study: a coded study, all of it invented", look.text());
        line("  ?   the keys", look.text());
        if !self.recent.is_empty() {
            line("  n   make an empty project", look.text());
        }
        line("", look.text());
        let keys = if self.recent.is_empty() { "q quits" } else { "Enter opens · j k choose · q quits" };
        line(keys, look.quiet());
        if self.keys {
            line("", look.text());
            line(
                "In a project: arrows or j k move, Enter goes in or chooses a code, q goes back, u undoes.",
                look.text(),
            );
            line("? shows all keys of a screen, : finds everything by name, F searches everywhere.", look.text());
            line("Everything is saved as it is done.", look.text());
        }
        if let Some(cell) = cursor {
            tint(buffer, 2, cell.y, room, look.chosen());
        }
        let Some(ask) = &self.ask else { return cursor };
        let height = ask.height().max(8).min(area.height);
        let place = Rect { y: area.bottom() - height, height, ..area };
        Some(ask.draw(place, look, buffer))
    }
}
