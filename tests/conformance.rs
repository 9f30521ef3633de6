//! How other programs lose data, each fault with a test of its name that shows Casebook without it.

use crate::world::{World, cut};
use casebook::document::Document;
use casebook::exchange::plain;
use casebook::matrix::{Spec, compute, outline};
use casebook::session::{Clock, Options, Session};
use std::collections::BTreeMap;
use std::io::Read;

const INTERVIEW: &str = "I: What did the move cost?\n\nR: The cost of the van was small. The costume was dearer.\n\n\
I: And after that?\n\nR: We paid for it in waiting.\n";

fn study(name: &str) -> World {
    let world = World::with_project(name);
    world.write("talk.txt", INTERVIEW);
    world.ok(&["import", "talk.txt", "--case", "P1"]);
    world
}

fn options() -> Options {
    Options { coder: Some("lena".into()), clock: Clock::Fixed(1_420_070_400_000) }
}

fn paths(world: &World) -> Vec<String> {
    world.json(&["codes"]).as_array().unwrap().iter().map(|c| c["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_second_import_under_the_same_name_overwrites_the_text() {
    let world = study("second-import");
    world.ok(&["code", "talk", "2:1", "cost", "--create"]);
    let before = world.json(&["show", "talk"]);
    assert!(world.ok(&["import", "talk.txt"]).contains("in the project already"));
    assert_eq!(world.json(&["documents"]).as_array().unwrap().len(), 1);
    world.write("talk.txt", "R: Quite another text. With other words.\n\nI: Yes?\n");
    assert!(world.ok(&["import", "talk.txt"]).starts_with("talk (2):"));
    assert_eq!(world.json(&["show", "talk"]), before, "text, turns and codings");
    assert!(world.json(&["show", "talk (2)"])["text"].as_str().unwrap().contains("Quite another text"));
    assert_eq!(world.json(&["check"])["sound"], true);
    world.ok(&["documents", "original", "talk", "first.txt"]);
    assert_eq!(world.read("first.txt"), INTERVIEW, "the bytes that were brought in first");
}

#[test]
fn text_edited_after_coding_moves_or_drops_codings_in_silence() {
    let world = World::with_project("edited");
    let before = "I: What changed?\n\nAnna: Yes. We lost the van. The coat was dear, and Anna Berg paid for it.\n\n\
        I: And then?\n\nAnna: Yes. Nobody came back, año tras año 🙂.\n";
    world.write("talk.txt", before);
    world.ok(&["import", "talk.txt", "--case", "P1"]);
    for (place, code) in [
        ("2:1", "assent"),
        ("\"We lost the van\"", "loss"),
        ("\"Anna Berg\"", "person"),
        ("\"The coat was dear\"", "cost"),
        ("\"año tras año 🙂\"", "time"),
    ] {
        world.ok(&["code", "talk", place, code, "--create"]);
    }
    let history = |world: &World| world.json(&["history"]).as_array().unwrap().len();
    let codings = |world: &World| -> BTreeMap<String, String> {
        let shown = world.json(&["show", "talk"]);
        let text = shown["text"].as_str().unwrap().to_owned();
        let list = shown["codings"].as_array().unwrap().clone();
        let words = |c: &serde_json::Value| cut(&text, c["start"].as_u64().unwrap(), c["end"].as_u64().unwrap());
        list.iter()
            .inspect(|c| assert_eq!(c["text"], words(c)))
            .map(|c| (c["code"].as_str().unwrap().into(), words(c)))
            .collect()
    };
    let steps = history(&world);
    // A typing error mended, a name taken out in the text and in the labels, a sentence deleted, something put in before everything.
    let after = "Recorded in May.\n\nI: What changed?\n\nP1: Yes. The coat was deer, and [a nurse] paid for it.\n\n\
        I: And then?\n\nP1: Yes. Nobody came back, año tras año 🙂.\n";
    world.write("new.txt", after);
    world.ok(&["correct", "talk", "--file", "new.txt", "--preview"]);
    assert_eq!(history(&world), steps);
    world.ok(&["correct", "talk", "--file", "new.txt"]);
    assert!(world.ok(&["check"]).starts_with("Sound"));
    let expected =
        [("assent", "Yes."), ("cost", "The coat was deer"), ("person", "[a nurse]"), ("time", "año tras año 🙂")];
    assert_eq!(codings(&world), expected.map(|(c, w)| (c.to_owned(), w.to_owned())).into());
    let shown = world.json(&["show", "talk"]);
    assert_eq!(shown["speakers"][1]["name"], "P1");
    let first = |shown: &serde_json::Value| shown["codings"][0]["start"].as_u64().unwrap();
    assert_eq!(first(&shown), after.find("Yes.").unwrap() as u64, "the first of two equal words, not another");
    // What was not sure, and what lost its words, waits to be looked at; nothing is lost.
    let waiting = world.json(&["review"]);
    let of = |code: &str| waiting.as_array().unwrap().iter().find(|e| e["of"] == code).cloned();
    assert!(of("loss").unwrap()["now"].is_null() && of("assent").is_none());
    let n = of("loss").unwrap()["n"].as_str().unwrap().to_owned();
    world.ok(&["review", &n, "--place", "\"Nobody came back\""]);
    assert_eq!(codings(&world)["loss"], "Nobody came back");
    let person = of("person").unwrap()["n"].as_str().unwrap().to_owned();
    world.ok(&["review", &person, "--right"]);
    // All of it can be taken back, to the letter, and done again.
    world.ok(&["undo", "3"]);
    assert_eq!(world.json(&["show", "talk"])["text"], before);
    assert_eq!(codings(&world)["loss"], "We lost the van");
    assert_eq!(world.json(&["review"]).as_array().unwrap().len(), 0);
    assert!(world.ok(&["check"]).starts_with("Sound"));
    world.ok(&["redo", "3"]);
    assert_eq!(codings(&world)["loss"], "Nobody came back");
    // Words are found in the text as it is now, and no longer in the one before.
    assert_eq!(world.ok(&["find", "nurse", "--count"]).trim(), "1");
    assert_eq!(world.run(&["find", "van", "--count"]).code, 1);
}

#[test]
fn exporting_cost_also_exports_costume() {
    let world = study("costume");
    for (place, code) in [("2:1", "cost"), ("2:2", "costume"), ("4", "costs of waiting"), ("1", "cost/hidden")] {
        world.ok(&["code", "talk", place, code, "--create"]);
    }
    let places = |query: &str| -> Vec<String> {
        let found = world.json(&["find", query]);
        found.as_array().unwrap().iter().map(|f| f["place"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(places("code:cost"), ["2:1"]);
    assert_eq!(places("code:cost+"), ["1", "2:1"]);
    assert_eq!(places("code:costume"), ["2:2"]);
    world.write(
        "cost.toml",
        "title = \"Cost\"\nrows = \"cases\"\n[[column]]\ntitle = \"Cost\"\nquery = \"code:cost\"\ncell = \"quotes\"\n",
    );
    world.ok(&["matrix", "cost.toml", "--out", "cost.csv"]);
    let csv = world.read("cost.csv");
    assert!(csv.contains("The cost of the van was small.") && !csv.contains("costume"), "{csv}");
    world.ok(&["codes", "remove", "cost", "--with-codings"]);
    assert_eq!(places("code:costume"), ["2:2"], "nor does removing it");
    assert_eq!(paths(&world), ["costume", "costs of waiting"]);
}

#[test]
fn an_export_blocks_everything_else() {
    let world = study("blocking");
    world.write("more.txt", "R: A second talk, with words of its own.\n\nI: Yes?\n");
    world.ok(&["import", "more.txt"]);
    let exporting = Session::open(&world.path("study.casebook"), options()).unwrap();
    let mut held = 0;
    let mut originals = |document: &Document| {
        // The export stands still here, in the middle of its work, while another process codes and asks.
        held += 1;
        world.ok(&["code", "talk", "2:1", &format!("during {held}"), "--create"]);
        assert_eq!(world.json(&["find", "code:\"during 1\""]).as_array().unwrap().len(), 1);
        exporting.original(document)
    };
    let files = plain::write(exporting.project(), &exporting, &mut originals).unwrap();
    assert_eq!(held, 2);
    let codings = files.iter().find(|f| f.path == "codings.csv").unwrap();
    let codings = String::from_utf8(codings.bytes.clone()).unwrap();
    assert!(!codings.contains("during"), "the export is of one moment: {codings}");
    assert_eq!(paths(&world), ["during 1", "during 2"]);
    assert_eq!(world.json(&["check"])["sound"], true);
}

#[test]
fn a_matrix_computes_everything_before_it_opens() {
    let world = study("outline");
    world.ok(&["code", "talk", "2:1", "cost", "--create"]);
    world.ok(&["code", "talk", "4", "cost"]);
    let session = Session::open(&world.path("study.casebook"), options()).unwrap();
    let spec = Spec::parse("title = \"T\"\nrows = \"cases\"\n[[column]]\ncode = \"cost\"\ncell = \"count\"\n").unwrap();
    let (first, whole) = session
        .with_words(true, |words| Ok((outline(&spec, &session.world(words))?, compute(&spec, &session.world(words))?)))
        .unwrap();
    let (first, whole) = (&first.rows[0].cells[0], &whole.rows[0].cells[0]);
    assert_eq!(
        (first.value.as_str(), first.evidence.len()),
        ("2", 0),
        "the first screen has numbers and no quotes yet"
    );
    assert_eq!((whole.value.as_str(), whole.evidence.len()), ("2", 2));
}

#[test]
fn code_names_restricted_to_ascii_or_merged_across_parents() {
    let world = study("names");
    let codes = ["home/cost", "travel/cost", "home/成本", "Größe & Maß", "تكلفة", "coût “réel”", "🙂", "costume"];
    for code in codes {
        world.ok(&["codes", "add", code]);
    }
    world.ok(&["code", "talk", "2:1", "home/cost"]);
    world.ok(&["code", "talk", "2:2", "travel/cost", "home/成本", "تكلفة", "🙂"]);
    assert!(world.fails(2, &["code", "talk", "4", "cost"]).contains("travel/cost"), "which one is asked");
    for (code, number) in [("home/cost", 1), ("travel/cost", 1), ("home/成本", 1), ("تكلفة", 1), ("🙂", 1)] {
        assert_eq!(world.json(&["find", &format!("code:\"{code}\"")]).as_array().unwrap().len(), number, "{code}");
    }
    for file in ["book.csv", "book.toml"] {
        world.ok(&["codes", "export", file]);
        let other = World::with_project(&format!("names-{file}"));
        other.write(file, world.read(file));
        other.ok(&["codes", "import", file]);
        assert_eq!(paths(&other), paths(&world), "{file}");
    }
    world.ok(&["export", "--plain", "plain"]);
    let again = World::with_project("names-plain");
    again.ok(&["import", world.path("plain").to_str().unwrap()]);
    assert_eq!(paths(&again), paths(&world));
    assert_eq!(again.json(&["show", "talk"])["codings"], world.json(&["show", "talk"])["codings"]);
}

/// The texts of a workbook, by the name of their sheet.
fn workbook(bytes: &[u8]) -> BTreeMap<String, Vec<String>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let strings = pieces(&part("xl/sharedStrings.xml"), "si", "t");
    let names = attributes(&part("xl/workbook.xml"), "sheet", "name");
    let mut sheet = |n: usize| {
        let cells = pieces(&part(&format!("xl/worksheets/sheet{}.xml", n + 1)), "c", "v");
        cells.into_iter().filter_map(|c| strings.get(c.parse::<usize>().ok()?).cloned()).collect()
    };
    names.into_iter().enumerate().map(|(n, name)| (name, sheet(n))).collect()
}

/// What stands in the `inner` elements of each `outer` element.
fn pieces(xml: &str, outer: &str, inner: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut out, mut reading) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) if e.local_name().as_ref() == outer => out.push(String::new()),
            Event::Start(e) if e.local_name().as_ref() == inner => reading = true,
            Event::End(e) if e.local_name().as_ref() == inner => reading = false,
            Event::Text(t) if reading => out.last_mut().unwrap().push_str(&t),
            Event::Eof => return out,
            _ => {}
        }
    }
}

