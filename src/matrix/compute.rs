use super::axes;
use super::cell::{Filling, Made, Maker, nothing, plain};
use super::columns::{self, Key, Plan, What};
use super::cross::{Grid, cross};
use super::expression::{Bound, Facts};
use super::filter::Filter;
use super::ground::{Ground, Mark, distinct};
use super::line::{Line, Subject};
use super::open::Opener;
use super::property::{Property, Registry};
use super::spec::{CellStyle, Listing, Rows, Spec};
use super::table::{Cell, Evidence, Group, Heading, Row, State, Table};
use super::{Measure, notes, totals};
use crate::case::{Value, natural};
use crate::fault::{Fault, Outcome};
use crate::id::{CaseId, IdMap};
use crate::query::World;
use std::cmp::Ordering;

/// Fills a matrix in, with the evidence behind every cell.
///
/// Errors (kind *asked*): a name in the specification that the project does not know, an expression that cannot be read, totals that would add unlike things;
/// and whatever loading a text says.
pub fn compute(spec: &Spec, world: &World<'_>) -> Outcome<Table> {
    fill(spec, world, true)
}

/// The same without looking up what stands behind the cells: [`Cell::evidence`] stays empty. For the screen, where only one cell at a time is opened.
pub fn outline(spec: &Spec, world: &World<'_>) -> Outcome<Table> {
    fill(spec, world, false)
}

/// Everything that the cells are made from.
pub(super) struct Frame<'s, 'g, 'a> {
    pub(super) heading: String,
    pub(super) rows: Vec<Line>,
    pub(super) plans: Vec<Plan<'s>>,
    pub(super) lines: Vec<Line>,
    pub(super) properties: Vec<Property>,
    pub(super) rules: Vec<Bound>,
    pub(super) keys: Vec<(Key, bool)>,
    /// Which rows are kept; all without one.
    pub(super) filter: Option<Filter>,
    pub(super) maker: Maker<'g, 'a>,
    pub(super) warnings: Vec<String>,
}

/// Finds out what everything in a specification means, without crossing rows and columns.
pub(super) fn frame<'s, 'g, 'a>(spec: &'s Spec, ground: &'g Ground<'a>) -> Outcome<Frame<'s, 'g, 'a>> {
    let mut warnings = Vec::new();
    let rows = axes::rows(ground, &spec.rows, &mut warnings)?;
    let subject = match &spec.rows {
        Rows::Listed(Listing::Cases) => Subject::Case(CaseId(uuid::Uuid::nil())),
        Rows::Listed(Listing::Documents) => Subject::Document(0),
        _ => Subject::Nobody,
    };
    let usual = match &spec.rows {
        Rows::Listed(listing) => listing.heading().to_owned(),
        Rows::These(_) => String::new(),
    };
    let heading = spec.label.clone().unwrap_or(usual);
    let mut registry = Registry { ground, subject, lines: Vec::new(), properties: Vec::new() };
    let plans = columns::columns(spec, &mut registry, &mut warnings)?;
    let rules = columns::rules(spec, &mut registry)?;
    let keys = columns::keys(spec, &heading, &plans, &registry)?;
    let of_cases = matches!(subject, Subject::Case(_));
    let filter = spec.filter.as_ref().map(|query| Filter::of(ground, query, of_cases, &mut registry.lines));
    let filter = filter.transpose().map_err(|f| f.at("“where” of the matrix"))?;
    let Registry { lines, properties, .. } = registry;
    Ok(Frame { heading, rows, plans, lines, properties, rules, keys, filter, maker: Maker::new(ground), warnings })
}

