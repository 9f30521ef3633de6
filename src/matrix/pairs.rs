use super::Measure;
use super::cell::{Filling, Made, counted, nothing, undefined};
use super::cross::codings_in;
use super::figures::{Pairing, Place, coefficient};
use super::ground::{Ground, Mark, NONE, touches};
use super::line::{Line, Set};
use crate::fault::{Fault, Outcome};
use crate::text::Span;

/// The gap of the measure *near* when the specification says none, in characters.
const WITHIN: u32 = 200;

/// The distinct passages of a line, in order: as marks in bytes, and the same places in code points.
pub(super) struct Passages {
    marks: Vec<Mark>,
    points: Vec<Place>,
}

impl Passages {
    /// Errors (kind *asked*): a line that is a part of documents and holds no passages of its own; a text that cannot be loaded.
    pub(super) fn of(ground: &Ground<'_>, line: &Line) -> Outcome<Self> {
        let mut marks = match &line.set {
            Set::Codes(_) | Set::Coder(_) => codings_in(ground, &line.set),
            Set::Passages(passages) => {
                let mark = |(document, span): &(u32, Span)| Mark {
                    document: *document,
                    span: *span,
                    coding: NONE,
                    other: NONE,
                };
                passages.iter().map(mark).collect()
            }
            Set::Places(_) | Set::Nothing => {
                let what = format!("“{}” has no passages of its own to occur together with others", line.label);
                return Err(Fault::asked(what).hint("co-occurrence is between codes, queries or coders"));
            }
        };
        marks.sort_unstable();
        marks.dedup_by_key(|m| (m.document, m.span));
        let mut points = Vec::with_capacity(marks.len());
        for mark in &marks {
            let place = match ground.coding(mark.coding) {
                None => ground.content(mark.document)?.text.to_points(mark.span),
                Some(coding) => coding.points,
            };
            points.push((mark.document, Span { start: place.start, end: place.end }));
        }
        Ok(Self { marks, points })
    }

    fn bytes(&self) -> Vec<Place> {
        self.marks.iter().map(|m| (m.document, m.span)).collect()
    }

    fn documents(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.marks.iter().map(|m| m.document).collect();
        all.dedup();
        all
    }

    /// Code points in any of the passages.
    fn characters(&self) -> f64 {
        length(&Pairing::of(&self.points, &self.points, None).shared)
    }
}

fn length(places: &[Place]) -> f64 {
    places.iter().map(|(_, span)| f64::from(span.end - span.start)).sum()
}

/// The cell of a co-occurrence. Where row and column hold the same, it shows how much that is itself: the diagonal of a table of codes is each code's own
/// number, and its indices are 1.
pub(super) fn cell(
    ground: &Ground<'_>,
    (row, first): (&Line, &Passages),
    (column, second): (&Line, &Passages),
    filling: &Filling<'_>,
) -> Outcome<Made> {
    let measure = filling.measure;
    let near = (measure == Measure::Near).then(|| filling.style.within.unwrap_or(WITHIN));
    let itself = row.set == column.set;
    let met = Pairing::of(&first.points, &second.points, near);
    let of_first = |at: &[usize]| at.iter().map(|i| first.marks[*i]).collect::<Vec<Mark>>();
    let (number, marks) = match measure {
        Measure::Pairs | Measure::Quotations | Measure::Touching | Measure::Near if itself => {
            (Some(first.marks.len() as f64), first.marks.clone())
        }
        Measure::Pairs | Measure::Near => {
            let marks: Vec<Mark> =
                met.pairs.iter().map(|(i, j)| both(first.marks[*i], second.marks[*j], near.is_some())).collect();
            (Some(marks.len() as f64), marks)
        }
        Measure::Quotations => (Some(met.same.len() as f64), of_first(&met.same)),
        Measure::Touching => (Some(met.touching.len() as f64), of_first(&met.touching)),
        Measure::CCoefficient => {
            let (n1, n2, q) = (first.marks.len() as f64, second.marks.len() as f64, met.same.len() as f64);
            (coefficient(n1, n2, q), of_first(&met.same))
        }
        Measure::Characters | Measure::Jaccard => {
            let shared = length(&met.shared);
            let marks = stretches(&Pairing::of(&first.bytes(), &second.bytes(), None).shared);
            let index = || coefficient(first.characters(), second.characters(), shared);
            (if measure == Measure::Characters { Some(shared) } else { index() }, marks)
        }
        Measure::DocumentsWithBoth | Measure::JaccardDocuments => {
            let both = met.documents.len() as f64;
            let inside = |m: &&Mark| met.documents.binary_search(&m.document).is_ok();
            let marks = together(first.marks.iter().filter(inside), second.marks.iter().filter(inside));
            let index = || coefficient(first.documents().len() as f64, second.documents().len() as f64, both);
            (if measure == Measure::DocumentsWithBoth { Some(both) } else { index() }, marks)
        }
        _ => by_case(ground, first, second, measure)?,
    };
    Ok(match number {
        Some(number) if number == 0.0 && marks.is_empty() && measure.unit() != Some("0 to 1") => {
            Made { cell: nothing(filling), marks, warning: None }
        }
        Some(number) => Made { cell: counted(filling, number), marks, warning: None },
        None => undefined("neither of the two occurs"),
    })
}

/// One mark for a pair: what the two share, or the stretch from the one to the other.
fn both(a: Mark, b: Mark, near: bool) -> Mark {
    let span = if near { a.span.hull(b.span) } else { a.span.intersection(b.span).unwrap_or(a.span) };
    Mark { document: a.document, span, coding: a.coding, other: b.coding }
}

fn stretches(places: &[Place]) -> Vec<Mark> {
    places.iter().map(|(document, span)| Mark { document: *document, span: *span, coding: NONE, other: NONE }).collect()
}

fn together<'m>(first: impl Iterator<Item = &'m Mark>, second: impl Iterator<Item = &'m Mark>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = first.chain(second).copied().collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// How many cases have both, or that over how many have either; with the passages that these cases have.
fn by_case(
    ground: &Ground<'_>,
    first: &Passages,
    second: &Passages,
    measure: Measure,
) -> Outcome<(Option<f64>, Vec<Mark>)> {
    let company = ground.company()?;
    let cases = |mark: &Mark| {
        let parts = &company.parts[mark.document as usize];
        parts.iter().filter(|(_, spans)| touches(spans, mark.span)).map(|(n, _)| *n).collect::<Vec<u32>>()
    };
    let all = |passages: &Passages| {
        let mut list = vec![false; company.cases.len()];
        passages.marks.iter().flat_map(&cases).for_each(|n| list[n as usize] = true);
        list
    };
    let (one, two) = (all(first), all(second));
    let both: Vec<bool> = one.iter().zip(&two).map(|(a, b)| *a && *b).collect();
    let count = |list: &[bool]| list.iter().filter(|has| **has).count() as f64;
    let inside = |m: &&Mark| cases(m).into_iter().any(|n| both[n as usize]);
    let marks = together(first.marks.iter().filter(inside), second.marks.iter().filter(inside));
    let number = match measure {
        Measure::CasesWithBoth => Some(count(&both)),
        _ => coefficient(count(&one), count(&two), count(&both)),
    };
    Ok((number, marks))
}
