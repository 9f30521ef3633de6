//! What results fall into: how many would remain if one narrowed them.

use super::expr::{Atom, Relation};
use super::{About, Hit, Reach, World};
use crate::fault::Outcome;
use std::collections::BTreeMap;

/// What a facet counts by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FacetKind {
    /// Documents.
    Document,
    /// Codes on the results.
    Code,
    /// Cases.
    Case,
    /// Values of an attribute of cases.
    Attribute,
    /// Speakers of the turns.
    Speaker,
    /// Who coded something on the results.
    Coder,
}

impl FacetKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Code => "code",
            Self::Case => "case",
            Self::Attribute => "attribute",
            Self::Speaker => "speaker",
            Self::Coder => "coder",
        }
    }
}

/// The values of one kind among results.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facet {
    /// What it counts by.
    pub kind: FacetKind,
    /// Name of the attribute; otherwise the kind's word.
    pub name: String,
    /// The values that occur: the most frequent first, then by name.
    pub rows: Vec<FacetRow>,
}

/// One value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FacetRow {
    /// As it is shown.
    pub label: String,
    /// How many of the results have it: so many would remain if they were narrowed to it.
    pub count: usize,
    /// The condition that is added to the query to narrow it, in the query language.
    pub condition: String,
}

/// The facets of results: documents, codes, cases, each attribute, speakers, coders; those in which nothing occurs are left out. A result counts once for each of
/// its codes, cases, speakers and coders, so the counts of a facet may add up to more than there are results.
///
/// Errors: a text that cannot be loaded.
pub fn facets(hits: &[Hit], world: &World<'_>) -> Outcome<Vec<Facet>> {
    let about = About::new(world)?;
    let mut counts = Counts::default();
    for hit in hits {
        count(hit, &about, world, &mut counts)?;
    }
    let attributes: Vec<&str> = world.project.attributes_in_order().into_iter().map(|a| a.name.as_str()).collect();
    let place = |kind: FacetKind, name: &str| (kind, attributes.iter().position(|a| *a == name));
    let mut out: Vec<Facet> = counts.0.into_iter().map(|((kind, name), rows)| facet(kind, name, rows)).collect();
    out.sort_by_key(|f| place(f.kind, &f.name));
    Ok(out)
}

fn facet(kind: FacetKind, name: String, rows: BTreeMap<String, usize>) -> Facet {
    let mut rows: Vec<FacetRow> = rows
        .into_iter()
        .map(|(label, count)| FacetRow { condition: condition(kind, &name, &label), label, count })
        .collect();
    rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| crate::case::natural(&a.label, &b.label)));
    Facet { kind, name, rows }
}

fn condition(kind: FacetKind, name: &str, label: &str) -> String {
    let label = label.to_owned();
    let atom = match kind {
        FacetKind::Document => Atom::Document(label),
        FacetKind::Code => Atom::Code { path: label, reach: Reach::Only },
        FacetKind::Case => Atom::Case(label),
        FacetKind::Attribute => Atom::Attribute { name: name.to_owned(), relation: Relation::Is, value: label },
        FacetKind::Speaker => Atom::Speaker(label),
        FacetKind::Coder => Atom::Coder(label),
    };
    atom.to_string()
}

#[derive(Default)]
struct Counts(BTreeMap<(FacetKind, String), BTreeMap<String, usize>>);

impl Counts {
    fn add(&mut self, kind: FacetKind, name: &str, label: String) {
        *self.0.entry((kind, name.to_owned())).or_default().entry(label).or_default() += 1;
    }
}

fn count(hit: &Hit, about: &About<'_>, world: &World<'_>, counts: &mut Counts) -> Outcome<()> {
    let project = world.project;
    let mut plain = |kind: FacetKind, label: String| counts.add(kind, kind.word(), label);
    if let Some(document) = project.documents.get(&hit.passage.document) {
        plain(FacetKind::Document, document.name.clone());
    }
    about.codes(hit).into_iter().for_each(|code| plain(FacetKind::Code, project.codebook.path(code)));
    about.speakers(hit)?.into_iter().for_each(|speaker| plain(FacetKind::Speaker, speaker));
    about.coders(hit).into_iter().for_each(|coder| plain(FacetKind::Coder, project.coder_name(coder).to_owned()));
    let cases = about.cases(hit);
    // A result of two cases with the same value has that value once.
    let mut values: BTreeMap<(&str, String), ()> = BTreeMap::new();
    for case in cases.iter().filter_map(|id| project.cases.get(id)) {
        plain(FacetKind::Case, case.name.clone());
        for attribute in project.all_attributes() {
            if let Some(value) = project.value(case, attribute.id) {
                values.insert((&attribute.name, value.to_string()), ());
            }
        }
    }
    for (name, value) in values.into_keys() {
        counts.add(FacetKind::Attribute, name, value);
    }
    Ok(())
}

/// Results that share a case, a document, a speaker or a code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// What they share; `None` for those that have none.
    pub label: Option<String>,
    /// Their places in the list of results, in its order.
    pub hits: Vec<usize>,
}

/// Groups results by a kind (attributes excepted). A result stands in as many groups as it has cases, codes or speakers; those with none come last. Groups come in
/// the order of their names, documents in that of the results.
///
/// Errors: a text that cannot be loaded.
pub fn groups(hits: &[Hit], by: FacetKind, world: &World<'_>) -> Outcome<Vec<Group>> {
    let about = About::new(world)?;
    let project = world.project;
    let mut out: Vec<Group> = Vec::new();
    let mut place: BTreeMap<Option<String>, usize> = BTreeMap::new();
    for (n, hit) in hits.iter().enumerate() {
        let labels: Vec<String> = match by {
            FacetKind::Document => {
                project.documents.get(&hit.passage.document).map(|d| d.name.clone()).into_iter().collect()
            }
            FacetKind::Code => about.codes(hit).into_iter().map(|c| project.codebook.path(c)).collect(),
            FacetKind::Case => {
                about.cases(hit).iter().filter_map(|c| project.cases.get(c)).map(|c| c.name.clone()).collect()
            }
            FacetKind::Speaker => about.speakers(hit)?,
            FacetKind::Coder => about.coders(hit).into_iter().map(|c| project.coder_name(c).to_owned()).collect(),
            FacetKind::Attribute => Vec::new(),
        };
        let labels = if labels.is_empty() { vec![None] } else { labels.into_iter().map(Some).collect() };
        for label in labels {
            let at = *place.entry(label.clone()).or_insert_with(|| {
                out.push(Group { label, hits: Vec::new() });
                out.len() - 1
            });
            out[at].hits.push(n);
        }
    }
    let name = |g: &Group| g.label.clone().unwrap_or_default();
    if by != FacetKind::Document {
        out.sort_by(|a, b| {
            a.label.is_none().cmp(&b.label.is_none()).then_with(|| crate::case::natural(&name(a), &name(b)))
        });
    }
    Ok(out)
}
