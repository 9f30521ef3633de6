//! The list of memos.

use super::drive::Drive;
use super::screens::expect;
use crate::memo::About;
use crate::tui::state::Screen;

/// Memos on a passage, a code, the document and the study; the list of memos open.
fn study() -> Drive {
    let mut d = Drive::talk();
    d.keys("j c 'trust' enter m 'Whose waiting is it? #waiting see [[interview-1 4:2]] and [[code trust]]' ctrl-s");
    d.keys("C j j j m 'kind: question' enter 'Trust in whom?' ctrl-s q q");
    d.keys("m 'A calm talk. #method' ctrl-s W n 'Two more clinics wanted.' ctrl-s");
    d
}

fn texts(d: &Drive) -> Vec<String> {
    crate::tui::memos::shown(&d.app.state, d.app.session.project()).into_iter().map(|m| m.text.clone()).collect()
}

#[test]
fn memos_are_written_on_rows_of_every_kind() {
    let d = study();
    let mut about: Vec<&str> = d
        .app
        .session
        .project()
        .memos
        .values()
        .map(|m| match m.about {
            About::Project => "study",
            About::Document(_) => "document",
            About::Code(_) => "code",
            About::Case(_) => "case",
            About::Passage(_) => "passage",
        })
        .collect();
    about.sort_unstable();
    assert_eq!(about, ["code", "document", "passage", "study"], "{}", d.screen());
}

#[test]
fn memos_are_narrowed_by_words_tags_and_what_they_are_about() {
    let mut d = study();
    for (typed, wanted) in [
        ("waiting", 1),
        ("#meth", 1),
        ("on:code", 1),
        ("kind:question", 1),
        ("on:study clinics", 1),
        ("#waiting calm", 0),
        ("talk", 1),
    ] {
        d.keys(&format!("/ '{typed}' enter"));
        assert_eq!(texts(&d).len(), wanted, "{typed}: {:?}", texts(&d));
        d.keys("esc");
    }
    assert_eq!(texts(&d).len(), 4);
}

#[test]
fn a_memo_is_opened_in_its_place_edited_and_taken_away() {
    let mut d = study();
    d.keys("/ 'whose' enter enter");
    assert!(d.held().starts_with("The first month"), "{}", d.held());
    d.keys("q e ' Mine.' ctrl-s");
    assert!(texts(&d)[0].ends_with("Mine."), "{:?}", texts(&d));
    d.keys("x");
    assert!(texts(&d).is_empty(), "{}", d.toast());
    d.keys("u esc");
    assert_eq!(texts(&d).len(), 4);
    d.keys("/ 'on:code' enter enter");
    assert!(matches!(d.app.state.screen(), Screen::Passages(_)), "{}", d.screen());
}

#[test]
fn links_in_a_memo_are_followed() {
    let mut d = study();
    d.keys("/ 'whose' enter l down enter");
    assert!(matches!(d.app.state.screen(), Screen::Passages(_)), "{}", d.screen());
    d.keys("q l enter");
    assert!(d.held().starts_with("Then there was a meeting"), "{}", d.held());
    d.keys("W / 'calm' enter l");
    assert!(d.toast().contains("has no link"), "{}", d.toast());
    d.keys("e '[[nowhere 3]]' ctrl-s l");
    assert!(d.toast().contains("is no place here"), "{}", d.toast());
}

#[test]
fn only_who_wrote_a_memo_takes_it_away() {
    let mut d = study();
    d.app.state.coder = "jun".to_owned();
    d.keys("x");
    assert!(d.toast().contains("only who wrote"), "{}", d.toast());
}

#[test]
fn the_screens_of_the_memos() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut d = study();
        d.resize(width, height);
        d.keys("/ 'whose' enter esc G");
        expect(&format!("memos-{width}x{height}"), &d.roles());
    }
    let mut d = study();
    for (width, height) in [(1, 1), (9, 4), (40, 14), (100, 15), (300, 100)] {
        d.resize(width, height);
        d.frame();
    }
}
