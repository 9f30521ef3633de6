//! `like:"jon 13"` and `suggest:trust`: turns found by what they are like, as a condition among others.

use super::like::{like, suggest};
use super::resolve::codes_named;
use super::{Alike, Atom, Expr, Hit, World};
use crate::coding::Passage;
use crate::document::Document;
use crate::fault::{Fault, Kind, Outcome};
use crate::project::{Place, Project, resolve};
use std::collections::BTreeMap;

/// So many turns count as alike: the first of them.
pub const ALIKE: usize = 50;

/// The document and the place that are named.
///
/// Errors: no such document; no place.
pub(super) fn example<'p>(named: &str, project: &'p Project) -> Outcome<(&'p Document, Place)> {
    let (name, place) = named.trim().rsplit_once(char::is_whitespace).ok_or_else(|| {
        Fault::asked(format!("“{named}” is no passage"))
            .hint("a document and a place in it: like:\"jon 13\", like:\"jon 13:2\"")
    })?;
    Ok((project.document(name.trim())?, place.parse()?))
}

/// The turns that are alike, with their scores, the most alike first. None where the example has no words to go by.
///
/// Errors: a name that nothing has; a text that cannot be loaded.
pub(super) fn alike(example_of: &Alike, world: &World<'_>) -> Outcome<Vec<(Passage, f64)>> {
    let found = match example_of {
        Alike::Passage(named) => {
            let (document, place) = example(named, world.project)?;
            let span = resolve(&place, &*world.texts.content(document)?)?;
            like(Passage { document: document.id, span }, world, ALIKE)
        }
        Alike::Codes { path, reach } => suggest(&codes_named(path, *reach, world.project)?, world, ALIKE),
    };
    match found {
        Ok(found) => Ok(found.into_iter().map(|similar| (similar.passage, similar.score)).collect()),
        Err(fault) if fault.kind == Kind::Nothing => Ok(Vec::new()),
        Err(fault) => Err(fault),
    }
}

/// Whether a query asks for what is like something.
pub(super) fn asks(expr: &Expr) -> bool {
    let mut found = false;
    examples(expr, true, &mut |_| found = true);
    found
}

/// Adds to the score of each result how alike it is to what is asked for.
///
/// Errors: as for [`alike`].
pub(super) fn add_scores(scores: &mut [f64], hits: &[Hit], expr: &Expr, world: &World<'_>) -> Outcome<()> {
    let mut asked = Vec::new();
    examples(expr, true, &mut |example| asked.push(example));
    for example in asked {
        let known: BTreeMap<Passage, f64> = alike(example, world)?.into_iter().collect();
        for (score, hit) in scores.iter_mut().zip(hits) {
            *score += known.get(&hit.passage).copied().unwrap_or(0.0);
        }
    }
    Ok(())
}

fn examples<'e>(expr: &'e Expr, wanted: bool, act: &mut impl FnMut(&'e Alike)) {
    match expr {
        Expr::Atom(Atom::Alike(example), _) if wanted => act(example),
        Expr::All | Expr::Atom(..) => {}
        Expr::Not(inner) => examples(inner, !wanted, act),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| examples(part, wanted, act)),
    }
}
