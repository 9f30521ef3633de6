use super::arguments::{Arguments, Export};
use super::{Io, open};
use crate::exchange::plain;
use crate::fault::{Fault, Outcome};
use crate::session::write_private;
use std::path::{Component, Path};

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
    let files = plain::write(session.project(), &*session, &mut |document| session.original(document))?;
    make_folder(folder)?;
    for file in &files {
        let path = Path::new(&file.path);
        if !path.components().all(|c| matches!(c, Component::Normal(_))) {
            return Err(Fault::bug(format!("a file of the export would stand outside its folder: {}", file.path)));
        }
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            make_folder(parent)?;
        }
        write_private(&target, &file.bytes)?;
    }
    if io.json {
        let names: Vec<&str> = files.iter().map(|f| f.path.as_str()).collect();
        io.json(&serde_json::json!({ "folder": place(), "files": names }));
    } else {
        io.say(&format!("Wrote {} files to {}", files.len(), folder.display()));
    }
    Ok(0)
}

/// Makes a folder that only its owner can enter.
pub(super) fn make_folder(folder: &Path) -> Outcome<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|e| Fault::disk(e.to_string()).at(folder.display().to_string()))
}
