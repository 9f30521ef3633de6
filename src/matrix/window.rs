use super::Measure;
use super::columns::{Key, What};
use super::compute::{Frame, frame, outline, outline_over};
use super::cross::{Grid, cross};
use super::ground::Ground;
use super::grouping::group;
use super::kept::Kept;
use super::measure::Needs;
use super::sorting::sort;
use super::spec::{Spec, Totals};
use super::table::{Cell, Group, Row, Table};
use super::tally::Each;
use super::totals;
use crate::fault::{Fault, Outcome};
use crate::query::World;
use std::ops::Range;

/// Tables of so many cells are made as a whole.
const SMALL: usize = 2_000;

/// A table of which only some cells are made: those that a screen shows.
#[derive(Clone, PartialEq, Debug)]
pub struct Sight {
    /// All rows and columns with their labels, groups and totals. Rows in sight have the cells of the columns in sight; the others have none.
    pub table: Table,
    /// The rows that have cells, by their number.
    pub rows: Vec<usize>,
    /// The columns of which they have them.
    pub columns: Range<usize>,
    /// The largest count in any cell, also out of sight, where it was asked for and codings or passages are counted.
    pub most: Option<(Measure, f64)>,
}

impl Sight {
    fn whole(table: Table) -> Self {
        Self { rows: (0..table.rows.len()).collect(), columns: 0..table.columns.len(), table, most: None }
    }
}

/// [`outline`] as far as somebody looks: `choose` is shown the table with its labels and without cells, and says which rows and columns are wanted. Only these
/// are made, where a cell can be made without the others: a study of a million codings then answers within a frame of the screen, also right after a coding was
/// added. Other tables, and small ones, are made as a whole; then `choose` is not asked. Notes, and warnings about single cells, are for whole tables only.
/// `kept` holds what was listed before,
/// and `gauge` asks for the largest count of the whole table besides, which takes counting all of it.
///
/// Errors: as for [`outline`].
pub fn sight(
    spec: &Spec,
    world: &World<'_>,
    kept: &Kept,
    gauge: bool,
    choose: impl FnOnce(&Table) -> (Vec<usize>, Range<usize>),
) -> Outcome<Sight> {
    let ground = Ground::keeping(world, kept);
    let found = sight_over(spec, &ground, (SMALL, gauge), choose)?;
    found.map_or_else(|| Ok(Sight::whole(outline_over(spec, &ground)?)), Ok)
}

/// The same for tables of more cells than `small`; `None` where a table has to be made as a whole.
fn sight_over(
    spec: &Spec,
    ground: &Ground<'_>,
    (small, gauge): (usize, bool),
    choose: impl FnOnce(&Table) -> (Vec<usize>, Range<usize>),
) -> Outcome<Option<Sight>> {
    let mut frame = frame(spec, ground)?;
    let by_order = |what: &What| matches!(what, What::Saturation(_));
    if frame.rows.len() * frame.plans.len() <= small || frame.plans.iter().any(|plan| by_order(&plan.what)) {
        return Ok(None);
    }
    let alone = apart(spec, &frame);
    // Where each cell can be made without the others, no more is counted than what is looked at.
    let counted = if alone && !gauge { None } else { frame.tally(spec.totals)? };
    if counted.is_none() && !alone {
        return Ok(None);
    }
    let mut warnings = std::mem::take(&mut frame.warnings);
    let (order, groups) = ordered(spec, &frame, counted.as_ref(), &mut warnings)?;
    let places: Vec<usize> = order.iter().map(|(r, _)| *r).collect();
    let mut table = Table {
        title: spec.title.clone(),
        label: frame.heading.clone(),
        columns: frame.headings(),
        rows: order.into_iter().map(|(_, row)| row).collect(),
        groups,
        warnings,
        across: spec.generated.as_ref().map_or_else(String::new, |(listing, _)| listing.heading().to_owned()),
        bands: frame.bands(),
        ..Table::default()
    };
    if let Some(grid) = &counted {
        table.totals = totals::totals(spec, &frame, grid, &places, None)?;
    }
    let most = counted.as_ref().and_then(|grid| {
        let measure = if grid.each == Each::Coding { Measure::Count } else { Measure::Passages };
        Some((measure, f64::from(grid.most()?)))
    });
    if spec.transpose {
        table = table.transpose();
    }
    let (rows, columns) = choose(&table);
    let columns = within(&columns, table.columns.len());
    let rows: Vec<usize> = rows.into_iter().filter(|r| *r < table.rows.len()).collect();
    if spec.transpose {
        // What stands in a row of the screen stands in a column of these.
        for cells in cells(&mut frame, counted, &places[columns.clone()], &rows)? {
            rows.iter().zip(cells).for_each(|(row, cell)| table.rows[*row].cells.push(cell));
        }
    } else {
        let lines: Vec<usize> = rows.iter().map(|r| places[*r]).collect();
        let wanted: Vec<usize> = columns.clone().collect();
        for (row, cells) in rows.iter().zip(cells(&mut frame, counted, &lines, &wanted)?) {
            table.rows[*row].cells = cells;
        }
    }
    Ok(Some(Sight { table, rows, columns, most }))
}

