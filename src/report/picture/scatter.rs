use super::shape::{Anchor, LINE, Picture, QUIET, Shape, Style, colour, scale, text_width};
use crate::fault::{Fault, Outcome};
use crate::matrix::{Row, State, Table};
use crate::project::count;

/// Side of the field in which the points stand, and where it begins.
const SIDE: f64 = 440.0;
const LEFT: f64 = 64.0;
const TOP: f64 = 66.0;
/// Size of the labels.
const SMALL: f64 = 10.0;

/// A case in two numbers.
struct Point<'t> {
    row: &'t Row,
    x: f64,
    y: f64,
}

/// The rows of a matrix as points: the first column with numbers goes to the right, the second one up, each group has a colour of its own. Rows of which one of
/// the two numbers cannot be had (nobody coded them, or nothing to divide by) are no points; the picture says how many. Cases in the same place stand as one
/// larger point with all their names. Where both columns are shares of 1 the diagonal is drawn, on which fuzzy-set work reads sufficiency.
///
/// Errors (kind *asked*): fewer than two columns with numbers, or no row with both.
pub fn scatter(table: &Table) -> Outcome<Picture> {
    let numeric = |c: &usize| table.rows.iter().any(|row| row.cells.get(*c).is_some_and(|cell| known(cell).is_some()));
    let columns: Vec<usize> = (0..table.columns.len()).filter(numeric).collect();
    let [across, up, ..] = columns[..] else {
        return Err(Fault::asked("a scatterplot needs two columns with numbers")
            .hint("give each row two measures, such as passages of two codes, or two attributes"));
    };
    let number = |row: &Row, c: usize| row.cells.get(c).and_then(known);
    let points: Vec<Point<'_>> =
        table.rows.iter().filter_map(|row| Some(Point { row, x: number(row, across)?, y: number(row, up)? })).collect();
    if points.is_empty() {
        return Err(Fault::asked("no row has both numbers"));
    }
    let left_out = table.rows.len() - points.len();
    let (x_title, y_title) = (&table.columns[across].title, &table.columns[up].title);
    let (right, high) = (Axis::of(points.iter().map(|p| p.x)), Axis::of(points.iter().map(|p| p.y)));
    let without = match left_out {
        0 => String::new(),
        n => format!("; {} left out, of which a number is not known", count(n, "row")),
    };
    let mut picture = Picture {
        width: LEFT + SIDE + 180.0,
        height: TOP + SIDE + 62.0 + 18.0 * table.groups.len().div_ceil(3) as f64,
        title: table.title.clone(),
        description: format!(
            "A scatterplot of {}: {x_title} from {} to {} to the right, {y_title} from {} to {} upwards{without}.",
            count(points.len(), "row"),
            right.mark(right.from),
            right.mark(right.to),
            high.mark(high.from),
            high.mark(high.to)
        ),
        shapes: Vec::new(),
    };
    picture.heading(&format!("{}{without}", count(points.len(), "row")));
    field(&mut picture, &right, &high, (x_title, y_title));
    dots(&mut picture, table, &points, (&right, &high));
    groups(&mut picture, table, &points);
    Ok(picture)
}

/// The number of a cell that is one: that nothing was found is 0, that nobody looked is none.
fn known(cell: &crate::matrix::Cell) -> Option<f64> {
    let counts = matches!(cell.state, State::Count | State::None | State::Value);
    cell.number.filter(|n| counts && n.is_finite())
}

/// One direction of the field, in round numbers.
struct Axis {
    from: f64,
    to: f64,
    step: f64,
}

impl Axis {
    fn of(numbers: impl Iterator<Item = f64> + Clone) -> Self {
        let (low, high) = (numbers.clone().fold(0.0, f64::min), numbers.fold(0.0, f64::max));
        let span = (high - low).max(f64::MIN_POSITIVE);
        // Whole steps of a power of ten times 1, 2 or 5, so that at most six are needed.
        let unit = 10f64.powi(span.log10().floor() as i32 - 1);
        let step = unit * scale((span / unit).ceil() as usize).1 as f64;
        Self { from: (low / step).floor() * step, to: (high / step).ceil().max(1.0) * step, step }
    }

    /// How far along it a number is, from 0 to 1.
    fn share(&self, number: f64) -> f64 {
        (number - self.from) / (self.to - self.from)
    }

