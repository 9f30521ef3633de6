//! A part of the project: what a query can concern, when nothing else has been loaded.

use super::{SqliteStore, read};
use crate::coding::{Coding, Codings};
use crate::document::Document;
use crate::fault::Outcome;
use crate::id::{CaseId, CodeId, DocumentId};
use crate::project::Project;
use rusqlite::Connection;
use std::collections::BTreeSet;

/// Which documents are wanted, with all their links and codings.
pub struct Concern {
    /// These, if the others hold.
    pub documents: BTreeSet<DocumentId>,
    /// For each of these the document must be linked to one of the cases.
    pub cases: Vec<BTreeSet<CaseId>>,
    /// For each of these the document must have a coding with one of the codes.
    pub codes: Vec<BTreeSet<CodeId>>,
}

impl SqliteStore {
    /// The project as far as it concerns some documents: these with their links and codings, and all codes, coders, attributes and cases. `which` is asked with the
    /// latter; nothing is loaded when it wants nothing.
    ///
    /// Errors: those of `which`; the file cannot be read.
    pub fn concerning(&self, which: impl FnOnce(&Project) -> Outcome<Option<Concern>>) -> Outcome<Option<Project>> {
        let tx = self.connection.unchecked_transaction().map_err(|e| self.fault(e))?;
        let mut project = read::names(&tx).map_err(|e| self.fault(e))?;
        let Some(concern) = which(&project)? else { return Ok(None) };
        load(&tx, &concern, &mut project).map_err(|e| self.fault(e))?;
        tx.finish().map_err(|e| self.fault(e))?;
        Ok(Some(project))
    }
}

fn load(tx: &Connection, concern: &Concern, project: &mut Project) -> rusqlite::Result<()> {
    let mut documents = concern.documents.clone();
    let mut statement = tx.prepare_cached("SELECT * FROM links")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if documents.contains(&read::id(row, 2)?) {
            let link = read::link(row)?;
            project.links.insert(link.id, link);
        }
    }
    for cases in &concern.cases {
        let linked = project.links.values().filter(|l| cases.contains(&l.case)).map(|l| l.document);
        let linked: BTreeSet<DocumentId> = linked.collect();
        documents.retain(|d| linked.contains(d));
    }
    let mut codings: Vec<Coding> = Vec::new();
    let mut statement = tx.prepare_cached("SELECT * FROM codings WHERE document = ?1")?;
    let mut kept = BTreeSet::new();
    for document in documents {
        let own = statement.query_map((document.0.as_bytes(),), read::coding)?.collect::<rusqlite::Result<Vec<_>>>()?;
        if concern.codes.iter().all(|codes| own.iter().any(|coding| codes.contains(&coding.code))) {
            codings.extend(own);
            kept.insert(document);
        }
    }
    project.links.retain(|_, link| kept.contains(&link.document));
    project.codings = Codings::from_unsorted(codings);
    let mut statement = tx.prepare_cached("SELECT * FROM documents WHERE id = ?1")?;
    for id in kept {
        let document: Document = statement.query_row((id.0.as_bytes(),), read::document)?;
        project.documents.insert(id, document);
    }
    Ok(())
}
