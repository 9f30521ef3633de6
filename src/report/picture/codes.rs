use super::shape::{Anchor, BAR, LINE, Picture, QUIET, Style, scale, text_width};
use crate::codebook::Colour;
use crate::id::{CodeId, DocumentId};
use crate::project::{Project, count};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How often a code was given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CodeCount {
    /// Its path.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How deep it stands in the tree, from 0 for what is shown as highest.
    pub depth: usize,
    /// Codings of this very code, without those of its sub-codes.
    pub codings: usize,
    /// Documents in which it was given.
    pub documents: usize,
    /// Its colour, where it or a code above has one.
    #[serde(skip)]
    pub colour: Option<Colour>,
}

/// The codes in the order of the tree, all of them or those under one, with how often each was given.
pub fn code_counts(project: &Project, under: Option<CodeId>) -> Vec<CodeCount> {
    let mut found: BTreeMap<CodeId, (usize, BTreeSet<DocumentId>)> = BTreeMap::new();
    for coding in project.codings.iter() {
        let entry = found.entry(coding.code).or_default();
        entry.0 += 1;
        entry.1.insert(coding.document);
    }
    let family = under.map(|id| project.codebook.family(id));
    let tree = project.codebook.tree();
    let kept: Vec<_> = tree.iter().filter(|(_, c)| family.as_ref().is_none_or(|f| f.contains(&c.id))).collect();
    let highest = kept.iter().map(|(depth, _)| *depth).min().unwrap_or(0);
    let one = |(depth, code): &&(usize, &crate::codebook::Code)| {
        let (codings, documents) = found.get(&code.id).map_or((0, 0), |(n, d)| (*n, d.len()));
        let (path, name) = (project.codebook.path(code.id), code.name.clone());
        let colour = project.codebook.colour(code.id);
        CodeCount { code: path, name, depth: depth - highest, codings, documents, colour }
    };
    kept.iter().map(one).collect()
}

/// Bars of how often each code was given, in the order given.
pub fn codes(title: &str, counts: &[CodeCount]) -> Picture {
    let height = if counts.len() > 80 { 16.0 } else { 22.0 };
    let label = |c: &CodeCount| text_width(&c.name, 12.0) + c.depth as f64 * 16.0;
    let labels = counts.iter().map(label).fold(60.0, f64::max).min(300.0) + 24.0;
    let (top, room) = (84.0, 420.0);
    let all: usize = counts.iter().map(|c| c.codings).sum();
    let most = counts.iter().max_by_key(|c| c.codings);
    let said = most.map(|m| format!(" The most frequent is {} ({}).", m.code, m.codings)).unwrap_or_default();
    let mut picture = Picture {
        width: labels + room + 150.0,
        height: top + counts.len() as f64 * height + 24.0,
        title: title.to_owned(),
        description: format!("Bars of how often {} were given.{said}", count(counts.len(), "code")),
        shapes: Vec::new(),
    };
    picture.heading(&format!("{}, {}; sub-codes counted apart", count(counts.len(), "code"), count(all, "coding")));
    let (end, step) = scale(most.map_or(0, |m| m.codings));
    let bottom = top + counts.len() as f64 * height;
    for mark in (0..=end).step_by(step) {
        let x = labels + room * mark as f64 / end as f64;
        picture.line(&[(x, top - 4.0), (x, bottom)], LINE, 0.7);
        let style = Style { size: 10.0, anchor: Anchor::Middle, ink: QUIET, ..Style::default() };
        picture.text((x, top - 9.0), &mark.to_string(), &style);
    }
    for (n, one) in counts.iter().enumerate() {
        let y = top + n as f64 * height;
        let indent = one.depth as f64 * 16.0;
        let style = Style { bold: one.depth == 0, room: labels - indent - 18.0, ..Style::default() };
        picture.text((12.0 + indent, y + height * 0.5 + 4.0), &one.name, &style);
        let width = room * one.codings as f64 / end as f64;
        let tip = format!("{}: {} in {}", one.code, count(one.codings, "coding"), count(one.documents, "document"));
        picture.rect((labels, y + 3.0), (width, height - 6.0), one.colour.unwrap_or(BAR), tip);
        let words = if one.codings == 0 {
            "0".to_owned()
        } else {
            format!("{} in {}", one.codings, count(one.documents, "document"))
        };
        let style = Style { size: 10.5, ink: QUIET, ..Style::default() };
        picture.text((labels + width + 6.0, y + height * 0.5 + 3.8), &words, &style);
    }
    picture
}
