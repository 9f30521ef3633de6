use super::{Planner, count, name_of};
use crate::case::{Attribute, AttributeKind, Case, Clearance, Link, Part, Subject, infer_kind};
use crate::fault::{Fault, Outcome};
use crate::id::{AttributeId, CaseId, DocumentId};
use crate::memo::{About, Axis};
use crate::project::{Change, Edit};
use crate::text::Span;
use std::collections::BTreeMap;

/// Cases as a table has them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CsvCases {
    /// Names of the attribute columns in order, with the kind and title to use; `None`: inferred from the values.
    pub attributes: Vec<(String, Option<AttributeKind>, Option<String>)>,
    /// One row a case.
    pub rows: Vec<CaseRow>,
}

/// One case of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CaseRow {
    /// Name.
    pub name: String,
    /// Alias, when the table has such a column and the cell is filled.
    pub alias: Option<String>,
    /// Clearance, likewise.
    pub clearance: Option<Clearance>,
    /// Raw values in the order of the attributes.
    pub values: Vec<String>,
    /// Names of documents that belong to it.
    pub documents: Vec<String>,
}

/// A part of a document that is to be linked to a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkPart {
    /// All of it.
    Whole,
    /// The turns of this speaker.
    Speaker(String),
    /// This passage.
    Passage(Span),
}

impl Planner<'_, '_> {
    fn put_case(&mut self, case: Case) {
        let was = self.cases.get(&case.id).cloned();
        if was.as_ref() == Some(&case) {
            return;
        }
        self.cases.to_mut().insert(case.id, case.clone());
        self.push(Change::Case(Box::new(Edit { was, now: Some(case) })));
    }

    /// The case of this name, made when it is not there.
    pub(super) fn case_for(&mut self, name: &str) -> Outcome<CaseId> {
        let name = name_of("case's name", name)?;
        let folded = name.to_lowercase();
        if let Some(case) = self.cases.values().find(|c| c.name.to_lowercase() == folded) {
            return Ok(case.id);
        }
        let case = Case { id: self.id(), name, alias: None, clearance: Clearance::default(), values: BTreeMap::new() };
        let id = case.id;
        self.put_case(case);
        Ok(id)
    }

    pub(super) fn add_case_command(&mut self, name: &str) -> Outcome<String> {
        let before = self.cases.len();
        let id = self.case_for(name)?;
        let name = self.case_of(id)?.name.clone();
        if self.cases.len() == before {
            return Err(Fault::asked(format!("there is a case “{name}” already")));
        }
        Ok(format!("Made the case “{name}”"))
    }

    pub(super) fn rename_case(&mut self, id: CaseId, name: &str) -> Outcome<String> {
        let name = name_of("case's name", name)?;
        let was = self.case_of(id)?.clone();
        if self.cases.values().any(|c| c.id != id && c.name.to_lowercase() == name.to_lowercase()) {
            return Err(Fault::asked(format!("there is a case “{name}” already")));
        }
        self.put_case(Case { name: name.clone(), ..was.clone() });
        let old = Subject::Case(was.name.clone());
        self.carry_terms(&|subject| (subject == old).then(|| Subject::Case(name.clone())));
        Ok(format!("Renamed the case “{}” to “{name}”", was.name))
    }

