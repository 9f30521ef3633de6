use crate::case::Case;
use crate::fault::Outcome;
use crate::memo::{Template, Vignette, sections};
use crate::project::{Place, Project, Texts, passage, place_name};
use crate::report::paper::{Block, Paper, Run, prose};

/// Something about a vignette that wants work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Name of the case.
    pub case: String,
    /// Title of the section; empty for what stands before the first.
    pub section: String,
    /// What is the matter.
    pub what: String,
    /// True when it is wrong (a passage that is not there), false when something is merely missing.
    pub wrong: bool,
}

/// How far the write-up of a case has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Name of the case.
    pub case: String,
    /// Name of the template.
    pub template: String,
    /// For each section of the template its title, and the number of words written.
    pub sections: Vec<(String, usize)>,
}

/// Vignettes in the order of the cases' names, then of the templates.
fn in_order(project: &Project) -> Vec<(&Case, &Template, &Vignette)> {
    let mut out: Vec<_> = project
        .vignettes
        .values()
        .filter_map(|v| Some((project.cases.get(&v.case)?, project.templates.get(&v.template)?, v)))
        .collect();
    out.sort_by(|a, b| crate::case::natural(&a.0.name, &b.0.name).then_with(|| a.1.name.cmp(&b.1.name)));
    out
}

/// What stands between `[[` and `]]`, with the title of its section.
fn links(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let intro = text.split("\n## ").next().filter(|_| !text.starts_with("## ")).unwrap_or_default();
    let parts = std::iter::once(("", intro)).chain(sections(text).into_iter().map(|s| (s.title, s.body)));
    for (title, body) in parts {
        let mut rest = body;
        while let Some((inside, behind)) = rest.split_once("[[").and_then(|(_, after)| after.split_once("]]")) {
            out.push((title.to_owned(), inside.trim().to_owned()));
            rest = behind;
        }
    }
    out
}

/// A link's target, and the words that are to be shown instead of the passage's.
fn parts(link: &str) -> (&str, Option<&str>) {
    match link.rsplit_once('|') {
        Some((target, words)) if !words.contains(['"', '”', '«', '»', '“']) => {
            (target.trim(), Some(words.trim()))
        }
        _ => (link, None),
    }
}

/// Goes through all vignettes: links whose passage is not there, sections that are missing, empty or not in the template, a name that was not filled in.
pub fn check_vignettes(project: &Project, texts: &dyn Texts) -> Vec<Finding> {
    let mut out = Vec::new();
    for (case, template, vignette) in in_order(project) {
        let mut note = |section: &str, what: String, wrong: bool| {
            out.push(Finding { case: case.name.clone(), section: section.to_owned(), what, wrong });
        };
        for (section, link) in links(&vignette.text) {
            if let Err(fault) = passage(project, texts, parts(&link).0) {
                note(&section, format!("[[{link}]]: {}", fault.what), true);
            }
        }
        let written = sections(&vignette.text);
        for wanted in sections(&template.text) {
            match written.iter().find(|s| s.title == wanted.title) {
                None => note(wanted.title, "the section is missing".to_owned(), false),
                Some(s) if words(s.body) == 0 => note(wanted.title, "the section is empty".to_owned(), false),
                Some(_) => {}
            }
        }
        for section in written.iter().filter(|s| sections(&template.text).iter().all(|t| t.title != s.title)) {
            note(section.title, format!("the template “{}” has no such section", template.name), false);
        }
        if vignette.text.contains("{case}") {
            note("", "{case} is not filled in".to_owned(), false);
        }
    }
    out
}

/// Words of a section without its comments.
fn words(body: &str) -> usize {
    prose(body, 0, &|link| vec![Run { text: link.to_owned(), ..Run::default() }])
        .iter()
        .map(|block| match block {
            Block::Paragraph(runs) | Block::Item(runs) => {
                crate::text::word_count(&runs.iter().map(|r| r.text.as_str()).collect::<String>())
            }
            Block::Heading(_, words) | Block::Quote { words, .. } => crate::text::word_count(words),
            Block::Table(..) => 0,
        })
        .sum()
}

/// For every case and template how many words each section has; cases without a vignette have none.
pub fn progress(project: &Project) -> Vec<Progress> {
    let mut out = Vec::new();
    for case in project.cases_by_name() {
        for template in project.templates.values() {
            let text = project.vignettes.values().find(|v| v.case == case.id && v.template == template.id);
            let written = text.map(|v| sections(&v.text)).unwrap_or_default();
            let count = |title: &str| written.iter().find(|s| s.title == title).map_or(0, |s| words(s.body));
            let sections = sections(&template.text).iter().map(|s| (s.title.to_owned(), count(s.title))).collect();
            out.push(Progress { case: case.name.clone(), template: template.name.clone(), sections });
        }
    }
    out
}

/// One vignette as blocks, its headings lower by so many levels. A link becomes the words that it names, with where they stand.
pub fn vignette_blocks(project: &Project, texts: &dyn Texts, text: &str, deeper: u8) -> Vec<Block> {
    prose(text, deeper, &|link| {
        let words = cited(project, texts, link).unwrap_or_else(|_| format!("[[{link}]]"));
        vec![Run { text: words, ..Run::default() }]
    })
}

fn cited(project: &Project, texts: &dyn Texts, link: &str) -> Outcome<String> {
    let (target, shown) = parts(link);
    let found = passage(project, texts, target)?;
    let document = &project.documents[&found.document];
    let content = texts.content(document)?;
    let source = format!("({}, {})", document.name, place_name(found.span, &content));
    let words = found.span.of(content.text.as_str());
    let by_words = target.split_once(':').is_some_and(|(_, p)| matches!(p.parse(), Ok(Place::Quote(_))));
    Ok(match shown {
        Some(shown) => format!("{shown} {source}"),
        None if by_words => format!("“{words}” {source}"),
        None => source,
    })
}

/// All vignettes, one after another.
pub(super) fn all_blocks(project: &Project, texts: &dyn Texts, deeper: u8) -> Vec<Block> {
    in_order(project).into_iter().flat_map(|(.., v)| vignette_blocks(project, texts, &v.text, deeper)).collect()
}

/// The vignettes of all cases, or of one, as a text of their own; `None` when there are none.
pub fn vignettes_paper(project: &Project, texts: &dyn Texts, case: Option<&Case>) -> Option<Paper> {
    let chosen: Vec<_> = in_order(project).into_iter().filter(|(c, ..)| case.is_none_or(|k| k.id == c.id)).collect();
    let blocks = chosen.iter().flat_map(|(.., v)| vignette_blocks(project, texts, &v.text, 0)).collect();
    let title = if case.is_some() || project.title.is_empty() {
        String::new()
    } else {
        format!("{}: vignettes", project.title)
    };
    (!chosen.is_empty()).then_some(Paper { title, blocks })
}
