//! Results in groups.

use super::Grouping;
use crate::case::natural;
use crate::coding::Passage;
use crate::fault::Outcome;
use crate::id::{CaseId, CodeId, DocumentId, IdMap};
use crate::project::Project;
use crate::query::{Hit, World, case_parts};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What was found.
#[derive(Default)]
pub struct Found {
    /// The results in the order in which they were found.
    pub hits: Vec<Hit>,
    /// How many documents they stand in.
    pub documents: usize,
    /// The rows: a result stands once in every group it belongs to.
    pub rows: Vec<Row>,
    /// The headings of the groups.
    pub groups: Vec<Group>,
}

/// One row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// Which result.
    pub hit: u32,
    /// Which group.
    pub group: u32,
}

/// A heading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its words; empty where nothing is grouped.
    pub title: String,
    /// Rows under it.
    pub count: usize,
}

/// For each document the parts of it that belong to each case.
pub type Parts = IdMap<DocumentId, Vec<(CaseId, Vec<Span>)>>;

/// Looks up which parts of documents belong to which cases.
pub fn parts(world: &World<'_>) -> Outcome<Parts> {
    let mut out = Parts::default();
    for case in world.project.cases.values() {
        for (document, spans) in case_parts(world.project, world.texts, case.id)? {
            out.entry(document).or_default().push((case.id, spans));
        }
    }
    Ok(out)
}

/// The cases that a passage belongs to.
pub fn cases_of(passage: Passage, parts: &Parts) -> impl Iterator<Item = CaseId> {
    let all = parts.get(&passage.document).map_or(&[][..], Vec::as_slice);
    all.iter().filter(move |(_, spans)| spans.iter().any(|s| s.overlaps(passage.span))).map(|(case, _)| *case)
}

impl Found {
    /// Takes results in and puts them in groups.
    pub fn new(hits: Vec<Hit>, by: Grouping, of: Option<CodeId>, parts: &Parts, project: &Project) -> Self {
        let documents = hits.iter().map(|h| h.passage.document).collect::<BTreeSet<_>>().len();
        let mut found = Self { hits, documents, ..Self::default() };
        found.arrange(by, of, parts, project);
        found
    }

    /// Puts the results in groups anew.
    pub fn arrange(&mut self, by: Grouping, of: Option<CodeId>, parts: &Parts, project: &Project) {
        let grouped = match by {
            Grouping::None => vec![(String::new(), (0..self.hits.len() as u32).collect())],
            Grouping::Document => self.by_document(project),
            Grouping::Case => self.by_case(parts, project),
            Grouping::Code => self.by_code(of, project),
        };
        self.rows.clear();
        self.groups.clear();
        for (title, hits) in grouped.into_iter().filter(|(_, hits)| !hits.is_empty()) {
            let group = self.groups.len() as u32;
            self.groups.push(Group { title, count: hits.len() });
            self.rows.extend(hits.into_iter().map(|hit| Row { hit, group }));
        }
    }

    fn by_document(&self, project: &Project) -> Vec<(String, Vec<u32>)> {
        let mut place: IdMap<DocumentId, usize> = IdMap::default();
        let mut out: Vec<(String, Vec<u32>)> = Vec::new();
        for (n, hit) in self.hits.iter().enumerate() {
            let at = *place.entry(hit.passage.document).or_insert_with(|| {
                let name = project.documents.get(&hit.passage.document).map_or("?", |d| d.name.as_str());
                out.push((name.to_owned(), Vec::new()));
                out.len() - 1
            });
            out[at].1.push(n as u32);
        }
        out
    }

    fn by_case(&self, parts: &Parts, project: &Project) -> Vec<(String, Vec<u32>)> {
        let mut of_case: BTreeMap<CaseId, Vec<u32>> = BTreeMap::new();
        let mut none = Vec::new();
        for (n, hit) in self.hits.iter().enumerate() {
            let mut any = false;
            let own = hit.case.into_iter().chain(cases_of(hit.passage, parts).filter(|_| hit.case.is_none()));
            for case in own {
                of_case.entry(case).or_default().push(n as u32);
                any = true;
            }
            if !any {
                none.push(n as u32);
            }
        }
        let name = |case: &CaseId| project.cases.get(case).map_or_else(String::new, |c| c.name.clone());
        let mut out: Vec<(String, Vec<u32>)> = of_case.into_iter().map(|(case, hits)| (name(&case), hits)).collect();
        out.sort_by(|a, b| natural(&a.0, &b.0));
        out.push(("in no case".to_owned(), none));
        out
    }

    fn by_code(&self, of: Option<CodeId>, project: &Project) -> Vec<(String, Vec<u32>)> {
        let family = of.map(|code| project.codebook.family(code));
        let wanted = |code: &CodeId| family.as_ref().is_none_or(|f| f.contains(code));
        let mut of_code: IdMap<CodeId, Vec<u32>> = IdMap::default();
        let mut none = Vec::new();
        for (n, hit) in self.hits.iter().enumerate() {
            let codes: BTreeSet<CodeId> = project.codings.on(hit.passage).map(|c| c.code).filter(wanted).collect();
            if codes.is_empty() {
                none.push(n as u32);
            }
            codes.into_iter().for_each(|code| of_code.entry(code).or_default().push(n as u32));
        }
        let mut out: Vec<(String, Vec<u32>)> = project
            .codebook
            .tree()
            .into_iter()
            .filter_map(|(_, code)| of_code.remove(&code.id).map(|hits| (project.codebook.path(code.id), hits)))
            .collect();
        out.push(("without a code".to_owned(), none));
        out
    }

    /// The row of a passage, or of the first one after it in reading order; the last row when there is none.
    pub fn row_near(&self, passage: Passage) -> usize {
        let at = |row: &Row| self.hits[row.hit as usize].passage;
        let exact = self.rows.iter().position(|r| at(r) == passage);
        let near = || self.rows.iter().position(|r| at(r).document == passage.document && at(r) > passage);
        exact.or_else(near).unwrap_or(self.rows.len().saturating_sub(1))
    }
}
