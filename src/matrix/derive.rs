//! Derived attributes: what the saved expressions come to for every case.

use super::axes;
use super::compute::RowFacts;
use super::cross::{Grid, cross};
use super::expression::{self, Bound, Kind, Node, bind};
use super::ground::Ground;
use super::line::{Line, Subject};
use super::property::{Property, Registry};
use super::spec::Listing;
use crate::case::{Attribute, AttributeKind, Value};
use crate::fault::{Fault, Outcome};
use crate::id::{AttributeId, CaseId};
use crate::memo::Axis;
use crate::project::{Derived, DerivedAttribute, SavedKind};
use crate::query::{Atom, World, parse};
use crate::text::fold;
use std::collections::BTreeMap;

/// Expressions by the folded names of their attributes.
type Definitions = BTreeMap<String, (String, Node)>;

/// What every derived attribute of the project comes to. One that cannot be computed says why and has no values; the others are not hurt by it. The project in
/// `world` must not have been settled: derived attributes that others are made from are put in as expressions.
pub fn derive(world: &World<'_>) -> Derived {
    let project = world.project;
    let saved = project.saved_of(SavedKind::Derived);
    let definitions: Definitions = saved
        .iter()
        .filter_map(|s| Some((fold(&s.name), (s.text.clone(), expression::parse(&s.text).ok()?))))
        .collect();
    let first = project.attributes.values().map(|a| a.position + 1).max().unwrap_or(0);
    let mut derived = Derived::default();
    for (saved, position) in saved.into_iter().zip(first..) {
        let id = AttributeId(saved.id.0);
        let made = values(world, &saved.name, &saved.text, &definitions);
        let (kind, fault) = match made {
            Ok((kind, found)) => {
                for (case, value) in found {
                    derived.values.entry(case).or_default().insert(id, value);
                }
                (kind, None)
            }
            Err(fault) => {
                let what = format!("the derived attribute “{}” cannot be computed: {}", saved.name, fault.what);
                (AttributeKind::Text, Some(Fault { what, ..fault }))
            }
        };
        let attribute = Attribute { id, name: saved.name.clone(), title: String::new(), kind, position };
        derived.attributes.push(DerivedAttribute { attribute, expression: saved.text.clone(), fault });
    }
    derived
}

/// Reads an expression as a derived attribute of this name would: what its values are, and which each case has.
///
/// Errors (kind *asked*): what cannot be read or found, with the place; a derived attribute that would follow from itself.
pub fn derive_one(world: &World<'_>, name: &str, text: &str) -> Outcome<(AttributeKind, Vec<(CaseId, Value)>)> {
    let mut definitions: Definitions = BTreeMap::new();
    for saved in world.project.saved_of(SavedKind::Derived) {
        if let Ok(node) = expression::parse(&saved.text) {
            definitions.insert(fold(&saved.name), (saved.text.clone(), node));
        }
    }
    definitions.insert(fold(name), (text.to_owned(), expression::parse(text)?));
    let made = values(world, name, text, &definitions)?;
    // Others may be made from this one: none of them may lead back to it.
    for (other, (_, node)) in &definitions {
        inlined(node, &definitions, &mut vec![other.clone()])?;
    }
    Ok(made)
}

fn values(
    world: &World<'_>,
    name: &str,
    text: &str,
    definitions: &Definitions,
) -> Outcome<(AttributeKind, Vec<(CaseId, Value)>)> {
    let node = expression::parse(text)?;
    let whole = inlined(&node, definitions, &mut vec![fold(name)])?;
    let ground = Ground::new(world);
    let subject = Subject::Case(CaseId(uuid::Uuid::nil()));
    let mut registry = Registry { ground: &ground, subject, lines: Vec::new(), properties: Vec::new() };
    let (bound, kind) = bind(text, &whole, &mut registry)?;
    let Registry { lines, properties, .. } = registry;
    let rows = axes::listed(&ground, &[], &Listing::Cases, &mut Vec::new())?;
    let grid = cross(&ground, &rows, &lines, &|_| false)?;
    let found = per_case(&ground, &rows, &lines, &properties, &grid, &bound);
    Ok((classes(&whole).unwrap_or(kind), found))
}

