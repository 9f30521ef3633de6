//! The three tables of the study that the sample is modelled on, rebuilt by the program and compared with what was published: Ross, Sebastian, Beath, Mocker,
//! Moloney & Fonstad, *Designing and Executing Digital Strategies* (ICIS 2016). Facts only; the wording of the sample is its own.

use crate::world::World;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

/// Table 1: company, industry, size band, founding period; each in a short form that [`table_1`] spells out.
const COMPANIES: [(&str, &str, &str); 27] = [
    ("Heavy Manufacturing", "50", "19th"),
    ("Heavy Manufacturing", "300", "19th"),
    ("Heavy Manufacturing", "50", "19th"),
    ("Heavy Manufacturing", "10", "19th"),
    ("Heavy Manufacturing", "10", "late"),
    ("Other Manufacturing", "300", "early"),
    ("Other Manufacturing", "100", "19th"),
    ("Other Manufacturing", "100", "19th"),
    ("Other Manufacturing", "100", "19th"),
    ("Other Manufacturing", "10", "early"),
    ("Other Manufacturing", "10", "early"),
    ("Pharmaceuticals", "10", "late"),
    ("Civil Engineering", "50", "late"),
    ("Financial Services", "100", "19th"),
    ("Financial Services", "10", "early"),
    ("Financial Services", "10", "19th"),
    ("Life and Health Insurance", "0", "19th"),
    ("Software/IT Services", "100", "late"),
    ("Software/IT Services", "0", "late"),
    ("Software/IT Services", "10", "late"),
    ("Information Services", "0", "late"),
    ("Information Services", "0", "19th"),
    ("Information Services", "0", "late"),
    ("Health Care", "100", "early"),
    ("Department Stores", "0", "early"),
    ("Government", "10", "early"),
    ("Transportation", "0", "late"),
];

fn band(size: &str) -> &'static str {
    match size {
        "0" => "Less than 10,000",
        "10" => "Between 10,000 and 49,999",
        "50" => "Between 50,000 and 99,999",
        "100" => "Between 100,000 and 300,000",
        _ => "More than 300,000",
    }
}

fn period(founded: &str) -> &'static str {
    match founded {
        "19th" => "Before 1900",
        "early" => "Between 1900 and 1949",
        _ => "Between 1950 and 1999",
    }
}

/// What the operational backbone is made of, as the brackets in Table 2 say.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Made {
    Packaged,
    MostlyPackaged,
    Cloud,
    MostlyCloud,
    Homegrown,
}
use Made::{Cloud, Homegrown, MostlyCloud, MostlyPackaged, Packaged};

/// Whether there is a digital services backbone.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Digital {
    There,
    InProgress,
    No,
}
use Digital::{InProgress, No, There};

/// Table 2 from top to bottom: company, strategy, operational backbone, digital services backbone.
const BACKBONES: [(&str, &str, Option<Made>, Digital); 27] = [
    ("1", "DS", Some(Packaged), There),
    ("3", "DS", Some(Packaged), There),
    ("7", "DS", Some(Cloud), There),
    ("9", "DS", Some(MostlyCloud), There),
    ("13", "DS", Some(Cloud), InProgress),
    ("6", "CE", Some(MostlyCloud), There),
    ("11", "CE", Some(MostlyPackaged), InProgress),
    ("15", "CE", Some(Homegrown), InProgress),
    ("16", "CE", Some(Homegrown), InProgress),
    ("24", "CE", Some(Packaged), There),
    ("20", "DS", Some(Homegrown), No),
    ("26", "CE", Some(Homegrown), No),
    ("5", "N/A", Some(Packaged), No),
    ("10", "N/A", Some(Packaged), No),
    ("12", "N/A", Some(Homegrown), No),
    ("2", "DS", None, There),
    ("19", "DS", None, There),
    ("4", "DS", None, No),
    ("8", "DS", None, No),
    ("18", "DS", None, No),
    ("21", "DS", None, No),
    ("22", "DS", None, No),
    ("14", "CE", None, No),
    ("23", "CE", None, No),
    ("25", "CE", None, No),
    ("27", "CE", None, No),
    ("17", "N/A", None, No),
];

/// Table 3: its aspects from top to bottom.
const ASPECTS: [&str; 7] = [
    "management objective",
    "architecture principles",
    "data",
    "key roles",
    "key processes",
    "delivery method",
    "funding",
];

