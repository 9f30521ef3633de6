//! What the outside tells the loop: keys, sizes, signals. One thread waits for the keyboard, another one for signals; both can be told to keep still while
//! another program has the terminal.

use super::detect;
use super::input::Parser;
use super::terminal::lost;
use super::update::Event;
use crate::fault::Outcome;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What the loop is told.
pub enum Message {
    /// Something happened on the screen.
    Event(Event),
    /// Stop until the shell lets us go on.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// The process is asked to end, or the terminal is gone.
    End,
}

/// Where the listening threads send: they live as long as the process, the loops that hear them do not.
static HEARER: Mutex<Option<Sender<Message>>> = Mutex::new(None);

fn tell(message: Message) {
    if let Some(hearer) = HEARER.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
        // A loop that has ended hears nothing, and need not.
        let _ = hearer.send(message);
    }
}

/// How the thread that reads keys stands to the rest.
struct Gate {
    /// Nobody may read keys but whoever closed it.
    closed: bool,
    /// The thread waits at the gate.
    waiting: bool,
    /// Wakes the thread; `None` while there is none.
    wake: Option<std::io::PipeWriter>,
}

static GATE: Mutex<Gate> = Mutex::new(Gate { closed: false, waiting: false, wake: None });
static MOVED: Condvar = Condvar::new();
/// Whether another program has the terminal: then the keyboard's signals are for it.
static AWAY: AtomicBool = AtomicBool::new(false);

fn gate() -> MutexGuard<'static, Gate> {
    GATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal is somebody else's until this is dropped.
pub struct Away;

/// Makes the thread that reads keys keep still, and leaves the keyboard's signals to others.
pub fn away() -> Away {
    AWAY.store(true, Ordering::SeqCst);
    let mut state = gate();
    state.closed = true;
    if let Some(wake) = &mut state.wake {
        // A pipe that is full wakes its reader just as well.
        let _ = wake.write_all(b"!");
        let still = MOVED.wait_timeout_while(state, Duration::from_secs(2), |s| !s.waiting);
        drop(still);
    }
    Away
}

impl Drop for Away {
    fn drop(&mut self) {
        gate().closed = false;
        MOVED.notify_all();
        AWAY.store(false, Ordering::SeqCst);
    }
}

/// Sends to this loop from now on what is pressed and what is signalled; the threads that listen are started when there are none yet.
pub fn listen(sender: &Sender<Message>) -> Outcome<()> {
    static LISTENING: AtomicBool = AtomicBool::new(false);
    *HEARER.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender.clone());
    if LISTENING.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    listen_to_keys()?;
    listen_to_signals()
}

/// After an escape character, what belongs to it follows within this time, also over a slow line; else it was the key Esc.
#[cfg(unix)]
const ESCAPE: Duration = Duration::from_millis(40);

#[cfg(unix)]
fn listen_to_keys() -> Outcome<()> {
    let (mut woken, wake) = std::io::pipe().map_err(|e| lost(&e))?;
    gate().wake = Some(wake);
    std::thread::spawn(move || {
        let mut parser = Parser::default();
        loop {
            let patience = parser.is_open().then_some(ESCAPE);
            let Some((keys, called, gone)) = wait(&woken, patience) else { return tell(Message::End) };
            if called {
                // Which of the calls it was does not matter: the gate knows whether it is closed.
                let _ = std::io::Read::read(&mut woken, &mut [0; 16]);
            }
            let mut state = gate();
            while state.closed {
                state.waiting = true;
                MOVED.notify_all();
                state = MOVED.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            let lent = std::mem::take(&mut state.waiting);
            drop(state);
            if lent {
                // What was readable before may have been read by others.
                continue;
            }
            if !keys && !called && !gone {
                parser.settle().into_iter().map(Message::Event).for_each(tell);
            }
            let read = if keys { read(&mut parser) } else { true };
            if !read || (gone && !keys) {
                return tell(Message::End);
            }
        }
    });
    Ok(())
}

/// Reads what waits on the keyboard; false when the terminal is gone.
#[cfg(unix)]
fn read(parser: &mut Parser) -> bool {
    let mut bytes = [0; 4096];
    match rustix::io::read(rustix::stdio::stdin(), &mut bytes) {
        Ok(count @ 1..) => {
            parser.feed(&bytes[..count]).into_iter().map(Message::Event).for_each(tell);
            true
        }
        Ok(_) => false,
        Err(error) => matches!(error, rustix::io::Errno::INTR | rustix::io::Errno::AGAIN),
    }
}

/// Sleeps until something is typed, somebody calls, the terminal goes away or `patience` ends; says which. `None` when waiting is impossible.
#[cfg(unix)]
fn wait(woken: &std::io::PipeReader, patience: Option<Duration>) -> Option<(bool, bool, bool)> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let keyboard = rustix::stdio::stdin();
    let patience = patience.map(|p| Timespec { tv_sec: 0, tv_nsec: p.subsec_nanos().into() });
    let mut all = [PollFd::new(&keyboard, PollFlags::IN), PollFd::new(woken, PollFlags::IN)];
    loop {
        match poll(&mut all, patience.as_ref()) {
            Ok(_) => break,
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return None,
        }
    }
    let (keyboard, call) = (all[0].revents(), all[1].revents());
    let gone = keyboard.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
    Some((keyboard.contains(PollFlags::IN), !call.is_empty(), gone))
}

