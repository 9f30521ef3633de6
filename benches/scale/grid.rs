//! A matrix on the screen of a study of a million codings: from a key to the finished frame at 200 × 60, with moving through the table and with one more coding
//! from the passages behind a cell, which is planned, applied, written to the file durably and counted before the frame is done.

use crate::Scratch;
use crate::corpus::{Numbers, invented};
use crate::timing::{median, memory_now, peak_memory, said};
use casebook::case::AttributeKind;
use casebook::coding::Passage;
use casebook::document::Speakers;
use casebook::exchange::{self, ReadOptions};
use casebook::matrix::{Spec, counts};
use casebook::project::{CodeSpec, Command, NewDocument};
use casebook::session::{Clock, Options, Session};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const DOCUMENTS: usize = 10_000;
const CASES: usize = 2_500;
const CODES: usize = 500;
const CODERS: usize = 5;
/// Words of each document.
const WORDS: usize = 200;

/// With a table chosen by `only`, a part of its name, that alone.
pub fn measure(codings: usize, only: Option<&str>, at: Option<&Path>) {
    let scratch = Scratch::new("grid");
    let file = scratch.0.join("large.casebook");
    let start = Instant::now();
    match at {
        Some(made) => {
            std::fs::copy(made, &file).expect("the study can be copied");
        }
        None => {
            let own = std::env::current_exe().expect("this program has a path");
            let codings = codings.to_string();
            let mut make = std::process::Command::new(own);
            let made = make.arg("grid-study").arg(&file).args(["--codings", &codings]).status();
            assert!(made.is_ok_and(|status| status.success()), "the study is made");
        }
    }
    let size = std::fs::metadata(&file).map_or(0, |m| m.len()) / 1_000_000;
    println!(
        "{codings} codings by {CODERS} coders, {DOCUMENTS} documents, {CASES} cases, {CODES} codes; the file has {size} MB"
    );
    println!("  made in {}; open: {}", said(start.elapsed()), said(opened(&file)));
    let tables = [
        ("cases × codes, codings", "rows = \"cases\"\ncolumns = \"codes\""),
        ("cases × codes, passages", "rows = \"cases\"\ncolumns = \"codes\"\ncell = \"passages\""),
        ("codes × cases, codings", "rows = \"codes\"\ncolumns = \"cases\""),
        ("codes × values, codings, totals", "rows = \"codes\"\ncolumns = \"values of size\"\ntotals = \"both\""),
        (
            "codes × values, cases, χ² and Holm",
            "rows = \"codes\"\ncolumns = \"values of size\"\ncell = \"share\"\ntests = [\"chi2\", \"holm\"]",
        ),
        ("codes × codes, codings", "rows = \"codes\"\ncolumns = \"codes\""),
        ("codes × codes by how often, codings", "rows = \"codes\"\ncolumns = \"codes\"\nsort = \"-code 7\""),
    ];
    println!(
        "  key → frame, 200 × 60:          open the table    move, median (p99)    one more coding: first, median (most)"
    );
    for (name, text) in tables.into_iter().filter(|(name, _)| only.is_none_or(|part| name.contains(part))) {
        let mut session = open(&file, 0);
        let spec = format!("title = \"T\"\n{text}\n");
        session.run(Command::SaveMatrix("table".into(), spec.clone())).expect("it is saved");
        let before = session.project().codings.len();
        let mut keys = vec!["M", "enter"];
        let walk = "j j l l j k h pgdn l j pgup L l H j j G k gg";
        (0..6).for_each(|_| keys.extend(walk.split(' ')));
        let moved = keys.len();
        // To a cell that has passages, to its passages, and code one after the other with the quick codes.
        let (row, column) = filled(&session, &spec);
        keys.push("home");
        keys.extend(["H"; 40]);
        keys.extend(vec!["j"; row]);
        keys.extend(vec!["l"; column]);
        keys.extend(["enter", "tab"]);
        let coded = keys.len();
        for n in 0..16 {
            keys.push(["1", "2", "3", "4", "5", "6", "7", "8", "9"][n % 9]);
            keys.push("j");
        }
        let times = casebook::tui::rehearse(session, (200, 60), &keys);
        let mut moves = times[2..moved].to_vec();
        moves.sort();
        let session = open(&file, 0);
        let made = session.project().codings.len() - before;
        session.leave();
        let codings: Vec<Duration> = times[coded..].iter().step_by(2).copied().collect();
        let mut sorted = codings.clone();
        sorted.sort();
        println!(
            "    {name:<36}{:>10}{:>14} ({}){:>16}, {} ({}), {made} codings made",
            said(times[1]),
            said(median(&moves)),
            said(moves[moves.len() * 99 / 100]),
            said(codings[0]),
            said(median(&sorted)),
            said(sorted[sorted.len() - 1]),
        );
    }
    if let (Some(now), Some(most)) = (memory_now(), peak_memory()) {
        println!("  memory now {now} MB, at most {most} MB");
    }
}

