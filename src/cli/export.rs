use super::arguments::{Arguments, Export};
use super::{Io, open};
use crate::exchange::plain;
use crate::fault::{Fault, Outcome};
use crate::report::audience::study;

pub(super) fn run(arguments: &Arguments, args: &Export, io: &mut Io) -> Outcome<u8> {
    let session = open(arguments)?;
    let folder = &args.plain;
    let place = || folder.display().to_string();
    if folder.exists()
        && std::fs::read_dir(folder).map_err(|e| Fault::disk(e.to_string()).at(place()))?.next().is_some()
    {
        return Err(Fault::asked("the folder is not empty")
            .at(place())
            .hint("name a new one: an export never overwrites"));
    }
    let clearing = super::audience::clearing(arguments, &session, io)?;
    let files = if clearing.is_public() {
        let study = study(&clearing, session.project(), &*session)?;
        let text =
            |document: &crate::document::Document| Ok(study.texts[&document.id].text.as_str().as_bytes().to_vec());
        plain::write(&study.project, &study.texts, &mut { text })?
    } else {
        plain::write(session.project(), &*session, &mut |document| session.original(document))?
    };
    let files: Vec<(String, Vec<u8>)> = files.into_iter().map(|f| (f.path, f.bytes)).collect();
    if let Some(manifest) = session.write_folder_for(&clearing, folder, &files)? {
        io.note(&format!("{} says what was withheld and why", manifest.display()));
    }
    super::audience::summary(&clearing, io);
    if io.json {
        let names: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        io.json(&serde_json::json!({ "folder": place(), "files": names }));
    } else {
        io.say(&format!("Wrote {} files to {}", files.len(), folder.display()));
    }
    Ok(0)
}
