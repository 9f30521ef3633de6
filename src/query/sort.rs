//! The order of results.
//!
//! Relevance is [`super::bm25`]: a word's document frequency is the number of turns of the whole project in which it is found; how often it stands in a result is
//! counted there; a result's length is its words. Index and scan give the same order.

use super::bm25::{Collection, saturation};
use super::fill::collect;
use super::{About, Hit, Query, TextAtom, TextExpr, Times, World};
use crate::fault::Outcome;
use crate::id::{CaseId, CodeId};
use std::collections::BTreeMap;

/// An order of results.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Reading order: documents as they were brought in, then by place.
    Place,
    /// What speaks most of what was asked for first; the order of what is like something, unless another is asked for.
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
    let expanded = super::expand(query, world.project)?;
    let usual = if super::alike::asks(&expanded.expr) { Sort::Relevance } else { Sort::Place };
    let sort = expanded.sort.unwrap_or(usual);
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

/// Scores every result by the text that is looked for; a query without any keeps reading order.
fn by_relevance(mut hits: Vec<Hit>, query: &Query, world: &World<'_>) -> Outcome<Vec<Hit>> {
    let query = &*super::expand(query, world.project)?;
    let mut atoms = Vec::new();
    collect(&query.expr, true, &mut atoms);
    let collection = Collection::of(world.project);
    let mut scores = vec![0.0; hits.len()];
    super::alike::add_scores(&mut scores, &hits, &query.expr, world)?;
    for atom in atoms {
        let (found, _) = world.words.page(&TextExpr::Atom(atom.clone()), 0..0)?;
        let rarity = collection.rarity(found);
        for (score, (times, words)) in scores.iter_mut().zip(counts(&hits, atom, world)?) {
            *score += rarity * saturation(times, words, collection.mean);
        }
    }
    let mut order: Vec<usize> = (0..hits.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let mut by_place: Vec<Option<Hit>> = hits.drain(..).map(Some).collect();
    Ok(order.into_iter().filter_map(|n| by_place[n].take()).collect())
}

/// How often an atom is found in each result, and how many words the result has. Whole turns are counted by the index, where it can; anything else is read.
fn counts(hits: &[Hit], atom: &TextAtom, world: &World<'_>) -> Outcome<Vec<(u32, u32)>> {
    let turns = if hits.iter().all(|hit| hit.turn.is_some()) { world.words.times(atom)? } else { None };
    let Some(turns) = turns else { return super::fill::count(hits, atom, world) };
    let mut out = Vec::with_capacity(hits.len());
    for hit in hits {
        let place = |t: &Times| (t.turn.document, t.turn.span);
        let at = turns.binary_search_by_key(&(hit.passage.document, hit.passage.span), place);
        match at {
            Ok(at) => out.push((turns[at].times, turns[at].words)),
            // It is not there, or the result is a part of a turn.
            Err(_) => out.extend(super::fill::count(std::slice::from_ref(hit), atom, world)?),
        }
    }
    Ok(out)
}
