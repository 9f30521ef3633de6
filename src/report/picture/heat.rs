use super::shape::{Anchor, BLACK, LINE, Picture, QUIET, Style, text_width};
use crate::codebook::Colour;
use crate::fault::{Fault, Outcome};
use crate::matrix::{Cell, State, Table};
use crate::report::frame::numeric;

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
/// measure share a scale; where measures differ, every column has its own.
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
    let tail = if plan.turned == -45.0 { 90.0 } else { 24.0 };
    let right =
        (plan.labels + plan.columns.len() as f64 * width + tail).max(text_width(&table.title, 16.0).min(900.0) + 24.0);
    let mut picture = Picture {
        width: right.max(420.0),
        height: plan.top + body + 62.0,
        title: table.title.clone(),
        description: description(table, &plan),
        shapes: Vec::new(),
    };
    let own = plan.columns.iter().any(|c| table.columns[*c].measure != table.columns[plan.columns[0]].measure);
    let left_out = table.columns.len() - plan.columns.len();
    let mut below = format!("{} × {}", table.rows.len(), plan.columns.len());
    if left_out > 0 {
        below.push_str(&format!("; columns without numbers left out: {left_out}"));
    }
    picture.heading(&below);
    headings(&mut picture, table, &plan);
    let most = |c: usize| table.rows.iter().filter_map(|r| r.cells[c].number).fold(0.0, f64::max);
    let all = plan.columns.iter().map(|c| most(*c)).fold(0.0, f64::max);
    let scales: Vec<f64> = plan.columns.iter().map(|c| if own { most(*c) } else { all }).collect();
    let end = rows(&mut picture, table, &plan, &scales);
    legend(&mut picture, (plan.labels, end + 18.0), if own { None } else { Some(all) });
    Ok(picture)
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
    let heads = longest(&mut columns.iter().map(|c| table.columns[*c].title.as_str()), size).min(190.0);
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
        picture.text((x, plan.top - 6.0), &table.columns[*c].title, &style);
    }
}

/// Draws the rows; gives where they end.
fn rows(picture: &mut Picture, table: &Table, plan: &Plan, scales: &[f64]) -> f64 {
    let (width, height) = plan.cell;
    let size = label_size(height);
    let mut y = plan.top;
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
                cell(picture, at, plan.cell, &row.cells[*c], (scales[n], tip));
            }
            y += height;
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
    let Some(number) = cell.number.filter(|_| cell.state != State::NotCoded) else {
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

fn legend(picture: &mut Picture, (x, y): (f64, f64), most: Option<f64>) {
    // Steps that overlap: no light shows between them.
    for n in 0..50 {
        let left = f64::from(n) * 3.0;
        picture.rect((x + left, y), (150.0 - left, 10.0), blend(f64::from(n) / 49.0), String::new());
    }
    let small = Style { size: 10.0, ink: QUIET, ..Style::default() };
    picture.text((x, y + 23.0), "0", &small);
    let end = most.map_or_else(|| "most of its column".to_owned(), |m| m.to_string());
    picture.text(
        (x + 150.0, y + 23.0),
        &end,
        &Style { anchor: if most.is_some() { Anchor::Right } else { Anchor::Middle }, ..small },
    );
    let box_x = x + 190.0;
    picture.rect((box_x, y), (14.0, 10.0), Colour(0xee, 0xee, 0xee), String::new());
    picture.line(&[(box_x, y + 10.0), (box_x + 14.0, y)], LINE, 1.0);
    picture.text((box_x + 20.0, y + 9.0), "not coded yet", &small);
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