    pub(super) fn remove_case(&mut self, id: CaseId) -> Outcome<String> {
        let case = self.case_of(id)?.clone();
        let links: Vec<Link> = self.links.values().filter(|l| l.case == id).cloned().collect();
        for link in links {
            self.links.to_mut().remove(&link.id);
            self.push(Change::Link(Edit::remove(link)));
        }
        let axis = Axis::Case(id);
        let essences: Vec<_> =
            self.base.essences.values().filter(|e| e.row == axis || e.column == axis).cloned().collect();
        for essence in essences {
            self.push(Change::Essence(Box::new(Edit::remove(essence))));
        }
        let memos: Vec<_> = self.base.memos.values().filter(|m| m.about == About::Case(id)).cloned().collect();
        for memo in memos {
            self.push(Change::Memo(Box::new(Edit::remove(memo))));
        }
        let vignettes: Vec<_> = self.base.vignettes.values().filter(|v| v.case == id).cloned().collect();
        for vignette in vignettes {
            self.push(Change::Vignette(Box::new(Edit::remove(vignette))));
        }
        self.cases.to_mut().remove(&id);
        let name = case.name.clone();
        self.drop_terms(&|subject| *subject == Subject::Case(name.clone()));
        self.push(Change::Case(Box::new(Edit::remove(case))));
        Ok(format!("Removed the case “{name}”"))
    }

    pub(super) fn set_alias(&mut self, id: CaseId, alias: Option<String>) -> Outcome<String> {
        let alias = alias.map(|a| crate::text::normalise_line(&a)).filter(|a| !a.is_empty());
        let case = Case { alias: alias.clone(), ..self.case_of(id)?.clone() };
        let name = case.name.clone();
        self.put_case(case);
        Ok(match alias {
            Some(alias) => format!("Gave the case “{name}” the alias “{alias}”"),
            None => format!("Took the alias of the case “{name}” away"),
        })
    }

    pub(super) fn set_clearance(&mut self, id: CaseId, clearance: Clearance) -> Outcome<String> {
        let case = Case { clearance, ..self.case_of(id)?.clone() };
        let name = case.name.clone();
        self.put_case(case);
        Ok(format!("Set the clearance of the case “{name}” to {}", clearance.word()))
    }

    fn put_attribute(&mut self, attribute: Attribute) {
        let was = self.attributes.get(&attribute.id).cloned();
        if was.as_ref() == Some(&attribute) {
            return;
        }
        self.attributes.to_mut().insert(attribute.id, attribute.clone());
        self.push(Change::Attribute(Edit { was, now: Some(attribute) }));
    }

    fn attribute_named(&self, name: &str) -> Option<&Attribute> {
        let folded = name.trim().to_lowercase();
        self.attributes.values().find(|a| a.name.to_lowercase() == folded)
    }

    pub(super) fn set_value(&mut self, id: CaseId, attribute: &str, raw: &str) -> Outcome<String> {
        let name = name_of("attribute's name", attribute)?;
        self.not_derived(&name)?;
        let attribute = match self.attribute_named(&name) {
            Some(attribute) => attribute.clone(),
            None => {
                let attribute = self.new_attribute(name, infer_kind([raw].into_iter()), None);
                self.put_attribute(attribute.clone());
                attribute
            }
        };
        let mut case = self.case_of(id)?.clone();
        let value = attribute.kind.parse(raw).map_err(|e| value_fault(&attribute, e))?;
        let sentence = match &value {
            Some(value) => format!("Set {} of the case “{}” to “{value}”", attribute.name, case.name),
            None => format!("Cleared {} of the case “{}”", attribute.name, case.name),
        };
        match value {
            Some(value) => case.values.insert(attribute.id, value),
            None => case.values.remove(&attribute.id),
        };
        self.put_case(case);
        Ok(sentence)
    }

    fn new_attribute(&mut self, name: String, kind: AttributeKind, title: Option<String>) -> Attribute {
        let position = self.attributes.values().map(|a| a.position + 1).max().unwrap_or(0);
        Attribute { id: self.id(), name, title: title.unwrap_or_default(), kind, position }
    }

    pub(super) fn add_attribute(&mut self, name: String, kind: AttributeKind) -> Outcome<String> {
        let name = name_of("attribute's name", &name)?;
        if let Some(known) = self.attribute_named(&name) {
            return Err(Fault::asked(format!("there is an attribute {} already", known.name)));
        }
        let attribute = self.new_attribute(name, kind, None);
        let sentence = format!("Made the attribute {} ({})", attribute.name, attribute.kind.word());
        self.put_attribute(attribute);
        Ok(sentence)
    }

