use super::{Choice, Fields, Form, Shape};
use crate::text::Span;
use crate::tui::lists::first_row;
use crate::tui::look::Look;
use crate::tui::memo::Memo;
use crate::tui::paint::{boxed, columns, lines, put, put_right, tint};
use crate::tui::reader::rows::Rows;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// How many rows the box wants in a body of a height.
pub fn height(form: &Form, body: u16) -> u16 {
    match &form.shape {
        Shape::Fields(fields) if fields.fields.len() == 1 => 6,
        Shape::Fields(fields) => (fields.fields.len() as u16 * 2 + 4).clamp(8, (body * 4 / 5).max(8)),
        Shape::Choice(choice) => (choice.options.len() as u16 + 4).clamp(6, (body * 3 / 5).clamp(6, 18)),
    }
}

/// Draws the box, and gives the cell of its cursor.
pub fn draw(form: &Form, area: Rect, buffer: &mut Buffer, look: Look) -> Position {
    let enter = look.glyph("⏎", "Enter");
    let foot = match &form.shape {
        Shape::Fields(fields) if fields.fields.len() == 1 => format!("{enter} keep · ^N new line · Esc"),
        Shape::Fields(_) => format!("{enter} keep all · Tab next field · ^N new line · Esc"),
        Shape::Choice(choice) if choice.many => format!("type to narrow · Tab pick several · {enter} · Esc"),
        Shape::Choice(_) => format!("type to narrow · {enter} · Esc"),
    };
    let inner = boxed(buffer, area, &form.title, &foot, look);
    let help = lines(&form.help, inner.width, 2);
    let help = if inner.height > 3 { &help[..] } else { &[] };
    for (n, line) in help.iter().enumerate() {
        let y = inner.bottom().saturating_sub((help.len() - n) as u16);
        put(buffer, inner.x, y, inner.width, line, look.quiet());
    }
    let inner = Rect { height: inner.height - help.len() as u16, ..inner };
    match &form.shape {
        Shape::Fields(fields) => draw_fields(fields, inner, buffer, look),
        Shape::Choice(choice) => draw_choice(choice, inner, buffer, look),
    }
}

/// Each field has a row for its title where there are several, and at least one for its words; the one that is being typed gets what is left.
fn draw_fields(fields: &Fields, area: Rect, buffer: &mut Buffer, look: Look) -> Position {
    let count = fields.fields.len() as u16;
    let titled = count > 1;
    let wide = fields.fields.iter().map(|(t, _)| columns(t)).max().unwrap_or(0) as u16;
    let indent = if titled { (wide + 2).min(area.width / 3) } else { 2 };
    let spare = area.height.saturating_sub(count);
    let (mut y, mut cursor) = (area.y, Position::new(area.x, area.y));
    // In a low box the fields before the one that is typed scroll away.
    let hidden = if area.height < count { fields.at.saturating_sub(usize::from(area.height) - 1) } else { 0 };
    for (n, (title, memo)) in fields.fields.iter().enumerate().skip(hidden) {
        if y >= area.bottom() {
            break;
        }
        let here = n == fields.at;
        let room = (if here { 1 + spare } else { 1 }).min(area.bottom() - y);
        if titled {
            put(buffer, area.x, y, indent, title, if here { look.heading() } else { look.quiet() });
        } else {
            put(buffer, area.x, y, 1, look.glyph("›", ">"), look.heading());
        }
        let box_ = Rect::new(area.x + indent, y, area.width.saturating_sub(indent), room);
        let (at, used) = draw_memo(memo, box_, here, buffer, look);
        if here {
            cursor = at;
        }
        y += if here { used.max(1) } else { 1 };
    }
    cursor
}

/// Draws the words of a field; gives the cell of the cursor and how many rows were used.
fn draw_memo(memo: &Memo, area: Rect, here: bool, buffer: &mut Buffer, look: Look) -> (Position, u16) {
    let text = memo.text();
    let laid = Rows::lay_out(text, Span::new(0, text.len()), area.width.saturating_sub(1).max(2));
    let at = laid.row_of(memo.cursor() as u32);
    let first = if here { at.saturating_sub(usize::from(area.height.saturating_sub(1))) } else { 0 };
    let shown = laid.rows.iter().skip(first).take(area.height.into());
    for (n, row) in shown.enumerate() {
        let words = row.of(text).replace(['\n', '\t'], " ");
        let more = !here && laid.rows.len() > 1;
        let words = if more { format!("{words} …") } else { words };
        put(buffer, area.x, area.y + n as u16, area.width, &words, look.text());
    }
    let row = laid.rows.get(at).copied().unwrap_or_default();
    let typed = text.get(row.start as usize..memo.cursor()).unwrap_or("");
    let (newlines, column) = match typed.rsplit_once('\n') {
        Some((before, after)) => (before.matches('\n').count() as u16 + 1, columns(after)),
        None => (0, columns(typed)),
    };
    let y = area.y + ((at - first) as u16 + newlines).min(area.height.saturating_sub(1));
    let x = (area.x + column as u16).min(area.right().saturating_sub(1));
    let inside = |at: u16, end: u16| at.min(end.saturating_sub(1));
    let used = (laid.rows.len().saturating_sub(first) as u16 + newlines).min(area.height);
    (Position::new(inside(x, buffer.area.right()), inside(y, buffer.area.bottom())), used)
}

fn draw_choice(choice: &Choice, area: Rect, buffer: &mut Buffer, look: Look) -> Position {
    let rows = choice.rows();
    put(buffer, area.x, area.y, 2, look.glyph("›", ">"), look.heading());
    let count = if choice.picked.is_empty() { String::new() } else { format!("{} picked", choice.picked.len()) };
    let wide = columns(&count) as u16;
    put_right(buffer, area.right(), area.y, wide, &count, look.quiet());
    let room = area.width.saturating_sub(wide + 3).max(4);
    let cursor = crate::tui::overlays::draw_line(buffer, Rect::new(area.x + 2, area.y, room, 1), &choice.line, look);
    let list = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let at = choice.at.min(rows.len().saturating_sub(1));
    let first = first_row(at, rows.len(), list.height.into());
    let widest = rows.iter().map(|o| columns(&o.label)).max().unwrap_or(0) as u16;
    let label = widest.min(list.width.saturating_sub(4) * 3 / 5).max(10);
    for (n, row) in rows.iter().enumerate().skip(first).take(list.height.into()) {
        let y = list.y + (n - first) as u16;
        if choice.picked.contains(&row.token) {
            put(buffer, list.x, y, 1, look.glyph("✓", "*"), look.good());
        }
        let wide = if row.note.is_empty() { list.width.saturating_sub(2) } else { label };
        put(buffer, list.x + 2, y, wide, &row.label, look.text());
        put(buffer, list.x + 4 + label, y, list.width.saturating_sub(4 + label), &row.note, look.quiet());
        if n == at {
            tint(buffer, list.x, y, list.width, look.chosen());
        }
    }
    if rows.is_empty() {
        put(buffer, list.x + 2, list.y, list.width.saturating_sub(2), "nothing fits what is typed", look.quiet());
    }
    cursor
}
