//! What a press of the mouse lays beside the passage.

use super::drive::Drive;
use super::screens::expect;
use crate::memo::About;
use crate::project::Command;

/// A coded sentence with a memo on it, its stripe pressed.
fn pressed(width: u16, height: u16) -> Drive {
    let mut d = Drive::talk();
    d.resize(width, height).keys("j c 'digital' enter m 'Whose chaos was it?' ctrl-s j");
    let name = d.cell("digital");
    d.click(name);
    d
}

#[test]
fn a_pressed_stripe_tells_of_its_coding_and_keys_work_on() {
    let mut d = pressed(80, 30);
    expect("popover-80x30", &d.screen());
    let held = d.held().to_owned();
    assert_eq!(held, "The first month was chaos.");
    d.keys("esc");
    assert!(
        !d.screen().contains("Whose chaos") && d.held() == held,
        "Esc puts it away and nothing else: {}",
        d.screen()
    );
    let mut d = pressed(80, 30);
    d.keys("k");
    assert!(
        !d.screen().contains("Whose chaos") && d.held().starts_with("When the new"),
        "any other key does what it does"
    );
    let mut d = pressed(80, 30);
    d.app.state.manner.calm = true;
    d.keys("k");
    let name = d.cell("digital");
    d.click(name);
    assert!(!d.screen().contains("Whose chaos"), "calm: {}", d.screen());
}

#[test]
fn what_stands_in_it_is_pressed() {
    let mut d = pressed(80, 30);
    let at = d.cell("x remove");
    d.click(at);
    assert!(d.codings().is_empty(), "{}", d.screen());
    let mut d = pressed(80, 30);
    let at = d.cell("! telling");
    d.click(at);
    assert!(d.app.session.project().codings.iter().all(|c| c.telling));
    let mut d = pressed(80, 30);
    let (x, y) = d.cell("Whose chaos");
    d.click((x, y));
    assert!(d.screen().contains("Whose chaos"), "a press on its words does nothing");
    d.click((2, 2));
    assert!(!d.screen().contains("Whose chaos"), "a press elsewhere puts it away");
}

#[test]
fn words_that_are_dragged_over_offer_what_can_be_done() {
    let mut d = Drive::talk();
    d.keys("j c 'trust' enter");
    let (from, to) = (d.cell("month"), d.cell("chaos"));
    d.press(from).drag(to).release(to);
    assert_eq!(d.held(), "month was chaos");
    assert!(d.screen().contains(". trust") && d.screen().contains("i in vivo"), "{}", d.screen());
    let at = d.cell("1 trust  ");
    d.click(at);
    assert_eq!(d.codings().len(), 2, "{}", d.screen());
    // A press alone offers nothing: it is how one goes about.
    d.click(from);
    assert!(!d.screen().contains("i in vivo  m memo"), "{}", d.screen());
}

#[test]
fn it_never_covers_the_passage_and_draws_at_any_size() {
    for (width, height) in [(30, 12), (60, 16), (80, 24), (120, 40), (200, 60), (29, 11), (1, 1)] {
        let mut d = pressed(120, 40);
        let popover = d.app.state.popover;
        assert!(popover.is_some());
        d.resize(width, height);
        d.app.state.popover = popover;
        let screen = d.screen();
        if height >= 24 {
            assert!(screen.contains("The first month was chaos."), "{screen}");
        }
    }
    let mut d = pressed(80, 24);
    let code = d.app.session.project().codebook.find("access/digital").unwrap().id;
    d.app.session.run(Command::WriteMemo(About::Code(code), "On the code.".to_owned())).unwrap();
    assert!(d.screen().contains("(and 1 more)"), "{}", d.screen());
}
