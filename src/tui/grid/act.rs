use super::{Grid, Pane, build, draw, heat, phrase, shape};
use crate::coding::Passage;
use crate::id::CodingId;
use crate::project::{Command, Project};
use crate::tui::action::Act;
use crate::tui::layout::frame;
use crate::tui::state::{Screen, State};
use crate::tui::update::{Effect, open_screen};

/// What can be done with matrices.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the table of actions says what each one is")]
pub enum GridAct {
    List,
    New,
    Drop,
    Left,
    Right,
    LeftPage,
    RightPage,
    Evidence,
    Pane,
    NextPassage,
    PrevPassage,
    Choose,
    Read,
    Measure,
    ChooseMeasure,
    Sort,
    Group,
    Flip,
    Expand,
    Fold,
    Totals,
    Frequencies,
    Shade,
    Where,
    AddColumn,
    DropColumn,
    Phrase,
    NotApplicable,
    ClearPhrase,
    NextWanting,
    PrevWanting,
    PhraseHistory,
    Save,
    Command,
    Export,
}

/// Does what a row of the table says.
pub fn act(state: &mut State, project: &Project, act: GridAct) -> Vec<Effect> {
    match act {
        GridAct::List => {
            let altered = state.grid().filter(|g| g.altered()).map(|g| (super::list::draft_key(g), g.spec.clone()));
            state.matrices.extend(altered);
            open_screen(state, Screen::Matrices(crate::tui::state::List::default()));
            return Vec::new();
        }
        GridAct::New => {
            build::ask_rows(state, project);
            return Vec::new();
        }
        GridAct::Drop => return super::list::remove(state, project),
        GridAct::Phrase => return phrase::write(state),
        GridAct::NotApplicable => return phrase::not_applicable(state),
        GridAct::ClearPhrase => return phrase::clear(state),
        GridAct::NextWanting | GridAct::PrevWanting => {
            phrase::walk(state, act == GridAct::NextWanting);
            return Vec::new();
        }
        GridAct::PhraseHistory => return phrase::history(state),
        GridAct::ChooseMeasure
        | GridAct::Where
        | GridAct::AddColumn
        | GridAct::Group
        | GridAct::Save
        | GridAct::Export => {
            build::ask(state, project, act);
            return Vec::new();
        }
        GridAct::Frequencies => {
            super::sheet::ask(state);
            return Vec::new();
        }
        GridAct::Command => return command(state),
        GridAct::Read => return read(state),
        GridAct::Evidence => return evidence(state),
        _ => {}
    }
    let Some(grid) = state.grid_mut() else { return Vec::new() };
    match act {
        GridAct::Pane => switch(state),
        GridAct::NextPassage | GridAct::PrevPassage | GridAct::Choose => step(grid, act),
        GridAct::Shade => shade(state),
        GridAct::Left | GridAct::Right | GridAct::LeftPage | GridAct::RightPage => move_column(state, act),
        _ => {
            let said = shape::alter(grid, project, act);
            match said {
                Ok(words) => state.say(true, words),
                Err(reason) => state.say(false, state.told(&reason)),
            }
        }
    }
    Vec::new()
}

/// Puts shades behind the numbers, or takes them away.
fn shade(state: &mut State) {
    let look = state.look;
    let Some(grid) = state.grid_mut() else { return };
    let on = !heat::is_on(grid, look);
    grid.heat = Some(on);
    // The columns may need another width.
    grid.as_of = None;
    state.say(true, if on { "the more, the stronger the shade" } else { "no shades" });
}

fn move_column(state: &mut State, act: GridAct) {
    let body = frame(state.size).body;
    let Some(grid) = state.grid_mut() else { return };
    let last = grid.column_count().saturating_sub(1);
    let page = draw::columns_in_sight(grid, body).max(1);
    grid.column = match act {
        GridAct::Left => grid.column.saturating_sub(1),
        GridAct::Right => (grid.column + 1).min(last),
        GridAct::LeftPage => grid.column.saturating_sub(page),
        _ => (grid.column + page).min(last),
    };
}

/// Opens the pane; where it is open, goes to the chosen passage.
fn evidence(state: &mut State) -> Vec<Effect> {
    let Some(grid) = state.grid_mut() else { return Vec::new() };
    if grid.pane.is_none() {
        grid.pane = Some(Pane::default());
        return Vec::new();
    }
    read(state)
}

fn read(state: &mut State) -> Vec<Effect> {
    match open_passage(state) {
        Some(effect) => vec![effect],
        None => {
            state.say(false, "there is no passage behind this cell");
            Vec::new()
        }
    }
}

/// Goes to the chosen passage in the reader.
pub fn open_passage(state: &State) -> Option<Effect> {
    let passage: Passage = state.grid()?.passage()?;
    Some(Effect::Open(passage.document, Some((passage.span, None))))
}

