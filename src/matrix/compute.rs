use super::axes;
use super::cell::{Filling, Made, Maker, nothing, plain};
use super::columns::{self, Key, Plan, What};
use super::cross::{Grid, cross};
use super::expression::{Bound, Facts};
use super::filter::Filter;
use super::ground::{Ground, Mark, distinct};
use super::grouping::group;
use super::line::{Line, Subject};
use super::margins::base;
use super::measure::Needs;
use super::open::Opener;
use super::property::{Property, Registry};
use super::related::Related;
use super::said::Said;
use super::sorting::sort;
use super::spec::{CellStyle, Listing, Rows, Spec, Totals};
use super::table::{Band, Cell, Evidence, Heading, Row, State, Table};
use super::tally::{Each, adds_up, tally};
use super::{Measure, curves, notes, totals};
use crate::case::Value;
use crate::fault::{Fault, Outcome};
use crate::id::{CaseId, IdMap};
use crate::query::World;

/// Fills a matrix in, with the evidence behind every cell.
///
/// Errors (kind *asked*): a name in the specification that the project does not know, an expression that cannot be read, totals that would add unlike things,
/// a measure that does not fit its rows and columns; and whatever loading a text says.
pub fn compute(spec: &Spec, world: &World<'_>) -> Outcome<Table> {
    fill(spec, &Ground::new(world), true)
}

/// The same without looking up what stands behind the cells: [`Cell::evidence`] stays empty. For the screen, where only one cell at a time is opened.
pub fn outline(spec: &Spec, world: &World<'_>) -> Outcome<Table> {
    outline_over(spec, &Ground::new(world))
}

pub(super) fn outline_over(spec: &Spec, ground: &Ground<'_>) -> Outcome<Table> {
    fill(spec, ground, false)
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
    /// What cells need besides their evidence; looked up when first asked for.
    pub(super) related: Related,
    /// The codes by which rows are compared; every code by itself without one.
    pub(super) over: Option<Vec<Line>>,
}

/// Finds out what everything in a specification means, without crossing rows and columns.
pub(super) fn frame<'s, 'g, 'a>(spec: &'s Spec, ground: &'g Ground<'a>) -> Outcome<Frame<'s, 'g, 'a>> {
    let mut warnings = Vec::new();
    let rows = axes::rows(ground, spec, &mut warnings)?;
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
    let over = spec.over.as_ref().map(|listing| axes::listed(ground, &spec.groups, listing, &mut warnings));
    let over = over.transpose().map_err(|f| f.at("“over” of the matrix"))?;
    let Registry { lines, properties, .. } = registry;
    let (maker, related) = (Maker::new(ground), Related::default());
    Ok(Frame { heading, rows, plans, lines, properties, rules, keys, filter, maker, warnings, related, over })
}

