use crate::text::Span;

/// Assigns each span a lane of the margin: first fit by start, the longer one first. Assigned once per document, so that a stripe keeps its column while
/// one scrolls. Returns one lane per span, counted from 0, in the order given.
pub fn lanes(spans: &[Span]) -> Vec<u16> {
    lanes_around(spans, &[])
}

/// The same beside spans that have their lanes already.
pub fn lanes_around(spans: &[Span], placed: &[(Span, u16)]) -> Vec<u16> {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|&i| (spans[i].start, std::cmp::Reverse(spans[i].end), i));
    let mut free_from: Vec<u32> = Vec::new();
    let mut out = vec![0; spans.len()];
    for i in order {
        let beside: Vec<u16> = placed.iter().filter(|(s, _)| s.overlaps(spans[i])).map(|(_, lane)| *lane).collect();
        let free = |(lane, end): (usize, u32)| end <= spans[i].start && !beside.contains(&(lane as u16));
        let lane = (0..).zip(free_from.iter().copied().chain(std::iter::repeat(0))).position(free).unwrap_or(0);
        if lane >= free_from.len() {
            free_from.resize(lane + 1, 0);
        }
        free_from[lane] = spans[i].end;
        out[i] = lane as u16;
    }
    out
}

/// How many of the spans cover each stretch of `[0, length)`: stretches in order, with the number of spans on each; stretches without any are included.
pub fn density(spans: &[Span], length: u32) -> Vec<(Span, u32)> {
    let mut bounds: Vec<(u32, i32)> = spans.iter().flat_map(|s| [(s.start, 1), (s.end, -1)]).collect();
    bounds.sort_unstable();
    let (mut out, mut at, mut depth) = (Vec::new(), 0, 0i32);
    for (bound, step) in bounds {
        if bound > at {
            out.push((Span { start: at, end: bound }, depth as u32));
            at = bound;
        }
        depth += step;
    }
    if at < length {
        out.push((Span { start: at, end: length }, 0));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_spans_never_share_a_lane_and_lanes_are_reused() {
        let spans = [Span::new(0, 10), Span::new(2, 5), Span::new(5, 8), Span::new(10, 12)];
        assert_eq!(lanes(&spans), [0, 1, 1, 0]);
    }

    #[test]
    fn density_counts_every_stretch() {
        let spans = [Span::new(2, 6), Span::new(4, 8)];
        let counted: Vec<(u32, u32, u32)> = density(&spans, 10).iter().map(|(s, n)| (s.start, s.end, *n)).collect();
        assert_eq!(counted, [(0, 2, 0), (2, 4, 1), (4, 6, 2), (6, 8, 1), (8, 10, 0)]);
    }
}
