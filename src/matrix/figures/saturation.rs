use std::collections::BTreeSet;

/// How many codes each interview has that none before it had, in the order given. Each interview is a list of codes by number.
pub fn new_codes(interviews: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    interviews.iter().map(|codes| codes.iter().filter(|code| seen.insert(**code)).count()).collect()
}

/// One run of interviews after the base.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Run {
    /// The first and the last interview of the run, counted from 1.
    pub interviews: (usize, usize),
    /// Codes that no interview before the run had.
    pub new: usize,
    /// New codes over those of the base.
    pub ratio: f64,
}

/// The runs of **Guest, Namey & Chen** (PLoS ONE 15(5), 2020, e0232076): the codes of the first `base` interviews are the base; each run of `length` interviews
/// after it is judged by the ratio of its new codes to those of the base. Runs slide by one interview. Empty when the base has no codes.
pub fn runs(new: &[usize], base: usize, length: usize) -> Vec<Run> {
    let of_base: usize = new.iter().take(base).sum();
    if of_base == 0 || length == 0 || new.len() < base + length {
        return Vec::new();
    }
    let run = |at: usize| {
        let found = new[at..at + length].iter().sum();
        Run { interviews: (at + 1, at + length), new: found, ratio: found as f64 / of_base as f64 }
    };
    (base..=new.len() - length).map(run).collect()
}

/// After which interview the codes are saturated: the last interview before the first run whose ratio is at most `threshold`, written `n+length` by Guest et al.
/// `None` when no run is.
pub fn saturated(new: &[usize], base: usize, length: usize, threshold: f64) -> Option<usize> {
    let run = runs(new, base, length).into_iter().find(|run| run.ratio <= threshold + 1e-12)?;
    Some(run.interviews.0 - 1)
}

/// **Expected accumulation** (Mao's τ, exact): how many different codes m interviews have on average over all orders, for m = 1 … n. E[S(m)] = Σₖ 1 − C(n − fₖ, m) /
/// C(n, m), where code k occurs in fₖ of n interviews. What the order of the interviews does to the curve of new codes is not in it.
pub fn accumulation(occurs_in: &[usize], n: usize) -> Vec<f64> {
    let missed = |f: usize, m: usize| -> f64 {
        // C(n − f, m) / C(n, m) as a product, which neither over- nor underflows.
        (0..m).map(|i| (n as f64 - f as f64 - i as f64).max(0.0) / (n - i) as f64).product()
    };
    (1..=n).map(|m| occurs_in.iter().filter(|f| **f > 0).map(|f| 1.0 - missed(*f, m)).sum()).collect()
}

/// **Chao2** (1987, bias-corrected): an estimate of how many codes there are, seen or not: S + (n − 1)/n · Q₁(Q₁ − 1) / (2(Q₂ + 1)), where Q₁ codes occur in one
/// interview and Q₂ in two. `None` without interviews.
pub fn chao2(occurs_in: &[usize], n: usize) -> Option<f64> {
    let with = |wanted: usize| occurs_in.iter().filter(|f| **f == wanted).count() as f64;
    let (seen, q1, q2) = (occurs_in.iter().filter(|f| **f > 0).count() as f64, with(1), with(2));
    (n > 0).then(|| seen + (n as f64 - 1.0) / n as f64 * q1 * (q1 - 1.0) / (2.0 * (q2 + 1.0)))
}
