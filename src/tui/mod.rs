//! The terminal interface: documents, a reader in which one codes, the codebook, the history.
//!
//! `state` knows, `update` decides what follows from an event, `layout` says where things stand, `draw` draws: all three are functions of what is known,
//! and none touches a terminal or a file. `app` ties them to a session, `terminal` to a terminal. Everything that can be done is a row of the one table in
//! `action`, which makes the keymap, the hint bar, the `?` overlay, the `:` palette and the README's table of keys.
//!
//! A thread reads keys, another one signals; both send to one channel. The loop sleeps on that channel, takes in everything that waits there, and draws once:
//! no timers, no work while nobody presses a key.

mod act;
mod action;
mod answers;
mod app;
mod ask;
mod cases;
mod codebook;
mod company;
mod documents;
mod draw;
mod export;
mod facts;
mod find;
mod form;
mod grid;
mod history;
mod jobs;
mod jump;
mod key;
mod layout;
mod line;
mod lists;
mod look;
mod memo;
mod memos;
mod menu;
mod mouse;
mod overlays;
mod paint;
mod palette;
mod passages;
mod picker;
mod reader;
mod ready;
mod remember;
mod start;
mod state;
mod terminal;
#[cfg(test)]
mod tests;
mod trail;
mod typing;
mod update;
mod work;

pub use action::key_table_markdown;
pub use start::{Begin, start};
pub use work::Left;

use crate::fault::Outcome;
use crate::session::Session;
use app::App;
use look::Look;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use terminal::{Message, Screen, listen};
use update::{Effect, Event};

/// Opens a project on the terminal, begins to bring in what a path means when one is given, and stays until the person leaves; says what for.
///
/// Errors: the standard output is no terminal, or it went away. Everything that was done is in the project file by then.
pub fn run(session: Session, import: Option<&str>) -> Outcome<Left> {
    let look = Look::detect(|name| std::env::var(name).ok());
    let (sender, receiver) = channel();
    let mut screen = Screen::take(look)?;
    listen(&sender)?;
    let mut app = App::new(session, look);
    app.recall();
    let (width, height) = screen.size();
    app.handle(Event::Resize(width, height));
    if let Some(path) = import {
        app.import(path);
    }
    let ended = work(&mut app, &mut screen, &receiver);
    app.remember();
    ended
}

/// How long the mouse is held outside the text before it scrolls once more.
const MOMENT: Duration = Duration::from_millis(60);

fn work(app: &mut App, screen: &mut Screen, receiver: &Receiver<Message>) -> Outcome<Left> {
    let mut dirty = true;
    let mut waiting = VecDeque::new();
    loop {
        if dirty {
            screen.draw(|buffer| app.draw(buffer))?;
        }
        // Work that is under way goes on while nothing waits to be taken in.
        if app.is_busy() && waiting.is_empty() {
            app.advance(&mut || {
                waiting.extend(receiver.try_recv());
                !waiting.is_empty()
            });
            waiting.extend(receiver.try_recv());
            dirty = true;
            continue;
        }
        // Sleeps until something happens, then takes in everything that waits: a key held down is never queued.
        // Only while the mouse is held outside the text, moments count.
        let first = if let Some(message) = waiting.pop_front() {
            message
        } else if app.state.scrolls() {
            match receiver.recv_timeout(MOMENT) {
                Err(RecvTimeoutError::Timeout) => Message::Event(Event::Tick),
                Ok(message) => message,
                Err(RecvTimeoutError::Disconnected) => return Ok(Left::Quit),
            }
        } else {
            let Ok(message) = receiver.recv() else { return Ok(Left::Quit) };
            message
        };
        dirty = false;
        let rest = std::iter::from_fn(|| waiting.pop_front().or_else(|| receiver.try_recv().ok()));
        for message in std::iter::once(first).chain(rest) {
            let effects = match message {
                Message::End => return Ok(Left::Quit),
                Message::Suspend => vec![Effect::Suspend],
                Message::Redraw => vec![Effect::Redraw],
                Message::Event(event) => app.handle(event),
            };
            dirty = true;
            for effect in effects {
                match effect {
                    Effect::Quit => return Ok(Left::Quit),
                    Effect::Sample => return Ok(Left::ForSample),
                    Effect::Suspend => {
                        screen.suspend()?;
                        let (width, height) = screen.size();
                        app.handle(Event::Resize(width, height));
                        app.handle(Event::Focus);
                    }
                    Effect::Redraw => screen.forget()?,
                    Effect::Mouse(ours) => screen.set_mouse(ours)?,
                    Effect::Copy(text) => {
                        screen.copy(&text)?;
                        app.state.say(true, copied(&text));
                    }
                    _ => {}
                }
            }
        }
    }
}

/// What is said of text that was handed to the terminal: whether it took it, no terminal tells.
fn copied(text: &str) -> String {
    let quotations = text.lines().count();
    let what = if quotations > 1 { format!("{quotations} quotations") } else { text.to_owned() };
    format!("handed to the terminal's clipboard: {what}")
}

/// Works through keys without a terminal, drawing after each into a buffer of so many columns and rows, and gives how long each took from the key to the
/// finished frame. For measuring: a key is written as in the table of keys (`j`, `Enter`, `pgdn`).
pub fn rehearse(session: Session, size: (u16, u16), keys: &[&str]) -> Vec<Duration> {
    let mut app = App::new(session, Look::detect(|_| None));
    app.handle(Event::Resize(size.0, size.1));
    let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, size.0, size.1));
    let pressed = keys.iter().filter_map(|name| key::Key::parse(name));
    pressed
        .map(|key| {
            let begun = std::time::Instant::now();
            app.handle(Event::Key(key));
            while app.is_busy() {
                app.advance(&mut || false);
            }
            buffer.reset();
            app.draw(&mut buffer);
            begun.elapsed()
        })
        .collect()
}
