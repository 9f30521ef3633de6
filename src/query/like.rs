//! Turns that use the same words as others: by example, or by what a code has been put on.
//!
//! Every turn is a vector of its words' stems without function words, weighted as in BM25 (term frequency that saturates, length, rarity; Robertson & Zaragoza 2009).
//! What is asked for is the vector of the example, or Rocchio's: the mean of what the code is on, less a part of the mean of what other codes are on (Rocchio 1971, in
//! Salton, The SMART Retrieval System). The score is the cosine of the two, from 0 (no word in common) to 1 (the same words in the same proportions); turns shorter than
//! the mean are measured by the mean's length, lest three words score as much as thirty. It says how much the words are alike, and nothing about what is meant.

use super::World;
use super::lexis::{Stops, Tokens};
use crate::coding::Passage;
use crate::document::Document;
use crate::fault::{Fault, Kind, Outcome};
use crate::id::{CodeId, DocumentId, IdSet};
use crate::text::Span;
use std::collections::{BTreeMap, HashMap};

/// A turn that is like something.
#[derive(Clone, PartialEq, Debug)]
pub struct Similar {
    /// The turn's words.
    pub passage: Passage,
    /// Its index.
    pub turn: u32,
    /// Cosine, from 0 to 1.
    pub score: f64,
    /// The words that say most for it, at most six.
    pub shared: Vec<String>,
}

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// How much what is not meant counts against what is.
const AGAINST: f64 = 0.25;

/// So many words describe what is asked for: more make it vague.
const TERMS: usize = 120;

/// How many of the words in common are named.
const NAMED: usize = 6;

type Vector = HashMap<u32, f64>;

/// The turns that use the same words as a passage, the most alike first; turns that it touches are left out, and those without a word in common.
///
/// Errors: a passage without words; a text that cannot be loaded.
pub fn like(passage: Passage, world: &World<'_>, limit: usize) -> Outcome<Vec<Similar>> {
    let mut space = Space::read(world)?;
    let wanted = space.vector_of(passage, world)?;
    if wanted.is_empty() {
        return Err(Fault::new(Kind::Nothing, "the passage has no words but function words"));
    }
    Ok(space.nearest(wanted, limit, &|document, span| document == passage.document && span.overlaps(passage.span)))
}

/// The turns that use the words of what some codes are on and that are not coded with them yet, by anybody; the most alike first.
///
/// Errors: codes that are on nothing; a text that cannot be loaded.
pub fn suggest(codes: &IdSet<CodeId>, world: &World<'_>, limit: usize) -> Outcome<Vec<Similar>> {
    let mut space = Space::read(world)?;
    let (mut meant, mut others): (BTreeMap<Passage, ()>, BTreeMap<Passage, ()>) = Default::default();
    for coding in world.project.codings.iter() {
        let list = if codes.contains(&coding.code) { &mut meant } else { &mut others };
        list.insert(coding.passage(), ());
    }
    if meant.is_empty() {
        return Err(Fault::new(Kind::Nothing, "nothing is coded so yet").hint("code a few passages first"));
    }
    let mut wanted = space.mean(meant.keys(), world)?;
    let away = space.mean(others.keys(), world)?;
    for (term, weight) in away {
        if let Some(own) = wanted.get_mut(&term) {
            *own -= AGAINST * weight;
        }
    }
    wanted.retain(|_, weight| *weight > 0.0);
    let coded = |document: DocumentId, span: Span| {
        world.project.codings.on(Passage { document, span }).any(|c| codes.contains(&c.code))
    };
    Ok(space.nearest(wanted, limit, &coded))
}

/// Every turn of the study as counts of its words.
struct Space {
    tokens: Tokens,
    turns: Vec<Turn>,
    /// For each word in how many turns it stands.
    found: Vec<u32>,
    /// Mean number of words of a turn, function words left out.
    mean: f64,
}

struct Turn {
    document: DocumentId,
    turn: u32,
    span: Span,
    /// Words with their counts, sorted.
    counts: Vec<(u32, u32)>,
    length: u32,
}

impl Space {
    fn read(world: &World<'_>) -> Outcome<Self> {
        let mut space =
            Self { tokens: Tokens::new(true, Stops::auto()), turns: Vec::new(), found: Vec::new(), mean: 1.0 };
        for document in world.project.documents.values() {
            let content = world.texts.content(document)?;
            for (n, turn) in content.structure.turns.iter().enumerate() {
                let (counts, length) = space.count(turn.span.of(content.text.as_str()), document);
                for (word, _) in &counts {
                    let at = *word as usize;
                    if space.found.len() <= at {
                        space.found.resize(at + 1, 0);
                    }
                    space.found[at] += 1;
                }
                space.turns.push(Turn { document: document.id, turn: n as u32, span: turn.span, counts, length });
            }
        }
        let words: u64 = space.turns.iter().map(|t| u64::from(t.length)).sum();
        space.mean = (words as f64 / space.turns.len().max(1) as f64).max(1.0);
        Ok(space)
    }

