//! Which keys do what: those of the table of actions, with those that the settings put in their place.

use super::action::{ACTIONS, Act, Action, Scope};
use super::key::Key;
use crate::fault::Fault;
use crate::session::{KeySetting, near};
use crossterm::event::KeyCode;

/// What is pressed for an act: a key, or one after the key that opens a menu.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stroke {
    /// The act whose menu has to be open.
    pub after: Option<Act>,
    /// The key.
    pub key: Key,
}

/// The keys of every row of the table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keymap {
    keys: Vec<Vec<Stroke>>,
}

/// The acts that open a menu, with the keys that the table gives them.
fn menus() -> impl Iterator<Item = (Act, Key)> {
    let opens = ACTIONS.iter().filter(|a| matches!(a.act, Act::Go | Act::Show));
    opens.flat_map(|a| a.keys().map(|key| (a.act, key)))
}

fn standard(action: &Action) -> Vec<Stroke> {
    let after = |first: Key| menus().find(|(_, key)| *key == first).map(|(act, _)| act);
    let singles = action.keys().map(|key| Stroke { after: None, key });
    let sequences = action.sequences().filter_map(|(first, key)| Some(Stroke { after: Some(after(first)?), key }));
    singles.chain(sequences).collect()
}

impl Default for Keymap {
    fn default() -> Self {
        Self { keys: ACTIONS.iter().map(standard).collect() }
    }
}

impl Keymap {
    /// The table's keys with those of the settings in place of them; a setting that is wrong is left out. The faults say which key of which line: a name
    /// that is no act or no key, a key that means two things on one screen, an act that must keep a key.
    pub fn with(settings: &[KeySetting]) -> (Self, Vec<Fault>) {
        let mut map = Self::default();
        let mut faults = Vec::new();
        let mut set: Vec<(usize, usize)> = Vec::new();
        for setting in settings {
            let place = format!("settings.toml, line {}", setting.line);
            match map.take(setting) {
                Ok(row) => set.push((row, setting.line)),
                Err(fault) => faults.push(fault.at(place)),
            }
        }
        for (row, line) in &set {
            for other in 0..ACTIONS.len() {
                // Of two settings that clash, the later one is reported.
                let earlier = !set.iter().any(|(r, l)| *r == other && l > line);
                if other != *row && earlier {
                    faults.extend(map.clash(*row, other).map(|f| f.at(format!("settings.toml, line {line}"))));
                }
            }
        }
        (map, faults)
    }

    fn take(&mut self, setting: &KeySetting) -> Result<usize, Fault> {
        let plain = |name: &str| name.to_lowercase().replace(['_', '-'], " ");
        let wanted = plain(&setting.act);
        let Some(row) = ACTIONS.iter().position(|a| plain(a.name) == wanted) else {
            return Err(Fault::unknown("act", &setting.act, &near(&setting.act, ACTIONS.iter().map(|a| a.name))));
        };
        let keys: Vec<Stroke> = setting.keys.iter().map(|name| stroke(name)).collect::<Result<_, _>>()?;
        if keys.is_empty() && matches!(ACTIONS[row].act, Act::Back | Act::Quit | Act::Palette) {
            return Err(Fault::asked(format!("“{}” must keep a key", ACTIONS[row].name)));
        }
        self.keys[row] = keys;
        Ok(row)
    }

    fn clash(&self, row: usize, other: usize) -> Option<Fault> {
        let (a, b) = (&ACTIONS[row], &ACTIONS[other]);
        let key = self.keys[row].iter().find(|k| a.scope & b.scope != 0 && self.keys[other].contains(k))?;
        let what = format!("{} would be “{}” and “{}” on one screen", self.show(*key, true), a.name, b.name);
        Some(Fault::asked(what).hint(format!("give “{0}” another key, or none: \"{0}\" = []", b.name)))
    }

    fn strokes(&self, action: &Action) -> &[Stroke] {
        let row = ACTIONS.iter().position(|a| a.name == action.name);
        row.and_then(|row| self.keys.get(row)).map_or(&[], Vec::as_slice)
    }

    fn show(&self, stroke: Stroke, ascii: bool) -> String {
        let before = stroke.after.map(|act| self.of(act, ascii)).unwrap_or_default();
        format!("{before}{}", stroke.key.show(ascii))
    }

    /// Whether an action has the keys that the table gives it.
    pub fn is_standard(&self, action: &Action) -> bool {
        self.strokes(action) == standard(action)
    }

