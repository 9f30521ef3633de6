//! For whom something is written, and what may be read in it.
//!
//! For the **team** everything is as it is. For **publication** a [`Clearing`] says under which name every case, document, speaker and coder appears and which
//! passages may be quoted; [`Clearing::table`], [`Clearing::evidence`] and [`study`] make what is to be written; and [`check`] reads the finished file as a
//! stranger would and finds every withheld name that is still in it. The two know nothing of each other on purpose: what the one forgets, the other finds.
//!
//! | of a case | named | anonymous | background |
//! |---|---|---|---|
//! | its name | itself | its alias | withheld |
//! | numbers that it adds to | yes | yes | yes |
//! | values, phrases | yes | yes | withheld |
//! | quotes | yes | with stand-ins for names | withheld |
//!
//! Documents and passages can be closer held than their case: not quoted, told in the analyst's words only, or under an embargo until a day. The strictest of
//! all that stand on a passage counts. A case under an embargo is in the background until that day.

mod check;
mod clearing;
mod manifest;
mod ordinary;
mod readings;
mod roles;
mod sheets;
mod stream;
mod study;
mod suggest;
mod swap;
mod table;
#[cfg(test)]
mod tests;
mod withheld;

pub use check::{Leak, check, check_name, refusal};
pub use clearing::{Clearing, Standing};
pub use study::{Study, study};
pub use suggest::{Preview, Suggestion, aliases, preview, suggest};
pub use withheld::{Secret, Withheld, distinctive_parts};

use crate::case::{Clearance, Terms};

/// What stands where something is withheld.
pub const WITHHELD: &str = "withheld";

/// For whom something is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Audience {
    /// Those who work on the study.
    #[default]
    Team,
    /// Everybody.
    Publication,
}

impl Audience {
    /// The words for it.
    pub const WORDS: [&str; 2] = ["team", "publication"];

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "team" => Some(Self::Team),
            "publication" => Some(Self::Publication),
            _ => None,
        }
    }
}

/// Why words may not be quoted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ban {
    /// How strict it is.
    pub kind: BanKind,
    /// In words that name nobody: `background`, `under an embargo until 2027-01-31`.
    pub why: String,
}

/// How strict a [`Ban`] is, the strictest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum BanKind {
    /// Neither named nor quoted.
    Background,
    /// The same until a day.
    Embargo,
    /// Told in the analyst's words, not quoted.
    Paraphrase,
}

impl Ban {
    /// What terms forbid on a day (ISO 8601).
    pub(super) fn of(terms: &Terms, today: &str) -> Option<Self> {
        if terms.clearance == Some(Clearance::Background) {
            return Some(Self { kind: BanKind::Background, why: "background".to_owned() });
        }
        // As texts: ISO dates of one length sort as they follow one another, and `2027` begins with its first day.
        if let Some(day) = terms.embargo.as_ref().filter(|day| day.as_str() > today) {
            return Some(Self { kind: BanKind::Embargo, why: format!("under an embargo until {day}") });
        }
        terms.paraphrase.then(|| Self { kind: BanKind::Paraphrase, why: "paraphrase only".to_owned() })
    }
}
