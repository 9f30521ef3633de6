use super::columns::What;
use super::compute::Frame;
use super::figures::spearman;
use super::spec::Spec;
use super::table::{Row, State, Table};
use crate::fault::{Fault, Outcome};

/// What is written below a table: its abbreviations, and what signs in its cells mean as far as they occur.
pub(super) fn notes(spec: &Spec, table: &Table) -> Vec<String> {
    let mut notes: Vec<String> = spec.abbreviations.iter().map(|(short, long)| format!("{short} = {long}")).collect();
    let occurs = |state: State| table.cells().any(|(_, _, cell)| cell.state == state);
    let meanings = [
        (State::NotCoded, "A blank cell was not coded yet: nothing can be said about it."),
        (State::Evidence, "[n passages]: there is evidence, but nobody has written the phrase yet."),
        (
            State::Stale,
            "The evidence behind some phrases has changed since they were written; see the warnings of the run.",
        ),
        (State::Undefined, "undefined: no number can be given; see the warnings of the run."),
        (State::Unsupported, "Some phrases have no passage behind them; see the warnings of the run."),
    ];
    notes.extend(meanings.into_iter().filter(|(state, _)| occurs(*state)).map(|(_, note)| note.to_owned()));
    notes
}

/// Figures about the rows together: what the tests are over, and how far columns go with one of them.
pub(super) fn figures(spec: &Spec, frame: &Frame<'_, '_, '_>, rows: &[(usize, Row)]) -> Outcome<Vec<String>> {
    let mut notes = Vec::new();
    if frame.plans.iter().any(|p| matches!(p.what, What::Test(_))) {
        notes.push(frame.related.tests(frame)?.note());
    }
    let Some(title) = &spec.correlate else { return Ok(notes) };
    let fold = crate::text::fold;
    let with = frame.plans.iter().position(|p| fold(&p.title) == fold(title.trim())).ok_or_else(|| {
        let known: Vec<&str> = frame.plans.iter().map(|p| p.title.as_str()).collect();
        Fault::asked(format!("“correlate” names no column “{title}”")).hint(format!("columns: {}", known.join(", ")))
    })?;
    let mut found = Vec::new();
    for (c, plan) in frame.plans.iter().enumerate().filter(|(c, _)| *c != with) {
        let pair = |(_, row): &(usize, Row)| row.cells[with].number.zip(row.cells[c].number);
        let (one, two): (Vec<f64>, Vec<f64>) = rows.iter().filter_map(pair).unzip();
        if one.is_empty() {
            continue;
        }
        found.push(match spearman(&one, &two) {
            Some(r) => format!("{} {} (n = {})", plan.title, super::cell::written(r, 2), one.len()),
            None => format!("{} undefined (n = {})", plan.title, one.len()),
        });
    }
    let all = if found.is_empty() { "no other column has numbers".to_owned() } else { found.join("; ") };
    notes.push(format!("Rank correlation (Spearman) with {}: {all}.", frame.plans[with].title));
    Ok(notes)
}
