//! The one door through which anything for others is written.

use super::{Session, write_private};
use crate::fault::{Fault, Outcome};
use crate::report::audience::{Audience, Clearing, check, check_name, refusal};
use std::path::{Component, Path, PathBuf};

impl Session {
    /// The day (UTC, ISO 8601), which decides about embargoes.
    pub fn today(&self) -> String {
        let moment = jiff::Timestamp::from_millisecond(self.now().0).unwrap_or_default();
        moment.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d").to_string()
    }

    /// What may leave the project for an audience today.
    ///
    /// Errors: see [`Clearing::publication`].
    pub fn clearing(&self, audience: Audience) -> Outcome<Clearing> {
        match audience {
            Audience::Team => Ok(Clearing::team()),
            // Names and rules that were not loaded would be let through.
            Audience::Publication if self.part => {
                Err(Fault::bug("what is withheld cannot be told from a part of the project"))
            }
            Audience::Publication => Clearing::publication(self.project(), self, &self.today()),
        }
    }

    /// Writes a file for an audience: whole or not at all, readable by its owner only. For publication the finished bytes are searched for every withheld name
    /// first, and a manifest of what was withheld is written beside the file; its path is the answer.
    ///
    /// Errors: a withheld name can still be read (kind *data*, with the places; nothing is written then); the file cannot be searched or written.
    pub fn write_for(&self, clearing: &Clearing, file: &Path, bytes: &[u8]) -> Outcome<Option<PathBuf>> {
        if !clearing.is_public() {
            return write_private(file, bytes).map(|()| None);
        }
        let place = file.display().to_string();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ending = file.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        let mut leaks = check_name(&name, clearing.withheld());
        leaks.extend(check(bytes, &ending, clearing.withheld()).map_err(|f| f.at(&place))?);
        if !leaks.is_empty() {
            return Err(refusal(&place, &leaks));
        }
        write_private(file, bytes)?;
        self.write_manifest(clearing, file, &name).map(Some)
    }

    /// Writes a folder for an audience, as [`Session::write_for`] does a file: all of it is searched before anything of it is written.
    ///
    /// Errors: likewise; and a path that would lead out of the folder.
    pub fn write_folder_for(
        &self,
        clearing: &Clearing,
        folder: &Path,
        files: &[(String, Vec<u8>)],
    ) -> Outcome<Option<PathBuf>> {
        let mut leaks = Vec::new();
        for (path, bytes) in files {
            let inside = Path::new(path);
            if !inside.components().all(|c| matches!(c, Component::Normal(_))) {
                return Err(Fault::bug(format!("a file of the export would stand outside its folder: {path}")));
            }
            if clearing.is_public() {
                let ending = inside.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
                // Files such as `.gitattributes` are plain text.
                let ending = if path.starts_with('.') { String::new() } else { ending };
                let mut found = check_name(path, clearing.withheld());
                found.extend(check(bytes, &ending, clearing.withheld()).map_err(|f| f.at(path))?);
                found.iter_mut().for_each(|l| l.place = format!("{path}, {}", l.place));
                leaks.extend(found);
            }
        }
        if !leaks.is_empty() {
            return Err(refusal(&folder.display().to_string(), &leaks));
        }
        make_folder(folder)?;
        for (path, bytes) in files {
            let target = folder.join(path);
            target.parent().map_or(Ok(()), make_folder)?;
            write_private(&target, bytes)?;
        }
        if !clearing.is_public() {
            return Ok(None);
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.write_manifest(clearing, folder, &name).map(Some)
    }

    fn write_manifest(&self, clearing: &Clearing, file: &Path, name: &str) -> Outcome<PathBuf> {
        let manifest = file.with_file_name(format!("{name}.withheld.txt"));
        write_private(&manifest, clearing.manifest(name, &self.today()).as_bytes())?;
        Ok(manifest)
    }
}

/// Makes a folder that only its owner can enter.
pub fn make_folder(folder: &Path) -> Outcome<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|e| Fault::disk(e.to_string()).at(folder.display().to_string()))
}
