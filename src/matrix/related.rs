use super::Measure;
use super::bits::Bits;
use super::cell::{Made, undefined};
use super::columns::What;
use super::compute::Frame;
use super::concord::Shared;
use super::cross::Grid;
use super::ground::{Mark, NONE};
use super::line::Set;
use super::margins::{Margins, coverage};
use super::measure::Needs;
use super::members::{Crossing, Members, profiles, summary};
use super::pairs::Passages;
use super::testing::Tests;
use super::{likeness, pairs};
use crate::fault::{Fault, Outcome};
use crate::text::Span;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What cells need besides their evidence: looked up once for the whole table, when the first cell asks.
#[derive(Default)]
pub(super) struct Related {
    members: OnceCell<Members>,
    margins: OnceCell<Margins>,
    tests: OnceCell<Tests>,
    shared: OnceCell<Shared>,
    profiles: OnceCell<Profiles>,
    /// The cases over which the columns (or else the rows) part, by measure.
    universes: RefCell<Universes>,
    rows: OnceCell<Vec<OnceCell<Passages>>>,
    columns: OnceCell<Vec<OnceCell<Passages>>>,
}

/// The cases over which a table parts, by measure and by whether the columns part them.
type Universes = BTreeMap<(Measure, bool), Rc<Bits>>;

/// How often each row, and each column, has each of the codes that are compared.
type Profiles = (Vec<Vec<f64>>, Vec<Vec<f64>>);

/// The value of a cell, made when it is not there yet.
fn once<T>(cell: &OnceCell<T>, make: impl FnOnce() -> Outcome<T>) -> Outcome<&T> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let made = make()?;
    Ok(cell.get_or_init(|| made))
}

/// Stands for marks that were only counted.
const SOME: Mark = Mark { document: 0, span: Span { start: 0, end: 0 }, coding: NONE, other: NONE };

impl Related {
    pub(super) fn profiles(&self, frame: &Frame<'_, '_, '_>) -> &Profiles {
        let ground = frame.maker.ground;
        self.profiles.get_or_init(|| {
            let codes = frame.over.clone().unwrap_or_else(|| likeness::every_code(ground));
            (profiles(ground, &frame.rows, &codes), profiles(ground, &frame.lines, &codes))
        })
    }

    pub(super) fn members(&self, frame: &Frame<'_, '_, '_>) -> Outcome<&Members> {
        once(&self.members, || Members::new(frame.maker.ground, &frame.rows, &frame.lines))
    }

    pub(super) fn tests(&self, frame: &Frame<'_, '_, '_>) -> Outcome<&Tests> {
        let members = self.members(frame)?;
        once(&self.tests, || Ok(Tests::new(frame, members)))
    }
}

