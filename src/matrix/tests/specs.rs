use super::super::Measure;
use super::super::spec::{
    CellStyle, Coefficient, Column, Curve, Grain, GroupSpec, Listing, RowSource, RowSpec, Rows, SortKey, Source, Spec,
    Test, Totals,
};
use super::{lines, table, try_table};
use crate::case::Part;
use crate::query::sample::study;
use proptest::prelude::*;

fn refused(spec: &str) -> String {
    Spec::parse(spec).expect_err("it is refused").to_string()
}

const START: &str = "title = \"T\"\nrows = \"cases\"\n";

#[test]
fn what_is_wrong_with_a_specification_is_said_with_its_line() {
    let with = |rest: &str| refused(&format!("{START}{rest}"));
    assert_eq!(
        with("sorted = 'x'\n"),
        "line 3 of the specification: a matrix knows no key “sorted”\n  did you mean “sort”?"
    );
    let column = with("[[column]]\ntitle = 'A'\nquerry = 'x'\n");
    assert_eq!(column, "line 5 of the specification: [[column]] knows no key “querry”\n  did you mean “query”?");
    assert!(
        with("[[column]]\ntitle = 3\ncode = 'a'").starts_with("line 4 of the specification: “title” must be a text")
    );
    assert!(with("[[column]]\ncode = 'a'\ncell = 'cout'").contains("did you mean “count”?"));
    assert!(with("[[column]]\ncode = 'a'\nquery = 'b'").contains("says code and query"));
    assert!(with("[[column]]\ntitle = 'a'").contains("must say what it shows"));
    assert!(with("[[column]]\nattribute = 'a'\ncell = 'count'").contains("has the measure “value”"));
    assert!(with("[[column]]\ncode = 'a'\n[[column]]\ncode = 'a'").contains("two columns called “a”"));
    assert!(with("cell = 'count'\n[[column]]\ncode = 'a'").contains("belongs to “columns = …”"));
    assert!(
        with("columns = 'codes'\n[[group]]\nname = 'a'\nwhen = 'coded'\nshade = 7").contains("from 0 to 4, but is 7")
    );
    assert!(with("columns = 'documnts'").contains("did you mean “documents”?"));
    assert!(with("where = 'a'\nfilter = 'b'\ncolumns = 'codes'").contains("mean the same"));
    assert!(with("").contains("has no columns"));
    assert!(refused("title = 'T'\nrows = \n").starts_with("line 2 of the specification: this is no TOML"));
    assert!(refused("rows = 'cases'\ncolumns = 'codes'").contains("needs “title”"));
}

#[test]
fn a_filter_is_accepted_and_ignored() {
    // The fault of other tools. Here a filter changes the result, under either of its names, and a misspelt one is refused.
    let sample = study();
    let all = table(&sample, "title = 'T'\nrows = 'documents'\ncolumns = 'codes'");
    for key in ["where", "filter"] {
        let some = table(
            &sample,
            &format!("title = 'T'\nrows = 'documents'\n{key} = 'code:cost or code:access+'\ncolumns = 'codes'"),
        );
        assert_eq!(lines(&some), [&lines(&all)[0], &lines(&all)[1], &lines(&all)[2]].map(String::clone));
        assert!(some.rows.len() < all.rows.len());
    }
    let fault = try_table(&sample, "title = 'T'\nrows = 'documents'\nfiltre = 'code:cost'\ncolumns = 'codes'");
    assert!(fault.unwrap_err().hint.unwrap().contains("filter"));
    let fault = try_table(&sample, "title = 'T'\nrows = 'documents'\nwhere = 'code:costs'\ncolumns = 'codes'");
    assert!(fault.is_err(), "a filter that nothing answers to is no empty table");
}

