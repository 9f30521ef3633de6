use super::bits::Bits;
use super::cell::{Made, plain, undefined, written};
use super::columns::What;
use super::compute::Frame;
use super::figures::{Contingency, benjamini_hochberg, holm};
use super::members::Members;
use super::spec::Test;
use super::table::{Cell, State};

/// The tests of every row over the columns that part the cases: whether having the row's code goes with being in one of them.
pub(super) struct Tests {
    tables: Vec<Contingency>,
    holm: Vec<Option<f64>>,
    bh: Vec<Option<f64>>,
    /// How many cases the tests are over.
    n: f64,
}

impl Tests {
    /// All rows are tested, also those that a filter hides: an adjustment has to know how many tests were made.
    pub(super) fn new(frame: &Frame<'_, '_, '_>, members: &Members) -> Self {
        let columns: Vec<usize> = (0..frame.plans.len())
            .filter(|c| matches!(frame.plans[*c].what, What::Line) && frame.plans[*c].source.is_none())
            .collect();
        let lists: Vec<&Bits> = columns.iter().map(|c| &members.columns[*c]).collect();
        let universe = members.universe(columns.iter().map(|c| (&frame.lines[*c], &members.columns[*c])));
        // A kind of which no case has been coded says nothing and would make every test impossible.
        let parts = lists.into_iter().map(|list| universe.and(list));
        let (parts, of): (Vec<Bits>, Vec<f64>) = parts
            .map(|part| (members.count(&[&part]), part))
            .filter(|(n, _)| *n > 0.0)
            .map(|(n, part)| (part, n))
            .unzip();
        let table = |row: &Bits| {
            let with: Vec<f64> = parts.iter().map(|part| members.count(&[part, row])).collect();
            Contingency::present(&with, &of)
        };
        let tables: Vec<Contingency> = members.rows.iter().map(table).collect();
        let p: Vec<Option<f64>> = tables.iter().map(|t| t.chi_squared().map(|x| t.p(x))).collect();
        let known: Vec<f64> = p.iter().flatten().copied().collect();
        let back = |adjusted: Vec<f64>| {
            let mut adjusted = adjusted.into_iter();
            p.iter().map(|p| p.and_then(|_| adjusted.next())).collect::<Vec<Option<f64>>>()
        };
        let (holm, bh) = (back(holm(&known)), back(benjamini_hochberg(&known)));
        Self { holm, bh, n: members.count(&[&universe]), tables }
    }

    pub(super) fn cell(&self, test: Test, row: usize) -> Made {
        let table = &self.tables[row];
        let p = |statistic: Option<f64>| statistic.map(|x| table.p(x));
        let number = match test {
            Test::Chi2 => table.chi_squared(),
            Test::P => p(table.chi_squared()),
            Test::Yates => table.yates(),
            Test::PYates => p(table.yates()),
            Test::G => table.g(),
            Test::PG => p(table.g()),
            Test::Fisher => table.fisher(),
            Test::V => table.cramers_v(),
            Test::LeastExpected => table.least_expected(),
            Test::Holm => self.holm[row],
            Test::Bh => self.bh[row],
        };
        let Some(number) = number else {
            return undefined(match test {
                Test::Yates | Test::PYates | Test::Fisher => {
                    "the test is for two columns, in which some case has been coded"
                }
                _ => "all or none of the coded cases have it, or fewer than two columns have coded cases",
            });
        };
        let value = match test {
            Test::Chi2 | Test::Yates | Test::G => written(number, 2),
            Test::LeastExpected => written(number, 1),
            Test::V => written(number, 3),
            _ if number < 0.0001 => format!("{number:.1e}"),
            _ => written(number, 4),
        };
        let cell = Cell { number: Some(number), ..plain(value, State::Count) };
        Made { cell, marks: Vec::new(), warning: None }
    }

    /// What is to be written below the table.
    pub(super) fn note(&self) -> String {
        let rough = self.tables.iter().filter(|t| t.least_expected().is_some_and(|e| e < 5.0)).count();
        let said = match rough {
            0 => String::new(),
            n => {
                format!(" In {n} of {} rows an expected count is below 5: there χ² and G are rough.", self.tables.len())
            }
        };
        format!("The unit of the tests is the case (n = {} coded cases), never the passage.{said}", self.n)
    }
}
