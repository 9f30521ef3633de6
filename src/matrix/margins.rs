use super::Measure;
use super::cell::{Filling, Made, Maker, counted, nothing, undefined};
use super::compute::Frame;
use super::cross::Grid;
use super::ground::{Ground, Mark, shared};
use super::line::{Line, Set};
use super::spec::CellStyle;
use super::tally::{Each, tally, union};
use super::totals::together;
use crate::fault::{Fault, Outcome};
use crate::query::WHOLE;
use crate::text::{Span, joined};
use std::collections::BTreeMap;

/// What percentages are of: the totals of the rows, or of the columns.
pub(super) struct Margins {
    /// By column with a percentage, by row: the row's total over the columns that show the same.
    rows: BTreeMap<usize, Vec<f64>>,
    /// By column with a percentage: its total over all rows.
    columns: BTreeMap<usize, f64>,
}

impl Margins {
    pub(super) fn new(frame: &Frame<'_, '_, '_>, grid: &Grid) -> Outcome<Self> {
        if grid.is_counted() {
            return Ok(Self::counted(frame, grid.each));
        }
        let mut out = Self { rows: BTreeMap::new(), columns: BTreeMap::new() };
        let all: Vec<usize> = (0..frame.rows.len()).collect();
        let kind = |c: usize| (frame.plans[c].measure, base(frame.plans[c].style));
        for c in 0..frame.plans.len() {
            let (measure, of) = kind(c);
            if measure == Measure::ColumnPercent {
                out.columns.insert(c, amount(&frame.maker, of, &together(grid, &all, &[c]))?);
            }
            if measure == Measure::RowPercent {
                let alike: Vec<usize> = (0..frame.plans.len()).filter(|other| kind(*other) == kind(c)).collect();
                // Columns that are alike share their totals.
                let known = alike.iter().find_map(|other| out.rows.get(other).cloned());
                let of_row = |r: &usize| amount(&frame.maker, of, &together(grid, &[*r], &alike));
                let totals = known.map_or_else(|| all.iter().map(of_row).collect::<Outcome<Vec<f64>>>(), Ok)?;
                out.rows.insert(c, totals);
            }
        }
        Ok(out)
    }

    /// The same where codings were only counted: a total is the count of what all the lines hold together.
    fn counted(frame: &Frame<'_, '_, '_>, each: Each) -> Self {
        let mut out = Self { rows: BTreeMap::new(), columns: BTreeMap::new() };
        let measure = |c: usize| frame.plans[c].measure;
        let with = |m: Measure| (0..frame.plans.len()).filter(move |c| measure(*c) == m).collect::<Vec<usize>>();
        let ground = frame.maker.ground;
        let numbers = |rows: &[Line], columns: &[Line]| -> Vec<f64> {
            let counts = tally(ground, rows, columns, each).map(|found| found.counts).unwrap_or_default();
            counts.into_iter().map(f64::from).collect()
        };
        let down = with(Measure::ColumnPercent);
        if !down.is_empty() {
            let found = numbers(&[union(frame.rows.iter())], &frame.lines[..frame.plans.len()]);
            out.columns = down.into_iter().filter_map(|c| Some((c, *found.get(c)?))).collect();
        }
        let across = with(Measure::RowPercent);
        if !across.is_empty() {
            let found = numbers(&frame.rows, &[union(across.iter().map(|c| &frame.lines[*c]))]);
            out.rows = across.into_iter().map(|c| (c, found.clone())).collect();
        }
        out
    }

    /// The cell of a percentage; `counted_as` says how much there is where the marks are not at hand.
    pub(super) fn cell(
        &self,
        maker: &Maker<'_, '_>,
        filling: &Filling<'_>,
        (row, column): (usize, usize),
        counted_as: Option<u32>,
        marks: &[Mark],
    ) -> Outcome<Made> {
        let whole = match filling.measure {
            Measure::RowPercent => self.rows.get(&column).map(|totals| totals[row]),
            _ => self.columns.get(&column).copied(),
        };
        let whole = whole.unwrap_or(0.0);
        if whole == 0.0 {
            let side = if filling.measure == Measure::RowPercent { "row" } else { "column" };
            return Ok(undefined(format!("nothing in the {side} to take a share of")));
        }
        let part = counted_as.map_or_else(|| amount(maker, base(filling.style), marks), |n| Ok(f64::from(n)))?;
        let share = 100.0 * part / whole;
        let cell = if marks.is_empty() { nothing(filling) } else { counted(filling, share) };
        Ok(Made { cell, marks: marks.to_vec(), warning: None })
    }
}

/// What a percentage is of.
pub(super) fn base(style: &CellStyle) -> Measure {
    style.of.unwrap_or(Measure::Count)
}

fn amount(maker: &Maker<'_, '_>, measure: Measure, marks: &[Mark]) -> Outcome<f64> {
    if marks.is_empty() {
        return Ok(0.0);
    }
    let style = CellStyle::default();
    let filling = Filling { measure, style: &style, root: None, labels: Default::default() };
    Ok(maker.filled(&filling, marks)?.number.unwrap_or(0.0))
}

/// The cell of the measure *coverage*: characters of the row's (or else the column's) part of the documents that lie in the evidence, in percent.
pub(super) fn coverage(
    ground: &Ground<'_>,
    (row, column): (&Line, &Line),
    filling: &Filling<'_>,
    marks: &[Mark],
) -> Outcome<Made> {
    let ((Set::Places(places), _) | (_, Set::Places(places))) = (&row.set, &column.set) else {
        return Err(Fault::asked(format!("neither “{}” nor “{}” is a part of documents", row.label, column.label))
            .hint("coverage is a share of the text of cases, documents, speakers, questions or values"));
    };
    let mut whole = 0.0;
    for (document, spans) in places.iter() {
        whole += characters(ground, *document, spans)?;
    }
    if whole == 0.0 {
        return Ok(undefined("there is no text to cover"));
    }
    let mut by_document: BTreeMap<u32, Vec<&Mark>> = BTreeMap::new();
    marks.iter().for_each(|m| by_document.entry(m.document).or_default().push(m));
    let mut covered = 0.0;
    for (document, marks) in by_document {
        let Some(spans) = places.get(&document) else { continue };
        covered += match (spans[..] == [WHOLE]).then(|| points(ground, &marks)).flatten() {
            Some(points) => joined(points).iter().map(|s| f64::from(s.end - s.start)).sum(),
            None => {
                let own = joined(marks.iter().map(|m| m.span).collect());
                characters(ground, document, &shared(spans, &own))?
            }
        };
    }
    let cell = if marks.is_empty() { nothing(filling) } else { counted(filling, 100.0 * covered / whole) };
    Ok(Made { cell, marks: marks.to_vec(), warning: None })
}

/// The places of marks in code points where all are whole codings, which know them; then no text need be loaded.
fn points(ground: &Ground<'_>, marks: &[&Mark]) -> Option<Vec<Span>> {
    let own = |mark: &&Mark| {
        let coding = ground.coding(mark.coding)?;
        (coding.span == mark.span).then_some(Span { start: coding.points.start, end: coding.points.end })
    };
    marks.iter().map(own).collect()
}

/// How many code points stretches of a document have.
fn characters(ground: &Ground<'_>, document: u32, spans: &[Span]) -> Outcome<f64> {
    if spans == [WHOLE] {
        return Ok(f64::from(ground.documents[document as usize].characters));
    }
    let content = ground.content(document)?;
    let length = |span: &Span| {
        let points = content.text.to_points(*span);
        f64::from(points.end - points.start)
    };
    Ok(spans.iter().map(length).sum())
}
