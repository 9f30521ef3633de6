use crate::document::Document;
use crate::id::DocumentId;
use crate::query::words;
use std::collections::BTreeMap;
use std::fmt::Write;
use uuid::Uuid;

/// Changes when the fields or the meaning of the index do.
const VERSION: u32 = 2;

/// Which state of which documents an index holds. It is kept as the payload of the index's own commit, so that the two cannot part.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Manifest {
    /// Number and state of each document that is held whole.
    pub held: BTreeMap<DocumentId, (u32, State)>,
    /// The number that the next document gets; numbers are never used again.
    pub next: u32,
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

impl Manifest {
    /// The number of a document, if the index holds it as it is now.
    pub fn number_of(&self, document: &Document) -> Option<u32> {
        self.held.get(&document.id).filter(|(_, held)| *held == state(document)).map(|(number, _)| *number)
    }

    /// As text: a line of versions, then a line a document.
    pub fn write(&self) -> String {
        let mut out = format!("casebook {VERSION} {} {}", words::VERSION, self.next);
        for (id, (number, state)) in &self.held {
            let state = u128::from_be_bytes(*state);
            // Writing to a string cannot fail.
            let _ = write!(out, "\n{number} {:032x} {state:032x}", id.0.as_u128());
        }
        out
    }

    /// Reads it again; `None` when it is of another version or no manifest at all.
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let head: Vec<&str> = lines.next()?.split(' ').collect();
        let [name, version, analyser, next] = head[..] else { return None };
        if name != "casebook" || version.parse() != Ok(VERSION) || analyser.parse() != Ok(words::VERSION) {
            return None;
        }
        let mut manifest = Self { held: BTreeMap::new(), next: next.parse().ok()? };
        for line in lines {
            let (number, rest) = line.split_once(' ')?;
            let (id, state) = rest.split_once(' ')?;
            let id = DocumentId(Uuid::from_u128(u128::from_str_radix(id, 16).ok()?));
            let state = u128::from_str_radix(state, 16).ok()?.to_be_bytes();
            manifest.held.insert(id, (number.parse().ok()?, state));
        }
        Some(manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_as_it_was_written_and_refuses_others() {
        let mut manifest = Manifest { next: 7, ..Manifest::default() };
        manifest.held.insert(DocumentId(Uuid::from_u128(42)), (3, [9; 16]));
        let text = manifest.write();
        assert_eq!(Manifest::read(&text), Some(manifest));
        assert_eq!(Manifest::read(""), None);
        let other = text.replacen(&format!("casebook {VERSION}"), "casebook 0", 1);
        assert_eq!(Manifest::read(&other), None);
        assert_eq!(Manifest::read(&text[..text.len() - 40]), None);
    }
}
