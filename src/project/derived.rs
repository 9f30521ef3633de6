use super::{Project, SavedKind};
use crate::case::{Attribute, Case, Value};
use crate::fault::Fault;
use crate::id::{AttributeId, CaseId};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What derived attributes come to now. It follows from the rest of the project and is no part of it: it is not kept, not compared, and forgotten with every
/// change.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// The attributes, by name. Their ids are those of the saved expressions.
    pub attributes: Vec<DerivedAttribute>,
    /// The values; a case whose value is not known has none.
    pub values: BTreeMap<CaseId, BTreeMap<AttributeId, Value>>,
}

/// An attribute whose values follow from an expression.
#[derive(Clone, Debug)]
pub struct DerivedAttribute {
    /// As an attribute like any other.
    pub attribute: Attribute,
    /// How its values come about.
    pub expression: String,
    /// Why it has none: the expression names something that is no longer there.
    pub fault: Option<Fault>,
}

/// A place for [`Derived`], filled when somebody asks.
#[derive(Clone, Debug, Default)]
pub struct DerivedCell(OnceLock<Derived>);

/// Two projects are the same whether or not anybody has asked.
impl PartialEq for DerivedCell {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl DerivedCell {
    pub(super) fn forget(&mut self) {
        self.0.take();
    }
}

impl Project {
    /// Whether derived attributes have to be computed before they can be asked for.
    pub fn is_unsettled(&self) -> bool {
        self.derived.0.get().is_none() && self.saved.values().any(|s| s.kind == SavedKind::Derived)
    }

    /// Takes in what the derived attributes come to; the first to do so after a change counts.
    pub fn settle(&self, derived: Derived) {
        let _ = self.derived.0.set(derived);
    }

    /// The derived attributes; none before [`Project::settle`].
    pub fn derived_attributes(&self) -> &[DerivedAttribute] {
        self.derived.0.get().map_or(&[], |d| &d.attributes)
    }

    /// All attributes, derived ones last.
    pub fn all_attributes(&self) -> impl Iterator<Item = &Attribute> + Clone {
        self.attributes.values().chain(self.derived_attributes().iter().map(|d| &d.attribute))
    }

    /// The value that a case has of an attribute, derived or not.
    pub fn value<'p>(&'p self, case: &'p Case, attribute: AttributeId) -> Option<&'p Value> {
        let derived = || self.derived.0.get()?.values.get(&case.id)?.get(&attribute);
        case.values.get(&attribute).or_else(derived)
    }

    /// The fault of a derived attribute that cannot be computed.
    pub fn derived_fault(&self, attribute: AttributeId) -> Option<&Fault> {
        self.derived_attributes().iter().find(|d| d.attribute.id == attribute)?.fault.as_ref()
    }

    /// Whether an id is that of an attribute, derived or not, computed yet or not.
    pub fn has_attribute(&self, id: AttributeId) -> bool {
        let saved = || self.saved.values().any(|s| s.kind == SavedKind::Derived && s.id.0 == id.0);
        self.attributes.contains_key(&id) || saved()
    }
}
