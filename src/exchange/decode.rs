//! Bytes to text, whatever their encoding: byte-order mark, the pattern of NULs, strict UTF-8, then a guess. What was guessed is said.

use super::{codepage, western};
use crate::document::Warning;
use crate::fault::{Fault, Outcome};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes the guesses look at.
const LOOK: usize = 1 << 20;

/// Decodes a file. `label` is the encoding that the user names.
///
/// Fails when the name is unknown or the bytes are no text.
pub(super) fn decode(bytes: &[u8], label: Option<&str>) -> Outcome<(String, Vec<Warning>)> {
    if let Some(label) = label {
        return named(bytes, label);
    }
    if let Some((order, skip)) = utf32(bytes) {
        return Ok((from_utf32(&bytes[skip..], order), warn("UTF-32", skip > 0)));
    }
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[skip..]);
        let mut warnings = warn(encoding.name(), true);
        broken_bytes(&text, broken, encoding.name(), &mut warnings);
        return Ok((text.into_owned(), warnings));
    }
    if let Some(encoding) = utf16(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        let mut warnings = warn(encoding.name(), false);
        broken_bytes(&text, broken, encoding.name(), &mut warnings);
        return Ok((text.into_owned(), warnings));
    }
    refuse_binary(bytes)?;
    if let Some(text) = iso2022(bytes) {
        return Ok((text, warn("ISO-2022-JP", true)));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), Vec::new()));
    }
    if mostly_utf8(bytes) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let mut warnings = Vec::new();
        broken_bytes(&text, true, "UTF-8", &mut warnings);
        return Ok((text, warnings));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(LOOK)], true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    if let Some((name, text)) = (encoding == WINDOWS_1252).then(|| western::better(bytes)).flatten() {
        return Ok((text, warn(name, false)));
    }
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let mut warnings = warn(encoding.name(), false);
    broken_bytes(&text, broken, encoding.name(), &mut warnings);
    Ok((text.into_owned(), warnings))
}

fn named(bytes: &[u8], label: &str) -> Outcome<(String, Vec<Warning>)> {
    if let Some((_, text)) = codepage::decode(label, bytes) {
        return Ok((text, Vec::new()));
    }
    let short = label.trim().to_ascii_lowercase();
    if let Some(order) = ["utf-32le", "utf-32be"].iter().position(|name| *name == short) {
        return Ok((from_utf32(bytes, if order == 0 { Order::Little } else { Order::Big }), Vec::new()));
    }
    let alias = match short.as_str() {
        "mac" | "macroman" | "mac-roman" => "macintosh",
        "mac-cyrillic" | "maccyrillic" => "x-mac-cyrillic",
        "cp1250" | "cp1251" | "cp1252" | "cp1253" | "cp1254" | "cp1255" | "cp1256" | "cp1257" | "cp1258" => {
            short.as_str()
        }
        "cp932" | "shiftjis" => "shift_jis",
        "cp949" => "euc-kr",
        other => other,
    };
    let Some(encoding) = Encoding::for_label_no_replacement(alias.as_bytes()) else {
        return Err(Fault::asked(format!("no encoding “{label}”"))
            .hint("names are for instance utf-8, utf-16le, windows-1252, windows-1256, macintosh, shift_jis, gb18030, cp437, cp850"));
    };
    let skip = Encoding::for_bom(bytes).filter(|(found, _)| *found == encoding).map_or(0, |(_, skip)| skip);
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[skip..]);
    let mut warnings = Vec::new();
    broken_bytes(&text, broken, encoding.name(), &mut warnings);
    Ok((text.into_owned(), warnings))
}

/// Says which encoding was taken, when it is not UTF-8; a guess also says how to correct it.
fn warn(name: &str, certain: bool) -> Vec<Warning> {
    if name == UTF_8.name() {
        return Vec::new();
    }
    let what = match certain {
        true => format!("read as {name}"),
        false => format!("read as {name}, a guess: if letters look wrong, bring it in again with --encoding"),
    };
    vec![Warning::new(what)]
}

fn broken_bytes(text: &str, broken: bool, name: &str, warnings: &mut Vec<Warning>) {
    if !broken {
        return;
    }
    let line = text.find('\u{FFFD}').map(|at| text[..at].matches('\n').count() + 1);
    let count = text.matches('\u{FFFD}').count();
    let what = format!(
        "bytes that are not {name} were replaced by U+FFFD in {count} place{}",
        if count == 1 { "" } else { "s" }
    );
    warnings.push(line.map_or_else(|| Warning::new(what.clone()), |line| Warning::at(line, what.clone())));
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    Little,
    Big,
}

/// UTF-32 by its mark, or by three NULs of every four bytes.
fn utf32(bytes: &[u8]) -> Option<(Order, usize)> {
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) && bytes.len().is_multiple_of(4) {
        return Some((Order::Little, 4));
    }
    if bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Some((Order::Big, 4));
    }
    let look = &bytes[..bytes.len().min(4096) / 4 * 4];
    if look.len() < 8 {
        return None;
    }
    let little = look.chunks_exact(4).all(|c| c[3] == 0 && c[2] <= 0x10);
    let big = look.chunks_exact(4).all(|c| c[0] == 0 && c[1] <= 0x10);
    match (little, big) {
        (true, false) => Some((Order::Little, 0)),
        (false, true) => Some((Order::Big, 0)),
        _ => None,
    }
}

