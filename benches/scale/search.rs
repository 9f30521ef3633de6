//! Import, index and find on Markdown transcripts, beside a bare tantivy loop with the same analyser and beside ripgrep on the same files.

use crate::Scratch;
use crate::corpus;
use crate::timing::{median, peak_memory, runs, said};
use casebook::session::{Clock, Options, Session};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub fn measure(source: Option<&Path>, megabytes: usize) {
    let scratch = Scratch::new("search");
    let folder = scratch.0.join("transcripts");
    let files = corpus::write(&folder, source, megabytes * 1_000_000);
    let bytes: u64 = files.iter().map(|f| std::fs::metadata(f).map_or(0, |m| m.len())).sum();
    let mb = bytes as f64 / 1e6;
    println!("{} transcripts, {mb:.1} MB of Markdown", files.len());
    let bare = bare_loop(&files, &scratch.0.join("bare"));
    println!("  bare tantivy loop, same analyser        {}   {:.1} MB/s", said(bare), mb / bare.as_secs_f64());
    let project = scratch.0.join("study.casebook");
    drop(Session::create(&project, Some("Measured"), options()).expect("a new project"));
    let casebook = env!("CARGO_BIN_EXE_casebook");
    let start = Instant::now();
    let done = Command::new(casebook)
        .arg("import")
        .arg(&folder)
        .arg("--quiet")
        .arg("--project")
        .arg(&project)
        .stdout(Stdio::null())
        .status();
    assert!(done.is_ok_and(|s| s.success()), "the import works");
    let import = start.elapsed();
    println!("  casebook import and index, whole process {}   {:.1} MB/s", said(import), mb / import.as_secs_f64());
    println!("  throughput against the bare loop        {:.2}", bare.as_secs_f64() / import.as_secs_f64());
    let pairs = pairs(&files);
    for rank in [300, 20] {
        finding(&project, &folder, &pairs[rank.min(pairs.len() - 1)]);
    }
    if let Some(mb) = peak_memory() {
        println!("  peak memory of this process             {mb} MB");
    }
}

fn options() -> Options {
    Options { coder: Some("ada".into()), clock: Clock::System }
}

/// What indexing alone costs: the same turns, analyser and fields, one writer, nothing else done.
fn bare_loop(files: &[PathBuf], folder: &Path) -> Duration {
    let texts: Vec<String> = files.iter().map(|f| std::fs::read_to_string(f).expect("our own file")).collect();
    let start = Instant::now();
    let entries =
        casebook::search::bare_index(folder, texts.iter().map(|t| t.split("\n\n"))).expect("the bare index is built");
    assert!(entries > 0);
    start.elapsed()
}

/// Pairs of words that stand side by side, the commonest first.
pub fn pairs(files: &[PathBuf]) -> Vec<String> {
    let mut counts = std::collections::HashMap::<String, usize>::new();
    for file in files.iter().take(40) {
        let text = std::fs::read_to_string(file).expect("our own file");
        let plain = |w: &str| w.len() > 3 && w.bytes().all(|b| b.is_ascii_lowercase());
        let words: Vec<&str> = text.split(' ').collect();
        for pair in words.windows(2).filter(|p| plain(p[0]) && plain(p[1])) {
            *counts.entry(pair.join(" ")).or_default() += 1;
        }
    }
    let mut pairs: Vec<_> = counts.into_iter().collect();
    pairs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    assert!(!pairs.is_empty(), "a text has pairs of words");
    pairs.into_iter().map(|(pair, _)| pair).collect()
}

fn finding(project: &Path, folder: &Path, phrase: &str) {
    let casebook = env!("CARGO_BIN_EXE_casebook");
    let query = format!("\"{phrase}\"");
    let lines = |command: &mut Command| {
        let done = command.stdin(Stdio::null()).output().expect("the command starts");
        String::from_utf8_lossy(&done.stdout).lines().count()
    };
    let mut found = 0;
    let found_in = |how: &[&str]| {
        runs(15, || {
            lines(Command::new(casebook).args(["find", &query]).args(how).arg("--project").arg(project));
        })
    };
    let counted = Command::new(casebook).args(["find", &query, "--count", "--project"]).arg(project).output();
    if let Ok(done) = counted {
        found = String::from_utf8_lossy(&done.stdout).trim().parse().unwrap_or(0);
    }
    println!("  find {query}: {found} turns");
    let ways = [("--count", found_in(&["--count"])), ("a list", found_in(&[])), ("--all", found_in(&["--all"]))];
    for (name, ours) in &ways {
        println!("    casebook find, {name:<7}, whole process {}", said(median(ours)));
    }
    if Command::new("rg").arg("--version").output().is_ok_and(|o| o.status.success()) {
        let (mut files, mut listed) = (0, 0);
        let counting = runs(15, || files = lines(Command::new("rg").args(["-i", "-c", phrase]).arg(folder)));
        let listing = runs(15, || listed = lines(Command::new("rg").args(["-i", phrase]).arg(folder)));
        println!("    rg -i -c, whole process               {}   ({files} files)", said(median(&counting)));
        println!("    rg -i, whole process                  {}   ({listed} lines)", said(median(&listing)));
        for ((name, ours), rg) in ways.iter().zip([&counting, &listing, &listing]) {
            println!(
                "    rg / {name:<7}                          {:.1}",
                median(rg).as_secs_f64() / median(ours).as_secs_f64()
            );
        }
    } else {
        println!("    rg is not on this machine");
    }
    let mut session = Session::open(project, options()).expect("the project opens");
    session.catch_up(&mut |_, _| true).expect("the index is there");
    let inside = runs(101, || {
        session.find(&query, 0..0, false).expect("the query runs");
    });
    println!("    the query inside the process          {}", said(median(&inside)));
}
