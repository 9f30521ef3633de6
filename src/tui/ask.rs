//! One line that is asked for, with rows to choose from: a name for a query, one of the codes here, a file.

use super::key::Key;
use super::line::Line;
use super::lists::first_row;
use super::look::Look;
use super::overlays::draw_line;
use super::paint::{boxed, columns, put, tint};
use super::update::is_escape;
use crate::id::CodingId;
use crate::text::fold;
use crate::tui::action::Act;
use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// A query, of those asked lately and those saved.
    Query,
    /// A name for this query.
    NameFor(String),
    /// On which of these codings an act is to be done.
    Codings(Act, Vec<Vec<CodingId>>),
    /// A name for the point of the history after this step.
    PointName(u64),
    /// A file or folder to bring in.
    Import,
    /// A file to write what is shown to.
    Export,
    /// A project file, made when it is not there.
    Project,
    /// One of the places that a memo speaks of.
    Link,
}

/// The asking.
pub struct Ask {
    /// For what.
    pub wanted: Wanted,
    /// What is typed.
    pub line: Line,
    /// What can be chosen, and what is said of each.
    pub rows: Vec<(String, String)>,
    /// The chosen row among those that fit what is typed; none while what is typed itself is meant.
    pub at: Option<usize>,
    /// What was typed when the rows were listed, where they are files.
    pub listed: Option<String>,
}

/// What came of a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answered {
    /// Goes on.
    More,
    /// Put away.
    Cancelled,
    /// What was typed.
    Typed(String),
    /// A row, counted among all of them.
    Row(usize),
}

impl Ask {
    /// Asks for something to be typed.
    pub fn line(wanted: Wanted) -> Self {
        Self { wanted, line: Line::default(), rows: Vec::new(), at: None, listed: None }
    }

    /// Asks for one of some rows.
    pub fn choose(wanted: Wanted, rows: Vec<(String, String)>) -> Self {
        Self { wanted, line: Line::default(), rows, at: Some(0), listed: None }
    }

    /// Whether something may be typed that is no row.
    fn is_free(&self) -> bool {
        self.is_path() || matches!(self.wanted, Wanted::NameFor(_) | Wanted::PointName(_))
    }

    /// Whether the rows are files.
    pub fn is_path(&self) -> bool {
        matches!(self.wanted, Wanted::Import | Wanted::Export | Wanted::Project)
    }

    /// The rows that fit what is typed, by their places among all of them.
    pub fn fitting(&self) -> Vec<usize> {
        let wanted = fold(self.line.text().trim());
        let fits = |(label, note): &(String, String)| fold(label).contains(&wanted) || fold(note).contains(&wanted);
        let all = self.rows.iter().enumerate();
        all.filter(|(_, row)| self.is_free() || wanted.is_empty() || fits(row)).map(|(n, _)| n).collect()
    }

    /// Takes a key in.
    pub fn key(&mut self, key: Key) -> Answered {
        let fitting = self.fitting();
        let last = fitting.len().saturating_sub(1);
        match key.code {
            _ if is_escape(key) => return Answered::Cancelled,
            KeyCode::Down => self.at = Some(self.at.map_or(0, |n| (n + 1).min(last))),
            KeyCode::Up if self.is_free() => self.at = self.at.and_then(|n| n.checked_sub(1)),
            KeyCode::Up => self.at = self.at.map(|n| n.saturating_sub(1)),
            KeyCode::Tab if self.is_path() => {
                if let Some(row) = fitting.get(self.at.unwrap_or(0)) {
                    self.line = Line::new(&self.rows[*row].0);
                    self.at = None;
                }
            }
            KeyCode::Enter => {
                let row = self.at.and_then(|n| fitting.get(n).copied());
                let typed = self.line.text().trim().to_owned();
                return match row {
                    Some(row) if self.is_path() => Answered::Typed(self.rows[row].0.clone()),
                    Some(row) => Answered::Row(row),
                    None if self.is_free() && !typed.is_empty() => Answered::Typed(typed),
                    None => Answered::More,
                };
            }
            KeyCode::Char(c) if !self.is_free() && self.line.text().is_empty() && c.is_ascii_digit() && c != '0' => {
                let row = c.to_digit(10).map_or(0, |d| d as usize - 1);
                return fitting.get(row).map_or(Answered::More, |row| Answered::Row(*row));
            }
            _ => {
                if self.line.key(key) {
                    self.at = if self.is_free() { None } else { Some(0) };
                }
            }
        }
        Answered::More
    }

