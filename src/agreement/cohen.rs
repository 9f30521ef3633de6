use super::chance::percent;
use super::ratings::{Ratings, Undefined, Weights, above_chance};

/// The shares of units by what two coders said of them: `table[k][l]`, and how many units both judged.
fn table(ratings: &Ratings, one: usize, two: usize) -> Result<(Vec<Vec<f64>>, f64), Undefined> {
    let q = ratings.q();
    let (mut table, mut n) = (vec![vec![0.0; q]; q], 0.0);
    for unit in &ratings.units {
        let given = |coder: usize| unit.given.get(coder).copied().flatten();
        if let (Some(k), Some(l)) = (given(one), given(two)) {
            table[k][l] += unit.weight;
            n += unit.weight;
        }
    }
    if n == 0.0 {
        return Err(Undefined::NoPairs);
    }
    table.iter_mut().flatten().for_each(|p| *p /= n);
    Ok((table, n))
}

/// Marginal shares of the rows and of the columns.
fn margins(table: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let q = table.len();
    let rows = table.iter().map(|row| row.iter().sum()).collect();
    let columns = (0..q).map(|l| table.iter().map(|row| row[l]).sum()).collect();
    (rows, columns)
}

/// Σ wₖₗ pₖₗ over a table of products or of observed shares.
fn weighted(q: usize, weights: Weights, share: impl Fn(usize, usize) -> f64) -> f64 {
    (0..q).flat_map(|k| (0..q).map(move |l| (k, l))).map(|(k, l)| weights.of(k, l, q) * share(k, l)).sum()
}

/// **Cohen's κ** (1960; weighted 1968) of two coders over the units that both judged: chance is Σ wₖₗ p₁ₖ p₂ₗ, with each coder's own shares.
///
/// Errors: they judged no unit together; both always gave the same one category.
pub fn cohen(ratings: &Ratings, one: usize, two: usize, weights: Weights) -> Result<f64, Undefined> {
    let (table, _) = table(ratings, one, two)?;
    let (rows, columns) = margins(&table);
    let q = ratings.q();
    above_chance(weighted(q, weights, |k, l| table[k][l]), weighted(q, weights, |k, l| rows[k] * columns[l]))
}

/// Standard error of [`cohen`] (Fleiss, Cohen & Everitt 1969) for a confidence interval; with `null` the one for testing κ = 0.
///
/// Errors: as for the coefficient.
pub fn cohen_error(ratings: &Ratings, one: usize, two: usize, weights: Weights, null: bool) -> Result<f64, Undefined> {
    let (table, n) = table(ratings, one, two)?;
    let (rows, columns) = margins(&table);
    let q = ratings.q();
    let expected = weighted(q, weights, |k, l| rows[k] * columns[l]);
    let kappa = above_chance(weighted(q, weights, |k, l| table[k][l]), expected)?;
    let by_row: Vec<f64> = (0..q).map(|k| (0..q).map(|l| weights.of(k, l, q) * columns[l]).sum()).collect();
    let by_column: Vec<f64> = (0..q).map(|l| (0..q).map(|k| weights.of(k, l, q) * rows[k]).sum()).collect();
    let mut sum = 0.0;
    for k in 0..q {
        for l in 0..q {
            let (weight, mean) = (weights.of(k, l, q), by_row[k] + by_column[l]);
            sum += if null {
                rows[k] * columns[l] * (weight - mean).powi(2)
            } else {
                table[k][l] * (weight - mean * (1.0 - kappa)).powi(2)
            };
        }
    }
    let middle = if null { expected } else { kappa - expected * (1.0 - kappa) };
    Ok(((sum - middle * middle).max(0.0) / n).sqrt() / (1.0 - expected))
}

/// **Conger's κ** (1980; Hubert 1977) of several coders: chance is the mean, over pairs of coders, of Σ wₖₗ pₐₖ p_bₗ with each coder's own shares.
///
/// Errors: no unit was judged by two; every judgement is the same.
pub fn conger(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    let (q, coders) = (ratings.q(), ratings.coders());
    let mut shares = vec![vec![0.0; q]; coders];
    for unit in &ratings.units {
        for (coder, k) in unit.given.iter().enumerate().filter_map(|(c, k)| Some((c, (*k)?))) {
            shares[coder][k] += unit.weight;
        }
    }
    for share in &mut shares {
        let all: f64 = share.iter().sum();
        share.iter_mut().for_each(|s| *s /= if all > 0.0 { all } else { 1.0 });
    }
    let (mut expected, mut pairs) = (0.0, 0.0);
    for a in 0..coders {
        for b in a + 1..coders {
            expected += weighted(q, weights, |k, l| shares[a][k] * shares[b][l]);
            pairs += 1.0;
        }
    }
    if pairs == 0.0 { Err(Undefined::NoPairs) } else { above_chance(percent(ratings, weights)?, expected / pairs) }
}

/// **Light's κ** (1971): the mean of Cohen's κ over all pairs of coders that judged a unit together; for two coders Cohen's κ itself.
///
/// Errors: no two judged a unit together; for one pair it is undefined, so that a mean over the others would be of something else.
pub fn light(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    let coders = ratings.coders();
    let (mut sum, mut n) = (0.0, 0.0);
    for a in 0..coders {
        for b in a + 1..coders {
            match cohen(ratings, a, b, weights) {
                Ok(kappa) => {
                    sum += kappa;
                    n += 1.0;
                }
                Err(Undefined::NoPairs) => {}
                Err(why) => return Err(why),
            }
        }
    }
    if n > 0.0 { Ok(sum / n) } else { Err(Undefined::NoPairs) }
}