/// An attribute of every element of a name.
fn attributes(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut out = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == element => {
                let found = e.try_get_attribute(attribute).unwrap().unwrap();
                out.push(found.value.into_owned());
            }
            Event::Eof => return out,
            _ => {}
        }
    }
}

#[test]
fn a_long_cell_is_cut_without_a_word() {
    let world = World::with_project("long-cell");
    let words: Vec<String> = (0..6000).map(|n| format!("Word{n}")).collect();
    let sentence = |n: usize| format!("{}.", words[n * 100..(n + 1) * 100].join(" "));
    let said: Vec<String> = (0..60).map(sentence).collect();
    world.write("long.txt", format!("I: So?\n\nR: {}\n\nI: Thank you.\n", said.join(" ")));
    world.ok(&["import", "long.txt", "--case", "P1"]);
    world.ok(&["code", "long", "2", "all", "--create"]);
    for place in ["2:1-20", "2:21-40", "2:41-60"] {
        world.ok(&["code", "long", place, "thirds", "--create"]);
    }
    world.write(
        "quotes.toml",
        "title = \"Quotes\"\nrows = \"cases\"\n[[column]]\ntitle = \"All\"\ncode = \"all\"\ncell = \"quotes\"\n\
         [[column]]\ntitle = \"Thirds\"\ncode = \"thirds\"\ncell = \"quotes\"\n",
    );
    world.ok(&["matrix", "quotes.toml", "--out", "quotes.xlsx"]);
    let sheets = workbook(&std::fs::read(world.path("quotes.xlsx")).unwrap());
    let length = |text: &String| text.encode_utf16().count();
    assert!(sheets.values().flatten().all(|t| length(t) <= 32_767), "no cell holds more than it may");
    let long: Vec<&String> = sheets["Matrix"].iter().filter(|t| length(t) > 20_000).collect();
    assert_eq!(long.len(), 2);
    assert!(long.iter().all(|t| t.contains("the whole text is on the sheet Evidence")), "and says where it goes on");
    // Every word stands there whole: once in the passage of `all`, once in a third, and once in each cell that goes on here.
    let evidence = sheets["Evidence"].join("\n");
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for word in evidence.split(|c: char| !c.is_alphanumeric()) {
        *seen.entry(word).or_default() += 1;
    }
    let lost: Vec<&String> = words.iter().filter(|w| seen.get(w.as_str()) != Some(&4)).collect();
    assert_eq!(lost, Vec::<&String>::new());
    world.ok(&["matrix", "quotes.toml", "--out", "quotes.csv"]);
    let csv = world.read("quotes.csv");
    assert!(words.iter().all(|w| csv.contains(w.as_str())), "a file without such a limit has it in the cell");
}

