//! The displays of the literature, each as a specification in `codebooks/displays` and built from a sample study. The tables are kept in `docs/displays.md`;
//! `CASEBOOK_BLESS=1 cargo test the_displays` writes them anew: look at the difference.

use crate::sample::{World, brought_in};
use casebook::matrix::{Spec, State, Table, compute};
use casebook::query::{self, Scan};
use casebook::report::picture::{Picture, heat, scatter, svg};
use casebook::report::{Format, write};
use std::fs;
use std::path::{Path, PathBuf};

fn specs() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("codebooks/displays");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.sort();
    files
        .iter()
        .map(|f| (f.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(f).unwrap()))
        .collect()
}

fn table(world: &World, name: &str, spec: &str) -> Table {
    let scan = Scan { project: &world.project, texts: world };
    let spec = Spec::parse(spec).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let asked = query::World { project: &world.project, texts: world, words: &scan };
    compute(&spec, &asked).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

/// The displays that are pictures, or have one.
fn drawn(name: &str, table: &Table) -> Option<Picture> {
    match name {
        "16-scatterplot" => Some(scatter(table).unwrap()),
        "19-case-by-code-matrix" => Some(heat(table).unwrap()),
        _ => None,
    }
}

/// What the comments at the top of a specification say of it.
fn about(spec: &str) -> String {
    let lines = spec.lines().take_while(|l| l.starts_with('#')).map(|l| l.trim_start_matches('#').trim());
    lines.filter(|l| !l.starts_with("study:")).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_displays_of_the_literature() {
    let worlds = ["digital-strategies", "panel"].map(|name| (name, brought_in(name)));
    let mut page = String::from(
        "# Displays\n\nThe cross-case displays of the literature (Miles, Huberman & Saldaña; Ritchie & Spencer; Eisenhardt; Yin), each built from a sample study by the\n\
         specification of its name in `codebooks/displays`. Run one with `casebook matrix codebooks/displays/20-crosstab.toml`. The studies are invented.\n",
    );
    for (name, spec) in specs() {
        let study = if spec.contains("# study: panel") { "panel" } else { "digital-strategies" };
        let world = &worlds.iter().find(|(known, _)| *known == study).unwrap().1;
        let table = table(world, &name, &spec);
        assert!(!table.rows.is_empty() && !table.columns.is_empty(), "{name} is empty");
        let said = table.cells().filter(|(_, _, cell)| !matches!(cell.state, State::NotCoded | State::None)).count();
        assert!(said > 0, "{name} says nothing");
        assert_eq!(table.transpose().transpose(), table, "{name}");
        let markdown = String::from_utf8(write(&table, Format::Markdown).unwrap()).unwrap();
        let rest = markdown.split_once('\n').unwrap().1.trim();
        page.push_str(&format!("\n## {name}: {}\n\n{}\n\n{rest}\n", table.title, about(&spec)));
        if let Some(drawn) = drawn(&name, &table) {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/pictures/{name}.svg"));
            if std::env::var_os("CASEBOOK_BLESS").is_some() {
                fs::write(&file, svg(&drawn)).unwrap();
            }
            assert_eq!(fs::read_to_string(&file).unwrap_or_default(), svg(&drawn), "docs/pictures/{name}.svg");
            page.push_str(&format!("\n![{}](pictures/{name}.svg)\n", drawn.description));
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/displays.md");
    if std::env::var_os("CASEBOOK_BLESS").is_some() {
        fs::write(&file, &page).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let different = page.lines().zip(kept.lines()).find(|(now, then)| now != then);
    assert_eq!(different, None, "the first line that differs, now and in docs/displays.md");
    assert_eq!(page.lines().count(), kept.lines().count());
}
