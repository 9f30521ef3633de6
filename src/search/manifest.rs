use crate::document::Document;
use crate::id::DocumentId;
use crate::project::Project;
use crate::query::words;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Changes when the fields or the meaning of the index do.
const VERSION: u32 = 4;

/// Which state of which documents an index holds. It stands in a file of its own, which the payload of the index's commit names with its checksum, so that the
/// two cannot part.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Manifest {
    /// Number and state of each document that is held whole.
    pub held: BTreeMap<DocumentId, (u32, State)>,
    /// What can be said without them.
    pub label: Label,
}

/// What an index says of itself in few words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Label {
    /// The number that the next document gets; numbers are never used again.
    pub next: u32,
    /// The step after which the texts of the project were last altered, when the index holds every one of them as it was then, and no other.
    pub as_of: Option<u64>,
    /// The languages of the documents held.
    pub languages: BTreeSet<String>,
    /// SHA-256 of the file with the documents.
    sum: String,
}

/// A fingerprint of what the index takes from a document: text, structure and language.
pub(super) type State = [u8; 16];

/// The state of a document now: half of it from the text's SHA-256, half from the structure's with the language mixed in. Asked of every document at every
/// search, so it takes what is hashed already.
pub(super) fn state(document: &Document) -> State {
    let half = |sha256: &str| sha256.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0);
    let language = document.language.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(257) + u64::from(byte));
    let mut state = State::default();
    state[..8].copy_from_slice(&half(&document.text).to_be_bytes());
    state[8..].copy_from_slice(&(half(&document.structure) ^ language).to_be_bytes());
    state
}

/// Bytes of one document in the file: its id and its state, at the place of its number; zeros where no document has the number.
const RECORD: usize = 32;

impl Manifest {
    /// The number of a document, if the index holds it as it is now.
    pub fn number_of(&self, document: &Document) -> Option<u32> {
        self.held.get(&document.id).filter(|(_, held)| *held == state(document)).map(|(number, _)| *number)
    }

    /// Notes what follows from the documents held: their languages, and as of which step they are the project's, if they are.
    pub fn settle(&mut self, project: &Project, as_of: Option<u64>) {
        let held = || project.documents.values().filter(|d| self.number_of(d).is_some());
        let languages: BTreeSet<String> = held().map(|d| d.language.clone()).collect();
        let all = held().count() == project.documents.len() && self.held.len() == project.documents.len();
        self.label.as_of = as_of.filter(|_| all);
        self.label.languages = languages;
    }

    /// The file with the documents, and the payload that belongs to it.
    pub fn write(&self) -> (Vec<u8>, String) {
        let mut file = vec![0; self.label.next as usize * RECORD];
        for (id, (number, state)) in &self.held {
            let at = *number as usize * RECORD;
            file[at..at + 16].copy_from_slice(id.0.as_bytes());
            file[at + 16..at + RECORD].copy_from_slice(state);
        }
        let as_of = self.label.as_of.map_or_else(|| "-".to_owned(), |step| step.to_string());
        let languages: Vec<&str> = self.label.languages.iter().map(String::as_str).collect();
        let (sum, languages) = (sum(&file), languages.join(","));
        let payload = format!("casebook {VERSION} {} {} {as_of} {sum} {languages}", words::VERSION, self.label.next);
        (file, payload)
    }

    /// Reads the documents that a label is about; `None` when they are not those it means.
    pub fn read(label: Label, file: &[u8]) -> Option<Self> {
        if file.len() != label.next as usize * RECORD || sum(file) != label.sum {
            return None;
        }
        let held = (0..label.next).filter_map(|number| {
            let id = id_of(file, number)?;
            let at = number as usize * RECORD;
            Some((id, (number, file[at + 16..at + RECORD].try_into().ok()?)))
        });
        Some(Self { held: held.collect(), label })
    }
}

impl Label {
    /// Reads a payload; `None` when it is of another version or none at all.
    pub fn read(payload: &str) -> Option<Self> {
        let parts: Vec<&str> = payload.split(' ').collect();
        let [name, version, analyser, next, as_of, sum, languages] = parts[..] else { return None };
        if name != "casebook" || version.parse() != Ok(VERSION) || analyser.parse() != Ok(words::VERSION) {
            return None;
        }
        Some(Self {
            next: next.parse().ok()?,
            as_of: as_of.parse().ok(),
            languages: languages.split(',').filter(|l| !l.is_empty()).map(str::to_owned).collect(),
            sum: sum.to_owned(),
        })
    }
}

/// The document with a number, after the file alone.
pub(super) fn id_of(file: &[u8], number: u32) -> Option<DocumentId> {
    let at = number as usize * RECORD;
    let id: [u8; 16] = file.get(at..at + 16)?.try_into().ok()?;
    (id != [0; 16]).then(|| DocumentId(Uuid::from_bytes(id)))
}

fn sum(file: &[u8]) -> String {
    Sha256::digest(file).iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_as_it_was_written_and_refuses_others() {
        let mut manifest = Manifest::default();
        manifest.label.next = 7;
        manifest.label.as_of = Some(12);
        manifest.label.languages = ["de", "zh"].map(str::to_owned).into();
        let id = DocumentId(Uuid::from_u128(42));
        manifest.held.insert(id, (3, [9; 16]));
        let (file, payload) = manifest.write();
        let label = Label::read(&payload).unwrap();
        assert_eq!((id_of(&file, 3), id_of(&file, 4), id_of(&file, 7)), (Some(id), None, None));
        let read = Manifest::read(label.clone(), &file).unwrap();
        assert_eq!((read.held, &read.label.languages, read.label.as_of), (manifest.held, &label.languages, Some(12)));
        assert_eq!(Label::read(""), None);
        assert_eq!(Label::read(&payload.replacen(&format!("casebook {VERSION}"), "casebook 0", 1)), None);
        assert_eq!(Manifest::read(label.clone(), &file[32..]), None);
        let mut other = file;
        other[100] ^= 1;
        assert_eq!(Manifest::read(label, &other), None);
    }
}
