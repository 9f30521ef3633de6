use super::shape::{Anchor, BLACK, LINE, Picture, QUIET, Style, text_width};
use crate::codebook::Colour;
use crate::fault::{Fault, Outcome};
use crate::matrix::{Cell, State, Table};
use crate::report::frame::{numeric, unknown};

/// From nothing to most; the lightness falls evenly, so that the order survives black and white.
const STOPS: [Colour; 5] = [
    Colour(0xf7, 0xfb, 0xff),
    Colour(0xc6, 0xdb, 0xef),
    Colour(0x6b, 0xae, 0xd6),
    Colour(0x21, 0x71, 0xb5),
    Colour(0x08, 0x30, 0x6b),
];

/// Where things stand.
struct Plan {
    columns: Vec<usize>,
    labels: f64,
    cell: (f64, f64),
    /// Upper edge of the cells.
    top: f64,
    turned: f64,
    size: f64,
}

/// A heat map of the numbers in a matrix. Cells that nobody has coded yet are crossed out, not white: that nothing was looked at is no finding. Columns of the same
/// measure share a scale; where measures differ, every column (of a turned table, every row) has its own.
///
/// Errors (kind *asked*): no column holds numbers.
pub fn heat(table: &Table) -> Outcome<Picture> {
    let columns: Vec<usize> = (0..table.columns.len()).filter(|c| numeric(table, *c)).collect();
    if columns.is_empty() {
        return Err(Fault::asked(format!("no column of “{}” holds numbers", table.title))
            .hint("a heat map needs cells such as count, passages, words or row%"));
    }
    let plan = plan(table, columns);
    let groups = table.by_group().iter().filter(|(g, _)| g.is_some()).count() as f64;
    let (width, height) = plan.cell;
    let body = table.rows.len() as f64 * height + groups * 22.0;
    // Slanted headings lean out to the right by as much as they rise.
    let tail = if plan.turned == -45.0 { plan.top - 56.0 + 16.0 } else { 24.0 };
    let right =
        (plan.labels + plan.columns.len() as f64 * width + tail).max(text_width(&table.title, 16.0).min(900.0) + 24.0);
    let mut picture = Picture {
        width: right.max(420.0),
        height: plan.top + body + 62.0,
        title: table.title.clone(),
        description: description(table, &plan),
        shapes: Vec::new(),
    };
    let scale = Scale::of(table, &plan.columns);
    let left_out = table.columns.len() - plan.columns.len();
    let mut below = format!("{} × {}", table.rows.len(), plan.columns.len());
    if left_out > 0 {
        below.push_str(&format!("; columns without numbers left out: {left_out}"));
    }
    picture.heading(&below);
    headings(&mut picture, table, &plan);
    let end = rows(&mut picture, table, &plan, &scale);
    legend(&mut picture, (plan.labels, end + 18.0), &scale);
    Ok(picture)
}

/// What the darkest colour stands for.
enum Scale {
    /// The largest number of all.
    All(f64),
    /// That of each row: rows that measure different things have nothing in common.
    Rows(Vec<f64>),
    /// That of each column.
    Columns(Vec<f64>),
}

impl Scale {
    fn of(table: &Table, columns: &[usize]) -> Self {
        let number = |r: usize, c: usize| table.rows[r].cells[c].number.unwrap_or(0.0);
        let rows = || 0..table.rows.len();
        let first = table.columns[columns[0]].measure;
        if table.measures.windows(2).any(|m| m[0] != m[1]) {
            let most = |r| columns.iter().map(|c| number(r, *c)).fold(0.0, f64::max);
            return Self::Rows(rows().map(most).collect());
        }
        let each: Vec<f64> =
            (0..table.columns.len()).map(|c| rows().map(|r| number(r, c)).fold(0.0, f64::max)).collect();
        match table.measures.is_empty() && columns.iter().any(|c| table.columns[*c].measure != first) {
            true => Self::Columns(each),
            false => Self::All(columns.iter().map(|c| each[*c]).fold(0.0, f64::max)),
        }
    }

    fn most(&self, row: usize, column: usize) -> f64 {
        match self {
            Self::All(most) => *most,
            Self::Rows(most) => most[row],
            Self::Columns(most) => most[column],
        }
    }
}

fn plan(table: &Table, columns: Vec<usize>) -> Plan {
    let width = match columns.len() {
        0..=20 => 44.0,
        21..=60 => 28.0,
        61..=150 => 16.0,
        _ => 10.0,
    };
    let height = match table.rows.len() {
        0..=40 => 24.0,
        41..=120 => 17.0,
        _ => 11.0,
    };
    let turned = if width < 20.0 { -90.0 } else { -45.0 };
    let size = if width < 12.0 { 8.0 } else { 11.0 };
    let longest =
        |texts: &mut dyn Iterator<Item = &str>, size: f64| texts.map(|t| text_width(t, size)).fold(0.0, f64::max);
    let labels = longest(&mut table.rows.iter().map(|r| r.label.as_str()), label_size(height)).min(260.0) + 24.0;
    let titles: Vec<String> = columns.iter().map(|c| table.full_title(*c)).collect();
    let heads = longest(&mut titles.iter().map(String::as_str), size).min(190.0);
    let rise = if turned == -45.0 { heads * 0.71 + 14.0 } else { heads + 10.0 };
    Plan { columns, labels, cell: (width, height), top: 56.0 + rise, turned, size }
}

