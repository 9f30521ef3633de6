//! Measures Casebook at scale beside named peers, in one run, as ratios.
//!
//! ```text
//! cargo bench --bench scale -- search [--from FOLDER] [--mb 40]     import, index and find beside bare tantivy and ripgrep
//! cargo bench --bench scale -- archive [--from FOLDER] [--mb 500]   five kinds of questions beside ripgrep and FTS5; index, memory, one document more
//!                                      [--at FOLDER] [--kind 0]     kept there for the next run; one kind of question alone
//! cargo bench --bench scale -- project [--codings 100000]           open, count and cross beside pandas
//! cargo bench --bench scale -- cross [--codings 1000000]            count, co-occurrence and crosstab of a million codings beside pandas
//! cargo bench --bench scale -- grid [--codings 1000000]             a matrix of a million codings on the screen: from a key to the finished frame;
//!                                      [--only TABLE] [--at FILE]   one of its tables; in a study that `grid-study FILE` has made
//! cargo bench --bench scale -- screen                               from a key to the finished frame, by length of the document
//! cargo bench --bench scale -- start                                starting the program beside git
//! ```

mod archive;
mod asking;
mod corpus;
mod cross;
mod grid;
mod project;
mod screen;
mod search;
mod start;
mod timing;

use std::path::{Path, PathBuf};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let option = |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1)).cloned();
    let number = |name: &str, default: usize| option(name).and_then(|n| n.parse().ok()).unwrap_or(default);
    match arguments.first().map(String::as_str) {
        Some("search") => search::measure(option("--from").as_deref().map(Path::new), number("--mb", 40)),
        Some("archive") => archive::measure(&archive::Archive {
            source: option("--from").as_deref().map(Path::new),
            megabytes: number("--mb", 500),
            at: option("--at").as_deref().map(Path::new),
            kind: option("--kind").and_then(|n| n.parse().ok()),
        }),
        Some("project") => project::measure(number("--codings", 100_000)),
        Some("cross") => cross::measure(number("--codings", 1_000_000)),
        Some("grid") => grid::measure(
            number("--codings", 1_000_000),
            option("--only").as_deref(),
            option("--at").as_deref().map(Path::new),
        ),
        // A process of its own makes the study, so that its memory is not counted.
        Some("grid-study") => grid::build(Path::new(&arguments[1]), number("--codings", 1_000_000)),
        Some("screen") => screen::measure(),
        Some("start") => start::measure(),
        // `cargo test --benches` and a bare `cargo bench` come here: say what there is instead of taking minutes.
        _ => println!(
            "say what to measure: search, archive, project, cross, grid, screen or start (see the top of benches/scale/main.rs)"
        ),
    }
}

/// A folder for one run, removed when done.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("casebook-bench-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a scratch folder can be made");
        Self(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
