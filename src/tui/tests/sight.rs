//! A matrix too large to be made as a whole: the cells around the chosen one are made, and they are those of the whole.

use super::drive::Drive;
use crate::coding::Passage;
use crate::matrix::{Table, outline};
use crate::project::{CodeSpec, Command};
use crate::session::Session;
use crate::text::Span;
use crate::tui::app::App;
use crate::tui::look::{Depth, Look};
use ratatui::style::Color;

const CASES: usize = 60;
const CODES: usize = 50;

/// Sixty short interviews and fifty codes; the matrix of both is open.
fn large() -> Drive {
    let names: Vec<String> = (0..CASES).map(|n| format!("p{n:02}")).collect();
    let texts: Vec<String> =
        (0..CASES).map(|n| format!("P: word number {n} and some more of them to stand on")).collect();
    let documents: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let mut d = Drive::over(&documents);
    let session = &mut d.app.session;
    let mut commands: Vec<Command> = Vec::new();
    for (n, document) in session.project().documents.keys().copied().enumerate() {
        for k in 0..=n % 5 {
            let code = CodeSpec::New(format!("c{:02}", (n * 7 + k * 13) % CODES), Box::default());
            let span = Span::new(k, k + 5);
            commands.push(Command::Code(vec![Passage { document, span }], vec![code]));
        }
    }
    for n in 0..CODES {
        let code = CodeSpec::New(format!("c{n:02}"), Box::default());
        session.run(Command::AddCode(code)).unwrap();
    }
    session.run(Command::Together("Coded".into(), commands)).unwrap();
    let spec = "title = \"All\"\nrows = \"cases\"\ncolumns = \"codes\"\ntotals = \"both\"\n";
    session.run(Command::SaveMatrix("all".into(), spec.into())).unwrap();
    // The interface begins with the project as it is now.
    let session = std::mem::replace(&mut d.app.session, Session::in_memory("lena"));
    d.app = App::new(session, Look::default());
    d.resize(80, 24).keys("M enter");
    d
}

fn whole(d: &Drive) -> Table {
    let spec = d.app.state.grid().expect("a matrix").spec.clone();
    d.app.session.with_words(false, |words| outline(&spec, &d.app.session.world(words))).expect("it is made")
}

/// Everything that the screen can show is there and right.
fn check(d: &Drive) {
    let (grid, whole) = (d.app.state.grid().expect("a matrix"), whole(d));
    // A large screen can show all of it.
    assert!(grid.part.is_some() || d.app.state.size.0 > 120, "it is not made as a whole");
    let part = grid.part.clone().unwrap_or(0..whole.columns.len());
    assert!(grid.is_filled(d.app.state.size));
    assert_eq!(grid.table.totals, whole.totals);
    let chosen = grid.chosen().expect("the chosen cell is there");
    let row = grid.order.get(grid.list.at).copied().unwrap_or(whole.rows.len());
    assert_eq!(chosen, grid_cell(&whole, row, grid.column), "{}", grid.cell_name());
    for (row, wanted) in grid.table.rows.iter().zip(&whole.rows).filter(|(row, _)| !row.cells.is_empty()) {
        assert_eq!(row.label, wanted.label);
        assert_eq!(row.cells, wanted.cells[part.clone()]);
    }
}

fn grid_cell(table: &Table, row: usize, column: usize) -> &crate::matrix::Cell {
    let totals = &table.totals;
    match (table.rows.get(row), column < table.columns.len()) {
        (Some(row), true) => &row.cells[column],
        (Some(_), false) => &totals.rows.as_ref().expect("totals")[row],
        (None, true) => &totals.columns.as_ref().expect("totals")[column],
        (None, false) => totals.all.as_ref().expect("the total of all"),
    }
}

#[test]
fn wherever_one_goes_the_cells_are_those_of_the_whole() {
    let mut d = large();
    check(&d);
    for keys in ["j l", "L L", "pgdn", "G", "l l L L L L L", "pgup", "home", "H H H H H H H", "/ 'p4' enter", "esc"] {
        d.keys(keys);
        check(&d);
    }
    // Turned, and ordered by a column.
    d.keys("home H H H H H H o");
    check(&d);
    d.keys("p L pgdn");
    check(&d);
    d.resize(200, 60);
    check(&d);
}

#[test]
fn a_coding_is_counted_at_once_in_a_large_table_too() {
    let mut d = large();
    let row = whole(&d).rows.iter().position(|r| r.cells[0].number == Some(1.0)).unwrap();
    d.keys(&"j ".repeat(row)).keys("enter tab c 'c49' enter");
    assert!(d.toast().contains("c49"), "{}\n{}", d.toast(), d.screen());
    check(&d);
    let code = whole(&d).columns.iter().position(|c| c.title == "c49").unwrap();
    let before = whole(&d).rows[row].cells[code].number;
    d.keys("u");
    check(&d);
    assert_ne!(whole(&d).rows[row].cells[code].number, before);
}

#[test]
fn larger_numbers_stand_on_stronger_shades_and_can_do_without() {
    let mut d = large();
    d.app.state.look = Look { depth: Depth::Palette, ..Look::default() };
    d.resize(120, 40);
    let shades = |d: &Drive| {
        let frame = d.frame();
        let mut found: Vec<Color> = frame.content.iter().map(|cell| cell.bg).collect();
        found.retain(|colour| (1..=4).any(|n| d.app.state.look.heat(n).bg == Some(*colour)));
        found.dedup();
        found
    };
    assert!(!shades(&d).is_empty(), "{}", d.screen());
    d.keys("s");
    assert_eq!(d.toast(), "no shades");
    assert!(shades(&d).is_empty());
    // Without colours the same is said by signs, when it is asked for.
    d.app.state.look = Look::default();
    assert!(!d.screen().contains('█'));
    d.keys("s");
    assert!(d.screen().contains("█ 1"), "{}", d.screen());
}
