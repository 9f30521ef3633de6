//! The frequency sheet: how often each value stands in the chosen column, and from there the rows behind a number.

use super::Grid;
use super::build::Asked;
use crate::matrix::{Bin, Frequency, frequencies};
use crate::project::count;
use crate::tui::form::{Form, Opt, Then, Token};
use crate::tui::state::{Overlay, State};

/// Columns that the longest bar takes.
const BAR: usize = 24;

/// Rows narrowed to those in which a column says one thing.
#[derive(Clone, PartialEq, Debug)]
pub struct Only {
    /// Title of the column.
    pub column: String,
    /// What it says.
    pub bin: Bin,
    /// In words.
    pub label: String,
}

fn sheet(grid: &Grid) -> Vec<Frequency> {
    let cells = grid.order.iter().filter_map(|r| grid.cell_of(grid.table.rows.get(*r)?, grid.column));
    frequencies(cells)
}

/// Shows the values of the chosen column, with how many of the rows in sight have each.
pub fn ask(state: &mut State) {
    let look = state.look;
    let Some(grid) = state.grid() else { return };
    let Some(title) = grid.heading(grid.column).map(|h| h.title.clone()) else {
        return state.say(false, "these are totals: choose a column");
    };
    let made =
        grid.order.iter().all(|r| grid.table.rows.get(*r).is_some_and(|row| grid.cell_of(row, grid.column).is_some()));
    if !made {
        let words =
            "the table is so large that not all of this column is filled in: ‹keep rows where› makes it smaller";
        return state.say(false, state.told(words));
    }
    let all = sheet(grid);
    let rows = grid.order.len();
    let most = all.iter().map(|f| f.count).max().unwrap_or(1);
    let widest = most.to_string().len();
    let option = |f: &Frequency| {
        let bar = look.glyph("▇", "=").repeat((f.count * BAR).div_ceil(most).min(BAR));
        let share = 100.0 * f.count as f64 / rows.max(1) as f64;
        Opt::new(&f.label, format!("{:>widest$} {share:>5.1} %  {bar}", f.count), Token::Words(f.label.clone()))
    };
    let options: Vec<Opt> = all.iter().map(option).collect();
    let title =
        format!("{}: {} in {}", crate::tui::facts::one_line(&title), count(all.len(), "value"), count(rows, "row"));
    let form = Form::choice(
        &title,
        "Enter keeps the rows behind a number, and going back shows all again",
        options,
        Then::Grid(Asked::Frequency),
    );
    state.overlay = Some(Overlay::Form(Box::new(form)));
}

/// Keeps the rows behind a number.
pub fn keep(grid: &mut Grid, label: &str) -> Option<String> {
    let column = grid.heading(grid.column)?.title.clone();
    let one = sheet(grid).into_iter().find(|f| f.label == label)?;
    let words = format!("{} in which {column} is {label}", count(one.count, "row"));
    grid.only.push(Only { column, bin: one.bin, label: one.label });
    grid.list.at = 0;
    Some(words)
}

impl Grid {
    /// Whether a row of the table is one of those that are kept; columns that are gone have no say.
    pub(super) fn is_kept(&self, row: usize) -> bool {
        self.only.iter().all(|only| {
            let column = self.table.columns.iter().position(|c| c.title == only.column);
            let cell = column.and_then(|column| self.cell_of(self.table.rows.get(row)?, column));
            cell.is_none_or(|cell| only.bin.holds(cell))
        })
    }

    /// What the rows are narrowed to, in words.
    pub(super) fn kept_words(&self) -> Option<String> {
        let words = self.only.iter().map(|o| {
            format!("{} is {}", crate::tui::facts::one_line(&o.column), crate::tui::facts::one_line(&o.label))
        });
        Some(words.collect::<Vec<_>>().join(", ")).filter(|w| !w.is_empty())
    }
}
