use super::{Grid, Seen, heat, show};
use crate::coding::Passage;
use crate::fault::{Fault, Outcome};
use crate::matrix::{self, Entry, Listed, Spec, State as CellState};
use crate::memo::{Axis, Verdict};
use crate::project::StepHead;
use crate::report::audience::Clearing;
use crate::report::{self, Format};
use crate::session::Session;
use crate::tui::layout::frame;
use crate::tui::look::{Depth, Look};
use std::path::Path;

/// A fault in one line.
pub fn words_of(fault: &Fault) -> String {
    let place = fault.place.as_deref().map(|p| format!("{p}: ")).unwrap_or_default();
    let hint = fault.hint.as_deref().map(|h| format!(" · {h}")).unwrap_or_default();
    crate::tui::facts::one_line(&format!("{place}{}{hint}", fault.what))
}

/// Brings a grid up to date with the project and its own specification, and opens the chosen cell where the pane is open. Called after every act and before
/// the frame, so that what is seen is never behind what was done. `size` is that of the screen in columns and rows.
pub fn fill(grid: &mut Grid, session: &Session, size: (u16, u16), look: Look) {
    follow_saved(grid, session);
    keep(grid, session);
    let stale = grid.as_of != Some(session.last());
    if stale || !grid.is_filled(size) {
        make(grid, session, size, stale);
        let signs = heat::is_on(grid, look) && !matches!(look.depth, Depth::Palette | Depth::True);
        show::measure(grid, signs);
    }
    let last = grid.column_count().saturating_sub(1);
    grid.column = grid.column.min(last);
    grid.list.at = grid.list.at.min(grid.row_count().saturating_sub(1));
    if grid.pane.is_some() {
        open(grid, session, size);
    }
}

/// Forgets what was listed and counted, unless nothing but codings was altered since.
fn keep(grid: &mut Grid, session: &Session) {
    let (kept, as_of) = &mut grid.kept;
    if as_of.is_none_or(|step| session.coded_since(step).is_none()) {
        kept.forget();
        grid.seen.iter_mut().for_each(|seen| seen.counted.clear());
    }
    *as_of = Some(session.last());
}

/// Makes the cells around the chosen one, or the whole table where it is not large; `stale` when something was altered and not only the chosen cell moved.
fn make(grid: &mut Grid, session: &Session, size: (u16, u16), stale: bool) {
    let stay = stale
        .then(|| (grid.row(grid.list.at).map(|r| r.label.clone()), grid.heading(grid.column).map(|c| c.title.clone())));
    let spec = grid.spec.clone();
    let kept = std::mem::take(&mut grid.kept.0);
    let mut placed = false;
    // What the shades are measured by is looked for once; after that only what is in sight can raise it.
    let gauge = grid.most.is_empty();
    let found = session.with_words(false, |words| {
        matrix::sight(&spec, &session.world(words), &kept, gauge, |table| {
            grid.table.clone_from(table);
            grid.part = Some(0..0);
            place(grid, stay.clone());
            placed = true;
            let (rows, columns) = grid.around(size, 3);
            (grid.order[rows].to_vec(), columns)
        })
    });
    grid.kept.0 = kept;
    match found {
        Ok(sight) => {
            let whole = sight.rows.len() == sight.table.rows.len() && sight.columns.len() == sight.table.columns.len();
            grid.part = (!whole).then_some(sight.columns);
            grid.table = sight.table;
            grid.most = heat::most(grid, sight.most);
            grid.fault = None;
        }
        // The last table stays in sight below the reason.
        Err(fault) => grid.fault = Some(words_of(&fault)),
    }
    grid.as_of = Some(session.last());
    // What was opened is opened again, at the same passage.
    if let Some(seen) = grid.seen.as_mut().filter(|_| stale) {
        seen.of.0 = u64::MAX;
    }
    if !placed {
        place(grid, stay);
    }
}

/// Works out which rows are shown, and chooses the cell that was chosen before or that was to be gone to.
fn place(grid: &mut Grid, stay: Option<(Option<String>, Option<String>)>) {
    grid.narrow();
    match (grid.land.take(), stay) {
        (Some(cell), _) => (grid.list.at, grid.column) = cell,
        (None, Some(stay)) => stay_at(grid, stay),
        (None, None) => {}
    }
    grid.list.at = grid.list.at.min(grid.row_count().saturating_sub(1));
}

/// Chooses the cell again that was chosen before, wherever its row and column now stand.
fn stay_at(grid: &mut Grid, (row, column): (Option<String>, Option<String>)) {
    let at = row.and_then(|label| (0..grid.order.len()).find(|n| grid.row(*n).is_some_and(|r| r.label == label)));
    grid.list.at = at.unwrap_or(grid.list.at);
    let at = column.and_then(|title| grid.table.columns.iter().position(|c| c.title == title));
    grid.column = at.unwrap_or(grid.column);
}

/// Takes in that the saved matrix was altered: by saving this one, by undoing that, or by somebody else.
fn follow_saved(grid: &mut Grid, session: &Session) {
    let project = session.project();
    let saved = |name: &str| {
        let one = project.matrices.values().find(|m| m.name == name)?;
        Spec::parse(&one.spec).ok()
    };
    if let Some(name) = grid.pending.take()
        && saved(&name).as_ref() == Some(&grid.spec)
    {
        grid.name = Some(name);
        grid.saved = Some(grid.spec.clone());
    }
    let Some(name) = grid.name.as_deref().filter(|_| grid.as_of != Some(session.last())) else { return };
    let now = saved(name);
    if now == grid.saved {
        return;
    }
    let own = grid.altered();
    if let (false, Some(spec)) = (own, &now) {
        grid.spec = spec.clone();
    }
    grid.saved = now;
}

