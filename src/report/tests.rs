//! Small tables in every format. The matrix engine is not needed for them: a table is a value.

use super::{Format, text, write};
use crate::coding::Passage;
use crate::id::DocumentId;
use crate::matrix::{Cell, Evidence, Group, Heading, Row, State, Table, Totals};
use crate::text::{Points, Span};
use uuid::Uuid;

pub(super) fn evidence(document: &str, start: u32, quote: &str) -> Evidence {
    let end = start + quote.chars().count() as u32;
    Evidence {
        passage: Passage { document: DocumentId(Uuid::from_u128(1)), span: Span { start, end } },
        points: Points { start, end },
        document: document.to_owned(),
        place: format!("{start}:1"),
        speaker: Some("Marta".to_owned()),
        quote: quote.to_owned(),
        codes: vec!["access/cost".to_owned()],
        coders: vec!["lena".to_owned(), "omar".to_owned()],
        telling: false,
    }
}

pub(super) fn cell(value: &str, state: State, evidence: Vec<Evidence>) -> Cell {
    let number = value.parse().ok().filter(|_| matches!(state, State::Count | State::None));
    Cell { value: value.to_owned(), number, state, evidence }
}

pub(super) fn heading(title: &str, measure: &'static str) -> Heading {
    Heading { title: title.to_owned(), measure, axis: None }
}

pub(super) fn row(label: &str, group: Option<usize>, cells: Vec<Cell>) -> Row {
    Row { label: label.to_owned(), group, cells, axis: None }
}

/// Two groups, every state, and texts that formats trip over.
pub(super) fn table() -> Table {
    let quote = |n: u32| evidence("oak", n, "it | cost\nus <b>*much*</b>");
    let rows = vec![
        row(
            "7",
            Some(0),
            vec![
                cell("2", State::Count, vec![quote(3), quote(40)]),
                cell("=1+1 | cost\nmore", State::Essence, vec![quote(3)]),
            ],
        ),
        row(
            "8",
            Some(0),
            vec![cell("0", State::None, Vec::new()), cell("[2 passages]", State::Evidence, vec![quote(3), quote(40)])],
        ),
        row("漢字 9", Some(1), vec![cell("", State::NotCoded, Vec::new()), cell("", State::NotCoded, Vec::new())]),
        row("10", Some(1), vec![cell("1", State::Count, vec![quote(9)]), cell("Old", State::Stale, vec![quote(9)])]),
        row("@11", Some(1), vec![cell("0", State::None, Vec::new()), cell("Alone", State::Unsupported, Vec::new())]),
        row("12", Some(1), vec![cell("0", State::None, Vec::new()), cell("off", State::NotApplicable, Vec::new())]),
    ];
    let total = |n: &str| cell(n, State::Count, Vec::new());
    let sums = ["2", "0", "0", "1", "0", "0"];
    let totals = Totals {
        rows: Some(sums.map(total).to_vec()),
        columns: Some(vec![total("3"), cell("", State::None, Vec::new())]),
        all: Some(total("3")),
    };
    let groups =
        vec![Group { name: "With, and more".to_owned(), shade: 4 }, Group { name: "Without".to_owned(), shade: 1 }];
    Table {
        title: "What it costs".to_owned(),
        label: "Company".to_owned(),
        columns: vec![heading("Cost", "count"), heading("Essence of cost", "essence")],
        rows,
        groups,
        totals,
        notes: vec!["CE = Customer Engagement".to_owned()],
        warnings: vec!["10 × Essence of cost: changed".to_owned()],
        ..Table::default()
    }
}

fn written(format: Format) -> String {
    String::from_utf8(write(&table(), format).expect("it is written")).expect("it is text")
}

#[test]
fn the_terminal_shows_every_state_with_its_own_sign() {
    let expected = "\
What it costs

  Company  Cost  Essence of cost  Total
───────────────────────────────────────
██ With, and more (2)
█ 7           2  =1+1 | cost          2
█                more
█ 8           ·  ✎ 1                  ·
───────────────────────────────────────
░░ Without (4)
░ 漢字 9      ?  ?                    ·
░ 10          1  Old !                1
░ @11         ·  Alone ∅              ·
░ 12          ·  n/a                  ·
───────────────────────────────────────
  Total       3                       3
───────────────────────────────────────

CE = Customer Engagement
? not coded yet; · nothing found; n/a does not apply; ✎ passages, but no phrase yet; ! evidence
changed after the phrase was written; ∅ no passage behind the phrase
";
    let mut table = table();
    table.rows[1].cells[1].number = Some(1.0);
    for cell in table.totals.rows.iter_mut().flatten().filter(|c| c.value == "0") {
        cell.state = State::None;
    }
    assert_eq!(text(&table, 100, false), expected);
    let painted = text(&table, 100, true);
    assert!(painted.contains("\u{1b}[1mWith, and more (2)\u{1b}[0m") && painted.contains("\u{1b}[2m?\u{1b}[0m"));
}

