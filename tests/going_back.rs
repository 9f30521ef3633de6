//! Going back in the history: a step by itself, a point in time, names for points.

use crate::store::draft;
use crate::world::World;
use casebook::coding::Passage;
use casebook::fault::Kind;
use casebook::project::{CodeSpec, Command, Project, SavedKind};
use casebook::session::Session;
use casebook::text::Span;
use proptest::prelude::*;

fn new(path: &str) -> CodeSpec {
    CodeSpec::New(path.to_owned(), Box::default())
}

fn study() -> Session {
    let mut session = Session::in_memory("lena");
    session
        .run(Command::AddDocuments(vec![draft("one", "R: We waited at the desk. Nobody came. Not until June.")]))
        .unwrap();
    session
}

fn passage(session: &Session, words: &str) -> Passage {
    let document = session.project().document("one").unwrap().id;
    let content = session.content(document).unwrap();
    let start = content.text.as_str().find(words).unwrap();
    Passage { document, span: Span::new(start, start + words.len()) }
}

#[test]
fn one_step_is_taken_back_and_the_later_ones_stay() {
    let mut session = study();
    let (desk, june) = (passage(&session, "Nobody came."), passage(&session, "Not until June."));
    session.run(Command::AddCode(new("wait"))).unwrap();
    session.run(Command::AddCode(new("time"))).unwrap();
    let wait = session.run(Command::Code(vec![desk], vec![new("wait")])).unwrap().step.unwrap();
    session.run(Command::Code(vec![june], vec![new("time")])).unwrap();
    let before = session.project().clone();
    let answer = session.revert(wait).unwrap();
    assert_eq!(answer.sentence, format!("Took back only step {wait}: coded 1:2 of “one” with “wait”"));
    let quotes: Vec<&str> = session.project().codings.iter().map(|c| &*c.quote).collect();
    assert_eq!(quotes, ["Not until June."], "the coder who coded first is still there for the other coding");
    assert_eq!(session.check(&mut |_, _| {}).unwrap(), Vec::<String>::new());
    session.undo().unwrap();
    assert_eq!(*session.project(), before, "taking a step back and undoing that is nothing");
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(session.revert(wait).unwrap_err().kind, Kind::Nothing, "undo took it back already");
    assert_eq!(session.revert(99).unwrap_err().kind, Kind::Asked);
}

#[test]
fn a_step_on_which_later_ones_rest_is_not_taken_back_by_itself() {
    let mut session = study();
    let code = session.run(Command::AddCode(new("wait"))).unwrap().step.unwrap();
    let desk = passage(&session, "Nobody came.");
    session.run(Command::Code(vec![desk], vec![new("wait")])).unwrap();
    let before = session.project().clone();
    let fault = session.revert(code).unwrap_err();
    assert!(fault.what.contains("step 3 (“Coded 1:2 of “one” with “wait””) rests on it"), "{fault}");
    let document = session.revert(1).unwrap_err();
    assert!(document.what.contains("cannot be taken back by itself"), "{document}");
    assert_eq!((*session.project()).clone(), before, "a refusal alters nothing");
    session.revert(3).unwrap();
    session.revert(code).unwrap();
    assert!(session.project().codebook.is_empty());
}

/// The project replayed from nothing up to a step, without help of what goes back.
fn replayed(session: &Session, number: u64) -> Project {
    let mut project = Project::default();
    (1..=number).for_each(|n| project.apply(&session.step(n).unwrap().changes).unwrap());
    project
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_of_going_back(acts in prop::collection::vec((0u8..9, 0usize..4, 0usize..3), 2..16), to in 0usize..64) {
        let mut session = study();
        let places = ["We waited at the desk.", "Nobody came.", "Not until June."].map(|words| passage(&session, words));
        for (kind, code, place) in acts {
            let code = ["wait", "time", "wait/long", "desk"][code];
            let place = places[place];
            // What cannot be done here alters nothing; the laws hold all the same.
            let _ = match kind {
                0 => session.run(Command::AddCode(new(code))).map(drop),
                1 => session.undo().map(drop),
                2 => session.redo().map(drop),
                3 => session.run(Command::RemoveDocument(place.document)).map(drop).and_then(|()| session.undo().map(drop)),
                4 => session.revert(1 + to as u64 % session.last()).map(drop),
                5 => session.name_point(1 + to as u64 % session.last(), code).map(drop),
                _ => session.run(Command::Code(vec![place], vec![new(code)])).map(drop),
            };
        }
        let number = 1 + to as u64 % session.last();
        prop_assert_eq!(session.as_of(number).unwrap(), replayed(&session, number));
        let before = session.project().clone();
        if session.revert(number).is_ok() {
            prop_assert_eq!(session.check(&mut |_, _| {}).unwrap(), Vec::<String>::new());
            session.undo().unwrap();
            prop_assert_eq!(session.project(), &before, "reverting and undoing is nothing");
        }
        match session.restore(number) {
            Ok(_) => prop_assert_eq!(session.project(), &replayed(&session, number)),
            Err(fault) => prop_assert_eq!(fault.kind, Kind::Nothing),
        }
        prop_assert_eq!(session.check(&mut |_, _| {}).unwrap(), Vec::<String>::new());
    }
}

#[test]
fn the_command_line_goes_back_too() {
    let world = World::with_project("going-back");
    world.write("one.txt", "I: So?\n\nR: We waited. Nobody came.\n");
    world.ok(&["import", "one.txt"]);
    world.ok(&["codes", "add", "wait"]);
    world.ok(&["code", "one", "2:1", "wait"]);
    assert_eq!(
        world.ok(&["history", "--name", "3", "before axial coding"]).trim(),
        "Saved the point of the history “before axial coding”"
    );
    assert!(world.ok(&["history"]).contains("⚑ before axial coding"));
    assert_eq!(world.json(&["history"])[2]["points"][0], "before axial coding");
    world.ok(&["code", "one", "2:2", "wait"]);
    assert!(world.fails(2, &["history", "--revert", "3"]).contains("rest on it"));
    assert!(world.ok(&["history", "--revert", "4"]).starts_with("Took back only step 4: coded 2:1 of “one”"));
    assert!(world.ok(&["history", "--restore", "3"]).starts_with("Restored the project as of step 3, before "));
    assert_eq!(world.json(&["codes"])[0]["codings"], 0);
    world.ok(&["undo"]);
    assert_eq!(world.json(&["codes"])[0]["codings"], 1, "restoring is a step like any other");
    world.fails(2, &["history", "--restore", "99"]);
    world.fails(2, &["history", "--name", "three", "x"]);
    world.fails(2, &["history", "--revert", "1", "--restore", "2"]);
    assert_eq!(world.run(&["check"]).code, 0);
}

#[test]
fn a_point_keeps_the_number_of_its_step() {
    let mut session = study();
    session.name_point(1, "  before\ncoding ").unwrap();
    let points = session.project().saved_of(SavedKind::Point);
    assert_eq!((points[0].name.as_str(), points[0].text.as_str()), ("before coding", "1"));
    assert_eq!(session.name_point(7, "later").unwrap_err().kind, Kind::Asked);
}
