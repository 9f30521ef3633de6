//! Walking along the codings: coded passages, passages with one code, what nobody has coded, the codings that overlap here.

use super::Reader;
use super::hold::Moved;
use super::margin::Stripe;
use super::units::{Unit, last_until, next_from};
use crate::id::CodeId;

impl Reader {
    /// Goes to the next or the last coded passage, and makes its coding the one acts are about; further codings of the same passage are passed over.
    pub fn step_coding(&mut self, forward: bool) -> Moved {
        let focused = self.here().iter().find(|s| Some(s.id) == self.focus).copied();
        let other = |s: &&Stripe| s.span != self.held;
        // From a coding in focus one goes on in reading order; else from where the passage begins.
        let found = match (focused, forward) {
            (Some(here), true) => self.margin.stripes_from(here.span.start).filter(|s| s.follows(&here)).find(other),
            (Some(here), false) => {
                self.margin.stripes_before(here.span.start + 1).filter(|s| here.follows(s)).find(other)
            }
            (None, true) => self.margin.stripes_from(self.held.start + 1).next(),
            (None, false) => self.margin.stripes_before(self.held.start).next(),
        };
        let reason = if forward { "no coded passage after this one" } else { "no coded passage before this one" };
        let stripe = *found.ok_or(reason)?;
        self.hold(stripe.span, None);
        self.focus = Some(stripe.id);
        Ok(())
    }

    /// Goes to the next or the last passage with the code of the coding in focus, of the first one here, or with `otherwise`.
    pub fn step_same(&mut self, forward: bool, otherwise: Option<CodeId>) -> Moved {
        let here = self.here();
        let in_hand = here.iter().find(|s| Some(s.id) == self.focus).or(here.first()).map(|s| s.code);
        let code = in_hand.or(otherwise).ok_or("no code is in hand: hold a coded passage first")?;
        let same = |s: &&Stripe| s.code == code && s.span != self.held;
        let (found, reason) = if forward {
            (self.margin.stripes_from(self.held.start + 1).find(same), "no passage with this code after this one")
        } else {
            (self.margin.stripes_before(self.held.start).find(same), "no passage with this code before this one")
        };
        let stripe = *found.ok_or(reason)?;
        self.hold(stripe.span, None);
        self.focus = Some(stripe.id);
        Ok(())
    }

    /// Goes to the next or the last sentence that nobody has coded; those of whoever asks the questions, and headings, are passed over.
    pub fn step_uncoded(&mut self, forward: bool) -> Moved {
        let mut at = self.held;
        loop {
            let found = if forward {
                let open = self.margin.uncovered(at.end, self.sheet.content().text.span().end);
                open.and_then(|open| next_from(&self.sheet, Unit::Sentence, open.start))
            } else {
                last_until(&self.sheet, Unit::Sentence, at.start)
            };
            let reason = if forward { "everything after this is coded" } else { "everything before this is coded" };
            at = found.ok_or(reason)?;
            let turn = self.sheet.turn_at(at.start);
            if !self.margin.touches(at) && !self.sheet.is_asking(turn) && !self.sheet.is_heading(turn) {
                self.hold(at, Some(Unit::Sentence));
                return Ok(());
            }
        }
    }

    /// Makes the next of the codings here the one that acts are about.
    pub fn cycle_focus(&mut self) -> Moved {
        let here = self.here();
        let at = here.iter().position(|s| Some(s.id) == self.focus).map_or(0, |at| at + 1);
        self.focus = match here.get(at) {
            Some(stripe) => Some(stripe.id),
            None => here.first().map(|s| s.id),
        };
        self.focus.map(|_| ()).ok_or("nothing is coded here")
    }
}
