//! The ladder of units that a passage is taken by: word, part of a long sentence, sentence, paragraph, turn, question with its answer, section, whole text.

use super::parts::parts;
use super::sheet::Sheet;
use crate::text::Span;

/// A rung of the ladder.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unit {
    /// A word.
    Word,
    /// A part of a very long sentence; any other sentence is its own part.
    Part,
    /// A sentence.
    Sentence,
    /// What stands between blank lines.
    Paragraph,
    /// What one speaker says at a stretch.
    Turn,
    /// A question and its answer.
    Exchange,
    /// From one heading to the next.
    Section,
    /// Everything.
    Document,
}

impl Unit {
    /// All rungs, lowest first.
    pub const LADDER: [Unit; 8] = [
        Unit::Word,
        Unit::Part,
        Unit::Sentence,
        Unit::Paragraph,
        Unit::Turn,
        Unit::Exchange,
        Unit::Section,
        Unit::Document,
    ];
}

/// The sentence of a turn near a byte, with the one before it and the one after it.
fn around(sheet: &Sheet, turn: usize, near: u32) -> Vec<Span> {
    let cut = sheet.sentences(turn);
    let at = cut.partition_point(|s| s.start <= near).saturating_sub(1);
    cut.get(at.saturating_sub(1)..(at + 2).min(cut.len())).unwrap_or_default().to_vec()
}

/// The pieces of a turn for a unit up to the turn itself. Words and parts are looked up by sentence, since a turn can be long.
fn pieces(sheet: &Sheet, unit: Unit, turn: usize, near: u32) -> Vec<Span> {
    match unit {
        Unit::Word => around(sheet, turn, near).into_iter().flat_map(|s| sheet.words(s)).collect(),
        Unit::Part => around(sheet, turn, near).into_iter().flat_map(|s| parts(sheet.text(), s)).collect(),
        Unit::Sentence => sheet.sentences(turn).to_vec(),
        Unit::Paragraph => paragraphs(sheet, turn),
        _ => vec![sheet.turn(turn)],
    }
}

fn paragraphs(sheet: &Sheet, turn: usize) -> Vec<Span> {
    let whole = sheet.turn(turn);
    let rows = sheet.rows(turn);
    let mut out: Vec<Span> = Vec::new();
    for part in rows.rows.split(|r| r.is_empty()) {
        if let (Some(first), Some(last)) = (part.first(), part.last()) {
            out.push(first.hull(*last));
        }
    }
    if out.is_empty() { vec![whole] } else { out }
}

/// The unit at a byte: the one that holds it, or else the last one that begins before it, or the first of the turn.
pub fn unit_at(sheet: &Sheet, unit: Unit, byte: u32) -> Span {
    let turn = sheet.turn_at(byte);
    match unit {
        Unit::Document => whole(sheet),
        Unit::Section => section(sheet, turn),
        Unit::Exchange => exchange(sheet, turn),
        _ => {
            let all = pieces(sheet, unit, turn, byte);
            let at = all.partition_point(|p| p.start <= byte).saturating_sub(1);
            all.get(at).copied().unwrap_or_else(|| sheet.turn(turn))
        }
    }
}

/// From the first word to the last.
pub fn whole(sheet: &Sheet) -> Span {
    if sheet.turns() == 0 { Span::default() } else { sheet.turn(0).hull(sheet.turn(sheet.turns() - 1)) }
}

/// From the heading over a turn (headings that follow one another are one) to the next; in a document without headings, the exchange.
fn section(sheet: &Sheet, turn: usize) -> Span {
    if sheet.turns() == 0 {
        return Span::default();
    }
    let starts = sheet.sections();
    if starts.is_empty() {
        return exchange(sheet, turn);
    }
    let at = starts.partition_point(|s| *s <= turn);
    let first = at.checked_sub(1).map_or(0, |at| starts[at]);
    let last = starts.get(at).copied().unwrap_or(sheet.turns()) - 1;
    sheet.turn(first).hull(sheet.turn(last))
}

