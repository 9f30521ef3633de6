use super::drive::{Drive, TALK};
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
