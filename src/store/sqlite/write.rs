//! Changes and what they refer to, into the tables.

use crate::case::{Attribute, Case, Link, Part};
use crate::codebook::Code;
use crate::coding::Coding;
use crate::document::{Content, Document, Structure, TurnKind};
use crate::memo::{Essence, Memo};
use crate::project::{Change, Edit, Saved, Staged};
use crate::text::Text;
use rayon::prelude::*;
use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;
use uuid::Uuid;

/// Deflates originals on all cores, before the transaction begins.
pub(super) fn pack_originals(staged: &[Staged]) -> HashMap<&str, Vec<u8>> {
    let originals: Vec<(&str, &[u8])> = staged
        .iter()
        .filter_map(|s| if let Staged::Original(key, bytes) = s { Some((key.as_str(), &**bytes)) } else { None })
        .collect();
    originals.into_par_iter().map(|(key, bytes)| (key, super::deflate(bytes))).collect()
}

pub(super) fn staged(tx: &Connection, staged: &[Staged], originals: &HashMap<&str, Vec<u8>>) -> rusqlite::Result<()> {
    for item in staged {
        match item {
            Staged::Text(key, content) => tx
                .prepare_cached("INSERT INTO texts VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
                .execute((key, content.text.as_str()))?,
            Staged::Structure(key, json) => tx
                .prepare_cached("INSERT INTO structures VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
                .execute((key, json))?,
            Staged::Original(key, bytes) => {
                let packed = originals.get(key.as_str()).map_or(&[][..], Vec::as_slice);
                let sql = "INSERT INTO originals VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
                tx.prepare_cached(sql)?.execute((key, bytes.len() as i64, packed))?
            }
        };
    }
    Ok(())
}

pub(super) fn changes(tx: &Connection, changes: &[Change]) -> rusqlite::Result<()> {
    for change in changes {
        match change {
            Change::Title(edit) => {
                meta(tx, "title", edit.now.as_deref().unwrap_or_default())?;
            }
            Change::Coder(e) => put(tx, "coders", e, |r| r.id.0, |r| row(tx, "coders", &[&id(r.id.0), &r.name]))?,
            Change::Document(e) => put(tx, "documents", e, |r| r.id.0, |r| document(tx, r))?,
            Change::Code(e) => put(tx, "codes", e, |r| r.id.0, |r| code(tx, r))?,
            Change::Attribute(e) => put(tx, "attributes", e, |r| r.id.0, |r| attribute(tx, r))?,
            Change::Case(e) => put(tx, "cases", e, |r| r.id.0, |r| case(tx, r))?,
            Change::Link(e) => put(tx, "links", e, |r| r.id.0, |r| link(tx, r))?,
            Change::Coding(e) => {
                if let Some(was) = &e.was {
                    let sql =
                        "DELETE FROM codings WHERE document = ?1 AND start_byte = ?2 AND end_byte = ?3 AND id = ?4";
                    let place = (id(was.document.0), was.span.start, was.span.end, id(was.id.0));
                    tx.prepare_cached(sql)?.execute(place)?;
                }
                e.now.as_ref().map_or(Ok(()), |now| coding(tx, now))?;
            }
            Change::Memo(e) => put(tx, "memos", e, |r| r.id.0, |r| memo(tx, r))?,
            Change::Essence(e) => put(tx, "essences", e, |r| r.id.0, |r| essence(tx, r))?,
            Change::Matrix(e) => {
                put(tx, "matrices", e, |r| r.id.0, |r| row(tx, "matrices", &[&id(r.id.0), &r.name, &r.spec, &r.at.0]))?;
            }
            Change::Template(e) => {
                put(tx, "templates", e, |r| r.id.0, |r| row(tx, "templates", &[&id(r.id.0), &r.name, &r.text]))?
            }
            Change::Saved(e) => {
                let values = |r: &Saved| row(tx, "saved", &[&id(r.id.0), &r.kind.word(), &r.name, &r.text, &r.at.0]);
                put(tx, "saved", e, |r| r.id.0, values)?;
            }
            Change::Vignette(e) => put(
                tx,
                "vignettes",
                e,
                |r| r.id.0,
                |r| {
                    row(
                        tx,
                        "vignettes",
                        &[&id(r.id.0), &id(r.case.0), &id(r.template.0), &r.text, &id(r.coder.0), &r.at.0],
                    )
                },
            )?,
        }
    }
    Ok(())
}

/// Sets one of the few things that the file says of itself.
pub(super) fn meta(tx: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    let sql = "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    tx.prepare_cached(sql)?.execute([key, value]).map(drop)
}

/// Whether a change alters what can be searched: which documents there are, a text, its structure or its language.
pub(super) fn alters_texts(change: &Change) -> bool {
    let Change::Document(edit) = change else { return false };
    let searched = |d: &Document| (d.text.clone(), d.structure.clone(), d.language.clone());
    edit.was.as_ref().map(searched) != edit.now.as_ref().map(searched)
}

fn id(id: Uuid) -> [u8; 16] {
    *id.as_bytes()
}

/// Takes the record as it was out and puts it as it is now in.
fn put<T>(
    tx: &Connection,
    table: &str,
    edit: &Edit<T>,
    key: impl Fn(&T) -> Uuid,
    insert: impl Fn(&T) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    if let Some(was) = &edit.was {
        let gone = id(key(was));
        tx.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([gone])?;
        match table {
            "cases" => tx.prepare_cached("DELETE FROM case_values WHERE case_id = ?1")?.execute([gone])?,
            "documents" => tx.prepare_cached("DELETE FROM turns WHERE document = ?1")?.execute([gone])?,
            _ => 0,
        };
    }
    edit.now.as_ref().map_or(Ok(()), insert)
}

fn row(tx: &Connection, table: &str, values: &[&dyn ToSql]) -> rusqlite::Result<()> {
    let marks: Vec<String> = (1..=values.len()).map(|n| format!("?{n}")).collect();
    tx.prepare_cached(&format!("INSERT INTO {table} VALUES ({})", marks.join(", ")))?.execute(values)?;
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))
}

