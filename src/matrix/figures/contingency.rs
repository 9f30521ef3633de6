use super::special::{chi_squared_tail, ln_gamma};

/// A table of counts: how many **cases** have the one thing and the other. A case stands in exactly one cell. Tests over passages instead of cases would take
/// what one person says ten times for ten independent observations; they are not offered.
#[derive(Clone, PartialEq, Debug)]
pub struct Contingency {
    counts: Vec<Vec<f64>>,
    rows: Vec<f64>,
    columns: Vec<f64>,
    n: f64,
}

impl Contingency {
    /// A table from its rows, which are equally long.
    pub fn new(counts: Vec<Vec<f64>>) -> Self {
        let rows: Vec<f64> = counts.iter().map(|row| row.iter().sum()).collect();
        let width = counts.iter().map(Vec::len).max().unwrap_or(0);
        let columns: Vec<f64> = (0..width).map(|c| counts.iter().map(|row| row[c]).sum()).collect();
        let n = rows.iter().sum();
        Self { counts, rows, columns, n }
    }

    /// The 2 × k table of a code: how many cases have it in each of k kinds, of how many cases each.
    pub fn present(with: &[f64], of: &[f64]) -> Self {
        let without = with.iter().zip(of).map(|(with, of)| of - with).collect();
        Self::new(vec![with.to_vec(), without])
    }

    /// How many cases would stand in a cell if rows and columns had nothing to do with each other: row total × column total / n. `None` without cases.
    pub fn expected(&self, row: usize, column: usize) -> Option<f64> {
        (self.n > 0.0).then(|| self.rows[row] * self.columns[column] / self.n)
    }

    /// The **standardised residual** (Pearson 1900), in standard deviations: (observed − expected) / √expected. `None` where nothing is expected.
    pub fn residual(&self, row: usize, column: usize) -> Option<f64> {
        let expected = self.expected(row, column).filter(|e| *e > 0.0)?;
        Some((self.counts[row][column] - expected) / expected.sqrt())
    }

    /// The **adjusted residual** (Haberman 1973) (observed − expected) / √(expected (1 − row share)(1 − column share)), which is about normal: beyond ±2 is
    /// unusual. `None` where a row or column holds all cases or none.
    pub fn adjusted(&self, row: usize, column: usize) -> Option<f64> {
        let expected = self.expected(row, column)?;
        let spread = expected * (1.0 - self.rows[row] / self.n) * (1.0 - self.columns[column] / self.n);
        (spread > 0.0).then(|| (self.counts[row][column] - expected) / spread.sqrt())
    }

    fn cells(&self) -> impl Iterator<Item = (f64, f64)> {
        let (rows, columns) = (self.rows.len(), self.columns.len());
        (0..rows)
            .flat_map(move |r| (0..columns).map(move |c| (self.counts[r][c], self.rows[r] * self.columns[c] / self.n)))
    }

    /// True where every row and every column has a case, so that the tests mean something.
    fn tests(&self) -> bool {
        self.rows.len() > 1 && self.columns.len() > 1 && self.rows.iter().chain(&self.columns).all(|total| *total > 0.0)
    }

    /// Degrees of freedom: (rows − 1)(columns − 1).
    pub fn df(&self) -> usize {
        self.rows.len().saturating_sub(1) * self.columns.len().saturating_sub(1)
    }

    /// The smallest expected count. Below 5, χ² and G are rough, and Fisher's test is the better one.
    pub fn least_expected(&self) -> Option<f64> {
        (self.n > 0.0).then(|| self.cells().map(|(_, e)| e).fold(f64::INFINITY, f64::min))
    }

    /// **Pearson's** (1900) **χ²** Σ (observed − expected)² / expected, without correction. `None` where a row or column is empty.
    pub fn chi_squared(&self) -> Option<f64> {
        self.tests().then(|| self.cells().map(|(o, e)| (o - e).powi(2) / e).sum())
    }

    /// χ² with **Yates' correction** (1934) for 2 × 2 tables: each difference is made ½ smaller, but not below 0. `None` for other tables.
    pub fn yates(&self) -> Option<f64> {
        let small = self.rows.len() == 2 && self.columns.len() == 2 && self.tests();
        small.then(|| self.cells().map(|(o, e)| ((o - e).abs() - 0.5).max(0.0).powi(2) / e).sum())
    }

    /// The **likelihood ratio G** (Wilks 1935) = 2 Σ observed · ln(observed / expected), distributed as χ². `None` where a row or column is empty.
    pub fn g(&self) -> Option<f64> {
        let term = |(o, e): (f64, f64)| if o > 0.0 { o * (o / e).ln() } else { 0.0 };
        self.tests().then(|| 2.0 * self.cells().map(term).sum::<f64>())
    }

    /// The p-value of a χ² or G of this table.
    pub fn p(&self, statistic: f64) -> f64 {
        chi_squared_tail(statistic, self.df())
    }

    /// **Cramér's** (1946) **V** = √(χ² / (n · (smaller side − 1))), from 0 to 1. `None` where a row or column is empty.
    pub fn cramers_v(&self) -> Option<f64> {
        let chi_squared = self.chi_squared()?;
        let side = self.rows.len().min(self.columns.len()) - 1;
        Some((chi_squared / (self.n * side as f64)).sqrt())
    }

    /// The two-sided p of **Fisher's exact test** (1935) for 2 × 2 tables of whole counts: the chance, with the totals as they are, of all tables that are no more
    /// likely than this one. `None` for other tables.
    pub fn fisher(&self) -> Option<f64> {
        if self.rows.len() != 2 || self.columns.len() != 2 || self.n <= 0.0 {
            return None;
        }
        let (row, column, n) = (self.rows[0], self.columns[0], self.n);
        let choose = |n: f64, k: f64| ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
        let here = self.counts[0][0];
        let start = (choose(column, here) + choose(n - column, row - here) - choose(n, row)).exp();
        // From this table outwards, each chance follows from its neighbour's: p(k + 1) / p(k) = (column − k)(row − k) / (k + 1)(n − row − column + k + 1).
        let up = |k: f64| (column - k) * (row - k) / ((k + 1.0) * (n - row - column + k + 1.0));
        let (low, high) = ((row + column - n).max(0.0), row.min(column));
        let (mut above, mut below) = (Vec::new(), Vec::new());
        let mut p = 1.0;
        for k in (here as u64)..(high as u64) {
            p *= up(k as f64);
            above.push(p);
        }
        p = 1.0;
        for k in ((low as u64)..(here as u64)).rev() {
            p /= up(k as f64);
            below.push(p);
        }
        // Tables that are exactly as likely may differ in their last bits.
        let no_likelier: f64 = above.iter().chain(&below).filter(|p| **p <= 1.0 + 1e-7).sum();
        if start > f64::MIN_POSITIVE {
            return Some((start * (1.0 + no_likelier)).min(1.0));
        }
        // Too unlikely to be written down by itself: what all tables come to together is 1.
        let all: f64 = 1.0 + above.iter().chain(&below).sum::<f64>();
        Some(if all.is_finite() { ((1.0 + no_likelier) / all).min(1.0) } else { 0.0 })
    }
}
