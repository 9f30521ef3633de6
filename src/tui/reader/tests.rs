//! Keys on annotated text: `«` and `»` stand around the passage that is held, `I:` and `P:` begin turns.

use super::Reader;
use super::sheet::Sheet;
use super::units::Unit;
use super::view;
use crate::document::{Content, Speaker, Structure, Turn, TurnKind};
use crate::id::DocumentId;
use crate::project::Project;
use crate::text::{Span, Text};
use proptest::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

/// A document of turns parted by `|`, the interviewer's beginning with `I: `, headings with `# `.
pub fn content(script: &str) -> Content {
    let mut text = String::new();
    let mut turns = Vec::new();
    for line in script.split('|').map(str::trim).filter(|l| !l.is_empty()) {
        let heading = line.strip_prefix("# ");
        let (label, words) =
            line.split_once(": ").filter(|_| heading.is_none()).unwrap_or(("", heading.unwrap_or(line)));
        let words = words.trim();
        if words.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let label_start = text.len();
        if !label.is_empty() {
            text.push_str(label);
            text.push_str(": ");
        }
        if heading.is_some() {
            text.push_str("# ");
        }
        let start = text.len();
        text.push_str(words);
        let speaker = ["I", "P"].iter().position(|s| *s == label).map(|s| s as u16);
        let kind = match heading {
            Some(_) => TurnKind::Heading,
            None if label.is_empty() => TurnKind::Paragraph,
            None => TurnKind::Speech,
        };
        turns.push(Turn {
            span: Span::new(start, text.len()),
            label: Span::new(label_start, start),
            speaker,
            time_ms: None,
            kind,
        });
    }
    let speaker = |name: &str, interviewer| Speaker { name: name.to_owned(), role: None, interviewer };
    let speakers = vec![speaker("Interviewer", true), speaker("Petra", false)];
    Content { text: Text::new(text), structure: Structure { turns, speakers, ..Structure::default() } }
}

fn reader(script: &str) -> Reader {
    let plain = script.replace(['«', '»'], "");
    let sheet = Sheet::new(Arc::new(content(&plain)));
    sheet.set_measure(20);
    let mut reader = Reader::new(DocumentId(Uuid::nil()), sheet, &Project::default());
    let marked = content(script);
    let marked = marked.text.as_str();
    if let (Some(start), Some(end)) = (marked.find('«'), marked.find('»')) {
        let held = Span::new(start, end - '«'.len_utf8());
        let unit = [Unit::Word, Unit::Sentence, Unit::Turn]
            .into_iter()
            .find(|u| super::units::unit_at(&reader.sheet, *u, held.start) == held);
        reader.hold(held, unit);
    }
    reader
}

fn annotated(reader: &Reader) -> String {
    let (text, held) = (reader.sheet.text(), reader.held);
    let (start, end) = (held.start as usize, held.end as usize);
    format!("{}«{}»{}", &text[..start], &text[start..end], &text[end..]).replace("\n\n", " | ")
}

/// Plays keys by their letters, and gives the text as it is held afterwards.
fn after(script: &str, keys: &str) -> String {
    let mut reader = reader(script);
    for key in keys.chars() {
        let ruler = reader.ruler;
        let _ = match key {
            'j' => reader.step(true),
            'k' => reader.step(false),
            'l' => reader.step_word(true),
            'h' => reader.step_word(false),
            'w' => reader.take(Unit::Word),
            's' => reader.take(Unit::Sentence),
            'p' => reader.take(Unit::Paragraph),
            't' => reader.take(Unit::Turn),
            ')' => reader.step_turn(true),
            '(' => reader.step_turn(false),
            '+' => reader.grow(),
            '-' => reader.shrink(),
            'J' => reader.extend(ruler, true),
            'K' => reader.extend(ruler, false),
            'L' => reader.extend(Unit::Word, true),
            'H' => reader.extend(Unit::Word, false),
            'o' => {
                reader.swap_ends();
                Ok(())
            }
            'g' => reader.edge(false),
            'G' => reader.edge(true),
            '}' => reader.step_uncoded(true),
            '{' => reader.step_uncoded(false),
            other => panic!("no key {other}"),
        };
    }
    annotated(&reader)
}

const TALK: &str =
    "I: What changed? | P: It was chaos. Nobody knew. We did both. | I: And then? | P: Then it got better.";

#[test]
fn the_passage_moves_by_sentence_word_and_turn() {
    let talk = |held: &str| TALK.replacen(held, &format!("«{held}»"), 1);
    for (before, keys, held) in [
        ("What changed?", "j", "It was chaos."),
        ("What changed?", "jj", "Nobody knew."),
        ("Nobody knew.", "k", "It was chaos."),
        ("What changed?", "k", "What changed?"),
        ("Then it got better.", "j", "Then it got better."),
        ("Nobody knew.", "l", "Nobody"),
        ("Nobody knew.", "h", "knew"),
        ("Nobody knew.", "hh", "Nobody"),
        ("It was chaos.", "hl", "Nobody"),
        ("It was chaos.", "lj", "Nobody knew."),
        ("Nobody knew.", ")", "And then?"),
        ("Nobody knew.", "(", "It was chaos."),
        ("It was chaos.", "(", "What changed?"),
        ("It was chaos.", "G", "Then it got better."),
        ("And then?", "g", "What changed?"),
        ("What changed?", "}", "It was chaos."),
        ("We did both.", "}", "Then it got better."),
        ("Then it got better.", "{", "We did both."),
        ("Nobody knew.", "t", "It was chaos. Nobody knew. We did both."),
        ("Nobody knew.", "tj", "And then?"),
        ("Nobody knew.", "ts", "It was chaos."),
        ("Nobody knew.", "s", "Nobody knew. We did both."),
        ("Nobody knew.", "w", "Nobody"),
        ("Nobody knew.", "ww", "Nobody knew"),
    ] {
        assert_eq!(after(&talk(before), keys), talk(held), "{keys} from {before}");
    }
}