fn document(tx: &Connection, d: &Document) -> rusqlite::Result<()> {
    let (speakers, properties, warnings) = (json(&d.speakers)?, json(&d.properties)?, json(&d.warnings)?);
    row(
        tx,
        "documents",
        &[
            &id(d.id.0),
            &d.name,
            &d.format,
            &d.language,
            &d.sha256,
            &d.text,
            &d.structure,
            &d.characters,
            &d.words,
            &d.turns,
            &speakers,
            &properties,
            &warnings,
        ],
    )?;
    turns(tx, d)
}

/// The turns once more as rows, for other tools. They follow from the text and the structure, which stand under their hashes already.
fn turns(tx: &Connection, d: &Document) -> rusqlite::Result<()> {
    let get = |sql: &str, key: &str| tx.prepare_cached(sql)?.query_row([key], |r| r.get::<_, String>(0)).optional();
    let text = get("SELECT text FROM texts WHERE sha256 = ?1", &d.text)?;
    let structure = get("SELECT json FROM structures WHERE sha256 = ?1", &d.structure)?;
    let (Some(text), Some(structure)) = (text, structure) else { return Ok(()) };
    let structure: Structure =
        serde_json::from_str(&structure).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
    let content = Content { text: Text::new(text), structure };
    let mut insert = tx.prepare_cached("INSERT INTO turns VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (n, turn) in content.structure.turns.iter().enumerate() {
        let points = content.text.to_points(turn.span);
        let kind = match turn.kind {
            TurnKind::Speech => "speech",
            TurnKind::Paragraph => "paragraph",
            TurnKind::Heading => "heading",
        };
        let time = turn.time_ms.map(|t| t as i64);
        insert.execute((
            id(d.id.0),
            n as i64 + 1,
            kind,
            content.structure.speaker_of(n),
            time,
            points.start,
            points.end,
        ))?;
    }
    Ok(())
}

fn code(tx: &Connection, c: &Code) -> rusqlite::Result<()> {
    let (parent, colour) = (c.parent.map(|p| id(p.0)), c.colour.map(|c| c.to_string()));
    row(
        tx,
        "codes",
        &[
            &id(c.id.0),
            &parent,
            &c.name,
            &c.position,
            &c.short,
            &c.definition,
            &c.use_when,
            &c.not_when,
            &c.example,
            &colour,
        ],
    )
}

fn attribute(tx: &Connection, a: &Attribute) -> rusqlite::Result<()> {
    row(tx, "attributes", &[&id(a.id.0), &a.name, &a.title, &json(&a.kind)?, &a.position])
}

fn case(tx: &Connection, c: &Case) -> rusqlite::Result<()> {
    row(tx, "cases", &[&id(c.id.0), &c.name, &c.alias, &c.clearance.word()])?;
    for (attribute, value) in &c.values {
        row(tx, "case_values", &[&id(c.id.0), &id(attribute.0), &value.to_string()])?;
    }
    Ok(())
}

fn link(tx: &Connection, l: &Link) -> rusqlite::Result<()> {
    let speaker = if let Part::Speaker(name) = &l.part { Some(name) } else { None };
    let place = if let Part::Passage { span, points } = &l.part { Some((points, span)) } else { None };
    let (start, end) = (place.map(|(p, _)| p.start), place.map(|(p, _)| p.end));
    let (start_byte, end_byte) = (place.map(|(_, s)| s.start), place.map(|(_, s)| s.end));
    row(tx, "links", &[&id(l.id.0), &id(l.case.0), &id(l.document.0), &speaker, &start, &end, &start_byte, &end_byte])
}

fn coding(tx: &Connection, c: &Coding) -> rusqlite::Result<()> {
    let mut insert =
        tx.prepare_cached("INSERT INTO codings VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")?;
    insert.execute((
        id(c.id.0),
        id(c.document.0),
        id(c.code.0),
        id(c.coder.0),
        c.points.start,
        c.points.end,
        c.span.start,
        c.span.end,
        c.context.cast_signed(),
        c.telling,
        c.at.0,
        &*c.quote,
    ))?;
    Ok(())
}

fn memo(tx: &Connection, m: &Memo) -> rusqlite::Result<()> {
    row(tx, "memos", &[&id(m.id.0), &json(&m.about)?, &m.text, &id(m.coder.0), &m.at.0])
}

fn essence(tx: &Connection, e: &Essence) -> rusqlite::Result<()> {
    let (verdict, evidence, basis) = (json(&e.verdict)?, json(&e.evidence)?, json(&e.basis)?);
    row(
        tx,
        "essences",
        &[&id(e.id.0), &json(&e.row)?, &json(&e.column)?, &verdict, &evidence, &basis, &id(e.coder.0), &e.at.0],
    )
}
