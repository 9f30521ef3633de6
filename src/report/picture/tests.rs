use super::*;
use crate::document::Turn;
use crate::matrix::{Cell, State};
use crate::query::sample::Sample;
use crate::report::tests::{cell, heading, row, table};
use std::sync::Arc;

fn study() -> Sample {
    let mut study = Sample::default();
    let one = study.document("one", "en", &["I: Cost?", "Marta: The cost is high.", "Marta: Trust is low."]);
    let two = study.document("two", "en", &["Omar: Cost again.", "Omar: Nothing new here."]);
    let three = study.document("three", "en", &["Lena: A delay came."]);
    study.document("four", "en", &["Lena: Nobody coded this."]);
    study.coding(one, "cost is high", "access/cost", "lena");
    study.coding(one, "Trust is low", "trust", "lena");
    study.coding(two, "Cost again", "access/cost", "omar");
    study.coding(three, "A delay came", "access/delay", "lena");
    study
}

#[test]
fn each_interview_counts_the_codes_that_it_was_the_first_to_need() {
    let (found, order) = interviews(&study().project, None);
    let found: Vec<(&str, usize, usize)> = found.iter().map(|i| (i.document.as_str(), i.new, i.total)).collect();
    assert_eq!(found, [("one", 2, 2), ("two", 0, 2), ("three", 1, 3)], "an uncoded document is no saturated one");
    assert_eq!(order, Order::Arrival);
    let (by_name, _) = interviews(&study().project, Some(Order::Name));
    assert_eq!(by_name.iter().map(|i| i.new).collect::<Vec<_>>(), [2, 1, 0]);
}

#[test]
fn interviews_stand_in_the_order_of_their_dates_where_all_have_one() {
    let mut study = study();
    for (document, date) in study.project.documents.values_mut().zip(["2015-03-02", "2015-01-07", "2014-12-24", ""]) {
        if !date.is_empty() {
            document.properties.insert("Date".to_owned(), date.to_owned());
        }
    }
    let (found, order) = interviews(&study.project, None);
    assert_eq!(order, Order::Date);
    assert_eq!(found.iter().map(|i| i.document.as_str()).collect::<Vec<_>>(), ["three", "two", "one"]);
    assert!(svg(&saturation("t", &found, order)).contains("3 codes in 3 documents by date; the last one still added"));
}

#[test]
fn codes_are_counted_in_the_order_of_the_tree() {
    let study = study();
    let counts = code_counts(&study.project, None);
    let found: Vec<_> = counts.iter().map(|c| (c.code.as_str(), c.depth, c.codings, c.documents)).collect();
    assert_eq!(found, [("access", 0, 0, 0), ("access/cost", 1, 2, 2), ("access/delay", 1, 1, 1), ("trust", 0, 1, 1)]);
    let under = study.project.codebook.find("access").expect("it is there").id;
    assert_eq!(code_counts(&study.project, Some(under)).len(), 3);
    let drawn = svg(&codes("Codes", &counts));
    assert!(drawn.contains("<title>access/cost: 2 codings in 2 documents</title>") && drawn.contains(">delay<"));
}

#[test]
fn a_timeline_goes_by_words_or_by_the_clock() {
    let study = study();
    let document = study.project.documents.values().next().expect("there is one");
    let content = &study.texts[&document.id];
    let data = timeline_of(&study.project, document, content);
    assert!(!data.timed && data.end == 8.0, "{data:?}");
    assert_eq!(data.lanes.iter().map(|l| l.name.as_str()).collect::<Vec<_>>(), ["access/cost", "trust"]);
    let (from, to) = data.lanes[1].places[0];
    assert!((5.0..5.1).contains(&from) && (7.0..=8.0).contains(&to), "{data:?}");
    let mut timed = (**content).clone();
    for (n, turn) in timed.structure.turns.iter_mut().enumerate() {
        *turn = Turn { time_ms: Some(n as u64 * 60_000), ..*turn };
    }
    let data = timeline_of(&study.project, document, &Arc::new(timed));
    assert!(data.timed && data.lanes[1].places[0].0 == 120_000.0, "{data:?}");
    assert!(svg(&timeline("Codes", &data)).contains(">2:00<"));
}

#[test]
fn a_heat_map_never_shows_what_nobody_coded_as_nothing() {
    let picture = heat(&table()).expect("one column holds numbers");
    let drawn = svg(&picture);
    assert!(
        drawn.contains("<title>漢字 9 · Cost: not coded yet</title>") && drawn.contains("<title>8 · Cost: 0</title>")
    );
    assert!(drawn.contains("columns without numbers left out: 1") && drawn.contains("With, and more (2)"));
    let words = picture.description;
    assert!(words.contains("6 rows and 1 columns") && words.contains("largest number is 2: 7, Cost"), "{words}");
    let mut none = table();
    none.columns.remove(0);
    none.rows.iter_mut().for_each(|r| drop(r.cells.remove(0)));
    assert!(heat(&none).is_err());
}

