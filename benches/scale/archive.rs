//! Finding in an archive: five kinds of questions, asked of Casebook as a whole process and inside one, beside ripgrep over the files and SQLite's FTS5 over the
//! same turns.

use crate::Scratch;
use crate::corpus::{self, Numbers};
use crate::timing::{peak_memory, said};
use casebook::coding::Passage;
use casebook::project::{CodeSpec, Command as Act};
use casebook::session::{Clock, Options, Session};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One question in the three languages.
struct Question {
    kind: &'static str,
    ours: String,
    /// A regular expression for ripgrep, which finds the same lines or more.
    rg: String,
    fts5: String,
}

pub fn measure(source: Option<&Path>, megabytes: usize) {
    let scratch = Scratch::new("archive");
    let folder = scratch.0.join("transcripts");
    let files = corpus::write(&folder, source, megabytes * 1_000_000);
    let bytes: u64 = files.iter().map(|f| std::fs::metadata(f).map_or(0, |m| m.len())).sum();
    let mb = bytes as f64 / 1e6;
    println!("{} transcripts, {mb:.0} MB of Markdown", files.len());
    let project = scratch.0.join("study.casebook");
    drop(Session::create(&project, Some("Measured"), options()).expect("a new project"));
    import(&project, &folder, mb);
    index(&project, &files, &scratch.0.join("bare"), mb);
    grow(&project, &scratch.0);
    code(&project);
    let fts5 = fts5(&project, &scratch.0.join("fts5.db"));
    let mut session = Session::open(&project, options()).expect("the project opens");
    session.catch_up(&mut |_, _| true).expect("the index is there");
    println!(
        "  {:<22} {:>9} | {:>9} {:>9} | {:>9} {:>9} | {:>9} {:>9} | {:>9} {:>9} | {:>7} {:>7} {:>7}",
        "question", "found", "process", "p99", "inside", "p99", "rg", "", "FTS5", "p99", "rg/proc", "rg/ins", "fts/ins"
    );
    for kind in questions(&files) {
        ask(&kind, &project, &folder, &session, &fts5);
    }
    drop(session);
    if let Some(mb) = peak_memory() {
        println!("  peak memory of this process            {mb} MB");
    }
}

fn options() -> Options {
    Options { coder: Some("ada".into()), clock: Clock::System }
}

fn casebook(project: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
    command.args(arguments).arg("--project").arg(project).stdin(Stdio::null());
    command
}

fn import(project: &Path, folder: &Path, mb: f64) {
    let start = Instant::now();
    let mut command = Command::new("/usr/bin/time");
    let program = casebook(project, &["import", &folder.display().to_string(), "--quiet"]);
    command.args(["-f", "%M"]).arg(program.get_program()).args(program.get_args());
    let done = command.stdout(Stdio::null()).output();
    let took = start.elapsed();
    let peak = done.map(|d| String::from_utf8_lossy(&d.stderr).lines().last().unwrap_or("").trim().to_owned());
    let peak = peak.unwrap_or_default().parse::<u64>().map_or_else(|_| "?".to_owned(), |kb| (kb / 1024).to_string());
    println!(
        "  import and index, whole process         {}   {:.1} MB/s, peak {peak} MB",
        said(took),
        mb / took.as_secs_f64()
    );
}

fn folder_of_index(project: &Path) -> PathBuf {
    project.with_file_name(".study.casebook.index")
}

