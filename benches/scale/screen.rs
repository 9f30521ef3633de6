//! From a key to the finished frame at 200 × 60, in documents of 10 thousand, 100 thousand and a million words with 20,000 codings.

use crate::corpus::{Numbers, invented};
use crate::timing::{median, said};
use casebook::coding::Passage;
use casebook::exchange::{self, ReadOptions};
use casebook::project::{CodeSpec, Command, NewDocument};
use casebook::session::Session;
use std::sync::Arc;

pub fn measure() {
    println!("from a key to the finished frame, 200 × 60:");
    for words in [10_000, 100_000, 1_000_000] {
        let codings = words / 50;
        let walk = "j j j t j j J J + - ] ] } ( k k k [ { g ) j l l w pgdn pgdn pgup G pgup pgup k";
        let mut keys = vec!["enter"];
        (0..20).for_each(|_| keys.extend(walk.split(' ')));
        let mut times = casebook::tui::rehearse(session(words, codings), (200, 60), &keys);
        let open = times.remove(0);
        times.sort();
        let (middle, high) = (median(&times), times[times.len() * 99 / 100]);
        println!(
            "  {words:>9} words, {codings:>6} codings: open {}, median {}, 99th percentile {}",
            said(open),
            said(middle),
            said(high)
        );
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
