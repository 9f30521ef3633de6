use super::drive::{Drive, TALK};
use crate::project::Command;
use crate::tui::company::Pane;
use crate::tui::panes::row;

#[test]
fn tab_visits_what_stands_beside_the_text_and_comes_back() {
    let mut d = Drive::talk();
    d.resize(180, 50).keys("j tab");
    assert!(d.screen().contains("codebook: Enter codes the passage"), "{}", d.screen());
    assert_eq!(row(&d.app.state, Pane::Codebook), Some(0));
    d.keys("j j enter");
    assert_eq!(d.codings(), ["access/distance: The first month was chaos."]);
    d.keys("tab tab");
    assert_eq!(row(&d.app.state, Pane::Passages), Some(0));
    d.keys("tab");
    assert_eq!(row(&d.app.state, Pane::Documents), Some(0));
    d.keys("tab");
    assert!(d.app.state.overlay.is_none());
    d.keys("backtab x");
    assert!(d.toast().starts_with("x does nothing here"), "{}", d.toast());
    d.keys("esc");
    assert!(d.app.state.overlay.is_none() && d.app.state.reader().is_some());
}

#[test]
fn a_pane_or_the_text_has_the_whole_screen_and_gives_it_back() {
    let mut d = Drive::talk();
    d.resize(180, 50);
    let before = d.screen();
    d.keys("z");
    assert!(!d.screen().contains("CODEBOOK") && d.screen().contains("When the new"));
    d.keys("z");
    assert_eq!(d.screen(), before);
    d.keys("tab z");
    assert!(d.screen().contains("CODEBOOK  5 codes") && !d.screen().contains("When the new"), "{}", d.screen());
    d.keys("z esc");
    assert_eq!(d.screen(), before);
    // Where there is no room beside the text, a pane that is visited has the whole screen at once.
    d.resize(80, 24).keys("tab");
    assert!(d.screen().contains("CODEBOOK  5 codes") && !d.screen().contains("When the new"), "{}", d.screen());
    d.keys("tab");
    assert!(d.screen().contains("DOCUMENTS  1"), "{}", d.screen());
    d.keys("enter");
    assert!(d.screen().contains("When the new"));
}

#[test]
fn panes_are_drawn_at_every_size() {
    for (width, height) in [(20, 5), (80, 24), (100, 9), (160, 60), (300, 100), (2, 2)] {
        let mut d = Drive::over(&[("one", TALK), ("two", TALK)]);
        d.keys("enter tab");
        d.resize(width, height);
        for keys in ["", "tab", "z", "G", "tab", "tab", "z"] {
            d.keys(keys);
            d.frame();
        }
    }
}

#[test]
fn the_passages_of_the_code_in_hand_stand_beside_the_text_and_are_read_in_place() {
    let mut d = Drive::over(&[("one", TALK), ("two", "P: Eins. Zwei. Drei.")]);
    d.resize(120, 40).keys("enter j c 'trust' enter j c 'trust' enter q G enter j c 'trust' enter");
    let screen = d.screen();
    assert!(screen.contains("PASSAGES  trust · 3") && screen.contains("▸ two"), "{screen}");
    d.keys("tab tab");
    assert!(d.screen().contains("passages of this code"), "{}", d.screen());
    d.keys("g j enter");
    assert!(d.held().starts_with("People would ring"), "{}", d.held());
    assert!(d.app.state.reader().unwrap().focus.is_some());
    // Back along the trail; and a press of the mouse does the same as Enter.
    d.keys("<");
    assert_eq!(d.held(), "Zwei.");
    let row = d.screen().lines().position(|l| l.contains("│   one") && l.contains("The first")).expect("it is seen");
    let column = d.screen().lines().nth(row).unwrap().chars().position(|c| c == '│').unwrap() as u16 + 8;
    d.click((column, row as u16));
    assert!(d.held().starts_with("The first month"), "{}", d.held());
    d.keys("u u");
    assert!(d.screen().contains("PASSAGES  trust · 1"), "{}", d.screen());
}

#[test]
fn a_high_screen_tells_of_the_case_and_of_the_memos() {
    let mut d = Drive::over(&[("one", TALK)]);
    let case = d.app.session.project().case("Case of one").unwrap().id;
    let set = |name: &str, value: &str| Command::SetValue(case, name.to_owned(), value.to_owned());
    d.app.session.run(set("role", "nurse")).unwrap();
    d.app.session.run(set("site", "rural")).unwrap();
    d.resize(200, 60).keys("enter j m 'Who asks for a code?' ctrl-s j");
    let screen = d.screen();
    let row =
        |words: &str| screen.lines().position(|l| l.starts_with(words)).unwrap_or_else(|| panic!("{words}:\n{screen}"));
    assert!(row("CASE  Case of one") < row("  role  nurse") && row("  role  nurse") < row("  site  rural"));
    assert!(screen.contains("MEMOS  1") && screen.contains("✎    2 Who asks for a"), "{screen}");
    // A lower screen keeps the room for the lists.
    d.resize(200, 40);
    assert!(!d.screen().contains("CASE  "), "{}", d.screen());
}

#[test]
fn a_theme_counts_what_is_under_it() {
    let mut d = Drive::over(&[("one", TALK)]);
    d.resize(120, 40).keys("enter c 'access/digital' enter j c 'access' enter");
    let screen = d.screen();
    assert!(screen.lines().any(|l| l.contains("╭ access") && l.trim_end().ends_with('2')), "{screen}");
}