/// Lists what stands behind the chosen cell, unless it is known; and reads the passages that a screen can show.
fn open(grid: &mut Grid, session: &Session, size: (u16, u16)) {
    let row = grid.row(grid.list.at).map(|r| r.label.clone());
    let column = grid.heading(grid.column).map(|c| c.title.clone());
    let of = (session.last(), row.clone().unwrap_or_default(), column.clone().unwrap_or_default());
    if grid.seen.as_ref().is_none_or(|s| s.of != of) {
        let found = match (&row, &column) {
            (Some(row), Some(column)) => session.with_words(false, |words| {
                matrix::list_cell(&grid.spec, &session.world(words), &grid.kept.0, row, column)
            }),
            _ => of_total(grid, session).map(|entries| Listed { target: None, entries }),
        };
        listed(grid, session, of, found);
    }
    let sight = super::draw::passages_in_sight(grid, frame(size).body);
    let Some(seen) = &mut grid.seen else { return };
    // The chosen one is read out, also where there is no room for any.
    let chosen = grid.pane.as_ref().map(|pane| pane.at).filter(|at| *at < seen.entries.len());
    let wanting: Vec<usize> = sight.chain(chosen).filter(|n| !seen.opened.contains_key(n)).collect();
    let read = session.with_words(false, |words| {
        let world = session.world(words);
        for n in wanting {
            let mut one = seen.entries[n].open(&world)?;
            // A passage over several turns is read with names, not with the labels that stand in the file.
            if one.quote.contains('\n') {
                one.quote = session.content(one.passage.document)?.spoken(one.passage.span);
            }
            seen.opened.insert(n, one);
        }
        Ok(())
    });
    if let Err(fault) = read {
        seen.fault = Some(words_of(&fault));
    }
}

/// Puts what was listed into the pane.
fn listed(grid: &mut Grid, session: &Session, of: (u64, String, String), found: Outcome<Listed>) {
    let before = grid.seen.take();
    let same_cell = before.as_ref().is_some_and(|s| s.of.1 == of.1 && s.of.2 == of.2);
    let counted = before.map(|s| s.counted).unwrap_or_default();
    let mut seen = Seen { of, counted, ..Seen::default() };
    match found {
        Ok(Listed { target, entries }) => {
            let written = |t: &crate::project::EssenceTarget| {
                let essences = session.project().essences.values();
                essences.into_iter().find(|e| e.row == t.row && e.column == t.column).cloned()
            };
            seen.essence = target.as_ref().and_then(written);
            let counted = session.with_words(false, |words| {
                let world = session.world(words);
                let all = &mut seen.counted;
                let mut sum = 0;
                for entry in &entries {
                    let known = all.get(&entry.passage).copied();
                    let words = known.map_or_else(|| entry.words(&world), Ok)?;
                    all.insert(entry.passage, words);
                    sum += words;
                }
                Ok(sum)
            });
            match counted {
                Ok(words) => seen.words = words,
                Err(fault) => seen.fault = Some(words_of(&fault)),
            }
            (seen.entries, seen.target) = (entries, target);
        }
        Err(fault) => seen.fault = Some(words_of(&fault)),
    }
    if let Some(pane) = &mut grid.pane {
        let there = |p: &Passage| seen.entries.iter().any(|e| e.passage == *p);
        if same_cell {
            pane.marks.retain(there);
            pane.at = pane.at.min(seen.entries.len().saturating_sub(1));
        } else {
            pane.at = 0;
            pane.marks.clear();
        }
        pane.focused &= !seen.entries.is_empty();
    }
    grid.seen = Some(seen);
}

/// The passages behind a total: it is asked for seldom, and then the whole matrix is filled in with them.
fn of_total(grid: &Grid, session: &Session) -> Outcome<Vec<Entry>> {
    let table = session.with_words(false, |words| matrix::compute(&grid.spec, &session.world(words)))?;
    let totals = table.totals;
    let cell = match (grid.order.get(grid.list.at), grid.column < table.columns.len()) {
        (Some(r), false) => totals.rows.and_then(|cells| cells.into_iter().nth(*r)),
        (None, true) => totals.columns.and_then(|cells| cells.into_iter().nth(grid.column)),
        _ => totals.all,
    };
    Ok(cell.map(|c| c.evidence.iter().map(Entry::from).collect()).unwrap_or_default())
}

/// Writes a matrix to a file for the team, whose extension says the format; gives the sentence that says so.
///
/// Errors: an extension that is no format, a file that cannot be written, whatever filling the matrix in says.
pub fn export(session: &Session, spec: &Spec, file: &str) -> Outcome<String> {
    let path = Path::new(file);
    let format = Format::of_extension(path.extension().and_then(|e| e.to_str()).unwrap_or(""))?;
    let table = session.with_words(false, |words| matrix::compute(spec, &session.world(words)))?;
    session.write_for(&Clearing::team(), path, &report::write(&table, format)?)?;
    let wanting = [CellState::Stale, CellState::Unsupported, CellState::Evidence];
    let open = table.cells().filter(|(_, _, cell)| wanting.contains(&cell.state)).count();
    let note = if open > 0 { format!(" · {open} phrases are missing or not up to date") } else { String::new() };
    Ok(format!("Wrote {} rows × {} columns to {file}{note}", table.rows.len(), table.columns.len()))
}

/// What was written for a cell over time, the latest first.
pub fn history(session: &Session, row: &Axis, column: &Axis) -> Outcome<Vec<(StepHead, Option<Verdict>)>> {
    let mut all = session.phrases(row, column)?;
    all.reverse();
    Ok(all)
}
