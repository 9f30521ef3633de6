use super::Grid;
use super::lattice::Shown;
use crate::matrix::{Cell, State as CellState};
use crate::tui::look::Look;
use crate::tui::paint::columns;
use ratatui::style::{Color, Modifier, Style};

/// Words run no wider than this in a cell, and than the other where there is room to spare; numbers never come near it.
const WIDEST: usize = 30;
const SPARED: usize = 60;

/// What a cell of the grid shows. The states are never confused: `?` not coded, `·` nothing found, `—` no value, `✎ 4` passages without a phrase, `!` stale,
/// `∅` unsupported, `n/a` said not to apply, `undef.` a number that cannot be had.
pub fn shown(cell: &Cell, value_column: bool, look: Look) -> Shown {
    let plain =
        |text: &str, style: Style, right: bool| Shown { text: text.to_owned(), mark: "", style, right, ground: None };
    let right = cell.number.is_some();
    match cell.state {
        CellState::NotCoded => plain("?", look.quiet(), !value_column),
        CellState::NotApplicable => plain("n/a", look.quiet(), false),
        CellState::None if value_column => plain(look.glyph("—", "-"), look.quiet(), false),
        CellState::None => plain(look.glyph("·", "."), look.quiet(), true),
        CellState::Evidence => {
            let count = cell.number.unwrap_or_default();
            plain(&format!("{} {count}", look.glyph("✎", "w")), look.warn(), false)
        }
        CellState::Undefined => plain("undef.", look.quiet(), true),
        CellState::Stale => Shown { mark: "!", ..plain(&cell.value, look.text(), false) },
        CellState::Unsupported => Shown { mark: look.glyph("∅", "0"), ..plain(&cell.value, look.text(), false) },
        // Phrases, values and numbers stand as they are exported.
        _ => plain(&cell.value, look.text(), right),
    }
}

/// Whether a cell shows a value of its row, so that being empty means “no value” and not “nothing found”.
pub fn of_values(grid: &Grid, row: usize, column: usize) -> bool {
    let of_row = grid.order.get(row).and_then(|r| grid.table.measures.get(*r)).copied();
    of_row.or(grid.heading(column).map(|c| c.measure)) == Some("value")
}

/// Works out how wide the columns are, and which show numbers; `signs` says whether a sign stands before each.
pub fn measure(grid: &mut Grid, signs: bool) {
    let plain = Look::default();
    let table = &grid.table;
    let mut all: Vec<(String, u16)> = Vec::new();
    let (mut numeric, mut wanted) = (Vec::new(), Vec::new());
    let mut seen = std::mem::take(&mut grid.widest);
    seen.resize(table.columns.len(), 1);
    let widest = grid.order.iter().filter_map(|r| table.rows.get(*r)).map(|r| columns(&r.label)).max().unwrap_or(4);
    grid.label_width = widest.max(columns(&table.label)).max(4);
    // Of a large table most rows have no cells.
    let made: Vec<&crate::matrix::Row> = table.rows.iter().filter(|row| !row.cells.is_empty()).collect();
    for (c, heading) in table.columns.iter().enumerate() {
        let values = heading.measure == "value" && table.measures.is_empty();
        let cells = made.iter().filter_map(|r| grid.cell_of(r, c));
        let texts = |cell: &Cell| {
            let shown = shown(cell, values, plain);
            let longest = shown.text.lines().map(columns).max().unwrap_or(0);
            let sign = signs && cell.state == CellState::Count;
            longest + if shown.mark.is_empty() && !sign { 0 } else { 2 }
        };
        let now = cells.clone().map(texts).max().unwrap_or(1);
        // While one scrolls through a large table its columns do not become narrower again.
        let widest = if grid.part.is_some() { now.max(seen[c]) } else { now };
        seen[c] = widest;
        let total = table.totals.columns.as_ref().and_then(|t| t.get(c)).map_or(0, texts);
        wanted.push(widest.max(total).max(columns(&heading.title).min(40)).min(SPARED) as u16);
        let title = columns(&heading.title).min(if widest > 12 { 24 } else { 14 });
        all.push((crate::tui::facts::one_line(&heading.title), widest.max(total).max(title).clamp(3, WIDEST) as u16));
        let number = |cell: &Cell| cell.number.is_some() && cell.state != CellState::Evidence;
        let none_made = cells.clone().next().is_none();
        numeric.push(
            cells.clone().any(number) && !cells.clone().any(|c| c.state == CellState::Value && !number(c))
                || none_made && grid.part.is_some() && !values,
        );
    }
    if let Some(totals) = &table.totals.rows {
        let widest = totals.iter().map(|cell| columns(&cell.value)).max().unwrap_or(1);
        all.push(("all".to_owned(), widest.clamp(4, 12) as u16));
        numeric.push(true);
    }
    grid.bands = table.bands.iter().map(|b| (crate::tui::facts::one_line(&b.title), b.columns.clone())).collect();
    grid.least = all.iter().map(|(_, w)| *w).collect();
    grid.columns = all;
    grid.wanted = wanted;
    grid.numeric = numeric;
    grid.widest = seen;
}

/// Takes room that was given away back: the screen may have become smaller.
pub fn narrowest(grid: &mut Grid) {
    for ((_, width), least) in grid.columns.iter_mut().zip(&grid.least) {
        *width = *least;
    }
}

/// Gives room that is to spare to the columns that could use it, a cell to each in turn.
pub fn spread(widths: &mut [(String, u16)], wanted: &[u16], gap: u16, room: u16) {
    let used: u16 = widths.iter().fold(0, |sum, (_, w)| sum.saturating_add(w + gap));
    let mut spare = room.saturating_sub(used);
    let mut given = true;
    while spare > 0 && given {
        given = false;
        for ((_, width), wanted) in widths.iter_mut().zip(wanted) {
            if *width < *wanted && spare > 0 {
                *width += 1;
                spare -= 1;
                given = true;
            }
        }
    }
}

/// The sign at the left of a row for the shade of its group.
pub fn shade_sign(shade: u8, look: Look) -> &'static str {
    const RICH: [&str; 5] = [" ", "░", "▒", "▓", "█"];
    const PLAIN: [&str; 5] = [" ", ".", ":", "=", "#"];
    let set = if look.ascii { PLAIN } else { RICH };
    set[usize::from(shade.min(4))]
}

/// How the heading of a group looks: bold, on its shade where the terminal has one.
pub fn shade_style(shade: u8, look: Look) -> Style {
    use crate::tui::look::Depth;
    let bold = look.heading();
    if shade == 0 || !matches!(look.depth, Depth::Palette | Depth::True) {
        return bold.add_modifier(Modifier::UNDERLINED);
    }
    // Greys of the xterm palette: from 232, nearly black, to 255, nearly white.
    let step = shade.min(4) * 2;
    bold.bg(Color::Indexed(if look.light { 254 - step } else { 233 + step }))
}
