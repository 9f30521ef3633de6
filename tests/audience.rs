//! What the command line lets out for publication, and what it refuses to.

use crate::world::World;
use std::io::Read;

const OPEN: &str = "I: How is it going?\n\nOlga: We told Kestrum everything, and they waited.\n\nI: And then?\n\nOlga: We trust them.\n";
const HALF: &str = "I: What is it like here?\n\nMarta: Kestrum trusts its people. Nordbank lends to us, and Nordbanken waited.\n\nI: Why?\n\nMarta: They trust Marta Keller.\n";
const SHUT: &str =
    "I: And here?\n\nPaavo: Ormskeld is in trouble. We trust nobody.\n\nI: Who knows?\n\nPaavo: Nobody may know.\n";

/// A named, an anonymous and a background case, with a table of them.
fn study(name: &str) -> World {
    let world = World::with_project(name);
    for (file, text, case) in
        [("open", OPEN, "Tolliver"), ("kestrum-cio", HALF, "Kestrum AG"), ("c3", SHUT, "Ormskeld")]
    {
        world.write(&format!("{file}.txt"), text);
        world.ok(&["import", &format!("{file}.txt"), "--case", case]);
    }
    world.ok(&["autocode", "trust", "trust", "--create", "--yes"]);
    world.ok(&["cases", "clearance", "Tolliver", "named"]);
    world.ok(&["cases", "clearance", "Ormskeld", "background"]);
    world.write(
        "trust.toml",
        "title = \"Trust\"\nrows = \"cases\"\ntotals = \"columns\"\n[[column]]\ntitle = \"How often\"\ncode = \"trust\"\ncell = \"count\"\n",
    );
    world.write(
        "quotes.toml",
        "title = \"Trust\"\nrows = \"cases\"\n[[column]]\ntitle = \"Said\"\ncode = \"trust\"\ncell = \"quotes\"\n",
    );
    world.ok(&["matrices", "save", "trust", "trust.toml"]);
    world.ok(&["matrices", "save", "quotes", "quotes.toml"]);
    world
}

/// The same, with everything said that has to be said before it can be published.
fn ready(name: &str) -> World {
    let world = study(name);
    world.ok(&["cases", "alias", "Kestrum AG", "Company A"]);
    world.ok(&["replacements", "add", "Nordbank", "[a bank]", "--inflected"]);
    world.ok(&["replacements", "add", "Kestrum", "[our firm]"]);
    world.ok(&["replacements", "add", "Keller", "[name]"]);
    world
}

const NAMES: [&str; 7] = ["kestrum", "ormskeld", "nordbank", "marta", "olga", "paavo", "keller"];

#[track_caller]
fn names_nobody(text: &str) {
    let small = text.to_lowercase();
    let found: Vec<&&str> = NAMES.iter().filter(|n| small.contains(**n)).collect();
    assert!(found.is_empty(), "{found:?} in {text}");
}

