//! Saved queries, put in where their names stand.

use super::near::nearest;
use super::{Atom, Expr, Problem, Query, bind, parse};
use crate::fault::{Fault, Outcome};
use crate::project::{Project, SavedKind};
use crate::text::fold;
use std::borrow::Cow;

/// Saved queries may name others this deep; a circle is found before.
const DEPTH: usize = 32;

/// The query with every saved query that it names put in: its conditions in brackets. A saved query alone brings its unit and order along; inside another one,
/// one that has a unit counts as the passages that it yields.
///
/// Errors: a name that no saved query has; a saved query that names itself, by whatever way round; one that is not understood.
pub fn expand<'q>(query: &'q Query, project: &Project) -> Outcome<Cow<'q, Query>> {
    if !names_any(&query.expr) {
        return Ok(Cow::Borrowed(query));
    }
    let mut way = Vec::new();
    if let Expr::Atom(Atom::Saved(name), _) = &query.expr {
        let saved = follow(name, project, &mut way)?;
        let (unit, sort) = (query.unit.or(saved.unit), query.sort.or(saved.sort));
        return Ok(Cow::Owned(Query { expr: saved.expr, unit, sort }));
    }
    Ok(Cow::Owned(Query { expr: put_in(&query.expr, project, &mut way)?, ..*query }))
}

/// Whether a query can be kept under a name.
///
/// Errors: it would name itself, by whatever way round; a name that can be taken for something else; as [`expand`].
pub fn can_be_saved(name: &str, query: &Query, project: &Project) -> Outcome<()> {
    let name = name.trim();
    if !name.chars().any(char::is_alphanumeric) {
        return Err(Fault::asked(format!("“{name}” is no name for a query")).hint("a name has a letter or a digit"));
    }
    let name = project.saved_named(SavedKind::Query, name).map_or(name, |known| &known.name);
    put_in(&query.expr, project, &mut vec![name.to_owned()]).map(|_| ())
}

/// What a saved query means, with those that it names put in.
pub(super) fn expanded(name: &str, project: &Project) -> Outcome<Query> {
    follow(name, project, &mut Vec::new())
}

fn names_any(expr: &Expr) -> bool {
    match expr {
        Expr::All => false,
        Expr::Atom(Atom::Saved(_), _) => true,
        Expr::Atom(Atom::Related(related), _) => names_any(&related.first.expr) || names_any(&related.second.expr),
        Expr::Atom(..) => false,
        Expr::Not(inner) => names_any(inner),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().any(names_any),
    }
}

fn follow(name: &str, project: &Project, way: &mut Vec<String>) -> Outcome<Query> {
    let (name, text) = text_of(name, project)?;
    if way.contains(&name) || way.len() >= DEPTH {
        let round = [&way[..], std::slice::from_ref(&name)].concat();
        return Err(Fault::asked(format!("the saved query “{name}” names itself"))
            .hint(format!("the way round: {}", round.join(" → "))));
    }
    let parsed = parse(&text);
    way.push(name.clone());
    let wrong = |what: &str, hint: Option<String>| {
        let fault = Fault::asked(format!("the saved query “{name}” is not understood: {what}"));
        match hint {
            Some(hint) => fault.hint(hint),
            None => fault,
        }
    };
    if let Some(Problem { what, hint, .. }) = parsed.problems.into_iter().next() {
        return Err(wrong(&what, hint));
    }
    let expr = put_in(&parsed.query.expr, project, way)?;
    way.pop();
    let query = Query { expr, ..parsed.query };
    match bind(&query, project).into_iter().next() {
        Some(Problem { what, hint, .. }) => Err(wrong(&what, hint)),
        None => Ok(query),
    }
}

fn put_in(expr: &Expr, project: &Project, way: &mut Vec<String>) -> Outcome<Expr> {
    let each = |parts: &[Expr], way: &mut Vec<String>| -> Outcome<Vec<Expr>> {
        parts.iter().map(|part| put_in(part, project, way)).collect()
    };
    Ok(match expr {
        Expr::Atom(Atom::Saved(name), spot) => {
            let saved = follow(name, project, way)?;
            match saved.unit {
                None => saved.expr,
                // The overlap of a set with itself: the set as it is.
                Some(_) => {
                    let tie = super::Tie::Within;
                    let related = super::Related { tie, first: saved.clone(), second: saved };
                    Expr::Atom(Atom::Related(Box::new(related)), *spot)
                }
            }
        }
        Expr::Atom(Atom::Related(related), spot) => {
            let mut related = related.clone();
            for side in [&mut related.first, &mut related.second] {
                *side = match &side.expr {
                    Expr::Atom(Atom::Saved(name), _) => {
                        let saved = follow(name, project, way)?;
                        Query { expr: saved.expr, unit: side.unit.or(saved.unit), sort: None }
                    }
                    expr => Query { expr: put_in(expr, project, way)?, ..*side },
                };
            }
            Expr::Atom(Atom::Related(related), *spot)
        }
        Expr::All | Expr::Atom(..) => expr.clone(),
        Expr::Not(inner) => put_in(inner, project, way)?.negated(),
        Expr::And(parts) => Expr::and(each(parts, way)?),
        Expr::Or(parts) => Expr::or(each(parts, way)?),
    })
}

/// A saved query's name as it is written in the project, and its text.
fn text_of(name: &str, project: &Project) -> Outcome<(String, String)> {
    let all = project.saved_of(SavedKind::Query);
    let alike = || all.iter().copied().find(|s| fold(&s.name) == fold(name.trim()));
    let found = project.saved_named(SavedKind::Query, name).or_else(alike);
    found.map(|s| (s.name.clone(), s.text.clone())).ok_or_else(|| {
        let near = nearest(name, all.iter().map(|s| s.name.as_str()));
        let fault = Fault::unknown("saved query", name, &near);
        if near.is_empty() {
            fault.hint("`casebook queries` lists them; to find the words, put them in quotation marks")
        } else {
            fault
        }
    })
}