/// Building the index alone, beside a bare loop; and its size.
fn index(project: &Path, files: &[PathBuf], bare: &Path, mb: f64) {
    let start = Instant::now();
    let entries = casebook::search::bare_index(
        bare,
        files
            .iter()
            .map(|f| {
                let text = std::fs::read_to_string(f).expect("our own file");
                text.split("\n\n").map(str::to_owned).collect::<Vec<_>>()
            })
            .collect::<Vec<_>>()
            .iter()
            .map(|turns| turns.iter().map(String::as_str)),
    );
    let loop_took = start.elapsed();
    assert!(entries.is_ok_and(|n| n > 0));
    std::fs::remove_dir_all(bare).expect("the bare index goes");
    std::fs::remove_dir_all(folder_of_index(project)).expect("there was an index");
    let mut session = Session::open(project, options()).expect("the project opens");
    let start = Instant::now();
    session.catch_up(&mut |_, _| true).expect("the index is built");
    let took = start.elapsed();
    let size: u64 = std::fs::read_dir(folder_of_index(project))
        .expect("an index")
        .flatten()
        .map(|e| e.metadata().map_or(0, |m| m.len()))
        .sum();
    println!(
        "  bare tantivy loop, same analyser        {}   {:.1} MB/s",
        said(loop_took),
        mb / loop_took.as_secs_f64()
    );
    println!(
        "  index built from the project            {}   {:.1} MB/s, {:.2} of the bare loop's speed",
        said(took),
        mb / took.as_secs_f64(),
        loop_took.as_secs_f64() / took.as_secs_f64()
    );
    println!(
        "  index                                   {:.0} MB, {:.2} of the text",
        size as f64 / 1e6,
        size as f64 / 1e6 / mb
    );
}

/// One more document.
fn grow(project: &Path, scratch: &Path) {
    let file = scratch.join("one-more.md");
    std::fs::write(&file, corpus::invented(4_711, 9_000)).expect("a transcript can be written");
    let start = Instant::now();
    let done = casebook(project, &["import", &file.display().to_string(), "--quiet"]).stdout(Stdio::null()).status();
    assert!(done.is_ok_and(|s| s.success()));
    println!("  one more document, whole process        {}", said(start.elapsed()));
}

/// Cases with an attribute, and 20,000 codings.
fn code(project: &Path) {
    let mut session = Session::open(project, options()).expect("the project opens");
    let ids: Vec<_> = session.project().documents.keys().copied().collect();
    let mut numbers = Numbers(2_015);
    let mut acts = Vec::new();
    for n in 0..100 {
        acts.push(Act::AddCase(format!("case {n}")));
    }
    session.run(Act::Together("Cases".into(), acts)).expect("cases are made");
    let cases: Vec<_> = session.project().cases.keys().copied().collect();
    let mut acts = Vec::new();
    for (n, case) in cases.iter().enumerate() {
        acts.push(Act::SetValue(*case, "sector".into(), ["health", "retail", "energy"][n % 3].into()));
    }
    for (n, document) in ids.iter().enumerate() {
        acts.push(Act::Link(cases[n % cases.len()], *document, casebook::project::LinkPart::Whole));
    }
    session.run(Act::Together("Values and links".into(), acts)).expect("values are set");
    let mut passages = Vec::new();
    for document in &ids {
        let turns = session.content(*document).expect("a text").structure.turns.clone();
        for _ in 0..(20_000 / ids.len()).max(1) {
            passages.push(Passage { document: *document, span: turns[numbers.below(turns.len())].span });
        }
    }
    passages.sort_unstable();
    passages.dedup();
    let code = CodeSpec::New("theme".into(), Box::default());
    session.run(Act::Code(passages, vec![code])).expect("the codings are made");
}

/// The same turns in an FTS5 table without a copy of the text, with English stems.
fn fts5(project: &Path, path: &Path) -> Connection {
    let session = Session::open(project, options()).expect("the project opens");
    let db = Connection::open(path).expect("a database");
    db.execute_batch("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE VIRTUAL TABLE turns USING fts5(text, content='', tokenize='porter unicode61'); BEGIN;")
        .expect("FTS5 is in this SQLite");
    let start = Instant::now();
    {
        let mut insert = db.prepare("INSERT INTO turns(text) VALUES (?1)").expect("the statement");
        for document in session.project().documents.keys() {
            let content = session.content(*document).expect("a text");
            for turn in &content.structure.turns {
                insert.execute([turn.span.of(content.text.as_str())]).expect("a row");
            }
        }
    }
    db.execute_batch("COMMIT; INSERT INTO turns(turns) VALUES ('optimize');").expect("it is kept");
    println!("  FTS5 over the same turns                {}", said(start.elapsed()));
    db
}