#[test]
fn the_passage_grows_shrinks_and_extends() {
    let talk = |held: &str| TALK.replacen(held, &format!("«{held}»"), 1);
    for (before, keys, held) in [
        ("Nobody", "+", "Nobody knew."),
        ("Nobody", "++", "It was chaos. Nobody knew. We did both."),
        ("Nobody", "+++", "What changed? | P: It was chaos. Nobody knew. We did both."),
        ("knew", "+++---", "knew"),
        ("Nobody knew.", "-", "Nobody"),
        ("It was chaos.", "J", "It was chaos. Nobody knew."),
        ("It was chaos.", "JJ", "It was chaos. Nobody knew. We did both."),
        ("It was chaos.", "JJK", "It was chaos. Nobody knew."),
        ("Nobody knew.", "K", "It was chaos. Nobody knew."),
        ("Nobody knew.", "KJ", "Nobody knew."),
        ("Nobody knew.", "KJJ", "Nobody knew. We did both."),
        ("We did both.", "J", "We did both. | I: And then?"),
        ("Nobody knew.", "L", "Nobody knew. We"),
        ("Nobody knew.", "H", "Nobody"),
        ("It was chaos.", "JoJ", "Nobody knew."),
    ] {
        assert_eq!(after(&talk(before), keys), talk(held), "{keys} from {before}");
    }
    assert_eq!(after(&talk("Nobody"), "+++++"), format!("I: «{}»", TALK.strip_prefix("I: ").unwrap()));
}

#[test]
fn words_of_other_scripts_are_taken_whole() {
    assert_eq!(after("P: «我觉得很累。»因为工作。", "j"), "P: 我觉得很累。«因为工作。»");
    assert_eq!(after("P: «أهلا بكم.» نعم.", "l"), "P: «أهلا» بكم. نعم.");
    assert_eq!(after("P: one «two 👩‍👧 three.»", "h"), "P: one two 👩‍👧 «three».");
}

#[test]
fn a_document_without_words_moves_nowhere() {
    assert_eq!(after("", "jkhlwspt)(+-JKLHogG}{"), "«»");
}

fn script() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("I: ".to_owned()),
        Just("P: ".to_owned()),
        Just(" | ".to_owned()),
        Just(". ".to_owned()),
        Just("\n\n".to_owned()),
        "[a-zé漢שع👩‍👧 ?,\u{301}]{1,12}",
    ];
    prop::collection::vec(piece, 0..30).prop_map(|p| p.concat())
}

proptest! {
    #[test]
    fn what_is_held_is_always_whole_words_inside_the_turns(script in script(), keys in "[jklhwspt()+\\-JKLHogG}{]{0,30}") {
        let script = script.replace(['«', '»'], "");
        let mut reader = reader(&script);
        let text = reader.sheet.text().to_owned();
        for key in keys.chars() {
            let ruler = reader.ruler;
            let _ = match key {
                'j' => reader.step(true), 'k' => reader.step(false), 'l' => reader.step_word(true), 'h' => reader.step_word(false),
                'w' => reader.take(Unit::Word), 's' => reader.take(Unit::Sentence), 'p' => reader.take(Unit::Paragraph),
                't' => reader.take(Unit::Turn), ')' => reader.step_turn(true), '(' => reader.step_turn(false),
                '+' => reader.grow(), '-' => reader.shrink(), 'J' => reader.extend(ruler, true), 'K' => reader.extend(ruler, false),
                'L' => reader.extend(Unit::Word, true), 'H' => reader.extend(Unit::Word, false), 'o' => { reader.swap_ends(); Ok(()) }
                'g' => reader.edge(false), 'G' => reader.edge(true), '}' => reader.step_uncoded(true), _ => reader.step_uncoded(false),
            };
            let held = reader.held;
            prop_assert!(reader.sheet.content().text.holds(held), "{key}: {held:?}");
            if reader.sheet.turns() > 0 {
                prop_assert!(!held.is_empty(), "{key}");
                prop_assert_eq!(held, held.trimmed(&text));
                let whole = super::units::whole(&reader.sheet);
                prop_assert!(whole.contains(held), "{key}");
            }
            reader.reveal(7);
            let seen = view::visible(&reader.sheet, reader.top, 7);
            if reader.sheet.turns() > 0 {
                prop_assert!(seen.contains(&view::locate(&reader.sheet, reader.lead())), "{} out of sight", key);
            }
        }
    }

    #[test]
    fn growing_and_shrinking_comes_back(script in script(), steps in 0usize..12, climbs in 1usize..6) {
        let mut reader = reader(&script);
        for _ in 0..steps {
            let _ = reader.step_word(true);
        }
        let before = reader.held;
        let grown = (0..climbs).filter(|_| reader.grow().is_ok()).count();
        for _ in 0..grown {
            prop_assert!(reader.shrink().is_ok());
        }
        prop_assert_eq!(reader.held, before);
    }
}
