/// The probability that χ² with one degree of freedom is at least so large: the regularised upper incomplete gamma function Q(½, x ÷ 2), by its series
/// (Abramowitz & Stegun 6.5.29) where that converges fast and its continued fraction (6.5.31) elsewhere.
pub(super) fn chi_square_1(x: f64) -> f64 {
    // Γ(½) = √π.
    let gamma = std::f64::consts::PI.sqrt();
    let (a, x) = (0.5, x / 2.0);
    if x.is_nan() || x <= 0.0 {
        return 1.0;
    }
    let front = (-x).exp() * x.powf(a) / gamma;
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * 1e-16 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return (1.0 - front * sum).clamp(0.0, 1.0);
    }
    // Lentz's way of evaluating a continued fraction, from the front.
    let tiny = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / tiny;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..500 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = an * d + b;
        d = 1.0 / if d.abs() < tiny { tiny } else { d };
        c = b + an / c;
        c = if c.abs() < tiny { tiny } else { c };
        let delta = d * c;
        h *= delta;
        if (delta - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (front * h).clamp(0.0, 1.0)
}

/// Holm's adjustment of p-values that were computed together, in their order.
pub(super) fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let mut out = vec![0.0; p.len()];
    let mut highest: f64 = 0.0;
    for (rank, at) in order.into_iter().enumerate() {
        highest = highest.max((p[at] * (p.len() - rank) as f64).min(1.0));
        out[at] = highest;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_those_of_the_tables() {
        // Critical values of χ² with one degree of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.4).
        for (x, p) in [(2.706, 0.10), (3.841, 0.05), (5.024, 0.025), (6.635, 0.01), (10.828, 0.001)] {
            assert!((chi_square_1(x) - p).abs() < p * 2e-3, "{x}: {}", chi_square_1(x));
        }
        assert_eq!((chi_square_1(0.0), chi_square_1(-1.0)), (1.0, 1.0));
        assert!(chi_square_1(1e6) < 1e-300 && chi_square_1(2.999) > chi_square_1(3.001));
    }

    #[test]
    fn holm_steps_down_and_never_falls_back() {
        // The worked example of Holm's procedure with four p-values.
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        let expected = [0.03, 0.06, 0.06, 0.02];
        assert!(adjusted.iter().zip(expected).all(|(a, e)| (a - e).abs() < 1e-12), "{adjusted:?}");
        assert_eq!(holm(&[]), Vec::<f64>::new());
    }
}
