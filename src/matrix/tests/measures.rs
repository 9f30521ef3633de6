//! Measures and columns worked by hand on the small study.

use super::{cell, lines, states, table, try_table};
use crate::case::{AttributeKind, Part};
use crate::matrix::State;
use crate::query::sample::{Sample, study};

fn spec(rows: &str, rest: &str) -> String {
    format!("title = 'T'\nrows = '{rows}'\n{rest}")
}

/// Six cases with one document each; a code in some of them, and numbers.
fn six() -> Sample {
    let mut s = Sample::default();
    let kind = s.attribute("kind", AttributeKind::Text);
    let age = s.attribute("age", AttributeKind::Number);
    for path in ["trust", "cost/high", "cost/low"] {
        s.code(path);
    }
    let rows = [
        ("A", "old", "3", &["trust", "cost/high"][..]),
        ("B", "old", "5", &["trust"]),
        ("C", "old", "10", &["trust", "cost/low"]),
        ("D", "new", "", &["cost/high"]),
        ("E", "new", "2", &["cost/low"]),
        ("F", "new", "7", &[]),
    ];
    for (n, (name, what, years, codes)) in rows.iter().enumerate() {
        let id = s.document(&format!("d{name}"), "en", &["Ann: one two three four five."]);
        let document = s.project.documents.get_mut(&id).expect("it is there");
        document.properties.insert("date".into(), format!("2020-0{}-1{n}", n / 2 + 1));
        for code in *codes {
            s.coding(id, "two three", code, "lena");
        }
        s.case(name, &[(kind, what), (age, years)], &[(id, Part::Whole)]);
    }
    s
}

#[test]
fn coverage_shares_and_percentages() {
    let sample = study();
    let one = |cell: &str| {
        let columns =
            format!("[[column]]\ncode = 'trust'\ncell = '{cell}'\n[[column]]\ncode = 'access'\ncell = '{cell}'");
        lines(&table(&sample, &spec("cases", &columns)))
    };
    // “We trusted the vendors.” (23) and “Customers trust us” (18) of the 251 characters of the interview, blank lines and labels included.
    let oak = sample.texts.values().find(|c| c.text.as_str().starts_with("I: What changed last")).expect("it is there");
    let length = oak.text.as_str().chars().count() as f64;
    assert_eq!(one("coverage")[0], format!("1: {:.1} | {:.1}", 4100.0 / length, 3500.0 / length));
    assert_eq!(one("row%"), ["1: 75.0 | 25.0", "10: 0 | 100.0", "Jo alone: undefined | undefined"]);
    assert_eq!(one("column%"), ["1: 100.0 | 50.0", "10: 0 | 50.0", "Jo alone: 0 | 0"]);
    let words = "[[column]]\ncode = 'trust'\ncell = 'row%'\nof = 'words'\ndecimals = 0\n[[column]]\ncode = 'access'\ncell = 'row%'\nof = 'words'";
    // 7 and 5 words, of which 3 are in both: 9 together.
    assert_eq!(lines(&table(&sample, &spec("cases", words)))[0], "1: 78 | 55.6");
    let fault = try_table(&sample, &spec("codes", "columns = 'coders'\ncell = 'coverage'")).unwrap_err().to_string();
    assert!(fault.contains("is a part of documents"), "{fault}");
}

#[test]
fn the_case_is_the_unit() {
    let sample = six();
    let crossed = |cell: &str, more: &str| {
        table(&sample, &spec("codes", &format!("columns = 'values of kind'\ncell = '{cell}'\n{more}")))
    };
    // F has not been coded: it is neither with nor without.
    assert_eq!(lines(&crossed("share", "")), ["trust: 0 of 2 | 3 of 3", "cost: 2 of 2 | 2 of 3"]);
    assert_eq!(lines(&crossed("names", "")), ["trust:  | A, B, C", "cost: D, E | A, C"]);
    assert_eq!(lines(&crossed("expected", "decimals = 2")), ["trust: 1.20 | 1.80", "cost: 1.60 | 2.40"]);
    // trust × old: (3 − 1.8) / √1.8, and that over √(1 − 3/5) √(1 − 3/5).
    assert_eq!(lines(&crossed("residual", ""))[0], "trust: -1.10 | 0.89");
    assert_eq!(lines(&crossed("adjusted_residual", ""))[0], "trust: -2.24 | 2.24");
    let tested = crossed("share", "tests = ['chi2', 'p', 'yates', 'fisher', 'v', 'holm', 'bh', 'least_expected']");
    let titles: Vec<&str> = tested.columns.iter().map(|c| c.title.as_str()).collect();
    assert_eq!(titles[2..5], ["χ²", "p", "χ² (Yates)"]);
    // [[0, 3], [2, 0]]: χ² = 5, Fisher 1/C(5,2) = .1; cost [[2, 2], [0, 1]]: χ² = 5/6, p = .361; every difference is below ½, so that Yates leaves none.
    assert_eq!(
        lines(&tested),
        [
            "trust: 0 of 2 | 3 of 3 | 5.00 | 0.0253 | 1.70 | 0.1000 | 1.000 | 0.0507 | 0.0507 | 0.8",
            "cost: 2 of 2 | 2 of 3 | 0.83 | 0.3613 | 0.00 | 1.0000 | 0.408 | 0.3613 | 0.3613 | 0.4"
        ]
    );
    assert!(
        tested.notes.iter().any(|n| n.contains("n = 5 coded cases") && n.contains("2 of 2 rows")),
        "{:?}",
        tested.notes
    );
    // An adjustment knows all tests that were made, also those that a filter hides.
    let some = crossed("share", "tests = ['holm']\nwhere = 'doc:dB'");
    assert_eq!(lines(&some), ["trust: 0 of 2 | 3 of 3 | 0.0507"]);
    let fault = try_table(&sample, &spec("codes", "columns = 'cases'\ntests = ['p']")).unwrap_err().to_string();
    assert!(fault.contains("part the cases"), "{fault}");
}

