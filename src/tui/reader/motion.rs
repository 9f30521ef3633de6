//! Which act moves the passage how. While the passage is held on to (`v`), what would move it extends it.

use super::Reader;
use super::hold::Moved;
use super::units::Unit;
use crate::id::CodeId;
use crate::tui::action::Act;

/// Makes the motion that an act asks for on a screen of so many rows; `None` when the act is no motion. `last` is the code used last, for walking along its
/// passages when none is held.
pub fn make(reader: &mut Reader, act: Act, height: usize, last: Option<CodeId>) -> Option<Moved> {
    if let Some((unit, forward)) = by_unit(act, reader.ruler).filter(|_| reader.anchor.is_some()) {
        return Some(reader.extend(unit, forward));
    }
    Some(match act {
        Act::NextUnit => reader.step(true),
        Act::PrevUnit => reader.step(false),
        Act::NextWord => reader.step_word(true),
        Act::PrevWord => reader.step_word(false),
        Act::NextTurn => reader.step_turn(true),
        Act::PrevTurn => reader.step_turn(false),
        Act::PageDown => reader.reach(|r| r.page(true, height)),
        Act::PageUp => reader.reach(|r| r.page(false, height)),
        Act::Top => reader.reach(|r| r.edge(false)),
        Act::Bottom => reader.reach(|r| r.edge(true)),
        Act::TakeWord => reader.take(Unit::Word),
        Act::TakePart => reader.take(Unit::Part),
        Act::TakeSentence => reader.take(Unit::Sentence),
        Act::TakeParagraph => reader.take(Unit::Paragraph),
        Act::TakeTurn => reader.take(Unit::Turn),
        Act::Grow => reader.grow(),
        Act::Shrink => reader.shrink(),
        Act::ExtendNext => reader.extend(reader.ruler, true),
        Act::ExtendPrev => reader.extend(reader.ruler, false),
        Act::ExtendWordNext => reader.extend(Unit::Word, true),
        Act::ExtendWordPrev => reader.extend(Unit::Word, false),
        Act::NextCoded => reader.reach(|r| r.step_coding(true)),
        Act::PrevCoded => reader.reach(|r| r.step_coding(false)),
        Act::NextSame => reader.reach(|r| r.step_same(true, last)),
        Act::PrevSame => reader.reach(|r| r.step_same(false, last)),
        Act::NextUncoded => reader.reach(|r| r.step_uncoded(true)),
        Act::PrevUncoded => reader.reach(|r| r.step_uncoded(false)),
        Act::Cycle => reader.cycle_focus(),
        Act::SwapEnds => done(reader, Reader::swap_ends),
        Act::HoldOn => done(reader, Reader::hold_on),
        Act::Mark => done(reader, Reader::mark),
        _ => return None,
    })
}

fn done(reader: &mut Reader, what: fn(&mut Reader)) -> Moved {
    what(reader);
    Ok(())
}

/// The motions by a unit, which extend a passage that is held on to, and give back again in the other direction.
fn by_unit(act: Act, ruler: Unit) -> Option<(Unit, bool)> {
    Some(match act {
        Act::NextUnit => (ruler, true),
        Act::PrevUnit => (ruler, false),
        Act::NextWord | Act::TakeWord => (Unit::Word, true),
        Act::PrevWord => (Unit::Word, false),
        Act::NextTurn | Act::TakeTurn => (Unit::Turn, true),
        Act::PrevTurn => (Unit::Turn, false),
        Act::TakePart => (Unit::Part, true),
        Act::TakeSentence => (Unit::Sentence, true),
        Act::TakeParagraph => (Unit::Paragraph, true),
        _ => return None,
    })
}

impl Reader {
    /// Makes a motion; while the passage is held on to, the passage reaches from where it was to what the motion came to.
    pub fn reach(&mut self, motion: impl FnOnce(&mut Self) -> Moved) -> Moved {
        let focus = self.focus;
        motion(self)?;
        if let Some(anchor) = self.anchor {
            let reached = self.held;
            self.held = anchor.hull(reached);
            self.forward = reached.end > anchor.end || reached.start >= anchor.start;
            self.extended = true;
            self.focus = focus;
        }
        Ok(())
    }
}
