//! A small invented study in several languages, for the tests of finding.

use super::{Query, Scan, World, evaluate, understand};
use crate::case::{Attribute, AttributeKind, Case, Clearance, Link, Part};
use crate::codebook::{Code, split_path};
use crate::coding::{Coding, context_hash};
use crate::document::{Content, Document, Question, Speaker, Structure, Turn, TurnKind};
use crate::fault::Outcome;
use crate::id::{AttributeId, CaseId, CodeId, CoderId, CodingId, DocumentId, Stamp};
use crate::memo::{About, Memo};
use crate::project::{Coder, Project, Saved, SavedKind};
use crate::text::{Span, Text};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// A study that grows by calls; ids count upwards.
#[derive(Default)]
pub(crate) struct Sample {
    pub project: Project,
    pub texts: HashMap<DocumentId, Arc<Content>>,
    last: u128,
}

impl Sample {
    fn id<T: From<Uuid>>(&mut self) -> T {
        self.last += 1;
        T::from(Uuid::from_u128(self.last))
    }

    /// Lines `Name: words` are turns; `I` asks; other lines are paragraphs. A line that ends in a question mark is a question.
    pub fn document(&mut self, name: &str, language: &str, lines: &[&str]) -> DocumentId {
        let mut text = String::new();
        let mut structure = Structure::default();
        for line in lines {
            let label = line.split_once(": ").filter(|(who, _)| !who.contains(' ') && !who.is_empty());
            let speaker = label.map(|(who, _)| {
                let known = structure.speakers.iter().position(|s| s.name == who).unwrap_or_else(|| {
                    let role = (who == "Marta").then(|| "CIO".to_owned());
                    structure.speakers.push(Speaker { name: who.to_owned(), role, interviewer: who == "I" });
                    structure.speakers.len() - 1
                });
                known as u16
            });
            let start = text.len();
            let words = start + label.map_or(0, |(who, _)| who.len() + 2);
            text.push_str(line);
            let (span, label) = (Span::new(words, text.len()), Span::new(start, words));
            let kind = if speaker.is_some() { TurnKind::Speech } else { TurnKind::Paragraph };
            structure.turns.push(Turn { span, label, speaker, time_ms: None, kind });
            if line.ends_with('?') {
                let first = structure.turns.len() as u32 - 1;
                if let Some(last) = structure.questions.last_mut() {
                    last.last = first;
                }
                structure.questions.push(Question { span, number: None, first, last: first + 1 });
            }
            text.push_str("\n\n");
        }
        if let Some(last) = structure.questions.last_mut() {
            last.last = structure.turns.len() as u32;
        }
        let id = self.id();
        let mut document = Document {
            id,
            name: name.to_owned(),
            format: "txt".to_owned(),
            language: language.to_owned(),
            sha256: String::new(),
            text: format!("{name}/{}", text.len()),
            structure: format!("{name}/{}", structure.turns.len()),
            characters: text.chars().count() as u32,
            words: 0,
            turns: structure.turns.len() as u32,
            speakers: structure.speakers.iter().map(|s| s.name.clone()).collect(),
            properties: BTreeMap::new(),
            warnings: Vec::new(),
        };
        document.sha256 = format!("{}{}", document.text, document.structure);
        self.project.documents.insert(id, document);
        self.texts.insert(id, Arc::new(Content { text: Text::new(text), structure }));
        id
    }

    pub fn code(&mut self, path: &str) -> CodeId {
        let mut parent = None;
        for name in split_path(path) {
            let known = self.project.codebook.child(parent, &name).map(|c| c.id);
            let id = known.unwrap_or_else(|| self.new_code(parent, name));
            parent = Some(id);
        }
        parent.expect("a path has a name")
    }

    fn new_code(&mut self, parent: Option<CodeId>, name: String) -> CodeId {
        let id = self.id();
        let [short, definition, use_when, not_when, example] = Default::default();
        let position = self.project.codebook.len() as u32;
        let code = Code { id, parent, name, position, short, definition, use_when, not_when, example, colour: None };
        self.project.codebook.put(code);
        id
    }

    pub fn coder(&mut self, name: &str) -> CoderId {
        if let Some(coder) = self.project.coder(name) {
            return coder.id;
        }
        let id = self.id();
        self.project.coders.insert(id, Coder { id, name: name.to_owned() });
        id
    }

    /// Codes the first place where words stand.
    pub fn coding(&mut self, document: DocumentId, words: &str, path: &str, coder: &str) -> CodingId {
        let content = self.texts[&document].clone();
        let at = content.text.as_str().find(words).expect("the words stand there");
        self.coding_at(document, Span::new(at, at + words.len()), path, coder)
    }

    pub fn coding_at(&mut self, document: DocumentId, span: Span, path: &str, coder: &str) -> CodingId {
        let content = self.texts[&document].clone();
        let (code, coder, id) = (self.code(path), self.coder(coder), self.id());
        let quote = span.of(content.text.as_str()).into();
        let context = context_hash(content.text.as_str(), span);
        let points = content.text.to_points(span);
        let at = Stamp(0);
        self.project.codings.put(Coding {
            id,
            document,
            code,
            coder,
            span,
            points,
            quote,
            context,
            telling: false,
            at,
        });
        id
    }