#[test]
fn a_filter_on_cases_asks_the_case_and_not_its_documents() {
    let mut sample = study();
    let oak = sample.project.documents.values().find(|d| d.name == "oak").expect("it is there").id;
    let industry = sample.project.attribute("industry").expect("it is there").id;
    sample.case("shares oak", &[(industry, "Banking")], &[(oak, Part::Whole)]);
    sample.case("without documents", &[(industry, "Banking")], &[]);
    let kept = |query: &str| {
        let spec = format!("title = 'T'\nrows = 'cases'\nwhere = '{query}'\n[[column]]\nattribute = 'name'");
        let table = table(&sample, &spec);
        table.rows.iter().map(|r| r.label.clone()).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(kept("case.industry:Banking"), "10, shares oak, without documents");
    assert_eq!(kept("case.industry:\"Health Care\""), "1");
    assert_eq!(kept("-case.industry:Banking"), "1, Jo alone");
    assert_eq!(kept("case.industry:Banking code:cost"), "shares oak");
    assert_eq!(kept("case:1 or case.founded>1990"), "1, 10");
    assert_eq!(kept("code:cost or case:10"), "1, 10, Jo alone, shares oak");
}

#[test]
fn it_is_known_whether_words_must_be_looked_up() {
    let asks = |rest: &str| Spec::parse(&format!("{START}{rest}")).expect("it is right").has_queries();
    assert!(!asks("columns = 'codes'\n[[group]]\nname = 'a'\nwhen = \"has('x')\""));
    assert!(asks("where = 'code:x'\ncolumns = 'codes'"));
    assert!(asks("[[column]]\nquery = 'x'"));
    assert!(asks("[[column]]\ntitle = 'n'\nderive = \"Count('x') > 1\""));
    assert!(asks("columns = 'codes'\n[[group]]\nname = 'a'\nwhen = \"count('x') > 1\""));
    assert!(
        Spec::parse("title = 'T'\ncolumns = 'codes'\n[[row]]\ntitle = 'r'\nquery = 'x'")
            .expect("it is right")
            .has_queries()
    );
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,8}", "[a-zé'\"\\\\ #=\\[\\]漢]{1,12}"].prop_map(|w| format!("x{w}y"))
}

fn style(measures: Vec<Option<Measure>>) -> impl Strategy<Value = CellStyle> {
    let labels = prop::collection::btree_map(word(), word(), 0..3);
    (
        prop::sample::select(measures),
        prop::option::of(word()),
        prop::option::of(word()),
        labels,
        prop::option::of(1usize..9),
    )
        .prop_map(|(cell, empty, not_applicable, labels, at_most)| CellStyle {
            cell,
            empty,
            not_applicable,
            labels: if cell == Some(Measure::Codes) { labels } else { Default::default() },
            at_most: at_most.filter(|_| cell == Some(Measure::Quotes)),
            of: (cell == Some(Measure::RowPercent)).then_some(Measure::Words),
            within: at_most.filter(|_| cell == Some(Measure::Near)).map(|n| n as u32),
            decimals: at_most,
        })
}

fn column() -> impl Strategy<Value = Column> {
    let counted = vec![
        None,
        Some(Measure::Codes),
        Some(Measure::Quotes),
        Some(Measure::Words),
        Some(Measure::Essence),
        Some(Measure::RowPercent),
        Some(Measure::Near),
    ];
    let code = (word(), style(counted)).prop_map(|(name, style)| (Source::Code(name), style));
    let value =
        (word(), style(vec![None, Some(Measure::Value)])).prop_map(|(name, style)| (Source::Attribute(name), style));
    let plain = || style(vec![None]);
    let figure = (0usize..8, plain()).prop_map(|(n, style)| (Source::Agreement(Coefficient::ALL[n].0), style));
    let curve = (0usize..3, plain()).prop_map(|(n, style)| (Source::Saturation(Curve::ALL[n].0), style));
    let section = (word(), plain()).prop_map(|(name, style)| (Source::Vignette(name), style));
    (prop::option::of(word()), prop_oneof![code, value, figure, curve, section]).prop_map(|(title, (source, style))| {
        Column { title, expand: matches!(source, Source::Code(_)) && style.empty.is_some(), source, style }
    })
}

fn listing() -> impl Strategy<Value = Listing> {
    prop_oneof![
        Just(Listing::Cases),
        Just(Listing::Codes(None)),
        "[a-z]{1,6}".prop_map(|c| Listing::Codes(Some(c))),
        "[a-z]{1,6}".prop_map(Listing::Values),
        Just(Listing::Questions),
        Just(Listing::Groups),
        "[a-z]{1,6}".prop_map(|p| Listing::Periods(Grain::Months, p)),
    ]
}

fn spec() -> impl Strategy<Value = Spec> {
    let query = word().prop_map(RowSource::Query);
    let row = (word(), query).prop_map(|(title, source)| RowSpec { title, source });
    let rows = prop_oneof![listing().prop_map(Rows::Listed), prop::collection::vec(row, 1..3).prop_map(Rows::These)];
    let key = ("[a-z]{1,5}(:A,B)?", any::<bool>()).prop_map(|(by, descending)| SortKey { by, descending });
    let group = (word(), word(), 0u8..5).prop_map(|(name, when, shade)| GroupSpec { name, when, shade });
    let generated = (listing(), style(vec![None, Some(Measure::Codes), Some(Measure::Count)]));
    let totals = prop::sample::select(vec![Totals::None, Totals::Rows, Totals::Columns, Totals::Both]);
    let lists = (
        prop::collection::vec(column(), 1..4),
        prop::option::of(generated),
        prop::collection::vec(group, 0..3),
        prop::collection::btree_map(word(), word(), 0..3),
    );
    (word(), rows, prop::option::of(word()), prop::collection::vec(key, 0..3), lists, totals).prop_map(
        |(title, rows, label, sort, (mut columns, generated, mut groups, short), totals)| {
            for (n, column) in columns.iter_mut().enumerate() {
                column.title = column.title.take().map(|t| format!("{t}{n}"));
            }
            columns.dedup_by(|a, b| a.heading() == b.heading());
            groups.iter_mut().enumerate().for_each(|(n, group)| group.name.push_str(&n.to_string()));
            let filter = label.clone();
            let tests =
                if generated.is_some() { vec![Test::ALL[columns.len() % 11].0, Test::Holm] } else { Vec::new() };
            let (top, transpose, correlate) = (label.as_ref().map(String::len), label.is_some(), label.clone());
            let over = label.as_ref().map(|_| Listing::Codes(None));
            Spec {
                title,
                rows,
                label,
                filter,
                sort,
                columns,
                generated,
                groups,
                abbreviations: short.into_iter().collect(),
                totals,
                top,
                transpose,
                tests,
                over,
                correlate,
            }
        },
    )
}

proptest! {
    #[test]
    fn a_specification_survives_being_written_and_read(spec in spec()) {
        let mut names: Vec<&str> = spec.columns.iter().map(|c| c.heading()).collect();
        names.sort_unstable();
        names.dedup();
        prop_assume!(names.len() == spec.columns.len());
        let toml = spec.to_toml();
        prop_assert_eq!(Spec::parse(&toml).map_err(|f| TestCaseError::fail(format!("{f}\n{toml}")))?, spec);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(title|rows|\\[\\[column\\]\\]|=|\"cases\"|'x'|code|\\n| |1|\\[|\\]|\u{0}|é){0,30}") {
        let _ = Spec::parse(&text);
    }
}
