use super::Structure;
use std::collections::BTreeMap;

/// What an importer makes of a file: not yet a document, since it has no identity and no place in a project.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    /// Proposed name: the file's name without its extension.
    pub name: String,
    /// Short name of the format.
    pub format: String,
    /// Normalised text ([`crate::text::normalise`]).
    pub text: String,
    /// What was found in it.
    pub structure: Structure,
    /// ISO 639-1 code or `und`.
    pub language: String,
    /// Front matter and document properties.
    pub properties: BTreeMap<String, String>,
    /// What was odd, with places.
    pub warnings: Vec<Warning>,
}

/// Something odd in a file that was brought in all the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// What is odd.
    pub what: String,
    /// Line of the original file, counted from 1, where it has lines.
    pub line: Option<u32>,
}

impl Warning {
    /// A warning about the whole file.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), line: None }
    }

    /// A warning about one line.
    pub fn at(line: usize, what: impl Into<String>) -> Self {
        Self { what: what.into(), line: u32::try_from(line).ok() }
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

/// How speakers are to be looked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Speakers {
    /// Guess from the text.
    #[default]
    Auto,
    /// There are none: paragraphs.
    None,
    /// Labels of this form: literal text in which `{name}` stands for the speaker's name and `{time}` for a time stamp, matched at the beginning of a
    /// line (`<{name}> `, `{time} {name} -`).
    Pattern(String),
}
