use super::cell::Maker;
use super::ground::{Ground, Mark};
use super::table::Evidence;
use crate::coding::{Coding, Passage};
use crate::document::Content;
use crate::fault::{Fault, Outcome};
use crate::id::CodingId;
use crate::project::{Project, place_name};
use crate::query::World;
use crate::text::word_count;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

/// Looks up what stands behind cells: words, places, speakers, codes and coders. Places are named once a passage, since that means cutting sentences.
pub(super) struct Opener<'m, 'g, 'a> {
    maker: &'m Maker<'g, 'a>,
    seen: RefCell<HashMap<Passage, Evidence>>,
}

impl<'m, 'g, 'a> Opener<'m, 'g, 'a> {
    pub(super) fn new(maker: &'m Maker<'g, 'a>) -> Self {
        Self { maker, seen: RefCell::default() }
    }

    /// The evidence for marks: one entry a mark (`apart`), or one for all marks at the same place.
    pub(super) fn open(&self, marks: &[Mark], apart: bool) -> Outcome<Vec<Evidence>> {
        let ground = self.maker.ground;
        let mut sorted = marks.to_vec();
        sorted.sort_unstable();
        let same = |a: &Mark, b: &Mark| !apart && a.document == b.document && a.span == b.span;
        let mut out = Vec::with_capacity(sorted.len());
        for marks in sorted.chunk_by(same) {
            let mut codings: Vec<&Coding> = marks.iter().flat_map(|m| ground.behind(m)).collect();
            if codings.is_empty() {
                codings = ground.on(&marks[0]);
            }
            out.push(self.entry(&marks[0], &codings)?);
        }
        Ok(out)
    }

    fn entry(&self, mark: &Mark, codings: &[&Coding]) -> Outcome<Evidence> {
        let mut evidence = self.passage(mark)?;
        tell(&mut evidence, self.maker.ground.world.project, codings);
        Ok(evidence)
    }

    /// What is the same whatever the codes.
    fn passage(&self, mark: &Mark) -> Outcome<Evidence> {
        let ground = self.maker.ground;
        let passage = ground.passage(mark);
        if let Some(known) = self.seen.borrow().get(&passage) {
            return Ok(known.clone());
        }
        let name = &ground.documents[mark.document as usize].name;
        let evidence = bare(passage, name, &*ground.content(mark.document)?, self.maker.words_of(mark)?);
        self.seen.borrow_mut().insert(passage, evidence.clone());
        Ok(evidence)
    }
}

/// What is the same whatever the codes.
fn bare(passage: Passage, document: &str, content: &Content, quote: String) -> Evidence {
    let mut speakers = content.structure.turns_in(passage.span).map(|n| content.structure.speaker_of(n));
    let first = speakers.next().flatten();
    Evidence {
        passage,
        points: content.text.to_points(passage.span),
        document: document.to_owned(),
        place: place_name(passage.span, content),
        speaker: first.filter(|_| speakers.all(|s| s == first)).map(str::to_owned),
        quote,
        codes: Vec::new(),
        coders: Vec::new(),
        telling: false,
    }
}

/// Adds whose codings lie there, of which codes.
fn tell(evidence: &mut Evidence, project: &Project, codings: &[&Coding]) {
    for coding in codings {
        let (code, coder) = (project.codebook.path(coding.code), project.coder_name(coding.coder));
        if !evidence.codes.contains(&code) {
            evidence.codes.push(code);
        }
        if !evidence.coders.iter().any(|c| c == coder) {
            evidence.coders.push(coder.to_owned());
        }
        evidence.telling |= coding.telling;
    }
}

/// A passage behind a cell of which no more is known than where it is and which codings put it there: for whoever shows some of many.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The passage.
    pub passage: Passage,
    /// The codings that put it into the cell, as it stands there: none for a passage that is there for its words or place.
    pub behind: Vec<CodingId>,
}

impl Entry {
    /// The entries for marks: one a mark (`apart`), or one for all marks at the same place; in order of documents and places.
    pub(super) fn of(ground: &Ground<'_>, marks: &[Mark], apart: bool) -> Vec<Self> {
        let mut sorted = marks.to_vec();
        sorted.sort_unstable();
        let same = |a: &Mark, b: &Mark| !apart && a.document == b.document && a.span == b.span;
        let entry = |marks: &[Mark]| {
            let behind = marks.iter().flat_map(|mark| ground.behind(mark)).map(|coding| coding.id).collect();
            Self { passage: ground.passage(&marks[0]), behind }
        };
        sorted.chunk_by(same).map(entry).collect()
    }

    /// How many words the passage has; only a passage that is no whole coding takes its document's text.
    ///
    /// Errors: whatever loading the text says.
    pub fn words(&self, world: &World<'_>) -> Outcome<usize> {
        Ok(word_count(&self.quote(world)?))
    }

    fn quote<'w>(&self, world: &World<'w>) -> Outcome<Cow<'w, str>> {
        let codings = self.behind.iter().filter_map(|id| world.project.codings.get(*id));
        if let Some(whole) = codings.into_iter().find(|coding| coding.span == self.passage.span) {
            return Ok(Cow::Borrowed(&whole.quote));
        }
        let Some(document) = world.project.documents.get(&self.passage.document) else { return Ok(Cow::Borrowed("")) };
        let content = world.texts.content(document)?;
        Ok(Cow::Owned(self.passage.span.of(content.text.as_str()).to_owned()))
    }

    /// Looks up everything that is told of the passage.
    ///
    /// Errors: the document is no longer there; whatever loading its text says.
    pub fn open(&self, world: &World<'_>) -> Outcome<Evidence> {
        let project = world.project;
        let document = project.documents.get(&self.passage.document);
        let document = document.ok_or_else(|| Fault::asked("that document is no longer in the project"))?;
        let content = world.texts.content(document)?;
        let mut evidence = bare(self.passage, &document.name, &content, self.quote(world)?.into_owned());
        let mut codings: Vec<&Coding> = self.behind.iter().filter_map(|id| project.codings.get(*id)).collect();
        if codings.is_empty() {
            codings = project.codings.on(self.passage).collect();
        }
        tell(&mut evidence, project, &codings);
        Ok(evidence)
    }
}

impl From<&Evidence> for Entry {
    fn from(evidence: &Evidence) -> Self {
        Self { passage: evidence.passage, behind: Vec::new() }
    }
}
