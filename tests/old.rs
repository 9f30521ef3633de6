//! Files of every format that was ever written must open for ever: each is opened by the program as it is now, looked through, altered and taken back.

use crate::world::World;
use casebook::project::{Command, SavedKind};
use casebook::session::{Clock, Options, Session};

#[test]
fn a_file_of_format_1_opens_keeps_its_history_and_takes_what_is_new() {
    let world = World::new("format-1");
    let path = world.path("study.casebook");
    std::fs::write(&path, include_bytes!("old/format-1.casebook")).unwrap();

    let said = world.ok(&["check"]);
    assert!(said.starts_with("Sound: 1 document, 1 coding, 5 steps"), "{}", said);
    let documents: serde_json::Value = serde_json::from_str(&world.ok(&["documents", "--json"])).unwrap();
    assert_eq!((&documents[0]["name"], &documents[0]["cases"][0]), (&"a".into(), &"Aalto".into()));
    let shown = world.ok(&["show", "a", "--json"]);
    assert!(shown.contains("service/queue") && shown.contains("Ääkköset"), "{shown}");
    assert!(world.ok(&["history"]).contains("Coded 2 of “a” with “service/queue”"));

    let options = || Options { coder: Some("lena".into()), clock: Clock::Fixed(1_420_070_400_000) };
    let mut session = Session::open(&path, options()).unwrap();
    session.run(Command::Save(SavedKind::Query, "waiting".into(), "queue or wait*".into())).unwrap();
    drop(session);
    let mut again = Session::open(&path, options()).unwrap();
    assert_eq!(again.project().saved_named(SavedKind::Query, "Waiting").unwrap().text, "queue or wait*");
    again.undo().unwrap();
    assert!(again.project().saved.is_empty());
    // What the old program had done can still be taken back.
    again.undo().unwrap();
    assert!(again.project().codings.is_empty());
    assert_eq!(again.check(&mut |_, _| ()).unwrap(), Vec::<String>::new());
}
