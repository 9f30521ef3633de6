use crate::id::CodeId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An idea with a name, a place in the tree and a definition.
///
/// The fields of a definition follow MacQueen, McLellan, Kay & Milstein (1998), “Codebook development for team-based qualitative analysis”: short and full
/// definition, when to use, when not to use, example.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Code {
    /// Identity.
    pub id: CodeId,
    /// The code above; `None` at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CodeId>,
    /// Name, unique among the children of its parent.
    pub name: String,
    /// Place among its siblings, counted from 0; ties are broken by id.
    pub position: u32,
    /// One line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub short: String,
    /// The full definition.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// When to use it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub use_when: String,
    /// When not to use it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub not_when: String,
    /// An example.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub example: String,
    /// Colour; inherited from the nearest code above that has one when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
}

/// A colour as red, green, blue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl FromStr for Colour {
    type Err = String;

    /// Reads `#rrggbb` or `#rgb`.
    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("“{text}” is no colour: write it as #rrggbb");
        let digits = text.trim().strip_prefix('#').ok_or_else(fault)?;
        let long: String = match digits.len() {
            3 => digits.chars().flat_map(|c| [c, c]).collect(),
            6 => digits.to_owned(),
            _ => return Err(fault()),
        };
        let part = |i: usize| long.get(i..i + 2).and_then(|d| u8::from_str_radix(d, 16).ok()).ok_or_else(fault);
        Ok(Self(part(0)?, part(2)?, part(4)?))
    }
}

impl Serialize for Colour {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
