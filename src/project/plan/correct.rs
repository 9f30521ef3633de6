//! Corrections of a text after it was coded: everything that stands in it is carried over, and whatever could not be carried for sure waits to be looked at.

use super::{Planner, count, sha256};
use crate::case::{Link, Part};
use crate::coding::{Coding, Passage, context_hash};
use crate::document::{Content, Document, Structure};
use crate::fault::{Fault, Outcome};
use crate::id::DocumentId;
use crate::memo::{About, Essence, Memo};
use crate::project::{Change, Edit, Saved, SavedKind, Staged};
use crate::text::{Carried, Carry, Points, Span, Text};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Something that a correction could not carry over for sure: the text of a [`SavedKind::Review`], as JSON.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Review {
    /// Name of the document, as it was then.
    pub document: String,
    /// What it is: `coding`, `memo`, `link` or `phrase`.
    pub what: String,
    /// Path of the code, name of the case, or first words of the memo.
    pub of: String,
    /// Name of the coder of a coding.
    pub coder: String,
    /// The words it stood on.
    pub quote: String,
    /// Where they were, in code points of the text before.
    pub was: Points,
    /// Where it is now, in code points; `None` when its words are gone, and it with them.
    pub now: Option<Points>,
    /// How sure the new place is, from 0 to 1.
    pub confidence: f32,
    /// The coding that was moved, or the one that waits to be placed.
    pub coding: Option<Coding>,
}

/// What is to become of something that waits to be looked at.
#[derive(Clone, PartialEq, Debug)]
pub enum Reviewed {
    /// It is right where it is, or rightly gone.
    Right,
    /// It belongs here.
    Place(Passage),
    /// It belongs nowhere.
    Drop,
}

/// How things fared.
#[derive(Default)]
struct Tally {
    sure: usize,
    unsure: usize,
    gone: usize,
    reviews: Vec<Review>,
}

impl Planner<'_, '_> {
    /// Gives a document a corrected text. Codings, memos, parts of cases and evidence go with their words; what is not sure of its new place is listed for review,
    /// and what has lost its words is listed with them. Turns stay the turns they were: words put in join the turn they stand in or after.
    pub(super) fn correct(&mut self, id: DocumentId, new: &str) -> Outcome<String> {
        let was = self.document(id)?.clone();
        let old = self.content(id)?;
        let (new, _) = crate::text::normalise(new);
        if new == old.text.as_str() {
            return Err(Fault::new(crate::fault::Kind::Nothing, format!("the text of “{}” is that already", was.name)));
        }
        if new.trim().is_empty() {
            return Err(Fault::asked("a corrected text cannot be empty").hint("`casebook remove` takes a document out"));
        }
        let text = Text::new(new);
        let carry = Carry::new(old.text.as_str(), text.as_str());
        let (structure, renamed) = carry_structure(&carry, &old, &text);
        if let Some(fault) = structure.fault(&text) {
            return Err(Fault::bug(format!("the turns do not hold over the corrected text: {fault}")));
        }
        let content = Arc::new(Content { text: text.clone(), structure });
        self.put_corrected(&was, &content)?;
        let mut tally = Tally::default();
        self.carry_codings(&was, &carry, (&old, &content), &mut tally);
        self.carry_memos(&was, &carry, (&old, &content), &mut tally);
        self.carry_links(&was, &carry, (&old, &content), &renamed, &mut tally);
        self.carry_passage_terms(&was.name, &carry, (&old.text, &content.text));
        self.carry_essences(id, &carry);
        self.put_reviews(std::mem::take(&mut tally.reviews))?;
        for (old, new) in &renamed {
            self.note(format!("the speaker “{old}” is called “{new}” now, as in the labels"));
        }
        if tally.sure > 0 {
            self.note(format!("{} carried with the words", count(tally.sure, "coding")));
        }
        if tally.unsure + tally.gone > 0 {
            let gone = if tally.gone > 0 { format!(", {} without a place", tally.gone) } else { String::new() };
            self.note(format!(
                "{} to be looked at{gone}: `casebook review`",
                count(tally.unsure + tally.gone, "place")
            ));
        }
        Ok(format!("Corrected “{}” in {}", was.name, count(carry.differences(), "place")))
    }

