use super::TOTAL;
use super::paper::{Behind, Block, Paper, Run, source};
use crate::matrix::{Cell, Table};
use std::fmt::Write;

/// A table in GitHub's form of Markdown: the title as a heading, the names of groups in bold in rows of their own, notes below.
pub(super) fn write(table: &Table) -> String {
    format!("# {}\n\n{}", escaped(&table.title), body(table))
}

/// A text with tables in GitHub's form of Markdown. The titles of tables are in bold, so that the headings are those of the text.
pub(super) fn paper(paper: &Paper) -> String {
    let mut out = String::new();
    if !paper.title.is_empty() {
        let _ = writeln!(out, "# {}\n", escaped(&paper.title));
    }
    let mut list = false;
    for block in &paper.blocks {
        let item = matches!(block, Block::Item(_));
        if list && !item {
            out.push('\n');
        }
        list = item;
        let _ = match block {
            Block::Heading(level, words) => {
                writeln!(out, "{} {}\n", "#".repeat(usize::from(*level) + 1), escaped(words))
            }
            Block::Paragraph(runs) => writeln!(out, "{}\n", inline(runs)),
            Block::Item(runs) => writeln!(out, "- {}", inline(runs)),
            Block::Quote { words, source } => {
                let source = if source.is_empty() { String::new() } else { format!(" ({})", escaped(source)) };
                writeln!(out, "> {}{source}\n", escaped(words).replace("<br>", "\n> "))
            }
            Block::Table(table, behind) => {
                let title =
                    if table.title.is_empty() { String::new() } else { format!("**{}**\n\n", escaped(&table.title)) };
                writeln!(
                    out,
                    "{title}{}{}",
                    body(table),
                    if *behind == Behind::Footnotes { footnotes(table) } else { String::new() }
                )
            }
        };
    }
    out
}

fn inline(runs: &[Run]) -> String {
    let one = |run: &Run| {
        let sign = if run.bold {
            "**"
        } else if run.italic {
            "*"
        } else {
            ""
        };
        // Spaces at the ends are what parts one run from the next; marks must stand close to the words.
        let (start, end) = (run.text.len() - run.text.trim_start().len(), run.text.trim_end().len());
        let (before, after) = (&run.text[..start], &run.text[end.max(start)..]);
        format!("{before}{sign}{}{sign}{after}", escaped(&run.text))
    };
    runs.iter().filter(|r| !r.text.is_empty()).map(one).collect()
}

/// Markdown has no footnotes that stand in a table everywhere: the quotes follow as a list, cell by cell.
fn footnotes(table: &Table) -> String {
    let mut out = String::new();
    for (row, column, cell) in table.cells() {
        for e in &cell.evidence {
            let place = escaped(&format!("{} · {}", row.label, column.title));
            let _ = writeln!(out, "- {place}: “{}” ({})", escaped(&e.quote), escaped(&source(e)));
        }
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}

fn body(table: &Table) -> String {
    let mut out = String::new();
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
    // A label is set in by wide spaces; Markdown drops any but those that are named.
    let depth = text.chars().take_while(|c| *c == '\u{2003}').count();
    let text = text.trim();
    let mut out = "&emsp;".repeat(depth);
    out.reserve(text.len());
    // `&` alone is itself; with letters and a semicolon behind it, it would be taken for another sign.
    let entity = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
        end.is_some_and(|end| end > 0 && rest[end..].starts_with(';'))
    };
    for (at, c) in text.char_indices() {
        match c {
            '|' | '\\' | '*' | '_' | '`' | '[' | ']' | '~' | '#' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' if entity(&text[at + 1..]) => out.push_str("&amp;"),
            '\n' => out.push_str("<br>"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn an_ampersand_is_itself_unless_it_would_begin_another_sign() {
        assert_eq!(escaped("Smith & Co, R&D; &amp; &#38; AT&T"), "Smith & Co, R&amp;D; &amp;amp; &\\#38; AT&T");
        assert_eq!(escaped("a|b <i>*c*"), "a\\|b &lt;i&gt;\\*c\\*");
    }

    #[test]
    fn a_label_that_is_set_in_stays_so() {
        assert_eq!(escaped("\u{2003}\u{2003}digital "), "&emsp;&emsp;digital");
    }
}
