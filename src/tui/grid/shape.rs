//! Altering a specification by keys. What is saved under the matrix's name stays as it is until it is saved again.

use super::Grid;
use super::act::GridAct;
use crate::case::AttributeKind;
use crate::matrix::{
    CellStyle, Column, GroupSpec, Listing, Measure, RowSource, RowSpec, Rows, SortKey, Source, Spec, TotalsSpec,
};
use crate::memo::Axis;
use crate::project::Project;

/// Words for what was done, or why it was not.
type Said = Result<String, String>;

/// Alters what the grid shows.
pub fn alter(grid: &mut Grid, project: &Project, act: GridAct) -> Said {
    match act {
        GridAct::Measure => next_measure(grid),
        GridAct::Sort | GridAct::Expand | GridAct::Fold | GridAct::DropColumn if grid.spec.transpose => {
            Err("this table lies on its side: ‹flip› puts it upright first".to_owned())
        }
        GridAct::Sort => sort(grid),
        GridAct::Flip => flip(grid),
        GridAct::Totals => totals(grid),
        GridAct::Expand => expand(grid, project),
        GridAct::Fold => fold_up(grid, project),
        GridAct::DropColumn => drop_column(grid, project),
        _ => Err("that is not done here".to_owned()),
    }
}

fn counts(source: &Source) -> bool {
    matches!(source, Source::Code(_) | Source::Query(_))
}

/// What the counting columns show, when it is the same in all of them.
pub fn measure(spec: &Spec) -> Option<Measure> {
    let of = |style: &CellStyle| style.cell.unwrap_or(Measure::Count);
    let own = spec.columns.iter().filter(|c| counts(&c.source)).map(|c| of(&c.style));
    let mut all = own.chain(spec.generated.iter().map(|(_, style)| of(style)));
    let first = all.next()?;
    all.all(|m| m == first).then_some(first)
}

/// The measures that are gone through one by one; all others are chosen by name.
const COMMON: [Measure; 12] = [
    Measure::Passages,
    Measure::Count,
    Measure::Words,
    Measure::Cases,
    Measure::Documents,
    Measure::Present,
    Measure::Coverage,
    Measure::RowPercent,
    Measure::ColumnPercent,
    Measure::Codes,
    Measure::Quotes,
    Measure::Essence,
];

/// The columns show the next measure.
fn next_measure(grid: &mut Grid) -> Said {
    set_measure(grid, |now| {
        let at = COMMON.iter().position(|m| *m == now).map_or(0, |n| (n + 1) % COMMON.len());
        COMMON[at]
    })
}

/// The columns show another measure: all counting ones where they agree, otherwise the chosen one.
pub fn set_measure(grid: &mut Grid, after: impl Fn(Measure) -> Measure) -> Said {
    let mut spec = grid.spec.clone();
    let next = match (measure(&spec), spec.columns.get_mut(grid.column)) {
        (Some(now), _) => {
            let next = after(now);
            for column in spec.columns.iter_mut().filter(|c| counts(&c.source)) {
                column.style.cell = Some(next);
            }
            if let Some((_, style)) = &mut spec.generated {
                style.cell = Some(next);
            }
            next
        }
        (None, Some(column)) if counts(&column.source) => {
            let next = after(column.style.cell.unwrap_or(Measure::Count));
            column.style.cell = Some(next);
            next
        }
        _ => return Err("this column shows a value: choose one that counts".to_owned()),
    };
    grid.reshape(spec);
    Ok(format!("cells show {}", next.word()))
}

/// Orders the rows by the chosen column: largest first, then smallest first, then as they were.
fn sort(grid: &mut Grid) -> Said {
    let by = match grid.heading(grid.column) {
        Some(heading) => heading.title.clone(),
        None => return Err("rows are ordered by a column, not by a total".to_owned()),
    };
    let mut spec = grid.spec.clone();
    let now = spec.sort.iter().find(|k| k.by == by).map(|k| k.descending);
    spec.sort.retain(|k| k.by == "group");
    let words = match now {
        None => format!("rows in order of {by}, largest first"),
        Some(true) => format!("rows in order of {by}, smallest first"),
        Some(false) => "rows in their own order".to_owned(),
    };
    if now != Some(false) {
        spec.sort.push(SortKey { by, descending: now.is_none() });
    }
    grid.reshape(spec);
    Ok(words)
}

