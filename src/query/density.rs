//! How many codes lie on a stretch of text.

use super::Relation;
use super::resolve::CodeSet;
use crate::coding::Coding;
use crate::id::CodeId;
use crate::text::Span;
use std::collections::BTreeMap;

/// The longest stretches of a turn on which the number of different codes stands in a relation to `n`.
pub(super) fn dense(turn: Span, codings: &[&Coding], relation: Relation, n: u32) -> Vec<Span> {
    let mut events: Vec<(u32, bool, CodeId)> = Vec::new();
    for coding in codings {
        if let Some(part) = coding.span.intersection(turn) {
            events.push((part.start, true, coding.code));
            events.push((part.end, false, coding.code));
        }
    }
    events.sort_unstable();
    let mut open: BTreeMap<CodeId, u32> = BTreeMap::new();
    let mut out: Vec<Span> = Vec::new();
    let mut at = turn.start;
    let mut stretch = |start: u32, end: u32, codes: usize| {
        if start == end || !relation.holds((codes as u32).cmp(&n)) {
            return;
        }
        match out.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => out.push(Span { start, end }),
        }
    };
    for (place, opens, code) in events {
        stretch(at, place, open.len());
        at = place;
        if opens {
            *open.entry(code).or_default() += 1;
        } else if let Some(depth) = open.get_mut(&code) {
            *depth -= 1;
            if *depth == 0 {
                open.remove(&code);
            }
        }
    }
    stretch(at, turn.end, open.len());
    out
}

/// The passages coded with some codes that share nothing with a coding of any other code. The codings come in reading order.
pub(super) fn lone(codings: &[&Coding], codes: &CodeSet) -> Vec<Span> {
    let others: Vec<Span> = codings.iter().filter(|c| !codes.holds(c)).map(|c| c.span).collect();
    let alone = |c: &&&Coding| {
        let last = others.partition_point(|o| o.start < c.span.end);
        codes.holds(c) && !others[..last].iter().any(|o| o.overlaps(c.span))
    };
    codings.iter().filter(alone).map(|c| c.span).collect()
}
