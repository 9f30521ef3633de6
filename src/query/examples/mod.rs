//! Examples of every part of the language over a small invented study, with what they yield.
//!
//! `docs/queries.md` is made from them, by the tests of the search index.

mod clinic;
mod languages;
mod table;

pub(crate) use clinic::{Chronicle, clinic};
pub(crate) use languages::page as languages;
pub(crate) use table::EXAMPLES;

use super::sample::Sample;
use super::{Hit, Unit, WordSearch, World, evaluate, explain, sorted, understand};
use crate::fault::Outcome;
use crate::project::Texts;
use clinic::{CODINGS, DOCUMENTS};
use std::fmt::Write;

/// What a query yields, in its order.
pub(crate) fn yields(text: &str, s: &Sample, words: &dyn WordSearch) -> Outcome<Vec<Hit>> {
    let texts = Chronicle(&s.texts);
    let world = World { project: &s.project, texts: &texts, words };
    let query = understand(text, &s.project)?;
    sorted(evaluate(&query, &world)?, &query, &world)
}

/// A result in a few words: the turn where it is a whole turn, else its words.
fn said(hit: &Hit, unit: Option<Unit>, s: &Sample) -> String {
    if let Some(case) = hit.case {
        return format!("case {}", s.project.cases[&case].name);
    }
    let document = &s.project.documents[&hit.passage.document];
    if unit == Some(Unit::Document) {
        return document.name.clone();
    }
    let content = &s.texts[&document.id];
    let turns = content.structure.turns_in(hit.passage.span);
    let at = format!("{} {}", document.name, turns.start + 1);
    if turns.len() == 1 && content.structure.turns[turns.start].span == hit.passage.span {
        return at;
    }
    let words = hit.passage.span.of(content.text.as_str()).split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{at} “{words}”")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn row(text: &str, s: &Sample, words: &dyn WordSearch) -> String {
    let code = if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") };
    match yields(text, s, words) {
        Ok(hits) => {
            let query = understand(text, &s.project).expect("it was understood");
            let unit = super::expand(&query, &s.project).expect("it was understood").unit;
            let all: Vec<String> = hits.iter().map(|h| said(h, unit, s)).collect();
            let all = if all.is_empty() { "nothing".to_owned() } else { all.join(" · ") };
            format!("| {} | {} | {} | {} |\n", cell(&code), cell(&explain(&query)), hits.len(), cell(&all))
        }
        Err(fault) => {
            let what = fault.what.lines().next().unwrap_or_default().to_owned();
            format!("| {} | {} | | {} |\n", cell(&code), cell(&what), cell(&fault.hint.unwrap_or_default()))
        }
    }
}

/// The page of examples.
pub(crate) fn page(s: &Sample, words: &dyn WordSearch) -> String {
    let mut out = String::from(HEAD);
    for (name, language, lines) in DOCUMENTS {
        let _ = writeln!(out, "| {name} | {language} | |");
        for (n, line) in lines.iter().enumerate() {
            let _ = writeln!(out, "| | {} | {} |", n + 1, cell(line));
        }
    }
    out.push_str("\n| coded | passage | code | by |\n|--:|---|---|---|\n");
    for (document, words, code, coder, step) in CODINGS {
        let _ = writeln!(out, "| {} March 2015, step {step} | {document} “{words}” | {code} | {coder} |", 10 + step);
    }
    out.push_str(CASES);
    for (title, queries) in EXAMPLES {
        let heads =
            if title.starts_with("What is not") { "| what is wrong | | hint |" } else { "| in words | results | |" };
        let _ = write!(out, "\n## {title}\n\n| query {heads}\n|---|---|--:|---|\n");
        queries.iter().for_each(|q| out.push_str(&row(q, s, words)));
    }
    out
}

const HEAD: &str = "# Queries by example

Every query here is asked in the tests, by reading the texts and by the index, of this invented study; the page is written by that test. A result that is a whole
turn is named by its document and number; anything else with its words.

| document | turn | words |
|---|--:|---|
";

const CASES: &str = "
“Customers trust us …” is marked as telling. Memos: on “We trusted the vendors.” *A #hinge: trust moves from people to vendors.*; on “I write everything …”
*Her own name in her own book. #hinge #paper*; on the code cost *Money, not time. #definition*. A point of the history, “before axial coding”, is step 4.
Saved queries: `shut out` is `code:access+`, `trusting` is `trust unit:sentence`, `both` is `@\"shut out\" or code:trust`; `ring` and `round` name each other.

| case | documents | industry | founded | size (small < middling < large) | visited | public |
|---|---|---|--:|---|---|---|
| Oak | oak | Forestry | 1893 | small | 2015-03-12 | yes |
| Ruth | what Ruth says in birch | Health Care | 1999 | large | 2016-01-20 | |
| Ben | what Ben says in birch | Health Care | | | | no |
| Encina | encina | Forestry | 2001 | middling | | |
";

#[test]
fn texts_know_no_more_than_they_are_asked() {
    let s = clinic();
    let texts = Chronicle(&s.texts);
    assert!(texts.made(9).is_some() && texts.made(10).is_none());
    assert!(s.texts.made(1).is_none(), "a map of texts has no history");
}