fn totals(grid: &mut Grid) -> Said {
    let mut spec = grid.spec.clone();
    (spec.totals, _) = match spec.totals {
        TotalsSpec::None => (TotalsSpec::Both, ()),
        TotalsSpec::Both => (TotalsSpec::Rows, ()),
        TotalsSpec::Rows => (TotalsSpec::Columns, ()),
        TotalsSpec::Columns => (TotalsSpec::None, ()),
    };
    let words = match spec.totals {
        TotalsSpec::None => "no totals",
        TotalsSpec::Both => "totals of rows and columns",
        TotalsSpec::Rows => "totals of rows",
        TotalsSpec::Columns => "totals of columns",
    };
    grid.reshape(spec);
    Ok(words.to_owned())
}

/// The lists of rows and columns exchanged, so that what were columns can be ordered and opened; `None` where something would be lost: columns of values,
/// groups, an order.
fn flipped(spec: &Spec) -> Option<Spec> {
    let plain = spec.groups.is_empty() && spec.sort.is_empty() && spec.filter.is_none() && spec.top.is_none();
    let single = spec.columns.is_empty() != spec.generated.is_none();
    let odd = !spec.tests.is_empty() || spec.correlate.is_some() || spec.columns.iter().any(|c| c.expand);
    if !plain || !single || odd || spec.columns.iter().any(|c| !counts(&c.source)) {
        return None;
    }
    let style = match (&spec.generated, spec.columns.first()) {
        (Some((_, style)), _) => style.clone(),
        (None, Some(column)) => CellStyle { labels: Default::default(), ..column.style.clone() },
        (None, None) => return None,
    };
    let rows = match &spec.generated {
        Some((listing, _)) => Rows::Listed(listing.clone()),
        None => Rows::These(spec.columns.iter().filter_map(as_row).collect()),
    };
    let (columns, generated) = match &spec.rows {
        Rows::Listed(listing) => (Vec::new(), Some((listing.clone(), style))),
        Rows::These(rows) => (rows.iter().map(|r| as_column(r, &style)).collect(), None),
    };
    Some(Spec { rows, label: None, columns, generated, ..spec.clone() })
}

fn as_row(column: &Column) -> Option<RowSpec> {
    let source = match &column.source {
        Source::Code(path) => RowSource::Code(path.clone()),
        Source::Query(query) => RowSource::Query(query.clone()),
        _ => return None,
    };
    Some(RowSpec { title: column.heading().to_owned(), source })
}

fn as_column(row: &RowSpec, style: &CellStyle) -> Column {
    let source = match &row.source {
        RowSource::Code(path) => Source::Code(path.clone()),
        RowSource::Query(query) => Source::Query(query.clone()),
    };
    Column { title: Some(row.title.clone()), source, style: style.clone(), expand: false }
}

fn flip(grid: &mut Grid) -> Said {
    let spec = match flipped(&grid.spec).filter(|_| !grid.spec.transpose) {
        Some(spec) => spec,
        None => Spec { transpose: !grid.spec.transpose, ..grid.spec.clone() },
    };
    let cell = (grid.column, grid.list.at);
    grid.list.filter = crate::tui::line::Line::default();
    grid.reshape(spec);
    // The same cell, seen from the other side.
    grid.land = Some(cell);
    Ok("rows and columns exchanged".to_owned())
}

/// Writes out the columns that a list makes, so that single ones can be altered.
fn spell_out(grid: &Grid, project: &Project) -> Result<Spec, String> {
    let mut spec = grid.spec.clone();
    let Some((listing, style)) = spec.generated.take() else { return Ok(spec) };
    for heading in grid.table.columns.iter().skip(spec.columns.len()) {
        let source = match &heading.axis {
            Some(Axis::Code(code)) => Source::Code(project.codebook.path(*code)),
            Some(Axis::Case(_)) => Source::Query(format!("case:{}", quoted(&heading.title))),
            Some(Axis::Value(attribute, value)) => {
                let name = project.attributes.get(attribute).map_or("", |a| a.name.as_str());
                Source::Query(format!("case.{name}:{}", quoted(value)))
            }
            Some(Axis::Query(query)) => Source::Query(query.clone()),
            _ => return Err(format!("the columns are all {listing}: single ones cannot be altered")),
        };
        spec.columns.push(Column { title: Some(heading.title.clone()), source, style: style.clone(), expand: false });
    }
    Ok(spec)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', ""))
}

