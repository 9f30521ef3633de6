//! What README.md tells a newcomer to type works, and what its tables say is so.

use crate::generated::visible;
use crate::world::World;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

const README: &str = include_str!("../README.md");

/// The code blocks of a language, in order.
fn blocks(language: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut within: Option<Vec<&str>> = None;
    for line in README.lines() {
        match (&mut within, line.strip_prefix("```")) {
            (None, Some(kind)) => within = Some(if kind.trim() == language { vec![""] } else { Vec::new() }),
            (Some(lines), Some(_)) => {
                if !lines.is_empty() {
                    out.push(lines[1..].join("\n"));
                }
                within = None;
            }
            (Some(lines), None) if !lines.is_empty() => lines.push(line),
            _ => {}
        }
    }
    assert!(within.is_none() && !out.is_empty(), "{language}");
    out
}

/// Every line that is typed.
fn lines() -> Vec<String> {
    blocks("sh")
        .iter()
        .flat_map(|b| b.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|l| !l.is_empty())
        .collect()
}

/// A Word document with a paragraph each.
fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body: String = paragraphs.iter().map(|p| format!("<w:p><w:r><w:t>{p}</w:t></w:r></w:p>")).collect();
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
             ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" \
             ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"
                .to_owned(),
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
             Target=\"word/document.xml\"/></Relationships>"
                .to_owned(),
        ),
        (
            "word/document.xml",
            format!(
                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
            ),
        ),
    ];
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The files that the README speaks of, small.
fn files(world: &World) {
    let mut talk = "R: Good morning to you.\n\n".to_owned();
    for n in 0..8 {
        talk.push_str(&format!("I: What about thing {n}?\n\nR: Nothing about thing {n}, I think.\n\n"));
    }
    // Turn 13 has four sentences, and the last turns have what is looked for.
    talk = talk.replace(
        "R: Nothing about thing 5, I think.",
        "R: Let us go on. The app was made without us. Whom was it made for? And there we were, waiting at the desk.",
    );
    talk.push_str("I: Did you press the button?\n\nR: We waited in the portal. Nobody told us to press the button.\n");
    world.write("interviews/interview-1.txt", talk);
    let other = "I: And you, at the desk?\n\nR: The app was waiting for a code, and so were we. It never came.\n\nI: Was it safe?\n";
    world.write("interviews/site-b/interview-2.md", other.replace("I:", "**I:**").replace("R:", "**R:**"));
    world.write(
        "wave2/P07-second.docx",
        docx(&["I: And now, a year later?", "R: Now we trust it, or wait.", "I: Why?"]),
    );
    world.write("wave2/P07-third.docx", docx(&["I: So what remains?", "R: The finger on the button.", "I: Yes."]));
    world.write(
        "interviews/focus-group.txt",
        "Maya: We share one telephone.\n\nJon: I never had one.\n\nMaya: He did.\n\nJon: Once.\n",
    );
    // Linked to its case by its name alone.
    world.write("interviews/P07-pilot.txt", "I: A first question?\n\nR: A first answer, about waiting.\n");
    let [cases] = &blocks("csv")[..] else { panic!("one table of cases") };
    world.write("cases.csv", format!("{cases}\n"));
    let matrix = blocks("toml").into_iter().find(|b| b.contains("[[column]]")).expect("a specification");
    world.write("table.toml", matrix);
    let book = World::with_project("readme-book");
    for code in ["access", "trust"] {
        book.ok(&["codes", "add", code, "--definition", "Something of its own"]);
    }
    book.ok(&["codes", "export", "book.toml"]);
    world.write("codebook.toml", book.read("book.toml"));
}

#[cfg(unix)]
#[test]
fn every_command_works_as_it_is_written() {
    let world = World::new("readme");
    files(&world);
    let (cargo, typed): (Vec<String>, Vec<String>) = lines().into_iter().partition(|l| l.starts_with("cargo "));
    assert!(cargo.len() == 2 && typed.len() > 15);
    // One shell for all of them, in order, as a reader has it; -e ends it at the first that fails, -x says which that is.
    let script = typed.join("\n");
    let output = world.shell(&format!("set -ex\n{script}\n")).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{err}\n{out}");
    for said in [
        "Try, in its folder",
        "Wrote 27 rows × 3 columns to table2.xlsx",
        "Made the project clinics.casebook",
        "13:2-4",
    ] {
        assert!(out.contains(said), "{said}: {out}");
    }
    let project = ["--project", "clinics.casebook"];
    assert_eq!(world.json(&[&project[..], &["check"]].concat())["sound"], true);
    let documents = world.json(&[&project[..], &["documents"]].concat());
    assert_eq!(
        documents.as_array().unwrap().len(),
        6,
        "the folder with what is under it, and the pattern: {documents}"
    );
    assert!(world.path("trust.xlsx").is_file() && world.path("tour/table2.xlsx").is_file());
}

