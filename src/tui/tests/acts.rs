use super::drive::Drive;
use crate::tui::update::Effect;

#[test]
fn a_code_is_chosen_by_a_few_letters_and_applied() {
    let mut d = Drive::talk();
    assert_eq!(d.held(), "When the new booking page came in, what changed for you on an ordinary day?");
    d.keys("j c 'dig' enter");
    assert_eq!(d.codings(), ["access/digital: The first month was chaos."]);
    assert!(d.toast().starts_with("Coded 2:1 with “access/digital”"), "{}", d.toast());
    d.keys("j .");
    assert_eq!(d.codings().len(), 2);
    d.keys(".");
    assert_eq!(d.toast(), "already coded “access/digital”");
    assert_eq!(d.codings().len(), 2);
}

#[test]
fn a_code_is_found_by_its_definition() {
    let mut d = Drive::talk();
    d.keys("j enter 'borrow'");
    assert!(d.screen().contains("definition: “…"), "{}", d.screen());
    d.keys("enter");
    assert_eq!(d.codings(), ["trust: The first month was chaos."]);
}

#[test]
fn a_code_is_made_and_applied_in_one_step() {
    let mut d = Drive::talk();
    d.keys("j c 'voice/not asked :: decided beforehand' enter");
    assert_eq!(d.codings(), ["voice/not asked: The first month was chaos."]);
    let code = d.app.session.project().codebook.find("voice/not asked").unwrap();
    assert_eq!(code.definition, "decided beforehand");
    d.keys("u");
    assert!(d.codings().is_empty() && d.app.session.project().codebook.find("voice").is_err());
    assert!(d.toast().starts_with("Took back: "), "{}", d.toast());
    d.keys("U");
    assert_eq!(d.codings().len(), 1);
}

#[test]
fn the_picker_offers_what_looks_like_what_is_typed_before_making_it() {
    let mut d = Drive::talk();
    d.keys("c 'trsut'");
    let screen = d.screen();
    let (alike, create) = (screen.find("similar: trust"), screen.find("+ create  trsut"));
    assert!(alike.is_some() && alike < create, "{screen}");
    d.keys("enter");
    assert_eq!(d.codings().len(), 1);
    assert!(d.codings()[0].starts_with("trust: "));
    d.keys("c 'trsut' ctrl-n");
    assert_eq!(d.codings().len(), 2);
}

#[test]
fn several_codes_are_gathered_and_repeated_together() {
    let mut d = Drive::talk();
    d.keys("j c 'trust' tab 'double' tab enter");
    assert_eq!(d.codings().len(), 2);
    d.keys("j .");
    assert_eq!(d.codings().len(), 4);
    d.keys("u");
    assert_eq!(d.codings().len(), 2);
}

#[test]
fn numbers_stay_with_their_codes() {
    let mut d = Drive::talk();
    d.keys("c 'trust' enter j c 'double' enter j 1 2");
    let three: Vec<String> = d.codings().iter().filter(|c| c.contains("People would ring")).cloned().collect();
    assert_eq!(three.len(), 2);
    d.keys("j 2 j 2 j 1");
    assert!(d.codings().last().unwrap().starts_with("trust: "), "{:?}", d.codings());
    d.keys("9");
    assert_eq!(d.toast(), "no code has the number 9 yet");
}

#[test]
fn in_vivo_takes_the_words_and_lets_them_be_edited() {
    let mut d = Drive::talk();
    d.keys("j l l l i ctrl-u 'first month' enter");
    assert_eq!(d.codings(), ["first month: month"]);
    d.keys("s i enter");
    assert!(
        d.codings().contains(&"The first month was chaos: The first month was chaos.".to_owned()),
        "{:?}",
        d.codings()
    );
}

#[test]
fn codes_are_removed_by_choice_when_there_are_several() {
    let mut d = Drive::talk();
    d.keys("x");
    assert_eq!(d.toast(), "nothing is coded here");
    d.keys("j c 'trust' tab 'double' tab enter x");
    assert!(d.screen().contains("Remove which code?"));
    d.keys("2");
    assert_eq!(d.codings().len(), 1);
    d.keys("x");
    assert!(d.codings().is_empty());
    d.keys("u u");
    assert_eq!(d.codings().len(), 2);
    d.keys("; x");
    assert_eq!(d.codings().len(), 1);
}

