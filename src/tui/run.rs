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
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

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
    app.remember();
    ended
}

/// How long the mouse is held outside the text before it scrolls once more.
const MOMENT: Duration = Duration::from_millis(60);

/// The loop: sleeps until something happens, takes in everything that waits, and draws once, so that a key held down is never queued.
fn turn(app: &mut App, screen: &mut Screen, receiver: &Receiver<Message>) -> Outcome<()> {
    let mut saved = Instant::now();
    loop {
        screen.draw(|buffer| app.draw(buffer))?;
        if !app.is_unsaved() {
            saved = Instant::now();
        }
        // Only a note that is not kept yet, and the mouse held outside the text, make the loop wake up by itself.
        let scrolls = app.state.scrolls();
        let first = match (scrolls, app.is_unsaved()) {
            (true, _) => receiver.recv_timeout(MOMENT),
            (false, true) => receiver.recv_timeout(PAUSE.min(LONGEST.saturating_sub(saved.elapsed()))),
            (false, false) => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let first = match first {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) if scrolls => Message::Event(Event::Tick),
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

/// What is said of text that was handed to the terminal: whether it took it, no terminal tells.
fn copied(text: &str) -> String {
    let quotations = text.lines().count();
    let what = if quotations > 1 { format!("{quotations} quotations") } else { text.to_owned() };
    format!("handed to the terminal's clipboard: {what}")
}
