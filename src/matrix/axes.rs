use super::ground::Ground;
use super::line::{Line, Set, questions};
use super::spec::{Grain, GroupSpec, Listing, RowSource, Rows, Spec};
use crate::case::{AttributeKind, Value, natural};
use crate::fault::{Fault, Outcome};
use crate::id::CaseId;
use crate::memo::Axis;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of a specification, in their natural order; with what to warn of.
pub(super) fn rows(ground: &Ground<'_>, spec: &Spec, warnings: &mut Vec<String>) -> Outcome<Vec<Line>> {
    match &spec.rows {
        Rows::Listed(listing) => listed(ground, &spec.groups, listing, warnings),
        Rows::These(rows) => rows
            .iter()
            .map(|row| match &row.source {
                RowSource::Query(query) => Line::query(ground, query, row.title.clone()),
                RowSource::Code(path) => {
                    Ok(Line::code(ground, ground.world.project.codebook.find(path)?.id, row.title.clone()))
                }
            })
            .collect(),
    }
}

/// Everything of a kind; what does not follow from the codings is kept for the next time, where somebody keeps it.
pub(super) fn listed(
    ground: &Ground<'_>,
    groups: &[GroupSpec],
    listing: &Listing,
    warnings: &mut Vec<String>,
) -> Outcome<Vec<Line>> {
    let Some(kept) = ground.kept.filter(|_| is_lasting(ground, listing)) else {
        return looked_up(ground, groups, listing, warnings);
    };
    if let Some((lines, told)) = kept.get(listing) {
        warnings.extend(told);
        return Ok(lines);
    }
    let mut told = Vec::new();
    let lines = looked_up(ground, groups, listing, &mut told)?;
    kept.put(listing, &lines, &told);
    warnings.append(&mut told);
    Ok(lines)
}

/// Whether a list stays as it is while nothing but codings is altered.
fn is_lasting(ground: &Ground<'_>, listing: &Listing) -> bool {
    match listing {
        Listing::Cases | Listing::Documents | Listing::Codes(_) | Listing::Periods(..) => true,
        // The values of attributes that are derived follow the coding.
        Listing::Values(name) => match ground.world.project.attribute(name) {
            Ok(attribute) => ground.world.project.attributes.contains_key(&attribute.id),
            Err(_) => true,
        },
        Listing::Speakers | Listing::Questions | Listing::Coders | Listing::Groups => false,
    }
}

fn looked_up(
    ground: &Ground<'_>,
    groups: &[GroupSpec],
    listing: &Listing,
    warnings: &mut Vec<String>,
) -> Outcome<Vec<Line>> {
    let project = ground.world.project;
    match listing {
        Listing::Cases => {
            let cases = project.cases_by_name();
            cases.into_iter().map(|case| Line::case(ground, case.id, case.name.clone())).collect()
        }
        Listing::Documents => (0..ground.documents.len() as u32).map(|n| Line::document(ground, n)).collect(),
        Listing::Codes(under) => codes(ground, under.as_deref()),
        Listing::Values(attribute) => values(ground, attribute, warnings),
        Listing::Speakers => speakers(ground),
        Listing::Questions => Ok(questions(ground)?.into_iter().map(|q| q.line()).collect()),
        Listing::Coders => {
            let mut coders: Vec<_> = project.coders.values().collect();
            coders.sort_by(|a, b| natural(&a.name, &b.name));
            Ok(coders.into_iter().map(|coder| Line::coder(ground, coder.id)).collect())
        }
        Listing::Groups => super::grouping::lines(ground, groups, warnings),
        Listing::Periods(grain, property) => periods(ground, property, Some(*grain), warnings),
    }
}

fn codes(ground: &Ground<'_>, under: Option<&str>) -> Outcome<Vec<Line>> {
    let book = &ground.world.project.codebook;
    let parent = under.map(|path| book.find(path)).transpose()?;
    let children = book.children(parent.map(|p| p.id));
    if let (Some(parent), true) = (parent, children.is_empty()) {
        let path = book.path(parent.id);
        return Err(Fault::asked(format!("the code “{path}” has no sub-codes to make rows or columns of")));
    }
    Ok(children.into_iter().map(|code| Line::code(ground, code.id, code.name.clone())).collect())
}

