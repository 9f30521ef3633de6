use crate::id::{CaseId, CoderId, Stamp, TemplateId, VignetteId};
use serde::{Deserialize, Serialize};

/// The outline that the write-ups of a study follow: Markdown whose `## headings` are the sections; `{case}` stands for the case's name, HTML comments guide
/// the writer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Template {
    /// Identity.
    pub id: TemplateId,
    /// Unique name.
    pub name: String,
    /// Markdown.
    pub text: String,
}

/// The write-up of one case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Vignette {
    /// Identity.
    pub id: VignetteId,
    /// The case.
    pub case: CaseId,
    /// The template it follows.
    pub template: TemplateId,
    /// Markdown.
    pub text: String,
    /// Who wrote it last.
    pub coder: CoderId,
    /// When.
    pub at: Stamp,
}

/// A section of a Markdown text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section<'a> {
    /// The heading's words.
    pub title: &'a str,
    /// What stands under it, trimmed.
    pub body: &'a str,
}

/// The parts of a Markdown text under its `## ` headings, in order; what stands before the first is left out.
pub fn sections(text: &str) -> Vec<Section<'_>> {
    let mut out: Vec<Section<'_>> = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(title) = line.strip_prefix("## ") {
            if let Some((title, start)) = open.take() {
                out.push(Section { title, body: text[start..at].trim() });
            }
            open = Some((title.trim(), at + line.len()));
        }
        at += line.len();
    }
    if let Some((title, start)) = open {
        out.push(Section { title, body: text[start..].trim() });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_found_by_their_headings() {
        let text = "# 7\n\nintro\n## Background\nold firm\n\n## Strategy\n### detail\nx\n";
        let found: Vec<(&str, &str)> = sections(text).iter().map(|s| (s.title, s.body)).collect();
        assert_eq!(found, [("Background", "old firm"), ("Strategy", "### detail\nx")]);
    }
}
