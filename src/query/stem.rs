use rust_stemmers::{Algorithm, Stemmer as Snowball};
use std::panic::{AssertUnwindSafe, catch_unwind};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Languages that have a stemmer, as ISO 639-1 codes. A language's place in this list is its mark in stem keys, so new ones go to the end.
const LANGUAGES: &[(&str, Algorithm)] = &[
    ("ar", Algorithm::Arabic),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
];

/// French words whose vowel falls before another vowel (`l'homme`, `qu'elle`).
const FRENCH: &[&str] =
    &["l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu"];
/// The same in Italian (`dell'anno`, `un'idea`).
const ITALIAN: &[&str] = &[
    "l", "un", "dell", "all", "nell", "sull", "dall", "coll", "d", "c", "m", "t", "s", "v", "n", "quest", "quell",
    "gl", "agl", "dagl", "degl", "negl", "sugl", "tutt", "mezz", "sant", "dov", "com", "cos", "anch",
];

/// Brings words of one language to their stems (Porter's Snowball algorithms, as rust-stemmers 1.2 has them), mending what that version does not know:
/// elisions, the Romanian comma letters, Turkish apostrophes and capitals, ё; and guarding against Greek words that make it fail or give nothing.
pub(super) struct Stemmer {
    language: &'static str,
    snowball: Option<Snowball>,
    /// Stands before every stem: the same stem in two languages is two keys.
    mark: &'static str,
}

/// The language as the stemmers know it: `nb` and `nn` are Norwegian, `en-GB` is English. Empty when there is no stemmer.
fn known(language: &str) -> Option<(usize, &'static str, Algorithm)> {
    let main = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let main = if matches!(main.as_str(), "nb" | "nn") { "no" } else { main.as_str() };
    let at = LANGUAGES.iter().position(|(code, _)| *code == main)?;
    Some((at, LANGUAGES[at].0, LANGUAGES[at].1))
}

/// One control character per language; they cannot occur in words.
const MARKS: &str = "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\u{b}\u{c}\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{14}\u{15}";

impl Stemmer {
    /// The stemmer of a language (ISO 639-1); words of a language without one stay as they are.
    pub fn new(language: &str) -> Self {
        match known(language) {
            Some((at, language, algorithm)) => {
                Self { language, snowball: Some(Snowball::create(algorithm)), mark: &MARKS[at..=at] }
            }
            None => Self { language: "", snowball: None, mark: "" },
        }
    }

    /// Puts the key of a word's stem into `out`: the mark of the language, then the stem with case and accents folded.
    pub fn key(&self, word: &str, out: &mut String) {
        out.clear();
        out.push_str(self.mark);
        let Some(snowball) = &self.snowball else {
            out.push_str(&crate::text::fold(word));
            return;
        };
        let ready = self.prepare(word);
        let stem = if self.language == "el" { guarded(snowball, &ready) } else { snowball.stem(&ready).into_owned() };
        // Folded after stemming: the algorithms need the accents.
        let folded = crate::text::fold(if stem.is_empty() { &ready } else { &stem });
        out.push_str(&folded);
    }

    /// Lower case, composed, and with what the algorithm does not know put into what it does.
    fn prepare(&self, word: &str) -> String {
        let mut ready = match self.language {
            "tr" => word.replace('İ', "i").replace('I', "ı").to_lowercase(),
            _ => word.to_lowercase(),
        };
        if !ready.is_ascii() {
            ready = ready.replace(['’', '‘', 'ʼ'], "'");
            if !is_nfc(&ready) {
                ready = ready.nfc().collect();
            }
        }
        match self.language {
            "fr" => without_elision(&ready, FRENCH),
            "it" => without_elision(&ready, ITALIAN),
            "ro" => ready.replace('ș', "ş").replace('ț', "ţ"),
            "ru" => ready.replace('ё', "е"),
            "tr" => ready.split('\'').next().filter(|w| !w.is_empty()).unwrap_or(&ready).to_owned(),
            _ => ready,
        }
    }
}

fn without_elision(word: &str, heads: &[&str]) -> String {
    match word.split_once('\'') {
        Some((head, rest)) if !rest.is_empty() && heads.contains(&head) => rest.to_owned(),
        _ => word.to_owned(),
    }
}

/// The Greek algorithm of rust-stemmers 1.2 panics on some words in which `ισα` or `ιζα` is all that is left (snowball issue 204) and gives nothing for others.
/// Words short enough for that are not stemmed; the net below them is for those that nobody has met yet.
fn guarded(snowball: &Snowball, word: &str) -> String {
    let plain = crate::text::fold(word);
    let spent = plain.replace("ισα", "").replace("ιζα", "").replace("ιζε", "").replace("ισε", "");
    if spent.chars().count() < 2 {
        return word.to_owned();
    }
    catch_unwind(AssertUnwindSafe(|| snowball.stem(word).into_owned())).unwrap_or_else(|_| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(language: &str, word: &str) -> String {
        let mut out = String::new();
        Stemmer::new(language).key(word, &mut out);
        out.trim_start_matches(|c: char| c.is_control()).to_owned()
    }

    #[test]
    fn every_language_has_a_mark_of_its_own() {
        assert_eq!(MARKS.len(), LANGUAGES.len());
        assert!(MARKS.chars().all(char::is_control));
    }

    #[test]
    fn forms_of_a_word_meet() {
        for (language, one, other) in [
            ("en", "trusting", "Trusts"),
            ("en", "company’s", "company"),
            ("es", "trabajábamos", "trabajar"),
            ("de", "Häuser", "hauser"),
            ("fi", "taloissa", "talo"),
            ("fr", "l’entreprise", "entreprises"),
            ("it", "dell’azienda", "aziende"),
            ("ro", "informaţii", "informații"),
            ("ru", "ещё", "еще"),
            ("tr", "Ankara'nın", "ANKARA"),
            ("tr", "IRMAK", "ırmak"),
            ("nb", "bedriften", "bedrift"),
            ("ar", "الشركة", "شركة"),
            ("he", "שָׁלוֹם", "שלום"),
        ] {
            assert_eq!(key(language, one), key(language, other), "{language}: {one}, {other}");
        }
        assert_ne!(key("en", "cost"), key("en", "costume"));
    }

    #[test]
    fn greek_words_that_make_the_algorithm_fail_stay_as_they_are() {
        for word in ["ισαισα", "ίσα", "ισα", "ιζα", "ισαισαισα"] {
            assert!(!key("el", word).is_empty(), "{word}");
        }
        assert_eq!(key("el", "επιχειρήσεις"), key("el", "επιχείρησης"));
    }

    #[test]
    fn an_unknown_language_only_folds() {
        assert_eq!(key("und", "Élans"), "elans");
        assert_eq!(key("pl", "Spółka"), "spolka");
    }
}
