//! Turns by the weight of the words in them: what likeness is measured by. The index answers the same in a fraction of the time.

use super::Found;
use super::bm25::saturation;
use super::words::Analyser;
use crate::document::Document;
use crate::fault::Outcome;
use crate::project::{Project, Texts};
use crate::text::Span;
use std::collections::HashMap;

/// A word in all languages of a study.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    /// Its stem keys in each language, several that follow each other for a word that is found as such; all different.
    pub runs: Vec<Vec<String>>,
}

/// Some terms, counted in all turns.
pub trait Weigher {
    /// For each term the number of turns in which it stands.
    fn found(&self) -> &[usize];

    /// The turns with the most weight, heaviest first and then in reading order, with their weight: for every term its weight times the [`saturation`] of how often it
    /// stands there.
    ///
    /// Errors: the index fails.
    fn heaviest(&self, wanted: &Pick<'_>) -> Outcome<Vec<(Found, f64)>>;
}

/// Which turns are heavy, and which and how many of those are wanted.
pub struct Pick<'w> {
    /// What each term weighs.
    pub weights: &'w [f64],
    /// The mean number of words in a turn.
    pub mean: f64,
    /// Turns that it does not want are passed over.
    pub keep: &'w dyn Fn(&Found) -> bool,
    /// How many turns at most.
    pub limit: usize,
}

/// A term in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    /// Its index among the terms.
    pub term: u32,
    pub times: u32,
    /// Where it stands first, in bytes.
    pub first: Span,
}

/// Finds terms in the words of a text.
pub(super) struct Seeker<'t> {
    /// For each run, its keys joined by line ends, the terms that have it.
    runs: HashMap<String, Vec<u32>>,
    longest: usize,
    analysers: HashMap<String, Analyser>,
    terms: &'t [Term],
}

impl<'t> Seeker<'t> {
    pub fn new(terms: &'t [Term]) -> Self {
        let mut runs: HashMap<String, Vec<u32>> = HashMap::new();
        for (number, term) in (0..).zip(terms) {
            term.runs.iter().for_each(|run| runs.entry(run.join("\n")).or_default().push(number));
        }
        let longest = terms.iter().flat_map(|term| &term.runs).map(Vec::len).max().unwrap_or(0);
        Self { runs, longest, analysers: HashMap::new(), terms }
    }

    /// The terms that stand in a text, in their order; and how many words the text has.
    pub fn count(&mut self, text: &str, language: &str) -> (Vec<Counted>, u32) {
        let analyser = self.analysers.entry(language.to_owned()).or_insert_with(|| Analyser::new(language));
        let words = analyser.read(text);
        let mut found: Vec<Option<(u32, Span)>> = vec![None; self.terms.len()];
        let mut joined = String::new();
        for length in 1..=self.longest {
            for run in words.windows(length) {
                joined.clear();
                for (at, word) in run.iter().enumerate() {
                    if at > 0 {
                        joined.push('\n');
                    }
                    joined.push_str(&analyser.keys_of(word.number).stem);
                }
                for term in self.runs.get(&joined).into_iter().flatten() {
                    let first = run[0].span.hull(run[length - 1].span);
                    let (times, _) = found[*term as usize].get_or_insert((0, first));
                    *times += 1;
                }
            }
        }
        let counted =
            (0..).zip(found).filter_map(|(term, found)| found.map(|(times, first)| Counted { term, times, first }));
        (counted.collect(), words.len() as u32)
    }
}

/// Counts terms by reading every text.
///
/// Errors: a text that cannot be loaded.
pub(super) fn read_through(terms: &[Term], project: &Project, texts: &dyn Texts) -> Outcome<Read> {
    let mut read = Read { found: vec![0; terms.len()], turns: Vec::new() };
    let mut seeker = Seeker::new(terms);
    for document in project.documents.values() {
        read.take_in(document, &mut seeker, texts)?;
    }
    Ok(read)
}

/// Terms counted by reading.
pub(super) struct Read {
    found: Vec<usize>,
    /// The turns that have any, in reading order.
    turns: Vec<Tally>,
}

/// The terms of one turn.
struct Tally {
    turn: Found,
    counts: Vec<Counted>,
    words: u32,
}

impl Read {
    fn take_in(&mut self, document: &Document, seeker: &mut Seeker<'_>, texts: &dyn Texts) -> Outcome<()> {
        let content = texts.content(document)?;
        for (number, turn) in (0..).zip(&content.structure.turns) {
            let (counts, words) = seeker.count(turn.span.of(content.text.as_str()), &document.language);
            if counts.is_empty() {
                continue;
            }
            counts.iter().for_each(|counted| self.found[counted.term as usize] += 1);
            let turn = Found { document: document.id, turn: number, span: turn.span };
            self.turns.push(Tally { turn, counts, words });
        }
        Ok(())
    }
}

impl Weigher for Read {
    fn found(&self) -> &[usize] {
        &self.found
    }

    fn heaviest(&self, wanted: &Pick<'_>) -> Outcome<Vec<(Found, f64)>> {
        let weigh = |tally: &Tally| {
            let of_one = |c: &Counted| wanted.weights[c.term as usize] * saturation(c.times, tally.words, wanted.mean);
            (tally.turn, tally.counts.iter().map(of_one).sum::<f64>())
        };
        let heavy = self.turns.iter().map(weigh).filter(|(turn, weight)| *weight > 0.0 && (wanted.keep)(turn));
        let mut all: Vec<(Found, f64)> = heavy.collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.truncate(wanted.limit);
        Ok(all)
    }
}
