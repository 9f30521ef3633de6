//! Worked examples, to the printed digit. The figures of the tables of counts are those of scipy 1.12 and statsmodels; the others follow from the formulas by
//! hand, and where a program prints them, from it too.

use super::*;
use crate::text::Span;

fn near(found: impl Into<Option<f64>>, wanted: f64) {
    let found = found.into().expect("it has a value");
    assert!((found - wanted).abs() < 1e-9 * wanted.abs().max(1.0), "{found} is not {wanted}");
}

#[test]
fn special_functions() {
    near(ln_gamma(1.0), 0.0);
    near(ln_gamma(0.5), std::f64::consts::PI.sqrt().ln());
    near(ln_gamma(10.0), 362_880f64.ln());
    near(ln_gamma(101.0), 363.739_375_555_563_5);
    // χ² with two degrees of freedom is exponential; the usual critical values.
    near(chi_squared_tail(7.0, 2), (-3.5f64).exp());
    assert!((chi_squared_tail(3.841_458_820_694_124, 1) - 0.05).abs() < 1e-12);
    assert!((chi_squared_tail(18.307_038_053_275_146, 10) - 0.05).abs() < 1e-12);
    assert_eq!(chi_squared_tail(0.0, 3), 1.0);
    assert!(chi_squared_tail(400.0, 1) < 1e-80);
}

#[test]
fn a_table_of_two_by_two() {
    // 34 cases: 12 of 17 in the one group have the code, 3 of 17 … in scipy's order of rows.
    let table = Contingency::new(vec![vec![12.0, 5.0], vec![3.0, 14.0]]);
    let expected = [[7.5, 9.5], [7.5, 9.5]];
    let residuals =
        [[1.643_167_672_515_498_2, -1.459_992_790_176_863], [-1.643_167_672_515_498_2, 1.459_992_790_176_863]];
    for r in 0..2 {
        for c in 0..2 {
            near(table.expected(r, c), expected[r][c]);
            near(table.residual(r, c), residuals[r][c]);
            near(table.adjusted(r, c), if r == c { 3.108_562_030_060_98 } else { -3.108_562_030_060_98 });
        }
    }
    let chi = table.chi_squared().unwrap();
    near(chi, 9.663_157_894_736_843);
    assert_eq!(table.df(), 1);
    near(table.p(chi), 0.001_880_001_769_465_053_2);
    near(table.yates(), 7.635_087_719_298_245);
    near(table.p(table.yates().unwrap()), 0.005_724_360_155_979_683);
    near(table.g(), 10.221_238_717_174_153);
    near(table.p(table.g().unwrap()), 0.001_388_325_762_315_002);
    near(table.fisher(), 0.004_895_792_572_921_749_5);
    near(table.cramers_v(), 0.533_113_989_983_183_2);
    assert_eq!(Contingency::present(&[12.0, 5.0], &[15.0, 19.0]), table);
}

#[test]
fn a_table_of_three_by_three() {
    let table = Contingency::new(vec![vec![10.0, 4.0, 6.0], vec![2.0, 9.0, 5.0], vec![7.0, 3.0, 1.0]]);
    let chi = table.chi_squared().unwrap();
    near(chi, 10.156_335_974_880_383);
    assert_eq!(table.df(), 4);
    near(table.p(chi), 0.037_874_975_776_290_59);
    near(table.cramers_v(), 0.328_703_707_603_587_14);
    near(table.least_expected(), 2.808_510_638_297_872_5);
    near(table.expected(1, 1), 5.446_808_510_638_298);
    assert_eq!((table.fisher(), table.yates()), (None, None), "they are for two by two");
    let empty = Contingency::new(vec![vec![0.0, 0.0], vec![3.0, 1.0]]);
    assert_eq!((empty.chi_squared(), empty.g(), empty.cramers_v(), empty.adjusted(0, 0)), (None, None, None, None));
    assert_eq!(empty.fisher(), Some(1.0));
}