fn fill(spec: &Spec, world: &World<'_>, open: bool) -> Outcome<Table> {
    let ground = Ground::new(world);
    let mut frame = frame(spec, &ground)?;
    let grid = cross(&ground, &frame.rows, &frame.lines)?;
    let mut warnings = std::mem::take(&mut frame.warnings);
    let kept = match &frame.filter {
        Some(filter) => filter.keep(&frame.rows, &grid, &mut warnings),
        None => (0..frame.rows.len()).collect(),
    };
    let opener = open.then(|| Opener::new(&frame.maker));
    let mut rows: Vec<(usize, Row)> = Vec::new();
    let mut said = Said::default();
    for r in kept {
        let mut cells = Vec::with_capacity(frame.plans.len());
        for c in 0..frame.plans.len() {
            let made = frame.cell(&grid, r, c)?;
            said.hear(&frame, r, c, &made);
            cells.push(opened(made.cell, &made.marks, frame.plans[c].measure, opener.as_ref())?);
        }
        let row = &frame.rows[r];
        rows.push((r, Row { label: row.label.clone(), group: None, cells, axis: row.axis.clone() }));
    }
    let groups = group(spec, &frame, &grid, &mut rows, &mut warnings);
    sort(&frame, &mut rows);
    warnings.extend(said.warnings());
    let order: Vec<usize> = rows.iter().map(|(r, _)| *r).collect();
    let totals = totals::totals(spec, &frame, &grid, &order, opener.as_ref())?;
    let columns = frame.plans.iter().zip(&frame.lines).map(|(plan, line)| Heading {
        title: plan.title.clone(),
        measure: plan.measure.word(),
        axis: line.axis.clone(),
    });
    let mut table = Table {
        title: spec.title.clone(),
        label: frame.heading.clone(),
        columns: columns.collect(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        groups,
        totals,
        notes: Vec::new(),
        warnings,
    };
    table.notes = notes::notes(spec, &table);
    Ok(table)
}

/// Gives a cell its evidence.
pub(super) fn opened(
    cell: Cell,
    marks: &[Mark],
    measure: Measure,
    opener: Option<&Opener<'_, '_, '_>>,
) -> Outcome<Cell> {
    let evidence: Vec<Evidence> = match opener {
        Some(opener) => opener.open(marks, measure == Measure::Count)?,
        None => Vec::new(),
    };
    Ok(Cell { evidence, ..cell })
}

/// What is known of one row.
pub(super) struct RowFacts<'f, 'a> {
    pub(super) ground: &'f Ground<'a>,
    pub(super) rows: &'f [Line],
    pub(super) lines: &'f [Line],
    pub(super) properties: &'f [Property],
    pub(super) grid: &'f Grid,
    pub(super) row: usize,
}

impl Facts for RowFacts<'_, '_> {
    fn found(&self, line: usize) -> Option<usize> {
        let unseen = (self.lines[line].by_coding || self.rows[self.row].by_coding) && !self.coded();
        (!unseen).then(|| distinct(self.grid.at(self.row, line)).len())
    }

    fn coded(&self) -> bool {
        self.grid.rows_coded[self.row]
    }

    fn value(&self, attribute: usize) -> Option<Value> {
        self.properties[attribute].value(self.ground, self.rows[self.row].subject)
    }
}

impl<'s, 'g, 'a> Frame<'s, 'g, 'a> {
    fn facts<'f>(&'f self, grid: &'f Grid, row: usize) -> RowFacts<'f, 'a> {
        let (rows, lines, properties) = (&self.rows[..], &self.lines[..], &self.properties[..]);
        RowFacts { ground: self.maker.ground, rows, lines, properties, grid, row }
    }

    fn truth(&self, grid: &Grid, row: usize, bound: &Bound) -> Option<bool> {
        bound.truth(&self.facts(grid, row))
    }

    /// How a column fills its cells.
    pub(super) fn filling(&self, column: usize) -> Filling<'_> {
        let plan = &self.plans[column];
        let labels: IdMap<_, _> = plan.labels.clone();
        Filling { measure: plan.measure, style: plan.style, root: plan.root, labels }
    }

    /// One cell, not yet opened.
    pub(super) fn cell(&self, grid: &Grid, row: usize, column: usize) -> Outcome<Made> {
        let plan = &self.plans[column];
        match &plan.what {
            What::Line => {
                let coded = (grid.rows_coded[row], grid.columns_coded[column]);
                self.maker.make(
                    &self.rows[row],
                    &self.lines[column],
                    &self.filling(column),
                    grid.at(row, column),
                    coded,
                )
            }
            What::Property(property) => {
                let value = property.value(self.maker.ground, self.rows[row].subject);
                Ok(Made { cell: value_cell(value, plan.style), marks: Vec::new(), warning: None })
            }
            What::Derived(bound) => {
                let value = bound.value(&self.facts(grid, row));
                let unseen = value.is_none() && !grid.rows_coded[row] && !bound.lines().is_empty();
                if unseen {
                    return Ok(Made { cell: plain(String::new(), State::NotCoded), marks: Vec::new(), warning: None });
                }
                // What a class rests on can be read as well as what a count rests on.
                let marks = bound.lines().into_iter().flat_map(|line| grid.at(row, line).to_vec()).collect();
                Ok(Made { cell: value_cell(value, plan.style), marks, warning: None })
            }
        }
    }
}

fn value_cell(value: Option<Value>, style: &CellStyle) -> Cell {
    let Some(value) = value.filter(|v| !v.to_string().is_empty()) else {
        return plain(style.empty.clone().unwrap_or_default(), State::None);
    };
    let number = match value {
        Value::Number(number) => Some(number),
        _ => None,
    };
    Cell { number, ..plain(value.to_string(), State::Value) }
}

