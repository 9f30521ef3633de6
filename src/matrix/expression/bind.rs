use super::{Comparison, Kind, Node, fault_in};
use crate::case::{AttributeKind, Value};
use crate::fault::{Fault, Outcome};
use std::cmp::Ordering;

/// Finds what the names in an expression stand for, for the rows of one matrix.
pub(in crate::matrix) trait Lookup {
    /// Registers a code (with its sub-codes) and gives the number under which [`Facts`] knows it.
    fn code(&mut self, path: &str) -> Outcome<usize>;
    /// Registers a query likewise.
    fn query(&mut self, text: &str) -> Outcome<usize>;
    /// Registers an attribute of the rows likewise, with its kind.
    fn attribute(&mut self, name: &str) -> Outcome<(usize, AttributeKind)>;
}

/// What is known of one row.
pub(in crate::matrix) trait Facts {
    /// How many passages a registered code or query has in the row; `None` when that cannot be known because nobody has coded the row.
    fn found(&self, line: usize) -> Option<usize>;
    /// Whether the row holds any coding.
    fn coded(&self) -> bool;
    /// The row's value of a registered attribute.
    fn value(&self, attribute: usize) -> Option<Value>;
}

/// An expression whose names have been found and whose types fit.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::matrix) enum Bound {
    Literal(Value),
    Has(usize),
    Count(usize),
    Coded,
    Attribute(usize),
    Compare(Box<Bound>, Comparison, Box<Bound>, AttributeKind),
    And(Vec<Bound>),
    Or(Vec<Bound>),
    Not(Box<Bound>),
    Case(Vec<(Bound, Bound)>, Option<Box<Bound>>),
}

/// Finds the names and checks the types. Returns the type of the whole as well.
///
/// Errors (kind *asked*) show the place: unknown names with suggestions, comparisons of unlike things, values that an attribute cannot have.
pub(in crate::matrix) fn bind(text: &str, node: &Node, lookup: &mut dyn Lookup) -> Outcome<(Bound, AttributeKind)> {
    Binder { text, lookup }.node(node)
}

struct Binder<'a, 'l> {
    text: &'a str,
    lookup: &'l mut dyn Lookup,
}

impl Binder<'_, '_> {
    fn fault(&self, at: usize, what: impl Into<String>) -> Fault {
        fault_in(self.text, at, what)
    }

    /// Puts the place of a name under a fault that came from looking it up.
    fn placed(&self, at: usize, fault: Fault) -> Fault {
        Fault { what: self.fault(at, fault.what).what, ..fault }
    }

    fn node(&mut self, node: &Node) -> Outcome<(Bound, AttributeKind)> {
        Ok(match &node.kind {
            Kind::Literal(value) => (Bound::Literal(value.clone()), kind_of(value)),
            Kind::Has(path) => {
                let line = self.lookup.code(path).map_err(|f| self.placed(node.at, f))?;
                (Bound::Has(line), AttributeKind::YesNo)
            }
            Kind::Count(query) => {
                let line = self.lookup.query(query).map_err(|f| self.placed(node.at, f))?;
                (Bound::Count(line), AttributeKind::Number)
            }
            Kind::Coded => (Bound::Coded, AttributeKind::YesNo),
            Kind::Attribute(name) => {
                let (at, kind) = self.lookup.attribute(name).map_err(|f| self.placed(node.at, f))?;
                (Bound::Attribute(at), kind)
            }
            Kind::Compare(left, comparison, right) => self.compare(left, *comparison, right)?,
            Kind::And(parts) => (Bound::And(self.conditions(parts)?), AttributeKind::YesNo),
            Kind::Or(parts) => (Bound::Or(self.conditions(parts)?), AttributeKind::YesNo),
            Kind::Not(inner) => (Bound::Not(Box::new(self.condition(inner)?)), AttributeKind::YesNo),
            Kind::Case(arms, other) => self.case(arms, other.as_deref())?,
        })
    }

    fn condition(&mut self, node: &Node) -> Outcome<Bound> {
        let (bound, kind) = self.node(node)?;
        if kind != AttributeKind::YesNo {
            let fault = self.fault(node.at, format!("a condition is needed here, but this is {}", word(&kind)));
            return Err(fault.hint("compare it: count('…') > 0, industry = 'Health Care'"));
        }
        Ok(bound)
    }

    fn conditions(&mut self, parts: &[Node]) -> Outcome<Vec<Bound>> {
        parts.iter().map(|p| self.condition(p)).collect()
    }

    fn compare(&mut self, left: &Node, comparison: Comparison, right: &Node) -> Outcome<(Bound, AttributeKind)> {
        let ((mut a, mut left_kind), (mut b, mut right_kind)) = (self.node(left)?, self.node(right)?);
        // A value written out is read as what the other side holds: a date, a category of the list.
        if let (Bound::Literal(value), false) = (&b, matches!(a, Bound::Literal(_))) {
            b = Bound::Literal(self.read(value, &left_kind, right.at)?);
            right_kind = left_kind.clone();
        } else if let (Bound::Literal(value), false) = (&a, matches!(b, Bound::Literal(_))) {
            a = Bound::Literal(self.read(value, &right_kind, left.at)?);
            left_kind = right_kind.clone();
        }
        if std::mem::discriminant(&left_kind) != std::mem::discriminant(&right_kind) {
            let what = format!("{} cannot be compared with {}", word(&left_kind), word(&right_kind));
            return Err(self.fault(left.at, what));
        }
        Ok((Bound::Compare(Box::new(a), comparison, Box::new(b), left_kind), AttributeKind::YesNo))
    }

