//! Looking for words inside the document while they are typed: smart case, accents folded, any white space matches any other.

use super::sheet::Sheet;
use crate::text::{Span, fold};

/// What is looked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Needle {
    chars: Vec<char>,
    exact_case: bool,
}

impl Needle {
    /// Takes what was typed. A capital letter in it makes capitals count.
    pub fn new(typed: &str) -> Self {
        let exact_case = typed.chars().any(char::is_uppercase);
        let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let chars = typed.chars().flat_map(|c| plain(c, exact_case)).collect();
        Self { chars, exact_case }
    }

    /// True when there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The first place at or after a byte of `text` (and before `until`) where it stands.
    pub fn find(&self, text: &str, from: usize, until: usize) -> Option<Span> {
        let first = *self.chars.first()?;
        let begins = |c: char| {
            if c.is_ascii() {
                same_ascii(c, first, self.exact_case)
            } else {
                plain(c, self.exact_case).next() == Some(first)
            }
        };
        let hay = text.get(from..until)?;
        hay.char_indices()
            .filter(|(_, c)| begins(*c))
            .find_map(|(at, _)| self.length_at(&hay[at..]).map(|length| Span::new(from + at, from + at + length)))
    }

    /// All places in `text` inside a span.
    pub fn all(&self, text: &str, span: Span) -> Vec<Span> {
        let (mut at, end) = (span.start as usize, span.end as usize);
        let mut out = Vec::new();
        while let Some(hit) = self.find(text, at, end) {
            at = hit.end as usize;
            out.push(hit);
        }
        out
    }

    fn length_at(&self, hay: &str) -> Option<usize> {
        let mut chars = hay.char_indices().peekable();
        let mut wanted = self.chars.iter();
        let mut end = 0;
        while let Some(next) = wanted.as_slice().first() {
            let (at, c) = chars.next()?;
            end = at + c.len_utf8();
            if c.is_whitespace() {
                if *next != ' ' {
                    return None;
                }
                while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                wanted.next();
                continue;
            }
            for folded in plain(c, self.exact_case) {
                if wanted.next() != Some(&folded) {
                    return None;
                }
            }
        }
        // Accents written as marks of their own belong to the letter before them.
        while chars.next_if(|(_, c)| plain(*c, self.exact_case).next().is_none()).is_some_and(|(at, c)| {
            end = at + c.len_utf8();
            true
        }) {}
        Some(end)
    }
}

fn same_ascii(c: char, first: char, exact_case: bool) -> bool {
    if exact_case { c == first } else { c.to_ascii_lowercase() == first }
}

/// A character without accents (and capitals, unless they count); nothing for a mark that is an accent.
fn plain(c: char, exact_case: bool) -> impl Iterator<Item = char> {
    let folded = match c {
        '’' | '‘' => "'".to_owned(),
        '“' | '”' | '„' => "\"".to_owned(),
        c if c.is_ascii() && exact_case => c.to_string(),
        c if c.is_ascii() => c.to_ascii_lowercase().to_string(),
        c => {
            let lower = fold(c.encode_utf8(&mut [0; 4]));
            if exact_case && c.is_uppercase() { lower.to_uppercase() } else { lower }
        }
    };
    folded.chars().collect::<Vec<_>>().into_iter()
}

/// The next place in the document's turns from a byte on, going round at the end; backwards, the last one before it. Labels are not looked into.
pub fn next_hit(sheet: &Sheet, needle: &Needle, from: u32, forward: bool) -> Option<Span> {
    let turns = sheet.turns();
    if turns == 0 || needle.is_empty() {
        return None;
    }
    let text = sheet.text();
    let start = sheet.turn_at(from);
    for step in 0..=turns {
        let turn = if forward { (start + step) % turns } else { (start + turns - step % turns) % turns };
        let mut span = sheet.turn(turn);
        let came_round = step == turns;
        if forward {
            if step == 0 {
                span.start = from.clamp(span.start, span.end);
            }
            if came_round {
                span.end = from.clamp(span.start, span.end);
            }
            if let Some(hit) = needle.find(text, span.start as usize, span.end as usize) {
                return Some(hit);
            }
        } else {
            let hits = needle.all(text, span);
            let fits = |hit: &&Span| if came_round { hit.start >= from } else { step > 0 || hit.start < from };
            if let Some(hit) = hits.iter().rev().find(fits) {
                return Some(*hit);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first<'a>(needle: &str, text: &'a str) -> Option<&'a str> {
        Needle::new(needle).find(text, 0, text.len()).map(|s| s.of(text))
    }

    #[test]
    fn case_is_smart_and_accents_are_folded() {
        assert_eq!(first("elan", "with Élan"), Some("Élan"));
        assert_eq!(first("Elan", "élan, then Élan"), Some("Élan"));
        assert_eq!(first("strasse", "die STRASSE"), Some("STRASSE"));
        assert_eq!(first("two words", "so two\n  words"), Some("two\n  words"));
        assert_eq!(first("don't", "they don’t"), Some("don’t"));
        assert_eq!(first("漢", "古漢字"), Some("漢"));
        assert_eq!(first("x", "abc"), None);
        assert_eq!(first("", "abc"), None);
    }

    #[test]
    fn every_place_is_found_once() {
        let text = "anana and Ana";
        assert_eq!(Needle::new("ana").all(text, Span::new(0, text.len())).len(), 2);
    }
}
