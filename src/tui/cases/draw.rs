use super::{Cases, Column, chosen, chosen_column, columns, progress, rows, value};
use crate::case::AttributeKind;
use crate::id::CaseId;
use crate::memo::About;
use crate::project::{Project, count};
use crate::tui::grid::lattice::{Item, Lattice, Scroll, Shown, fitting, follow};
use crate::tui::layout::frame;
use crate::tui::look::Look;
use crate::tui::paint;
use crate::tui::state::{Screen, State};
use crate::tui::update::Effect;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Words run no wider than this in a column.
const WIDEST: usize = 28;

fn title(project: &Project, column: Column) -> String {
    match column {
        Column::Name => "case".to_owned(),
        Column::Documents => "documents".to_owned(),
        Column::Codings => "codings".to_owned(),
        Column::Coded => "coded".to_owned(),
        Column::Clearance => "clearance".to_owned(),
        Column::Alias => "alias".to_owned(),
        Column::Attribute(id) => {
            project.attributes.get(&id).map(|a| crate::tui::facts::one_line(&a.name)).unwrap_or_default()
        }
    }
}

fn is_number(project: &Project, column: Column) -> bool {
    match column {
        Column::Documents | Column::Codings | Column::Coded => true,
        Column::Attribute(id) => project.attributes.get(&id).is_some_and(|a| a.kind == AttributeKind::Number),
        _ => false,
    }
}

