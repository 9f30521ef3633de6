//! Old encodings of Western languages that a guesser of the web's encodings does not know: Mac Roman and the code pages of DOS. Read as windows-1252,
//! their letters become signs and capitals in the middle of words, which no language has.

use super::codepage;
use encoding_rs::{MACINTOSH, WINDOWS_1252};

/// How many bytes are looked at.
const LOOK: usize = 1 << 18;

/// The text in an encoding that fits clearly better than windows-1252, and the encoding's name; `None` when there is none.
pub(super) fn better(bytes: &[u8]) -> Option<(&'static str, String)> {
    let look = &bytes[..bytes.len().min(LOOK)];
    let base = oddities(&WINDOWS_1252.decode_without_bom_handling(look).0);
    if base < 2 {
        return None;
    }
    let mac = ("macintosh", MACINTOSH.decode_without_bom_handling(look).0.into_owned());
    let dos = ["cp850", "cp437"].into_iter().filter_map(|label| codepage::decode(label, look));
    let rated = std::iter::once(mac).chain(dos).map(|(name, text)| (oddities(&text), name));
    let (odd, name) = rated.min_by_key(|(odd, _)| *odd)?;
    if odd * 4 > base {
        return None;
    }
    match name {
        "macintosh" => Some((name, MACINTOSH.decode_without_bom_handling(bytes).0.into_owned())),
        label => codepage::decode(label, bytes),
    }
}

/// How often letters outside ASCII stand where no word has them: signs between letters, a capital after a small letter, control characters.
fn oddities(text: &str) -> usize {
    let mut odd = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            let next = chars.peek().copied().unwrap_or(' ');
            let inside = before.is_alphabetic() && next.is_alphabetic();
            // An apostrophe or a soft hyphen may stand inside a word.
            let sign = inside && !c.is_alphabetic() && !matches!(c, '’' | '‘' | '\u{AD}' | '·' | '–' | '—' | '\u{A0}');
            let capital = before.is_lowercase() && c.is_uppercase();
            odd += usize::from(sign || capital || c.is_control());
        } else if before.is_lowercase() && !before.is_ascii() && c.is_ascii_uppercase() {
            odd += 1;
        }
        before = c;
    }
    odd
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mac_and_dos_letters_are_told_from_windows() {
        let roman = b"Les \x8El\x8Fves \x8Etaient d\x8Ej\x88 \x88 l\xD5\x8Ecole, tr\x8Fs t\x99t.";
        assert_eq!(better(roman), Some(("macintosh", "Les élèves étaient déjà à l’école, très tôt.".to_owned())));
        let dos = b"F\x81r gr\x94\xE1ere St\x81cke w\x84re es sch\x94ner.";
        assert_eq!(better(dos), Some(("CP850", "Für größere Stücke wäre es schöner.".to_owned())));
    }

    #[test]
    fn windows_stays_windows() {
        let (bytes, _, _) =
            WINDOWS_1252.encode("L’été dernier, “déjà vu” – 20 € de plus… ¿Mañana? Straße, Æsop, Ångström.");
        assert_eq!(better(&bytes), None);
    }
}