fn switch(state: &mut State) {
    let Some(grid) = state.grid_mut() else { return };
    let some = grid.seen.as_ref().is_some_and(|s| !s.entries.is_empty());
    match &mut grid.pane {
        None => grid.pane = Some(Pane { focused: false, ..Pane::default() }),
        Some(pane) if some => pane.focused = !pane.focused,
        Some(_) => state.say(false, "there is no passage behind this cell"),
    }
}

/// Moves among the passages of the pane, or chooses one.
fn step(grid: &mut Grid, act: GridAct) {
    let count = grid.seen.as_ref().map_or(0, |s| s.entries.len());
    let chosen = grid.passage();
    let Some(pane) = &mut grid.pane else { return };
    if act == GridAct::Choose {
        let Some(passage) = chosen else { return };
        match pane.marks.iter().position(|m| *m == passage) {
            Some(at) => {
                pane.marks.remove(at);
            }
            None => pane.marks.push(passage),
        }
    }
    pane.at = match act {
        GridAct::PrevPassage => pane.at.saturating_sub(1),
        _ => (pane.at + 1).min(count.saturating_sub(1)),
    };
}

/// What Esc gives up before it leaves the screen: the keys of the pane, then the pane.
pub fn step_back(state: &mut State) -> bool {
    let Some(grid) = state.grid_mut() else { return false };
    match &mut grid.pane {
        Some(pane) if !pane.marks.is_empty() && pane.focused => pane.marks.clear(),
        Some(pane) if pane.focused => pane.focused = false,
        Some(_) => grid.pane = None,
        // The rows that were left out come back.
        None => return grid.only.pop().is_some(),
    }
    true
}

/// The codings that acts in the pane could be about: those on the chosen passages that put them into the cell.
pub fn codings(grid: &Grid, project: &Project) -> Vec<CodingId> {
    let on = |p: &Passage| project.codings.on(*p).filter(|c| c.span == p.span).map(|c| c.id).collect::<Vec<_>>();
    grid.passages().iter().flat_map(on).collect()
}

impl Grid {
    /// Moves among the passages of the pane.
    pub fn step_passage(&mut self, act: Act, page: usize) {
        let last = self.seen.as_ref().map_or(0, |s| s.entries.len()).saturating_sub(1);
        let page = (page * 2 / 5).max(2);
        let Some(pane) = &mut self.pane else { return };
        pane.at = match act {
            Act::RowDown => (pane.at + 1).min(last),
            Act::RowUp => pane.at.saturating_sub(1),
            Act::PageDown => (pane.at + page).min(last),
            Act::PageUp => pane.at.saturating_sub(page),
            Act::Top => 0,
            Act::Bottom => last,
            _ => pane.at,
        };
    }
}

/// The command that shows the same table in a shell.
fn command(state: &mut State) -> Vec<Effect> {
    let Some(grid) = state.grid() else { return Vec::new() };
    let Some(name) = grid.name.clone().filter(|_| !grid.altered()) else {
        state.say(false, "save the matrix first (S): the command asks for it by its name");
        return Vec::new();
    };
    let quoted = if name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        name
    } else {
        format!("'{}'", name.replace('\'', r"'\''"))
    };
    vec![Effect::Copy(format!("casebook matrix {quoted}"))]
}

/// Saves a matrix under a name, with another title.
pub fn save(grid: &mut Grid, name: &str, title: &str) -> Vec<Effect> {
    let mut spec = grid.spec.clone();
    if !title.trim().is_empty() {
        title.trim().clone_into(&mut spec.title);
    }
    let text = spec.to_toml();
    grid.reshape(spec);
    grid.pending = Some(crate::text::normalise_line(name));
    vec![Effect::Run(Command::SaveMatrix(name.to_owned(), text), Vec::new())]
}

/// Takes a click in: chooses the cell, and opens what stands behind it when it was chosen already.
pub fn press(state: &mut State, x: u16, y: u16) -> Vec<Effect> {
    let body = frame(state.size).body;
    let look = state.look;
    let Some(grid) = state.grid_mut() else { return Vec::new() };
    if let Some(at) = draw::passage_at(grid, body, y) {
        let again = grid.pane.as_ref().is_some_and(|p| p.focused && p.at == at);
        if let Some(pane) = &mut grid.pane {
            pane.at = at;
            pane.focused = true;
        }
        return if again { read(state) } else { Vec::new() };
    }
    let Some((row, column)) = draw::cell_at(grid, body, look, x, y) else { return Vec::new() };
    let again = grid.list.at == row && column.is_none_or(|c| c == grid.column);
    grid.list.at = row;
    grid.column = column.unwrap_or(grid.column);
    if let Some(pane) = &mut grid.pane {
        pane.focused = false;
    }
    if again { evidence(state) } else { Vec::new() }
}
