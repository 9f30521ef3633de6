//! The program in a real terminal (a pseudo-terminal whose screen is read back): manners that no test inside the program can see.
//! Nothing here sleeps for a time; everything waits for the screen to show something.

mod colours;
mod memos;
mod pty;

use crate::world::World;
use pty::Terminal;
use vt100::MouseProtocolMode;

pub const TALK: &str = "Interviewer: What changed for you on an ordinary day?\n\n\
    Petra: The first month was chaos. People rang the desk anyway. So we kept both, the page and the paper book.\n\n\
    Interviewer: Did anyone talk to you about that?\n\nPetra: Not until June. Then there was a meeting.\n";

pub fn world(name: &str) -> World {
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

#[test]
fn every_size_is_drawn_and_the_focus_has_the_cursor() {
    let world = world("terminal-sizes");
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("talk");
    terminal.send("\r");
    for (rows, cols) in [(5, 20), (5, 300), (100, 20), (100, 300), (24, 80)] {
        terminal.resize(rows, cols);
        terminal.wait("words at that size", |s| s.contents().contains("What"));
        terminal.wait("the cursor on the passage", |s| {
            let (row, column) = s.cursor_position();
            !s.hide_cursor() && s.cell(row, column).is_some_and(|c| c.contents() == "W")
        });
    }
    terminal.send("\u{3}");
    terminal.ends_well();
}

#[test]
fn another_size_while_stopped_is_honoured() {
    let world = world("terminal-stopped-size");
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("talk");
    terminal.send("\r");
    terminal.see("What changed");
    terminal.send("\u{1a}");
    terminal.is_restored();
    terminal.resize(40, 120);
    terminal.signal("-CONT");
    terminal.wait("the wide screen", |s| s.alternate_screen() && s.contents().contains("CODEBOOK"));
    terminal.send("\u{3}");
    terminal.ends_well();
}

/// Time on a processor so far, in ticks of the kernel's clock (proc(5): fields 14 and 15).
#[cfg(target_os = "linux")]
fn ticks(id: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let after = stat.rsplit_once(')').unwrap().1;
    after.split_whitespace().skip(11).take(2).map(|n| n.parse::<u64>().unwrap()).sum()
}

#[cfg(target_os = "linux")]
#[test]
fn while_nobody_types_nothing_is_done() {
    let world = world("terminal-idle");
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("talk");
    terminal.send("\rjm");
    terminal.see("Memo on 2:1");
    let id = terminal.child.process_id().unwrap();
    // What is done is not seen on the screen but in the time that passes: the one wait for a time among these tests.
    let idle = || {
        let (before, bytes) = (ticks(id), terminal.bytes().len());
        std::thread::sleep(std::time::Duration::from_millis(700));
        ticks(id) - before <= 1 && terminal.bytes().len() == bytes
    };
    assert!((0..10).any(|_| idle()), "it is never idle");
    terminal.send("\u{1b}\u{3}");
    terminal.ends_well();
}
