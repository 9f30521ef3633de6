mod counted;
mod derived;
mod laws;
mod measures;
mod relations;
mod rules;
mod shapes;
mod specs;
mod states;

use super::{Cell, Spec, State, Table, compute};
use crate::fault::Outcome;
use crate::query::sample::Sample;
use crate::query::{Scan, World};

/// Does something with a sample's world.
pub(super) fn with<T>(sample: &Sample, act: impl FnOnce(&World<'_>) -> T) -> T {
    let scan = Scan { project: &sample.project, texts: &sample.texts };
    act(&World { project: &sample.project, texts: &sample.texts, words: &scan })
}

/// Does something with a sample's ground.
pub(super) fn with_ground<T>(sample: &Sample, act: impl FnOnce(&super::ground::Ground<'_>) -> T) -> T {
    with(sample, |world| act(&super::ground::Ground::new(world)))
}

fn try_table(sample: &Sample, spec: &str) -> Outcome<Table> {
    let spec = Spec::parse(spec)?;
    with(sample, |world| compute(&spec, world))
}

fn table(sample: &Sample, spec: &str) -> Table {
    try_table(sample, spec).unwrap_or_else(|fault| panic!("{fault}"))
}

/// The rows as `label: value | value`.
fn lines(table: &Table) -> Vec<String> {
    let row = |row: &super::Row| {
        let values: Vec<&str> = row.cells.iter().map(|c| c.value.as_str()).collect();
        format!("{}: {}", row.label, values.join(" | "))
    };
    table.rows.iter().map(row).collect()
}

fn cell<'t>(table: &'t Table, row: &str, column: &str) -> &'t Cell {
    let row = table.rows.iter().find(|r| r.label == row).expect("the row is there");
    let column = table.columns.iter().position(|c| c.title == column).expect("the column is there");
    &row.cells[column]
}

fn states(table: &Table, column: usize) -> Vec<State> {
    table.rows.iter().map(|r| r.cells[column].state).collect()
}
