//! The pictures in the README: the real screens over the sample study, drawn as SVG. `CASEBOOK_BLESS=1 cargo test --lib the_pictures` draws them anew: look at
//! them, for instance with `chromium --headless --screenshot=x.png docs/pictures/reader.svg`.

mod glyphs;
mod svg;

use super::drive::Drive;
use crate::exchange::plain::{self, File};
use crate::exchange::{self, ReadOptions};
use crate::session::Session;
use crate::tui::app::App;
use crate::tui::look::{Depth, Look};
use std::path::{Path, PathBuf};

/// A picture: its file's name, what it shows, the rows of its screen, and the keys that lead there from the list of documents.
const SCENES: &[(&str, &str, u16, &str)] = &[
    ("documents", "The documents of the sample study, with how much of each is coded.", 26, "j j"),
    (
        "reader",
        "A transcript with its codings in the margin; the held sentence is marked.",
        34,
        "j j enter ) ) ) ) ) j",
    ),
    (
        "picker",
        "Choosing a code for the held sentence: what is typed is also looked for in definitions.",
        34,
        "enter ) j j j j c 'sensor'",
    ),
    ("codebook", "The codebook with counts, and the definition of the chosen code.", 30, "C j j j j j j"),
    (
        "find",
        "Finding: what the query means, what the results fall into, and the passage with its turn.",
        32,
        "F 'customer near/8 data or \"one record\"' enter j",
    ),
    ("matrix", "A matrix of phrases, one case a row, in groups that follow from the coding.", 34, "M G enter j l"),
    ("phrase", "Writing the phrase of a cell beside the passages behind it.", 34, "M G enter j l enter e"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn gather(study: &Path, folder: &Path, files: &mut Vec<File>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(study, &path, files);
        } else {
            let inside = path.strip_prefix(study).unwrap().to_str().unwrap().replace('\\', "/");
            files.push(File { path: inside, bytes: std::fs::read(&path).unwrap() });
        }
    }
}

/// The sample study on a screen of 120 columns.
fn sample() -> Drive {
    let study = root().join("corpus/digital-strategies");
    let mut files = Vec::new();
    gather(&study, &study, &mut files);
    let study = plain::read(&files, &|name, bytes| exchange::read(name, bytes, &ReadOptions::default())).unwrap();
    let mut session = Session::in_memory("lena");
    session.run(study.command()).unwrap();
    let look = Look { depth: Depth::Palette, ..Look::default() };
    let mut drive = Drive { app: App::new(session, look), outside: Vec::new() };
    drive.resize(120, 34);
    drive
}

#[test]
fn the_pictures_in_the_readme_are_those_of_the_screens() {
    let (folder, mut drive) = (root().join("docs/pictures"), sample());
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    for (name, told, rows, keys) in SCENES {
        let session = std::mem::replace(&mut drive.app.session, Session::in_memory("lena"));
        drive.app = App::new(session, drive.app.state.look);
        drive.resize(120, *rows).keys(keys);
        let drawn = svg::svg(&drive.app, told);
        let path = folder.join(format!("{name}.svg"));
        if std::env::var_os("CASEBOOK_BLESS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &drawn).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(drawn == kept, "{name} looks different: CASEBOOK_BLESS=1 draws it anew\n{}", drive.screen());
        assert!(readme.contains(&format!("docs/pictures/{name}.svg")), "the README does not show {name}");
    }
}
