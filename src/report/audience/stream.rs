//! Texts as rows of folded letters, and names found in them.
//!
//! Two questions are asked of the same letters: *where does this name stand, to be replaced* ([`Needle::stands`]: whole words, as written), and *could anybody
//! read this name here* ([`Needle::shows`]: whatever the case, accents, endings, line breaks, hyphens and invisible characters between its letters).

use crate::text::{fold, is_cjk};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// What lies before a letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Border {
    /// A letter of the same word.
    Inside,
    /// A change from small to capital or between letters and digits: `AcmeReport`, `acme3`.
    Weak,
    /// A hyphen and a line end, which may divide one word.
    Soft,
    /// Anything that is no letter or digit, or the beginning.
    Strong,
}

/// One letter or digit, folded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    pub(super) c: char,
    /// Which of the texts.
    pub(super) piece: u32,
    /// Where the character begins that it came from, in bytes of its text, and where that ends.
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) before: Border,
    /// Written as a capital, or of a script without capitals.
    pub(super) capital: bool,
}

/// Several texts as one row of letters.
#[derive(Default)]
pub(super) struct Stream {
    pub(super) letters: Vec<Letter>,
    last: Option<char>,
    gap: String,
}

/// Characters without width that may stand inside a word without anybody seeing them, and marks over letters.
fn invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{640}')
        || fold(c.encode_utf8(&mut [0; 4])).is_empty()
}

/// The letters that a character stands for, without case, accents and forms of presentation.
fn letters_of(c: char, out: &mut Vec<char>) {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        }
        return;
    }
    let plain: String = std::iter::once(c).nfkc().collect();
    for c in fold(&plain).chars() {
        match c {
            'ß' => out.extend(['s', 's']),
            'æ' => out.extend(['a', 'e']),
            'œ' => out.extend(['o', 'e']),
            'þ' => out.extend(['t', 'h']),
            'ى' => out.push('ي'),
            'ة' => out.push('ه'),
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
}

impl Stream {
    pub(super) fn of(text: &str) -> Self {
        let mut stream = Self::default();
        stream.push(0, text);
        stream
    }

    /// Adds a text; between it and the one before is a border that a name may stretch over.
    pub(super) fn push(&mut self, piece: u32, text: &str) {
        if self.last.is_some() {
            self.gap.push(' ');
        }
        let mut folded = Vec::new();
        for (at, c) in text.char_indices() {
            folded.clear();
            letters_of(c, &mut folded);
            if folded.is_empty() {
                if !invisible(c) {
                    self.gap.push(c);
                }
                continue;
            }
            let before = self.border(c);
            let capital = c.is_uppercase() || !c.is_lowercase();
            for (n, letter) in folded.iter().enumerate() {
                let before = if n == 0 { before } else { Border::Inside };
                let (from, to) = (at as u32, (at + c.len_utf8()) as u32);
                self.letters.push(Letter { c: *letter, piece, from, to, before, capital });
            }
            self.last = Some(c);
            self.gap.clear();
        }
    }

    fn border(&self, c: char) -> Border {
        let Some(last) = self.last else { return Border::Strong };
        if self.gap.is_empty() {
            let turns = (last.is_lowercase() && c.is_uppercase()) || last.is_numeric() != c.is_numeric();
            return if turns { Border::Weak } else { Border::Inside };
        }
        let hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
        let divided = self.gap.contains('\n') && self.gap.starts_with(hyphen);
        let rest = self.gap.trim_start_matches(hyphen);
        if divided && rest.chars().all(char::is_whitespace) { Border::Soft } else { Border::Strong }
    }

    fn opens(&self, at: usize) -> bool {
        self.letters.get(at).is_none_or(|l| l.before != Border::Inside)
    }

    /// Where the word ends that a letter is in: one past its last letter.
    fn word_end(&self, mut at: usize) -> usize {
        while at < self.letters.len() && self.letters[at].before == Border::Inside {
            at += 1;
        }
        at
    }
}

/// How the words of a name's script are told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Script {
    /// Words between spaces.
    Spaced,
    /// Words between spaces, with particles written onto them: Arabic, Hebrew.
    Prefixed,
    /// No spaces: Chinese, Japanese, Thai …
    Unspaced,
}

