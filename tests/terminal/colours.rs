//! What is written to a terminal: colours as it can show them, whole frames, and nothing that a transcript brought along.

use super::pty::Terminal;
use super::world;
use crate::world::World;

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}

/// Whether any sequence sets a colour (SGR 30 to 49 and 90 to 107).
fn coloured(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).into_owned();
    text.split("\u{1b}[").skip(1).any(|part| {
        let Some((body, _)) = part.split_once('m') else { return false };
        let digits = body.chars().all(|c| c.is_ascii_digit() || c == ';');
        digits
            && body.split(';').filter_map(|n| n.parse::<u8>().ok()).any(|n| matches!(n, 30..=38 | 40..=48 | 90..=107))
    })
}

#[test]
fn the_ground_decides_the_colours_and_what_is_typed_meanwhile_is_kept() {
    let world = world("terminal-ground");
    for (ground, colour) in
        [("rgb:fdfd/f6f6/e3e3", b"48;5;153".as_slice()), ("rgb:0000/2b2b/3636", b"48;5;24".as_slice())]
    {
        let mut terminal = Terminal::open_with(&world, &["study.casebook"], &[], Some(ground));
        terminal.send("\r\u{1b}[Hj");
        terminal.see("2:1 ");
        terminal.until("the colour of that ground", || has(&terminal.bytes(), colour));
        terminal.send("\u{3}");
        terminal.ends_well();
    }
}

#[test]
fn an_answer_that_comes_late_is_not_typed() {
    let world = world("terminal-late");
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("talk");
    terminal.send("\r\u{1b}]11;rgb:0000/dddd/xxxx\u{1b}\\j");
    terminal.see("2:1 ");
    assert!(!terminal.contents().contains("does nothing"), "{}", terminal.contents());
    terminal.send("\u{3}");
    terminal.ends_well();
}

#[test]
fn no_colour_means_none_and_every_frame_is_whole() {
    let world = world("terminal-colours");
    for (arguments, set, wanted) in [
        (&["study.casebook", "--colour", "none"][..], &[][..], false),
        (&["study.casebook"], &[("NO_COLOR", "1"), ("COLORTERM", "truecolor")], false),
        (&["study.casebook", "--colour", "16"], &[("TERM", "vt100")], true),
    ] {
        let mut terminal = Terminal::open_with(&world, arguments, set, None);
        terminal.see("talk");
        terminal.send("\r\u{1b}[Hjctrouble\r");
        terminal.see("Coded 2:1");
        terminal.send("\u{3}");
        terminal.ends_well();
        let bytes = terminal.bytes();
        assert_eq!(coloured(&bytes), wanted, "{arguments:?}");
        let frames = |part: &[u8]| bytes.windows(part.len()).filter(|w| *w == part).count();
        assert!(frames(b"\x1b[?2026h") > 1 && frames(b"\x1b[?2026l") >= frames(b"\x1b[?2026h"));
        world.ok(&["undo"]);
    }
}

#[test]
fn nothing_that_a_transcript_brings_along_drives_the_terminal() {
    let world = World::with_project("terminal-hostile");
    world.write("bad.txt", "P\u{1b}[2J: One \u{1b}]0;owned\u{7} two \u{9b}31m three \u{1b}c four \u{202e}five six.\n\nQ: Seven\r\u{8} eight.\n");
    world.ok(&["import", "bad.txt", "--case", "C\u{1b}[5m"]);
    world.ok(&["code", "bad", "1:1", "code\u{1b}]52;c;AAAA\u{7}", "--create"]);
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("bad");
    terminal.send("\r");
    terminal.see("owned");
    terminal.send("C");
    terminal.see("codebook");
    terminal.send("\u{3}");
    terminal.ends_well();
    let bytes = terminal.bytes();
    for part in
        [&b"\x1b]0;"[..], b"\x1b]52", b"\x1bc", b"\x1b[5m", b"\xc2\x9b", b"\x07", b"\xe2\x80\xae", b"\x08", b"\0"]
    {
        assert!(!has(&bytes, part), "{part:?} reached the terminal");
    }
}

#[test]
fn lines_have_no_escape_byte_even_on_a_terminal() {
    let world = world("terminal-plain");
    let mut terminal = Terminal::open_with(&world, &["read", "talk"], &[("TERM", "dumb")], None);
    terminal.see("sentence 1 of 1.");
    terminal.send("down\r");
    terminal.see("Turn 2, Petra");
    terminal.send("code trouble\rnew\r");
    terminal.see("u takes it back.");
    terminal.send("quit\r");
    terminal.ends_well();
    assert!(!terminal.bytes().contains(&0x1b));
    assert!(world.ok(&["codes"]).contains("trouble"));
}
