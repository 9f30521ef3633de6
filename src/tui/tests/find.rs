//! Finding everywhere and retrieving.

use super::drive::{Drive, TALK};
use super::screens::expect;
use crate::memo::About;
use crate::project::{Command, SavedKind};
use crate::session::Session;
use crate::tui::app::App;
use crate::tui::find::{Asked, Focus};
use crate::tui::key::Key;
use crate::tui::look::Look;
use crate::tui::state::Screen;
use crate::tui::update::{Effect, Event};

const OTHER: &str = "I: And how is it at the other clinic? | P: We press the button for people there too. It takes a minute. \
    | I: Who presses it? | P: Whoever stands at the desk. My sister presses it for half the street.";

/// Two interviews of two people with a role each, a few codings, at the list of documents.
fn study() -> Drive {
    let mut d = Drive::over(&[("interview-1", TALK), ("interview-2", OTHER)]);
    d.keys("enter j j j c 'trust' ctrl-n j c 'help/finger' ctrl-n q");
    d.keys("j enter j c 'help/finger' enter q");
    let names: Vec<String> = d.app.session.project().cases.values().map(|c| c.name.clone()).collect();
    for (name, role) in names.iter().zip(["nurse", "head nurse"]) {
        let case = d.app.session.project().case(name).unwrap().id;
        d.app.session.run(Command::SetValue(case, "role".to_owned(), role.to_owned())).unwrap();
    }
    let session = std::mem::replace(&mut d.app.session, Session::in_memory("lena"));
    d.app = App::new(session, Look::default());
    d.resize(80, 24);
    d
}

fn rows(d: &Drive) -> usize {
    d.app.state.find().unwrap().found.rows.len()
}

#[test]
fn results_come_while_one_types_and_enter_opens_them_in_place() {
    let mut d = study();
    d.keys("F 'press'");
    assert!(d.screen().contains("turns with a form of “press”"), "{}", d.screen());
    assert_eq!(rows(&d), 4, "{}", d.screen());
    d.keys("enter j j");
    assert!(d.screen().contains("row 3 of 4"), "{}", d.screen());
    d.keys("enter");
    assert!(matches!(d.app.state.screen(), Screen::Reader(_)));
    assert!(d.held().starts_with("Who presses it?"), "{}", d.held());
    d.keys("q");
    assert!(d.screen().contains("row 3 of 4"), "q comes back to the same row:\n{}", d.screen());
}

#[test]
fn what_is_not_understood_is_said_with_its_place_and_what_may_be_meant() {
    let mut d = study();
    d.keys("F 'code:trst'");
    let screen = d.screen();
    assert!(screen.contains("no code") && screen.contains("trust"), "{screen}");
    let frame = d.frame();
    let prompt = 2;
    let marked: String = (0..80)
        .filter(|x| frame[(*x, prompt)].modifier.contains(ratatui::style::Modifier::UNDERLINED))
        .map(|x| frame[(x, prompt)].symbol())
        .collect();
    assert_eq!(marked, "code:trst");
    for key in ["enter", "ctrl-u enter", "down"] {
        d.keys(key);
        assert_eq!(d.app.state.find().unwrap().focus, Focus::Prompt, "nothing and what is not understood is not asked");
        assert!(!d.toast().is_empty());
    }
}

#[test]
fn operators_codes_and_values_are_completed() {
    let mut d = study();
    d.keys("F 'cod' tab");
    assert!(d.screen().contains("code:help/finger"), "{}", d.screen());
    d.keys("'fin' tab");
    assert_eq!(d.app.state.find().unwrap().line.text(), "code:help/finger ");
    assert_eq!(rows(&d), 2);
    d.keys("'case.ro' tab 'hea' down enter");
    assert_eq!(d.app.state.find().unwrap().line.text(), "code:help/finger case.role:\"head nurse\" ");
    assert_eq!(rows(&d), 1);
}

#[test]
fn facets_narrow_and_exclude_and_say_how_many_remain() {
    let mut d = study();
    d.keys("F 'press' enter tab");
    let find = d.app.state.find().unwrap();
    let counts: Vec<(String, String, usize)> =
        find.facets.iter().flat_map(|f| f.values.iter().map(|v| (f.title.clone(), v.term.clone(), v.count))).collect();
    assert!(
        counts.iter().any(|(title, term, n)| title == "role" && term == "case.role:nurse" && *n == 1),
        "{counts:?}"
    );
    for (title, term, n) in counts.iter().filter(|(title, ..)| title != "coder") {
        let mut other = study();
        other.keys(&format!("F 'press {term}' enter"));
        assert_eq!(rows(&other), *n, "{title}: {term}");
    }
    d.keys("j enter");
    let find = d.app.state.find().unwrap();
    assert!(find.line.text().starts_with("press ") && find.line.text().len() > 7, "{}", find.line.text());
    d.keys("-");
    assert!(d.app.state.find().unwrap().line.text().contains(" -"), "{}", d.app.state.find().unwrap().line.text());
}

