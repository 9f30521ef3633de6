use super::arguments::{Arguments, New};
use super::{Io, options};
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use std::path::Path;

pub(super) fn run(arguments: &Arguments, args: &New, io: &mut Io) -> Outcome<u8> {
    let session = make(&args.file, args.title.clone(), arguments)?;
    let path = session.path().display().to_string();
    if io.json {
        io.json(&serde_json::json!({ "project": path, "title": session.project().title }));
    } else {
        io.say(&format!("Made the project {path}"));
        io.note("Next: `casebook import FILE…` brings transcripts in; `casebook` opens the project.");
    }
    Ok(0)
}

/// Makes a project in a file whose name is completed by `.casebook`; the title is the file's name where none is given.
pub(super) fn make(file: &Path, title: Option<String>, arguments: &Arguments) -> Outcome<Session> {
    let mut path = file.to_owned();
    if path.extension().is_none_or(|e| e != "casebook") {
        let mut name = path.file_name().ok_or_else(|| Fault::asked("a project needs a name"))?.to_owned();
        name.push(".casebook");
        path.set_file_name(name);
    }
    let title = title.or_else(|| path.file_stem().map(|s| s.to_string_lossy().into_owned()));
    Session::create(&path, title.as_deref(), options(arguments))
}
