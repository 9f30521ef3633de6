//! Tables that are counted from what is kept of documents and codes say the same as those whose every passage is listed, whatever is asked besides: percentages,
//! tests, totals, groups, filters, orders; as a whole and as far as a screen shows them.

use super::laws::{build, plan};
use super::with;
use crate::matrix::{Spec, Table, compute, outline, window};
use proptest::prelude::*;

const ROWS: [&str; 4] = ["cases", "documents", "codes", "values of size"];
const COLUMNS: [&str; 5] = ["codes", "values of size", "cases", "codes under a", "documents"];
const CELLS: [&str; 9] =
    ["count", "present", "row%", "column%", "share", "names", "expected", "adjusted_residual", "passages"];
const MORE: [&str; 6] = [
    "",
    "where = 'trust or code:a+'",
    "sort = '-label'",
    "top = 2",
    "transpose = true",
    "tests = ['chi2', 'p', 'fisher', 'holm', 'bh', 'v']",
];
const GROUPS: &str =
    "[[group]]\nname = 'A'\nwhen = \"has('a/y')\"\n[[group]]\nname = 'B'\nwhen = \"has('b') or size = 'm'\"\n";

fn spec(rows: usize, columns: usize, cell: usize, more: usize, totals: bool, groups: bool) -> Spec {
    let (rows, columns) = (ROWS[rows], COLUMNS[columns]);
    let totals = if totals { "totals = 'both'\n" } else { "" };
    let more = if MORE[more].starts_with("tests") && columns != "values of size" { "" } else { MORE[more] };
    let groups = if groups && rows == "cases" { GROUPS } else { "" };
    let of = if CELLS[cell].ends_with('%') && cell.is_multiple_of(2) { "of = 'passages'\n" } else { "" };
    let text = format!(
        "title = 'T'\nrows = '{rows}'\ncolumns = '{columns}'\ncell = '{}'\n{of}{totals}{more}\n{groups}",
        CELLS[cell]
    );
    Spec::parse(&text).unwrap_or_else(|fault| panic!("{fault}: {text}"))
}

fn bare(mut table: Table) -> Table {
    let totals = &mut table.totals;
    let ends = totals.rows.iter_mut().flatten().chain(totals.columns.iter_mut().flatten()).chain(&mut totals.all);
    table.rows.iter_mut().flat_map(|r| &mut r.cells).chain(ends).for_each(|cell| cell.evidence.clear());
    table
}

proptest! {
    #[test]
    fn what_is_counted_is_what_is_listed(
        plan in plan(),
        (rows, columns, cell, more) in (0usize..4, 0usize..5, 0usize..9, 0usize..6),
        totals: bool,
        groups: bool,
    ) {
        let sample = build(&plan);
        let spec = spec(rows, columns, cell, more, totals, groups);
        let listed = with(&sample, |world| compute(&spec, world));
        let counted = with(&sample, |world| outline(&spec, world));
        match (listed, counted) {
            (Ok(listed), Ok(counted)) => prop_assert_eq!(bare(listed), counted),
            (listed, counted) => prop_assert_eq!(listed.err(), counted.err()),
        }
    }

    #[test]
    fn what_is_in_sight_is_a_part_of_the_whole(
        plan in plan(),
        (rows, columns, cell, more) in (0usize..4, 0usize..5, 0usize..9, 0usize..6),
        groups: bool,
        at in (0usize..4, 0usize..4, 0usize..4, 0usize..4),
    ) {
        let sample = build(&plan);
        let spec = spec(rows, columns, cell, more, false, groups);
        let (down, across) = (at.0..at.0 + at.1, at.2..at.2 + at.3);
        let whole = with(&sample, |world| outline(&spec, world));
        let part = with(&sample, |world| window(&spec, world, down.clone(), across.clone()));
        let (Ok(whole), Ok(part)) = (whole, part) else { return Ok(()) };
        prop_assert_eq!((part.rows, part.columns), (whole.rows.len(), whole.columns.len()));
        let groups = |table: &Table, n: Option<usize>| n.map(|n| table.groups[n].clone());
        let shown: Vec<_> = whole.rows.iter().skip(at.0).take(at.1).collect();
        prop_assert_eq!(part.table.rows.len(), shown.len());
        for (row, wanted) in part.table.rows.iter().zip(shown) {
            prop_assert_eq!(&row.label, &wanted.label);
            prop_assert_eq!(groups(&part.table, row.group), groups(&whole, wanted.group));
            prop_assert_eq!(&row.cells[..], &wanted.cells.iter().skip(at.2).take(at.3).cloned().collect::<Vec<_>>()[..]);
        }
    }

    #[test]
    fn rows_are_ordered_by_a_column_that_is_out_of_sight(plan in plan()) {
        let sample = build(&plan);
        let spec = Spec::parse("title = 'T'\nrows = 'cases'\ncolumns = 'codes'\nsort = '-b'").expect("it is right");
        let whole = with(&sample, |world| outline(&spec, world)).expect("it is right");
        let part = with(&sample, |world| window(&spec, world, 0..9, 0..1)).expect("it is right");
        let labels = |table: &Table| table.rows.iter().map(|r| r.label.clone()).collect::<Vec<String>>();
        prop_assert_eq!(labels(&part.table), labels(&whole));
        prop_assert!(part.table.rows.iter().all(|r| r.cells.len() == 1));
    }
}