#[test]
fn a_coding_is_marked_as_telling() {
    let mut d = Drive::talk();
    d.keys("j c 'trust' enter !");
    let telling = |d: &Drive| d.app.session.project().codings.iter().all(|c| c.telling);
    assert!(telling(&d));
    d.keys("!");
    assert!(!telling(&d));
}

#[test]
fn looking_for_words_goes_there_and_comes_back() {
    let mut d = Drive::talk();
    d.keys("/ 'PAGE'");
    assert_eq!(d.held(), "When the new booking page came in, what changed for you on an ordinary day?");
    d.keys("backspace backspace backspace backspace 'page'");
    assert_eq!(d.held(), "page");
    d.keys("enter n");
    assert_eq!(d.app.state.reader().unwrap().place(), "2:2");
    d.keys("n n");
    assert_eq!(d.toast(), "went round the end of the document");
    d.keys("N s");
    assert!(d.held().starts_with("So we kept both"));
    d.keys("/ 'zebra' esc");
    assert!(d.held().starts_with("So we kept both"));
    d.keys("/ 'press' enter * c 'trust' enter");
    assert_eq!(d.codings(), ["trust: press", "trust: press"]);
    d.keys("esc n");
    assert_eq!(d.toast(), "nothing was looked for yet: / finds words");
}

#[test]
fn marked_passages_are_coded_together() {
    let mut d = Drive::talk();
    d.keys("j space space c 'trust' enter");
    assert_eq!(d.codings().len(), 2);
    assert!(d.app.state.reader().unwrap().marks.is_empty());
    d.keys("space esc");
    assert!(d.app.state.reader().unwrap().marks.is_empty() && d.app.state.reader().is_some());
}

#[test]
fn coded_and_uncoded_passages_are_walked() {
    let mut d = Drive::talk();
    d.keys("]");
    assert_eq!(d.toast(), "nothing in this document is coded yet");
    d.keys("g u c 'trust' enter g u g u c 'trust' enter g g ]");
    assert_eq!(d.held(), "The first month was chaos.");
    d.keys("]");
    assert_eq!(d.held(), "One man drove forty minutes to ask me to press the button for him.");
    d.keys("[ g u");
    assert!(d.held().starts_with("People would ring"));
    d.keys("G [");
    assert!(d.held().starts_with("One man"));
}

#[test]
fn a_memo_is_kept_drafted_or_thrown_away() {
    let mut d = Drive::talk();
    d.keys("j m 'he borrows' enter 'her finger' esc");
    assert!(d.app.session.project().memos.is_empty() && d.toast().starts_with("kept as a draft"));
    d.keys("m ctrl-s");
    let memo = d.app.session.project().memos.values().next().unwrap();
    assert_eq!(memo.text, "he borrows\nher finger");
    assert!(d.screen().contains("✎"), "{}", d.screen());
    d.keys("m ' more' ctrl-d m");
    assert!(!d.screen().contains("more"));
}

#[test]
fn everything_can_be_found_by_name_and_says_why_not() {
    let mut d = Drive::talk();
    d.keys(": 'code again' enter");
    assert_eq!(d.toast(), "no code was used yet: choose one with Enter");
    d.keys(": 'take turn' enter");
    assert!(d.held().ends_with("ordinary day?"));
    d.keys(": 'filter'");
    assert!(d.screen().contains("not now: on another screen"), "{}", d.screen());
    d.keys("esc ?");
    assert!(d.screen().contains("Keys here"));
    d.keys("esc $");
    assert_eq!(d.toast(), "$ does nothing here: ? shows the keys");
}

#[test]
fn the_codebook_leads_to_passages_and_back_into_the_text() {
    let mut d = Drive::talk();
    d.keys("j j c 'trust' enter home C");
    assert!(d.screen().contains("codebook"));
    d.keys("/ 'trust' enter enter");
    assert!(d.screen().contains("People would ring"), "{}", d.screen());
    d.keys("o");
    assert!(d.held().starts_with("People would ring"));
    d.keys("r ! x");
    assert!(d.codings().is_empty());
    d.keys("q Z");
    assert!(d.screen().contains("Took “trust” off"), "{}", d.screen());
    d.keys("u q q q q q");
    assert!(matches!(d.outside.last(), Some(Effect::Quit)), "{:?}", d.outside);
}

