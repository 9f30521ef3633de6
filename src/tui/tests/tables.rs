use super::drive::Drive;
use super::grid::study;
use super::screens::expect;
use crate::project::Project;

fn project(d: &Drive) -> &Project {
    d.app.session.project()
}

fn paths(d: &Drive) -> Vec<String> {
    let book = &project(d).codebook;
    book.tree().into_iter().map(|(_, c)| book.path(c.id)).collect()
}

#[test]
fn the_cases_at_every_size() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut d = study();
        d.resize(width, height).keys("A l");
        expect(&format!("cases-{width}x{height}"), &d.roles());
    }
}

#[test]
fn values_are_edited_in_place_and_a_wrong_one_says_why_and_comes_back() {
    let mut d = study();
    d.keys("A l l l l l l l");
    assert!(d.screen().contains("Case of Maya: years 23 · number"), "{}", d.screen());
    d.keys("e ctrl-u 'twenty' enter");
    assert!(
        d.toast().contains("“twenty” is no number") && d.screen().contains("years of Case of Maya"),
        "{}",
        d.screen()
    );
    d.keys("ctrl-u '24' enter");
    assert_eq!(d.toast(), "Set years of the case “Case of Maya” to “24”");
    d.keys("u h l");
    assert!(d.screen().contains("years 23"), "{}", d.screen());
    d.keys("T 'text' enter T 'order' enter");
    assert!(d.screen().contains("4; 9; 23"), "{}", d.screen());
    d.keys("enter e");
    assert!(d.screen().contains("no value"), "{}", d.screen());
    d.keys("'9' enter h l");
    assert!(d.screen().contains("years 9 · ordered"), "{}", d.screen());
    d.keys("X");
    assert!(project(&d).attributes.len() == 1);
    d.keys("u");
    assert!(project(&d).attributes.len() == 2);
}

#[test]
fn cases_are_made_renamed_linked_and_removed_each_with_one_undo() {
    let mut d = study();
    d.keys("A n 'Ines' enter");
    assert_eq!(project(&d).cases.len(), 5);
    d.keys("n 'ines' enter");
    assert!(d.toast().contains("already") && d.screen().contains("New case"), "{}", d.screen());
    d.keys("esc / 'ines' enter d");
    assert!(d.screen().contains("Documents of Ines"), "{}", d.screen());
    d.keys("'ruth' tab 'tom' tab enter");
    let ines = project(&d).case("Ines").unwrap().id;
    assert_eq!(project(&d).links_to(ines).count(), 2);
    d.keys("enter");
    assert!(d.screen().contains("Which document of Ines?"), "{}", d.screen());
    d.keys("'tom' enter");
    assert!(d.held().starts_with("Nobody has read"), "{}", d.held());
    d.keys("q u");
    assert_eq!(project(&d).links_to(ines).count(), 0);
    d.keys("e ctrl-u 'Inés' enter");
    assert!(project(&d).case("Inés").is_ok());
    d.keys("l l l l e 'back' enter");
    assert_eq!(project(&d).case("Inés").unwrap().clearance.word(), "background");
    d.keys("l enter 'P11' enter m 'quiet' enter 'voice' ctrl-s");
    assert_eq!(project(&d).case("Inés").unwrap().alias.as_deref(), Some("P11"));
    assert!(d.screen().contains("✎"), "{}", d.screen());
    d.keys("x u N 'wave' enter");
    assert!(project(&d).case("Inés").is_ok() && project(&d).attribute("wave").is_ok(), "{}", d.toast());
    d.keys("N 'size' tab ctrl-u 'rather' enter");
    assert!(d.screen().contains("New attribute"), "{}", d.screen());
    d.keys("ctrl-u 'small; large' enter");
    assert_eq!(project(&d).attribute("size").unwrap().kind.word(), "ordered");
}

#[test]
fn cases_are_ordered_and_narrowed() {
    let mut d = study();
    let first = |d: &Drive| d.screen().lines().find(|l| l.contains("Case of")).unwrap().to_owned();
    d.keys("A l l l l l l l o");
    assert!(first(&d).contains("Odile"), "{}", d.screen());
    d.keys("o");
    assert!(first(&d).contains("Maya"), "{}", d.screen());
    d.keys("/ 'patient' enter");
    assert!(d.screen().contains("2 of 4 cases"), "{}", d.screen());
}

#[test]
fn the_codebook_at_every_size() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut d = study();
        d.resize(width, height).keys("C j e tab tab 'who is let in' enter 3");
        expect(&format!("book-{width}x{height}"), &d.roles());
    }
}