#[test]
fn marked_passages_are_coded_uncoded_noted_and_made_telling_as_one_step() {
    let mut d = study();
    d.keys("F 'press' enter *");
    assert!(d.toast().starts_with("4 passages marked"), "{}", d.toast());
    let steps = d.app.session.last();
    d.keys("c 'pressing' ctrl-n");
    assert_eq!(
        (d.app.session.last(), d.codings().iter().filter(|c| c.starts_with("pressing: ")).count()),
        (steps + 1, 4)
    );
    d.keys("* 1");
    assert_eq!(d.app.session.last(), steps + 2, "{}", d.toast());
    d.keys("* ! 'pressing' enter");
    assert_eq!(d.app.session.project().codings.iter().filter(|c| c.telling).count(), 4, "{}", d.toast());
    assert_eq!(d.app.session.last(), steps + 3);
    d.keys("* x 'pressing' enter");
    assert!(d.codings().iter().all(|c| !c.starts_with("pressing: ")), "{}", d.toast());
    d.keys("space space m 'both say the same' ctrl-s");
    let memos: Vec<_> =
        d.app.session.project().memos.values().filter(|m| matches!(m.about, About::Passage(_))).collect();
    assert_eq!((memos.len(), d.app.session.last()), (2, steps + 5));
    d.keys("u u u u u");
    assert!(d.app.session.project().memos.is_empty() && d.codings().len() == 3);
}

#[test]
fn a_query_is_saved_by_name_and_found_again() {
    let mut d = study();
    d.keys("F 'press' enter S 'who presses' enter");
    let saved = d.app.session.project().saved_named(SavedKind::Query, "who presses").unwrap();
    assert_eq!(saved.text, "press");
    d.keys("q F ctrl-r");
    assert!(d.screen().contains("saved as “who presses”"), "{}", d.screen());
    d.keys("'who' enter");
    assert_eq!(rows(&d), 4);
    d.keys("enter Y");
    assert!(matches!(d.outside.last(), Some(Effect::Copy(text)) if text == "casebook find 'press'"), "{:?}", d.outside);
}

#[test]
fn quotations_of_marked_passages_are_copied_in_reading_order_with_their_places() {
    let mut d = study();
    d.keys("F 'code:help+' enter j space k space y");
    let Some(Effect::Copy(text)) = d.outside.last() else { panic!("{:?}", d.outside) };
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(
        lines[0].starts_with("“He trusts the button if I press it.” (Case of interview-1, interview-1, 2:"),
        "{text}"
    );
    assert!(lines[1].starts_with("“We press the button"), "{text}");
}

#[test]
fn retrieved_passages_are_grouped_and_shown_with_more_around_them() {
    let mut d = study();
    d.keys("C 'j' r");
    assert!(d.screen().contains("2 passages in 2 documents"), "{}", d.screen());
    d.keys("b");
    assert!(d.screen().contains("Case of interview-1"), "{}", d.screen());
    d.keys("b");
    assert!(d.screen().contains("help/finger"), "{}", d.screen());
    d.keys("v v");
    assert!(d.screen().contains("nobody told us to stop"), "{}", d.screen());
    d.keys("x");
    assert_eq!(rows(&d), 1, "what is taken off is no longer retrieved");
    d.keys("u");
    assert_eq!(rows(&d), 2);
}

#[test]
fn asking_gives_way_to_the_next_key_and_can_be_stopped() {
    let mut d = study();
    d.keys("F");
    for key in ["p", "r"] {
        d.app.handle(Event::Key(Key::parse(key).unwrap()));
    }
    assert_eq!(d.app.state.find().unwrap().asked, Asked::Pending);
    // A key waits: the work stops where it is and begins again after it.
    d.app.advance(&mut || true);
    assert_eq!(d.app.state.find().unwrap().asked, Asked::Pending);
    d.app.handle(Event::Key(Key::parse("esc").unwrap()));
    assert_eq!(d.app.state.find().unwrap().asked, Asked::Stopped);
    assert!(!d.app.is_busy() && d.screen().contains("stopped: Enter looks again"), "{}", d.screen());
    d.app.handle(Event::Key(Key::parse("enter").unwrap()));
    d.settle();
    assert_eq!(d.app.state.find().unwrap().asked, Asked::Done);
}

#[test]
fn the_screens_of_found_passages() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut d = study();
        d.resize(width, height);
        d.keys("F 'press or trust' enter j space");
        expect(&format!("find-{width}x{height}"), &d.roles());
        d.keys("/ ' cod'");
        expect(&format!("find-typing-{width}x{height}"), &d.roles());
        d.keys("esc q C j r b");
        expect(&format!("retrieve-{width}x{height}"), &d.roles());
    }
    let mut d = study();
    d.keys("F 'press' enter tab j");
    expect("find-facets-80x24", &d.roles());
}

#[test]
fn any_size_draws_every_part_of_the_screen() {
    let mut d = study();
    for keys in ["F 'press cod'", "enter", "tab", "tab v v", "b b", "S", "esc ?", "esc q"] {
        d.keys(keys);
        for (width, height) in [(1, 1), (5, 3), (20, 5), (33, 9), (79, 24), (100, 12), (160, 8), (300, 100)] {
            d.resize(width, height);
            assert!(d.frame().content.iter().all(|c| !c.symbol().contains(char::is_control)));
        }
    }
}

