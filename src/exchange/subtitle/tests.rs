use crate::document::{Draft, Speakers};
use crate::exchange::{ReadOptions, read};
use crate::text::Text;

fn bring(name: &str, text: &str) -> Draft {
    let draft = read(name, text.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(draft.structure.fault(&Text::new(draft.text.clone())), None);
    draft
}

#[test]
fn voices_become_turns_with_the_time_of_their_first_cue() {
    let draft = bring(
        "a.vtt",
        "\u{FEFF}WEBVTT - talk\r\nKind: captions\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\nNOTE made by hand\r\nin May\r\n\r\nfirst\r\n00:01.000 --> 00:03.000 align:start\r\n<v Ana>Where does\r\nit hurt?</v>\r\n\r\n2\r\n00:00:04.000 --> 00:00:05.000\r\n<v Bo>In the\r\n\r\n00:00:05.000 --> 00:00:06.000\r\n<v Bo>books &amp; ledgers.\r\n",
    );
    assert_eq!(draft.text, "Ana: Where does it hurt?\n\nBo: In the books & ledgers.");
    assert_eq!(draft.structure.turns.iter().map(|t| t.time_ms).collect::<Vec<_>>(), [Some(1000), Some(4000)]);
    assert_eq!(draft.format, "vtt");
}

#[test]
fn labels_in_cues_name_speakers_until_the_next_label() {
    let srt = "1\n00:00:01,000 --> 00:00:02,000\nAna Gil: So tell me,\n\n2\n00:00:02,000 --> 00:00:03.000\nwhat is\n\nthe plan?\n\n00:00:03,500 --> 00:00:04,000\nBo Ek (host): There is none.\nNote: I did warn you.\n\n4\n00:00:05,000 --> 00:00:06,000\nAna Gil: Ah.\n\n5\n00:00:07,000 --> 00:00:08,000\nBo Ek (host): Yes.\n";
    let draft = bring("b.srt", srt);
    let who: Vec<_> = (0..draft.structure.turns.len()).map(|n| draft.structure.speaker_of(n).unwrap_or("")).collect();
    assert_eq!(who, ["Ana Gil", "Bo Ek", "Ana Gil", "Bo Ek"]);
    assert!(
        draft.text.starts_with("Ana Gil: So tell me, what is the plan?\n\nBo Ek: There is none. Note: I did warn you.")
    );
    let none =
        read("b.srt", srt.as_bytes(), &ReadOptions { speakers: Speakers::None, ..ReadOptions::default() }).unwrap();
    assert!(none.structure.speakers.is_empty() && none.text.contains("Ana Gil: So"));
}

#[test]
fn cues_without_speakers_become_paragraphs() {
    let mut srt = String::new();
    for n in 0..60 {
        srt.push_str(&format!(
            "00:{:02}:{:02}.000 --> 00:{:02}:{:02}.900\nand so we went on with it.\n\n",
            n / 60,
            n % 60,
            n / 60,
            n % 60
        ));
    }
    let draft = bring("c.srt", &srt);
    assert!(draft.structure.speakers.is_empty());
    assert!((3..8).contains(&draft.structure.turns.len()), "{}", draft.structure.turns.len());
}

#[test]
fn a_file_without_times_is_refused() {
    let fault = read("d.srt", b"just words", &ReadOptions::default()).unwrap_err();
    assert!(fault.to_string().contains("-->"));
}

#[test]
fn damaged_cues_lose_no_words() {
    let draft = bring(
        "e.srt",
        "1\n00:00:01,000 --> 00:00:02,000\nfirst words here\n\n2\n00:00:xx --> 00:00:09\nmore words\n\n3\n00:00:09,000 --> 00:00:08,000\nlast words",
    );
    assert_eq!(draft.text, "first words here more words\n\nlast words");
    assert_eq!(draft.warnings.iter().filter_map(|w| w.line).collect::<Vec<_>>(), [6, 10]);
}
