//! How often each value stands in a column of a matrix.

use super::Io;
use crate::fault::{Fault, Outcome};
use crate::matrix::{Table, frequencies};
use crate::report::{Align, listing};

pub(super) fn show(table: &Table, column: &str, io: &mut Io) -> Outcome<u8> {
    let titles: Vec<String> = table.columns.iter().map(|c| c.title.clone()).collect();
    let wanted = column.trim().to_lowercase();
    let at = titles.iter().position(|t| t.to_lowercase() == wanted);
    let at = at.ok_or_else(|| Fault::unknown("column", column, &titles))?;
    let all = frequencies(table.rows.iter().filter_map(|row| row.cells.get(at)));
    let rows = table.rows.len();
    let share = |count: usize| 100.0 * count as f64 / rows.max(1) as f64;
    if io.json {
        let value = |f: &crate::matrix::Frequency| serde_json::json!({ "value": f.label, "rows": f.count, "percent": share(f.count) });
        io.json(&serde_json::json!({ "column": titles[at], "rows": rows, "values": all.iter().map(value).collect::<Vec<_>>() }));
        return Ok(0);
    }
    let lines: Vec<Vec<String>> =
        all.iter().map(|f| vec![f.label.clone(), f.count.to_string(), format!("{:.1}", share(f.count))]).collect();
    io.print(&listing(&[&titles[at], "rows", "%"], &[Align::Left, Align::Right, Align::Right], &lines, io.width));
    Ok(0)
}
