use super::drive::Drive;
use super::screens::expect;
use crate::tui::state::Screen;
use crate::tui::update::Effect;

/// Four invented interviews, three of them coded, with attributes; the matrix of cases and codes with phrases is open, not yet saved.
pub fn study() -> Drive {
    let mut d = Drive::over(&[
        ("Maya", "P: They ring the desk. I trust the book. It costs an hour.|P: The page is slow."),
        ("Odile", "P: I trust her name. She knows me.|P: The bus is dear."),
        ("Ruth", "P: If Maya says so it is fine.|P: Nobody asked us."),
        ("Tomasz", "P: Nobody has read this one yet."),
    ]);
    for (case, role, years) in
        [("Maya", "nurse", "23"), ("Odile", "patient", "4"), ("Ruth", "nurse", "9"), ("Tomasz", "patient", "")]
    {
        let id = d.app.session.project().case(&format!("Case of {case}")).unwrap().id;
        use crate::project::Command;
        d.app.session.run(Command::SetValue(id, "role".into(), role.into())).unwrap();
        d.app.session.run(Command::SetValue(id, "years".into(), years.into())).unwrap();
    }
    // The places in the list of documents: Maya, Odile, Ruth, Tomasz.
    d.keys("enter c 'access/digital' enter j c 'trust/book' enter j c 'cost' ctrl-n j c 'access/digital' enter q");
    d.keys("j enter c 'trust/name' enter j c 'trust/name' enter j c 'cost' enter q");
    d.keys("j enter c 'trust/name' enter j c 'voice' enter q");
    d
}

/// The matrix of cases × top codes, showing passages.
fn matrix() -> Drive {
    let mut d = study();
    d.keys("M n enter 'all top' enter enter");
    d
}

fn phrases() -> Drive {
    let mut d = matrix();
    d.keys("V 'essence' enter");
    assert!(d.toast().contains("essence"), "{}", d.toast());
    d
}

fn chosen(d: &Drive) -> String {
    d.app.state.grid().expect("a matrix").cell_name()
}

fn essences(d: &Drive) -> Vec<String> {
    let all = d.app.session.project().essences.values();
    all.map(|e| format!("{:?} on {} of {}", e.verdict, e.evidence.len(), e.basis.len())).collect()
}

#[test]
fn a_matrix_is_built_from_nothing_by_keys_alone_and_saved() {
    let mut d = study();
    d.keys("M");
    assert!(d.screen().contains("n builds one"), "{}", d.screen());
    d.keys("n");
    assert!(d.screen().contains("New matrix: the rows"), "{}", d.screen());
    d.keys("enter 'role' tab 'trust' tab 'code:cost -code:voice' tab enter 'pass' enter");
    let screen = d.screen();
    assert!(screen.contains("▸ cases × columns"), "{screen}");
    assert!(screen.contains("role") && screen.contains("trust") && screen.contains("code:cost"), "{screen}");
    d.keys("S 'table-1' enter");
    assert_eq!(d.toast(), "Saved the matrix “table-1”");
    assert!(!d.app.state.grid().unwrap().altered());
    d.keys("Y");
    assert!(matches!(d.outside.last(), Some(Effect::Copy(c)) if c == "casebook matrix table-1"));
    d.keys("u");
    assert!(d.app.session.project().matrices.is_empty() && d.screen().contains("altered · "), "{}", d.screen());
    d.keys("U q");
    assert!(d.screen().contains("table-1"), "{}", d.screen());
}

#[test]
fn the_states_of_cells_are_told_apart() {
    let mut d = matrix();
    let screen = d.screen();
    assert!(screen.contains("Case of Tomasz") && screen.contains("?") && screen.contains("·"), "{screen}");
    d.keys("j j j");
    assert!(d.screen().contains("not coded yet: nothing can be said"), "{}", d.screen());
    d.keys("k l l l");
    assert!(chosen(&d).starts_with("Case of Ruth"), "{}", chosen(&d));
    let mut d = phrases();
    expect("grid-phrases-80x24", &d.screen());
    d.keys("a 'no chance to' enter l e 'waits at the desk' enter");
    let screen = d.screen();
    assert!(screen.contains("n/a") && screen.contains("✎ 1"), "{screen}");
    d.keys("q l");
}

#[test]
fn the_grid_at_every_size() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut d = matrix();
        d.resize(width, height).keys("t enter l");
        expect(&format!("grid-{width}x{height}"), &d.roles());
    }
}

