use super::TOTAL;
use crate::matrix::{Cell, Table};
use std::fmt::Write;

/// A table in GitHub's form of Markdown: the title as a heading, the names of groups in bold in rows of their own, notes below.
pub(super) fn write(table: &Table) -> String {
    let mut out = format!("# {}\n\n", escaped(&table.title));
    let mut head = vec![escaped(&table.label)];
    head.extend((0..table.columns.len()).map(|c| escaped(&table.full_title(c))));
    head.extend(table.totals.rows.as_ref().map(|_| TOTAL.to_owned()));
    line(&mut out, &head);
    let numeric = |c: usize| {
        let total = c == table.columns.len();
        total || (!table.rows.is_empty() && table.rows.iter().all(|r| r.cells[c].number.is_some()))
    };
    let rules = (0..head.len() - 1).map(|c| if numeric(c) { "---:" } else { "---" });
    line(&mut out, &std::iter::once("---").chain(rules).map(str::to_owned).collect::<Vec<_>>());
    let mut next = 0;
    for (group, rows) in table.by_group() {
        if let Some(group) = group {
            let mut cells = vec![String::new(); head.len()];
            cells[0] = format!("**{}**", escaped(&group.name));
            line(&mut out, &cells);
        }
        for row in rows {
            let mut cells = vec![escaped(&row.label)];
            cells.extend(row.cells.iter().map(value));
            cells.extend(table.totals.rows.as_ref().map(|t| value(&t[next])));
            line(&mut out, &cells);
            next += 1;
        }
    }
    if let Some(totals) = &table.totals.columns {
        let mut cells = vec![format!("**{TOTAL}**")];
        cells.extend(totals.iter().map(value));
        cells.extend(table.totals.rows.as_ref().map(|_| table.totals.all.as_ref().map_or_else(String::new, value)));
        line(&mut out, &cells);
    }
    if !table.notes.is_empty() {
        out.push('\n');
    }
    for note in &table.notes {
        let _ = writeln!(out, "- {}", escaped(note));
    }
    out
}

fn value(cell: &Cell) -> String {
    escaped(&cell.value)
}

fn line(out: &mut String, cells: &[String]) {
    out.push('|');
    for cell in cells {
        let _ = write!(out, " {cell} |");
    }
    out.push('\n');
}

/// A text as it can stand in a cell: nothing in it is taken for markup, and it stays on one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '|' | '\\' | '*' | '_' | '`' | '[' | ']' | '~' | '#' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("<br>"),
            c => out.push(c),
        }
    }
    out
}
