//! The command line as scripts and people use it.

use crate::world::{World, cut};

const INTERVIEW: &str = "I: When the new booking app came in, what changed?\n\nR: Honestly, the first month was chaos. People would ring the desk anyway, \
because the app asked for a code they never got. Año tras año 🙂 we waited.\n\nI: Did anyone talk to you about that?\n\nR: Not until June. They'd already decided.\n";

fn study(name: &str) -> World {
    let world = World::with_project(name);
    world.write("interview-1.txt", INTERVIEW);
    world.ok(&["import", "interview-1.txt", "--case", "P07"]);
    world
}

#[test]
fn the_contract_fields_are_there_and_count_code_points() {
    let world = study("contract-fields");
    world.ok(&["code", "interview-1", "2:2", "access/digital", "--create"]);
    world.ok(&["code", "interview-1", "\"🙂 we waited\"", "waiting", "--create"]);
    let documents = world.json(&["documents"]);
    let d = &documents[0];
    assert_eq!(
        (d["name"].as_str(), d["format"].as_str(), d["language"].as_str()),
        (Some("interview-1"), Some("txt"), Some("en"))
    );
    assert_eq!(d["characters"].as_u64(), Some(INTERVIEW.chars().count() as u64));
    assert_eq!((d["turns"].as_u64(), d["cases"][0].as_str()), (Some(4), Some("P07")));
    assert_eq!(d["speakers"], serde_json::json!(["I", "R"]));
    assert_eq!(d["sha256"].as_str().map(str::len), Some(64));
    assert!(d["words"].as_u64() > Some(30) && d["warnings"].is_array());
    let shown = world.json(&["show", "interview-1"]);
    let text = shown["text"].as_str().unwrap();
    let turn = &shown["turns"][1];
    assert_eq!((turn["n"].as_u64(), turn["speaker"].as_str()), (Some(2), Some("R")));
    assert!(cut(text, turn["start"].as_u64().unwrap(), turn["end"].as_u64().unwrap()).starts_with("Honestly"));
    for coding in shown["codings"].as_array().unwrap() {
        assert_eq!(
            cut(text, coding["start"].as_u64().unwrap(), coding["end"].as_u64().unwrap()),
            coding["text"].as_str().unwrap()
        );
        assert_eq!(coding["coder"], "lena");
    }
    assert_eq!(shown["codings"][0]["code"], "access/digital");
    assert_eq!(shown["codings"][1]["text"], "🙂 we waited");
    let codes = world.json(&["codes"]);
    assert_eq!(codes.as_array().unwrap().len(), 3);
    assert_eq!(
        (codes[1]["path"].as_str(), codes[1]["codings"].as_u64(), codes[1]["cases"].as_u64()),
        (Some("access/digital"), Some(1), Some(1))
    );
    let cases = world.json(&["cases"]);
    assert_eq!((cases[0]["name"].as_str(), cases[0]["documents"][0].as_str()), (Some("P07"), Some("interview-1")));
    assert_eq!(cases[0]["clearance"], "anonymous", "nobody is named until somebody says so");
}

