//! Drawing the picker: what is typed, the codes that fit, and what is said of the chosen one.

use super::{Aim, Picker, Row};
use crate::codebook::join_path;
use crate::project::{CodeSpec, Project};
use crate::tui::lists::{definition, first_row};
use crate::tui::overlays::{draw_line, passage_name};
use crate::tui::paint::{Part, boxed, put, put_right, stripe, tint};
use crate::tui::state::State;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

fn spec_name(state: &State, spec: &CodeSpec) -> String {
    match spec {
        CodeSpec::Known(id) => state.facts.code(*id).name,
        CodeSpec::New(path, _) => format!("+{path}"),
    }
}

/// Draws the picker, and gives the cell of its cursor.
pub fn draw(state: &State, project: &Project, picker: &Picker, area: Rect, buffer: &mut Buffer) -> Position {
    let look = state.look;
    let (title, does) = match picker.aim {
        Aim::Apply => (format!("Code {}", passage_name(state, project)), "apply"),
        Aim::Pen => ("Pen: the code for all that Space or the mouse takes".to_owned(), "take up"),
        Aim::Show => ("Show only these codes in the margin".to_owned(), "show"),
    };
    let foot = if picker.gathered.is_empty() {
        let create = if picker.aim == Aim::Show { "" } else { " · ^N create" };
        format!("{} {does} · Tab add another{create} · ^E define · ^R as before · Esc", look.glyph("⏎", "Enter"))
    } else {
        let names: Vec<String> = picker.choice().iter().map(|s| spec_name(state, s)).collect();
        format!("{} {does} {} · Tab add or drop · Esc", look.glyph("⏎", "Enter"), names.join(", "))
    };
    let foot = match &picker.defining {
        Some(_) => format!("{} keep the definition · Esc leave it", look.glyph("⏎", "Enter")),
        None => foot,
    };
    let inner = boxed(buffer, area, &title, &foot, look);
    let Parts { list, rows, side, about } = parts(project, picker, inner);
    let cursor = draw_prompt(state, picker, list, buffer);
    draw_picker_rows(state, picker, rows, buffer);
    let below = inner.bottom().saturating_sub(rows.bottom());
    let (x, y, most) =
        if side > 0 { (list.right() + 2, inner.y, inner.height) } else { (list.x, rows.bottom(), below) };
    for (n, line) in about.iter().take(most.into()).enumerate() {
        put(buffer, x, y + n as u16, inner.right().saturating_sub(x), line, look.quiet());
    }
    cursor
}

/// What is typed, with how many codes fit it; or the definition that is being written.
fn draw_prompt(state: &State, picker: &Picker, list: Rect, buffer: &mut Buffer) -> Position {
    let look = state.look;
    if let Some((code, line)) = &picker.defining {
        let sign = format!("{} :: ", state.facts.code(*code).name);
        let x = put(buffer, list.x, list.y, list.width / 2, &sign, look.heading());
        let room = list.right().saturating_sub(x).max(4);
        return draw_line(buffer, Rect::new(x, list.y, room, 1), line, look);
    }
    put(buffer, list.x, list.y, 2, look.glyph("›", ">"), look.heading());
    let shown = picker.rows.iter().filter(|r| !matches!(r, Row::Create(_))).count();
    let count = format!("{shown} of {} codes", state.facts.tree.len());
    let room = list.width.saturating_sub(count.len() as u16 + 4);
    put_right(buffer, list.right(), list.y, count.len() as u16, &count, look.quiet());
    draw_line(buffer, Rect::new(list.x + 2, list.y, room.max(4), 1), &picker.line, look)
}

/// Where the parts of the picker stand inside its box.
struct Parts {
    /// What is typed, and the rows.
    list: Rect,
    /// The rows alone.
    rows: Rect,
    /// Columns at the right for what is said of the chosen row; 0 when it stands below the rows.
    side: u16,
    /// What is said of it.
    about: Vec<String>,
}