#[test]
fn the_pane_follows_the_cell_and_its_passage_is_read_in_place() {
    let mut d = matrix();
    d.keys("enter");
    assert!(d.screen().contains("EVIDENCE  Case of Maya × access"), "{}", d.screen());
    assert!(d.screen().contains("They ring the desk."), "{}", d.screen());
    d.keys("l");
    assert!(d.screen().contains("EVIDENCE  Case of Maya × trust"), "{}", d.screen());
    d.keys("j");
    assert!(d.screen().contains("I trust her name."), "{}", d.screen());
    d.keys("] enter");
    assert_eq!(d.held(), "She knows me.");
    d.keys("q");
    assert_eq!(chosen(&d), "Case of Odile × trust");
    d.keys("tab j k enter");
    assert_eq!(d.held(), "I trust her name.");
    d.keys("q q q q");
    assert!(matches!(d.app.state.screen(), Screen::Matrices(_)));
    assert!(d.screen().contains("cases × codes"), "{}", d.screen());
    d.keys("enter");
    assert!(d.app.state.grid().is_some());
}

#[test]
fn a_coding_made_in_the_pane_is_counted_at_once() {
    let mut d = matrix();
    d.keys("enter tab c 'voice' enter");
    let grid = d.app.state.grid().unwrap();
    let voice = grid.table.columns.iter().position(|c| c.title == "voice").unwrap();
    assert_eq!(grid.table.rows[0].cells[voice].value, "1");
    assert!(grid.in_pane(), "the keys stay with the pane");
    d.keys("u x");
    let access = |d: &Drive| d.app.state.grid().unwrap().table.rows[0].cells[0].value.clone();
    assert_eq!(access(&d), "1");
    d.keys("u");
    assert_eq!(access(&d), "2");
    d.keys("space space V 'outside' enter");
    assert!(d.codings().iter().filter(|c| c.starts_with("outside: ")).count() == 2, "{:?}", d.codings());
    d.keys("u");
    assert!(d.app.session.project().codebook.find("outside").is_err());
}

#[test]
fn a_phrase_is_written_beside_its_evidence_and_grows_stale() {
    let mut d = phrases();
    d.keys("e");
    assert!(
        d.screen().contains("Phrase for Case of Maya × access") && d.screen().contains("They ring the desk."),
        "{}",
        d.screen()
    );
    d.keys("'rings the desk' esc e enter");
    assert_eq!(essences(&d), ["Phrase(\"rings the desk\") on 2 of 2"]);
    // Marked passages are what it rests on.
    d.keys("tab space e enter");
    assert_eq!(essences(&d), ["Phrase(\"rings the desk\") on 1 of 2"]);
    d.keys("tab e");
    assert!(d.screen().contains("it rests on the 1 passage chosen before"), "{}", d.screen());
    d.keys("ctrl-u 'rings and waits' enter");
    assert_eq!(essences(&d), ["Phrase(\"rings and waits\") on 1 of 2"], "a choice made earlier stands");
    d.keys("tab x");
    assert!(
        d.screen().contains("stale, the evidence has changed") || d.screen().contains("1 passage went"),
        "{}",
        d.screen()
    );
    d.keys("esc q");
    assert!(d.screen().contains("rings and waits !"), "{}", d.screen());
    d.keys("w");
    assert!(d.toast().contains("of 7 to do"), "{}", d.toast());
    d.keys("b");
    assert!(d.toast().starts_with("the evidence changed") && chosen(&d) == "Case of Maya × access", "{}", d.toast());
    d.keys("i");
    assert!(d.screen().contains("rings the desk") && d.screen().contains("step "), "{}", d.screen());
    d.keys("'rings the' enter enter");
    assert!(essences(&d)[0].starts_with("Phrase(\"rings the desk\")"), "{:?}", essences(&d));
    d.keys("x");
    assert!(essences(&d).is_empty());
    d.keys("u a 'it is no clinic' enter");
    assert!(essences(&d)[0].contains("NotApplicable"), "{:?}", essences(&d));
}

