//! What a terminal sends, taken apart: letters, keys, the mouse, pasted text, answers to questions.
//!
//! The bytes are read here and not by crossterm, so that whoever lends the terminal to an editor can be sure that nobody else is reading, and so that an
//! answer which comes late is known for what it is.

use super::key::Key;
use super::update::Event;
use crossterm::event::{KeyCode, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

/// Pasted text beyond this many bytes is let go.
const LONGEST_PASTE: usize = 4 << 20;
/// No sequence is longer than this many bytes; what claims to be is let go.
const LONGEST: usize = 4096;
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// Takes bytes in and gives events.
#[derive(Default)]
pub struct Parser {
    bytes: Vec<u8>,
    pasting: bool,
}

/// What the beginning of the bytes is.
enum Part {
    /// An event, if it is one that means something, and how many bytes it takes.
    Whole(usize, Option<Event>),
    /// Pasted text follows after so many bytes.
    Paste(usize),
    /// More bytes are needed.
    Open,
}

impl Parser {
    /// Takes bytes in; gives what they complete.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        let from = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        let mut out = Vec::new();
        let mut at = 0;
        loop {
            if self.pasting {
                // The end may have begun in what was there before.
                let look = at.max(from.saturating_sub(PASTE_ENDS.len()));
                let Some(end) = self.bytes[look..].windows(PASTE_ENDS.len()).position(|w| w == PASTE_ENDS) else {
                    break;
                };
                let end = look + end;
                let text = String::from_utf8_lossy(&self.bytes[at..end.min(at + LONGEST_PASTE)]);
                out.push(Event::Paste(text.replace("\r\n", "\n").replace('\r', "\n")));
                self.pasting = false;
                at = end + PASTE_ENDS.len();
            }
            match part(&self.bytes[at..]) {
                Part::Whole(0, _) | Part::Open => break,
                Part::Whole(taken, event) => {
                    at += taken;
                    out.extend(event);
                }
                Part::Paste(taken) => {
                    at += taken;
                    self.pasting = true;
                }
            }
        }
        self.bytes.drain(..at);
        if self.pasting {
            // Memory is bounded: the middle of an endless paste is let go, its end is still looked for.
            let most = LONGEST_PASTE + PASTE_ENDS.len();
            if self.bytes.len() > most {
                self.bytes.drain(LONGEST_PASTE..self.bytes.len() - PASTE_ENDS.len());
            }
        } else if self.bytes.len() > LONGEST {
            self.bytes.clear();
        }
        out
    }

    /// Whether something has begun that could be a key by itself: Esc, or Alt with a letter.
    pub fn is_open(&self) -> bool {
        !self.pasting && !self.bytes.is_empty()
    }

    /// Nothing more has come for a while: an escape character that stands alone is the key Esc, what else is unfinished is let go.
    pub fn settle(&mut self) -> Option<Event> {
        let alone = self.bytes == b"\x1b";
        self.bytes.clear();
        alone.then(|| plain(KeyCode::Esc))
    }
}

fn plain(code: KeyCode) -> Event {
    Event::Key(Key { code, ctrl: false, shift: false })
}

/// The first part of some bytes.
fn part(bytes: &[u8]) -> Part {
    let Some(first) = bytes.first().copied() else { return Part::Open };
    match first {
        0x1b => escape(bytes),
        // A line end is what Enter was turned into when it was typed before the terminal was ours.
        b'\r' | b'\n' => Part::Whole(1, Some(plain(KeyCode::Enter))),
        b'\t' => Part::Whole(1, Some(plain(KeyCode::Tab))),
        0x7f => Part::Whole(1, Some(plain(KeyCode::Backspace))),
        0 => Part::Whole(1, Some(control(' '))),
        1..=0x1a => Part::Whole(1, Some(control(char::from(first + 96)))),
        0x1c..=0x1f => Part::Whole(1, Some(control(char::from(first - 0x1c + b'4')))),
        _ => letter(bytes),
    }
}

fn control(c: char) -> Event {
    Event::Key(Key { code: KeyCode::Char(c), ctrl: true, shift: false })
}

/// A character in UTF-8; a byte that begins none is let go.
fn letter(bytes: &[u8]) -> Part {
    let long = match bytes[0] {
        0..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Part::Whole(1, None),
    };
    if let Some(rest) = bytes[1..].iter().take(long - 1).position(|b| b & 0xc0 != 0x80) {
        return Part::Whole(1 + rest, None);
    }
    if bytes.len() < long {
        return Part::Open;
    }
    let c = std::str::from_utf8(&bytes[..long]).ok().and_then(|s| s.chars().next());
    Part::Whole(long, c.map(|c| plain(KeyCode::Char(c))))
}