    pub fn tell(&mut self, id: CodingId) {
        let mut coding = self.project.codings.get(id).expect("it is there").clone();
        coding.telling = true;
        self.project.codings.put(coding);
    }

    /// Moves a coding to another moment.
    pub fn made_at(&mut self, id: CodingId, at: Stamp) {
        let mut coding = self.project.codings.get(id).expect("it is there").clone();
        coding.at = at;
        self.project.codings.put(coding);
    }

    pub fn memo(&mut self, about: About, text: &str) {
        let (id, coder) = (self.id(), self.coder("lena"));
        self.project.memos.insert(id, Memo { id, about, text: text.to_owned(), coder, at: Stamp(0) });
    }

    pub fn save(&mut self, kind: SavedKind, name: &str, text: &str) {
        let id = self.id();
        let saved = Saved { id, kind, name: name.to_owned(), text: text.to_owned(), at: Stamp(0) };
        self.project.saved.insert(id, saved);
    }

    pub fn attribute(&mut self, name: &str, kind: AttributeKind) -> AttributeId {
        let id = self.id();
        let position = self.project.attributes.len() as u32;
        let attribute = Attribute { id, name: name.to_owned(), title: String::new(), kind, position };
        self.project.attributes.insert(id, attribute);
        id
    }

    pub fn case(&mut self, name: &str, values: &[(AttributeId, &str)], links: &[(DocumentId, Part)]) -> CaseId {
        let id = self.id();
        let mut case =
            Case { id, name: name.to_owned(), alias: None, clearance: Clearance::default(), values: BTreeMap::new() };
        for (attribute, raw) in values {
            let value = self.project.attributes[attribute].kind.parse(raw).expect("it fits");
            case.values.extend(value.map(|v| (*attribute, v)));
        }
        self.project.cases.insert(id, case);
        for (document, part) in links {
            let link = self.id();
            let link = Link { id: link, case: id, document: *document, part: part.clone() };
            self.project.links.insert(link.id, link);
        }
        id
    }

    pub fn query(&self, text: &str) -> Query {
        understand(text, &self.project).unwrap_or_else(|fault| panic!("{text}: {fault}"))
    }

    /// What a query yields: the document's name and the words of each result.
    pub fn found(&self, text: &str) -> Vec<String> {
        self.try_found(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
    }

    pub fn try_found(&self, text: &str) -> Outcome<Vec<String>> {
        let scan = Scan { project: &self.project, texts: &self.texts };
        let world = World { project: &self.project, texts: &self.texts, words: &scan };
        let hits = evaluate(&understand(text, &self.project)?, &world)?;
        let said = hits.iter().map(|hit| {
            let words = hit.passage.span.of(self.texts[&hit.passage.document].text.as_str());
            format!("{}| {words}", self.project.documents[&hit.passage.document].name)
        });
        Ok(said.collect())
    }
}

/// Two companies in three languages, and what else the tests need.
pub(crate) fn study() -> Sample {
    let mut s = Sample::default();
    let oak = s.document(
        "oak",
        "en",
        &[
            "I: What changed last year?",
            "Marta: We trusted the vendors. Their backbone cost us a costume drama, honestly.",
            "I: And who pays for it?",
            "Marta: Customers trust us; the customers' trust is the asset. Press the\nbutton and wait.",
            "Jo: I was waiting for the cost report.",
        ],
    );
    let encina = s.document(
        "encina",
        "es",
        &["I: ¿Qué cambió?", "Luz: Trabajábamos con proveedores antiguos. El coste subió 🙂 mucho."],
    );
    let eiche = s.document("eiche", "de", &["Die Häuser waren alt.", "Das Haus ist neu und die Kosten sinken."]);
    s.document("other", "fi", &["Asuimme vanhassa talossa.", "Talo on uusi."]);
    s.document("zh", "zh", &["我觉得很累，因为工作时间太长了。", "手机很好用。"]);
    s.document("he", "he", &["שָׁלוֹם לכולם"]);
    s.document("ar", "ar", &["الشركة كبيرة", "هذه شركة صغيرة"]);
    for path in ["access/digital", "access/cost", "trust", "cost", "costume"] {
        s.code(path);
    }
    s.coding(oak, "We trusted the vendors.", "trust", "lena");
    s.coding(oak, "We trusted the vendors.", "trust", "omar");
    s.coding(oak, "trusted the vendors. Their backbone", "access/digital", "omar");
    s.coding(oak, "a costume drama", "costume", "lena");
    s.coding(oak, "for the cost report", "cost", "lena");
    let told = s.coding(oak, "Customers trust us", "trust", "lena");
    s.tell(told);
    s.coding(encina, "El coste subió 🙂 mucho", "access/cost", "omar");
    s.coding(eiche, "Kosten", "access", "omar");
    let industry = s.attribute("industry", AttributeKind::Text);
    let founded = s.attribute("founded", AttributeKind::Number);
    let size =
        s.attribute("size", AttributeKind::Ordered(vec!["small".into(), "middling".into(), "very large".into()]));
    let whole = Part::Whole;
    s.case("1", &[(industry, "Health Care"), (founded, "1893"), (size, "small")], &[(oak, whole.clone())]);
    s.case("10", &[(industry, "Banking"), (founded, "1999"), (size, "very large")], &[(encina, whole)]);
    s.case("Jo alone", &[], &[(oak, Part::Speaker("Jo".into()))]);
    s
}