fn per_case(
    ground: &Ground<'_>,
    rows: &[Line],
    lines: &[Line],
    properties: &[Property],
    grid: &Grid,
    bound: &Bound,
) -> Vec<(CaseId, Value)> {
    let mut found = Vec::new();
    for (row, line) in rows.iter().enumerate() {
        let Some(Axis::Case(case)) = line.axis else { continue };
        let facts = RowFacts { ground, rows, lines, properties, grid, row };
        // An empty text is no value, here as in a table of cases.
        let value = bound.value(&facts).filter(|v| !v.to_string().is_empty());
        found.extend(value.map(|v| (case, v)));
    }
    found
}

/// The classes of an expression that gives nothing but texts written out, in its order: that order is the researcher's.
fn classes(node: &Node) -> Option<AttributeKind> {
    let Kind::Case(arms, other) = &node.kind else { return None };
    let mut names: Vec<String> = Vec::new();
    for result in arms.iter().map(|(_, then)| then).chain(other.as_deref()) {
        match &result.kind {
            Kind::Literal(Value::Text(name)) => {
                if !name.is_empty() && !names.contains(name) {
                    names.push(name.clone());
                }
            }
            _ => return None,
        }
    }
    (names.len() > 1).then_some(AttributeKind::Ordered(names))
}

/// An expression with the expressions of derived attributes in the place of their names. `trail` holds those that are being put in.
fn inlined(node: &Node, definitions: &Definitions, trail: &mut Vec<String>) -> Outcome<Node> {
    let mut put = |inner: &Node| inlined(inner, definitions, trail);
    let kind = match &node.kind {
        Kind::Attribute(name) => match definitions.get(&fold(name)) {
            None => node.kind.clone(),
            Some((_, definition)) => {
                let key = fold(name);
                if trail.contains(&key) {
                    let way: Vec<&str> = trail.iter().map(String::as_str).chain([key.as_str()]).collect();
                    return Err(Fault::asked(format!("“{name}” would follow from itself: {}", way.join(" ← "))));
                }
                trail.push(key);
                let inner = inlined(definition, definitions, trail)?;
                trail.pop();
                inner.kind
            }
        },
        Kind::Count(query) => {
            no_derived(query, definitions)?;
            node.kind.clone()
        }
        Kind::Compare(left, how, right) => Kind::Compare(Box::new(put(left)?), *how, Box::new(put(right)?)),
        Kind::And(parts) => Kind::And(parts.iter().map(put).collect::<Outcome<_>>()?),
        Kind::Or(parts) => Kind::Or(parts.iter().map(put).collect::<Outcome<_>>()?),
        Kind::Not(inner) => Kind::Not(Box::new(put(inner)?)),
        Kind::Case(arms, other) => {
            let arms = arms.iter().map(|(when, then)| Ok((put(when)?, put(then)?))).collect::<Outcome<_>>()?;
            Kind::Case(arms, other.as_ref().map(|o| put(o).map(Box::new)).transpose()?)
        }
        Kind::Literal(_) | Kind::Has(_) | Kind::Coded => node.kind.clone(),
    };
    Ok(Node { at: node.at, kind })
}

/// Refuses a query that asks for a derived attribute: inside the query it could not be put in.
fn no_derived(query: &str, definitions: &Definitions) -> Outcome<()> {
    let mut found = None;
    parse(query).query.expr.each_atom(&mut |atom, _| {
        if let Atom::Attribute { name, .. } = atom
            && definitions.contains_key(&fold(name))
        {
            found = Some(name.clone());
        }
    });
    match found {
        None => Ok(()),
        Some(name) => Err(Fault::asked(format!(
            "a query inside a derived attribute cannot ask for the derived attribute “{name}”"
        ))
        .hint(format!("say it beside the query: {name} = '…' and count('…') > 0"))),
    }
}
