//! The three tables of the sample study, rebuilt from its codings by the specifications that come with it, and the grid of the panel.

use casebook::exchange::plain::{File, read};
use casebook::exchange::{self, ReadOptions};
use casebook::matrix::{Spec, State, Table, compute};
use casebook::report::{Format, write};
use casebook::session::Session;
use std::fs;
use std::path::{Path, PathBuf};

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name)
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<File>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let inside = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.push(File { path: inside, bytes: fs::read(&path).unwrap() });
        }
    }
}

fn study(name: &str) -> Session {
    let mut files = Vec::new();
    gather(&corpus(name), &corpus(name), &mut files);
    let study = read(&files, &|file, bytes| exchange::read(file, bytes, &ReadOptions::default())).unwrap();
    let mut session = Session::in_memory("lena");
    session.run(study.command()).unwrap();
    session
}

fn table(session: &Session, study: &str, matrix: &str) -> Table {
    let file = corpus(study).join("matrices").join(format!("{matrix}.toml"));
    let spec = Spec::parse(&fs::read_to_string(file).unwrap()).unwrap();
    session.with_words(true, |words| compute(&spec, &session.world(words))).unwrap()
}

/// What the second table of Ross et al. (ICIS 2016) says, as facts: the companies of each group in order, by strategy.
const GROUPS: [&str; 4] =
    ["DS 1 3 7 9 13 CE 6 11 15 16 24", "DS 20 CE 26 N/A 5 10 12", "DS 2 19", "DS 4 8 18 21 22 CE 14 23 25 27 N/A 17"];

#[test]
fn the_matrix_of_strategies_and_backbones_has_every_company_where_the_paper_has_it() {
    let session = study("digital-strategies");
    let table = table(&session, "digital-strategies", "strategies-and-backbones");
    let groups = table.by_group();
    assert_eq!(groups.len(), 4);
    for ((group, rows), expected) in groups.iter().zip(GROUPS) {
        let mut said: Vec<&str> = Vec::new();
        for rows in rows.chunk_by(|a, b| a.cells[0].value == b.cells[0].value) {
            said.push(&rows[0].cells[0].value);
            said.extend(rows.iter().map(|r| r.label.as_str()));
        }
        assert_eq!(said.join(" "), expected, "{group:?}");
    }
    let shades: Vec<u8> = groups.iter().filter_map(|(group, _)| group.map(|g| g.shade)).collect();
    assert_eq!(shades, [4, 3, 2, 1]);
    for (n, (_, rows)) in groups.iter().enumerate() {
        for (column, there) in [(1, n == 0 || n == 1), (2, n == 0 || n == 2)] {
            for cell in rows.iter().map(|r| &r.cells[column]) {
                let expected = if there { State::Essence } else { State::None };
                assert_eq!(cell.state, expected, "{cell:?}");
                assert_eq!(cell.value == "N/A", !there);
                assert_eq!(cell.evidence.is_empty(), !there);
            }
        }
    }
    assert!(table.rows.iter().all(|r| !r.cells[0].evidence.is_empty()), "every strategy can be read where it was said");
    assert_eq!(table.warnings, Vec::<String>::new());
}

#[test]
fn the_case_table_has_a_row_a_company_and_the_constructs_are_compared_in_seven_aspects() {
    let session = study("digital-strategies");
    let cases = table(&session, "digital-strategies", "case-table");
    let labels: Vec<String> = cases.rows.iter().map(|r| r.label.clone()).collect();
    assert_eq!(labels, (1..=27).map(|n| n.to_string()).collect::<Vec<_>>());
    let values = |row: usize| cases.rows[row].cells.iter().map(|c| c.value.as_str()).collect::<Vec<_>>();
    assert_eq!(values(0), ["Heavy Manufacturing", "Between 50,000 and 99,999", "Before 1900"]);
    assert_eq!(values(26), ["Transportation", "Less than 10,000", "Between 1950 and 1999"]);
    assert!(cases.cells().all(|(_, _, cell)| cell.state == State::Value));
    let constructs = table(&session, "digital-strategies", "constructs");
    assert_eq!((constructs.rows.len(), constructs.columns.len()), (7, 2));
    assert!(constructs.cells().all(|(_, _, cell)| cell.state == State::Essence && !cell.evidence.is_empty()));
}

#[test]
fn the_panel_is_a_grid_of_questions_and_respondents() {
    let session = study("panel");
    let grid = table(&session, "panel", "questions");
    assert_eq!((grid.rows.len(), grid.columns.len()), (5, 3));
    for (row, _, cell) in grid.cells() {
        assert_eq!(cell.evidence.len(), 1, "{}: {cell:?}", row.label);
        let question = row.label.split_once(' ').unwrap().1;
        assert!(
            cell.value.len() > 200 && !cell.value.contains(question),
            "an answer without the question: {}",
            cell.value
        );
    }
}

#[test]
fn every_format_can_be_written_of_every_table() {
    let session = study("digital-strategies");
    for matrix in ["case-table", "strategies-and-backbones", "constructs"] {
        let table = table(&session, "digital-strategies", matrix);
        for format in [Format::Csv, Format::Tidy, Format::Xlsx, Format::Markdown, Format::Json] {
            assert!(write(&table, format).unwrap().len() > 400);
        }
    }
}
