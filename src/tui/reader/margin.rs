//! The margin: which codings stand beside which rows, and in which lane.
//!
//! Two codings that share a row never share a lane. Lanes are given once for a document, not for a screen, so that a stripe keeps its column while one
//! scrolls. Codings that no chain of common turns connects cannot meet, so lanes are worked out cluster by cluster, when a cluster is first looked at.

use super::sheet::Sheet;
use crate::coding::{Coding, lanes};
use crate::id::{CodeId, CoderId, CodingId};
use crate::text::Span;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// A coding as the margin needs it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stripe {
    /// Identity.
    pub id: CodingId,
    /// The code.
    pub code: CodeId,
    /// Who.
    pub coder: CoderId,
    /// Where.
    pub span: Span,
    /// Marked as telling.
    pub telling: bool,
    /// The turns it touches.
    turns: (u32, u32),
}

/// A place in the layout: a turn and a row of it, both counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct RowPlace {
    /// The turn.
    pub turn: usize,
    /// Its row; one past the last is the blank row after the turn.
    pub row: usize,
}

/// A stripe in its lane.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Placed {
    /// The coding.
    pub stripe: Stripe,
    /// Lane, counted from 0.
    pub lane: u16,
    /// Its first row.
    pub first: RowPlace,
    /// Its last row.
    pub last: RowPlace,
}

/// What the margin makes of a coding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seen {
    /// It has a stripe.
    Shown,
    /// It has none, yet what it stands on is coded.
    Counted,
    /// It is as if it were not there.
    Hidden,
}

/// All codings of one document.
#[derive(Default)]
pub struct Margin {
    stripes: Vec<Stripe>,
    /// Stretches of `stripes` that are connected by common turns, with the turns they touch.
    clusters: Vec<(Range<usize>, (u32, u32))>,
    /// What is coded at all, merged, in reading order.
    coded: Vec<Span>,
    measure: Cell<u16>,
    placed: RefCell<HashMap<usize, Rc<[Placed]>>>,
}

impl Margin {
    /// Takes the codings of a document, in reading order, and what is to be made of each.
    pub fn new(sheet: &Sheet, codings: &[Coding], seen: impl Fn(&Coding) -> Seen) -> Self {
        let structure = &sheet.content().structure;
        let mut margin = Self::default();
        for coding in codings {
            let seen = seen(coding);
            if seen == Seen::Hidden {
                continue;
            }
            match margin.coded.last_mut() {
                Some(last) if coding.span.start <= last.end => *last = last.hull(coding.span),
                _ => margin.coded.push(coding.span),
            }
            let turns = structure.turns_in(coding.span);
            // On labels only: there is no row to stand beside.
            if turns.is_empty() || seen == Seen::Counted {
                continue;
            }
            let turns = (turns.start as u32, turns.end as u32 - 1);
            let at = margin.stripes.len();
            match margin.clusters.last_mut() {
                Some((range, touched)) if turns.0 <= touched.1 => {
                    range.end = at + 1;
                    touched.1 = touched.1.max(turns.1);
                }
                _ => margin.clusters.push((at..at + 1, turns)),
            }
            let Coding { id, code, coder, span, telling, .. } = *coding;
            margin.stripes.push(Stripe { id, code, coder, span, telling, turns });
        }
        margin
    }

    /// All stripes in reading order.
    pub fn stripes(&self) -> &[Stripe] {
        &self.stripes
    }

    /// The stripes that share at least one byte with a passage, in reading order.
    pub fn on(&self, sheet: &Sheet, passage: Span) -> Vec<Stripe> {
        let turns = sheet.content().structure.turns_in(passage);
        let clusters = self.clusters_in(turns.start as u32, turns.end.saturating_sub(1) as u32);
        let all = self.clusters[clusters].iter().flat_map(|(range, _)| &self.stripes[range.clone()]);
        all.filter(|s| s.span.overlaps(passage)).copied().collect()
    }

    /// The next stretch without any coding that begins at or after a byte and before `end`.
    pub fn uncovered(&self, from: u32, end: u32) -> Option<Span> {
        let mut start = from;
        let at = self.coded.partition_point(|c| c.end <= from);
        for coded in &self.coded[at..] {
            if coded.start > start {
                return Some(Span { start, end: coded.start.min(end) }).filter(|s| s.start < s.end);
            }
            start = coded.end;
        }
        (start < end).then_some(Span { start, end })
    }

    /// Whether any coding shares a byte with a passage.
    pub fn touches(&self, passage: Span) -> bool {
        let at = self.coded.partition_point(|c| c.end <= passage.start);
        self.coded.get(at).is_some_and(|c| c.overlaps(passage))
    }

    fn clusters_in(&self, first: u32, last: u32) -> Range<usize> {
        let from = self.clusters.partition_point(|(_, t)| t.1 < first);
        let to = self.clusters.partition_point(|(_, t)| t.0 <= last);
        from..to.max(from)
    }

    /// The stripes that stand beside the turns from `first` to `last`, in their lanes.
    pub fn beside(&self, sheet: &Sheet, first: usize, last: usize) -> Vec<Placed> {
        if self.measure.replace(sheet.measure()) != sheet.measure() {
            self.placed.borrow_mut().clear();
        }
        let mut out = Vec::new();
        for cluster in self.clusters_in(first as u32, last as u32) {
            let placed = self.cluster(sheet, cluster);
            let (first, last) = (first as u32, last as u32);
            out.extend(placed.iter().filter(|p| p.stripe.turns.0 <= last && p.stripe.turns.1 >= first));
        }
        out
    }

    fn cluster(&self, sheet: &Sheet, cluster: usize) -> Rc<[Placed]> {
        if let Some(placed) = self.placed.borrow().get(&cluster) {
            return placed.clone();
        }
        let stripes = &self.stripes[self.clusters[cluster].0.clone()];
        let ends: Vec<(RowPlace, RowPlace)> = stripes.iter().map(|s| rows_of(sheet, s)).collect();
        let mut ranks: Vec<RowPlace> = ends.iter().flat_map(|(a, b)| [*a, *b]).collect();
        ranks.sort_unstable();
        ranks.dedup();
        let rank = |place: &RowPlace| ranks.partition_point(|r| r < place);
        let spans: Vec<Span> = ends.iter().map(|(a, b)| Span::new(rank(a), rank(b) + 1)).collect();
        let given = lanes(&spans);
        let placed: Rc<[Placed]> = stripes
            .iter()
            .zip(ends)
            .zip(given)
            .map(|((stripe, (first, last)), lane)| Placed { stripe: *stripe, lane, first, last })
            .collect();
        self.placed.borrow_mut().insert(cluster, placed.clone());
        placed
    }
}

/// The first and the last row that a stripe stands beside.
fn rows_of(sheet: &Sheet, stripe: &Stripe) -> (RowPlace, RowPlace) {
    let (from, to) = (stripe.turns.0 as usize, stripe.turns.1 as usize);
    let start = stripe.span.start.max(sheet.turn(from).start);
    let end = stripe.span.end.min(sheet.turn(to).end).saturating_sub(1);
    let first = RowPlace { turn: from, row: sheet.rows(from).row_of(start) };
    (first, RowPlace { turn: to, row: sheet.rows(to).row_of(end) }.max(first))
}