/// Opens the chosen code column into its sub-codes, which come after it.
fn expand(grid: &mut Grid, project: &Project) -> Said {
    let at = grid.column;
    let mut spec = spell_out(grid, project)?;
    let code = code_of(&spec, at, project).ok_or("choose a column that is a code")?;
    let there = |spec: &Spec, path: &str| spec.columns.iter().any(|c| c.source == Source::Code(path.to_owned()));
    let children = project.codebook.children(Some(code));
    let name = project.codebook.path(code);
    if children.is_empty() {
        return Err(format!("“{name}” has no sub-codes"));
    }
    let style = spec.columns[at].style.clone();
    let mut opened = 0;
    for child in children {
        let path = project.codebook.path(child.id);
        if there(&spec, &path) {
            continue;
        }
        // The child's own name where it is the only one of that name in the heading.
        let taken = spec.columns.iter().any(|c| c.heading() == child.name);
        let title = if taken { path.clone() } else { child.name.clone() };
        opened += 1;
        spec.columns.insert(
            at + opened,
            Column { title: Some(title), source: Source::Code(path), style: style.clone(), expand: false },
        );
    }
    if opened == 0 {
        return Err(format!("the sub-codes of “{name}” are columns already: - takes them away"));
    }
    grid.reshape(spec);
    Ok(format!("“{name}” opened into its sub-codes: - closes it"))
}

/// Takes the columns of the sub-codes of the chosen code away; of its siblings' too when it is itself one that was opened.
fn fold_up(grid: &mut Grid, project: &Project) -> Said {
    let mut spec = spell_out(grid, project)?;
    let code = code_of(&spec, grid.column, project).ok_or("choose a column that is a code")?;
    let under = |parent| {
        let mut family = project.codebook.family(parent);
        family.remove(&parent);
        family
    };
    let is_in = |column: &Column, family: &crate::id::IdSet<crate::id::CodeId>| match &column.source {
        Source::Code(path) => project.codebook.find(path).is_ok_and(|c| family.contains(&c.id)),
        _ => false,
    };
    let mut of = code;
    if !spec.columns.iter().any(|c| is_in(c, &under(code))) {
        of = project.codebook.get(code).and_then(|c| c.parent).ok_or("no sub-code of it is a column")?;
        let shown = spec.columns.iter().any(|c| code_in(c, project) == Some(of));
        if !shown {
            return Err("the code above it is no column: ‹drop column› takes a single column away".to_owned());
        }
    }
    let family = under(of);
    spec.columns.retain(|c| !is_in(c, &family));
    let at = spec.columns.iter().position(|c| code_in(c, project) == Some(of));
    grid.reshape(spec);
    grid.column = at.unwrap_or(0);
    // The chosen column may just have gone; its name must not be looked for.
    grid.table.columns.clear();
    Ok(format!("closed “{}”", project.codebook.path(of)))
}

fn code_in(column: &Column, project: &Project) -> Option<crate::id::CodeId> {
    match &column.source {
        Source::Code(path) => project.codebook.find(path).ok().map(|c| c.id),
        _ => None,
    }
}

fn code_of(spec: &Spec, at: usize, project: &Project) -> Option<crate::id::CodeId> {
    code_in(spec.columns.get(at)?, project)
}

fn drop_column(grid: &mut Grid, project: &Project) -> Said {
    let mut spec = spell_out(grid, project)?;
    if grid.column >= spec.columns.len() {
        return Err("totals are taken away with t".to_owned());
    }
    if spec.columns.len() == 1 {
        return Err("a matrix needs at least one column".to_owned());
    }
    let gone = spec.columns.remove(grid.column);
    spec.sort.retain(|k| k.by != gone.heading());
    let words = format!("took the column “{}” away", gone.heading());
    grid.reshape(spec);
    Ok(words)
}

