//! What is done to passages: coding them, taking codes off, moving their ends, noting, quoting. The same acts work wherever passages are seen.

use super::action::Act;
use super::key::Key;
use super::line::Line;
use super::picker::Picker;
use super::state::{Chooser, Overlay, Purpose, Screen, State};
use super::update::Effect;
use crate::coding::Passage;
use crate::id::{CodeId, CodingId};
use crate::memo::About;
use crate::project::{CodeSpec, Command, Project, Uncode};

/// Does what a row of the table says to the passages in hand; the caller has seen that it can be done.
pub fn act(state: &mut State, project: &Project, act: Act, key: Option<Key>) -> Vec<Effect> {
    let targets = state.targets(project);
    match act {
        Act::Code if state.reader().is_some_and(|r| r.moving.is_some()) => keep_extent(state),
        Act::Code => {
            let here: Vec<CodeId> = match targets.first() {
                Some(passage) => project.codings.on(*passage).map(|c| c.code).collect(),
                None => Vec::new(),
            };
            state.overlay = Some(Overlay::Code(Picker::new(project, &state.facts, &state.recent, &here)));
            Vec::new()
        }
        Act::Again => vec![Effect::Run(Command::Code(targets, state.last.clone()), state.last.clone())],
        Act::Quick => {
            let slot = key.and_then(Key::typed).and_then(|c| c.to_digit(10)).and_then(|d| (d as usize).checked_sub(1));
            let Some(code) = slot.and_then(|s| state.quick.get(s).copied().flatten()) else {
                let words = match slot {
                    Some(slot) => format!("no code has the number {} yet", slot + 1),
                    None => "press the number of a code, 1 to 9".to_owned(),
                };
                state.say(false, words);
                return Vec::new();
            };
            let codes = vec![CodeSpec::Known(code)];
            vec![Effect::Run(Command::Code(targets, codes.clone()), codes)]
        }
        Act::InVivo => {
            let words = state.reader().map(|r| in_vivo(r.held.of(r.sheet.text()))).unwrap_or_default();
            state.overlay = Some(Overlay::InVivo(Line::new(&words)));
            Vec::new()
        }
        Act::Extent => {
            move_ends(state, project);
            Vec::new()
        }
        Act::Memo => {
            if let Some(about) = targets.first().map(|p| About::Passage(*p)) {
                let was = project.memos.values().find(|m| m.about == about).map_or("", |m| m.text.as_str());
                let draft = state.drafts.get(&about).map(String::as_str);
                state.overlay = Some(Overlay::Memo(super::memo::Memo::new(about, was, draft)));
            }
            Vec::new()
        }
        _ => {
            let purpose = if act == Act::Remove { Purpose::Remove } else { Purpose::Telling };
            let focus = state.reader().and_then(|r| r.focus);
            let codings = state.codings_here(project);
            match (focus, &codings[..]) {
                (Some(one), _) => finish(project, purpose, one),
                (None, [one]) => finish(project, purpose, *one),
                _ => {
                    state.overlay = Some(Overlay::Choose(Chooser { purpose, codings, at: 0 }));
                    Vec::new()
                }
            }
        }
    }
}

/// Holds the coding in focus, or the first one here, so that its ends can be moved.
fn move_ends(state: &mut State, project: &Project) {
    let Some(reader) = state.reader_mut() else { return };
    let here = reader.here();
    let Some(stripe) = here.iter().find(|s| Some(s.id) == reader.focus).or(here.first()) else { return };
    let (id, span) = (stripe.id, stripe.span);
    reader.hold(span, None);
    reader.moving = Some(id);
    let name = project.codings.get(id).map(|c| state.facts.code(c.code).name).unwrap_or_default();
    state.say(true, format!("J K L H move the end of “{name}”, o the other one · Enter keeps it · Esc leaves it"));
}

/// Gives the coding whose ends were moved the extent that is held.
fn keep_extent(state: &mut State) -> Vec<Effect> {
    let Some(reader) = state.reader_mut() else { return Vec::new() };
    let passage = Passage { document: reader.document, span: reader.held };
    reader.moving.take().map(|id| Effect::Run(Command::Resize(id, passage), Vec::new())).into_iter().collect()
}

/// Does what a coding was chosen for.
pub fn finish(project: &Project, purpose: Purpose, coding: CodingId) -> Vec<Effect> {
    // Somebody may have removed it meanwhile: then what is seen is old.
    let Some(known) = project.codings.get(coding) else { return vec![Effect::Refresh] };
    let command = match purpose {
        Purpose::Remove => Command::Uncode(Uncode::These(vec![coding])),
        Purpose::Telling => Command::SetTelling(coding, !known.telling),
    };
    vec![Effect::Run(command, Vec::new())]
}

/// A passage as the name of a code: at most forty columns of whole words, no mark at its ends.
fn in_vivo(passage: &str) -> String {
    let mut name = String::new();
    for word in passage.split_whitespace() {
        if super::paint::columns(&name) + super::paint::columns(word) > 39 && !name.is_empty() {
            break;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    let ends = |c: char| !c.is_alphanumeric() && !matches!(c, '%' | '€' | '$' | '£');
    let mut short = name.trim_matches(ends).to_owned();
    while super::paint::columns(&short) > 40 {
        short.pop();
    }
    short.replace('/', "\\/")
}

/// The words of the first passage with their place, as one quotes them.
pub fn quotation(state: &State, project: &Project) -> Option<String> {
    let passage = *state.targets(project).first()?;
    let known = state.facts.document(passage.document);
    let (words, place) = match state.screen() {
        Screen::Reader(reader) => {
            (passage.span.of(reader.sheet.text()).to_owned(), format!(", {}", reader.place_of(passage.span)))
        }
        Screen::Passages(_, list) => (state.found_at(project, list.at)?.quote.to_string(), String::new()),
        Screen::Grid(grid) => {
            let one = grid.passage()?;
            (one.quote.clone(), format!(", {}", one.place))
        }
        _ => return None,
    };
    let case = if known.cases.is_empty() { String::new() } else { format!("{}, ", known.cases) };
    Some(format!("“{}” ({case}{}{place})", super::facts::one_line(&words), known.name))
}
