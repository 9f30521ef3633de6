use super::axes;
use super::cross::Grid;
use super::ground::Ground;
use super::line::{Line, Subject};
use crate::fault::Outcome;
use crate::id::CaseId;
use crate::query::{self, Expr, Query};
use std::collections::BTreeSet;

/// Which rows the query of a specification leaves.
///
/// A row stays when the query finds something in it. Where the rows are cases, what the query says of cases (`case:7`, `case.industry:Banking`) is asked of the
/// case itself and not of its documents: a case stays without documents, and none stays because another one shares its document.
pub(super) struct Filter {
    /// The cases that satisfy what is said of cases.
    cases: Option<BTreeSet<CaseId>>,
    /// The line of everything else that is asked.
    line: Option<usize>,
}

impl Filter {
    /// Reads the query; its line is added to `lines`.
    pub(super) fn of(ground: &Ground<'_>, text: &str, rows_are_cases: bool, lines: &mut Vec<Line>) -> Outcome<Self> {
        let query = query::understand(text, ground.world.project)?;
        let (mut cases, mut others) = (None, Vec::new());
        let parts = match query.expr.clone() {
            Expr::And(parts) if query.unit.is_none() => parts,
            whole => vec![whole],
        };
        for part in parts {
            let meant = if rows_are_cases && query.unit.is_none() { about_cases(ground, &part)? } else { None };
            match (meant, &mut cases) {
                (None, _) => others.push(part),
                (Some(meant), None) => cases = Some(meant),
                (Some(meant), Some(all)) => all.retain(|case| meant.contains(case)),
            }
        }
        let line = if others.is_empty() {
            None
        } else {
            let rest = Query { expr: Expr::and(others), unit: query.unit, sort: None };
            lines.push(Line::query(ground, &rest.to_string(), rest.to_string())?);
            Some(lines.len() - 1)
        };
        Ok(Self { cases, line })
    }

    /// The rows that stay.
    pub(super) fn keep(&self, rows: &[Line], grid: &Grid, warnings: &mut Vec<String>) -> Vec<usize> {
        let named = |row: &Line| match (&self.cases, row.subject) {
            (Some(cases), Subject::Case(id)) => cases.contains(&id),
            _ => true,
        };
        let meant: Vec<usize> = (0..rows.len()).filter(|r| named(&rows[*r])).collect();
        let Some(line) = self.line else { return meant };
        let empty = meant.iter().filter(|r| axes::is_empty(&rows[**r])).count();
        if empty > 0 {
            let left = if empty == 1 {
                "1 row without any document was".to_owned()
            } else {
                format!("{empty} rows without any document were")
            };
            warnings.push(format!("{left} left out: “where” keeps only rows in which the query finds something"));
        }
        meant.into_iter().filter(|r| !grid.at(*r, line).is_empty()).collect()
    }
}

/// The cases that satisfy a condition that speaks of nothing but cases; `None` for any other.
fn about_cases(ground: &Ground<'_>, expr: &Expr) -> Outcome<Option<BTreeSet<CaseId>>> {
    let project = ground.world.project;
    Ok(match expr {
        Expr::All => None,
        Expr::Atom(atom, _) => query::cases_meant(atom, project)?.map(|cases| cases.into_iter().collect()),
        Expr::Not(inner) => {
            let meant = about_cases(ground, inner)?;
            meant.map(|meant| project.cases.keys().copied().filter(|case| !meant.contains(case)).collect())
        }
        Expr::And(parts) | Expr::Or(parts) => {
            let parts: Option<Vec<BTreeSet<CaseId>>> =
                parts.iter().map(|part| about_cases(ground, part)).collect::<Outcome<Vec<_>>>()?.into_iter().collect();
            let both = |a: BTreeSet<CaseId>, b: BTreeSet<CaseId>| -> BTreeSet<CaseId> {
                if matches!(expr, Expr::And(_)) {
                    a.intersection(&b).copied().collect()
                } else {
                    a.union(&b).copied().collect()
                }
            };
            parts.and_then(|parts| parts.into_iter().reduce(both))
        }
    })
}
