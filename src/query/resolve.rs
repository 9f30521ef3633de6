use super::memos::Wanted;
use super::near::{fits, nearest};
use super::source::{Filter, Source};
use super::when::{When, when};
use super::{Alike, Atom, Reach, Related, Relation};
use crate::case::{AttributeKind, Case, Part, Value};
use crate::coding::Coding;
use crate::fault::{Fault, Outcome};
use crate::id::{CaseId, CodeId, CoderId, DocumentId, IdMap, IdSet};
use crate::project::Project;
use crate::text::fold;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A condition with its names looked up.
#[derive(Clone, Debug)]
pub(super) enum Resolved {
    /// Where in the documents.
    Place(Place),
    /// Passages.
    Source(Source),
    /// Which codings count: those meant, and the others.
    Filter(Filter, Filter),
    /// Codings made at a moment or later.
    Since(When),
    /// Passages with memos.
    Memos(Wanted),
    /// Turns that are like something; what is like it is looked up when it is asked.
    Alike(Alike),
    /// Passages that stand in a relation to others; the names inside are looked up when it is asked.
    Related(Box<Related>),
    /// A saved query that can be understood. Evaluating never meets one: they are put in first.
    Saved,
    /// Things in the text need no looking up.
    Text,
}

/// Which codes.
#[derive(Clone, Debug)]
pub(super) enum CodeSet {
    Any,
    /// In order. Mostly there is one, which is compared sooner than looked up.
    These(Vec<CodeId>),
}

impl CodeSet {
    #[inline]
    pub fn holds(&self, coding: &Coding) -> bool {
        match self {
            Self::Any => true,
            Self::These(ids) if ids.len() < 8 => ids.contains(&coding.code),
            Self::These(ids) => ids.binary_search(&coding.code).is_ok(),
        }
    }
}

/// Where in the documents.
#[derive(Clone, Debug)]
pub(super) enum Place {
    Documents(BTreeSet<DocumentId>),
    /// Parts of documents that are linked to the cases meant.
    Cases(IdMap<DocumentId, Vec<Part>>),
    AnyCase,
    Speakers(String),
    Role(String),
    Question(String),
    Turns(u32, u32),
}

/// Looks the names of an atom up.
///
/// Errors: a name that nothing has (with the nearest), or that several have; a value that does not fit its attribute.
pub(super) fn resolve(atom: &Atom, project: &Project) -> Outcome<Resolved> {
    Ok(match atom {
        Atom::Text(_) => Resolved::Text,
        Atom::Code { path, reach } => Resolved::Source(Source::Codes(codes(path, *reach, project)?)),
        Atom::Lone { path, reach } => Resolved::Source(Source::Lone(codes(path, *reach, project)?)),
        Atom::Coder(name) => {
            let id = coder(name, project)?;
            Resolved::Filter(Filter::of_coder(id, true), Filter::of_coder(id, false))
        }
        Atom::Telling => Resolved::Filter(Filter::of_telling(true), Filter::of_telling(false)),
        Atom::Since(said) => Resolved::Since(when(said, project)?),
        Atom::Uncoded => Resolved::Source(Source::Density(Relation::Is, 0)),
        Atom::Codes(relation, n) => Resolved::Source(Source::Density(*relation, *n)),
        Atom::Memo(words) => Resolved::Memos(Wanted::words(words, project)),
        Atom::Tag(tag) => Resolved::Memos(Wanted::tag(tag, project)?),
        Atom::Alike(example) => {
            match example {
                Alike::Passage(named) => drop(super::alike::example(named, project)?),
                Alike::Codes { path, reach } => drop(codes_named(path, *reach, project)?),
            }
            Resolved::Alike(example.clone())
        }
        Atom::Related(related) => Resolved::Related(related.clone()),
        Atom::Saved(name) => {
            super::saved::expanded(name, project)?;
            Resolved::Saved
        }
        Atom::In(name) => Resolved::Place(inside(name, project)?),
        Atom::Document(name) => {
            let all = project.documents.values().map(|d| (d.name.as_str(), d.id));
            Resolved::Place(Place::Documents(named("document", name, all)?.into_iter().collect()))
        }
        Atom::Case(name) if name == "*" => Resolved::Place(Place::AnyCase),
        Atom::Case(name) => Resolved::Place(links(&cases(name, project)?, project)),
        Atom::Attribute { name, relation, value } => {
            Resolved::Place(links(&by_attribute(name, *relation, value, project)?, project))
        }
        Atom::Speaker(name) => {
            let all = project.documents.values().flat_map(|d| d.speakers.iter().map(|s| (s.as_str(), ())));
            named("speaker", name, all)?;
            Resolved::Place(Place::Speakers(name.clone()))
        }
        Atom::Role(role) => Resolved::Place(Place::Role(role.clone())),
        Atom::Question(question) => Resolved::Place(Place::Question(question.clone())),
        Atom::Turns(first, last) => Resolved::Place(Place::Turns(*first, *last)),
    })
}