#[test]
fn the_cargo_commands_are_those_that_are_checked() {
    let ci = include_str!("../.ci/run");
    let manifest: toml::Table = include_str!("../Cargo.toml").parse().unwrap();
    assert_eq!(manifest["package"]["default-run"].as_str(), Some("casebook"), "`cargo run` runs it");
    let cargo: Vec<String> = lines().into_iter().filter(|l| l.starts_with("cargo ")).collect();
    let bare = |line: &String| line.split(" #").next().unwrap().trim().to_owned();
    let bare: Vec<String> = cargo.iter().map(bare).collect();
    assert_eq!(bare, ["cargo run --release -- sample", "cargo test"]);
    assert!(ci.contains("cargo test"));
    let needed = manifest["package"]["rust-version"].as_str().unwrap();
    assert!(README.contains(&format!("{needed} or newer")));
    for licence in manifest["package"]["license"].as_str().unwrap().split(" OR ") {
        assert!(README.contains(licence));
    }
}

/// The rows of the table under a heading, cell by cell. `\|` is a bar in a cell.
fn table(heading: &str) -> Vec<Vec<String>> {
    let (_, rest) = README.split_once(heading).unwrap_or_else(|| panic!("no table {heading}"));
    let lines = rest.lines().skip(1).skip_while(|l| l.starts_with("|--")).take_while(|l| l.starts_with('|'));
    let cells = |l: &str| {
        let bars = l.replace("\\|", "\u{1}");
        bars.trim_matches('|').split('|').map(|c| c.trim().replace('\u{1}', "|")).collect()
    };
    lines.map(cells).collect()
}

/// What stands in backticks.
fn code_spans(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn the_table_of_commands_is_what_the_program_knows() {
    let world = World::new("readme-table");
    let rows = table("| command | what it does |");
    let mut named = BTreeSet::new();
    for row in &rows {
        let spans = code_spans(&row[0]);
        if spans[0].starts_with("casebook") {
            continue;
        }
        let mut verb = "";
        for span in spans {
            if !span.starts_with('[') {
                verb = span.split_whitespace().next().unwrap();
                named.insert(verb.to_owned());
            }
            let help = world.ok(&[verb, "--help"]);
            for option in span.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| w.starts_with("--")) {
                assert!(help.contains(option), "{verb} knows no {option}: {help}");
            }
            if span.starts_with('[') {
                for act in span.trim_matches(['[', ']']).split('|') {
                    world.ok(&[verb, act, "--help"]);
                    assert!(help.lines().any(|l| l.trim_start().starts_with(&format!("{act} "))), "{verb} {act}");
                }
                let (_, acts) = help.split_once("Commands:\n").unwrap();
                let known = acts.lines().take_while(|l| !l.is_empty()).filter(|l| !l.starts_with("    "));
                for act in known.filter_map(|l| l.split_whitespace().next()).filter(|a| *a != "help") {
                    assert!(span.contains(act), "{verb} {act} is not in the table");
                }
            }
        }
    }
    let missing: Vec<String> = visible(&world).into_iter().filter(|v| !named.contains(v)).collect();
    assert_eq!(missing, Vec::<String>::new(), "subcommands that the table leaves out");
    let everywhere = README.split("Everywhere:").nth(1).unwrap().split("\n\n").next().unwrap();
    let help = world.ok(&["--help"]);
    for option in code_spans(everywhere).iter().filter(|s| s.starts_with("--")) {
        assert!(help.contains(option.split(' ').next().unwrap()), "{option}");
    }
}

#[test]
fn every_command_that_is_mentioned_exists() {
    let world = World::new("readme-mentioned");
    let prose: String = README.split("```").step_by(2).collect();
    let known: BTreeSet<String> = visible(&world).into_iter().chain(["completions".into(), "man".into()]).collect();
    let mut checked = 0;
    for span in code_spans(&prose) {
        let Some(rest) = span.strip_prefix("casebook ") else { continue };
        let Some(verb) = rest.split_whitespace().next().filter(|w| w.chars().all(|c| c.is_ascii_lowercase())) else {
            continue;
        };
        assert!(known.contains(verb), "{span}");
        checked += 1;
    }
    assert!(checked >= 5, "{checked}");
}

/// `a b[c d[e]]` as nested names.
#[derive(Default, PartialEq, Debug)]
struct Fields(BTreeMap<String, Fields>);

