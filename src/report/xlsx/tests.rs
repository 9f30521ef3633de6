use super::super::tests::{cell, evidence, heading, row, table};
use super::{ROOM, length, pieces, write};
use crate::matrix::{State, Table};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::Read;

/// The parts of a workbook by name.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("it is a zip");
    let mut out = BTreeMap::new();
    for n in 0..zip.len() {
        let mut part = zip.by_index(n).expect("it is there");
        let name = part.name().expect("it has a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("it is text");
        out.insert(name, text);
    }
    out
}

fn sheet(table: &Table) -> BTreeMap<String, String> {
    parts(&write(table).expect("it is written"))
}

/// The texts of a workbook in the order of its table of texts.
fn texts(parts: &BTreeMap<String, String>) -> Vec<String> {
    let shared = &parts["xl/sharedStrings.xml"];
    let one = |t: &str| {
        let inside = t.split_once('>').and_then(|(_, rest)| rest.split_once("</t>")).map_or("", |(inside, _)| inside);
        inside.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    };
    shared.split("<t").skip(1).filter(|t| t.starts_with([' ', '>'])).map(one).collect()
}

#[test]
fn groups_are_merged_and_shaded_and_headings_stay_in_view() {
    let parts = sheet(&table());
    let matrix = &parts["xl/worksheets/sheet1.xml"];
    assert!(matrix.contains("<mergeCell ref=\"A4:E4\"/>") && matrix.contains("<mergeCell ref=\"A7:E7\"/>"), "{matrix}");
    assert!(matrix.contains("state=\"frozen\"") && matrix.contains("topLeftCell=\"B4\""));
    assert!(matrix.contains("orientation=\"landscape\"") && matrix.contains("fitToHeight=\"0\""));
    let styles = &parts["xl/styles.xml"];
    assert!(styles.contains("FFB8B8B8") && styles.contains("FFF2F2F2") && styles.contains("wrapText=\"1\""));
    for text in ["What it costs", "With, and more (2)", "Without (4)", "CE = Customer Engagement", "'=1+1"] {
        let there = texts(&parts).iter().any(|t| t == text);
        assert_eq!(there, text != "'=1+1", "{text}");
    }
}

#[test]
fn cells_lead_to_their_evidence_and_back() {
    let parts = sheet(&table());
    let matrix = &parts["xl/worksheets/sheet1.xml"];
    // Counts carry their link themselves; beside the phrases, which may be long, stand numbers that do.
    for (cell, target) in [("B5", 2), ("D5", 4), ("D6", 5), ("B9", 7), ("D9", 8)] {
        let link = format!("<hyperlink ref=\"{cell}\" location=\"'Evidence'!A{target}\"");
        assert!(matrix.contains(&link), "{link}\n{matrix}");
    }
    assert!(!matrix.contains("<hyperlink ref=\"C"));
    assert!(matrix.contains("<c r=\"B5\"") && matrix.contains("<v>2</v>"), "a number stays a number");
    let evidence = &parts["xl/worksheets/sheet2.xml"];
    assert!(evidence.contains("<hyperlink ref=\"A2\" location=\"'Matrix'!B5\""), "{evidence}");
    assert!(evidence.contains("<autoFilter ref=\"A1:I8\"/>"), "{evidence}");
}

#[test]
fn a_text_that_looks_like_a_formula_is_a_text() {
    let parts = sheet(&table());
    assert!(parts.values().all(|part| !part.contains("<f>")));
    assert!(texts(&parts).iter().any(|t| t == "=1+1 | cost\nmore") && texts(&parts).iter().any(|t| t == "@11"));
}