#[test]
fn no_line_is_wider_than_the_terminal_and_no_column_is_lost() {
    let mut wide = table();
    for n in 0..12 {
        wide.columns.push(heading(&format!("Column{n}x of all"), "quotes"));
        wide.rows.iter_mut().for_each(|r| {
            r.cells.push(cell(
                &format!("words of {n} \u{1b}[31m and Donaudampfschifffahrtsgesellschaft"),
                State::Value,
                Vec::new(),
            ))
        });
        wide.totals.columns.as_mut().expect("it has some").push(cell("", State::None, Vec::new()));
    }
    for room in [20, 33, 80, 120, 400] {
        let shown = text(&wide, room, false);
        let widest = shown.lines().map(crate::report::listing::columns).max();
        assert!(widest.is_some_and(|w| w <= room), "{room}: {widest:?}\n{shown}");
        let flat: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(
            !shown.contains('\u{1b}') && (0..12).all(|n| room < 60 || flat.contains(&format!("Column{n}x"))),
            "{shown}"
        );
    }
}

#[test]
fn csv_is_quoted_and_guarded() {
    let expected = "\
group,Company,Cost,Essence of cost,Total
\"With, and more\",7,2,\"'=1+1 | cost
more\",2
\"With, and more\",8,0,[2 passages],0
Without,漢字 9,,,0
Without,10,1,Old,1
Without,'@11,0,Alone,0
Without,12,0,off,0
,Total,3,,3
";
    assert_eq!(written(Format::Csv), expected);
    let tidy = written(Format::Tidy);
    let lines: Vec<&str> = tidy.lines().collect();
    assert_eq!(lines[0], "row,group,column,measure,value,state,evidence");
    assert_eq!(lines[1], "7,\"With, and more\",Cost,count,2,count,oak@3-29 oak@40-66");
    assert_eq!(lines[6], "漢字 9,Without,Cost,count,,not_coded,");
    assert_eq!(lines.len(), 1 + 12 + 1, "one line a cell; one of them holds a line end");
}

#[test]
fn markdown_stays_one_table() {
    let shown = written(Format::Markdown);
    let expected = "\
# What it costs

| Company | Cost | Essence of cost | Total |
| --- | --- | --- | ---: |
| **With, and more** |  |  |  |
| 7 | 2 | =1+1 \\| cost<br>more | 2 |
| 8 | 0 | \\[2 passages\\] | 0 |
| **Without** |  |  |  |
";
    assert!(shown.starts_with(expected), "{shown}");
    assert!(shown.ends_with("| **Total** | 3 |  | 3 |\n\n- CE = Customer Engagement\n"), "{shown}");
}

#[test]
fn json_has_the_fields_that_scripts_rely_on() {
    let json: serde_json::Value = serde_json::from_str(&written(Format::Json)).expect("it is JSON");
    assert_eq!(json["title"], "What it costs");
    assert_eq!(json["columns"][1]["title"], "Essence of cost");
    assert_eq!((&json["rows"][0]["label"], &json["rows"][0]["group"]), (&"7".into(), &"With, and more".into()));
    let cells = &json["rows"][0]["cells"];
    assert_eq!((&cells[0]["value"], &cells[0]["state"]), (&2.into(), &"count".into()));
    let evidence = &cells[0]["evidence"][0];
    assert_eq!((&evidence["document"], &evidence["start"], &evidence["end"]), (&"oak".into(), &3.into(), &29.into()));
    assert_eq!((&evidence["quote"], &evidence["id"]), (&"it | cost\nus <b>*much*</b>".into(), &"oak@3-29".into()));
    assert_eq!(json["rows"][2]["cells"][0]["value"], serde_json::Value::Null);
    assert_eq!(json["rows"][2]["cells"][1]["value"], "");
    assert_eq!(json["notes"][0], "CE = Customer Engagement");
    assert_eq!(json["totals"]["all"]["value"], 3);
    let states: Vec<&str> = (0..6).map(|r| json["rows"][r]["cells"][1]["state"].as_str().expect("a word")).collect();
    assert_eq!(states, ["essence", "evidence", "not_coded", "stale", "unsupported", "not_applicable"]);
}

#[test]
fn formats_are_known_by_their_extension() {
    assert_eq!(Format::of_extension(".XLSX"), Ok(Format::Xlsx));
    assert_eq!(Format::of_extension("md"), Ok(Format::Markdown));
    assert_eq!(Format::of_extension("docx"), Ok(Format::Docx));
    assert!(Format::of_extension("pdf").unwrap_err().to_string().contains(".docx"));
}

#[test]
fn headings_over_headings_stay_with_their_columns_in_flat_formats() {
    let mut banded = table();
    banded.bands = vec![crate::matrix::Band { title: "Money".to_owned(), shade: 0, columns: 0..1 }];
    banded.rows[0].cells[0].value = "-0.43".to_owned();
    banded.rows[0].cells[0].number = Some(-0.428_571);
    let wide = String::from_utf8(write(&banded, Format::Csv).expect("it is written")).expect("it is text");
    assert!(wide.starts_with("group,Company,Money: Cost,Essence of cost,Total\n"), "{wide}");
    assert!(wide.contains(",7,-0.43,"), "a negative number is no formula: {wide}");
    let tidy = String::from_utf8(write(&banded, Format::Tidy).expect("it is written")).expect("it is text");
    assert!(tidy.contains("8,\"With, and more\",Money: Cost,count,0,none,"), "{tidy}");
    let markdown = String::from_utf8(write(&banded, Format::Markdown).expect("it is written")).expect("it is text");
    assert!(markdown.contains("| Company | Money: Cost | Essence of cost | Total |"), "{markdown}");
    let tex = String::from_utf8(write(&banded, Format::Tex).expect("it is written")).expect("it is text");
    assert!(tex.contains("\\multicolumn{1}{c}{\\textbf{Money}}") && tex.contains("\\cmidrule(lr){2-2}"), "{tex}");
}