#[test]
fn codes_are_moved_in_the_tree_and_the_chosen_one_stays_chosen() {
    let mut d = study();
    assert_eq!(paths(&d), ["access", "access/digital", "trust", "trust/book", "trust/name", "cost", "voice"]);
    d.keys("C / 'cost' enter J");
    assert_eq!(d.toast(), "codes are moved and folded in the whole tree: Esc takes the filter away");
    d.keys("esc");
    let at = |d: &Drive| crate::tui::codebook::chosen(&d.app.state).map(|c| project(d).codebook.path(c)).unwrap();
    while at(&d) != "cost" {
        d.keys("j");
    }
    d.keys("K");
    assert_eq!((paths(&d)[2].as_str(), at(&d).as_str()), ("cost", "cost"));
    d.keys("L");
    assert_eq!((at(&d).as_str(), d.toast()), ("access/cost", "Moved the code “cost” to “access/cost”"));
    d.keys("H");
    assert_eq!(at(&d), "cost");
    d.keys("u");
    assert_eq!(at(&d), "access/cost");
    d.keys("u u");
    d.keys("home K");
    assert!(d.toast().contains("it is the first one there"), "{}", d.toast());
}

#[test]
fn codes_are_made_edited_coloured_and_pinned() {
    let mut d = study();
    d.keys("C n ctrl-u 'time/waiting' tab 'hours lost' enter");
    let code = project(&d).codebook.find("time/waiting").unwrap();
    assert_eq!(code.definition, "hours lost");
    d.keys("n ctrl-u 'time/waiting' enter");
    assert!(d.toast().contains("is there already") && d.screen().contains("New code"), "{}", d.screen());
    d.keys("esc e ctrl-u 'queueing' tab 'in short' tab tab 'when they wait' tab tab 'an example' enter");
    let code = project(&d).codebook.find("time/queueing").unwrap();
    assert_eq!((&*code.short, &*code.use_when, &*code.example), ("in short", "when they wait", "an example"));
    d.keys("u");
    assert!(project(&d).codebook.find("time/waiting").is_ok(), "name and fields are one step");
    d.keys("R ctrl-u 'delays' enter * 'gre' enter");
    assert!(project(&d).codebook.find("time/delays").unwrap().colour.is_some(), "{}", d.toast());
    d.keys("* '#12' enter");
    assert!(d.toast().contains("is no colour") && d.screen().contains("Colour of"), "{}", d.screen());
    d.keys("esc 7 D enter c 'a' ctrl-n c 'b' ctrl-n c 'cc' ctrl-n c 'dd' ctrl-n c 'ee' ctrl-n c 'ff' ctrl-n 7");
    assert!(d.toast().contains("“time/delays”"), "{}", d.toast());
}

#[test]
fn codes_are_merged_after_a_preview_and_split_by_their_passages() {
    let mut d = study();
    d.keys("D enter home c 'price' ctrl-n j j c 'price' enter C / 'price' enter &");
    let screen = d.screen();
    assert!(
        screen.contains("cost takes 2 codings; 1 were coded both")
            || screen.contains("cost takes 2 codings; 1 was coded both"),
        "{screen}"
    );
    d.keys("'cost' enter");
    assert_eq!(d.toast(), "Merged “price” into “cost”: 2 codings");
    d.keys("u");
    assert!(project(&d).codebook.find("price").is_ok());
    d.keys("esc home space j space &");
    assert!(d.screen().contains("which one stays?"), "{}", d.screen());
    d.keys("esc / 'cost' enter enter V 'hours' enter");
    assert!(d.toast().starts_with("Moved 1 coding to “hours”"), "{}", d.toast());
    assert!(project(&d).codebook.find("hours").is_ok());
    d.keys("u");
    assert!(project(&d).codebook.find("hours").is_err());
}

#[test]
fn a_code_is_removed_and_its_codings_are_asked_about() {
    let mut d = study();
    d.keys("C / 'cost' enter x");
    assert!(d.screen().contains("keep 2 codings as another code"), "{}", d.screen());
    d.keys("'another' enter 'voice' enter");
    assert_eq!(d.toast(), "Removed the code “cost”; 2 codings went to “voice”");
    d.keys("u x 'too' enter");
    assert_eq!(d.toast(), "Removed the code “cost”, with 2 codings");
    d.keys("u n ctrl-u 'costs' enter a");
    assert!(d.screen().contains("cost · costs"), "{}", d.screen());
    d.keys("enter enter");
    assert_eq!(d.toast(), "Merged “costs” into “cost”: 0 codings");
}

#[test]
fn boxes_draw_at_any_size_and_take_any_paste() {
    use crate::tui::update::Event;
    for keys in ["M n", "C e", "A e", "C &", "C *", "A d", "M n enter 'all top' enter enter enter e", "A N"] {
        let mut d = study();
        d.keys(keys);
        d.app.handle(Event::Paste("x\u{1b}[31m\n".repeat(20_000)));
        for (width, height) in [(20, 5), (1, 1), (300, 100), (40, 10), (80, 24)] {
            d.resize(width, height);
            assert!(d.frame().content.iter().all(|c| !c.symbol().contains(char::is_control)), "{keys}");
        }
        d.keys("esc q");
    }
}
