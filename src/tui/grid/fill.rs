use super::{Grid, Seen, heat, show};
use crate::fault::{Fault, Outcome};
use crate::id::{DocumentId, IdMap};
use crate::matrix::{self, Evidence, Spec, State as CellState};
use crate::memo::{Axis, Verdict};
use crate::project::StepHead;
use crate::report::audience::Clearing;
use crate::report::{self, Format};
use crate::session::Session;
use crate::tui::look::{Depth, Look};
use std::path::Path;

/// A fault in one line.
pub fn words(fault: &Fault) -> String {
    let place = fault.place.as_deref().map(|p| format!("{p}: ")).unwrap_or_default();
    let hint = fault.hint.as_deref().map(|h| format!(" · {h}")).unwrap_or_default();
    crate::tui::facts::one_line(&format!("{place}{}{hint}", fault.what))
}

/// Brings a grid up to date with the project and its own specification, and opens the chosen cell where the pane is open. Called after every act and before
/// the frame, so that what is seen is never behind what was done. `size` is that of the screen in columns and rows.
pub fn fill(grid: &mut Grid, session: &Session, size: (u16, u16), look: Look) {
    follow_saved(grid, session);
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
        open(grid, session);
    }
}

/// Makes the cells around the chosen one, or the whole table where it is not large; `stale` when something was altered and not only the chosen cell moved.
fn make(grid: &mut Grid, session: &Session, size: (u16, u16), stale: bool) {
    let stay = stale
        .then(|| (grid.row(grid.list.at).map(|r| r.label.clone()), grid.heading(grid.column).map(|c| c.title.clone())));
    let spec = grid.spec.clone();
    let mut placed = false;
    // What the shades are measured by is looked for once; after that only what is in sight can raise it.
    let gauge = grid.most.is_empty();
    let found = session.with_words(false, |words| {
        matrix::sight(&spec, &session.world(words), gauge, |table| {
            grid.table.clone_from(table);
            grid.part = Some(0..0);
            place(grid, stay.clone());
            placed = true;
            let (rows, columns) = grid.around(size, 3);
            (grid.order[rows].to_vec(), columns)
        })
    });
    match found {
        Ok(sight) => {
            let whole = sight.rows.len() == sight.table.rows.len() && sight.columns.len() == sight.table.columns.len();
            grid.part = (!whole).then_some(sight.columns);
            grid.table = sight.table;
            grid.most = heat::most(grid, sight.most);
            grid.fault = None;
        }
        // The last table stays in sight below the reason.
        Err(fault) => grid.fault = Some(words(&fault)),
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

/// Looks up what stands behind the chosen cell, unless it is known.
fn open(grid: &mut Grid, session: &Session) {
    let row = grid.row(grid.list.at).map(|r| r.label.clone());
    let column = grid.heading(grid.column).map(|c| c.title.clone());
    let of = (session.last(), row.clone().unwrap_or_default(), column.clone().unwrap_or_default());
    if grid.seen.as_ref().is_some_and(|s| s.of == of) {
        return;
    }
    let same_cell = grid.seen.as_ref().is_some_and(|s| s.of.1 == of.1 && s.of.2 == of.2);
    let documents = &session.project().documents;
    let text = |id: &DocumentId| documents.get(id).map(|d| format!("{}{}", d.text, d.structure));
    let before = grid.seen.as_ref();
    let same_text =
        |e: &&Evidence| before.is_some_and(|s| s.texts.get(&e.passage.document) == text(&e.passage.document).as_ref());
    let known: Vec<Evidence> = before.into_iter().flat_map(|s| &s.evidence).filter(same_text).cloned().collect();
    let found = match (&row, &column) {
        (Some(row), Some(column)) => session
            .with_words(false, |words| matrix::find_cell_again(&grid.spec, &session.world(words), row, column, &known))
            .map(|found| (found.evidence, found.target)),
        _ => of_total(grid, session).map(|evidence| (evidence, None)),
    };
    let mut seen = Seen { of, evidence: Vec::new(), target: None, essence: None, fault: None, texts: IdMap::default() };
    match found {
        Ok((mut evidence, target)) => {
            // A passage over several turns is read with names, not with the labels that stand in the file.
            for one in evidence.iter_mut().filter(|e| e.quote.contains('\n')) {
                if let Ok(content) = session.content(one.passage.document) {
                    one.quote = content.spoken(one.passage.span);
                }
            }
            let written = |t: &crate::project::EssenceTarget| {
                let essences = session.project().essences.values();
                essences.into_iter().find(|e| e.row == t.row && e.column == t.column).cloned()
            };
            seen.essence = target.as_ref().and_then(written);
            seen.texts =
                evidence.iter().filter_map(|e| Some((e.passage.document, text(&e.passage.document)?))).collect();
            (seen.evidence, seen.target) = (evidence, target);
        }
        Err(fault) => seen.fault = Some(words(&fault)),
    }
    if let Some(pane) = &mut grid.pane {
        let there = |p: &crate::coding::Passage| seen.evidence.iter().any(|e| e.passage == *p);
        if same_cell {
            pane.marks.retain(there);
            pane.at = pane.at.min(seen.evidence.len().saturating_sub(1));
        } else {
            pane.at = 0;
            pane.marks.clear();
        }
        pane.focused &= !seen.evidence.is_empty();
    }
    grid.seen = Some(seen);
}

/// The passages behind a total: it is asked for seldom, and then the whole matrix is filled in with them.
fn of_total(grid: &Grid, session: &Session) -> Outcome<Vec<Evidence>> {
    let table = session.with_words(false, |words| matrix::compute(&grid.spec, &session.world(words)))?;
    let totals = table.totals;
    let cell = match (grid.order.get(grid.list.at), grid.column < table.columns.len()) {
        (Some(r), false) => totals.rows.and_then(|cells| cells.into_iter().nth(*r)),
        (None, true) => totals.columns.and_then(|cells| cells.into_iter().nth(grid.column)),
        _ => totals.all,
    };
    Ok(cell.map(|c| c.evidence).unwrap_or_default())
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