fn unzipped(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for n in 0..zip.len() {
        zip.by_index(n).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

#[test]
fn a_case_without_an_alias_is_asked_about_never_given_one_in_silence() {
    let world = study("no-alias");
    let said = world.fails(2, &["matrix", "trust", "--audience", "publication", "--out", "t.csv"]);
    assert!(said.contains("no alias") && said.contains("cases aliases"), "{said}");
    let proposed = world.json(&["cases", "aliases", "--stem", "Company"]);
    assert_eq!(proposed[0]["alias"], "Company A");
    assert!(world.json(&["cases"]).as_array().unwrap().iter().all(|c| c["alias"].is_null()), "only proposed");
    world.ok(&["cases", "aliases", "--stem", "Company", "--yes"]);
    world.ok(&["matrix", "trust", "--audience", "publication", "--out", "t.csv"]);
    assert!(world.read("t.csv").contains("Company A"));
    world.ok(&["undo"]);
    world.fails(2, &["matrix", "trust", "--audience", "publication"]);
}

#[test]
fn every_file_for_publication_names_nobody_and_counts_everybody() {
    let world = ready("files");
    for file in ["t.csv", "t.md", "t.json", "t.xlsx"] {
        for matrix in ["trust", "quotes"] {
            let said = world.run(&["matrix", matrix, "--audience", "publication", "--out", file]);
            assert_eq!(said.code, 0, "{file}: {}", said.err);
            let bytes = std::fs::read(world.path(file)).unwrap();
            names_nobody(&if file == "t.xlsx" { unzipped(&bytes) } else { String::from_utf8(bytes).unwrap() });
            let manifest = world.read(&format!("{file}.withheld.txt"));
            names_nobody(&manifest);
            assert!(manifest.contains("anonymous, under an alias: 1 (Company A)"), "{manifest}");
        }
    }
    world.ok(&["matrix", "trust", "--audience", "publication", "--out", "t.csv"]);
    let csv = world.read("t.csv");
    assert!(
        csv.contains("Tolliver,1")
            && csv.contains("Company A,2")
            && csv.contains("withheld,1")
            && csv.contains("Total,4"),
        "{csv}"
    );
    let team = world.ok(&["matrix", "trust"]);
    assert!(team.contains("Kestrum AG") && team.contains("Ormskeld"), "the team sees all: {team}");
}

#[test]
fn a_name_that_is_left_refuses_the_file_and_writes_nothing() {
    let world = ready("refused");
    world.ok(&["replacements", "remove", "Kestrum"]);
    for file in ["t.csv", "t.xlsx", "t.json", "t.md"] {
        let said = world.fails(3, &["matrix", "quotes", "--audience", "publication", "--out", file]);
        assert!(said.contains("nothing was written") && said.contains("Kestrum AG"), "{said}");
        assert!(!world.path(file).exists() && !world.path(&format!("{file}.withheld.txt")).exists());
    }
    let said = world.fails(3, &["matrix", "quotes", "--audience", "publication", "--out", "t.xlsx"]);
    assert!(said.contains("sheet Matrix, cell "), "{said}");
    let shown = world.run(&["matrix", "quotes", "--audience", "publication"]);
    assert_eq!((shown.code, shown.out.as_str()), (3, ""), "nor is it printed");
    world.fails(3, &["export", "--plain", "out", "--audience", "publication"]);
    assert!(!world.path("out").exists());
    world.fails(3, &["matrix", "trust", "--audience", "publication", "--out", "kestrum.csv"]);
    assert!(!world.path("kestrum.csv").exists(), "the name of the file tells as well");
}

#[test]
fn what_is_printed_for_publication_names_nobody() {
    let world = ready("printed");
    let commands: [&[&str]; 7] = [
        &["matrix", "quotes"],
        &["matrix", "trust"],
        &["find", "trust", "--context", "1"],
        &["evidence", "trust", "Kestrum AG", "How often"],
        &["evidence", "trust", "Ormskeld", "How often"],
        &["show", "kestrum-cio"],
        &["show", "open"],
    ];
    for command in commands {
        for json in [false, true] {
            let mut all = command.to_vec();
            all.extend(["--audience", "publication"]);
            all.extend(Some("--json").filter(|_| json));
            let said = world.run(&all);
            assert_eq!(said.code, 0, "{command:?}: {}", said.err);
            names_nobody(&said.out);
            names_nobody(&said.err);
        }
    }
    let shown = world.ok(&["show", "kestrum-cio", "--audience", "publication"]);
    assert!(shown.contains("[our firm] trusts its people. [a bank] lends to us, and [a bank] waited."), "{shown}");
    assert_eq!(world.run(&["show", "c3", "--audience", "publication"]).code, 1);
    let hits = world.json(&["find", "trust", "--audience", "publication"]);
    let held: Vec<&serde_json::Value> =
        hits.as_array().unwrap().iter().filter(|h| h["document"] == "withheld").collect();
    assert_eq!((hits.as_array().unwrap().len(), held.len()), (4, 1));
    assert_eq!((held[0]["text"].as_str(), held[0]["withheld"].as_str()), (Some("withheld"), Some("background")));
}

#[test]
fn reports_pictures_quotes_and_vignettes_name_nobody() {
    let world = ready("papers");
    world.write("outline.md", "# {case}\n\n## Background\n");
    world.ok(&["vignettes", "--save-template", "outline.md"]);
    for (case, words) in [
        ("Kestrum AG", "Kestrum AG says [[kestrum-cio: \"trusts its people\"]] to Nordbank."),
        ("Tolliver", "They say [[open: \"We trust them\"]] of Kestrum AG."),
        ("Ormskeld", "In trouble: [[c3: \"We trust nobody\"]]."),
    ] {
        world.write("v.md", format!("# {case}\n\n## Background\n\n{words}\n"));
        world.ok(&["vignettes", case, "--write", "v.md"]);
    }
    let commands: [&[&str]; 12] = [
        &["report", "--out", "r.docx"],
        &["report", "--out", "r.html"],
        &["report", "--out", "r.tex"],
        &["matrix", "quotes", "--out", "q.docx"],
        &["matrix", "quotes", "--out", "q.html"],
        &["matrix", "quotes", "--out", "q.tex"],
        &["picture", "heat", "trust", "--out", "h.svg"],
        &["picture", "saturation", "--out", "s.svg"],
        &["picture", "timeline", "kestrum-cio", "--out", "t.svg"],
        &["find", "trust", "--out", "f.docx"],
        &["find", "trust", "--out", "f.csv"],
        &["vignettes", "export", "--out", "v.docx"],
    ];
    for command in commands {
        let said = world.run(&[command, &["--audience", "publication"]].concat());
        assert_eq!(said.code, 0, "{command:?}: {}", said.err);
        let file = command.last().unwrap();
        let bytes = std::fs::read(world.path(file)).unwrap();
        let text = if file.ends_with("docx") { unzipped(&bytes) } else { String::from_utf8(bytes).unwrap() };
        names_nobody(&text);
        assert!(!text.contains("trust nobody"), "{file}");
    }
    let vignette = world.ok(&["vignettes", "Kestrum AG", "--audience", "publication"]);
    assert!(vignette.contains("Company A says [[Document 2@") && vignette.contains("to [a bank]"), "{vignette}");
    assert_eq!(world.run(&["vignettes", "Ormskeld", "--audience", "publication"]).code, 1);
    for option in ["--kwic", "--facets", "--csv"] {
        assert!(world.fails(2, &["find", "trust", option, "--audience", "publication"]).contains("team only"));
    }
}

#[test]
fn a_command_that_does_not_know_what_to_withhold_is_for_the_team_only() {
    let world = ready("team-only");
    let commands: [&[&str]; 6] = [&["cases"], &["documents"], &["history"], &["replacements"], &["codes"], &["check"]];
    for command in commands {
        let said = world.fails(2, &[command, &["--audience", "publication"]].concat());
        assert!(said.contains("team only"), "{said}");
    }
    world.fails(2, &["matrix", "trust", "--audience", "everybody"]);
}

#[test]
fn the_plain_form_for_publication_is_a_study_without_names() {
    let world = ready("plain");
    world.ok(&["export", "--plain", "out", "--audience", "publication"]);
    let mut files = vec![world.path("out")];
    let mut read = 0;
    while let Some(path) = files.pop() {
        names_nobody(&path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            files.extend(std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        } else {
            names_nobody(&std::fs::read_to_string(&path).unwrap());
            read += 1;
        }
    }
    assert!(read > 10);
    names_nobody(&world.read("out.withheld.txt"));
    world.ok(&["new", "again"]);
    world.ok(&["import", "out", "--project", "again.casebook"]);
    let again = |arguments: &[&str]| world.json(&[arguments, &["--project", "again.casebook"]].concat());
    assert_eq!(again(&["check"])["sound"], true);
    assert_eq!(again(&["find", "code:trust"]).as_array().unwrap().len(), 3, "those that may be quoted");
    assert_eq!(again(&["cases"]).as_array().unwrap().len(), 2);
}

#[test]
fn documents_passages_and_days_hold_words_back() {
    let world = ready("held");
    let quoted = || world.ok(&["matrix", "quotes", "--audience", "publication"]).contains("We trust them.");
    assert!(quoted());
    world.ok(&["documents", "clearance", "open", "--place", "4", "--paraphrase"]);
    assert!(!quoted());
    world.ok(&["undo"]);
    // It is 1 January 2015 in these tests.
    world.ok(&["documents", "clearance", "open", "--embargo", "2015-01-01"]);
    assert!(quoted(), "the day has come");
    world.ok(&["documents", "clearance", "open", "--embargo", "2015-01-02"]);
    assert!(!quoted());
    world.ok(&["documents", "rename", "open", "first"]);
    assert!(!quoted(), "it goes with the name");
    world.ok(&["documents", "clearance", "first", "--clear"]);
    assert!(quoted());
    world.ok(&["cases", "clearance", "Tolliver", "--embargo", "2016-01-01"]);
    let table = world.ok(&["matrix", "trust", "--audience", "publication"]);
    assert!(!table.contains("Tolliver"), "{table}");
    world.ok(&["cases", "clearance", "Tolliver", "--clear"]);
    world.ok(&["documents", "clearance", "first", "--place", "4", "--paraphrase"]);
    world.ok(&["correct", "first", "--replace", "How is it going?", "--with", "So how is it going here?"]);
    assert!(!quoted(), "it goes with the words");
    world.ok(&[
        "correct",
        "first",
        "--replace",
        "We trust them.",
        "--with",
        "Quite another thing about trust, altogether new.",
    ]);
    let table = world.ok(&["matrix", "quotes", "--audience", "publication"]);
    assert!(!table.contains("altogether"), "words that are not found again close the document: {table}");
    assert!(world.fails(2, &["cases", "clearance", "Tolliver", "--embargo", "soon"]).contains("no day"));
    assert_eq!(world.json(&["check"])["sound"], true);
}

#[test]
fn a_word_that_is_no_name_can_be_allowed_and_an_attribute_can_name_a_case() {
    let world = ready("allowed");
    world.ok(&["cases", "set", "Kestrum AG", "town", "Trusty Vale"]);
    world.ok(&["cases", "set", "Tolliver", "town", "Elsewhere"]);
    let published = || world.run(&["matrix", "quotes", "--audience", "publication"]);
    assert_eq!(published().code, 0);
    world.ok(&["replacements", "identify", "town"]);
    world.write("town.toml", "title = \"T\"\nrows = \"cases\"\n[[column]]\nattribute = \"town\"\n");
    let table = world.ok(&["matrix", "town.toml", "--audience", "publication"]);
    assert!(table.contains("Elsewhere") && !table.contains("Vale"), "{table}");
    world.ok(&["replacements", "add", "them", "[others]"]);
    let said = world.run(&["matrix", "quotes", "--audience", "publication"]).out;
    assert!(said.contains("We trust [others]"), "{said}");
    world.ok(&["replacements", "allow", "them", "--why", "a word like any other"]);
    assert!(published().out.contains("We trust them."));
    assert!(world.fails(2, &["replacements", "add", "Vaasa", "near Vaasa"]).contains("cannot stand in"));
    world.fails(2, &["replacements", "add", "7", "[a number]"]);
    world.fails(2, &["replacements", "remove", "nobody"]);
    let listed = world.json(&["replacements"]);
    assert_eq!(listed.as_array().unwrap().len(), 5, "{listed}");
}

#[test]
fn names_are_suggested_and_tried_out_before_anything_is_kept() {
    let world = study("suggest");
    let found = world.json(&["replacements", "suggest"]);
    let names: Vec<&str> = found.as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
    for name in ["Kestrum", "Marta"] {
        assert!(names.contains(&name), "{names:?}");
    }
    let tried = world.json(&["replacements", "preview", "Nordbank", "[a bank]", "--inflected"]);
    assert_eq!(tried.as_array().unwrap().len(), 2);
    assert!(tried[0]["after"].as_str().unwrap().contains("[a bank] lends to us"), "{tried}");
    assert_eq!(world.json(&["replacements"]).as_array().unwrap().len(), 0);
    let text = world.json(&["show", "kestrum-cio"])["text"].as_str().unwrap().to_owned();
    assert!(text.contains("Nordbank lends"), "the stored text never changes");
}

#[test]
fn derived_attributes_follow_the_coding_on_the_command_line() {
    let world = study("classify");
    let definition =
        "stance = case when count('code:trust') >= 2 then 'often' when has('trust') then 'once' else 'never' end";
    let said = world.ok(&["classify", definition]);
    assert!(said.contains("often: Kestrum AG") && said.contains("once: Ormskeld, Tolliver"), "{said}");
    assert_eq!(world.json(&["find", "case.stance:often"]).as_array().unwrap().len(), 4);
    let stance = |case: &str| {
        let cases = world.json(&["cases"]);
        let found = cases.as_array().unwrap().iter().find(|c| c["name"] == case).unwrap();
        found["attributes"]["stance"].as_str().unwrap().to_owned()
    };
    assert_eq!(stance("Tolliver"), "once");
    world.ok(&["code", "open", "2", "trust"]);
    assert_eq!(stance("Tolliver"), "often");
    assert!(world.ok(&["cases"]).contains("stance = case when"));
    world.write("kind.toml", "title = \"T\"\nrows = \"cases\"\nsort = [\"stance\"]\n[[column]]\nattribute = \"stance\"\n[[group]]\nname = \"G\"\nwhen = \"stance = 'once'\"\n");
    let table = world.json(&["matrix", "kind.toml"]);
    let labels: Vec<&str> = table["rows"].as_array().unwrap().iter().map(|r| r["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["Ormskeld", "Kestrum AG", "Tolliver"], "the group first, then the others by class");
    assert!(world.fails(2, &["classify", "x = not x"]).contains("follow from itself"));
    assert!(world.fails(2, &["classify", "x = has('trus')"]).contains('^'));
    assert!(world.fails(2, &["cases", "set", "Tolliver", "stance", "never"]).contains("follow from the coding"));
    world.ok(&["export", "--plain", "out"]);
    world.ok(&["new", "again"]);
    world.ok(&["import", "out", "--project", "again.casebook"]);
    assert_eq!(world.json(&["classify", "--project", "again.casebook"])[0]["values"][0]["value"], "often");
    std::fs::remove_file(world.path("again.casebook")).unwrap();
    world.ok(&["classify", "--remove", "stance"]);
    assert_eq!(world.json(&["classify"]).as_array().unwrap().len(), 0);
    assert_eq!(world.json(&["check"])["sound"], true);
}

#[test]
fn the_worklist_and_the_history_of_a_phrase_come_from_the_log() {
    let world = study("worklist");
    world.write(
        "essence.toml",
        "title = \"T\"\nrows = \"cases\"\n[[column]]\ntitle = \"Trust\"\ncode = \"trust\"\ncell = \"essence\"\n",
    );
    world.ok(&["matrices", "save", "essence", "essence.toml"]);
    let items = world.json(&["worklist"]);
    assert_eq!(items.as_array().unwrap().len(), 3);
    assert!(items.as_array().unwrap().iter().all(|i| i["state"] == "evidence"));
    world.ok(&["essence", "Tolliver", "trust", "They trust them"]);
    world.ok(&["code", "open", "2", "trust"]);
    world.ok(&["essence", "Ormskeld", "trust", "Nobody"]);
    world.ok(&["uncode", "c3", "2", "trust"]);
    let items = world.json(&["worklist", "essence"]);
    let states: Vec<&str> = items.as_array().unwrap().iter().map(|i| i["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["unsupported", "stale", "evidence"]);
    assert_eq!(
        (items[1]["came"].as_u64(), items[1]["went"].as_u64(), items[0]["went"].as_u64()),
        (Some(1), Some(0), Some(1))
    );
    assert!(world.ok(&["worklist"]).contains("Tolliver × Trust  (essence, 2 passages, 1 came)"));
    assert_eq!(world.run(&["worklist", "--check"]).code, 3);
    assert_eq!(world.run(&["matrix", "essence", "--check"]).code, 3);
    world.ok(&["essence", "Tolliver", "trust", "They trust them, and told everything"]);
    world.ok(&["undo"]);
    let history = world.json(&["essence", "Tolliver", "trust", "--history"]);
    let phrases: Vec<&str> = history.as_array().unwrap().iter().map(|v| v["phrase"].as_str().unwrap()).collect();
    assert_eq!(phrases, ["They trust them", "They trust them, and told everything", "They trust them"]);
    assert_eq!((history[0]["passages"].as_u64(), history[1]["passages"].as_u64()), (Some(1), Some(2)));
    assert_eq!(history[0]["evidence"][0]["text"], "We trust them.");
    assert!(history[2]["did"].as_str().unwrap().starts_with("Took back"), "{history}");
    assert_eq!(world.run(&["essence", "Kestrum AG", "trust", "--history"]).code, 1);
}
