//! The mouse, by presses and drags as a terminal reports them.

use super::drive::{Drive, TALK};
use crate::project::{CodeSpec, Command};
use crate::session::Session;
use crate::text::Span;
use crate::tui::draw::scene;
use crate::tui::state::Screen;
use crate::tui::update::{Effect, Event};
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;
use ratatui::layout::Rect;

const LEFT: MouseButton = MouseButton::Left;

impl Drive {
    fn mouse(&mut self, kind: MouseEventKind, (column, row): (u16, u16), modifiers: KeyModifiers) -> &mut Self {
        let outside = self.app.handle(Event::Mouse(MouseEvent { kind, column, row, modifiers }));
        self.outside.extend(outside);
        self.settle();
        self
    }

    pub fn press(&mut self, cell: (u16, u16)) -> &mut Self {
        self.mouse(MouseEventKind::Down(LEFT), cell, KeyModifiers::NONE)
    }

    pub fn drag(&mut self, cell: (u16, u16)) -> &mut Self {
        self.mouse(MouseEventKind::Drag(LEFT), cell, KeyModifiers::NONE)
    }

    pub fn release(&mut self, cell: (u16, u16)) -> &mut Self {
        self.mouse(MouseEventKind::Up(LEFT), cell, KeyModifiers::NONE)
    }

    pub fn click(&mut self, cell: (u16, u16)) -> &mut Self {
        self.press(cell).release(cell)
    }

    /// The cell in which words stand on the screen, the first time.
    pub fn cell(&self, words: &str) -> (u16, u16) {
        let found = self.screen().lines().enumerate().find_map(|(y, line)| {
            let at = line.find(words)?;
            Some((crate::tui::paint::columns(&line[..at]) as u16, y as u16))
        });
        found.unwrap_or_else(|| panic!("{words} is not on the screen:\n{}", self.screen()))
    }
}

#[test]
fn clicks_take_sentence_word_sentence_turn() {
    let mut d = Drive::talk();
    let at = d.cell("chaos");
    d.click(at);
    assert_eq!(d.held(), "The first month was chaos.");
    d.click(at);
    assert_eq!(d.held(), "chaos");
    d.click(at);
    assert_eq!(d.held(), "The first month was chaos.");
    d.click(at);
    assert!(d.held().ends_with("stop the paper one."));
    d.click(at);
    assert_eq!(d.held(), "The first month was chaos.", "and round again");
    // A key between makes them two clicks.
    d.keys("j").click(at);
    assert_eq!(d.held(), "The first month was chaos.");
    // Beside the text nothing is held.
    d.click((0, 0)).click((79, 23));
    assert_eq!(d.held(), "The first month was chaos.");
}

#[test]
fn a_drag_extends_by_what_was_taken() {
    let mut d = Drive::talk();
    let (from, to) = (d.cell("month"), d.cell("ring"));
    d.press(from).drag(to).release(to);
    assert_eq!(d.held(), "month was chaos. People would ring");
    // Back over its beginning.
    d.press(to).drag(from).release(from);
    assert_eq!(d.held(), "month was chaos. People would ring");
    // Three presses: by sentences.
    d.keys("j").click(from).click(from).press(from).drag(to).release(to);
    assert!(d.held().starts_with("The first month") && d.held().ends_with("never got."), "{}", d.held());
    // The point after a word is taken with it when the drag comes so far.
    let point = (d.cell("chaos").0 + 5, d.cell("chaos").1);
    d.keys("j").press(from).drag(point).release(point);
    assert_eq!(d.held(), "month was chaos.");
    // With Ctrl, letter by letter.
    let half = (d.cell("chaos").0 + 1, d.cell("chaos").1);
    d.keys("j").mouse(MouseEventKind::Down(LEFT), (from.0 + 2, from.1), KeyModifiers::CONTROL);
    d.mouse(MouseEventKind::Drag(LEFT), half, KeyModifiers::CONTROL).release(half);
    assert_eq!(d.held(), "nth was ch");
}

#[test]
fn a_drag_is_anchored_in_the_text_and_scrolls_at_the_edges() {
    let long = (0..80).map(|n| format!("P: Word {n} is here.")).collect::<Vec<_>>().join("|");
    let mut d = Drive::over(&[("long", &long)]);
    d.keys("enter");
    let from = d.cell("Word 3 is");
    d.press(from).drag((from.0, 23));
    assert!(d.app.state.scrolls());
    for _ in 0..10 {
        d.app.handle(Event::Tick);
    }
    let far = d.held().len();
    assert!(d.held().starts_with("Word 3 is here.") && far > 300, "{}", d.held());
    d.resize(60, 20).drag((from.0, 10));
    assert!(!d.app.state.scrolls() && d.held().starts_with("Word 3"));
    d.drag((from.0, 23)).release((from.0, 23));
    let then = d.held().len();
    d.app.handle(Event::Tick);
    assert_eq!(d.held().len(), then, "nothing scrolls when the button is let go");
    // The end of a drag that nobody was told of: any key ends it.
    d.press((from.0, 5)).drag((from.0, 19)).keys("j");
    assert!(!d.app.state.scrolls());
    // Above the text it scrolls back.
    d.keys("G");
    let low = d.cell("Word 78 is");
    d.press(low).drag((low.0, 0));
    for _ in 0..200 {
        d.app.handle(Event::Tick);
    }
    assert!(d.held().starts_with("Word 0"), "{}", d.held());
}

