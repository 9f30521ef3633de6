//! Which codings the margin shows, and how: a choice of the person who looks, that alters nothing in the project.

use super::margin::Seen;
use crate::coding::Coding;
use crate::id::{CodeId, CoderId};
use crate::project::Project;

/// What is to be seen of the codings.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shown {
    /// Whose codings, or with which codes.
    pub who: Who,
    /// How many there are on each row in place of stripes.
    pub density: bool,
    /// What is done to the text.
    pub shade: Shade,
    /// Who looks: while coding is blind, others' codings are hidden from them.
    pub me: String,
}

/// Whose codings are shown, or with which codes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Who {
    /// Everybody's.
    #[default]
    All,
    /// One coder's, by name: whoever begins has no coding yet, and so no record.
    Coder(String),
    /// Those with the codes used last.
    Recent(Vec<CodeId>),
    /// Those with chosen codes.
    Codes(Vec<CodeId>),
}

/// What is done to the words that are coded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shade {
    /// Those of the coding in focus are underlined.
    #[default]
    Focus,
    /// Nothing.
    Nothing,
    /// All are shaded, the more the more codings stand on them.
    Density,
}

impl Shade {
    /// The next one, in words too.
    pub fn next(self) -> (Self, &'static str) {
        match self {
            Self::Focus => (Self::Density, "words are shaded by how many codings stand on them"),
            Self::Density => (Self::Nothing, "words are not marked"),
            Self::Nothing => (Self::Focus, "the words of the coding in focus are underlined"),
        }
    }
}

impl Shown {
    /// The coder whose codings alone are shown; `Some(None)` when that is somebody without any.
    pub fn coder(&self, project: &Project) -> Option<Option<CoderId>> {
        match &self.who {
            Who::Coder(name) => Some(project.coder(name).map(|c| c.id)),
            _ => None,
        }
    }

    /// What is made of a coding. What another coder did is as if it were not there, so that nobody codes after others; what has another code is coded still.
    pub fn sees(&self, coding: &Coding, coder: Option<Option<CoderId>>) -> Seen {
        match (&self.who, coder) {
            (_, Some(only)) if only != Some(coding.coder) => Seen::Hidden,
            (Who::Recent(codes) | Who::Codes(codes), _) if !codes.contains(&coding.code) => Seen::Counted,
            _ => Seen::Shown,
        }
    }

    /// What is left out, in a few words for the header; `None` when everything is shown.
    pub fn words(&self, me: &str) -> Option<String> {
        match &self.who {
            Who::All => None,
            Who::Coder(name) if name == me => Some("mine only".to_owned()),
            Who::Coder(name) => Some(format!("only {name}")),
            Who::Recent(_) => Some("recent codes only".to_owned()),
            Who::Codes(codes) => Some(format!("{} code{} only", codes.len(), if codes.len() == 1 { "" } else { "s" })),
        }
    }
}