impl Frame<'_, '_, '_> {
    /// Whether a column shows how like its line is to the rows.
    pub(super) fn is_likeness(&self, column: usize) -> bool {
        let Some(plan) = self.plans.get(column) else { return false };
        let places = matches!(self.lines[column].set, Set::Places(_));
        matches!(plan.what, What::Line)
            && (plan.measure.needs() == Needs::Profiles || plan.measure == Measure::Jaccard && places)
    }

    /// A cell of a line, whatever its measure needs.
    pub(super) fn crossed(&self, grid: &Grid, row: usize, column: usize) -> Outcome<Made> {
        let (filling, marks) = (self.filling(column), grid.at(row, column));
        let coded = (grid.rows_coded[row], grid.columns_coded[column]);
        let (one, two) = (&self.rows[row], &self.lines[column]);
        // Where codings were only counted, cells ask no more of the marks than whether there is any.
        let counted = grid.count(row, column);
        let marks = if counted.is_some_and(|n| n > 0) { &[SOME] } else { marks };
        if let (Some(n), Needs::Evidence) = (counted, filling.measure.needs()) {
            return Ok(self.maker.tallied(one, two, &filling, n, coded));
        }
        if filling.measure.needs() == Needs::Evidence {
            return self.maker.make(one, two, &filling, marks, coded);
        }
        if let Some(made) = self.maker.settled(one, two, &filling, marks, coded) {
            return Ok(made);
        }
        if self.is_likeness(column) {
            if !(coded.0 && coded.1) {
                return Ok(undefined("one of the two has not been coded"));
            }
            let (rows, columns) = self.related.profiles(self);
            return Ok(likeness::cell(&filling, &rows[row], &columns[column]));
        }
        match filling.measure.needs() {
            Needs::Margin if filling.measure == Measure::Coverage => {
                coverage(self.maker.ground, (one, two), &filling, marks)
            }
            Needs::Margin => {
                let margins = once(&self.related.margins, || Margins::new(self, grid))?;
                margins.cell(&self.maker, &filling, (row, column), counted, marks)
            }
            Needs::Cases => self.of_cases(row, column, marks),
            _ => self.of_passages(row, column),
        }
    }

    fn of_cases(&self, row: usize, column: usize, marks: &[Mark]) -> Outcome<Made> {
        let members = self.related.members(self)?;
        let plan = &self.plans[column];
        // What is made of cases parts them: a test over small and large companies is not about those whose size is unknown.
        let key = (plan.measure, self.lines[column].cases.is_some());
        let known = self.related.universes.borrow().get(&key).cloned();
        let universe = known.unwrap_or_else(|| {
            let made = Rc::new(self.universe(members, key));
            self.related.universes.borrow_mut().insert(key, Rc::clone(&made));
            made
        });
        let crossing = Crossing {
            ground: self.maker.ground,
            members,
            row: (&self.rows[row], &members.rows[row]),
            column: (&self.lines[column], &members.columns[column]),
            universe: &universe,
        };
        Ok(crossing.cell(&self.filling(column), marks))
    }

    fn universe(&self, members: &Members, (measure, by_column): (Measure, bool)) -> Bits {
        if !by_column {
            return members.universe(self.rows.iter().zip(&members.rows));
        }
        let alike = (0..self.plans.len()).filter(|c| self.plans[*c].measure == measure);
        members.universe(alike.map(|c| (&self.lines[c], &members.columns[c])))
    }

    fn of_passages(&self, row: usize, column: usize) -> Outcome<Made> {
        let ground = self.maker.ground;
        let empty = |n: usize| (0..n).map(|_| OnceCell::new()).collect();
        let rows = self.related.rows.get_or_init(|| empty(self.rows.len()));
        let columns = self.related.columns.get_or_init(|| empty(self.lines.len()));
        let first = once(&rows[row], || Passages::of(ground, &self.rows[row]))?;
        let second = once(&columns[column], || Passages::of(ground, &self.lines[column]))?;
        pairs::cell(ground, (&self.rows[row], first), (&self.lines[column], second), &self.filling(column))
    }

    /// A cell of a column that shows a figure about its row.
    pub(super) fn figure(&self, row: usize, column: usize) -> Outcome<Made> {
        let (ground, plan) = (self.maker.ground, &self.plans[column]);
        match &plan.what {
            What::Numbers(attribute) => {
                let members = self.related.members(self)?;
                Ok(summary(ground, members, &members.rows[row], *attribute, &self.filling(column)))
            }
            What::Agreement(which) => {
                let shared = once(&self.related.shared, || Ok(Shared::new(ground)))?;
                shared.cell(ground, &self.rows[row], *which, plan.style.decimals)
            }
            What::Test(test) => Ok(self.related.tests(self)?.cell(*test, row)),
            _ => Err(Fault::bug("this column shows no figure")),
        }
    }

    /// What stands behind a cell where that is something else than what lies in its row and column.
    pub(super) fn evidence(&self, row: usize, column: usize) -> Outcome<Option<Vec<Mark>>> {
        let plan = &self.plans[column];
        match plan.what {
            What::Line if self.is_likeness(column) => Ok(Some(Vec::new())),
            What::Line if plan.measure.needs() == Needs::Passages => Ok(Some(self.of_passages(row, column)?.marks)),
            What::Agreement(_) => Ok(Some(self.figure(row, column)?.marks)),
            _ => Ok(None),
        }
    }
}
