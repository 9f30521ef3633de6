//! What results fall into: facets and groups.

use super::super::Io;
use super::lines::{Context, Excerpt, HitLine, show};
use super::value;
use crate::fault::Outcome;
use crate::project::count;
use crate::query::{About, Group, Hit};
use crate::report::{Align, listing};
use crate::session::Session;

/// How many values of a facet are shown; JSON has all of them.
const SHOWN: usize = 12;

/// Prints the facets of results, each with the condition that narrows to it.
pub fn facets(session: &Session, hits: &[Hit], io: &mut Io) -> Outcome<()> {
    let facets = session.facets(hits)?;
    if io.json {
        let row = |r: &crate::query::FacetRow| serde_json::json!({ "label": r.label, "count": r.count, "condition": r.condition });
        let all: Vec<serde_json::Value> = facets
            .iter()
            .map(|f| {
                let rows: Vec<serde_json::Value> = f.rows.iter().map(row).collect();
                serde_json::json!({ "kind": f.kind.word(), "name": f.name, "rows": rows })
            })
            .collect();
        io.json(&serde_json::json!({ "count": hits.len(), "facets": all }));
        return Ok(());
    }
    io.print(&count(hits.len(), "result"));
    for facet in &facets {
        io.print("");
        let mut rows: Vec<Vec<String>> = facet
            .rows
            .iter()
            .take(SHOWN)
            .map(|r| vec![r.label.clone(), r.count.to_string(), r.condition.clone()])
            .collect();
        if facet.rows.len() > SHOWN {
            rows.push(vec![format!("… and {} more", facet.rows.len() - SHOWN), String::new(), String::new()]);
        }
        let headings = [facet.name.as_str(), "results", "narrow with"];
        io.print(&listing(&headings, &[Align::Left, Align::Right, Align::Left], &rows, io.width));
    }
    Ok(())
}

/// Prints results under what they share.
pub fn grouped(
    session: &Session,
    hits: &[Hit],
    groups: &[Group],
    (by, context): (&str, Context),
    about: &About<'_>,
    io: &mut Io,
) -> Outcome<()> {
    let project = session.project();
    let mut all = Vec::new();
    for group in groups {
        let label = group.label.clone().unwrap_or_else(|| format!("no {by}"));
        if !io.json {
            io.print(&format!("# {label}: {}\n", count(group.hits.len(), "result")));
        }
        let mut lines = Vec::new();
        for hit in group.hits.iter().map(|n| &hits[*n]) {
            let content = session.content(hit.passage.document)?;
            let excerpt = Excerpt::of(hit, &content, context);
            if io.json {
                lines.push(value(&HitLine::of(project, hit, &excerpt, about))?);
            } else {
                show(project, hit, &excerpt, about, io);
            }
        }
        all.push(serde_json::json!({ "group": group.label, "results": lines }));
    }
    if io.json {
        io.json(&all);
    }
    Ok(())
}