fn values(ground: &Ground<'_>, name: &str, warnings: &mut Vec<String>) -> Outcome<Vec<Line>> {
    let project = ground.world.project;
    let attribute = match project.attribute(name) {
        Ok(attribute) => attribute,
        // No attribute of cases, but perhaps something that documents say of themselves.
        Err(_) if has_property(ground, name) => return periods(ground, name, None, warnings),
        Err(fault) => return Err(fault),
    };
    if let Some(fault) = project.derived_fault(attribute.id) {
        return Err(fault.clone());
    }
    let mut labels: Vec<String> = match &attribute.kind {
        // Categories that nobody has are shown too: their absence is a finding.
        AttributeKind::Ordered(values) => values.clone(),
        _ => Vec::new(),
    };
    // The cases of each value, and one of the values that are written so.
    let mut having: BTreeMap<String, (&Value, Vec<CaseId>)> = BTreeMap::new();
    for case in project.cases.values() {
        if let Some(value) = project.value(case, attribute.id) {
            having.entry(value.to_string()).or_insert((value, Vec::new())).1.push(case.id);
        }
    }
    let mut found: Vec<(&String, &Value)> = having.iter().map(|(label, (value, _))| (label, *value)).collect();
    found.sort_by(|(_, a), (_, b)| attribute.kind.compare(a, b));
    let more: Vec<String> = found.into_iter().map(|(l, _)| l.clone()).filter(|l| !labels.contains(l)).collect();
    labels.extend(more);
    let without = project.cases.values().filter(|c| project.value(c, attribute.id).is_none()).count();
    if without > 0 {
        let cases = if without == 1 { "1 case has".to_owned() } else { format!("{without} cases have") };
        warnings.push(format!("{cases} no value of “{}” and so no place in the table", attribute.name));
    }
    let line = |label: String| {
        let cases = having.remove(&label).map(|(_, cases)| cases).unwrap_or_default();
        Line::value_of(ground, Axis::Value(attribute.id, label.clone()), label, cases)
    };
    labels.into_iter().map(line).collect()
}

fn has_property(ground: &Ground<'_>, name: &str) -> bool {
    (0..ground.documents.len() as u32).any(|n| ground.property(n, name).is_some())
}

/// Documents by what they say of themselves under a name, in the order in which people sort it, which for ISO dates is that of time; cut to years or months.
fn periods(ground: &Ground<'_>, name: &str, grain: Option<Grain>, warnings: &mut Vec<String>) -> Outcome<Vec<Line>> {
    if !has_property(ground, name) {
        let known: BTreeSet<&str> =
            ground.documents.iter().flat_map(|d| d.properties.keys()).map(String::as_str).collect();
        let hint = known.into_iter().collect::<Vec<_>>().join(", ");
        return Err(Fault::unknown("property of documents", name, &[]).hint(format!("documents have: {hint}")));
    }
    let mut found: Vec<(String, Vec<u32>)> = Vec::new();
    let mut without = 0;
    for number in 0..ground.documents.len() as u32 {
        let value = ground.property(number, name);
        let value = value.and_then(|v| grain.map_or(Some(v), |g| g.cut(v)));
        let Some(value) = value else {
            without += 1;
            continue;
        };
        match found.iter_mut().find(|(known, _)| known == value) {
            Some((_, documents)) => documents.push(number),
            None => found.push((value.to_owned(), vec![number])),
        }
    }
    if without > 0 {
        let documents = crate::project::count(without, "document");
        warnings.push(format!("{documents} without a usable “{name}” and so without a place in the table"));
    }
    found.sort_by(|(a, _), (b, _)| natural(a, b));
    Ok(found.into_iter().map(|(value, documents)| Line::of_documents(value, documents)).collect())
}

/// Speakers who answer, in order of their first appearance. The same name in two documents is taken to be the same person.
fn speakers(ground: &Ground<'_>) -> Outcome<Vec<Line>> {
    let mut names: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for number in 0..ground.documents.len() as u32 {
        if ground.documents[number as usize].speakers.is_empty() {
            continue;
        }
        let content = ground.content(number)?;
        for speaker in content.structure.speakers.iter().filter(|s| !s.interviewer) {
            if seen.insert(speaker.name.clone()) {
                names.push(speaker.name.clone());
            }
        }
    }
    names.iter().map(|name| Line::speaker(ground, name)).collect()
}

/// The rows or columns that a name means: its label, or else a part of it that is clear.
pub(super) fn named<'n>(what: &str, name: &str, labels: impl Iterator<Item = &'n str> + Clone) -> Outcome<usize> {
    let wanted = crate::text::fold(name.trim());
    let folded: Vec<String> = labels.clone().map(crate::text::fold).collect();
    let tests: [&dyn Fn(&String) -> bool; 3] =
        [&|l| *l == wanted, &|l| l.starts_with(&wanted), &|l| l.contains(&wanted)];
    for test in tests {
        let fits: Vec<usize> = (0..folded.len()).filter(|n| !wanted.is_empty() && test(&folded[*n])).collect();
        match fits[..] {
            [] => {}
            [one] => return Ok(one),
            _ => {
                let names: Vec<String> =
                    fits.iter().take(6).filter_map(|n| labels.clone().nth(*n)).map(|l| format!("“{l}”")).collect();
                return Err(Fault::ambiguous(what, name, &names));
            }
        }
    }
    let all: Vec<&str> = labels.collect();
    let near = super::spec::nearest(name, &all).map(str::to_owned);
    let fault = Fault::unknown(what, name, near.as_slice());
    let some: Vec<&str> = all.into_iter().take(8).collect();
    Err(if fault.hint.is_some() { fault } else { fault.hint(format!("there are: {}", some.join(", "))) })
}

/// Whether a line holds nothing at all, wherever it is crossed.
pub(super) fn is_empty(line: &Line) -> bool {
    match &line.set {
        Set::Places(places) => places.is_empty(),
        Set::Passages(passages) => passages.is_empty(),
        _ => false,
    }
}
