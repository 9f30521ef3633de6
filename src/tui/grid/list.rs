//! The list of matrices: those that are saved, and those that were begun or altered and not saved.

use super::Grid;
use crate::case::natural;
use crate::matrix::Spec;
use crate::project::{Command, Project};
use crate::text::fold;
use crate::tui::lists::{first_row, moment};
use crate::tui::paint::{put, put_right, tint};
use crate::tui::state::{Screen, State};
use crate::tui::update::{Effect, open_screen};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Under which key a grid that was left unsaved is kept.
pub fn draft_key(grid: &Grid) -> String {
    grid.name.clone().unwrap_or_else(|| grid.spec.title.clone())
}

/// The names that the list shows.
pub fn names(state: &State, project: &Project) -> Vec<String> {
    let Screen::Matrices(list) = state.screen() else { return Vec::new() };
    let wanted = fold(list.filter.text().trim());
    let mut names: Vec<String> = project.matrices.values().map(|m| m.name.clone()).collect();
    names.extend(state.matrices.keys().filter(|k| !project.matrices.values().any(|m| m.name == **k)).cloned());
    names.retain(|n| wanted.is_empty() || fold(n).contains(&wanted));
    names.sort_by(|a, b| natural(a, b));
    names
}

fn saved<'a>(project: &'a Project, name: &str) -> Option<&'a crate::project::SavedMatrix> {
    project.matrices.values().find(|m| m.name == name)
}

/// Opens the chosen matrix, as it was left where it was altered.
pub fn open(state: &mut State, project: &Project) {
    let Some(name) = chosen(state, project) else { return };
    let kept = saved(project, &name).map(|m| Spec::parse(&m.spec));
    let (kept, fault) = match kept {
        Some(Ok(spec)) => (Some(spec), None),
        Some(Err(fault)) => (None, Some(super::fill::words_of(&fault))),
        None => (None, None),
    };
    // One that lies below the list comes up again as it was left.
    let below = state.screens.iter().position(|s| matches!(s, Screen::Grid(grid) if draft_key(grid) == name));
    if let Some(below) = below {
        let screen = state.screens.remove(below);
        state.matrices.remove(&name);
        return open_screen(state, screen);
    }
    let draft = state.matrices.remove(&name);
    let is_saved = saved(project, &name).is_some();
    match draft.or_else(|| kept.clone()) {
        Some(spec) => {
            open_screen(state, Screen::Grid(Box::new(Grid::new(spec, Some(name).filter(|_| is_saved), kept))))
        }
        None => state.say(false, fault.unwrap_or_default()),
    }
}

/// Keeps a matrix that is left and was altered or never saved: it is in the list until one quits.
pub fn keep(state: &mut State, screen: &Screen) {
    if let Screen::Grid(grid) = screen
        && grid.altered()
    {
        state.matrices.insert(draft_key(grid), grid.spec.clone());
        state.say(true, "left unsaved: the matrix is in the list until you quit");
    }
}

fn chosen(state: &State, project: &Project) -> Option<String> {
    let at = state.list()?.at;
    names(state, project).into_iter().nth(at)
}

/// Takes the chosen matrix away: what was altered in it first, then what is saved.
pub fn remove(state: &mut State, project: &Project) -> Vec<Effect> {
    let Some(name) = chosen(state, project) else { return Vec::new() };
    if state.matrices.remove(&name).is_some() {
        state.say(true, format!("let go what was not saved of “{name}”"));
        return Vec::new();
    }
    vec![Effect::Run(Command::RemoveMatrix(name), Vec::new())]
}

/// Draws the list, and gives the cell of the chosen row.
pub fn draw_list(state: &State, project: &Project, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let look = state.look;
    let names = names(state, project);
    let at = state.list()?.at.min(names.len().checked_sub(1)?);
    let first = first_row(at, names.len(), area.height.into());
    let name_wide = (area.width / 3).max(12);
    for (n, name) in names.iter().enumerate().skip(first).take(area.height.into()) {
        let y = area.y + (n - first) as u16;
        put(buffer, area.x + 1, y, name_wide, &crate::tui::facts::one_line(name), look.text());
        let one = saved(project, name);
        let title = match (one, state.matrices.get(name)) {
            (_, Some(spec)) => spec.title.clone(),
            (Some(one), None) => Spec::parse(&one.spec).map(|s| s.title).unwrap_or_default(),
            (None, None) => String::new(),
        };
        let when = one.map(|m| moment(m.at)).unwrap_or_else(|| "not saved".to_owned());
        let altered = one.is_some() && state.matrices.contains_key(name);
        let when = if altered { "altered, not saved".to_owned() } else { when };
        let wide = if area.width >= 60 { 19 } else { 0 };
        put_right(buffer, area.right().saturating_sub(1), y, wide, &when, look.quiet());
        let x = area.x + 2 + name_wide;
        let room = area.right().saturating_sub(x + wide + 2);
        put(buffer, x, y, room, &crate::tui::facts::one_line(&title), look.quiet());
        if n == at {
            tint(buffer, area.x, y, area.width, look.chosen());
        }
    }
    Some(Position::new(area.x, area.y + (at - first) as u16))
}
