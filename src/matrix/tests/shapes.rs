use super::{cell, lines, table, try_table};
use crate::case::Part;
use crate::query::sample::study;

#[test]
fn every_measure_of_a_code_by_case() {
    let sample = study();
    let measure = |cell: &str| {
        let spec = format!(
            "title = 'T'\nrows = 'cases'\n[[column]]\ncode = 'trust'\ncell = '{cell}'\n[[column]]\ncode = 'access'\ncell = '{cell}'"
        );
        lines(&table(&sample, &spec))
    };
    assert_eq!(measure("count"), ["1: 3 | 1", "10: 0 | 1", "Jo alone: 0 | 0"]);
    assert_eq!(measure("passages"), ["1: 2 | 1", "10: 0 | 1", "Jo alone: 0 | 0"]);
    assert_eq!(measure("cases"), ["1: 1 | 1", "10: 0 | 1", "Jo alone: 0 | 0"]);
    assert_eq!(measure("documents"), ["1: 1 | 1", "10: 0 | 1", "Jo alone: 0 | 0"]);
    assert_eq!(measure("words"), ["1: 7 | 5", "10: 0 | 4", "Jo alone: 0 | 0"]);
    assert_eq!(measure("present"), ["1: yes | yes", "10: no | yes", "Jo alone: no | no"]);
    assert_eq!(measure("codes"), ["1: trust | digital", "10:  | cost", "Jo alone:  | "]);
    assert_eq!(
        measure("quotes"),
        [
            "1: “Customers trust us”\n“We trusted the vendors.” | “trusted the vendors. Their backbone”",
            "10:  | “El coste subió 🙂 mucho”",
            "Jo alone:  | "
        ]
    );
}

#[test]
fn labels_and_a_limit_of_quotes() {
    let sample = study();
    let spec = "title = 'T'\nrows = 'cases'
        [[column]]\ntitle = 'A'\ncode = 'access'\ncell = 'codes'\nlabels = { digital = 'D', 'access/cost' = 'C' }
        [[column]]\ntitle = 'Q'\ncode = 'trust'\ncell = 'quotes'\nat_most = 1";
    assert_eq!(lines(&table(&sample, spec))[..2], ["1: D | “Customers trust us”\n(and 1 more)", "10: C | "]);
    let wrong = try_table(&sample, &spec.replace("digital =", "digitl =")).unwrap_err().to_string();
    assert!(wrong.contains("digital"), "{wrong}");
}

#[test]
fn codes_by_codes_is_what_two_codings_share() {
    let sample = study();
    let shared = table(&sample, "title = 'T'\nrows = 'codes'\ncolumns = 'codes'\ncell = 'count'\ntotals = 'both'");
    assert_eq!(
        lines(&shared),
        ["access: 3 | 2 | 0 | 0", "trust: 2 | 3 | 0 | 0", "cost: 0 | 0 | 1 | 0", "costume: 0 | 0 | 0 | 1"]
    );
    let quotes: Vec<&str> = cell(&shared, "access", "trust").evidence.iter().map(|e| e.quote.as_str()).collect();
    assert_eq!(quotes, ["trusted the vendors."; 2]);
    assert_eq!(cell(&shared, "access", "trust").evidence[0].codes, ["access/digital", "trust"]);
}

#[test]
fn values_of_an_attribute_part_the_codings_between_them() {
    let mut sample = study();
    let zh = sample.project.documents.values().find(|d| d.name == "zh").expect("it is there").id;
    sample.case("without", &[], &[(zh, Part::Whole)]);
    let crossed = table(&sample, "title = 'T'\nrows = 'codes'\ncolumns = 'values of size'\ntotals = 'both'");
    let titles: Vec<&str> = crossed.columns.iter().map(|c| c.title.as_str()).collect();
    assert_eq!(titles, ["small", "middling", "very large"]);
    assert_eq!(
        lines(&crossed)[..2],
        ["access: 1 |  | 1", "trust: 3 |  | 0"],
        "nobody is middling: nothing can be said"
    );
    assert_eq!(crossed.warnings, ["2 cases have no value of “size” and so no place in the table"]);
    let numbers = |cells: &[crate::matrix::Cell]| cells.iter().map(|c| c.value.clone()).collect::<Vec<_>>().join(" ");
    assert_eq!(numbers(crossed.totals.rows.as_deref().expect("asked for")), "2 3 1 1");
    assert_eq!(numbers(crossed.totals.columns.as_deref().expect("asked for")), "6 0 1");
    assert_eq!(crossed.totals.all.as_ref().expect("asked for").value, "7");
}

