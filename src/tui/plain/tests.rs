//! Whole conversations, as they are heard.

use super::{MOST, Reply, Talk};
use crate::session::KeySetting;
use crate::tui::keymap::Keymap;
use crate::tui::tests::drive::{Drive, TALK};
use proptest::prelude::*;

/// A conversation: what is typed after `> `, what is said below.
fn talk(drive: Drive, lines: &[&str]) -> (String, Talk) {
    let mut talk = Talk::new(drive.app);
    let mut heard = String::new();
    let hear = |reply: Reply, heard: &mut String| {
        assert!(reply.lines.len() <= MOST, "{reply:?}");
        reply.lines.iter().for_each(|l| {
            assert!(!l.chars().any(char::is_control), "{l:?}");
            heard.push_str(l);
            heard.push('\n');
        });
    };
    let reply = talk.begin(None, &mut |_| {});
    hear(reply, &mut heard);
    for line in lines {
        heard.push_str(&format!("> {}\n", line.replace(char::is_control, "")));
        let mut live = Vec::new();
        let reply = talk.answer(line, &mut |l| live.push(l.to_owned()));
        live.iter().for_each(|l| heard.push_str(&format!("{l}\n")));
        if reply.quit {
            heard.push_str("(the end)\n");
        }
        hear(reply, &mut heard);
    }
    (heard, talk)
}

/// What is said when the first document is opened.
const OPENING: &str = "\
Case of interview-1, interview-1. Four turns, 0 percent coded. Turn 1, Interviewer, sentence 1 of 1.
“When the new booking page came in, what changed for you on an ordinary day?”
No codes.
";

/// A conversation that begins with the first document: what is said after its opening.
#[track_caller]
fn hears_on(drive: Drive, script: &str) -> Talk {
    hears(drive, &format!("{OPENING}{}", script.trim_start_matches('\n')))
}

#[track_caller]
fn hears(drive: Drive, script: &str) -> Talk {
    let script = script.trim_start_matches('\n');
    let lines: Vec<&str> = script.lines().filter_map(|l| l.strip_prefix("> ").or((l == ">").then_some(""))).collect();
    let (heard, talk) = talk(drive, &lines);
    let heard: Vec<&str> = heard.lines().map(str::trim_end).collect();
    let wanted: Vec<&str> = script.lines().collect();
    for (n, (a, b)) in heard.iter().zip(&wanted).enumerate() {
        assert_eq!(a, b, "line {}; all of it:\n{}", n + 1, heard.join("\n"));
    }
    assert_eq!(heard.len(), wanted.len(), "{}", heard.join("\n"));
    talk
}