fn label_size(height: f64) -> f64 {
    (height - 3.0).clamp(7.0, 12.0)
}

fn headings(picture: &mut Picture, table: &Table, plan: &Plan) {
    for (n, c) in plan.columns.iter().enumerate() {
        let x =
            plan.labels + (n as f64 + 0.5) * plan.cell.0 + if plan.turned == -90.0 { plan.size * 0.35 } else { 2.0 };
        let style = Style { size: plan.size, turned: plan.turned, room: 190.0, ..Style::default() };
        picture.text((x, plan.top - 6.0), &table.full_title(*c), &style);
    }
}

/// Draws the rows; gives where they end.
fn rows(picture: &mut Picture, table: &Table, plan: &Plan, scale: &Scale) -> f64 {
    let (width, height) = plan.cell;
    let size = label_size(height);
    let (mut y, mut at_row) = (plan.top, 0);
    for (group, rows) in table.by_group() {
        if let Some(group) = group {
            let style = Style { bold: true, room: picture.width - 24.0, ..Style::default() };
            picture.text((12.0, y + 16.0), &format!("{} ({})", group.name, rows.len()), &style);
            y += 22.0;
        }
        for row in rows {
            let style = Style { size, anchor: Anchor::Right, room: plan.labels - 20.0, ..Style::default() };
            picture.text((plan.labels - 6.0, y + height / 2.0 + size * 0.36), &row.label, &style);
            for (n, c) in plan.columns.iter().enumerate() {
                let at = (plan.labels + n as f64 * width, y);
                let tip = format!("{} · {}: {}", row.label, table.columns[*c].title, said(&row.cells[*c]));
                cell(picture, at, plan.cell, &row.cells[*c], (scale.most(at_row, *c), tip));
            }
            y += height;
            at_row += 1;
        }
    }
    y
}

fn said(cell: &Cell) -> &str {
    if cell.state == State::NotCoded { "not coded yet" } else { &cell.value }
}

fn cell(
    picture: &mut Picture,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
    cell: &Cell,
    (most, tip): (f64, String),
) {
    let inner = (width - 1.0, height - 1.0);
    let Some(number) = cell.number.filter(|_| !unknown(cell)) else {
        picture.rect((x, y), inner, Colour(0xee, 0xee, 0xee), tip);
        picture.line(&[(x, y + inner.1), (x + inner.0, y)], LINE, 1.0);
        return;
    };
    let share = if most > 0.0 { (number / most).clamp(0.0, 1.0) } else { 0.0 };
    picture.rect((x, y), inner, blend(share), tip);
    let size = (height - 8.0).clamp(7.0, 11.0);
    if height >= 16.0 && text_width(&cell.value, size) <= width - 3.0 {
        let ink = match (number == 0.0, share > 0.55) {
            (true, _) => QUIET,
            (_, true) => Colour(0xff, 0xff, 0xff),
            _ => BLACK,
        };
        let style = Style { size, anchor: Anchor::Middle, ink, ..Style::default() };
        picture.text((x + inner.0 / 2.0, y + height / 2.0 + size * 0.36), &cell.value, &style);
    }
}

/// The colour of a share of the most.
fn blend(share: f64) -> Colour {
    let at = share * (STOPS.len() - 1) as f64;
    let from = (at as usize).min(STOPS.len() - 2);
    let part = at - from as f64;
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * part).round() as u8;
    let (a, b) = (STOPS[from], STOPS[from + 1]);
    Colour(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

fn legend(picture: &mut Picture, (x, y): (f64, f64), scale: &Scale) {
    // Steps that overlap: no light shows between them.
    for n in 0..50 {
        let left = f64::from(n) * 3.0;
        picture.rect((x + left, y), (150.0 - left, 10.0), blend(f64::from(n) / 49.0), String::new());
    }
    let small = Style { size: 10.0, ink: QUIET, ..Style::default() };
    picture.text((x, y + 23.0), "0", &small);
    let (end, anchor) = match scale {
        Scale::All(most) => (most.to_string(), Anchor::Right),
        Scale::Rows(_) => ("most of its row".to_owned(), Anchor::Middle),
        Scale::Columns(_) => ("most of its column".to_owned(), Anchor::Middle),
    };
    picture.text((x + 150.0, y + 23.0), &end, &Style { anchor, ..small });
    let box_x = x + 190.0;
    picture.rect((box_x, y), (14.0, 10.0), Colour(0xee, 0xee, 0xee), String::new());
    picture.line(&[(box_x, y + 10.0), (box_x + 14.0, y)], LINE, 1.0);
    picture.text((box_x + 20.0, y + 9.0), "not coded yet, or no number", &small);
}

fn description(table: &Table, plan: &Plan) -> String {
    let mut most: Option<(f64, &str, &str)> = None;
    for row in &table.rows {
        for c in &plan.columns {
            if let Some(n) = row.cells[*c].number.filter(|n| most.is_none_or(|(m, ..)| *n > m)) {
                most = Some((n, &row.label, &table.columns[*c].title));
            }
        }
    }
    let most = most.map(|(n, row, column)| format!(" The largest number is {n}: {row}, {column}.")).unwrap_or_default();
    format!("Heat map of {} rows and {} columns.{most}", table.rows.len(), plan.columns.len())
}
