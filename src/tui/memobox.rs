//! Drawing the box in which a note is written.

use super::memo::{self, Memo};
use super::paint::{boxed, columns, put};
use super::reader::rows::Rows;
use super::state::State;
use crate::project::Project;
use crate::text::Span;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A note as rows of at most `room` cells: every line that was typed stays one, and a long one goes on below. In bytes.
fn rows(text: &str, room: u16) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let whole = Span::new(start, start + line.len());
        let laid = Rows::lay_out(text, whole, room.max(2)).rows;
        if line.trim().is_empty() {
            out.push(whole)
        } else {
            out.extend(laid)
        }
        start += line.len() + 1;
    }
    out
}

/// The row and the cell of it before which the next character goes.
fn place(text: &str, rows: &[Span], cursor: usize) -> (usize, usize) {
    let at = rows.partition_point(|r| r.start as usize <= cursor).saturating_sub(1);
    let start = rows.get(at).map_or(0, |r| r.start as usize);
    (at, text.get(start..cursor).map_or(0, columns))
}

/// Draws the box, and gives the cell of its cursor.
pub fn draw(state: &State, project: &Project, memo: &Memo, area: Rect, buffer: &mut Buffer) -> Position {
    let look = state.look;
    let draft = if memo.drafted { " (draft)" } else { "" };
    let about = match super::find::noted(state, memo.about).len() {
        0 | 1 => memo::name(state, project, memo.about),
        several => format!("{several} passages"),
    };
    let title = format!("Memo on {about}{draft}");
    let foot = if area.width < 64 {
        "^S keep · Esc draft · ^D discard"
    } else {
        "^S keep · ^E open in the editor · Esc keep as draft · ^D discard"
    };
    let inner = boxed(buffer, area, &title, foot, look);
    let rows = rows(memo.text(), inner.width.saturating_sub(1));
    let (at, column) = place(memo.text(), &rows, memo.cursor());
    let first = at.saturating_sub(usize::from(inner.height.saturating_sub(1)));
    for (n, row) in rows.iter().skip(first).take(inner.height.into()).enumerate() {
        let words = row.of(memo.text()).replace('\t', " ");
        put(buffer, inner.x, inner.y + n as u16, inner.width, &words, look.text());
    }
    let column = u16::try_from(column).unwrap_or(u16::MAX);
    Position::new(
        inner.x.saturating_add(column).min(inner.right().saturating_sub(1)),
        (inner.y + (at - first) as u16).min(inner.bottom().saturating_sub(1)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_were_typed_stay_lines_and_the_cursor_is_found() {
        let text = "a first line that is long enough to have been wrapped by somebody\n\nsecond ";
        let rows = rows(text, 40);
        let shown: Vec<&str> = rows.iter().map(|r| r.of(text)).collect();
        assert_eq!(shown, ["a first line that is long enough to have", "been wrapped by somebody", "", "second"]);
        assert_eq!(place(text, &rows, text.len()), (3, 7));
        assert_eq!(place(text, &rows, text.find("second").unwrap() - 1), (2, 0));
        assert_eq!(place(text, &rows, 2), (0, 2));
        assert_eq!(place("", &super::rows("", 9), 0), (0, 0));
        assert_eq!(place("x\n", &super::rows("x\n", 9), 2), (1, 0));
    }
}