fn parts(project: &Project, picker: &Picker, inner: Rect) -> Parts {
    let side = if inner.width >= 100 { inner.width / 2 } else { 0 };
    let list = Rect { width: inner.width - side, ..inner };
    let about = match picker.rows.get(picker.at) {
        Some(Row::Code(id, _) | Row::Alike(id)) => {
            explained(project, *id, if side > 2 { side - 2 } else { list.width }, if side > 0 { 12 } else { 3 })
        }
        Some(Row::Create(_)) => vec!["a/b nests · name :: text gives the definition at once".to_owned()],
        None => vec!["Type a name: it is made when it is new. a/b nests; name :: text defines.".to_owned()],
    };
    let below = if side > 0 { 0 } else { (about.len() as u16).min(list.height.saturating_sub(4)) };
    let rows = Rect { y: list.y + 1, height: list.height.saturating_sub(1 + below), ..list };
    Parts { list, rows, side, about }
}

/// The row of the picker in a cell of the screen.
pub fn row_at(project: &Project, picker: &Picker, area: Rect, cell: Position) -> Option<usize> {
    if area.width < 4 || area.height < 3 {
        return None;
    }
    let inner = Rect::new(area.x + 2, area.y + 1, area.width - 4, area.height - 2);
    let rows = parts(project, picker, inner).rows;
    let row = first_row(picker.at, picker.rows.len(), rows.height.into()) + usize::from(cell.y.checked_sub(rows.y)?);
    (rows.contains(cell) && row < picker.rows.len()).then_some(row)
}

/// A code's definition in a few lines, its name before it.
fn explained(project: &Project, id: crate::id::CodeId, width: u16, most: usize) -> Vec<String> {
    let text = definition(project, id, width, most);
    if text.is_empty() { vec!["no definition yet".to_owned()] } else { text.into_iter().map(|(_, l)| l).collect() }
}

fn draw_picker_rows(state: &State, picker: &Picker, area: Rect, buffer: &mut Buffer) {
    let look = state.look;
    let first = first_row(picker.at, picker.rows.len(), area.height.into());
    for (n, row) in picker.rows.iter().enumerate().skip(first).take(area.height.into()) {
        let y = area.y + (n - first) as u16;
        match row {
            Row::Code(id, _) | Row::Alike(id) => {
                let known = state.facts.code(*id);
                let gathered = picker.gathered.contains(&CodeSpec::Known(*id));
                let mark = if gathered { look.glyph("✓", "*") } else { " " };
                put(buffer, area.x, y, 1, mark, look.good());
                put(
                    buffer,
                    area.x + 2,
                    y,
                    1,
                    stripe(known.style, Part::First, look.ascii),
                    look.code(known.theme, known.colour),
                );
                let quick =
                    state.quick.iter().position(|q| *q == Some(*id)).map(|q| format!("{}", q + 1)).unwrap_or_default();
                let prefix = if matches!(row, Row::Alike(_)) { "similar: " } else { "" };
                let room = area.width.saturating_sub(14);
                let end = put(buffer, area.x + 4, y, room, &format!("{prefix}{}", known.path), look.text());
                if let Row::Code(_, Some(words)) = row {
                    let room = area.right().saturating_sub(end + 12);
                    put(buffer, end + 2, y, room, words, look.quiet());
                }
                put_right(buffer, area.right().saturating_sub(3), y, 6, &known.codings.to_string(), look.quiet());
                put_right(buffer, area.right(), y, 1, &quick, look.heading());
            }
            Row::Create(path) => {
                let path = join_path(crate::codebook::split_path(path).iter().map(String::as_str));
                let end =
                    put(buffer, area.x + 2, y, area.width.saturating_sub(4), &format!("+ create  {path}"), look.text());
                let place = if path.contains('/') { "under another code" } else { "top level" };
                let note = if picker.look_alike() { "something similar is there" } else { place };
                let room = area.right().saturating_sub(end + 3);
                put(buffer, end + 3, y, room, note, if picker.look_alike() { look.warn() } else { look.quiet() });
            }
        }
        if n == picker.at {
            tint(buffer, area.x, y, area.width, look.chosen());
        }
    }
}
