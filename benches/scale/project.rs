//! A project of 100,000 codings over 1,000 documents, 1.8 million words and 120 codes: open, count, cross. Beside pandas doing the same crosstab from CSV,
//! where Python has it.

use crate::Scratch;
use crate::corpus::{Numbers, invented};
use crate::timing::{median, peak_memory, runs, said};
use casebook::coding::Passage;
use casebook::document::Speakers;
use casebook::exchange::{self, ReadOptions};
use casebook::matrix::{Spec, compute, outline};
use casebook::project::{CodeSpec, Command, NewDocument};
use casebook::session::{Clock, Options, Session};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

const DOCUMENTS: usize = 1_000;
const CODES: usize = 120;

pub fn measure(codings: usize) {
    let scratch = Scratch::new("project");
    let file = scratch.0.join("large.casebook");
    build(&file, codings);
    let size = std::fs::metadata(&file).map_or(0, |m| m.len()) / 1_000_000;
    println!("{codings} codings, {DOCUMENTS} documents, {CODES} codes; the file has {size} MB");
    let opened = runs(7, || drop(open(&file)));
    println!("  open (all codings in memory)            {}", said(median(&opened)));
    let session = open(&file);
    let words: u64 = session.project().documents.values().map(|d| u64::from(d.words)).sum();
    println!("  words                                   {words}");
    let counted = runs(7, || {
        let mut counts = std::collections::HashMap::new();
        session.project().codings.iter().for_each(|c| *counts.entry(c.code).or_insert(0) += 1);
        assert_eq!(counts.values().sum::<i32>() as usize, codings);
    });
    println!("  count by code                           {}", said(median(&counted)));
    let first = session.project().documents.keys().next().copied().expect("there are documents");
    let text = runs(7, || {
        let fresh = open(&file);
        let start = std::time::Instant::now();
        fresh.content(first).expect("a text");
        std::hint::black_box(start.elapsed());
    });
    println!("  open the file and one transcript        {}", said(median(&text)));
    let wide = matrix(&session, &spec("rows = \"documents\"\nfilter = 'doc:d00*'", 50));
    println!("  100 × 50 matrix of counts               {}", said(wide));
    let all = matrix(&session, &spec("rows = \"documents\"", CODES));
    println!("  {DOCUMENTS} × {CODES} document × code            {}", said(all));
    let both = matrix(&session, &spec("rows = \"codes\"", CODES));
    println!("  {CODES} × {CODES} co-occurrence                 {}", said(both));
    let casebook = env!("CARGO_BIN_EXE_casebook");
    let spec_file = scratch.0.join("all.toml");
    std::fs::write(&spec_file, spec("rows = \"documents\"", CODES)).expect("a specification can be written");
    let out = scratch.0.join("all.csv");
    let whole = runs(3, || {
        let done = std::process::Command::new(casebook)
            .arg("matrix")
            .arg(&spec_file)
            .arg("--out")
            .arg(&out)
            .arg("--project")
            .arg(&file)
            .output();
        let done = done.expect("the program starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    });
    println!("  document × code, whole process to .csv  {}", said(median(&whole)));
    pandas(&session, &scratch);
    if let Some(mb) = peak_memory() {
        println!("  peak memory of this process             {mb} MB");
    }
}

fn open(file: &Path) -> Session {
    Session::open(file, Options { coder: Some("ada".into()), clock: Clock::System }).expect("the project opens")
}

fn spec(rows: &str, codes: usize) -> String {
    let mut text = format!("title = \"measured\"\n{rows}\n");
    for n in 0..codes {
        let _ = write!(text, "\n[[column]]\ntitle = \"c{n}\"\ncode = \"theme{}/code{n}\"\ncell = \"count\"\n", n % 12);
    }
    text
}

fn matrix(session: &Session, spec: &str) -> std::time::Duration {
    let spec = Spec::parse(spec).expect("the specification holds");
    let times = runs(5, || {
        session
            .with_words(true, |words| {
                let table = outline(&spec, &session.world(words))?;
                assert!(!table.rows.is_empty());
                Ok(())
            })
            .expect("the matrix is built");
    });
    let _ = compute;
    median(&times)
}

fn build(file: &Path, codings: usize) {
    let mut session = Session::create(file, Some("Large"), Options { coder: Some("ada".into()), clock: Clock::System })
        .expect("a new project");
    let options = ReadOptions { speakers: Speakers::Auto, ..ReadOptions::default() };
    let documents = (0..DOCUMENTS)
        .map(|n| {
            let text = invented(n, 1_800);
            let draft =
                exchange::read(&format!("d{n:04}.md"), text.as_bytes(), &options).expect("invented text can be read");
            NewDocument { draft, original: Arc::from(text.as_bytes()), cases: vec![format!("case {}", n / 4)] }
        })
        .collect();
    session.run(Command::AddDocuments(documents)).expect("documents go in");
    let specs: Vec<CodeSpec> =
        (0..CODES).map(|n| CodeSpec::New(format!("theme{}/code{n}", n % 12), Box::default())).collect();
    for spec in &specs {
        session.run(Command::AddCode(spec.clone())).expect("a code is made");
    }
    let mut numbers = Numbers(5);
    let ids: Vec<_> = session.project().documents.keys().copied().collect();
    let mut commands = Vec::new();
    let mut placed = std::collections::HashSet::new();
    while placed.len() < codings {
        let document = ids[numbers.below(ids.len())];
        let content = session.content(document).expect("a text");
        let turn = content.structure.turns[numbers.below(content.structure.turns.len())];
        let cut = casebook::text::sentences(turn.span.of(content.text.as_str()));
        let first = numbers.below(cut.len());
        let last = (first + numbers.below(3)).min(cut.len() - 1);
        let mut span = cut[first].hull(cut[last]);
        span.start += turn.span.start;
        span.end += turn.span.start;
        let code = numbers.below(CODES);
        if placed.insert((document, span, code)) {
            commands.push(Command::Code(vec![Passage { document, span }], vec![specs[code].clone()]));
        }
    }
    session.run(Command::Together("Coded all of it".into(), commands)).expect("codings go in");
}

/// Document × code in pandas, from a CSV of the codings: reading and crosstab, each timed inside Python.
fn pandas(session: &Session, scratch: &Scratch) {
    let mut csv = String::from("document,code,start,end\n");
    let project = session.project();
    for coding in project.codings.iter() {
        let (document, code) = (&project.documents[&coding.document].name, project.codebook.path(coding.code));
        let _ = writeln!(csv, "{document},{code},{},{}", coding.points.start, coding.points.end);
    }
    let file = scratch.0.join("codings.csv");
    std::fs::write(&file, csv).expect("the CSV can be written");
    let script = "import sys,time,pandas as pd\nt=time.perf_counter();d=pd.read_csv(sys.argv[1]);r=time.perf_counter()\n\
        x=[]\nfor i in range(5):\n a=time.perf_counter();pd.crosstab(d.document,d.code);x.append(time.perf_counter()-a)\n\
        print(f'{(r-t)*1000:.0f} {sorted(x)[2]*1000:.0f}')";
    let start = std::time::Instant::now();
    match std::process::Command::new("python3").args(["-c", script]).arg(&file).output() {
        Ok(done) if done.status.success() => {
            let text = String::from_utf8_lossy(&done.stdout).into_owned();
            let mut parts = text.split_whitespace();
            let (read, cross) = (parts.next().unwrap_or("?"), parts.next().unwrap_or("?"));
            println!(
                "  pandas: read CSV {read} ms, crosstab {cross} ms, whole process with five crosstabs {}",
                said(start.elapsed())
            );
        }
        _ => println!("  pandas: not on this machine"),
    }
}
