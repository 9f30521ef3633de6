//! A part of the project: what is needed to show passages, when nothing else has been loaded.

use super::{SqliteStore, read};
use crate::case::Case;
use crate::coding::{Codings, Passage};
use crate::document::Document;
use crate::fault::Outcome;
use crate::id::{CaseId, DocumentId};
use crate::project::Project;
use crate::text::{Points, Span};
use rusqlite::blob::Blob;
use rusqlite::{Connection, MAIN_DB, OptionalExtension, Row};
use std::collections::BTreeSet;

/// A turn that was read by itself, without its document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TurnText {
    /// Who speaks.
    pub speaker: Option<String>,
    /// Milliseconds from the start of the recording.
    pub time_ms: Option<u64>,
    /// Where it stands in the text, in code points.
    pub points: Points,
    /// Its words, without the label.
    pub text: String,
}

/// Some turns of one document, given by their index and their place in bytes.
pub type Wanted<'a> = (&'a Document, Vec<(u32, Span)>);

impl SqliteStore {
    /// Reads several things as the file is at one moment, whatever other processes write meanwhile: none of them takes a lock of its own then.
    ///
    /// Errors: those of `read`; the file cannot be read.
    pub fn at_once<T>(&self, read: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        let tx = self.connection.unchecked_transaction().map_err(|e| self.fault(e))?;
        let done = read()?;
        tx.finish().map_err(|e| self.fault(e))?;
        Ok(done)
    }

    /// Reads some turns of some documents, and nothing else of their texts: a file holds many long transcripts of which a list of results shows a paragraph each.
    /// They come as they were asked for. `None` when the rows for these turns do not fit the texts, which a file that was altered by others can do to us: then
    /// the whole documents have to be read, which is checked.
    ///
    /// Errors: the file cannot be read.
    pub fn turns(&self, wanted: &[Wanted<'_>]) -> Outcome<Option<Vec<TurnText>>> {
        turns_of(&self.connection, wanted).map_err(|e| self.fault(e))
    }

    /// The project as far as it concerns some passages: their documents, the links of these with the cases' names, the codes, and the codings that touch the
    /// passages. Everything else is left out: values of cases, memos, phrases, tables. It belongs inside [`SqliteStore::at_once`].
    ///
    /// Errors: the file cannot be read.
    pub fn about(&self, passages: &[Passage]) -> Outcome<Project> {
        about(&self.connection, passages).map_err(|e| self.fault(e))
    }
}

fn about(tx: &Connection, passages: &[Passage]) -> rusqlite::Result<Project> {
    let mut project = Project::default();
    let documents: BTreeSet<DocumentId> = passages.iter().map(|p| p.document).collect();
    let mut cases: BTreeSet<CaseId> = BTreeSet::new();
    for id in documents {
        let document = some(tx, "SELECT * FROM documents WHERE id = ?1", (id.0.as_bytes(),), read::document)?;
        project.documents.extend(document.into_iter().map(|d| (d.id, d)));
        for link in some(tx, "SELECT * FROM links WHERE document = ?1", (id.0.as_bytes(),), read::link)? {
            cases.insert(link.case);
            project.links.insert(link.id, link);
        }
    }
    for id in cases {
        let case: Vec<Case> = some(tx, "SELECT * FROM cases WHERE id = ?1", (id.0.as_bytes(),), read::case)?;
        project.cases.extend(case.into_iter().map(|c| (c.id, c)));
    }
    let mut codings = Vec::new();
    let touching = "SELECT * FROM codings WHERE document = ?1 AND start_byte < ?3 AND end_byte > ?2";
    for Passage { document, span } in passages {
        codings.extend(some(tx, touching, (document.0.as_bytes(), span.start, span.end), read::coding)?);
    }
    if !codings.is_empty() {
        codings.sort_by_key(|c| c.id);
        codings.dedup_by_key(|c| c.id);
        for code in some(tx, "SELECT * FROM codes", (), read::code)? {
            project.codebook.put(code);
        }
    }
    project.codings = Codings::from_unsorted(codings);
    Ok(project)
}

fn turns_of(connection: &Connection, wanted: &[Wanted<'_>]) -> rusqlite::Result<Option<Vec<TurnText>>> {
    let mut row_of = connection.prepare_cached("SELECT rowid FROM texts WHERE sha256 = ?1")?;
    let sql = "SELECT speaker, time_ms, start, \"end\" FROM turns WHERE document = ?1 AND turn = ?2";
    let mut rows = connection.prepare_cached(sql)?;
    let mut out = Vec::with_capacity(wanted.iter().map(|(_, turns)| turns.len()).sum());
    let mut open: Option<Blob<'_>> = None;
    for (document, turns) in wanted {
        let row = row_of.query_row([&document.text], |r| r.get::<_, i64>(0)).optional()?;
        let Some(row) = row else { return Ok(None) };
        // Moving on to the next text is cheaper than opening it.
        let whole = match &mut open {
            Some(blob) => {
                blob.reopen(row)?;
                blob
            }
            none => none.insert(connection.blob_open(MAIN_DB, "texts", "text", row, true)?),
        };
        for (turn, span) in turns {
            let of_row = |r: &Row<'_>| {
                let points = Points { start: r.get(2)?, end: r.get(3)? };
                Ok((r.get::<_, Option<String>>(0)?, r.get::<_, Option<i64>>(1)?.map(i64::unsigned_abs), points))
            };
            let found = rows.query_row((document.id.0.as_bytes(), turn + 1), of_row).optional()?;
            let Some((speaker, time_ms, points)) = found else { return Ok(None) };
            let Some(text) = stretch(whole, *span)? else { return Ok(None) };
            if points.end.checked_sub(points.start) != Some(text.chars().count() as u32) {
                return Ok(None);
            }
            out.push(TurnText { speaker, time_ms, points, text });
        }
    }
    Ok(Some(out))
}

/// The words of a stretch of a stored text; `None` when it ends within a character or lies outside.
fn stretch(whole: &Blob<'_>, span: Span) -> rusqlite::Result<Option<String>> {
    if span.start > span.end || span.end as usize > whole.len() {
        return Ok(None);
    }
    let mut bytes = vec![0; span.len()];
    whole.read_at_exact(&mut bytes, span.start as usize)?;
    Ok(String::from_utf8(bytes).ok())
}

fn some<T>(
    tx: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    tx.prepare_cached(sql)?.query_map(parameters, read)?.collect()
}