#[test]
fn stripes_and_names_are_pressed() {
    let mut d = Drive::talk();
    d.resize(80, 40).keys("j c 'double' enter j c 'digital' enter G");
    let name = d.cell("double work");
    d.click(name);
    assert_eq!(d.held(), "The first month was chaos.");
    assert!(d.app.state.reader().unwrap().focus.is_some());
    d.click(name);
    assert!(matches!(d.app.state.screen(), Screen::Passages(..)), "{}", d.screen());
    d.settle();
    d.keys("q");
    let reader = d.app.state.reader().unwrap();
    let lanes = scene(&d.app.state, d.app.session.project(), reader).columns.lanes;
    d.keys("G");
    let row = d.cell("double work").1;
    let lane = (0..lanes.width).find(|x| d.frame()[(lanes.x + x, row)].symbol() == "╶").expect("a stripe");
    d.click((lanes.x + lane, row));
    assert_eq!(d.held(), "The first month was chaos.", "{}", d.screen());
    d.keys("x");
    assert_eq!(d.codings().len(), 1, "what was pressed on is what acts are about");
}

#[test]
fn panes_beside_the_text_are_pressed_and_scrolled() {
    let mut session = Session::in_memory("lena");
    for n in 0..60 {
        session.run(Command::AddCode(CodeSpec::New(format!("code {n:02}"), Box::default()))).unwrap();
    }
    let mut d = Drive::over_session(session, &[("alpha", TALK), ("beta", "P: Other words.")]);
    d.resize(200, 40).keys("enter");
    d.keys("j c 'code 07' enter c 'code 08' enter");
    // A numbered code is applied.
    d.keys("j");
    let at = d.cell("1 code 07");
    d.click(at);
    assert_eq!(d.codings().len(), 3);
    // A coding of the passage is brought into focus, then its passages are shown.
    d.keys("k");
    let (_, heading) = d.cell("ON THE PASSAGE");
    let x = d.cell("ON THE PASSAGE").0 + 4;
    d.click((x, heading + 2));
    let focus = d.app.state.reader().unwrap().focus;
    assert!(focus.is_some());
    // The codebook scrolls under the pointer, and the text does not.
    let (book, top) = (d.cell("CODEBOOK"), d.app.state.reader().unwrap().top);
    let before = d.screen();
    d.mouse(MouseEventKind::ScrollDown, (book.0, book.1 + 3), KeyModifiers::NONE);
    assert_ne!(d.screen(), before);
    assert_eq!(d.app.state.reader().unwrap().top, top);
    for _ in 0..100 {
        d.mouse(MouseEventKind::ScrollDown, (book.0, book.1 + 3), KeyModifiers::NONE);
    }
    assert!(d.screen().contains("code 59"), "{}", d.screen());
    let last = d.cell("code 59");
    d.click(last);
    assert!(matches!(d.app.state.screen(), Screen::Passages(..)));
    d.settle();
    d.keys("q");
    // A document at the left is opened.
    let beta = d.cell("beta");
    d.click(beta);
    assert_eq!(d.held(), "Other words.");
    d.keys("<");
    assert!(d.held().starts_with("The first"), "{}", d.held());
}

#[test]
fn the_wheel_scrolls_the_text_and_leaves_the_passage() {
    let long = (0..80).map(|n| format!("P: Word {n} is here.")).collect::<Vec<_>>().join("|");
    let mut d = Drive::over(&[("long", &long)]);
    d.keys("enter");
    let held = d.held().to_owned();
    for _ in 0..6 {
        d.mouse(MouseEventKind::ScrollDown, (20, 10), KeyModifiers::NONE);
    }
    assert!(!d.screen().contains("Word 0 is") && d.held() == held);
    d.keys("j");
    assert!(d.screen().contains("Word 1 is"), "a key comes back to the passage: {}", d.screen());
}

#[test]
fn the_picker_is_worked_by_the_mouse() {
    let mut d = Drive::talk();
    d.keys("j c");
    let row = d.cell("double work");
    d.click(row);
    assert!(d.codings().is_empty());
    d.click(row);
    assert_eq!(d.codings(), ["double work: The first month was chaos."]);
}

