//! Taking hold of text by keys: the text before, with `«` and `»` around what is held, the keys, the text after.

use super::drive::Drive;
use crate::text::Span;
use crate::tui::reader::tests::content;
use crate::tui::reader::units::{Unit, unit_at};

/// Plays keys on an annotated text, and gives it as it is held afterwards.
fn after(script: &str, keys: &str) -> String {
    let mut d = Drive::over(&[("text", &script.replace(['«', '»'], ""))]);
    d.keys("enter");
    let marked = content(script);
    let marked = marked.text.as_str();
    let (start, end) = (marked.find('«').expect("a «"), marked.find('»').expect("a »"));
    let held = Span::new(start, end - '«'.len_utf8());
    let reader = d.app.state.reader_mut().expect("a reader");
    let units = [Unit::Word, Unit::Sentence, Unit::Paragraph, Unit::Turn];
    let unit = units.into_iter().find(|u| unit_at(&reader.sheet, *u, held.start) == held);
    reader.hold(held, unit);
    d.keys(keys);
    let reader = d.app.state.reader().expect("a reader");
    let (text, held) = (reader.sheet.text(), reader.held);
    let (start, end) = (held.start as usize, held.end as usize);
    format!("{}«{}»{}", &text[..start], &text[start..end], &text[end..]).replace("\n\n", " | ")
}

#[track_caller]
fn check(before: &str, keys: &str, wanted: &str) {
    assert_eq!(after(before, keys), wanted, "{keys}");
}

const TALK: &str = "# One | I: What changed? | P: It was chaos. Nobody knew. | I: And then? | P: It got better. \
    | # Two | I: Who helped? | P: Ann did. We did both.";

/// The talk with this part of it held.
fn talk(held: &str) -> String {
    TALK.replacen(held, &format!("«{held}»"), 1)
}

#[test]
fn the_ladder_is_climbed_rung_by_rung_and_the_same_way_down() {
    let rungs = [
        "chaos",
        "It was chaos.",
        "It was chaos. Nobody knew.",
        "What changed? | P: It was chaos. Nobody knew.",
        "One | I: What changed? | P: It was chaos. Nobody knew. | I: And then? | P: It got better.",
    ];
    for (n, rung) in rungs.iter().enumerate() {
        check(&talk("chaos"), &"+ ".repeat(n), &talk(rung));
        check(&talk("chaos"), &format!("{}{}", "+ ".repeat(5), "- ".repeat(5 - n)), &talk(rung));
    }
    check(&talk("chaos"), "+ + + + +", &format!("# «{}»", TALK.strip_prefix("# ").unwrap()));
    check(&talk("chaos"), "+ + + + + + - - - - - -", &talk("chaos"));
    // From a passage that nobody grew, shrinking takes the largest unit that begins it.
    check(&talk("It was chaos. Nobody knew."), "-", &talk("It was chaos."));
}

#[test]
fn a_paragraph_is_a_rung_where_a_turn_has_several() {
    let text = "P: One is. Two is.\n\nThree is. Four is.";
    check(&text.replace("Two is.", "«Two is.»"), "p", "P: «One is. Two is.» | Three is. Four is.");
    check(&text.replace("Two is.", "«Two is.»"), "+", "P: «One is. Two is.» | Three is. Four is.");
    check(&text.replace("Two is.", "«Two is.»"), "+ +", "P: «One is. Two is. | Three is. Four is.»");
    check(&text.replace("Two is.", "«Two is.»"), "p p", "P: «One is. Two is. | Three is. Four is.»");
}

#[test]
fn taking_again_takes_one_more() {
    for (before, keys, held) in [
        ("Nobody knew.", "w", "Nobody"),
        ("It was chaos.", "w w w", "It was chaos"),
        ("It was chaos.", "s", "It was chaos. Nobody knew."),
        ("It was chaos.", "s s", "It was chaos. Nobody knew. | I: And then?"),
        ("chaos", "s", "It was chaos."),
        ("chaos", "t", "It was chaos. Nobody knew."),
        ("chaos", "t t", "It was chaos. Nobody knew. | I: And then?"),
        ("chaos", "t s", "It was chaos."),
    ] {
        check(&talk(before), keys, &talk(held));
    }
}