    /// What a key does on a screen.
    pub fn bound(&self, scope: Scope, key: Key) -> Option<&'static Action> {
        self.bound_to(scope, Stroke { after: None, key })
    }

    /// What a key does on a screen while the menu of an act is open.
    pub fn bound_after(&self, scope: Scope, menu: Act, key: Key) -> Option<&'static Action> {
        self.bound_to(scope, Stroke { after: Some(menu), key })
    }

    fn bound_to(&self, scope: Scope, stroke: Stroke) -> Option<&'static Action> {
        let rows = ACTIONS.iter().zip(&self.keys);
        rows.filter(|(a, _)| a.scope & scope != 0).find(|(_, keys)| keys.contains(&stroke)).map(|(a, _)| a)
    }

    /// What can follow on a screen while the menu of an act is open.
    pub fn in_menu(&self, scope: Scope, menu: Act) -> Vec<(Key, &'static Action)> {
        let rows = ACTIONS.iter().zip(&self.keys).filter(|(a, _)| a.scope & scope != 0);
        let of_menu = |keys: &Vec<Stroke>| keys.iter().filter(|s| s.after == Some(menu)).map(|s| s.key).collect();
        rows.flat_map(|(a, keys)| {
            let keys: Vec<Key> = of_menu(keys);
            keys.into_iter().map(move |key| (key, a))
        })
        .collect()
    }

    /// The keys of an action as people are shown them: `⏎ c`, `1 … 9`, `gu`.
    pub fn shown(&self, action: &Action, ascii: bool) -> String {
        if action.is_digits() && self.is_standard(action) {
            return if ascii { "1-9".into() } else { "1 … 9".into() };
        }
        self.strokes(action).iter().map(|k| self.show(*k, ascii)).collect::<Vec<_>>().join(" ")
    }

    /// The key that stands for an action in the hint bar; empty when it has none.
    pub fn first(&self, action: &Action, ascii: bool) -> String {
        if action.is_digits() && self.is_standard(action) {
            return "1-9".to_owned();
        }
        self.strokes(action).first().map(|k| self.show(*k, ascii)).unwrap_or_default()
    }

    /// The first key of an act, as it is shown in sentences.
    pub fn of(&self, act: Act, ascii: bool) -> String {
        ACTIONS.iter().find(|a| a.act == act).map(|a| self.first(a, ascii)).unwrap_or_default()
    }

    /// Which of the numbered codes a key is for, counted from 0: its place among the keys of that act.
    pub fn number(&self, key: Key) -> Option<usize> {
        let row = ACTIONS.iter().position(|a| a.act == Act::Quick)?;
        self.keys.get(row)?.iter().position(|k| *k == Stroke { after: None, key })
    }
}

/// Reads a key, or two parted by a space of which the first opens a menu (by the key that the table gives it).
fn stroke(name: &str) -> Result<Stroke, Fault> {
    let Some((first, then)) = name.split_once(' ').filter(|(a, b)| !a.is_empty() && !b.is_empty()) else {
        return Ok(Stroke { after: None, key: read(name)? });
    };
    let (first_key, key) = (read(first)?, read(then)?);
    match menus().find(|(_, key)| *key == first_key) {
        Some((act, _)) => Ok(Stroke { after: Some(act), key }),
        None => {
            let opens: Vec<String> = menus().map(|(_, key)| key.show(true)).collect();
            Err(Fault::asked(format!("“{name}”: nothing can follow {first}"))
                .hint(format!("two keys in a row begin with {}", opens.join(" or "))))
        }
    }
}

/// Every screen's scope.
#[cfg(test)]
pub fn screens() -> impl Iterator<Item = Scope> {
    (0..Scope::BITS).map(|bit| 1 << bit).filter(|scope| (super::action::ANY | super::action::PROMPT) & scope != 0)
}