#[test]
fn turns_like_a_passage_and_like_what_is_coded_are_listed_the_most_alike_first() {
    let mut d = study();
    d.keys("enter j j j");
    let held = d.held().to_owned();
    d.keys("~");
    let screen = d.screen();
    assert!(matches!(d.app.state.screen(), Screen::Find(_)) && screen.contains("most like “interview-1"), "{screen}");
    assert!(rows(&d) > 0 && !screen.contains(&held), "{held}\n{screen}");
    d.keys("q");
    assert_eq!(d.held(), held.as_str(), "q comes back to the passage");
    d.keys("%");
    let screen = d.screen();
    assert!(screen.contains("without being coded so") && rows(&d) > 0, "{screen}");
}

#[test]
fn results_stand_in_the_order_that_was_asked_for() {
    let mut d = study();
    let mut other_orders = 0;
    for query in ["press", "press sort:relevance", "press or minute sort:relevance", "like:\"interview-1 4\""] {
        d.keys(&format!("F ctrl-u '{query}' enter"));
        let found: Vec<_> = d.app.state.find().unwrap().found.hits.iter().map(|h| h.passage).collect();
        let wanted = d.app.session.find_all(&crate::query::parse(query).query, false).unwrap();
        assert_eq!(found, wanted.iter().map(|h| h.passage).collect::<Vec<_>>(), "{query}");
        other_orders += usize::from(!found.is_sorted());
        d.keys("q");
    }
    assert!(other_orders > 0, "some order is another than that of reading");
}

/// Where what was found begins in each row of a concordance, and what stands there.
fn lined_up(d: &mut Drive) -> Vec<(u16, String)> {
    let (frame, hit) = (d.frame(), Look::default().hit());
    let is_hit = |x: u16, y: u16| {
        hit.fg.is_none_or(|fg| frame[(x, y)].fg == fg) && frame[(x, y)].modifier.contains(hit.add_modifier)
    };
    let rows = (5..frame.area.height - 2).filter_map(|y| {
        let x = (20..frame.area.width).find(|x| is_hit(*x, y))?;
        let line: String = (20..frame.area.width).map(|x| frame[(x, y)].symbol()).collect();
        Some((x, line))
    });
    rows.collect()
}

#[test]
fn a_concordance_lines_up_what_was_found_and_sorts_by_either_side() {
    let mut d = study();
    d.keys("F 'it or press' enter");
    let turns = rows(&d);
    d.keys("K");
    assert!(d.toast().starts_with("lined up"), "{}", d.toast());
    let lines = lined_up(&mut d);
    assert!(lines.len() > turns && lines.iter().all(|(x, _)| *x == lines[0].0), "{}", d.screen());
    assert!(d.screen().contains(&format!("{} places in", lines.len())), "{}", d.screen());
    // What acts are about stays the turn; Enter opens it.
    d.keys("K");
    let left = lined_up(&mut d);
    d.keys("K");
    let right = lined_up(&mut d);
    assert!(left != lines && right != left, "{lines:#?}\n{left:#?}\n{right:#?}");
    // By the words before, the nearest first; by what was found and the words after it.
    let column = usize::from(lines[0].0) - 20;
    let side = |lines: &[(u16, String)], from: usize, to: usize| -> Vec<String> {
        let part = |line: &String| line.chars().skip(from).take(to - from).collect::<String>().to_lowercase();
        lines.iter().map(|(_, line)| part(line)).collect()
    };
    let mut before: Vec<String> = side(&left, 0, column);
    before.iter_mut().for_each(|b| *b = b.split_whitespace().next_back().unwrap_or_default().to_owned());
    let after = side(&right, column, column + 12);
    assert!(before.is_sorted() && after.is_sorted(), "{before:?} {after:?}");
    d.keys("b");
    assert!(d.toast().contains("a concordance has one line a place"), "{}", d.toast());
    d.keys("K");
    assert_eq!((rows(&d), d.app.state.find().unwrap().lined), (turns, None));
    assert_eq!(d.toast(), "as a list");
}

#[test]
fn in_a_concordance_what_runs_from_right_to_left_has_its_words_before_on_the_right() {
    let mut d = Drive::over(&[("ראיון", "ש: מה קרה? | ת: אתמול הלכתי לשוק וקניתי לחם טרי.")]);
    d.resize(80, 24);
    d.keys("F 'לשוק' enter K");
    let frame = d.frame();
    let row: String = (20..80).map(|x| frame[(x, 5)].symbol()).collect();
    // As cells are read from left to right, the words stand mirrored: after, found, before.
    let at = |word: &str| row.find(&word.chars().rev().collect::<String>()).unwrap_or_else(|| panic!("{word}: {row}"));
    assert!(at("לחם") < at("לשוק") && at("לשוק") < at("אתמול"), "{row}");
}
