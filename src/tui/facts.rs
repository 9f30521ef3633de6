use crate::case::natural;
use crate::codebook::Colour;
use crate::coding::Coding;
use crate::id::{CodeId, CoderId, DocumentId, IdMap, IdSet};
use crate::project::Project;
use crate::text::{normalise_line, printable};

/// What the screens say about the project again and again, worked out once after each alteration.
#[derive(Default)]
pub struct Facts {
    codes: IdMap<CodeId, CodeFacts>,
    documents: IdMap<DocumentId, DocumentFacts>,
    /// All codes in the order of the tree.
    pub tree: Vec<CodeId>,
    /// All documents in the order people sort their names.
    pub list: Vec<DocumentId>,
    /// How many codings there are.
    pub codings: usize,
}

/// What is said of a code.
#[derive(Clone, Default)]
pub struct CodeFacts {
    /// From the top: `access/digital`.
    pub path: String,
    /// Its name alone.
    pub name: String,
    /// Levels below the top.
    pub depth: usize,
    /// Which theme it belongs to, counted in the order of the tree.
    pub theme: usize,
    /// Which of its theme it is, counted in the order of the tree; decides how its stripe is drawn.
    pub style: usize,
    /// Its own colour or the nearest one above it.
    pub colour: Option<Colour>,
    /// Codings with it, sub-codes left out.
    pub codings: usize,
    /// Documents in which it is used.
    pub documents: usize,
}

/// What is said of a document.
#[derive(Clone, Default)]
pub struct DocumentFacts {
    /// Name.
    pub name: String,
    /// Names of the cases it belongs to.
    pub cases: String,
    /// Codings in it.
    pub codings: usize,
    /// How much of its text is coded, in per cent; more than nothing is never said to be 0.
    pub coded: u8,
}

impl Facts {
    /// Looks a project through.
    pub fn of(project: &Project) -> Self {
        let mut facts = Self { codings: project.codings.len(), ..Self::default() };
        facts.look_at_codes(project);
        for document in project.documents.values() {
            let codings = project.codings.of(document.id);
            let mut used: IdSet<CodeId> = IdSet::default();
            for coding in codings {
                let code = facts.codes.entry(coding.code).or_default();
                code.codings += 1;
                if used.insert(coding.code) {
                    code.documents += 1;
                }
            }
            let mut cases: Vec<&str> = project
                .links_of(document.id)
                .filter_map(|l| project.cases.get(&l.case))
                .map(|c| c.name.as_str())
                .collect();
            cases.sort_by(|a, b| natural(a, b));
            cases.dedup();
            let known = DocumentFacts {
                name: one_line(&document.name),
                cases: one_line(&cases.join(", ")),
                codings: codings.len(),
                coded: coded(codings, document.characters),
            };
            facts.documents.insert(document.id, known);
            facts.list.push(document.id);
        }
        let names = &facts.documents;
        facts.list.sort_by(|a, b| natural(&names[a].name, &names[b].name));
        facts
    }

    fn look_at_codes(&mut self, project: &Project) {
        let (mut theme, mut style) = (0, 0);
        let mut line: Vec<String> = Vec::new();
        for (n, (depth, code)) in project.codebook.tree().into_iter().enumerate() {
            if depth == 0 {
                theme += usize::from(n > 0);
                style = 0;
            } else {
                style += 1;
            }
            line.truncate(depth);
            line.push(one_line(&code.name));
            let known = CodeFacts {
                path: crate::codebook::join_path(line.iter().map(String::as_str)),
                name: one_line(&code.name),
                depth,
                theme,
                // A seventh theme has the hue of the first one, and begins with another style.
                style: style + theme / super::palette::HUES,
                colour: project.codebook.colour(code.id),
                ..CodeFacts::default()
            };
            self.codes.insert(code.id, known);
            self.tree.push(code.id);
        }
    }

    /// What is said of a code; nothing much when it is not in the codebook.
    pub fn code(&self, id: CodeId) -> CodeFacts {
        self.codes.get(&id).cloned().unwrap_or_else(|| CodeFacts {
            path: "?".into(),
            name: "?".into(),
            ..CodeFacts::default()
        })
    }

    /// What is said of a document.
    pub fn document(&self, id: DocumentId) -> DocumentFacts {
        self.documents.get(&id).cloned().unwrap_or_default()
    }
}

/// A name as a terminal may show it.
pub fn one_line(name: &str) -> String {
    printable(&normalise_line(name))
}

fn coded(codings: &[Coding], characters: u32) -> u8 {
    let (mut covered, mut end) = (0u64, 0);
    for coding in codings {
        let start = coding.points.start.max(end);
        covered += u64::from(coding.points.end.saturating_sub(start));
        end = end.max(coding.points.end);
    }
    let per_cent = (100 * covered).checked_div(u64::from(characters)).unwrap_or(0).min(100);
    if covered > 0 { per_cent.max(1) as u8 } else { 0 }
}

/// The codes that somebody used, the latest first.
pub fn recent_codes(project: &Project, coder: Option<CoderId>) -> Vec<CodeId> {
    let mut latest: IdMap<CodeId, crate::id::Stamp> = IdMap::default();
    for coding in project.codings.iter().filter(|c| Some(c.coder) == coder) {
        let at = latest.entry(coding.code).or_insert(coding.at);
        *at = (*at).max(coding.at);
    }
    let mut codes: Vec<(CodeId, crate::id::Stamp)> = latest.into_iter().collect();
    codes.sort_by_key(|(code, at)| (std::cmp::Reverse(*at), *code));
    codes.into_iter().map(|(code, _)| code).collect()
}
