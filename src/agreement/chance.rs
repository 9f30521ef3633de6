use super::ratings::{Ratings, Undefined, Unit, Weights, above_chance};

/// **Percent agreement**, as a share: of two judgements of the same unit by different coders, the chance that they agree.
///
/// p = mean over units with r ≥ 2 judgements of Σₖ rₖ(r*ₖ − 1) / (r(r − 1)), where r*ₖ = Σₗ wₖₗ rₗ (Gwet 2014). For two coders the share of units that they
/// judge alike.
///
/// Errors: no unit was judged by two.
pub fn percent(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    let (mut sum, mut n) = (0.0, 0.0);
    for unit in &ratings.units {
        if let Some(p) = agreeing(ratings, unit, weights) {
            sum += unit.weight * p;
            n += unit.weight;
        }
    }
    if n > 0.0 { Ok(sum / n) } else { Err(Undefined::NoPairs) }
}

/// The share of units with at least two judgements that all agree: what some programs call percent agreement of several coders.
///
/// Errors: no unit was judged by two.
pub fn unanimous(ratings: &Ratings) -> Result<f64, Undefined> {
    let (mut alike, mut n) = (0.0, 0.0);
    for unit in ratings.units.iter().filter(|u| u.given.iter().flatten().count() > 1) {
        let mut given = unit.given.iter().flatten();
        let first = given.next();
        alike += if given.all(|k| Some(k) == first) { unit.weight } else { 0.0 };
        n += unit.weight;
    }
    if n > 0.0 { Ok(alike / n) } else { Err(Undefined::NoPairs) }
}

/// The chance that two judgements of a unit agree; `None` with fewer than two.
fn agreeing(ratings: &Ratings, unit: &Unit, weights: Weights) -> Option<f64> {
    let counts = ratings.counts(unit);
    let r: f64 = counts.iter().sum();
    if r < 2.0 {
        return None;
    }
    let q = ratings.q();
    let starred = |k: usize| (0..q).map(|l| weights.of(k, l, q) * counts[l]).sum::<f64>();
    Some((0..q).map(|k| counts[k] * (starred(k) - 1.0)).sum::<f64>() / (r * (r - 1.0)))
}

/// All weights together.
fn total_weight(q: usize, weights: Weights) -> f64 {
    (0..q).flat_map(|k| (0..q).map(move |l| weights.of(k, l, q))).sum()
}

/// **S** of Bennett, Alpert & Goldstein (1954), which is Brennan & Prediger's (1981) and Randolph's free-marginal κ: chance is 1/q, with q the number of
/// categories that the scheme *declares*. Weighted: chance is Σ wₖₗ / q².
///
/// Errors: no unit was judged by two; fewer than two categories.
pub fn s(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    above_chance(percent(ratings, weights)?, even_chance(ratings, weights)?)
}

fn even_chance(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    let q = ratings.q();
    if q < 2 { Err(Undefined::OneCategory) } else { Ok(total_weight(q, weights) / (q * q) as f64) }
}

/// **Fleiss' κ** (1971), in Gwet's form for missing judgements: chance is Σₖₗ wₖₗ πₖ πₗ with πₖ the mean share of category k. For two coders it is Scott's π,
/// not Cohen's κ.
///
/// Errors: no unit was judged by two; every judgement is the same.
pub fn fleiss(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    above_chance(percent(ratings, weights)?, shared_chance(&ratings.shares(), weights))
}

fn shared_chance(shares: &[f64], weights: Weights) -> f64 {
    let q = shares.len();
    (0..q).flat_map(|k| (0..q).map(move |l| weights.of(k, l, q) * shares[k] * shares[l])).sum()
}

