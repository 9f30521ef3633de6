//! Coding by keys: pen, numbers, picker, prompts, and taking up where one left off.

use super::drive::{Drive, TALK};
use crate::memo::About;
use crate::project::Command;
use crate::session::Session;
use crate::tui::app::App;
use crate::tui::look::Look;
use crate::tui::update::{Effect, Event};

#[test]
fn the_pen_codes_as_one_goes_and_is_put_down() {
    let mut d = Drive::talk();
    d.keys("j a 'trust' enter");
    assert!(d.codings().is_empty() && d.screen().lines().next().unwrap().contains("✎ trust"), "{}", d.screen());
    d.keys("space J space");
    assert_eq!(
        d.codings(),
        [
            "trust: The first month was chaos.",
            "trust: People would ring the desk anyway, because the page asked for a code they never got. \
             One man drove forty minutes to ask me to press the button for him.",
        ]
    );
    d.keys("a");
    assert_eq!(d.toast(), "the pen is put down");
    d.keys("space");
    assert_eq!(d.codings().len(), 2, "without the pen, Space marks");
    d.keys("esc a 'trust' enter esc");
    assert!(d.app.state.pen.is_empty());
}

#[test]
fn a_pen_makes_its_code_once_and_one_step_takes_it_back() {
    let mut d = Drive::talk();
    d.keys("j a 'fresh :: Something new' enter space space");
    assert_eq!(d.codings().len(), 2);
    assert!(d.codings().iter().all(|c| c.starts_with("fresh: ")), "{:?}", d.codings());
    assert_eq!(d.app.session.project().codebook.find("fresh").unwrap().definition, "Something new");
    d.keys("u u");
    assert!(d.codings().is_empty() && d.app.session.project().codebook.find("fresh").is_err());
}

#[test]
fn a_number_keeps_its_code_until_it_is_given_away() {
    let mut d = Drive::over(&[("one", &format!("P: {}", "Words are here. ".repeat(14)))]);
    d.keys("enter");
    for n in 0..11 {
        d.keys(&format!("c 'idea {n}' ctrl-n j"));
    }
    let names = |d: &Drive| -> Vec<String> {
        d.app.state.quick.iter().map(|c| c.map(|c| d.app.state.facts.code(c).name).unwrap_or_default()).collect()
    };
    let nine: Vec<String> = (0..9).map(|n| format!("idea {n}")).collect();
    assert_eq!(names(&d), nine, "the first nine keep their numbers however many come after");
    // The eleventh is in hand on its passage; it is given the number 3.
    d.keys("k # 3");
    assert_eq!(d.toast(), "3 is now “idea 10”, and stays it");
    assert_eq!(names(&d)[2], "idea 10");
    d.keys("# 3");
    assert_eq!(names(&d)[2], "");
    d.keys("# esc # x");
    assert_eq!(d.toast(), "a number from 1 to 9 was wanted");
    d.keys("j c 'idea 2' enter");
    assert_eq!(names(&d)[2], "idea 2", "a free number goes to the next code that is used");
}

#[test]
fn the_picker_looks_into_memos_and_says_so() {
    let mut d = Drive::talk();
    let code = d.app.session.project().codebook.find("double work").unwrap().id;
    d.app
        .session
        .run(Command::WriteMemo(About::Code(code), "Compare the ledger in the second clinic.".to_owned()))
        .unwrap();
    d.keys("j c 'ledger'");
    assert!(d.screen().contains("memo: “…Compare the ledger in the…”"), "{}", d.screen());
    d.keys("enter");
    assert_eq!(d.codings(), ["double work: The first month was chaos."]);
    d.keys("j c ctrl-r");
    assert!(d.screen().contains("› ledger"), "{}", d.screen());
    d.keys("enter");
    assert_eq!(d.codings().len(), 2);
}

#[test]
fn a_definition_is_written_while_a_code_is_chosen() {
    let mut d = Drive::talk();
    d.keys("j c 'double' ctrl-e 'kept twice' enter");
    assert!(d.screen().contains("kept twice") && d.app.state.overlay.is_some(), "{}", d.screen());
    d.keys("ctrl-e ' and more' esc enter");
    assert_eq!(d.codings(), ["double work: The first month was chaos."]);
    let definition = |d: &Drive| d.app.session.project().codebook.find("double work").unwrap().definition.clone();
    assert_eq!(definition(&d), "kept twice");
    d.keys("u u");
    assert_eq!(definition(&d), "");
}

#[test]
fn an_empty_query_shows_recent_codes_then_companions_then_the_tree() {
    let mut d = Drive::talk();
    // `trust` and `double work` stand together; `access/distance` was used last.
    d.keys("j c 'trust' tab 'double' tab enter j c 'distance' enter");
    d.app.state.recent.truncate(1);
    d.keys("j c 'trust' enter c");
    let screen = d.screen();
    let at = |name: &str| screen.lines().position(|l| l.starts_with('│') && l.contains(name)).unwrap_or(usize::MAX);
    assert!(at("trust") < at("access/distance"), "{screen}");
    assert!(at("access/distance") < at("double work"), "{screen}");
    assert!(at("double work") < at("access/digital"), "{screen}");
}