/// A cell near the beginning in which something is coded; the first of its column where the rows are ordered by that.
fn filled(session: &Session, spec: &str) -> (usize, usize) {
    if spec.contains("-code 7") {
        return (0, 7);
    }
    let spec = Spec::parse(spec).expect("it holds");
    let found = session.with_words(false, |words| counts(&spec, &session.world(words))).expect("it can be counted");
    let at = found.numbers.iter().position(|n| *n > 1).expect("something is coded");
    (at / found.columns.len(), at % found.columns.len())
}

fn open(file: &Path, coder: usize) -> Session {
    let options = Options { coder: Some(format!("coder {coder}")), clock: Clock::System };
    Session::open(file, options).expect("the project opens")
}

fn opened(file: &Path) -> Duration {
    let start = Instant::now();
    let session = open(file, 0);
    let taken = start.elapsed();
    session.leave();
    taken
}

pub fn build(file: &Path, codings: usize) {
    let options = Options { coder: Some("coder 0".into()), clock: Clock::System };
    let mut session = Session::create(file, Some("Large"), options).expect("a new project");
    let read = ReadOptions { speakers: Speakers::Auto, ..ReadOptions::default() };
    let document = |n: usize| {
        let text = invented(n, WORDS);
        let draft = exchange::read(&format!("d{n:05}.md"), text.as_bytes(), &read).expect("invented text can be read");
        NewDocument { draft, original: Arc::from(text.as_bytes()), cases: vec![format!("case {}", n % CASES)] }
    };
    session.run(Command::AddDocuments((0..DOCUMENTS).map(document).collect())).expect("documents go in");
    let sizes = ["small", "middling", "large", "huge"].map(str::to_owned).to_vec();
    let mut first = vec![Command::AddAttribute("size".into(), AttributeKind::Ordered(sizes.clone()))];
    let codes: Vec<CodeSpec> = (0..CODES).map(|n| CodeSpec::New(format!("code {n}"), Box::default())).collect();
    first.extend(codes.iter().cloned().map(Command::AddCode));
    let cases: Vec<_> = session.project().cases.keys().copied().collect();
    let value =
        |(n, case): (usize, &casebook::id::CaseId)| Command::SetValue(*case, "size".into(), sizes[n % 4].clone());
    first.extend(cases.iter().enumerate().map(value));
    session.run(Command::Together("Made ready".into(), first)).expect("codes and values go in");
    let documents: Vec<_> = session.project().documents.keys().copied().collect();
    session.leave();
    for coder in 0..CODERS {
        let mut session = open(file, coder);
        let mut numbers = Numbers(coder as u64 + 5);
        let mut by_code: Vec<Vec<Passage>> = vec![Vec::new(); CODES];
        let share = (codings / CODERS).div_ceil(DOCUMENTS).max(1);
        for document in &documents {
            let content = session.content(*document).expect("a text");
            let turns = &content.structure.turns;
            for _ in 0..share {
                let turn = turns[numbers.below(turns.len())].span;
                let words = casebook::text::words(turn.of(content.text.as_str()));
                let from = numbers.below(words.len());
                let mut span = words[from].hull(words[(from + numbers.below(30)).min(words.len() - 1)]);
                span.start += turn.start;
                span.end += turn.start;
                by_code[numbers.below(CODES)].push(Passage { document: *document, span });
            }
        }
        let coded = |(code, passages): (usize, Vec<Passage>)| Command::Code(passages, vec![codes[code].clone()]);
        let commands = by_code.into_iter().enumerate().map(coded).collect();
        session.run(Command::Together("Coded all of it".into(), commands)).expect("codings go in");
        session.leave();
    }
}
