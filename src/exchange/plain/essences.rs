use super::super::lines::{line_of, literal, place, toml as read_toml, toml_line};
use super::moment;
use crate::coding::Passage;
use crate::fault::{Fault, Outcome};
use crate::id::DocumentId;
use crate::memo::{Axis, Essence, Verdict};
use crate::project::{EssenceRow, Named, PassageRow, Project, SavedKind, Texts};
use crate::text::{Points, Span};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The phrases as TOML, in order of creation.
pub(super) fn write(project: &Project, texts: &dyn Texts) -> Outcome<String> {
    let mut out = String::new();
    for essence in project.essences.values() {
        if !out.is_empty() {
            out.push('\n');
        }
        write_one(&mut out, project, texts, essence)?;
    }
    Ok(out)
}

fn write_one(out: &mut String, project: &Project, texts: &dyn Texts, essence: &Essence) -> Outcome<()> {
    out.push_str("[[essence]]\n");
    out.push_str(&format!("row = {}\n", axis(project, &essence.row)?));
    out.push_str(&format!("column = {}\n", axis(project, &essence.column)?));
    match &essence.verdict {
        Verdict::Phrase(text) => toml_line(out, "phrase", text),
        Verdict::NotApplicable(why) => toml_line(out, "not_applicable", why),
    }
    toml_line(out, "coder", project.coder_name(essence.coder));
    toml_line(out, "date", &moment::write(essence.at));
    for (key, passages) in [("evidence", &essence.evidence), ("basis", &essence.basis)] {
        // Evidence that is all there was in the cell need not be listed twice.
        if key == "evidence" && essence.evidence == essence.basis {
            continue;
        }
        let mut lines: Vec<((usize, u32, u32), String)> = Vec::new();
        for passage in passages {
            let order = project.documents.keys().position(|id| *id == passage.document).unwrap_or(usize::MAX);
            lines.push(((order, passage.span.start, passage.span.end), passage_literal(project, texts, *passage)?));
        }
        lines.sort();
        let listed: String = lines.iter().map(|(_, line)| format!("  {line},\n")).collect();
        out.push_str(&if listed.is_empty() { format!("{key} = []\n") } else { format!("{key} = [\n{listed}]\n") });
    }
    Ok(())
}

fn axis(project: &Project, axis: &Axis) -> Outcome<String> {
    let gone =
        || Fault::data("a phrase belongs to a row or column that is not there").hint("`casebook check` says more");
    let (key, name) = match axis {
        Axis::Case(id) => ("case", project.cases.get(id).ok_or_else(gone)?.name.clone()),
        Axis::Document(id) => ("document", project.documents.get(id).ok_or_else(gone)?.name.clone()),
        Axis::Code(id) => ("code", project.codebook.get(*id).map(|c| project.codebook.path(c.id)).ok_or_else(gone)?),
        Axis::Query(text) => ("query", text.clone()),
        Axis::Value(id, value) => {
            let derived = || project.saved.values().find(|s| s.kind == SavedKind::Derived && s.id.0 == id.0);
            let stored = project.attributes.get(id).map(|a| &a.name);
            let name = stored.or_else(|| derived().map(|s| &s.name)).ok_or_else(gone)?;
            return Ok(format!("{{ attribute = {}, value = {} }}", literal(name), literal(value)));
        }
    };
    Ok(format!("{{ {key} = {} }}", literal(&name)))
}

