//! What a typed line means: a name, a word for it, a key, or several keys.

use super::Known;
use crate::tui::action::{ACTIONS, Act, Action};
use crate::tui::key::Key;
use crate::tui::keymap;

/// What is meant.
#[derive(Clone)]
pub enum Intent {
    /// To be told again where one is.
    Here,
    /// To be told what can be typed, of this kind.
    Help(String),
    /// To go to a place: a turn, a sentence, words, a row.
    Go(String),
    /// To hear the rows from here on.
    List,
    /// To press keys.
    Keys(Vec<Key>),
    /// To do this, with what stands after its name.
    Act(&'static Action, String),
    /// Nothing that is understood; what is said of it.
    Unknown(String),
}

/// Words besides the names in the table. Of several acts for a word, the one that the screen has is meant.
const SYNONYMS: &[(&str, &[Act])] = &[
    ("down", &[Act::NextUnit, Act::RowDown]),
    ("up", &[Act::PrevUnit, Act::RowUp]),
    ("right", &[Act::NextWord]),
    ("left", &[Act::PrevWord]),
    ("next", &[Act::NextUnit, Act::RowDown]),
    ("previous", &[Act::PrevUnit, Act::RowUp]),
    ("top", &[Act::Top]),
    ("bottom", &[Act::Bottom]),
    ("first", &[Act::Top]),
    ("last", &[Act::Bottom]),
    ("sentence", &[Act::TakeSentence]),
    ("turn", &[Act::TakeTurn]),
    ("paragraph", &[Act::TakeParagraph]),
    ("word", &[Act::TakeWord]),
    ("again", &[Act::Again]),
    ("code", &[Act::Code]),
    ("remove", &[Act::Remove]),
    ("uncode", &[Act::Remove]),
    ("codes", &[Act::Codes]),
    ("search", &[Act::Find, Act::FindAll]),
    ("quote", &[Act::Copy]),
    ("draft", &[Act::Draft]),
    ("exit", &[Act::Quit]),
    ("bye", &[Act::Quit]),
];

/// Understands a line where nothing is asked.
pub fn understand(state: Known, line: &str) -> Intent {
    let lower = line.to_lowercase();
    match lower.as_str() {
        "" | "here" | "where" => return Intent::Here,
        "?" | "help" => return Intent::Help(String::new()),
        "list" | "rows" if state.list().is_some() => return Intent::List,
        "more" => return Intent::Unknown("There is no more.".to_owned()),
        _ => {}
    }
    if let Some(what) = lower.strip_prefix("? ").or(lower.strip_prefix("help ")) {
        return Intent::Help(what.trim().to_owned());
    }
    if let Some(name) = line.strip_prefix(':').map(str::trim).filter(|n| !n.is_empty()) {
        return by_name(state, name).unwrap_or_else(|| unknown_name(name));
    }
    for before in ["go to ", "go ", "row ", "turn "] {
        if let Some(place) = lower.strip_prefix(before).map(|p| &line[line.len() - p.len()..]) {
            return Intent::Go(place.trim().to_owned());
        }
    }
    if let Some(key) = single(line) {
        return Intent::Keys(vec![key]);
    }
    if let Some(intent) = by_name(state, line) {
        return intent;
    }
    match several(line) {
        Some(keys) if keys.iter().all(|k| state.manner.keys.bound(state.scope(), *k).is_some()) => Intent::Keys(keys),
        _ => unknown_name(line),
    }
}

/// Several keys: parted by spaces, or written together where nobody would take them for a word: `jj.`, but not `just`.
fn several(line: &str) -> Option<Vec<Key>> {
    let parts: Vec<&str> = line.split_whitespace().collect();
    if let [together] = parts[..] {
        let letters: Vec<char> = together.chars().filter(|c| c.is_alphabetic()).collect();
        let word = letters.len() > 2 && letters.iter().any(|c| *c != letters[0]);
        return if word { None } else { together.chars().map(|c| Key::parse(&c.to_string())).collect() };
    }
    parts.into_iter().map(single).collect()
}

/// A key by its own name: `j`, `enter`, `^R`, `ctrl-r`.
pub fn single(line: &str) -> Option<Key> {
    let mut chars = line.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(_), None, None) => Key::parse(line),
        (Some('^'), Some(letter), None) => keymap::read(&format!("ctrl-{}", letter.to_lowercase())).ok(),
        _ => keymap::read(line).ok(),
    }
}

/// An act by its name or a word for it, the longest that begins the line; what follows is for the act. Acts of this screen go first.
fn by_name(state: Known, line: &str) -> Option<Intent> {
    let lower = line.to_lowercase();
    let rest_after = |name: &str| {
        let rest = lower.strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| line[line.len() - rest.len()..].trim().to_owned())
    };
    let here = |a: &Action| a.scope & state.scope() != 0;
    let mut found: Vec<(bool, usize, &'static Action, String)> = Vec::new();
    for action in ACTIONS {
        if let Some(rest) = rest_after(action.name) {
            found.push((here(action), action.name.len(), action, rest));
        }
        for (word, acts) in SYNONYMS {
            if let Some(rest) = rest_after(word).filter(|_| acts.contains(&action.act)) {
                found.push((here(action), word.len(), action, rest));
            }
        }
    }
    found.sort_by_key(|(here, length, ..)| std::cmp::Reverse((*here, *length)));
    let (here, _, action, rest) = found.into_iter().next()?;
    if here {
        return Some(Intent::Act(action, rest));
    }
    let whole = rest.is_empty();
    let elsewhere = format!("Not here: “{}” can be done on another screen.", action.name);
    whole.then_some(Intent::Unknown(elsewhere))
}

fn unknown_name(line: &str) -> Intent {
    let names = ACTIONS.iter().map(|a| a.name).chain(SYNONYMS.iter().map(|(word, _)| *word));
    let near = crate::session::near(line, names);
    let short: String = line.chars().take(40).collect();
    Intent::Unknown(match &near[..] {
        [] => format!("“{short}” is not understood. Type help for what can be typed."),
        near => format!("“{short}” is not understood. Did you mean {}?", near.join(" or ")),
    })
}
