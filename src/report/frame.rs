//! A matrix as lines of cells with their spans: what Word, HTML and LaTeX lay out alike.

use super::TOTAL;
use super::listing::columns;
use super::width::Bulk;
use crate::matrix::{Cell, State, Table};

/// A laid-out matrix. Column 0 holds the labels; a column of totals is the last.
pub(super) struct Frame<'t> {
    /// The lines of headings; every line covers all columns together with those above it.
    pub(super) head: Vec<Vec<Head<'t>>>,
    /// What stands below.
    pub(super) lines: Vec<Line<'t>>,
    /// For each column, whether its cells are numbers.
    pub(super) numeric: Vec<bool>,
}

/// A heading.
pub(super) struct Head<'t> {
    /// Its words.
    pub(super) text: &'t str,
    /// Its first column.
    pub(super) column: usize,
    /// Columns that it covers.
    pub(super) across: usize,
    /// Lines of headings that it covers.
    pub(super) down: usize,
    /// 0 none … 4 darkest.
    pub(super) shade: u8,
}

/// A line of the body.
pub(super) enum Line<'t> {
    /// The name of a group, over all columns.
    Group {
        /// Its name with the number of its rows.
        name: String,
        /// 0 none … 4 darkest.
        shade: u8,
    },
    /// A row.
    Row {
        /// Label.
        label: &'t str,
        /// Shade of its group.
        shade: u8,
        /// One cell a column after the labels; `None` where there is nothing to stand.
        cells: Vec<Option<&'t Cell>>,
    },
    /// The totals below.
    Totals(Vec<Option<&'t Cell>>),
}

impl<'t> Frame<'t> {
    pub(super) fn of(table: &'t Table) -> Self {
        let mut lines = Vec::new();
        let mut next = 0;
        for (group, rows) in table.by_group() {
            let shade = group.map_or(0, |g| g.shade.min(4));
            if let Some(group) = group {
                lines.push(Line::Group { name: format!("{} ({})", group.name, rows.len()), shade });
            }
            for row in rows {
                let total = table.totals.rows.as_ref().map(|t| t.get(next));
                let cells = row.cells.iter().map(Some).chain(total).collect();
                lines.push(Line::Row { label: &row.label, shade, cells });
                next += 1;
            }
        }
        if let Some(totals) = &table.totals.columns {
            let all = table.totals.rows.as_ref().map(|_| table.totals.all.as_ref());
            lines.push(Line::Totals(totals.iter().map(Some).chain(all).collect()));
        }
        let mut numeric: Vec<bool> =
            std::iter::once(false).chain((0..table.columns.len()).map(|c| numeric(table, c))).collect();
        numeric.extend(table.totals.rows.as_ref().map(|_| true));
        Self { head: head(table), lines, numeric }
    }

    /// How many columns there are, labels and totals counted.
    pub(super) fn width(&self) -> usize {
        self.numeric.len()
    }

    /// For each column the width of its longest word and of its longest line, in columns of a terminal, counted up to `most`.
    pub(super) fn needs(&self, most: usize) -> Vec<(usize, usize)> {
        let mut needs = vec![(1, 1); self.width()];
        let mut note = |column: usize, text: &str| {
            let need: &mut (usize, usize) = &mut needs[column];
            for line in text.split('\n') {
                need.1 = need.1.max(columns(line).min(most));
                let words = line.split_whitespace().map(longest_piece).max().unwrap_or(0);
                need.0 = need.0.max(words.min(most));
            }
        };
        self.head.iter().flatten().filter(|h| h.across == 1).for_each(|h| note(h.column, h.text));
        for line in &self.lines {
            match line {
                Line::Group { .. } => {}
                Line::Row { label, cells, .. } => {
                    note(0, label);
                    cells.iter().enumerate().for_each(|(c, cell)| note(c + 1, cell.map_or("", |c| &c.value)));
                }
                Line::Totals(cells) => {
                    note(0, TOTAL);
                    cells.iter().enumerate().for_each(|(c, cell)| note(c + 1, cell.map_or("", |c| &c.value)));
                }
            }
        }
        needs
    }

    /// What stands in the cells of some columns, row by row: as many rows, spread over the table, as tell how wide its columns should be.
    pub(super) fn bulks(&self, chosen: &[usize]) -> Vec<Vec<Bulk>> {
        const ENOUGH: usize = 96;
        let rows: Vec<(&str, &Vec<Option<&Cell>>)> = self
            .lines
            .iter()
            .filter_map(|line| match line {
                Line::Row { label, cells, .. } => Some((*label, cells)),
                _ => None,
            })
            .collect();
        let bulk = |text: &str| Bulk { lines: text.split('\n').count(), length: text.split('\n').map(columns).sum() };
        let row = |(label, cells): &(&str, &Vec<Option<&Cell>>)| {
            let one = |c: &usize| match c.checked_sub(1) {
                None => bulk(label),
                Some(c) => bulk(cells.get(c).copied().flatten().map_or("", |cell| &cell.value)),
            };
            chosen.iter().map(one).collect()
        };
        rows.iter().step_by(rows.len().div_ceil(ENOUGH).max(1)).map(row).collect()
    }

    /// The columns in panels that each fit so much room, the labels first in every one: what is too wide for a page is continued on the next.
    pub(super) fn panels(&self, least: &[usize], room: usize, most: usize) -> Vec<Vec<usize>> {
        let mut out = vec![vec![0]];
        let mut used = least[0];
        for (column, need) in least.iter().enumerate().skip(1) {
            let panel = out.last_mut().expect("there is one");
            if panel.len() > 1 && (used + need > room || panel.len() >= most) {
                out.push(vec![0, column]);
                used = least[0] + need;
            } else {
                panel.push(column);
                used += need;
            }
        }
        out
    }
}

/// The widest stretch of a word that cannot be broken: scripts without spaces break anywhere.
fn longest_piece(word: &str) -> usize {
    if word.chars().any(crate::text::is_cjk) { columns(word).min(4) } else { columns(word) }
}

/// One line of headings, or two where some columns have a heading above theirs; columns without one reach over both.
fn head(table: &Table) -> Vec<Vec<Head<'_>>> {
    let titles = std::iter::once(table.label.as_str()).chain(table.columns.iter().map(|c| c.title.as_str()));
    let titles = titles.chain(table.totals.rows.as_ref().map(|_| TOTAL)).enumerate();
    if table.bands.is_empty() {
        let one = |(column, text)| Head { text, column, across: 1, down: 1, shade: 0 };
        return vec![titles.map(one).collect()];
    }
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for (column, text) in titles {
        let band = column.checked_sub(1).and_then(|c| table.bands.iter().find(|b| b.columns.contains(&c)));
        let Some(band) = band else {
            above.push(Head { text, column, across: 1, down: 2, shade: 0 });
            continue;
        };
        let shade = band.shade.min(4);
        if band.columns.start + 1 == column {
            above.push(Head { text: &band.title, column, across: band.columns.len(), down: 1, shade });
        }
        below.push(Head { text, column, across: 1, down: 1, shade });
    }
    vec![above, below]
}

/// Whether all that is in a column is numbers.
pub(super) fn numeric(table: &Table, column: usize) -> bool {
    let mut cells = table.rows.iter().map(|r| &r.cells[column]).filter(|c| !unknown(c)).peekable();
    cells.peek().is_some() && cells.all(|c| c.number.is_some() && c.state != State::Evidence)
}

/// Whether a number is not there to be had: nobody coded the row, or there is nothing to divide by.
pub(super) fn unknown(cell: &Cell) -> bool {
    matches!(cell.state, State::NotCoded | State::Undefined)
}
