//! Memos in a real terminal: drafts that outlive a kill, and the editor that gets the terminal as it was.

use super::pty::Terminal;
use super::world;
use crate::world::World;

/// The text of every file of drafts; what is still being written beside them is none yet.
fn drafts(world: &World) -> String {
    let Ok(folder) = std::fs::read_dir(world.path("home/data/casebook/drafts")) else { return String::new() };
    let whole = folder.flatten().filter(|f| !f.file_name().to_string_lossy().starts_with('.'));
    whole.filter_map(|f| std::fs::read_to_string(f.path()).ok()).collect()
}

#[test]
fn a_draft_outlives_a_kill_and_is_offered_again() {
    let world = world("terminal-draft");
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("talk");
    terminal.send("\r\u{1b}[Hjm");
    terminal.see("Memo on 2:1");
    terminal.send("half a thought");
    terminal.until("the draft on disk", || drafts(&world).contains("half a thought"));
    terminal.signal("-9");
    terminal.child.wait().unwrap();
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("a draft of a memo waits");
    terminal.send(":open draft\r");
    terminal.see("half a thought");
    terminal.see("(draft)");
    terminal.send(" more");
    terminal.see("half a thought more");
    terminal.signal("-TERM");
    terminal.ends_well();
    assert!(drafts(&world).contains("half a thought more"));
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("a draft of a memo waits");
    terminal.send(":open draft\r");
    terminal.see("half a thought more");
    terminal.send("\u{13}");
    terminal.see("Wrote a memo");
    terminal.send("\u{3}");
    terminal.ends_well();
    assert!(drafts(&world).is_empty());
    assert!(world.ok(&["history"]).contains("Wrote a memo"));
}

/// A script as an editor, which says by a file that it has begun.
fn editor(world: &World, script: &str) -> String {
    let path = world.write("editor", format!("#!/bin/sh\n{script}\n"));
    format!("sh {}", path.display())
}

#[test]
fn the_editor_gets_the_terminal_and_every_key() {
    let world = world("terminal-editor");
    let script = "stty -a < /dev/tty > modes; cp \"$1\" given; : > begun; read -r line < /dev/tty; echo \"typed: $line\" >> \"$1\"";
    let editor = editor(&world, script);
    let mut terminal = Terminal::open_with(&world, &["study.casebook"], &[("EDITOR", &editor)], None);
    terminal.see("talk");
    terminal.send("\r\u{1b}[Hjm");
    terminal.see("Memo on 2:1");
    terminal.send("begun here\u{5}");
    terminal.until("the editor", || world.path("begun").exists());
    terminal.is_restored();
    assert!(
        world.read("modes").contains(" icanon") && world.read("modes").contains(" echo "),
        "{}",
        world.read("modes")
    );
    terminal.resize(30, 100);
    terminal.send("jjxx\r");
    terminal.see("Wrote a memo");
    terminal.wait("the new size", |s| s.alternate_screen());
    let given = world.read("given");
    assert!(given.starts_with("<!--\nMemo on 2:1 of talk\n\n> The first month was chaos."), "{given}");
    terminal.send("m");
    terminal.see("typed: jjxx");
    terminal.send("\u{1b}\u{3}");
    terminal.ends_well();
    assert!(drafts(&world).is_empty());
    assert_eq!(std::fs::read_dir(world.path("home/data/casebook/editing")).unwrap().count(), 0);
}

#[test]
fn editors_that_alter_nothing_leave_nothing_or_fail_lose_nothing() {
    let world = world("terminal-editors");
    for (script, said) in [
        ("exit 0", "the editor altered nothing"),
        (": > \"$1\"", "the file was empty"),
        ("exit 7", "ended with the error 7"),
        ("kill -9 $$", "was killed"),
    ] {
        let editor = editor(&world, script);
        let mut terminal = Terminal::open_with(&world, &["study.casebook"], &[("VISUAL", &editor)], None);
        terminal.see("talk");
        terminal.send("\r\u{1b}[Hjm");
        terminal.see("Memo on 2:1");
        terminal.send("kept all the same\u{5}");
        terminal.see(said);
        terminal.see("kept all the same");
        terminal.send("\u{4}");
        terminal.see("thrown away");
        terminal.send("\u{3}");
        terminal.ends_well();
    }
    assert!(!world.ok(&["history"]).contains("memo"));
    let mut terminal = Terminal::open(&world, &["study.casebook"]);
    terminal.see("talk");
    terminal.send("\rm\u{5}");
    terminal.see("no editor is set");
    terminal.send("\u{1b}\u{3}");
    terminal.ends_well();
}
