use super::cell::{counted, nothing};
use super::columns::What;
use super::compute::{Frame, blank, opened, total, unlike};
use super::cross::Grid;
use super::ground::Mark;
use super::line::{Line, Set};
use super::open::Opener;
use super::spec::{Spec, Totals as TotalsSpec};
use super::table::{Cell, Totals};
use super::tally::{Each, tally, union};
use crate::fault::Outcome;
use crate::id::IdSet;
use crate::query::WHOLE;
use std::collections::HashSet;

/// The totals that a specification asks for, over the rows that are shown, in their order.
///
/// A total is no sum of the numbers beside it but the same measure of all their evidence together: what stands in two cells counts once, and the total opens
/// to a list of its own length. Where the cells part the evidence between them (values of an attribute, groups of cases) that is their sum.
pub(super) fn totals(
    spec: &Spec,
    frame: &Frame<'_, '_, '_>,
    grid: &Grid,
    order: &[usize],
    opener: Option<&Opener<'_, '_, '_>>,
) -> Outcome<Totals> {
    let mut out = Totals::default();
    let counting: Vec<usize> = (0..frame.plans.len()).filter(|c| adds_up(frame, *c)).collect();
    if spec.totals == TotalsSpec::None {
        return Ok(out);
    }
    if grid.is_counted() {
        return Ok(counted_totals(spec, frame, grid, order, &counting));
    }
    let cell = |column: usize, rows: &[usize], columns: &[usize]| -> Outcome<Cell> {
        let (filling, marks) = (frame.filling(column), together(grid, rows, columns));
        opened(total(&frame.maker, &filling, &marks)?, &marks, filling.measure, opener)
    };
    if spec.totals.of_rows() {
        if let Some((first, rest)) = counting.split_first() {
            let measure = frame.plans[*first].measure;
            if let Some(other) = rest.iter().find(|c| frame.plans[**c].measure != measure) {
                return Err(unlike(measure, frame.plans[*other].measure));
            }
            let row = |r: &usize| cell(*first, &[*r], &counting);
            out.rows = Some(order.iter().map(row).collect::<Outcome<_>>()?);
        } else {
            out.rows = Some(vec![blank(); order.len()]);
        }
    }
    if spec.totals.of_columns() {
        let column = |c: usize| if counting.contains(&c) { cell(c, order, &[c]) } else { Ok(blank()) };
        out.columns = Some((0..frame.plans.len()).map(column).collect::<Outcome<_>>()?);
    }
    if let (Some(_), Some(_), Some(first)) = (&out.rows, &out.columns, counting.first()) {
        out.all = Some(cell(*first, order, &counting)?);
    }
    Ok(out)
}

/// The same where codings were only counted, which is done only where all columns with a total count codings.
fn counted_totals(spec: &Spec, frame: &Frame<'_, '_, '_>, grid: &Grid, order: &[usize], counting: &[usize]) -> Totals {
    let (ground, each) = (frame.maker.ground, grid.each);
    let count = |rows: &[Line], columns: &[Line]| {
        tally(ground, rows, columns, each).map(|found| found.counts).unwrap_or_default()
    };
    // Lines that share nothing part the codings between them: then what was counted is added up, and nothing has to be counted again.
    let rows_parted = each == Each::Coding && apart(order.iter().map(|r| &frame.rows[*r]));
    let columns_parted = each == Each::Coding && apart(counting.iter().map(|c| &frame.lines[*c]));
    let added = |rows: &[usize], columns: &[usize]| -> u32 {
        let in_row = |r: &usize| columns.iter().map(|c| grid.count(*r, *c).unwrap_or(0)).sum::<u32>();
        rows.iter().map(in_row).sum()
    };
    let all = || union(counting.iter().map(|c| &frame.lines[*c]));
    let every = || union(order.iter().map(|r| &frame.rows[*r]));
    let cell = |column: usize, n: u32| {
        let filling = frame.filling(column);
        if n == 0 { nothing(&filling) } else { counted(&filling, f64::from(n)) }
    };
    let mut out = Totals::default();
    if spec.totals.of_rows() {
        let of = |n: u32| counting.first().map_or_else(blank, |first| cell(*first, n));
        let found = match columns_parted {
            true => order.iter().map(|r| added(&[*r], counting)).collect(),
            false => {
                let rows: Vec<Line> = order.iter().map(|r| frame.rows[*r].clone()).collect();
                if counting.is_empty() { vec![0; rows.len()] } else { count(&rows, &[all()]) }
            }
        };
        out.rows = Some(found.into_iter().map(of).collect());
    }
    if spec.totals.of_columns() {
        let found = match rows_parted {
            true => (0..frame.plans.len()).map(|c| added(order, &[c])).collect(),
            false => count(&[every()], &frame.lines[..frame.plans.len()]),
        };
        let of = |c: usize| if counting.contains(&c) { cell(c, found.get(c).copied().unwrap_or(0)) } else { blank() };
        out.columns = Some((0..frame.plans.len()).map(of).collect());
    }
    if let (Some(_), Some(_), Some(first)) = (&out.rows, &out.columns, counting.first()) {
        let found = match rows_parted && columns_parted {
            true => Some(added(order, counting)),
            false => count(&[every()], &[all()]).first().copied(),
        };
        out.all = found.map(|n| cell(*first, n));
    }
    out
}

/// Whether no coding can belong to two of these lines: no code is in two of them, or no document, where all hold whole documents.
fn apart<'l>(mut lines: impl Iterator<Item = &'l Line>) -> bool {
    let (mut codes, mut documents) = (IdSet::default(), HashSet::new());
    lines.all(|line| match &line.set {
        Set::Codes(own) => own.iter().all(|code| codes.insert(*code)),
        Set::Places(own) => own.iter().all(|(number, spans)| spans[..] == [WHOLE] && documents.insert(*number)),
        Set::Nothing => true,
        Set::Coder(_) | Set::Passages(_) => false,
    })
}

/// Columns that count something; the others have no total.
fn adds_up(frame: &Frame<'_, '_, '_>, column: usize) -> bool {
    let plan = &frame.plans[column];
    matches!(plan.what, What::Line) && plan.measure.has_total()
}

/// The evidence of several cells, each mark once.
pub(super) fn together(grid: &Grid, rows: &[usize], columns: &[usize]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for row in rows {
        for column in columns {
            marks.extend(grid.at(*row, *column));
        }
    }
    marks.sort_unstable();
    marks.dedup();
    marks
}
