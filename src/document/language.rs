//! Which language a text is in.

use whatlang::Lang;

/// How much of a text is looked at, in bytes, and in how many pieces.
const SAMPLE: usize = 12_000;
const PIECES: usize = 6;

/// Guesses a text's language from pieces taken from all over it: an ISO 639-1 code (`en`, `zh`, `no`; three letters where there is no code of two), or
/// `und` when the text is too short or the guess is a poor one.
pub fn language(text: &str) -> String {
    let sample = sample(text);
    let (letters, dense) = letters(&sample);
    if letters < 24 && dense < 4 {
        return "und".to_owned();
    }
    match whatlang::detect(&sample) {
        // Near languages (Danish and Norwegian, Croatian and Serbian) leave little confidence even on long texts.
        Some(info) if info.is_reliable() || info.confidence() >= if letters > 400 { 0.15 } else { 0.5 } => {
            code(info.lang()).to_owned()
        }
        _ => "und".to_owned(),
    }
}

/// Pieces from all over the text, cut at word ends where there are any nearby, without the marks of labels.
fn sample(text: &str) -> String {
    if text.len() <= SAMPLE {
        return text.to_owned();
    }
    let piece = SAMPLE / PIECES;
    let step = (text.len() - piece) / (PIECES - 1);
    let mut out = String::with_capacity(SAMPLE + PIECES);
    for n in 0..PIECES {
        let bound = |mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let part = &text[bound(n * step)..bound(n * step + piece)];
        let part = part.split_once(char::is_whitespace).map_or(part, |(_, rest)| rest);
        out.push_str(part);
        out.push(' ');
    }
    out
}

/// Letters of a text, and those of scripts that write a word with one or two.
fn letters(text: &str) -> (usize, usize) {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    letters.fold((0, 0), |(all, dense), c| {
        let one = matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFF}');
        (all + 1, dense + usize::from(one))
    })
}

/// ISO 639-3, as the guesser has it, and ISO 639-1 (<https://iso639-3.sil.org>). Bokmål counts as Norwegian, Mandarin as Chinese, Western Persian as Persian.
const CODES: &[(&str, &str)] = &[
    ("epo", "eo"),
    ("eng", "en"),
    ("rus", "ru"),
    ("cmn", "zh"),
    ("spa", "es"),
    ("por", "pt"),
    ("ita", "it"),
    ("ben", "bn"),
    ("fra", "fr"),
    ("deu", "de"),
    ("ukr", "uk"),
    ("kat", "ka"),
    ("ara", "ar"),
    ("hin", "hi"),
    ("jpn", "ja"),
    ("heb", "he"),
    ("yid", "yi"),
    ("pol", "pl"),
    ("amh", "am"),
    ("jav", "jv"),
    ("kor", "ko"),
    ("nob", "no"),
    ("dan", "da"),
    ("swe", "sv"),
    ("fin", "fi"),
    ("tur", "tr"),
    ("nld", "nl"),
    ("hun", "hu"),
    ("ces", "cs"),
    ("ell", "el"),
    ("bul", "bg"),
    ("bel", "be"),
    ("mar", "mr"),
    ("kan", "kn"),
    ("ron", "ro"),
    ("slv", "sl"),
    ("hrv", "hr"),
    ("srp", "sr"),
    ("mkd", "mk"),
    ("lit", "lt"),
    ("lav", "lv"),
    ("est", "et"),
    ("tam", "ta"),
    ("vie", "vi"),
    ("urd", "ur"),
    ("tha", "th"),
    ("guj", "gu"),
    ("uzb", "uz"),
    ("pan", "pa"),
    ("aze", "az"),
    ("ind", "id"),
    ("tel", "te"),
    ("pes", "fa"),
    ("mal", "ml"),
    ("ori", "or"),
    ("mya", "my"),
    ("nep", "ne"),
    ("sin", "si"),
    ("khm", "km"),
    ("tuk", "tk"),
    ("aka", "ak"),
    ("zul", "zu"),
    ("sna", "sn"),
    ("afr", "af"),
    ("lat", "la"),
    ("slk", "sk"),
    ("cat", "ca"),
    ("tgl", "tl"),
    ("hye", "hy"),
    ("cym", "cy"),
];

/// The code of a language.
fn code(lang: Lang) -> &'static str {
    let three = lang.code();
    CODES.iter().find(|(long, _)| *long == three).map_or(three, |(_, short)| short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_ordinary_sentences_are_known() {
        let of = [
            (
                "en",
                "We never planned to sell the boats, but the harbour was closed and nobody wanted to pay for the winter.",
            ),
            ("es", "Nunca pensamos en vender los barcos, pero cerraron el puerto y nadie quería pagar el invierno."),
            (
                "de",
                "Wir hatten nie vor, die Boote zu verkaufen, aber der Hafen wurde geschlossen und niemand wollte zahlen.",
            ),
            (
                "fi",
                "Emme koskaan aikoneet myydä veneitä, mutta satama suljettiin eikä kukaan halunnut maksaa talvesta.",
            ),
            (
                "fr",
                "Nous n'avions jamais pensé vendre les bateaux, mais le port a fermé et personne ne voulait payer l'hiver.",
            ),
            ("zh", "我们从来没有想过要卖船，但是港口关闭了，没有人愿意付钱。"),
            ("ar", "لم نخطط أبدا لبيع القوارب لكن الميناء أغلق ولم يرغب أحد في الدفع"),
            ("he", "מעולם לא תכננו למכור את הסירות, אבל הנמל נסגר ואיש לא רצה לשלם"),
            ("ja", "船を売るつもりはまったくありませんでしたが、港が閉まりました。"),
        ];
        for (code, text) in of {
            assert_eq!(language(text), code, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_undetermined() {
        for text in ["", "OK", "12:30 – 14.5 %", "🙂🙂🙂🙂🙂🙂", "---\n***"] {
            assert_eq!(language(text), "und", "{text}");
        }
    }

    #[test]
    fn a_long_text_is_sampled() {
        let text = "הנמל נסגר ואיש לא רצה לשלם עליו בחורף הזה ".repeat(50_000);
        assert!(sample(&text).len() <= SAMPLE + PIECES);
        assert_eq!(language(&text), "he");
    }
}