#[test]
fn a_long_cell_is_cut_without_a_word() {
    // The fault of other tools. Here the cell says where the text goes on, and all of it is there.
    let words: String = (0..9_000).map(|n| format!("word{n} 🙂 ")).collect();
    let quote: String = (0..6_000).map(|n| format!("said{n}, ")).collect();
    let mut table = table();
    table.rows[0].cells[1] = cell(&words, State::Essence, vec![evidence("oak", 3, &quote)]);
    let parts = sheet(&table);
    let texts = texts(&parts);
    assert!(texts.iter().all(|t| length(t) <= 32_767));
    let shown = texts.iter().find(|t| t.contains("[longer than a cell can be")).expect("the cell says so");
    assert!(
        shown.starts_with("word0 🙂 word1") && shown.ends_with("the whole text is on the sheet Evidence, rows 4–7]"),
        "{}",
        &shown[shown.len() - 120..]
    );
    let whole = |needle: &str| texts.iter().filter(|t| t.starts_with(needle) && !t.contains("[longer")).count();
    assert!(whole("word0") == 1 && whole("said0") == 1);
    // The parts follow one another: every word is found behind the one before it.
    let parts_of = |first: &str| {
        let from =
            texts.iter().position(|t| t.starts_with(first) && !t.contains("[longer")).expect("it begins somewhere");
        texts[from..].concat()
    };
    assert!(all_follow(&parts_of("word0"), (0..9_000).map(|n| format!("word{n} "))));
    assert!(all_follow(&parts_of("said0"), (0..6_000).map(|n| format!("said{n},"))));
}

fn all_follow(mut text: &str, mut words: impl Iterator<Item = String>) -> bool {
    words.all(|word| text.find(&word).map(|at| text = &text[at + word.len()..]).is_some())
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    let once = write(&table()).expect("it is written");
    assert_eq!(once, write(&table()).expect("it is written"));
    let parts = parts(&once);
    assert!(parts["docProps/core.xml"].contains("2000-01-01T00:00:00Z"), "no clock is read");
    let zip = zip::ZipArchive::new(std::io::Cursor::new(&once)).expect("it is a zip");
    assert_eq!(zip.len(), parts.len());
}

#[test]
fn tables_of_odd_shapes_are_written() {
    let mut empty = Table { title: String::new(), ..Table::default() };
    assert!(write(&empty).is_ok());
    empty.columns = vec![heading("=A", "count")];
    assert!(write(&empty).is_ok());
    let mut grouped = table();
    grouped.columns.clear();
    grouped.totals = Default::default();
    grouped.rows = vec![row("alone", Some(0), Vec::new())];
    assert!(write(&grouped).is_ok());
    let mut wide = table();
    wide.columns = (0..20_000).map(|n| heading(&n.to_string(), "count")).collect();
    wide.rows.clear();
    wide.totals = Default::default();
    assert!(write(&wide).unwrap_err().to_string().contains("larger than a spreadsheet"));
}

proptest! {
    #[test]
    fn pieces_fit_and_are_the_whole(words in prop::collection::vec((prop::sample::select(vec!['a', '漢', '🙂']), 1usize..20_000), 0..8)) {
        let text: String = words.iter().map(|(letter, length)| letter.to_string().repeat(*length) + " ").collect();
        let cut = pieces(&text);
        prop_assert!(cut.iter().all(|p| length(p) <= ROOM));
        prop_assert_eq!(cut.concat(), text);
    }
}

#[test]
fn a_heading_over_several_columns_is_merged_and_rounded_numbers_are_kept_in_full() {
    let mut banded = table();
    banded.bands = vec![crate::matrix::Band { title: "Money".to_owned(), shade: 2, columns: 0..2 }];
    banded.rows[0].cells[0].value = "-0.43".to_owned();
    banded.rows[0].cells[0].number = Some(-0.428_571);
    let parts = sheet(&banded);
    let matrix = &parts["xl/worksheets/sheet1.xml"];
    assert!(matrix.contains("<mergeCell ref=\"B2:D2\"/>"), "{matrix}");
    assert!(matrix.contains("<v>-0.428571</v>") && parts["xl/styles.xml"].contains("formatCode=\"0.00\""));
    assert!(texts(&parts).iter().any(|t| t == "Money"));
}

#[test]
fn a_table_that_is_read_from_the_right_stands_on_a_sheet_that_is() {
    let mut hebrew = table();
    hebrew.label = "מקרה".to_owned();
    assert!(sheet(&hebrew)["xl/worksheets/sheet1.xml"].contains("rightToLeft=\"1\""));
    assert!(!sheet(&table())["xl/worksheets/sheet1.xml"].contains("rightToLeft"));
}
