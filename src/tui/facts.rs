use crate::case::natural;
use crate::codebook::Colour;
use crate::coding::{Coding, Sheet};
use crate::document::Document;
use crate::id::{CodeId, CoderId, DocumentId, IdMap};
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
    /// Cases in which each code is used, sub-codes left out; looked up when they are to be shown.
    pub cases: Option<IdMap<CodeId, usize>>,
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
    /// What this was worked out from.
    from: From,
}

/// What the facts about a document were worked out from: as long as it is the same they need not be worked out again.
#[derive(Clone, Default)]
struct From {
    name: String,
    cases: String,
    codings: Option<Sheet>,
}

impl Facts {
    /// Looks a project through.
    pub fn of(project: &Project) -> Self {
        let mut facts = Self::default();
        facts.renew(project);
        facts
    }

    /// Takes in that codings of these documents were altered and nothing else.
    pub fn recode(&mut self, project: &Project, documents: &[DocumentId]) {
        self.codings = project.codings.len();
        self.cases = None;
        self.count_codes(project);
        for document in documents {
            if let Some(known) = self.documents.get_mut(document) {
                known.recode(project, *document);
            }
        }
    }

    /// Looks a project through again after an alteration: documents of which nothing was altered are taken over.
    pub fn renew(&mut self, project: &Project) {
        let mut before = std::mem::take(self);
        self.codings = project.codings.len();
        self.look_at_codes(project);
        self.count_codes(project);
        let mut cases_of: IdMap<DocumentId, Vec<&str>> = IdMap::default();
        for link in project.links.values() {
            let case = project.cases.get(&link.case).map(|c| c.name.as_str());
            cases_of.entry(link.document).or_default().extend(case);
        }
        let mut same = before.list.len() == project.documents.len();
        for document in project.documents.values() {
            let mut cases = cases_of.remove(&document.id).unwrap_or_default();
            cases.sort_by(|a, b| natural(a, b));
            cases.dedup();
            let known = before.documents.remove(&document.id);
            same &= known.as_ref().is_some_and(|known| known.from.name == document.name);
            self.documents.insert(document.id, known.unwrap_or_default().renewed(project, document, &cases));
        }
        if same {
            self.list = before.list;
        } else {
            self.list = project.documents.keys().copied().collect();
            let names = &self.documents;
            self.list.sort_by(|a, b| natural(&names[a].name, &names[b].name));
        }
    }

    /// How often each code is used.
    fn count_codes(&mut self, project: &Project) {
        let briefs = project.codings.briefs();
        for (number, code) in (0..).zip(briefs.codes()) {
            let known = self.codes.entry(*code).or_default();
            known.codings = briefs.total(number) as usize;
            known.documents = briefs.documents(number) as usize;
        }
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

    /// Everything that it says, in a form that can be compared.
    #[cfg(test)]
    pub fn told(&self) -> Vec<String> {
        let code = |id: &CodeId| {
            let CodeFacts { path, depth, theme, style, colour, codings, documents, .. } = self.code(*id);
            format!("{path} {depth} {theme} {style} {colour:?} {codings} {documents}")
        };
        let document = |id: &DocumentId| {
            let DocumentFacts { name, cases, codings, coded, .. } = self.document(*id);
            format!("{name} {cases} {codings} {coded}")
        };
        let all = format!("{} codings", self.codings);
        self.tree.iter().map(code).chain(self.list.iter().map(document)).chain([all]).collect()
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

impl DocumentFacts {
    fn renewed(mut self, project: &Project, document: &Document, cases: &[&str]) -> Self {
        if self.from.name != document.name {
            self.from.name.clone_from(&document.name);
            self.name = one_line(&document.name);
        }
        let cases = cases.join(", ");
        if self.from.cases != cases {
            self.cases = one_line(&cases);
            self.from.cases = cases;
        }
        self.recode(project, document.id);
        self
    }

    /// Looks at how much is coded, if that was altered.
    fn recode(&mut self, project: &Project, document: DocumentId) {
        let sheet = project.codings.briefs().sheet(document);
        let same = match (&self.from.codings, sheet) {
            (Some(known), Some(sheet)) => known.is(sheet),
            (known, sheet) => known.is_none() && sheet.is_none(),
        };
        if !same {
            let codings = project.codings.of(document);
            let characters = project.documents.get(&document).map_or(0, |document| document.characters);
            self.from.codings = sheet.cloned();
            (self.codings, self.coded) = (codings.len(), coded(codings, characters));
        }
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