#[test]
fn a_byte_order_mark_or_astral_text_shifts_no_coding() {
    let world = World::with_project("bom");
    for (name, encode) in [("utf8", false), ("utf16", true)] {
        let text = "\u{feff}R: 🙂🙂 We waited.\r\n\r\nI: So?\r\n";
        let bytes =
            if encode { text.encode_utf16().flat_map(u16::to_le_bytes).collect() } else { text.as_bytes().to_vec() };
        world.write(&format!("{name}.txt"), bytes);
        world.ok(&["import", &format!("{name}.txt"), "--speakers", "{name}:"]);
        world.ok(&["code", name, "\"We waited\"", "wait", "--create"]);
        let shown = world.json(&["show", name]);
        let coding = &shown["codings"][0];
        assert_eq!((coding["start"].as_u64(), coding["end"].as_u64()), (Some(6), Some(15)), "{name}");
        assert_eq!(cut(shown["text"].as_str().unwrap(), 6, 15), "We waited");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_refused_whole_and_the_rest_go_on() {
    let world = World::with_project("refused-files");
    world.write("in/good.txt", "R: Words enough to read.\n\nI: Fine?\n");
    world.write("in/empty.txt", "");
    world.write("in/bomb.docx", b"PK\x03\x04 this is no archive");
    let said = world.run(&["import", "in"]);
    assert_eq!(said.code, 3);
    assert!(
        said.out.contains("empty.txt: refused")
            && said.out.contains("bomb.docx: refused")
            && said.out.contains("good: "),
        "{}",
        said.out
    );
    assert_eq!(world.json(&["documents"]).as_array().unwrap().len(), 1);
    assert_eq!(world.json(&["history"]).as_array().unwrap().len(), 2, "the title, and one step for the call");
}

#[test]
fn every_step_has_a_name_and_can_be_taken_back_after_a_restart() {
    let world = study("steps");
    world.ok(&["code", "interview-1", "2:1", "chaos", "--create"]);
    assert_eq!(world.ok(&["undo"]), "Took back: coded 2:1 of “interview-1” with “chaos”\n");
    assert_eq!(world.ok(&["redo"]), "Did again: coded 2:1 of “interview-1” with “chaos”\n");
    assert!(world.fails(1, &["redo"]).contains("nothing to redo"));
    let history = world.json(&["history"]);
    let kinds: Vec<&str> = history.as_array().unwrap().iter().map(|s| s["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["do", "do", "do", "undo", "redo"]);
}

#[test]
fn wrong_requests_say_what_is_wrong_and_change_nothing() {
    let world = study("wrong");
    let before = world.json(&["history"]);
    assert!(world.fails(2, &["code", "interview-1", "99", "x", "--create"]).contains("no turn 99"));
    assert!(world.fails(2, &["code", "interview-1", "2", "caos"]).contains("no code"));
    assert!(world.fails(2, &["code", "nobody", "2", "x", "--create"]).contains("no document"));
    assert!(world.fails(2, &["find", "code:nothing"]).contains("no code"));
    assert!(world.fails(2, &["find", "(chaos"]).contains("chaos"));
    world.fails(1, &["find", "zebra"]);
    world.fails(4, &["--project", "missing.casebook", "documents"]);
    assert!(world.fails(2, &["import", "missing.txt"]).contains("no such file"));
    assert_eq!(world.json(&["history"]), before);
}

#[test]
fn a_list_to_read_has_a_page_and_says_so_and_everything_else_is_whole() {
    let world = World::with_project("page");
    let turns: Vec<String> = (1..=61).map(|n| format!("R: The portal was down, {n}.\n\nI: Again?\n")).collect();
    world.write("x.txt", turns.join("\n"));
    world.ok(&["import", "x.txt"]);
    let listed = |how: &[&str]| {
        let done = world.run(&[&["find", "portal"], how].concat());
        (done.out.matches("The portal").count(), done.err.contains("--all lists every one"))
    };
    assert_eq!(listed(&[]), (50, true));
    assert_eq!(listed(&["--limit", "7"]), (7, true));
    for whole in [&["--all"][..], &["--json"], &["--csv"], &["--limit", "99"], &["--group", "speaker"]] {
        assert_eq!(listed(whole), (61, false), "{whole:?}");
    }
    world.ok(&["find", "portal", "--out", "all.md"]);
    assert_eq!(world.read("all.md").matches("The portal").count(), 61);
    assert!(world.fails(2, &["find", "portal", "--all", "--limit", "3"]).contains("--limit"));
}

#[test]
fn no_control_character_of_a_transcript_reaches_the_terminal() {
    let world = World::with_project("control");
    world.write("x.txt", "R: red \u{1b}[31mtext\u{7} and \u{9b}31m more.\n\nI: \u{202e}evil\u{202c}?\n");
    world.ok(&["import", "x.txt"]);
    world.ok(&["codes", "add", "a\u{1b}[0mb"]);
    for arguments in [&["show", "x"][..], &["find", "more"], &["codes"], &["documents"], &["history"]] {
        let out = world.ok(arguments);
        assert!(!out.chars().any(|c| c.is_control() && c != '\n'), "{arguments:?}: {out:?}");
        assert!(!out.contains('\u{202e}'));
    }
}

#[test]
fn autocode_shows_before_it_does_and_is_one_step() {
    let world = study("autocode");
    world.ok(&["codes", "add", "waiting"]);
    let steps = || world.json(&["history"]).as_array().unwrap().len();
    let before = steps();
    assert!(world.ok(&["autocode", "waited or decided", "waiting", "--unit", "sentence"]).contains("2 passages"));
    assert_eq!(steps(), before, "nothing is done without --yes");
    world.ok(&["autocode", "waited or decided", "waiting", "--unit", "sentence", "--yes"]);
    assert_eq!(steps(), before + 1);
    let shown = world.json(&["show", "interview-1"]);
    let texts: Vec<&str> = shown["codings"].as_array().unwrap().iter().map(|c| c["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Año tras año 🙂 we waited.", "They'd already decided."]);
    world.ok(&["undo"]);
    assert!(world.json(&["show", "interview-1"])["codings"].as_array().unwrap().is_empty());
    world.ok(&["autocode", "\"already decided\"", "waiting", "--unit", "match", "--yes"]);
    assert_eq!(world.json(&["show", "interview-1"])["codings"][0]["text"], "already decided");
}

#[test]
fn a_long_call_keeps_a_closed_pipe_quiet() {
    use std::process::Stdio;
    let world = study("pipe");
    let mut child =
        world.command(&["show", "interview-1"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[test]
fn a_project_can_be_named_before_and_after_the_command() {
    let world = study("named-project");
    world.ok(&["new", "other"]);
    let names = |arguments: &[&str]| world.json(arguments)[0]["name"].as_str().map(str::to_owned);
    assert_eq!(names(&["--project", "study.casebook", "documents"]), Some("interview-1".to_owned()));
    assert_eq!(names(&["documents", "--project", "study.casebook"]), Some("interview-1".to_owned()));
    assert!(world.fails(2, &["documents"]).contains("--project"));
    assert!(world.fails(2, &["study.casebook", "documents"]).contains("--project"));
    world.ok(&["--project", "other.casebook", "--coder", "jun", "import", "interview-1.txt"]);
    let history = world.json(&["history", "--project", "other.casebook"]);
    assert_eq!((history[0]["coder"].as_str(), history[1]["coder"].as_str()), (Some("lena"), Some("jun")));
}

#[test]
fn words_are_found_alike_with_and_without_the_study_being_loaded() {
    let world = World::new("glance");
    world.ok(&["sample", "here", "--no-ui"]);
    let file = std::fs::read_dir(world.path("here")).unwrap().map(|e| e.unwrap().path());
    let file = file.filter(|p| p.extension().is_some_and(|e| e == "casebook")).collect::<Vec<_>>().remove(0);
    let file = file.to_str().unwrap();
    let queries = [
        "customer",
        "\"the platform\"",
        "data or platform -customer",
        "custom*",
        "customer near/5 data",
        "re:/plat.orm/",
        "(-the)",
        "zzzz",
        "platfrom~",
        "\"der Kunde\" or kunden",
        "customer code:operational+",
        "the code:backbone+ case.industry:\"Heavy*\"",
        "data -code:operational",
        "the case:1 code:*",
        "customer -case:1",
        "the near/9 data code:backbone+ -code:\"shared services\"",
        "the data code:operational+ case.industry:*",
        "customer (code:operational or code:\"customer engagement\")",
        "(customer or plat*) code:operational unit:turn",
        "zzzz code:operational",
        "code:operational -customer",
    ];
    let mut found = 0;
    let same = |world: &World, query: &str| {
        for form in [&["--json"][..], &["--limit", "3"], &["--count"], &["--json", "--context", "1"]] {
            let quick = world.run(&[&["--project", file, "find", query], form].concat());
            let slow = world.run(&[&["--project", file, "find", query, "--scan"], form].concat());
            assert_eq!((&quick.out, quick.code), (&slow.out, slow.code), "{query} {form:?}");
        }
        world.run(&["--project", file, "find", query, "--count"]).out.trim().parse::<usize>().unwrap()
    };
    for query in queries {
        found += same(&world, query);
    }
    assert!(found > 100, "{found}");
    // Another text comes in, and goes again: the index is behind for a moment each time, and must not be believed.
    world.write("new.txt", "I: Ääni, 平台 🙂 and the platform?\n\nR: Ö — the platform zzzz, 平台 platform.\n");
    world.ok(&["--project", file, "import", "new.txt"]);
    assert_eq!((same(&world, "zzzz"), same(&world, "\"the platform\"") > 1), (1, true));
    world.ok(&["--project", file, "undo"]);
    assert_eq!(same(&world, "zzzz"), 0);
    world.ok(&["--project", file, "redo"]);
    assert_eq!(same(&world, "zzzz"), 1);
}
