//! Who may import whom, and the other rules that keep the house in shape. Each failure names file and line.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Low to high: a folder (or file at the root) imports only from rows above it in this list, and from itself.
const ROWS: &[&str] = &[
    "fault",
    "id",
    "text",
    "document",
    "codebook",
    "case",
    "coding",
    "memo",
    "project",
    "query",
    "agreement",
    "matrix",
    "exchange",
    "report",
    "store",
    "search",
    "session",
    "tui",
    "cli",
];

/// Everything up to here knows no disk, clock, environment, randomness or screen.
const LAST_PURE: &str = "report";

/// What only the impure rows may touch.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::time",
    "std::net",
    "std::process",
    "SystemTime",
    "Instant::now",
    "now_v7",
    "crossterm",
    "ratatui",
    "rusqlite",
    "println!",
    "eprintln!",
];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, out: &mut Vec<(PathBuf, String)>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                out.push((path, text));
            }
        }
    }
    let mut out = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut out);
    out
}

/// The row a file stands in: its folder under `src`, or its own name at the root. `lib.rs` and `main.rs` stand above all.
fn row_of(path: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let first = path.strip_prefix(root).unwrap().components().next().unwrap();
    first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// The code of a file without its comments and without its own unit tests, by line.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let tests = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..tests]
        .lines()
        .enumerate()
        .map(|(n, line)| (n + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn folders_import_only_from_rows_above_them() {
    let rank: BTreeMap<&str, usize> = ROWS.iter().enumerate().map(|(n, row)| (*row, n)).collect();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let row = row_of(&path);
        if row == "lib" || row == "main" {
            continue;
        }
        let own = *rank.get(row.as_str()).unwrap_or_else(|| panic!("{} stands in no row of the table", path.display()));
        for (line, content) in code(&text) {
            for (at, _) in content.match_indices("crate::") {
                let rest = &content[at + "crate::".len()..];
                let names: Vec<&str> = if let Some(list) = rest.strip_prefix('{') {
                    list.split('}')
                        .next()
                        .unwrap_or("")
                        .split(',')
                        .map(|n| n.trim().split("::").next().unwrap_or(""))
                        .collect()
                } else {
                    vec![rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("")]
                };
                for name in names {
                    if rank.get(name).is_some_and(|other| *other > own) {
                        wrong.push(format!("{}:{line}: `{row}` may not import from `{name}`", path.display()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_rows_touch_no_disk_clock_environment_or_screen() {
    let last = ROWS.iter().position(|r| *r == LAST_PURE).unwrap();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if !ROWS[..=last].contains(&row_of(&path).as_str()) {
            continue;
        }
        for (line, content) in code(&text) {
            for word in IMPURE.iter().filter(|w| content.contains(**w)) {
                wrong.push(format!("{}:{line}: `{word}` in a pure row", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The one door for what leaves the project: `Session::write_for` and `write_folder_for`, which search what is for publication for withheld names. Whoever
/// prints goes through `Io`, which does the same before it lets anything out.
#[test]
fn the_faces_write_files_and_print_through_their_one_door_only() {
    const WRITES: &[&str] =
        &["write_private", "fs::write", "File::create", "OpenOptions", "fs::copy", "io::copy", "println!", "print!("];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let faces = ["cli", "tui"].contains(&row_of(&path).as_str());
        if !faces
            || text.starts_with("#![cfg(test)]")
            || path.components().any(|c| c.as_os_str() == "tests")
            || name == "tests.rs"
        {
            continue;
        }
        for (line, content) in code(&text) {
            for word in WRITES.iter().filter(|w| content.contains(**w)) {
                wrong.push(format!("{}:{line}: `{word}` goes round Session::write_for", path.display()));
            }
            // The terminal and its sister in spoken lines show the project to whoever works in it: nothing is handed on.
            let shows = name == "terminal.rs" || path.ends_with("tui/plain/mod.rs");
            if content.contains("stdout()") && content.contains("lock()") && name != "io.rs" && !shows {
                wrong.push(format!("{}:{line}: standard output goes round Io", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_map_in_lib_names_every_folder() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    for row in ROWS {
        assert!(map.contains(&format!("[`{row}`]")), "the map in lib.rs does not name `{row}`");
        assert!(map.contains(&format!("pub mod {row};")), "lib.rs does not have `{row}`");
    }
}

#[test]
fn files_can_be_read_in_a_sitting() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|(_, text)| text.lines().count() > 500)
        .map(|(path, text)| format!("{}: {} lines", path.display(), text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn no_unfinished_words() {
    // Put together here so that this file does not find itself.
    let words: Vec<String> =
        ["to-do!", "unimplement-ed!", "db-g!", "FIX-ME", "XX-X", "TO-DO"].iter().map(|w| w.replace('-', "")).collect();
    let mut found = Vec::new();
    for (path, text) in sources() {
        for (n, line) in text.lines().enumerate() {
            for word in words.iter().filter(|w| line.contains(w.as_str())) {
                found.push(format!("{}:{}: {word}", path.display(), n + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// How many crates the program may be built from, all platforms counted. A new one is a decision: raise this with the reason in the commit.
const CRATE_BUDGET: usize = 390;

#[test]
fn the_dependency_budget_holds() {
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    let crates = lock.matches("[[package]]").count();
    assert!(crates <= CRATE_BUDGET, "{crates} crates in Cargo.lock, {CRATE_BUDGET} budgeted");
    // Two of these would be two incompatible types of the same thing.
    for single in ["crossterm", "ratatui", "rusqlite", "quick-xml", "zip", "tantivy", "rust-stemmers"] {
        let count = lock.matches(&format!("name = \"{single}\"\n")).count();
        assert_eq!(count, 1, "{count} versions of {single}");
    }
}
