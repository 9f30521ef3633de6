use super::shape::{ACCENT, Anchor, BAR, LINE, Picture, QUIET, Shape, Style, scale, text_width};
use crate::case::natural;
use crate::document::Document;
use crate::id::{CodeId, IdSet};
use crate::project::{Project, count};
use serde::Serialize;

/// In which order interviews are taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// By the property `date` of the documents.
    Date,
    /// As they were brought in.
    Arrival,
    /// By name.
    Name,
}

/// What an interview added.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Interview {
    /// Name of the document.
    pub document: String,
    /// Codes that were given in it and in none before it.
    pub new: usize,
    /// Different codes that were given up to and with it.
    pub total: usize,
}

/// What each coded document added to the codes in use, and how they were ordered: by date where every one has a date, else as they arrived, if not said otherwise.
/// Documents in which nothing is coded yet are left out.
///
/// The figure is that of Guest, Bunce & Johnson (2006), “How many interviews are enough?”: codes that an interview was the first to need.
pub fn interviews(project: &Project, order: Option<Order>) -> (Vec<Interview>, Order) {
    let mut documents: Vec<&Document> =
        project.documents.values().filter(|d| !project.codings.of(d.id).is_empty()).collect();
    let date = |d: &Document| d.properties.iter().find(|(key, _)| key.to_lowercase() == "date").map(|(_, v)| v.clone());
    let dated = documents.iter().all(|d| date(d).is_some());
    let order = order.unwrap_or(if dated { Order::Date } else { Order::Arrival });
    match order {
        Order::Date => documents.sort_by(|a, b| date(a).cmp(&date(b)).then_with(|| natural(&a.name, &b.name))),
        Order::Name => documents.sort_by(|a, b| natural(&a.name, &b.name)),
        Order::Arrival => {}
    }
    let mut seen: IdSet<CodeId> = IdSet::default();
    let mut out = Vec::new();
    for document in documents {
        let before = seen.len();
        seen.extend(project.codings.of(document.id).iter().map(|c| c.code));
        out.push(Interview { document: document.name.clone(), new: seen.len() - before, total: seen.len() });
    }
    (out, order)
}

/// New codes as bars, all codes so far as a line. A line that has become flat speaks for saturation; it does not prove it.
pub fn saturation(title: &str, interviews: &[Interview], order: Order) -> Picture {
    let wide = (900.0 / interviews.len().max(1) as f64).clamp(9.0, 46.0);
    let (left, top, room) = (52.0, 84.0, 260.0);
    let names = interviews.iter().map(|i| text_width(&i.document, 10.0)).fold(0.0, f64::max).min(150.0);
    let total = interviews.last().map_or(0, |i| i.total);
    let after = interviews.iter().rposition(|i| i.new > 0).map_or(0, |at| interviews.len() - 1 - at);
    let by = match order {
        Order::Date => "by date",
        Order::Arrival => "in the order they were brought in",
        Order::Name => "by name",
    };
    let last = match after {
        0 => "the last one still added a code".to_owned(),
        n => format!("the last {} added none", count(n, "document")),
    };
    let mut picture = Picture {
        width: (left + wide * interviews.len() as f64 + 40.0).max(460.0),
        height: top + room + names + 40.0,
        title: title.to_owned(),
        description: format!(
            "New codes document by document, {by}: {} in {}; {last}.",
            count(total, "code"),
            count(interviews.len(), "document")
        ),
        shapes: Vec::new(),
    };
    picture.heading(&format!("{} in {} {by}; {last}", count(total, "code"), count(interviews.len(), "document")));
    let (end, step) = scale(total);
    let up = |n: usize| top + room - room * n as f64 / end as f64;
    for mark in (0..=end).step_by(step) {
        picture.line(&[(left, up(mark)), (left + wide * interviews.len() as f64, up(mark))], LINE, 0.7);
        let style = Style { size: 10.0, anchor: Anchor::Right, ink: QUIET, ..Style::default() };
        picture.text((left - 6.0, up(mark) + 3.5), &mark.to_string(), &style);
    }
    let mut curve = Vec::new();
    for (n, one) in interviews.iter().enumerate() {
        let x = left + wide * n as f64;
        let tip = format!("{}: {}, {} so far", one.document, count(one.new, "new code"), one.total);
        picture.rect((x + wide * 0.15, up(one.new)), (wide * 0.7, room * one.new as f64 / end as f64), BAR, tip);
        curve.push((x + wide / 2.0, up(one.total)));
        let size = if wide < 12.0 { 7.5 } else { 10.0 };
        let style = Style { size, anchor: Anchor::Right, turned: -90.0, room: 150.0, ..Style::default() };
        picture.text((x + wide / 2.0 + 3.5, top + room + 8.0), &one.document, &style);
    }
    picture.line(&curve, ACCENT, 2.0);
    for (x, y) in curve {
        picture.shapes.push(Shape::Dot { x, y, radius: 2.6, fill: ACCENT });
    }
    picture.rect((left, 62.0), (12.0, 10.0), BAR, String::new());
    picture.text((left + 17.0, 71.0), "new codes", &Style { size: 11.0, ..Style::default() });
    picture.line(&[(left + 96.0, 67.0), (left + 112.0, 67.0)], ACCENT, 2.0);
    picture.text((left + 118.0, 71.0), "all codes so far", &Style { size: 11.0, ..Style::default() });
    picture
}
