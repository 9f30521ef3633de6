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

/// Takes off what is written together with a word.
type Light = fn(&str) -> &str;

/// Languages whose words only lose what is written together with them: the Hebrew article, the Korean particles. Their marks follow those of [`LANGUAGES`].
const LIGHT: &[(&str, Light)] = &[("he", without_article), ("ko", without_particle)];

/// The Hebrew article, alone or behind one of the letters that are written together with it.
const ARTICLES: &[&str] = &["כשה", "וה", "שה", "מה", "ה"];

/// Korean particles that are written together with a noun, the longer first.
const PARTICLES: &[&str] = &[
    "에게서",
    "에서는",
    "으로는",
    "에서도",
    "까지는",
    "에서",
    "에게",
    "한테",
    "으로",
    "까지",
    "부터",
    "처럼",
    "보다",
    "에는",
    "에도",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "에",
    "의",
    "도",
    "만",
    "와",
    "과",
    "로",
];

fn without_article(word: &str) -> &str {
    let rest = ARTICLES.iter().find_map(|article| word.strip_prefix(article));
    rest.filter(|rest| rest.chars().count() >= 3).unwrap_or(word)
}

fn without_particle(word: &str) -> &str {
    let rest = PARTICLES.iter().find_map(|particle| word.strip_suffix(particle));
    rest.filter(|rest| rest.chars().count() >= 2).unwrap_or(word)
}

/// French words whose vowel falls before another vowel (`l'homme`, `qu'elle`).
const FRENCH: &[&str] =
    &["l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu"];
/// The same in Italian (`dell'anno`, `un'idea`).
const ITALIAN: &[&str] = &[
    "l", "un", "dell", "all", "nell", "sull", "dall", "coll", "d", "c", "m", "t", "s", "v", "n", "quest", "quell",
    "gl", "agl", "dagl", "degl", "negl", "sugl", "tutt", "mezz", "sant", "dov", "com", "cos", "anch",
];

/// What is done to the words of a language, in a few words: for the page about languages.
#[cfg(test)]
pub(super) fn way(language: &str) -> &'static str {
    let main = main_of(language);
    match (known(&main), LIGHT.iter().any(|(code, _)| *code == main)) {
        (Some(_), _) => "Snowball",
        (None, true) if main == "he" => "article taken off",
        (None, true) => "particles taken off",
        (None, false) => "none",
    }
}

/// Languages with a stemmer of any kind.
#[cfg(test)]
pub(super) fn stemmed() -> Vec<&'static str> {
    LANGUAGES.iter().map(|(code, _)| *code).chain(LIGHT.iter().map(|(code, _)| *code)).collect()
}

/// Brings words of one language to their stems (Porter's Snowball algorithms, as rust-stemmers 1.2 has them), mending what that version does not know:
/// elisions, the Romanian comma letters, Turkish apostrophes and capitals, ё; and guarding against Greek words that make it fail or give nothing.
pub(super) struct Stemmer {
    language: &'static str,
    snowball: Option<Snowball>,
    light: Option<Light>,
    /// Stands before every stem: the same stem in two languages is two keys.
    mark: &'static str,
}

/// The language as the stemmers know it: `nb` and `nn` are Norwegian, `iw` is Hebrew, `en-GB` is English.
fn main_of(language: &str) -> String {
    let main = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match main.as_str() {
        "nb" | "nn" => "no".to_owned(),
        "iw" => "he".to_owned(),
        _ => main,
    }
}

/// `None` when there is no stemmer.
fn known(main: &str) -> Option<(usize, &'static str, Algorithm)> {
    let at = LANGUAGES.iter().position(|(code, _)| *code == main)?;
    Some((at, LANGUAGES[at].0, LANGUAGES[at].1))
}

/// One control character per language; they cannot occur in words.
const MARKS: &str =
    "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\u{b}\u{c}\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{14}\u{15}\u{16}\u{17}";

impl Stemmer {
    /// The stemmer of a language (ISO 639-1); words of a language without one stay as they are.
    pub fn new(language: &str) -> Self {
        let main = main_of(language);
        if let Some((at, language, algorithm)) = known(&main) {
            return Self { language, snowball: Some(Snowball::create(algorithm)), light: None, mark: &MARKS[at..=at] };
        }
        match LIGHT.iter().position(|(code, _)| *code == main) {
            Some(at) => {
                let mark = LANGUAGES.len() + at;
                Self { language: LIGHT[at].0, snowball: None, light: Some(LIGHT[at].1), mark: &MARKS[mark..=mark] }
            }
            None => Self { language: "", snowball: None, light: None, mark: "" },
        }
    }

    /// Puts the key of a word's stem into `out`: the mark of the language, then the stem with case and accents folded.
    pub fn key(&self, word: &str, out: &mut String) {
        out.clear();
        out.push_str(self.mark);
        if let Some(light) = self.light {
            // Folded first: vowel points stand between the letters.
            out.push_str(light(&crate::text::fold(word)));
            return;
        }
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
        assert_eq!(MARKS.len(), LANGUAGES.len() + LIGHT.len());
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
            ("he", "העבודה", "עבודה"),
            ("iw", "וְהַבַּיִת", "בית"),
            ("ko", "학교에서", "학교"),
            ("ko", "간호사를", "간호사"),
            ("ar", "أُمَّهات", "امهات"),
        ] {
            assert_eq!(key(language, one), key(language, other), "{language}: {one}, {other}");
        }
        assert_ne!(key("en", "cost"), key("en", "costume"));
        assert_eq!((key("ko", "나는"), key("he", "הוא")), ("나는".to_owned(), "הוא".to_owned()), "short words stay");
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