    fn marks(&self) -> impl Iterator<Item = f64> + '_ {
        let n = ((self.to - self.from) / self.step).round() as usize;
        (0..=n).map(|k| self.from + self.step * k as f64)
    }

    /// A number with as many decimals as its steps need.
    fn mark(&self, number: f64) -> String {
        let decimals = (-self.step.log10().floor()).clamp(0.0, 9.0) as usize;
        let text = format!("{number:.decimals$}");
        if text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.')) { "0".to_owned() } else { text }
    }
}

fn field(picture: &mut Picture, right: &Axis, high: &Axis, (x_title, y_title): (&str, &str)) {
    let bottom = TOP + SIDE;
    let style = Style { size: SMALL, ink: QUIET, ..Style::default() };
    for mark in right.marks() {
        let x = LEFT + SIDE * right.share(mark);
        picture.line(&[(x, TOP), (x, bottom)], LINE, 0.5);
        picture.text((x, bottom + 14.0), &right.mark(mark), &Style { anchor: Anchor::Middle, ..style });
    }
    for mark in high.marks() {
        let y = bottom - SIDE * high.share(mark);
        picture.line(&[(LEFT, y), (LEFT + SIDE, y)], LINE, 0.5);
        picture.text((LEFT - 6.0, y + 3.5), &high.mark(mark), &Style { anchor: Anchor::Right, ..style });
    }
    let shares = |axis: &Axis| axis.from == 0.0 && (axis.to - 1.0).abs() < 1e-9;
    if shares(right) && shares(high) {
        picture.line(&[(LEFT, bottom), (LEFT + SIDE, TOP)], QUIET, 1.0);
    }
    let titled = Style { size: 12.0, anchor: Anchor::Middle, room: SIDE, ..Style::default() };
    picture.text((LEFT + SIDE / 2.0, bottom + 34.0), x_title, &titled);
    picture.text((18.0, TOP + SIDE / 2.0), y_title, &Style { turned: -90.0, ..titled });
}

/// The points with their names; those in one place together.
fn dots(picture: &mut Picture, table: &Table, points: &[Point<'_>], (right, high): (&Axis, &Axis)) {
    let mut places: Vec<(&Point<'_>, Vec<&str>)> = Vec::new();
    for point in points {
        let label = point.row.label.as_str();
        let same = |(known, _): &&mut (&Point<'_>, Vec<&str>)| {
            (known.x, known.y, known.row.group) == (point.x, point.y, point.row.group)
        };
        match places.iter_mut().find(same) {
            Some((_, labels)) => labels.push(label),
            None => places.push((point, vec![label])),
        }
    }
    let mut written: Vec<(f64, f64, f64)> = Vec::new();
    for (point, labels) in places {
        let (x, y) = (LEFT + SIDE * right.share(point.x), TOP + SIDE - SIDE * high.share(point.y));
        let radius = 3.5 + (labels.len() as f64).sqrt() - 1.0;
        let fill = colour(point.row.group.filter(|g| *g < table.groups.len()).unwrap_or(0));
        picture.shapes.push(Shape::Dot { x, y, radius, fill });
        let names = labels.join(", ");
        let room = (LEFT + SIDE + 168.0 - x).min(150.0);
        let wide = text_width(&names, SMALL).min(room);
        // A name moves down until it covers no other one; in a crowd it stands where it may.
        let mut line = y + 3.5;
        for _ in 0..4 {
            let free = |(a, b, w): &(f64, f64, f64)| (line - b).abs() >= SMALL || x > a + w || x + wide < *a;
            if written.iter().all(free) {
                break;
            }
            line += SMALL;
        }
        written.push((x, line, wide + 8.0));
        let tip_style = Style { size: SMALL, room, ..Style::default() };
        picture.text((x + radius + 3.0, line), &names, &tip_style);
    }
}

/// Which colour is which group.
fn groups(picture: &mut Picture, table: &Table, points: &[Point<'_>]) {
    for (n, group) in table.groups.iter().enumerate() {
        let (x, y) = (LEFT + 215.0 * (n % 3) as f64, TOP + SIDE + 58.0 + 18.0 * (n / 3) as f64);
        let here = points.iter().filter(|p| p.row.group == Some(n)).count();
        picture.shapes.push(Shape::Dot { x, y: y - 4.0, radius: 4.0, fill: colour(n) });
        let style = Style { size: 11.0, room: 195.0, ..Style::default() };
        picture.text((x + 9.0, y), &format!("{} ({here})", group.name), &style);
    }
}
