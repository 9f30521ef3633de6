//! What a user has set for all projects: one table of settings, which reading the file, `casebook settings` and the documentation follow.

use crate::codebook::distance;
use crate::fault::{Fault, Outcome};
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What may stand for a setting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Values {
    /// Any words.
    Words,
    /// One of these.
    One(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A number from the first to the second, both included.
    Number(u16, u16),
}

/// A row of the table.
#[derive(Debug)]
pub struct Setting {
    /// Its name in the file.
    pub name: &'static str,
    /// What may stand for it.
    pub values: Values,
    /// What holds when nothing is set.
    pub default: &'static str,
    /// What it does.
    pub help: &'static str,
    /// The environment variable that goes before the file.
    pub variable: &'static str,
    /// The option of the command line that goes before both.
    pub option: &'static str,
}

const fn row(name: &'static str, values: Values, default: &'static str, help: &'static str) -> Setting {
    Setting { name, values, default, help, variable: "", option: "" }
}

const fn also(mut row: Setting, variable: &'static str, option: &'static str) -> Setting {
    row.variable = variable;
    row.option = option;
    row
}

/// The table.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = &[
    also(row("coder", Values::Words, "", "who codes; empty means the login name"), "CASEBOOK_CODER", "--coder"),
    row("theme", Values::One(&["auto", "dark", "light"]), "auto", "ground of the terminal; auto asks it (OSC 11), then COLORFGBG, then takes dark"),
    also(row("colour", Values::One(&["auto", "none", "16", "256", "true"]), "auto", "how many colours; auto follows NO_COLOR, CLICOLOR, CLICOLOR_FORCE, COLORTERM and TERM"), "CASEBOOK_COLOUR", "--colour"),
    also(row("glyphs", Values::One(&["auto", "unicode", "ascii"]), "auto", "lines and marks; auto follows the locale"), "CASEBOOK_GLYPHS", ""),
    row("ambiguous", Values::One(&["narrow", "wide"]), "narrow", "cells in which the terminal draws characters of ambiguous width; wide draws lines, marks, quotation marks and dashes in ASCII, but letters such as é or Я still count as one cell: where the terminal can be set to narrow, that is better"),
    also(row("bidi", Values::One(&["app", "terminal"]), "app", "who puts right-to-left text in visual order: Casebook, or the terminal"), "CASEBOOK_BIDI", ""),
    row("mouse", Values::Flag, "true", "take the mouse at the start; the act “mouse” hands it over at any time"),
    also(row("plain", Values::Flag, "false", "spoken lines in place of a screen, for screen readers and braille"), "CASEBOOK_PLAIN", "--plain"),
    also(row("calm", Values::Flag, "false", "say only what was refused: what was done is seen on the passage"), "", "--calm"),
    also(row("big", Values::Flag, "false", "a narrow column of 44 cells"), "", "--big"),
    row("unit", Values::One(&["sentence", "word", "paragraph", "turn"]), "sentence", "what a document is walked by when it is opened"),
    row("measure", Values::Number(20, 72), "72", "widest column of text, in cells"),
];

/// Where a value comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Nothing was set.
    Default,
    /// This line of the file, counted from 1.
    File(usize),
    /// The environment.
    Variable,
    /// The command line.
    Option,
}

/// Keys that the file gives to an act.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeySetting {
    /// The act, as it was written.
    pub act: String,
    /// The keys, as they were written; none takes the act's keys away.
    pub keys: Vec<String>,
    /// The line of the file, counted from 1.
    pub line: usize,
}

/// What holds: the defaults, and over them the file, the environment and the command line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    values: Vec<(String, Origin)>,
    /// Keys that were given to acts, in the order of the file.
    pub keys: Vec<KeySetting>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { values: SETTINGS.iter().map(|s| (s.default.to_owned(), Origin::Default)).collect(), keys: Vec::new() }
    }
}

impl Settings {
    /// A setting's value and where it comes from; a name that is no setting has the empty value.
    pub fn value(&self, name: &str) -> (&str, Origin) {
        let at = SETTINGS.iter().position(|s| s.name == name);
        at.and_then(|at| self.values.get(at)).map_or(("", Origin::Default), |(value, origin)| (value, *origin))
    }

    /// A setting's value as a word.
    pub fn word(&self, name: &str) -> &str {
        self.value(name).0
    }

    /// Whether a setting is on.
    pub fn is_on(&self, name: &str) -> bool {
        self.word(name) == "true"
    }

    /// A setting's value as a number, 0 where it is none.
    pub fn number(&self, name: &str) -> u16 {
        self.word(name).parse().unwrap_or(0)
    }

