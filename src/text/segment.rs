use super::{Span, cut_words};
use icu_segmenter::options::{SentenceBreakInvariantOptions, WordBreakInvariantOptions};
use icu_segmenter::{SentenceSegmenter, WordSegmenter};
use std::cell::LazyCell;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

thread_local! {
    static WORDS: LazyCell<icu_segmenter::WordSegmenterBorrowed<'static>> = LazyCell::new(|| WordSegmenter::new_auto(WordBreakInvariantOptions::default()));
    static SENTENCES: LazyCell<icu_segmenter::SentenceSegmenterBorrowed<'static>> =
        LazyCell::new(|| SentenceSegmenter::new(SentenceBreakInvariantOptions::default()));
}

/// Words that end in a full stop without ending a sentence. Sentence segmentation (UAX 29) knows none, so a sentence
/// never ends after one of these.
const ABBREVIATIONS: &[&str] = &[
    "dr", "mr", "mrs", "ms", "prof", "st", "vs", "e.g", "i.e", "inc", "ltd", "corp", "dept", "approx", "cf", "z.b",
    "d.h", "u.a", "bzw", "ca", "hr", "fr", "str", "sr", "sra", "srta", "dña", "ej", "p.ej", "av", "mme", "mlle",
    "esim", "huom", "toht",
];

/// Words of the same kind that are also ordinary words or end sentences: they do not end one before a number.
const BEFORE_NUMBERS: &[&str] = &["no", "nr", "fig", "vol", "p", "pp", "pág", "núm", "s", "art", "sec", "ch"];

/// The words of `text` (UAX 29, with dictionaries for Chinese, Japanese, Thai, Khmer, Lao and Burmese), as spans counted from the text's start.
/// What is no word (punctuation, spaces, symbols) is left out.
pub fn words(text: &str) -> Vec<Span> {
    let mut out = Vec::with_capacity(text.len() / 5);
    cut_words(text, &by_rules, &mut |start, end| out.push(Span::new(start, end)));
    out
}

/// How many words a text has, as [`words`] divides it.
pub fn word_count(text: &str) -> usize {
    let mut count = 0;
    cut_words(text, &by_rules, &mut |_, _| count += 1);
    count
}

/// The words of any text, by the segmenter alone.
pub(super) fn by_rules(text: &str, word: &mut dyn FnMut(usize, usize)) {
    WORDS.with(|segmenter| {
        let mut start = 0;
        for end in segmenter.segment_str(text) {
            if is_word(&text[start..end]) {
                word(start, end);
            }
            start = end;
        }
    });
}

/// Whether a piece is a word: it has a letter or digit. The segmenter's own word on this is wrong for a word that ends in a vowel sign before a space.
fn is_word(piece: &str) -> bool {
    piece.contains(|c: char| c.is_alphanumeric() && !is_combining_mark(c))
}

/// The sentences of one turn or paragraph (UAX 29 and a list of abbreviations; a line end after a blank line also ends one), as trimmed spans counted from the
/// text's start. Never empty for a text with anything but white space in it.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    SENTENCES.with(|segmenter| {
        let mut start = 0;
        for end in segmenter.segment_str(text) {
            if end == start {
                continue;
            }
            let open = out.last().is_some_and(|last| !ends_sentence(last.of(text), &text[start..end]));
            let piece = Span::new(start, end);
            match out.last_mut() {
                Some(last) if open => *last = last.hull(piece),
                _ => out.push(piece),
            }
            start = end;
        }
    });
    out.into_iter().map(|piece| piece.trimmed(text)).filter(|piece| !piece.is_empty()).collect()
}

/// Whether the piece so far is a whole sentence, given what follows. A single line end does not close one (transcripts are often wrapped); a blank line does.
fn ends_sentence(piece: &str, next: &str) -> bool {
    let trimmed = piece.trim_end();
    let tail = &piece[trimmed.len()..];
    if tail.matches('\n').count() >= 2 {
        return true;
    }
    let closed = trimmed.trim_end_matches(['"', '”', '’', '\'', ')', '»', ']', '*', '_', '」', '』']);
    if let Some(body) = closed.strip_suffix('.') {
        let last = body.rsplit(|c: char| c.is_whitespace() || c == '(' || c == '“' || c == '"').next().unwrap_or("");
        let lower = last.to_lowercase();
        let number = next.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if ABBREVIATIONS.contains(&lower.as_str()) || (number && BEFORE_NUMBERS.contains(&lower.as_str())) {
            return false;
        }
        // An initial (“J. Smith”): one capital letter alone.
        let mut letters = last.chars();
        if let (Some(first), None) = (letters.next(), letters.next()) {
            return !(first.is_uppercase() && next.trim_start().starts_with(char::is_uppercase));
        }
        return true;
    }
    // UAX 29 also breaks at every paragraph separator: a wrapped line goes on.
    closed.ends_with(['!', '?', '…', '。', '！', '？', '؟', '۔', '।', '॥', '։', '።', ';', '︒', '｡', '.', ':'])
        || !tail.contains('\n')
}

