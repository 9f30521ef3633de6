//! The terminal interface: documents, a reader in which one codes, the codebook, the history.
//!
//! `state` knows, `update` decides what follows from an event, `layout` says where things stand, `draw` draws: all three are functions of what is known,
//! and none touches a terminal or a file. `app` ties them to a session, `terminal` to a terminal. Everything that can be done is a row of the one table in
//! `action`, which makes the keymap, the hint bar, the `?` overlay, the `:` palette and the README's table of keys.
//!
//! A thread reads keys, another one signals; both send to one channel. The loop sleeps on that channel, takes in everything that waits there, and draws once:
//! no timers but while a note is written, no work while nobody presses a key. `plain` is another face over the same state: lines in, spoken lines out.

mod act;
mod action;
mod answers;
mod app;
mod aside;
mod ask;
mod back;
mod blind;
mod cases;
mod codebook;
mod company;
mod detect;
mod documents;
mod drafting;
mod draw;
mod editor;
mod export;
mod facts;
mod find;
mod form;
mod grid;
mod history;
mod inhand;
mod input;
mod jobs;
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
mod memos;
mod menu;
mod mouse;
mod narrow;
mod opened;
mod overlays;
mod paint;
mod palette;
mod panes;
mod passages;
mod picker;
mod plain;
mod popover;
mod reader;
mod ready;
mod remember;
mod retrieved;
mod run;
mod settings;
mod start;
mod state;
mod terminal;
#[cfg(test)]
mod tests;
mod told;
mod trail;
mod typing;
mod update;
mod work;

pub use action::key_table_markdown;
pub use detect::is_plain;
pub use run::run;
pub use settings::{Setup, altered_keys, check_keys, settings_markdown};
pub use start::{Begin, start};
pub use work::Left;

use crate::session::Session;
use app::App;
use look::Look;
use std::time::Duration;
use update::Event;

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