/// The cases that an atom names or describes; `None` for one that is not about cases.
///
/// Errors: as for evaluating it.
pub fn cases_meant(atom: &Atom, project: &Project) -> Outcome<Option<Vec<CaseId>>> {
    match atom {
        Atom::Case(name) if name == "*" => Ok(Some(project.cases.keys().copied().collect())),
        Atom::Case(name) => cases(name, project).map(Some),
        Atom::Attribute { name, relation, value } => by_attribute(name, *relation, value, project).map(Some),
        _ => Ok(None),
    }
}

/// The codes that an atom names; `None` for one that is not about codes, and for all codes together.
///
/// Errors: as for evaluating it.
pub(super) fn codes_meant(atom: &Atom, project: &Project) -> Outcome<Option<BTreeSet<CodeId>>> {
    let Atom::Code { path, reach } = atom else { return Ok(None) };
    Ok(match codes(path, *reach, project)? {
        CodeSet::Any => None,
        CodeSet::These(ids) => Some(ids.into_iter().collect()),
    })
}

/// The codes that a path names, where it names some; all of them for a star.
///
/// Errors: no such code.
pub(super) fn codes_named(path: &str, reach: Reach, project: &Project) -> Outcome<IdSet<CodeId>> {
    Ok(match codes(path, reach, project)? {
        CodeSet::Any => project.codebook.tree().iter().map(|(_, code)| code.id).collect(),
        CodeSet::These(ids) => ids.into_iter().collect(),
    })
}

fn codes(path: &str, reach: Reach, project: &Project) -> Outcome<CodeSet> {
    if path.trim() == "*" && project.codebook.at("*").is_none() {
        return Ok(CodeSet::Any);
    }
    let code = project.codebook.find(path)?.id;
    let family: IdSet<CodeId> = match reach {
        Reach::Only => [code].into_iter().collect(),
        Reach::Family => project.codebook.family(code),
        Reach::Below => {
            let mut family = project.codebook.family(code);
            family.remove(&code);
            if family.is_empty() {
                let path = project.codebook.path(code);
                return Err(Fault::asked(format!("the code “{path}” has no sub-codes"))
                    .hint("without /* the code itself is found"));
            }
            family
        }
    };
    let mut ids: Vec<CodeId> = family.into_iter().collect();
    ids.sort_unstable();
    Ok(CodeSet::These(ids))
}

fn coder(name: &str, project: &Project) -> Outcome<CoderId> {
    let unknown = || {
        let near = nearest(name, project.coders.values().map(|c| c.name.as_str()));
        let all: Vec<&str> = project.coders.values().map(|c| c.name.as_str()).collect();
        let fault = Fault::unknown("coder", name, &near);
        if near.is_empty() && !all.is_empty() { fault.hint(format!("coders: {}", all.join(", "))) } else { fault }
    };
    project.coder(name.trim()).map(|c| c.id).ok_or_else(unknown)
}

/// What a name means: the thing that has exactly this name; else those that have it but for case and accents, or that fit its stars.
fn named<'a, T>(what: &str, name: &str, all: impl Iterator<Item = (&'a str, T)> + Clone) -> Outcome<Vec<T>> {
    let name = name.trim();
    let exact: Vec<T> = all.clone().filter(|(n, _)| *n == name).map(|(_, t)| t).collect();
    if !exact.is_empty() {
        return Ok(exact);
    }
    let wanted = fold(name);
    let alike: Vec<T> = all.clone().filter(|(n, _)| fold(n) == wanted).map(|(_, t)| t).collect();
    if !alike.is_empty() {
        return Ok(alike);
    }
    if name.contains(['*', '?']) {
        let fitting: Vec<T> = all.clone().filter(|(n, _)| fits(name, n)).map(|(_, t)| t).collect();
        if !fitting.is_empty() {
            return Ok(fitting);
        }
    }
    let names: BTreeSet<&str> = all.map(|(n, _)| n).collect();
    Err(Fault::unknown(what, name, &nearest(name, names.into_iter())))
}

/// The document and the case with a name.
fn inside(name: &str, project: &Project) -> Outcome<Place> {
    let all = project.documents.values().map(|d| (d.name.as_str(), d.id));
    let documents = named("document", name, all);
    let cases = cases(name, project);
    if let (Err(_), Err(_)) = (&documents, &cases) {
        let names = project.documents.values().map(|d| d.name.as_str());
        let names = names.chain(project.cases.values().map(|c| c.name.as_str()));
        return Err(Fault::unknown("document or case", name, &nearest(name, names)));
    }
    let mut parts = linked(&cases.unwrap_or_default(), project);
    for document in documents.unwrap_or_default() {
        parts.entry(document).or_default().push(Part::Whole);
    }
    Ok(Place::Cases(parts))
}

