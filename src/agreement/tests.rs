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

/// Coders' segments as value, start, end, over a length.
fn continuum_of(length: f64, coders: &[&[(usize, f64, f64)]]) -> Unitized {
    Continuum { length, coders: coders.iter().map(|c| c.to_vec()).collect() }.alpha()
}

fn meets(found: &Result<f64, Undefined>, wanted: Option<f64>) {
    match (found, wanted) {
        (Ok(found), Some(wanted)) => assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}"),
        (found, wanted) => assert_eq!(found.ok(), wanted),
    }
}

#[test]
fn unitizing_meets_the_published_example() {
    // Krippendorff, Content Analysis, 4th ed. (2019), figure 12.11: three coders, printed .510, .413 and .724.
    let one = [(0, 0., 7.), (1, 7., 13.), (4, 30., 32.), (5, 32., 37.), (5, 37., 44.), (6, 44., 60.)];
    let two = [(0, 0., 7.), (2, 7., 13.), (4, 13., 21.), (5, 32., 44.)];
    let three = [(0, 0., 7.), (3, 7., 13.), (4, 13., 21.), (5, 32., 37.), (5, 37., 41.), (5, 41., 44.)];
    let found = continuum_of(60.0, &[&one, &two, &three]);
    meets(&found.all, Some(0.509_981_907_792_126_8));
    meets(&found.relevant, Some(0.413_599_230_448_952_5));
    meets(&found.values, Some(0.724_168_965_016_693_4));
    let each = [Some(1.0), Some(0.0), Some(0.0), Some(0.0), Some(1.0), Some(1.0), None];
    found.each.iter().zip(each).for_each(|(found, wanted)| meets(found, wanted));
}

#[test]
fn unitizing_meets_what_other_programs_give() {
    type Case<'c> = (f64, &'c [&'c [(usize, f64, f64)]], [Option<f64>; 3]);
    let cases: [Case<'_>; 10] = [
        (50., &[&[(0, 0., 10.)], &[(0, 30., 40.)]], [Some(-0.215), Some(-0.215), None]),
        (
            30.,
            &[&[(0, 0., 10.), (1, 10., 20.), (2, 20., 30.)], &[(0, 0., 10.), (1, 10., 20.), (2, 20., 30.)]],
            [Some(1.0), None, Some(1.0)],
        ),
        (
            24.,
            &[&[(0, 2., 10.), (0, 14., 20.)], &[(0, 4., 8.), (0, 15., 17.)]],
            [Some(0.358_333_333_333_333_4), Some(0.358_333_333_333_333_4), None],
        ),
        (
            60.,
            &[&[(0, 2., 5.)], &[(0, 2., 5.), (1, 10., 20.)], &[(1, 2., 5.), (1, 15., 20.)]],
            [Some(0.398_298_142_379_139_2), Some(0.523_801_044_634_378_2), Some(0.301_339_285_714_285_6)],
        ),
        (
            20.,
            &[&[(0, 2., 5.), (0, 9., 11.), (1, 12., 20.)], &[(0, 2., 5.), (1, 7., 15.)], &[(0, 2., 5.), (1, 10., 15.)]],
            [Some(0.473_913_043_478_260_9), Some(0.432_812_5), Some(0.778_633_540_372_670_9)],
        ),
        (50., &[&[], &[]], [None; 3]),
        (50., &[&[(0, 5., 15.)], &[]], [Some(-0.09), Some(-0.09), None]),
        (
            20.,
            &[&[(0, 1., 5.), (1, 6., 10.), (0, 11., 15.)], &[(0, 2., 6.), (1, 7., 11.), (0, 12., 16.)]],
            [Some(0.564_062_5), Some(0.418_75), Some(1.0)],
        ),
        (50., &[&[(0, 0., 50.)], &[(0, 0., 50.)]], [None; 3]),
        (
            56.,
            &[&[(0, 3., 15.), (0, 22., 53.)], &[(0, 3., 10.), (0, 22., 53.)], &[(0, 22., 46.)]],
            [Some(0.564_544_865_565_273_8), Some(0.564_544_865_565_273_8), None],
        ),
    ];
    for (length, coders, [all, relevant, values]) in cases {
        let found = continuum_of(length, coders);
        meets(&found.all, all);
        meets(&found.relevant, relevant);
        meets(&found.values, values);
    }
    assert_eq!(continuum_of(10.0, &[&[(0, 1., 2.)]]).all, Err(Undefined::NoPairs));
}

#[test]
fn documents_stand_one_behind_the_other_for_unitizing() {
    let read = Coded { length: 12, spans: vec![Some(vec![span(2, 6), span(5, 10)]), Some(vec![span(4, 8)]), None] };
    let alone = Coded { length: 99, spans: vec![Some(vec![span(1, 3)]), None, None] };
    let more = Coded { length: 12, spans: vec![Some(vec![span(2, 8)]), Some(vec![span(3, 5)]), None] };
    let found = continuum(&[read, alone, more]);
    assert_eq!(found.length, 24.0, "what only one has read is left out");
    assert_eq!(found.coders, [vec![(0, 2.0, 10.0), (0, 14.0, 20.0)], vec![(0, 4.0, 8.0), (0, 15.0, 17.0)]]);
    meets(&found.alpha().relevant, Some(0.358_333_333_333_333_4));
}
