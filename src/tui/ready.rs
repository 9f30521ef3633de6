//! Whether something can be done now, and if not, why: shown dim in the hint bar and said when the key is pressed.

use super::action::{Act, Action};
use super::state::{Screen, State};
use crate::project::Project;

/// A test of that kind.
pub type Ready = fn(&State, &Project) -> Result<(), &'static str>;

/// Whether an action can be done now, and else why not, with the keys that acts have: while the project is looked at as it was, nothing is altered.
pub fn now(action: &Action, state: &State, project: &Project) -> Result<(), String> {
    if state.past.is_some() && ALTERING.contains(&action.act) {
        return Err(state.told("this is the project as it was: ‹back› comes back to the present"));
    }
    (action.ready)(state, project).map_err(|reason| state.told(reason))
}

/// What alters the project.
const ALTERING: &[Act] = &[
    Act::Code,
    Act::Again,
    Act::Quick,
    Act::InVivo,
    Act::Remove,
    Act::Extent,
    Act::Telling,
    Act::Memo,
    Act::Draft,
    Act::Undo,
    Act::Redo,
    Act::SaveQuery,
    Act::EditMemo,
    Act::RemoveMemo,
    Act::StudyMemo,
    Act::Revert,
    Act::Restore,
    Act::NamePoint,
    Act::PassDone,
    Act::Blind,
    Act::Import,
];

/// Always.
pub fn always(_: &State, _: &Project) -> Result<(), &'static str> {
    Ok(())
}

/// Needs words to hold.
pub fn text(state: &State, _: &Project) -> Result<(), &'static str> {
    match state.reader() {
        Some(reader) if reader.sheet.turns() > 0 => Ok(()),
        _ => Err("this document has no words"),
    }
}

/// Needs a passage.
pub fn passage(state: &State, project: &Project) -> Result<(), &'static str> {
    if state.targets(project).is_empty() { Err("there is no passage here") } else { Ok(()) }
}

/// Needs something that a note can be about.
pub fn noted(state: &State, project: &Project) -> Result<(), &'static str> {
    super::memo::about(state, project).map(|_| ()).ok_or("there is nothing here that a memo could be about")
}

/// Needs a memo that was begun.
pub fn draft(state: &State, _: &Project) -> Result<(), &'static str> {
    if state.drafts.is_empty() { Err("no memo was begun and left") } else { Ok(()) }
}

/// Needs a code that was used before.
pub fn again(state: &State, project: &Project) -> Result<(), &'static str> {
    passage(state, project)?;
    if state.last.is_empty() { Err("no code was used yet: choose one with ‹code›") } else { Ok(()) }
}

/// Needs a numbered code.
pub fn quick(state: &State, project: &Project) -> Result<(), &'static str> {
    passage(state, project)?;
    if state.quick.iter().any(Option::is_some) {
        Ok(())
    } else {
        Err("no code has a number yet: codes get one when they are used")
    }
}

/// Needs a code on the passage.
pub fn coded(state: &State, project: &Project) -> Result<(), &'static str> {
    passage(state, project)?;
    if state.codings_here(project).is_empty() { Err("nothing is coded here") } else { Ok(()) }
}

/// Needs codings in the document.
pub fn coded_document(state: &State, _: &Project) -> Result<(), &'static str> {
    match state.reader() {
        Some(reader) if reader.margin.stripes().next().is_some() => Ok(()),
        _ => Err("nothing in this document is coded yet"),
    }
}

/// Needs words that were looked for.
pub fn needle(state: &State, _: &Project) -> Result<(), &'static str> {
    match state.reader() {
        Some(reader) if !reader.needle.is_empty() => Ok(()),
        _ => Err("nothing was looked for yet: ‹find› finds words"),
    }
}

/// Needs something counted beside the results.
pub fn facets(state: &State, _: &Project) -> Result<(), &'static str> {
    match state.find() {
        Some(find) if !find.facets.is_empty() => Ok(()),
        Some(find) if find.is_busy() => Err("it is still being counted"),
        _ => Err("nothing is counted: no results"),
    }
}

/// Needs a query that is understood.
pub fn query(state: &State, _: &Project) -> Result<(), &'static str> {
    match state.find() {
        Some(find) if find.is_understood() => Ok(()),
        _ => Err("there is no query that could be saved"),
    }
}

/// Needs a memo of one's own.
pub fn own_memo(state: &State, project: &Project) -> Result<(), &'static str> {
    row(state, project)?;
    let own = |m: &crate::memo::Memo| project.coder_name(m.coder).to_lowercase() == state.coder.to_lowercase();
    match super::memos::chosen(state, project) {
        Some(memo) if own(memo) => Ok(()),
        _ => Err("only who wrote a memo can take it away"),
    }
}

/// Needs a link in the chosen memo.
pub fn link(state: &State, project: &Project) -> Result<(), &'static str> {
    match super::memos::chosen(state, project) {
        Some(memo) if !memo.links().is_empty() => Ok(()),
        _ => Err("this memo has no link: [[document 13:2]], [[case 13]] or [[code name]] makes one"),
    }
}

/// Needs a chosen row.
pub fn row(state: &State, project: &Project) -> Result<(), &'static str> {
    let empty = matches!(state.screen(), Screen::Reader(_)) || state.row_count(project) == 0;
    if empty { Err("the list is empty") } else { Ok(()) }
}

/// Needs the whole tree in sight: in a filtered list there is no place between two codes.
pub fn unfiltered(state: &State, project: &Project) -> Result<(), &'static str> {
    row(state, project)?;
    match state.list() {
        Some(list) if state.book.view.is_tree(list.filter.text()) => Ok(()),
        Some(list) if list.filter.text().is_empty() => {
            Err("codes are moved and folded in the tree: ‹order codes› shows it")
        }
        _ => Err("codes are moved and folded in the whole tree: Esc takes the filter away"),
    }
}

/// Needs a code that the act can be about.
pub fn code_in_hand(state: &State, project: &Project) -> Result<(), &'static str> {
    state.code_in_hand(project).map(|_| ()).ok_or("no code is in hand: hold a coded passage, or choose a code")
}

/// Needs a place that was left by a jump.
pub fn trail_back(state: &State, _: &Project) -> Result<(), &'static str> {
    if state.trail.has(false) { Ok(()) } else { Err("there was no jump yet: this is the first place") }
}

/// Needs a place that was left by going back.
pub fn trail_on(state: &State, _: &Project) -> Result<(), &'static str> {
    if state.trail.has(true) { Ok(()) } else { Err("this is the last place") }
}
