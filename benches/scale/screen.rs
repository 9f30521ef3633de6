//! From a key to the finished frame at 200 × 60, in documents of 10 thousand, 100 thousand and a million words with 20,000 codings.

use crate::corpus::{Numbers, invented};
use crate::timing::{median, said};
use casebook::coding::Passage;
use casebook::exchange::{self, ReadOptions};
use casebook::project::{CodeSpec, Command, NewDocument};
use casebook::session::Session;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Reading: by unit, by turn, growing up to the whole document, by coding, by screen, from one end to the other, with counts in place of stripes.
const READING: &str = "j j j t j j J J + - ] ] } ( k k k [ { ) j l l w pgdn pgdn pgup G pgup pgup k g g j + + + + - - s \\ d j ] pgdn G g g \\ d ] ;";
/// Coding what is not coded, at the beginning, in the middle and at the end, and taking it back.
const CODING: &str = "g g g u 1 2 3 u u u G pgup pgup pgup pgup g u 4 5 u u ( ( ( ( ( ( g u 6 u . u";

/// The times of each key, by its name.
type Times = BTreeMap<String, Vec<Duration>>;

pub fn measure() {
    println!("from a key to the finished frame, 200 × 60:");
    for (what, walk) in [("reading", READING), ("coding", CODING)] {
        println!("  {what}:");
        let mut all: Vec<Times> = Vec::new();
        for words in [10_000, 100_000, 1_000_000] {
            let codings = words / 50;
            let mut keys = vec!["enter"];
            (0..20).for_each(|_| keys.extend(walk.split(' ')));
            let times = casebook::tui::rehearse(session(words, codings), (200, 60), &keys);
            let open = times[0];
            let mut sorted = times[1..].to_vec();
            sorted.sort();
            let (middle, high) = (median(&sorted), sorted[sorted.len() * 99 / 100]);
            println!(
                "    {words:>9} words, {codings:>6} codings: open {}, median {}, 99th percentile {}, most {}",
                said(open),
                said(middle),
                said(high),
                said(sorted[sorted.len() - 1])
            );
            all.push(by_key(&keys[1..], &times[1..]));
        }
        table(&all);
    }
}

/// Sorts times by key; the second of two keys is named with the first.
fn by_key(keys: &[&str], times: &[Duration]) -> Times {
    let mut found = Times::new();
    let mut before = "";
    for (key, time) in keys.iter().zip(times) {
        let opens = matches!(*key, "g" | "\\") && before.is_empty();
        let name = if before.is_empty() { (*key).to_owned() } else { format!("{before}{key}") };
        before = if opens { key } else { "" };
        found.entry(name).or_default().push(*time);
    }
    found.values_mut().for_each(|times| times.sort());
    found
}

/// Median and most of each key, the three documents beside one another.
fn table(all: &[Times]) {
    println!("    {:<6} {:>6}   10 thousand           100 thousand          a million", "key", "times");
    for (key, first) in &all[0] {
        let of = |times: &Times| {
            let times = times.get(key).map_or(&[][..], Vec::as_slice);
            match times.last() {
                Some(most) => format!("{:>8} {:>8}", said(median(times)), said(*most)),
                None => String::new(),
            }
        };
        let columns: Vec<String> = all.iter().map(of).collect();
        println!("    {key:<6} {:>6}   {}", first.len(), columns.join("     "));
    }
}

fn session(words: usize, codings: usize) -> Session {
    let mut session = Session::in_memory("ada");
    let text = invented(1, words);
    let draft = exchange::read("long.md", text.as_bytes(), &ReadOptions::default()).expect("invented text can be read");
    let new = NewDocument { draft, original: Arc::from(text.as_bytes()), cases: vec![] };
    session.run(Command::AddDocuments(vec![new])).expect("the document goes in");
    let specs: Vec<CodeSpec> =
        (0..40).map(|n| CodeSpec::New(format!("theme{}/code{n}", n % 6), Box::default())).collect();
    for spec in &specs {
        session.run(Command::AddCode(spec.clone())).expect("a code is made");
    }
    let document = *session.project().documents.keys().next().expect("there is one");
    let content = session.content(document).expect("its text");
    let mut numbers = Numbers(9);
    let mut commands = Vec::new();
    let mut placed = std::collections::HashSet::new();
    while placed.len() < codings {
        let turn = content.structure.turns[numbers.below(content.structure.turns.len())];
        let cut = casebook::text::sentences(turn.span.of(content.text.as_str()));
        let mut span = cut[numbers.below(cut.len())];
        span.start += turn.span.start;
        span.end += turn.span.start;
        let code = numbers.below(specs.len());
        if placed.insert((span, code)) {
            commands.push(Command::Code(vec![Passage { document, span }], vec![specs[code].clone()]));
        }
    }
    session.run(Command::Together("Coded all of it".into(), commands)).expect("codings go in");
    session
}
