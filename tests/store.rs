//! One contract for every store, and what only the file must bear: restarts, two processes, damage.

use casebook::document::{Draft, Speakers, Structure};
use casebook::fault::Kind;
use casebook::project::{CodeSpec, Command, NewDocument};
use casebook::session::{Clock, Options, Session};
use std::path::Path;
use std::sync::Arc;

pub fn draft(name: &str, text: &str) -> NewDocument {
    let structure: Structure = casebook::document::detect(text, &Speakers::Auto);
    let draft = Draft {
        name: name.into(),
        format: "txt".into(),
        text: text.into(),
        structure,
        language: "en".into(),
        ..Draft::default()
    };
    NewDocument { draft, original: Arc::from(text.as_bytes()), cases: vec![] }
}

fn options() -> Options {
    Options { coder: Some("lena".into()), clock: Clock::Fixed(1_420_070_400_000) }
}

fn code(session: &mut Session, document: &str, quote: &str, code: &str) -> String {
    let id = session.project().document(document).unwrap().id;
    let content = session.content(id).unwrap();
    let span = casebook::project::resolve(&format!("\"{quote}\"").parse().unwrap(), &content).unwrap();
    let passage = casebook::coding::Passage { document: id, span };
    session.run(Command::Code(vec![passage], vec![CodeSpec::New(code.into(), Box::default())])).unwrap().sentence
}

fn contract(session: &mut Session) {
    session
        .run(Command::AddDocuments(vec![draft("one", "I: And then?\n\nR: We waited. Nobody came, año tras año.")]))
        .unwrap();
    assert_eq!(code(session, "one", "Nobody came", "wait/alone"), "Coded 2:2 of “one” with “wait/alone”");
    assert_eq!(session.project().codings.len(), 1);
    assert_eq!(session.project().codebook.len(), 2);
    let before = session.project().clone();
    assert_eq!(session.undo().unwrap().sentence, "Took back: coded 2:2 of “one” with “wait/alone”");
    assert!(session.project().codings.is_empty() && session.project().codebook.is_empty(), "one step, one undo");
    session.redo().unwrap();
    assert_eq!(*session.project(), before);
    assert_eq!(session.redo().unwrap_err().kind, Kind::Nothing);
    assert_eq!(session.check(&mut |_, _| {}).unwrap(), Vec::<String>::new());
}

#[test]
fn every_store_keeps_the_contract() {
    contract(&mut Session::in_memory("lena"));
    let folder = tempdir("contract");
    let file = folder.join("a.casebook");
    let mut session = Session::create(&file, Some("A"), options()).unwrap();
    contract(&mut session);
    let (value, last) = (session.project().clone(), session.last());
    drop(session);
    let again = Session::open(&file, options()).unwrap();
    assert_eq!((again.project(), again.last()), (&value, last), "what was closed is what opens");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn undo_and_redo_work_across_restarts() {
    let folder = tempdir("restart");
    let file = folder.join("a.casebook");
    Session::create(&file, Some("A"), options()).unwrap();
    Session::open(&file, options()).unwrap().run(Command::add_code("x")).unwrap();
    assert_eq!(Session::open(&file, options()).unwrap().undo().unwrap().sentence, "Took back: made the code “x”");
    let mut session = Session::open(&file, options()).unwrap();
    assert!(session.project().codebook.is_empty());
    assert_eq!(session.redo().unwrap().sentence, "Did again: made the code “x”");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn two_processes_see_each_other_and_lose_nothing() {
    let folder = tempdir("two");
    let file = folder.join("a.casebook");
    let mut one = Session::create(&file, Some("A"), options()).unwrap();
    let mut two = Session::open(&file, Options { coder: Some("jun".into()), ..options() }).unwrap();
    one.run(Command::add_code("from one")).unwrap();
    // Two has not looked since; its step comes after the one it has not seen.
    two.run(Command::add_code("from two")).unwrap();
    assert_eq!(two.project().codebook.len(), 2);
    assert!(one.refresh().unwrap());
    assert_eq!(one.project(), two.project());
    // The same name at the same time: the second is told, nothing is doubled.
    assert_eq!(one.run(Command::add_code("from two")).unwrap_err().kind, Kind::Asked);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_tampered_file_is_found_out() {
    let folder = tempdir("tampered");
    let file = folder.join("a.casebook");
    let mut session = Session::create(&file, Some("A"), options()).unwrap();
    session.run(Command::AddDocuments(vec![draft("one", "R: We waited. Nobody came.\n\nI: So?")])).unwrap();
    code(&mut session, "one", "Nobody came", "wait");
    drop(session);
    let tamper = |sql: &str| {
        rusqlite::Connection::open(&file).unwrap().execute_batch(sql).unwrap();
        Session::open(&file, options()).unwrap().check(&mut |_, _| {}).unwrap()
    };
    assert!(tamper("UPDATE codings SET start = start - 1").iter().any(|p| p.contains("code points")), "offsets");
    assert!(!tamper("UPDATE codings SET start = start + 1, quote = 'Somebody'").is_empty(), "quote");
    assert!(
        tamper("UPDATE texts SET text = replace(text, 'waited', 'walked')")
            .iter()
            .any(|p| p.contains("not what was stored")),
        "text"
    );
    assert!(!tamper("DELETE FROM coders").is_empty(), "a coder gone");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_is_no_project_is_refused_in_words() {
    let folder = tempdir("refused");
    let open = |name: &str| Session::open(&folder.join(name), options()).map(|_| ()).unwrap_err();
    assert_eq!(open("nothing.casebook").kind, Kind::Disk);
    std::fs::write(folder.join("text.casebook"), "hello, this is no database at all").unwrap();
    assert!(open("text.casebook").what.contains("not a Casebook project"));
    rusqlite::Connection::open(folder.join("other.casebook")).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(open("other.casebook").what.contains("not a Casebook project"));
    Session::create(&folder.join("new.casebook"), None, options()).unwrap();
    rusqlite::Connection::open(folder.join("new.casebook")).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    assert!(open("new.casebook").what.contains("newer Casebook"));
    assert_eq!(
        Session::create(&folder.join("new.casebook"), None, options()).map(|_| ()).unwrap_err().kind,
        Kind::Asked,
        "never overwrites"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_a_project() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempdir("owner");
    let file = folder.join("a.casebook");
    let mut session = Session::create(&file, None, options()).unwrap();
    session.run(Command::add_code("x")).unwrap();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", entry.path());
    }
    std::fs::remove_dir_all(folder).unwrap();
}

pub fn tempdir(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("casebook-test-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    Path::new(&folder).to_owned()
}
