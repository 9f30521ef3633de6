//! A matrix on the screen: a grid whose row labels and headings stay, a pane with the passages behind the chosen cell, and the phrases that are written for
//! cells, beside what they rest on.
//!
//! ```text
//! lattice    drawing any table that scrolls by whole rows and columns
//! show       what the cells of a matrix look like
//! draw       the grid with its pane
//! heat       shades behind numbers
//! fill       filling a matrix in, and opening the chosen cell: after every act, before the frame
//! act        what the keys do
//! shape      altering a specification: measure, order, groups, columns
//! build      making one from nothing
//! phrase     writing what a cell says, and walking the cells that want it
//! list       the saved matrices
//! sheet      how often each value stands in a column
//! ready      whether something can be done now
//! ```

mod act;
mod build;
mod draw;
mod fill;
mod heat;
pub mod lattice;
mod list;
mod phrase;
pub mod ready;
mod shape;
mod sheet;
mod show;

pub use act::{GridAct, act, codings, press, step_back};
pub use build::{Asked, answer};
pub use draw::{draw, header, settle, status};
pub use fill::{export, fill, history};
pub use list::{draw_list, keep, names, open};
pub use phrase::show_history;

use super::state::List;
use crate::coding::Passage;
use crate::id::CodeId;
use crate::matrix::{Cell, Entry, Evidence, Heading, Kept, Row, Spec, State as CellState, Table};
use crate::memo::{Axis, Essence};
use crate::project::EssenceTarget;
use crate::text::fold;
use lattice::{Item, Scroll};
use std::collections::HashMap;
use std::ops::Range;

/// A matrix on the screen.
pub struct Grid {
    /// The name under which it is saved; `None` when it never was.
    pub name: Option<String>,
    /// What it shows now.
    pub spec: Spec,
    /// What is saved under its name.
    pub saved: Option<Spec>,
    /// The chosen row among those shown, and what the rows are narrowed to.
    pub list: List,
    /// The chosen column; one more than the last when there are totals of rows.
    pub column: usize,
    /// Where it has been scrolled to.
    pub scroll: Scroll,
    /// The pane with the passages behind the chosen cell.
    pub pane: Option<Pane>,
    /// The matrix filled in; of a large one, the cells around the chosen one.
    pub table: Table,
    /// The columns of which rows have cells, where that is not all of them.
    pub part: Option<Range<usize>>,
    /// Headings and widths of the columns that are shown.
    pub columns: Vec<(String, u16)>,
    /// How wide each could be used, where there is room to spare.
    pub wanted: Vec<u16>,
    /// How wide each is where there is none.
    pub least: Vec<u16>,
    /// Which of them show numbers.
    pub numeric: Vec<bool>,
    /// The largest number of each measure, for shading the others by it.
    pub most: Vec<(&'static str, f64)>,
    /// Whether numbers are shaded; by what the terminal can show when nobody said.
    pub heat: Option<bool>,
    /// How wide the words of each were at most, as far as they have been seen.
    pub widest: Vec<usize>,
    /// Headings above the headings, each with its columns.
    pub bands: Vec<(String, Range<usize>)>,
    /// The rows of the table that are shown.
    pub order: Vec<usize>,
    /// Why it cannot be filled in.
    pub fault: Option<String>,
    /// What stands behind the chosen cell.
    pub seen: Option<Seen>,
    /// The name under which it was just told to be saved.
    pub pending: Option<String>,
    /// The cell to choose when it is filled in anew; otherwise the one of the same names.
    pub land: Option<(usize, usize)>,
    /// What rows were narrowed to by the numbers of a frequency sheet.
    pub only: Vec<sheet::Only>,
    /// The step of the history up to which the table is right; `None` when the specification was altered.
    pub as_of: Option<u64>,
    /// How wide the widest label of a row is.
    pub label_width: usize,
    /// Rows and columns that were listed before, and the step of the history up to which they hold.
    pub kept: (Kept, Option<u64>),
}

/// The pane with the passages behind a cell.
#[derive(Clone, Debug, Default)]
pub struct Pane {
    /// The chosen passage.
    pub at: usize,
    /// Passages that a phrase is to rest on, or that acts are about.
    pub marks: Vec<Passage>,
    /// Whether the keys are the pane's.
    pub focused: bool,
}

/// What stands behind a cell.
#[derive(Default)]
pub struct Seen {
    /// Which cell of which state of the project it is.
    pub of: (u64, String, String),
    /// The passages; one a coding where codings are counted.
    pub entries: Vec<Entry>,
    /// What is told of those that have been in sight.
    pub opened: HashMap<usize, Evidence>,
    /// How many words they have together, and how many passages they are.
    pub words: usize,
    /// How many words each passage has, as far as they have been counted.
    pub counted: HashMap<Passage, usize>,
    /// What a phrase for the cell is tied to; `None` where none can be written.
    pub target: Option<EssenceTarget>,
    /// What was written for it.
    pub essence: Option<Essence>,
    /// Why it cannot be opened.
    pub fault: Option<String>,
}

impl Grid {
    /// Begins with a specification that is saved under a name, or with a new one.
    pub fn new(spec: Spec, name: Option<String>, saved: Option<Spec>) -> Self {
        Self {
            name,
            spec,
            saved,
            list: List::default(),
            column: 0,
            scroll: Scroll::default(),
            pane: None,
            table: Table::default(),
            part: None,
            columns: Vec::new(),
            wanted: Vec::new(),
            least: Vec::new(),
            numeric: Vec::new(),
            most: Vec::new(),
            heat: None,
            widest: Vec::new(),
            bands: Vec::new(),
            order: Vec::new(),
            fault: None,
            seen: None,
            pending: None,
            land: None,
            only: Vec::new(),
            as_of: None,
            label_width: 4,
            kept: (Kept::default(), None),
        }
    }