/// A world with a copy of a sample study, which is built once for all tests.
fn sample(name: &str, panel: bool) -> World {
    static BUILT: [OnceLock<Vec<u8>>; 2] = [OnceLock::new(), OnceLock::new()];
    let bytes = BUILT[usize::from(panel)].get_or_init(|| {
        let world = World::new(&format!("sample-{panel}"));
        let mut arguments = vec!["sample", "tour", "--no-ui"];
        arguments.extend(panel.then_some("--panel"));
        assert!(world.ok(&arguments).contains("casebook matrix"));
        let files: Vec<PathBuf> = std::fs::read_dir(world.path("tour")).unwrap().map(|e| e.unwrap().path()).collect();
        let [file] = &files[..] else { panic!("one project file, nothing besides: {files:?}") };
        std::fs::read(file).unwrap()
    });
    let world = World::new(name);
    world.write("tour.casebook", bytes);
    world
}

fn built(world: &World, matrix: &str) -> Value {
    world.ok(&["matrix", matrix, "--out", "table.json"]);
    serde_json::from_str(&world.read("table.json")).unwrap()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}"))
}

fn row<'v>(table: &'v Value, label: &str) -> &'v Value {
    list(&table["rows"]).iter().find(|r| r["label"] == label).unwrap()
}

/// What stands in the last brackets of a phrase.
fn bracketed(phrase: &str) -> Option<&str> {
    phrase.strip_suffix(')')?.rsplit_once('(').map(|(_, inside)| inside)
}

fn made(phrase: &str) -> Made {
    let inside = bracketed(phrase).unwrap_or_else(|| panic!("no technology in brackets: {phrase}"));
    let mostly = inside.contains("mostly") || inside.contains("mainly");
    match () {
        () if inside.contains("packaged") => [Packaged, MostlyPackaged][usize::from(mostly)],
        () if inside.contains("cloud") => [Cloud, MostlyCloud][usize::from(mostly)],
        () if inside.replace('-', "").contains("homegrown") => Homegrown,
        () => panic!("{inside}"),
    }
}

