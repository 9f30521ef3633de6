use super::Overlap;
use super::ratings::{Ratings, Unit};
use super::unitize::Continuum;
use crate::text::{Span, joined};
use std::collections::BTreeMap;

/// What coders coded in one document, for one code.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Coded {
    /// Length of the document in code points.
    pub length: u32,
    /// For each coder the passages coded, in code points and any order; `None` for a coder who did not work on the document. That somebody found nothing in a
    /// document and that they never opened it are different things.
    pub spans: Vec<Option<Vec<Span>>>,
}

/// The characters of documents as units that are coded (category 1) or not (category 0). No character is looked at: the ends of the passages are sorted, and
/// the stretch between two of them is one unit with its length as weight. Passages of one coder that overlap count once.
pub fn sweep(documents: &[Coded]) -> Ratings {
    let mut patterns: BTreeMap<Vec<Option<usize>>, u64> = BTreeMap::new();
    for document in documents {
        let coders: Vec<Option<Vec<Span>>> = document.spans.iter().map(|s| s.clone().map(joined)).collect();
        let mut ends: Vec<u32> = coders.iter().flatten().flatten().flat_map(|s| [s.start, s.end]).collect();
        ends.extend([0, document.length]);
        ends.retain(|end| *end <= document.length);
        ends.sort_unstable();
        ends.dedup();
        for stretch in ends.windows(2) {
            let coded = |spans: &Vec<Span>| {
                let next = spans.partition_point(|s| s.end <= stretch[0]);
                usize::from(spans.get(next).is_some_and(|s| s.start <= stretch[0]))
            };
            let pattern = coders.iter().map(|c| c.as_ref().map(coded)).collect();
            *patterns.entry(pattern).or_default() += u64::from(stretch[1] - stretch[0]);
        }
    }
    let units = patterns.into_iter().map(|(given, length)| Unit { weight: length as f64, given });
    Ratings { values: vec![0.0, 1.0], units: units.collect() }
}

/// The documents that all of the coders worked on, one behind the other, as one continuum with the passages as segments of one value; passages of one coder that
/// overlap or touch are one segment.
pub fn continuum(documents: &[Coded]) -> Continuum {
    let mut there: Vec<bool> = Vec::new();
    for document in documents {
        there.resize(there.len().max(document.spans.len()), false);
        document.spans.iter().zip(&mut there).for_each(|(spans, there)| *there |= spans.is_some());
    }
    let coders: Vec<usize> = (0..there.len()).filter(|c| there[*c]).collect();
    let mut out = Continuum { length: 0.0, coders: vec![Vec::new(); coders.len()] };
    for document in documents {
        let own = |coder: &usize| document.spans.get(*coder).cloned().flatten();
        let Some(spans) = coders.iter().map(own).collect::<Option<Vec<_>>>() else { continue };
        for (segments, spans) in out.coders.iter_mut().zip(spans) {
            let place = |at: u32| out.length + f64::from(at);
            segments.extend(joined(spans).into_iter().map(|s| (0, place(s.start), place(s.end))));
        }
        out.length += f64::from(document.length);
    }
    out
}

/// How much two lists of passages share, in their unit.
pub fn overlap_of(one: Vec<Span>, two: Vec<Span>) -> Overlap {
    let (one, two) = (joined(one), joined(two));
    let length = |spans: &[Span]| spans.iter().map(|s| u64::from(s.end - s.start)).sum::<u64>();
    let (mut i, mut j, mut both) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(i), two.get(j)) {
        both += a.intersection(*b).map_or(0, |s| u64::from(s.end - s.start));
        if a.end <= b.end { i += 1 } else { j += 1 }
    }
    Overlap { both, either: length(&one) + length(&two) - both }
}
