//! The report of a whole study: what an appendix of a paper is made from.

mod codebook;
mod method;
mod quotes;
#[cfg(test)]
mod tests;
mod vignettes;

pub use quotes::{Quote, QuotesFormat, write_quotes};
pub use vignettes::{Finding, Progress, check_vignettes, progress, vignette_blocks, vignettes_paper};

use super::paper::{Behind, Block, Paper, table};
use crate::fault::{Fault, Outcome};
use crate::matrix::Table;
use crate::project::{Project, StepHead, Texts};

/// A part of the report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The figures of a method section, in sentences.
    Method,
    /// The cases with their attributes.
    Cases,
    /// The saved matrices.
    Matrices,
    /// The write-ups of cases.
    Vignettes,
    /// The codes with their definitions, counts and one quote each.
    Codebook,
}

impl Part {
    /// All parts in the order in which they stand in a report.
    pub const ALL: [Self; 5] = [Self::Method, Self::Cases, Self::Matrices, Self::Vignettes, Self::Codebook];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Cases => "cases",
            Self::Matrices => "matrices",
            Self::Vignettes => "vignettes",
            Self::Codebook => "codebook",
        }
    }

    /// Reads the word.
    ///
    /// Errors (kind *asked*): a word that means no part.
    pub fn parse(word: &str) -> Outcome<Self> {
        let folded = word.trim().to_lowercase();
        Self::ALL.into_iter().find(|p| p.word() == folded).ok_or_else(|| {
            let all: Vec<&str> = Self::ALL.iter().map(|p| p.word()).collect();
            Fault::asked(format!("“{word}” is no part of the report")).hint(format!("name some of: {}", all.join(", ")))
        })
    }
}

/// What a report is made from.
pub struct Study<'a> {
    /// The study.
    pub project: &'a Project,
    /// Its texts.
    pub texts: &'a dyn Texts,
    /// The log, oldest first.
    pub steps: &'a [StepHead],
    /// The saved matrices, filled in, by name.
    pub tables: Vec<Table>,
}

/// Puts the report together; what there is nothing of is left out.
///
/// Errors: a text that cannot be loaded.
pub fn report(study: Study<'_>, parts: &[Part]) -> Outcome<Paper> {
    let project = study.project;
    let mut blocks = Vec::new();
    let wanted = |part: Part| parts.contains(&part);
    if wanted(Part::Method) {
        blocks.push(Block::Heading(1, "Material and coding".to_owned()));
        blocks.extend(method::sentences(project, study.steps).into_iter().map(Block::text));
        if let Some(table) = method::coders(project) {
            blocks.push(Block::Table(Box::new(table), Behind::Nothing));
        }
    }
    if wanted(Part::Cases) && !project.cases.is_empty() {
        blocks.push(Block::Heading(1, "Cases".to_owned()));
        blocks.push(Block::Table(Box::new(cases(project)), Behind::Nothing));
    }
    if wanted(Part::Matrices) && !study.tables.is_empty() {
        blocks.push(Block::Heading(1, "Matrices".to_owned()));
        blocks.extend(study.tables.into_iter().map(|t| Block::Table(Box::new(t), Behind::Nothing)));
    }
    if wanted(Part::Vignettes) && !project.vignettes.is_empty() {
        blocks.push(Block::Heading(1, "Vignettes".to_owned()));
        blocks.extend(vignettes::all_blocks(project, study.texts, 1));
    }
    if wanted(Part::Codebook) && !project.codebook.is_empty() {
        blocks.push(Block::Heading(1, "Codebook".to_owned()));
        blocks.push(Block::Table(Box::new(codebook::table(project)), Behind::Nothing));
    }
    let title = if project.title.is_empty() { "Report of the study" } else { &project.title };
    Ok(Paper { title: title.to_owned(), blocks })
}

/// The cases with the values of their attributes, the number of their documents and of the codings in these.
fn cases(project: &Project) -> Table {
    let mut attributes = project.attributes_in_order();
    attributes.extend(project.derived_attributes().iter().map(|d| &d.attribute));
    let mut headings = vec!["Case"];
    headings.extend(attributes.iter().map(|a| if a.title.is_empty() { a.name.as_str() } else { a.title.as_str() }));
    headings.push("Documents");
    let mut rows = Vec::new();
    for case in project.cases_by_name() {
        let mut row = vec![case.name.clone()];
        row.extend(attributes.iter().map(|a| project.value(case, a.id).map(ToString::to_string).unwrap_or_default()));
        let mut documents: Vec<_> = project.links_to(case.id).map(|l| l.document).collect();
        documents.sort_unstable();
        documents.dedup();
        row.push(documents.len().to_string());
        rows.push(row);
    }
    let mut numbers: Vec<usize> = vec![headings.len() - 1];
    for (n, attribute) in attributes.iter().enumerate() {
        let number = attribute.kind == crate::case::AttributeKind::Number;
        numbers.extend(number.then_some(n + 1));
    }
    table("", &headings, &numbers, rows)
}