fn escape(bytes: &[u8]) -> Part {
    match bytes.get(1) {
        None => Part::Open,
        Some(b'[') => sequence(bytes),
        Some(b'O') => match bytes.get(2) {
            None => Part::Open,
            Some(last) => Part::Whole(3, named(*last).map(plain)),
        },
        // Answers and other strings of the terminal: OSC, DCS, APC, PM, SOS; they end with BEL or ST.
        Some(b']' | b'P' | b'_' | b'^' | b'X') => {
            let end = bytes.iter().position(|b| *b == 7).map(|at| at + 1);
            let string = bytes.windows(2).skip(1).position(|w| w == b"\x1b\\").map(|at| at + 3);
            match [end, string].into_iter().flatten().min() {
                Some(end) => Part::Whole(end, None),
                None => Part::Open,
            }
        }
        // Alt with a control character means nothing to anybody: that was Esc, and a quick next key.
        Some(0..=0x1f) => Part::Whole(1, Some(plain(KeyCode::Esc))),
        // Alt with a letter means nothing here.
        Some(_) => match letter(&bytes[1..]) {
            Part::Whole(taken, _) => Part::Whole(1 + taken, None),
            other => other,
        },
    }
}

/// `ESC [`, parameters, and a last letter.
fn sequence(bytes: &[u8]) -> Part {
    // The console of Linux sends F1 to F5 as `ESC [ [ A` to `E`.
    if bytes.get(2) == Some(&b'[') {
        return match bytes.get(3) {
            None => Part::Open,
            Some(last @ b'A'..=b'E') => Part::Whole(4, Some(plain(KeyCode::F(last - b'A' + 1)))),
            Some(_) => Part::Whole(4, None),
        };
    }
    let Some(end) = bytes.iter().skip(2).position(|b| (0x40..=0x7e).contains(b)) else { return Part::Open };
    let (body, last, taken) = (&bytes[2..2 + end], bytes[2 + end], end + 3);
    if body == b"200" && last == b'~' {
        return Part::Paste(taken);
    }
    if let Some(body) = body.strip_prefix(b"<") {
        return Part::Whole(taken, mouse(body, last).map(Event::Mouse));
    }
    // Three bytes follow the old report of the mouse, whatever they are.
    if last == b'M' && body.is_empty() {
        return if bytes.len() < taken + 3 { Part::Open } else { Part::Whole(taken + 3, None) };
    }
    if last == b'I' && body.is_empty() {
        return Part::Whole(taken, Some(Event::Focus));
    }
    let numbers = numbers(body);
    let first = numbers.first().copied().unwrap_or(1);
    let code = match last {
        b'~' => numbered(first),
        b'u' => char::from_u32(first.into()).map(by_character),
        b'Z' => Some(KeyCode::BackTab),
        other => named(other),
    };
    let key = code.and_then(|code| modified(code, numbers.get(1).copied().unwrap_or(1)));
    Part::Whole(taken, key.map(Event::Key))
}

fn numbers(body: &[u8]) -> Vec<u16> {
    let number = |part: &[u8]| std::str::from_utf8(part.split(|b| *b == b':').next()?).ok()?.parse().ok();
    body.split(|b| *b == b';').map(|part| number(part).unwrap_or(1)).collect()
}

/// A key whose sequence ends with a letter.
fn named(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// A key whose sequence ends with a number and `~`, as the VT220 and xterm have it.
fn numbered(number: u16) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number as u8 - 10),
        17..=21 => KeyCode::F(number as u8 - 11),
        23 | 24 => KeyCode::F(number as u8 - 12),
        _ => return None,
    })
}

fn by_character(c: char) -> KeyCode {
    match c {
        '\r' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\u{1b}' => KeyCode::Esc,
        '\u{7f}' => KeyCode::Backspace,
        c => KeyCode::Char(c),
    }
}

/// A key with its modifiers, as xterm numbers them: 1 and the sum of Shift 1, Alt 2, Ctrl 4, and others that nothing is bound to.
fn modified(code: KeyCode, number: u16) -> Option<Key> {
    let bits = number.saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in
        [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL), (8, KeyModifiers::SUPER)]
    {
        modifiers.set(modifier, bits & bit != 0);
    }
    Key::from_event(crossterm::event::KeyEvent::new(code, modifiers))
}

