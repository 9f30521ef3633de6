//! Labels of a form that the user describes: `<{name}> `, `{time} {name} -`.

use super::accept::{Chosen, Found, Name};
use super::label::{Form, Label};
use super::lines::{Kind, Line};
use super::time::stamp;
use crate::fault::{Fault, Outcome};
use crate::text::fold;
use std::collections::HashMap;

/// A described form of label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Literal(String),
    Name,
    Time,
}

/// The longest name a pattern takes, in bytes.
const LONGEST: usize = 120;

impl Pattern {
    /// Reads a pattern: literal text in which `{name}` stands for the speaker's name and `{time}` for a time stamp. It is matched at the beginning of a
    /// line; a space matches any number of spaces and tabs.
    ///
    /// Refused: a pattern without `{name}`, with two of them, with `{name}` beside `{time}` and nothing between, or with another word in braces.
    pub fn parse(pattern: &str) -> Outcome<Self> {
        let bad = |what: &str| {
            Fault::asked(format!("the pattern “{pattern}” {what}"))
                .hint("write the label as it stands in the text, with {name} for the speaker and {time} for a time stamp, for instance <{name}>")
        };
        let mut parts = Vec::new();
        let mut rest = pattern.trim_start();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix("{name}") {
                parts.push(Part::Name);
                rest = after;
            } else if let Some(after) = rest.strip_prefix("{time}") {
                parts.push(Part::Time);
                rest = after;
            } else {
                let end = rest.char_indices().skip(1).find(|(_, c)| *c == '{').map_or(rest.len(), |(i, _)| i);
                if rest.starts_with('{') {
                    return Err(bad("has braces around something else than name or time"));
                }
                parts.push(Part::Literal(rest[..end].to_owned()));
                rest = &rest[end..];
            }
        }
        let of = |part: &Part| parts.iter().filter(|p| *p == part).count();
        if of(&Part::Name) == 0 {
            return Err(bad("has no {name}"));
        }
        if of(&Part::Name) > 1 || of(&Part::Time) > 1 {
            return Err(bad("has the same placeholder twice"));
        }
        if parts.windows(2).any(|two| !two.iter().any(|p| matches!(p, Part::Literal(_)))) {
            return Err(bad("has {name} and {time} with nothing between them"));
        }
        Ok(Self { parts })
    }

    /// The label at the beginning of a line.
    fn read(&self, line: &str) -> Option<Label> {
        let start = line.len() - line.trim_start().len();
        let mut at = start;
        let mut name = start..start;
        let mut time = None;
        for (n, part) in self.parts.iter().enumerate() {
            match part {
                Part::Literal(literal) => at += literal_len(&line[at..], literal)?,
                Part::Time => {
                    let found = stamp(&line[at..])?;
                    time = Some(found.ms);
                    at += found.len;
                }
                Part::Name => {
                    let length = self.name_len(&line[at..], n)?;
                    name = at..at + line[at..at + length].trim_end().len();
                    at += length;
                }
            }
        }
        if name.is_empty() {
            return None;
        }
        let rest = &line[at..];
        let words = at + (rest.len() - rest.trim_start().len());
        let end = start + line[start..at].trim_end().len();
        Some(Label { form: Form::Given, start, name, role: None, time, end, words, marks: 0, remark: false })
    }

    /// How many bytes the name takes: up to where the next literal stands, or to the line's end.
    fn name_len(&self, rest: &str, part: usize) -> Option<usize> {
        let Some(Part::Literal(next)) = self.parts.get(part + 1) else {
            return (!rest.trim().is_empty() && rest.len() <= LONGEST).then_some(rest.len());
        };
        let found = rest
            .char_indices()
            .take_while(|(i, _)| *i <= LONGEST)
            .find(|(i, _)| literal_len(&rest[*i..], next).is_some());
        found.map(|(i, _)| i).filter(|i| !rest[..*i].trim().is_empty())
    }
}

/// How many bytes of `text` a literal matches; a space in it stands for any white space, also none at the line's end.
fn literal_len(text: &str, literal: &str) -> Option<usize> {
    let mut at = 0;
    for c in literal.chars() {
        let rest = &text[at..];
        if c == ' ' {
            let spaces = rest.len() - rest.trim_start().len();
            if spaces == 0 && !rest.is_empty() {
                return None;
            }
            at += spaces;
        } else if rest.starts_with(c) {
            at += c.len_utf8();
        } else {
            return None;
        }
    }
    Some(at)
}

/// The labels that a pattern finds.
pub(super) fn choose(text: &str, lines: &[Line], pattern: &Pattern) -> Chosen {
    let mut chosen = Chosen { form: Some(Form::Given), ..Chosen::default() };
    let mut index: HashMap<String, usize> = HashMap::new();
    for (n, line) in lines.iter().enumerate().filter(|(_, l)| !matches!(l.kind, Kind::Blank)) {
        let words = &text[line.start..line.end];
        let Some(label) = pattern.read(words) else { continue };
        let name = words[label.name.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        let key = fold(&name);
        let speaker = *index.entry(key.clone()).or_insert_with(|| {
            chosen.names.push(Name { name, role: None });
            chosen.names.len() - 1
        });
        chosen.found.push(Found { line: n, label, speaker: Some(speaker), number: None });
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_without_a_name_is_refused() {
        for bad in ["Speaker:", "", "{name}{time}", "{name} {name}", "{who}:"] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
        assert!(Pattern::parse("{time}").unwrap_err().to_string().contains("no {name}"));
    }

    #[test]
    fn patterns_match_at_the_beginning_of_a_line() {
        let read = |pattern: &str, line: &str| {
            let label = Pattern::parse(pattern).unwrap().read(line)?;
            Some((line[label.name].to_owned(), label.time, line[label.words..].to_owned()))
        };
        assert_eq!(read("<{name}> ", "<Aino> hei"), Some(("Aino".into(), None, "hei".into())));
        assert_eq!(read("{time} {name} -", "0:05   Aino K - hei"), Some(("Aino K".into(), Some(5000), "hei".into())));
        assert_eq!(read("== {name}", "== Aino"), Some(("Aino".into(), None, String::new())));
        assert_eq!(read("<{name}>", "no < label >"), None);
    }
}
