//! Keys in sentences: a sentence names an act, and whoever has given the act another key reads that one.

use super::action::ACTIONS;
use super::keymap::Keymap;
use super::state::State;

/// What stands around the name of an act in a sentence of the program's own.
const MARKS: [char; 2] = ['‹', '›'];

impl Keymap {
    /// A sentence in which `‹take turn›` stands for the first key of the act of that name; an act that has no key is said as it is typed in the palette.
    pub fn told(&self, sentence: &str) -> String {
        let mut out = String::with_capacity(sentence.len());
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once(MARKS[0]) {
            out.push_str(before);
            let named = after.split_once(MARKS[1]);
            let known = named.and_then(|(name, after)| Some((ACTIONS.iter().find(|a| a.name == name)?, after)));
            let Some((action, after)) = known else {
                out.push(MARKS[0]);
                rest = after;
                continue;
            };
            let key = self.first(action, true);
            if key.is_empty() {
                out.push_str(&format!(":{}", action.name));
            } else {
                out.push_str(&key);
            }
            rest = after;
        }
        out + rest
    }
}

impl State {
    /// A sentence with the keys that acts have for whoever uses the program.
    pub fn told(&self, sentence: &str) -> String {
        self.manner.keys.told(sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::KeySetting;
    use std::path::Path;

    fn names(text: &str) -> Vec<&str> {
        text.split(MARKS[0])
            .skip(1)
            .filter_map(|rest| rest.split_once(MARKS[1]).map(|(name, _)| name))
            .filter(|name| name.starts_with(char::is_lowercase))
            .collect()
    }

    fn sources(folder: &Path, out: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, out);
            } else {
                out.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }

    #[test]
    fn a_sentence_tells_the_key_that_an_act_has() {
        let keys = vec![
            KeySetting { line: 1, act: "back".to_owned(), keys: vec!["f3".to_owned()] },
            KeySetting { line: 2, act: "pen".to_owned(), keys: Vec::new() },
        ];
        let map = Keymap::with(&keys).0;
        assert_eq!(map.told("‹back› comes back, ‹pen› takes the pen up"), "F3 comes back, :pen takes the pen up");
        assert_eq!(map.told("‹code› and ‹take turn› ‹nothing› ‹"), "Enter and t ‹nothing› ‹");
    }

    #[test]
    fn every_act_that_a_sentence_names_is_there() {
        let mut all = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui"), &mut all);
        let mut seen = 0;
        for (path, text) in all.iter().filter(|(path, _)| !path.ends_with("told.rs")) {
            for name in names(text) {
                seen += 1;
                assert!(ACTIONS.iter().any(|a| a.name == name), "{path} names “{name}”, which is no act");
            }
        }
        assert!(seen > 20, "only {seen}");
    }
}
