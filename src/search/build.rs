use super::manifest::{Manifest, state};
use super::schema::Fields;
use crate::document::{Content, Document};
use crate::fault::Outcome;
use crate::id::DocumentId;
use crate::project::{Project, Texts};
use crate::query::words::Analyser;
use crate::text::Span;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Mutex;
use tantivy::{IndexWriter, TantivyDocument, Term};

/// How many bytes of text are read, cut and handed on together.
const BATCH: usize = if cfg!(test) { 1 << 11 } else { 4 << 20 };

/// Up to this many documents are a small addition: one thread and little memory do.
pub(super) const FEW: usize = 4;

/// What has to be done to an index so that it holds a project as it is.
#[derive(Default)]
pub(super) struct Difference<'a> {
    /// Documents that it holds in another state, or that are no longer there.
    pub outdated: Vec<DocumentId>,
    /// Documents to be taken in.
    pub missing: Vec<&'a Document>,
}

impl Difference<'_> {
    pub fn is_none(&self) -> bool {
        self.outdated.is_empty() && self.missing.is_empty()
    }
}

pub(super) fn difference<'a>(manifest: &Manifest, project: &'a Project) -> Difference<'a> {
    let is_there = |id: &DocumentId| project.documents.get(id).is_some_and(|d| manifest.number_of(d).is_some());
    let outdated = manifest.held.keys().filter(|id| !is_there(id)).copied().collect();
    let missing = project.documents.values().filter(|d| manifest.number_of(d).is_none()).collect();
    Difference { outdated, missing }
}

/// What went wrong while an index was written.
pub(super) enum Stop {
    /// A text could not be loaded.
    Text(crate::fault::Fault),
    /// The index could not be written; it is derived, so nothing is lost.
    Index,
}

impl From<std::io::Error> for Stop {
    fn from(_: std::io::Error) -> Self {
        Self::Index
    }
}

impl From<tantivy::TantivyError> for Stop {
    fn from(_: tantivy::TantivyError) -> Self {
        Self::Index
    }
}

/// So many bytes of text are taken in before a commit: whoever is interrupted goes on from there.
const COMMIT: usize = if cfg!(test) { 1 << 12 } else { 128 << 20 };

/// Takes a difference into an index, without committing. Gives the manifest that fits it then, and whether there is more to be done after a commit: with fewer
/// documents when there were many, or when `progress` said to stop; that is told what is done of all, of which `before` were done already.
pub(super) fn take_in(
    difference: &Difference<'_>,
    mut manifest: Manifest,
    writer: &IndexWriter,
    fields: &Fields,
    texts: &dyn Texts,
    before: usize,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<(Manifest, bool), Stop> {
    for id in &difference.outdated {
        if let Some((number, _)) = manifest.held.remove(id) {
            writer.delete_term(Term::from_field_u64(fields.number, u64::from(number)));
        }
    }
    let missing = difference.missing.len();
    let total = before + missing;
    let analysers = Analysers::default();
    let mut waiting = difference.missing.iter().copied();
    let (mut done, mut taken) = (0, 0);
    let mut going = true;
    while done < missing && taken < COMMIT {
        going = progress(before + done, total);
        if !going {
            break;
        }
        let mut batch = Vec::new();
        let mut bytes = 0;
        for document in waiting.by_ref() {
            let content = texts.content(document).map_err(Stop::Text)?;
            bytes += content.text.as_str().len();
            let number = manifest.label.next;
            manifest.label.next += 1;
            manifest.held.insert(document.id, (number, state(document)));
            batch.push((document, content, number));
            if bytes >= BATCH {
                break;
            }
        }
        batch.par_iter().try_for_each(|(document, content, number)| {
            analysers.with(&document.language, |analyser| add(content, *number, analyser, writer, fields))
        })?;
        done += batch.len();
        taken += bytes;
    }
    progress(before + done, total);
    Ok((manifest, going && done < missing))
}

/// Adds the turns of one document.
fn add(
    content: &Content,
    number: u32,
    analyser: &mut Analyser,
    writer: &IndexWriter,
    fields: &Fields,
) -> Result<(), tantivy::TantivyError> {
    for (turn, t) in content.structure.turns.iter().enumerate() {
        let words = t.span.of(content.text.as_str());
        add_turn(number, turn as u32, t.span, words, analyser, writer, fields)?;
    }
    Ok(())
}

/// Adds one turn, which has these words.
pub(super) fn add_turn(
    number: u32,
    turn: u32,
    span: Span,
    words: &str,
    analyser: &mut Analyser,
    writer: &IndexWriter,
    fields: &Fields,
) -> Result<(), tantivy::TantivyError> {
    let mut exact = String::with_capacity(words.len() + words.len() / 8);
    let mut stem = String::with_capacity(words.len() + words.len() / 4);
    analyser.write_keys(words, &mut exact, &mut stem);
    let mut entry = TantivyDocument::new();
    entry.add_u64(fields.number, u64::from(number));
    entry.add_u64(fields.place, pack(number, turn));
    entry.add_u64(fields.extent, pack(span.start, span.end));
    entry.add_u64(fields.words, exact.bytes().filter(|byte| *byte == b'\n').count() as u64);
    entry.add_text(fields.exact, exact);
    entry.add_text(fields.stem, stem);
    writer.add_document(entry)?;
    Ok(())
}

pub(super) fn pack(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

pub(super) fn unpack(both: u64) -> (u32, u32) {
    ((both >> 32) as u32, both as u32)
}

/// Analysers that are not in use, by language: each remembers the words it has met, so they are handed from document to document.
#[derive(Default)]
struct Analysers {
    idle: Mutex<BTreeMap<String, Vec<Analyser>>>,
}

impl Analysers {
    fn with<T>(&self, language: &str, work: impl FnOnce(&mut Analyser) -> T) -> T {
        let idle = |analysers: &Self| {
            analysers
                .idle
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .get_mut(language)
                .and_then(Vec::pop)
        };
        let mut analyser = idle(self).unwrap_or_else(|| Analyser::new(language));
        let done = work(&mut analyser);
        let mut all = self.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        all.entry(language.to_owned()).or_default().push(analyser);
        done
    }
}

/// Whether a result is worth passing on: text faults are, faults of the index are not.
pub(super) fn only_texts(result: Result<(), Stop>) -> Outcome<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(Stop::Index) => Ok(false),
        Err(Stop::Text(fault)) => Err(fault),
    }
}