#[test]
fn ends_are_moved_by_units_and_by_words() {
    for (before, keys, held) in [
        ("It was chaos.", "J", "It was chaos. Nobody knew."),
        ("It was chaos.", "shift-down", "It was chaos. Nobody knew."),
        ("It was chaos. Nobody knew.", "K", "It was chaos."),
        ("Nobody knew.", "K", "It was chaos. Nobody knew."),
        ("Nobody knew.", "shift-up J", "Nobody knew."),
        ("It was chaos.", "L", "It was chaos. Nobody"),
        ("It was chaos.", "shift-right L", "It was chaos. Nobody knew"),
        ("It was chaos.", "H", "It was"),
        ("It was chaos.", "o L", "was chaos."),
        ("Nobody knew.", "o H", "chaos. Nobody knew."),
        ("Nobody knew.", "o H o H", "chaos. Nobody"),
    ] {
        check(&talk(before), keys, &talk(held));
    }
}

#[test]
fn what_is_held_on_to_is_extended_by_plain_motions() {
    for (before, keys, held) in [
        ("It was chaos.", "v j", "It was chaos. Nobody knew."),
        ("It was chaos.", "v j j", "It was chaos. Nobody knew. | I: And then?"),
        ("It was chaos.", "v j j k", "It was chaos. Nobody knew."),
        ("Nobody knew.", "v k", "It was chaos. Nobody knew."),
        ("It was chaos.", "v l l", "It was chaos. Nobody knew"),
        ("It was chaos.", "v j v j", "And then?"),
        ("It was chaos.", "v j esc j", "And then?"),
        ("It was chaos.", "v )", "It was chaos. Nobody knew."),
        ("Who helped?", "v G", "Who helped? | P: Ann did. We did both."),
        (
            "Ann did.",
            "v g g",
            "One | I: What changed? | P: It was chaos. Nobody knew. | I: And then? | P: It got better. | # Two | I: Who helped? | P: Ann did.",
        ),
        ("It was chaos.", "v / 'better' enter", "better"),
        (
            "It was chaos.",
            "/ 'better' enter ( ( ( s v n",
            "It was chaos. Nobody knew. | I: And then? | P: It got better",
        ),
    ] {
        check(&talk(before), keys, &talk(held));
    }
}

#[test]
fn one_walks_by_unit_word_and_turn_and_is_told_of_the_ends() {
    for (before, keys, held) in [
        ("It was chaos.", "j", "Nobody knew."),
        ("It was chaos.", "down", "Nobody knew."),
        ("It was chaos.", "k", "What changed?"),
        ("It was chaos.", "l l right", "chaos"),
        ("Nobody knew.", "h", "knew"),
        ("Nobody knew.", "left left", "Nobody"),
        ("Nobody knew.", ")", "And then?"),
        ("Nobody knew.", "(", "It was chaos."),
        ("Nobody knew.", "( (", "What changed?"),
        ("Nobody knew.", "G", "We did both."),
        ("Nobody knew.", "g g", "One"),
        ("Nobody knew.", "home", "One"),
        ("Nobody knew.", "t j", "And then?"),
    ] {
        check(&talk(before), keys, &talk(held));
    }
    let mut d = Drive::over(&[("text", TALK)]);
    d.keys("enter G j");
    assert_eq!(d.toast(), "this is the end of the document");
    d.keys("home k");
    assert_eq!(d.toast(), "this is the beginning of the document");
    d.keys("+ + + + + + +");
    assert_eq!(d.toast(), "this is the whole text");
}

