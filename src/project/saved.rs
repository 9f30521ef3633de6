use super::Project;
use crate::id::{SavedId, Stamp};
use serde::{Deserialize, Serialize};

/// A named text kept with the study: what is worth keeping and is none of the study's records.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Saved {
    /// Identity.
    pub id: SavedId,
    /// What the text is.
    pub kind: SavedKind,
    /// Name, unique among those of its kind without regard to case.
    pub name: String,
    /// The text, after the rules of its kind.
    pub text: String,
    /// When it was last saved.
    pub at: Stamp,
}

/// What a [`Saved`] text is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SavedKind {
    /// A query by name.
    Query,
    /// An attribute of cases that follows from the coding: its expression.
    Derived,
    /// What stands in for a name in what is published: the name here is the name withheld.
    Replacement,
    /// A named point of the history: the number of a step.
    Point,
    /// Something that somebody has to look at before it counts as settled.
    Review,
    /// What may be published of a document, a passage, or a case beyond its clearance; the name says of which ([`crate::case::Subject`]).
    Clearance,
    /// Which documents a coder is done with, or that coding is blind ([`Project::is_blind`]).
    Pass,
}

impl SavedKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Query, Self::Derived, Self::Replacement, Self::Point, Self::Review, Self::Clearance, Self::Pass];

    /// The word for it in files and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Derived => "derived",
            Self::Replacement => "replacement",
            Self::Point => "point",
            Self::Review => "review",
            Self::Clearance => "clearance",
            Self::Pass => "pass",
        }
    }

    /// The kind with this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }

    /// What a sentence calls it.
    pub(super) fn called(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Derived => "derived attribute",
            Self::Replacement => "replacement",
            Self::Point => "point of the history",
            Self::Review => "entry to be reviewed",
            Self::Clearance => "clearance",
            Self::Pass => "pass",
        }
    }
}

impl Project {
    /// The saved texts of a kind, by name.
    pub fn saved_of(&self, kind: SavedKind) -> Vec<&Saved> {
        let mut all: Vec<&Saved> = self.saved.values().filter(|s| s.kind == kind).collect();
        all.sort_by(|a, b| crate::case::natural(&a.name, &b.name).then(a.id.cmp(&b.id)));
        all
    }

    /// The saved text of a kind with this name, compared without case.
    pub fn saved_named(&self, kind: SavedKind, name: &str) -> Option<&Saved> {
        let wanted = name.trim().to_lowercase();
        self.saved.values().find(|s| s.kind == kind && s.name.to_lowercase() == wanted)
    }
}
