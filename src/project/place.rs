use crate::document::{Content, Turn};
use crate::fault::{Fault, Outcome};
use crate::text::{Points, Span, sentences};
use std::fmt;
use std::str::FromStr;

/// A place in a document as a person writes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// `13` or `13-15`: turns, counted from 1.
    Turns(usize, usize),
    /// `13:2` or `13:2-4`: sentences of a turn, counted from 1.
    Sentences(usize, usize, usize),
    /// `@120-260`: code points, half-open.
    Points(Points),
    /// `"some words"`: the one place where they stand.
    Quote(String),
}

impl FromStr for Place {
    type Err = Fault;

    fn from_str(raw: &str) -> Outcome<Self> {
        let raw = raw.trim();
        let fault = || {
            Fault::asked(format!("“{raw}” is no place"))
                .hint("write a turn (13), turns (13-15), sentences (13:2 or 13:2-4), code points (@120-260) or the words in quotation marks")
        };
        let quotes = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('\'', '\''), ('‘', '’'), ('「', '」')];
        for (open, close) in quotes {
            if let Some(words) = raw.strip_prefix(open).and_then(|r| r.strip_suffix(close)) {
                return if words.trim().is_empty() { Err(fault()) } else { Ok(Self::Quote(words.to_owned())) };
            }
        }
        let range = |text: &str| -> Option<(usize, usize)> {
            let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
            let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
            (first <= last).then_some((first, last))
        };
        if let Some(points) = raw.strip_prefix('@') {
            let (start, end) = range(points).filter(|(s, e)| s < e).ok_or_else(fault)?;
            let narrow = |n: usize| u32::try_from(n).map_err(|_| fault());
            return Ok(Self::Points(Points { start: narrow(start)?, end: narrow(end)? }));
        }
        if let Some((turn, inner)) = raw.split_once(':') {
            let (first, last) = range(inner).filter(|(f, _)| *f > 0).ok_or_else(fault)?;
            return Ok(Self::Sentences(turn.trim().parse().map_err(|_| fault())?, first, last));
        }
        match range(raw) {
            Some((first, last)) if first > 0 => Ok(Self::Turns(first, last)),
            // Words without their quotation marks, as when a shell has eaten them.
            _ if raw.contains(char::is_whitespace) && raw.chars().any(char::is_alphabetic) => {
                Ok(Self::Quote(raw.to_owned()))
            }
            _ => Err(fault()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Turns(a, b) if a == b => write!(f, "{a}"),
            Self::Turns(a, b) => write!(f, "{a}-{b}"),
            Self::Sentences(t, a, b) if a == b => write!(f, "{t}:{a}"),
            Self::Sentences(t, a, b) => write!(f, "{t}:{a}-{b}"),
            Self::Points(p) => write!(f, "@{}-{}", p.start, p.end),
            Self::Quote(words) => write!(f, "“{words}”"),
        }
    }
}

/// The span that a place means in a document.
///
/// Errors: a turn, sentence or code point that the document does not have; words that stand nowhere or in several places (which are listed).
pub fn resolve(place: &Place, content: &Content) -> Outcome<Span> {
    let turns = &content.structure.turns;
    let text = content.text.as_str();
    let turn = |n: usize| -> Outcome<&Turn> {
        let have = turns.len();
        n.checked_sub(1)
            .and_then(|i| turns.get(i))
            .ok_or_else(|| Fault::asked(format!("no turn {n}: the document has {have}")))
    };
    match place {
        Place::Turns(first, last) => Ok(turn(*first)?.span.hull(turn(*last)?.span)),
        Place::Sentences(n, first, last) => {
            let whole = turn(*n)?.span;
            let cut = sentences(whole.of(text));
            let have = cut.len();
            let sentence = |s: usize| {
                cut.get(s - 1).copied().ok_or_else(|| Fault::asked(format!("no sentence {n}:{s}: turn {n} has {have}")))
            };
            let span = sentence(*first)?.hull(sentence(*last)?);
            Ok(Span { start: span.start + whole.start, end: span.end + whole.start })
        }
        Place::Points(points) => {
            let outside = || {
                Fault::asked(format!(
                    "{place} lies outside the document, which has {} code points",
                    content.text.points()
                ))
            };
            content.text.to_span(*points).filter(|s| !s.is_empty()).ok_or_else(outside)
        }
        Place::Quote(words) => find_quote(words, content),
    }
}

