use super::expression::Lookup;
use super::ground::Ground;
use super::line::{Line, Subject};
use crate::case::{AttributeKind, Case, Value};
use crate::fault::{Fault, Outcome};
use crate::id::AttributeId;
use crate::memo::Axis;

/// Something that a row has a value of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Property {
    /// An attribute of cases.
    Attribute(AttributeId, AttributeKind),
    /// The name of the case, or of the document.
    Name,
    /// The case's alias.
    Alias,
    /// The case's clearance.
    Clearance,
    /// How many documents belong to the case.
    Documents,
    /// What a document says about itself: front matter, document properties.
    Field(String),
}

impl Property {
    /// What a name means for rows like this one. Attributes go before what every case or document has.
    pub(super) fn find(ground: &Ground<'_>, name: &str, subject: Subject) -> Outcome<Self> {
        let project = ground.world.project;
        let folded = name.trim().to_lowercase();
        if subject == Subject::Nobody {
            let fault = Fault::asked(format!("these rows have no attribute “{name}”"));
            return Err(fault.hint("only cases and documents have attributes"));
        }
        if let Some(attribute) = project.all_attributes().find(|a| a.name.to_lowercase() == folded) {
            if let Some(fault) = project.derived_fault(attribute.id) {
                return Err(fault.clone());
            }
            return Ok(Self::Attribute(attribute.id, attribute.kind.clone()));
        }
        let document = matches!(subject, Subject::Document(_));
        let field =
            || project.documents.values().find_map(|d| d.properties.keys().find(|k| k.to_lowercase() == folded));
        match folded.as_str() {
            "name" => return Ok(Self::Name),
            "alias" if !document => return Ok(Self::Alias),
            "clearance" if !document => return Ok(Self::Clearance),
            "documents" if !document => return Ok(Self::Documents),
            _ if document => {
                if let Some(key) = field() {
                    return Ok(Self::Field(key.clone()));
                }
            }
            _ => {}
        }
        let names: Vec<&str> = project.all_attributes().map(|a| a.name.as_str()).collect();
        match super::spec::nearest(name, &names) {
            Some(near) => Err(Fault::unknown("attribute", name, &[near.to_owned()])),
            None => project.attribute(name).map(|a| Self::Attribute(a.id, a.kind.clone())),
        }
    }

    /// What its values are.
    pub(super) fn kind(&self) -> AttributeKind {
        match self {
            Self::Attribute(_, kind) => kind.clone(),
            Self::Documents => AttributeKind::Number,
            _ => AttributeKind::Text,
        }
    }

    /// The value for a row. A document that belongs to several cases with different values has them all, as words.
    pub(super) fn value(&self, ground: &Ground<'_>, subject: Subject) -> Option<Value> {
        let project = ground.world.project;
        match subject {
            Subject::Case(id) => self.of_case(ground, project.cases.get(&id)?),
            Subject::Document(number) => {
                let document = ground.documents[number as usize];
                match self {
                    Self::Name => return Some(Value::Text(document.name.clone())),
                    Self::Field(key) => return document.properties.get(key).cloned().map(Value::Text),
                    _ => {}
                }
                let mut values: Vec<Value> = Vec::new();
                for link in project.links_of(document.id) {
                    let value = project.cases.get(&link.case).and_then(|c| self.of_case(ground, c));
                    values.extend(value.filter(|v| !values.contains(v)));
                }
                match &values[..] {
                    [] => None,
                    [one] => Some(one.clone()),
                    many => Some(Value::Text(many.iter().map(Value::to_string).collect::<Vec<_>>().join("; "))),
                }
            }
            Subject::Nobody => None,
        }
    }

    fn of_case(&self, ground: &Ground<'_>, case: &Case) -> Option<Value> {
        match self {
            Self::Attribute(id, _) => ground.world.project.value(case, *id).cloned(),
            Self::Name => Some(Value::Text(case.name.clone())),
            Self::Alias => case.alias.clone().map(Value::Text),
            Self::Clearance => Some(Value::Text(case.clearance.word().to_owned())),
            Self::Documents => {
                let mut documents: Vec<_> = ground.world.project.links_to(case.id).map(|l| l.document).collect();
                documents.sort_unstable();
                documents.dedup();
                Some(Value::Number(documents.len() as f64))
            }
            Self::Field(_) => None,
        }
    }
}

/// Lines that rules and expressions ask for besides the columns that are shown.
pub(super) struct Registry<'g, 'a> {
    pub(super) ground: &'g Ground<'a>,
    /// What the rows are, for finding attributes.
    pub(super) subject: Subject,
    /// The columns that are shown, and after them the others.
    pub(super) lines: Vec<Line>,
    /// What attributes are asked for.
    pub(super) properties: Vec<Property>,
}

impl Lookup for Registry<'_, '_> {
    fn code(&mut self, path: &str) -> Outcome<usize> {
        let code = self.ground.world.project.codebook.find(path)?;
        // Several rules and a column usually ask for the same code: it is crossed once.
        let axis = Some(Axis::Code(code.id));
        if let Some(known) = self.lines.iter().position(|l| l.axis == axis) {
            return Ok(known);
        }
        self.lines.push(Line::code(self.ground, code.id, path.to_owned()));
        Ok(self.lines.len() - 1)
    }

    fn query(&mut self, text: &str) -> Outcome<usize> {
        self.lines.push(Line::query(self.ground, text, text.to_owned())?);
        Ok(self.lines.len() - 1)
    }

    fn attribute(&mut self, name: &str) -> Outcome<(usize, AttributeKind)> {
        let property = Property::find(self.ground, name, self.subject)?;
        let kind = property.kind();
        self.properties.push(property);
        Ok((self.properties.len() - 1, kind))
    }
}
