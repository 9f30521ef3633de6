//! How the passage that is held moves, grows and shrinks. Every motion says in words why it cannot be made, when it cannot.

use super::units::{self, Unit, grow, last_until, next_from, shrink, unit_at};
use super::{Reader, view};
use crate::text::{Span, graphemes};

/// A motion that was made, or the reason why it was not.
pub type Moved = Result<(), &'static str>;

const AT_END: &str = "this is the end of the document";
const AT_START: &str = "this is the beginning of the document";

impl Reader {
    /// Holds a passage.
    pub fn hold(&mut self, passage: Span, taken: Option<Unit>) {
        self.held = passage;
        self.taken = taken;
        self.forward = true;
        self.extended = false;
        self.grown.clear();
        self.focus = None;
    }

    /// Holds a passage somewhere else: what was held on to is let go.
    pub fn go_to(&mut self, passage: Span, taken: Option<Unit>) {
        self.anchor = None;
        self.hold(passage, taken);
    }

    /// Goes to the next or the last unit of the ruler.
    pub fn step(&mut self, forward: bool) -> Moved {
        let ruler = self.ruler;
        let found = if forward {
            next_from(&self.sheet, ruler, self.held.end).ok_or(AT_END)?
        } else {
            last_until(&self.sheet, ruler, self.held.start).ok_or(AT_START)?
        };
        self.hold(found, Some(ruler));
        Ok(())
    }

    /// Goes to the next or the last word; from a longer passage, to the first or the last word in it.
    pub fn step_word(&mut self, forward: bool) -> Moved {
        let inside = if self.taken == Some(Unit::Word) { Vec::new() } else { self.words_at_ends() };
        let found = match (inside.as_slice(), forward) {
            ([first, ..], true) => *first,
            ([.., last], false) => *last,
            ([], true) => next_from(&self.sheet, Unit::Word, self.held.end).ok_or(AT_END)?,
            ([], false) => last_until(&self.sheet, Unit::Word, self.held.start).ok_or(AT_START)?,
        };
        self.hold(found, Some(Unit::Word));
        Ok(())
    }

    /// The first and the last word of the passage.
    fn words_at_ends(&self) -> Vec<Span> {
        let first = next_from(&self.sheet, Unit::Word, self.held.start);
        let last = last_until(&self.sheet, Unit::Word, self.held.end);
        first.into_iter().chain(last).filter(|w| self.held.contains(*w)).collect()
    }

    /// Takes the unit in which the passage begins; again: one more of it.
    pub fn take(&mut self, unit: Unit) -> Moved {
        if self.sheet.turns() == 0 {
            return Err("there is nothing to hold here");
        }
        if self.taken == Some(unit) {
            return self.extend(unit, true);
        }
        self.hold(unit_at(&self.sheet, unit, self.held.start), Some(unit));
        if unit != Unit::Word {
            self.ruler = unit;
        }
        Ok(())
    }

    /// Goes to the first unit of the next or of the last turn.
    pub fn step_turn(&mut self, forward: bool) -> Moved {
        let at = self.sheet.turn_at(self.held.start);
        let turn = if forward {
            Some(at + 1).filter(|t| *t < self.sheet.turns()).ok_or(AT_END)?
        } else if self.held.start > unit_at(&self.sheet, self.ruler, self.sheet.turn(at).start).start {
            at
        } else {
            at.checked_sub(1).ok_or(AT_START)?
        };
        self.hold(unit_at(&self.sheet, self.ruler, self.sheet.turn(turn).start), Some(self.ruler));
        Ok(())
    }

    /// Climbs one rung of the ladder.
    pub fn grow(&mut self) -> Moved {
        let (larger, unit) = grow(&self.sheet, self.held).ok_or("this is the whole text")?;
        let before = self.held;
        let mut grown = std::mem::take(&mut self.grown);
        self.hold(larger, Some(unit));
        grown.push(before);
        self.grown = grown;
        Ok(())
    }

    /// Goes back down one rung: the way it came up, or else to the first smaller unit in it.
    pub fn shrink(&mut self) -> Moved {
        let mut grown = std::mem::take(&mut self.grown);
        let smaller = grown.pop().map(|s| (s, None));
        let found = smaller.or_else(|| shrink(&self.sheet, self.held).map(|(s, u)| (s, Some(u))));
        let (smaller, unit) = found.ok_or("this is a single word")?;
        self.hold(smaller, unit);
        self.grown = grown;
        Ok(())
    }