#[test]
fn numbers_of_cases_are_summed_up() {
    let sample = six();
    let column = |cell: &str| format!("[[column]]\ntitle = '{cell}'\nattribute = 'age'\ncell = '{cell}'\n");
    let columns: String = ["n", "mean", "median", "min", "max", "min…max", "sd"].map(column).concat();
    let by_kind = table(&sample, &spec("values of kind", &columns));
    // new: 2 and 7 (D has none); old: 3, 5 and 10.
    assert_eq!(
        lines(&by_kind),
        ["new: 2 | 4.50 | 4.5 | 2 | 7 | 2…7 | 3.54", "old: 3 | 6.00 | 5 | 3 | 10 | 3…10 | 3.61"]
    );
    let by_code = table(&sample, &spec("codes under cost", &columns));
    assert_eq!(lines(&by_code)[0], "high: 1 | 3.00 | 3 | 3 | 3 | 3 | undefined");
    assert_eq!(states(&by_code, 6), [State::Undefined, State::Count]);
    assert_eq!(by_code.warnings, ["undefined (fewer than two numbers): high × sd"]);
    let fault =
        try_table(&sample, &spec("values of kind", "[[column]]\nattribute = 'kind'\ncell = 'mean'")).unwrap_err();
    assert!(fault.to_string().contains("holds no numbers"));
}

#[test]
fn co_occurrence_under_five_names() {
    let sample = study();
    let one = |cell: &str, more: &str| {
        let made = table(&sample, &spec("codes", &format!("[[column]]\ncode = 'trust'\ncell = '{cell}'\n{more}")));
        made.rows[0].cells[0].clone()
    };
    // access: “trusted the vendors. Their backbone”, and two elsewhere; trust: “We trusted the vendors.” and “Customers trust us”.
    assert_eq!(one("pairs", "").value, "1");
    assert_eq!(one("pairs", "").evidence[0].quote, "trusted the vendors.");
    assert_eq!(one("quotations", "").value, "0");
    assert_eq!(one("touching", "").evidence[0].quote, "trusted the vendors. Their backbone");
    assert_eq!(one("characters", "").value, "20");
    assert_eq!(one("documents_with_both", "").value, "1");
    assert_eq!(one("cases_with_both", "").value, "1");
    assert_eq!(one("c_coefficient", "").value, "0.000");
    // 41 and 65 characters, 20 of them common.
    let access: usize = ["trusted the vendors. Their backbone", "El coste subió 🙂 mucho", "Kosten"]
        .iter()
        .map(|s| s.chars().count())
        .sum();
    assert_eq!(one("jaccard", "").value, format!("{:.3}", 20.0 / (41.0 + access as f64 - 20.0)));
    assert_eq!(one("jaccard_documents", "").value, "0.333");
    assert_eq!(one("near", "within = 0").value, "1");
    let near = one("near", "within = 500");
    assert_eq!((near.value.as_str(), near.evidence.len()), ("2", 2));
    assert!(
        near.evidence[1].quote.starts_with("trusted the vendors.")
            && near.evidence[1].quote.ends_with("Customers trust us")
    );
    let fault =
        try_table(&sample, &spec("cases", "[[column]]\ncode = 'trust'\ncell = 'pairs'")).unwrap_err().to_string();
    assert!(fault.contains("has no passages of its own"), "{fault}");
}

