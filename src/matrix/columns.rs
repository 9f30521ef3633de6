use super::Measure;
use super::axes::listed;
use super::expression::{self, Bound};
use super::ground::Ground;
use super::line::{Line, Set, Subject};
use super::measure::Needs;
use super::property::{Property, Registry};
use super::spec::{CellStyle, Coefficient, Column, Curve, Listing, Source, Spec, Test, nearest};
use crate::case::AttributeKind;
use crate::fault::{Fault, Outcome};
use crate::id::{AttributeId, CodeId, IdMap};
use crate::memo::Axis;

/// A column that is to be filled. Its line has the same index among the lines.
pub(super) struct Plan<'s> {
    pub(super) title: String,
    pub(super) what: What,
    pub(super) measure: Measure,
    pub(super) style: &'s CellStyle,
    pub(super) root: Option<CodeId>,
    pub(super) labels: IdMap<CodeId, String>,
    /// Heading above the heading.
    pub(super) band: Option<String>,
    /// Which `[[column]]` it comes from.
    pub(super) source: Option<usize>,
}

impl Plan<'_> {
    /// Word for what its cells are, in files.
    pub(super) fn word(&self) -> &'static str {
        match self.what {
            What::Test(_) => "test",
            What::Agreement(_) => "agreement",
            What::Saturation(_) => "saturation",
            _ => self.measure.word(),
        }
    }
}

/// What a column shows.
pub(super) enum What {
    /// What lies in its line.
    Line,
    /// A value of the row.
    Property(Property),
    /// The value of an expression.
    Derived(Bound),
    /// A summary of a number over the row's cases.
    Numbers(AttributeId),
    /// A section of the row's write-up.
    Vignette(String),
    /// How far coders agree on the row.
    Agreement(Coefficient),
    /// How many codes the rows bring, in their order.
    Saturation(Curve),
    /// A test of the row over the generated columns.
    Test(Test),
}

/// The columns of a specification; their lines are the first ones of the registry. Derived columns are bound afterwards, because the lines that they ask
/// about come behind those of all columns.
pub(super) fn columns<'s>(
    spec: &'s Spec,
    registry: &mut Registry<'_, '_>,
    warnings: &mut Vec<String>,
) -> Outcome<Vec<Plan<'s>>> {
    let mut plans = Vec::new();
    for (n, column) in spec.columns.iter().enumerate() {
        let inside = |f: Fault| at_column(f, column.heading());
        for (what, line, band) in shown(registry, column).map_err(inside)? {
            let usual = if matches!(what, What::Line) { Measure::Count } else { Measure::Value };
            let made = plan(registry.ground, what, &line, &column.style, usual)?;
            plans.push(Plan { band, source: Some(n), ..made });
            registry.lines.push(line);
        }
    }
    if let Some((listing, style)) = &spec.generated {
        let parts = matches!(listing, Listing::Values(_) | Listing::Groups);
        if !spec.tests.is_empty() && !parts {
            return Err(Fault::asked(format!("tests need columns that part the cases, and {listing} do not"))
                .hint("columns = \"values of ATTRIBUTE\" or \"groups\"; with transpose = true they become rows"));
        }
        for line in listed(registry.ground, &spec.groups, listing, warnings)? {
            plans.push(plan(registry.ground, What::Line, &line, style, Measure::Count)?);
            registry.lines.push(line);
        }
    }
    for test in &spec.tests {
        let heading = Test::ALL.iter().find(|(t, ..)| t == test).map_or("", |(_, _, heading)| *heading);
        let line = Line::of_values(heading.to_owned());
        plans.push(plan(registry.ground, What::Test(*test), &line, &PLAIN, Measure::Value)?);
        registry.lines.push(line);
    }
    for plan in &mut plans {
        let Some(column) = plan.source.map(|n| &spec.columns[n]) else { continue };
        if let Source::Derive(text) = &column.source {
            let inside = |f: Fault| at_column(f, column.heading());
            let (bound, _) =
                expression::parse(text).and_then(|node| expression::bind(text, &node, registry)).map_err(inside)?;
            plan.what = What::Derived(bound);
        }
    }
    Ok(plans)
}