fn from_utf32(bytes: &[u8], order: Order) -> String {
    let point = |c: &[u8]| match order {
        Order::Little => u32::from_le_bytes([c[0], c[1], c[2], c[3]]),
        Order::Big => u32::from_be_bytes([c[0], c[1], c[2], c[3]]),
    };
    let text: String = bytes.chunks_exact(4).map(|c| char::from_u32(point(c)).unwrap_or('\u{FFFD}')).collect();
    text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)
}

/// UTF-16 without a mark: its NULs stand at odd places (little endian) or at even ones.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let look = &bytes[..bytes.len().min(LOOK) / 2 * 2];
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in look.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    // Even Chinese has spaces, digits and line ends now and then.
    let enough = (even + odd) * 200 >= look.len() && look.len() >= 4;
    let encoding = match () {
        () if !enough => return None,
        () if odd > even * 20 => UTF_16LE,
        () if even > odd * 20 => UTF_16BE,
        () => return None,
    };
    let (text, broken) = encoding.decode_without_bom_handling(look);
    let strange = text
        .chars()
        .filter(|c| {
            c.is_control() && !c.is_whitespace() || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}'..='\u{FFFF}')
        })
        .count();
    (strange * 50 <= text.chars().count() && (!broken || strange > 0)).then_some(encoding)
}

/// ISO-2022-JP is plain ASCII but for escape sequences that open and close its Japanese.
fn iso2022(bytes: &[u8]) -> Option<String> {
    let opens = bytes.is_ascii() && bytes.windows(3).any(|w| matches!(w, b"\x1B$B" | b"\x1B$@"));
    let (text, broken) = encoding_rs::ISO_2022_JP.decode_without_bom_handling(if opens { bytes } else { b"" });
    (opens && !broken).then(|| text.into_owned())
}

/// Many control bytes are a sign of something else than text.
fn refuse_binary(bytes: &[u8]) -> Outcome<()> {
    let look = &bytes[..bytes.len().min(LOOK)];
    let control = look.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31)).count();
    if control * 50 > look.len() && control >= 4 {
        return Err(Fault::data("this is not text: every now and then there are bytes that no text has")
            .hint("bring in the transcript as .txt, .md, .docx, .srt, .vtt or .csv; if it is text all the same, name its encoding with --encoding"));
    }
    Ok(())
}

/// Whether bytes are UTF-8 with a few damaged places rather than another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * 4 && good >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], label: Option<&str>) -> String {
        decode(bytes, label).unwrap().0
    }

    #[test]
    fn marks_and_patterns_of_unicode_are_known() {
        let words = "Já, ég\nog þú 🙂\n";
        let le: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let wide: Vec<u8> = words.chars().flat_map(|c| (c as u32).to_be_bytes()).collect();
        for bytes in [
            le.clone(),
            be,
            wide,
            [b"\xFF\xFE".to_vec(), le].concat(),
            [b"\xEF\xBB\xBF".to_vec(), words.into()].concat(),
        ] {
            assert_eq!(text(&bytes, None), words);
        }
        let zh: Vec<u8> = "我们从来没有想过要卖船，但是港口关闭了\n没有人愿意付钱\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(text(&zh, None).starts_with("我们"));
    }

    #[test]
    fn older_encodings_are_guessed_and_said() {
        let german = "Größe, Übung, ärgerlich, schön und grün, daß es früher hieß";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(german);
        let (found, warnings) = decode(&bytes, None).unwrap();
        assert_eq!(found, german);
        assert!(warnings[0].what.contains("windows-1252") && warnings[0].what.contains("--encoding"));
        let (bytes, _, _) =
            encoding_rs::SHIFT_JIS.encode("船を売るつもりはまったくありませんでしたが、港が閉まりました。冬の費用を払おうという人は、ひとりもいなかったのです。\nカタカナの名前もありました。");
        assert!(text(&bytes, None).starts_with("船を売る"));
        assert_eq!(text(b"\x1B$BA%\x1B(B", None), "船");
        assert_eq!(text(b"caf\x8e", Some("macintosh")), "café");
        assert_eq!(text(b"\x84hnlich", Some("cp850")), "ähnlich");
        assert!(decode(b"x", Some("klingon")).unwrap_err().what.contains("klingon"));
    }

    #[test]
    fn one_damaged_byte_does_not_change_the_encoding() {
        let mut bytes = "ensimmäinen\ntoinen täällä, äänessä\n".as_bytes().to_vec();
        bytes.extend(b"kol\xE4mas\n");
        let (found, warnings) = decode(&bytes, None).unwrap();
        assert!(found.contains("täällä") && found.contains("kol\u{FFFD}mas"));
        assert_eq!(warnings[0].line, Some(3));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let bytes: Vec<u8> = (0..4000u32).map(|n| (n * 7919 % 251) as u8).collect();
        assert!(decode(&bytes, None).is_err());
        assert!(
            decode(b"a few\0 words with one NUL in a rather long line of ordinary text that goes on and on", None)
                .is_ok()
        );
    }
}
