//! How long is it from the command to the first finished frame? Runs programs in a pseudo-terminal of 120 × 40, one after the other in turn, and takes the time from
//! the start of the process to the moment after which the screen did not change any more.
//!
//! ```text
//! cargo run --release --example first_frame -- [--runs 20] 'casebook read c01-cio' 'vim -n c01-cio.txt' …
//! ```
//!
//! Every command is given to `sh -c 'exec …'`, so that a variable of the environment can stand before it. What programs ask of a terminal (colours, kind, cursor) is
//! answered at once, as a terminal would. The first run of each is not counted: it warms the disk cache.

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

const SIZE: PtySize = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };

/// A screen that did not change for so long is finished.
const QUIET: Duration = Duration::from_millis(600);

/// What programs ask, and what a terminal says to it.
const ANSWERS: &[(&[u8], &[u8])] = &[
    (b"\x1b]10;?", b"\x1b]10;rgb:cccc/cccc/cccc\x1b\\"),
    (b"\x1b]11;?", b"\x1b]11;rgb:1b1b/1b1b/1b1b\x1b\\"),
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[0c", b"\x1b[?62;22c"),
    (b"\x1b[>c", b"\x1b[>1;10;0c"),
    (b"\x1b[6n", b"\x1b[1;1R"),
    (b"\x1b[?u", b"\x1b[?0u"),
];

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut runs = 20;
    if arguments.first().is_some_and(|a| a == "--runs") && arguments.len() > 1 {
        runs = arguments[1].parse().unwrap_or(runs);
        arguments.drain(..2);
    }
    if arguments.is_empty() {
        eprintln!("say which commands to run");
        return ExitCode::from(2);
    }
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); arguments.len()];
    for run in 0..=runs {
        for (command, times) in arguments.iter().zip(&mut times) {
            match first_frame(command) {
                Ok(time) if run > 0 => times.push(time),
                Ok(_) => {}
                Err(why) => {
                    eprintln!("{command}: {why}");
                    return ExitCode::FAILURE;
                }
            }
        }
    }
    for (command, mut times) in arguments.iter().zip(times) {
        times.sort_unstable();
        let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
        println!("{:6.1} ms median {:6.1} fastest {:6.1} slowest   {command}", at(50), at(0), at(100));
    }
    ExitCode::SUCCESS
}

/// Runs a command until its screen is finished, and gives the time that took.
fn first_frame(command: &str) -> Result<Duration, String> {
    let pair = native_pty_system().openpty(SIZE).map_err(|e| e.to_string())?;
    let mut shell = CommandBuilder::new("sh");
    shell.args(["-c", &format!("exec {command}")]);
    shell.cwd(std::env::current_dir().map_err(|e| e.to_string())?);
    shell.env("TERM", "xterm-256color");
    let (mut reader, mut writer) = (
        pair.master.try_clone_reader().map_err(|e| e.to_string())?,
        pair.master.take_writer().map_err(|e| e.to_string())?,
    );
    let (sender, receiver) = channel();
    let begun = Instant::now();
    let mut child = pair.slave.spawn_command(shell).map_err(|e| e.to_string())?;
    drop(pair.slave);
    std::thread::spawn(move || {
        let mut bytes = [0; 65536];
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            if sender.send((begun.elapsed(), bytes[..count].to_vec())).is_err() {
                break;
            }
        }
    });
    let mut screen = vt100::Parser::new(rows(SIZE.rows), rows(SIZE.cols), 0);
    let (mut seen, mut finished) = (String::new(), None);
    loop {
        match receiver.recv_timeout(QUIET) {
            Ok((at, bytes)) => {
                for (asked, answer) in ANSWERS {
                    if bytes.windows(asked.len()).any(|w| w == *asked) {
                        writer.write_all(answer).map_err(|e| e.to_string())?;
                    }
                }
                screen.process(&bytes);
                let now = screen.screen().contents();
                if now != seen {
                    (seen, finished) = (now, Some(at));
                }
            }
            Err(RecvTimeoutError::Timeout) if finished.is_some() || begun.elapsed() > 20 * QUIET => break,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let running = child.try_wait().map_err(|e| e.to_string())?.is_none();
    // A program that has ended by itself needs no ending.
    let _ = child.kill();
    let _ = child.wait();
    match finished.filter(|_| running) {
        Some(at) => Ok(at),
        None => Err(format!("it did not stay on the screen:\n{seen}")),
    }
}

fn rows(count: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(count).expect("a terminal has cells")
}
