//! The one way in which text becomes words for finding: the index, the plain scan, the highlighting and the query itself all use it, so they cannot differ.
//!
//! Words are those of [`crate::text::words`]; in scripts written without spaces (Chinese, Japanese, Thai, Khmer, Lao, Burmese) every letter is a word of its own,
//! and several together are looked for as a phrase: so anything of one letter or more is found, however a dictionary would cut the text.
//! Each word has two keys: `exact`, with case and accents folded, and `stem`, for the document's language.

use super::Sequence;
use super::stem::Stemmer;
use crate::text::{Span, cut_words, fold, is_cjk};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use unicode_normalization::char::is_combining_mark;

/// Changes whenever the same text could give other keys, so that an index of another version is known.
pub const VERSION: u32 = 3;

/// Stands before the exact key of an odd word where that is kept among the stem keys; no stem key begins with it.
pub const BESIDE: char = '\u{1f}';

/// Longer keys are cut, in the text and in the query alike: an index has no room for them, and nobody types them whole.
const LONGEST: usize = 240;

/// How many different words an analyser remembers before it starts over.
const REMEMBERED: usize = 200_000;

/// The words of a text, as spans counted from its start.
pub fn spans(text: &str) -> Vec<Span> {
    let mut out = Vec::with_capacity(text.len() / 5);
    cut_words(text, &letter_by_letter, &mut |start, end| out.push(Span::new(start, end)));
    out
}

/// Scripts without spaces letter by letter, everything else as [`crate::text::words`] cuts it.
fn letter_by_letter(text: &str, word: &mut dyn FnMut(usize, usize)) {
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let dense = rest.chars().next().is_some_and(is_cjk);
        let length = rest.find(|c: char| is_cjk(c) != dense).unwrap_or(rest.len());
        let run = &rest[..length];
        if dense {
            for (i, c) in run.char_indices().filter(|(_, c)| c.is_alphanumeric() || is_combining_mark(*c)) {
                word(at + i, at + i + c.len_utf8());
            }
        } else {
            for w in crate::text::words(run) {
                word(at + w.start as usize, at + w.end as usize);
            }
        }
        at += length;
    }
}

/// The keys of one word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keys {
    /// Case and accents folded.
    pub exact: Box<str>,
    /// Stemmed, then folded, behind a mark of the language.
    pub stem: Box<str>,
    /// Without its accents and capitals the word would have another stem.
    odd: bool,
}

/// Turns words of one language into their keys, remembering those it has met: a stem costs ten times as much to find as to look up.
pub struct Analyser {
    stemmer: Stemmer,
    numbers: HashMap<Box<str>, u32, BuildHasherDefault<WordHasher>>,
    keys: Vec<Keys>,
}

/// A word of a text: where it stands, and the number of its keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    /// Counted from the start of the text that was read.
    pub span: Span,
    /// For [`Analyser::keys_of`]; good until the next text is read.
    pub number: u32,
}

impl Analyser {
    /// For a language as an ISO 639-1 code.
    pub fn new(language: &str) -> Self {
        Self { stemmer: Stemmer::new(language), numbers: HashMap::default(), keys: Vec::new() }
    }

    /// The words of a text.
    pub fn read(&mut self, text: &str) -> Vec<Word> {
        self.forget();
        let mut out = Vec::with_capacity(text.len() / 5);
        cut_words(text, &letter_by_letter, &mut |start, end| {
            out.push(Word { span: Span::new(start, end), number: self.number(&text[start..end]) });
        });
        out
    }

    /// Writes the exact and the stem key of every word of a text, each with a line end behind it: what the index takes in. Behind the stem
    /// key of an odd word its exact key follows, after [`BESIDE`].
    pub fn write_keys(&mut self, text: &str, exact: &mut String, stem: &mut String) {
        self.forget();
        cut_words(text, &letter_by_letter, &mut |start, end| {
            let number = self.number(&text[start..end]);
            let keys = &self.keys[number as usize];
            exact.push_str(&keys.exact);
            exact.push('\n');
            stem.push_str(&keys.stem);
            stem.push('\n');
            if keys.odd {
                stem.push(BESIDE);
                stem.push_str(&keys.exact);
                stem.push('\n');
            }
        });
    }

    /// Starts over when too many words are remembered. Only between texts: the numbers of a text's words stay good while it is looked at.
    fn forget(&mut self) {
        if self.keys.len() >= REMEMBERED {
            self.numbers.clear();
            self.keys.clear();
        }
    }

    /// The keys of a word that was read.
    pub fn keys_of(&self, number: u32) -> &Keys {
        &self.keys[number as usize]
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let mut stem = String::new();
        self.stemmer.key(word, &mut stem);
        let number = self.keys.len() as u32;
        let exact = exact(word);
        let stem: Box<str> = shortened(&stem).into();
        let odd = exact != word && {
            let mut plain = String::new();
            self.stemmer.key(&exact, &mut plain);
            shortened(&plain) != &*stem
        };
        self.keys.push(Keys { exact: exact.into(), stem, odd });
        self.numbers.insert(word.into(), number);
        number
    }

    /// The keys among the stem keys of which a text's word has one, if and only if it has the stem or the letters of this word. `None` where they do not tell: for several
    /// words, and for odd ones.
    ///
    /// A word with the same letters that is not odd has the stem of its plain letters, which is the stem of this word; one that is odd has its letters beside its stem.
    pub fn stem_or_letters(&mut self, word: &str) -> Option<Vec<Sequence>> {
        let [one] = self.read(word)[..] else { return None };
        let Keys { exact, stem, odd } = self.keys_of(one.number);
        let sequence = |key: String| Sequence { stemmed: true, keys: vec![key], open: false };
        (!odd).then(|| vec![sequence(stem.to_string()), sequence(format!("{BESIDE}{exact}"))])
    }

    /// The exact keys of the words of a text, in order.
    pub fn keys(text: &str) -> Vec<String> {
        spans(text).into_iter().map(|s| exact(s.of(text))).collect()
    }

    /// The stem keys of the words of a text, in order.
    pub fn stems(&mut self, text: &str) -> Vec<String> {
        self.read(text).into_iter().map(|word| self.keys_of(word.number).stem.to_string()).collect()
    }
}

/// Mixes eight bytes at a time: words are short, and nobody gains by making them collide in a table of at most [`REMEMBERED`] entries.
#[derive(Default)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517C_C1B7_2722_0A95);
        }
    }
}

fn exact(word: &str) -> String {
    let folded = fold(word);
    if folded.len() <= LONGEST { folded } else { shortened(&folded).to_owned() }
}

fn shortened(key: &str) -> &str {
    let mut end = key.len().min(LONGEST);
    while !key.is_char_boundary(end) {
        end -= 1;
    }
    &key[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_without_spaces_give_a_word_a_letter() {
        assert_eq!(Analyser::keys("我们用 iPhone手机。"), ["我", "们", "用", "iphone", "手", "机"]);
        assert_eq!(Analyser::keys("เหนื่อย").concat(), "เหนื่อย");
        assert_eq!(Analyser::keys("didn’t—STOP 🙂"), ["didn't", "stop"]);
    }

    #[test]
    fn long_words_are_cut_alike_in_text_and_query() {
        let long = "é".repeat(5_000);
        let mut analyser = Analyser::new("es");
        let word = analyser.read(&long)[0];
        let keys = analyser.keys_of(word.number).clone();
        assert_eq!(keys.exact.len(), LONGEST);
        assert!(keys.stem.len() <= LONGEST);
        assert_eq!(Analyser::keys(&long), [keys.exact.to_string()]);
    }
}
