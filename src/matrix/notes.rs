use super::spec::Spec;
use super::table::{State, Table};

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
        (State::Unsupported, "Some phrases have no passage behind them; see the warnings of the run."),
    ];
    notes.extend(meanings.into_iter().filter(|(state, _)| occurs(*state)).map(|(_, note)| note.to_owned()));
    notes
}