    /// Gives a setting a value.
    ///
    /// Errors: no such setting; a value that may not stand for it.
    pub fn set(&mut self, name: &str, value: &str, origin: Origin) -> Outcome<()> {
        let Some(at) = SETTINGS.iter().position(|s| s.name == name) else {
            return Err(Fault::unknown("setting", name, &near(name, SETTINGS.iter().map(|s| s.name))));
        };
        let fits = match SETTINGS[at].values {
            Values::Words => true,
            Values::One(words) => words.contains(&value),
            Values::Flag => matches!(value, "true" | "false"),
            Values::Number(least, most) => value.parse().is_ok_and(|n: u16| (least..=most).contains(&n)),
        };
        if !fits {
            let wanted = format!("{name} is {}", SETTINGS[at].values);
            return Err(Fault::asked(format!("“{value}” cannot be the {name}")).hint(wanted));
        }
        self.values[at] = (value.to_owned(), origin);
        Ok(())
    }

    /// The coder's name: as set, else the login name, else `me`.
    pub fn coder(&self) -> String {
        let set = Some(self.word("coder").trim().to_owned()).filter(|c| !c.is_empty());
        let login =
            || ["USER", "USERNAME", "LOGNAME"].iter().find_map(|v| std::env::var(v).ok()).filter(|n| !n.is_empty());
        set.or_else(login).unwrap_or_else(|| "me".to_owned())
    }

    /// Lets the environment go before the file. `CASEBOOK_PLAIN` is on with any value but `0` and `false`.
    ///
    /// Errors: a variable whose value may not stand for its setting; the others are taken in all the same.
    pub fn take_variables(&mut self, variable: impl Fn(&str) -> Option<String>) -> Vec<Fault> {
        let mut faults = Vec::new();
        for setting in SETTINGS.iter().filter(|s| !s.variable.is_empty()) {
            let Some(mut value) = variable(setting.variable).filter(|v| !v.is_empty()) else { continue };
            if setting.values == Values::Flag {
                value = (!matches!(value.as_str(), "0" | "false" | "no")).to_string();
            }
            let set = self.set(setting.name, &value, Origin::Variable);
            faults.extend(set.err().map(|f| f.at(format!("${}", setting.variable))));
        }
        faults
    }
}

impl std::fmt::Display for Values {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Words => f.write_str("any words"),
            Self::One(words) => f.write_str(&words.join(", ")),
            Self::Flag => f.write_str("true or false"),
            Self::Number(least, most) => write!(f, "a number from {least} to {most}"),
        }
    }
}

/// The names that look most like one, nearest first, at most two; spaces, hyphens and underscores are the same.
pub fn near<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let plain = |n: &str| n.to_lowercase().replace(['_', '-'], " ");
    let wanted = plain(name);
    let reach = 1 + wanted.chars().count() / 4;
    let alike = |k: &str| plain(k).chars().zip(wanted.chars()).take_while(|(a, b)| a == b).count();
    let mut found: Vec<(usize, std::cmp::Reverse<usize>, &str)> =
        known.map(|k| (distance(&plain(k), &wanted), std::cmp::Reverse(alike(k)), k)).collect();
    found.retain(|(apart, _, k)| *apart <= reach || (wanted.len() > 2 && plain(k).starts_with(&wanted)));
    found.sort();
    found.dedup();
    found.into_iter().take(2).map(|(.., k)| k.to_owned()).collect()
}

/// The settings file.
///
/// Errors: there is no home folder.
pub fn settings_file() -> Outcome<PathBuf> {
    Ok(super::config_folder()?.join("settings.toml"))
}

/// Reads the settings file and the environment; a missing file means that none are set.
///
/// Errors: the file cannot be read, or has a name or value that is not known: the first such fault, with its line.
pub fn load_settings() -> Outcome<Settings> {
    let (settings, mut faults) = look_at_settings()?;
    if faults.is_empty() { Ok(settings) } else { Err(faults.swap_remove(0)) }
}

/// The same with everything that is wrong, in the order of the lines.
///
/// Errors: the file is there and cannot be read.
pub fn look_at_settings() -> Outcome<(Settings, Vec<Fault>)> {
    let (mut settings, mut faults) = match settings_file() {
        Err(_) => (Settings::default(), Vec::new()),
        Ok(file) => match std::fs::read_to_string(&file) {
            Ok(text) => read_settings(&text, &file),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => (Settings::default(), Vec::new()),
            Err(e) => return Err(Fault::disk(e.to_string()).at(file.display().to_string())),
        },
    };
    faults.extend(settings.take_variables(|name| std::env::var(name).ok()));
    Ok((settings, faults))
}