/// Rows with two numbers each, in two groups; in the last one nothing is coded.
fn pairs() -> crate::matrix::Table {
    let mut two = table();
    two.columns = vec![heading("Cost", "count"), heading("Trust", "share")];
    two.totals = Default::default();
    let one = |label: &str, group, x: &str, y: &str| {
        let number = |text: &str| match text {
            "?" => cell("", State::NotCoded, Vec::new()),
            "0" => cell("0", State::None, Vec::new()),
            _ => cell(text, State::Count, Vec::new()),
        };
        row(label, Some(group), vec![number(x), number(y)])
    };
    let named = [("ash", 0, "12", "0.5"), ("oak", 0, "12", "0.5"), ("elm", 1, "0", "1"), ("fir", 1, "?", "?")];
    two.rows = named.into_iter().map(|(label, group, x, y)| one(label, group, x, y)).collect();
    two
}

#[test]
fn cases_are_points_where_both_numbers_are_known() {
    let picture = scatter(&pairs()).expect("there are two columns of numbers");
    let dots: Vec<(f64, f64)> = picture
        .shapes
        .iter()
        .filter_map(|s| if let Shape::Dot { x, y, .. } = s { Some((*x, *y)) } else { None })
        .collect();
    // Two places, since two cases share one, and the signs of two groups.
    assert_eq!(dots.len(), 4, "{dots:?}");
    let (both, none) = (dots[0], dots[1]);
    assert!(
        both.0 > none.0 && both.1 > none.1,
        "more of the first lies to the right, more of the second higher: {dots:?}"
    );
    assert!((both.1 - none.1) * 2.0 > 0.9 * 440.0, "half of one is half way up: {dots:?}");
    let drawn = svg(&picture);
    assert!(drawn.contains(">ash, oak<") && drawn.contains(">elm<") && !drawn.contains(">fir<"), "{drawn}");
    assert!(drawn.contains("3 rows; 1 row left out, of which a number is not known"), "{drawn}");
    assert_eq!(drawn, svg(&scatter(&pairs()).expect("again")), "the same bytes");
    let mut one = pairs();
    one.columns.pop();
    one.rows.iter_mut().for_each(|r| drop(r.cells.pop()));
    assert!(scatter(&one).is_err());
}

#[test]
fn a_scatterplot_stays_inside_its_frame() {
    for (scale, low) in [(1e-6, 0.0), (1.0, -3.0), (7e8, 1e8)] {
        let mut wild = pairs();
        wild.rows = (0..80)
            .map(|n| {
                let number = low + scale * f64::from(n * n % 37);
                let cells = [number, -number].map(|n| Cell { number: Some(n), ..cell("1", State::Count, Vec::new()) });
                row(&format!("a case with a long name {n}"), Some(0), cells.to_vec())
            })
            .collect();
        let picture = scatter(&wild).expect("it is drawn");
        for shape in &picture.shapes {
            let Shape::Dot { x, y, radius, .. } = shape else { continue };
            let inside = x - radius >= 0.0 && y - radius >= 0.0 && x + radius <= picture.width;
            assert!(inside && y + radius <= picture.height, "{shape:?}");
        }
        assert!(!svg(&picture).contains("NaN") && picture.shapes.len() < 400);
    }
}

#[test]
fn a_picture_stays_inside_its_frame_with_hundreds_of_columns() {
    let mut wide = table();
    wide.groups.clear();
    wide.totals = Default::default();
    wide.columns = (0..400).map(|n| heading(&format!("a code with a long name {n} 漢字漢字漢字"), "count")).collect();
    wide.rows = (0..60)
        .map(|r| {
            row(
                &format!("מקרה {r}"),
                None,
                (0..400).map(|c| cell(&(r * c).to_string(), State::Count, Vec::new())).collect(),
            )
        })
        .collect();
    let picture = heat(&wide).expect("it is drawn");
    for shape in &picture.shapes {
        let Shape::Rect { x, y, width, height, .. } = shape else { continue };
        assert!(*x >= 0.0 && *y >= 0.0 && x + width <= picture.width && y + height <= picture.height, "{shape:?}");
    }
    let drawn = svg(&picture);
    assert!(drawn.contains("direction=\"rtl\"") && !drawn.contains("NaN") && !drawn.contains("inf\""));
    assert_eq!(drawn, svg(&heat(&wide).expect("it is drawn")), "the same bytes");
}

#[test]
fn nothing_in_a_name_becomes_a_tag() {
    let mut table = table();
    table.title = "<script>alert(1)</script>".to_owned();
    table.rows[0].label = "\"/><image href='x'/>".to_owned();
    let drawn = svg(&heat(&table).expect("it is drawn"));
    assert!(!drawn.contains("<script") && !drawn.contains("<image") && !drawn.contains("href='"), "{drawn}");
}

#[test]
fn text_is_as_wide_as_its_script() {
    assert!(text_width("漢字", 10.0) > text_width("ab", 10.0) * 1.6);
    assert_eq!(text_width("e\u{301}", 10.0), text_width("e", 10.0));
    assert!(text_width("WWW", 10.0) > text_width("iii", 10.0) * 2.0);
}
