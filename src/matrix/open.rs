use super::cell::Maker;
use super::ground::Mark;
use super::table::Evidence;
use crate::coding::{Coding, Passage};
use crate::fault::Outcome;
use crate::project::place_name;
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

    /// The same with what was looked up before; it has to be of the same texts.
    pub(super) fn knowing(maker: &'m Maker<'g, 'a>, known: &[Evidence]) -> Self {
        let bare = |e: &Evidence| Evidence { codes: Vec::new(), coders: Vec::new(), telling: false, ..e.clone() };
        let seen = known.iter().map(|e| (e.passage, bare(e))).collect();
        Self { maker, seen: RefCell::new(seen) }
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
        let project = self.maker.ground.world.project;
        let mut evidence = self.passage(mark)?;
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
        Ok(evidence)
    }

    /// What is the same whatever the codes.
    fn passage(&self, mark: &Mark) -> Outcome<Evidence> {
        let ground = self.maker.ground;
        let passage = ground.passage(mark);
        if let Some(known) = self.seen.borrow().get(&passage) {
            return Ok(known.clone());
        }
        let content = ground.content(mark.document)?;
        let mut speakers = content.structure.turns_in(mark.span).map(|n| content.structure.speaker_of(n));
        let first = speakers.next().flatten();
        let speaker = first.filter(|_| speakers.all(|s| s == first)).map(str::to_owned);
        let evidence = Evidence {
            passage,
            points: content.text.to_points(mark.span),
            document: ground.documents[mark.document as usize].name.clone(),
            place: place_name(mark.span, &content),
            speaker,
            quote: self.maker.words_of(mark)?,
            codes: Vec::new(),
            coders: Vec::new(),
            telling: false,
        };
        self.seen.borrow_mut().insert(passage, evidence.clone());
        Ok(evidence)
    }
}
