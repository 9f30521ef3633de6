use crate::codebook::Code;
use crate::coding::Coding;
use crate::id::{CodeId, DocumentId};
use crate::matrix::Table;
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// Quotes longer than this, in code points, give way to shorter ones.
const LONG: usize = 400;

/// The codes in the order of the tree with what they mean, how often they were given, and one quote each.
pub(super) fn table(project: &Project) -> Table {
    let mut by_code: BTreeMap<CodeId, Vec<&Coding>> = BTreeMap::new();
    for document in project.documents.keys() {
        for coding in project.codings.of(*document) {
            by_code.entry(coding.code).or_default().push(coding);
        }
    }
    let mut rows = Vec::new();
    for (depth, code) in project.codebook.tree() {
        let codings = by_code.get(&code.id).map_or(&[][..], Vec::as_slice);
        let documents: BTreeSet<DocumentId> = codings.iter().map(|c| c.document).collect();
        // Spaces at the beginning of a cell are kept only when they are no plain spaces.
        let name = format!("{}{}", "\u{2003}".repeat(depth), code.name);
        let quote = telling(codings).map(|c| quoted(project, c)).unwrap_or_default();
        rows.push(vec![name, meaning(code), codings.len().to_string(), documents.len().to_string(), quote]);
    }
    super::table("", &["Code", "Meaning", "Codings", "Documents", "A quote"], &[2, 3], rows)
}

fn meaning(code: &Code) -> String {
    let parts = [
        ("", &code.short),
        ("", &code.definition),
        ("Use: ", &code.use_when),
        ("Not: ", &code.not_when),
        ("Example: ", &code.example),
    ];
    let mut out: Vec<String> = Vec::new();
    for (lead, words) in parts.iter().filter(|(_, w)| !w.is_empty()) {
        let line = format!("{lead}{}", words.trim());
        if !out.contains(&line) {
            out.push(line);
        }
    }
    out.join("\n")
}

/// The quote to show: one that was marked as telling where there is one, rather a short one, else the first.
fn telling<'c>(codings: &[&'c Coding]) -> Option<&'c Coding> {
    codings.iter().min_by_key(|c| (!c.telling, c.quote.chars().count() > LONG)).copied()
}

fn quoted(project: &Project, coding: &Coding) -> String {
    let document = project.documents.get(&coding.document).map_or("?", |d| d.name.as_str());
    format!("“{}” ({document}@{}-{})", coding.quote, coding.points.start, coding.points.end)
}
