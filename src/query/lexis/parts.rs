use crate::coding::Passage;
use crate::fault::Outcome;
use crate::id::{CaseId, DocumentId};
use crate::project::Project;
use crate::query::{Hit, World, case_parts};
use crate::text::Span;
use std::collections::BTreeMap;

/// What words are counted in: parts with names, in each stretches that share nothing, in reading order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    /// Name and stretches of each part; none is empty.
    pub parts: Vec<(String, Vec<Passage>)>,
    /// For each part the condition that restricts a query to it.
    pub conditions: Vec<String>,
}

/// By what a text is divided into parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum By {
    /// Not at all.
    Whole,
    /// Documents.
    Document,
    /// Cases. A stretch that two cases share counts in both; what belongs to no case is left out.
    Case,
    /// Values of an attribute of cases, by its name; cases without a value are left out.
    Attribute(String),
}

/// Stretches by document, merged so that no word counts twice.
type Stretches = BTreeMap<DocumentId, Vec<Span>>;

fn merged(passages: impl IntoIterator<Item = Passage>) -> Stretches {
    let mut out = Stretches::new();
    for passage in passages {
        out.entry(passage.document).or_default().push(passage.span);
    }
    for spans in out.values_mut() {
        spans.sort_unstable();
        spans.dedup_by(|next, kept| {
            let touches = next.start < kept.end;
            if touches {
                kept.end = kept.end.max(next.end);
            }
            touches
        });
    }
    out
}

fn list(stretches: &Stretches) -> Vec<Passage> {
    let each = stretches.iter().flat_map(|(d, spans)| spans.iter().map(|s| Passage { document: *d, span: *s }));
    each.collect()
}

/// Divides what a query found.
///
/// Errors: an attribute that the project does not have; a text that cannot be loaded.
pub fn parts(hits: &[Hit], by: &By, world: &World<'_>) -> Outcome<Parts> {
    use crate::query::{Atom, Relation};
    let project = world.project;
    let all = merged(hits.iter().map(|h| h.passage));
    let mut out = Parts::default();
    let mut add = |name: String, atom: Option<Atom>, passages: Vec<Passage>| {
        if !passages.is_empty() {
            out.conditions.push(atom.map(|a| a.to_string()).unwrap_or_default());
            out.parts.push((name, passages));
        }
    };
    match by {
        By::Whole => add(String::new(), None, list(&all)),
        By::Document => {
            for (id, spans) in &all {
                let name = project.documents.get(id).map(|d| d.name.clone()).unwrap_or_default();
                let own = spans.iter().map(|s| Passage { document: *id, span: *s }).collect();
                add(name.clone(), Some(Atom::Document(name)), own);
            }
        }
        By::Case => {
            for case in project.cases_by_name() {
                add(case.name.clone(), Some(Atom::Case(case.name.clone())), of_cases(&all, &[case.id], world)?);
            }
        }
        By::Attribute(name) => {
            let attribute = project.attribute(name)?;
            for (value, cases) in by_value(project, attribute.id) {
                let (name, relation) = (attribute.name.clone(), Relation::Is);
                let atom = Atom::Attribute { name, relation, value: value.clone() };
                add(value, Some(atom), of_cases(&all, &cases, world)?);
            }
        }
    }
    Ok(out)
}

fn by_value(project: &Project, attribute: crate::id::AttributeId) -> Vec<(String, Vec<CaseId>)> {
    let mut out: Vec<(String, Vec<CaseId>)> = Vec::new();
    for case in project.cases_by_name() {
        let Some(value) = case.values.get(&attribute).map(ToString::to_string) else { continue };
        match out.iter_mut().find(|(known, _)| *known == value) {
            Some((_, cases)) => cases.push(case.id),
            None => out.push((value, vec![case.id])),
        }
    }
    out.sort_by(|a, b| crate::case::natural(&a.0, &b.0));
    out
}

/// What of some stretches belongs to cases.
fn of_cases(all: &Stretches, cases: &[CaseId], world: &World<'_>) -> Outcome<Vec<Passage>> {
    let mut own = Vec::new();
    for case in cases {
        for (document, spans) in case_parts(world.project, world.texts, *case)? {
            let Some(found) = all.get(&document) else { continue };
            let shared = found.iter().flat_map(|f| spans.iter().filter_map(|s| f.intersection(*s)));
            own.extend(shared.map(|span| Passage { document, span }));
        }
    }
    Ok(list(&merged(own)))
}

/// Every turn of the study that shares nothing with what a query found.
///
/// Errors: a text that cannot be loaded.
pub fn rest(hits: &[Hit], world: &World<'_>) -> Outcome<Vec<Passage>> {
    let found = merged(hits.iter().map(|h| h.passage));
    let mut out = Vec::new();
    for document in world.project.documents.values() {
        let content = world.texts.content(document)?;
        let taken = found.get(&document.id).map_or(&[][..], Vec::as_slice);
        let free = |span: &Span| !taken.iter().any(|t| t.overlaps(*span));
        let turns = content.structure.turns.iter().map(|t| t.span).filter(free);
        out.extend(turns.map(|span| Passage { document: document.id, span }));
    }
    Ok(out)
}
