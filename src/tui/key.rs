use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key press as the action table names it: `j`, `G`, `ctrl-r`, `shift-down`, `pgdn`.
///
/// Shift is part of a letter (`G`), and is only kept for keys that have no other form of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Shift, for keys that are no characters.
    pub shift: bool,
}

const NAMES: &[(&str, KeyCode, &str, &str)] = &[
    ("enter", KeyCode::Enter, "⏎", "Enter"),
    ("esc", KeyCode::Esc, "Esc", "Esc"),
    ("space", KeyCode::Char(' '), "Space", "Space"),
    ("tab", KeyCode::Tab, "Tab", "Tab"),
    ("backtab", KeyCode::BackTab, "⇧Tab", "Shift-Tab"),
    ("up", KeyCode::Up, "↑", "Up"),
    ("down", KeyCode::Down, "↓", "Down"),
    ("left", KeyCode::Left, "←", "Left"),
    ("right", KeyCode::Right, "→", "Right"),
    ("pgup", KeyCode::PageUp, "PgUp", "PgUp"),
    ("pgdn", KeyCode::PageDown, "PgDn", "PgDn"),
    ("home", KeyCode::Home, "Home", "Home"),
    ("end", KeyCode::End, "End", "End"),
    ("backspace", KeyCode::Backspace, "Bksp", "Bksp"),
    ("delete", KeyCode::Delete, "Del", "Del"),
    ("insert", KeyCode::Insert, "Ins", "Ins"),
];

impl Key {
    /// What a terminal reported; `None` for releases and for keys with Alt or other modifiers that nothing is bound to.
    pub fn from_event(event: KeyEvent) -> Option<Self> {
        let foreign = KeyModifiers::ALT | KeyModifiers::SUPER | KeyModifiers::META | KeyModifiers::HYPER;
        if event.kind == KeyEventKind::Release || event.modifiers.intersects(foreign) {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let shift = event.modifiers.contains(KeyModifiers::SHIFT);
        Some(match event.code {
            // Terminals with the enhanced protocol say Shift and the small letter.
            KeyCode::Char(c) if shift && c.is_lowercase() => {
                Self { code: KeyCode::Char(c.to_uppercase().next().unwrap_or(c)), ctrl, shift: false }
            }
            KeyCode::Char(c) => Self { code: KeyCode::Char(c), ctrl, shift: false },
            KeyCode::Tab if shift => Self { code: KeyCode::BackTab, ctrl, shift: false },
            KeyCode::BackTab => Self { code: KeyCode::BackTab, ctrl, shift: false },
            code => Self { code, ctrl, shift },
        })
    }

    /// The names of the keys that are no characters.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, ..)| *name)
    }

    /// Reads a name; `None` when it names no key.
    pub fn parse(name: &str) -> Option<Self> {
        let (ctrl, rest) = name.strip_prefix("ctrl-").map_or((false, name), |r| (true, r));
        let (shift, rest) = rest.strip_prefix("shift-").map_or((false, rest), |r| (true, r));
        let code = match NAMES.iter().find(|(n, ..)| *n == rest) {
            Some((_, code, ..)) => *code,
            None => {
                let mut chars = rest.chars();
                match (chars.next(), chars.next()) {
                    (Some(c), None) => KeyCode::Char(c),
                    (Some('f'), Some(_)) => KeyCode::F(rest[1..].parse().ok().filter(|n| (1..=12).contains(n))?),
                    _ => return None,
                }
            }
        };
        Some(Self { code, ctrl, shift })
    }

    /// As it is shown to people; `ascii` for terminals without arrows.
    pub fn show(self, ascii: bool) -> String {
        let name = match NAMES.iter().find(|(_, code, ..)| *code == self.code) {
            Some((_, _, glyph, word)) => (if ascii { word } else { glyph }).to_string(),
            None => match self.code {
                KeyCode::Char(c) if self.ctrl => c.to_uppercase().to_string(),
                KeyCode::Char(c) => c.to_string(),
                KeyCode::F(n) => format!("F{n}"),
                other => other.to_string(),
            },
        };
        let shift = if !self.shift {
            ""
        } else if ascii {
            "Shift-"
        } else {
            "⇧"
        };
        format!("{}{shift}{name}", if self.ctrl { "^" } else { "" })
    }

    /// The character it types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl => Some(c),
            _ => None,
        }
    }

    /// Whether it is Ctrl with this letter.
    pub fn is_ctrl(self, letter: char) -> bool {
        self.ctrl && self.code == KeyCode::Char(letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_events_meet() {
        let event = |code, modifiers| Key::from_event(KeyEvent::new(code, modifiers));
        assert_eq!(event(KeyCode::Char('g'), KeyModifiers::SHIFT), Key::parse("G"));
        assert_eq!(event(KeyCode::Down, KeyModifiers::SHIFT), Key::parse("shift-down"));
        assert_eq!(event(KeyCode::Char('r'), KeyModifiers::CONTROL), Key::parse("ctrl-r"));
        assert_eq!(event(KeyCode::Char('x'), KeyModifiers::ALT), None);
        assert_eq!(Key::parse("ctrl-r").unwrap().show(false), "^R");
        assert_eq!(Key::parse("shift-down").unwrap().show(true), "Shift-Down");
        assert_eq!((Key::parse("nothing"), Key::parse("f13")), (None, None));
        assert_eq!(Key::parse("f2").unwrap().show(true), "F2");
    }
}
