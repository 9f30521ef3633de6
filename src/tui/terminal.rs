//! The terminal: taken with good manners and always given back, whatever happens.

use super::look::{Bidi, Look};
use crate::fault::{Fault, Outcome};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::io::{BufWriter, Stdout, Write, stdout};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is ours now; a panic or the end of the process gives it back only then.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    look: Look,
    mouse: bool,
}

/// The fault of a terminal that cannot be used.
pub fn lost(error: &std::io::Error) -> Fault {
    Fault::disk(format!("the terminal cannot be used: {error}"))
}

impl Screen {
    /// Takes the terminal.
    ///
    /// Errors: it cannot be put into raw mode, as when the output is no terminal.
    pub fn take(look: Look, mouse: bool) -> Outcome<Self> {
        hook_panics();
        let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, stdout()));
        enter(look, mouse).map_err(|e| {
            give_back();
            lost(&e)
        })?;
        let terminal = Terminal::new(backend).map_err(|e| {
            give_back();
            lost(&e)
        })?;
        Ok(Self { terminal, look, mouse })
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.terminal.size().map_or((80, 24), |s| (s.width, s.height))
    }

    /// Draws one frame, so that nothing is seen half drawn.
    pub fn draw(&mut self, scene: impl FnOnce(&mut Buffer) -> Option<Position>) -> Outcome<()> {
        let drawn = (|| {
            queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
            self.terminal.draw(|frame| {
                if let Some(cell) = scene(frame.buffer_mut()) {
                    frame.set_cursor_position(cell);
                }
            })?;
            execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
        })();
        drawn.map_err(|e: std::io::Error| lost(&e))
    }

    /// Forgets what is on the screen, so that the next frame draws all of it.
    pub fn forget(&mut self) -> Outcome<()> {
        // `Terminal::clear` would ask for the cursor's position, and the answer would go to the thread that reads keys.
        let drawn =
            self.terminal.size().and_then(|size| self.terminal.resize(Rect::new(0, 0, size.width, size.height)));
        drawn.map_err(|e| lost(&e))
    }

    /// Takes the mouse, or gives it back to the terminal.
    pub fn set_mouse(&mut self, ours: bool) -> Outcome<()> {
        self.mouse = ours;
        let done = if ours { execute!(stdout(), EnableMouseCapture) } else { execute!(stdout(), DisableMouseCapture) };
        done.map_err(|e| lost(&e))
    }

    /// Puts text on the clipboard by the terminal's own means (OSC 52); a terminal that has none does nothing.
    pub fn copy(&mut self, text: &str) -> Outcome<()> {
        let mut out = stdout();
        write!(out, "\x1b]52;c;{}\x07", base64(text.as_bytes())).and_then(|()| out.flush()).map_err(|e| lost(&e))
    }

    /// Gives the terminal to another program while `act` runs it, and takes it again. Neither keys nor signals from the keyboard are ours meanwhile.
    pub fn lend<T>(&mut self, act: impl FnOnce() -> T) -> Outcome<T> {
        let away = super::listen::away();
        give_back();
        let result = act();
        enter(self.look, self.mouse).map_err(|e| lost(&e))?;
        drop(away);
        self.forget()?;
        Ok(result)
    }

    /// Asks the terminal for its ground; see [`super::detect::answer`]. `None` where it does not say so soon enough; what was typed meanwhile comes with it.
    #[cfg(unix)]
    pub fn ask(&mut self) -> super::detect::Answer {
        let away = super::listen::away();
        let mut out = stdout();
        let asked = out.write_all(b"\x1b]11;?\x1b\\\x1b[c").and_then(|()| out.flush());
        let answer = if asked.is_ok() { super::listen::answer() } else { Default::default() };
        drop(away);
        answer
    }

    #[cfg(not(unix))]
    pub fn ask(&mut self) -> super::detect::Answer {
        Default::default()
    }

    /// Gives the terminal back, stops this process until somebody lets it go on, and takes the terminal again.
    pub fn suspend(&mut self) -> Outcome<()> {
        give_back();
        #[cfg(unix)]
        // Stopping cannot fail; where it does nothing, the screen just comes back.
        let _ = signal_hook::low_level::raise(signal_hook::consts::SIGSTOP);
        enter(self.look, self.mouse).map_err(|e| lost(&e))?;
        self.forget()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn enter(look: Look, mouse: bool) -> std::io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut out = stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, cursor::SetCursorStyle::SteadyBlock)?;
    if mouse {
        execute!(out, EnableMouseCapture)?;
    }
    if look.bidi == Bidi::App {
        // ECMA-48 BDSM, explicit mode: terminals that reorder text themselves are told that it is in visual order already.
        write!(out, "\x1b[8l")?;
    }
    out.flush()
}

