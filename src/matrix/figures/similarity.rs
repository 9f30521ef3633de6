/// In how many codes two cases agree and differ, when a code only occurs or does not.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Presence {
    /// Codes that both have.
    pub both: f64,
    /// Codes that only the first has.
    pub first: f64,
    /// Codes that only the second has.
    pub second: f64,
    /// Codes that neither has.
    pub neither: f64,
}

impl Presence {
    /// Compares what two cases have, code by code.
    pub fn of(one: &[bool], two: &[bool]) -> Self {
        let mut out = Self::default();
        for pair in one.iter().zip(two) {
            *match pair {
                (true, true) => &mut out.both,
                (true, false) => &mut out.first,
                (false, true) => &mut out.second,
                (false, false) => &mut out.neither,
            } += 1.0;
        }
        out
    }

    fn all(self) -> f64 {
        self.both + self.first + self.second + self.neither
    }

    /// **Simple match** (Sokal & Michener 1958) (a + d) / (a + b + c + d): codes that both or neither have. `None` without codes.
    pub fn simple_match(self) -> Option<f64> {
        share(self.both + self.neither, self.all())
    }

    /// **Jaccard** (1912) a / (a + b + c): what neither has says nothing. `None` when neither has any.
    pub fn jaccard(self) -> Option<f64> {
        share(self.both, self.both + self.first + self.second)
    }

    /// **Kuckartz & Rädiker's ζ** (in MAXQDA's similarity analysis) (2a + d) / (2a + b + c + d): common codes weigh double, common absence single. `None` without codes.
    pub fn zeta(self) -> Option<f64> {
        share(2.0 * self.both + self.neither, self.all() + self.both)
    }

    /// **Russell & Rao** (1940) a / (a + b + c + d): only common codes count, of all. `None` without codes.
    pub fn russell_rao(self) -> Option<f64> {
        share(self.both, self.all())
    }

    /// **Dice** (1945; Sørensen 1948) 2a / (2a + b + c). `None` when neither has any.
    pub fn dice(self) -> Option<f64> {
        share(2.0 * self.both, 2.0 * self.both + self.first + self.second)
    }
}

fn share(part: f64, all: f64) -> Option<f64> {
    (all > 0.0).then(|| part / all)
}

/// How often two cases have each code.
#[derive(Clone, Copy, Debug)]
pub struct Frequencies<'f>(pub &'f [f64], pub &'f [f64]);

impl Frequencies<'_> {
    fn sum(&self, term: impl Fn(f64, f64) -> f64) -> f64 {
        self.0.iter().zip(self.1).map(|(a, b)| term(*a, *b)).sum()
    }

    /// **Block distance** Σ |x − y|, in codings; 0 is alike.
    pub fn block(&self) -> f64 {
        self.sum(|a, b| (a - b).abs())
    }

    /// **Squared Euclidean distance** Σ (x − y)², in squared codings; 0 is alike.
    pub fn squared_euclid(&self) -> f64 {
        self.sum(|a, b| (a - b).powi(2))
    }

    /// **Cosine** Σ xy / √(Σ x² Σ y²), from 0 to 1. `None` when one has no coding.
    pub fn cosine(&self) -> Option<f64> {
        let norm = (self.sum(|a, _| a * a) * self.sum(|_, b| b * b)).sqrt();
        (norm > 0.0).then(|| self.sum(|a, b| a * b) / norm)
    }

    /// **Pearson's r** of the frequencies, from −1 to 1. `None` when one has every code equally often.
    pub fn pearson(&self) -> Option<f64> {
        super::summary::pearson(self.0, self.1)
    }
}
