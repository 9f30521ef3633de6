use crate::fault::{Fault, Outcome};
use crate::matrix::{self, Measure, State, Table};
use serde::Serialize;

/// ```json
/// {"title", "label", "columns": [{"title", "above", "measure"}],
///  "rows": [{"label", "group", "measure", "cells": [{"value", "state", "evidence": [
///      {"document", "start", "end", "place", "speaker", "quote", "codes", "coders", "telling", "id"}]}]}],
///  "groups": [{"name", "shade"}], "totals": {"rows", "columns", "all"}, "notes": [], "warnings": []}
/// ```
///
/// `above` is the heading above a column's own, where there is one; `measure` stands with the rows of a table that was turned, if its columns hold several.
/// `start` and `end` count Unicode code points. `value` is a number where the cell holds one (in full, also where tables show it rounded), `null` where a number is not known because nobody has coded the
/// row, and a text otherwise. `state` is one of `not_coded`, `not_applicable`, `none`, `evidence`, `essence`, `stale`, `unsupported`, `value`, `count`, `undefined`.
#[derive(Serialize)]
struct File<'t> {
    title: &'t str,
    label: &'t str,
    columns: Vec<Column<'t>>,
    rows: Vec<Row<'t>>,
    groups: Vec<Group<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    totals: Option<Totals<'t>>,
    notes: &'t [String],
    warnings: &'t [String],
}

#[derive(Serialize)]
struct Column<'t> {
    title: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    above: Option<&'t str>,
    measure: &'t str,
}

#[derive(Serialize)]
struct Row<'t> {
    label: &'t str,
    group: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    measure: Option<&'static str>,
    cells: Vec<Cell<'t>>,
}

#[derive(Serialize)]
struct Group<'t> {
    name: &'t str,
    shade: u8,
}

#[derive(Serialize)]
struct Totals<'t> {
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Vec<Cell<'t>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    columns: Option<Vec<Cell<'t>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<Cell<'t>>,
}

#[derive(Serialize)]
struct Cell<'t> {
    value: Value<'t>,
    state: &'static str,
    evidence: Vec<Evidence<'t>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Value<'t> {
    Whole(i64),
    Number(f64),
    Text(&'t str),
    Unknown,
}

#[derive(Serialize)]
struct Evidence<'t> {
    document: &'t str,
    start: u32,
    end: u32,
    place: &'t str,
    speaker: Option<&'t str>,
    quote: &'t str,
    codes: &'t [String],
    coders: &'t [String],
    telling: bool,
    id: String,
}

/// Writes the file, indented by two spaces, with a line end at the end.
pub(super) fn write(table: &Table) -> Outcome<Vec<u8>> {
    let columns = table.columns.iter().enumerate().map(|(n, c)| Column {
        title: &c.title,
        above: table.bands.iter().find(|b| b.columns.contains(&n)).map(|b| b.title.as_str()),
        measure: c.measure,
    });
    let rows = table.rows.iter().enumerate().map(|(r, row)| Row {
        label: &row.label,
        group: row.group.and_then(|g| table.groups.get(g)).map(|g| g.name.as_str()),
        measure: table.measures.get(r).copied(),
        cells: row.cells.iter().enumerate().map(|(c, one)| cell(one, table.measure(r, c))).collect(),
    });
    let all = |cells: &'_ [matrix::Cell]| -> usize { cells.len() };
    let totals = &table.totals;
    let some = totals.rows.as_deref().map_or(0, all) + totals.columns.as_deref().map_or(0, all) > 0;
    let file = File {
        title: &table.title,
        label: &table.label,
        columns: columns.collect(),
        rows: rows.collect(),
        groups: table.groups.iter().map(|g| Group { name: &g.name, shade: g.shade }).collect(),
        totals: some.then(|| Totals {
            rows: totals.rows.as_ref().map(|cells| cells.iter().map(|c| cell(c, "")).collect()),
            columns: totals.columns.as_ref().map(|cells| cells.iter().map(|c| cell(c, "")).collect()),
            all: totals.all.as_ref().map(|c| cell(c, "")),
        }),
        notes: &table.notes,
        warnings: &table.warnings,
    };
    let mut bytes = serde_json::to_vec_pretty(&file).map_err(|e| Fault::bug(format!("JSON cannot be written: {e}")))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn cell<'t>(cell: &'t matrix::Cell, measure: &str) -> Cell<'t> {
    Cell {
        value: value(cell, measure),
        state: cell.state.word(),
        evidence: cell.evidence.iter().map(evidence).collect(),
    }
}

fn value<'t>(cell: &'t matrix::Cell, measure: &str) -> Value<'t> {
    let counted = Measure::parse(measure).is_some_and(|m| m.unit().is_some());
    match cell.number {
        // Words such as “yes” or the specification's own for nothing stay what they are.
        Some(number) if cell.value.parse::<f64>().is_ok() => {
            if number.fract() == 0.0 && number.abs() < 9e15 {
                Value::Whole(number as i64)
            } else {
                Value::Number(number)
            }
        }
        None if counted && cell.state == State::NotCoded => Value::Unknown,
        _ => Value::Text(&cell.value),
    }
}

fn evidence(e: &matrix::Evidence) -> Evidence<'_> {
    Evidence {
        document: &e.document,
        start: e.points.start,
        end: e.points.end,
        place: &e.place,
        speaker: e.speaker.as_deref(),
        quote: &e.quote,
        codes: &e.codes,
        coders: &e.coders,
        telling: e.telling,
        id: e.id(),
    }
}
