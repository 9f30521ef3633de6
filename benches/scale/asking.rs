//! Five kinds of questions, asked of Casebook as a whole process and inside one, beside ripgrep over the files and SQLite's FTS5 over the same turns.
//!
//! - `count`: how many turns. `casebook find … --count`, [`Session::find`] with an empty page; `rg -i -c` over the files, which finds the same lines or more; `SELECT count(*)`.
//! - `page`: how many, and where the first twenty are (document, turn, place), beside `SELECT count(*)` and the first twenty row ids; as a whole process
//!   `casebook find … --limit 20`, which shows them.
//! - `text`: the same with the text and the words that matched, [`Session::find`].

use crate::archive::casebook;
use crate::timing::said;
use casebook::query::words_alone;
use casebook::session::Session;
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
    /// Only turns that are coded, of cases with a value.
    coded: bool,
}

/// Who is asked.
pub struct Asked<'a> {
    pub project: &'a Path,
    pub folder: &'a Path,
    pub session: &'a Session,
    pub db: &'a Connection,
}

pub fn measure(files: &[PathBuf], kind: Option<usize>, asked: &Asked<'_>) {
    println!(
        "  {:<24} {:>7} {:>7} | {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} | {:>8} {:>8} {:>8} {:>8} | {:>8} | {:>8} {:>8} {:>8} {:>8} | {:>5} {:>5} {:>5} {:>5}",
        "median, then p99",
        "ours",
        "FTS5",
        "count",
        "",
        "page",
        "",
        "process",
        "",
        "process",
        "",
        "rg",
        "count",
        "",
        "page",
        "",
        "rg/pr",
        "rg/in",
        "fts/c",
        "fts/p"
    );
    for (number, questions) in questions(files).iter().enumerate() {
        if kind.is_none_or(|kind| kind == number) {
            ask(questions, asked);
        }
    }
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
            coded: false,
        }
    });
    let three = all.clone().map(|n| {
        let ((a, b), (c, _)) = (pair(n), pair(n + 3));
        Question {
            kind: "three words together",
            ours: format!("{a} {b} {c}"),
            rg: format!("{a}.*{b}.*{c}|{a}.*{c}.*{b}|{b}.*{a}.*{c}|{b}.*{c}.*{a}|{c}.*{a}.*{b}|{c}.*{b}.*{a}"),
            fts5: format!("{a} AND {b} AND {c}"),
            coded: false,
        }
    });
    let prefix = all.clone().map(|n| {
        let (a, _) = pair(n);
        let a = &a[..a.len().min(5)];
        let (ours, fts5) = (format!("{a}*"), format!("{a}*"));
        Question { kind: "beginning of a word", ours, rg: format!(r"\b{a}"), fts5, coded: false }
    });
    let near = all.clone().map(|n| {
        let (a, b) = pair(n);
        Question {
            kind: "near/8",
            ours: format!("{a} near/8 {b}"),
            rg: format!(r"\b{a}\b(\W+\w+){{0,7}}\W+{b}\b|\b{b}\b(\W+\w+){{0,7}}\W+{a}\b"),
            fts5: format!("NEAR({a} {b}, 7)"),
            coded: false,
        }
    });
    let coded = all.map(|n| {
        let (a, b) = pair(n);
        Question {
            kind: "phrase, code, attribute",
            ours: format!("\"{a} {b}\" code:theme case.sector:health"),
            rg: format!(r"\b{a}\W+{b}\b"),
            fts5: format!("\"{a} {b}\""),
            coded: true,
        }
    });
    vec![phrase.collect(), three.collect(), prefix.collect(), near.collect(), coded.collect()]
}

/// Durations of one thing, sorted.
struct Times(Vec<Duration>);

impl Times {
    /// Every question so many times, after one round that warms up.
    fn of(questions: &[Question], rounds: usize, act: &mut dyn FnMut(&Question)) -> Self {
        let mut times = Vec::new();
        for round in 0..=rounds {
            for question in questions {
                let start = Instant::now();
                act(question);
                if round > 0 {
                    times.push(start.elapsed());
                }
            }
        }
        times.sort();
        Self(times)
    }

    fn median(&self) -> Duration {
        self.0[self.0.len() / 2]
    }

    fn last(&self) -> Duration {
        self.0[(self.0.len() * 99).div_ceil(100) - 1]
    }

    fn both(&self) -> String {
        format!("{:>8} {:>8}", said(self.median()), said(self.last()))
    }

    fn over(&self, other: &Self) -> f64 {
        self.median().as_secs_f64() / other.median().as_secs_f64()
    }
}

fn ask(questions: &[Question], asked: &Asked<'_>) {
    let (mut found, mut rows) = (0, 0);
    let mut inside = |page: usize| {
        Times::of(questions, 10, &mut |q| {
            found += asked.session.find(&q.ours, 0..page, false).expect("the query runs").hits.count;
        })
    };
    let (count, text) = (inside(0), inside(20));
    let page = Times::of(questions, 10, &mut |q| match words_alone(&q.ours) {
        Some((_, words)) => {
            let twenty = asked.session.with_words(false, |index| index.page(&words, 0..20));
            assert!(twenty.is_ok_and(|(_, turns)| turns.len() <= 20));
        }
        None => {
            let query = casebook::query::understand(&q.ours, asked.session.project()).expect("a query");
            assert!(asked.session.find_all(&query, false).is_ok());
        }
    });
    let process = |last: &[&str]| {
        Times::of(questions, 9, &mut |q| {
            let done = casebook(asked.project, &["find", &q.ours]).args(last).output();
            assert!(done.is_ok_and(|d| d.status.code().is_some_and(|code| code < 2)), "{}", q.ours);
        })
    };
    let (counted, listed) = (process(&["--count"]), process(&["--limit", "20"]));
    let rg = Times::of(questions, 1, &mut |q| {
        let done = Command::new("rg").args(["-i", "-c", &q.rg]).arg(asked.folder).stdin(Stdio::null()).output();
        assert!(done.is_ok(), "ripgrep is on this machine");
    });
    let from = "FROM turns WHERE turns MATCH ?1";
    let coded = "FROM turns JOIN coded ON coded.turn = turns.rowid WHERE turns MATCH ?1 AND coded.sector = 'health'";
    let from = if questions[0].coded { coded } else { from };
    let mut how_many = asked.db.prepare(&format!("SELECT count(*) {from}")).expect("the statement");
    let mut which = asked.db.prepare(&format!("SELECT turns.rowid {from} LIMIT 20")).expect("the statement");
    let peer = Times::of(questions, 10, &mut |q| {
        rows += how_many.query_row([&q.fts5], |r| r.get::<_, i64>(0)).expect("a count") as usize;
    });
    let peer_page = Times::of(questions, 10, &mut |q| {
        how_many.query_row([&q.fts5], |r| r.get::<_, i64>(0)).expect("a count");
        let ids = which.query_map([&q.fts5], |r| r.get::<_, i64>(0)).expect("rows");
        assert!(ids.count() <= 20);
    });
    println!(
        "  {:<24} {:>7} {:>7} | {} {} {} | {} {} | {:>8} | {} {} | {:>5.0} {:>5.0} {:>5.1} {:>5.1}",
        questions[0].kind,
        found / questions.len() / 22,
        rows / questions.len() / 11,
        count.both(),
        page.both(),
        text.both(),
        counted.both(),
        listed.both(),
        said(rg.median()),
        peer.both(),
        peer_page.both(),
        rg.over(&counted),
        rg.over(&count),
        peer.over(&count),
        peer_page.over(&page),
    );
}
