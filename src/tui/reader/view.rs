//! Which rows are on the screen, and how it follows the selection: calmly, by as little as will do.

use super::margin::RowPlace;
use super::sheet::Sheet;
use crate::text::Span;

/// Rows of a turn and the blank row after it.
fn lines(sheet: &Sheet, turn: usize) -> usize {
    sheet.rows(turn).rows.len() + 1
}

/// The row on which a byte stands.
pub fn locate(sheet: &Sheet, byte: u32) -> RowPlace {
    let turn = sheet.turn_at(byte);
    RowPlace { turn, row: sheet.rows(turn).row_of(byte) }
}

/// A number of rows further down, at most on the last row.
pub fn down(sheet: &Sheet, from: RowPlace, mut rows: usize) -> RowPlace {
    let mut at = from;
    loop {
        let left = lines(sheet, at.turn).saturating_sub(at.row);
        if rows < left {
            return RowPlace { turn: at.turn, row: at.row + rows };
        }
        if at.turn + 1 >= sheet.turns() {
            return RowPlace { turn: at.turn, row: lines(sheet, at.turn).saturating_sub(2) };
        }
        rows -= left;
        at = RowPlace { turn: at.turn + 1, row: 0 };
    }
}

/// A number of rows further up, at most on the first row.
pub fn up(sheet: &Sheet, from: RowPlace, mut rows: usize) -> RowPlace {
    let mut at = from;
    loop {
        if rows <= at.row {
            return RowPlace { turn: at.turn, row: at.row - rows };
        }
        if at.turn == 0 {
            return RowPlace::default();
        }
        rows -= at.row + 1;
        at = RowPlace { turn: at.turn - 1, row: lines(sheet, at.turn - 1) - 1 };
    }
}

/// How many rows lie between two places; `limit` when there are more, or when `to` is above `from`.
pub fn rows_between(sheet: &Sheet, from: RowPlace, to: RowPlace, limit: usize) -> usize {
    if to < from {
        return limit;
    }
    let mut count = 0;
    let mut at = from;
    while at.turn < to.turn {
        count += lines(sheet, at.turn).saturating_sub(at.row);
        if count >= limit {
            return limit;
        }
        at = RowPlace { turn: at.turn + 1, row: 0 };
    }
    (count + to.row.saturating_sub(at.row)).min(limit)
}

/// The rows on a screen of a height, from its top row down.
pub fn visible(sheet: &Sheet, top: RowPlace, height: usize) -> Vec<RowPlace> {
    let mut out = Vec::with_capacity(height);
    let mut at = top;
    while out.len() < height && at.turn < sheet.turns() {
        if at.row < lines(sheet, at.turn) {
            out.push(at);
            at.row += 1;
        } else {
            at = RowPlace { turn: at.turn + 1, row: 0 };
        }
    }
    out
}

/// The top row with which a passage is on the screen: the one there is, if that will do; the nearest one, if the passage is near; else one that has the
/// passage a third of the way down. Of a passage that does not fit, the row of `lead` is shown.
pub fn reveal(sheet: &Sheet, top: RowPlace, passage: Span, lead: u32, height: usize) -> RowPlace {
    if sheet.turns() == 0 || height == 0 {
        return RowPlace::default();
    }
    let room = if height > 10 { 2 } else { 0 };
    let (mut first, mut last) = (locate(sheet, passage.start), locate(sheet, passage.end.saturating_sub(1)));
    if rows_between(sheet, first, last, height) + 2 * room + 1 > height {
        first = locate(sheet, lead);
        last = first;
    }
    if first < down(sheet, top, room.min(rows_between(sheet, RowPlace::default(), top, room))) {
        let near = rows_between(sheet, first, top, height + 1) <= height;
        return up(sheet, first, if near { room } else { height / 3 });
    }
    let below = rows_between(sheet, top, last, 3 * height);
    if below + room < height {
        return top;
    }
    let end = down(sheet, last, room);
    let moved = if below < 2 * height { up(sheet, end, height - 1) } else { up(sheet, first, height / 3) };
    moved.min(first)
}