/// **Fleiss' κ of one category** against all others: 1 − Σᵢ rₖ(m − rₖ) / (N m(m − 1) p(1 − p)). Every unit must have the same number m of judgements; units
/// with another number are left out.
///
/// Errors: no unit was judged by two; the category is given always or never.
pub fn fleiss_of(ratings: &Ratings, category: usize) -> Result<f64, Undefined> {
    let m = ratings.coders() as f64;
    let (mut split, mut given, mut n) = (0.0, 0.0, 0.0);
    for unit in &ratings.units {
        let counts = ratings.counts(unit);
        if m < 2.0 || counts.iter().sum::<f64>() < m {
            continue;
        }
        split += unit.weight * counts[category] * (m - counts[category]);
        given += unit.weight * counts[category];
        n += unit.weight;
    }
    if n == 0.0 {
        return Err(Undefined::NoPairs);
    }
    let p = given / (n * m);
    let expected = n * m * (m - 1.0) * p * (1.0 - p);
    if expected <= 0.0 { Err(Undefined::NoVariation) } else { Ok(1.0 - split / expected) }
}

/// **Gwet's AC1** (2008), and AC2 with weights: chance is T Σₖ πₖ(1 − πₖ) / (q(q − 1)) with T the sum of all weights. With a declared q ≥ 2 it is defined even
/// when every judgement is the same.
///
/// Errors: no unit was judged by two; fewer than two categories.
pub fn ac(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    above_chance(percent(ratings, weights)?, gwet_chance(ratings, weights)?)
}

fn gwet_chance(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    let q = ratings.q();
    if q < 2 {
        return Err(Undefined::OneCategory);
    }
    let spread: f64 = ratings.shares().iter().map(|p| p * (1.0 - p)).sum();
    Ok(total_weight(q, weights) * spread / (q * (q - 1)) as f64)
}

/// Standard error of [`ac`] over samples of units (Gwet 2014): characters of a text are no independent units, and a standard error over them means nothing.
///
/// Errors: as for the coefficient; fewer than two units.
pub fn ac_error(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    let (q, shares) = (ratings.q(), ratings.shares());
    let expected = gwet_chance(ratings, weights)?;
    let factor = total_weight(q, weights) / (q * (q - 1)) as f64;
    error(ratings, weights, expected, |share| factor * (0..q).map(|k| share[k] * (1.0 - shares[k])).sum::<f64>())
}

/// Standard error of [`fleiss`] over samples of units (Gwet 2014).
///
/// Errors: as for the coefficient; fewer than two units.
pub fn fleiss_error(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    let (q, shares) = (ratings.q(), ratings.shares());
    let expected = shared_chance(&shares, weights);
    error(ratings, weights, expected, |share| {
        (0..q).flat_map(|k| (0..q).map(move |l| (k, l))).map(|(k, l)| weights.of(k, l, q) * share[k] * shares[l]).sum()
    })
}

/// Standard error of [`s`] over samples of units (Gwet 2014).
///
/// Errors: as for the coefficient; fewer than two units.
pub fn s_error(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    let expected = even_chance(ratings, weights)?;
    error(ratings, weights, expected, |_| expected)
}

/// Gwet's linearised variance: each unit's own contribution to the coefficient, corrected for its contribution to chance. `own` gives a unit's chance agreement
/// from its shares of the categories.
fn error(ratings: &Ratings, weights: Weights, expected: f64, own: impl Fn(&[f64]) -> f64) -> Result<f64, Undefined> {
    let observed = percent(ratings, weights)?;
    let value = above_chance(observed, expected)?;
    let judged = || ratings.units.iter().filter(|u| u.given.iter().flatten().count() > 0);
    let n: f64 = judged().map(|u| u.weight).sum();
    let pairs: f64 = judged().filter(|u| u.given.iter().flatten().count() > 1).map(|u| u.weight).sum();
    if n < 2.0 {
        return Err(Undefined::OneUnit);
    }
    let mut sum = 0.0;
    for unit in judged() {
        let mut share = ratings.counts(unit);
        let r: f64 = share.iter().sum();
        share.iter_mut().for_each(|s| *s /= r);
        let above = agreeing(ratings, unit, weights).map_or(0.0, |p| p - expected);
        let one = n / pairs * above / (1.0 - expected);
        let corrected = one - 2.0 * (1.0 - value) * (own(&share) - expected) / (1.0 - expected);
        sum += unit.weight * (corrected - value).powi(2);
    }
    Ok((sum / (n * (n - 1.0))).sqrt())
}
