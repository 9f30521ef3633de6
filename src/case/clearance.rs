use crate::text::Points;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What may be published about a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clearance {
    /// May be named.
    Named,
    /// Appears under its alias. The default: a name leaves the team only when somebody has said that it may.
    #[default]
    Anonymous,
    /// Informs counts but is neither named nor quoted.
    Background,
}

impl Clearance {
    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Anonymous => "anonymous",
            Self::Background => "background",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().as_str() {
            "named" | "name" | "public" => Some(Self::Named),
            "" | "anonymous" | "anon" | "alias" => Some(Self::Anonymous),
            "background" => Some(Self::Background),
            _ => None,
        }
    }
}

/// What clearance can be given to besides a case's own: written `case 7`, `document interview-3`, `passage interview-3@120-260` (code points, half-open).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Subject {
    /// A case, by name: what goes beyond its [`Clearance`].
    Case(String),
    /// A document, by name.
    Document(String),
    /// A passage of a document.
    Passage(String, Points),
}

impl Subject {
    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once(' ')?;
        match kind {
            "case" => Some(Self::Case(name.to_owned())),
            "document" => Some(Self::Document(name.to_owned())),
            "passage" => {
                let (document, points) = name.rsplit_once('@')?;
                let (start, end) = points.split_once('-')?;
                Some(Self::Passage(document.to_owned(), Points { start: start.parse().ok()?, end: end.parse().ok()? }))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Case(name) => write!(f, "case {name}"),
            Self::Document(name) => write!(f, "document {name}"),
            Self::Passage(document, p) => write!(f, "passage {document}@{}-{}", p.start, p.end),
        }
    }
}

/// What may be published of a [`Subject`]. Where several stand on the same words, the strictest counts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// For a document or passage: `named` and `anonymous` change nothing, `background` forbids quoting. A case has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clearance: Option<Clearance>,
    /// May be told in the analyst's words, never quoted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub paraphrase: bool,
    /// The day (ISO 8601, `2027-01-31`) before which it is treated as background.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embargo: Option<String>,
    /// Why; shown in the manifest of what was withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Terms {
    /// Reads terms as they are kept (TOML); what cannot be read is the strictest, so that a damaged record never lets words out.
    pub fn parse(text: &str) -> Self {
        let closed = || Self {
            clearance: Some(Clearance::Background),
            why: Some("cannot be read".to_owned()),
            ..Self::default()
        };
        toml::from_str(text).unwrap_or_else(|_| closed())
    }

    /// As they are kept.
    pub fn write(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// Whether they say nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// In words for a list: `background; embargo until 2027-01-31`.
    pub fn words(&self) -> String {
        let mut parts: Vec<String> = self.clearance.iter().map(|c| c.word().to_owned()).collect();
        if self.paraphrase {
            parts.push("paraphrase only".to_owned());
        }
        parts.extend(self.embargo.iter().map(|day| format!("embargo until {day}")));
        parts.extend(self.why.iter().map(|why| format!("({why})")));
        parts.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_and_terms_come_back_as_they_were_written() {
        for text in ["case 7", "document a b@c", "passage inter@view@120-260"] {
            assert_eq!(Subject::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Subject::parse("passage x@1"), None);
        let terms = Terms { paraphrase: true, embargo: Some("2027-01-31".into()), ..Terms::default() };
        assert_eq!(Terms::parse(&terms.write()), terms);
        assert_eq!(Terms::parse("clearance = \"secret\"").clearance, Some(Clearance::Background));
    }
}
