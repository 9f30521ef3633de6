//! The margin: which codings stand beside which rows, and in which lane.
//!
//! Two codings that share a row never share a lane. Lanes are given once for a document, not for a screen, so that a stripe keeps its column while one
//! scrolls; and yet no more of the document is looked at than is near the screen. The turns are parted into blocks. The few stripes that reach from one block
//! into another get their lanes first, for whole turns, which needs no layout; the others, which meet nothing outside their block, get theirs beside them when
//! their block is first looked at. A coding that comes or goes alters the lanes of its own block, or, reaching over its end, those of the few.

use super::sheet::Sheet;
use crate::coding::{Coding, Reach, lanes, lanes_around};
use crate::id::{CodeId, CoderId, CodingId};
use crate::text::Span;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// How many turns stand in a block.
const BLOCK: u32 = 32;

/// Of a passage as long as a document with many codings, so many are told one by one.
const MOST: usize = 1_000;

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
    /// The turns it touches, the first and the last.
    turns: (u32, u32),
    /// Whether it is drawn; if not, what it stands on is coded all the same.
    drawn: bool,
}

impl Stripe {
    fn reaches_over(&self) -> bool {
        self.turns.0 / BLOCK != self.turns.1 / BLOCK
    }

    /// Whether it stands behind another one in reading order.
    pub fn follows(&self, other: &Stripe) -> bool {
        self.place() > other.place()
    }

    fn place(&self) -> (u32, u32, CodingId) {
        (self.span.start, self.span.end, self.id)
    }
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
    /// In reading order, those that are only counted too.
    stripes: Vec<Stripe>,
    reach: Reach,
    measure: Cell<u16>,
    /// Lanes by block.
    placed: RefCell<HashMap<u32, Rc<[Placed]>>>,
    /// The stripes that reach over the end of a block, in reading order, with their lanes.
    long: RefCell<Option<Rc<Long>>>,
    /// What stands on the passage that was asked about last.
    asked: RefCell<Option<Asked>>,
}

/// A passage, what stands on it, and how many more do.
type Asked = (Span, Rc<[Stripe]>, usize);

/// The stripes that reach from one block into another.
#[derive(Default)]
struct Long {
    stripes: Vec<(Stripe, u16)>,
    reach: Reach,
}

impl Long {
    fn of(all: &[Stripe]) -> Self {
        let stripes: Vec<Stripe> = all.iter().filter(|s| s.drawn && s.reaches_over()).copied().collect();
        let given = lanes(&stripes.iter().map(in_turns).collect::<Vec<Span>>());
        let stripes: Vec<(Stripe, u16)> = stripes.into_iter().zip(given).collect();
        Self { reach: Reach::of(&stripes, |(s, _)| in_turns(s).end), stripes }
    }

    /// Those beside turns, the first and the last.
    fn beside(&self, first: u32, last: u32) -> impl Iterator<Item = &(Stripe, u16)> {
        self.reach.meeting(&self.stripes, Span { start: first, end: last + 1 }, |(s, _)| in_turns(s))
    }
}

/// The turns of a stripe, counted as a span.
fn in_turns(stripe: &Stripe) -> Span {
    Span { start: stripe.turns.0, end: stripe.turns.1 + 1 }
}

impl Margin {
    /// Takes the codings of a document, in reading order, and what is to be made of each.
    pub fn new(sheet: &Sheet, codings: &[Coding], seen: impl Fn(&Coding) -> Seen) -> Self {
        let stripes: Vec<Stripe> = codings.iter().filter_map(|coding| stripe(sheet, coding, seen(coding))).collect();
        Self { reach: Reach::of(&stripes, |s| s.span.end), stripes, ..Self::default() }
    }