/// Whether each cell can be made without the others, and the order of the rows does not depend on them.
fn apart(spec: &Spec, frame: &Frame<'_, '_, '_>) -> bool {
    let alone = |(c, plan): (usize, &super::columns::Plan<'_>)| match plan.what {
        What::Line => {
            let needs = plan.measure.needs();
            // Phrases are walked through and checked as a whole.
            let evidence = needs == Needs::Evidence && plan.measure != Measure::Essence;
            frame.is_likeness(c) || evidence || needs == Needs::Passages || plan.measure == Measure::Coverage
        }
        What::Property(_) | What::Vignette(_) => true,
        _ => false,
    };
    spec.totals == Totals::None
        && frame.rules.is_empty()
        && frame.filter.is_none()
        && frame.lines.len() == frame.plans.len()
        && frame.keys.iter().all(|(key, _)| matches!(key, Key::Group | Key::Label | Key::Property(_)))
        && frame.plans.iter().enumerate().all(alone)
}

/// Rows with their places among the lines, and the groups that they are in.
type Ordered = (Vec<(usize, Row)>, Vec<Group>);

/// The rows in their order, without cells, each with its place among the lines; and their groups.
fn ordered(
    spec: &Spec,
    frame: &Frame<'_, '_, '_>,
    counted: Option<&Grid>,
    warnings: &mut Vec<String>,
) -> Outcome<Ordered> {
    let by: Vec<usize> = frame.keys.iter().filter_map(|(key, _)| key.column()).collect();
    let kept: Vec<usize> = match (&frame.filter, counted) {
        (Some(filter), Some(grid)) => filter.keep(&frame.rows, grid, warnings),
        _ => (0..frame.rows.len()).collect(),
    };
    let mut order = Vec::with_capacity(kept.len());
    for r in kept {
        let line = &frame.rows[r];
        // Only the columns by which the rows are sorted, in the order of the keys.
        let cells = match counted {
            Some(grid) => by.iter().map(|c| Ok(frame.cell(grid, r, *c)?.cell)).collect::<Outcome<_>>()?,
            None => Vec::new(),
        };
        order.push((r, Row { label: line.label.clone(), group: None, cells, axis: line.axis.clone() }));
    }
    let groups = counted.map_or_else(Vec::new, |grid| group(spec, frame, grid, &mut order, warnings));
    sort(frame, &mut order, &|column| by.iter().position(|c| *c == column));
    order.truncate(spec.top.unwrap_or(usize::MAX));
    order.iter_mut().for_each(|(_, row)| row.cells.clear());
    Ok((order, groups))
}

/// The cells of some rows and columns, by their places among the lines.
fn cells(
    frame: &mut Frame<'_, '_, '_>,
    counted: Option<Grid>,
    rows: &[usize],
    columns: &[usize],
) -> Outcome<Vec<Vec<Cell>>> {
    if let Some(grid) = counted {
        let row = |r: &usize| columns.iter().map(|c| Ok(frame.cell(&grid, *r, *c)?.cell)).collect();
        return rows.iter().map(row).collect();
    }
    // Nothing else is crossed than what is looked at.
    frame.rows = rows.iter().map(|r| frame.rows[*r].clone()).collect();
    frame.lines = columns.iter().map(|c| frame.lines[*c].clone()).collect();
    let mut plans: Vec<Option<_>> = std::mem::take(&mut frame.plans).into_iter().map(Some).collect();
    frame.plans = columns.iter().filter_map(|c| plans[*c].take()).collect();
    let grid = match frame.tally(Totals::None)? {
        Some(grid) => grid,
        None => cross(frame.maker.ground, &frame.rows, &frame.lines, &|c| frame.is_likeness(c))?,
    };
    let row = |r: usize| (0..columns.len()).map(|c| Ok(frame.cell(&grid, r, c)?.cell)).collect();
    (0..rows.len()).map(row).collect()
}

/// A part of a table, for whoever shows no more.
#[derive(Clone, PartialEq, Debug)]
pub struct Window {
    /// The rows and columns asked for, as far as there are. Without totals, and without notes about the whole.
    pub table: Table,
    /// How many rows the whole table has.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
}

/// The part of [`outline`] that lies in some rows and columns, counted from 0; made alone where that can be, as [`sight`] says.
///
/// Errors: as for [`outline`].
pub fn window(spec: &Spec, world: &World<'_>, rows: Range<usize>, columns: Range<usize>) -> Outcome<Window> {
    let spec = &Spec { totals: Totals::None, ..spec.clone() };
    let choose = |table: &Table| (within(&rows, table.rows.len()).collect(), columns.clone());
    let Some(Sight { mut table, columns, .. }) = sight_over(spec, &Ground::new(world), (0, false), choose)? else {
        return Ok(cut(outline(spec, world)?, rows, columns));
    };
    let all = (table.rows.len(), table.columns.len());
    table.rows = table.rows.drain(within(&rows, all.0)).collect();
    table.columns = table.columns.drain(columns.clone()).collect();
    table.bands = table.bands.into_iter().filter_map(|band| moved(band, &columns)).collect();
    Ok(Window { table, rows: all.0, columns: all.1 })
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
    let tally = super::tally::tally(&ground, &frame.rows, &frame.lines[..frame.plans.len()], Each::Coding).ok_or_else(
        || {
            Fault::asked("these rows and columns cannot be counted")
                .hint("cross codes with codes, or codes with cases, documents, values …")
        },
    )?;
    let rows = frame.rows.into_iter().map(|line| line.label).collect();
    let columns = frame.plans.into_iter().map(|plan| plan.title).collect();
    Ok(Counts { rows, columns, numbers: tally.counts, coded: tally.rows_coded })
}