fn exchange(sheet: &Sheet, turn: usize) -> Span {
    let structure = &sheet.content().structure;
    if let Some(question) = structure.question_of(turn) {
        let last = (question.last as usize).saturating_sub(1).max(question.first as usize);
        return sheet.turn(question.first as usize).hull(sheet.turn(last));
    }
    if !structure.speakers.iter().any(|s| s.interviewer) {
        return sheet.turn(turn);
    }
    // A heading ends what was said before it.
    let starts = sheet.sections();
    let at = starts.partition_point(|s| *s <= turn);
    let lowest = at.checked_sub(1).map_or(0, |at| starts[at]);
    let end = starts.get(at).copied().unwrap_or(sheet.turns());
    let mut first = turn;
    while first > lowest && !sheet.is_asking(first) {
        first -= 1;
    }
    while first > lowest && sheet.is_asking(first - 1) {
        first -= 1;
    }
    let mut last = first;
    let asked = |turn: usize| turn < end && sheet.is_asking(turn);
    while asked(last) && asked(last + 1) {
        last += 1;
    }
    while last + 1 < end && !asked(last + 1) {
        last += 1;
    }
    sheet.turn(first).hull(sheet.turn(last))
}

/// The first unit that begins at or after a byte.
pub fn next_from(sheet: &Sheet, unit: Unit, byte: u32) -> Option<Span> {
    if unit >= Unit::Exchange {
        let turn = sheet.content().structure.turns.partition_point(|t| t.span.start < byte);
        return (turn < sheet.turns())
            .then(|| unit_at(sheet, unit, sheet.turn(turn).start))
            .filter(|s| s.start >= byte);
    }
    let first = sheet.content().structure.turns.partition_point(|t| t.span.end <= byte);
    (first..sheet.turns()).find_map(|turn| {
        let near = byte.max(sheet.turn(turn).start);
        pieces(sheet, unit, turn, near).into_iter().find(|p| p.start >= byte)
    })
}

/// The last unit that ends at or before a byte.
pub fn last_until(sheet: &Sheet, unit: Unit, byte: u32) -> Option<Span> {
    let turns = sheet.content().structure.turns.partition_point(|t| t.span.start < byte);
    if unit >= Unit::Exchange {
        let turn = sheet.content().structure.turns.partition_point(|t| t.span.end <= byte).checked_sub(1)?;
        return Some(unit_at(sheet, unit, sheet.turn(turn).start)).filter(|s| s.end <= byte);
    }
    (0..turns).rev().find_map(|turn| {
        let near = byte.min(sheet.turn(turn).end);
        pieces(sheet, unit, turn, near).into_iter().rev().find(|p| p.end <= byte)
    })
}

/// The smallest whole units that cover a passage.
fn cover(sheet: &Sheet, unit: Unit, passage: Span) -> Span {
    let last = passage.end.saturating_sub(1).max(passage.start);
    unit_at(sheet, unit, passage.start).hull(unit_at(sheet, unit, last))
}

/// The passage one rung up: the lowest rung on which it becomes larger, and which rung that is.
pub fn grow(sheet: &Sheet, passage: Span) -> Option<(Span, Unit)> {
    Unit::LADDER.into_iter().find_map(|unit| {
        let larger = cover(sheet, unit, passage);
        (larger != passage && larger.contains(passage)).then_some((larger, unit))
    })
}

/// The passage one rung down: the largest unit at its beginning that is smaller than it.
pub fn shrink(sheet: &Sheet, passage: Span) -> Option<(Span, Unit)> {
    Unit::LADDER.into_iter().rev().find_map(|unit| {
        let smaller = unit_at(sheet, unit, passage.start);
        (smaller != passage && passage.contains(smaller)).then_some((smaller, unit))
    })
}

/// What a passage is in units: `sentence`, `2 sentences`, `3 turns`, or `passage` when it ends inside words.
pub fn describe(sheet: &Sheet, passage: Span) -> String {
    let first = sheet.turn_at(passage.start);
    let last = sheet.turn_at(passage.end.saturating_sub(1));
    if passage.is_empty() {
        return "nothing".to_owned();
    }
    if first != last {
        return format!("{} turns", last - first + 1);
    }
    let turn = sheet.turn(first);
    let cut = sheet.sentences(first);
    if passage == turn && cut.len() > 1 {
        return "turn".to_owned();
    }
    let (from, to) = (cut.iter().position(|s| s.start == passage.start), cut.iter().position(|s| s.end == passage.end));
    match (from, to) {
        (Some(a), Some(b)) if a == b => "sentence".to_owned(),
        (Some(a), Some(b)) if a < b => format!("{} sentences", b - a + 1),
        _ if passage.len() < 200 && sheet.words(passage).len() == 1 => "word".to_owned(),
        _ if passage.len() < 2000 && pieces(sheet, Unit::Part, first, passage.start).contains(&passage) => {
            "part of a sentence".to_owned()
        }
        _ => "words".to_owned(),
    }
}
