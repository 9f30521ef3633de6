use super::TOTAL;
use super::listing::{columns, wrapped};
use super::width::{pad, share};
use crate::matrix::{Cell, Group, State, Table};
use crate::text::printable;

/// Signs for the shades 0 to 4 at the left of a group's rows.
const SHADES: [&str; 5] = [" ", "░", "▒", "▓", "█"];

/// A matrix for a terminal `room` columns wide (at least 20). Cells are wrapped; where the columns do not fit beside one another the table goes on in further
/// blocks, each with the row labels. Special cells have signs (`?` not coded, `·` nothing found, `✎ 4` four passages without a phrase, `!` stale, `∅`
/// unsupported), which are explained below as far as they occur. With `colour` the headings are bold and the signs dimmed (SGR 1 and 2).
pub fn text(table: &Table, room: usize, colour: bool) -> String {
    let room = room.max(20);
    let paint = Paint { colour };
    let mut out = String::new();
    for line in wrapped(&printable(&table.title), room) {
        out.push_str(&paint.bold(&line));
        out.push('\n');
    }
    out.push('\n');
    let sheet = Sheet::of(table);
    for block in sheet.blocks(room) {
        sheet.draw(table, &block, &paint, &mut out);
        out.push('\n');
    }
    for note in table.notes.iter().filter(|n| !n.starts_with("A blank") && !n.starts_with("[n ")).chain(&legend(table))
    {
        for line in wrapped(&printable(note), room) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

struct Paint {
    colour: bool,
}

impl Paint {
    fn bold(&self, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn dim(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[2m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The table as texts that are ready to print: column 0 holds the labels.
struct Sheet {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
    numeric: Vec<bool>,
    /// Whether the last of the rows is one of totals.
    totals: bool,
}

/// Some columns that fit beside one another.
struct Block {
    columns: Vec<usize>,
    widths: Vec<usize>,
}

impl Sheet {
    fn of(table: &Table) -> Self {
        let mut headings = vec![printable(&table.label)];
        headings.extend((0..table.columns.len()).map(|c| printable(&table.full_title(c))));
        let mut numeric: Vec<bool> = vec![false];
        numeric.extend((0..table.columns.len()).map(|c| {
            let cells = table.rows.iter().map(|r| &r.cells[c]);
            cells.clone().all(|cell| cell.number.is_some() || cell.value.is_empty())
                && cells.clone().any(|cell| cell.number.is_some())
        }));
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (n, row) in table.rows.iter().enumerate() {
            let mut line = vec![printable(&row.label)];
            line.extend(row.cells.iter().map(shown));
            line.extend(table.totals.rows.as_ref().map(|t| shown(&t[n])));
            rows.push(line);
        }
        if table.totals.rows.is_some() {
            headings.push(TOTAL.to_owned());
            numeric.push(true);
        }
        if let Some(totals) = &table.totals.columns {
            let mut line = vec![TOTAL.to_owned()];
            // A column without a total is left empty: a dot would say that nothing was found.
            line.extend(totals.iter().map(|cell| if cell.value.is_empty() { String::new() } else { shown(cell) }));
            if table.totals.rows.is_some() {
                line.push(table.totals.all.as_ref().map_or_else(String::new, shown));
            }
            rows.push(line);
        }
        Self { headings, rows, numeric, totals: table.totals.columns.is_some() }
    }

    fn wanted(&self, column: usize) -> usize {
        let cells = self.rows.iter().map(|r| widest(&r[column]));
        cells.chain([widest(&self.headings[column])]).max().unwrap_or(1).max(1)
    }

    /// The least width in which a column can be read: its longest word, but no more than 14.
    fn least(&self, column: usize) -> usize {
        let words = |text: &str| text.split_whitespace().map(columns).max().unwrap_or(1);
        let cells = self.rows.iter().map(|r| words(&r[column]));
        cells.chain([words(&self.headings[column])]).max().unwrap_or(1).clamp(1, 14)
    }

    /// Divides the columns into blocks that fit.
    fn blocks(&self, room: usize) -> Vec<Block> {
        // Two for the shade at the left, two between columns.
        let room = room - 2;
        let label = self.least(0).min(room / 2);
        let mut blocks: Vec<Vec<usize>> = vec![Vec::new()];
        let mut taken = label;
        for column in 1..self.headings.len() {
            let least = self.least(column) + 2;
            let open = blocks.last_mut().expect("starts with one");
            if taken + least > room && !open.is_empty() {
                blocks.push(vec![column]);
                taken = label + least;
            } else {
                open.push(column);
                taken += least;
            }
        }
        let block = |columns: Vec<usize>| {
            let columns: Vec<usize> = std::iter::once(0).chain(columns).collect();
            let wanted: Vec<usize> = columns.iter().map(|c| self.wanted(*c)).collect();
            let least: Vec<usize> =
                columns.iter().map(|c| if *c == 0 { label } else { self.least(*c).min(room - label - 2) }).collect();
            let widths = share(&wanted, &least, room.saturating_sub(2 * (columns.len() - 1)));
            Block { columns, widths }
        };
        blocks.into_iter().map(block).collect()
    }

    fn draw(&self, table: &Table, block: &Block, paint: &Paint, out: &mut String) {
        let long = block.widths.iter().sum::<usize>() + 2 * (block.widths.len() - 1) + 2;
        let rule = "─".repeat(long);
        self.line(&self.headings, block, " ", &|text| paint.bold(text), out);
        let many = table.groups.len() > 1 || table.rows.iter().any(|r| r.group.is_some());
        if !many {
            out.push_str(&format!("{rule}\n"));
        }
        let mut next = 0;
        for (group, rows) in table.by_group() {
            if let Some(group) = group {
                out.push_str(&format!("{rule}\n"));
                heading(group, rows.len(), long, paint, out);
            }
            let shade = group.map_or(" ", |g| SHADES[usize::from(g.shade.min(4))]);
            for _ in rows {
                self.line(&self.rows[next], block, shade, &|text| signs(paint, text), out);
                next += 1;
            }
        }
        if self.totals {
            out.push_str(&format!("{rule}\n"));
            self.line(&self.rows[self.rows.len() - 1], block, " ", &|text| paint.bold(text), out);
        }
        out.push_str(&format!("{rule}\n"));
    }

    /// One row, which may take several lines.
    fn line(&self, row: &[String], block: &Block, shade: &str, painted: &dyn Fn(&str) -> String, out: &mut String) {
        let cells: Vec<Vec<String>> =
            block.columns.iter().zip(&block.widths).map(|(c, w)| wrapped(&row[*c], *w)).collect();
        for n in 0..cells.iter().map(Vec::len).max().unwrap_or(1) {
            let mut line = format!("{shade} ");
            for (i, lines) in cells.iter().enumerate() {
                let words = lines.get(n).map_or("", String::as_str);
                let padded = pad(words, block.widths[i], self.numeric[block.columns[i]]);
                // Painted after it is padded: the escapes have no width.
                line.push_str(&if words.is_empty() { padded } else { padded.replacen(words, &painted(words), 1) });
                line.push_str("  ");
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}

fn heading(group: &Group, rows: usize, long: usize, paint: &Paint, out: &mut String) {
    let shade = SHADES[usize::from(group.shade.min(4))];
    for line in wrapped(&format!("{} ({rows})", printable(&group.name)), long.saturating_sub(3)) {
        out.push_str(&format!("{shade}{shade} {}\n", paint.bold(&line)));
    }
}

fn signs(paint: &Paint, text: &str) -> String {
    if matches!(text, "?" | "·" | "n/a") { paint.dim(text) } else { text.to_owned() }
}

/// What a terminal shows of a cell.
fn shown(cell: &Cell) -> String {
    let value = printable(&cell.value);
    match cell.state {
        State::NotCoded => "?".to_owned(),
        State::NotApplicable => "n/a".to_owned(),
        State::None if value.is_empty() || cell.number == Some(0.0) => "·".to_owned(),
        State::Evidence => format!("✎ {}", cell.number.unwrap_or(1.0)),
        State::Stale => format!("{value} !"),
        State::Unsupported => format!("{value} ∅"),
        State::Withheld => "▒".to_owned(),
        State::None | State::Essence | State::Value | State::Count | State::Undefined => value,
    }
}

/// What the signs mean that occur.
fn legend(table: &Table) -> Vec<String> {
    let occurs = |state: State| table.cells().any(|(_, _, cell)| cell.state == state);
    let signs = [
        (State::NotCoded, "? not coded yet"),
        (State::None, "· nothing found"),
        (State::NotApplicable, "n/a does not apply"),
        (State::Evidence, "✎ passages, but no phrase yet"),
        (State::Stale, "! evidence changed after the phrase was written"),
        (State::Unsupported, "∅ no passage behind the phrase"),
        (State::Withheld, "▒ withheld"),
    ];
    let dotted = table.cells().any(|(_, _, cell)| shown(cell) == "·");
    let used = signs.into_iter().filter(|(state, _)| if *state == State::None { dotted } else { occurs(*state) });
    let used: Vec<&str> = used.map(|(_, sign)| sign).collect();
    if used.is_empty() { Vec::new() } else { vec![used.join("; ")] }
}

/// Width of the widest line of a text.
fn widest(text: &str) -> usize {
    text.split('\n').map(columns).max().unwrap_or(0)
}