#[test]
fn table_1_is_rebuilt_from_the_cases() {
    let world = sample("table-1", false);
    world.ok(&["matrix", "case-table", "--out", "table.csv"]);
    let csv = world.read("table.csv");
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    let expected: Vec<Vec<String>> = COMPANIES
        .iter()
        .enumerate()
        .map(|(n, (industry, size, founded))| {
            vec![(n + 1).to_string(), (*industry).to_owned(), band(size).to_owned(), period(founded).to_owned()]
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn table_2_is_rebuilt_from_the_codings() {
    let world = sample("table-2", false);
    let table = built(&world, "strategies-and-backbones");
    let rows = list(&table["rows"]);
    let order: Vec<&str> = rows.iter().map(|r| text(r, "label")).collect();
    assert_eq!(order, BACKBONES.map(|b| b.0));
    let groups: Vec<&str> = list(&table["groups"]).iter().map(|g| text(g, "name")).collect();
    let sizes: Vec<usize> = groups.iter().map(|g| rows.iter().filter(|r| r["group"] == **g).count()).collect();
    assert_eq!(sizes, [10, 5, 2, 10]);
    let shades: Vec<u64> = list(&table["groups"]).iter().map(|g| g["shade"].as_u64().unwrap()).collect();
    assert!(shades.windows(2).all(|w| w[0] > w[1]), "the more backbones, the darker: {shades:?}");
    for (row, (company, strategy, operational, digital)) in rows.iter().zip(BACKBONES) {
        let cells = list(&row["cells"]);
        assert_eq!((cells.len(), text(&cells[0], "value")), (3, strategy), "company {company}");
        assert!(!list(&cells[0]["evidence"]).is_empty(), "the strategy can be read where it was said");
        let group = match (operational.is_some(), digital != No) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        assert_eq!(text(row, "group"), groups[group], "company {company}");
        for (cell, there) in [(&cells[1], operational.is_some()), (&cells[2], digital != No)] {
            let phrase = text(cell, "value");
            assert_eq!(phrase == "N/A", !there, "company {company}: {phrase}");
            assert_eq!(text(cell, "state"), if there { "essence" } else { "none" }, "company {company}");
            assert_eq!(list(&cell["evidence"]).is_empty(), !there, "company {company}");
            let words = phrase.split('(').next().unwrap().split_whitespace().count();
            assert!(!there || (3..=13).contains(&words), "a phrase of a few words: {phrase}");
        }
        if let Some(kind) = operational {
            assert_eq!(made(text(&cells[1], "value")), kind, "company {company}");
        }
        let marked = text(&cells[2], "value").ends_with("(in progress)");
        assert_eq!(marked, digital == InProgress, "company {company}");
    }
    assert_eq!(list(&table["warnings"]).len(), 0);
    let notes: Vec<&str> = list(&table["notes"]).iter().map(|n| n.as_str().unwrap()).collect();
    assert!(notes.contains(&"DS = Digitized Solutions") && notes.contains(&"CE = Customer Engagement"));
}

#[test]
fn table_3_is_rebuilt_from_all_companies() {
    let world = sample("table-3", false);
    let table = built(&world, "constructs");
    let columns: Vec<String> = list(&table["columns"]).iter().map(|c| text(c, "title").to_lowercase()).collect();
    assert_eq!(columns, ["operational backbone", "digital services backbone"]);
    let rows = list(&table["rows"]);
    let labels: Vec<String> = rows.iter().map(|r| text(r, "label").to_lowercase()).collect();
    assert_eq!(labels, ASPECTS);
    for row in rows {
        for cell in list(&row["cells"]) {
            assert_eq!(text(cell, "state"), "essence", "{row}");
            assert!(text(cell, "value").split_whitespace().count() >= 3);
            let documents: BTreeSet<&str> = list(&cell["evidence"]).iter().map(|e| text(e, "document")).collect();
            assert!(documents.len() >= 3, "a synthesis rests on several companies: {documents:?}");
        }
    }
}

/// Takes the codings off whose code begins so, of all coders, from one document after another; from `most` passages at most. Gives how many passages it was.
fn take_off(world: &World, documents: &[&str], code: &str, most: usize) -> usize {
    let mut taken = 0;
    for document in documents {
        let shown = world.json(&["show", document]);
        let of_code = list(&shown["codings"]).iter().filter(|c| text(c, "code").starts_with(code));
        let mut passages: BTreeMap<(u64, u64), BTreeSet<&str>> = BTreeMap::new();
        for coding in of_code {
            let place = (coding["start"].as_u64().unwrap(), coding["end"].as_u64().unwrap());
            passages.entry(place).or_default().insert(text(coding, "code"));
        }
        for ((start, end), codes) in passages.into_iter().take(most - taken) {
            let place = format!("@{start}-{end}");
            let codes: Vec<&str> = codes.into_iter().collect();
            world.ok(&[&["uncode", document, &place], &codes[..], &["--all-coders"]].concat());
            taken += 1;
        }
    }
    taken
}

#[test]
fn a_strategy_comes_from_the_codings_and_from_no_column() {
    let world = sample("strategy-from-codings", false);
    let cases = world.json(&["cases"]);
    for case in list(&cases) {
        let values = case["attributes"].to_string().to_lowercase();
        assert!(!values.contains("strategy") && !values.contains("backbone"), "{values}");
    }
    assert!(take_off(&world, &["c04-coo", "c04-article"], "strategy/", usize::MAX) > 0);
    let table = built(&world, "strategies-and-backbones");
    let cell = &row(&table, "4")["cells"][0];
    assert_eq!((text(cell, "value"), text(cell, "state"), list(&cell["evidence"]).len()), ("N/A", "none", 0));
    let order: Vec<&str> = list(&table["rows"]).iter().map(|r| text(r, "label")).collect();
    assert_eq!(order[25..], ["4", "17"], "it has moved to those without a strategy");
    world.ok(&["code", "c04-coo", "2:1", "strategy/customer engagement"]);
    let table = built(&world, "strategies-and-backbones");
    assert_eq!(row(&table, "4")["cells"][0]["value"], "CE");
    assert_eq!(text(row(&table, "4"), "group"), "Neither backbone");
    world.ok(&["code", "c04-coo", "2:1", "backbone/operational"]);
    let table = built(&world, "strategies-and-backbones");
    assert_eq!(text(row(&table, "4"), "group"), "Operational backbone only");
    assert_eq!(row(&table, "4")["cells"][1]["state"], "evidence", "a passage, and nobody has written the phrase");
}

#[test]
fn a_phrase_whose_evidence_moved_fails_the_check() {
    let world = sample("stale", false);
    let check = || {
        let said = world.run(&["matrix", "strategies-and-backbones", "--check", "--json"]);
        let answer: Value = serde_json::from_str(&said.out).unwrap();
        let cells: Vec<(String, String, String)> = list(&answer["cells"])
            .iter()
            .map(|c| (text(c, "row").into(), text(c, "column").to_lowercase(), text(c, "state").into()))
            .collect();
        (said.code, cells)
    };
    let of = |state: &str| vec![("7".to_owned(), "operational backbone essence".to_owned(), state.to_owned())];
    assert_eq!(check(), (0, vec![]));
    let documents = ["c07-cio", "c07-coo", "c07-cmo"];
    assert_eq!(take_off(&world, &documents, "backbone/operational", 1), 1);
    assert_eq!(check(), (3, of("stale")));
    assert!(world.run(&["matrix", "strategies-and-backbones"]).err.contains("has changed"), "a warning with every run");
    world.ok(&["undo"]);
    assert_eq!(check(), (0, vec![]), "what was taken back makes it good again");
    assert!(take_off(&world, &documents, "backbone/operational", usize::MAX) > 1);
    assert_eq!(check(), (3, of("unsupported")));
    let table = built(&world, "strategies-and-backbones");
    assert_eq!(text(row(&table, "7"), "group"), "Digital services backbone only");
    assert_eq!(world.run(&["evidence", "strategies-and-backbones", "7", "Operational backbone essence"]).code, 1);
    world.ok(&["essence", "7", "Operational backbone essence", "--matrix", "strategies-and-backbones", "--clear"]);
    assert_eq!(check(), (0, vec![]));
}

#[test]
fn every_number_opens_as_many_passages() {
    let world = sample("numbers", false);
    let columns = ["strategy", "strategy/digitized solutions", "backbone/operational", "backbone/digital services"];
    let mut spec = "title = \"Numbers\"\nrows = \"cases\"\ntotals = \"both\"\n".to_owned();
    for code in columns {
        spec.push_str(&format!("[[column]]\ntitle = \"{code}\"\ncode = \"{code}\"\ncell = \"count\"\n"));
    }
    world.write("numbers.toml", spec);
    let table = built(&world, "numbers.toml");
    let mut sums = [0; 4];
    for row in list(&table["rows"]) {
        for (n, cell) in list(&row["cells"]).iter().enumerate() {
            let value = cell["value"].as_u64().unwrap();
            assert_eq!(value as usize, list(&cell["evidence"]).len(), "{row}");
            sums[n] += value;
        }
    }
    // Every company is a case of its own: the column adds up to the codings there are.
    let codes = world.json(&["codes"]);
    for (n, path) in columns.iter().enumerate() {
        let code = list(&codes).iter().find(|c| c["path"] == **path).unwrap();
        let all = code["codings"].as_u64().unwrap() + code["codings_below"].as_u64().unwrap();
        assert_eq!(sums[n], all, "{path}");
        assert_eq!(table["totals"]["columns"][n]["value"].as_u64(), Some(all), "{path}");
    }
    for (company, column) in [("7", "backbone/operational"), ("15", "backbone/digital services"), ("17", "strategy")] {
        let opened = world.json(&["evidence", "numbers.toml", company, column]);
        let n = columns.iter().position(|c| *c == column).unwrap();
        assert_eq!(row(&table, company)["cells"][n]["value"].as_u64(), Some(list(&opened["evidence"]).len() as u64));
        for passage in list(&opened["evidence"]) {
            let shown = world.json(&["show", text(passage, "document")]);
            let (start, end) = (passage["start"].as_u64().unwrap(), passage["end"].as_u64().unwrap());
            assert_eq!(crate::world::cut(text(&shown, "text"), start, end), text(passage, "text"));
        }
    }
}

#[test]
fn every_format_can_be_written_of_every_table() {
    let world = sample("formats", false);
    for matrix in ["case-table", "strategies-and-backbones", "constructs"] {
        for file in ["t.csv", "t.xlsx", "t.md", "t.json"] {
            world.ok(&["matrix", matrix, "--out", file]);
            let bytes = std::fs::read(world.path(file)).unwrap();
            assert!(bytes.len() > 400);
            world.ok(&["matrix", matrix, "--out", file]);
            assert_eq!(std::fs::read(world.path(file)).unwrap(), bytes, "{matrix} to {file}: the same bytes again");
        }
    }
    world.ok(&["matrix", "constructs", "--out", "long.csv", "--tidy"]);
    assert_eq!(csv::Reader::from_reader(world.read("long.csv").as_bytes()).records().count(), 14);
}

#[test]
fn the_panel_is_a_grid_of_questions_and_respondents() {
    let world = sample("panel", true);
    let table = built(&world, "questions");
    let columns: Vec<&str> = list(&table["columns"]).iter().map(|c| text(c, "title")).collect();
    assert_eq!(columns.len(), 3);
    let rows = list(&table["rows"]);
    assert_eq!(rows.len(), 5);
    for (n, row) in rows.iter().enumerate() {
        let question = text(row, "label");
        assert!(question.starts_with(&format!("{}. ", n + 1)) && question.ends_with('?'), "{question}");
        let bare = question.trim_start_matches(|c: char| !c.is_alphabetic());
        for (cell, respondent) in list(&row["cells"]).iter().zip(&columns) {
            let value = text(cell, "value");
            assert!(value.split_whitespace().count() > 20, "{respondent} answers {question}: {value}");
            assert!(!value.contains(bare), "the question itself is no answer: {value}");
            assert!(!list(&cell["evidence"]).is_empty());
            let others = list(&row["cells"]).iter().filter(|c| text(c, "value") == value).count();
            assert_eq!(others, 1, "each says something of their own");
        }
    }
}