fn fill(spec: &Spec, ground: &Ground<'_>, open: bool) -> Outcome<Table> {
    let mut frame = frame(spec, ground)?;
    let counted = if open { None } else { frame.tally(spec.totals)? };
    let grid = match counted {
        Some(grid) => grid,
        None => cross(ground, &frame.rows, &frame.lines, &|c| frame.is_likeness(c))?,
    };
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
    sort(&frame, &mut rows, &Some);
    warnings.extend(said.warnings());
    let mut more = Vec::new();
    if frame.plans.iter().any(|p| matches!(p.what, What::Saturation(_))) {
        curves::fill(&frame, &frame.related.profiles(&frame).0, &mut rows, &mut more);
    }
    more.extend(notes::figures(spec, &frame, &rows)?);
    if let Some(top) = spec.top.filter(|top| *top < rows.len()) {
        more.push(format!("The first {top} of {} rows.", rows.len()));
        rows.truncate(top);
    }
    let order: Vec<usize> = rows.iter().map(|(r, _)| *r).collect();
    let totals = totals::totals(spec, &frame, &grid, &order, opener.as_ref())?;
    let mut table = Table {
        title: spec.title.clone(),
        label: frame.heading.clone(),
        columns: frame.headings(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        groups,
        totals,
        warnings,
        across: spec.generated.as_ref().map_or_else(String::new, |(listing, _)| listing.heading().to_owned()),
        bands: frame.bands(),
        ..Table::default()
    };
    table.notes = notes::notes(spec, &table);
    table.notes.extend(more);
    Ok(if spec.transpose { table.transpose() } else { table })
}

/// Gives a cell its evidence.
pub(super) fn opened(
    cell: Cell,
    marks: &[Mark],
    measure: Measure,
    opener: Option<&Opener<'_, '_, '_>>,
) -> Outcome<Cell> {
    let evidence: Vec<Evidence> = match opener {
        Some(opener) => opener.open(marks, measure.counts_apart())?,
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
    /// The grid as numbers alone, where no cell or total asks for more than how many codings there are; with the marks of what rules and filters ask about.
    pub(super) fn tally(&self, totals: Totals) -> Outcome<Option<Grid>> {
        let ground = self.maker.ground;
        let shown = &self.lines[..self.plans.len()];
        let parts = adds_up(&self.rows, shown);
        let (mut codings, mut passages) = (false, false);
        for plan in &self.plans {
            let counted = match (&plan.what, plan.measure) {
                (What::Line, Measure::RowPercent | Measure::ColumnPercent) if parts => base(plan.style),
                (What::Line, measure @ (Measure::Count | Measure::Passages)) if parts || totals == Totals::None => {
                    measure
                }
                (What::Line, Measure::Present) => continue,
                (What::Line, measure) if measure.needs() == Needs::Cases && totals == Totals::None => continue,
                (What::Line | What::Derived(_), _) => return Ok(None),
                _ => continue,
            };
            match counted {
                Measure::Count => codings = true,
                Measure::Passages => passages = true,
                _ => return Ok(None),
            }
        }
        let each = match (codings, passages) {
            (true, true) => return Ok(None),
            (false, true) => Each::Passage,
            _ => Each::Coding,
        };
        let Some(tally) = tally(ground, &self.rows, shown, each) else { return Ok(None) };
        let mut asked: Vec<usize> = self.rules.iter().flat_map(Bound::lines).collect();
        asked.extend(self.plans.len()..self.lines.len());
        asked.sort_unstable();
        asked.dedup();
        let asked = if asked.is_empty() {
            None
        } else {
            let lines: Vec<Line> = asked.iter().map(|line| self.lines[*line].clone()).collect();
            let marks = cross(ground, &self.rows, &lines, &|_| false)?;
            Some((asked, Box::new(marks)))
        };
        Ok(Some(Grid::of_counts(shown.len(), each, tally, asked)))
    }

    fn facts<'f>(&'f self, grid: &'f Grid, row: usize) -> RowFacts<'f, 'a> {
        let (rows, lines, properties) = (&self.rows[..], &self.lines[..], &self.properties[..]);
        RowFacts { ground: self.maker.ground, rows, lines, properties, grid, row }
    }

    /// The group of a row: the first whose rule is known to hold.
    pub(super) fn class(&self, grid: &Grid, row: usize) -> Option<usize> {
        self.rules.iter().position(|rule| rule.truth(&self.facts(grid, row)) == Some(true))
    }

    pub(super) fn headings(&self) -> Vec<Heading> {
        let heading = |(plan, line): (&Plan<'_>, &Line)| Heading {
            title: plan.title.clone(),
            measure: plan.word(),
            axis: line.axis.clone(),
        };
        self.plans.iter().zip(&self.lines).map(heading).collect()
    }

    /// The headings above the headings.
    pub(super) fn bands(&self) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        for (c, plan) in self.plans.iter().enumerate() {
            let Some(title) = &plan.band else { continue };
            match bands.last_mut() {
                Some(last) if last.columns.end == c && self.plans[c - 1].source == plan.source => last.columns.end += 1,
                _ => bands.push(Band { title: title.clone(), shade: 0, columns: c..c + 1 }),
            }
        }
        bands
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
            What::Line => self.crossed(grid, row, column),
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
            What::Vignette(section) => {
                let text = self.maker.ground.section(self.rows[row].subject, section).map(Value::Text);
                Ok(Made { cell: value_cell(text, plan.style), marks: Vec::new(), warning: None })
            }
            // These are filled when the order of the rows is known.
            What::Saturation(_) => Ok(Made { cell: blank(), marks: Vec::new(), warning: None }),
            What::Numbers(_) | What::Agreement(_) | What::Test(_) => self.figure(row, column),
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
