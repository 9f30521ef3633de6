//! The order of results.
//!
//! Relevance is BM25 (Robertson & Zaragoza 2009, The Probabilistic Relevance Framework, with k1 = 1.2 and b = 0.75). Everything in it is counted from the project and
//! not from an index, so index and scan give the same order: a word's document frequency is the number of turns of the whole project in which it is found; how often
//! it stands in a result is counted there; a result's length is its words, measured against the mean turn of the project.

use super::fill::collect;
use super::{About, Hit, Query, TextExpr, World};
use crate::fault::Outcome;
use crate::id::{CaseId, CodeId};
use std::collections::BTreeMap;

/// An order of results.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Reading order: documents as they were brought in, then by place.
    Place,
    /// What speaks most of what was asked for first.
    Relevance,
    /// By the first case that a result belongs to; those of no case last.
    Case,
    /// By the first code on a result, in the order of the codebook; those without a code last.
    Code,
    /// What was coded last first; what nobody coded last.
    Time,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Place, Self::Relevance, Self::Case, Self::Code, Self::Time];

    /// As written after `sort:`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Relevance => "relevance",
            Self::Case => "case",
            Self::Code => "code",
            Self::Time => "time",
        }
    }

    /// The order with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.word() == word)
    }
}

/// Results, given in reading order, in the order that their query asks for; equal ones stay in reading order.
///
/// Errors: a text that cannot be loaded.
pub fn sorted(mut hits: Vec<Hit>, query: &Query, world: &World<'_>) -> Outcome<Vec<Hit>> {
    let sort = super::expand(query, world.project)?.sort.unwrap_or(Sort::Place);
    match sort {
        Sort::Place => {}
        Sort::Relevance => return by_relevance(hits, query, world),
        Sort::Case => {
            let about = About::new(world)?;
            let names: Vec<CaseId> = world.project.cases_by_name().into_iter().map(|c| c.id).collect();
            let rank: BTreeMap<CaseId, usize> = names.into_iter().enumerate().map(|(n, id)| (id, n)).collect();
            hits.sort_by_cached_key(|hit| about.cases(hit).first().map_or(usize::MAX, |case| rank[case]));
        }
        Sort::Code => {
            let about = About::new(world)?;
            let tree = world.project.codebook.tree();
            let rank: BTreeMap<CodeId, usize> = tree.iter().enumerate().map(|(n, (_, code))| (code.id, n)).collect();
            let first = |hit: &Hit| about.codes(hit).iter().filter_map(|code| rank.get(code)).min().copied();
            hits.sort_by_cached_key(|hit| first(hit).unwrap_or(usize::MAX));
        }
        Sort::Time => {
            let last = |hit: &Hit| world.project.codings.on(hit.passage).map(|c| c.at).max();
            hits.sort_by_cached_key(|hit| std::cmp::Reverse(last(hit)));
        }
    }
    Ok(hits)
}

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// Scores every result by the text that is looked for; a query without any keeps reading order.
fn by_relevance(mut hits: Vec<Hit>, query: &Query, world: &World<'_>) -> Outcome<Vec<Hit>> {
    let query = &*super::expand(query, world.project)?;
    let mut atoms = Vec::new();
    collect(&query.expr, true, &mut atoms);
    let turns: u64 = world.project.documents.values().map(|d| u64::from(d.turns)).sum();
    let words: u64 = world.project.documents.values().map(|d| u64::from(d.words)).sum();
    let mean = (words as f64 / turns.max(1) as f64).max(1.0);
    let mut scores = vec![0.0; hits.len()];
    for atom in atoms {
        let found = world.words.turns(&TextExpr::Atom(atom.clone()), None)?.len() as f64;
        // The form of the inverse document frequency that is never negative.
        let rare = (1.0 + (turns as f64 - found + 0.5) / (found + 0.5)).ln();
        for (score, (times, length)) in scores.iter_mut().zip(super::fill::count(&hits, atom, world)?) {
            let (times, length) = (times as f64, length as f64);
            *score += rare * times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length / mean));
        }
    }
    let mut order: Vec<usize> = (0..hits.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let mut by_place: Vec<Option<Hit>> = hits.drain(..).map(Some).collect();
    Ok(order.into_iter().filter_map(|n| by_place[n].take()).collect())
}