fn cases(name: &str, project: &Project) -> Outcome<Vec<CaseId>> {
    let by_name = project.cases.values().map(|c| (c.name.as_str(), c.id));
    let by_alias = project.cases.values().filter_map(|c| c.alias.as_deref().map(|a| (a, c.id)));
    named("case", name, by_name).or_else(|fault| named("case", name, by_alias).map_err(|_| fault))
}

/// The cases whose value of an attribute stands in a relation to the one given. A case without a value satisfies none, not even `!=`.
fn by_attribute(name: &str, relation: Relation, raw: &str, project: &Project) -> Outcome<Vec<CaseId>> {
    let all = project.all_attributes().map(|a| (a.name.as_str(), a));
    let attribute = match named("attribute", name, all)?[..] {
        [one] => one,
        ref many => {
            let names: Vec<String> = many.iter().map(|a| format!("“{}”", a.name)).collect();
            return Err(Fault::ambiguous("attribute", name, &names));
        }
    };
    if let Some(fault) = project.derived_fault(attribute.id) {
        return Err(fault.clone());
    }
    let holders = || project.cases.values().filter_map(|c| project.value(c, attribute.id).map(|v| (c, v)));
    if raw.trim() == "*" && matches!(relation, Relation::Is | Relation::IsNot) {
        let has = |c: &&Case| project.value(c, attribute.id).is_some() == (relation == Relation::Is);
        return Ok(project.cases.values().filter(has).map(|c| c.id).collect());
    }
    let misfit = |why: String| Fault::asked(format!("“{}” is {}: {why}", attribute.name, an(&attribute.kind)));
    let wanted = attribute.kind.parse(raw).map_err(misfit)?;
    let Some(wanted) = wanted else { return Err(misfit("no value is given".to_owned())) };
    let fit: Vec<CaseId> =
        holders().filter(|(_, v)| relation.holds(order(&attribute.kind, v, &wanted))).map(|(c, _)| c.id).collect();
    if attribute.kind == AttributeKind::Text && relation == Relation::Is && fit.is_empty() {
        if raw.contains(['*', '?']) {
            let fit: Vec<CaseId> = holders().filter(|(_, v)| fits(raw, &v.to_string())).map(|(c, _)| c.id).collect();
            if !fit.is_empty() {
                return Ok(fit);
            }
        }
        let values: BTreeSet<String> = holders().map(|(_, v)| v.to_string()).collect();
        return Err(no_such_value(&attribute.name, raw, &values));
    }
    Ok(fit)
}

fn no_such_value(attribute: &str, raw: &str, values: &BTreeSet<String>) -> Fault {
    let fault = Fault::asked(format!("no case has the {attribute} “{raw}”"));
    let near = nearest(raw, values.iter().map(String::as_str));
    match (&near[..], values.len()) {
        ([], 0) => fault,
        ([], 1..=12) => fault.hint(format!("values: {}", values.iter().cloned().collect::<Vec<_>>().join("; "))),
        ([], _) => fault,
        (near, _) => {
            let near: Vec<String> = near.iter().map(|n| format!("“{n}”")).collect();
            fault.hint(format!("did you mean {}?", near.join(" or ")))
        }
    }
}

fn an(kind: &AttributeKind) -> String {
    match kind {
        AttributeKind::Text => "text".to_owned(),
        AttributeKind::YesNo => "yes or no".to_owned(),
        AttributeKind::Ordered(_) => "an ordered category".to_owned(),
        kind => format!("a {}", kind.word()),
    }
}

/// How a case's value stands to the one asked for. A shorter date stands for the whole year or month: 2015-03-12 is neither before nor after 2015.
fn order(kind: &AttributeKind, value: &Value, wanted: &Value) -> Ordering {
    match (kind, value, wanted) {
        (AttributeKind::Date, Value::Text(value), Value::Text(wanted)) => {
            if value.starts_with(wanted.as_str()) {
                Ordering::Equal
            } else {
                value.cmp(wanted)
            }
        }
        (AttributeKind::Text, Value::Text(value), Value::Text(wanted)) => {
            if fold(value) == fold(wanted) {
                Ordering::Equal
            } else {
                kind.compare(&Value::Text(value.clone()), &Value::Text(wanted.clone()))
            }
        }
        (kind, value, wanted) => kind.compare(value, wanted),
    }
}

fn links(cases: &[CaseId], project: &Project) -> Place {
    Place::Cases(linked(cases, project))
}

fn linked(cases: &[CaseId], project: &Project) -> IdMap<DocumentId, Vec<Part>> {
    let cases: IdSet<CaseId> = cases.iter().copied().collect();
    let mut parts: IdMap<DocumentId, Vec<Part>> = IdMap::default();
    for link in project.links.values().filter(|l| cases.contains(&l.case)) {
        parts.entry(link.document).or_default().push(link.part.clone());
    }
    parts
}