#[test]
fn documents_are_filtered_and_a_place_is_kept() {
    let mut d = Drive::over(&[("zeta", "P: One. Two. Three."), ("alpha", "P: four."), ("Émile", "P: five.")]);
    let screen = d.screen();
    assert!(screen.find("alpha") < screen.find("Émile") && screen.find("Émile") < screen.find("zeta"), "{screen}");
    d.keys("/ 'emi' enter enter");
    assert_eq!(d.held(), "five.");
    d.keys("q esc G enter j q enter");
    assert_eq!(d.held(), "Two.");
}

#[test]
fn pasted_keys_do_nothing_and_quitting_is_possible_everywhere() {
    let mut d = Drive::talk();
    d.app.handle(crate::tui::update::Event::Paste("jjxq".repeat(64_000)));
    assert!(d.held().starts_with("When the new"));
    d.keys("c");
    d.app.handle(crate::tui::update::Event::Paste("trust\n".to_owned()));
    assert!(d.screen().contains("› trust"), "{}", d.screen());
    d.keys("esc ctrl-c");
    assert!(matches!(d.outside.last(), Some(Effect::Quit)));
    d.keys("ctrl-z f9 ctrl-l y");
    assert!(matches!(d.outside[1..], [Effect::Suspend, Effect::Mouse(false), Effect::Redraw, Effect::Copy(_)]));
}

#[test]
fn what_another_process_did_is_taken_in() {
    use crate::project::{Command, Uncode};
    use crate::session::{Options, Session};
    let path = std::env::temp_dir().join(format!("casebook-two-windows-{}.casebook", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let options = || Options { coder: Some("jun".to_owned()), ..Options::default() };
    let mut other = Session::create(&path, None, options()).unwrap();
    let mut d = Drive::over_session(Session::open(&path, options()).unwrap(), &[("talk", "P: One. Two.")]);
    d.keys("enter j c 'new idea' enter");
    other.refresh().unwrap();
    let ids = other.project().codings.iter().map(|c| c.id).collect();
    other.run(Command::Uncode(Uncode::These(ids))).unwrap();
    d.app.handle(crate::tui::update::Event::Focus);
    assert!(!d.screen().contains("on it: new idea"), "{}", d.screen());
    let document = d.app.state.reader().unwrap().document;
    other.run(Command::RemoveDocument(document)).unwrap();
    d.keys(".");
    assert!(d.codings().is_empty() && d.app.state.reader().is_none());
    assert!(d.screen().contains("taken out") || !d.toast().is_empty());
    d.keys("u");
    assert!(d.screen().contains("talk"), "{}", d.screen());
    drop(d);
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn the_ends_of_a_coding_are_moved_and_kept_or_left() {
    let mut d = Drive::talk();
    d.keys("e");
    assert_eq!(d.toast(), "nothing is coded here");
    d.keys("j c 'trust' enter e J");
    assert!(d.screen().contains("Enter keeps, Esc leaves"), "{}", d.screen());
    d.keys("esc");
    assert_eq!(d.codings(), ["trust: The first month was chaos."]);
    d.keys("k j e L L enter");
    assert_eq!(d.codings(), ["trust: The first month was chaos. People would"]);
    d.keys("u");
    assert_eq!(d.codings(), ["trust: The first month was chaos."]);
}

#[test]
fn sentences_are_jumped_to_by_their_letters() {
    let mut d = Drive::talk();
    d.keys("f");
    assert!(d.screen().contains("Ahen the new") && d.screen().contains("She first month"), "{}", d.screen());
    d.keys("d");
    assert!(d.held().starts_with("People would ring"), "{}", d.held());
    d.keys("f %");
    assert!(d.held().starts_with("People would ring") && d.app.state.overlay.is_none());
    let many = (0..40).map(|n| format!("P: Word {n}.")).collect::<Vec<_>>().join("|");
    let mut d = Drive::over(&[("many", &many)]);
    d.resize(80, 90).keys("enter f s d");
    assert_eq!(d.held(), "Word 28.");
}
