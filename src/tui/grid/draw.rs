use super::lattice::{GAP, Lattice, Scroll, Shown, fitting, follow, put_words};
use super::{Grid, heat, show};
use crate::matrix::State as CellState;
use crate::memo::Verdict;
use crate::project::count;
use crate::tui::lists::first_row;
use crate::tui::look::Look;
use crate::tui::paint::{lines, put, put_right, rule, tint};
use crate::tui::state::State;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::ops::Range;

/// The grid, and below it the pane when it is open.
fn parts(grid: &Grid, body: Rect) -> (Rect, Rect) {
    let wanted = if grid.pane.is_none() { 0 } else { (body.height * 2 / 5).clamp(4, 18) };
    let below = wanted.min(body.height.saturating_sub(5));
    let top = Rect { height: body.height - below, ..body };
    (top, Rect { y: top.bottom(), height: below, ..body })
}

/// Most rows of the screen for one row of the table.
fn tallest(body: Rect) -> u16 {
    if body.height >= 16 { 3 } else { 1 }
}

/// Hands a lattice over this grid to somebody.
fn with_lattice<T>(grid: &Grid, body: Rect, look: Look, act: impl FnOnce(&Lattice<'_>) -> T) -> T {
    let items = grid.items();
    let label_width = grid.label_width.min(usize::from(body.width / 4).max(8)) as u16;
    let shade =
        |n: usize| grid.row(n).and_then(|r| r.group).and_then(|g| grid.table.groups.get(g)).map_or(0, |g| g.shade);
    let row = |n: usize| match grid.row(n) {
        Some(row) => (row.label.clone(), show::shade_sign(shade(n), look), look.text()),
        None => ("all".to_owned(), " ", look.quiet()),
    };
    let group = |n: usize| match grid.table.groups.get(n) {
        Some(group) => {
            let members = (0..grid.order.len()).filter(|r| grid.row(*r).is_some_and(|r| r.group == Some(n))).count();
            let sign = show::shade_sign(group.shade, look);
            (
                format!("{sign} {} ({members})", crate::tui::facts::one_line(&group.name)),
                show::shade_style(group.shade, look),
            )
        }
        None => (String::new(), Style::new()),
    };
    let shaded = heat::is_on(grid, look);
    let cell = |r: usize, c: usize| match grid.cell(r, c) {
        // A total that adds nothing up is left empty: a dot would say that nothing was found.
        Some(cell) if r >= grid.order.len() && cell.value.is_empty() => Shown::default(),
        // A total of cells of which none was coded says nothing either.
        Some(_) if grid.is_uncoded_total(r, c) => {
            Shown { text: "?".to_owned(), style: look.quiet(), right: true, ..Shown::default() }
        }
        Some(cell) => {
            let shown = show::shown(cell, show::of_values(grid, r, c), look);
            match (shaded, grid.order.get(r)) {
                (true, Some(of)) if c < grid.table.columns.len() => {
                    heat::shade(shown, grid, cell, grid.table.measure(*of, c), look)
                }
                _ => shown,
            }
        }
        None => Shown::default(),
    };
    let numeric = |c: usize| grid.numeric.get(c).copied().unwrap_or(false);
    act(&Lattice {
        label: &grid.table.label,
        label_width,
        columns: &grid.columns,
        bands: &grid.bands,
        numeric: &numeric,
        items: &items,
        tallest: tallest(body),
        row: &row,
        group: &group,
        cell: &cell,
        chosen: (grid.list.at, Some(grid.column)),
        look,
    })
}

/// How many whole columns are in sight.
pub fn columns_in_sight(grid: &Grid, body: Rect) -> usize {
    let (area, _) = parts(grid, body);
    with_lattice(grid, area, Look::default(), |l| fitting(&grid.columns, grid.scroll.left, l.room(area)))
}

/// Scrolls so that the chosen cell is in sight, by as little as will do.
pub fn settle(grid: &mut Grid, body: Rect) {
    if grid.columns.is_empty() {
        return;
    }
    let (area, _) = parts(grid, body);
    let room = with_lattice(grid, area, Look::default(), |l| l.room(area));
    show::narrowest(grid);
    show::spread(&mut grid.columns, &grid.wanted, GAP, room);
    let scroll = with_lattice(grid, area, Look::default(), |l| Scroll {
        left: follow(&grid.columns, grid.scroll.left, grid.column, l.room(area)),
        top: l.follow_row(grid.scroll.top, area),
    });
    grid.scroll = scroll;
    // Where not all columns fit, those in sight share what the next one leaves free.
    let end = (scroll.left + fitting(&grid.columns, scroll.left, room)).min(grid.columns.len());
    let upto = end.min(grid.wanted.len());
    if scroll.left < upto {
        let beside: u16 = grid.columns[upto..end].iter().map(|(_, w)| w + GAP).sum();
        let seen = scroll.left..upto;
        show::spread(&mut grid.columns[seen.clone()], &grid.wanted[seen], GAP, room.saturating_sub(beside));
    }
}

/// The row and column at a place of the screen.
pub fn cell_at(grid: &Grid, body: Rect, look: Look, x: u16, y: u16) -> Option<(usize, Option<usize>)> {
    let (area, _) = parts(grid, body);
    with_lattice(grid, area, look, |l| l.at(grid.scroll, area, x, y))
}

/// The passage of the pane at a row of the screen.
pub fn passage_at(grid: &Grid, body: Rect, y: u16) -> Option<usize> {
    let (_, pane) = parts(grid, body);
    let list = list_area(grid, pane);
    if y < list.y || y >= list.bottom() {
        return None;
    }
    let (at, count) = (grid.pane.as_ref()?.at, grid.seen.as_ref()?.entries.len());
    let row = first_row(at, count, list.height.into()) + usize::from(y - list.y);
    Some(row).filter(|r| *r < count)
}

/// The passages of the pane that stand on the screen, and a few before and after them.
pub fn passages_in_sight(grid: &Grid, body: Rect) -> Range<usize> {
    let (_, pane) = parts(grid, body);
    let height = usize::from(list_area(grid, pane).height);
    let (at, count) = (grid.pane.as_ref().map_or(0, |p| p.at), grid.seen.as_ref().map_or(0, |s| s.entries.len()));
    let first = first_row(at, count, height);
    first.saturating_sub(2)..(first + height + 2).min(count)
}

/// Draws the grid with its pane, and gives the cell of the focus.
pub fn draw(state: &State, grid: &Grid, body: Rect, buffer: &mut Buffer) -> Option<Position> {
    let look = state.look;
    let (mut area, pane) = parts(grid, body);
    if let Some(fault) = &grid.fault {
        for (n, line) in lines(fault, body.width.saturating_sub(2), 3).iter().enumerate() {
            put(buffer, body.x + 1, area.y, body.width.saturating_sub(2), line, look.warn());
            if n < 3 && area.height > 4 {
                area = Rect { y: area.y + 1, height: area.height - 1, ..area };
            }
        }
    } else if grid.row_count() == 0 {
        let words = if grid.list.filter.text().is_empty() {
            "This matrix has no rows."
        } else {
            "No row fits the filter. Esc shows all rows again."
        };
        put(buffer, body.x + 1, area.y, body.width, words, look.text());
        return None;
    }
    // What lies over the grid may have taken rows since it was last scrolled.
    let scroll = with_lattice(grid, area, look, |l| Scroll { top: l.follow_row(grid.scroll.top, area), ..grid.scroll });
    let focus = with_lattice(grid, area, look, |l| l.draw(scroll, area, buffer));
    let at_passage = if pane.height > 1 { draw_pane(state, grid, pane, buffer) } else { None };
    if grid.in_pane() { at_passage.or(focus) } else { focus }
}

/// What is said above the passages: the phrase, and what is to be said of it.
fn phrase_lines(grid: &Grid, width: u16) -> Vec<(String, bool)> {
    let Some(seen) = &grid.seen else { return Vec::new() };
    let mut out = Vec::new();
    match seen.essence.as_ref().map(|e| &e.verdict) {
        Some(Verdict::Phrase(phrase)) => out.extend(lines(phrase, width, 3).into_iter().map(|l| (l, false))),
        Some(Verdict::NotApplicable(why)) => out.push((format!("does not apply: {why}"), false)),
        None => {}
    }
    if let (Some(essence), Some(target)) = (&seen.essence, &seen.target)
        && matches!(essence.verdict, Verdict::Phrase(_))
    {
        let new = target.basis.iter().filter(|p| !essence.basis.contains(p)).count();
        let gone = essence.basis.iter().filter(|p| !target.basis.contains(p)).count();
        if target.basis.is_empty() {
            out.push(("no passage stands behind the phrase any more".to_owned(), true));
        } else if new + gone > 0 {
            let moved = match (new, gone) {
                (new, 0) => format!("{} came", count(new, "passage")),
                (0, gone) => format!("{} went", count(gone, "passage")),
                (new, gone) => format!("{} came and {gone} went", count(new, "passage")),
            };
            out.push((format!("since it was written {moved}: ‹write phrase› writes it anew"), true));
        }
    }
    out.extend(seen.fault.iter().map(|f| (f.clone(), true)));
    out
}

/// Where the passages stand in the pane.
fn list_area(grid: &Grid, pane: Rect) -> Rect {
    let above = (phrase_lines(grid, pane.width.saturating_sub(4)).len() as u16 + 1).min(pane.height);
    let quote = if grid.in_pane() && pane.height >= above + 6 { 3 } else { 0 };
    Rect { y: pane.y + above, height: pane.height - above - quote, ..pane }
}

fn draw_pane(state: &State, grid: &Grid, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let look = state.look;
    rule(buffer, area, area.y, look);
    let (seen, pane) = (grid.seen.as_ref()?, grid.pane.as_ref()?);
    let title = format!(" EVIDENCE  {} ", grid.cell_name());
    let style = if pane.focused { look.heading() } else { look.quiet() };
    let end = put(buffer, area.x + 1, area.y, area.width.saturating_sub(2), &title, style);
    put_right(
        buffer,
        area.right().saturating_sub(1),
        area.y,
        area.right().saturating_sub(end + 3),
        &format!(" {} ", facts(grid)),
        look.quiet(),
    );
    let above = phrase_lines(grid, area.width.saturating_sub(4));
    for (n, (line, warning)) in above.iter().enumerate().take(usize::from(area.height - 1)) {
        let style = if *warning { look.warn() } else { look.heading() };
        let at = Rect { x: area.x + 2, y: area.y + 1 + n as u16, width: area.width.saturating_sub(4), height: 1 };
        put_words(buffer, at, &state.told(line), style, look, false);
    }
    let list = list_area(grid, area);
    if seen.entries.is_empty() {
        put(buffer, list.x + 2, list.y, list.width.saturating_sub(2), "no passage is behind this cell", look.quiet());
        return None;
    }
    let mut focus = None;
    let first = first_row(pane.at, seen.entries.len(), list.height.into());
    let place_wide = (list.width / 4).clamp(10, 26);
    for n in (first..seen.entries.len()).take(list.height.into()) {
        let Some(one) = seen.opened.get(&n) else { continue };
        let y = list.y + (n - first) as u16;
        let chosen = seen.essence.as_ref().is_some_and(|e| e.evidence != e.basis && e.evidence.contains(&one.passage));
        let mark = match (pane.marks.contains(&one.passage), chosen) {
            (true, _) => look.glyph("✓", "*"),
            (false, true) => look.glyph("●", "+"),
            _ => " ",
        };
        put(buffer, list.x, y, 1, mark, look.good());
        put(
            buffer,
            list.x + 2,
            y,
            place_wide,
            &crate::tui::facts::one_line(&format!("{} {}", one.document, one.place)),
            look.quiet(),
        );
        let x = list.x + 3 + place_wide;
        let telling = if one.telling { "! " } else { "" };
        let quote = crate::tui::facts::one_line(&format!("{telling}{}", one.quote));
        put_words(
            buffer,
            Rect { x, y, width: list.right().saturating_sub(x), height: 1 },
            &quote,
            look.text(),
            look,
            false,
        );
        if n == pane.at {
            let style = if pane.focused { look.chosen() } else { look.marked() };
            tint(buffer, list.x, y, list.width, style);
            focus = Some(Position::new(list.x, y));
        }
    }
    draw_quote(grid, look, Rect { y: list.bottom(), height: area.bottom() - list.bottom(), ..area }, buffer);
    focus
}

/// The whole of the chosen passage, as far as there is room, and what is coded there.
fn draw_quote(grid: &Grid, look: Look, area: Rect, buffer: &mut Buffer) {
    let Some(one) = grid.reading().filter(|_| area.height >= 2) else { return };
    let speaker = one.speaker.as_deref().map(|s| format!("{s} · ")).unwrap_or_default();
    let words = crate::tui::facts::one_line(&format!("{speaker}{} · {}", one.codes.join(", "), one.coders.join(", ")));
    put(buffer, area.x + 2, area.y, area.width.saturating_sub(4), &words, look.quiet());
    let at = Rect { x: area.x + 2, y: area.y + 1, width: area.width.saturating_sub(4), height: area.height - 1 };
    put_words(buffer, at, &crate::tui::facts::one_line(&one.quote), look.text(), look, false);
}

/// `5 passages · 214 words`.
fn facts(grid: &Grid) -> String {
    let Some(seen) = &grid.seen else { return String::new() };
    let apart = seen.entries.windows(2).all(|two| two[0].passage != two[1].passage);
    let noun = if apart { "passage" } else { "coding" };
    let mut parts = vec![count(seen.entries.len(), noun), count(seen.words, "word")];
    if let Some(pane) = grid.pane.as_ref().filter(|p| !p.marks.is_empty()) {
        parts.push(format!("{} marked", pane.marks.len()));
    }
    parts.join(" · ")
}

/// What the header says at the left after the study, and at the right.
pub fn header(grid: &Grid, look: Look, body: Rect) -> (String, String) {
    let arrow = look.glyph(" ▸ ", " > ");
    let name = grid.name.clone().unwrap_or_else(|| grid.spec.title.clone());
    let altered = match (grid.name.is_some(), grid.altered()) {
        (false, _) => "not saved · ",
        (true, true) => "altered · ",
        _ => "",
    };
    let seen = columns_in_sight(grid, body);
    let all = grid.column_count();
    let last = (grid.scroll.left + seen).min(all);
    let columns = if all == 0 {
        String::new()
    } else if last - grid.scroll.left < all {
        format!("columns {}–{last} of {all} · ", grid.scroll.left + 1)
    } else {
        format!("{} · ", count(all, "column"))
    };
    let rows = match (grid.order.len(), grid.table.rows.len()) {
        (shown, all) if shown == all => count(all, "row"),
        (shown, all) => format!("{shown} of {} rows", all),
    };
    let cells = super::shape::measure(&grid.spec).map(|m| format!("{} · ", m.word())).unwrap_or_default();
    (format!("{arrow}{}", crate::tui::facts::one_line(&name)), format!("{altered}{cells}{columns}{rows}"))
}

/// What the status line says: the chosen cell in words.
pub fn status(grid: &Grid) -> String {
    let Some(cell) = grid.chosen() else { return "no cell".to_owned() };
    let what = match cell.state {
        CellState::NotCoded => "not coded yet: nothing can be said".to_owned(),
        CellState::NotApplicable => "does not apply".to_owned(),
        _ if grid.is_uncoded_total(grid.list.at, grid.column) => "not coded yet: nothing can be said".to_owned(),
        CellState::None if show::of_values(grid, grid.list.at, grid.column) => "no value".to_owned(),
        CellState::None => "examined, nothing found".to_owned(),
        CellState::Evidence => {
            let passages = count(cell.number.unwrap_or_default() as usize, "passage");
            format!("{passages}, no phrase yet: ‹write phrase› writes one")
        }
        CellState::Undefined => {
            "cannot be worked out: there is nothing to divide by, or nothing that varies".to_owned()
        }
        CellState::Stale => format!("stale, the evidence has changed: {}", cell.value),
        CellState::Unsupported => format!("unsupported, no passage is behind it: {}", cell.value),
        _ => {
            let unit = grid.heading(grid.column).map_or("", |c| c.measure);
            let unit = if cell.number == Some(1.0) { unit.trim_end_matches('s') } else { unit };
            if cell.number.is_some() && unit != "value" { format!("{} {unit}", cell.value) } else { cell.value.clone() }
        }
    };
    let mut parts = vec![format!("{}: {}", grid.cell_name(), crate::tui::facts::one_line(&what))];
    let filter = grid.list.filter.text();
    if !filter.is_empty() {
        let totals = if grid.row_count() > grid.order.len() { ", totals are of all rows" } else { "" };
        parts.push(format!("filter “{filter}”{totals}"));
    }
    parts.extend(grid.kept_words().map(|words| format!("rows in which {words}")));
    if let Some(query) = &grid.spec.filter {
        parts.push(format!("where {}", crate::tui::facts::one_line(query)));
    }
    if !grid.table.warnings.is_empty() {
        parts.push(crate::tui::facts::one_line(&grid.table.warnings[0]));
    }
    parts.join(" · ")
}