#[test]
fn questions_by_speakers_gives_the_answers() {
    let sample = study();
    let grid = table(&sample, "title = 'T'\nrows = 'questions'\ncolumns = 'speakers'\ncell = 'quotes'");
    let titles: Vec<&str> = grid.columns.iter().map(|c| c.title.as_str()).collect();
    assert_eq!(titles, ["Marta", "Jo", "Luz"]);
    assert_eq!(
        cell(&grid, "And who pays for it?", "Marta").value,
        "“Customers trust us; the customers' trust is the asset. Press the button and wait.”"
    );
    assert_eq!(cell(&grid, "And who pays for it?", "Jo").value, "“I was waiting for the cost report.”");
    assert_eq!(cell(&grid, "What changed last year?", "Jo").value, "");
    let asked = cell(&grid, "What changed last year?", "Marta");
    assert_eq!(asked.evidence.len(), 1);
    assert_eq!(asked.evidence[0].place, "2");
}

#[test]
fn coders_queries_and_documents_are_rows_and_columns_too() {
    let sample = study();
    let coders = table(&sample, "title = 'T'\nrows = 'codes'\ncolumns = 'coders'");
    assert_eq!(lines(&coders), ["access: 0 | 3", "trust: 2 | 1", "cost: 1 | 0", "costume: 1 | 0"]);
    let spec = "title = 'T'\ntotals = 'columns'
        [[row]]\ntitle = 'of trust'\nquery = 'trust'
        [[row]]\ntitle = 'Marta'\nquery = 'speaker:Marta'
        [[row]]\ntitle = 'cost'\ncode = 'cost'
        [[column]]\ntitle = 'trust'\ncode = 'trust'\ncell = 'passages'
        [[column]]\ntitle = 'telling'\nquery = 'code:trust telling'";
    let rows = table(&sample, spec);
    assert_eq!(lines(&rows), ["of trust: 2 | 1", "Marta: 2 | 1", "cost: 0 | 0"]);
    assert_eq!(rows.totals.columns.as_ref().expect("asked for")[0].value, "2", "a passage in two rows counts once");
    let documents = table(
        &sample,
        "title = 'T'\nrows = 'documents'\nwhere = 'code:cost or code:access+'\n[[column]]\nattribute = 'industry'\n[[column]]\ncode = 'access'",
    );
    assert_eq!(lines(&documents), ["oak: Health Care | 1", "encina: Banking | 1", "eiche:  | 1"]);
}

#[test]
fn unlike_measures_have_no_common_total() {
    let spec = "title = 'T'\nrows = 'cases'\ntotals = 'rows'\n[[column]]\ncode = 'trust'\n[[column]]\ncode = 'cost'\ncell = 'words'";
    assert!(try_table(&study(), spec).unwrap_err().to_string().contains("would add count to words"));
}

#[test]
fn a_table_without_rows_is_a_table() {
    let empty = crate::query::sample::Sample::default();
    let made = table(&empty, "title = 'T'\nrows = 'cases'\ncolumns = 'codes'\ntotals = 'both'");
    assert!(made.rows.is_empty() && made.columns.is_empty());
    for format in [crate::matrix::Listing::Questions, crate::matrix::Listing::Speakers, crate::matrix::Listing::Coders]
    {
        assert!(table(&empty, &format!("title = 'T'\nrows = '{format}'\ncolumns = 'documents'")).rows.is_empty());
    }
}
