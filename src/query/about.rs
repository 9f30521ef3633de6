use super::{Hit, World, case_parts};
use crate::coding::Passage;
use crate::fault::Outcome;
use crate::id::{CaseId, CodeId, CoderId, DocumentId};
use crate::project::Project;
use crate::text::Span;
use std::collections::BTreeMap;

/// What is known about results: the cases they belong to, the codes and coders on them, who speaks.
pub struct About<'a> {
    world: World<'a>,
    /// For each document the cases, by name, and the parts that belong to each.
    cases: BTreeMap<DocumentId, Vec<(CaseId, Vec<Span>)>>,
}

impl<'a> About<'a> {
    /// Errors: a text that cannot be loaded (only where a case has a part of a document).
    pub fn new(world: &World<'a>) -> Outcome<Self> {
        let mut cases: BTreeMap<DocumentId, Vec<(CaseId, Vec<Span>)>> = BTreeMap::new();
        for case in world.project.cases_by_name() {
            for (document, spans) in case_parts(world.project, world.texts, case.id)? {
                cases.entry(document).or_default().push((case.id, spans));
            }
        }
        Ok(Self { world: *world, cases })
    }

    fn project(&self) -> &'a Project {
        self.world.project
    }

    /// The cases that share something with a passage, by name.
    pub fn cases_of(&self, passage: Passage) -> Vec<CaseId> {
        let parts = self.cases.get(&passage.document).map_or(&[][..], Vec::as_slice);
        let fits = parts.iter().filter(|(_, spans)| spans.iter().any(|s| s.overlaps(passage.span)));
        fits.map(|(case, _)| *case).collect()
    }

    /// The cases of a result: for `unit:case` that case alone.
    pub fn cases(&self, hit: &Hit) -> Vec<CaseId> {
        hit.case.map_or_else(|| self.cases_of(hit.passage), |case| vec![case])
    }

    /// The codes on a result, each once, in the order of the passages.
    pub fn codes(&self, hit: &Hit) -> Vec<CodeId> {
        let mut codes: Vec<CodeId> = Vec::new();
        for coding in self.project().codings.on(hit.passage) {
            if !codes.contains(&coding.code) {
                codes.push(coding.code);
            }
        }
        codes
    }

    /// Who coded something on a result, each once.
    pub fn coders(&self, hit: &Hit) -> Vec<CoderId> {
        let mut coders: Vec<CoderId> = self.project().codings.on(hit.passage).map(|c| c.coder).collect();
        coders.sort_unstable();
        coders.dedup();
        coders
    }

    /// The speakers of the turns that a result touches, each once.
    ///
    /// Errors: a text that cannot be loaded.
    pub fn speakers(&self, hit: &Hit) -> Outcome<Vec<String>> {
        let Some(document) = self.project().documents.get(&hit.passage.document) else { return Ok(Vec::new()) };
        if document.speakers.is_empty() {
            return Ok(Vec::new());
        }
        let content = self.world.texts.content(document)?;
        let mut speakers: Vec<String> = Vec::new();
        for turn in content.structure.turns_in(hit.passage.span) {
            if let Some(name) = content.structure.speaker_of(turn).filter(|name| !speakers.iter().any(|s| s == name)) {
                speakers.push(name.to_owned());
            }
        }
        Ok(speakers)
    }
}