    pub(super) fn set_attribute(
        &mut self,
        id: AttributeId,
        kind: AttributeKind,
        title: Option<String>,
    ) -> Outcome<String> {
        let was = self.attributes.get(&id).cloned().ok_or_else(|| Fault::asked("that attribute is no longer there"))?;
        let title = title.map_or_else(|| was.title.clone(), |t| crate::text::normalise_line(&t));
        let now = Attribute { kind, title, ..was };
        let cases: Vec<Case> = self.cases.values().filter(|c| c.values.contains_key(&id)).cloned().collect();
        let name = now.name.clone();
        self.put_attribute(now.clone());
        for mut case in cases {
            let raw = case.values[&id].to_string();
            let said = |e: String| {
                Fault::asked(format!("case “{}”: {e}", case.name))
                    .hint("correct the value first, or choose another kind")
            };
            if let Some(value) = now.kind.parse(&raw).map_err(said)? {
                case.values.insert(id, value);
            }
            self.put_case(case);
        }
        Ok(format!("Set the attribute {name} to {}", now.kind.word()))
    }

    pub(super) fn remove_attribute(&mut self, id: AttributeId) -> Outcome<String> {
        let attribute =
            self.attributes.get(&id).cloned().ok_or_else(|| Fault::asked("that attribute is no longer there"))?;
        let cases: Vec<Case> = self.cases.values().filter(|c| c.values.contains_key(&id)).cloned().collect();
        for mut case in cases {
            case.values.remove(&id);
            self.put_case(case);
        }
        let belongs = |axis: &Axis| matches!(axis, Axis::Value(of, _) if *of == id);
        let essences: Vec<_> =
            self.base.essences.values().filter(|e| belongs(&e.row) || belongs(&e.column)).cloned().collect();
        for essence in essences {
            self.push(Change::Essence(Box::new(Edit::remove(essence))));
        }
        self.attributes.to_mut().remove(&id);
        let name = attribute.name.clone();
        self.push(Change::Attribute(Edit::remove(attribute)));
        Ok(format!("Removed the attribute {name}"))
    }

    pub(super) fn import_cases(&mut self, table: CsvCases) -> Outcome<String> {
        let mut columns = Vec::new();
        for (at, (name, kind, title)) in table.attributes.iter().enumerate() {
            let name = name_of("attribute's name", name)?;
            self.not_derived(&name)?;
            let raw = table.rows.iter().map(|r| r.values.get(at).map_or("", String::as_str));
            let attribute = match (self.attribute_named(&name).cloned(), kind) {
                (Some(known), None) => known,
                (Some(known), Some(kind)) => {
                    self.set_attribute(known.id, kind.clone(), title.clone())?;
                    self.attributes[&known.id].clone()
                }
                (None, kind) => {
                    let kind = kind.clone().unwrap_or_else(|| infer_kind(raw));
                    let made = self.new_attribute(name, kind, title.clone());
                    self.put_attribute(made.clone());
                    made
                }
            };
            columns.push(attribute);
        }
        let before = self.cases.len();
        for (n, row) in table.rows.iter().enumerate() {
            self.import_case(row, &columns).map_err(|f| f.at(format!("row {}", n + 2)))?;
        }
        let made = self.cases.len() - before;
        let known = if columns.is_empty() { "no attributes".to_owned() } else { count(columns.len(), "attribute") };
        Ok(format!("Brought in {}, {made} of them new, with {known}", count(table.rows.len(), "case")))
    }

