/// A summary of numbers, one a case.
#[derive(Clone, PartialEq, Debug)]
pub struct Summary(Vec<f64>);

impl Summary {
    /// Of numbers in any order.
    pub fn of(mut numbers: Vec<f64>) -> Self {
        numbers.sort_by(f64::total_cmp);
        Self(numbers)
    }

    /// How many there are. Unit: cases with a value.
    pub fn n(&self) -> usize {
        self.0.len()
    }

    /// The **mean**. Unit: that of the attribute. `None` without numbers.
    pub fn mean(&self) -> Option<f64> {
        (!self.0.is_empty()).then(|| self.0.iter().sum::<f64>() / self.0.len() as f64)
    }

    /// The **median**: the middle one, or the mean of the middle two. `None` without numbers.
    pub fn median(&self) -> Option<f64> {
        let middle = self.0.len() / 2;
        match self.0.len() {
            0 => None,
            n if n % 2 == 1 => Some(self.0[middle]),
            _ => Some(f64::midpoint(self.0[middle - 1], self.0[middle])),
        }
    }

    /// The smallest. `None` without numbers.
    pub fn min(&self) -> Option<f64> {
        self.0.first().copied()
    }

    /// The largest. `None` without numbers.
    pub fn max(&self) -> Option<f64> {
        self.0.last().copied()
    }

    /// The **standard deviation** of a sample, √(Σ (x − mean)² / (n − 1)). `None` with fewer than two numbers.
    pub fn sd(&self) -> Option<f64> {
        let mean = self.mean().filter(|_| self.0.len() > 1)?;
        let squares: f64 = self.0.iter().map(|x| (x - mean).powi(2)).sum();
        Some((squares / (self.0.len() - 1) as f64).sqrt())
    }
}

/// Pearson's r; `None` when one of the two does not vary.
pub(super) fn pearson(one: &[f64], two: &[f64]) -> Option<f64> {
    let n = one.len().min(two.len()) as f64;
    let mean = |of: &[f64]| of.iter().sum::<f64>() / n;
    let (a, b) = (mean(one), mean(two));
    let sum = |term: &dyn Fn(f64, f64) -> f64| one.iter().zip(two).map(|(x, y)| term(x - a, y - b)).sum::<f64>();
    let spread = (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt();
    (spread > 0.0).then(|| sum(&|x, y| x * y) / spread)
}

/// **Spearman's rank correlation** (1904) of two numbers of the same cases, from −1 to 1; equal numbers share the mean of their ranks. `None` with fewer than three cases,
/// or when one does not vary.
pub fn spearman(one: &[f64], two: &[f64]) -> Option<f64> {
    if one.len() < 3 || one.len() != two.len() { None } else { pearson(&ranks(one), &ranks(two)) }
}

fn ranks(of: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..of.len()).collect();
    order.sort_by(|a, b| of[*a].total_cmp(&of[*b]));
    let mut out = vec![0.0; of.len()];
    let mut from = 0;
    for equal in order.chunk_by(|a, b| of[*a] == of[*b]) {
        equal.iter().for_each(|at| out[*at] = from as f64 + (equal.len() + 1) as f64 / 2.0);
        from += equal.len();
    }
    out
}
