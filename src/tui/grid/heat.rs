//! How much a number is beside the others of its table, as a shade behind it; without colours as a sign before it, when that is asked for.

use super::Grid;
use super::lattice::Shown;
use crate::matrix::{Cell, Measure, State};
use crate::tui::look::{Depth, Look};

/// Whether the numbers of a measure can be shaded: they begin at nothing, and more is more.
fn shades(measure: &str) -> bool {
    let signed = [Measure::Residual, Measure::AdjustedResidual, Measure::Pearson].map(Measure::word);
    let unit = Measure::parse(measure).and_then(Measure::unit);
    unit.is_some_and(|unit| unit != "as the attribute") && !signed.contains(&measure)
}

/// The largest number of each measure that can be shaded, over the cells of a table that have been made; `known` adds what is known of the others. What was
/// the largest before stays so while only a part of the table is made.
pub fn most(grid: &Grid, known: Option<(Measure, f64)>) -> Vec<(&'static str, f64)> {
    let mut most: Vec<(&'static str, f64)> = Vec::new();
    let mut hear = |measure: &'static str, number: f64| match most.iter_mut().find(|(m, _)| *m == measure) {
        Some((_, largest)) => *largest = largest.max(number),
        None => most.push((measure, number)),
    };
    for (r, row) in grid.table.rows.iter().enumerate().filter(|(_, row)| !row.cells.is_empty()) {
        for c in 0..grid.table.columns.len() {
            let number = grid.cell_of(row, c).filter(|c| c.state == State::Count).and_then(|c| c.number);
            if let Some(number) = number {
                hear(grid.table.measure(r, c), number);
            }
        }
    }
    if grid.part.is_some() {
        grid.most.iter().for_each(|(measure, number)| hear(measure, *number));
    }
    known.into_iter().for_each(|(measure, number)| hear(measure.word(), number));
    most.retain(|(measure, number)| shades(measure) && *number > 0.0);
    most
}

/// Whether numbers are shaded: where there are colours for it, unless somebody said otherwise.
pub fn is_on(grid: &Grid, look: Look) -> bool {
    grid.heat.unwrap_or(matches!(look.depth, Depth::Palette | Depth::True))
}

/// In quarters of the most of the table, from 0 to 4; 0 too for what is no number.
fn level(cell: &Cell, most: f64) -> u8 {
    let number = cell.number.filter(|_| cell.state == State::Count).unwrap_or(0.0);
    if most > 0.0 { (4.0 * number / most).round().clamp(0.0, 4.0) as u8 } else { 0 }
}

/// Shades what a cell shows.
pub fn shade(shown: Shown, grid: &Grid, cell: &Cell, measure: &str, look: Look) -> Shown {
    let most = grid.most.iter().find(|(m, _)| *m == measure).map_or(0.0, |(_, most)| *most);
    match (level(cell, most), look.depth) {
        (0, _) => shown,
        (level, Depth::Palette | Depth::True) => {
            let style = look.heat(level);
            Shown { style: shown.style.patch(style), ground: Some(style), ..shown }
        }
        (level, _) => Shown { text: format!("{} {}", super::show::shade_sign(level, look), shown.text), ..shown },
    }
}
