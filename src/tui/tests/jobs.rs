//! Bringing in, exporting and indexing on the screen.

use super::drive::Drive;
use crate::session::{Clock, Options, Session};
use crate::tui::app::App;
use crate::tui::key::Key;
use crate::tui::look::Look;
use crate::tui::update::{Effect, Event};
use std::path::PathBuf;

/// A folder of its own, gone at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("casebook-screens-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(path.join("talks")).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn talks(&self, count: usize) {
        for n in 1..=count {
            std::fs::write(self.path(&format!("talks/talk-{n}.txt")), format!("I: So?\n\nR: We waited, {n} times.\n"))
                .unwrap();
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Over a project file, so that there is an index.
fn over_file(folder: &Folder) -> Drive {
    let options = Options { coder: Some("lena".to_owned()), clock: Clock::Fixed(1_420_070_400_000) };
    let session = Session::create(&folder.0.join("study.casebook"), Some("Study"), options).unwrap();
    let mut drive = Drive { app: App::new(session, Look::default()), outside: Vec::new() };
    drive.resize(80, 24);
    drive
}

#[test]
fn bringing_in_is_heard_as_it_goes() {
    use crate::tui::plain::Talk;
    let folder = Folder::new("heard");
    folder.talks(2);
    std::fs::write(folder.path("talks/broken.docx"), b"no archive").unwrap();
    let mut talk = Talk::new(over_file(&folder).app);
    let hear = |talk: &mut Talk, line: &str| -> Vec<String> {
        let mut live = Vec::new();
        let reply = talk.answer(line, &mut |l| live.push(l.to_owned()));
        live.into_iter().chain(reply.lines).collect()
    };
    let heard = hear(&mut talk, &format!("import {}", folder.path("talks")));
    assert_eq!(heard[0], "Reading three files.", "{heard:#?}");
    assert!(heard[1].starts_with("Refused broken.docx: "), "{heard:#?}");
    assert_eq!(
        heard[2..6],
        ["Read talk-1.txt, 2 turns.", "Read talk-2.txt, 2 turns.", "Indexing two documents.", "Indexed."]
    );
    assert!(heard[6].starts_with("Brought in ") && heard[6].contains("1 file refused"), "{heard:#?}");
    folder.talks(43);
    let heard = hear(&mut talk, &format!("import {}", folder.path("talks")));
    assert_eq!(heard[0], "Reading 44 files.", "{heard:#?}");
    assert!(!heard.iter().any(|l| l.starts_with("Read talk")), "{heard:#?}");
    let heard = hear(&mut talk, "find everywhere waited");
    assert!(heard.iter().any(|l| l.contains("talk-1, turn 2. “We waited, 1 times.”")), "{heard:#?}");
}

fn press(d: &mut Drive, key: &str) {
    d.app.handle(Event::Key(Key::parse(key).unwrap()));
}

#[test]
fn files_are_brought_in_with_completion_as_one_step_and_indexed() {
    let folder = Folder::new("import");
    folder.talks(30);
    std::fs::write(folder.path("talks/broken.docx"), b"no archive").unwrap();
    let mut d = over_file(&folder);
    assert!(d.screen().contains("  I   bring transcripts in"), "{}", d.screen());
    d.keys(&format!("I '{}/ta'", folder.0.display()));
    assert!(d.screen().contains("talks/"), "{}", d.screen());
    let steps = d.app.session.last();
    d.keys("tab enter");
    assert_eq!((d.app.session.project().documents.len(), d.app.session.last()), (30, steps + 1), "{}", d.toast());
    assert!(d.toast().contains("1 file refused: ") && d.toast().contains("broken.docx"), "{}", d.toast());
    assert_eq!(d.app.session.indexed(), Some((30, 30)));
    d.keys("F 'waited' enter");
    assert_eq!(d.app.state.find().unwrap().found.hits.len(), 30);
    d.keys("q u");
    assert!(d.app.session.project().documents.is_empty(), "one step, one undo");
}

#[test]
fn bringing_in_shows_a_count_and_stops_without_a_trace() {
    let folder = Folder::new("stop");
    folder.talks(20);
    let mut d = over_file(&folder);
    let steps = d.app.session.last();
    d.keys(&format!("I '{}'", folder.path("talks")));
    press(&mut d, "enter");
    assert!(d.app.is_busy() && d.screen().contains("Esc stops"), "{}", d.screen());
    // A key waits, so not all are read at once.
    d.app.advance(&mut || true);
    assert!(d.screen().contains("of 20 files"), "{}", d.screen());
    press(&mut d, "esc");
    assert!(!d.app.is_busy() && d.toast().contains("nothing was brought in"), "{}", d.toast());
    assert_eq!((d.app.session.last(), d.app.session.project().documents.len()), (steps, 0));
    d.keys("I 'nowhere at all' enter");
    assert!(d.toast().contains("no such file"), "{}", d.toast());
}

#[test]
fn the_index_is_made_before_the_first_search_and_that_can_be_stopped() {
    let folder = Folder::new("index");
    folder.talks(12);
    let mut d = over_file(&folder);
    d.keys(&format!("I '{}' enter", folder.path("talks")));
    drop(d);
    let options = Options { coder: Some("lena".to_owned()), clock: Clock::System };
    std::fs::remove_dir_all(folder.path(".study.casebook.index")).unwrap();
    let session = Session::open(&folder.0.join("study.casebook"), options).unwrap();
    let mut d = Drive { app: App::new(session, Look::default()), outside: Vec::new() };
    d.resize(80, 24);
    press(&mut d, "F");
    press(&mut d, "w");
    d.app.advance(&mut || true);
    assert!(d.app.state.progress.is_some() && d.screen().contains("documents … Esc stops"), "{}", d.screen());
    press(&mut d, "esc");
    assert!(d.app.unindexed && d.toast().starts_with("stopped"), "{}", d.toast());
    d.keys("'aited'");
    assert_eq!(d.app.state.find().unwrap().found.hits.len(), 12, "what is not indexed is read through");
}

#[test]
fn the_list_that_is_seen_is_written_to_a_file_for_its_owner_only() {
    let folder = Folder::new("export");
    let mut d = Drive::talk();
    d.keys("j c 'trust' enter F 'press' enter");
    let file = folder.path("found.csv");
    d.keys(&format!("E '{file}' enter"));
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("document,cases,place,speaker,start,end,codes,words\n"), "{text}");
    assert!(text.contains("interview-1,Case of interview-1,2,Petra,") && text.contains(",trust,"), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    d.keys(&format!("E '{file}' enter"));
    assert!(d.toast().contains("already"), "what is there is not written over: {}", d.toast());
    d.keys(&format!("q q q E '{}' enter", folder.path("documents.json")));
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.path("documents.json")).unwrap()).unwrap();
    assert_eq!(json[0]["document"], "interview-1");
    d.keys("E 'x.doc' enter");
    assert!(d.toast().contains(".csv"), "{}", d.toast());
}

#[test]
fn the_sample_is_left_for_by_its_key() {
    let mut d = Drive::over(&[]);
    d.keys("O");
    assert!(matches!(d.outside.last(), Some(Effect::Sample)));
}
