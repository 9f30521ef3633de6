//! Facets, groups and concordances over the invented study of the examples.

use super::examples::{Chronicle, clinic};
use super::sample::Sample;
use super::{
    FacetKind, Hit, KwicLine, KwicSort, Scan, World, evaluate, expand, facets, groups, kwic, parse, understand,
};
use unicode_width::UnicodeWidthStr;

fn with<T>(s: &Sample, act: impl FnOnce(&World<'_>) -> T) -> T {
    let texts = Chronicle(&s.texts);
    let scan = Scan { project: &s.project, texts: &texts };
    act(&World { project: &s.project, texts: &texts, words: &scan })
}

fn hits(text: &str, world: &World<'_>) -> Vec<Hit> {
    evaluate(&understand(text, world.project).unwrap(), world).unwrap()
}

#[test]
fn a_facet_counts_what_would_remain_and_its_condition_leaves_that_many() {
    let s = clinic();
    with(&s, |world| {
        for query in ["trust", "code:trust", "cost*", "code:* doc:birch", "unit:case", "-case:*"] {
            let all = hits(query, world);
            let found = facets(&all, world).unwrap();
            assert!(!found.is_empty(), "{query}");
            for (facet, row) in found.iter().flat_map(|f| f.rows.iter().map(move |r| (f, r))) {
                assert!(row.count > 0 && row.count <= all.len(), "{query}: {row:?}");
                let narrowed = hits(&row.condition, world);
                let remain = match facet.kind {
                    // Of a case in a shared document only its own part counts.
                    _ if query == "unit:case" => continue,
                    _ => all.iter().filter(|h| touched(h, &narrowed)).count(),
                };
                assert_eq!(remain, row.count, "{query} and {}", row.condition);
            }
        }
    });
}

fn touched(hit: &Hit, by: &[Hit]) -> bool {
    by.iter().any(|b| b.passage.document == hit.passage.document && b.passage.span.overlaps(hit.passage.span))
}

#[test]
fn facets_come_in_a_fixed_order_and_the_frequent_first() {
    let s = clinic();
    with(&s, |world| {
        let found = facets(&hits("trust", world), world).unwrap();
        let names: Vec<&str> = found.iter().map(|f| f.name.as_str()).collect();
        let all = ["document", "code", "case", "industry", "founded", "size", "visited", "public", "speaker", "coder"];
        assert_eq!(names, all);
        let rows =
            |n: usize| -> Vec<(&str, usize)> { found[n].rows.iter().map(|r| (r.label.as_str(), r.count)).collect() };
        assert_eq!(rows(1), [("trust", 3), ("cost", 1)]);
        assert_eq!(rows(3), [("Forestry", 2), ("Health Care", 1)]);
        assert_eq!(rows(8), [("Marta", 2), ("I", 1), ("Ruth", 1)]);
        assert_eq!(found[3].rows[1].condition, "case.industry:\"Health Care\"");
    });
}

#[test]
fn results_are_grouped_and_those_with_nothing_come_last() {
    let s = clinic();
    with(&s, |world| {
        let all = hits("cost*", world);
        let by = |kind| -> Vec<(Option<String>, usize)> {
            groups(&all, kind, world).unwrap().into_iter().map(|g| (g.label, g.hits.len())).collect()
        };
        let some = |name: &str, n| (Some(name.to_owned()), n);
        assert_eq!(by(FacetKind::Document), [some("oak", 2), some("birch", 2), some("encina", 1)]);
        assert_eq!(by(FacetKind::Case), [some("Ben", 1), some("Encina", 1), some("Oak", 2), (None, 1)]);
        assert_eq!(by(FacetKind::Code), [some("cost", 3), some("trust", 1), some("waiting", 1), (None, 2)]);
        assert_eq!(
            by(FacetKind::Speaker),
            [some("Ben", 1), some("I", 1), some("Jo", 1), some("Luz", 1), some("Marta", 1)]
        );
    });
}

fn lines(s: &Sample, text: &str, columns: usize, sort: KwicSort) -> Vec<KwicLine> {
    with(s, |world| kwic(&understand(text, &s.project).unwrap(), world, columns, sort).unwrap())
}

#[test]
fn a_concordance_has_every_place_in_a_line_with_its_key_in_one_column() {
    let s = clinic();
    let found = lines(&s, "portal or button", 18, KwicSort::Place);
    let shown: Vec<String> = found.iter().map(|l| l.columns(18).join("|")).collect();
    let expected = [
        " …asset. Press the|button|and wait.",
        " …ighbour, not the|portal|. The portal neve…",
        "  …the portal. The|portal|never waits for…",
        " …resses the green|button|, and the button…",
        "  …button, and the|button|works.",
    ];
    assert_eq!(shown, expected);
    for text in ["工作 or 机", "疲れ", "شركة", "שלום", "cost*", "trust"] {
        for width in [4, 9, 30] {
            for line in lines(&s, text, width, KwicSort::Right) {
                let [left, key, right] = line.columns(width);
                assert_eq!(UnicodeWidthStr::width(left.as_str()), width, "{text}: “{left}”");
                assert!(UnicodeWidthStr::width(right.as_str()) <= width, "{text}: “{right}”");
                assert!(!key.is_empty());
            }
        }
    }
}

#[test]
fn a_concordance_is_sorted_by_its_neighbours() {
    let s = clinic();
    let after =
        |sort| -> Vec<String> { lines(&s, "trust", 40, sort).into_iter().map(|l| l.found + &l.after).collect() };
    let right = after(KwicSort::Right);
    assert_eq!(right[0], "trust is the asset. Press the button and wai…");
    let before: Vec<String> = lines(&s, "trust", 40, KwicSort::Left).into_iter().map(|l| l.before).collect();
    assert_eq!(
        before.iter().filter_map(|b| b.split_whitespace().next_back()).collect::<Vec<_>>(),
        ["Customers", "customers'", "I", "We", "you"]
    );
}

#[test]
fn words_before_a_word_written_from_right_to_left_stand_on_its_right() {
    let s = clinic();
    let line = &lines(&s, "كبيرة", 20, KwicSort::Place)[0];
    assert!(line.right_to_left);
    assert_eq!((line.before.as_str(), line.after.as_str()), ("الشركة ", ""));
    assert_eq!(line.columns(20), [" ".repeat(20), "كبيرة".to_owned(), "الشركة".to_owned()]);
    assert!(!lines(&s, "工作", 20, KwicSort::Place)[0].right_to_left);
}

#[test]
fn a_concordance_of_passages_shows_them_whole() {
    let s = clinic();
    let found = lines(&s, "code:paper", 12, KwicSort::Place);
    assert_eq!(found[0].found, "I write everything in my own book; the book is mine.");
    assert_eq!(found[0].before, "Two hours. ");
}

#[test]
fn saved_queries_that_go_round_are_refused_wherever_they_stand() {
    let s = clinic();
    for text in ["@ring", "trust -@round", "within(trust, @ring)", "@ring unit:case"] {
        let fault = expand(&parse(text).query, &s.project).unwrap_err();
        assert!(fault.what.contains("names itself"), "{text}: {fault}");
    }
    let twice = expand(&parse("@both or @both").query, &s.project).unwrap().to_string();
    assert_eq!(twice, "code:access+ or code:trust or code:access+ or code:trust");
}
