//! What is shown when there is no project to open: the recent ones, and what to type.

use super::facts::one_line;
use super::key::Key;
use super::listen::{Message, listen};
use super::look::Look;
use super::paint::{put, tint};
use super::settings::Setup;
use super::terminal::Screen;
use super::update::Event;
use crate::fault::Outcome;
use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use std::path::PathBuf;
use std::sync::mpsc::channel;

/// Shows the projects that were open lately, and what to type to begin one; gives the project that was chosen, if one was.
///
/// Errors: the standard output is no terminal, or it went away.
pub fn start(recent: Vec<PathBuf>, setup: &Setup) -> Outcome<Option<PathBuf>> {
    let look = setup.look;
    let (sender, receiver) = channel();
    let mut screen = Screen::take(look, setup.mouse)?;
    listen(&sender)?;
    let mut at = 0;
    loop {
        screen.draw(|buffer| draw(&recent, at, look, buffer))?;
        match receiver.recv() {
            Ok(Message::Event(Event::Key(key))) => match choose(key, recent.len(), &mut at) {
                Some(true) => return Ok(recent.get(at).cloned()),
                Some(false) => return Ok(None),
                None => {}
            },
            Ok(Message::Suspend) => screen.suspend()?,
            Ok(Message::Redraw) => screen.forget()?,
            Ok(Message::Event(_)) => {}
            Ok(Message::End) | Err(_) => return Ok(None),
        }
    }
}

/// What a key does: opens the chosen project, leaves, or neither.
fn choose(key: Key, count: usize, at: &mut usize) -> Option<bool> {
    match key.code {
        KeyCode::Char('c' | 'q') if key.ctrl => return Some(false),
        KeyCode::Char('q') | KeyCode::Esc => return Some(false),
        KeyCode::Enter if count > 0 => return Some(true),
        KeyCode::Down | KeyCode::Char('j') => *at = (*at + 1).min(count.saturating_sub(1)),
        KeyCode::Up | KeyCode::Char('k') => *at = at.saturating_sub(1),
        _ => {}
    }
    None
}

fn draw(recent: &[PathBuf], at: usize, look: Look, buffer: &mut Buffer) -> Option<Position> {
    let area = buffer.area;
    let room = area.width.saturating_sub(4);
    let mut y = 1;
    let mut line = |text: &str, style| {
        put(buffer, 2, y, room, text, style);
        y += 1;
        y - 1
    };
    line("Casebook", look.heading());
    line("", look.text());
    let mut cursor = None;
    if !recent.is_empty() {
        line("RECENT PROJECTS", look.quiet());
        for (n, path) in recent.iter().take(usize::from(area.height / 2)).enumerate() {
            let row = line(&format!("  {}", one_line(&path.to_string_lossy())), look.text());
            if n == at {
                cursor = Some(Position::new(2, row));
            }
        }
        line("", look.text());
    }
    line("TO BEGIN", look.quiet());
    line("  casebook new study.casebook     makes a project here", look.text());
    line("  casebook import interviews/*    brings transcripts in", look.text());
    line("  casebook sample                 builds a coded study to try things on", look.text());
    line("", look.text());
    line(if recent.is_empty() { "q quits" } else { "Enter opens · j k choose · q quits" }, look.quiet());
    if let Some(cell) = cursor {
        tint(buffer, 2, cell.y, room, look.chosen());
    }
    cursor
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    #[test]
    fn the_start_says_what_to_type_and_opens_what_is_chosen() {
        let recent = vec![PathBuf::from("a.casebook"), PathBuf::from("b\u{1b}.casebook")];
        let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 20));
        assert_eq!(draw(&recent, 1, Look::default(), &mut buffer), Some(Position::new(2, 5)));
        let text: String = buffer.content.iter().map(|c| c.symbol()).collect();
        assert!(text.contains("casebook new study.casebook") && text.contains("b\u{FFFD}.casebook"));
        let mut at = 0;
        assert_eq!(choose(Key::parse("j").unwrap(), 2, &mut at), None);
        assert_eq!((choose(Key::parse("enter").unwrap(), 2, &mut at), at), (Some(true), 1));
        draw(&recent, 0, Look::default(), &mut Buffer::empty(Rect::new(0, 0, 3, 2)));
    }
}