#[test]
fn cases_are_compared_by_their_codes() {
    let sample = six();
    let alike = |cell: &str, more: &str| {
        table(&sample, &spec("cases", &format!("columns = 'cases'\ncell = '{cell}'\ndecimals = 2\n{more}")))
    };
    // Of trust, cost, cost/high and cost/low, A has trust and cost/high, C trust and cost/low.
    let jaccard = alike("jaccard", "");
    assert_eq!(lines(&jaccard)[0], "A: 1.00 | 0.50 | 0.33 | 0.50 | 0.00 | undefined");
    assert_eq!(cell(&jaccard, "A", "F").state, State::Undefined);
    assert!(jaccard.warnings[0].starts_with("undefined (one of the two has not been coded): A × F"));
    assert_eq!(lines(&alike("simple_match", ""))[0], "A: 1.00 | 0.75 | 0.50 | 0.75 | 0.25 | undefined");
    // a = 1, b = 1, c = 1, d = 1 → 3/5.
    assert_eq!(lines(&alike("zeta", ""))[0], "A: 1.00 | 0.80 | 0.60 | 0.80 | 0.25 | undefined");
    assert_eq!(lines(&alike("jaccard", "over = 'codes'"))[0], "A: 1.00 | 0.50 | 1.00 | 0.50 | 0.50 | undefined");
    assert_eq!(lines(&alike("block", ""))[0], "A: 0.00 | 1.00 | 2.00 | 1.00 | 3.00 | undefined");
}

#[test]
fn agreement_is_told_of_codes() {
    let mut s = Sample::default();
    s.code("trust");
    s.code("unused");
    let id = s.document("d", "en", &["0123456789 0123456789"]);
    let other = s.document("e", "en", &["read by one alone"]);
    for (words, coder) in [("0123456789 01234", "lena"), ("6789 0123456789", "omar")] {
        s.coding(id, words, "trust", coder);
    }
    s.coding(other, "alone", "trust", "lena");
    let columns = ["percent", "coded", "kappa", "fleiss", "s", "ac1", "alpha"];
    let columns: String = columns.map(|c| format!("[[column]]\nagreement = '{c}'\n")).concat();
    let made = table(&s, &spec("codes", &format!("columns = 'coders'\n{columns}")));
    // 23 characters: lena 0–16, omar 6–21, both 10, one 11, neither 2 (the blank line at the end).
    let length = f64::from(s.project.documents[&id].characters);
    assert_eq!(length, 23.0);
    let cells: Vec<&str> = made.rows[0].cells.iter().map(|c| c.value.as_str()).collect();
    let (p, lena, omar) = (12.0 / 23.0, 16.0 / 23.0, 15.0 / 23.0);
    let chance: f64 = lena * omar + (1.0 - lena) * (1.0 - omar);
    let mean: f64 = (lena + omar) / 2.0;
    let (pi, gwet) = (mean * mean + (1.0 - mean) * (1.0 - mean), 2.0 * mean * (1.0 - mean));
    let above = |e: f64| format!("{:.3}", (p - e) / (1.0 - e));
    let pairs = 2.0 * 23.0;
    let alpha = 1.0 - (pairs - 1.0) * 22.0 / (2.0 * 31.0 * 15.0);
    assert_eq!(
        cells,
        ["52.2", "47.6", &above(chance), &above(pi), &above(0.5), &above(gwet), &format!("{alpha:.3}"), "2", "1"]
    );
    assert_eq!(made.rows[0].cells[0].evidence.len(), 2, "what only one coder has read says nothing about agreement");
    // Nobody used the other code: there is nothing to agree about, though S and AC1 know what chance is.
    let unused: Vec<&str> = made.rows[1].cells.iter().map(|c| c.value.as_str()).collect();
    assert_eq!(unused, ["100.0", "undefined", "undefined", "undefined", "1.000", "1.000", "undefined", "0", "0"]);
    assert!(made.warnings.iter().any(|w| w.starts_with("undefined (no variation")), "{:?}", made.warnings);
    let fault = try_table(&s, &spec("documents", "[[column]]\nagreement = 'alpha'")).unwrap_err().to_string();
    assert!(fault.contains("is no code"), "{fault}");
}

