//! The loop that ties the interface to a terminal.

use super::app::App;
use super::listen::{Message, listen};
use super::settings::Setup;
use super::terminal::Screen;
use super::update::{Effect, Event};
use super::{detect, editor, input, plain};
use crate::fault::Outcome;
use crate::id::DocumentId;
use crate::session::{Session, data_folder};
use crate::text::Span;
use crate::tui::work::Left;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// A note that is being written is kept as a draft after a pause of this length, and while nobody pauses after [`LONGEST`].
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(5);

/// Opens a project on the terminal, at a document and a passage of it when they are given, begins to bring in what a path means when one is given, and stays
/// until the person leaves; says what for.
///
/// Errors: the standard output is no terminal, or it went away. Everything that was done is in the project file by then.
pub fn run(
    session: Session,
    mut setup: Setup,
    at: Option<(DocumentId, Option<Span>)>,
    import: Option<&str>,
) -> Outcome<Left> {
    if setup.plain {
        return plain::run(session, setup, at, import);
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
    if let Some(path) = import {
        app.import(path);
    }
    app.state.toast = app.state.toast.take().or(waiting);
    for event in input::Parser::default().feed(&answer.typed) {
        app.handle(event);
    }
    let ended = turn(&mut app, &mut screen, &receiver);
    app.save_draft();
    app.remember();
    ended
}

/// How long the mouse is held outside the text before it scrolls once more.
const MOMENT: Duration = Duration::from_millis(60);

/// The loop: sleeps until something happens, takes in everything that waits, and draws once, so that a key held down is never queued. Work that is under way
/// goes on while nothing waits to be taken in.
fn turn(app: &mut App, screen: &mut Screen, receiver: &Receiver<Message>) -> Outcome<Left> {
    let mut saved = Instant::now();
    let mut waiting = VecDeque::new();
    loop {
        screen.draw(|buffer| app.draw(buffer))?;
        if !app.is_unsaved() {
            saved = Instant::now();
        }
        if app.is_busy() && waiting.is_empty() {
            app.advance(&mut || {
                waiting.extend(receiver.try_recv());
                !waiting.is_empty()
            });
            waiting.extend(receiver.try_recv());
            continue;
        }
        let first = match waiting.pop_front() {
            Some(message) => message,
            None => match next(app, receiver, saved) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => {
                    app.save_draft();
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(Left::Quit),
            },
        };
        let rest = std::iter::from_fn(|| waiting.pop_front().or_else(|| receiver.try_recv().ok()));
        for message in std::iter::once(first).chain(rest) {
            let effects = match message {
                Message::End => return Ok(Left::Quit),
                Message::Suspend => vec![Effect::Suspend],
                Message::Redraw => vec![Effect::Redraw],
                Message::Event(event) => app.handle(event),
            };
            for effect in effects {
                if let Some(left) = outside(app, screen, effect)? {
                    return Ok(left);
                }
            }
        }
    }
}

/// Sleeps until something happens. Only a note that is not kept yet, and the mouse held outside the text, make the loop wake up by itself: the one by a time
/// that is up, the other by a moment that has passed.
fn next(app: &App, receiver: &Receiver<Message>, saved: Instant) -> Result<Message, RecvTimeoutError> {
    if app.state.scrolls() {
        return match receiver.recv_timeout(MOMENT) {
            Err(RecvTimeoutError::Timeout) => Ok(Message::Event(Event::Tick)),
            received => received,
        };
    }
    if app.is_unsaved() {
        return receiver.recv_timeout(PAUSE.min(LONGEST.saturating_sub(saved.elapsed())));
    }
    receiver.recv().map_err(|_| RecvTimeoutError::Disconnected)
}

/// Does what only a terminal can do; at the end, says what the person left for.
fn outside(app: &mut App, screen: &mut Screen, effect: Effect) -> Outcome<Option<Left>> {
    match effect {
        Effect::Quit => return Ok(Some(Left::Quit)),
        Effect::Sample => return Ok(Some(Left::ForSample)),
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
            app.state.say(true, copied(&text));
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
                (_, None) => return Ok(None),
            };
            again(app, screen);
            app.edited(result);
        }
        _ => {}
    }
    Ok(None)
}

/// Takes in what may have happened while the terminal was not ours: another size, other windows' steps.
fn again(app: &mut App, screen: &Screen) {
    let (width, height) = screen.size();
    app.handle(Event::Resize(width, height));
    app.handle(Event::Focus);
}

/// What is said of text that was handed to the terminal: whether it took it, no terminal tells.
fn copied(text: &str) -> String {
    let quotations = text.lines().count();
    let what = if quotations > 1 { format!("{quotations} quotations") } else { text.to_owned() };
    format!("handed to the terminal's clipboard: {what}")
}
