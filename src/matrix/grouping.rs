use super::compute::{Frame, frame};
use super::cross::{Grid, cross};
use super::ground::Ground;
use super::line::Line;
use super::spec::{GroupSpec, Listing, Rows, Spec};
use super::table::{Group, Row};
use crate::fault::{Fault, Outcome};
use crate::id::CaseId;

/// Name of the group of rows that no rule takes.
pub(super) const UNCLASSIFIED: &str = "Unclassified";

/// Puts every row into exactly one group: the first whose rule is known to hold.
pub(super) fn group(
    spec: &Spec,
    frame: &Frame<'_, '_, '_>,
    grid: &Grid,
    rows: &mut [(usize, Row)],
    warnings: &mut Vec<String>,
) -> Vec<Group> {
    if frame.rules.is_empty() {
        return Vec::new();
    }
    let mut groups: Vec<Group> = spec.groups.iter().map(|g| Group { name: g.name.clone(), shade: g.shade }).collect();
    let mut left = Vec::new();
    for (r, row) in rows {
        row.group = frame.class(grid, *r);
        if row.group.is_none() {
            left.push(unclassified(&row.label, grid.rows_coded[*r]));
            row.group = Some(spec.groups.len());
        }
    }
    if !left.is_empty() {
        groups.push(Group { name: UNCLASSIFIED.to_owned(), shade: 0 });
        warnings.push(format!("no group takes: {}", left.join(", ")));
    }
    groups
}

fn unclassified(label: &str, coded: bool) -> String {
    format!("{label}{}", if coded { "" } else { " (not coded yet)" })
}

/// The groups of cases as lines, each with the documents of all its cases; *Unclassified* is the last where some case needs it.
pub(super) fn lines(ground: &Ground<'_>, groups: &[GroupSpec], warnings: &mut Vec<String>) -> Outcome<Vec<Line>> {
    if groups.is_empty() {
        return Err(Fault::asked("there are no groups").hint("add [[group]] entries with “name” and “when”"));
    }
    let spec = Spec { groups: groups.to_vec(), ..Spec::of_rows(Rows::Listed(Listing::Cases)) };
    let frame = frame(&spec, ground)?;
    let grid = cross(ground, &frame.rows, &frame.lines, &|_| false)?;
    let mut members: Vec<Vec<CaseId>> = vec![Vec::new(); groups.len() + 1];
    let mut left = Vec::new();
    for (r, row) in frame.rows.iter().enumerate() {
        let class = frame.class(&grid, r);
        if class.is_none() {
            left.push(unclassified(&row.label, grid.rows_coded[r]));
        }
        members[class.unwrap_or(groups.len())].extend(row.cases.iter().flatten());
    }
    if left.is_empty() {
        members.pop();
    } else {
        warnings.push(format!("no group takes: {}", left.join(", ")));
    }
    let names = groups.iter().map(|g| g.name.clone()).chain([UNCLASSIFIED.to_owned()]);
    members.into_iter().zip(names).map(|(cases, name)| Line::of_cases(ground, cases, name)).collect()
}