/// Reads the name of a key as people write it in the settings: `c`, `ctrl-r`, `Shift-Down`, `F2`.
///
/// Errors: it names no key; a key that terminals do not tell from another one.
pub fn read(name: &str) -> Result<Key, Fault> {
    let lower = name.to_lowercase();
    if lower.starts_with("alt-") || lower.starts_with("meta-") {
        return Err(Fault::asked(format!("“{name}”: Alt is not used")).hint("many terminals keep Alt for themselves"));
    }
    let written = if name.chars().count() == 1 { name } else { &lower };
    let Some(mut key) = Key::parse(written) else {
        let names = Key::names().collect::<Vec<_>>().join(", ");
        return Err(Fault::asked(format!("no key “{name}”"))
            .hint(format!("a key is one character, or {names}, f1 to f12, with ctrl- or shift- before it")));
    };
    if let (KeyCode::Char(c), true) = (key.code, key.shift) {
        key = Key { code: KeyCode::Char(c.to_uppercase().next().unwrap_or(c)), shift: false, ..key };
    }
    if key.code == KeyCode::Tab && key.shift {
        key = Key { code: KeyCode::BackTab, shift: false, ..key };
    }
    let other = match key.code {
        KeyCode::Char('i') => "tab",
        KeyCode::Char('m' | 'j') => "enter",
        KeyCode::Char('h') => "backspace",
        KeyCode::Char('[') => "esc",
        KeyCode::Char(c) if c != ' ' && !c.is_ascii_lowercase() => "the character alone",
        _ => return Ok(key),
    };
    if key.ctrl {
        return Err(Fault::asked(format!("terminals do not tell {name} from {other}")).hint("choose another key"));
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::super::action::{READER, on_screen};
    use super::*;

    fn map(lines: &[(&str, &[&str])]) -> (Keymap, Vec<String>) {
        let settings: Vec<KeySetting> = lines
            .iter()
            .enumerate()
            .map(|(n, (act, keys))| KeySetting {
                act: (*act).to_owned(),
                keys: keys.iter().map(|k| (*k).to_owned()).collect(),
                line: n + 1,
            })
            .collect();
        let (map, faults) = Keymap::with(&settings);
        (map, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn keys_are_given_to_acts_and_taken_away() {
        let (keys, faults) = map(&[("code", &[",", "F2"]), ("extend-down", &["shift-down"]), ("telling", &[])]);
        assert!(faults.is_empty(), "{faults:?}");
        let key = |name| Key::parse(name).unwrap();
        assert_eq!(keys.bound(READER, key(",")).unwrap().name, "code");
        assert!(keys.bound(READER, key("c")).is_none() && keys.bound(READER, key("!")).is_none());
        let code = on_screen(READER).find(|a| a.act == Act::Code).unwrap();
        assert_eq!((keys.shown(code, true), keys.first(code, true)), (", F2".to_owned(), ",".to_owned()));
        assert_eq!(Keymap::default().number(key("3")), Some(2));
        assert_eq!(
            map(&[("quick code", &["q", "w"]), ("back", &["esc"]), ("take word", &[])]).0.number(key("w")),
            Some(1)
        );
    }

    #[test]
    fn keys_in_a_menu_follow_it_to_another_key() {
        let (keys, faults) = map(&[("go to", &[","]), ("next uncoded", &["g n", "f4"])]);
        assert!(faults.is_empty(), "{faults:?}");
        let uncoded = on_screen(READER).find(|a| a.act == Act::NextUncoded).unwrap();
        assert_eq!(keys.shown(uncoded, true), ",n F4");
        assert_eq!(keys.bound_after(READER, Act::Go, Key::parse("n").unwrap()).unwrap().name, "next uncoded");
        assert!(keys.in_menu(READER, Act::Go).iter().any(|(key, _)| *key == Key::parse("n").unwrap()));
        assert!(map(&[("mark", &["q q"])]).1[0].contains("nothing can follow q"));
        assert!(map(&[("mark", &["g g"])]).1[0].contains("gg would be “mark” and “first” on one screen"));
    }

    #[test]
    fn what_cannot_be_is_said_with_its_line() {
        let (_, faults) =
            map(&[("cod", &[","]), ("code", &["entr"]), ("mark", &["x"]), ("quit", &[]), ("again", &["alt-x"])]);
        assert!(faults[0].starts_with("settings.toml, line 1: no act “cod”\n  did you mean “code”"), "{}", faults[0]);
        assert!(faults[1].starts_with("settings.toml, line 2: no key “entr”"), "{}", faults[1]);
        assert_eq!(faults[2], "settings.toml, line 4: “quit” must keep a key");
        assert!(faults[3].starts_with("settings.toml, line 5: no act “again”"), "{}", faults[3]);
        let clash = "settings.toml, line 3: x would be “mark” and “remove code” on one screen\n  \
            give “remove code” another key, or none: \"remove code\" = []";
        assert_eq!(faults.last().map(String::as_str), Some(clash));
        let both = map(&[("mark", &[","]), ("jump", &[","])]).1;
        assert_eq!(both.len(), 1);
        assert!(both[0].starts_with("settings.toml, line 2: , would be"), "{both:?}");
        for twin in ["ctrl-i", "ctrl-m", "ctrl-["] {
            assert!(read(twin).is_err(), "{twin}");
        }
        assert_eq!(read("shift-a").unwrap(), read("A").unwrap());
        assert_eq!(read("Shift-Tab").unwrap(), read("backtab").unwrap());
    }

    #[test]
    fn every_default_key_can_be_written_in_the_settings() {
        for action in ACTIONS {
            let strokes: Vec<Stroke> = action.keys.iter().map(|name| stroke(name).unwrap()).collect();
            assert_eq!(strokes, standard(action), "{}", action.name);
        }
        assert!(screens().count() >= 5);
    }
}
