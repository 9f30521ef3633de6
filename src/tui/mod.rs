//! The terminal interface: documents, a reader in which one codes, the codebook, the history.
//!
//! `state` knows, `update` decides what follows from an event, `layout` says where things stand, `draw` draws: all three are functions of what is known,
//! and none touches a terminal or a file. `app` ties them to a session, `terminal` to a terminal. Everything that can be done is a row of the one table in
//! `action`, which makes the keymap, the hint bar, the `?` overlay, the `:` palette and the README's table of keys.
//!
//! A thread reads keys, another one signals; both send to one channel. The loop sleeps on that channel, takes in everything that waits there, and draws once:
//! no timers but while a note is written, no work while nobody presses a key. `plain` is another face over the same state: lines in, spoken lines out.

mod action;
mod app;
mod company;
mod detect;
mod draw;
mod editor;
mod facts;
mod input;
mod jump;
mod key;
mod keymap;
mod layout;
mod line;
mod listen;
mod lists;
mod look;
mod memo;
mod memobox;
mod mouse;
mod overlays;
mod paint;
mod passages;
mod picker;
mod plain;
mod reader;
mod ready;
mod settings;
mod start;
mod state;
mod terminal;
#[cfg(test)]
mod tests;
mod typing;
mod update;

pub use action::key_table_markdown;
pub use settings::{Setup, altered_keys, check_keys, settings_markdown};
pub use start::start;

use crate::fault::Outcome;
use crate::id::DocumentId;
use crate::session::{Session, data_folder};
use crate::text::Span;
use app::App;
use listen::{Message, listen};
use look::Look;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use terminal::Screen;
use update::{Effect, Event};

/// A note that is being written is kept as a draft after a pause of this length, and while nobody pauses after [`LONGEST`].
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(5);

/// Opens a project on the terminal, at a document and a passage of it when they are given, and stays until the person quits.
///
/// Errors: the standard output is no terminal, or it went away. Everything that was done is in the project file by then.
pub fn run(session: Session, mut setup: Setup, at: Option<(DocumentId, Option<Span>)>) -> Outcome<()> {
    if setup.plain {
        return plain::run(session, setup, at);
    }
    let (sender, receiver) = channel();
    let mut screen = Screen::take(setup.look, setup.mouse)?;
    let answer = if setup.ask { screen.ask() } else { detect::Answer::default() };
    if let Some(light) = answer.light {
        setup.look.light = light;
    }
    listen(&sender)?;
    let mut app = App::set_up(session, setup);
    let (width, height) = screen.size();
    let waiting = app.state.toast.take();
    app.handle(Event::Resize(width, height));
    if let Some((document, span)) = at {
        app.open(document, span.map(|s| (s, None)));
    }
    app.state.toast = app.state.toast.take().or(waiting);
    for event in input::Parser::default().feed(&answer.typed) {
        app.handle(event);
    }
    let ended = turn(&mut app, &mut screen, &receiver);
    app.save_draft();
    ended
}

/// The loop: sleeps until something happens, takes in everything that waits, and draws once, so that a key held down is never queued.
fn turn(app: &mut App, screen: &mut Screen, receiver: &Receiver<Message>) -> Outcome<()> {
    let mut saved = Instant::now();
    let mut dirty = true;
    loop {
        if dirty {
            screen.draw(|buffer| app.draw(buffer))?;
        }
        if !app.is_unsaved() {
            saved = Instant::now();
        }
        // Only a note that is not kept yet makes the loop wake up by itself.
        let first = if app.is_unsaved() && saved.elapsed() < LONGEST {
            receiver.recv_timeout(PAUSE)
        } else if app.is_unsaved() {
            Err(RecvTimeoutError::Timeout)
        } else {
            receiver.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        dirty = true;
        let first = match first {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) => {
                app.save_draft();
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        };
        for message in std::iter::once(first).chain(std::iter::from_fn(|| receiver.try_recv().ok())) {
            let effects = match message {
                Message::End => return Ok(()),
                Message::Suspend => vec![Effect::Suspend],
                Message::Redraw => vec![Effect::Redraw],
                Message::Event(event) => app.handle(event),
            };
            for effect in effects {
                if !outside(app, screen, effect)? {
                    return Ok(());
                }
            }
        }
    }
}

/// Does what only a terminal can do; false at the end.
fn outside(app: &mut App, screen: &mut Screen, effect: Effect) -> Outcome<bool> {
    match effect {
        Effect::Quit => return Ok(false),
        Effect::Suspend => {
            app.save_draft();
            screen.suspend()?;
            again(app, screen);
        }
        Effect::Redraw => {
            screen.forget()?;
            again(app, screen);
        }
        Effect::Mouse(ours) => screen.set_mouse(ours)?,
        Effect::Copy(text) => {
            screen.copy(&text)?;
            app.state.say(true, format!("copied {text}"));
        }
        Effect::Edit => {
            let editor = editor::chosen(|name| std::env::var(name).ok());
            let note = app.note_to_edit();
            let result = match (editor, note) {
                (Ok(editor), Some((head, note))) => {
                    let folder = data_folder()?.join("editing");
                    screen.lend(|| editor::edit(&editor, &folder, &head, &note))?
                }
                (Err(fault), _) => Err(fault),
                (_, None) => return Ok(true),
            };
            again(app, screen);
            app.edited(result);
        }
        _ => {}
    }
    Ok(true)
}

/// Takes in what may have happened while the terminal was not ours: another size, other windows' steps.
fn again(app: &mut App, screen: &Screen) {
    let (width, height) = screen.size();
    app.handle(Event::Resize(width, height));
    app.handle(Event::Focus);
}

/// Works through keys without a terminal, drawing after each into a buffer of so many columns and rows, and gives how long each took from the key to the
/// finished frame. For measuring: a key is written as in the table of keys (`j`, `Enter`, `pgdn`).
pub fn rehearse(session: Session, size: (u16, u16), keys: &[&str]) -> Vec<std::time::Duration> {
    let mut app = App::new(session, Look::detect(|_| None));
    app.handle(Event::Resize(size.0, size.1));
    let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, size.0, size.1));
    let pressed = keys.iter().filter_map(|name| key::Key::parse(name));
    pressed
        .map(|key| {
            let begun = std::time::Instant::now();
            app.handle(Event::Key(key));
            buffer.reset();
            app.draw(&mut buffer);
            begun.elapsed()
        })
        .collect()
}