#[test]
fn a_filter_is_accepted_and_ignored() {
    let world = study("filters");
    world.write("other.txt", "R: The cost again, in another town.\n\nI: Yes?\n");
    world.ok(&["import", "other.txt", "--case", "P2"]);
    world.ok(&["cases", "set", "P1", "size", "3"]);
    world.ok(&["cases", "set", "P2", "size", "40"]);
    world.ok(&["code", "talk", "2:1", "cost", "--create"]);
    world.ok(&["--coder", "jun", "code", "other", "1", "cost"]);
    let documents = |query: &str| -> Vec<String> {
        let found = world.json(&["find", query]);
        found.as_array().unwrap().iter().map(|f| f["document"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(documents("code:cost"), ["talk", "other"]);
    for (filter, kept) in [
        ("case:P1", "talk"),
        ("case.size>10", "other"),
        ("case.size<10", "talk"),
        ("coder:jun", "other"),
        ("doc:talk", "talk"),
        ("-doc:talk", "other"),
    ] {
        assert_eq!(documents(&format!("code:cost {filter}")), [kept], "{filter}");
    }
    // What cannot be obeyed is refused, with its name.
    for (filter, named) in
        [("colour:red", "colour"), ("case:P9", "P9"), ("case.weight>3", "weight"), ("coder:nobody", "nobody")]
    {
        assert!(world.fails(2, &["find", &format!("code:cost {filter}")]).contains(named), "{filter}");
    }
    let spec = |extra: &str| {
        let text = format!("title = \"T\"\nrows = \"cases\"\n{extra}\n[[column]]\ncode = \"cost\"\ncell = \"count\"\n");
        world.write("t.toml", text);
    };
    spec("where = \"case.size>10\"");
    let rows = world.json(&["matrix", "t.toml"]);
    let labels: Vec<&str> = rows["rows"].as_array().unwrap().iter().map(|r| r["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["P2"]);
    spec("whree = \"case.size>10\"");
    assert!(world.fails(2, &["matrix", "t.toml"]).contains("whree"));
    spec("where = \"case.weight>10\"");
    assert!(world.fails(2, &["matrix", "t.toml"]).contains("weight"));
}

#[test]
fn a_paragraph_count_is_a_line_count() {
    let world = World::with_project("paragraphs");
    let wrapped = "This article is set in short lines,\nas files from old mailers are,\nand goes on for a while.\n\n\
        Its second paragraph has\nthree short lines\nof its own to count.\n\nAnd a third one.\n";
    let straight = "Here the paragraph is one long line, whatever its width on the screen may come to be.\n\n\
        This is the second one.\n\nAnd this is the third.\n";
    for (name, text) in [("wrapped", wrapped), ("straight", straight)] {
        world.write(&format!("{name}.txt"), text);
        world.ok(&["import", &format!("{name}.txt"), "--speakers", "none"]);
        let shown = world.json(&["show", name]);
        let turns = shown["turns"].as_array().unwrap();
        assert_eq!(turns.len(), 3, "{name}");
        let whole = |n: usize| {
            cut(shown["text"].as_str().unwrap(), turns[n]["start"].as_u64().unwrap(), turns[n]["end"].as_u64().unwrap())
        };
        let paragraphs: Vec<&str> = text.trim_end().split("\n\n").collect();
        assert_eq!([whole(0), whole(1), whole(2)], paragraphs[..], "{name}");
    }
    let documents = world.json(&["documents"]);
    assert!(documents.as_array().unwrap().iter().all(|d| d["turns"] == 3));
    world
        .write("by.toml", "title = \"T\"\nrows = \"documents\"\n[[column]]\nquery = \"paragraph\"\ncell = \"count\"\n");
    let table = world.json(&["matrix", "by.toml"]);
    let counts: Vec<u64> =
        table["rows"].as_array().unwrap().iter().map(|r| r["cells"][0]["value"].as_u64().unwrap()).collect();
    assert_eq!(counts, [1, 1], "a word counts by paragraph, however the lines run");
}

#[test]
fn deleting_a_category_makes_the_project_unusable() {
    let world = study("delete-parent");
    world.ok(&["code", "talk", "2:1", "access/digital/app", "--create"]);
    world.ok(&["essence", "P1", "access", "Paid for twice"]);
    assert!(world.fails(2, &["codes", "remove", "access"]).contains("--recode-to"));
    world.ok(&["codes", "add", "other"]);
    world.ok(&["codes", "remove", "access", "--recode-to", "other"]);
    assert_eq!(world.json(&["check"])["sound"], true);
    assert_eq!(world.json(&["find", "code:other"]).as_array().unwrap().len(), 1);
    world.ok(&["undo"]);
    assert_eq!(world.json(&["find", "code:access/digital/app"]).as_array().unwrap().len(), 1);
    world.ok(&["codes", "remove", "access", "--with-codings"]);
    assert_eq!(world.json(&["check"])["sound"], true);
    assert_eq!(paths(&world), ["other"]);
    // It can be used, carried elsewhere as files, copied as a backup, and taken back.
    world.ok(&["code", "talk", "4", "other"]);
    world.ok(&["export", "--plain", "plain"]);
    let again = World::with_project("delete-parent-again");
    again.ok(&["import", world.path("plain").to_str().unwrap()]);
    assert_eq!(again.json(&["check"])["sound"], true);
    std::fs::copy(world.path("study.casebook"), again.path("backup.casebook")).unwrap();
    assert_eq!(again.json(&["check", "--project", "backup.casebook"])["sound"], true);
    world.ok(&["undo", "2"]);
    assert_eq!(world.json(&["find", "code:access/digital/app"]).as_array().unwrap().len(), 1);
    world.ok(&["cases", "remove", "P1"]);
    assert_eq!(world.json(&["check"])["sound"], true, "a case with its phrases likewise");
    world.ok(&["undo"]);
    assert_eq!(world.json(&["cases"])[0]["documents"][0], "talk");
}
