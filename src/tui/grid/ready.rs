//! Whether something can be done with a matrix now, and if not, why.

use crate::matrix::Rows;
use crate::project::Project;
use crate::tui::state::State;

type Answer = Result<(), &'static str>;

/// Needs a matrix that is filled in.
pub fn table(state: &State, _: &Project) -> Answer {
    match state.grid() {
        Some(grid) if !grid.columns.is_empty() => Ok(()),
        _ => Err("the matrix cannot be filled in"),
    }
}

/// Needs a chosen cell.
pub fn cell(state: &State, project: &Project) -> Answer {
    table(state, project)?;
    match state.grid().and_then(|g| g.chosen()) {
        Some(_) => Ok(()),
        None => Err("no cell is chosen"),
    }
}

/// Needs a cell that a phrase can be written for.
pub fn phrase(state: &State, project: &Project) -> Answer {
    cell(state, project)?;
    let Some(grid) = state.grid() else { return Err("no cell is chosen") };
    let tied = grid.row(grid.list.at).and_then(|r| r.axis.as_ref()).is_some()
        && grid.heading(grid.column).and_then(|c| c.axis.as_ref()).is_some();
    if tied { Ok(()) } else { Err("no phrase can be written here: the cell shows a value or a total") }
}

/// Needs a cell for which something was written.
pub fn written(state: &State, project: &Project) -> Answer {
    phrase(state, project)?;
    let axes = state.grid().and_then(super::phrase::axes);
    let written = axes.is_some_and(|(row, column)| super::phrase::find(project, &row, &column).is_some());
    if written { Ok(()) } else { Err("nothing was written for this cell yet") }
}

/// Needs passages behind the cell.
pub fn evidence(state: &State, _: &Project) -> Answer {
    match state.grid().and_then(|g| g.passage()) {
        Some(_) => Ok(()),
        None => Err("there is no passage behind this cell"),
    }
}

/// Needs rows that have attributes.
pub fn attributes(state: &State, project: &Project) -> Answer {
    table(state, project)?;
    let cases = state.grid().is_some_and(|g| {
        matches!(
            g.spec.rows,
            Rows::Listed(crate::matrix::Listing::Cases) | Rows::Listed(crate::matrix::Listing::Documents)
        )
    });
    if state.grid().is_some_and(|g| g.spec.transpose) {
        return Err("this table lies on its side: ‹flip› puts it upright first");
    }
    match (cases, project.attributes.is_empty()) {
        (false, _) => Err("only tables of cases or documents can be grouped by an attribute"),
        (true, true) => Err("there are no attributes yet: ‹cases› shows the cases, ‹new attribute› there makes one"),
        _ => Ok(()),
    }
}

/// Needs a column of a code.
pub fn code_column(state: &State, project: &Project) -> Answer {
    table(state, project)?;
    let heading = state.grid().and_then(|g| g.heading(g.column));
    match heading.and_then(|h| h.axis.as_ref()) {
        Some(crate::memo::Axis::Code(_)) => Ok(()),
        _ => Err("choose a column that is a code"),
    }
}

/// Needs a saved matrix in the chosen row of the list.
pub fn listed(state: &State, project: &Project) -> Answer {
    if super::names(state, project).is_empty() {
        Err("there is no matrix yet: ‹new matrix› builds one")
    } else {
        Ok(())
    }
}
