//! What a cell says: the phrase, beside the passages that it rests on.

use super::build::Asked;
use super::{Grid, Pane};
use crate::matrix::State as CellState;
use crate::memo::{Axis, Essence, Verdict};
use crate::project::{Command, EssenceTarget, Project, StepHead, count};
use crate::tui::form::{Form, Opt, Then, Token};
use crate::tui::state::{Overlay, State};
use crate::tui::update::Effect;

/// What the chosen cell is tied to.
pub fn axes(grid: &Grid) -> Option<(Axis, Axis)> {
    let row = grid.row(grid.list.at)?.axis.clone()?;
    let column = grid.heading(grid.column)?.axis.clone()?;
    Some((row, column))
}

/// What was written for a cell; a phrase written with rows and columns exchanged is the same phrase.
pub fn find<'a>(project: &'a Project, row: &Axis, column: &Axis) -> Option<&'a Essence> {
    let same = |e: &&Essence| (e.row == *row && e.column == *column) || (e.row == *column && e.column == *row);
    project.essences.values().find(same)
}

/// The passages behind the cell are needed before a phrase is written: the pane is opened first, and what was asked for done once it is filled.
fn with_pane(state: &mut State, then: fn(&mut State) -> Vec<Effect>) -> Vec<Effect> {
    let Some(grid) = state.grid_mut() else { return Vec::new() };
    let ready = grid.seen.as_ref().is_some_and(|s| s.of.0 != u64::MAX) && grid.pane.is_some();
    if ready {
        return then(state);
    }
    grid.pane.get_or_insert_with(Pane::default);
    vec![Effect::Opened(then)]
}

/// Asks for the phrase of the chosen cell.
pub fn write(state: &mut State) -> Vec<Effect> {
    with_pane(state, ask_phrase)
}

fn ask_phrase(state: &mut State) -> Vec<Effect> {
    ask_with(state, None)
}

/// Asks for the phrase, with what stands there now or other words to begin with.
pub fn ask_with(state: &mut State, words: Option<&str>) -> Vec<Effect> {
    let Some(grid) = state.grid() else { return Vec::new() };
    let Some((seen, pane)) = grid.seen.as_ref().zip(grid.pane.as_ref()) else { return Vec::new() };
    if seen.target.is_none() {
        state.say(false, "no phrase can be written here: the cell shows a value or a total");
        return Vec::new();
    }
    let was = match seen.essence.as_ref().map(|e| &e.verdict) {
        Some(Verdict::Phrase(phrase)) => phrase.as_str(),
        _ => "",
    };
    let chosen = target(state).map_or(0, |t| t.evidence.len());
    let help = match (pane.marks.len(), seen.entries.len()) {
        (_, 0) => "no passage stands behind it: the phrase will be marked as unsupported".to_owned(),
        (0, _) if chosen > 0 => {
            let keys = state.told("mark others with ‹mark evidence› first");
            format!("it rests on the {} chosen before: {keys}", count(chosen, "passage"))
        }
        (0, n) => {
            let keys = state.told("mark some with ‹mark evidence› first to rest it on those");
            format!("it rests on {}: {keys}", all_of(n, "passage"))
        }
        (n, _) => format!("it rests on the {} marked", count(n, "passage")),
    };
    let mut form = Form::line(format!("Phrase for {}", grid.cell_name()), help, was, Then::Grid(Asked::Phrase));
    if let Some(draft) = state.kept.get(&form.title) {
        form.resume(draft);
    }
    if let Some(words) = words {
        form.resume(&[words.to_owned()]);
    }
    state.overlay = Some(Overlay::Form(Box::new(form)));
    Vec::new()
}

fn all_of(n: usize, what: &str) -> String {
    if n == 1 { format!("the one {what}") } else { format!("all {}", count(n, what)) }
}

/// Asks why the cell does not apply.
pub fn not_applicable(state: &mut State) -> Vec<Effect> {
    with_pane(state, ask_reason)
}

fn ask_reason(state: &mut State) -> Vec<Effect> {
    let Some(grid) = state.grid() else { return Vec::new() };
    let was = match grid.seen.as_ref().and_then(|s| s.essence.as_ref()).map(|e| &e.verdict) {
        Some(Verdict::NotApplicable(why)) => why.as_str(),
        _ => "",
    };
    let title = format!("Why does {} not apply?", grid.cell_name());
    let form = Form::line(title, "the reason is kept with the cell", was, Then::Grid(Asked::Reason));
    state.overlay = Some(Overlay::Form(Box::new(form)));
    Vec::new()
}

/// Takes what was written for the cell away.
pub fn clear(state: &mut State) -> Vec<Effect> {
    with_pane(state, |state| match target(state) {
        Some(target) => vec![Effect::Run(Command::WriteEssence(target, None), Vec::new())],
        None => Vec::new(),
    })
}

