//! What of a project a query can concern, so that no more of it has to be loaded.

use super::conjunction::pure_text;
use super::matching::TextExpr;
use super::resolve::{cases_meant, codes_meant};
use super::{Atom, Expr, Query, Sort, Unit};
use crate::fault::Outcome;
use crate::id::{CaseId, CodeId};
use crate::project::Project;
use std::collections::BTreeSet;

/// Documents outside of this have no result, whatever else is in the project.
#[derive(Debug)]
pub struct Needs {
    /// What has to be found in the document, in one turn or in several.
    pub text: TextExpr,
    /// For each of these it must be linked to one of the cases.
    pub cases: Vec<BTreeSet<CaseId>>,
    /// For each of these it must have a coding with one of the codes.
    pub codes: Vec<BTreeSet<CodeId>>,
}

/// Whether it is worth asking for a query's [`needs`]: as far as one sees without any project.
pub fn may_have_needs(query: &Query) -> bool {
    let Expr::And(parts) = &query.expr else { return false };
    parts.iter().any(|part| pure_text(part).is_some())
}

/// The needs of a query that asks for words together with codes, coders and cases, page by page in reading order. `None` for every other one: it may concern any
/// document, or more of the project than codings, cases, and the names of both.
///
/// The project need not have its documents, links and codings.
///
/// Errors: a name that nothing has.
pub fn needs(query: &Query, project: &Project) -> Outcome<Option<Needs>> {
    let plain = matches!(query.unit, None | Some(Unit::Turn)) && matches!(query.sort, None | Some(Sort::Place));
    let Expr::And(parts) = &query.expr else { return Ok(None) };
    let (mut texts, mut cases, mut codes) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        if let Some(text) = pure_text(part) {
            texts.push(text);
            continue;
        }
        let (atom, wanted) = match part {
            Expr::Atom(atom, _) => (atom, true),
            Expr::Not(inner) => match &**inner {
                Expr::Atom(atom, _) => (atom, false),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        match atom {
            Atom::Case(_) | Atom::Attribute { .. } => {
                cases.extend(cases_meant(atom, project)?.filter(|_| wanted).map(BTreeSet::from_iter));
            }
            Atom::Code { .. } => codes.extend(codes_meant(atom, project)?.filter(|_| wanted)),
            Atom::Coder(_) | Atom::Telling => {}
            _ => return Ok(None),
        }
    }
    let text = TextExpr::And(texts);
    Ok((plain && !text.holds_of_nothing()).then_some(Needs { text, cases, codes }))
}
