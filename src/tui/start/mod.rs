//! What is shown when there is no project to open: the recent ones, and how to begin.

mod draw;

use super::ask::{Answered, Ask, Wanted};
use super::jobs;
use super::key::Key;
use super::listen::{Message, listen};
use super::settings::Setup;
use super::terminal::Screen;
use super::update::Event;
use crate::fault::Outcome;
use crossterm::event::KeyCode;
use std::path::PathBuf;
use std::sync::mpsc::channel;

/// What somebody chose to begin with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Begin {
    /// This project.
    Open(PathBuf),
    /// A new project in this file, and what is then brought in.
    New(PathBuf, Option<String>),
    /// The sample study.
    Sample,
}

/// What the screen knows.
struct Start {
    recent: Vec<PathBuf>,
    at: usize,
    ask: Option<Ask>,
    /// What is to be brought in, once it is said where to.
    import: Option<String>,
    /// Whether the keys are shown.
    keys: bool,
}

/// What came of a key.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Chosen {
    More,
    Leave,
    Begin(Begin),
}

/// Shows the projects that were open lately and how to begin; gives what was chosen, if anything was.
///
/// Errors: the standard output is no terminal, or it went away.
pub fn start(recent: Vec<PathBuf>, setup: &Setup) -> Outcome<Option<Begin>> {
    let look = setup.look;
    let (sender, receiver) = channel();
    let mut screen = Screen::take(look, setup.mouse)?;
    listen(&sender)?;
    let mut start = Start { recent, at: 0, ask: None, import: None, keys: false };
    loop {
        screen.draw(|buffer| start.draw(look, buffer))?;
        match receiver.recv() {
            Ok(Message::Event(Event::Key(key))) => match start.key(key) {
                Chosen::Begin(begin) => return Ok(Some(begin)),
                Chosen::Leave => return Ok(None),
                Chosen::More => {}
            },
            Ok(Message::Event(Event::Paste(text))) => {
                if let Some(ask) = &mut start.ask {
                    ask.line.insert(&text);
                    jobs::list(ask);
                }
            }
            Ok(Message::Suspend) => screen.suspend()?,
            Ok(Message::Redraw) => screen.forget()?,
            Ok(Message::Event(_)) => {}
            Ok(Message::End) | Err(_) => return Ok(None),
        }
    }
}

impl Start {
    /// Takes a key in.
    fn key(&mut self, key: Key) -> Chosen {
        if self.ask.is_some() {
            return self.asked(key);
        }
        if std::mem::take(&mut self.keys) {
            return Chosen::More;
        }
        match key.code {
            KeyCode::Char('c' | 'q') if key.ctrl => return Chosen::Leave,
            KeyCode::Char('q') | KeyCode::Esc => return Chosen::Leave,
            KeyCode::Enter => {
                if let Some(path) = self.recent.get(self.at) {
                    return Chosen::Begin(Begin::Open(path.clone()));
                }
            }
            KeyCode::Down | KeyCode::Char('j') => self.at = (self.at + 1).min(self.recent.len().saturating_sub(1)),
            KeyCode::Up | KeyCode::Char('k') => self.at = self.at.saturating_sub(1),
            KeyCode::Char('n') => self.begin_asking(Wanted::Project),
            KeyCode::Char('i') => self.begin_asking(Wanted::Import),
            KeyCode::Char('s') => return Chosen::Begin(Begin::Sample),
            KeyCode::Char('?') => self.keys = true,
            _ => {}
        }
        Chosen::More
    }

    fn begin_asking(&mut self, wanted: Wanted) {
        let mut ask = Ask::line(wanted);
        jobs::list(&mut ask);
        self.ask = Some(ask);
    }

    fn asked(&mut self, key: Key) -> Chosen {
        let Some(ask) = &mut self.ask else { return Chosen::More };
        let answered = ask.key(key);
        match answered {
            Answered::More => {
                if ask.listed.as_deref() != Some(ask.line.text()) {
                    jobs::list(ask);
                }
            }
            Answered::Typed(typed) if ask.wanted == Wanted::Import => {
                self.import = Some(typed);
                self.begin_asking(Wanted::Project);
            }
            Answered::Typed(typed) => {
                self.ask = None;
                let path = PathBuf::from(jobs::at_home(&typed));
                // What is there already is opened: a name typed twice loses nothing.
                let begin = if path.is_file() && self.import.is_none() {
                    Begin::Open(path)
                } else {
                    Begin::New(path, self.import.take())
                };
                return Chosen::Begin(begin);
            }
            Answered::Cancelled | Answered::Row(_) => {
                self.ask = None;
                self.import = None;
            }
        }
        Chosen::More
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::look::Look;
    use crate::tui::tests::screens::expect;
    use ratatui::buffer::Buffer;
    use ratatui::layout::{Position, Rect};

    fn begun(recent: &[&str]) -> Start {
        Start { recent: recent.iter().map(PathBuf::from).collect(), at: 0, ask: None, import: None, keys: false }
    }

    fn press(start: &mut Start, keys: &[&str]) -> Chosen {
        keys.iter().map(|k| start.key(Key::parse(k).unwrap())).last().unwrap()
    }

    fn screen(start: &Start, width: u16, height: u16) -> (String, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = start.draw(Look::default(), &mut buffer);
        let rows = (0..height).map(|y| {
            let row: String = (0..width).map(|x| buffer[(x, y)].symbol()).collect();
            row.trim_end().to_owned()
        });
        (rows.collect::<Vec<_>>().join("\n"), cursor)
    }

    #[test]
    fn the_first_start_shows_three_lines_and_later_ones_the_recent_projects() {
        let (first, cursor) = screen(&begun(&[]), 80, 24);
        assert_eq!(cursor, None);
        expect("start-first-80x24", &first);
        let mut start = begun(&["one.casebook", "b\u{1b}.casebook"]);
        assert_eq!(press(&mut start, &["j"]), Chosen::More);
        let (again, cursor) = screen(&start, 80, 24);
        expect("start-80x24", &again);
        assert!(again.contains("b\u{FFFD}.casebook") && cursor.is_some());
        assert_eq!(press(&mut start, &["enter"]), Chosen::Begin(Begin::Open("b\u{1b}.casebook".into())));
        screen(&start, 3, 2);
    }

    #[test]
    fn a_project_is_named_and_transcripts_are_brought_in() {
        let mut start = begun(&[]);
        assert_eq!(press(&mut start, &["n", "x", "y", "enter"]), Chosen::Begin(Begin::New("xy".into(), None)));
        assert_eq!(press(&mut start, &["i", "t", "enter"]), Chosen::More, "it is asked where to");
        assert_eq!(press(&mut start, &["p", "enter"]), Chosen::Begin(Begin::New("p".into(), Some("t".to_owned()))));
        assert_eq!(press(&mut start, &["s"]), Chosen::Begin(Begin::Sample));
        assert_eq!(press(&mut start, &["i", "esc", "q"]), Chosen::Leave);
    }
}
