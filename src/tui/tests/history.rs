//! The history on the screen.

use super::drive::Drive;
use super::screens::expect;
use crate::project::SavedKind;
use crate::tui::state::Screen;
use crate::tui::update::Effect;

/// An interview with a few steps behind it, the history open.
fn study() -> Drive {
    let mut d = Drive::talk();
    d.keys("j c 'trust' enter j c 'double' enter m 'both books' ctrl-s u Z");
    d
}

#[test]
fn the_chosen_step_says_what_it_did_and_what_going_back_would_do() {
    let mut d = study();
    assert!(d.screen().contains("undo only this   would do step"), "{}", d.screen());
    d.keys("j");
    assert!(d.screen().contains("both books") && d.screen().contains("would remove 1 memo"), "{}", d.screen());
    d.keys("j");
    let screen = d.screen();
    assert!(
        screen.contains("+ coding  double work in interview-1") && screen.contains("would undo 2 later steps"),
        "{screen}"
    );
    d.keys("/ 'trust' enter");
    assert!(d.screen().contains("step 1 of 2"), "{}", d.screen());
}

#[test]
fn one_step_is_taken_back_alone_and_refused_where_others_rest_on_it() {
    let mut d = study();
    let before = d.codings();
    d.keys("/ 'with “trust”' enter r");
    assert!(d.toast().starts_with("Took back only step"), "{}", d.toast());
    assert_eq!(d.codings().len(), before.len() - 1);
    d.keys("u");
    assert_eq!(d.codings(), before);
    d.keys("esc / 'code “double work”' enter r");
    assert!(d.toast().contains("rests on it"), "{}", d.toast());
    assert_eq!(d.codings(), before);
}

#[test]
fn the_project_is_restored_and_that_is_undone() {
    let mut d = study();
    let before = d.codings();
    d.keys("G R");
    assert!(d.toast().starts_with("Restored the project as of step 1"), "{}", d.toast());
    assert!(d.codings().is_empty() && d.app.session.project().codebook.is_empty());
    d.keys("u");
    assert_eq!(d.codings(), before);
}

#[test]
fn a_point_is_named_and_shown_with_its_step() {
    let mut d = study();
    d.keys("j j t 'before the memo' enter");
    assert!(d.screen().contains("⚑ before the memo"), "{}", d.screen());
    let saved = d.app.session.project().saved_named(SavedKind::Point, "before the memo").unwrap();
    assert_eq!(saved.text, (d.app.session.last() - 3).to_string());
}

#[test]
fn the_project_is_looked_at_as_it_was_and_nothing_can_be_altered_there() {
    let mut d = study();
    let (steps, before) = (d.app.session.last(), d.codings());
    d.keys("/ 'with “trust”' enter enter");
    assert!(d.screen().contains("read only"), "{}", d.screen());
    assert_eq!(d.app.project().codings.len(), 1, "the second coding was not there yet");
    d.keys("enter j");
    let screen = d.screen();
    assert!(screen.contains("read only") && d.app.state.reader().unwrap().margin.stripes().count() == 1, "{screen}");
    for key in ["c", "1", ".", "x", "m", "u", "U", "i"] {
        d.keys(key);
        assert!(d.toast().contains("the project as it was"), "{key}: {}", d.toast());
        assert!(d.app.state.overlay.is_none());
    }
    d.keys("F 'code:trust' enter");
    assert_eq!(d.app.state.find().unwrap().found.rows.len(), 1, "{}", d.screen());
    d.keys("q q q");
    assert!(matches!(d.app.state.screen(), Screen::History(_)) && d.app.past.is_none(), "{}", d.screen());
    assert_eq!((d.app.session.last(), d.codings()), (steps, before));
    assert!(!d.outside.iter().any(|e| matches!(e, Effect::Quit)));
}

#[test]
fn the_screens_of_the_history() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut d = study();
        d.resize(width, height);
        d.keys("j j t 'before the memo' enter");
        expect(&format!("history-{width}x{height}"), &d.roles());
    }
    let mut d = study();
    d.keys("/ 'with “trust”' enter enter enter");
    expect("history-past-80x24", &d.roles());
    for (width, height) in [(1, 1), (9, 4), (40, 14), (100, 15), (300, 100)] {
        d.resize(width, height);
        d.frame();
    }
}
