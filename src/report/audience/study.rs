//! A whole study as an audience may have it: for the plain form, and for showing documents.

use super::WITHHELD;
use super::clearing::Clearing;
use super::swap::{Cut, Swapped, Voice};
use crate::case::{AttributeKind, Case, Link, Part, Value};
use crate::coding::{Coding, Passage, context_hash};
use crate::document::{Content, Document, Speaker, Structure};
use crate::fault::{Fault, Kind, Outcome};
use crate::id::{CaseId, DocumentId};
use crate::memo::{Axis, Essence, Verdict};
use crate::project::{Coder, Project, SavedKind, Texts, sha256};
use crate::text::{Span, Text};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What stands for words that may not be quoted.
const MASK: &str = "[withheld]";

/// A study made for an audience. It is a project of its own: its texts differ from the stored ones, and all places have been carried over.
pub struct Study {
    /// The project.
    pub project: Project,
    /// Its texts.
    pub texts: HashMap<DocumentId, Arc<Content>>,
}

/// Makes a study for publication: documents that may not be quoted are left out, stretches that may not be quoted are masked, names have stand-ins in texts,
/// labels, phrases, definitions and specifications; memos, examples of codes, what files said about themselves, warnings and the lists of replacements and
/// clearances stay behind.
///
/// Errors: a text that cannot be loaded.
pub fn study(clearing: &Clearing, project: &Project, texts: &dyn Texts) -> Outcome<Study> {
    let mut made =
        Making { clearing, from: project, to: Project::default(), texts: HashMap::new(), moves: BTreeMap::new() };
    made.to.title = clearing.phrase(&project.title);
    for coder in project.coders.values() {
        made.to.coders.insert(coder.id, Coder { name: clearing.coder(&coder.name), ..coder.clone() });
    }
    for document in project.documents.values() {
        made.document(document, texts)?;
    }
    made.codes();
    made.cases();
    made.codings();
    made.writing(texts);
    Ok(Study { project: made.to, texts: made.texts })
}

struct Making<'a> {
    clearing: &'a Clearing,
    from: &'a Project,
    to: Project,
    texts: HashMap<DocumentId, Arc<Content>>,
    moves: BTreeMap<DocumentId, Swapped>,
}