#[test]
fn moving_ends_is_kept_or_given_back() {
    let mut d = Drive::talk();
    d.keys("j c 'trust' enter e L L o L esc");
    assert_eq!(d.held(), "The first month was chaos.");
    d.keys("e o L enter");
    assert_eq!(d.codings(), ["trust: first month was chaos."]);
}

#[test]
fn in_vivo_offers_the_code_that_is_there() {
    let mut d = Drive::talk();
    d.keys("j i ctrl-u 'Trusts'");
    assert!(d.screen().contains("similar: trust · Tab takes it"), "{}", d.screen());
    d.keys("tab");
    assert_eq!(d.codings(), ["trust: The first month was chaos."]);
}

#[test]
fn marked_passages_are_quoted_in_reading_order() {
    let mut d = Drive::talk();
    d.keys("j j j space k k k space y");
    let Some(Effect::Copy(text)) = d.outside.last() else { panic!("{:?}", d.outside) };
    let wanted = "“The first month was chaos.” (Case of interview-1, interview-1, 2:1)\n\
        “One man drove forty minutes to ask me to press the button for him.” (Case of interview-1, interview-1, 2:3)";
    assert_eq!(text, wanted);
}

#[test]
fn a_paste_of_any_size_is_taken_in_by_every_prompt() {
    let pasted = "words and \u{1b}[31m more\r\n".repeat(256 * 1024 / 22);
    for prompt in ["c", "a", "i", "m", "/", ":", "\\ k", "q /", "C /"] {
        let mut d = Drive::talk();
        d.keys("j");
        d.keys(prompt);
        d.app.handle(Event::Paste(pasted.clone()));
        let frame = d.frame();
        assert!(frame.content.iter().all(|c| !c.symbol().contains(char::is_control)), "{prompt}");
        d.keys("backspace left end 'x' home 'y' esc");
        d.frame();
    }
}

/// A file that is taken away again.
struct Kept(std::path::PathBuf);

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn the_place_in_each_document_and_the_numbers_are_there_tomorrow() {
    let file = Kept(std::env::temp_dir().join(format!("casebook-places-{}.json", std::process::id())));
    let mut d = Drive::over(&[("one", TALK), ("two", "P: 👩‍👧 Eins. Zwei. Drei.")]);
    d.app.recall_from(file.0.clone());
    d.keys("enter j j c 'first' enter c 'second' ctrl-n # 7 q G enter j j q");
    d.app.remember();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file.0).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let kept = std::fs::read_to_string(&file.0).unwrap();
    assert!(!kept.contains("Drei"), "no words of participants are kept: {kept}");
    let session = std::mem::replace(&mut d.app.session, Session::in_memory("lena"));
    d.app = App::new(session, Look::default());
    d.app.recall_from(file.0.clone());
    d.resize(80, 24).keys("enter");
    assert!(d.held().starts_with("People would ring"), "{}", d.held());
    d.keys("q G enter");
    assert_eq!(d.held(), "Drei.");
    let name = |slot: usize| d.app.state.quick[slot].map(|c| d.app.state.facts.code(c).name);
    assert_eq!((name(0).as_deref(), name(6).as_deref()), (None, Some("first")));
}

#[test]
fn what_was_folded_in_the_codebook_is_folded_tomorrow() {
    let file = Kept(std::env::temp_dir().join(format!("casebook-folds-{}.json", std::process::id())));
    let mut d = Drive::talk();
    d.app.recall_from(file.0.clone());
    let all = d.keys("C").app.state.codes().len();
    d.keys("-");
    let left = d.app.state.codes();
    assert!(left.len() < all, "{left:?}");
    d.app.remember();
    let session = std::mem::replace(&mut d.app.session, Session::in_memory("lena"));
    d.app = App::new(session, Look::default());
    d.app.recall_from(file.0.clone());
    d.resize(80, 24).keys("C");
    assert_eq!(d.app.state.codes(), left);
    // A code that is gone is forgotten.
    let text = std::fs::read_to_string(&file.0).unwrap();
    let gone = left.iter().fold(text, |text, code| text.replace(&code.0.to_string(), &uuid::Uuid::nil().to_string()));
    std::fs::write(&file.0, gone).unwrap();
    d.app.recall_from(file.0.clone());
    assert_eq!(d.app.state.codes().len(), all);
}

#[test]
fn a_damaged_file_of_places_is_as_if_there_were_none() {
    let file = Kept(std::env::temp_dir().join(format!("casebook-damaged-{}.json", std::process::id())));
    for damage in ["{\"places\": 3", "", "{\"numbers\": [null,null,null,null,null,null,null,null,null,null,null,null]}"]
    {
        std::fs::write(&file.0, damage).unwrap();
        let mut d = Drive::over(&[("one", TALK)]);
        d.app.recall_from(file.0.clone());
        d.keys("enter j c 'x' enter 1");
        assert_eq!(d.codings().len(), 1, "{damage}");
    }
}
