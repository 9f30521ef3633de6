use super::columns::Key;
use super::compute::Frame;
use super::table::Row;
use crate::case::natural;
use std::cmp::Ordering;

/// Puts rows, each with its place among the lines, in order.
pub(super) fn sort(frame: &Frame<'_, '_, '_>, rows: &mut [(usize, Row)]) {
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