/// Gives the terminal back; harmless when it is not ours. Nothing can be done about what fails here, and nothing is said: the terminal may be gone.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableFocusChange,
        DisableBracketedPaste,
        cursor::SetCursorStyle::DefaultUserShape,
        cursor::Show,
        LeaveAlternateScreen
    );
    let _ = write!(out, "\x1b[8h");
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// A panic first gives the terminal back, so that its message can be read.
fn hook_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            give_back();
            before(info);
        }));
    });
}

/// Base 64 (RFC 4648, section 4), which OSC 52 asks for.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |w, b| w << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for n in 0..4 {
            let sextet = (word >> (18 - 6 * n) & 63) as usize;
            out.push(if n <= chunk.len() { LETTERS[sextet] as char } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    /// Panics in the middle of the interface: run by the test below, in a terminal of its own.
    #[cfg(unix)]
    fn panic_on_the_screen() {
        let mut screen = super::Screen::take(crate::tui::look::Look::default(), true).unwrap();
        screen.draw(|_| None).unwrap();
        // Whoever watches says when.
        std::io::Read::read(&mut std::io::stdin(), &mut [0; 1]).unwrap();
        panic!("gone wrong on purpose");
    }

    #[cfg(unix)]
    #[test]
    fn a_panic_gives_the_terminal_back_before_it_is_told() {
        use portable_pty::{CommandBuilder, PtySize, native_pty_system};
        use std::io::{Read, Write};
        const INSIDE: &str = "CASEBOOK_TEST_PANICS";
        if std::env::var_os(INSIDE).is_some() {
            return panic_on_the_screen();
        }
        let pair =
            native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
        let modes = || {
            pair.master.get_termios().map(|t| format!("{:?} {:?} {:?}", t.local_flags, t.input_flags, t.output_flags))
        };
        let before = modes();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        let this = "tui::terminal::tests::a_panic_gives_the_terminal_back_before_it_is_told";
        command.args(["--exact", this, "--nocapture"]);
        command.env(INSIDE, "1");
        command.env("TERM", "xterm-256color");
        let mut child = pair.slave.spawn_command(command).unwrap();
        let (mut reader, mut writer) = (pair.master.try_clone_reader().unwrap(), pair.master.take_writer().unwrap());
        let (mut parser, mut bytes) = (vt100::Parser::default(), Vec::new());
        let (mut seen, mut asked) = ([0; 4096], false);
        // The slave side is held open here, so that reading ends only by what was read.
        while !String::from_utf8_lossy(&bytes).contains("test result: FAILED") {
            let count = reader.read(&mut seen).unwrap();
            parser.process(&seen[..count]);
            bytes.extend_from_slice(&seen[..count]);
            if parser.screen().alternate_screen() && !asked {
                assert_ne!(modes(), before, "the terminal is taken");
                writer.write_all(b"x").unwrap();
                asked = true;
            }
        }
        assert!(asked && !child.wait().unwrap().success());
        let screen = parser.screen();
        assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert_eq!(modes(), before);
        let at = |what: &[u8]| bytes.windows(what.len()).position(|w| w == what);
        let (left, told) = (at(b"\x1b[?1049l"), at(b"gone wrong on purpose"));
        assert!(left.is_some() && left < told, "{}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn base64_agrees_with_the_examples_of_rfc_4648() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