/// Hands a lattice over the cases to somebody. The name is its row label, the other columns are its columns.
fn with_lattice<T>(
    state: &State,
    project: &Project,
    body: Rect,
    act: impl FnOnce(&Lattice<'_>, &Cases) -> T,
) -> Option<T> {
    let Screen::Cases(cases) = state.screen() else { return None };
    let (look, rows) = (state.look, rows(state, project));
    let all: Vec<Column> = columns(project).into_iter().skip(1).collect();
    let of = |row: usize| rows.get(row).and_then(|id| project.cases.get(id));
    let texts: Vec<Vec<String>> = rows
        .iter()
        .filter_map(|id| project.cases.get(id))
        .map(|case| all.iter().map(|c| value(state, project, case, *c)).collect())
        .collect();
    let widths: Vec<(String, u16)> = (0..)
        .zip(&all)
        .map(|(n, c): (usize, &Column)| {
            let title = title(project, *c);
            let cells = texts.iter().map(|row| paint::columns(&row[n])).max().unwrap_or(1);
            let wide = cells.max(paint::columns(&title)).clamp(3, WIDEST) as u16;
            (title, wide)
        })
        .collect();
    let items: Vec<Item> = (0..rows.len()).map(Item::Row).collect();
    let widest = (0..rows.len()).filter_map(of).map(|c| paint::columns(&c.name)).max().unwrap_or(4);
    let memo = |id: CaseId| project.memos.values().any(|m| m.about == About::Case(id));
    let row = |n: usize| match of(n) {
        Some(case) => {
            let sign = if memo(case.id) { look.glyph("✎", "m") } else { " " };
            (case.name.clone(), sign, look.text())
        }
        None => (String::new(), " ", look.text()),
    };
    let cell = |r: usize, c: usize| {
        let text = texts.get(r).and_then(|row| row.get(c)).cloned().unwrap_or_default();
        let number = is_number(project, all[c]);
        if text.is_empty() {
            return Shown { text: look.glyph("—", "-").to_owned(), style: look.quiet(), ..Shown::default() };
        }
        Shown { text, style: look.text(), right: number, ..Shown::default() }
    };
    let numeric = |c: usize| is_number(project, all[c]);
    let group = |_: usize| (String::new(), look.text());
    let lattice = Lattice {
        label: "case",
        label_width: widest.clamp(8, usize::from(body.width / 3).max(8)) as u16,
        columns: &widths,
        bands: &[],
        numeric: &numeric,
        items: &items,
        tallest: 1,
        row: &row,
        group: &group,
        cell: &cell,
        chosen: (cases.list.at, cases.column.checked_sub(1)),
        look,
    };
    Some(act(&lattice, cases))
}

/// How many whole columns are in sight.
pub fn columns_in_sight(state: &State, project: &Project, body: Rect) -> usize {
    with_lattice(state, project, body, |l, cases| fitting(l.columns, cases.scroll.left, l.room(body))).unwrap_or(1)
}

/// Scrolls so that the chosen cell is in sight, by as little as will do.
pub fn settle(state: &mut State, project: &Project) {
    let body = frame(state.size).body;
    let last = columns(project).len() - 1;
    if let Screen::Cases(cases) = state.screen_mut() {
        cases.column = cases.column.min(last);
    }
    let scroll = with_lattice(state, project, body, |l, cases| {
        let column = cases.column.saturating_sub(1);
        Scroll {
            left: follow(l.columns, cases.scroll.left, column, l.room(body)),
            top: l.follow_row(cases.scroll.top, body),
        }
    });
    if let (Some(scroll), Screen::Cases(cases)) = (scroll, state.screen_mut()) {
        cases.scroll = scroll;
    }
    if matches!(state.screen(), Screen::Cases(_)) {
        state.case_in_hand = chosen(state, project);
    }
}

/// Draws the table, and gives the cell of the focus.
pub fn draw(state: &State, project: &Project, body: Rect, buffer: &mut Buffer) -> Option<Position> {
    let look: Look = state.look;
    let Screen::Cases(cases) = state.screen() else { return None };
    if rows(state, project).is_empty() {
        let words = if cases.list.filter.text().is_empty() {
            "No cases yet: ‹new case› makes one; documents that are brought in can make theirs."
        } else {
            "No case fits the filter. Esc shows all again."
        };
        paint::put(buffer, body.x + 1, body.y, body.width.saturating_sub(1), &state.told(words), look.text());
        return None;
    }
    with_lattice(state, project, body, |l, cases| {
        // What lies over the table may have taken rows since it was last scrolled.
        let scroll = Scroll { top: l.follow_row(cases.scroll.top, body), ..cases.scroll };
        l.draw(scroll, body, buffer)
    })
    .flatten()
}

/// Takes a click in: chooses the cell, and edits or opens it when it was chosen already.
pub fn press(state: &mut State, project: &Project, x: u16, y: u16) -> Vec<Effect> {
    let body = frame(state.size).body;
    let hit = with_lattice(state, project, body, |l, cases| l.at(cases.scroll, body, x, y)).flatten();
    let (Some((row, column)), Screen::Cases(cases)) = (hit, state.screen_mut()) else { return Vec::new() };
    let column = column.map_or(0, |c| c + 1);
    let again = cases.list.at == row && cases.column == column;
    (cases.list.at, cases.column) = (row, column);
    if again { super::act(state, project, super::CaseAct::Go) } else { Vec::new() }
}

/// What the header says at the left after the study, and at the right.
pub fn header(state: &State, project: &Project) -> (String, String) {
    let arrow = state.look.glyph(" ▸ ", " > ");
    let (shown, all) = (rows(state, project).len(), project.cases.len());
    let cases = if shown == all { count(all, "case") } else { format!("{shown} of {all} cases") };
    (format!("{arrow}cases"), format!("{cases} · {}", count(project.attributes.len(), "attribute")))
}

/// What the status line says: the chosen cell in words.
pub fn status(state: &State, project: &Project) -> String {
    let Some(case) = chosen(state, project).and_then(|id| project.cases.get(&id)) else {
        return "no cases".to_owned();
    };
    let column = chosen_column(state, project);
    let name = crate::tui::facts::one_line(&case.name);
    let mut parts = match column {
        Column::Name => {
            let (codings, coded) = progress(state, project, case.id);
            vec![name, format!("{}, coded {coded}%", count(codings, "coding"))]
        }
        _ => {
            let text = value(state, project, case, column);
            let text = if text.is_empty() { "no value".to_owned() } else { text };
            vec![format!("{name}: {} {text}", title(project, column))]
        }
    };
    if let Column::Attribute(id) = column
        && let Some(attribute) = project.attributes.get(&id)
    {
        parts.push(attribute.kind.word().to_owned());
    }
    let documents: Vec<String> =
        super::documents(state, project, case.id).iter().map(|d| state.facts.document(*d).name).collect();
    if !documents.is_empty() {
        parts.push(documents.join(", "));
    }
    parts.join(" · ")
}
