//! Gathers the sample studies under `corpus/` into the program, so that `casebook sample` works wherever it is installed.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("corpus");
    println!("cargo::rerun-if-changed=corpus");
    let mut files = Vec::new();
    walk(&root, &mut files);
    files.sort();
    let mut table = String::from(
        "/// Path under `corpus/` and bytes of every file of the sample studies.\npub(super) static CORPUS: &[(&str, &[u8])] = &[\n",
    );
    for file in files {
        let inside = file
            .strip_prefix(&root)
            .expect("it was found there")
            .to_str()
            .expect("names in corpus/ are ASCII")
            .replace('\\', "/");
        writeln!(table, "    ({inside:?}, include_bytes!({:?})),", file.to_str().expect("a path in UTF-8"))
            .expect("strings take all");
    }
    table.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("corpus.rs"), table)
        .expect("the output folder is there");
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}
