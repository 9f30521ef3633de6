//! The program in a real terminal (a pseudo-terminal whose screen is read back): manners that no test inside the program can see.
//! Nothing here sleeps for a time; everything waits for the screen to show something.

use crate::world::World;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use vt100::{MouseProtocolMode, Parser};

/// Long enough for a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    parser: Arc<Mutex<Parser>>,
    /// Held open, so that the terminal is still there when the program has ended.
    _slave: Box<dyn SlavePty + Send>,
    before: String,
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has cells")
}

impl Terminal {
    fn open(world: &World, arguments: &[&str]) -> Self {
        let pair = native_pty_system().openpty(size(24, 80)).unwrap();
        let plain = world.command(arguments);
        let mut command = CommandBuilder::new(plain.get_program());
        command.env_clear();
        command.cwd(plain.get_current_dir().unwrap());
        plain.get_args().for_each(|a| command.arg(a));
        for (name, value) in plain.get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        command.env("TERM", "xterm-256color");
        let before = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        let parser = Arc::new(Mutex::new(Parser::new(cells(24), cells(80), 0)));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let screen = parser.clone();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                screen.lock().unwrap().process(&bytes[..count]);
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Self { child, master: pair.master, writer, parser, _slave: pair.slave, before }
    }

    fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    fn contents(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    #[track_caller]
    fn wait(&self, what: &str, shown: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !shown(self.parser.lock().unwrap().screen()) {
            assert!(Instant::now() < end, "never saw {what}:\n{}", self.contents());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[track_caller]
    fn see(&self, words: &str) {
        self.wait(words, |screen| screen.contents().contains(words));
    }

    fn resize(&self, rows: u16, cols: u16) {
        self.parser.lock().unwrap().screen_mut().set_size(cells(rows), cells(cols));
        self.master.resize(size(rows, cols)).unwrap();
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Waits for the program to end; the terminal must be as it was.
    #[track_caller]
    fn ends_well(&mut self) {
        let end = Instant::now() + PATIENCE;
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "never ended:\n{}", self.contents());
            std::thread::sleep(Duration::from_millis(5));
        }
        self.is_restored();
    }

    #[track_caller]
    fn is_restored(&self) {
        self.wait("the terminal restored", |screen| {
            !screen.alternate_screen()
                && !screen.bracketed_paste()
                && !screen.hide_cursor()
                && screen.mouse_protocol_mode() == MouseProtocolMode::None
        });
        let end = Instant::now() + PATIENCE;
        while modes(&*self.master) != self.before {
            assert!(Instant::now() < end, "modes are left at {}", modes(&*self.master));
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves nothing behind; where the program has ended already, there is nothing to do.
        let _ = self.child.kill();
    }
}

/// Whether the terminal echoes, waits for whole lines and so on, in words to compare.
fn modes(master: &dyn MasterPty) -> String {
    master
        .get_termios()
        .map(|t| format!("{:?} {:?} {:?}", t.local_flags, t.input_flags, t.output_flags))
        .unwrap_or_default()
}

const TALK: &str = "Interviewer: What changed for you on an ordinary day?\n\n\
    Petra: The first month was chaos. People rang the desk anyway. So we kept both, the page and the paper book.\n\n\
    Interviewer: Did anyone talk to you about that?\n\nPetra: Not until June. Then there was a meeting.\n";

fn world(name: &str) -> World {
    let world = World::with_project(name);
    world.write("talk.txt", TALK);
    world.ok(&["import", "talk.txt"]);
    world
}

#[test]
fn a_sentence_is_coded_and_the_terminal_given_back() {
    let world = world("terminal-codes");
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("talk");
    terminal.send("\r");
    terminal.see("What changed for you");
    terminal.wait("the mouse taken", |s| s.mouse_protocol_mode() != MouseProtocolMode::None && s.bracketed_paste());
    terminal.send("j");
    terminal.see("2:1 ");
    terminal.send("ctrouble at first\r");
    terminal.see("Coded 2:1");
    terminal.send("qq");
    terminal.ends_well();
    let shown = world.ok(&["show", "talk", "--json"]);
    assert!(shown.contains("trouble at first") && shown.contains("The first month was chaos."), "{shown}");
    assert!(world.ok(&["undo"]).contains("Took back"));
}

#[test]
fn what_was_coded_outlives_a_kill() {
    let world = world("terminal-killed");
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("talk");
    terminal.send("\rjctrouble\r");
    terminal.see("Coded 2:1");
    terminal.send("jchalf typed");
    terminal.see("half typed");
    terminal.signal("-9");
    terminal.child.wait().unwrap();
    world.ok(&["check"]);
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("talk");
    terminal.send("\r");
    terminal.see("trouble");
    assert!(!world.ok(&["codes"]).contains("half typed"));
    terminal.send("\u{3}");
    terminal.ends_well();
}

#[test]
fn a_command_beside_the_window_is_seen_at_the_next_act() {
    let world = world("terminal-beside");
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("talk");
    terminal.send("\rj");
    terminal.see("2:1 ");
    world.ok(&["code", "talk", "4:1", "elsewhere", "--create"]);
    terminal.send("chere\r");
    terminal.see("elsewhere");
    terminal.send("uu");
    terminal.see("Took back");
    terminal.send("\u{3}");
    terminal.ends_well();
}

#[test]
fn the_terminal_is_given_back_when_the_process_is_asked_to_end() {
    let world = world("terminal-signals");
    for signal in ["-TERM", "-HUP", "-INT"] {
        let mut terminal = Terminal::open(&world, &["study.casebook"]);
        terminal.see("talk");
        terminal.signal(signal);
        terminal.ends_well();
    }
}

#[test]
fn the_shell_gets_the_terminal_while_we_are_stopped() {
    let world = world("terminal-stopped");
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    for stop in ["\u{1a}", ""] {
        terminal.see("talk");
        if stop.is_empty() {
            terminal.signal("-TSTP")
        } else {
            terminal.send(stop)
        }
        terminal.is_restored();
        terminal.signal("-CONT");
        terminal.wait("the screen back", |s| s.alternate_screen() && s.contents().contains("talk"));
    }
    terminal.send("q");
    terminal.ends_well();
}

#[test]
fn a_storm_of_sizes_and_a_paste_of_any_size_are_weathered() {
    let world = world("terminal-storm");
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("talk");
    terminal.send("\r");
    terminal.see("What changed");
    for n in 0..60u16 {
        terminal.resize(1 + n * 7 % 50, 2 + n * 13 % 180);
    }
    terminal.resize(40, 120);
    terminal.see("CODEBOOK");
    terminal.send(&format!("\u{1b}[200~{}\u{1b}[201~", "jx!q\n\u{7}".repeat(43_000)));
    terminal.see("pasted text is not taken here");
    terminal.send("c\u{1b}[200~a name\u{1b}[31m\u{1b}[201~");
    terminal.see("a name");
    terminal.send("\u{3}");
    terminal.wait("the picker gone", |s| !s.contents().contains("a name"));
    terminal.send("\u{3}");
    terminal.ends_well();
}