static PLAIN: CellStyle = CellStyle {
    cell: None,
    empty: None,
    not_applicable: None,
    labels: std::collections::BTreeMap::new(),
    at_most: None,
    of: None,
    within: None,
    decimals: None,
};

type Shown = (What, Line, Option<String>);

/// What a column shows, with its line; a code that is expanded is several columns under one heading.
fn shown(registry: &Registry<'_, '_>, column: &Column) -> Outcome<Vec<Shown>> {
    let (ground, title) = (registry.ground, column.heading().to_owned());
    let value = |what: What| vec![(what, Line::of_values(title.clone()), None)];
    Ok(match &column.source {
        Source::Attribute(name) if column.style.cell.is_some_and(|m| m.needs() == Needs::Numbers) => {
            let attribute = ground.world.project.attribute(name)?;
            if attribute.kind != AttributeKind::Number {
                return Err(Fault::asked(format!("“{}” holds no numbers", attribute.name)));
            }
            value(What::Numbers(attribute.id))
        }
        Source::Attribute(name) => value(What::Property(Property::find(ground, name, registry.subject)?)),
        Source::Derive(_) => value(What::Derived(Bound::Coded)),
        Source::Vignette(section) if matches!(registry.subject, Subject::Case(_)) => {
            value(What::Vignette(section.clone()))
        }
        Source::Vignette(_) => return Err(Fault::asked("only cases have write-ups").hint("rows = \"cases\"")),
        Source::Agreement(which) => value(What::Agreement(*which)),
        Source::Saturation(which) => value(What::Saturation(*which)),
        Source::Query(text) => vec![(What::Line, Line::query(ground, text, title)?, None)],
        Source::Code(path) if column.expand => expanded(ground, path, &title)?,
        Source::Code(path) => {
            let code = ground.world.project.codebook.find(path)?;
            vec![(What::Line, Line::code(ground, code.id, title), None)]
        }
    })
}

/// A column for each sub-code, each with all under it, and one for what is coded with the code itself, if anything is.
fn expanded(ground: &Ground<'_>, path: &str, title: &str) -> Outcome<Vec<Shown>> {
    let book = &ground.world.project.codebook;
    let code = book.find(path)?;
    let mut out = Vec::new();
    let mut show = |line: Line| out.push((What::Line, line, Some(title.to_owned())));
    for child in book.children(Some(code.id)) {
        show(Line::code(ground, child.id, child.name.clone()));
    }
    let briefs = ground.world.project.codings.briefs();
    if briefs.number(code.id).is_some_and(|n| briefs.total(n) > 0) {
        show(Line::code_itself(ground, code.id, "(itself)".to_owned()));
    }
    if out.is_empty() {
        return Err(Fault::asked(format!("the code “{}” has no sub-codes to be expanded into", book.path(code.id))));
    }
    Ok(out)
}

fn at_column(fault: Fault, title: &str) -> Fault {
    if fault.place.is_some() { fault } else { fault.at(format!("column “{title}”")) }
}

fn plan<'s>(ground: &Ground<'_>, what: What, line: &Line, style: &'s CellStyle, usual: Measure) -> Outcome<Plan<'s>> {
    let root = match (&line.axis, &line.set) {
        (Some(Axis::Code(id)), Set::Codes(_)) => Some(*id),
        _ => None,
    };
    let title = line.label.clone();
    let labels = labels(ground, style).map_err(|f| at_column(f, &title))?;
    let measure = style.cell.unwrap_or(usual);
    Ok(Plan { title, what, measure, style, root, labels, band: None, source: None })
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
    if spec.lists_groups() { Ok(Vec::new()) } else { spec.groups.iter().map(rule).collect() }
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

impl Key {
    /// The column whose cells are compared.
    pub(super) fn column(&self) -> Option<usize> {
        match self {
            Self::Column(column) | Self::Order(column, _) => Some(*column),
            Self::Group | Self::Label | Self::Property(_) => None,
        }
    }
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
