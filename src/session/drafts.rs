//! Notes that were begun and not kept: a private file for each project, in the folder of the program's own data, so that not even a kill loses them.

use super::{Session, data_folder, write_private};
use crate::fault::{Fault, Outcome};
use crate::id::Stamp;
use crate::memo::About;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A note that was begun.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// Who began it.
    pub coder: String,
    /// What it is about.
    pub about: About,
    /// What stands there.
    pub text: String,
    /// When it was last written.
    pub at: Stamp,
}

/// Where the drafts of a project are kept.
#[derive(Clone, Debug)]
pub struct Drafts {
    file: PathBuf,
    coder: String,
}

/// Writes a note for the editor of whoever works: like a draft it is nobody else's business, and no part of what leaves the project.
///
/// Errors: the disk refuses.
pub fn lend_note(file: &std::path::Path, text: &str) -> Outcome<()> {
    write_private(file, text.as_bytes())
}

impl Session {
    /// The drafts of whoever works; they follow the project's identity, so that a file that is moved keeps them.
    ///
    /// Errors: there is no home folder; the project file cannot be read.
    pub fn drafts(&self) -> Outcome<Drafts> {
        let file = data_folder()?.join("drafts").join(format!("{}.json", self.project_id()?));
        Ok(Drafts { file, coder: self.coder().to_owned() })
    }
}

impl Drafts {
    /// Drafts kept in a file.
    pub fn in_file(file: PathBuf, coder: &str) -> Self {
        Self { file, coder: coder.to_owned() }
    }

    fn all(&self) -> Outcome<Vec<Draft>> {
        let place = || self.file.display().to_string();
        match std::fs::read(&self.file) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|e| Fault::data(format!("the drafts of memos cannot be read: {e}")).at(place())),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(e) => Err(Fault::disk(e.to_string()).at(place())),
        }
    }

    /// Those of this coder, the oldest first.
    ///
    /// Errors: the file cannot be read.
    pub fn load(&self) -> Outcome<Vec<Draft>> {
        let mut mine: Vec<Draft> = self.all()?.into_iter().filter(|d| d.coder == self.coder).collect();
        mine.sort_by_key(|d| d.at);
        Ok(mine)
    }

    /// Keeps a draft, or lets it go with `None`. Drafts that another window keeps stay as they are.
    ///
    /// Errors: the file cannot be read or written; a damaged one is put aside first, so that nothing in it is lost.
    pub fn save(&self, about: About, text: Option<&str>, at: Stamp) -> Outcome<()> {
        let mut all = match self.all() {
            Err(fault) if fault.kind == crate::fault::Kind::Data => {
                let aside = self.file.with_extension(format!("damaged-{}", at.0));
                std::fs::rename(&self.file, aside).map_err(|e| Fault::disk(e.to_string()))?;
                Vec::new()
            }
            all => all?,
        };
        let before = all.len();
        all.retain(|d| d.about != about || d.coder != self.coder);
        match text {
            Some(text) => all.push(Draft { coder: self.coder.clone(), about, text: text.to_owned(), at }),
            None if all.len() == before => return Ok(()),
            None => {}
        }
        if all.is_empty() {
            return std::fs::remove_file(&self.file).map_err(|e| Fault::disk(e.to_string()));
        }
        if let Some(folder) = self.file.parent() {
            std::fs::create_dir_all(folder).map_err(|e| Fault::disk(e.to_string()).at(folder.display().to_string()))?;
        }
        let bytes = serde_json::to_vec_pretty(&all).map_err(|e| Fault::bug(e.to_string()))?;
        write_private(&self.file, &bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{CodeId, DocumentId};
    use uuid::Uuid;

    #[test]
    fn drafts_are_kept_by_coder_and_let_go() {
        let folder = std::env::temp_dir().join(format!("casebook-drafts-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let file = folder.join("deep").join("p.json");
        let (mine, hers) = (Drafts::in_file(file.clone(), "lena"), Drafts::in_file(file.clone(), "jun"));
        let about = |n| About::Document(DocumentId(Uuid::from_u128(n)));
        assert!(mine.load().unwrap().is_empty());
        mine.save(about(1), None, Stamp(0)).unwrap();
        assert!(!file.exists());
        mine.save(about(1), Some("one"), Stamp(2)).unwrap();
        mine.save(About::Code(CodeId(Uuid::from_u128(7))), Some("two\nlines"), Stamp(1)).unwrap();
        hers.save(about(1), Some("hers"), Stamp(3)).unwrap();
        mine.save(about(1), Some("one more"), Stamp(4)).unwrap();
        let texts = |d: &Drafts| d.load().unwrap().into_iter().map(|d| d.text).collect::<Vec<_>>();
        assert_eq!(texts(&mine), ["two\nlines", "one more"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        mine.save(about(1), None, Stamp(5)).unwrap();
        mine.save(About::Code(CodeId(Uuid::from_u128(7))), None, Stamp(5)).unwrap();
        assert_eq!((texts(&mine).len(), texts(&hers)), (0, vec!["hers".to_owned()]));
        std::fs::write(&file, "{half").unwrap();
        assert!(mine.load().is_err());
        mine.save(about(1), Some("again"), Stamp(6)).unwrap();
        assert_eq!(texts(&mine), ["again"]);
        assert_eq!(std::fs::read_to_string(file.with_extension("damaged-6")).unwrap(), "{half");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