    /// Takes another specification.
    pub fn reshape(&mut self, spec: Spec) {
        self.spec = spec;
        self.as_of = None;
        self.widest.clear();
        self.most.clear();
    }

    /// Whether it is not what is saved.
    pub fn altered(&self) -> bool {
        self.saved.as_ref() != Some(&self.spec)
    }

    /// Whether the keys are those of the pane.
    pub fn in_pane(&self) -> bool {
        self.pane.as_ref().is_some_and(|p| p.focused)
    }

    /// Rows that can be chosen: those of the table that are shown, and the totals.
    pub fn row_count(&self) -> usize {
        self.order.len() + usize::from(self.table.totals.columns.is_some() && !self.order.is_empty())
    }

    /// Columns that can be chosen.
    pub fn column_count(&self) -> usize {
        self.columns.len()
    }

    /// The row of the table that stands in a row of the screen; `None` for the totals.
    pub fn row(&self, at: usize) -> Option<&Row> {
        self.order.get(at).and_then(|r| self.table.rows.get(*r))
    }

    /// The heading of a column; `None` for the totals.
    pub fn heading(&self, column: usize) -> Option<&Heading> {
        self.table.columns.get(column)
    }

    /// A cell of the screen.
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        let totals = &self.table.totals;
        match (self.order.get(row), column < self.table.columns.len()) {
            (Some(r), true) => self.cell_of(self.table.rows.get(*r)?, column),
            (Some(r), false) => totals.rows.as_ref()?.get(*r),
            (None, true) => totals.columns.as_ref()?.get(column),
            (None, false) => totals.all.as_ref(),
        }
    }

