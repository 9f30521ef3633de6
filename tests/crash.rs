//! What happens when the power goes, when two work at once, and when the index is not what it was.

use crate::store::{draft, tempdir};
use crate::world::World;
use casebook::project::{CodeSpec, Command, Project};
use casebook::session::{Clock, Options, Session};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

fn options() -> Options {
    Options { coder: Some("lena".into()), clock: Clock::Fixed(1_420_070_400_000) }
}

/// Starts a command and kills it after a while; true when it was still running.
fn killed(world: &World, arguments: &[&str], after: Duration) -> bool {
    let mut command = world.command(arguments);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(after);
    let running = child.try_wait().unwrap().is_none();
    let _ = child.kill();
    child.wait().unwrap();
    running
}

fn names(world: &World) -> Vec<String> {
    world.json(&["documents"]).as_array().unwrap().iter().map(|d| d["name"].as_str().unwrap().to_owned()).collect()
}

fn transcript(n: usize, part: usize) -> String {
    let turn = |t: usize| {
        format!("R: In talk {n} of part {part} we waited at desk {t}. Nobody came for {t} days.\n\nI: And then?\n\n")
    };
    (0..60).map(turn).collect()
}

#[test]
fn an_import_that_is_killed_is_in_whole_or_not_at_all() {
    const ROUNDS: usize = 10;
    const FILES: usize = 4;
    let world = World::with_project("kill-import");
    for n in 0..ROUNDS {
        for part in 0..FILES {
            world.write(&format!("in{n}/talk-{n}-{part}.txt"), transcript(n, part));
        }
    }
    let begun = Instant::now();
    world.ok(&["import", "in0"]);
    let whole = begun.elapsed();
    let mut broken_off = 0;
    for n in 1..ROUNDS {
        let after = whole * n as u32 / ROUNDS as u32;
        broken_off += usize::from(killed(&world, &["import", &format!("in{n}")], after));
        let names = names(&world);
        let of_round = names.iter().filter(|name| name.starts_with(&format!("talk-{n}-"))).count();
        assert!(of_round == 0 || of_round == FILES, "round {n}: {names:?}");
    }
    assert!(broken_off > 0, "some were killed while they ran");
    assert_eq!(world.json(&["check"])["sound"], true);
    let steps = world.json(&["history"]).as_array().unwrap().len();
    assert_eq!(steps, 1 + names(&world).len() / FILES, "the title, and one step for each import that was done");
    // What was broken off can be done now, and what is found is found in all of it.
    for n in 1..ROUNDS {
        world.ok(&["import", &format!("in{n}")]);
    }
    assert_eq!(names(&world).len(), ROUNDS * FILES);
    assert_eq!(world.ok(&["find", "\"at desk 7\"", "--count"]), format!("{}\n", ROUNDS * FILES));
}

#[test]
fn a_coding_that_is_killed_is_there_or_not() {
    const ROUNDS: usize = 24;
    let world = World::with_project("kill-code");
    world.write("talk.txt", transcript(0, 0));
    world.ok(&["import", "talk.txt"]);
    let begun = Instant::now();
    world.ok(&["code", "talk", "1:1", "wait/first", "--create"]);
    let whole = begun.elapsed();
    for n in 1..ROUNDS {
        let (place, code) = (format!("{}:1", 2 * n + 1), format!("wait/n{n}"));
        killed(&world, &["code", "talk", &place, &code, "--create"], whole * n as u32 / ROUNDS as u32);
    }
    let codings = world.json(&["show", "talk"])["codings"].as_array().unwrap().len();
    let steps = world.json(&["history"]).as_array().unwrap().len();
    let codes = world.json(&["codes"]).as_array().unwrap().len();
    assert_eq!((steps, codes), (2 + codings, 1 + codings), "the code and its coding came in one step or neither did");
    assert_eq!(world.json(&["check"])["sound"], true);
}

#[test]
fn making_a_project_that_is_killed_leaves_none_or_a_whole_one() {
    const ROUNDS: u32 = 24;
    let world = World::new("kill-new");
    let begun = Instant::now();
    world.ok(&["new", "n0", "--title", "N"]);
    let whole = begun.elapsed();
    for n in 1..ROUNDS {
        let name = format!("n{n}");
        killed(&world, &["new", &name, "--title", "N"], whole * n / ROUNDS);
        let file = format!("{name}.casebook");
        if !world.path(&file).exists() {
            world.ok(&["new", &name]);
        }
        assert_eq!(world.json(&["check", "--project", &file])["sound"], true, "round {n}");
    }
}

/// A copy of a project file with the first `keep` bytes of its write-ahead log, in a place of its own: what a disk may hold after the power went.
fn torn(folder: &Path, file: &Path, wal: &[u8], keep: usize) -> PathBuf {
    let copy = folder.join("torn.casebook");
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join(format!("torn.casebook{ending}")));
    }
    fs::copy(file, &copy).unwrap();
    fs::write(folder.join("torn.casebook-wal"), &wal[..keep]).unwrap();
    copy
}