    /// Takes out what stands at places, and takes in codings that are there now.
    pub fn alter<'c>(
        &mut self,
        sheet: &Sheet,
        places: &[(Span, CodingId)],
        now: impl Iterator<Item = &'c Coding>,
        seen: impl Fn(&Coding) -> Seen,
    ) {
        for (span, id) in places {
            let Ok(at) = self.stripes.binary_search_by_key(&(span.start, span.end, *id), Stripe::place) else {
                continue;
            };
            let gone = self.stripes.remove(at);
            self.reach.taken_out(&self.stripes, at, |s| s.span.end);
            self.forget(&gone);
        }
        for new in now.filter_map(|coding| stripe(sheet, coding, seen(coding))) {
            let Err(at) = self.stripes.binary_search_by_key(&new.place(), Stripe::place) else { continue };
            self.stripes.insert(at, new);
            self.reach.put_in(&self.stripes, at, |s| s.span.end);
            self.forget(&new);
        }
        self.asked.take();
    }

    /// Forgets the lanes that a stripe which came or went had a say in.
    fn forget(&mut self, stripe: &Stripe) {
        if stripe.reaches_over() {
            self.long.take();
            self.placed.get_mut().clear();
        } else {
            self.placed.get_mut().remove(&(stripe.turns.0 / BLOCK));
        }
    }

    /// All stripes in reading order.
    pub fn stripes(&self) -> impl DoubleEndedIterator<Item = &Stripe> {
        self.stripes.iter().filter(|s| s.drawn)
    }

    /// The stripes that begin behind a byte, or at it, in reading order.
    pub fn stripes_from(&self, byte: u32) -> impl Iterator<Item = &Stripe> {
        let at = self.stripes.partition_point(|s| s.span.start < byte);
        self.stripes[at..].iter().filter(|s| s.drawn)
    }

    /// The stripes that begin before a byte, the last one first.
    pub fn stripes_before(&self, byte: u32) -> impl Iterator<Item = &Stripe> {
        let at = self.stripes.partition_point(|s| s.span.start < byte);
        self.stripes[..at].iter().rev().filter(|s| s.drawn)
    }

    /// The stripes that share at least one byte with a passage, in reading order, at most [`MOST`], and how many more there are.
    pub fn on(&self, passage: Span) -> (Rc<[Stripe]>, usize) {
        if let Some((_, known, more)) = self.asked.borrow().as_ref().filter(|(asked, ..)| *asked == passage) {
            return (known.clone(), *more);
        }
        let mut all = self.reach.meeting(&self.stripes, passage, |s| s.span).filter(|s| s.drawn);
        let found: Rc<[Stripe]> = all.by_ref().take(MOST).copied().collect::<Vec<Stripe>>().into();
        let more = all.count();
        self.asked.replace(Some((passage, found.clone(), more)));
        (found, more)
    }

    /// Where the stripes stand that share at least one byte with a row.
    pub fn spans_on(&self, row: Span) -> Vec<Span> {
        self.reach.meeting(&self.stripes, row, |s| s.span).filter(|s| s.drawn).map(|s| s.span).collect()
    }

    /// The next stretch without any coding that begins at or after a byte and before `end`.
    pub fn uncovered(&self, from: u32, end: u32) -> Option<Span> {
        let mut start = from;
        // Whatever begins before the byte and ends behind it covers what follows.
        let begun = self.stripes.partition_point(|s| s.span.start < from);
        for stripe in self.reach.behind(from, begun).flat_map(|stretch| &self.stripes[stretch]) {
            start = start.max(stripe.span.end);
        }
        for stripe in &self.stripes[begun..] {
            if stripe.span.start > start {
                return Some(Span { start, end: stripe.span.start.min(end) }).filter(|s| s.start < s.end);
            }
            start = start.max(stripe.span.end);
        }
        (start < end).then_some(Span { start, end })
    }

    /// Whether any coding shares a byte with a passage.
    pub fn touches(&self, passage: Span) -> bool {
        self.reach.meeting(&self.stripes, passage, |s| s.span).next().is_some()
    }

    /// The stripes that stand beside the turns from `first` to `last`, in their lanes.
    pub fn beside(&self, sheet: &Sheet, first: usize, last: usize) -> Vec<Placed> {
        if self.measure.replace(sheet.measure()) != sheet.measure() {
            self.placed.borrow_mut().clear();
        }
        let (first, last) = (first as u32, last as u32);
        let long = self.long();
        let placed = |(stripe, lane): &(Stripe, u16)| {
            let (first, last) = rows_of(sheet, stripe);
            Placed { stripe: *stripe, lane: *lane, first, last }
        };
        let mut out: Vec<Placed> = long.beside(first, last).map(placed).collect();
        for block in first / BLOCK..=last / BLOCK {
            let placed = self.block(sheet, &long, block);
            out.extend(placed.iter().filter(|p| p.stripe.turns.0 <= last && p.stripe.turns.1 >= first));
        }
        out
    }

    fn long(&self) -> Rc<Long> {
        self.long.borrow_mut().get_or_insert_with(|| Rc::new(Long::of(&self.stripes))).clone()
    }

    /// The stripes that stand within a block, in the lanes that the long ones leave.
    fn block(&self, sheet: &Sheet, long: &Long, block: u32) -> Rc<[Placed]> {
        if let Some(placed) = self.placed.borrow().get(&block) {
            return placed.clone();
        }
        let (from, end) = (block * BLOCK, (block + 1) * BLOCK);
        // What begins on the label of the block's first turn stands beside that turn.
        let begins = |turn: u32| self.stripes.partition_point(|s| s.turns.0 < turn);
        let within = self.stripes[begins(from)..begins(end)].iter().filter(|s| s.drawn && !s.reaches_over());
        let stripes: Vec<Stripe> = within.copied().collect();
        let ends: Vec<(RowPlace, RowPlace)> = stripes.iter().map(|s| rows_of(sheet, s)).collect();
        let mut ranks: Vec<RowPlace> = ends.iter().flat_map(|(a, b)| [*a, *b]).collect();
        ranks.sort_unstable();
        ranks.dedup();
        let rank = |place: &RowPlace| ranks.partition_point(|r| r < place);
        let spans: Vec<Span> = ends.iter().map(|(a, b)| Span::new(rank(a), rank(b) + 1)).collect();
        let of_turn = |turn: u32| rank(&RowPlace { turn: turn as usize, row: 0 });
        let taken = |(s, lane): &(Stripe, u16)| (Span::new(of_turn(s.turns.0), of_turn(s.turns.1 + 1)), *lane);
        let taken: Vec<(Span, u16)> = long.beside(from, end - 1).map(taken).collect();
        let given = lanes_around(&spans, &taken);
        let placed: Rc<[Placed]> = stripes
            .iter()
            .zip(ends)
            .zip(given)
            .map(|((stripe, (first, last)), lane)| Placed { stripe: *stripe, lane, first, last })
            .collect();
        self.placed.borrow_mut().insert(block, placed.clone());
        placed
    }
}

/// A coding as the margin has it; `None` when it is as if it were not there.
fn stripe(sheet: &Sheet, coding: &Coding, seen: Seen) -> Option<Stripe> {
    let turns = sheet.content().structure.turns_in(coding.span);
    // On labels only: there is no row to stand beside.
    let drawn = seen == Seen::Shown && !turns.is_empty();
    let turns = (turns.start as u32, (turns.end as u32).saturating_sub(1).max(turns.start as u32));
    let Coding { id, code, coder, span, telling, .. } = *coding;
    (seen != Seen::Hidden).then_some(Stripe { id, code, coder, span, telling, turns, drawn })
}

/// The first and the last row that a stripe stands beside.
fn rows_of(sheet: &Sheet, stripe: &Stripe) -> (RowPlace, RowPlace) {
    let (from, to) = (stripe.turns.0 as usize, stripe.turns.1 as usize);
    let start = stripe.span.start.max(sheet.turn(from).start);
    let end = stripe.span.end.min(sheet.turn(to).end).saturating_sub(1);
    let first = RowPlace { turn: from, row: sheet.rows(from).row_of(start) };
    (first, RowPlace { turn: to, row: sheet.rows(to).row_of(end) }.max(first))
}