#[test]
fn many_tests_at_once() {
    let p = [
        0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34, 0.341,
        0.384, 0.569, 0.594, 0.696, 0.762, 0.94, 0.942, 0.975, 0.986,
    ];
    let bh = [
        0.025,
        0.1,
        0.21,
        0.21,
        0.21,
        0.25,
        0.264_285_714_285_714_3,
        0.491_071_428_571_428_66,
        0.491_071_428_571_428_66,
        0.491_071_428_571_428_66,
        0.491_071_428_571_428_66,
        0.491_071_428_571_428_66,
        0.491_071_428_571_428_66,
        0.491_071_428_571_428_66,
        0.532_812_5,
        0.532_812_5,
        0.564_705_882_352_941_2,
        0.781_578_947_368_421,
        0.781_578_947_368_421,
        0.87,
        0.907_142_857_142_857_1,
        0.986,
        0.986,
        0.986,
        0.986,
    ];
    benjamini_hochberg(&p).into_iter().zip(bh).for_each(|(found, wanted)| near(found, wanted));
    let first = [0.025, 0.192, 0.897, 0.902, 0.902];
    let adjusted = holm(&p);
    adjusted.iter().zip(first).for_each(|(found, wanted)| near(*found, wanted));
    assert!(adjusted[5..].iter().all(|p| *p == 1.0));
    assert_eq!(holm(&[0.04, 0.01]), [0.04, 0.02], "in the order given");
}

#[test]
fn five_counts_of_co_occurrence() {
    // Eleven passages in three documents of 100, 60 and 30 characters.
    let at = |document: u32, start: u32, end: u32| (document, Span { start, end });
    let a = [at(0, 0, 10), at(0, 20, 30), at(0, 40, 50), at(1, 0, 20)];
    let b = [at(0, 0, 10), at(0, 5, 15), at(0, 22, 25), at(0, 55, 60), at(1, 30, 40)];
    let c = [at(1, 30, 40), at(2, 0, 5)];
    let counts = |one: &[Place], two: &[Place]| {
        let found = Pairing::of(one, two, None);
        let characters: u32 = found.shared.iter().map(|(_, s)| s.end - s.start).sum();
        (found.pairs.len(), found.same.len(), found.touching.len(), characters, found.documents.len())
    };
    assert_eq!(counts(&a, &b), (3, 1, 2, 13, 2));
    assert_eq!(counts(&b, &a), (3, 1, 3, 13, 2), "only the passages that touch depend on the side");
    assert_eq!(counts(&a, &c), (0, 0, 0, 0, 1));
    assert_eq!(counts(&b, &c), (1, 1, 1, 10, 1));
    for (gap, pairs) in [(0, 3), (5, 5), (10, 7)] {
        assert_eq!(Pairing::of(&a, &b, Some(gap)).pairs.len(), pairs);
        assert_eq!(Pairing::of(&b, &a, Some(gap)).pairs.len(), pairs);
    }
    assert_eq!(Pairing::of(&a, &c, Some(10)).pairs.len(), 1);
    near(coefficient(4.0, 5.0, 3.0), 0.5);
    near(coefficient(4.0, 5.0, 1.0), 0.125);
    near(coefficient(5.0, 2.0, 1.0), 1.0 / 6.0);
    near(coefficient(50.0, 33.0, 13.0), 0.185_714_285_714_285_72);
    near(coefficient(33.0, 15.0, 10.0), 0.263_157_894_736_842_1);
    near(coefficient(2.0, 2.0, 1.0), 1.0 / 3.0);
    // ATLAS.ti's manual: n1 = 100, n2 = 10, n12 = 5.
    near(coefficient(100.0, 10.0, 5.0), 0.047_619_047_619_047_616);
    assert_eq!(coefficient(2.0, 2.0, 4.0), None, "two by two passages that all overlap are four pairs");
    assert_eq!(coefficient(0.0, 0.0, 0.0), None);
}

