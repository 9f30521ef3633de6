use crate::matrix::Table;
use crate::report::frame::numeric;

/// Where the columns of a table stand on the sheet, and how wide they are.
///
/// A cell leads to its evidence by a link. LibreOffice does not wrap a text that is a link but cuts it off; so only numbers and texts that need no wrapping
/// carry their link themselves, and a column of longer texts has a narrow column beside it with the number of passages, which carries the links.
pub(super) struct Layout {
    columns: Vec<Column>,
    /// Width of the column of labels, in characters.
    pub(super) labels: f64,
    /// The column of totals, if there is one.
    pub(super) totals: Option<u16>,
    /// The last column of the table.
    pub(super) last: u16,
}

/// One column of the table.
pub(super) struct Column {
    /// Its column on the sheet.
    pub(super) at: u16,
    /// The narrow column beside it.
    pub(super) beside: Option<u16>,
    /// In characters.
    pub(super) width: f64,
    /// True when its cells are numbers.
    pub(super) numeric: bool,
}

/// Texts up to this length stay on one line.
const SHORT: usize = 24;

/// Characters that fit beside one another on a page before everything is made smaller.
const PAGE: usize = 130;

impl Layout {
    pub(super) fn of(table: &Table) -> Self {
        let mut next = 1;
        let long: Vec<bool> = (0..table.columns.len()).map(|c| longest(table, c) > SHORT).collect();
        let taken: usize = long.iter().filter(|l| !**l).count() * 12 + 12;
        let share = PAGE.saturating_sub(taken) / long.iter().filter(|l| **l).count().max(1);
        let mut columns = Vec::new();
        for (c, long) in long.iter().enumerate() {
            let title = table.columns[c].title.split_whitespace().map(|w| w.chars().count()).max().unwrap_or(0);
            let width = if *long { share.clamp(26, 60).min(longest(table, c) + 4) } else { longest(table, c) + 2 };
            let evidence = table.rows.iter().any(|r| !r.cells[c].evidence.is_empty());
            let at = next;
            let beside = (*long && evidence).then_some(at + 1);
            next = beside.unwrap_or(at) + 1;
            columns.push(Column {
                at,
                beside,
                width: width.max(title + 2).clamp(8, 60) as f64,
                numeric: numeric(table, c),
            });
        }
        let totals = table.totals.rows.is_some().then_some(next);
        let labels = table.rows.iter().map(|r| r.label.chars().count()).chain([table.label.chars().count()]);
        let labels = (labels.max().unwrap_or(0) as f64 + 3.0).clamp(9.0, 36.0);
        Self { columns, labels, totals, last: totals.unwrap_or(next - 1) }
    }

    /// A column of the table; `None` for the totals.
    pub(super) fn column(&self, column: usize) -> Option<&Column> {
        self.columns.get(column)
    }

    /// The columns in order.
    pub(super) fn columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter()
    }
}

fn longest(table: &Table, column: usize) -> usize {
    // A line end makes a text of several lines, however short they are.
    let length = |value: &str| if value.contains('\n') { usize::MAX / 2 } else { value.chars().count() };
    table.rows.iter().map(|r| length(&r.cells[column].value)).max().unwrap_or(0).min(1_000)
}