/// Questions with words from the middle of the vocabulary, a dozen of each kind.
fn questions(files: &[PathBuf]) -> Vec<Vec<Question>> {
    let pairs = crate::search::pairs(files);
    let pair = |n: usize| pairs[(40 + n * 23).min(pairs.len() - 1)].split_once(' ').expect("two words");
    let all = 0..12usize;
    let phrase = all.clone().map(|n| {
        let (a, b) = pair(n);
        Question {
            kind: "phrase of two words",
            ours: format!("\"{a} {b}\""),
            rg: format!(r"\b{a}\W+{b}\b"),
            fts5: format!("\"{a} {b}\""),
        }
    });
    let three = all.clone().map(|n| {
        let ((a, b), (c, _)) = (pair(n), pair(n + 3));
        Question {
            kind: "three words together",
            ours: format!("{a} {b} {c}"),
            rg: format!("{a}.*{b}.*{c}|{a}.*{c}.*{b}|{b}.*{a}.*{c}|{b}.*{c}.*{a}|{c}.*{a}.*{b}|{c}.*{b}.*{a}"),
            fts5: format!("{a} AND {b} AND {c}"),
        }
    });
    let prefix = all.clone().map(|n| {
        let (a, _) = pair(n);
        let a = &a[..a.len().min(5)];
        Question { kind: "beginning of a word", ours: format!("{a}*"), rg: format!(r"\b{a}"), fts5: format!("{a}*") }
    });
    let near = all.clone().map(|n| {
        let (a, b) = pair(n);
        Question {
            kind: "near/8",
            ours: format!("{a} near/8 {b}"),
            rg: format!(r"\b{a}\b(\W+\w+){{0,8}}\W+{b}\b|\b{b}\b(\W+\w+){{0,8}}\W+{a}\b"),
            fts5: format!("NEAR({a} {b}, 8)"),
        }
    });
    let coded = all.map(|n| {
        let (a, b) = pair(n);
        Question {
            kind: "phrase, code, attribute",
            ours: format!("\"{a} {b}\" code:theme case.sector:health"),
            rg: format!(r"\b{a}\W+{b}\b"),
            fts5: format!("\"{a} {b}\""),
        }
    });
    vec![phrase.collect(), three.collect(), prefix.collect(), near.collect(), coded.collect()]
}

fn ask(questions: &[Question], project: &Path, folder: &Path, session: &Session, fts5: &Connection) {
    let timed = |rounds: usize, act: &mut dyn FnMut(&Question)| -> Vec<Duration> {
        let mut times = Vec::new();
        for round in 0..=rounds {
            for question in questions {
                let start = Instant::now();
                act(question);
                // The first round warms up.
                if round > 0 {
                    times.push(start.elapsed());
                }
            }
        }
        times.sort();
        times
    };
    let mut found = 0;
    let inside = timed(10, &mut |q| found += session.find(&q.ours, 0..0, false).expect("the query runs").hits.count);
    let process = timed(9, &mut |q| {
        casebook(project, &["find", &q.ours, "--count"]).output().expect("it starts");
    });
    let rg = timed(2, &mut |q| {
        let done = Command::new("rg").args(["-i", "-c", &q.rg]).arg(folder).stdin(Stdio::null()).output();
        assert!(done.is_ok(), "ripgrep is on this machine");
    });
    let mut count = fts5.prepare("SELECT count(*) FROM turns WHERE turns MATCH ?1").expect("the statement");
    let peer = timed(10, &mut |q| {
        count.query_row([&q.fts5], |r| r.get::<_, i64>(0)).expect("a count");
    });
    let (middle, last) = (|t: &[Duration]| t[t.len() / 2], |t: &[Duration]| t[(t.len() * 99).div_ceil(100) - 1]);
    let ratio = |a: &[Duration], b: &[Duration]| middle(a).as_secs_f64() / middle(b).as_secs_f64();
    println!(
        "  {:<22} {:>9} | {:>9} {:>9} | {:>9} {:>9} | {:>9} {:>9} | {:>9} {:>9} | {:>7.0} {:>7.0} {:>7.1}",
        questions[0].kind,
        found / questions.len() / 11,
        said(middle(&process)),
        said(last(&process)),
        said(middle(&inside)),
        said(last(&inside)),
        said(middle(&rg)),
        "",
        said(middle(&peer)),
        said(last(&peer)),
        ratio(&rg, &process),
        ratio(&rg, &inside),
        ratio(&peer, &inside)
    );
}
