//! What is counted beside the results: how many of them would remain if a code, a case, a value, a speaker or a coder were asked for as well.

use super::found::{Parts, cases_of};
use crate::fault::Outcome;
use crate::id::{AttributeId, CaseId, CodeId, CoderId, DocumentId};
use crate::query::{Atom, Expr, Hit, Reach, Relation, Spot, World};
use std::collections::{BTreeMap, BTreeSet};

/// Values of one facet that are shown; the most frequent ones.
const SHOWN: usize = 8;

/// One kind of thing that is counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facet {
    /// What: `code`, `case`, an attribute's name.
    pub title: String,
    /// Its values, the most frequent first.
    pub values: Vec<Value>,
    /// How many more there are.
    pub more: usize,
}

/// One value of a facet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Value {
    /// Its name.
    pub label: String,
    /// Results that would remain.
    pub count: usize,
    /// What is added to the query when it is chosen.
    pub term: String,
}

/// The values of all facets as rows, with the facet they belong to.
pub fn rows(facets: &[Facet]) -> impl Iterator<Item = (&Facet, &Value)> {
    facets.iter().flat_map(|f| f.values.iter().map(move |v| (f, v)))
}

/// A condition as it is written in a query.
pub fn term(atom: Atom) -> String {
    Expr::Atom(atom, Spot::default()).to_string()
}

#[derive(Default)]
struct Counts {
    codes: BTreeMap<CodeId, usize>,
    coders: BTreeMap<CoderId, usize>,
    cases: BTreeMap<CaseId, usize>,
    values: BTreeMap<(AttributeId, String), usize>,
    speakers: BTreeMap<String, usize>,
}

/// Counts results.
///
/// Errors: a text that cannot be loaded.
pub fn facets(hits: &[Hit], parts: &Parts, world: &World<'_>) -> Outcome<Vec<Facet>> {
    let project = world.project;
    let mut counts = Counts::default();
    for hit in hits {
        let mut codes = BTreeSet::new();
        let mut coders = BTreeSet::new();
        for coding in project.codings.on(hit.passage) {
            codes.insert(coding.code);
            coders.insert(coding.coder);
        }
        codes.into_iter().for_each(|c| *counts.codes.entry(c).or_default() += 1);
        coders.into_iter().for_each(|c| *counts.coders.entry(c).or_default() += 1);
        let mut values = BTreeSet::new();
        for id in cases_of(hit.passage, parts) {
            *counts.cases.entry(id).or_default() += 1;
            let of_case = project.cases.get(&id).into_iter().flat_map(|c| c.values.iter());
            values.extend(of_case.map(|(attribute, value)| (*attribute, value.to_string())));
        }
        values.into_iter().for_each(|v| *counts.values.entry(v).or_default() += 1);
    }
    count_speakers(hits, world, &mut counts)?;
    Ok(counts.named(world))
}

fn count_speakers(hits: &[Hit], world: &World<'_>, counts: &mut Counts) -> Outcome<()> {
    let mut by_document: BTreeMap<DocumentId, Vec<&Hit>> = BTreeMap::new();
    hits.iter().for_each(|h| by_document.entry(h.passage.document).or_default().push(h));
    for (id, hits) in by_document {
        let Some(document) = world.project.documents.get(&id).filter(|d| !d.speakers.is_empty()) else { continue };
        let content = world.texts.content(document)?;
        for hit in hits {
            let turns = content.structure.turns_in(hit.passage.span);
            let names: BTreeSet<&str> = turns.filter_map(|t| content.structure.speaker_of(t)).collect();
            names.into_iter().for_each(|n| *counts.speakers.entry(n.to_owned()).or_default() += 1);
        }
    }
    Ok(())
}

impl Counts {
    fn named(self, world: &World<'_>) -> Vec<Facet> {
        let project = world.project;
        let codes = self.codes.into_iter().map(|(id, count)| {
            let path = project.codebook.path(id);
            Value { label: path.clone(), count, term: term(Atom::Code { path, reach: Reach::Only }) }
        });
        let mut out = vec![facet("code", codes)];
        let cases = self.cases.into_iter().filter_map(|(id, count)| {
            let name = project.cases.get(&id)?.name.clone();
            Some(Value { label: name.clone(), count, term: term(Atom::Case(name)) })
        });
        out.push(facet("case", cases));
        for attribute in project.attributes_in_order() {
            let values = self.values.iter().filter(|((id, _), _)| *id == attribute.id).map(|((_, value), count)| {
                let atom =
                    Atom::Attribute { name: attribute.name.clone(), relation: Relation::Is, value: value.clone() };
                Value { label: value.clone(), count: *count, term: term(atom) }
            });
            out.push(facet(&attribute.name, values));
        }
        let speakers = self.speakers.into_iter().map(|(name, count)| Value {
            label: name.clone(),
            count,
            term: term(Atom::Speaker(name)),
        });
        out.push(facet("speaker", speakers));
        let coders = self.coders.into_iter().map(|(id, count)| {
            let name = project.coder_name(id).to_owned();
            Value { label: name.clone(), count, term: term(Atom::Coder(name)) }
        });
        out.push(facet("coder", coders));
        out.retain(|f| !f.values.is_empty());
        out
    }
}

fn facet(title: &str, values: impl Iterator<Item = Value>) -> Facet {
    let mut values: Vec<Value> = values.collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| crate::case::natural(&a.label, &b.label)));
    let more = values.len().saturating_sub(SHOWN);
    values.truncate(SHOWN);
    Facet { title: title.to_owned(), values, more }
}