#[test]
fn a_specification_is_altered_by_keys_and_goes_back() {
    let mut d = matrix();
    let labels = |d: &Drive| -> Vec<String> {
        let grid = d.app.state.grid().unwrap();
        (0..grid.order.len()).map(|n| grid.row(n).unwrap().label.clone()).collect()
    };
    let titles = |d: &Drive| -> Vec<String> {
        d.app.state.grid().unwrap().table.columns.iter().map(|c| c.title.clone()).collect()
    };
    assert_eq!(titles(&d), ["access", "trust", "cost", "voice"]);
    d.keys("l o");
    assert_eq!(labels(&d)[0], "Case of Odile");
    d.keys("o o");
    assert_eq!(labels(&d)[0], "Case of Maya");
    d.keys("p");
    assert_eq!(
        (labels(&d), titles(&d)[0].clone()),
        (vec!["access".into(), "trust".into(), "cost".into(), "voice".into()], "Case of Maya".into())
    );
    d.keys("p");
    assert_eq!(titles(&d), ["access", "trust", "cost", "voice"]);
    d.keys("+");
    assert_eq!(titles(&d), ["access", "trust", "book", "name", "cost", "voice"], "{}", d.toast());
    d.keys("-");
    assert_eq!(titles(&d), ["access", "trust", "cost", "voice"], "{}", d.toast());
    d.keys("g 'role' enter");
    let screen = d.screen();
    assert!(screen.find("nurse (2)") < screen.find("patient (2)") && screen.contains("nurse (2)"), "{screen}");
    d.keys("g 'years' enter");
    assert!(d.screen().contains("years: 23 (1)") && d.screen().contains("Unclassified (1)"), "{}", d.screen());
    d.keys("g 'no gr' enter / 'odi' enter");
    assert_eq!(labels(&d), ["Case of Odile"]);
    d.keys("esc X n 'role' enter f 'code:voice' enter");
    assert_eq!(
        (labels(&d), titles(&d)),
        (vec!["Case of Ruth".into()], ["access", "cost", "voice", "role"].map(String::from).to_vec())
    );
    d.keys("p");
    assert_eq!((labels(&d).join(" "), titles(&d).join(" ")), ("access cost voice role".into(), "Case of Ruth".into()));
    d.keys("o");
    assert_eq!(d.toast(), "this table lies on its side: p puts it upright first");
    d.keys("p");
    d.keys("f ctrl-u 'code:' enter");
    assert!(d.screen().contains("code:") && d.app.state.grid().unwrap().fault.is_some(), "{}", d.screen());
}

#[test]
fn totals_open_into_what_they_count() {
    let mut d = matrix();
    d.keys("t end enter");
    assert!(d.screen().contains("EVIDENCE  all rows × access"), "{}", d.screen());
    let open = |d: &Drive| {
        let grid = d.app.state.grid().unwrap();
        (grid.chosen().unwrap().value.clone(), grid.seen.as_ref().unwrap().entries.len().to_string())
    };
    for _ in 0..5 {
        let (number, opened) = open(&d);
        assert_eq!(number, opened, "{}", chosen(&d));
        d.keys("l");
    }
    assert_eq!(chosen(&d), "all rows × all columns");
    d.keys("e");
    assert!(d.toast().starts_with("no phrase can be written here"), "{}", d.toast());
}

#[test]
fn a_wide_matrix_scrolls_by_whole_columns_and_says_which() {
    let mut d = study();
    for n in 0..24 {
        d.keys("D enter");
        d.keys(&format!("c 'theme number {n}' ctrl-n q"));
    }
    d.keys("M n enter 'all top' enter enter");
    assert!(d.screen().contains("of 28 · 4 rows"), "{}", d.screen());
    let mut seen = std::collections::HashSet::new();
    for _ in 0..28 {
        let screen = d.screen();
        assert!(screen.contains("Case of Odile"), "row labels stay: {screen}");
        seen.insert(chosen(&d));
        d.keys("l");
    }
    assert_eq!(seen.len(), 28);
    assert!(d.screen().contains("–28 of 28"), "{}", d.screen());
    d.keys("H H H H H H H H H H");
    assert!(d.screen().contains("columns 1–"), "{}", d.screen());
}

#[test]
fn right_to_left_and_wide_text_keep_their_columns() {
    let mut d = Drive::over(&[("مريم", "P: ذهبت الجدة إلى السوق."), ("花子", "P: 最初の一か月は大変でした。")]);
    d.keys("enter c 'ثقة' ctrl-n q j enter c '信頼' ctrl-n q M n enter 'all top' enter 'ess' enter");
    d.keys("e 'تثق بها لأنها تعرف اسمها، وهي تذهب إليها كل يوم' enter j l e '彼女を信頼している' enter q");
    expect("grid-scripts-80x24", &d.screen());
}

#[test]
fn what_is_written_to_a_file_is_said_and_a_wrong_name_comes_back() {
    let mut d = matrix();
    let file = std::env::temp_dir().join(format!("casebook-grid-{}.md", std::process::id()));
    d.keys("E ctrl-u 'table.abc' enter");
    assert!(d.toast().contains("cannot be written as") && d.screen().contains("table.abc"), "{}", d.screen());
    d.keys(&format!("ctrl-u '{}' enter", file.display()));
    assert!(d.toast().starts_with("Wrote 4 rows × 4 columns"), "{}", d.toast());
    assert!(std::fs::read_to_string(&file).unwrap().contains("Case of Maya"));
    std::fs::remove_file(file).unwrap();
}

#[test]
fn rows_that_are_left_come_into_the_room_of_those_that_went() {
    let mut d = matrix();
    // Two rows of the table fit, and two are left.
    d.resize(80, 5).keys("end");
    assert!(!d.screen().contains("Case of Maya") && d.screen().contains("Case of Tomasz"), "{}", d.screen());
    d.keys("f 'code:voice or code:access+' enter");
    let screen = d.screen();
    assert!(screen.contains("Case of Maya") && screen.contains("Case of Ruth"), "{screen}");
}
