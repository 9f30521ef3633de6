//! The screens that are lists: documents, passages of a code, history.

pub use super::codebook::definition;
pub use super::history::draw::moment;

use super::documents::Documents;
use super::paint::{lines, put, tint};
use super::state::{Screen, State};
use super::{history, memos};
use crate::project::{Project, StepHead};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The first row shown, so that the chosen one is in sight with some before and after it.
pub fn first_row(at: usize, count: usize, height: usize) -> usize {
    at.saturating_sub(height / 2).min(count.saturating_sub(height))
}

/// Where the rows of the list stand, for the mouse.
pub fn rows_area(state: &State, body: Rect) -> Rect {
    let headed = match state.screen() {
        Screen::Documents(_) => 1,
        Screen::Codes(_) => return super::codebook::rows_area(body, state.zoom),
        Screen::History(_) => return history::draw::parts(body, state.zoom).0,
        Screen::Memos(_) => return memos::parts(body, state.zoom).0,
        _ => 0,
    };
    let headed = if body.height > 2 { headed } else { 0 };
    Rect { y: body.y + headed, height: body.height - headed, ..body }
}

/// Draws the list, and gives the cell of the chosen row.
pub fn draw(state: &State, project: &Project, body: Rect, buffer: &mut Buffer) -> Option<Position> {
    let list = state.list()?;
    let count = state.row_count(project);
    let area = rows_area(state, body);
    if count == 0 {
        draw_empty(state, project, area, buffer);
        return None;
    }
    if matches!(state.screen(), Screen::Documents(_)) && area.y > body.y {
        Documents::for_width(area.width).head(buffer, body, state.look);
    }
    match state.screen() {
        Screen::Codes(_) => return super::codebook::draw(state, project, body, buffer),
        Screen::Matrices(_) => return super::grid::draw_list(state, project, area, buffer),
        _ => {}
    }
    let at = list.at.min(count - 1);
    let first = first_row(at, count, area.height.into());
    let draw_one = row_drawer(state, project);
    for (n, row) in (first..count).take(area.height.into()).enumerate() {
        let y = area.y + n as u16;
        draw_one(buffer, Rect { y, height: 1, ..area }, row);
        if row == at {
            tint(buffer, area.x, y, area.width, state.look.chosen());
        }
    }
    if let Screen::Memos(_) = state.screen() {
        memos::draw_chosen(state, project, body, memos::parts(body, state.zoom).1, buffer);
    }
    if let Screen::History(_) = state.screen() {
        history::draw::draw_detail(state, body, history::draw::parts(body, state.zoom).1, buffer);
    }
    Some(Position::new(area.x, area.y + (at - first) as u16))
}

type DrawRow<'a> = Box<dyn Fn(&mut Buffer, Rect, usize) + 'a>;

fn row_drawer<'a>(state: &'a State, project: &'a Project) -> DrawRow<'a> {
    let look = state.look;
    match state.screen() {
        Screen::Documents(_) => {
            let all = state.documents();
            Box::new(move |buffer, area, row| {
                Documents::for_width(area.width).row(buffer, area, state, project, all[row])
            })
        }
        Screen::Memos(_) => {
            let all: Vec<crate::id::MemoId> = memos::shown(state, project).iter().map(|m| m.id).collect();
            Box::new(move |buffer, area, row| memos::draw_row(state, project, all[row], area, buffer))
        }
        _ => {
            let all: Vec<StepHead> = state.steps().into_iter().cloned().collect();
            Box::new(move |buffer, area, row| history::draw::draw_step(buffer, area, &all[row], project, look))
        }
    }
}

/// How far the coding of the study has come: `lena · 41 codings · coded 12%`.
pub fn progress(state: &State, project: &Project) -> String {
    let (mut coded, mut all) = (0u64, 0u64);
    for document in project.documents.values() {
        all += u64::from(document.characters);
        coded += u64::from(document.characters) * u64::from(state.facts.document(document.id).coded);
    }
    let share = coded.checked_div(all).unwrap_or(0);
    let share = if coded > 0 { share.max(1) } else { 0 };
    format!("{} · {} codings · coded {share}%", state.coder, state.facts.codings)
}

fn draw_empty(state: &State, project: &Project, area: Rect, buffer: &mut Buffer) {
    let filtered = state.list().is_some_and(|l| !l.filter.text().is_empty());
    let words: &[&str] = match state.screen() {
        _ if filtered => &["Nothing here fits the filter. Esc shows everything again."],
        Screen::Documents(_) if project.documents.is_empty() => &[
            "This project has no documents yet.",
            "",
            "  ‹import›   bring transcripts in: a file, a folder, a pattern",
            "  ‹open the sample›   look at the sample study: a coded study, all of it invented",
            "  ‹keys›   the keys",
        ],
        Screen::Codes(_) => {
            &["No codes yet: ‹new code› makes one; they are made while coding, or with `casebook codes import FILE`."]
        }
        Screen::Matrices(_) => &["No matrices yet: ‹new matrix› builds one by three questions."],
        Screen::Memos(_) => &[
            "No memos yet: ‹memo› writes one on a passage, a code or a document; ‹memo on the study› here one on the study.",
        ],
        _ => &["Nothing was done yet."],
    };
    let mut y = area.y + u16::from(area.height > 8);
    for line in words {
        let indent = if line.starts_with(' ') { 3 } else { 1 };
        for part in lines(state.told(line).trim(), area.width.saturating_sub(indent + 1), 3) {
            if y >= area.bottom() {
                return;
            }
            put(buffer, area.x + indent, y, area.width.saturating_sub(indent), &part, state.look.text());
            y += 1;
        }
    }
}

/// What is said of the chosen row.
pub fn status(state: &State, project: &Project) -> String {
    let (count, at) = (state.row_count(project), state.list().map_or(0, |l| l.at + 1));
    let filter = state.list().map(|l| l.filter.text()).filter(|f| !f.is_empty());
    let narrowed = filter.map(|f| format!(" · filter “{f}”")).unwrap_or_default();
    let what = match state.screen() {
        Screen::Documents(_) => "document",
        Screen::Matrices(_) => "matrix",
        Screen::Memos(_) => "memo",
        _ => "step",
    };
    if count == 0 {
        return format!("no {}{narrowed}", if what == "matrix" { "matrices".to_owned() } else { format!("{what}s") });
    }
    format!("{what} {at} of {count}{narrowed}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_row_is_always_in_sight() {
        for count in 1..40 {
            for height in 1..20 {
                for at in 0..count {
                    let first = first_row(at, count, height);
                    assert!(first <= at && at < first + height, "{at} of {count} in {height}");
                }
            }
        }
    }
}
