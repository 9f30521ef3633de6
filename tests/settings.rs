//! The settings as a user meets them: the file, the environment, the options, and what is said of mistakes; and the interface in lines, as a process.

use crate::world::World;
use std::io::Write;
use std::process::Stdio;

const FILE: &str = "home/config/casebook/settings.toml";

#[test]
fn what_holds_is_shown_with_where_it_comes_from() {
    let world = World::new("settings");
    let shown = world.ok(&["settings"]);
    assert!(shown.lines().next().unwrap().ends_with("settings.toml (not there: these are the defaults)"), "{shown}");
    assert!(shown.contains("coder      = lena       # CASEBOOK_CODER"), "{shown}");
    world.write(FILE, "theme = \"light\"\ncolour = 16\n[keys]\nmark = [\",\", \"f3\"]\n");
    let shown = world.ok(&["settings"]);
    assert!(shown.contains("theme      = light      # line 1"), "{shown}");
    assert!(shown.contains("mark                 , F3"), "{shown}");
    assert!(world.ok(&["settings", "--check"]).ends_with("settings.toml: nothing is wrong\n"));
    let json = world.json(&["settings"]);
    assert_eq!(json["settings"]["colour"]["value"], "16");
    assert_eq!(json["keys"]["mark"], ", F3");
    assert_eq!(json["wrong"], serde_json::json!([]));
}

#[test]
fn mistakes_are_named_by_line_and_key() {
    let world = World::with_project("settings-wrong");
    world.write(FILE, "them = \"light\"\n\n[keys]\nmark = \"x\"\nmrak = \",\"\ncode = \"entr\"\n");
    let said = world.run(&["settings", "--check"]);
    assert_eq!(said.code, 2);
    for part in [
        "settings.toml, line 1: no setting “them”\n  did you mean “theme”?",
        "line 4: x would be “mark” and “remove code” on one screen",
        "line 5: no act “mrak”\n  did you mean “mark”",
        "line 6: no key “entr”",
    ] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    assert!(world.fails(2, &["--plain", "study.casebook"]).contains("line 1: no setting “them”"));
    world.write(FILE, "[keys]\nmark = \"x\"\n");
    let said = world.fails(2, &["--plain", "study.casebook"]);
    assert!(said.contains("line 2: x would be “mark”") && said.contains("casebook settings --check"), "{said}");
    // Commands that have no keys go on.
    world.ok(&["documents"]);
    world.write(FILE, "colour = [");
    assert!(world.run(&["settings", "--check"]).out.contains("settings.toml, line 1: "));
}

/// What is said when these lines are typed.
fn converse(world: &World, arguments: &[&str], lines: &str) -> String {
    let mut child =
        world.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_document_is_coded_in_lines_without_a_terminal() {
    let world = World::with_project("plain");
    world.write("talk.txt", "Interviewer: What changed?\n\nPetra: The first month was chaos. People \u{1b}[31mrang.\n");
    world.ok(&["import", "talk.txt", "--case", "P07"]);
    assert!(world.fails(2, &["study.casebook"]).contains("needs a terminal"));
    let said = converse(
        &world,
        &["read", "P07", "--plain"],
        "down\ncode chaos\nnew\ndown\n.\nm\nWhy?\n.\nZ\nquit\nnever read\n",
    );
    let wanted = [
        "P07, talk. Two turns, 0 percent coded. Turn 1, Interviewer, sentence 1 of 1.",
        "“What changed?”",
        "No codes.",
        "Turn 2, Petra, sentence 1 of 2. “The first month was chaos.” No codes.",
        "No code is like “chaos”. Type new to make it, another name, or esc.",
        "Coded 2:1 with “chaos”. u takes it back.",
        "Sentence 2 of 2. “People [31mrang.” No codes.",
        "Coded 2:2 with “chaos”. u takes it back.",
        "Memo on 2:2 of talk.",
        "Type lines; a point alone keeps it. Also .read, .edit, .draft, .discard.",
        "Line 1.",
        "Wrote a memo on a passage. u takes it back.",
        "History: five steps.",
        "1 of 5: Step 5, 2015-01-01 00:00, lena: Wrote a memo on a passage of “talk”.",
    ];
    assert_eq!(said.lines().collect::<Vec<_>>(), wanted);
    assert!(!said.contains('\u{1b}'));
    assert!(world.ok(&["history"]).contains("Wrote a memo"));
    let said = converse(&world, &["read", "talk", "2:2", "--plain"], "");
    assert!(said.contains("sentence 2 of 2."), "{said}");
    world.fails(2, &["read", "nobody", "--plain"]);
    world.fails(2, &["read", "talk", "9:9", "--plain"]);
}

#[test]
fn a_draft_outlives_the_end_of_the_lines_and_the_editor_writes_memos() {
    let world = World::with_project("plain-draft");
    world.write("talk.txt", "Petra: The first month was chaos.\n");
    world.ok(&["import", "talk.txt"]);
    converse(&world, &["read", "talk", "--plain"], "m\nnot yet kept\n");
    let said = converse(&world, &["--plain"], "open draft\n.\nquit\n");
    assert!(said.starts_with("A draft of a memo waits: a passage of talk."), "{said}");
    assert!(said.contains("Memo on 1 of talk, a draft. One line. “not yet kept”"), "{said}");
    assert!(world.ok(&["history"]).contains("Wrote a memo"));
    let mut command = world.command(&["read", "talk", "--plain"]);
    command.env("EDITOR", "f() { grep -q 'chaos' \"$1\" && echo 'by the editor' >> \"$1\"; }; f");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"m\n.edit\n").unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(said.contains("Wrote a memo on a passage"), "{said}");
}