/// The one place where words stand: exactly as written, or else with any white space between them, any form of quotation mark, and any case.
fn find_quote(words: &str, content: &Content) -> Outcome<Span> {
    let text = content.text.as_str();
    let (words, _) = crate::text::normalise(words);
    let words = words.trim();
    let mut found: Vec<Span> = text.match_indices(words).map(|(at, m)| Span::new(at, at + m.len())).take(4).collect();
    if found.is_empty() {
        found = find_loosely(words, text);
    }
    match found[..] {
        [one] => Ok(one),
        [] => Err(Fault::asked(format!("the words “{words}” stand nowhere in the document"))
            .hint("they must be copied as they stand, without the speaker's label")),
        _ => {
            let places: Vec<String> = found.iter().take(3).map(|s| place_name(*s, content)).collect();
            let more = if found.len() > 3 { " and elsewhere" } else { "" };
            Err(Fault::asked(format!("the words “{words}” stand in several places: {}{more}", places.join(", ")))
                .hint("give more of the words, or the place itself"))
        }
    }
}

fn find_loosely(words: &str, text: &str) -> Vec<Span> {
    let plain = |c: char| match c {
        '’' | '‘' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' => '-',
        c => c.to_lowercase().next().unwrap_or(c),
    };
    let needle: Vec<char> = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(plain).collect();
    let Some(first) = needle.first().copied() else { return Vec::new() };
    let mut found = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| plain(*c) == first) {
        if let Some(length) = matches_loosely(&needle, &text[at..], plain) {
            found.push(Span::new(at, at + length));
            if found.len() == 4 {
                break;
            }
        }
    }
    found
}

/// How many bytes of `text` match the needle from its beginning, where one space of the needle matches any run of white space.
fn matches_loosely(needle: &[char], text: &str, plain: impl Fn(char) -> char) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    let mut end = 0;
    for wanted in needle {
        let (at, c) = chars.next()?;
        if *wanted == ' ' {
            if !c.is_whitespace() {
                return None;
            }
            while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        } else if plain(c) != *wanted {
            return None;
        }
        end = at + c.len_utf8();
    }
    Some(end)
}

/// How a span is written: `13`, `13:2`, `13:2-4`, `13-15`, or code points where it fits no sentences.
pub fn place_name(span: Span, content: &Content) -> String {
    let text = content.text.as_str();
    let turns = &content.structure.turns;
    let range = content.structure.turns_in(span);
    let points = || Place::Points(content.text.to_points(span)).to_string();
    if range.is_empty() {
        return points();
    }
    let (first, last) = (range.start, range.end - 1);
    if turns[first].span.start == span.start && turns[last].span.end == span.end {
        return Place::Turns(first + 1, last + 1).to_string();
    }
    if first != last {
        return points();
    }
    let whole = turns[first].span;
    let cut = sentences(whole.of(text));
    let inside = |s: &Span| s.start + whole.start < span.end && span.start < s.end + whole.start;
    let from = cut.iter().position(inside);
    let to = cut.iter().rposition(inside);
    match (from, to) {
        (Some(from), Some(to)) => Place::Sentences(first + 1, from + 1, to + 1).to_string(),
        _ => points(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Structure, TurnKind};
    use crate::text::Text;

    fn content() -> Content {
        let text = "A: One thing. Another “thing”\nwrapped.\n\nB: One thing again 🙂.";
        let turn = |needle: &str, len: usize| {
            let start = text.find(needle).unwrap();
            Turn {
                span: Span::new(start, start + len),
                label: Span::new(start - 3, start),
                speaker: None,
                time_ms: None,
                kind: TurnKind::Speech,
            }
        };
        let first = "One thing. Another “thing”\nwrapped.";
        let second = "One thing again 🙂.";
        let turns = vec![turn(first, first.len()), turn(second, second.len())];
        Content { text: Text::new(text), structure: Structure { turns, ..Structure::default() } }
    }

    fn words(place: &str) -> Result<String, String> {
        let content = content();
        let place: Place = place.parse().map_err(|f: Fault| f.what)?;
        resolve(&place, &content).map(|s| s.of(content.text.as_str()).to_owned()).map_err(|f| f.what)
    }

    #[test]
    fn places_of_every_form_resolve() {
        assert_eq!(words("2").unwrap(), "One thing again 🙂.");
        assert_eq!(words("1:2").unwrap(), "Another “thing”\nwrapped.");
        assert_eq!(words("1:1-2").unwrap(), "One thing. Another “thing”\nwrapped.");
        assert_eq!(words("@3-6").unwrap(), "One");
        assert_eq!(words("\"another \"thing\" wrapped\"").unwrap(), "Another “thing”\nwrapped");
        assert!(words("\"One thing\"").unwrap_err().contains("several places: 1:1, 2:1"));
        assert!(words("3").unwrap_err().contains("has 2"));
        assert!(words("1:7").is_err() && words("@9-3").is_err() && words("0").is_err() && words("@5-9999").is_err());
    }

    #[test]
    fn a_place_is_named_as_a_person_would_write_it() {
        let content = content();
        for place in ["1", "2", "1:2", "1-2"] {
            let span = resolve(&place.parse().unwrap(), &content).unwrap();
            assert_eq!(place_name(span, &content), place.to_owned());
        }
    }
}
