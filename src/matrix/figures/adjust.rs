/// **Holm's** (1979) adjustment of p-values that belong together: the smallest times m, the next times m − 1 …, never smaller than the one before, at most 1.
/// Below α, the chance of even one false finding is at most α. In the order given.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut out = vec![0.0; p.len()];
    let mut last = 0.0f64;
    for (rank, at) in order.into_iter().enumerate() {
        last = last.max((p[at] * (p.len() - rank) as f64).min(1.0));
        out[at] = last;
    }
    out
}

/// **Benjamini & Hochberg's** (1995) adjustment: the p of rank i times m / i, never larger than the one after, at most 1. Of those below α, at most a share of α
/// is expected to be false. In the order given.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut out = vec![0.0; p.len()];
    let mut last = 1.0f64;
    for (rank, at) in order.into_iter().enumerate().rev() {
        last = last.min(p[at] * p.len() as f64 / (rank + 1) as f64);
        out[at] = last;
    }
    out
}

fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    order
}
