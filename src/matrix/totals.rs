use super::columns::What;
use super::compute::{Frame, blank, opened, total, unlike};
use super::cross::Grid;
use super::ground::Mark;
use super::open::Opener;
use super::spec::Spec;
use super::table::{Cell, Totals};
use crate::fault::Outcome;

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
    let cell = |column: usize, marks: Vec<Mark>| -> Outcome<Cell> {
        let filling = frame.filling(column);
        opened(total(&frame.maker, &filling, &marks)?, &marks, filling.measure, opener)
    };
    if spec.totals.of_rows() {
        if let Some((first, rest)) = counting.split_first() {
            let measure = frame.plans[*first].measure;
            if let Some(other) = rest.iter().find(|c| frame.plans[**c].measure != measure) {
                return Err(unlike(measure, frame.plans[*other].measure));
            }
            let row = |r: &usize| cell(*first, together(grid, &[*r], &counting));
            out.rows = Some(order.iter().map(row).collect::<Outcome<_>>()?);
        } else {
            out.rows = Some(vec![blank(); order.len()]);
        }
    }
    if spec.totals.of_columns() {
        let column = |c: usize| if counting.contains(&c) { cell(c, together(grid, order, &[c])) } else { Ok(blank()) };
        out.columns = Some((0..frame.plans.len()).map(column).collect::<Outcome<_>>()?);
    }
    if let (Some(_), Some(_), Some(first)) = (&out.rows, &out.columns, counting.first()) {
        out.all = Some(cell(*first, together(grid, order, &counting))?);
    }
    Ok(out)
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