impl Making<'_> {
    fn document(&mut self, document: &Document, texts: &dyn Texts) -> Outcome<()> {
        let label = self.clearing.document(document.id, &document.name);
        let whole = Passage { document: document.id, span: crate::query::WHOLE };
        let closed =
            self.clearing.bans.get(&document.id).is_some_and(|b| b.iter().any(|(span, _)| *span == whole.span));
        if label == WITHHELD || closed {
            self.clearing.count("documents left out, since they may not be quoted");
            return Ok(());
        }
        let content = texts.content(document)?;
        let moved = self.text(document.id, &content);
        let text = Text::new(moved.text.as_str());
        let structure = self.structure(document.id, &content.structure, &moved);
        let json = serde_json::to_vec(&structure).unwrap_or_default();
        let record = Document {
            name: label,
            format: "txt".to_owned(),
            sha256: sha256(moved.text.as_bytes()),
            text: sha256(moved.text.as_bytes()),
            structure: sha256(&json),
            characters: text.points(),
            words: structure.words(text.as_str()),
            speakers: structure.speakers.iter().map(|s| s.name.clone()).collect(),
            properties: BTreeMap::new(),
            warnings: Vec::new(),
            ..document.clone()
        };
        self.to.documents.insert(document.id, record);
        self.texts.insert(document.id, Arc::new(Content { text, structure }));
        self.moves.insert(document.id, moved);
        Ok(())
    }

    /// The text with names replaced and closed stretches masked, piece by piece: what is put in never reaches over the end of a turn.
    fn text(&self, document: DocumentId, content: &Content) -> Swapped {
        let text = content.text.as_str();
        let mut out = Swapped { text: String::new(), stood_in: Vec::new(), cuts: Vec::new() };
        let mut done = 0;
        for (n, turn) in content.structure.turns.iter().enumerate() {
            let span = turn.span.range();
            let speaker = content.structure.speaker_of(n);
            self.between(document, &text[done..span.start], done, speaker, &mut out);
            let mut at = span.start;
            for mask in self.masks(document, turn.span) {
                self.swapped(&text[at..mask.range().start], at, &mut out);
                self.clearing.count("stretches of documents masked");
                put(&mut out, mask.range(), MASK);
                at = mask.range().end;
            }
            self.swapped(&text[at..span.end], at, &mut out);
            done = span.end;
        }
        self.between(document, &text[done..], done, None, &mut out);
        out
    }

    /// What stands between two turns: above all the label, in which the speaker's name becomes the role.
    fn between(&self, document: DocumentId, text: &str, offset: usize, speaker: Option<&str>, out: &mut Swapped) {
        let found = speaker.filter(|s| !s.is_empty()).and_then(|name| Some((name, text.rfind(name)?)));
        match found {
            None => self.swapped(text, offset, out),
            Some((name, at)) => {
                self.swapped(&text[..at], offset, out);
                let role = self.clearing.speaker(document, name);
                if role == name {
                    out.text.push_str(name);
                } else {
                    put(out, offset + at..offset + at + name.len(), &role);
                }
                self.swapped(&text[at + name.len()..], offset + at + name.len(), out);
            }
        }
    }

    fn swapped(&self, text: &str, offset: usize, out: &mut Swapped) {
        let here = self.clearing.swaps.apply(text, Voice::Quote);
        for cut in here.cuts {
            let new = out.text.len();
            out.cuts.push(Cut {
                from: offset + cut.from,
                to: offset + cut.to,
                new_from: new + cut.new_from,
                new_to: new + cut.new_to,
            });
        }
        for with in here.stood_in {
            self.clearing.count(&format!("names replaced: {with}"));
        }
        out.text.push_str(&here.text);
    }

    /// The parts of a turn that may not be quoted, merged, in order.
    fn masks(&self, document: DocumentId, turn: Span) -> Vec<Span> {
        let bans = self.clearing.bans.get(&document).map_or(&[][..], Vec::as_slice);
        let mut masks: Vec<Span> = bans.iter().filter_map(|(span, _)| span.intersection(turn)).collect();
        masks.sort_unstable();
        masks.dedup_by(|next, kept| {
            let touches = next.start <= kept.end;
            if touches {
                kept.end = kept.end.max(next.end);
            }
            touches
        });
        masks
    }

    fn structure(&self, document: DocumentId, old: &Structure, moved: &Swapped) -> Structure {
        let span = |s: Span| carried(s, moved);
        let mut structure = old.clone();
        structure.style = "as published".to_owned();
        for speaker in &mut structure.speakers {
            *speaker = Speaker {
                name: self.clearing.speaker(document, &speaker.name),
                role: speaker.role.as_ref().map(|r| self.clearing.phrase(r)),
                interviewer: speaker.interviewer,
            };
        }
        for turn in &mut structure.turns {
            (turn.span, turn.label) = (span(turn.span), span(turn.label));
        }
        structure.questions.iter_mut().for_each(|q| q.span = span(q.span));
        structure
    }

    fn codes(&mut self) {
        for code in self.from.codebook.iter() {
            let mut code = code.clone();
            for field in [&mut code.name, &mut code.short, &mut code.definition, &mut code.use_when, &mut code.not_when]
            {
                *field = self.clearing.phrase(field);
            }
            code.example.clear();
            self.to.codebook.put(code);
        }
    }

    fn cases(&mut self) {
        self.to.attributes = self.from.attributes.clone();
        for case in self.from.cases.values() {
            let Some(standing) = self.clearing.case(case.id) else { continue };
            if standing.label == WITHHELD {
                continue;
            }
            let mut kept = case.clone();
            kept.name.clone_from(&standing.label);
            kept.alias = None;
            if standing.label != case.name {
                kept.values.retain(|id, _| !self.clearing.identifying.contains(id));
            }
            for (id, value) in &mut kept.values {
                let free = self.from.attributes.get(id).is_some_and(|a| a.kind == AttributeKind::Text);
                if let (true, Value::Text(words)) = (free, &mut *value) {
                    *words = self.clearing.phrase(words);
                }
            }
            self.to.cases.insert(case.id, kept);
        }
        for link in self.from.links.values() {
            let there = self.to.cases.contains_key(&link.case) && self.to.documents.contains_key(&link.document);
            if !there {
                continue;
            }
            let part = match &link.part {
                Part::Whole => Part::Whole,
                Part::Speaker(name) => Part::Speaker(self.clearing.speaker(link.document, name)),
                Part::Passage { span, .. } => {
                    let span = carried(*span, &self.moves[&link.document]);
                    Part::Passage { span, points: self.texts[&link.document].text.to_points(span) }
                }
            };
            self.to.links.insert(link.id, Link { part, ..link.clone() });
        }
    }

    fn codings(&mut self) {
        let mut kept = Vec::new();
        for coding in self.from.codings.iter() {
            let Some(moved) = self.moves.get(&coding.document) else { continue };
            if self.clearing.ban(coding.passage()).is_some() {
                self.clearing.count("codings left out, since their passages may not be quoted");
                continue;
            }
            let text = &self.texts[&coding.document].text;
            let span = carried(coding.span, moved);
            kept.push(Coding {
                span,
                points: text.to_points(span),
                quote: span.of(text.as_str()).into(),
                context: context_hash(text.as_str(), span),
                ..coding.clone()
            });
        }
        self.to.codings.extend(kept);
    }

    fn writing(&mut self, texts: &dyn Texts) {
        for essence in self.from.essences.values() {
            if let Some(essence) = self.essence(essence) {
                self.to.essences.insert(essence.id, essence);
            }
        }
        let clearing = self.clearing;
        for matrix in self.from.matrices.values() {
            let mut matrix = matrix.clone();
            (matrix.name, matrix.spec) = (clearing.phrase(&matrix.name), clearing.phrase(&matrix.spec));
            self.to.matrices.insert(matrix.id, matrix);
        }
        for template in self.from.templates.values() {
            let mut template = template.clone();
            (template.name, template.text) = (clearing.phrase(&template.name), clearing.phrase(&template.text));
            self.to.templates.insert(template.id, template);
        }
        for vignette in self.from.vignettes.values().filter(|v| self.to.cases.contains_key(&v.case)) {
            let mut vignette = vignette.clone();
            vignette.text = self.linked(&vignette.text, texts);
            self.to.vignettes.insert(vignette.id, vignette);
        }
        let open = |kind: SavedKind| matches!(kind, SavedKind::Query | SavedKind::Derived);
        for saved in self.from.saved.values().filter(|s| open(s.kind)) {
            let mut saved = saved.clone();
            (saved.name, saved.text) = (clearing.phrase(&saved.name), clearing.phrase(&saved.text));
            self.to.saved.insert(saved.id, saved);
        }
    }

    /// A text with stand-ins for names, in which the links to passages (`[[interview-1: "the words"]]`) lead to the same passages in the new texts. One that may
    /// not be quoted is masked.
    fn linked(&self, text: &str, texts: &dyn Texts) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, (inside, after))) =
            rest.split_once("[[").and_then(|(before, after)| Some((before, after.split_once("]]")?)))
        {
            out.push_str(&self.clearing.phrase(before));
            let (target, shown) = match inside.rsplit_once('|') {
                Some((target, words)) if !words.contains(['"', '”', '«', '»', '“']) => (target, Some(words)),
                _ => (inside, None),
            };
            let new = crate::project::passage(self.from, texts, target).ok().and_then(|p| {
                let open = self.clearing.ban(p).is_none();
                let (moved, document) = (self.moves.get(&p.document)?, self.to.documents.get(&p.document)?);
                let points = self.texts.get(&p.document)?.text.to_points(carried(p.span, moved));
                open.then(|| format!("{}@{}-{}", document.name, points.start, points.end))
            });
            match (new, shown) {
                (Some(place), Some(words)) => out.push_str(&format!("[[{place}|{}]]", self.clearing.phrase(words))),
                (Some(place), None) => out.push_str(&format!("[[{place}]]")),
                (None, _) => out.push_str(MASK),
            }
            rest = after;
        }
        out.push_str(&self.clearing.phrase(rest));
        out
    }

    fn essence(&self, essence: &Essence) -> Option<Essence> {
        let axis = |axis: &Axis| match axis {
            Axis::Case(id) => self.to.cases.contains_key(id).then(|| axis.clone()),
            Axis::Document(id) => self.to.documents.contains_key(id).then(|| axis.clone()),
            Axis::Code(_) => Some(axis.clone()),
            Axis::Value(id, value) => Some(Axis::Value(*id, self.clearing.phrase(value))),
            // A question that names somebody would ask for nothing in the new texts.
            Axis::Query(text) => (self.clearing.phrase(text) == *text).then(|| axis.clone()),
        };
        let passages = |all: &[Passage]| {
            let open = all.iter().filter(|p| self.clearing.ban(**p).is_none());
            let mut kept: Vec<Passage> = open
                .filter_map(|p| Some(Passage { span: carried(p.span, self.moves.get(&p.document)?), ..*p }))
                .collect();
            kept.sort_unstable();
            kept.dedup();
            kept
        };
        let verdict = match &essence.verdict {
            Verdict::Phrase(text) => Verdict::Phrase(self.clearing.phrase(text)),
            Verdict::NotApplicable(why) => Verdict::NotApplicable(self.clearing.phrase(why)),
        };
        Some(Essence {
            row: axis(&essence.row)?,
            column: axis(&essence.column)?,
            verdict,
            evidence: passages(&essence.evidence),
            basis: passages(&essence.basis),
            ..essence.clone()
        })
    }
}

/// Puts something in the place of bytes of the old text, at the end of the new one.
fn put(out: &mut Swapped, old: std::ops::Range<usize>, with: &str) {
    let new_from = out.text.len();
    out.text.push_str(with);
    out.cuts.push(Cut { from: old.start, to: old.end, new_from, new_to: out.text.len() });
}

fn carried(span: Span, moved: &Swapped) -> Span {
    let start = moved.moved(span.start as usize, false);
    Span::new(start, moved.moved(span.end as usize, true).max(start))
}

impl Study {
    /// A document as it appears.
    ///
    /// Errors (kind *nothing*): nothing of it may be shown.
    pub fn shown(&self, id: DocumentId) -> Outcome<&Document> {
        let held = || Fault::new(Kind::Nothing, "nothing of this document may be published");
        self.project.documents.get(&id).ok_or_else(held)
    }

    /// A case as it appears.
    ///
    /// Errors (kind *nothing*): nothing of it may be shown.
    pub fn shown_case(&self, id: CaseId) -> Outcome<&Case> {
        let held = || Fault::new(Kind::Nothing, "nothing of this case may be published");
        self.project.cases.get(&id).ok_or_else(held)
    }
}