#[test]
fn hits_jumps_and_codings_are_gone_to() {
    for (before, keys, held) in [
        ("What changed?", "/ 'it' enter", "It"),
        ("What changed?", "/ 'it' enter s j", "Nobody knew."),
        ("What changed?", "/ 'did' enter n", "did both.".split_once(' ').unwrap().0),
        ("One", "f d", "It was chaos."),
        ("It was chaos.", "c 'mess' enter j c 'other' enter g g ]", "It was chaos."),
        ("It was chaos.", "c 'mess' enter j c 'other' enter g g ] ]", "Nobody knew."),
        ("It was chaos.", "c 'mess' enter j c 'other' enter G [", "Nobody knew."),
        ("It was chaos.", "c 'mess' enter j c 'other' enter G 1 ] { ", "It was chaos."),
        ("It was chaos.", "c 'mess' enter j c 'other' enter G 1 g g ] }", "We did both."),
        ("What changed?", "g u", "It was chaos."),
        ("What changed?", "g u c 'mess' enter g u", "Nobody knew."),
        ("We did both.", "c 'mess' enter g U", "Ann did."),
    ] {
        let at = if keys.contains("did' enter n") { TALK.rfind("did").unwrap() } else { usize::MAX };
        let wanted = match at {
            usize::MAX => talk(held),
            at => format!("{}«{held}»{}", &TALK[..at], &TALK[at + held.len()..]),
        };
        check(&talk(before), keys, &wanted);
    }
}

#[test]
fn the_places_one_came_from_are_gone_back_to_across_documents() {
    let long = |word: &str| (0..60).map(|n| format!("P: {word} {n} is here.")).collect::<Vec<_>>().join("|");
    let mut d = Drive::over(&[("first", &long("alpha")), ("second", &long("beta"))]);
    d.keys("enter j j G");
    assert_eq!(d.held(), "alpha 59 is here.");
    d.keys("<");
    assert_eq!(d.held(), "alpha 2 is here.");
    d.keys("j <");
    assert_eq!(d.toast(), "there was no jump yet: this is the first place");
    d.keys(">");
    assert_eq!(d.held(), "alpha 59 is here.");
    d.keys("q j enter");
    assert_eq!(d.held(), "beta 0 is here.");
    d.keys("/ '40' enter");
    assert_eq!(d.held(), "40");
    d.keys("<");
    assert_eq!(d.held(), "beta 0 is here.");
    d.keys("<");
    assert_eq!(d.held(), "alpha 59 is here.");
    d.keys("> >");
    assert_eq!(d.held(), "40");
}

#[test]
fn a_passage_of_another_document_leaves_a_place_too() {
    let mut d = Drive::over(&[("first", "P: Alpha. Beta."), ("second", "P: Gamma. Delta.")]);
    d.keys("enter c 'greek' enter q j enter c 'greek' enter r o");
    assert_eq!(d.held(), "Alpha.");
    d.keys("<");
    assert_eq!(d.held(), "Gamma.");
    d.keys(">");
    assert_eq!(d.held(), "Alpha.");
}

#[test]
fn marks_gather_passages_and_stars_gather_hits() {
    let mut d = Drive::over(&[("text", TALK)]);
    d.keys("enter ) ) space j space");
    assert_eq!(d.app.state.reader().unwrap().marks.len(), 2);
    d.keys("k space");
    assert_eq!(d.app.state.reader().unwrap().marks.len(), 1, "{}", d.screen());
    d.keys("esc / 'did' enter *");
    assert!(d.toast().starts_with("2 marked"), "{}", d.toast());
    d.keys("c 'doing' enter");
    assert_eq!(d.codings(), ["doing: did", "doing: did"]);
    assert!(d.toast().contains('2'), "{}", d.toast());
    d.keys("u");
    assert!(d.codings().is_empty());
}

#[test]
fn every_script_is_held_in_whole_words_and_clusters() {
    for (before, keys, after) in [
        ("P: «我觉得很累。»因为工作。", "j", "P: 我觉得很累。«因为工作。»"),
        ("P: «我觉得很累。»因为工作。", "s", "P: «我觉得很累。因为工作。»"),
        ("P: «أهلا بكم.» نعم.", "l l", "P: أهلا «بكم». نعم."),
        ("P: «שלום לכם.» כן.", "l", "P: «שלום» לכם. כן."),
        ("P: one «two» 👩‍👧 three.", "L L", "P: one «two 👩‍👧 three»."),
        ("P: «cafe\u{301} noir», non.", "H", "P: «cafe\u{301}» noir, non."),
        ("P: «Größe» über alles.", "L", "P: «Größe über» alles."),
        ("P: ¿Y «tú»? Nada.", "s", "P: «¿Y tú?» Nada."),
        ("P: «Ei se mitään.» Pääasia on työ.", "j l", "P: Ei se mitään. «Pääasia» on työ."),
    ] {
        check(before, keys, after);
    }
}
