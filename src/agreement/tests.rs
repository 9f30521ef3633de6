//! Every published example in `published.toml`, to nine decimals, and to the printed digit where a figure stands in print.

use super::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    example: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    name: String,
    source: String,
    values: Vec<f64>,
    units: Vec<String>,
    figures: Vec<Figure>,
}

#[derive(Deserialize)]
struct Figure {
    is: String,
    value: toml::Value,
    weights: Option<String>,
    metric: Option<String>,
    category: Option<usize>,
    q: Option<usize>,
    printed: Option<f64>,
    within: Option<f64>,
}

fn ratings(example: &Example) -> Ratings {
    let unit = |line: &String| {
        let (given, weight) = line.split_once(" × ").expect("a unit has its number");
        let given = given.split(' ').map(|g| g.parse().ok()).collect();
        Unit { weight: weight.parse().expect("a number"), given }
    };
    Ratings { values: example.values.clone(), units: example.units.iter().map(unit).collect() }
}

fn figure(ratings: &Ratings, figure: &Figure) -> Result<f64, Undefined> {
    let weights = match figure.weights.as_deref() {
        Some("linear") => Weights::Linear,
        Some("quadratic") => Weights::Quadratic,
        _ => Weights::Nominal,
    };
    let metric = match figure.metric.as_deref() {
        Some("ordinal") => Metric::Ordinal,
        Some("interval") => Metric::Interval,
        Some("ratio") => Metric::Ratio,
        _ => Metric::Nominal,
    };
    match figure.is.as_str() {
        "percent_pairwise" => percent(ratings, weights),
        "percent_unanimous" => unanimous(ratings),
        "brennan_prediger_S" => s(ratings, weights),
        "brennan_prediger_se" => s_error(ratings, weights),
        "scott_pi" | "fleiss_kappa" => fleiss(ratings, weights),
        "fleiss_kappa_se" => fleiss_error(ratings, weights),
        "fleiss_kappa_category" => fleiss_of(ratings, figure.category.expect("it is of one")),
        "cohen_kappa" | "cohen_kappa_weighted" => cohen(ratings, 0, 1, weights),
        "cohen_kappa_se" | "cohen_kappa_weighted_se" => cohen_error(ratings, 0, 1, weights, false),
        "cohen_kappa_se_null" => cohen_error(ratings, 0, 1, weights, true),
        "conger_kappa" => conger(ratings, weights),
        "light_kappa" => light(ratings, weights),
        "gwet_ac1" | "gwet_ac2" => ac(ratings, weights),
        "gwet_ac1_se" => ac_error(ratings, weights),
        "krippendorff_alpha" => alpha(ratings, metric),
        other => panic!("no coefficient {other}"),
    }
}

#[test]
fn every_published_figure_is_met() {
    let file: File = toml::from_str(include_str!("published.toml")).expect("the examples can be read");
    let (mut met, mut in_print, mut wrong) = (0, 0, Vec::new());
    for example in &file.example {
        let ratings = ratings(example);
        for expected in &example.figures {
            let mut ratings = ratings.clone();
            // S depends on how many categories were declared.
            let declared = expected.q.unwrap_or(ratings.values.len());
            (ratings.values.len()..declared).for_each(|n| ratings.values.push(n as f64));
            let found = figure(&ratings, expected);
            let fits = match (expected.value.as_float(), found) {
                (Some(value), Ok(found)) => {
                    (value - found).abs() < 1e-9 || (value - found).abs() < 5e-6 && expected.is.ends_with("_se")
                }
                (None, Err(_)) => true,
                _ => false,
            };
            if let (Some(printed), Some(within), Ok(found)) = (expected.printed, expected.within, found) {
                in_print += usize::from((printed - found).abs() <= within);
            }
            met += usize::from(fits);
            if !fits {
                wrong.push(format!(
                    "{} ({}): {} {:?} is {found:?}",
                    example.name, example.source, expected.is, expected.value
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((met, in_print), (729, 95), "figures met, and of them as printed in the publication");
}

#[test]
fn what_cannot_be_known_is_undefined_and_says_why() {
    let of = |units: &[(&[Option<usize>], f64)], q: usize| Ratings {
        values: (0..q).map(|n| n as f64).collect(),
        units: units.iter().map(|(given, weight)| Unit { weight: *weight, given: given.to_vec() }).collect(),
    };
    let alone = of(&[(&[Some(1), None], 5.0)], 2);
    assert_eq!(percent(&alone, Weights::Nominal), Err(Undefined::NoPairs));
    assert_eq!(alpha(&alone, Metric::Nominal), Err(Undefined::NoPairs));
    assert_eq!(cohen(&alone, 0, 1, Weights::Nominal), Err(Undefined::NoPairs));
    let same = of(&[(&[Some(0), Some(0)], 9.0)], 2);
    assert_eq!(percent(&same, Weights::Nominal), Ok(1.0));
    for undefined in [
        fleiss(&same, Weights::Nominal),
        cohen(&same, 0, 1, Weights::Nominal),
        conger(&same, Weights::Nominal),
        light(&same, Weights::Nominal),
        alpha(&same, Metric::Nominal),
    ] {
        assert_eq!(undefined, Err(Undefined::NoVariation));
    }
    // With two categories declared, chance is known although only one was given.
    assert_eq!(s(&same, Weights::Nominal), Ok(1.0));
    assert_eq!(ac(&same, Weights::Nominal), Ok(1.0));
    assert_eq!(s(&of(&[(&[Some(0), Some(0)], 9.0)], 1), Weights::Nominal), Err(Undefined::OneCategory));
    // One coder constant, the other not: values, not errors (Cohen 0, π −1/3, α −1/6).
    let constant = of(&[(&[Some(0), Some(0)], 2.0), (&[Some(0), Some(1)], 2.0)], 2);
    assert!((cohen(&constant, 0, 1, Weights::Nominal).unwrap()).abs() < 1e-12);
    assert!((fleiss(&constant, Weights::Nominal).unwrap() + 1.0 / 3.0).abs() < 1e-12);
    assert!((alpha(&constant, Metric::Nominal).unwrap() + 1.0 / 6.0).abs() < 1e-12);
}

fn span(start: u32, end: u32) -> Span {
    Span { start, end }
}

#[test]
fn characters_are_swept_into_stretches() {
    // The example of NVivo's help: 1000 characters, 50 coded by both, 150 by one, 800 by neither.
    let document = Coded {
        length: 1000,
        spans: vec![Some(vec![span(100, 180), span(150, 300)]), Some(vec![span(250, 300)]), None],
    };
    let ratings = sweep(&[document]);
    let weight =
        |given: [Option<usize>; 3]| ratings.units.iter().filter(|u| u.given == given).map(|u| u.weight).sum::<f64>();
    assert_eq!(weight([Some(1), Some(1), None]), 50.0);
    assert_eq!(weight([Some(1), Some(0), None]), 150.0);
    assert_eq!(weight([Some(0), Some(0), None]), 800.0);
    assert_eq!(ratings.units.len(), 3);
    assert_eq!(percent(&ratings, Weights::Nominal), Ok(0.85));
    assert!((cohen(&ratings, 0, 1, Weights::Nominal).unwrap() - 0.347_826_086_956_521_8).abs() < 1e-12);
}

#[test]
fn overlapping_codings_of_one_coder_count_once() {
    assert_eq!(overlap_of(vec![span(5, 12), span(0, 10)], vec![span(8, 20)]), Overlap { both: 4, either: 20 });
    assert_eq!(overlap_of(Vec::new(), Vec::new()), Overlap::default());
}
