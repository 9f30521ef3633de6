use super::near::distance;
use super::words::{Analyser, Word};
use super::{Near, TextAtom};
use crate::text::Span;
use regex::Regex;
use unicode_normalization::UnicodeNormalization;

/// What text has to hold: a boolean expression over things to be found in one turn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TextExpr {
    /// It is found.
    Atom(TextAtom),
    /// It does not hold.
    Not(Box<TextExpr>),
    /// All hold.
    And(Vec<TextExpr>),
    /// One holds.
    Or(Vec<TextExpr>),
}

impl TextExpr {
    /// Every atom, from left to right.
    pub fn atoms(&self) -> Vec<&TextAtom> {
        match self {
            Self::Atom(atom) => vec![atom],
            Self::Not(inner) => inner.atoms(),
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::atoms).collect(),
        }
    }

    /// The atoms that are looked for, not those that are denied, from left to right.
    pub fn wanted(&self) -> Vec<&TextAtom> {
        match self {
            Self::Atom(atom) => vec![atom],
            Self::Not(inner) => inner.denied(),
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::wanted).collect(),
        }
    }

    fn denied(&self) -> Vec<&TextAtom> {
        match self {
            Self::Atom(_) => Vec::new(),
            Self::Not(inner) => inner.wanted(),
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::denied).collect(),
        }
    }

    /// Whether it holds, where `atom` is asked about each atom once, in the order of [`TextExpr::atoms`].
    pub fn holds_each(&self, atom: &mut dyn FnMut(&TextAtom) -> bool) -> bool {
        match self {
            Self::Atom(a) => atom(a),
            Self::Not(inner) => !inner.holds_each(atom),
            // No short cut: every atom is asked about, so that the caller can count them.
            Self::And(parts) => parts.iter().filter(|part| !part.holds_each(atom)).count() == 0,
            Self::Or(parts) => parts.iter().filter(|part| part.holds_each(atom)).count() > 0,
        }
    }

    /// Whether it holds of a text in which nothing is found.
    pub fn holds_of_nothing(&self) -> bool {
        self.holds_each(&mut |_| false)
    }
}

/// Keys that must follow each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sequence {
    /// Which of a word's two keys.
    pub stemmed: bool,
    /// The keys, in order; at least one.
    pub keys: Vec<String>,
    /// Whether the last one is only the beginning of a key.
    pub open: bool,
}

/// The sequences of which one has to be found for a word, phrase or prefix. `None` for what is not found by keys.
pub fn sequences(atom: &TextAtom, analyser: &mut Analyser) -> Option<Vec<Sequence>> {
    let exact = |text: &str, open: bool| Sequence { stemmed: false, keys: Analyser::keys(text), open };
    let all = match atom {
        // The same stem, or the same letters but for accents: somebody who types without accents gets another stem.
        TextAtom::Word(word) => {
            vec![Sequence { stemmed: true, keys: analyser.stems(word), open: false }, exact(word, false)]
        }
        TextAtom::Phrase(words) => vec![exact(words, false)],
        TextAtom::Prefix(word) => vec![exact(word, true)],
        TextAtom::Exact(_) | TextAtom::Fuzzy(_) | TextAtom::Regex(_) | TextAtom::Near(_) => return None,
    };
    Some(all.into_iter().filter(|s| !s.keys.is_empty()).collect())
}

/// A word with its misspellings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fuzzy {
    key: String,
    letters: usize,
    reach: usize,
}

impl Fuzzy {
    /// For one word; `None` when the text holds no word. No letter may differ in words of one or two letters, two from eight letters on, otherwise one; two
    /// neighbours changed about count as one.
    pub fn new(word: &str) -> Option<Self> {
        let key = Analyser::keys(word).pop()?;
        let letters = key.chars().count();
        let reach = match letters {
            0..=2 => 0,
            3..=7 => 1,
            _ => 2,
        };
        Some(Self { key, letters, reach })
    }

    /// Whether a key is one of them.
    pub fn fits(&self, key: &str) -> bool {
        // Every letter takes one to four bytes: most keys are told apart by their length alone.
        key == self.key
            || (self.reach > 0
                && key.len() + self.reach >= self.letters
                && key.chars().count().abs_diff(self.letters) <= self.reach
                && distance(key, &self.key) <= self.reach)
    }
}

/// A text atom made ready for the texts of one language.
pub enum Matcher {
    /// One of these sequences of keys.
    Sequences(Vec<Sequence>),
    /// Words as they are written, and the sequence of their keys, by which they are looked for.
    Exact(Vec<String>, Sequence),
    /// A word with its misspellings.
    Fuzzy(Option<Fuzzy>),
    /// A regular expression; `None` for one that does not compile, which finds nothing.
    Regex(Option<Regex>),
    /// Two of these near each other.
    Near(Box<Matcher>, Box<Matcher>, u32, bool),
}