/// Puts every row into exactly one group: the first whose rule is known to hold.
fn group(
    spec: &Spec,
    frame: &Frame<'_, '_, '_>,
    grid: &Grid,
    rows: &mut [(usize, Row)],
    warnings: &mut Vec<String>,
) -> Vec<Group> {
    let mut groups: Vec<Group> = spec.groups.iter().map(|g| Group { name: g.name.clone(), shade: g.shade }).collect();
    if groups.is_empty() {
        return groups;
    }
    let mut left = Vec::new();
    for (r, row) in rows {
        row.group = frame.rules.iter().position(|rule| frame.truth(grid, *r, rule) == Some(true));
        if row.group.is_none() {
            let why = if grid.rows_coded[*r] { "" } else { " (not coded yet)" };
            left.push(format!("{}{why}", row.label));
            row.group = Some(spec.groups.len());
        }
    }
    if !left.is_empty() {
        groups.push(Group { name: "Unclassified".to_owned(), shade: 0 });
        warnings.push(format!("no group takes: {}", left.join(", ")));
    }
    groups
}

fn sort(frame: &Frame<'_, '_, '_>, rows: &mut [(usize, Row)]) {
    let backwards = frame.keys.iter().any(|(key, descending)| matches!(key, Key::Group) && *descending);
    rows.sort_by(|(a, x), (b, y)| {
        // Groups stay together whatever the other keys say: their headings stand above them.
        let groups = x.group.cmp(&y.group);
        let mut order = if backwards { groups.reverse() } else { groups };
        for (key, descending) in &frame.keys {
            order = order.then_with(|| compare(frame, key, *descending, (*a, x), (*b, y)));
        }
        order.then(a.cmp(b))
    });
}

fn compare(
    frame: &Frame<'_, '_, '_>,
    key: &Key,
    descending: bool,
    (a, x): (usize, &Row),
    (b, y): (usize, &Row),
) -> Ordering {
    let turned = |order: Ordering| if descending { order.reverse() } else { order };
    match key {
        Key::Group => Ordering::Equal,
        Key::Label => turned(natural(&x.label, &y.label)),
        Key::Property(property) => {
            let value = |row: usize| property.value(frame.maker.ground, frame.rows[row].subject);
            missing_last(value(a), value(b), |p, q| turned(property.kind().compare(p, q)))
        }
        Key::Column(column) => {
            let cell =
                |row: &Row| Some(row.cells[*column].clone()).filter(|c| c.number.is_some() || !c.value.is_empty());
            missing_last(cell(x), cell(y), |p, q| {
                turned(match (p.number, q.number) {
                    (Some(p), Some(q)) => p.total_cmp(&q),
                    _ => natural(&p.value, &q.value),
                })
            })
        }
        Key::Order(column, values) => {
            let at = |row: &Row| {
                let value = crate::text::fold(&row.cells[*column].value);
                values.iter().position(|v| *v == value)
            };
            missing_last(at(x), at(y), |p, q| turned(p.cmp(q)))
        }
    }
}

/// What has no value comes last in either direction.
fn missing_last<T>(a: Option<T>, b: Option<T>, compare: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (&a, &b) {
        (Some(a), Some(b)) => compare(a, b),
        _ => a.is_none().cmp(&b.is_none()),
    }
}

/// What the cells have to say to the analyst.
#[derive(Default)]
struct Said {
    /// Cells whose phrase has not been written.
    missing: Vec<String>,
    others: Vec<String>,
}

impl Said {
    fn hear(&mut self, frame: &Frame<'_, '_, '_>, row: usize, column: usize, made: &Made) {
        let name = || format!("{} × {}", frame.rows[row].label, frame.plans[column].title);
        if made.cell.state == State::Evidence {
            self.missing.push(name());
        }
        if let Some(warning) = &made.warning {
            self.others.push(format!("{}: {warning}", name()));
        }
    }

    fn warnings(self) -> Vec<String> {
        let mut out = self.others;
        if !self.missing.is_empty() {
            let some: Vec<&str> = self.missing.iter().take(5).map(String::as_str).collect();
            let more = self.missing.len() - some.len();
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            out.push(format!("no phrase written yet for {}{rest}", some.join(", ")));
        }
        out
    }
}

/// A cell of a total that has nothing to add.
pub(super) fn blank() -> Cell {
    plain(String::new(), State::None)
}

/// The total of some marks.
pub(super) fn total(maker: &Maker<'_, '_>, filling: &Filling<'_>, marks: &[Mark]) -> Outcome<Cell> {
    if marks.is_empty() { Ok(nothing(filling)) } else { maker.filled(filling, marks) }
}

/// The fault for totals over columns that measure different things.
pub(super) fn unlike(one: Measure, other: Measure) -> Fault {
    Fault::asked(format!("a total of each row would add {} to {}", one.word(), other.word()))
        .hint("give all counting columns the same “cell”, or ask for totals = \"columns\"")
}