/// The graphemes of a text (UAX 29 extended grapheme clusters) with the byte at which each begins.
pub fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    text.grapheme_indices(true)
}

/// Widens a span so that neither end stands inside a word or a grapheme, and trims white space at the ends.
pub fn snap_to_words(text: &str, span: Span) -> Span {
    // A window around each end is enough: no word is longer than this many bytes.
    const REACH: usize = 256;
    let mut low = (span.start as usize).saturating_sub(REACH);
    while !text.is_char_boundary(low) {
        low -= 1;
    }
    let mut high = (span.end as usize + REACH).min(text.len());
    while !text.is_char_boundary(high) {
        high += 1;
    }
    let mut snapped = span;
    for word in words(&text[low..high]) {
        let word = Span { start: word.start + low as u32, end: word.end + low as u32 };
        if word.start < span.start && span.start < word.end {
            snapped.start = word.start;
        }
        if word.start < span.end && span.end < word.end {
            snapped.end = word.end;
        }
    }
    snapped.trimmed(text)
}

/// Folds case and accents so that `Élan`, `ELAN` and `elan` are the same key: lower case, canonical decomposition (NFD), combining marks of Latin, Greek,
/// Cyrillic, Hebrew and Arabic dropped, recomposed; `ß` is `ss`, `æ` is `ae`, `œ` is `oe`; forms of alef, alef maqsura and teh marbuta are one with alef, yeh and heh. Vowel signs of Indic
/// and other scripts stay: there they are letters, not accents.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let lower = word.to_lowercase();
    let spelt = if lower.contains(['’', 'ß', 'æ', 'œ']) {
        lower.replace('’', "'").replace('ß', "ss").replace('æ', "ae").replace('œ', "oe")
    } else {
        lower
    };
    spelt.nfd().filter(|c| !is_accent(*c)).map(plain_letter).nfc().collect()
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}')
}

fn plain_letter(c: char) -> char {
    match c {
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ł' => 'l',
        'ı' => 'i',
        'ς' => 'σ',
        // Arabic letters that are written one for the other, and those of Persian keyboards.
        'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        c => c,
    }
}

/// True for a character of a script written without spaces between words (Chinese, Japanese, Thai, Khmer, Lao, Burmese).
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn sentences_keep_abbreviations_and_wrapped_lines_together() {
        assert_eq!(
            cut("We asked Dr. Ruiz. She said no.\nThen she left."),
            ["We asked Dr. Ruiz.", "She said no.", "Then she left."]
        );
        assert_eq!(cut("a line that is\nwrapped here. Second"), ["a line that is\nwrapped here.", "Second"]);
        assert_eq!(cut("我觉得很累。因为工作时间太长了！"), ["我觉得很累。", "因为工作时间太长了！"]);
        assert_eq!(cut("no stop\n\nnew one"), ["no stop", "new one"]);
    }

    #[test]
    fn words_of_scripts_without_spaces_are_found() {
        let text = "我觉得很累，因为工作";
        assert!(words(text).iter().any(|w| w.of(text) == "工作"));
        assert_eq!(word_count("didn't stop—now"), 3);
    }

    #[test]
    fn a_word_that_ends_in_a_vowel_sign_is_a_word_and_a_flag_is_none() {
        for text in ["كتابٌ كبير", "דָּבָרְךָ טוב", "a🇫🇮 b"] {
            assert_eq!((words(text).len(), word_count(text)), (2, 2), "{text}");
        }
        assert!(words("_ , 🙂").is_empty());
    }

    #[test]
    fn folding_meets_accents_and_case() {
        assert_eq!(fold("Élan"), "elan");
        assert_eq!(fold("İstanbul"), "istanbul");
        assert_eq!(
            (fold("STRAẞE"), fold("Œuvre"), fold("l’æble")),
            ("strasse".into(), "oeuvre".into(), "l'aeble".into())
        );
        assert_eq!(fold("أحمدٌ مدرســة"), "احمد مدرسه");
        assert_eq!(fold("שָׁלוֹם"), "שלום");
        assert_eq!(fold("हिन्दी"), "हिन्दी");
    }

    #[test]
    fn snapping_widens_to_words() {
        let text = "the operational backbone holds";
        assert_eq!(snap_to_words(text, Span::new(6, 20)).of(text), "operational backbone");
    }
}
