use super::columns::Key;
use super::compute::Frame;
use super::table::Row;
use crate::case::natural;
use std::cmp::Ordering;

/// Puts rows, each with its place among the lines, in order; `place` says which of a row's cells is that of a column.
pub(super) fn sort(frame: &Frame<'_, '_, '_>, rows: &mut [(usize, Row)], place: &dyn Fn(usize) -> Option<usize>) {
    let backwards = frame.keys.iter().any(|(key, descending)| matches!(key, Key::Group) && *descending);
    rows.sort_by(|(a, x), (b, y)| {
        // Groups stay together whatever the other keys say: their headings stand above them.
        let groups = x.group.cmp(&y.group);
        let mut order = if backwards { groups.reverse() } else { groups };
        for (key, descending) in &frame.keys {
            order = order.then_with(|| compare(frame, place, (key, *descending), (*a, x), (*b, y)));
        }
        order.then(a.cmp(b))
    });
}

fn compare(
    frame: &Frame<'_, '_, '_>,
    place: &dyn Fn(usize) -> Option<usize>,
    (key, descending): (&Key, bool),
    (a, x): (usize, &Row),
    (b, y): (usize, &Row),
) -> Ordering {
    let at = |row: &'_ Row, column: usize| place(column).and_then(|at| row.cells.get(at)).cloned();
    let turned = |order: Ordering| if descending { order.reverse() } else { order };
    match key {
        Key::Group => Ordering::Equal,
        Key::Label => turned(natural(&x.label, &y.label)),
        Key::Property(property) => {
            let value = |row: usize| property.value(frame.maker.ground, frame.rows[row].subject);
            missing_last(value(a), value(b), |p, q| turned(property.kind().compare(p, q)))
        }
        Key::Column(column) => {
            let cell = |row: &Row| at(row, *column).filter(|c| c.number.is_some() || !c.value.is_empty());
            missing_last(cell(x), cell(y), |p, q| {
                turned(match (p.number, q.number) {
                    (Some(p), Some(q)) => p.total_cmp(&q),
                    _ => natural(&p.value, &q.value),
                })
            })
        }
        Key::Order(column, values) => {
            let rank = |row: &Row| {
                let value = crate::text::fold(&at(row, *column)?.value);
                values.iter().position(|v| *v == value)
            };
            missing_last(rank(x), rank(y), |p, q| turned(p.cmp(q)))
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
