//! The screens that are lists: documents, codes, passages of a code, history.

use super::look::Look;
use super::paint::{Part, lines, put, put_right, stripe, tint};
use super::state::{Screen, State};
use super::{history, memos};
use crate::id::CodeId;
use crate::project::{Project, StepHead};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The first row shown, so that the chosen one is in sight with some before and after it.
pub fn first_row(at: usize, count: usize, height: usize) -> usize {
    at.saturating_sub(height / 2).min(count.saturating_sub(height))
}

/// Where the rows of the list stand, for the mouse.
pub fn rows_area(state: &State, body: Rect) -> Rect {
    let (headed, side) = match state.screen() {
        Screen::Documents(_) => (1, 0),
        Screen::Codes(_) if body.width >= 100 => (0, body.width * 2 / 5),
        Screen::Codes(_) => (0, 0),
        Screen::History(_) => return history::draw::parts(body).0,
        Screen::Memos(_) => return memos::parts(body).0,
        _ => (0, 0),
    };
    let headed = if body.height > 2 { headed } else { 0 };
    Rect { y: body.y + headed, height: body.height - headed, width: body.width - side, ..body }
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
        memos::draw_chosen(state, project, body, memos::parts(body).1, buffer);
    }
    if let Screen::History(_) = state.screen() {
        history::draw::draw_detail(state, body, history::draw::parts(body).1, buffer);
    }
    if let Screen::Codes(_) = state.screen() {
        let side = Rect { x: area.right(), width: body.width - area.width, ..body };
        if let (true, Some(code)) = (side.width > 0, state.codes().get(at)) {
            draw_definition(state, project, *code, side, buffer);
        }
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
        Screen::Codes(_) => {
            let all = state.codes();
            Box::new(move |buffer, area, row| draw_code(buffer, area, state, project, all[row]))
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

/// Which columns of the list of documents there is room for.
struct Documents {
    name: u16,
    case: u16,
    /// Turns, words, codings, coded.
    figures: &'static [(&'static str, u16)],
}

impl Documents {
    fn for_width(width: u16) -> Self {
        let figures: &'static [(&'static str, u16)] = match width {
            0..=39 => &[("coded", 7)],
            40..=69 => &[("words", 8), ("coded", 7)],
            _ => &[("turns", 7), ("words", 9), ("codings", 9), ("coded", 7)],
        };
        let taken: u16 = figures.iter().map(|f| f.1).sum();
        let left = width.saturating_sub(taken + 3);
        let case = if width >= 60 { left * 2 / 5 } else { 0 };
        Self { name: (left - case).min(60), case: case.min(50), figures }
    }

    fn head(&self, buffer: &mut Buffer, area: Rect, look: Look) {
        put(buffer, area.x + 1, area.y, self.name, "DOCUMENT", look.quiet());
        put(buffer, area.x + 2 + self.name, area.y, self.case, "CASE", look.quiet());
        let mut x = area.x + 3 + self.name + self.case;
        for (title, wide) in self.figures {
            x += wide;
            put_right(buffer, x.min(area.right()), area.y, *wide, &title.to_uppercase(), look.quiet());
        }
    }

    fn row(&self, buffer: &mut Buffer, area: Rect, state: &State, project: &Project, id: crate::id::DocumentId) {
        let look = state.look;
        let known = state.facts.document(id);
        let Some(document) = project.documents.get(&id) else { return };
        put(buffer, area.x + 1, area.y, self.name, &known.name, look.text());
        put(buffer, area.x + 2 + self.name, area.y, self.case, &known.cases, look.quiet());
        let mut x = area.x + 3 + self.name + self.case;
        for (title, wide) in self.figures {
            x += wide;
            let figure = match *title {
                "turns" => document.turns.to_string(),
                "words" => document.words.to_string(),
                "codings" => known.codings.to_string(),
                _ => format!("{}%", known.coded),
            };
            put_right(buffer, x.min(area.right()), area.y, *wide, &figure, look.text());
        }
    }
}