    fn put_corrected(&mut self, was: &Document, content: &Arc<Content>) -> Outcome<()> {
        let structure_json = super::documents::json(&content.structure)?;
        let text = content.text.as_str();
        let now = Document {
            text: sha256(text.as_bytes()),
            structure: sha256(structure_json.as_bytes()),
            characters: content.text.points(),
            words: content.structure.words(text),
            turns: content.structure.turns.len() as u32,
            speakers: content.structure.speakers.iter().map(|s| s.name.clone()).collect(),
            ..was.clone()
        };
        self.plan.staged.push(Staged::Text(now.text.clone(), content.clone()));
        self.plan.staged.push(Staged::Structure(now.structure.clone(), structure_json));
        self.fresh.insert(was.id, content.clone());
        self.put_document(now);
        Ok(())
    }

    fn carry_codings(
        &mut self,
        document: &Document,
        carry: &Carry<'_>,
        (old, new): (&Content, &Content),
        tally: &mut Tally,
    ) {
        for was in self.base.codings.of(document.id).to_vec() {
            let carried = carry.passage(was.span);
            let mut review = Review {
                document: document.name.clone(),
                what: "coding".to_owned(),
                of: self.codebook.path(was.code),
                coder: self.base.coder_name(was.coder).to_owned(),
                quote: was.quote.to_string(),
                was: old.text.to_points(was.span),
                now: None,
                confidence: 0.0,
                coding: Some(was.clone()),
            };
            let Some(Carried { span, confidence }) = carried else {
                tally.gone += 1;
                tally.reviews.push(review);
                self.gone.insert(was.id);
                self.push(Change::Coding(Box::new(Edit::remove(was))));
                continue;
            };
            let now = placed_at(&was, &new.text, span);
            if confidence < 1.0 {
                tally.unsure += 1;
                review.now = Some(now.points);
                review.confidence = confidence;
                review.coding = Some(now.clone());
                tally.reviews.push(review);
            } else {
                tally.sure += 1;
            }
            if now != was {
                self.gone.insert(was.id);
                self.push(Change::Coding(Box::new(Edit::alter(was, now))));
            }
        }
    }

    fn carry_memos(
        &mut self,
        document: &Document,
        carry: &Carry<'_>,
        (old, new): (&Content, &Content),
        tally: &mut Tally,
    ) {
        let memos: Vec<Memo> = self.memos.values().cloned().collect();
        for was in memos {
            let About::Passage(passage) = was.about else { continue };
            if passage.document != document.id {
                continue;
            }
            let carried = carry.passage(passage.span);
            let about = match carried {
                Some(c) => About::Passage(Passage { document: document.id, span: c.span }),
                None => About::Document(document.id),
            };
            if carried.is_none_or(|c| c.confidence < 1.0) {
                tally.unsure += 1;
                tally.reviews.push(Review {
                    document: document.name.clone(),
                    what: "memo".to_owned(),
                    of: was.text.chars().take(60).collect(),
                    coder: self.base.coder_name(was.coder).to_owned(),
                    quote: passage.span.of(old.text.as_str()).to_owned(),
                    was: old.text.to_points(passage.span),
                    now: carried.map(|c| new.text.to_points(c.span)),
                    confidence: carried.map_or(0.0, |c| c.confidence),
                    coding: None,
                });
            }
            if about != was.about {
                let now = Memo { about, ..was.clone() };
                self.memos.to_mut().insert(now.id, now.clone());
                self.push(Change::Memo(Box::new(Edit::alter(was, now))));
            }
        }
    }

    fn carry_links(
        &mut self,
        document: &Document,
        carry: &Carry<'_>,
        (old, new): (&Content, &Content),
        renamed: &[(String, String)],
        tally: &mut Tally,
    ) {
        let links: Vec<Link> = self.links.values().filter(|l| l.document == document.id).cloned().collect();
        for was in links {
            let part = match &was.part {
                Part::Whole => continue,
                Part::Speaker(name) => match renamed.iter().find(|(old, _)| old == name) {
                    Some((_, new)) => Some(Part::Speaker(new.clone())),
                    None => continue,
                },
                Part::Passage { span, points } => {
                    let carried = carry.passage(*span);
                    let part = carried.map(|c| Part::Passage { span: c.span, points: new.text.to_points(c.span) });
                    if carried.is_none_or(|c| c.confidence < 1.0) {
                        tally.unsure += 1;
                        let case = self.cases.get(&was.case).map(|c| c.name.clone()).unwrap_or_default();
                        tally.reviews.push(Review {
                            document: document.name.clone(),
                            what: "link".to_owned(),
                            of: case,
                            coder: String::new(),
                            quote: span.of(old.text.as_str()).chars().take(400).collect(),
                            was: *points,
                            now: carried.map(|c| new.text.to_points(c.span)),
                            confidence: carried.map_or(0.0, |c| c.confidence),
                            coding: None,
                        });
                    }
                    part
                }
            };
            let now = part.map(|part| Link { part, ..was.clone() });
            if now.as_ref() != Some(&was) {
                match &now {
                    Some(link) => self.links.to_mut().insert(link.id, link.clone()),
                    None => self.links.to_mut().remove(&was.id),
                };
                self.push(Change::Link(Edit { was: Some(was), now }));
            }
        }
    }

