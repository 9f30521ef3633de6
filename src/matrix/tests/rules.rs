use super::{lines, table, try_table};
use crate::case::{AttributeKind, Part};
use crate::query::sample::{Sample, study};
use proptest::prelude::*;

fn derived(sample: &Sample, expression: &str) -> Vec<String> {
    lines(&table(
        sample,
        &format!(
            "title = 'T'\nrows = 'cases'\n[[column]]\ntitle = 'D'\nempty = '-'\nderive = \"\"\"{expression}\"\"\""
        ),
    ))
}

fn fault(expression: &str) -> String {
    let spec = format!("title = 'T'\nrows = 'cases'\n[[column]]\ntitle = 'D'\nderive = \"\"\"{expression}\"\"\"");
    try_table(&study(), &spec).expect_err("it is refused").to_string()
}

#[test]
fn expressions_are_computed_for_each_row() {
    let sample = study();
    assert_eq!(derived(&sample, "has('trust')"), ["1: yes", "10: no", "Jo alone: no"]);
    assert_eq!(derived(&sample, "count('trust')"), ["1: 2", "10: 0", "Jo alone: 0"]);
    assert_eq!(derived(&sample, "count('code:trust')"), ["1: 2", "10: 0", "Jo alone: 0"]);
    assert_eq!(derived(&sample, "founded < 1900 or industry = 'banking'"), ["1: yes", "10: yes", "Jo alone: -"]);
    assert_eq!(derived(&sample, "case.size >= 'middling'"), ["1: no", "10: yes", "Jo alone: -"]);
    assert_eq!(derived(&sample, "not has('access') and coded"), ["1: no", "10: no", "Jo alone: yes"]);
    let case = "case when has('access/cost') then 'C' when founded < 1900 then 'old' else 'rest' end";
    assert_eq!(derived(&sample, case), ["1: old", "10: C", "Jo alone: -"]);
    assert_eq!(derived(&sample, "case when has('access') then 'A' end"), ["1: A", "10: A", "Jo alone: -"]);
    assert_eq!(derived(&sample, "name"), ["1: 1", "10: 10", "Jo alone: Jo alone"]);
    assert_eq!(derived(&sample, "documents"), ["1: 1", "10: 1", "Jo alone: 1"]);
}

#[test]
fn a_fault_in_an_expression_shows_its_place() {
    assert_eq!(
        fault("has('trust') and industri = 'x'"),
        "column “D”: no attribute “industri”\n    has('trust') and industri = 'x'\n                     ^\n  did you mean “industry”?"
    );
    assert!(fault("has('tursts')").contains("did you mean “trust”?"));
    assert!(fault("hass('trust')").contains("did you mean has(…)?"));
    assert!(fault("count('code:acess')").contains("access"));
    assert!(fault("founded < 'old'").contains("is no number"));
    assert!(fault("size = 'huge'").contains("is none of: small; middling; very large"));
    assert!(fault("industry and coded").contains("a condition is needed here, but this is a text"));
    assert!(fault("founded = industry").contains("a number cannot be compared with a text"));
    assert!(fault("case when coded then 'a' else 3 end").contains("a number after a text"));
    for (wrong, said) in [
        ("(coded", "“)” is missing"),
        ("coded coded", "one piece too many"),
        ("'x", "never closed"),
        ("", "empty rule"),
        ("coded and", "missing at the end"),
        ("case coded end", "“when” is missing"),
        ("coded & coded", "“&” means nothing"),
        ("has(trust)", "there must be a code"),
    ] {
        assert!(
            super::super::expression::parse(wrong).expect_err("it is refused").to_string().contains(said),
            "{wrong}"
        );
    }
}

#[test]
fn every_row_lands_in_one_group_and_what_is_not_known_in_none() {
    let mut sample = study();
    let other = sample.project.documents.values().find(|d| d.name == "other").expect("it is there").id;
    sample.case("uncoded", &[], &[(other, Part::Whole)]);
    sample.case("empty", &[], &[]);
    let spec = "
        title = 'T'\nrows = 'cases'\nsort = 'label'
        [[column]]\nattribute = 'name'
        [[group]]\nname = 'Access'\nwhen = \"has('access')\"\nshade = 2
        [[group]]\nname = 'None'\nwhen = \"not has('access')\"
    ";
    let table = table(&sample, spec);
    let of = |label: &str| {
        let row = table.rows.iter().find(|r| r.label == label).expect("it is there");
        table.groups[row.group.expect("it has a group")].name.as_str()
    };
    assert_eq!(
        ["1", "10", "Jo alone", "uncoded", "empty"].map(of),
        ["Access", "Access", "None", "Unclassified", "Unclassified"]
    );
    assert_eq!(table.warnings, ["no group takes: empty (not coded yet), uncoded (not coded yet)"]);
    let labels: Vec<&str> = table.rows.iter().map(|r| r.label.as_str()).collect();
    assert_eq!(labels, ["1", "10", "Jo alone", "empty", "uncoded"]);
    assert!(
        try_table(&sample, &spec.replace("\"not has('access')\"", "\"'x'\""))
            .unwrap_err()
            .to_string()
            .contains("group “None”")
    );
}

#[test]
fn rows_are_sorted_by_each_kind_of_key() {
    let mut sample = study();
    let tall = sample.attribute("height", AttributeKind::Number);
    for (name, height) in [("a", "3"), ("b", ""), ("c", "20")] {
        sample.case(name, &[(tall, height)], &[]);
    }
    let order = |sort: &str| {
        let spec = format!(
            "title = 'T'\nrows = 'cases'\nsort = {sort}\n[[column]]\ntitle = 'How tall: cm'\nattribute = 'height'\n[[column]]\ntitle = 'Trust'\ncode = 'trust'"
        );
        let table = table(&sample, &spec);
        table.rows.iter().map(|r| r.label.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(order("'height'"), "a c 1 10 b Jo alone");
    assert_eq!(order("'-height'"), "c a 1 10 b Jo alone");
    assert_eq!(order("['How tall: cm:20,3', '-label']"), "c a Jo alone b 10 1");
    assert_eq!(order("['-Trust', '-label']"), "1 Jo alone 10 c b a");
    assert_eq!(order("'size'"), "1 10 a b c Jo alone");
    let fault = try_table(&sample, "title = 'T'\nrows = 'cases'\nsort = 'heigth'\n[[column]]\nattribute = 'height'")
        .unwrap_err();
    assert!(fault.to_string().contains("did you mean “height”?"), "{fault}");
}

proptest! {
    #[test]
    fn no_expression_makes_the_reader_panic(text in "(has|count|case|when|then|else|end|and|or|not|\\(|\\)|'x'|\"y\"|<|=|!=| |12|-3|é|’|‘){0,24}") {
        let _ = super::super::expression::parse(&text);
    }
}

#[test]
fn deep_nesting_is_refused_rather_than_followed() {
    for text in ["(".repeat(100_000), format!("{}coded", "not (".repeat(5_000)), "case when coded then ".repeat(5_000)]
    {
        assert!(super::super::expression::parse(&text).is_err());
    }
    let nots = format!("{}coded", "not ".repeat(100_000));
    assert!(super::super::expression::parse(&nots).is_ok());
}
