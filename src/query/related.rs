//! Relations between two sets of regions.
//!
//! After the region algebras for structured text (Clarke, Cormack & Burkowski 1995, The Computer Journal 38(1), 43–56; Jaakkola & Kilpeläinen 1999): each side is a
//! set of regions, and what is yielded are those of the first side for which a region of the second stands in the relation.

use super::area::{Page, WHOLE};
use super::conjunction::pure_text;
use super::{About, Gap, Hit, Query, Related, Tie, Unit, World, evaluate};
use crate::coding::Passage;
use crate::document::Content;
use crate::fault::Outcome;
use crate::id::{CaseId, DocumentId};
use crate::text::{Span, sentences};
use std::collections::{BTreeMap, BTreeSet};

type Regions = BTreeMap<DocumentId, Vec<Span>>;

/// The passages of the first side that stand in the relation to one of the second.
///
/// Errors: as [`evaluate`].
pub(super) fn spans(related: &Related, world: &World<'_>) -> Outcome<Vec<Passage>> {
    let first = regions(&related.first, world)?;
    let second = regions(&related.second, world)?;
    if related.tie == Tie::Same(Unit::Case) {
        return same_case(&first, &second, world);
    }
    let mut out = Vec::new();
    for (document, ours) in &first {
        let Some(theirs) = second.get(document) else { continue };
        let about = &world.project.documents[document];
        let page = Page::new(about, world.texts);
        let judge = Judge { tie: related.tie, theirs: Theirs::new(theirs), page: &page };
        for span in ours {
            if judge.holds(*span)? {
                out.push(Passage { document: *document, span: *span });
            }
        }
    }
    Ok(out)
}

/// What one side yields: for text alone the words found.
fn regions(query: &Query, world: &World<'_>) -> Outcome<Regions> {
    let query = &*super::expand(query, world.project)?;
    let words = query.unit.is_none() && pure_text(&query.expr).is_some();
    let query = Query { unit: if words { Some(Unit::Match) } else { query.unit }, ..query.clone() };
    let mut out = Regions::new();
    for Hit { passage, .. } in evaluate(&query, world)? {
        out.entry(passage.document).or_default().push(passage.span);
    }
    Ok(out)
}

/// The second side in one document: by start, and how far its regions up to each reach at most.
struct Theirs<'r> {
    by_start: &'r [Span],
    reach: Vec<u32>,
    /// The ends, in order.
    ends: Vec<u32>,
}

impl<'r> Theirs<'r> {
    fn new(by_start: &'r [Span]) -> Self {
        let mut far = 0;
        let reach = by_start.iter().map(|s| {
            far = far.max(s.end);
            far
        });
        let reach = reach.collect();
        let mut ends: Vec<u32> = by_start.iter().map(|s| s.end).collect();
        ends.sort_unstable();
        Self { by_start, reach, ends }
    }

    fn overlaps(&self, span: Span) -> bool {
        let before = self.by_start.partition_point(|s| s.start < span.end);
        before > 0 && self.reach[before - 1] > span.start
    }

    /// Whether one holds the whole of a span.
    fn hold(&self, span: Span) -> bool {
        let before = self.by_start.partition_point(|s| s.start <= span.start);
        before > 0 && self.reach[before - 1] >= span.end
    }

    /// Whether one lies inside a span.
    fn lie_in(&self, span: Span) -> bool {
        let (first, after) = self.starting_in(span);
        self.by_start[first..after].iter().any(|s| s.end <= span.end)
    }

    fn starting_in(&self, span: Span) -> (usize, usize) {
        let starts = |at: u32| self.by_start.partition_point(|s| s.start < at);
        (starts(span.start), starts(span.end))
    }

    /// Where the next one starts at or after a place.
    fn next(&self, at: u32) -> Option<u32> {
        self.by_start.get(self.by_start.partition_point(|s| s.start < at)).map(|s| s.start)
    }

    /// Where the last one ends at or before a place.
    fn last(&self, at: u32) -> Option<u32> {
        self.ends.partition_point(|end| *end <= at).checked_sub(1).map(|i| self.ends[i])
    }
}

struct Judge<'j, 'p> {
    tie: Tie,
    theirs: Theirs<'j>,
    page: &'j Page<'p>,
}

impl Judge<'_, '_> {
    fn holds(&self, span: Span) -> Outcome<bool> {
        Ok(match self.tie {
            Tie::Overlaps => self.theirs.overlaps(span),
            Tie::Within => self.theirs.hold(span),
            Tie::Contains => self.theirs.lie_in(span),
            // The nearest one decides: if it is too far, so are the others.
            Tie::Before(gap) => match self.theirs.next(span.end) {
                Some(next) => self.near(span.end, next, gap)?,
                None => false,
            },
            Tie::After(gap) => match self.theirs.last(span.start) {
                Some(last) => self.near(last, span.start, gap)?,
                None => false,
            },
            Tie::Same(unit) => self.around(span, unit)?.is_some_and(|whole| self.theirs.overlaps(whole)),
        })
    }

    /// Whether the stretch between an end and a start is no longer than a gap.
    fn near(&self, end: u32, start: u32, gap: Option<Gap>) -> Outcome<bool> {
        let content = match gap {
            None => return Ok(true),
            Some(_) => self.page.content()?,
        };
        Ok(match gap {
            Some(Gap::Turns(most)) => {
                let turn = |at: u32| content.structure.turns.partition_point(|t| t.span.end <= at);
                turn(start).saturating_sub(turn(end.saturating_sub(1))) <= most as usize
            }
            Some(Gap::Words(most)) => {
                let between = Span { start: end, end: start };
                super::words::spans(between.of(content.text.as_str())).len() < most as usize
            }
            None => true,
        })
    }

    /// The unit, or the run of units, that a span touches.
    fn around(&self, span: Span, unit: Unit) -> Outcome<Option<Span>> {
        if unit == Unit::Document {
            return Ok(Some(WHOLE));
        }
        let content = self.page.content()?;
        let turns = content.structure.turns_in(span);
        let Some(hull) = content.structure.turns[turns].iter().map(|t| t.span).reduce(Span::hull) else {
            return Ok(None);
        };
        Ok(if unit == Unit::Sentence { sentences_around(span, content) } else { Some(hull) })
    }
}

/// The sentences of its turns that a span touches, from the beginning of the first to the end of the last; `None` outside all turns.
pub fn sentences_around(span: Span, content: &Content) -> Option<Span> {
    let text = content.text.as_str();
    let turns = &content.structure.turns[content.structure.turns_in(span)];
    let all = turns.iter().flat_map(|turn| {
        let whole = turn.span;
        sentences(whole.of(text))
            .into_iter()
            .map(move |s| Span { start: s.start + whole.start, end: s.end + whole.start })
    });
    all.filter(|s| s.overlaps(span)).reduce(Span::hull)
}

fn same_case(first: &Regions, second: &Regions, world: &World<'_>) -> Outcome<Vec<Passage>> {
    let about = About::new(world)?;
    let all = |regions: &Regions| -> Vec<Passage> {
        let each = regions.iter().flat_map(|(d, spans)| spans.iter().map(|s| Passage { document: *d, span: *s }));
        each.collect()
    };
    let held: BTreeSet<CaseId> = all(second).into_iter().flat_map(|p| about.cases_of(p)).collect();
    Ok(all(first).into_iter().filter(|p| about.cases_of(*p).iter().any(|c| held.contains(c))).collect())
}
