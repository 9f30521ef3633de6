use super::TOTAL;
use crate::fault::{Fault, Outcome};
use crate::matrix::{Cell, Table};

/// A text that a spreadsheet would run as a formula when it opens the file (`=`, `+`, `-`, `@`, tab or line end first) gets an apostrophe in front, which
/// spreadsheets take for “this is text”. Numbers are never guarded.
pub(super) fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

fn value(cell: &Cell) -> String {
    match cell.number {
        // A number may be rounded, but then it still reads as one.
        Some(_) if cell.value.parse::<f64>().is_ok() => cell.value.clone(),
        _ => guarded(&cell.value),
    }
}

/// One line a row, UTF-8 without a byte-order mark, RFC 4180 quoting, lines ended by LF. The first column is the group where the table has groups; then the
/// label; then a column a column. Totals follow at the ends. Notes are left out: a program would take them for rows.
pub(super) fn wide(table: &Table) -> Outcome<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let grouped = !table.groups.is_empty();
    let name = |group: Option<usize>| group.and_then(|g| table.groups.get(g)).map_or("", |g| g.name.as_str());
    let mut head: Vec<String> = Vec::new();
    if grouped {
        head.push("group".to_owned());
    }
    head.push(if table.label.is_empty() { "row".to_owned() } else { guarded(&table.label) });
    head.extend((0..table.columns.len()).map(|c| guarded(&table.full_title(c))));
    head.extend(table.totals.rows.as_ref().map(|_| TOTAL.to_owned()));
    record(&mut out, &head)?;
    for (n, row) in table.rows.iter().enumerate() {
        let mut line: Vec<String> = Vec::new();
        if grouped {
            line.push(guarded(name(row.group)));
        }
        line.push(guarded(&row.label));
        line.extend(row.cells.iter().map(value));
        line.extend(table.totals.rows.as_ref().map(|t| value(&t[n])));
        record(&mut out, &line)?;
    }
    if let Some(totals) = &table.totals.columns {
        let mut line: Vec<String> = Vec::new();
        if grouped {
            line.push(String::new());
        }
        line.push(TOTAL.to_owned());
        line.extend(totals.iter().map(value));
        line.extend(table.totals.rows.as_ref().map(|_| table.totals.all.as_ref().map_or_else(String::new, value)));
        record(&mut out, &line)?;
    }
    finish(out)
}

/// One line a cell, with the ids of its evidence (`document@start-end` in code points) separated by spaces. Totals are left out: whoever reads this adds up
/// what they like.
pub(super) fn tidy(table: &Table) -> Outcome<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    record(&mut out, &["row", "group", "column", "measure", "value", "state", "evidence"].map(str::to_owned))?;
    let cells = table.rows.iter().enumerate().flat_map(|(r, row)| (0..row.cells.len()).map(move |c| (r, c)));
    for (r, c) in cells {
        let (row, cell) = (&table.rows[r], &table.rows[r].cells[c]);
        let group = row.group.and_then(|g| table.groups.get(g)).map_or("", |g| g.name.as_str());
        // Names of documents may hold spaces: the ids are then put in quotation marks.
        let id = |e: &crate::matrix::Evidence| if e.id().contains(' ') { format!("\"{}\"", e.id()) } else { e.id() };
        let evidence: Vec<String> = cell.evidence.iter().map(id).collect();
        let line = [
            guarded(&row.label),
            guarded(group),
            guarded(&table.full_title(c)),
            table.measure(r, c).to_owned(),
            value(cell),
            cell.state.word().to_owned(),
            guarded(&evidence.join(" ")),
        ];
        record(&mut out, &line)?;
    }
    finish(out)
}

pub(super) fn record(out: &mut csv::Writer<Vec<u8>>, line: &[String]) -> Outcome<()> {
    out.write_record(line).map_err(|e| Fault::bug(format!("a line of CSV cannot be written: {e}")))
}

pub(super) fn finish(out: csv::Writer<Vec<u8>>) -> Outcome<Vec<u8>> {
    out.into_inner().map_err(|e| Fault::bug(format!("CSV cannot be written: {e}")))
}