    fn count(&mut self, text: &str, document: &Document) -> (Vec<(u32, u32)>, u32) {
        let tokens = self.tokens.read(text, &document.language);
        let mut words: Vec<u32> = tokens.into_iter().filter(|t| !t.stop).map(|t| t.number).collect();
        words.sort_unstable();
        let length = words.len() as u32;
        let counts = words.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32)).collect();
        (counts, length)
    }

    /// Rare words weigh more; a word of one turn alone can be in common with nothing else.
    fn weight(&self, word: u32, count: u32, length: u32) -> f64 {
        let found = f64::from(self.found.get(word as usize).copied().unwrap_or(0));
        let rare = (1.0 + (self.turns.len() as f64 - found + 0.5) / (found + 0.5)).ln();
        let (count, length) = (f64::from(count), f64::from(length));
        rare * count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length / self.mean))
    }

    fn vector(&self, counts: &[(u32, u32)], length: u32) -> Vector {
        counts.iter().map(|(word, count)| (*word, self.weight(*word, *count, length))).collect()
    }

    fn vector_of(&mut self, passage: Passage, world: &World<'_>) -> Outcome<Vector> {
        let Some(document) = world.project.documents.get(&passage.document) else { return Ok(Vector::new()) };
        let content = world.texts.content(document)?;
        let turns = &content.structure.turns[content.structure.turns_in(passage.span)];
        let parts = turns.iter().filter_map(|t| t.span.intersection(passage.span));
        let words: Vec<&str> = parts.map(|s| s.of(content.text.as_str())).collect();
        let (counts, length) = self.count(&words.join("\n"), document);
        Ok(self.vector(&counts, length))
    }

    /// The mean of passages, each of length 1, so that long ones do not drown the others.
    fn mean<'p>(&mut self, passages: impl Iterator<Item = &'p Passage>, world: &World<'_>) -> Outcome<Vector> {
        let mut sum = Vector::new();
        let mut number = 0;
        for passage in passages {
            let vector = self.vector_of(*passage, world)?;
            let length = norm(vector.values().copied());
            if length > 0.0 {
                number += 1;
                vector.into_iter().for_each(|(word, weight)| *sum.entry(word).or_default() += weight / length);
            }
        }
        sum.values_mut().for_each(|weight| *weight /= f64::from(number.max(1)));
        Ok(sum)
    }

    fn nearest(&self, wanted: Vector, limit: usize, left_out: &dyn Fn(DocumentId, Span) -> bool) -> Vec<Similar> {
        let mut terms: Vec<(u32, f64)> = wanted.into_iter().collect();
        terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        terms.truncate(TERMS);
        let wanted: Vector = terms.iter().copied().collect();
        // Summed in one order, so that the same question has the same answer to the last digit.
        let length = norm(terms.iter().map(|(_, weight)| *weight));
        let norms: Vec<f64> = self
            .turns
            .iter()
            .map(|t| norm(t.counts.iter().map(|(word, count)| self.weight(*word, *count, t.length))))
            .collect();
        let usual = norms.iter().sum::<f64>() / norms.len().max(1) as f64;
        let mut out: Vec<(f64, usize)> = Vec::new();
        for (at, turn) in self.turns.iter().enumerate() {
            let shared = turn.counts.iter().filter_map(|(word, count)| {
                wanted.get(word).map(|weight| weight * self.weight(*word, *count, turn.length))
            });
            let product: f64 = shared.sum();
            let score = product / (length * norms[at].max(usual));
            if product > 0.0 && !left_out(turn.document, turn.span) {
                out.push((score.min(1.0), at));
            }
        }
        out.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        out.truncate(limit);
        out.into_iter().map(|(score, at)| self.similar(score, &self.turns[at], &wanted)).collect()
    }

    fn similar(&self, score: f64, turn: &Turn, wanted: &Vector) -> Similar {
        let mut shared: Vec<(f64, u32)> = turn
            .counts
            .iter()
            .filter_map(|(word, count)| wanted.get(word).map(|w| (w * self.weight(*word, *count, turn.length), *word)))
            .collect();
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Similar {
            passage: Passage { document: turn.document, span: turn.span },
            turn: turn.turn,
            score,
            shared: shared.into_iter().take(NAMED).map(|(_, word)| self.tokens.shown(word)).collect(),
        }
    }
}

fn norm(weights: impl Iterator<Item = f64>) -> f64 {
    weights.map(|w| w * w).sum::<f64>().sqrt()
}