    /// Evidence goes with its words where that is sure. Where it is not the phrase keeps what it rested on, so that it shows as stale.
    fn carry_essences(&mut self, document: DocumentId, carry: &Carry<'_>) {
        let essences: Vec<Essence> = self.essences.values().cloned().collect();
        for was in essences {
            let mut now = was.clone();
            let follow = |passage: &Passage| -> Option<Passage> {
                if passage.document != document {
                    return Some(*passage);
                }
                let carried = carry.passage(passage.span).filter(|c| c.confidence == 1.0)?;
                Some(Passage { document: passage.document, span: carried.span })
            };
            now.evidence = was.evidence.iter().filter_map(&follow).collect();
            let basis: Vec<Option<Passage>> = was.basis.iter().map(&follow).collect();
            now.basis = basis
                .into_iter()
                .zip(&was.basis)
                // A place in no document: the phrase stays, and stays stale.
                .map(|(carried, gone)| carried.unwrap_or_else(|| Passage { document: self.id(), span: gone.span }))
                .collect();
            for list in [&mut now.evidence, &mut now.basis] {
                list.sort_unstable();
                list.dedup();
            }
            if now != was {
                self.essences.to_mut().insert(now.id, now.clone());
                self.push(Change::Essence(Box::new(Edit::alter(was, now))));
            }
        }
    }

    fn put_reviews(&mut self, reviews: Vec<Review>) -> Outcome<()> {
        let saved = self.base.saved_of(SavedKind::Review);
        let planned = self.plan.changes.iter().filter_map(|c| match c {
            Change::Saved(e) => e.now.as_ref().filter(|s| s.kind == SavedKind::Review),
            _ => None,
        });
        let mut last: u64 = saved.into_iter().chain(planned).filter_map(|s| s.name.parse().ok()).max().unwrap_or(0);
        for review in reviews {
            last += 1;
            let text = serde_json::to_string(&review)
                .map_err(|e| Fault::bug(format!("an entry for review cannot be written: {e}")))?;
            let saved =
                Saved { id: self.id(), kind: SavedKind::Review, name: last.to_string(), text, at: self.context.now };
            self.push(Change::Saved(Box::new(Edit::add(saved))));
        }
        Ok(())
    }

    /// Settles something that waited to be looked at.
    pub(super) fn review(&mut self, name: &str, reviewed: Reviewed) -> Outcome<String> {
        let names: Vec<String> = self.base.saved_of(SavedKind::Review).iter().map(|s| s.name.clone()).collect();
        let saved = self.base.saved_named(SavedKind::Review, name).cloned();
        let saved = saved.ok_or_else(|| Fault::unknown("entry to be reviewed", name, &names))?;
        let review: Review = serde_json::from_str(&saved.text)
            .map_err(|e| Fault::data(format!("the entry “{name}” cannot be read: {e}")))?;
        let sentence = match (&reviewed, review.coding) {
            (Reviewed::Right, _) => {
                format!("Looked at {} {} on “{}”: right as it is", review.what, review.of, review.document)
            }
            (_, None) => {
                return Err(Fault::asked(format!(
                    "entry {name} is about a {}, which is altered where it stands",
                    review.what
                ))
                .hint(format!("alter it, then `casebook review --right {name}`")));
            }
            (Reviewed::Place(passage), Some(coding)) => self.replace(coding, *passage)?,
            (Reviewed::Drop, Some(coding)) => self.drop_reviewed(&coding)?,
        };
        self.push(Change::Saved(Box::new(Edit::remove(saved))));
        Ok(sentence)
    }

