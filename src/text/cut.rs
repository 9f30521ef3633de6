//! Cutting text into words, quickly.
//!
//! A segmenter for every script costs 25 ns a byte; most of a transcript is plain letters, for which the rules of UAX 29 fit in a few lines. Stretches between
//! spaces that have only such letters are cut here, the others are left to the caller; a property test holds this and the segmenter together.

/// What a character is to the rules of UAX 29, section 4.1.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// ALetter.
    Letter,
    /// Numeric.
    Digit,
    /// ExtendNumLet: joins letters and digits.
    Joiner,
    /// MidLetter: stands inside words.
    MidLetter,
    /// MidNum: stands inside numbers.
    MidNumber,
    /// MidNumLet and Single_Quote: stand inside both.
    MidBoth,
    /// Nothing of it.
    Other,
    /// Space, tab or line end: no word reaches across it.
    Gap,
    /// Not known here.
    Strange,
}

const ASCII: [Class; 128] = {
    let mut table = [Class::Other; 128];
    let mut i = 0;
    while i < 128 {
        table[i] = match i as u8 {
            b'A'..=b'Z' | b'a'..=b'z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Joiner,
            b':' => Class::MidLetter,
            b',' | b';' => Class::MidNumber,
            b'.' | b'\'' => Class::MidBoth,
            b' ' | b'\n' | b'\t' => Class::Gap,
            // Line ends other than LF do not occur in normalised text; in a query they may.
            0x0b..=0x0d => Class::Strange,
            _ => Class::Other,
        };
        i += 1;
    }
    table
};

fn class(c: char) -> Class {
    match c {
        '\0'..='\u{7f}' => ASCII[c as usize],
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'ª' | 'º' | 'µ' => Class::Letter,
        'Ά' | 'Έ'..='Ί' | 'Ό' | 'Ύ'..='Ρ' | 'Σ'..='ώ' | 'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' => Class::Letter,
        '‘' | '’' => Class::MidBoth,
        '“' | '”' | '„' | '…' | '–' | '—' | '«' | '»' | '¿' | '¡' | '•' => Class::Other,
        _ => Class::Strange,
    }
}

/// Cuts a stretch of text into words, giving the bounds of each in bytes.
pub type Cutter<'a> = dyn Fn(&str, &mut dyn FnMut(usize, usize)) + 'a;

/// Calls `word` with the bounds, in bytes, of every word of a text; `strange` cuts what is not plain letters: it is given a stretch between spaces, and calls the
/// function that it is given with the bounds of the words in that.
pub fn cut_words(text: &str, strange: &Cutter<'_>, word: &mut dyn FnMut(usize, usize)) {
    let mut at = 0;
    while at < text.len() {
        at = match plain(text, at, word) {
            Ok(next) => next,
            Err(end) => {
                strange(&text[at..end], &mut |from, to| word(at + from, at + to));
                end
            }
        };
    }
}

fn next(text: &str, at: usize) -> Option<(char, Class)> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 128 {
        return Some((byte as char, ASCII[byte as usize]));
    }
    let c = text[at..].chars().next()?;
    Some((c, class(c)))
}

/// Cuts one stretch up to the next gap, if there is nothing strange in it. Gives where to go on, or as an error the end of a stretch to be cut otherwise.
fn plain(text: &str, start: usize, word: &mut dyn FnMut(usize, usize)) -> Result<usize, usize> {
    // Words of the stretch wait here until it is known to be plain to its end; it seldom has more than two.
    let mut found = [(0, 0); 8];
    let mut count = 0;
    let mut at = start;
    while let Some((c, kind)) = next(text, at) {
        match kind {
            Class::Gap => {
                at += 1;
                break;
            }
            Class::Strange => return Err(strange_end(text, at)),
            Class::Letter | Class::Digit | Class::Joiner => {
                let (end, wordlike) = word_end(text, at, kind);
                if wordlike {
                    if count == found.len() {
                        return Err(strange_end(text, at));
                    }
                    found[count] = (at, end);
                    count += 1;
                }
                at = end;
            }
            _ => at += c.len_utf8(),
        }
    }
    for (start, end) in &found[..count] {
        word(*start, *end);
    }
    Ok(at)
}