#[test]
fn a_file_cut_off_at_any_byte_of_its_log_opens_at_a_step() {
    let folder = tempdir("torn");
    let file = folder.join("whole.casebook");
    drop(Session::create(&file, Some("Torn"), options()).unwrap());
    let mut session = Session::open(&file, options()).unwrap();
    let mut states: Vec<Project> = vec![session.project().clone()];
    let mut lengths = Vec::new();
    let wal_of = |file: &Path| fs::read(file.with_extension("casebook-wal")).unwrap();
    session.run(Command::AddDocuments(vec![draft("talk", &transcript(1, 1))])).unwrap();
    states.push(session.project().clone());
    lengths.push(wal_of(&file).len());
    for n in 0..4 {
        let document = session.project().document("talk").unwrap().id;
        let content = session.content(document).unwrap();
        let span = content.structure.turns[n * 2].span;
        let code = CodeSpec::New(format!("wait/n{n}"), Box::default());
        session.run(Command::Code(vec![casebook::coding::Passage { document, span }], vec![code])).unwrap();
        states.push(session.project().clone());
        lengths.push(wal_of(&file).len());
    }
    session.undo().unwrap();
    states.push(session.project().clone());
    let wal = wal_of(&file);
    lengths.push(wal.len());
    assert!(lengths.windows(2).all(|w| w[0] < w[1]), "the log was not folded into the file meanwhile: {lengths:?}");
    let mut cuts: Vec<usize> = (0..40).map(|n| wal.len() * n / 40).collect();
    cuts.extend(lengths.iter().flat_map(|l| [l - 1, *l, (l + 1).min(wal.len())]));
    cuts.extend([1, 31, 32, 33]);
    cuts.sort();
    for keep in cuts {
        let copy = torn(&folder, &file, &wal, keep);
        let opened = Session::open(&copy, options()).unwrap();
        let state = states.iter().position(|s| s == opened.project());
        let state = state.unwrap_or_else(|| panic!("cut at {keep}: not the state after any step"));
        let whole_steps = lengths.iter().filter(|l| **l <= keep).count();
        assert!(
            state >= whole_steps || states[state] == states[whole_steps],
            "cut at {keep}: step {state} of {whole_steps}"
        );
        assert_eq!(opened.check(&mut |_, _| {}).unwrap(), Vec::<String>::new(), "cut at {keep}");
    }
    drop(session);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn two_processes_that_code_at_once_lose_nothing() {
    const EACH: usize = 20;
    let world = World::with_project("two-coders");
    world.write("talk.txt", transcript(0, 0));
    world.ok(&["import", "talk.txt"]);
    world.ok(&["codes", "add", "wait"]);
    let work = |coder: &str, sentence: usize| {
        for n in 0..EACH {
            let place = format!("{}:{sentence}", 2 * n + 1);
            world.ok(&["code", "talk", &place, "wait", &format!("of {coder}"), "--create", "--coder", coder]);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| work("lena", 1));
        scope.spawn(|| work("jun", 2));
    });
    let codings = world.json(&["show", "talk"])["codings"].as_array().unwrap().clone();
    for coder in ["lena", "jun"] {
        let of = |code: &str| codings.iter().filter(|c| c["coder"] == coder && c["code"] == code).count();
        assert_eq!((of("wait"), of(&format!("of {coder}"))), (EACH, EACH), "{coder}");
    }
    assert_eq!(codings.len(), 4 * EACH);
    let history = world.json(&["history"]);
    let numbers: Vec<u64> = history.as_array().unwrap().iter().map(|s| s["number"].as_u64().unwrap()).collect();
    let mut sorted = numbers.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), 3 + 2 * EACH, "one step a coding, each with its own number: {numbers:?}");
    assert_eq!(world.json(&["check"])["sound"], true);
}

/// What is done to a file.
type Damage = fn(&Path);

#[test]
fn an_index_that_is_gone_cut_off_or_garbage_alters_no_answer() {
    let world = World::with_project("index-damage");
    world.write("in/one.txt", transcript(1, 1));
    world.write("in/two.txt", transcript(2, 1));
    world.ok(&["import", "in"]);
    let index = world.path(".study.casebook.index");
    let query = ["find", "\"at desk 7\" or 59"];
    let expected = world.json(&[&query[..], &["--scan"]].concat());
    assert!(expected.as_array().is_some_and(|a| a.len() >= 4));
    let ask = |what: &str| assert_eq!(world.json(&query), expected, "{what}");
    ask("as it was made");
    assert!(index.is_dir());
    fs::remove_dir_all(&index).unwrap();
    ask("gone");
    assert!(index.is_dir(), "it is made again");
    let files = || -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = fs::read_dir(&index).unwrap().map(|e| e.unwrap().path()).collect();
        all.retain(|p| p.is_file() && fs::metadata(p).unwrap().len() > 0);
        all.sort();
        all
    };
    let damages: [(&str, Damage); 4] = [
        ("emptied", |p| fs::write(p, b"").unwrap()),
        ("cut off", |p| {
            let bytes = fs::read(p).unwrap();
            fs::write(p, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("garbage", |p| {
            let length = fs::metadata(p).unwrap().len() as usize;
            fs::write(p, (0..length).map(|n| (n * 167 + 13) as u8).collect::<Vec<u8>>()).unwrap();
        }),
        ("removed", |p| fs::remove_file(p).unwrap()),
    ];
    for (what, damage) in damages {
        for n in 0..files().len() {
            // Another damage may have had the index built anew, with other files.
            let Some(file) = files().get(n).cloned() else { continue };
            damage(&file);
            ask(&format!("{what}: {}", file.file_name().unwrap().to_string_lossy()));
        }
    }
    fs::remove_dir_all(&index).unwrap();
    fs::write(&index, "a file where the folder should be").unwrap();
    ask("a file in its place");
    let checked: Value = world.json(&["check"]);
    assert_eq!(checked["sound"], true);
}
