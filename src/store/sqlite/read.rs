//! The tables, into the project value.

use crate::case::{Attribute, AttributeKind, Case, Clearance, Link, Part, Value};
use crate::codebook::Code;
use crate::coding::{Coding, Codings};
use crate::document::Document;
use crate::id::{AttributeId, CaseId, IdMap, Stamp};
use crate::memo::{Essence, Memo, Template, Vignette};
use crate::project::{Coder, Project, Saved, SavedKind, SavedMatrix};
use crate::text::{Points, Span};
use rusqlite::types::Type;
use rusqlite::{Connection, Row};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use uuid::Uuid;

/// An id in a column.
pub(super) fn id<T: From<Uuid>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    row.get::<_, [u8; 16]>(column).map(|bytes| T::from(Uuid::from_bytes(bytes)))
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text).map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(e)))
}

fn damaged(column: usize, what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, what.into())
}

fn all<T>(tx: &Connection, sql: &str, read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>) -> rusqlite::Result<Vec<T>> {
    tx.prepare_cached(sql)?.query_map([], read)?.collect()
}

fn table<I: Ord, T>(
    tx: &Connection,
    name: &str,
    key: impl Fn(&T) -> I,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<BTreeMap<I, T>> {
    Ok(all(tx, &format!("SELECT * FROM {name}"), read)?.into_iter().map(|r| (key(&r), r)).collect())
}

/// Everything but the codings.
pub(super) fn project(tx: &Connection) -> rusqlite::Result<Project> {
    let title =
        all(tx, "SELECT value FROM meta WHERE key = 'title'", |r| r.get::<_, String>(0))?.pop().unwrap_or_default();
    let mut project = Project {
        title,
        coders: table(tx, "coders", |c: &Coder| c.id, |r| Ok(Coder { id: id(r, 0)?, name: r.get(1)? }))?,
        documents: table(tx, "documents", |d: &Document| d.id, document)?,
        attributes: table(tx, "attributes", |a: &Attribute| a.id, attribute)?,
        links: table(tx, "links", |l: &Link| l.id, link)?,
        memos: table(tx, "memos", |m: &Memo| m.id, memo)?,
        essences: table(tx, "essences", |e: &Essence| e.id, essence)?,
        matrices: table(
            tx,
            "matrices",
            |m: &SavedMatrix| m.id,
            |r| Ok(SavedMatrix { id: id(r, 0)?, name: r.get(1)?, spec: r.get(2)?, at: Stamp(r.get(3)?) }),
        )?,
        templates: table(
            tx,
            "templates",
            |t: &Template| t.id,
            |r| Ok(Template { id: id(r, 0)?, name: r.get(1)?, text: r.get(2)? }),
        )?,
        vignettes: table(tx, "vignettes", |v: &Vignette| v.id, vignette)?,
        saved: table(tx, "saved", |s: &Saved| s.id, saved)?,
        ..Project::default()
    };
    name(tx, &mut project)?;
    Ok(project)
}

/// Codes, coders, attributes, cases with their values, and named texts: what the names in a query can mean besides documents.
pub(super) fn names(tx: &Connection) -> rusqlite::Result<Project> {
    let mut project = Project {
        coders: table(tx, "coders", |c: &Coder| c.id, |r| Ok(Coder { id: id(r, 0)?, name: r.get(1)? }))?,
        attributes: table(tx, "attributes", |a: &Attribute| a.id, attribute)?,
        saved: table(tx, "saved", |s: &Saved| s.id, saved)?,
        ..Project::default()
    };
    name(tx, &mut project)?;
    Ok(project)
}

/// Codes, and cases with their values, into a project that has the attributes.
fn name(tx: &Connection, project: &mut Project) -> rusqlite::Result<()> {
    for code in all(tx, "SELECT * FROM codes", code)? {
        project.codebook.put(code);
    }
    let kinds: IdMap<AttributeId, AttributeKind> =
        project.attributes.values().map(|a| (a.id, a.kind.clone())).collect();
    project.cases = table(tx, "cases", |c: &Case| c.id, case)?;
    for (case, attribute, value) in all(tx, "SELECT * FROM case_values", |r| case_value(r, &kinds))? {
        if let (Some(case), Some(value)) = (project.cases.get_mut(&case), value) {
            case.values.insert(attribute, value);
        }
    }
    Ok(())
}

/// Which documents' codings are read: those whose ids come before this one, or the others; all without one.
#[derive(Clone, Copy)]
pub(super) enum Half {
    All,
    Before([u8; 16]),
    From([u8; 16]),
}

/// The codings, taken in as they are read: there can be a million of them. The table has them document by document in reading order.
pub(super) fn codings(tx: &Connection, half: Half) -> rusqlite::Result<Codings> {
    let (sql, bound) = match half {
        Half::All => ("SELECT * FROM codings WHERE ?1 IS NULL", None),
        Half::Before(id) => ("SELECT * FROM codings WHERE document < ?1", Some(id)),
        Half::From(id) => ("SELECT * FROM codings WHERE document >= ?1", Some(id)),
    };
    let mut failed = None;
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map([bound], coding)?;
    let codings = Codings::from_unsorted(rows.map_while(|row| row.map_err(|e| failed = Some(e)).ok()));
    failed.map_or(Ok(codings), Err)
}

fn saved(r: &Row<'_>) -> rusqlite::Result<Saved> {
    let word: String = r.get(1)?;
    let kind = SavedKind::of(&word).ok_or_else(|| damaged(1, format!("“{word}” is no kind of saved text")))?;
    Ok(Saved { id: id(r, 0)?, kind, name: r.get(2)?, text: r.get(3)?, at: Stamp(r.get(4)?) })
}

pub(super) fn document(r: &Row<'_>) -> rusqlite::Result<Document> {
    Ok(Document {
        id: id(r, 0)?,
        name: r.get(1)?,
        format: r.get(2)?,
        language: r.get(3)?,
        sha256: r.get(4)?,
        text: r.get(5)?,
        structure: r.get(6)?,
        characters: r.get(7)?,
        words: r.get(8)?,
        turns: r.get(9)?,
        speakers: json(r, 10)?,
        properties: json(r, 11)?,
        warnings: json(r, 12)?,
    })
}

pub(super) fn code(r: &Row<'_>) -> rusqlite::Result<Code> {
    let parent = r.get::<_, Option<[u8; 16]>>(1)?.map(|bytes| Uuid::from_bytes(bytes).into());
    let colour = r.get::<_, Option<String>>(9)?.map(|c| c.parse()).transpose().map_err(|e| damaged(9, e))?;
    Ok(Code {
        id: id(r, 0)?,
        parent,
        name: r.get(2)?,
        position: r.get(3)?,
        short: r.get(4)?,
        definition: r.get(5)?,
        use_when: r.get(6)?,
        not_when: r.get(7)?,
        example: r.get(8)?,
        colour,
    })
}

fn attribute(r: &Row<'_>) -> rusqlite::Result<Attribute> {
    Ok(Attribute { id: id(r, 0)?, name: r.get(1)?, title: r.get(2)?, kind: json(r, 3)?, position: r.get(4)? })
}

pub(super) fn case(r: &Row<'_>) -> rusqlite::Result<Case> {
    let word: String = r.get(3)?;
    let clearance = Clearance::parse(&word).ok_or_else(|| damaged(3, format!("unknown clearance {word}")))?;
    Ok(Case { id: id(r, 0)?, name: r.get(1)?, alias: r.get(2)?, clearance, values: BTreeMap::new() })
}

type CaseValue = (CaseId, AttributeId, Option<Value>);

fn case_value(r: &Row<'_>, kinds: &IdMap<AttributeId, AttributeKind>) -> rusqlite::Result<CaseValue> {
    let (case, attribute): (CaseId, AttributeId) = (id(r, 0)?, id(r, 1)?);
    let raw: String = r.get(2)?;
    let value = kinds.get(&attribute).map_or(Ok(None), |kind| kind.parse(&raw)).map_err(|e| damaged(2, e))?;
    Ok((case, attribute, value))
}

pub(super) fn link(r: &Row<'_>) -> rusqlite::Result<Link> {
    let part = match (r.get::<_, Option<String>>(3)?, r.get::<_, Option<u32>>(4)?) {
        (Some(speaker), _) => Part::Speaker(speaker),
        (None, Some(start)) => {
            Part::Passage { points: Points { start, end: r.get(5)? }, span: Span { start: r.get(6)?, end: r.get(7)? } }
        }
        (None, None) => Part::Whole,
    };
    Ok(Link { id: id(r, 0)?, case: id(r, 1)?, document: id(r, 2)?, part })
}

pub(super) fn coding(r: &Row<'_>) -> rusqlite::Result<Coding> {
    Ok(Coding {
        id: id(r, 0)?,
        document: id(r, 1)?,
        code: id(r, 2)?,
        coder: id(r, 3)?,
        points: Points { start: r.get(4)?, end: r.get(5)? },
        span: Span { start: r.get(6)?, end: r.get(7)? },
        context: r.get::<_, i64>(8)?.cast_unsigned(),
        telling: r.get(9)?,
        at: Stamp(r.get(10)?),
        quote: r.get_ref(11)?.as_str()?.into(),
    })
}

fn memo(r: &Row<'_>) -> rusqlite::Result<Memo> {
    Ok(Memo { id: id(r, 0)?, about: json(r, 1)?, text: r.get(2)?, coder: id(r, 3)?, at: Stamp(r.get(4)?) })
}

fn essence(r: &Row<'_>) -> rusqlite::Result<Essence> {
    Ok(Essence {
        id: id(r, 0)?,
        row: json(r, 1)?,
        column: json(r, 2)?,
        verdict: json(r, 3)?,
        evidence: json(r, 4)?,
        basis: json(r, 5)?,
        coder: id(r, 6)?,
        at: Stamp(r.get(7)?),
    })
}

fn vignette(r: &Row<'_>) -> rusqlite::Result<Vignette> {
    Ok(Vignette {
        id: id(r, 0)?,
        case: id(r, 1)?,
        template: id(r, 2)?,
        text: r.get(3)?,
        coder: id(r, 4)?,
        at: Stamp(r.get(5)?),
    })
}
