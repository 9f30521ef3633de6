//! An archive: bringing it in, its index, one document more; then the questions of [`asking`].

use crate::Scratch;
use crate::asking;
use crate::corpus::{self, Numbers};
use crate::timing::{peak_memory, said};
use casebook::coding::Passage;
use casebook::id::DocumentId;
use casebook::project::{CodeSpec, Command as Act};
use casebook::query::Unit;
use casebook::session::{Clock, Options, Session};
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What to measure on, and how much of it.
pub struct Archive<'a> {
    /// Markdown transcripts to repeat; invented ones without.
    pub source: Option<&'a Path>,
    pub megabytes: usize,
    /// A folder that is kept, so that a second run need not make everything again.
    pub at: Option<&'a Path>,
    /// The kind of question that is asked, by its number; all of them without.
    pub kind: Option<usize>,
}

pub fn measure(what: &Archive<'_>) {
    let scratch = what.at.is_none().then(|| Scratch::new("archive"));
    let home = what.at.or(scratch.as_ref().map(|s| s.0.as_path())).expect("one of the two");
    let folder = home.join("transcripts");
    let (project, database) = (home.join("study.casebook"), home.join("fts5.db"));
    if !database.exists() {
        let files = corpus::write(&folder, what.source, what.megabytes * 1_000_000);
        let bytes: u64 = files.iter().map(|f| std::fs::metadata(f).map_or(0, |m| m.len())).sum();
        let mb = bytes as f64 / 1e6;
        println!("{} transcripts, {mb:.0} MB of Markdown", files.len());
        drop(Session::create(&project, Some("Measured"), options()).expect("a new project"));
        import(&project, &folder, mb);
        index(&project, &files, &home.join("bare"), mb);
        grow(&project, home);
        code(&project);
        fts5(&project, &database);
    }
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("the transcripts").flatten().map(|e| e.path()).collect();
    files.sort();
    let db = Connection::open(&database).expect("the database is there");
    let mut session = Session::open(&project, options()).expect("the project opens");
    session.catch_up(&mut |_, _| true).expect("the index is there");
    asking::measure(
        &files,
        what.kind,
        &asking::Asked { project: &project, folder: &folder, session: &session, db: &db },
    );
    drop(session);
    if let Some(mb) = peak_memory() {
        println!("  peak memory of this process            {mb} MB");
    }
}

fn options() -> Options {
    Options { coder: Some("ada".into()), clock: Clock::System }
}

pub fn casebook(project: &Path, arguments: &[&str]) -> Command {
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

/// The same turns in an FTS5 table without a copy of the text, with English stems; and beside it which turns are coded and what the sector of their case is.
fn fts5(project: &Path, path: &Path) {
    let session = Session::open(project, options()).expect("the project opens");
    let part = path.with_extension("part");
    let _ = std::fs::remove_file(&part);
    let db = Connection::open(&part).expect("a database");
    db.execute_batch(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
         CREATE VIRTUAL TABLE turns USING fts5(text, content='', tokenize='porter unicode61');
         CREATE TABLE coded (turn INTEGER PRIMARY KEY, sector TEXT); BEGIN;",
    )
    .expect("FTS5 is in this SQLite");
    let start = Instant::now();
    let coded: HashSet<(DocumentId, u32)> = {
        let all = session.find_units("code:theme", Unit::Turn).expect("the query runs");
        all.into_iter().map(|hit| (hit.passage.document, hit.passage.span.start)).collect()
    };
    let mut sectors = HashMap::new();
    for sector in ["health", "retail", "energy"] {
        let documents = session.find_units(&format!("case.sector:{sector}"), Unit::Document).expect("the query runs");
        sectors.extend(documents.into_iter().map(|hit| (hit.passage.document, sector)));
    }
    {
        let mut insert = db.prepare("INSERT INTO turns(rowid, text) VALUES (?1, ?2)").expect("the statement");
        let mut mark = db.prepare("INSERT INTO coded VALUES (?1, ?2)").expect("the statement");
        let mut row = 0;
        for document in session.project().documents.keys() {
            let content = session.content(*document).expect("a text");
            for turn in &content.structure.turns {
                row += 1;
                insert.execute((row, turn.span.of(content.text.as_str()))).expect("a row");
                if coded.contains(&(*document, turn.span.start)) {
                    mark.execute((row, sectors.get(document))).expect("a row");
                }
            }
        }
    }
    db.execute_batch("COMMIT; INSERT INTO turns(turns) VALUES ('optimize');").expect("it is kept");
    drop(db);
    std::fs::rename(part, path).expect("the database is whole");
    println!("  FTS5 over the same turns                {}", said(start.elapsed()));
}