/// Reads the text of a settings file; what is wrong is left out and reported, with the file and the line.
pub fn read_settings(text: &str, file: &Path) -> (Settings, Vec<Fault>) {
    let mut settings = Settings::default();
    let line = |byte: usize| text.as_bytes().iter().take(byte).filter(|b| **b == b'\n').count() + 1;
    let place = |byte: usize| format!("{}, line {}", file.display(), line(byte));
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |s| s.start);
            return (settings, vec![Fault::asked(error.message().to_owned()).at(place(at))]);
        }
    };
    let mut entries: Vec<_> = table.get_ref().iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    let mut faults = Vec::new();
    for (name, value) in entries {
        let at = name.span().start;
        let done = match (name.get_ref().as_ref(), value.get_ref()) {
            ("keys", DeValue::Table(keys)) => {
                read_keys(keys, &mut settings, &mut faults, line, place);
                Ok(())
            }
            ("keys", _) => Err(Fault::asked("keys is a table").hint("begin it with [keys] on a line of its own")),
            (name, value) => match plain(value) {
                Some(value) => settings.set(name, &value, Origin::File(line(at))),
                None => {
                    Err(Fault::asked(format!("{name} has a value that is neither words, a number nor true or false")))
                }
            },
        };
        faults.extend(done.err().map(|f| f.at(place(at))));
    }
    (settings, faults)
}

fn read_keys(
    keys: &DeTable<'_>,
    settings: &mut Settings,
    faults: &mut Vec<Fault>,
    line: impl Fn(usize) -> usize,
    place: impl Fn(usize) -> String,
) {
    let mut entries: Vec<_> = keys.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    for (act, value) in entries {
        let at = act.span().start;
        let words = |value: &Spanned<DeValue<'_>>| value.get_ref().as_str().map(str::to_owned);
        let keys: Option<Vec<String>> = match value.get_ref() {
            DeValue::Array(list) => list.iter().map(words).collect(),
            _ => words(value).map(|key| vec![key]),
        };
        match keys {
            Some(keys) => {
                settings.keys.push(KeySetting { act: act.get_ref().to_string(), keys, line: line(at) });
            }
            None => faults.push(
                Fault::asked(format!("the keys of “{}” are neither words nor a list of words", act.get_ref()))
                    .at(place(at))
                    .hint("write \"code\" = \"c\", or \"code\" = [\"c\", \"enter\"]"),
            ),
        }
    }
}

/// A value that is no list or table, in words.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(words) => Some(words.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(on) => Some(on.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Settings, Vec<String>) {
        let (settings, faults) = read_settings(text, Path::new("s.toml"));
        (settings, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_file_is_read_and_the_defaults_hold_for_the_rest() {
        let (settings, faults) =
            read("coder = \"lena\"\ncolour = 256\ncalm = true\n\n[keys]\ncode = [\"c\", \"f2\"]\nmark = \"v\"\n");
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!((settings.word("colour"), settings.is_on("calm"), settings.number("measure")), ("256", true, 72));
        assert_eq!(settings.value("coder"), ("lena", Origin::File(1)));
        assert_eq!(settings.keys[1], KeySetting { act: "mark".into(), keys: vec!["v".into()], line: 7 });
        assert_eq!(settings.value("theme"), ("auto", Origin::Default));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_the_rest_is_taken() {
        let (settings, faults) =
            read("colr = \"none\"\ntheme = \"drak\"\nmeasure = 500\nbig = true\n[keys]\nmark = 3\n");
        assert!(settings.is_on("big"));
        assert_eq!(
            faults,
            [
                "s.toml, line 1: no setting “colr”\n  did you mean “colour” or “coder”?",
                "s.toml, line 2: “drak” cannot be the theme\n  theme is auto, dark, light",
                "s.toml, line 3: “500” cannot be the measure\n  measure is a number from 20 to 72",
                "s.toml, line 6: the keys of “mark” are neither words nor a list of words\n  \
                 write \"code\" = \"c\", or \"code\" = [\"c\", \"enter\"]",
            ]
        );
        assert!(read("coder = ").1[0].starts_with("s.toml, line 1: "));
        assert!(read("keys = 3").1[0].contains("keys is a table"));
        assert!(read("coder = []").1[0].contains("neither words"));
    }

    #[test]
    fn variables_go_before_the_file_and_defaults_fit_their_settings() {
        let (mut settings, _) = read("colour = \"none\"\nplain = true\n");
        let set = |name: &str| match name {
            "CASEBOOK_COLOUR" => Some("16".to_owned()),
            "CASEBOOK_PLAIN" => Some("0".to_owned()),
            "CASEBOOK_BIDI" => Some("sideways".to_owned()),
            _ => None,
        };
        let faults = settings.take_variables(set);
        assert_eq!(settings.value("colour"), ("16", Origin::Variable));
        assert!(!settings.is_on("plain"));
        assert_eq!(faults.len(), 1);
        assert!(faults[0].to_string().starts_with("$CASEBOOK_BIDI: "));
        let mut fresh = Settings::default();
        for setting in SETTINGS {
            assert!(fresh.set(setting.name, setting.default, Origin::Option).is_ok(), "{}", setting.name);
        }
    }
}