#[cfg(not(unix))]
fn listen_to_keys() -> Outcome<()> {
    std::thread::spawn(|| {
        while let Ok(event) = crossterm::event::read() {
            translate(event).map(Message::Event).into_iter().for_each(tell);
        }
        tell(Message::End);
    });
    Ok(())
}

#[cfg(not(unix))]
fn translate(event: crossterm::event::Event) -> Option<Event> {
    use crossterm::event::{Event as Raw, MouseEventKind};
    Some(match event {
        Raw::Key(key) => Event::Key(super::key::Key::from_event(key)?),
        Raw::Paste(text) => Event::Paste(text),
        // Terminals report every motion; without a button it means nothing here.
        Raw::Mouse(mouse) if mouse.kind == MouseEventKind::Moved => return None,
        Raw::Mouse(mouse) => Event::Mouse(mouse),
        Raw::Resize(width, height) => Event::Resize(width, height),
        Raw::FocusGained => Event::Focus,
        Raw::FocusLost => return None,
    })
}

/// Reads what the terminal answers to a question, for a fifth of a second at most; only while the gate is closed.
#[cfg(unix)]
pub fn answer() -> detect::Answer {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let end = Instant::now() + Duration::from_millis(200);
    let mut bytes = Vec::new();
    let keyboard = rustix::stdio::stdin();
    loop {
        let found = detect::answer(&bytes);
        let left = end.saturating_duration_since(Instant::now());
        if found.complete || left.is_zero() || bytes.len() > 4096 {
            return found;
        }
        let left = Timespec { tv_sec: 0, tv_nsec: left.subsec_nanos().into() };
        let mut one = [PollFd::new(&keyboard, PollFlags::IN)];
        match poll(&mut one, Some(&left)) {
            Ok(1..) => {
                let mut some = [0; 256];
                match rustix::io::read(keyboard, &mut some) {
                    Ok(count @ 1..) => bytes.extend_from_slice(&some[..count]),
                    _ => return found,
                }
            }
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => return found,
        }
    }
}

#[cfg(unix)]
fn listen_to_signals() -> Outcome<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGSTOP, SIGTERM, SIGTSTP, SIGWINCH};
    let twice = Arc::new(AtomicBool::new(false));
    for signal in [SIGHUP, SIGTERM] {
        // A second one ends the process at once: the loop may be stuck.
        signal_hook::flag::register_conditional_shutdown(signal, 1, twice.clone()).map_err(|e| lost(&e))?;
    }
    let wanted = [SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH];
    let mut signals = signal_hook::iterator::Signals::new(wanted).map_err(|e| lost(&e))?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            match (signal, AWAY.load(Ordering::SeqCst)) {
                // An editor that stops itself stops all of us, and the shell goes on.
                (SIGTSTP, true) => drop(signal_hook::low_level::raise(SIGSTOP)),
                (SIGINT | SIGCONT | SIGWINCH, true) => {}
                (SIGTSTP, false) => tell(Message::Suspend),
                (SIGCONT, false) => tell(Message::Redraw),
                (SIGWINCH, false) => {
                    if let Ok((width, height)) = crossterm::terminal::size() {
                        tell(Message::Event(Event::Resize(width, height)));
                    }
                }
                _ => {
                    twice.store(true, Ordering::SeqCst);
                    tell(Message::End);
                }
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
fn listen_to_signals() -> Outcome<()> {
    Ok(())
}
