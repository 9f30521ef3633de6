use super::*;
use crate::fault::Kind;
use crate::text::Text;

fn bring(name: &str, bytes: &[u8]) -> Outcome<Draft> {
    let draft = read(name, bytes, &ReadOptions::default())?;
    assert_eq!(draft.structure.fault(&Text::new(draft.text.clone())), None);
    Ok(draft)
}

fn refused(name: &str, bytes: &[u8]) -> String {
    let fault = bring(name, bytes).unwrap_err();
    assert_eq!(fault.kind, Kind::Data, "{fault}");
    assert!(fault.hint.is_some() || bytes.is_empty(), "{fault}");
    fault.to_string()
}

#[test]
fn a_byte_order_mark_counted_shifts_every_coding() {
    let plain = "Aino: Miksi näin?\n\nBo: Siksi 🙂 että.\n\nAino: Ahaa.";
    let marked = format!("\u{FEFF}{plain}");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let windows = marked.replace('\n', "\r\n");
    let expected = bring("a.txt", plain.as_bytes()).unwrap();
    for bytes in [marked.as_bytes(), &wide, windows.as_bytes()] {
        let draft = bring("a.txt", bytes).unwrap();
        assert_eq!((draft.text, draft.structure), (expected.text.clone(), expected.structure.clone()));
    }
    assert_eq!(expected.structure.turns[1].span.of(&expected.text), "Siksi 🙂 että.");
}

#[test]
fn files_that_are_not_what_they_claim_are_refused_with_advice() {
    assert!(refused("a.txt", b"PK\x03\x04\x14\0\0\0xl/workbook.xml").contains("spreadsheet"));
    assert!(refused("a.txt", b"%PDF-1.4\n%\xE2\xE3").contains(".docx"));
    assert!(refused("a.csv", b"\x89PNG\r\n\x1a\n").contains("image"));
    assert!(refused("a.md", b"<!doctype html><p>x").contains("HTML"));
    assert!(refused("a.docx", b"{\\rtf1 x}").contains("RTF"));
    assert!(refused("a.docx", b"just words").contains("txt"));
    assert!(refused("a.rtf", b"{\\rtf1 x}").contains("save it as .docx"));
    assert!(refused("a.MP3", b"ID3").contains("transcribe"));
    assert!(refused("a.xyz", b"words").contains("--format txt"));
    assert!(refused("notes", b"words").contains("--format txt"));
    assert!(refused("a.txt", b"").contains("empty"));
    assert!(bring("a.txt", b" \n\t\n").unwrap_err().what.contains("no words"));
    let control: Vec<u8> = (0..2000u32).map(|n| (n % 32) as u8).collect();
    assert!(refused("a.txt", &control).contains("not text"));
}

#[test]
fn content_that_says_what_it_is_wins_over_the_extension_but_not_over_the_user() {
    let vtt = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Hello there\n";
    let draft = bring("a.txt", vtt).unwrap();
    assert_eq!((draft.format.as_str(), draft.text.as_str()), ("vtt", "Ana: Hello there"));
    assert!(draft.warnings[0].what.contains("WebVTT"));
    let options = ReadOptions { format: Some("txt".into()), ..ReadOptions::default() };
    assert_eq!(read("a.vtt", vtt, &options).unwrap().format, "txt");
    let unknown = ReadOptions { format: Some("pdf".into()), ..ReadOptions::default() };
    assert_eq!(read("a.txt", b"words", &unknown).unwrap_err().kind, Kind::Asked);
}

#[test]
fn markdown_front_matter_becomes_properties() {
    let text =
        "---\ndate: 2015-03-12\nwith: [Ana, Bo]\n---\n\n**Ana:** Why \\[laughs\\]?\n\n**Bo:** So.\n\n**Ana:** Ah.\n";
    let draft = bring("dir/c07-cio.md", text.as_bytes()).unwrap();
    assert_eq!(draft.name, "c07-cio");
    assert_eq!(draft.properties["with"], "Ana, Bo");
    assert!(draft.text.starts_with("**Ana:** Why [laughs]?"));
    assert_eq!(draft.structure.speakers.len(), 2);
    let damaged = bring("d.md", b"---\ntitle: \"open\n---\n\nWords of the text.").unwrap();
    assert!(damaged.text.starts_with("---") && damaged.warnings[0].line == Some(2));
}

#[test]
fn control_characters_and_nuls_are_made_harmless_and_counted() {
    let draft =
        bring("a.txt", "words \u{1b}[31m and a NUL\0 in a long enough line of text, with \u{202E}marks".as_bytes())
            .unwrap();
    assert!(!draft.text.chars().any(|c| c.is_control() || c == '\u{202E}'));
    assert!(draft.warnings[0].what.starts_with("3 control characters"));
}

#[test]
fn a_line_of_two_megabytes_is_one_paragraph() {
    let draft = bring("a.txt", "ja niin edelleen, ".repeat(120_000).as_bytes()).unwrap();
    assert_eq!(draft.structure.turns.len(), 1);
    assert_eq!(draft.language, "fi");
}

#[test]
fn a_pattern_that_cannot_be_used_is_refused_before_anything_is_read() {
    let options = ReadOptions { speakers: Speakers::Pattern("Speaker:".into()), ..ReadOptions::default() };
    assert_eq!(read("a.txt", b"words", &options).unwrap_err().kind, Kind::Asked);
}

#[test]
fn names_and_extensions_are_not_used_twice() {
    let mut seen = std::collections::HashSet::new();
    for format in FORMATS {
        assert!(format.extensions.contains(&format.name));
        assert!(format.extensions.iter().all(|e| seen.insert(*e)));
    }
    assert!(FOREIGN.iter().flat_map(|(extensions, _, _)| *extensions).all(|e| seen.insert(*e)));
}
