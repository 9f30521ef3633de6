//! The study as one value, and the only ways to alter it.
//!
//! Every alteration is a [`Change`] that holds what was and what is now; changes are grouped in a [`Step`], named, dated and signed, in an append-only log.
//! A [`Command`] says what a person wants; [`plan`] turns it into changes without touching anything; [`Project::apply`] carries them out and refuses any that
//! does not fit what is there. Undo applies the inverses, in a step of its own.

mod account;
mod change;
mod check;
mod derived;
mod link;
mod passes;
mod place;
mod plan;
mod saved;
mod step;

pub use account::{Account, Did};
pub use change::{Change, Edit};
pub use check::{check, check_content};
pub use derived::{Derived, DerivedAttribute, DerivedCell};
pub use link::passage;
pub use place::{Place, place_name, resolve};
pub use plan::{
    CaseRow, CodeFields, CodeRow, CodeSpec, CodingRow, Command, Context, CsvCases, DocumentRow, EssenceRow,
    EssenceTarget, LinkPart, LinkRow, MatrixRow, MemoRow, Named, NewDocument, PartRow, PassageRow, Plan, Prepared,
    Removal, Review, Reviewed, SavedRow, Staged, StudyRows, Uncode, VignetteRow, count, plan, sha256,
};
pub use saved::{Saved, SavedKind};
pub use step::{History, Step, StepHead, StepKind};

use crate::case::{Attribute, Case, Link};
use crate::codebook::Codebook;
use crate::coding::Codings;
use crate::document::{Content, Document};
use crate::fault::{Fault, Outcome};
use crate::id::{
    AttributeId, CaseId, CoderId, DocumentId, EssenceId, LinkId, MatrixId, MemoId, SavedId, Stamp, TemplateId,
    VignetteId,
};
use crate::memo::{Essence, Memo, Template, Vignette};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything of a study but the texts, which are loaded when needed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Project {
    /// Title of the study.
    pub title: String,
    /// Who codes.
    pub coders: BTreeMap<CoderId, Coder>,
    /// What was brought in, in order of arrival.
    pub documents: BTreeMap<DocumentId, Document>,
    /// The codes.
    pub codebook: Codebook,
    /// Properties of cases.
    pub attributes: BTreeMap<AttributeId, Attribute>,
    /// The units of comparison.
    pub cases: BTreeMap<CaseId, Case>,
    /// Which documents belong to which cases.
    pub links: BTreeMap<LinkId, Link>,
    /// The codings.
    pub codings: Codings,
    /// Notes.
    pub memos: BTreeMap<MemoId, Memo>,
    /// Phrases in matrix cells.
    pub essences: BTreeMap<EssenceId, Essence>,
    /// Saved matrix specifications.
    pub matrices: BTreeMap<MatrixId, SavedMatrix>,
    /// Vignette templates.
    pub templates: BTreeMap<TemplateId, Template>,
    /// Write-ups.
    pub vignettes: BTreeMap<VignetteId, Vignette>,
    /// Named texts: queries, derived attributes, replacements, points of the history.
    pub saved: BTreeMap<SavedId, Saved>,
    /// What derived attributes come to; see [`Project::settle`].
    pub derived: DerivedCell,
}

/// Somebody who codes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Coder {
    /// Identity.
    pub id: CoderId,
    /// Unique name.
    pub name: String,
}

/// A matrix kept in the project.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SavedMatrix {
    /// Identity.
    pub id: MatrixId,
    /// Unique name.
    pub name: String,
    /// Its specification as TOML.
    pub spec: String,
    /// When it was last saved.
    pub at: Stamp,
}

/// Where the texts come from. The session keeps the ones that were loaded lately; tests keep them in a map.
pub trait Texts {
    /// The text and structure of a document.
    fn content(&self, document: &Document) -> Outcome<Arc<Content>>;

    /// When a step of the history was made, by its number; `None` where there is no such step, or no history at hand.
    fn made(&self, _step: u64) -> Option<Stamp> {
        None
    }

    /// When a moment of the calendar was: in UTC, unless somebody is asked who knows the time zone.
    fn begins(&self, moment: jiff::civil::DateTime) -> Option<Stamp> {
        let moment = moment.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Stamp(moment.timestamp().as_millisecond()))
    }
}

