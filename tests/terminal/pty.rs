//! A pseudo-terminal whose screen is read back, and the bytes that made it.

use crate::world::World;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use vt100::{MouseProtocolMode, Parser};

/// Long enough for a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Terminal {
    pub child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: std::sync::mpsc::Sender<Vec<u8>>,
    parser: Arc<Mutex<Parser>>,
    /// Everything that was written to the terminal.
    bytes: Arc<Mutex<Vec<u8>>>,
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
    pub fn open(world: &World, arguments: &[&str]) -> Self {
        Self::open_with(world, arguments, &[], None)
    }

    /// With variables in the environment, and a ground that the terminal answers with when it is asked.
    pub fn open_with(world: &World, arguments: &[&str], set: &[(&str, &str)], ground: Option<&'static str>) -> Self {
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
        for (name, value) in set {
            command.env(name, value);
        }
        let before = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        let parser = Arc::new(Mutex::new(Parser::new(cells(24), cells(80), 0)));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let mut answers = pair.master.take_writer().unwrap();
        let (sender, typed) = std::sync::mpsc::channel::<Vec<u8>>();
        let answer = sender.clone();
        std::thread::spawn(move || {
            for bytes in typed {
                if answers.write_all(&bytes).and_then(|()| answers.flush()).is_err() {
                    break;
                }
            }
        });
        let (screen, all) = (parser.clone(), Arc::new(Mutex::new(Vec::new())));
        let record = all.clone();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let mut record = record.lock().unwrap();
                let before = record.len();
                record.extend_from_slice(&bytes[..count]);
                if let (Some(ground), true) =
                    (ground, record[before.saturating_sub(8)..].windows(6).any(|w| w == b"\x1b]11;?"))
                {
                    answer.send(format!("\x1b]11;{ground}\x1b\\\x1b[?62;c").into_bytes()).unwrap();
                }
                drop(record);
                screen.lock().unwrap().process(&bytes[..count]);
            }
        });
        Self { child, master: pair.master, writer: sender, parser, bytes: all, _slave: pair.slave, before }
    }

    pub fn send(&mut self, keys: &str) {
        self.writer.send(keys.as_bytes().to_vec()).unwrap();
    }

    pub fn contents(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    #[track_caller]
    pub fn wait(&self, what: &str, shown: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !shown(self.parser.lock().unwrap().screen()) {
            assert!(Instant::now() < end, "never saw {what}:\n{}", self.contents());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Everything that was written to the terminal so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.bytes.lock().unwrap().clone()
    }

    /// Waits for something outside the screen.
    #[track_caller]
    pub fn until(&self, what: &str, done: impl Fn() -> bool) {
        self.wait(what, |_| done());
    }

    #[track_caller]
    pub fn see(&self, words: &str) {
        self.wait(words, |screen| screen.contents().contains(words));
    }

    pub fn resize(&self, rows: u16, cols: u16) {
        self.parser.lock().unwrap().screen_mut().set_size(cells(rows), cells(cols));
        self.master.resize(size(rows, cols)).unwrap();
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Waits for the program to end; the terminal must be as it was.
    #[track_caller]
    pub fn ends_well(&mut self) {
        let end = Instant::now() + PATIENCE;
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "never ended:\n{}", self.contents());
            std::thread::sleep(Duration::from_millis(5));
        }
        self.is_restored();
    }

    #[track_caller]
    pub fn is_restored(&self) {
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
