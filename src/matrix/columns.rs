use super::Measure;
use super::axes::listed;
use super::expression::{self, Bound};
use super::ground::Ground;
use super::line::{Line, Set};
use super::property::{Property, Registry};
use super::spec::{CellStyle, Source, Spec, nearest};
use crate::case::AttributeKind;
use crate::fault::{Fault, Outcome};
use crate::id::{CodeId, IdMap};
use crate::memo::Axis;

/// A column that is to be filled. Its line has the same index among the lines.
pub(super) struct Plan<'s> {
    pub(super) title: String,
    pub(super) what: What,
    pub(super) measure: Measure,
    pub(super) style: &'s CellStyle,
    pub(super) root: Option<CodeId>,
    pub(super) labels: IdMap<CodeId, String>,
}

/// What a column shows.
pub(super) enum What {
    /// What lies in its line.
    Line,
    /// A value of the row.
    Property(Property),
    /// The value of an expression.
    Derived(Bound),
}

/// The columns of a specification; their lines are the first ones of the registry. Derived columns are bound afterwards, because the lines that they ask
/// about come behind those of all columns.
pub(super) fn columns<'s>(
    spec: &'s Spec,
    registry: &mut Registry<'_, '_>,
    warnings: &mut Vec<String>,
) -> Outcome<Vec<Plan<'s>>> {
    let mut plans = Vec::new();
    for column in &spec.columns {
        let title = column.heading().to_owned();
        let inside = |f: Fault| at_column(f, &title);
        let (what, line) = match &column.source {
            Source::Attribute(name) => {
                let property = Property::find(registry.ground, name, registry.subject).map_err(inside)?;
                (What::Property(property), Line::of_values(title.clone()))
            }
            Source::Derive(_) => (What::Derived(Bound::Coded), Line::of_values(title.clone())),
            Source::Code(path) => {
                let code = registry.ground.world.project.codebook.find(path).map_err(inside)?;
                (What::Line, Line::code(registry.ground, code.id, title.clone()))
            }
            Source::Query(text) => (What::Line, Line::query(registry.ground, text, title.clone()).map_err(inside)?),
        };
        let usual = if matches!(what, What::Line) { Measure::Count } else { Measure::Value };
        plans.push(plan(registry.ground, title, what, &line, &column.style, usual)?);
        registry.lines.push(line);
    }
    if let Some((listing, style)) = &spec.generated {
        for line in listed(registry.ground, listing, warnings)? {
            plans.push(plan(registry.ground, line.label.clone(), What::Line, &line, style, Measure::Count)?);
            registry.lines.push(line);
        }
    }
    for (column, plan) in spec.columns.iter().zip(&mut plans) {
        if let Source::Derive(text) = &column.source {
            let inside = |f: Fault| at_column(f, column.heading());
            let (bound, _) =
                expression::parse(text).and_then(|node| expression::bind(text, &node, registry)).map_err(inside)?;
            plan.what = What::Derived(bound);
        }
    }
    Ok(plans)
}

fn at_column(fault: Fault, title: &str) -> Fault {
    if fault.place.is_some() { fault } else { fault.at(format!("column “{title}”")) }
}

fn plan<'s>(
    ground: &Ground<'_>,
    title: String,
    what: What,
    line: &Line,
    style: &'s CellStyle,
    usual: Measure,
) -> Outcome<Plan<'s>> {
    let root = match (&line.axis, &line.set) {
        (Some(Axis::Code(id)), Set::Codes(_)) => Some(*id),
        _ => None,
    };
    let labels = labels(ground, style).map_err(|f| at_column(f, &title))?;
    Ok(Plan { title, what, measure: style.cell.unwrap_or(usual), style, root, labels })
}

/// The short labels by code: a key is a path, the end of one, or a name.
fn labels(ground: &Ground<'_>, style: &CellStyle) -> Outcome<IdMap<CodeId, String>> {
    let book = &ground.world.project.codebook;
    style.labels.iter().map(|(path, label)| Ok((book.find(path)?.id, label.clone()))).collect()
}

/// The groups' rules, bound; the lines that they ask about are added to the registry.
pub(super) fn rules(spec: &Spec, registry: &mut Registry<'_, '_>) -> Outcome<Vec<Bound>> {
    let rule = |group: &super::spec::GroupSpec| {
        let inside = |f: Fault| f.at(format!("group “{}”", group.name));
        let node = expression::parse(&group.when).map_err(inside)?;
        let (bound, kind) = expression::bind(&group.when, &node, registry).map_err(inside)?;
        if kind == AttributeKind::YesNo {
            Ok(bound)
        } else {
            Err(inside(
                Fault::asked("“when” must be a condition, which holds or does not").hint("for example: has('code')"),
            ))
        }
    };
    spec.groups.iter().map(rule).collect()
}

/// What the rows are sorted by.
pub(super) enum Key {
    /// The groups' order.
    Group,
    /// The labels, as people sort names.
    Label,
    /// A value of the row.
    Property(Property),
    /// What stands in a column.
    Column(usize),
    /// What stands in a column, in this order (folded).
    Order(usize, Vec<String>),
}

/// Finds out what the keys of the sort mean; true for those that are descending.
pub(super) fn keys(
    spec: &Spec,
    heading: &str,
    plans: &[Plan<'_>],
    registry: &Registry<'_, '_>,
) -> Outcome<Vec<(Key, bool)>> {
    let fold = crate::text::fold;
    let column = |title: &str| plans.iter().position(|p| fold(&p.title) == fold(title.trim()));
    let mut out = Vec::new();
    for key in &spec.sort {
        let by = fold(&key.by);
        let ordered = || {
            let (title, values) = key.by.rsplit_once(':')?;
            Some(Key::Order(column(title)?, values.split(',').map(|v| fold(v.trim())).collect()))
        };
        let found = if let Some(at) = column(&key.by) {
            Key::Column(at)
        } else if let Some(ordered) = ordered() {
            ordered
        } else if by == "group" {
            Key::Group
        } else if matches!(by.as_str(), "label" | "case" | "document" | "code" | "row" | "name") || by == fold(heading)
        {
            Key::Label
        } else {
            let missing = |f: Fault| {
                let mut known: Vec<&str> = plans.iter().map(|p| p.title.as_str()).collect();
                known.extend(["group", "label"]);
                let title = key.by.split(':').next().unwrap_or_default();
                let fault = Fault::asked(format!("cannot sort by “{}”", key.by));
                match nearest(title, &known) {
                    Some(near) => fault.hint(format!("did you mean “{near}”?")),
                    None => fault.hint(
                        f.hint.unwrap_or_else(|| "sort by group, label, an attribute or a column's title".to_owned()),
                    ),
                }
            };
            Key::Property(Property::find(registry.ground, &key.by, registry.subject).map_err(missing)?)
        };
        out.push((found, key.descending));
    }
    Ok(out)
}
