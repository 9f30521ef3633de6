use super::retrieved::Places;
use crate::case::natural;
use crate::codebook::Colour;
use crate::coding::{Coding, Sheet};
use crate::document::Document;
use crate::id::{CodeId, CoderId, DocumentId, IdMap};
use crate::project::Project;
use crate::text::{normalise_line, printable};
use std::cell::RefCell;
use std::rc::Rc;

/// The passages of so many codes are kept at hand.
const KNOWN: usize = 64;

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
    /// Whose codings are hidden from whoever works, by document: coding is blind.
    hidden: IdMap<DocumentId, Vec<CoderId>>,
    me: String,
    /// Where the passages of codes are, of those that were asked about.
    passages: RefCell<IdMap<CodeId, Rc<Places>>>,
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
    /// Codings with it and with all codes under it.
    pub in_all: usize,
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
    /// Looks a project through for somebody.
    pub fn of(project: &Project, me: &str) -> Self {
        let mut facts = Self { me: me.to_owned(), ..Self::default() };
        facts.renew(project);
        facts
    }

    /// Takes in that codings of these documents were altered and nothing else.
    pub fn recode(&mut self, project: &Project, documents: &[DocumentId]) {
        self.codings = project.codings.len();
        self.cases = None;
        self.hidden = project.hidden_from(&self.me);
        self.passages.get_mut().clear();
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
        self.me = std::mem::take(&mut before.me);
        self.hidden = project.hidden_from(&self.me);
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
        self.codes.values_mut().for_each(|known| known.in_all = known.codings);
        // From the leaves upwards: in the tree a code stands before those under it.
        for code in self.tree.iter().rev() {
            let Some(known) = self.codes.get(code) else { continue };
            let (sum, above) = (known.in_all, project.codebook.get(*code).and_then(|c| c.parent));
            if let Some(above) = above.and_then(|above| self.codes.get_mut(&above)) {
                above.in_all += sum;
            }
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
            let CodeFacts { path, depth, theme, style, colour, codings, in_all, documents, .. } = self.code(*id);
            format!("{path} {depth} {theme} {style} {colour:?} {codings} {in_all} {documents}")
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

    /// Where the passages of a code and of those under it are, document by document in the order of the list; each once, those that are hidden left out.
    /// Looked up once after each alteration.
    pub fn passages_of(&self, project: &Project, code: CodeId) -> Rc<Places> {
        if let Some(known) = self.passages.borrow().get(&code) {
            return known.clone();
        }
        let briefs = project.codings.briefs();
        let family: Vec<u32> = project.codebook.family(code).into_iter().filter_map(|c| briefs.number(c)).collect();
        let mut found = Places::default();
        for document in &self.list {
            let Some(sheet) = briefs.sheet(*document) else { continue };
            if !sheet.tally().iter().any(|(code, _)| family.contains(code)) {
                continue;
            }
            let codings = project.codings.of(*document);
            let blind = !self.hidden(*document).is_empty();
            let (begun, mut last) = (found.all.len(), None);
            for (n, brief) in sheet.list().iter().enumerate().filter(|(_, b)| family.contains(&b.code)) {
                let hidden = blind && codings.get(n).is_none_or(|coding| self.hides(coding));
                if !hidden && last.replace((brief.start, brief.end)) != Some((brief.start, brief.end)) {
                    found.all.push((*document, n as u32));
                }
            }
            found.of.insert(*document, begun..found.all.len());
        }
        let found = Rc::new(found);
        let mut known = self.passages.borrow_mut();
        if known.len() >= KNOWN {
            known.clear();
        }
        known.insert(code, found.clone());
        found
    }

    /// The coders whose codings in a document are hidden: coding is blind, and not both are done.
    pub fn hidden(&self, document: DocumentId) -> &[CoderId] {
        self.hidden.get(&document).map_or(&[], Vec::as_slice)
    }

    /// Whether a coding is hidden.
    pub fn hides(&self, coding: &Coding) -> bool {
        self.hidden(coding.document).contains(&coding.coder)
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
            let characters = project.documents.get(&document).map_or(0, |document| document.characters);
            self.from.codings = sheet.cloned();
            self.codings = project.codings.of(document).len();
            self.coded = per_cent(project.codings.covered(document), characters);
        }
    }
}

/// A name as a terminal may show it.
pub fn one_line(name: &str) -> String {
    printable(&normalise_line(name))
}

fn per_cent(covered: u32, characters: u32) -> u8 {
    let per_cent = (100 * u64::from(covered)).checked_div(u64::from(characters)).unwrap_or(0).min(100);
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
