//! Cases: the units of comparison, with typed attributes, clearance, aliases, and links to documents or parts of them; and what may be published of all that.

mod attribute;
mod clearance;
mod link;
mod rule;

pub use attribute::{Attribute, AttributeKind, Value, infer_kind};
pub use clearance::{Clearance, Subject, Terms};
pub use link::{Link, Part};
pub use rule::Rule;

use crate::id::{AttributeId, CaseId};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The unit of comparison: a company, a person, a site.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Case {
    /// Identity.
    pub id: CaseId,
    /// Unique name.
    pub name: String,
    /// The name under which it appears in publications.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// What may be published about it.
    #[serde(default)]
    pub clearance: Clearance,
    /// Values by attribute; an attribute without a value is absent.
    #[serde(default)]
    pub values: BTreeMap<AttributeId, Value>,
}

/// Compares names as people sort them: runs of digits by their number, the rest by folded letters (`2` before `10`, `P9` before `P10`).
pub fn natural(a: &str, b: &str) -> Ordering {
    NaturalKey::new(a).cmp(&NaturalKey::new(b))
}

/// A name taken apart for comparing, so that sorting many does it once for each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NaturalKey {
    pieces: Vec<(u128, String)>,
    name: String,
}

impl NaturalKey {
    /// Takes a name apart.
    pub fn new(name: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = name;
        while !rest.is_empty() {
            let text_len = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
            let (text, tail) = rest.split_at(text_len);
            let digits_len = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
            let (digits, after) = tail.split_at(digits_len);
            pieces.push((0, crate::text::fold(text)));
            if !digits.is_empty() {
                pieces.push((digits.parse().unwrap_or(u128::MAX), String::new()));
            }
            rest = after;
        }
        Self { pieces, name: name.to_owned() }
    }
}

impl Ord for NaturalKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.pieces
            .iter()
            .zip(&other.pieces)
            .map(|(x, y)| x.1.cmp(&y.1).then(x.0.cmp(&y.0)))
            .find(|o| o.is_ne())
            .unwrap_or(Ordering::Equal)
            .then_with(|| self.name.len().cmp(&other.name.len()))
            .then_with(|| self.name.cmp(&other.name))
    }
}

impl PartialOrd for NaturalKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_numbers_sort_as_people_expect() {
        let mut names = ["P10", "p9", "P1", "10", "2", "Åse", "Aro"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["2", "10", "Aro", "Åse", "P1", "p9", "P10"]);
    }
}
