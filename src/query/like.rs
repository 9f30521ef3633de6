//! Turns that use the same words as others: by example, or by what a code has been put on.
//!
//! Words are stems without function words; in scripts written without spaces pairs of letters. What is asked for is a list of words with weights: those of the
//! example, or what Rocchio's formula makes of the words a code is on, less a part of those that other codes are on (Rocchio 1971, in Salton, The SMART Retrieval
//! System). A turn's weight is the sum of these over the words in it, each as BM25 has it ([`super::bm25`]): more for a rare word, less each further time, less in a
//! long turn. The score is that weight as a share: of the example's own, or of what a turn of mean length would have in which each of the words stands once; 1 where
//! it is more. It says how much the words are alike, and nothing about what is meant.
//!
//! The words are counted by the index, where it holds the study; only what is listed is read.

use super::bm25::{Collection, saturation};
use super::lexis::Stops;
use super::weigh::{Counted, Pick, Seeker, Term, Weigher, read_through};
use super::words::Analyser;
use super::{Found, World};
use crate::coding::Passage;
use crate::fault::{Fault, Kind, Outcome};
use crate::id::{CodeId, IdSet};
use crate::project::Project;
use crate::text::{fold, is_cjk};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A turn that is like something.
#[derive(Clone, PartialEq, Debug)]
pub struct Similar {
    /// The turn's words.
    pub passage: Passage,
    /// Its index.
    pub turn: u32,
    /// From 0 to 1.
    pub score: f64,
    /// The words that say most for it, at most six.
    pub shared: Vec<String>,
}

/// How much what is not meant counts against what is.
const AGAINST: f64 = 0.25;

/// So many words describe what is asked for: more make it vague.
const TERMS: usize = 120;

/// Of so many words it is looked up how rare they are.
const CONSIDERED: usize = 4_000;

/// So many passages are enough to tell what codes are on; of more, as many are taken at even distances.
const EXAMPLES: usize = 2_000;

/// How many of the words in common are named.
const NAMED: usize = 6;

/// The turns that use the same words as a passage, the most alike first; turns that it touches are left out, and those without a word in common.
///
/// Errors: a passage without words; a text that cannot be loaded.
pub fn like(passage: Passage, world: &World<'_>, limit: usize) -> Outcome<Vec<Similar>> {
    let mut vocabulary = Vocabulary::new(world.project);
    let (counts, words) = match world.project.documents.get(&passage.document) {
        None => Default::default(),
        Some(document) => {
            let content = world.texts.content(document)?;
            let turns = &content.structure.turns[content.structure.turns_in(passage.span)];
            let parts = turns.iter().filter_map(|t| t.span.intersection(passage.span));
            let words: Vec<&str> = parts.map(|s| s.of(content.text.as_str())).collect();
            vocabulary.count(&words.join("\n"), &document.language)
        }
    };
    if counts.is_empty() {
        return Err(Fault::new(Kind::Nothing, "the passage has no words but function words"));
    }
    let collection = Collection::of(world.project);
    let own: Vec<(u32, f64)> =
        counts.iter().map(|(word, times)| (*word, saturation(*times, words, collection.mean))).collect();
    let wanted = Wanted::new(own, &mut vocabulary, world, |own| own)?;
    let elsewhere = |found: &Found| found.document != passage.document || !found.span.overlaps(passage.span);
    wanted.nearest(world, &elsewhere, limit)
}

/// The turns that use the words of what some codes are on and that are not coded with them yet, by anybody; the most alike first.
///
/// Errors: codes that are on nothing; a text that cannot be loaded.
pub fn suggest(codes: &IdSet<CodeId>, world: &World<'_>, limit: usize) -> Outcome<Vec<Similar>> {
    let (mut meant, mut others): (BTreeMap<Passage, &str>, BTreeMap<Passage, &str>) = Default::default();
    for coding in world.project.codings.iter() {
        let list = if codes.contains(&coding.code) { &mut meant } else { &mut others };
        list.insert(coding.passage(), &coding.quote);
    }
    if meant.is_empty() {
        return Err(Fault::new(Kind::Nothing, "nothing is coded so yet").hint("code a few passages first"));
    }
    let mut vocabulary = Vocabulary::new(world.project);
    let mut own = vocabulary.mean(&meant, world.project);
    let away = vocabulary.mean(&others, world.project);
    for (word, weight) in &mut own {
        *weight -= AGAINST * away.get(word).copied().unwrap_or(0.0);
    }
    let own: Vec<(u32, f64)> = own.into_iter().filter(|(_, weight)| *weight > 0.0).collect();
    let wanted = Wanted::new(own, &mut vocabulary, world, |_| 1.0)?;
    let uncoded = |found: &Found| {
        let passage = Passage { document: found.document, span: found.span };
        !world.project.codings.on(passage).any(|c| codes.contains(&c.code))
    };
    wanted.nearest(world, &uncoded, limit)
}

/// Words of examples, numbered as they are met.
struct Vocabulary {
    stops: Stops,
    /// One for each language of the study.
    analysers: BTreeMap<String, Analyser>,
    numbers: HashMap<String, u32>,
    /// As they stood where they were met first: one word, or two letters.
    forms: Vec<Vec<String>>,
}

impl Vocabulary {
    fn new(project: &Project) -> Self {
        let languages: BTreeSet<&str> = project.documents.values().map(|d| d.language.as_str()).collect();
        let analysers = languages.into_iter().map(|language| (language.to_owned(), Analyser::new(language))).collect();
        Self { stops: Stops::auto(), analysers, numbers: HashMap::new(), forms: Vec::new() }
    }