impl Fields {
    fn parse(words: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Self {
        let mut out = Self::default();
        let mut name = String::new();
        loop {
            match words.next() {
                Some('[') => {
                    out.0.insert(std::mem::take(&mut name), Self::parse(words));
                }
                Some(c) if c.is_alphanumeric() || c == '_' => name.push(c),
                end => {
                    if !name.is_empty() {
                        out.0.insert(std::mem::take(&mut name), Self::default());
                    }
                    if matches!(end, None | Some(']')) {
                        return out;
                    }
                }
            }
        }
    }

    /// The names in an answer; lists give those of their members together. What is inside is looked at only where the README tells of it.
    fn of(value: &Value, told: &Self) -> Self {
        match value {
            Value::Object(map) => Self(
                map.iter()
                    .map(|(name, inner)| {
                        let told = told.0.get(name);
                        let deep = told.filter(|t| !t.0.is_empty()).map(|t| Self::of(inner, t));
                        (name.clone(), deep.unwrap_or_default())
                    })
                    .collect(),
            ),
            Value::Array(list) => {
                let mut all = Self::default();
                list.iter().for_each(|v| all.0.extend(Self::of(v, told).0));
                all
            }
            _ => Self::default(),
        }
    }
}

#[test]
fn the_fields_of_the_json_are_those_that_are_told() {
    let world = World::with_project("readme-json");
    world.write(
        "talk.txt",
        "I: And then?\n\nR: We waited at the desk. Nobody came.\n\nI: Until when?\n\nR: Until June.\n",
    );
    world.ok(&["import", "talk.txt", "--case", "P07"]);
    world.ok(&["code", "talk", "2:1", "wait", "--create"]);
    world.write(
        "t.toml",
        "title = \"T\"\nrows = \"cases\"\ntotals = \"both\"\n[[column]]\ncode = \"wait\"\ncell = \"count\"\n[[group]]\nname = \"All\"\nwhen = \"has('wait')\"\n",
    );
    world.ok(&["essence", "P07", "wait", "At the desk"]);
    world.ok(&["code", "talk", "4", "wait"]);
    let essence = "title = \"E\"\nrows = \"cases\"\n[[column]]\ncode = \"wait\"\ncell = \"essence\"\n";
    world.write("e.toml", essence);
    world.ok(&["matrices", "save", "e", "e.toml"]);
    world.ok(&["replacements", "add", "June", "[a month]"]);
    world.write("mended.txt", "I: Why?\n\nR: Because of the rain. It was late.\n");
    world.ok(&["import", "mended.txt"]);
    world.ok(&["code", "mended", "2:1", "wait"]);
    world.ok(&["correct", "mended", "--replace", "Because of the rain. ", "--with", ""]);
    world.write("company.md", "# {case}\n\n## Background\n");
    world.ok(&["vignettes", "--save-template", "company.md"]);
    let rows = table("| command | fields of the JSON |");
    assert!(rows.len() >= 8);
    for row in rows {
        let (command, told) = (code_spans(&row[0])[0], code_spans(&row[1])[0]);
        let told = Fields::parse(&mut told.chars().peekable());
        let arguments: &[&str] = match command {
            "show DOC" => &["show", "talk"],
            "find" => &["find", "waited"],
            "matrix" => &["matrix", "t.toml"],
            "classify" => &["classify", "late = has('wait')"],
            "worklist" => &["worklist"],
            "essence … --history" => &["essence", "P07", "wait", "--history"],
            "replacements" => &["replacements"],
            "evidence" => &["evidence", "t.toml", "P07", "wait"],
            "picture codes" => &["picture", "codes"],
            "picture saturation" => &["picture", "saturation"],
            other => &[other],
        };
        let answer = world.json(arguments);
        assert!(answer.as_array().is_none_or(|a| !a.is_empty()), "{command}");
        assert_eq!(Fields::of(&answer, &told), told, "{command}: {answer}");
    }
}

/// The table of keys follows from the program's own table of actions. `CASEBOOK_BLESS=1 cargo test the_keys_of_the_readme` writes it anew.
#[test]
fn the_keys_of_the_readme_are_those_of_the_program() {
    let table = casebook::tui::key_table_markdown();
    let (begin, end) = ("<!-- keys -->\n", "<!-- end of keys -->");
    if std::env::var_os("CASEBOOK_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
        let text = std::fs::read_to_string(path).unwrap();
        let (before, rest) = text.split_once(begin).unwrap();
        let (_, after) = rest.split_once(end).unwrap();
        std::fs::write(path, format!("{before}{begin}{}\n{end}{after}", table.trim_end())).unwrap();
        return;
    }
    let within = README.split_once(begin).unwrap().1.split_once(end).unwrap().0;
    assert_eq!(within.trim_end(), table.trim_end());
}

#[test]
fn the_documentation_of_the_settings_is_that_of_the_program() {
    let (path, wanted) = (concat!(env!("CARGO_MANIFEST_DIR"), "/docs/settings.md"), casebook::tui::settings_markdown());
    if std::env::var_os("CASEBOOK_BLESS").is_some() {
        std::fs::write(path, &wanted).unwrap();
    }
    // Compared by line, so that a difference can be read.
    let there = std::fs::read_to_string(path).unwrap_or_default();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(&there), lines(&wanted), "run with CASEBOOK_BLESS=1 to write it anew");
}
