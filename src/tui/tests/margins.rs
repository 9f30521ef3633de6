//! The margin: whose codings it shows, how many, in which lanes, and on which side.

use super::drive::{Drive, TALK};
use super::screens::expect;
use crate::coding::Passage;
use crate::project::{CodeSpec, Command};
use crate::session::{Options, Session};
use crate::tui::draw::scene;
use crate::tui::look::Look;
use proptest::prelude::*;
use std::collections::HashMap;

/// A project that jun has coded, opened by lena; the file is taken away at once.
pub(super) fn coded_by_jun() -> Drive {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("casebook-margin-{}-{number}.casebook", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let by = |name: &str| Options { coder: Some(name.to_owned()), ..Options::default() };
    let lena = Session::create(&path, None, by("lena")).unwrap();
    let mut d = Drive::over_session(lena, &[("interview-1", TALK)]);
    let mut jun = Session::open(&path, by("jun")).unwrap();
    let document = *jun.project().documents.keys().next().unwrap();
    let content = jun.content(document).unwrap();
    let span = content.structure.turns[1].span;
    let new = CodeSpec::New("theirs".to_owned(), Box::default());
    jun.run(Command::Code(vec![Passage { document, span }], vec![new])).unwrap();
    drop(jun);
    d.keys("enter");
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    d
}

#[test]
fn the_margin_shows_everybody_or_one_coder() {
    let mut d = coded_by_jun();
    d.keys("g u c 'mine' enter");
    let both = d.screen();
    assert!(both.contains("theirs") && both.contains("mine"), "{both}");
    d.keys("\\ m");
    let mine = d.screen();
    assert!(!mine.contains("theirs") && mine.contains("mine only"), "{mine}");
    // What another one coded does not count: the next sentence of the turn is open.
    d.keys("g g g u");
    assert!(d.held().starts_with("The first month"), "{}", d.held());
    d.keys("x");
    assert_eq!(d.toast(), "nothing is coded here");
    d.keys("\\ c");
    assert!(d.screen().contains("theirs") && d.screen().contains("only jun"), "{}", d.screen());
    d.keys("\\ c");
    assert!(d.screen().contains("mine only"), "{}", d.screen());
    d.keys("\\ a");
    assert!(d.screen().contains("theirs") && !d.screen().contains("mine only"), "{}", d.screen());
    d.keys("\\ %");
    assert_eq!(d.toast(), "\\% does nothing here: ? shows the keys");
}

#[test]
fn the_margin_shows_some_codes_only_and_the_rest_stays_coded() {
    let mut d = Drive::talk();
    d.keys("j c 'trust' enter j c 'digital' enter \\ k 'access' enter");
    let screen = d.screen();
    assert!(screen.contains("access/digital") && screen.contains("3 codes only"), "{screen}");
    assert!(!screen.lines().any(|l| l.contains("╶    trust")), "{screen}");
    d.keys("g g g u");
    assert!(d.held().starts_with("One man"), "{}", d.held());
    d.keys("\\ r");
    assert!(d.screen().contains("recent codes only") && d.screen().contains("trust"));
    d.keys("\\ k 'nothing like it'");
    assert!(!d.screen().contains("+ create"), "{}", d.screen());
}

#[test]
fn the_show_menu_says_what_can_follow_beside_the_passage() {
    let mut d = Drive::talk();
    d.keys("j \\");
    expect("show-80x24", &d.screen());
    d.keys("esc g");
    expect("go-80x24", &d.screen());
}

#[test]
fn density_counts_the_codings_of_each_row() {
    let mut d = Drive::over(&[("one", "P: The same few words.|P: And others.")]);
    d.keys("enter \\ d");
    let column = |d: &Drive| -> Vec<String> {
        let reader = d.app.state.reader().unwrap();
        let lanes = scene(&d.app.state, d.app.session.project(), reader).columns.lanes;
        let frame = d.frame();
        (0..3).map(|y| frame[(lanes.x, lanes.y + y)].symbol().to_owned()).collect()
    };
    assert_eq!(column(&d), ["·", " ", "·"]);
    for (n, glyph) in ["░", "▒", "▓", "█", "█"].iter().enumerate() {
        d.keys(&format!("c 'idea {n}' ctrl-n"));
        assert_eq!(column(&d), [glyph, " ", "·"]);
    }
    d.app.state.look = Look { ascii: true, ..Look::default() };
    assert_eq!(column(&d), ["@", " ", "."]);
    d.keys("\\ d");
    assert_ne!(column(&d)[0], "@");
}

#[test]
fn words_are_shaded_by_what_stands_on_them() {
    use ratatui::style::Modifier;
    let mut d = Drive::talk();
    d.keys("j c 'trust' enter ; k");
    let lined = |d: &Drive| d.frame().content.iter().filter(|c| c.modifier.contains(Modifier::UNDERLINED)).count();
    assert_eq!(lined(&d), 0, "the focus is gone with the passage");
    d.keys("\\ t");
    assert_eq!(lined(&d), "The first month was chaos.".len());
    d.keys("\\ t j ;");
    let marked_label = lined(&d);
    d.keys("\\ t");
    assert!(lined(&d) > marked_label, "the words of the coding in focus are underlined");
}

#[test]
fn from_no_coding_to_twelve_each_has_a_lane_or_is_counted() {
    let mut d = Drive::over(&[("one", "P: The same words again, twice over and more of them.")]);
    d.keys("enter");
    let first_row = |d: &Drive| -> String {
        let reader = d.app.state.reader().unwrap();
        let lanes = scene(&d.app.state, d.app.session.project(), reader).columns.lanes;
        let frame = d.frame();
        (0..lanes.width).map(|x| frame[(lanes.x + x, lanes.y)].symbol().to_owned()).collect::<String>()
    };
    let wanted =
        ["    ", "╶   ", "╶╶  ", "╶╶╶ ", "╶╶╶╶", "╶╶╶2", "╶╶╶3", "╶╶╶4", "╶╶╶5", "╶╶╶6", "╶╶╶7", "╶╶╶8", "╶╶╶9"];
    for (n, wanted) in wanted.iter().enumerate() {
        assert_eq!(first_row(&d), *wanted, "{n} codings");
        d.keys(&format!("c 'idea {n}' ctrl-n"));
    }
    assert_eq!(first_row(&d), "╶╶╶#");
}

#[test]
fn names_that_find_no_room_are_counted() {
    let mut d = Drive::over(&[("one", "P: A few words.")]);
    d.keys("enter c 'short' enter c 'brief' ctrl-n");
    assert!(d.screen().contains("short, brief"), "{}", d.screen());
    d.keys("c 'the longest name of all' ctrl-n");
    assert!(d.screen().contains("short, brief +1"), "{}", d.screen());
    d.keys("u u c 'the longest name of all' ctrl-n");
    assert!(d.screen().contains("short, the long…"), "{}", d.screen());
}

#[test]
fn a_stripe_that_begins_above_the_screen_says_so() {
    let long = format!("P: {}", "Some words were said here. ".repeat(60));
    let mut d = Drive::over(&[("long", &long)]);
    d.keys("enter t c 'theme' enter");
    assert!(d.screen().contains("╭    theme"), "{}", d.screen());
    d.keys("G s pgdn G");
    assert!(d.screen().contains("↑theme"), "{}", d.screen());
    d.app.state.look.ascii = true;
    assert!(d.screen().contains("^theme"), "{}", d.screen());
}

#[test]
fn a_document_from_right_to_left_has_its_margin_at_the_left() {
    let mut d = Drive::over(&[(
        "ריאיון",
        "P: החודש הראשון היה קשה מאוד (באמת). אנשים התקשרו בכל זאת לדלפק, כי הדף ביקש קוד שמעולם לא קיבלו. אחר כך היה קל יותר.\
         |P: לא עד יוני.",
    )]);
    d.keys("enter t c 'access' enter s j c 'trust' enter");
    expect("mirrored-80x24", &d.screen());
    d.resize(120, 40);
    expect("mirrored-120x40", &d.screen());
    d.app.state.look.ascii = true;
    expect("mirrored-ascii-120x40", &d.screen());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_stripe_keeps_its_lane_while_one_scrolls(cuts in prop::collection::vec((0usize..12, 1usize..6), 1..14), height in 8u16..30) {
        let script = (0..12).map(|n| format!("P: Turn {n} has a few words. And a second sentence of some length.")).collect::<Vec<_>>().join("|");
        let mut d = Drive::over(&[("talk", &script)]);
        let document = *d.app.session.project().documents.keys().next().unwrap();
        let content = d.app.session.content(document).unwrap();
        for (n, (first, length)) in cuts.iter().enumerate() {
            let turns = &content.structure.turns;
            let last = (first + length - 1).min(turns.len() - 1);
            let span = turns[*first].span.hull(turns[last].span);
            let code = CodeSpec::New(format!("code {n}"), Box::default());
            d.app.session.run(Command::Code(vec![Passage { document, span }], vec![code])).unwrap();
        }
        d.app.state.facts = crate::tui::facts::Facts::of(d.app.session.project(), &d.app.state.coder);
        d.resize(80, height).keys("enter");
        let mut lanes = HashMap::new();
        for _ in 0..24 {
            let reader = d.app.state.reader().unwrap();
            let scene = scene(&d.app.state, d.app.session.project(), reader);
            let area = scene.columns.lanes;
            let mut seen = HashMap::new();
            for y in area.top()..area.bottom() {
                for x in area.left()..area.right() {
                    if let Some(stripe) = scene.stripe_at(x, y) {
                        prop_assert_eq!(*lanes.entry(stripe.id).or_insert(x), x, "a stripe moved");
                        prop_assert!(seen.insert((x, y), stripe.id).is_none());
                    }
                }
            }
            d.keys("j");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn nothing_in_texts_and_names_can_drive_the_terminal(
        words in "[a-c \u{1b}\u{9b}\u{7f}\u{85}\u{7}\u{0}\r\t\u{202e}\u{2066}\u{200f}\u{200b}\u{feff}\u{301}]{1,60}",
        name in "[a-c\u{1b}\u{9b}\u{202e}\u{2069}\u{7}\\[]{1,12}", size in 0usize..3,
    ) {
        let (width, height) = [(80, 24), (120, 40), (200, 60)][size];
        let mut d = Drive::over(&[(&format!("n {name}"), &format!("P: one {words} two.|I: three {words}."))]);
        d.resize(width, height).keys("enter c");
        d.app.handle(crate::tui::update::Event::Paste(name.clone()));
        d.keys("ctrl-n m");
        d.app.handle(crate::tui::update::Event::Paste(words.clone()));
        d.keys("ctrl-s");
        // What reorders a row, and what steers a terminal.
        let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        for keys in ["i", "esc c", "esc t", ";", "x", "C", "enter", "Z", "q q q q"] {
            d.keys(keys);
            let frame = d.frame();
            let bad = frame.content.iter().find(|c| c.symbol().contains(steers));
            prop_assert!(bad.is_none(), "{keys}: {:?}", bad.map(|c| c.symbol().to_owned()));
        }
    }
}
