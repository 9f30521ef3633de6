//! Identities and moments: the two things that every record carries.
//!
//! Every record has an id of its own kind, a UUID version 7 (RFC 9562, section 5.7): sortable by time of creation and unique
//! across machines, so that two copies of a project can be merged without renumbering. Nothing in here reads a clock or a
//! random source; the session does that and hands the results down.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// A document of the project.
    DocumentId,
    /// A code of the codebook.
    CodeId,
    /// A case: the unit of comparison.
    CaseId,
    /// An attribute that cases can have a value of.
    AttributeId,
    /// A link from a document, or a part of one, to a case.
    LinkId,
    /// One coding.
    CodingId,
    /// One coder.
    CoderId,
    /// A memo.
    MemoId,
    /// An essence: the phrase in a matrix cell.
    EssenceId,
    /// A matrix saved in the project.
    MatrixId,
    /// A vignette template.
    TemplateId,
    /// The write-up of one case after a template.
    VignetteId,
    /// A named text kept with the project.
    SavedId,
    /// One step of the history.
    StepId,
}

/// A moment in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stamp(pub i64);

/// Hashes an id by taking its last eight bytes: those of a version 7 UUID are random already.
#[derive(Default, Clone, Copy)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }

    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = self.0.rotate_left(23) ^ u64::from_be_bytes(word);
        }
        // The ids of one step count upwards from a random start: spread the lowest bits over all others, since a table looks at both ends.
        self.0 = self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 ^= self.0 >> 32;
    }

    #[inline]
    fn write_usize(&mut self, _length: usize) {}
}

/// A map from ids.
pub type IdMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<IdHasher>>;
/// A set of ids.
pub type IdSet<K> = std::collections::HashSet<K, BuildHasherDefault<IdHasher>>;

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::Hash;

    #[test]
    fn ids_that_follow_one_another_fall_into_different_places() {
        let hash = |n: u128| {
            let mut hasher = IdHasher::default();
            CodingId(Uuid::from_u128((0x0190_1234_5678_7abc << 64) + n)).hash(&mut hasher);
            hasher.finish()
        };
        let low: std::collections::HashSet<u64> = (0..4096).map(|n| hash(n) & 0xffff).collect();
        let high: std::collections::HashSet<u64> = (0..4096).map(|n| hash(n) >> 57).collect();
        assert!(low.len() > 3500, "{} of 4096", low.len());
        assert!(high.len() > 100, "{} of 128", high.len());
    }
}