impl Texts for std::collections::HashMap<DocumentId, Arc<Content>> {
    fn content(&self, document: &Document) -> Outcome<Arc<Content>> {
        self.get(&document.id).cloned().ok_or_else(|| Fault::bug(format!("no text of “{}” at hand", document.name)))
    }
}

impl Project {
    /// The document a person means: by its exact name, or by the beginning or a part of it where that is clear.
    pub fn document(&self, name: &str) -> Outcome<&Document> {
        by_name("document", name, self.documents.values().map(|d| (d.name.as_str(), d)))
    }

    /// The case a person means, by name or alias.
    pub fn case(&self, name: &str) -> Outcome<&Case> {
        let names = self.cases.values().map(|c| (c.name.as_str(), c));
        by_name("case", name, names).or_else(|fault| {
            let folded = name.trim().to_lowercase();
            let alias = self.cases.values().find(|c| c.alias.as_ref().is_some_and(|a| a.to_lowercase() == folded));
            alias.ok_or(fault)
        })
    }

    /// The attribute with this name.
    pub fn attribute(&self, name: &str) -> Outcome<&Attribute> {
        by_name("attribute", name, self.all_attributes().map(|a| (a.name.as_str(), a)))
    }

    /// The saved matrix with this name.
    pub fn matrix(&self, name: &str) -> Outcome<&SavedMatrix> {
        by_name("matrix", name, self.matrices.values().map(|m| (m.name.as_str(), m)))
    }

    /// The coder with exactly this name, compared without case.
    pub fn coder(&self, name: &str) -> Option<&Coder> {
        let wanted = name.to_lowercase();
        self.coders.values().find(|c| c.name.to_lowercase() == wanted)
    }

    /// Name of a coder, for showing.
    pub fn coder_name(&self, id: CoderId) -> &str {
        self.coders.get(&id).map_or("?", |c| c.name.as_str())
    }

    /// Cases in the order people sort their names.
    pub fn cases_by_name(&self) -> Vec<&Case> {
        let mut cases: Vec<&Case> = self.cases.values().collect();
        cases.sort_by_cached_key(|case| crate::case::NaturalKey::new(&case.name));
        cases
    }

    /// Attributes in their order.
    pub fn attributes_in_order(&self) -> Vec<&Attribute> {
        let mut attributes: Vec<&Attribute> = self.attributes.values().collect();
        attributes.sort_by_key(|a| (a.position, a.id));
        attributes
    }

    /// The links of a document, in order of creation.
    pub fn links_of(&self, document: DocumentId) -> impl Iterator<Item = &Link> {
        self.links.values().filter(move |l| l.document == document)
    }

    /// The links of a case, in order of creation.
    pub fn links_to(&self, case: CaseId) -> impl Iterator<Item = &Link> {
        self.links.values().filter(move |l| l.case == case)
    }
}

/// Finds one thing by name: exact, then without case, then by a unique beginning, then by a unique part.
fn by_name<'a, T>(what: &str, name: &str, all: impl Iterator<Item = (&'a str, T)> + Clone) -> Outcome<T> {
    let name = name.trim();
    let folded = name.to_lowercase();
    if let Some((_, one)) = all.clone().find(|(n, _)| *n == name) {
        return Ok(one);
    }
    let tests: [&dyn Fn(&str) -> bool; 3] = [&|n| n == folded, &|n| n.starts_with(&folded), &|n| n.contains(&folded)];
    for test in tests {
        let mut fits: Vec<(&str, T)> =
            if folded.is_empty() { Vec::new() } else { all.clone().filter(|(n, _)| test(&n.to_lowercase())).collect() };
        match fits.len() {
            0 => {}
            1 => return Ok(fits.remove(0).1),
            _ => {
                let mut names: Vec<String> = fits.iter().map(|(n, _)| format!("“{n}”")).collect();
                names.sort_by(|a, b| crate::case::natural(a, b));
                if names.len() > 6 {
                    let more = names.len() - 6;
                    names.truncate(6);
                    names.push(format!("{more} more"));
                }
                let fits = fits.len();
                return Err(Fault::asked(format!("“{name}” fits {fits} {what}s"))
                    .hint(format!("say which: {}", names.join(", "))));
            }
        }
    }
    Err(Fault::unknown(what, name, &[]).hint(format!("`casebook {}` lists them", plural(what))))
}

fn plural(what: &str) -> &str {
    match what {
        "document" => "documents",
        "matrix" => "matrices",
        "attribute" => "attributes",
        _ => "cases",
    }
}
