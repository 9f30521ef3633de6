use super::{Stops, Tokens};
use crate::fault::{Fault, Outcome};
use crate::query::conjunction::pure_text;
use crate::query::fill::collect;
use crate::query::scan::Readers;
use crate::query::{Query, World};
use crate::text::Span;

/// The words that keep company with another.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Collocates {
    /// How often the word itself occurs.
    pub count: u64,
    /// Its company: the closest first.
    pub words: Vec<Collocate>,
}

/// A word that stands near another.
#[derive(Clone, PartialEq, Debug)]
pub struct Collocate {
    /// In the form that occurs most.
    pub word: String,
    /// How often it stands near the other: before it, after it. One that stands between two counts once, on the side of the nearer.
    pub before: u64,
    /// After it.
    pub after: u64,
    /// How often it occurs at all.
    pub count: u64,
    /// 14 + log₂(2 together ÷ (the one + the other)).
    pub log_dice: f64,
}

/// The words that stand at most `window` words away from what a text query finds, in the same turn, and do so at least `least` times.
///
/// Errors: a query that asks for anything but text; a text that cannot be loaded.
pub fn collocates(
    query: &Query,
    world: &World<'_>,
    window: u32,
    least: u64,
    stems: bool,
    stops: &Stops,
) -> Outcome<Collocates> {
    let query = &*crate::query::expand(query, world.project)?;
    if pure_text(&query.expr).is_none() {
        return Err(Fault::asked("company is counted for words and phrases alone")
            .hint("casebook collocates trust; casebook collocates '\"the button\"'"));
    }
    let mut atoms = Vec::new();
    collect(&query.expr, true, &mut atoms);
    let mut readers = Readers::new(atoms);
    let mut tokens = Tokens::new(stems, stops.clone());
    let mut all = Company::default();
    for document in world.project.documents.values() {
        let content = world.texts.content(document)?;
        let reader = readers.of(&document.language);
        for turn in &content.structure.turns {
            let text = turn.span.of(content.text.as_str());
            let mut nodes: Vec<Span> = reader.read(text).into_iter().flatten().map(|m| m.span).collect();
            nodes.sort_unstable();
            nodes.dedup();
            all.take_in(&tokens.read(text, &document.language), &nodes, window as usize);
        }
    }
    let nodes = all.nodes;
    let mut words: Vec<Collocate> = (0..tokens.len())
        .filter_map(|n| all.counts.get(n).copied().map(|c| (n, c)))
        .filter(|(_, [before, after, _])| before + after >= least.max(1))
        .map(|(n, [before, after, count])| {
            let together = (before + after) as f64;
            let log_dice = 14.0 + (2.0 * together / (nodes + count) as f64).log2();
            Collocate { word: tokens.shown(n as u32), before, after, count, log_dice }
        })
        .collect();
    words.sort_by(|a, b| b.log_dice.total_cmp(&a.log_dice).then_with(|| a.word.cmp(&b.word)));
    Ok(Collocates { count: nodes, words })
}

#[derive(Default)]
struct Company {
    nodes: u64,
    /// For each word how often it stands before, after, and at all.
    counts: Vec<[u64; 3]>,
}

impl Company {
    fn take_in(&mut self, tokens: &[super::tokens::Token], nodes: &[Span], window: usize) {
        self.nodes += nodes.len() as u64;
        // The words each place covers, first and last.
        let covered: Vec<(usize, usize)> = nodes
            .iter()
            .filter_map(|node| {
                let first = tokens.partition_point(|t| t.span.end <= node.start);
                let after = tokens.partition_point(|t| t.span.start < node.end);
                (first < after).then(|| (first, after - 1))
            })
            .collect();
        for (at, token) in tokens.iter().enumerate() {
            if token.stop {
                continue;
            }
            let n = token.number as usize;
            if self.counts.len() <= n {
                self.counts.resize(n + 1, [0; 3]);
            }
            self.counts[n][2] += 1;
            if covered.iter().any(|(first, last)| (*first..=*last).contains(&at)) {
                continue;
            }
            let before = covered.iter().filter(|(first, _)| at < *first).map(|(first, _)| first - at).min();
            let after = covered.iter().filter(|(_, last)| at > *last).map(|(_, last)| at - last).min();
            match (before.filter(|d| *d <= window), after.filter(|d| *d <= window)) {
                (Some(before), Some(after)) if after < before => self.counts[n][1] += 1,
                (Some(_), _) => self.counts[n][0] += 1,
                (None, Some(_)) => self.counts[n][1] += 1,
                (None, None) => {}
            }
        }
    }
}
