use super::axes::named;
use super::cell::Maker;
use super::columns::What;
use super::compute::frame;
use super::cross::cross;
use super::ground::{Ground, Mark, distinct};
use super::kept::Kept;
use super::line::Line;
use super::open::{Entry, Opener};
use super::spec::Spec;
use super::table::Evidence;
use crate::fault::{Fault, Kind, Outcome};
use crate::memo::Axis;
use crate::project::EssenceTarget;
use crate::query::World;

/// One cell of a matrix, found by the names of its row and column.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// Label of the row.
    pub row: String,
    /// Heading of the column.
    pub column: String,
    /// What a phrase for this cell is tied to, with everything that is in it now; `None` for columns of values.
    pub target: Option<EssenceTarget>,
    /// What is behind the cell, in order of documents and places: one entry a passage, or one a coding where the column counts codings.
    pub evidence: Vec<Evidence>,
}

/// Finds a cell by the label of its row and the heading of its column, or the code, query or attribute that the column shows; a part of them is enough where
/// it is clear.
///
/// Errors: no such row or column, with those that there are; whatever [`super::compute`] says of the specification.
pub fn find_cell(spec: &Spec, world: &World<'_>, row: &str, column: &str) -> Outcome<Found> {
    let opened = |maker: &Maker<'_, '_>, marks: &[Mark], apart| Opener::new(maker).open(marks, apart);
    let (row, column, target, evidence) = find(spec, &Ground::new(world), row, column, opened)?;
    Ok(Found { row, column, target, evidence })
}

/// One cell of a matrix with its passages listed and not yet read.
#[derive(Clone, PartialEq, Debug)]
pub struct Listed {
    /// What a phrase for this cell is tied to; `None` for columns of values.
    pub target: Option<EssenceTarget>,
    /// As many as [`Found::evidence`], in the same order.
    pub entries: Vec<Entry>,
}

/// [`find_cell`] for a screen that shows some of many passages and comes again after every coding: they are read one by one, when they come into sight.
///
/// Errors: as for [`find_cell`].
pub fn list_cell(spec: &Spec, world: &World<'_>, kept: &Kept, row: &str, column: &str) -> Outcome<Listed> {
    let listed = |maker: &Maker<'_, '_>, marks: &[Mark], apart| Ok(Entry::of(maker.ground, marks, apart));
    let (_, _, target, entries) = find(spec, &Ground::keeping(world, kept), row, column, listed)?;
    Ok(Listed { target, entries })
}

/// Label of the row, heading of the column, what a phrase is tied to, and what was made of the marks.
type Cell<T> = (String, String, Option<EssenceTarget>, T);

fn find<T>(
    spec: &Spec,
    ground: &Ground<'_>,
    row: &str,
    column: &str,
    open: impl FnOnce(&Maker<'_, '_>, &[Mark], bool) -> Outcome<T>,
) -> Outcome<Cell<T>> {
    let world = ground.world;
    let frame = frame(spec, ground)?;
    let (row, column) = if spec.transpose { (column, row) } else { (row, column) };
    let r = named("row", row, frame.rows.iter().map(|l| l.label.as_str())).or_else(|fault| {
        // A case has an alias besides its name.
        let case = world.project.case(row).ok().map(|c| Axis::Case(c.id));
        frame.rows.iter().position(|l| l.axis.is_some() && l.axis == case).ok_or(fault)
    })?;
    let c = named("column", column, frame.plans.iter().map(|p| p.title.as_str())).or_else(|fault| {
        let wanted = column.trim().to_lowercase();
        let source = spec.columns.iter().position(|c| c.source.name().to_lowercase() == wanted);
        frame.plans.iter().position(|p| p.source.is_some() && p.source == source).ok_or(fault)
    })?;
    // Only this row and what its cell asks about: the other cells are not wanted.
    let asked = match &frame.plans[c].what {
        What::Line => vec![c],
        What::Derived(bound) => bound.lines(),
        _ => Vec::new(),
    };
    let lines: Vec<Line> = asked.iter().map(|line| frame.lines[*line].clone()).collect();
    let grid = cross(ground, &frame.rows[r..=r], &lines, &|_| frame.is_likeness(c))?;
    let label = frame.rows[r].label.clone();
    let title = frame.plans[c].title.clone();
    let marks: Vec<Mark> = (0..lines.len()).flat_map(|line| grid.at(0, line).to_vec()).collect();
    let axes = frame.rows[r].axis.clone().zip(frame.lines[c].axis.clone());
    let target = axes.map(|(row, column)| target_of(&frame.maker, row, column, &marks, format!("{label} × {title}")));
    // A cell opens what it is made of: as many codings or pairs as it counts.
    let shown = frame.evidence(r, c)?.unwrap_or(marks);
    let opened = open(&frame.maker, &shown, frame.plans[c].measure.counts_apart())?;
    let (label, title) = if spec.transpose { (title, label) } else { (label, title) };
    Ok((label, title, target, opened))
}

/// The cell of two axes, whatever matrix shows it: what a phrase is tied to, and all passages that are in it now.
pub fn target(world: &World<'_>, row: &Axis, column: &Axis) -> Outcome<EssenceTarget> {
    let ground = Ground::new(world);
    let (rows, columns) = ([Line::of_axis(&ground, row)?], [Line::of_axis(&ground, column)?]);
    let grid = cross(&ground, &rows, &columns, &|_| false)?;
    let name = format!("{} × {}", rows[0].label, columns[0].label);
    Ok(target_of(&Maker::new(&ground), row.clone(), column.clone(), grid.at(0, 0), name))
}

/// What a name stands for on its own, outside any matrix: a case, else a code, else a document, else a query.
///
/// Errors: a name that is none of these.
pub fn axis_of(world: &World<'_>, name: &str) -> Outcome<Axis> {
    let project = world.project;
    let exact = |n: &str| n.to_lowercase() == name.trim().to_lowercase();
    if let Some(case) = project.cases.values().find(|c| exact(&c.name) || c.alias.as_deref().is_some_and(exact)) {
        return Ok(Axis::Case(case.id));
    }
    let code = project.codebook.find(name);
    if let Ok(code) = &code {
        return Ok(Axis::Code(code.id));
    }
    if let Ok(document) = project.document(name) {
        return Ok(Axis::Document(document.id));
    }
    if name.contains(':') {
        return Ok(Line::query(&Ground::new(world), name, name.to_owned())?
            .axis
            .unwrap_or(Axis::Query(name.to_owned())));
    }
    match code {
        // Words that are a name in part: the codebook says which.
        Err(fault) if fault.hint.is_some() => Err(fault),
        _ => Err(Fault::new(Kind::Asked, format!("“{name}” is no case, code or document"))
            .hint("give a case's name, a code's path, or a query such as code:x+")),
    }
}

/// A phrase that was written with rows and columns exchanged is the same phrase: it is altered rather than written a second time.
fn target_of(maker: &Maker<'_, '_>, row: Axis, column: Axis, marks: &[Mark], name: String) -> EssenceTarget {
    let mut basis: Vec<_> = distinct(marks).iter().map(|m| maker.ground.passage(m)).collect();
    basis.sort_unstable();
    let (row, column) = match maker.essence(&row, &column) {
        Some(essence) => (essence.row.clone(), essence.column.clone()),
        None => (row, column),
    };
    EssenceTarget { row, column, name, basis, evidence: Vec::new() }
}