    /// Extends by a unit at the end that moves, or gives back what was extended at the other.
    pub fn extend(&mut self, unit: Unit, forward: bool) -> Moved {
        let held = self.held;
        if forward {
            let inner = self.first_after(unit, held.start).filter(|u| u.start < held.end);
            match inner {
                Some(inner) if !self.forward => self.held.start = inner.start,
                _ => {
                    self.held.end = self.unit_end_after(unit, held.end).ok_or(AT_END)?;
                    self.forward = true;
                }
            }
        } else {
            let inner = self.last_before(unit, held.end).filter(|u| u.end > held.start);
            match inner {
                Some(inner) if self.forward => self.held.end = inner.end,
                _ => {
                    self.held.start = last_until(&self.sheet, unit, held.start).ok_or(AT_START)?.start;
                    self.forward = false;
                }
            }
        }
        self.extended = true;
        self.grown.clear();
        self.focus = None;
        Ok(())
    }

    /// The first unit that begins after a byte with at least a letter between: punctuation before a word is no reason to stop.
    fn first_after(&self, unit: Unit, byte: u32) -> Option<Span> {
        let found = next_from(&self.sheet, unit, byte + 1)?;
        let between = Span { start: byte, end: found.start };
        if self.has_letters(between) { Some(found) } else { next_from(&self.sheet, unit, found.end) }
    }

    /// The last unit that ends before a byte, likewise.
    fn last_before(&self, unit: Unit, byte: u32) -> Option<Span> {
        let found = last_until(&self.sheet, unit, byte.saturating_sub(1))?;
        let between = Span { start: found.end, end: byte };
        if self.has_letters(between) { Some(found) } else { last_until(&self.sheet, unit, found.start) }
    }

    fn has_letters(&self, span: Span) -> bool {
        span.of(self.sheet.text()).contains(char::is_alphanumeric)
    }

    /// The end of the unit that holds the byte at `end`, or of the next one.
    fn unit_end_after(&self, unit: Unit, end: u32) -> Option<u32> {
        let here = unit_at(&self.sheet, unit, end.saturating_sub(1));
        if here.end > end && here.start < end {
            return Some(here.end);
        }
        next_from(&self.sheet, unit, end).map(|u| u.end)
    }

    /// Lets the other end move from now on.
    pub fn swap_ends(&mut self) {
        self.forward = !self.forward;
        self.extended = true;
    }

    /// Goes a screenful down or up, and holds the unit there.
    pub fn page(&mut self, forward: bool, height: usize) -> Moved {
        let rows = height.saturating_sub(2).max(1);
        if self.sheet.turns() == 0 {
            return Err(AT_END);
        }
        let lead = view::locate(&self.sheet, self.lead());
        let aim = if forward { view::down(&self.sheet, lead, rows) } else { view::up(&self.sheet, lead, rows) };
        let top = if forward { view::down(&self.sheet, self.top, rows) } else { view::up(&self.sheet, self.top, rows) };
        let turn = self.sheet.rows(aim.turn);
        let byte = turn.rows.get(aim.row).map_or(self.sheet.turn(aim.turn).end - 1, |r| r.start);
        let unit = self.ruler.min(Unit::Turn);
        let found = unit_at(&self.sheet, unit, byte);
        if found == self.held {
            // Within a passage longer than a page there is nothing else to hold.
            return self.step(forward);
        }
        self.hold(found, Some(unit));
        self.top = top;
        Ok(())
    }

    /// Goes to the first or the last unit.
    pub fn edge(&mut self, forward: bool) -> Moved {
        let whole = units::whole(&self.sheet);
        if whole.is_empty() {
            return Err(AT_END);
        }
        let unit = self.ruler.min(Unit::Turn);
        self.hold(unit_at(&self.sheet, unit, if forward { whole.end - 1 } else { whole.start }), Some(unit));
        Ok(())
    }

    /// Marks a passage, or unmarks it.
    pub fn toggle_mark(&mut self, passage: Span) {
        match self.marks.iter().position(|m| *m == passage) {
            Some(at) => {
                self.marks.remove(at);
            }
            None => self.marks.push(passage),
        }
    }

    /// Marks the passage, or unmarks it, and goes on to the next unit.
    pub fn mark(&mut self) {
        self.toggle_mark(self.held);
        self.anchor = None;
        // At the end of the document there is nothing to go on to.
        let _ = self.step(true);
    }

    /// Holds on to the passage, so that motions extend it from now on; or lets go.
    pub fn hold_on(&mut self) {
        self.anchor = if self.anchor.is_some() { None } else { Some(self.held) };
    }

    /// Holds everything from where a drag began to where it is now: in whole units, or cluster by cluster where no unit is given.
    pub fn drag(&mut self, from: Span, to: u32, unit: Option<Unit>) {
        let text = self.sheet.text();
        let (_, cluster) = graphemes(&text[to as usize..]).next().unwrap_or((0, ""));
        let here = Span { start: to, end: to + cluster.len() as u32 };
        // A mark after a word is taken with it when the drag comes so far.
        let reached = unit.map_or(here, |unit| unit_at(&self.sheet, unit, to).hull(here));
        let span = from.hull(reached).trimmed(text);
        if !span.is_empty() {
            self.hold(span, None);
            self.forward = to >= from.start;
            self.extended = true;
        }
    }
}