#[test]
fn similarity_of_two_documents() {
    let one = Presence::of(&[true, true, true, false, false, false], &[true, true, false, true, false, false]);
    assert_eq!(one, Presence { both: 2.0, first: 1.0, second: 1.0, neither: 2.0 });
    near(one.simple_match(), 2.0 / 3.0);
    near(one.jaccard(), 0.5);
    near(one.zeta(), 0.75);
    near(one.russell_rao(), 1.0 / 3.0);
    near(one.dice(), 2.0 / 3.0);
    let nothing = Presence::of(&[false, false], &[false, false]);
    assert_eq!((nothing.jaccard(), nothing.dice(), nothing.zeta()), (None, None, Some(1.0)));
    assert_eq!(Presence::default().simple_match(), None);
    let often = Frequencies(&[3.0, 1.0, 2.0, 0.0, 0.0, 0.0], &[1.0, 1.0, 0.0, 4.0, 0.0, 0.0]);
    near(often.block(), 8.0);
    near(often.squared_euclid(), 24.0);
    near(often.cosine(), 0.251_976_315_339_484_8);
    near(often.pearson(), -0.204_124_145_231_931_5);
    assert_eq!(Frequencies(&[1.0, 1.0], &[0.0, 0.0]).cosine(), None);
    assert_eq!(Frequencies(&[1.0, 1.0], &[0.0, 2.0]).pearson(), None);
}

#[test]
fn saturation_after_guest_namey_and_chen() {
    let new = [17, 9, 6, 5, 3, 1, 0, 1, 0, 0, 1, 0];
    let wanted = [
        ((4, 2, 0.05), Some(5)),
        ((4, 2, 0.0), Some(8)),
        ((4, 3, 0.05), Some(6)),
        ((4, 3, 0.0), None),
        ((5, 2, 0.05), Some(5)),
        ((5, 2, 0.0), Some(8)),
        ((5, 3, 0.05), Some(5)),
        ((5, 3, 0.0), None),
        ((6, 2, 0.05), Some(6)),
        ((6, 2, 0.0), Some(8)),
        ((6, 3, 0.05), Some(6)),
        ((6, 3, 0.0), None),
    ];
    for ((base, length, threshold), at) in wanted {
        assert_eq!(saturated(&new, base, length, threshold), at, "{base}+{length} at {threshold}");
    }
    let first = runs(&new, 4, 2);
    assert_eq!((first[0].interviews, first[0].new, first.len()), ((5, 6), 4, 7));
    near(first[0].ratio, 4.0 / 37.0);
    near(first[1].ratio, 1.0 / 37.0);
    assert_eq!(runs(&[0, 0, 0, 0, 0], 2, 2), []);
    assert_eq!(new_codes(&[vec![1, 2, 2], vec![2, 3], vec![1]]), [2, 1, 0]);
}

#[test]
fn accumulation_without_an_order() {
    // Six codes in six interviews; the mean over all 720 orders.
    let occurs_in = [6, 3, 1, 1, 2, 3];
    let wanted =
        [2.666_666_666_666_666_5, 3.866_666_666_666_666_7, 4.7, 5.266_666_666_666_667, 5.666_666_666_666_667, 6.0];
    accumulation(&occurs_in, 6).into_iter().zip(wanted).for_each(|(found, wanted)| near(found, wanted));
    near(chao2(&occurs_in, 6), 6.416_666_666_666_667);
    assert_eq!(chao2(&[], 0), None);
    assert!(accumulation(&[], 0).is_empty());
}

#[test]
fn summaries_of_numbers() {
    let numbers = Summary::of(vec![4.0, 1.0, 10.0, 1.0]);
    assert_eq!((numbers.n(), numbers.min(), numbers.max()), (4, Some(1.0), Some(10.0)));
    assert_eq!((numbers.mean(), numbers.median()), (Some(4.0), Some(2.5)));
    // Squares of the distances from 4: 0, 9, 36, 9.
    near(numbers.sd(), 18f64.sqrt());
    let one = Summary::of(vec![3.0]);
    assert_eq!((one.median(), one.sd()), (Some(3.0), None));
    assert_eq!((Summary::of(Vec::new()).mean(), Summary::of(Vec::new()).min()), (None, None));
    // Ranks 1, 2.5, 2.5, 4 against 4, 3, 2, 1.
    near(spearman(&[1.0, 2.0, 2.0, 9.0], &[8.0, 6.0, 4.0, 1.0]), -4.5 / (4.5f64 * 5.0).sqrt());
    near(spearman(&[1.0, 2.0, 3.0], &[10.0, 20.0, 90.0]), 1.0);
    assert_eq!(spearman(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]), None);
    assert_eq!(spearman(&[1.0, 2.0], &[1.0, 2.0]), None);
}
