use super::drive::{Drive, TALK};
use crate::tui::look::{Depth, Look};
use proptest::prelude::*;
use std::collections::HashSet;

/// Where expected screens are kept. Run with `CASEBOOK_BLESS=1` to write what is drawn now, then look at the difference.
pub fn expect(name: &str, screen: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens").join(format!("{name}.txt"));
    if std::env::var_os("CASEBOOK_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("{screen}\n")).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(format!("{screen}\n"), wanted, "{name} looks different:\n{screen}");
}

fn coded() -> Drive {
    let mut d = Drive::talk();
    d.keys(
        "j J c 'digital' enter j j c 'trust' enter K c 'distance' enter j j c 'double' enter m 'both books' ctrl-s k",
    );
    d
}

#[test]
fn the_reader_at_every_width() {
    for (width, height) in [(60, 16), (80, 24), (120, 40), (200, 60)] {
        let mut d = coded();
        d.resize(width, height);
        expect(&format!("reader-{width}x{height}"), &d.screen());
    }
}

#[test]
fn the_picker_and_the_other_overlays() {
    let mut d = coded();
    d.keys("c");
    expect("picker-80x24", &d.screen());
    d.keys("'borrow'");
    expect("picker-create-80x24", &d.screen());
    d.resize(120, 40);
    expect("picker-120x40", &d.screen());
    d.resize(80, 24).keys("esc ?");
    expect("keys-80x24", &d.screen());
    d.keys("esc : 'unc'");
    expect("palette-80x24", &d.screen());
}

#[test]
fn the_lists() {
    let mut d = coded();
    d.keys("C");
    expect("codes-80x24", &d.screen());
    d.resize(120, 40);
    expect("codes-120x40", &d.screen());
    d.resize(80, 24).keys("q q");
    expect("documents-80x24", &d.screen());
    expect("nothing-80x24", &Drive::over(&[]).screen());
}

#[test]
fn right_to_left_text_ends_at_the_right_edge_and_its_passage_is_marked() {
    let mut d = Drive::over(&[(
        "عربي",
        "P: ذهبت الجدة إلى السوق (الكبير). ثم عادت إلى البيت.|P: 最初の一か月は大変でした。本当に。",
    )]);
    d.keys("enter j");
    expect("right-to-left-80x24", &d.screen());
}

#[test]
fn without_colour_no_cell_has_one_and_every_depth_shows_the_same_letters() {
    let mut d = coded();
    let plain = d.screen();
    let frame = d.frame();
    assert!(frame.content.iter().all(|c| c.fg == ratatui::style::Color::Reset && c.bg == ratatui::style::Color::Reset));
    for depth in [Depth::Sixteen, Depth::Palette, Depth::True] {
        for light in [false, true] {
            d.app.state.look = Look { depth, light, ..Look::default() };
            assert_eq!(d.screen(), plain);
            assert!(d.frame().content.iter().any(|c| c.fg != ratatui::style::Color::Reset));
        }
    }
    d.app.state.look = Look { ascii: true, ..Look::default() };
    let own = |c: char| c.is_ascii() || TALK.contains(c) || "·“”…".contains(c);
    assert!(d.screen().chars().all(|c| own(c) || c == '\n'), "{}", d.screen());
}

#[test]
fn names_and_texts_cannot_drive_the_terminal() {
    let mut d = Drive::over(&[("name\u{1b}[2J", "P: plain \u{9b}31m words.")]);
    d.keys("enter c 'x' enter C q Z q");
    for _ in 0..4 {
        assert!(d.frame().content.iter().all(|c| !c.symbol().contains(char::is_control)));
        d.keys("q enter");
    }
}

#[test]
fn fifty_overlapping_codings_on_a_sentence_are_counted_where_they_have_no_lane() {
    let mut d = Drive::over(&[("one", "P: The same words again and again, and then some more of them.")]);
    d.keys("enter");
    for n in 0..50 {
        d.keys(&format!("c 'idea number {n}' ctrl-n"));
    }
    let screen = d.screen();
    assert_eq!(d.codings().len(), 50, "{}", d.toast());
    assert!(screen.contains("╭││#") || screen.contains("╭╭╭#"), "{screen}");
}

#[test]
fn a_resize_storm_ends_where_it_began() {
    let mut d = coded();
    let before = d.screen();
    for n in 0..200u16 {
        d.resize(1 + n * 37 % 250, 1 + n * 17 % 90);
        d.frame();
    }
    d.resize(80, 24);
    assert_eq!(d.screen().lines().count(), before.lines().count());
    assert!(d.screen().contains("He trusts the button"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_size_draws_with_any_overlay_and_the_passage_in_sight(width in 1u16..240, height in 1u16..80, overlay in 0usize..9, at in 0usize..8) {
        let mut d = coded();
        d.keys(&"j ".repeat(at));
        d.resize(width, height);
        d.keys(["", "c", "c 'tru'", "i", "m", "?", ":", "/ 'the'", "x"][overlay]);
        let frame = d.frame();
        let marked = frame.content.iter().any(|c| c.symbol() == "▌");
        if (overlay < 5 || overlay == 8) && width >= 40 && height >= 12 {
            prop_assert!(marked, "{}", d.screen());
        }
        for key in ["esc", "C", "Z", "q", "q", "q"] {
            d.keys(key);
            d.frame();
        }
    }

    #[test]
    fn no_two_codings_share_a_cell(cuts in prop::collection::vec((0usize..400, 1usize..200), 1..30), measure in 12u16..72) {
        use crate::coding::{Coding, context_hash};
        use crate::id::{CodeId, CoderId, CodingId, DocumentId, Stamp};
        use crate::tui::reader::margin::{Margin, Seen};
        use crate::tui::reader::sheet::Sheet;
        use uuid::Uuid;
        let sheet = Sheet::new(std::sync::Arc::new(crate::tui::reader::tests::content(TALK)));
        sheet.set_measure(measure);
        let text = sheet.text();
        let mut codings: Vec<Coding> = cuts.iter().enumerate().map(|(n, (start, length))| {
            let start = start % (text.len() - 1);
            let span = crate::text::Span::new(start, (start + length).min(text.len()));
            let id = Uuid::from_u128(n as u128 + 1);
            Coding {
                id: CodingId(id), document: DocumentId(id), code: CodeId(id), coder: CoderId(id), span,
                points: sheet.content().text.to_points(span), quote: span.of(text).into(), context: context_hash(text, span),
                telling: false, at: Stamp(0),
            }
        }).collect();
        codings.sort_by_key(|c| (c.span, c.id));
        let margin = Margin::new(&sheet, &codings, |_| Seen::Shown);
        let placed = margin.beside(&sheet, 0, sheet.turns() - 1);
        let mut taken = HashSet::new();
        for one in &placed {
            let mut at = one.first;
            loop {
                prop_assert!(taken.insert((at, one.lane)), "{:?} is taken twice", at);
                if at >= one.last {
                    break;
                }
                at = crate::tui::reader::view::down(&sheet, at, 1);
            }
        }
        // The lanes of a turn are the same whichever part of the document is looked at.
        for turn in 0..sheet.turns() {
            for one in margin.beside(&sheet, turn, turn) {
                prop_assert!(placed.contains(&one));
            }
        }
    }
}