#[test]
fn with_ctrl_a_click_marks_and_with_the_pen_it_codes() {
    let mut d = Drive::talk();
    let (one, two) = (d.cell("chaos"), d.cell("button for"));
    for cell in [one, two] {
        d.mouse(MouseEventKind::Down(LEFT), cell, KeyModifiers::CONTROL).release(cell);
    }
    d.keys("c 'trust' enter");
    assert_eq!(d.codings().len(), 2);
    d.keys("u a 'double' enter").press(one).drag(two).release(two);
    assert_eq!(d.codings().len(), 1);
    assert!(d.codings()[0].starts_with("double work: chaos. People would"), "{:?}", d.codings());
    d.keys("esc").click(one);
    assert_eq!(d.codings().len(), 1);
}

#[test]
fn the_mouse_is_handed_back_and_the_header_says_so() {
    let mut d = Drive::talk();
    d.keys("f9");
    assert!(matches!(d.outside.last(), Some(Effect::Mouse(false))));
    assert!(d.screen().lines().next().unwrap().contains("mouse: terminal (F9)"), "{}", d.screen());
    d.keys("f9");
    assert!(matches!(d.outside.last(), Some(Effect::Mouse(true))) && !d.screen().contains("mouse: terminal"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn each_cell_leads_to_the_words_in_it(words in prop::collection::vec("[a-zé漢字שלוםعربي👩‍👧ก\u{301}(),.]{1,9}", 1..60), width in 20u16..200, height in 5u16..50) {
        let mut d = Drive::over(&[("text", &format!("P: {}", words.join(" ").replace('|', "")))]);
        d.resize(width, height).keys("enter");
        let Some(reader) = d.app.state.reader() else { return Ok(()) };
        let scene = scene(&d.app.state, d.app.session.project(), reader);
        let text = scene.columns.text;
        for (n, place) in crate::tui::reader::view::visible(&reader.sheet, scene.top, scene.height.into()).into_iter().enumerate() {
            let y = text.y + n as u16;
            let rows = reader.sheet.rows(place.turn);
            for cluster in rows.clusters(reader.sheet.text(), place.row, text.width, true) {
                for x in cluster.column..cluster.column + cluster.width {
                    let byte = scene.byte_at(text.x + x, y);
                    prop_assert!(byte.is_some_and(|b| cluster.span.start <= b && b < cluster.span.end), "{x} {y}: {byte:?} {cluster:?}");
                }
            }
        }
    }

    #[test]
    fn panes_lie_beside_one_another_at_any_size(width in 20u16..=300, height in 5u16..=100, mirrored: bool) {
        let script = if mirrored { "P: שלום לכולם." } else { "P: Hello to all." };
        let mut d = Drive::over(&[("text", script)]);
        d.resize(width, height).keys("enter");
        let reader = d.app.state.reader().unwrap();
        let c = scene(&d.app.state, d.app.session.project(), reader).columns;
        let panes = [c.places, c.gutter, c.text, c.lanes, c.labels, c.company];
        let screen = Rect::new(0, 0, width, height);
        for (n, one) in panes.iter().enumerate().filter(|(_, p)| !p.is_empty()) {
            prop_assert_eq!(one.intersection(screen), *one);
            prop_assert!(panes[n + 1..].iter().all(|other| one.intersection(*other).is_empty()), "{:?}", panes);
        }
        prop_assert!(c.text.width > 0);
        d.frame();
    }

    #[test]
    fn no_storm_of_mouse_keys_and_sizes_breaks_anything(events in prop::collection::vec((0u8..9, 0u16..210, 0u16..70, 0usize..24), 1..60)) {
        let keys = ["j", "t", "v", "c", "esc", "enter", "space", "a", "\\", "g", "d", "u", "G", "e", "L", "n", "1", "#", "*", "<", "f", "r", "q", ":"];
        let mut d = Drive::talk();
        d.resize(200, 60).keys("j c 'trust' enter");
        for (kind, x, y, key) in events {
            match kind {
                0 | 1 => d.press((x, y)),
                2 | 3 => d.drag((x, y)),
                4 => d.release((x, y)),
                5 => d.mouse(MouseEventKind::ScrollDown, (x, y), KeyModifiers::NONE),
                6 => d.resize(x.max(1), y.max(1)),
                7 => {
                    d.app.handle(Event::Tick);
                    &mut d
                }
                _ => d.keys(keys[key]),
            };
            d.frame();
            if let Some(reader) = d.app.state.reader() {
                let held: Span = reader.held;
                prop_assert!(reader.sheet.content().text.holds(held) && !held.is_empty());
            }
            if matches!(d.outside.last(), Some(Effect::Quit)) {
                break;
            }
        }
    }
}
