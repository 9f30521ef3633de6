//! What is counted beside the results: how many of them would remain if a code, a case, a value, a speaker or a coder were asked for as well.

use crate::fault::Outcome;
use crate::query::{Atom, Expr, FacetKind, Hit, Spot, World};

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

/// Counts results.
///
/// Errors: a text that cannot be loaded.
pub fn facets(hits: &[Hit], world: &World<'_>) -> Outcome<Vec<Facet>> {
    let counted = crate::query::facets(hits, world)?.into_iter().filter(|f| f.kind != FacetKind::Document);
    let facet = |facet: crate::query::Facet| {
        let more = facet.rows.len().saturating_sub(SHOWN);
        let values = facet.rows.into_iter().take(SHOWN);
        let values = values.map(|row| Value { label: row.label, count: row.count, term: row.condition }).collect();
        Facet { title: facet.name, values, more }
    };
    Ok(counted.map(facet).collect())
}