/// Where the word ends that begins here, and whether it has a letter or digit.
fn word_end(text: &str, start: usize, first: Class) -> (usize, bool) {
    let mut at = start;
    let mut last = first;
    let mut wordlike = false;
    while let Some((c, kind)) = next(text, at) {
        match kind {
            Class::Letter | Class::Digit | Class::Joiner => {
                wordlike |= kind != Class::Joiner;
                last = kind;
                at += c.len_utf8();
            }
            Class::MidLetter | Class::MidNumber | Class::MidBoth => {
                let wanted = match (last, kind) {
                    (Class::Letter, Class::MidLetter | Class::MidBoth) => Class::Letter,
                    (Class::Digit, Class::MidNumber | Class::MidBoth) => Class::Digit,
                    _ => break,
                };
                if next(text, at + c.len_utf8()).is_none_or(|(_, after)| after != wanted) {
                    break;
                }
                at += c.len_utf8();
            }
            _ => break,
        }
    }
    (at, wordlike)
}

/// The end of a stretch that has to be cut otherwise: the next gap after which something plain begins.
fn strange_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if ASCII.get(bytes[at] as usize).is_some_and(|kind| *kind == Class::Gap)
            && next(text, at + 1).is_none_or(|(_, kind)| kind != Class::Strange)
        {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use crate::text::segment::{by_rules, words as spans};
    use crate::text::{Span, word_count};
    use proptest::prelude::*;

    const LETTERS: &[&str] = &[
        "a",
        "Z",
        "é",
        "ß",
        "Ω",
        "ж",
        "0",
        "7",
        "_",
        ":",
        ";",
        ",",
        ".",
        "'",
        "’",
        "‘",
        "\"",
        "-",
        " ",
        " ",
        "\n",
        "\t",
        "“",
        "”",
        "…",
        "—",
        "¿",
        "«",
        "🙂",
        "🇫🇮",
        "\u{301}",
        "\u{200d}",
        "\u{ad}",
        "ש",
        "״",
        "ب",
        "हि",
        "한",
        "ª",
        "·",
        "²",
        "\u{a0}",
        "½",
        "@",
        "/",
        "%",
        "e\u{301}",
        "\u{fffd}",
        "İ",
        "ſ",
        "ǆ",
        "ʼ",
        "´",
        "ο",
        "͵",
        "Ғ",
        "\u{483}",
        "\u{2028}",
        "我",
        "很累",
        "カ",
        "ですか",
        "。",
        "ไทย",
        "ขอบคุณ",
    ];

    fn whole(text: &str) -> Vec<Span> {
        let mut out = Vec::new();
        by_rules(text, &mut |start, end| out.push(Span::new(start, end)));
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn the_quick_way_cuts_as_the_right_way_does(picks in prop::collection::vec(0..LETTERS.len(), 0..24)) {
            let text: String = picks.into_iter().map(|i| LETTERS[i]).collect();
            prop_assert_eq!(spans(&text), whole(&text), "{:?}", text);
            prop_assert_eq!(word_count(&text), whole(&text).len());
        }

        #[test]
        fn plain_letters_are_cut_right(text in "[a-z A-Z0-9_:;,.'’\\-\"!?éßñ\n]{0,40}") {
            prop_assert_eq!(spans(&text), whole(&text), "{:?}", text);
        }
    }

    #[test]
    fn a_stretch_of_many_words_is_cut_right() {
        let text = "a/b/c/d/e/f/g/h/i/j/k and more";
        assert_eq!(spans(text), whole(text));
    }

    #[test]
    fn every_letter_known_here_is_known_rightly() {
        for c in ('\u{1}'..='\u{52f}').chain('\u{2000}'..='\u{206f}').filter(|c| !c.is_ascii_control()) {
            for text in [format!("a{c}a 1{c}1"), format!("{c}"), format!("{c}_{c}"), format!("a {c}b")] {
                assert_eq!(spans(&text), whole(&text), "U+{:04X}", c as u32);
            }
        }
    }
}