    fn title(&self) -> &'static str {
        match &self.wanted {
            Wanted::Query => "Which query?",
            Wanted::NameFor(_) => "Save the query under which name?",
            Wanted::Codings(Act::Remove, _) => "Remove which code?",
            Wanted::Codings(..) => "Which code is telling?",
            Wanted::PointName(_) => "What shall this point be called?",
            Wanted::Import => "Bring in which file or folder? * and ? stand for letters",
            Wanted::Export => "Write what is shown to which file? .csv, .md or .json",
            Wanted::Project => "The project's file? It is made when it is not there",
            Wanted::Link => "Which of these?",
        }
    }

    fn foot(&self, look: Look) -> String {
        let enter = look.glyph("⏎", "Enter");
        match (self.is_path(), self.is_free()) {
            (true, _) => format!("{enter} do it · Tab complete · Esc"),
            (false, true) => format!("{enter} keep · Esc"),
            (false, false) => format!("{enter} or a number chooses · type to narrow · Esc"),
        }
    }

    /// Rows that it wants.
    pub fn height(&self) -> u16 {
        (self.rows.len() as u16 + 3).clamp(4, 12)
    }

    /// Draws it, and gives the cell of the cursor.
    pub fn draw(&self, area: Rect, look: Look, buffer: &mut Buffer) -> Position {
        let inner = boxed(buffer, area, self.title(), &self.foot(look), look);
        put(buffer, inner.x, inner.y, 2, look.glyph("›", ">"), look.heading());
        let line = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), height: 1, ..inner };
        let cursor = draw_line(buffer, line, &self.line, look);
        let rows: Vec<(&str, &str)> =
            self.fitting().into_iter().map(|n| (self.rows[n].0.as_str(), self.rows[n].1.as_str())).collect();
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let first = first_row(self.at.unwrap_or(0), rows.len(), list.height.into());
        let column = note_column(rows.iter().map(|r| r.0), list.width);
        for (n, (label, note)) in rows.iter().enumerate().skip(first).take(list.height.into()) {
            draw_row(
                label,
                note,
                column,
                self.at == Some(n),
                Rect { y: list.y + (n - first) as u16, height: 1, ..list },
                look,
                buffer,
            );
        }
        cursor
    }
}

/// The column at which notes begin: behind the longest label, or in the middle.
fn note_column<'a>(labels: impl Iterator<Item = &'a str>, width: u16) -> u16 {
    let longest = labels.map(columns).max().unwrap_or(0) as u16;
    (longest + 4).min((width / 2).max(8))
}

fn draw_row(label: &str, note: &str, column: u16, chosen: bool, area: Rect, look: Look, buffer: &mut Buffer) {
    let room = if note.is_empty() { area.width.saturating_sub(2) } else { column.saturating_sub(2) };
    put(buffer, area.x + 1, area.y, room, &super::facts::one_line(label), look.text());
    let room = area.width.saturating_sub(column + 1);
    put(buffer, area.x + column, area.y, room, &super::facts::one_line(note), look.quiet());
    if chosen {
        tint(buffer, area.x, area.y, area.width, look.chosen());
    }
}

/// Draws rows to choose from under a line that is being typed, over what stands there.
pub fn suggest_rows(rows: &[(&str, &str)], at: Option<usize>, area: Rect, look: Look, buffer: &mut Buffer) {
    let height = (rows.len() as u16).min(area.height);
    let area = Rect { height, ..area }.intersection(buffer.area);
    if area.width < 8 {
        return;
    }
    ratatui::widgets::Widget::render(ratatui::widgets::Clear, area, buffer);
    let column = note_column(rows.iter().map(|r| r.0), area.width);
    for (n, (label, note)) in rows.iter().enumerate().take(height.into()) {
        draw_row(label, note, column, at == Some(n), Rect { y: area.y + n as u16, height: 1, ..area }, look, buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(ask: &mut Ask, keys: &[&str]) -> Answered {
        keys.iter().map(|k| ask.key(Key::parse(k).unwrap())).last().unwrap()
    }

    #[test]
    fn rows_are_narrowed_and_chosen() {
        let rows = ["trust", "access", "cost"].map(|r| (r.to_owned(), String::new()));
        let mut ask = Ask::choose(Wanted::Query, rows.to_vec());
        assert_eq!(press(&mut ask, &["s", "t", "down", "enter"]), Answered::Row(2));
        assert_eq!(press(&mut Ask::choose(Wanted::Query, rows.to_vec()), &["2"]), Answered::Row(1));
        assert_eq!(press(&mut Ask::choose(Wanted::Query, Vec::new()), &["enter"]), Answered::More);
        assert_eq!(press(&mut ask, &["esc"]), Answered::Cancelled);
    }

    #[test]
    fn a_name_is_typed_and_a_path_completed() {
        let mut ask = Ask::line(Wanted::NameFor(String::new()));
        assert_eq!(press(&mut ask, &["enter"]), Answered::More);
        assert_eq!(press(&mut ask, &["1", "a", "enter"]), Answered::Typed("1a".to_owned()));
        let mut ask = Ask::line(Wanted::Import);
        ask.rows = vec![("talks/".to_owned(), String::new())];
        assert_eq!(press(&mut ask, &["t", "tab", "enter"]), Answered::Typed("talks/".to_owned()));
    }
}