/// Something found: where, and which words of the text it covers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Match {
    /// Counted from the start of the text.
    pub span: Span,
    first: u32,
    last: u32,
}

impl Matcher {
    /// Makes an atom ready for the language of an analyser.
    pub fn new(atom: &TextAtom, analyser: &mut Analyser) -> Self {
        if let Some(sequences) = sequences(atom, analyser) {
            return Self::Sequences(sequences);
        }
        match atom {
            TextAtom::Exact(words) => {
                let written = super::words::spans(words).into_iter().map(|s| as_written(s.of(words))).collect();
                Self::Exact(written, Sequence { stemmed: false, keys: Analyser::keys(words), open: false })
            }
            TextAtom::Regex(pattern) => Self::Regex(super::pattern::compile(pattern).ok()),
            TextAtom::Near(near) => {
                let Near { first, second, within, ordered } = &**near;
                let (first, second) = (Self::new(first, analyser), Self::new(second, analyser));
                Self::Near(Box::new(first), Box::new(second), *within, *ordered)
            }
            TextAtom::Fuzzy(word) | TextAtom::Word(word) | TextAtom::Phrase(word) | TextAtom::Prefix(word) => {
                Self::Fuzzy(Fuzzy::new(word))
            }
        }
    }

    /// Every place in a text (of which these are the words) where it is found, in order.
    pub fn find(&self, text: &str, words: &[Word], analyser: &Analyser) -> Vec<Match> {
        let mut found = Vec::new();
        match self {
            Self::Sequences(sequences) => {
                for sequence in sequences {
                    find_sequence(sequence, words, analyser, &mut found);
                }
            }
            Self::Exact(written, sequence) => {
                find_sequence(sequence, words, analyser, &mut found);
                found.retain(|m| {
                    let own = words[m.first as usize..=m.last as usize].iter();
                    own.zip(written).all(|(word, wanted)| as_written(word.span.of(text)) == *wanted)
                });
            }
            Self::Fuzzy(fuzzy) => {
                let near = |w: &Word| fuzzy.as_ref().is_some_and(|f| f.fits(&analyser.keys_of(w.number).exact));
                let fits = words.iter().enumerate().filter(|(_, w)| near(w));
                found.extend(fits.map(|(i, w)| Match { span: w.span, first: i as u32, last: i as u32 }));
            }
            Self::Regex(regex) => {
                for m in regex.iter().flat_map(|r| r.find_iter(text)).filter(|m| !m.is_empty()) {
                    let span = Span::new(m.start(), m.end());
                    let first = words.partition_point(|w| w.span.end <= span.start) as u32;
                    let after = words.partition_point(|w| w.span.start < span.end) as u32;
                    found.push(Match { span, first, last: after.saturating_sub(1).max(first) });
                }
            }
            Self::Near(one, other, within, ordered) => {
                let (one, other) = (one.find(text, words, analyser), other.find(text, words, analyser));
                for a in &one {
                    for b in &other {
                        let gap = if a.last < b.first {
                            b.first - a.last
                        } else if !ordered && b.last < a.first {
                            a.first - b.last
                        } else {
                            continue;
                        };
                        if gap <= *within {
                            let (first, last) = (a.first.min(b.first), a.last.max(b.last));
                            found.push(Match { span: a.span.hull(b.span), first, last });
                        }
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A word as it is written, composed and with one form of apostrophe, so that typing does not decide.
fn as_written(word: &str) -> String {
    word.replace(['’', '‘', 'ʼ'], "'").nfc().collect()
}

fn find_sequence(sequence: &Sequence, words: &[Word], analyser: &Analyser, found: &mut Vec<Match>) {
    let length = sequence.keys.len();
    let fits = |word: &Word, key: &str, open: bool| {
        let keys = analyser.keys_of(word.number);
        let own = if sequence.stemmed { &keys.stem } else { &keys.exact };
        if open { own.starts_with(key) } else { **own == *key }
    };
    for (at, window) in words.windows(length).enumerate() {
        let mut pairs = window.iter().zip(&sequence.keys).enumerate();
        if pairs.all(|(i, (word, key))| fits(word, key, sequence.open && i + 1 == length)) {
            let span = window[0].span.hull(window[length - 1].span);
            found.push(Match { span, first: at as u32, last: (at + length - 1) as u32 });
        }
    }
}
