use super::columns::{Key, What};
use super::compute::{Frame, frame, outline};
use super::ground::Ground;
use super::sorting::sort;
use super::spec::{Spec, Totals};
use super::table::{Row, Table};
use crate::fault::{Fault, Outcome};
use crate::query::World;
use std::ops::Range;

/// A part of a table, for a screen that shows no more.
#[derive(Clone, PartialEq, Debug)]
pub struct Window {
    /// The rows and columns asked for, as far as there are. Without totals, notes about the whole, and groups' headings outside the part.
    pub table: Table,
    /// How many rows the whole table has.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
}

/// The part of [`outline`] that lies in some rows and columns, counted from 0. Where the order of the rows does not depend on what is in the cells, only these
/// cells are made: a study of a million codings then answers within a frame of the screen, also right after a coding has been added.
///
/// Errors: as for [`outline`].
pub fn window(spec: &Spec, world: &World<'_>, rows: Range<usize>, columns: Range<usize>) -> Outcome<Window> {
    if spec.transpose {
        let straight = Spec { transpose: false, ..spec.clone() };
        let Window { table, rows, columns } = window(&straight, world, columns, rows)?;
        return Ok(Window { table: table.transpose(), rows: columns, columns: rows });
    }
    let ground = Ground::new(world);
    let frame = frame(spec, &ground)?;
    let alone = |what: &What| matches!(what, What::Line | What::Property(_) | What::Vignette(_));
    let plain = frame.rules.is_empty()
        && frame.filter.is_none()
        && frame.lines.len() == frame.plans.len()
        && frame.keys.iter().all(|(key, _)| matches!(key, Key::Group | Key::Label | Key::Property(_)))
        && frame.plans.iter().all(|plan| alone(&plan.what));
    if plain && let Some(found) = part(spec, frame, rows.clone(), columns.clone())? {
        return Ok(found);
    }
    Ok(cut(outline(&Spec { totals: Totals::None, ..spec.clone() }, world)?, rows, columns))
}

/// Only the cells that are asked for; `None` where they need more than a count.
fn part(
    spec: &Spec,
    mut frame: Frame<'_, '_, '_>,
    rows: Range<usize>,
    columns: Range<usize>,
) -> Outcome<Option<Window>> {
    let bare = |line: &super::line::Line| Row {
        label: line.label.clone(),
        group: None,
        cells: Vec::new(),
        axis: line.axis.clone(),
    };
    let mut order: Vec<(usize, Row)> = frame.rows.iter().map(bare).enumerate().collect();
    if !frame.keys.is_empty() {
        sort(&frame, &mut order);
    }
    let all_rows = spec.top.unwrap_or(usize::MAX).min(order.len());
    order.truncate(all_rows);
    let all_columns = frame.plans.len();
    let bands = frame.bands();
    let shown = within(&rows, order.len());
    let kept = within(&columns, all_columns);
    let order: Vec<(usize, Row)> = order.drain(shown).collect();
    frame.rows = order.iter().map(|(r, _)| frame.rows[*r].clone()).collect();
    frame.plans = frame.plans.drain(kept.clone()).collect();
    frame.lines = frame.lines.drain(kept.clone()).collect();
    let Some(grid) = frame.tally() else { return Ok(None) };
    let mut out = Table {
        title: spec.title.clone(),
        label: frame.heading.clone(),
        columns: frame.headings(),
        bands: bands.into_iter().filter_map(|band| moved(band, &kept)).collect(),
        warnings: std::mem::take(&mut frame.warnings),
        ..Table::default()
    };
    for (r, (_, row)) in order.into_iter().enumerate() {
        let cells = (0..frame.plans.len()).map(|c| Ok(frame.cell(&grid, r, c)?.cell));
        out.rows.push(Row { cells: cells.collect::<Outcome<_>>()?, ..row });
    }
    Ok(Some(Window { table: out, rows: all_rows, columns: all_columns }))
}

fn within(range: &Range<usize>, length: usize) -> Range<usize> {
    let start = range.start.min(length);
    start..range.end.clamp(start, length)
}

/// A heading above columns as it stands above some of them.
fn moved(band: super::Band, kept: &Range<usize>) -> Option<super::Band> {
    let (start, end) = (band.columns.start.max(kept.start), band.columns.end.min(kept.end));
    (start < end).then(|| super::Band { columns: start - kept.start..end - kept.start, ..band })
}

/// A part of a table that was made as a whole.
fn cut(mut table: Table, rows: Range<usize>, columns: Range<usize>) -> Window {
    let (all_rows, all_columns) = (table.rows.len(), table.columns.len());
    let (rows, columns) = (within(&rows, all_rows), within(&columns, all_columns));
    table.rows = table.rows.drain(rows).collect();
    table.columns = table.columns.drain(columns.clone()).collect();
    table.rows.iter_mut().for_each(|row| row.cells = row.cells.drain(columns.clone()).collect());
    table.bands = table.bands.into_iter().filter_map(|band| moved(band, &columns)).collect();
    Window { table, rows: all_rows, columns: all_columns }
}

/// The numbers of a table that counts codings, without the table: for drawing and for calculating on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Labels of the rows, in their natural order.
    pub rows: Vec<String>,
    /// Headings of the columns.
    pub columns: Vec<String>,
    /// Codings, row by row.
    pub numbers: Vec<u32>,
    /// For each row whether anybody has coded anything in it: where not, its zeros say nothing.
    pub coded: Vec<bool>,
}

/// Counts the codings in every cell of the listed rows and generated columns of a specification; its filter, groups, sorting and measures are left aside.
///
/// Errors (kind *asked*): rows and columns that are not codes by codes, or codes by parts of documents; as for [`outline`] otherwise.
pub fn counts(spec: &Spec, world: &World<'_>) -> Outcome<Counts> {
    let (generated, groups) = (spec.generated.clone(), spec.groups.clone());
    let plain = Spec { generated, groups, ..Spec::of_rows(spec.rows.clone()) };
    let ground = Ground::new(world);
    let frame = frame(&plain, &ground)?;
    let tally = super::tally::tally(&ground, &frame.rows, &frame.lines[..frame.plans.len()]).ok_or_else(|| {
        Fault::asked("these rows and columns cannot be counted")
            .hint("cross codes with codes, or codes with cases, documents, values …")
    })?;
    let rows = frame.rows.into_iter().map(|line| line.label).collect();
    let columns = frame.plans.into_iter().map(|plan| plan.title).collect();
    Ok(Counts { rows, columns, numbers: tally.counts, coded: tally.rows_coded })
}
