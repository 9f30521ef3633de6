//! What is done to passages: coding them, taking codes off, moving their ends, noting, quoting. The same acts work wherever passages are seen.

use super::action::Act;
use super::key::Key;
use super::line::Line;
use super::picker::{Aim, Picked, Picker};
use super::reader::shown::Who;
use super::state::{Chooser, Overlay, Purpose, Screen, State};
use super::update::Effect;
use crate::coding::Passage;
use crate::id::{CodeId, CodingId};
use crate::project::{CodeFields, CodeSpec, Command, Project, Uncode};

/// Does what a row of the table says to the passages in hand; the caller has seen that it can be done.
pub fn act(state: &mut State, project: &Project, act: Act, key: Option<Key>) -> Vec<Effect> {
    let targets = state.targets(project);
    if state.find().is_some() && matches!(act, Act::Remove | Act::Telling) {
        return super::find::on_codings(state, project, act);
    }
    match act {
        Act::Code if state.reader().is_some_and(|r| r.moving.is_some()) => keep_extent(state),
        Act::Code => {
            let here: Vec<CodeId> = match targets.first() {
                Some(passage) => {
                    project.codings.on(*passage).filter(|c| !state.facts.hides(c)).map(|c| c.code).collect()
                }
                None => Vec::new(),
            };
            pick(state, project, Aim::Apply, &here);
            Vec::new()
        }
        Act::ShowCodes => {
            pick(state, project, Aim::Show, &[]);
            Vec::new()
        }
        Act::Pen if state.pen.is_empty() => {
            pick(state, project, Aim::Pen, &[]);
            Vec::new()
        }
        Act::Pen => {
            state.pen.clear();
            state.say(true, "the pen is put down");
            Vec::new()
        }
        Act::Again => vec![Effect::Run(Command::Code(targets, state.last.clone()), state.last.clone())],
        Act::Quick => {
            let slot = key.and_then(|k| state.manner.keys.number(k));
            let Some(code) = slot.and_then(|s| state.quick.get(s).copied().flatten()) else {
                let words = match slot {
                    Some(slot) => format!("no code has the number {} yet", slot + 1),
                    None => {
                        format!("press the number of a code: {}", state.manner.keys.of(Act::Quick, state.look.ascii))
                    }
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
            if let Some(about) = super::memo::about(state, project) {
                super::memo::open(state, project, about);
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

/// The code that looks most like a name.
pub fn alike(project: &Project, path: &str) -> Option<CodeId> {
    let name = crate::codebook::split_path(path).pop().unwrap_or_default();
    let found = project.codebook.look_alikes(&name, None);
    found.first().filter(|_| !name.is_empty()).map(|c| c.id)
}

/// Opens the picker.
fn pick(state: &mut State, project: &Project, aim: Aim, here: &[CodeId]) {
    let last = std::mem::take(&mut state.query);
    state.overlay = Some(Overlay::Code(Picker::new(project, &state.facts, &state.recent, here).for_aim(aim, &last)));
    state.query = last;
}

/// A key in the picker.
pub fn picker_key(state: &mut State, project: &Project, key: Key) -> Vec<Effect> {
    let Some(Overlay::Code(picker)) = &mut state.overlay else { return Vec::new() };
    let (aim, picked) = (picker.aim, picker.key(key, project, &state.facts));
    match picked {
        Picked::More => return Vec::new(),
        Picked::Defined(code, definition) => {
            let fields = CodeFields { definition: Some(definition), ..CodeFields::default() };
            return vec![Effect::Run(Command::EditCode(code, Box::new(fields)), Vec::new())];
        }
        _ => {}
    }
    let typed = picker.line.text().trim().to_owned();
    if !typed.is_empty() {
        state.query = typed;
    }
    state.overlay = None;
    match (picked, aim) {
        (Picked::Codes(codes), Aim::Apply) => {
            return vec![Effect::Run(Command::Code(state.targets(project), codes.clone()), codes)];
        }
        (Picked::Codes(codes), Aim::Pen) => {
            state.pen = codes;
            let names = state.pen_words().unwrap_or_default();
            let keys = state.told("‹mark› codes and goes on, so does the mouse · ‹pen› puts it down");
            state.say(true, format!("pen: {names} · {keys}"));
        }
        (Picked::Codes(codes), Aim::Show) => {
            let known = codes.iter().filter_map(|c| match c {
                CodeSpec::Known(id) => Some(*id),
                CodeSpec::New(..) => None,
            });
            // A theme is shown with what is under it.
            let all = known.flat_map(|id| project.codebook.family(id)).collect();
            state.shown.who = Who::Codes(all);
            super::menu::apply(state, project);
        }
        _ => {}
    }
    Vec::new()
}

/// Codes what is held with the pen; with `on`, then goes on to the next unit.
pub fn write(state: &mut State, project: &Project, on: bool) -> Vec<Effect> {
    let (targets, codes) = (state.targets(project), state.pen.clone());
    if targets.is_empty() {
        return Vec::new();
    }
    if let Some(reader) = state.reader_mut().filter(|_| on) {
        reader.anchor = None;
        // At the end of the document there is nothing to go on to.
        let _ = reader.step(true);
    }
    vec![Effect::Run(Command::Code(targets, codes.clone()), codes)]
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
    let keys = state.told("‹extend down› ‹extend up› ‹extend right› ‹extend left›");
    let rest = state.told("‹other end› the other one · ‹code› keeps it · Esc leaves it");
    state.say(true, format!("{keys} move the end of “{name}”, {rest}"));
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

/// What puts the words of the passages in hand on the clipboard, with their places, in reading order and one to a line.
pub fn quotation(state: &State, project: &Project) -> Option<Effect> {
    let targets = state.targets(project);
    targets.first()?;
    let Screen::Reader(reader) = state.screen() else { return Some(Effect::Quote(targets)) };
    let mut passages = reader.passages();
    passages.sort_by_key(|p| p.span);
    let quote = |passage: &Passage| {
        let known = state.facts.document(passage.document);
        let case = if known.cases.is_empty() { String::new() } else { format!("{}, ", known.cases) };
        let words = super::facts::one_line(&reader.sheet.content().spoken(passage.span));
        format!("“{words}” ({case}{}, {})", known.name, reader.place_of(passage.span))
    };
    Some(Effect::Copy(passages.iter().map(quote).collect::<Vec<_>>().join("\n")))
}