#[test]
fn a_document_is_read_and_coded() {
    let heard = hears_on(
        Drive::talk(),
        r#"
> open
Not here: “open” can be done on another screen.
> down
Turn 2, Petra, sentence 1 of 5. “The first month was chaos.” No codes.
> c
Code 2:1. 5 codes: 1 access; 2 access/digital; 3 access/distance; 4 trust; 5 double work. Type a number, a name, new and a name, or esc.
> trsut
No code is called just “trsut”: 1 trust, which looks like it. Type a number, a name, new to make it, or esc.
> new
Coded 2:1 with “trsut”. “trsut” looks like “trust”. u takes it back.
> u
Took back: coded 2:1 with “trsut”.
> just
“just” is not understood. Did you mean jump or last?
> code trust
Coded 2:1 with “trust”. u takes it back.
> j j .
Coded 2:3 with “trust”. u takes it back.
Sentence 3 of 5. “One man drove forty minutes to ask me to press the button for him.” Codes: trust.
> 1
Already coded “trust”.
> x
Took “trust” off 2:3. u takes it back.
> mark
One passage marked. Sentence 4 of 5. “He trusts the button if I press it.” No codes.
> mark
Two passages marked. Sentence 5 of 5. “So we kept both, the page and the paper book, and nobody told us to stop the paper one.” No codes.
> code trust; double work
Coded 2 passages with “trust” and “double work”. u takes it back.
Nothing is marked any more.
> in vivo
Code in the speaker's words: “So we kept both, the page and the paper”. An empty line takes it; or type another name; or esc.
> listening
Coded 2:5 with “listening”. u takes it back.
> go 2:4
Sentence 4 of 5. “He trusts the button if I press it.” Codes: trust; double work.
> remove
Remove which code? 1 trust; 2 double work. A number, or esc.
> both
“both” is none of them.
Remove which code? 1 trust; 2 double work. A number, or esc.
> 2
Took “double work” off 2:4. u takes it back.
> find press
One word in sentence 4 of 5. “press” Codes: trust.
> find zebra
“zebra” is not in this document.
> ]
Sentence 5 of 5. “So we kept both, the page and the paper book, and nobody told us to stop the paper one.” Codes: listening, chosen.
> telling
Marked 2:5 as telling. u takes it back.
> y
“So we kept both, the page and the paper book, and nobody told us to stop the paper one.” (Case of interview-1, interview-1, 2:5).
> turn
The whole turn, five sentences, 62 words. “The first month was chaos. People would ring the desk anyway, because the page asked for a code they never got. One man drove forty minutes to ask me to press the button for him. He trusts the button if I press it. So we kept both, the page and the paper book, and nobody told us to stop the paper one.” Codes: trust; double work; listening, telling.
> l
One word in sentence 1 of 5. “The” Codes: trust.
> go 99
No turn 99: the document has 4.
>
Case of interview-1, interview-1. Four turns, 37 percent coded. Turn 2, Petra, one word in sentence 1 of 5.
“The”
Codes: trust.
"#,
    );
    assert_eq!(heard.state().quick.iter().flatten().count(), 3);
}

#[test]
fn a_memo_is_begun_thrown_away_and_kept() {
    let heard = hears_on(
        Drive::talk(),
        r#"
> memo
Memo on 1 of interview-1.
Type lines; a point alone keeps it. Also .read, .edit, .draft, .discard.
> He keeps both.
Line 1.
> And why?
Line 2.
> .read
He keeps both.
And why?
> .discard
Thrown away. u brings it back.
> u
Memo on 1 of interview-1, a draft. Two lines. “He keeps both. And why?”
Type lines; a point alone keeps it. Also .read, .edit, .draft, .discard.
> .draft
Kept as a draft: m here goes on with it.
> m
Memo on 1 of interview-1, a draft. Two lines. “He keeps both. And why?”
Type lines; a point alone keeps it. Also .read, .edit, .draft, .discard.
> .
Wrote a memo on a passage. u takes it back.
> quit
(the end)
"#,
    );
    assert!(heard.state().drafts.is_empty());
}

#[test]
fn lists_are_read_narrowed_and_written_on() {
    let heard = hears_on(
        Drive::talk(),
        r#"
> back
Clinic study: one document.
1 of 1: interview-1, case Case of interview-1, four turns, 112 words, no codings, 0 percent coded.
> C
Codebook: five codes.
1 of 5: access, no passages in no documents.
> down
2 of 5: access/digital, no passages in no documents. Being shut out by the tool.
> list
2: access/digital, no passages in no documents. Being shut out by the tool.
3: access/distance, no passages in no documents. Miles, roads, time.
Two lines more: type more.
> more
4: trust, no passages in no documents. Confidence placed in a named person; borrowed confidence.
5: double work, no passages in no documents.
> /
Narrow to which words?
> trust
Codebook: one code with “trust”.
1 of 1: trust, no passages in no documents. Confidence placed in a named person; borrowed confidence.
> memo
Memo on the code trust.
Type lines; a point alone keeps it. Also .read, .edit, .draft, .discard.
> Borrowed.
Line 1.
> esc
Kept as a draft: m here goes on with it.
> open draft
Memo on the code trust, a draft. One line. “Borrowed.”
Type lines; a point alone keeps it. Also .read, .edit, .draft, .discard.
> .
Wrote a memo on the code “trust”. u takes it back.
> passages
No passages with trust.
> back
Codebook: five codes.
4 of 5: trust, no passages in no documents. Confidence placed in a named person; borrowed confidence.
> esc
Clinic study: one document.
1 of 1: interview-1, case Case of interview-1, four turns, 112 words, no codings, 0 percent coded.
> : redo
Nothing to redo.
> undp
“undp” is not understood. Did you mean undo or up?
> :
Do what? Type a name.
> take turn
Not here: “take turn” can be done on another screen.
> f9
There is no mouse here.
> quit
(the end)
"#,
    );
    assert!(heard.state().drafts.is_empty());
}

