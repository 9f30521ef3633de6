use super::*;
use crate::query::examples::{Chronicle, clinic};
use crate::query::sample::Sample;
use crate::query::{Scan, World, evaluate, understand};

fn with<T>(s: &Sample, act: impl FnOnce(&World<'_>) -> T) -> T {
    let texts = Chronicle(&s.texts);
    let scan = Scan { project: &s.project, texts: &texts };
    act(&World { project: &s.project, texts: &texts, words: &scan })
}

fn hits(text: &str, world: &World<'_>) -> Vec<crate::query::Hit> {
    evaluate(&understand(text, world.project).unwrap(), world).unwrap()
}

#[test]
fn words_are_counted_without_labels_and_forms_meet_by_stem() {
    let s = clinic();
    with(&s, |world| {
        let found = hits("doc:oak", world);
        let whole = parts(&found, &By::Whole, world).unwrap();
        let plain = tally(&whole, world, false, &Stops::none()).unwrap();
        let count = |t: &Tally, word: &str| t.words.iter().find(|w| w.word == word).map(|w| w.count);
        assert_eq!(
            (count(&plain, "trust"), count(&plain, "trusted"), count(&plain, "marta")),
            (Some(2), Some(1), None)
        );
        let stemmed = tally(&whole, world, true, &Stops::none()).unwrap();
        assert_eq!((count(&stemmed, "trust"), count(&stemmed, "trusted")), (Some(3), None));
        assert_eq!(plain.size(), stemmed.size());
        let without = tally(&whole, world, false, &Stops::of("en").unwrap()).unwrap();
        assert_eq!((count(&without, "the"), without.size()), (None, plain.size()));
        assert_eq!(count(&plain, "the"), Some(6));
    });
}

#[test]
fn function_words_of_a_language_are_left_out_in_its_documents_alone() {
    let s = clinic();
    with(&s, |world| {
        let whole = parts(&hits("doc:eiche or doc:encina", world), &By::Document, world).unwrap();
        let auto = tally(&whole, world, false, &Stops::auto()).unwrap();
        let words: Vec<&str> = auto.words.iter().map(|w| w.word.as_str()).collect();
        assert!(words.contains(&"kosten") && words.contains(&"papa"), "{words:?}");
        assert!(!words.contains(&"die") && !words.contains(&"con"), "{words:?}");
    });
    assert!(Stops::of("xx").unwrap_err().hint.unwrap().contains("en"));
    let own = Stops::words("# mine\nUh\nÉl\n");
    assert!(own.holds("uh", "en") && own.holds("el", "es") && !own.holds("mine", "en"));
}

#[test]
fn dispersion_is_nothing_when_even_and_one_when_all_is_in_the_smallest_part() {
    let word = |by_part: &[(usize, u64)]| Counted {
        word: "x".to_owned(),
        count: by_part.iter().map(|(_, n)| n).sum(),
        by_part: by_part.to_vec(),
    };
    let sizes = [100, 300, 600];
    assert!(dispersion(&word(&[(0, 1), (1, 3), (2, 6)]), &sizes).dp < 1e-12);
    let single = dispersion(&word(&[(0, 5)]), &sizes);
    assert!((single.dp - 0.9).abs() < 1e-12 && (single.dp_norm.unwrap() - 1.0).abs() < 1e-12);
    // Gries 2008, section 3: five parts of equal size with 1 2 3 4 5 occurrences: ½ Σ |0.2 − n/15| = 0.2.
    let steps = dispersion(&word(&[(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]), &[9; 5]);
    assert!((steps.dp - 0.2).abs() < 1e-12, "{}", steps.dp);
    assert_eq!(dispersion(&word(&[(0, 3)]), &[50]).dp_norm, None);
}

#[test]
fn parts_are_documents_cases_or_values() {
    let s = clinic();
    with(&s, |world| {
        let found = hits("", world);
        let names = |by: By| -> Vec<String> {
            parts(&found, &by, world).unwrap().parts.into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(By::Document).len(), 10);
        assert_eq!(names(By::Case), ["Ben", "Encina", "Oak", "Ruth"]);
        assert_eq!(names(By::Attribute("industry".to_owned())), ["Forestry", "Health Care"]);
        assert!(parts(&found, &By::Attribute("colour".to_owned()), world).is_err());
        // Overlapping results count their words once.
        let twice = hits("code:trust or code:portal", world);
        let whole = parts(&twice, &By::Whole, world).unwrap();
        let counted = tally(&whole, world, false, &Stops::none()).unwrap();
        assert_eq!(counted.words.iter().find(|w| w.word == "portal").map(|w| w.count), Some(2));
    });
}

#[test]
fn key_words_tell_groups_apart_both_ways() {
    let s = clinic();
    with(&s, |world| {
        let group = hits("speaker:Ruth", world);
        let passages = parts(&group, &By::Whole, world).unwrap().parts.remove(0).1;
        let others = rest(&group, world).unwrap();
        let found = keywords(passages, others, world, false, &Stops::auto()).unwrap();
        let word = |w: &str| found.words.iter().find(|k| k.word == w).unwrap();
        assert_eq!(word("portal").counts, [2, 0]);
        assert!(word("portal").log_ratio > 0.0 && word("trust").counts == [1, 3]);
        assert!(found.words.iter().all(|w| w.p <= w.p_adjusted && w.g2 >= 0.0));
        assert!(found.words.windows(2).all(|w| w[0].g2 >= w[1].g2));
        let none = keywords(Vec::new(), Vec::new(), world, false, &Stops::none()).unwrap_err();
        assert!(none.what.contains("no words"));
    });
}

#[test]
fn company_is_counted_on_both_sides_within_the_turn() {
    let s = clinic();
    with(&s, |world| {
        let query = understand("button", &s.project).unwrap();
        let found = collocates(&query, world, 2, 1, false, &Stops::none()).unwrap();
        assert_eq!(found.count, 3);
        let word = |w: &str| found.words.iter().find(|c| c.word == w).unwrap();
        // “Press the button and wait.”, “presses the green button, and the button works.”
        assert_eq!((word("and").before, word("and").after, word("and").count), (0, 2, 3));
        assert_eq!((word("green").before, word("green").after), (1, 0));
        assert_eq!((word("works").before, word("works").after), (0, 1));
        let expected = 14.0 + (2.0 * 1.0 / 4.0f64).log2();
        assert!((word("green").log_dice - expected).abs() < 1e-12);
        assert!(found.words.iter().all(|c| c.log_dice <= 14.0 && c.before + c.after <= c.count));
        let codes = understand("code:trust", &s.project).unwrap();
        assert!(collocates(&codes, world, 2, 1, false, &Stops::none()).is_err());
    });
}