/// The mouse as SGR reports it: button, column and row from 1; `M` for a press, `m` for a release. A motion without a button means nothing here.
fn mouse(body: &[u8], last: u8) -> Option<MouseEvent> {
    let mut parts = std::str::from_utf8(body).ok()?.split(';').map(|n| n.parse::<u16>().ok());
    let (code, column, row) = (parts.next()??, parts.next()??, parts.next()??);
    let button = match code & 0b11 {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let kind = match (code & 64 != 0, code & 32 != 0, last) {
        (true, ..) => match code & 0b11 {
            0 => MouseEventKind::ScrollUp,
            1 => MouseEventKind::ScrollDown,
            2 => MouseEventKind::ScrollLeft,
            _ => MouseEventKind::ScrollRight,
        },
        (_, _, b'm') => MouseEventKind::Up(button.unwrap_or(MouseButton::Left)),
        (_, true, _) => MouseEventKind::Drag(button?),
        _ => MouseEventKind::Down(button?),
    };
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [(4, KeyModifiers::SHIFT), (8, KeyModifiers::ALT), (16, KeyModifiers::CONTROL)] {
        modifiers.set(modifier, code & bit != 0);
    }
    Some(MouseEvent { kind, column: column.saturating_sub(1), row: row.saturating_sub(1), modifiers })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Events in short: keys by their names, pasted text in quotation marks.
    fn short(events: Vec<Event>) -> String {
        let one = |event: Event| match event {
            Event::Key(key) => key.show(true),
            Event::Paste(text) => format!("{text:?}"),
            Event::Mouse(m) => format!("{:?}@{},{}", m.kind, m.column, m.row),
            Event::Focus => "focus".to_owned(),
            Event::Resize(..) | Event::Tick => "none of these".to_owned(),
        };
        events.into_iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn read(bytes: &[u8]) -> String {
        let mut parser = Parser::default();
        let mut events = parser.feed(bytes);
        events.extend(parser.settle());
        short(events)
    }

    #[test]
    fn keys_are_known_in_all_their_spellings() {
        for (bytes, keys) in [
            ("jG é漢🙂", "j G Space é 漢 🙂"),
            ("\r\n\t\u{7f}\u{3}\u{1a}\u{8}\0", "Enter Enter Tab Bksp ^C ^Z ^H ^Space"),
            ("\u{1b}[A\u{1b}OB\u{1b}[1;2C\u{1b}[1;5D\u{1b}[Z", "Up Down Shift-Right ^Left Shift-Tab"),
            (
                "\u{1b}[5~\u{1b}[6~\u{1b}[H\u{1b}OF\u{1b}[1~\u{1b}[4~\u{1b}[3~\u{1b}[2~",
                "PgUp PgDn Home End Home End Del Ins",
            ),
            ("\u{1b}OP\u{1b}[15~\u{1b}[24~\u{1b}[[B\u{1b}[1;2Q", "F1 F5 F12 F2 Shift-F2"),
            ("\u{1b}[97;5u\u{1b}[13u\u{1b}[97;2u", "^A Enter A"),
            ("\u{1b}", "Esc"),
            ("\u{1b}\u{3}", "Esc ^C"),
            ("\u{1b}\u{1b}[A", "Esc Up"),
            ("\u{1b}x\u{1b}é\u{1b}[1;3Aj", "j"),
            ("\u{1b}[I\u{1b}[O\u{1b}[?62;4c\u{1b}]11;rgb:1/2/3\u{1b}\\\u{1b}]11;rgb:ff/ff/ff\u{7}k", "focus k"),
            ("\u{1b}[", ""),
        ] {
            assert_eq!(read(bytes.as_bytes()), keys, "{bytes:?}");
        }
        assert_eq!(read(b"a\xffb\xc3(\xe6\xbc"), "a b (");
    }

    #[test]
    fn the_mouse_and_pastes_are_known() {
        assert_eq!(
            read(b"\x1b[<0;3;5M\x1b[<32;4;5M\x1b[<0;4;5m\x1b[<65;1;1M\x1b[<35;9;9M"),
            "Down(Left)@2,4 Drag(Left)@3,4 Up(Left)@3,4 ScrollDown@0,0"
        );
        assert_eq!(read(b"\x1b[200~a\r\nq\x1b[31m\x1b[201~j"), "\"a\\nq\\u{1b}[31m\" j");
        let mut parser = Parser::default();
        let mut events = Vec::new();
        let long = format!("\u{1b}[200~{}\u{1b}[201~k", "x".repeat(5 << 20));
        for piece in long.as_bytes().chunks(1021) {
            events.extend(parser.feed(piece));
        }
        let [Event::Paste(text), Event::Key(_)] = &events[..] else { panic!("{}", events.len()) };
        assert_eq!(text.len(), LONGEST_PASTE);
        assert!(parser.feed(format!("\u{1b}]{}", "x".repeat(9000)).as_bytes()).is_empty() && !parser.is_open());
    }

    proptest! {
        #[test]
        fn however_the_bytes_come_the_events_are_the_same(
            pieces in prop::collection::vec(
                prop_oneof![
                    prop::collection::vec(any::<u8>(), 0..6),
                    prop::sample::select(vec!["\u{1b}[1;2A", "\u{1b}[200~", "\u{1b}[201~", "é", "\u{1b}]11;x\u{7}", "\u{1b}[<0;1;1M", "\u{1b}OA"])
                        .prop_map(|s| s.as_bytes().to_vec()),
                ],
                0..12,
            )
        ) {
            let all: Vec<u8> = pieces.concat();
            let mut parser = Parser::default();
            let at_once = short(parser.feed(&all));
            let mut parser = Parser::default();
            let one_by_one = short(all.iter().flat_map(|b| parser.feed(&[*b])).collect());
            prop_assert_eq!(at_once, one_by_one);
        }
    }
}