    fn read(&self, value: &Value, kind: &AttributeKind, at: usize) -> Outcome<Value> {
        let fits = matches!(
            (value, kind),
            (Value::Number(_), AttributeKind::Number) | (Value::YesNo(_), AttributeKind::YesNo)
        );
        if fits {
            return Ok(value.clone());
        }
        match kind.parse(&value.to_string()) {
            Ok(Some(read)) => Ok(read),
            Ok(None) => Err(self.fault(at, "nothing equals an empty text: a row without a value has none")),
            Err(why) => Err(self.fault(at, why)),
        }
    }

    fn case(&mut self, arms: &[(Node, Node)], other: Option<&Node>) -> Outcome<(Bound, AttributeKind)> {
        let mut kind: Option<AttributeKind> = None;
        let mut bound = Vec::new();
        let mut last = None;
        let values = arms.iter().map(|(when, then)| (Some(when), then)).chain(other.map(|o| (None, o)));
        for (when, then) in values {
            let when = when.map(|w| self.condition(w)).transpose()?;
            let (value, its) = self.node(then)?;
            match &kind {
                Some(first) if std::mem::discriminant(first) != std::mem::discriminant(&its) => {
                    let what =
                        format!("every “then” must be of one kind, but this is {} after {}", word(&its), word(first));
                    return Err(self.fault(then.at, what));
                }
                Some(_) => {}
                None => kind = Some(its),
            }
            match when {
                Some(when) => bound.push((when, value)),
                None => last = Some(Box::new(value)),
            }
        }
        Ok((Bound::Case(bound, last), kind.unwrap_or(AttributeKind::Text)))
    }
}

fn kind_of(value: &Value) -> AttributeKind {
    match value {
        Value::YesNo(_) => AttributeKind::YesNo,
        Value::Number(_) => AttributeKind::Number,
        Value::Text(_) => AttributeKind::Text,
    }
}

fn word(kind: &AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Text => "a text",
        AttributeKind::Number => "a number",
        AttributeKind::Date => "a date",
        AttributeKind::YesNo => "a condition",
        AttributeKind::Ordered(_) => "an ordered category",
    }
}

impl Bound {
    /// The registered codes and queries that it asks about.
    pub(in crate::matrix) fn lines(&self) -> Vec<usize> {
        match self {
            Self::Has(line) | Self::Count(line) => vec![*line],
            Self::Literal(_) | Self::Coded | Self::Attribute(_) => Vec::new(),
            Self::Compare(left, _, right, _) => [left.lines(), right.lines()].concat(),
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::lines).collect(),
            Self::Not(inner) => inner.lines(),
            Self::Case(arms, other) => {
                let arms = arms.iter().flat_map(|(when, then)| [when.lines(), then.lines()].concat());
                arms.chain(other.iter().flat_map(|o| o.lines())).collect()
            }
        }
    }

    /// The value for a row; `None` when it is not known.
    pub(in crate::matrix) fn value(&self, facts: &dyn Facts) -> Option<Value> {
        match self {
            Self::Literal(value) => Some(value.clone()),
            Self::Has(line) => facts.found(*line).map(|n| Value::YesNo(n > 0)),
            Self::Count(line) => facts.found(*line).map(|n| Value::Number(n as f64)),
            Self::Coded => Some(Value::YesNo(facts.coded())),
            Self::Attribute(attribute) => facts.value(*attribute),
            Self::Compare(left, comparison, right, kind) => {
                let order = compare(kind, &left.value(facts)?, &right.value(facts)?);
                Some(Value::YesNo(comparison.holds(order)))
            }
            Self::And(parts) => joined(parts, facts, false),
            Self::Or(parts) => joined(parts, facts, true),
            Self::Not(inner) => inner.truth(facts).map(|t| Value::YesNo(!t)),
            Self::Case(arms, other) => {
                for (when, then) in arms {
                    // An unknown condition may hold: nothing after it can be given as the value.
                    if when.truth(facts)? {
                        return then.value(facts);
                    }
                }
                other.as_ref()?.value(facts)
            }
        }
    }

    /// Whether a condition holds for a row; `None` when it is not known.
    pub(in crate::matrix) fn truth(&self, facts: &dyn Facts) -> Option<bool> {
        match self.value(facts)? {
            Value::YesNo(truth) => Some(truth),
            _ => None,
        }
    }
}

/// Conjunction or disjunction after Kleene: one part that `decides` settles it, whatever is unknown.
fn joined(parts: &[Bound], facts: &dyn Facts, decides: bool) -> Option<Value> {
    let mut all_known = true;
    for part in parts {
        match part.truth(facts) {
            Some(truth) if truth == decides => return Some(Value::YesNo(decides)),
            Some(_) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(Value::YesNo(!decides))
}

/// Texts are compared without regard to case and accents, as names are everywhere in the program.
fn compare(kind: &AttributeKind, a: &Value, b: &Value) -> Ordering {
    match (kind, a, b) {
        (AttributeKind::Text, Value::Text(a), Value::Text(b)) if crate::text::fold(a) == crate::text::fold(b) => {
            Ordering::Equal
        }
        _ => kind.compare(a, b),
    }
}