/// `"name@120-260"`, or a table for a passage whose document has been removed since: its words are gone, that it was there is not.
fn passage_literal(project: &Project, texts: &dyn Texts, passage: Passage) -> Outcome<String> {
    let Some(document) = project.documents.get(&passage.document) else {
        let (start, end) = (passage.span.start, passage.span.end);
        return Ok(format!("{{ removed = \"{}\", start = {start}, end = {end} }}", passage.document));
    };
    let points = texts.content(document)?.text.to_points(passage.span);
    Ok(literal(&format!("{}@{}-{}", document.name, points.start, points.end)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Essences {
    #[serde(default)]
    essence: Vec<toml::Spanned<TomlEssence>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlEssence {
    row: BTreeMap<String, String>,
    column: BTreeMap<String, String>,
    phrase: Option<String>,
    not_applicable: Option<String>,
    #[serde(default)]
    coder: String,
    date: Option<String>,
    evidence: Option<Vec<TomlPassage>>,
    basis: Option<Vec<TomlPassage>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum TomlPassage {
    There(String),
    Gone { removed: uuid::Uuid, start: u32, end: u32 },
}

/// Reads the phrases.
///
/// Errors: what cannot be read, with file and line.
pub(super) fn read(file: &str, text: &str) -> Outcome<Vec<EssenceRow>> {
    let read: Essences = read_toml(file, text)?;
    let mut rows = Vec::new();
    for raw in read.essence {
        let at = place(file, line_of(text, raw.span().start));
        rows.push(row_of(raw.into_inner()).map_err(|what| Fault::data(what).at(at))?);
    }
    Ok(rows)
}

fn row_of(raw: TomlEssence) -> Result<EssenceRow, String> {
    let text = |words: String| crate::text::normalise(&words).0.trim().to_owned();
    let verdict = match (raw.phrase.map(text), raw.not_applicable.map(text)) {
        (Some(phrase), None) if !phrase.is_empty() => Verdict::Phrase(phrase),
        (None, Some(why)) if !why.is_empty() => Verdict::NotApplicable(why),
        _ => return Err("it needs either a `phrase` or the reason why it is `not_applicable`".to_owned()),
    };
    let at = match &raw.date {
        None => None,
        Some(date) => Some(moment::read(date).ok_or_else(|| format!("“{date}” is no date: write it as 2015-03-12"))?),
    };
    let passages = |rows: Option<Vec<TomlPassage>>| -> Result<Option<Vec<PassageRow>>, String> {
        rows.map(|rows| rows.into_iter().map(passage_row).collect()).transpose()
    };
    let (evidence, basis) = (passages(raw.evidence)?, passages(raw.basis)?);
    let evidence_all = evidence.or_else(|| basis.clone()).unwrap_or_default();
    Ok(EssenceRow {
        row: named(raw.row, "row")?,
        column: named(raw.column, "column")?,
        verdict,
        basis: basis.unwrap_or_else(|| evidence_all.clone()),
        evidence: evidence_all,
        coder: raw.coder,
        at,
    })
}

fn named(mut keys: BTreeMap<String, String>, what: &str) -> Result<Named, String> {
    let fault = format!("the {what} is one of case, document, code, query, or attribute with value");
    if let (Some(attribute), Some(value), 2) = (keys.get("attribute"), keys.get("value"), keys.len()) {
        return Ok(Named::Value(attribute.clone(), value.clone()));
    }
    match keys.pop_first() {
        Some((key, name)) if keys.is_empty() => match key.as_str() {
            "case" => Ok(Named::Case(name)),
            "document" => Ok(Named::Document(name)),
            "code" => Ok(Named::Code(name)),
            "query" => Ok(Named::Query(name)),
            _ => Err(fault),
        },
        _ => Err(fault),
    }
}

fn passage_row(raw: TomlPassage) -> Result<PassageRow, String> {
    let place = match raw {
        TomlPassage::Gone { start, end, .. } if start > end => return Err(format!("{start}-{end} is no passage")),
        TomlPassage::Gone { removed, start, end } => {
            return Ok(PassageRow::Gone(Passage { document: DocumentId(removed), span: Span { start, end } }));
        }
        TomlPassage::There(place) => place,
    };
    let parts = || -> Option<(String, Points)> {
        let (name, range) = place.rsplit_once('@')?;
        let (start, end) = range.split_once('-')?;
        Some((name.to_owned(), Points { start: start.trim().parse().ok()?, end: end.trim().parse().ok()? }))
    };
    let (name, points) = parts().ok_or_else(|| format!("“{place}” is no passage: write it as document@120-260"))?;
    Ok(PassageRow::Of(name, points))
}