fn draw_code(buffer: &mut Buffer, area: Rect, state: &State, project: &Project, id: CodeId) {
    let (look, known) = (state.look, state.facts.code(id));
    let filtered = state.list().is_some_and(|l| !l.filter.text().is_empty());
    let indent = if filtered { 0 } else { 2 * known.depth.min(12) as u16 };
    let style = look.code(known.theme, known.colour);
    let x = put(buffer, area.x + 1 + indent, area.y, 2, stripe(known.style, Part::First, look.ascii), style) + 1;
    let name = if filtered { &known.path } else { &known.name };
    let figures = 18.min(area.width / 3);
    let room = area.right().saturating_sub(x + figures);
    let end = put(buffer, x, area.y, room, name, if known.depth == 0 { look.heading() } else { look.text() });
    let counts = format!("{:>5} in {:>3}", known.codings, known.documents);
    put_right(buffer, area.right().saturating_sub(1), area.y, figures, &counts, look.quiet());
    let definition = project.codebook.get(id).map(|c| if c.short.is_empty() { &c.definition } else { &c.short });
    let column = (area.x + 34).max(end + 2);
    if let Some(definition) = definition.filter(|_| column + figures + 12 < area.right()) {
        let room = area.right() - figures - column - 1;
        put(buffer, column, area.y, room, &super::facts::one_line(definition), look.quiet());
    }
}

/// Everything a code says of itself, as lines: a heading before each part.
pub fn definition(project: &Project, code: CodeId, width: u16, most: usize) -> Vec<(bool, String)> {
    let Some(code) = project.codebook.get(code) else { return Vec::new() };
    let parts = [
        ("", &code.short),
        ("", &code.definition),
        ("use when", &code.use_when),
        ("not when", &code.not_when),
        ("example", &code.example),
    ];
    let mut out = Vec::new();
    for (title, text) in parts.into_iter().filter(|(_, t)| !t.trim().is_empty()) {
        if !title.is_empty() {
            out.push((true, title.to_owned()));
        }
        out.extend(lines(text, width, most).into_iter().map(|l| (false, l)));
    }
    out.truncate(most);
    out
}

fn draw_definition(state: &State, project: &Project, code: CodeId, area: Rect, buffer: &mut Buffer) {
    let look = state.look;
    for y in area.top()..area.bottom() {
        put(buffer, area.x, y, 1, look.glyph("│", "|"), look.quiet());
    }
    let known = state.facts.code(code);
    let (x, width) = (area.x + 2, area.width.saturating_sub(3));
    put(buffer, x, area.y, width, &known.path, look.heading());
    let text = definition(project, code, width, usize::from(area.height.saturating_sub(2)));
    if text.is_empty() {
        put(buffer, x, area.y + 2, width, "no definition yet", look.quiet());
    }
    for (n, (heading, line)) in text.iter().enumerate() {
        put(buffer, x, area.y + 2 + n as u16, width, line, if *heading { look.quiet() } else { look.text() });
    }
}

fn draw_empty(state: &State, project: &Project, area: Rect, buffer: &mut Buffer) {
    let filtered = state.list().is_some_and(|l| !l.filter.text().is_empty());
    let words: &[&str] = match state.screen() {
        _ if filtered => &["Nothing here fits the filter. Esc shows everything again."],
        Screen::Documents(_) if project.documents.is_empty() => &[
            "This project has no documents yet.",
            "",
            "  I   bring transcripts in: a file, a folder, a pattern",
            "  O   look at the sample study: a coded study, all of it invented",
            "  ?   the keys",
        ],
        Screen::Codes(_) => &["No codes yet: they are made while coding, or with `casebook codes import FILE`."],
        Screen::Memos(_) => {
            &["No memos yet: m writes one on a passage, a code or a document; n here one on the study."]
        }
        _ => &["Nothing was done yet."],
    };
    let mut y = area.y + u16::from(area.height > 8);
    for line in words {
        let indent = if line.starts_with(' ') { 3 } else { 1 };
        for part in lines(line.trim(), area.width.saturating_sub(indent + 1), 3) {
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
        Screen::Codes(_) => "code",
        Screen::Memos(_) => "memo",
        _ => "step",
    };
    if count == 0 {
        return format!("no {what}s{narrowed}");
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