    /// How often each word stands in a text in a language, and how many words it has in all.
    fn count(&mut self, text: &str, language: &str) -> (BTreeMap<u32, u32>, u32) {
        let analyser = self.analysers.entry(language.to_owned()).or_insert_with(|| Analyser::new(language));
        let words = analyser.read(text);
        let dense = |at: usize| words.get(at).is_some_and(|w| w.span.of(text).chars().next().is_some_and(is_cjk));
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for at in 0..words.len() {
            let run = match (dense(at), dense(at + 1)) {
                (true, true) => &words[at..at + 2],
                (true, false) if at > 0 && dense(at - 1) => continue,
                _ => &words[at..=at],
            };
            let forms = || run.iter().map(|w| w.span.of(text));
            if !dense(at) && self.stops.holds(&fold(run[0].span.of(text)), language) {
                continue;
            }
            let keys: Vec<&str> = run.iter().map(|w| &*analyser.keys_of(w.number).stem).collect();
            let next = self.forms.len() as u32;
            let number = *self.numbers.entry(keys.join("\n")).or_insert(next);
            if number == next {
                self.forms.push(forms().map(str::to_owned).collect());
            }
            *counts.entry(number).or_default() += 1;
        }
        (counts, words.len() as u32)
    }

    /// How much each word says for a passage, on the mean of passages that are given with their words.
    fn mean(&mut self, passages: &BTreeMap<Passage, &str>, project: &Project) -> BTreeMap<u32, f64> {
        let mean = Collection::of(project).mean;
        let step = passages.len().div_ceil(EXAMPLES).max(1);
        let mut sum: BTreeMap<u32, f64> = BTreeMap::new();
        for (passage, quote) in passages.iter().step_by(step) {
            let Some(document) = project.documents.get(&passage.document) else { continue };
            let (counts, words) = self.count(quote, &document.language);
            for (word, times) in counts {
                *sum.entry(word).or_default() += saturation(times, words, mean);
            }
        }
        let number = passages.len().div_ceil(step).max(1) as f64;
        sum.values_mut().for_each(|weight| *weight /= number);
        sum
    }

    /// A word as the texts of each language have it.
    fn term(&mut self, word: u32) -> Term {
        let mut runs: Vec<Vec<String>> = Vec::new();
        for analyser in self.analysers.values_mut() {
            let run: Vec<String> = self.forms[word as usize].iter().flat_map(|form| analyser.stems(form)).collect();
            if !run.is_empty() && !runs.contains(&run) {
                runs.push(run);
            }
        }
        Term { runs }
    }
}

/// What is asked for: words with their weights.
struct Wanted {
    terms: Vec<Term>,
    weights: Vec<f64>,
    collection: Collection,
    /// The weight that is a score of 1.
    whole: f64,
}

impl Wanted {
    /// Of words, each with how much it says for the example; `whole` is how much it would say in a turn with the score 1.
    fn new(
        mut own: Vec<(u32, f64)>,
        vocabulary: &mut Vocabulary,
        world: &World<'_>,
        whole: impl Fn(f64) -> f64,
    ) -> Outcome<Self> {
        own.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        own.truncate(CONSIDERED);
        let collection = Collection::of(world.project);
        let terms: Vec<Term> = own.iter().map(|(word, _)| vocabulary.term(*word)).collect();
        let found = with_weigher(&terms, world, |weigher| Ok(weigher.found().to_vec()))?;
        let mut all: Vec<(Term, f64, f64)> = Vec::new();
        for ((term, (_, own)), found) in terms.into_iter().zip(own).zip(found) {
            let rarity = collection.rarity(found);
            all.push((term, own * rarity * rarity, whole(own)));
        }
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        all.truncate(TERMS);
        let whole = all.iter().map(|(_, weight, whole)| weight * whole).sum();
        let (terms, weights) = all.into_iter().map(|(term, weight, _)| (term, weight)).unzip();
        Ok(Self { terms, weights, collection, whole })
    }

    fn nearest(&self, world: &World<'_>, keep: &dyn Fn(&Found) -> bool, limit: usize) -> Outcome<Vec<Similar>> {
        let wanted = Pick { weights: &self.weights, mean: self.collection.mean, keep, limit };
        let found = with_weigher(&self.terms, world, |weigher| weigher.heaviest(&wanted))?;
        let mut seeker = Seeker::new(&self.terms);
        found.into_iter().map(|(turn, weight)| self.similar(turn, weight, &mut seeker, world)).collect()
    }

    fn similar(&self, turn: Found, weight: f64, seeker: &mut Seeker<'_>, world: &World<'_>) -> Outcome<Similar> {
        let mut shared: Vec<(f64, String)> = Vec::new();
        if let Some(document) = world.project.documents.get(&turn.document) {
            let content = world.texts.content(document)?;
            let text = turn.span.of(content.text.as_str());
            let (counts, words) = seeker.count(text, &document.language);
            for Counted { term, times, first } in counts {
                let says = self.weights[term as usize] * saturation(times, words, self.collection.mean);
                shared.push((says, first.of(text).to_lowercase()));
            }
        }
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Ok(Similar {
            passage: Passage { document: turn.document, span: turn.span },
            turn: turn.turn,
            score: (weight / self.whole).min(1.0),
            shared: shared.into_iter().take(NAMED).map(|(_, word)| word).collect(),
        })
    }
}

/// Lends what counts terms: the index where it holds everything, otherwise the texts themselves.
fn with_weigher<T>(terms: &[Term], world: &World<'_>, act: impl Fn(&dyn Weigher) -> Outcome<T>) -> Outcome<T> {
    // An index that fails has been noted as broken; the texts are there.
    let quickly = world.words.weigher(terms)?.and_then(|weigher| act(&*weigher).ok());
    quickly.map_or_else(|| act(&read_through(terms, world.project, world.texts)?), Ok)
}