/// A name in a form in which it can be looked for.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    letters: Vec<char>,
    /// Whether a word of the name begins here.
    opens: Vec<bool>,
    capitals: Vec<bool>,
    script: Script,
    /// An ordinary word besides: only where it begins with a capital is it read as a name.
    ordinary: bool,
}

impl Needle {
    /// `None` for a name that cannot be looked for: none or one letter, or up to four digits, which stand everywhere.
    pub(super) fn of(name: &str) -> Option<Self> {
        let stream = Stream::of(name);
        let letters: Vec<char> = stream.letters.iter().map(|l| l.c).collect();
        let digits = letters.iter().all(|c| c.is_numeric());
        if letters.len() < 2 || (digits && letters.len() < 5) {
            return None;
        }
        let prefixed = |c: &char| matches!(c, '\u{590}'..='\u{8FF}');
        let script = match () {
            () if letters.iter().any(|c| is_cjk(*c) || matches!(c, '\u{AC00}'..='\u{D7AF}')) => Script::Unspaced,
            () if letters.iter().any(prefixed) => Script::Prefixed,
            () => Script::Spaced,
        };
        Some(Self {
            opens: stream.letters.iter().map(|l| l.before != Border::Inside).collect(),
            capitals: stream.letters.iter().map(|l| l.capital).collect(),
            letters,
            script,
            ordinary: false,
        })
    }

    /// The same for a name that is an ordinary word besides, if it is written with a capital.
    pub(super) fn ordinary(mut self) -> Self {
        self.ordinary = self.capitals[0];
        self
    }

    /// Whether it is long enough that a word which begins with it is most likely an inflected form of it.
    pub(super) fn is_long(&self) -> bool {
        self.letters.len() >= 5 || self.script != Script::Spaced
    }

    /// The first two letters: by these a name is found quickly.
    pub(super) fn key(&self) -> (char, char) {
        (self.letters[0], self.letters[1])
    }

    fn fits(&self, stream: &Stream, at: usize) -> Option<usize> {
        let end = at + self.letters.len();
        let there = stream.letters.get(at..end)?;
        there.iter().zip(&self.letters).all(|(l, c)| l.c == *c).then_some(end)
    }

    /// Whether the words are divided only where the name's are.
    fn divided_alike(&self, stream: &Stream, at: usize) -> bool {
        let inside = stream.letters[at..at + self.letters.len()].iter().zip(&self.opens).skip(1);
        inside.into_iter().all(|(l, opens)| *opens || matches!(l.before, Border::Inside | Border::Soft))
    }

    /// Whether somebody could read the name at this letter: one past its last letter.
    pub(super) fn shows(&self, stream: &Stream, at: usize) -> Option<usize> {
        let end = self.fits(stream, at)?;
        if self.ordinary && !stream.letters[at].capital {
            return None;
        }
        let (opens, closes) = (stream.opens(at), stream.opens(end));
        let number = |n: usize| self.letters.get(n).is_some_and(|c| c.is_numeric());
        // `Doc 1` does not show in `Doc 12`.
        if (number(0) && !opens) || (number(self.letters.len() - 1) && !closes) {
            return None;
        }
        let length = self.letters.len();
        if self.script == Script::Unspaced {
            return Some(end);
        }
        if opens && closes {
            let same_case = || stream.letters[at..end].iter().zip(&self.capitals).all(|(l, c)| l.capital == *c);
            return (length > 2 || same_case()).then_some(end);
        }
        let alike = self.divided_alike(stream, at);
        let shown = match (self.script, length) {
            (Script::Prefixed, 3..) | (_, 7..) => alike,
            (_, 4..) => opens && alike,
            // An ending of two letters at most: `Aron` shows `Aro`, `Annals` does not show `Ann`.
            (_, 3) => opens && alike && stream.letters[at].capital && stream.word_end(end) - end <= 2,
            _ => false,
        };
        shown.then_some(end)
    }

    /// Whether the name itself stands at this letter, to be replaced: whole words, a capital where the name has one. With `inflected` a word that begins with the
    /// name's last word counts whole.
    pub(super) fn stands(&self, stream: &Stream, at: usize, inflected: bool) -> Option<usize> {
        let end = self.fits(stream, at)?;
        if self.script == Script::Unspaced {
            return Some(end);
        }
        let first = &stream.letters[at];
        let small = self.capitals[0] && !first.capital;
        let whole = |n: usize| stream.letters.get(n).is_none_or(|l| matches!(l.before, Border::Strong));
        let inside =
            stream.letters[at..end].iter().zip(&self.opens).skip(1).all(|(l, opens)| {
                if *opens { l.before != Border::Inside } else { !matches!(l.before, Border::Strong) }
            });
        if small || !inside {
            return None;
        }
        let starts = whole(at) || (inflected && self.script == Script::Prefixed);
        let number = self.letters.last().is_some_and(|c| c.is_numeric());
        match () {
            () if !starts => None,
            () if whole(end) => Some(end),
            () if inflected && !number && stream.letters[end].before == Border::Inside => Some(stream.word_end(end)),
            () => None,
        }
    }
}

