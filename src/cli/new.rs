use super::arguments::{Arguments, New};
use super::{Io, options};
use crate::fault::{Fault, Outcome};
use crate::session::Session;

pub(super) fn run(arguments: &Arguments, args: &New, io: &mut Io) -> Outcome<u8> {
    let mut path = args.file.clone();
    if path.extension().is_none_or(|e| e != "casebook") {
        let name = path.file_name().ok_or_else(|| Fault::asked("a project needs a name"))?.to_owned();
        let mut name = name;
        name.push(".casebook");
        path.set_file_name(name);
    }
    let title = args.title.clone().or_else(|| path.file_stem().map(|s| s.to_string_lossy().into_owned()));
    let session = Session::create(&path, title.as_deref(), options(arguments))?;
    if io.json {
        io.json(&serde_json::json!({ "project": path.display().to_string(), "title": session.project().title }));
    } else {
        io.say(&format!("Made the project {}", path.display()));
        io.note("Next: `casebook import FILE…` brings transcripts in; `casebook` opens the project.");
    }
    Ok(0)
}