    /// A cell of a row of the table, where it has been made.
    pub fn cell_of<'r>(&self, row: &'r Row, column: usize) -> Option<&'r Cell> {
        row.cells.get(column.checked_sub(self.part.as_ref().map_or(0, |part| part.start))?)
    }

    /// The rows and columns around the chosen cell of which the screen can show some, `spare` times over: every row takes a row of the screen at least, and
    /// every column five.
    fn around(&self, (width, height): (u16, u16), spare: usize) -> (Range<usize>, Range<usize>) {
        let about = |at: usize, reach: usize, all: usize| at.saturating_sub(reach).min(all)..(at + reach + 1).min(all);
        let rows = about(self.list.at, usize::from(height) * spare / 2, self.order.len());
        (rows, about(self.column, usize::from(width) * spare / 10, self.table.columns.len()))
    }

    /// Whether every cell that the screen can show has been made.
    pub fn is_filled(&self, size: (u16, u16)) -> bool {
        let Some(part) = &self.part else { return true };
        let (rows, columns) = self.around(size, 2);
        let made = |n: &usize| self.table.rows.get(*n).is_some_and(|row| !row.cells.is_empty());
        columns.start >= part.start && columns.end <= part.end && self.order[rows].iter().all(made)
    }

    /// Whether a cell is a total of cells that were not coded: that nothing adds up then is no finding.
    pub fn is_uncoded_total(&self, row: usize, column: usize) -> bool {
        let uncoded = |mut cells: Box<dyn Iterator<Item = &Cell> + '_>| {
            let mut any = false;
            cells.all(|c| {
                any |= c.state == CellState::NotCoded;
                c.state == CellState::NotCoded || c.state == CellState::Value
            }) && any
        };
        match (self.row(row), column < self.table.columns.len()) {
            (Some(row), false) => uncoded(Box::new(row.cells.iter())),
            (None, true) if row == self.order.len() => {
                uncoded(Box::new(self.table.rows.iter().filter_map(|r| self.cell_of(r, column))))
            }
            _ => false,
        }
    }

    /// The chosen cell.
    pub fn chosen(&self) -> Option<&Cell> {
        self.cell(self.list.at, self.column)
    }

    /// What the chosen cell is called: `P07 × trust`.
    pub fn cell_name(&self) -> String {
        let row = self.row(self.list.at).map_or("all rows", |r| r.label.as_str());
        let column = self.heading(self.column).map_or("all columns", |c| c.title.as_str());
        super::facts::one_line(&format!("{row} × {column}"))
    }

    /// The lines of the grid.
    pub fn items(&self) -> Vec<Item> {
        let mut items = Vec::with_capacity(self.order.len() + 8);
        let mut group = None;
        for (n, r) in self.order.iter().enumerate() {
            let of = self.table.rows.get(*r).and_then(|row| row.group);
            if of != group {
                items.extend(of.map(Item::Group));
                group = of;
            }
            items.push(Item::Row(n));
        }
        if self.row_count() > self.order.len() {
            items.extend([Item::Rule, Item::Row(self.order.len())]);
        }
        items
    }

    /// Works out which rows are shown: those whose label, group or values have the words of the filter.
    pub fn narrow(&mut self) {
        let wanted = fold(self.list.filter.text().trim());
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let has = |row: &Row| {
            let group = row.group.and_then(|g| self.table.groups.get(g)).map_or("", |g| g.name.as_str());
            // Of a large table only labels and groups are looked at: not all cells are there.
            let cells = if self.part.is_none() { &row.cells[..] } else { &[] };
            let values = cells.iter().filter(|c| c.state == CellState::Value || c.state == CellState::Essence);
            let all = values.fold(format!("{} {group}", row.label), |all, cell| format!("{all} {}", cell.value));
            let all = fold(&all);
            words.iter().all(|w| all.contains(w))
        };
        let fits = |r: &usize| (words.is_empty() || has(&self.table.rows[*r])) && self.is_kept(*r);
        self.order = (0..self.table.rows.len()).filter(fits).collect();
    }

    /// The passage of the pane that is chosen.
    pub fn passage(&self) -> Option<Passage> {
        let pane = self.pane.as_ref()?;
        Some(self.seen.as_ref()?.entries.get(pane.at)?.passage)
    }

    /// What is told of it.
    pub fn reading(&self) -> Option<&Evidence> {
        self.seen.as_ref()?.opened.get(&self.pane.as_ref()?.at)
    }

    /// The passages that acts are about: those marked, or the chosen one.
    pub fn passages(&self) -> Vec<Passage> {
        let Some(pane) = &self.pane else { return Vec::new() };
        if pane.marks.is_empty() {
            return self.passage().into_iter().collect();
        }
        pane.marks.clone()
    }

    /// The code that the chosen cell is about: that of its column, else of its row.
    pub fn code_in_hand(&self) -> Option<CodeId> {
        let column = self.heading(self.column).and_then(|c| c.axis.clone());
        let row = self.row(self.list.at).and_then(|r| r.axis.clone());
        [column, row].into_iter().flatten().find_map(|axis| match axis {
            Axis::Code(code) => Some(code),
            _ => None,
        })
    }
}