/// Names by their first letters.
#[derive(Clone, Default, Debug)]
pub(super) struct Needles {
    by_key: HashMap<(char, char), Vec<(usize, Needle)>>,
}

impl Needles {
    pub(super) fn add(&mut self, name: usize, needle: Needle) {
        self.by_key.entry(needle.key()).or_default().push((name, needle));
    }

    /// The names that may stand at a letter.
    pub(super) fn at<'n>(&'n self, stream: &Stream, at: usize) -> &'n [(usize, Needle)] {
        let (Some(a), Some(b)) = (stream.letters.get(at), stream.letters.get(at + 1)) else { return &[] };
        self.by_key.get(&(a.c, b.c)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shows(name: &str, text: &str) -> bool {
        let (needle, stream) = (Needle::of(name).unwrap(), Stream::of(text));
        (0..stream.letters.len()).any(|at| needle.shows(&stream, at).is_some())
    }

    fn stands(name: &str, text: &str, inflected: bool) -> Option<String> {
        let (needle, stream) = (Needle::of(name).unwrap(), Stream::of(text));
        (0..stream.letters.len()).find_map(|at| {
            let end = needle.stands(&stream, at, inflected)?;
            Some(text[stream.letters[at].from as usize..stream.letters[end - 1].to as usize].to_owned())
        })
    }

    #[test]
    fn a_name_shows_through_case_accents_endings_breaks_and_hidden_characters() {
        for (name, text) in [
            ("Kestrum AG", "KESTRUM AG"),
            ("Kestrum", "the kestrum's"),
            ("Kestrum", "Kest-\nrumin"),
            ("Kestrum", "Kes\u{AD}t\u{200B}rum"),
            ("Kestrum", "kestrum_report2"),
            ("Kestrum", "theKestrumreport"),
            ("Kestrum AG", "Kestrum\n  AG"),
            ("Kestrum AG", "KestrumAG"),
            ("Élan", "elans"),
            ("Müller", "MÜLLERS"),
            ("Aro", "Aron"),
            ("北方银行", "我们在北方银行工作"),
            ("הבנק הצפוני", "להבנק הצפוני"),
            ("النور", "والنور"),
            ("P1", "said P1."),
            ("Ｋｅｓｔｒｕｍ", "kestrum"),
        ] {
            assert!(shows(name, text), "{name} in {text}");
        }
    }

    #[test]
    fn a_name_does_not_show_where_nobody_would_read_it() {
        for (name, text) in [
            ("Ann", "annals of the planning"),
            ("Doc 1", "Doc 12"),
            ("P1", "P12, p1"),
            ("Marta", "mar tagged"),
            ("Lena", "calena"),
            ("Al", "al dente"),
        ] {
            assert!(!shows(name, text), "{name} in {text}");
        }
        assert!(["7", "42", "x", "", "1234", "–"].iter().all(|n| Needle::of(n).is_none()));
    }

    #[test]
    fn a_name_is_replaced_as_a_whole_word_with_its_capital() {
        assert_eq!(stands("Will", "we will see what Will says", false).as_deref(), Some("Will"));
        assert_eq!(stands("Nordbank", "die Nordbanken", false), None);
        assert_eq!(stands("Nordbank", "die Nordbanken und", true).as_deref(), Some("Nordbanken"));
        assert_eq!(stands("Nord Bank", "der Nord\nBank", false).as_deref(), Some("Nord\nBank"));
        assert_eq!(stands("北方银行", "我们在北方银行工作", false).as_deref(), Some("北方银行"));
        assert_eq!(stands("النور", "في والنور هنا", true).as_deref(), Some("النور"));
        assert_eq!(stands("النور", "في والنور هنا", false), None);
        assert_eq!(stands("Kestrum", "KestrumCloud", true), None);
    }
}