    fn replace(&mut self, coding: Coding, passage: Passage) -> Outcome<String> {
        if self.base.codings.get(coding.id).is_some() {
            return self.resize(coding.id, passage);
        }
        let content = self.content(passage.document)?;
        if passage.document != coding.document || passage.span.is_empty() || !content.text.holds(passage.span) {
            return Err(Fault::asked("that passage lies outside the document"));
        }
        self.code_of(coding.code)?;
        let now = placed_at(&coding, &content.text, passage.span);
        let sentence = format!(
            "Placed “{}” again on {}",
            self.codebook.path(coding.code),
            crate::project::place_name(passage.span, &content)
        );
        self.push(Change::Coding(Box::new(Edit::add(now))));
        Ok(sentence)
    }

    fn drop_reviewed(&mut self, coding: &Coding) -> Outcome<String> {
        let path = self.codebook.path(coding.code);
        let Some(there) = self.base.codings.get(coding.id).cloned() else {
            return Ok(format!("Let go of “{path}”, whose words are gone"));
        };
        self.gone.insert(there.id);
        self.push(Change::Coding(Box::new(Edit::remove(there))));
        Ok(format!("Took “{path}” away, which had lost its place"))
    }
}

/// A coding over another text.
fn placed_at(coding: &Coding, text: &Text, span: Span) -> Coding {
    Coding {
        span,
        points: text.to_points(span),
        quote: span.of(text.as_str()).into(),
        context: context_hash(text.as_str(), span),
        ..coding.clone()
    }
}

/// The turns, speakers and questions over the corrected text; and the speakers whose labels all say another name now.
fn carry_structure(carry: &Carry<'_>, old: &Content, text: &Text) -> (Structure, Vec<(String, String)>) {
    let mut structure = old.structure.clone();
    let mut numbers: Vec<Option<u32>> = Vec::new();
    structure.turns.clear();
    let mut end = 0;
    for turn in &old.structure.turns {
        let mut now = *turn;
        now.span = carry.stretch(turn.span);
        now.span.start = now.span.start.max(end);
        now.span = Span { start: now.span.start, end: now.span.end.max(now.span.start) }.trimmed(text.as_str());
        if now.span.is_empty() {
            numbers.push(None);
            continue;
        }
        let label = carry.stretch(turn.label);
        let label = Span { start: label.start.max(end), end: label.end.min(now.span.start) };
        let none = turn.label.is_empty() || label.start >= label.end;
        now.label = if none { Span { start: now.span.start, end: now.span.start } } else { label };
        end = now.span.end;
        numbers.push(Some(structure.turns.len() as u32));
        structure.turns.push(now);
    }
    structure.questions.retain_mut(|question| {
        let kept = |from: u32, to: u32| (from..to).filter_map(|n| numbers.get(n as usize).copied().flatten());
        let (first, last) =
            (kept(question.first, question.last).next(), kept(question.first, question.last).next_back());
        question.span = carry.stretch(question.span);
        match (first, last) {
            (Some(first), Some(last)) if !question.span.is_empty() => {
                (question.first, question.last) = (first, last + 1);
                true
            }
            _ => false,
        }
    });
    let renamed = renamed(old, text, &mut structure, &numbers);
    (structure, renamed)
}

/// Speakers whose every label that is left says the same other name.
fn renamed(old: &Content, text: &Text, new: &mut Structure, numbers: &[Option<u32>]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (speaker, was) in old.structure.speakers.iter().enumerate() {
        let mut names = Vec::new();
        for (turn, number) in old.structure.turns.iter().zip(numbers) {
            let (Some(number), true) = (number, turn.speaker == Some(speaker as u16)) else { continue };
            let before = turn.label.of(old.text.as_str());
            let now = new.turns[*number as usize].label.of(text.as_str());
            let Some((opening, closing)) = before.split_once(was.name.as_str()) else { continue };
            names.push(now.strip_prefix(opening).and_then(|n| n.strip_suffix(closing)).unwrap_or(&was.name));
        }
        let one = names.first().filter(|first| names.iter().all(|n| n == *first));
        let taken = |name: &str| old.structure.speakers.iter().any(|s| s.name.to_lowercase() == name.to_lowercase());
        if let Some(name) = one.map(|n| n.trim()).filter(|n| !n.is_empty() && !n.contains('\n') && !taken(n)) {
            new.speakers[speaker].name = name.to_owned();
            out.push((was.name.clone(), name.to_owned()));
        }
    }
    out
}
