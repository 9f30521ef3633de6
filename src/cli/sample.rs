use super::arguments::{Arguments, Sample};
use super::{Io, options};
use crate::exchange::plain::{self, File};
use crate::exchange::{self, ReadOptions};
use crate::fault::{Fault, Outcome};
use crate::session::{Session, data_folder, make_folder, read_file};
use std::path::{Path, PathBuf};

include!(concat!(env!("OUT_DIR"), "/corpus.rs"));

/// The folder under `corpus/` and the project's file name of a sample.
const STUDY: (&str, &str) = ("digital-strategies/", "digital-strategies.casebook");
const PANEL: (&str, &str) = ("panel/", "panel.casebook");

pub(super) fn run(arguments: &Arguments, args: &Sample, io: &mut Io) -> Outcome<u8> {
    let (folder, name) = if args.panel { PANEL } else { STUDY };
    let dir = match &args.dir {
        Some(dir) => dir.clone(),
        None => data_folder()?.join("sample"),
    };
    let file = dir.join(name);
    if !file.exists() {
        build(arguments, folder, &dir, &file, io)?;
    } else if args.dir.is_some() {
        io.note(&format!("{} is there already; nothing was built anew", file.display()));
    }
    if args.no_ui || io.json {
        return advise(&file, args.panel, io).map(|()| 0);
    }
    if !std::io::IsTerminal::is_terminal(&std::io::stdout()) || !io.interactive {
        return advise(&file, args.panel, io).map(|()| 0);
    }
    super::stay(arguments, Session::open(&file, options(arguments))?, None)
}

/// The sample study where it is kept, built when it is not there yet.
pub(super) fn open(arguments: &Arguments) -> Outcome<Session> {
    let (folder, name) = STUDY;
    let dir = data_folder()?.join("sample");
    let file = dir.join(name);
    if !file.exists() {
        build(arguments, folder, &dir, &file, &mut Io::silent())?;
    }
    Session::open(&file, options(arguments))
}

/// Builds a sample under another name and moves it into place, so that a half-built one is never found there.
fn build(arguments: &Arguments, folder: &str, dir: &Path, file: &Path, io: &mut Io) -> Outcome<()> {
    let inside = |path: &str| path.strip_prefix(folder).map(str::to_owned);
    let files: Vec<File> =
        CORPUS.iter().filter_map(|(path, bytes)| Some(File { path: inside(path)?, bytes: bytes.to_vec() })).collect();
    make_folder(dir)?;
    let part = dir.join(format!(".building-{}.casebook", std::process::id()));
    let _ = std::fs::remove_file(&part);
    let built = (|| {
        let mut session = Session::create(&part, None, options(arguments))?;
        bring_in(&mut session, &files, io)
    })();
    let moved = built.and_then(|()| {
        std::fs::rename(&part, file).map_err(|e| Fault::disk(e.to_string()).at(file.display().to_string()))
    });
    if moved.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    moved
}

fn advise(file: &Path, panel: bool, io: &mut Io) -> Outcome<()> {
    if io.json {
        io.json(&serde_json::json!({ "project": file.display().to_string() }));
        return Ok(());
    }
    io.say(&format!("The sample study is {}. Everything in it is invented.", file.display()));
    io.say("Try, in its folder or with --project:");
    let tries: &[&str] = if panel {
        &["casebook", "casebook matrix questions"]
    } else {
        &[
            "casebook                                          look at it in the terminal",
            "casebook find 'platform or \"one record\"' --context 1",
            "casebook codes",
            "casebook matrix strategies-and-backbones",
            "casebook matrix strategies-and-backbones --out table2.xlsx",
            "casebook evidence strategies-and-backbones 7 'Operational Backbone Essence'",
        ]
    };
    tries.iter().for_each(|line| io.say(&format!("  {line}")));
    Ok(())
}

/// Brings a folder in the plain form into a project, as one step.
pub(super) fn bring_in_plain(session: &mut Session, folder: &Path, io: &mut Io) -> Outcome<()> {
    let mut files = Vec::new();
    gather(folder, folder, &mut files, 0)?;
    bring_in(session, &files, io)?;
    super::find::catch_up(session, io)
}

fn bring_in(session: &mut Session, files: &[File], io: &mut Io) -> Outcome<()> {
    let study = plain::read(files, &|name, bytes| exchange::read(name, bytes, &ReadOptions::default()))?;
    for warning in &study.warnings {
        io.note(warning);
    }
    let answer = session.run(study.command())?;
    if io.json {
        return Ok(());
    }
    io.say(&answer.sentence);
    answer.notes.iter().for_each(|note| io.note(note));
    Ok(())
}

/// The files of a folder. Links are not followed: nothing outside the folder is read.
fn gather(root: &Path, folder: &Path, files: &mut Vec<File>, depth: usize) -> Outcome<()> {
    let fault = |e: std::io::Error| Fault::disk(e.to_string()).at(folder.display().to_string());
    if depth > 8 {
        return Err(
            Fault::asked("folders nest too deep for a study in the plain form").at(folder.display().to_string())
        );
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).map_err(fault)?.flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        let kind = std::fs::symlink_metadata(&path).map_err(fault)?.file_type();
        if hidden || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() {
            gather(root, &path, files, depth + 1)?;
        } else if let Some(inside) = path.strip_prefix(root).ok().and_then(Path::to_str) {
            files.push(File { path: inside.replace('\\', "/"), bytes: read_file(&path)?.to_vec() });
        }
    }
    Ok(())
}