/// Puts columns of attributes, codes, queries or a list at the end.
pub fn add(grid: &mut Grid, project: &Project, sources: Vec<Source>) -> Said {
    let mut spec = if grid.spec.generated.is_some() { spell_out(grid, project)? } else { grid.spec.clone() };
    let style = CellStyle { cell: measure(&grid.spec), ..CellStyle::default() };
    let mut added = 0;
    for source in sources {
        if spec.columns.iter().any(|c| c.source == source) {
            continue;
        }
        let style = if counts(&source) { style.clone() } else { CellStyle::default() };
        spec.columns.push(column(&spec, source, style));
        added += 1;
    }
    if added == 0 {
        return Err("that is a column already".to_owned());
    }
    grid.reshape(spec);
    Ok(format!("{added} more at the right"))
}

/// A column headed by the last part of its code's path where that is clear.
pub fn column(spec: &Spec, source: Source, style: CellStyle) -> Column {
    let title = match &source {
        Source::Code(path) => crate::codebook::split_path(path).pop(),
        _ => None,
    };
    let title = title.filter(|t| spec.columns.iter().all(|c| c.heading() != t));
    Column { title, source, style, expand: false }
}

/// Groups the rows by the values of an attribute, in their order; without a name, no more.
pub fn group(grid: &mut Grid, project: &Project, attribute: Option<&str>) -> Said {
    let mut spec = grid.spec.clone();
    spec.groups.clear();
    let Some(name) = attribute else {
        grid.reshape(spec);
        return Ok("no groups".to_owned());
    };
    let attribute = project.attribute(name).map_err(|f| f.what)?;
    let mut values: Vec<_> = project.cases.values().filter_map(|c| c.values.get(&attribute.id)).collect();
    values.sort_by(|a, b| attribute.kind.compare(a, b));
    values.dedup();
    let named = format!("\"{}\"", attribute.name.replace('"', "\"\""));
    for (n, value) in values.iter().enumerate() {
        let text = value.to_string();
        let literal = match attribute.kind {
            AttributeKind::Number => text.clone(),
            _ => format!("'{}'", text.replace('\'', "''")),
        };
        let when = format!("{named} = {literal}");
        let name = if matches!(attribute.kind, AttributeKind::Text | AttributeKind::Ordered(_)) {
            text
        } else {
            format!("{}: {text}", attribute.name)
        };
        if spec.groups.iter().all(|g| g.name != name) {
            spec.groups.push(GroupSpec { name, when, shade: [4, 3, 2, 1][n % 4] });
        }
    }
    if spec.groups.is_empty() {
        return Err(format!("no case has a value of {name}"));
    }
    grid.reshape(spec);
    Ok(format!("rows grouped by {name}"))
}

/// A specification from what was chosen: rows, columns, a measure.
pub fn built(rows: Listing, listing: Option<Listing>, sources: Vec<Source>, measure: Option<Measure>) -> Spec {
    let style = CellStyle { cell: measure, ..CellStyle::default() };
    let of = match (&listing, &sources[..]) {
        (Some(listing), []) => listing.to_string(),
        (None, all) if all.iter().all(|s| matches!(s, Source::Attribute(_))) => "attributes".to_owned(),
        (None, all) if all.iter().all(|s| matches!(s, Source::Code(_))) => "codes".to_owned(),
        _ => "columns".to_owned(),
    };
    // The smallest specification there is; everything it does not say is as usual.
    let mut spec = Spec::parse("title = 'x'\nrows = 'cases'\ncolumns = 'codes'").expect("it is right");
    spec.title = format!("{rows} × {of}");
    spec.rows = Rows::Listed(rows);
    spec.generated = listing.map(|l| (l, style.clone()));
    for source in sources {
        let style = if counts(&source) { style.clone() } else { CellStyle::default() };
        let one = column(&spec, source, style);
        spec.columns.push(one);
    }
    spec
}