/// The chosen cell with what is in it now, and with the passages that were chosen as support: those marked, else those chosen before.
pub fn target(state: &State) -> Option<EssenceTarget> {
    let grid = state.grid()?;
    let seen = grid.seen.as_ref()?;
    let mut target = seen.target.clone()?;
    let marks = &grid.pane.as_ref()?.marks;
    target.evidence = match &seen.essence {
        _ if !marks.is_empty() => marks.clone(),
        // A choice made earlier stands, as far as it is still in the cell.
        Some(essence) if essence.evidence != essence.basis => {
            essence.evidence.iter().filter(|p| target.basis.contains(p)).copied().collect()
        }
        _ => Vec::new(),
    };
    Some(target)
}

/// Writes what was answered.
pub fn written(state: &mut State, verdict: Verdict) -> Vec<Effect> {
    let Some(target) = target(state) else { return Vec::new() };
    let (Verdict::Phrase(words) | Verdict::NotApplicable(words)) = &verdict;
    let empty = words.is_empty();
    let there = state.grid().and_then(|g| g.seen.as_ref()).is_some_and(|s| s.essence.is_some());
    if empty && !there {
        state.say(true, "nothing written");
        return Vec::new();
    }
    let verdict = Some(verdict).filter(|_| !empty);
    // The phrase keeps from now on what it rests on.
    if let Some(pane) = state.grid_mut().and_then(|g| g.pane.as_mut()) {
        pane.marks.clear();
    }
    vec![Effect::Run(Command::WriteEssence(target, verdict), Vec::new())]
}

/// Whether a cell waits for somebody: a phrase that is missing, stale or rests on nothing.
fn wants(state: CellState) -> bool {
    matches!(state, CellState::Stale | CellState::Unsupported | CellState::Evidence)
}

/// Goes to the next cell that waits for a phrase, row by row, and says how many there are.
pub fn walk(state: &mut State, forward: bool) {
    let Some(grid) = state.grid_mut() else { return };
    let columns = grid.table.columns.len();
    let wanted: Vec<usize> = (0..grid.order.len() * columns)
        .filter(|n| grid.cell(n / columns, n % columns).is_some_and(|c| wants(c.state)))
        .collect();
    let here = grid.list.at * columns + grid.column.min(columns.saturating_sub(1));
    let next = if forward {
        wanted.iter().position(|n| *n > here).unwrap_or(0)
    } else {
        wanted.iter().rposition(|n| *n < here).unwrap_or(wanted.len().saturating_sub(1))
    };
    let Some(at) = wanted.get(next).copied() else {
        let essences = super::shape::measure(&grid.spec) == Some(crate::matrix::Measure::Essence)
            || grid.table.columns.iter().any(|c| c.measure == "essence");
        let words = if essences {
            "every phrase is written and rests on what it was written from"
        } else {
            "this matrix shows no phrases: ‹measure› goes on to them"
        };
        return state.say(essences, state.told(words));
    };
    (grid.list.at, grid.column) = (at / columns, at % columns);
    let what = match grid.chosen().map(|c| c.state) {
        Some(CellState::Stale) => "the evidence changed after the phrase was written",
        Some(CellState::Unsupported) => "a phrase with no passage behind it",
        _ => "passages, but no phrase yet",
    };
    let words = format!("{what} · {} of {} to do", next + 1, wanted.len());
    state.say(true, words);
}

/// Asks for what was written over time.
pub fn history(state: &mut State) -> Vec<Effect> {
    with_pane(state, |state| {
        let target = state.grid().and_then(|g| g.seen.as_ref()).and_then(|s| s.target.clone());
        target.map(|t| Effect::PhraseHistory(t.row, t.column)).into_iter().collect()
    })
}

/// Shows what was written over time; an earlier phrase that is chosen is taken up again.
pub fn show_history(state: &mut State, steps: &[(StepHead, Option<Verdict>)]) {
    let Some(grid) = state.grid() else { return };
    let options = steps.iter().map(|(head, verdict)| {
        let (words, token) = match verdict {
            Some(Verdict::Phrase(phrase)) => (phrase.clone(), Token::Words(phrase.clone())),
            Some(Verdict::NotApplicable(why)) => (format!("n/a: {why}"), Token::Nothing),
            None => ("(taken away)".to_owned(), Token::Nothing),
        };
        let note = format!("{} {} · step {}", crate::tui::lists::moment(head.at), head.coder, head.number);
        Opt::new(words, crate::tui::facts::one_line(&note), token)
    });
    let options: Vec<Opt> = options.collect();
    if options.is_empty() {
        return state.say(false, "nothing was ever written for this cell");
    }
    let title = format!("What was written for {}", grid.cell_name());
    let form = Form::choice(title, "Enter takes an earlier phrase up again", options, Then::Grid(Asked::Earlier));
    state.overlay = Some(Overlay::Form(Box::new(form)));
}
