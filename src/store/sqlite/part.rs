//! A part of the project: what is needed to show passages, when nothing else has been loaded.

use super::{SqliteStore, read};
use crate::case::Case;
use crate::coding::{Codings, Passage};
use crate::fault::Outcome;
use crate::id::{CaseId, DocumentId};
use crate::project::Project;
use rusqlite::{Connection, Row};
use std::collections::BTreeSet;

impl SqliteStore {
    /// The project as far as it concerns some passages: their documents, the links of these with the cases' names, the codes, and the codings that touch the
    /// passages. Everything else is left out: values of cases, memos, phrases, tables.
    ///
    /// Errors: the file cannot be read.
    pub fn about(&self, passages: &[Passage]) -> Outcome<Project> {
        let read = || -> rusqlite::Result<Project> {
            let tx = self.connection.unchecked_transaction()?;
            let project = about(&tx, passages)?;
            tx.finish()?;
            Ok(project)
        };
        read().map_err(|e| self.fault(e))
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

fn some<T>(
    tx: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    tx.prepare_cached(sql)?.query_map(parameters, read)?.collect()
}
