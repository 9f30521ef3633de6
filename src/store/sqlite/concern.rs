//! A part of the project: what a query can concern, when nothing else has been loaded.

use super::{SqliteStore, read};
use crate::coding::{Coding, Codings};
use crate::document::Document;
use crate::fault::Outcome;
use crate::id::{CaseId, CodeId, DocumentId};
use crate::project::Project;
use crate::text::Span;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// Documents, each with the turns that count, in reading order.
pub type Turns = BTreeMap<DocumentId, Vec<Span>>;

/// Tells documents with their turns, among those given or among all.
pub type Which<'a> = dyn FnOnce(Option<&BTreeSet<DocumentId>>) -> Option<Turns> + 'a;

/// Which documents are wanted, with all their links and codings.
pub struct Concern<'a> {
    /// For each of these the document must be linked to one of the cases.
    pub cases: Vec<BTreeSet<CaseId>>,
    /// Which these are: asked with the documents that are linked so, or with nothing when all may be; `None` when it cannot be told.
    pub documents: Box<Which<'a>>,
    /// For each of these the document must have a coding with one of the codes that touches one of the turns.
    pub codes: Vec<BTreeSet<CodeId>>,
}

impl SqliteStore {
    /// The project as far as it concerns some documents: these with their links and codings, and all codes, coders, attributes and cases. `which` is asked with the
    /// latter; nothing is loaded when it wants nothing.
    ///
    /// Errors: those of `which`; the file cannot be read.
    pub fn concerning<'a>(
        &self,
        which: impl FnOnce(&Project) -> Outcome<Option<Concern<'a>>>,
    ) -> Outcome<Option<Project>> {
        let tx = self.connection.unchecked_transaction().map_err(|e| self.fault(e))?;
        let mut project = read::names(&tx).map_err(|e| self.fault(e))?;
        let Some(concern) = which(&project)? else { return Ok(None) };
        let linked = linked(&tx, &concern.cases).map_err(|e| self.fault(e))?;
        let Some(turns) = (concern.documents)(linked.as_ref()) else { return Ok(None) };
        load(&tx, &turns, &concern.codes, &mut project).map_err(|e| self.fault(e))?;
        tx.finish().map_err(|e| self.fault(e))?;
        Ok(Some(project))
    }
}

fn load(tx: &Connection, turns: &Turns, codes: &[BTreeSet<CodeId>], project: &mut Project) -> rusqlite::Result<()> {
    let mut documents = tx.prepare_cached("SELECT * FROM documents WHERE id = ?1")?;
    let mut codings_of = tx.prepare_cached("SELECT * FROM codings WHERE document = ?1")?;
    let mut links_of = tx.prepare_cached("SELECT * FROM links WHERE document = ?1")?;
    let mut codings: Vec<Coding> = Vec::new();
    for (&id, turns) in turns {
        if !is_coded(tx, (id, turns), codes)? {
            continue;
        }
        let document: Document = documents.query_row((id.0.as_bytes(),), read::document)?;
        project.documents.insert(id, document);
        for coding in codings_of.query_map((id.0.as_bytes(),), read::coding)? {
            codings.push(coding?);
        }
        for link in links_of.query_map((id.0.as_bytes(),), read::link)? {
            let link = link?;
            project.links.insert(link.id, link);
        }
    }
    project.codings = Codings::from_unsorted(codings);
    Ok(())
}

/// The documents that are linked to one of each of some cases; `None` where none are asked for.
fn linked(tx: &Connection, each: &[BTreeSet<CaseId>]) -> rusqlite::Result<Option<BTreeSet<DocumentId>>> {
    let mut kept: Option<BTreeSet<DocumentId>> = None;
    for cases in each {
        let mut linked = BTreeSet::new();
        let mut statement = tx.prepare_cached("SELECT document, case_id FROM links")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if cases.contains(&read::id(row, 1)?) {
                let document: DocumentId = read::id(row, 0)?;
                if kept.as_ref().is_none_or(|kept| kept.contains(&document)) {
                    linked.insert(document);
                }
            }
        }
        kept = Some(linked);
    }
    Ok(kept)
}

/// Whether a document has a coding with one of each of the codes that touches one of its turns that count.
fn is_coded(
    tx: &Connection,
    (document, turns): (DocumentId, &[Span]),
    codes: &[BTreeSet<CodeId>],
) -> rusqlite::Result<bool> {
    if codes.is_empty() {
        return Ok(true);
    }
    let mut missing: Vec<&BTreeSet<CodeId>> = codes.iter().collect();
    let mut statement = tx.prepare_cached("SELECT code, start_byte, end_byte FROM codings WHERE document = ?1")?;
    let mut rows = statement.query((document.0.as_bytes(),))?;
    while let Some(row) = rows.next()? {
        let (start, end): (u32, u32) = (row.get(1)?, row.get(2)?);
        let first = turns.partition_point(|turn| turn.end <= start);
        if turns.get(first).is_some_and(|turn| turn.start < end) {
            let code: CodeId = read::id(row, 0)?;
            missing.retain(|codes| !codes.contains(&code));
            if missing.is_empty() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