#[test]
fn a_query_is_asked_and_what_it_finds_is_coded() {
    hears(
        Drive::over(&[("talk", "P: The page is slow. | I: And then? | P: Another page.")]),
        r#"
Clinic study: one document.
1 of 1: talk, case Case of talk, three turns, eight words, no codings, 0 percent coded.
Type help for what can be typed, quit to end.
> F
Look for what, in all documents? Words, code:trust, case:Ada, and what help find tells; or esc.
> code:
Nothing stands after `code:`. code:trust, code:access+ (with sub-codes), code:access/* (only sub-codes).
Look for what, in all documents? Words, code:trust, case:Ada, and what help find tells; or esc.
> esc
Clinic study: one document.
1 of 1: talk, case Case of talk, three turns, eight words, no codings, 0 percent coded.
> find everywhere page
“page”: 2 results in 1 document.
1 of 2: Case of talk, talk, turn 1. “The page is slow.” No codes.
> list
1: Case of talk, talk, turn 1. “The page is slow.” No codes.
2: Case of talk, talk, turn 3. “Another page.” No codes.
> *
2 passages marked: acts now take all of them, Esc lets them go.
1 of 2: Case of talk, talk, turn 1. “The page is slow.” No codes. Marked.
> memo
Memo on two passages.
Type lines; a point alone keeps it. Also .read, .edit, .draft, .discard.
> Both of them.
Line 1.
> .
Wrote a memo on 2 passages. u takes it back.
> code trust
No code is like “trust”. Type new to make it, another name, or esc.
> new
Coded 2 passages with “trust”. u takes it back.
1 of 2: Case of talk, talk, turn 1. “The page is slow.” Codes: trust.
> back
Clinic study: one document.
1 of 1: talk, case Case of talk, three turns, eight words, two codings, 57 percent coded.
> F
Look for what, in all documents? Words, code:trust, case:Ada, and what help find tells; or esc.
> code:trust
“code:trust”: 2 passages in 1 document.
1 of 2: Case of talk, talk, turn 1. “The page is slow.” Codes: trust.
> down
2 of 2: Case of talk, talk, turn 3. “Another page.” Codes: trust.
> quit
(the end)
"#,
    );
}

#[test]
fn every_screen_and_everything_over_it_is_said() {
    let lines = [
        "j",
        "c",
        "esc",
        "i",
        "esc",
        "code trust",
        "m",
        ".draft",
        "x",
        "u",
        "\\",
        "esc",
        "g",
        "esc",
        "tab",
        "esc",
        "f",
        "esc",
        "#",
        "esc",
        "Z",
        "enter",
        "q",
        "q",
        "C",
        "n",
        "esc",
        "e",
        "esc",
        "r",
        "b",
        "v",
        "tab",
        "esc",
        "q",
        "q",
        "A",
        "n",
        "esc",
        "T",
        "esc",
        "q",
        "W",
        "n",
        "esc",
        "q",
        "M",
        "n",
        "esc",
        "q",
        "D",
        "I",
        "esc",
        "E",
        "esc",
        "F",
        "esc",
        "?",
        ":",
        "esc",
    ];
    let (heard, _) = talk(Drive::talk(), &lines);
    let mut answers = heard.split("\n> ").skip(1);
    for line in lines {
        let answer = answers.next().expect("an answer to every line");
        let (typed, said) = answer.split_once('\n').unwrap_or((answer, ""));
        assert_eq!(typed, line);
        assert!(said.contains(char::is_alphabetic), "{line} is answered by nothing: {heard}");
        assert!(!said.contains(['│', '─', '┌', '╭', '▸', '…']) || said.contains(" …"), "{line}: {said}");
    }
}

#[test]
fn help_says_what_can_be_typed_with_the_keys_that_hold() {
    let mut drive = Drive::talk();
    let setting = KeySetting { act: "code".to_owned(), keys: vec!["f2".to_owned()], line: 1 };
    drive.app.state.manner.keys = Keymap::with(&[setting]).0;
    let (heard, _) = talk(drive, &["help", "help code", "help in vivo", "f2", "esc", "c", "ctrl-c"]);
    assert!(heard.contains("Now: F2 code; "), "{heard}");
    assert!(heard.contains("help take, help code, help find, help anywhere."), "{heard}");
    assert!(heard.contains("i in vivo: a code in the speaker's own words."), "{heard}");
    assert!(heard.contains("> f2\nCode 1. 5 codes: "), "{heard}");
    assert!(heard.contains("c does nothing here: ? shows the keys."), "{heard}");
    assert!(heard.ends_with("> ctrl-c\n(the end)\n"), "{heard}");
}

#[test]
fn refusals_and_hints_tell_the_keys_that_hold() {
    let mut drive = Drive::talk();
    let set = |act: &str, key: &str, line| KeySetting { act: act.to_owned(), keys: vec![key.to_owned()], line };
    let settings =
        [set("code", "f2", 1), set("find", "f4", 2), set("pen", "f5", 3), set("zoom", "f6", 4), set("mark", ",", 5)];
    drive.app.state.manner.keys = Keymap::with(&settings).0;
    for (keys, told) in [
        (".", "no code was used yet: choose one with F2"),
        ("n", "nothing was looked for yet: F4 finds words"),
        ("f5 'trust' enter", "pen: trust · , codes and goes on, so does the mouse · F5 puts it down"),
    ] {
        drive.keys(keys);
        assert_eq!(drive.toast(), told);
    }
    drive.keys("tab");
    assert!(drive.screen().contains("F6 whole screen"), "{}", drive.screen());
    drive.keys("f6 z");
    assert!(drive.toast().starts_with("z does nothing here"), "{}", drive.toast());
}

#[test]
fn words_that_would_drive_a_terminal_are_heard_without() {
    let hostile = "P: A \u{1b}]0;title\u{7} and \u{9b}31m red \u{202e}txet. | P: Two.";
    let (heard, _) =
        talk(Drive::over(&[("a\u{1b}[2Jb", hostile)]), &["open", "", "list", "y", "memo", "x\u{1b}[A", "."]);
    assert!(heard.contains("title") && !heard.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{7}']), "{heard:?}");
}

proptest! {
    #[test]
    fn whatever_is_typed_is_answered_in_three_lines(
        lines in prop::collection::vec(
            prop_oneof![
                "[a-zA-Z0-9:;.?/!*+=,(){}\\[\\] -]{0,6}",
                prop::sample::select(vec![
                    "code trust", "new", "down", "back", "open", "more", "list", "memo", ".", ".read", "esc", "enter", "tab",
                    "find press", "C", "Z", "u", "U", "mark", "x", "1", "go 2", "pgdn", "filter a", "in vivo", ":", "?", "f",
                ]).prop_map(str::to_owned),
            ],
            0..40,
        )
    ) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).filter(|l| *l != ".edit").collect();
        // The conversation itself checks every answer.
        let (heard, talk) = talk(Drive::over(&[("interview-1", TALK)]), &lines);
        prop_assert!(!heard.is_empty() && !talk.state().screens.is_empty());
    }
}