#[test]
fn groups_dates_and_expanded_codes() {
    let sample = six();
    let groups = "[[group]]\nname = 'Trusting'\nwhen = \"has('trust')\"\n[[group]]\nname = 'Others'\nwhen = \"not has('trust')\"\n";
    let by_group = table(&sample, &spec("groups", &format!("columns = 'codes'\ncell = 'share'\n{groups}")));
    assert_eq!(lines(&by_group), ["Trusting: 3 of 3 | 2 of 3", "Others: 0 of 2 | 2 of 2", "Unclassified:  | "]);
    assert!(by_group.warnings[0].contains("F (not coded yet)"), "{:?}", by_group.warnings);
    let by_month = table(&sample, &spec("months of date", "columns = 'codes'"));
    assert_eq!(lines(&by_month), ["2020-01: 2 | 1", "2020-02: 1 | 2", "2020-03: 0 | 1"]);
    assert_eq!(table(&sample, &spec("dates", "columns = 'codes'")).rows.len(), 6);
    let fault = try_table(&sample, &spec("years of day", "columns = 'codes'")).unwrap_err();
    assert!(fault.hint.expect("a hint").contains("date"));
    let wide = table(
        &sample,
        &spec(
            "cases",
            "transpose = true\n[[column]]\ntitle = 'Cost'\ncode = 'cost'\nexpand = true\n[[column]]\ncode = 'trust'",
        ),
    );
    assert_eq!(
        lines(&wide),
        ["high: 1 | 0 | 0 | 1 | 0 | ", "low: 0 | 0 | 1 | 0 | 1 | ", "trust: 1 | 1 | 1 | 0 | 0 | "]
    );
    assert_eq!((wide.groups[0].name.as_str(), wide.rows[1].group, wide.rows[2].group), ("Cost", Some(0), None));
    assert_eq!((wide.label.as_str(), wide.across.as_str(), wide.transposed), ("", "Case", true));
    let first = table(
        &sample,
        &spec("codes", "sort = '-values'\ntop = 1\n[[column]]\ntitle = 'values'\nquery = 'case.kind:old'"),
    );
    assert_eq!((lines(&first), first.notes[0].as_str()), (vec!["trust: 3".to_owned()], "The first 1 of 2 rows."));
}

#[test]
fn earliest_passages_saturation_and_correlation() {
    let sample = six();
    let first = table(&sample, &spec("codes", "[[column]]\nquery = 'speaker:Ann'\ncell = 'first'"));
    assert_eq!(lines(&first), ["trust: “two three” (dA 1:1)", "cost: “two three” (dA 1:1)"]);
    let curves = ["new", "total", "expected"].map(|c| format!("[[column]]\nsaturation = '{c}'\n")).concat();
    let grown = table(&sample, &spec("documents", &format!("sort = '-label'\n{curves}")));
    // From F backwards: nothing, cost/low, cost/high, trust; 3, 2 and 2 of 6 documents.
    let values: Vec<String> = lines(&grown).iter().map(|l| l.split_once(": ").expect("a label").1.to_owned()).collect();
    assert_eq!(values, ["0 | 0 | 1.2", "1 | 1 | 2.0", "1 | 2 | 2.5", "1 | 3 | 2.9", "0 | 3 | 3.0", "0 | 3 | 3.0"]);
    assert!(grown.notes.iter().any(|n| n.contains("base 4, runs of 2: 4+2")), "{:?}", grown.notes);
    assert!(grown.notes.iter().any(|n| n == "3 codes occur; Chao2 estimates that there are 3.0, met or not."));
    let both = "correlate = 'Age'\n[[column]]\ntitle = 'Age'\nattribute = 'age'\n[[column]]\ncode = 'cost'";
    let correlated = table(&sample, &spec("cases", both));
    // A 3/1, B 5/0, C 10/1, E 2/1; D has no age and F has not been coded. Ranks 2 3 4 1 and 3 1 3 3.
    assert!(correlated.notes.iter().any(|n| n.contains("with Age: cost -0.26 (n = 4)")), "{:?}", correlated.notes);
    assert!(try_table(&sample, &spec("cases", "correlate = 'x'\ncolumns = 'codes'")).is_err());
}

#[test]
fn sections_of_write_ups_are_columns() {
    use crate::id::{Stamp, TemplateId, VignetteId};
    use crate::memo::{Template, Vignette};
    use uuid::Uuid;
    let mut sample = study();
    let (template, id) = (TemplateId(Uuid::from_u128(900)), VignetteId(Uuid::from_u128(901)));
    sample.project.templates.insert(template, Template { id: template, name: "company".into(), text: String::new() });
    let case = sample.project.case("1").expect("it is there").id;
    let (coder, text) =
        (sample.coder("lena"), "# 1\n\n## Background\n\nOld firm.\n\n## Strategy\n\nNone.\n".to_owned());
    sample.project.vignettes.insert(id, Vignette { id, case, template, text, coder, at: Stamp(0) });
    let one = |heading: &str| {
        lines(&table(&sample, &spec("cases", &format!("[[column]]\nvignette = '{heading}'\nempty = '–'"))))
    };
    assert_eq!(one("background"), ["1: Old firm.", "10: –", "Jo alone: –"]);
    assert_eq!(one("company: Strategy")[0], "1: None.");
    assert_eq!(one("other: Strategy")[0], "1: –");
    assert!(try_table(&sample, &spec("codes", "[[column]]\nvignette = 'Background'")).is_err());
}
