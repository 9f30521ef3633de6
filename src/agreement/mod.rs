//! Agreement between coders: how often two coders' codings of the same document meet.
//!
//! So far this counts; the coefficients that correct for chance (Cohen's kappa, Krippendorff's alpha and others) come in files of their own beside this one.

use crate::coding::Coding;
use crate::text::Span;

/// How much of the text that either of two coders gave a code was given it by both, in code points.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Overlap {
    /// Code points that both coded.
    pub both: u64,
    /// Code points that at least one coded.
    pub either: u64,
}

/// Compares the codings of one code by two coders in one document.
pub fn overlap<'a>(one: impl Iterator<Item = &'a Coding>, two: impl Iterator<Item = &'a Coding>) -> Overlap {
    let merged = |codings: &mut dyn Iterator<Item = &'a Coding>| {
        let mut spans: Vec<Span> = codings.map(|c| Span { start: c.points.start, end: c.points.end }).collect();
        spans.sort_unstable();
        let mut out: Vec<Span> = Vec::new();
        for span in spans {
            match out.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => out.push(span),
            }
        }
        out
    };
    let (mut one, mut two) = (one, two);
    let (one, two) = (merged(&mut one), merged(&mut two));
    let length = |spans: &[Span]| spans.iter().map(|s| u64::from(s.end - s.start)).sum::<u64>();
    let mut both = 0;
    for a in &one {
        both += two.iter().filter_map(|b| a.intersection(*b)).map(|s| u64::from(s.end - s.start)).sum::<u64>();
    }
    Overlap { both, either: length(&one) + length(&two) - both }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{CodeId, CoderId, CodingId, DocumentId, Stamp};
    use crate::text::Points;
    use uuid::Uuid;

    fn coding(start: u32, end: u32) -> Coding {
        Coding {
            id: CodingId(Uuid::nil()),
            document: DocumentId(Uuid::nil()),
            code: CodeId(Uuid::nil()),
            coder: CoderId(Uuid::nil()),
            span: Span { start, end },
            points: Points { start, end },
            quote: "".into(),
            context: 0,
            telling: false,
            at: Stamp(0),
        }
    }

    #[test]
    fn overlapping_codings_of_one_coder_count_once() {
        let (one, two) = ([coding(0, 10), coding(5, 12)], [coding(8, 20)]);
        assert_eq!(overlap(one.iter(), two.iter()), Overlap { both: 4, either: 20 });
    }
}
