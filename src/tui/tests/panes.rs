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