    fn import_case(&mut self, row: &CaseRow, columns: &[Attribute]) -> Outcome<()> {
        let id = self.case_for(&row.name)?;
        let mut case = self.case_of(id)?.clone();
        if row.alias.is_some() {
            case.alias = row.alias.as_deref().map(crate::text::normalise_line).filter(|a| !a.is_empty());
        }
        case.clearance = row.clearance.unwrap_or(case.clearance);
        for (attribute, raw) in columns.iter().zip(&row.values) {
            match attribute.kind.parse(raw).map_err(|e| value_fault(attribute, e))? {
                Some(value) => case.values.insert(attribute.id, value),
                None => case.values.remove(&attribute.id),
            };
        }
        self.put_case(case);
        for name in &row.documents {
            let folded = name.trim().to_lowercase();
            let document = self.documents.values().find(|d| d.name.to_lowercase() == folded).map(|d| d.id);
            match document {
                Some(document) => self.link(id, document, LinkPart::Whole)?,
                None => self.note(format!("case “{}”: no document “{name}” to link", row.name)),
            }
        }
        Ok(())
    }

    /// Links, unless the same link is there.
    pub(super) fn link(&mut self, case: CaseId, document: DocumentId, part: LinkPart) -> Outcome<()> {
        self.case_of(case)?;
        let part = match part {
            LinkPart::Whole => Part::Whole,
            LinkPart::Speaker(name) => Part::Speaker(self.speaker_named(document, &name)?),
            LinkPart::Passage(span) => {
                let content = self.content(document)?;
                if !content.text.holds(span) || span.is_empty() {
                    return Err(Fault::asked("that passage lies outside the document"));
                }
                Part::Passage { span, points: content.text.to_points(span) }
            }
        };
        if self.links.values().any(|l| l.case == case && l.document == document && l.part == part) {
            return Ok(());
        }
        let link = Link { id: self.id(), case, document, part };
        self.links.to_mut().insert(link.id, link.clone());
        self.push(Change::Link(Edit::add(link)));
        Ok(())
    }

    fn speaker_named(&self, document: DocumentId, name: &str) -> Outcome<String> {
        let speakers = &self.document(document)?.speakers;
        let folded = name.trim().to_lowercase();
        // Two speakers may differ in case alone: the exact name comes first.
        let exact = speakers.iter().find(|s| *s == name);
        let found = exact.or_else(|| speakers.iter().find(|s| s.to_lowercase() == folded));
        let missing = || {
            Fault::asked(format!("nobody called “{name}” speaks there"))
                .hint(format!("speakers: {}", speakers.join(", ")))
        };
        found.cloned().ok_or_else(missing)
    }

    pub(super) fn link_command(&mut self, case: CaseId, document: DocumentId, part: LinkPart) -> Outcome<String> {
        let what = match &part {
            LinkPart::Whole => String::new(),
            LinkPart::Speaker(name) => format!("{name} in "),
            LinkPart::Passage(_) => "a passage of ".to_owned(),
        };
        let before = self.plan.changes.len();
        self.link(case, document, part)?;
        let (case, document) = (&self.case_of(case)?.name, &self.document(document)?.name);
        if self.plan.changes.len() == before {
            return Err(Fault::new(
                crate::fault::Kind::Nothing,
                format!("{what}“{document}” belongs to the case “{case}” already"),
            ));
        }
        Ok(format!("Linked {what}“{document}” to the case “{case}”"))
    }

    pub(super) fn unlink(&mut self, case: CaseId, document: DocumentId) -> Outcome<String> {
        let links: Vec<Link> =
            self.links.values().filter(|l| l.case == case && l.document == document).cloned().collect();
        let (case_name, document_name) = (self.case_of(case)?.name.clone(), self.document(document)?.name.clone());
        if links.is_empty() {
            return Err(Fault::asked(format!("“{document_name}” does not belong to the case “{case_name}”")));
        }
        for link in links {
            self.links.to_mut().remove(&link.id);
            self.push(Change::Link(Edit::remove(link)));
        }
        Ok(format!("Unlinked “{document_name}” from the case “{case_name}”"))
    }
}

fn value_fault(attribute: &Attribute, problem: String) -> Fault {
    Fault::asked(format!("{}: {problem}", attribute.name))
        .hint(format!("the attribute is {}; `casebook attributes set` changes that", attribute.kind.word()))
}
