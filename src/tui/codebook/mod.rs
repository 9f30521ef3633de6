//! The codebook as a tree that is worked on: making, editing, moving, merging, splitting, removing and pinning codes. Each act is one step, undone as one.

mod ask;
mod draw;
mod shown;

pub use ask::{Asked, answer};
pub use draw::{definition, draw, rows_area};
pub use shown::{View, row_of};

use super::form::{Form, Opt, Then, Token};
use super::key::Key;
use super::menu::{self, Menu};
use super::state::{Overlay, Screen, State};
use super::update::Effect;
use crate::codebook::Colour;
use crate::id::{CodeId, CodingId, IdMap};
use crate::memo::About;
use crate::project::{Command, Project, Removal, count};

/// What can be done in the codebook.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the table of actions says what each one is")]
pub enum BookAct {
    New,
    Edit,
    Rename,
    Down,
    Up,
    In,
    Out,
    Mark,
    Merge,
    Remove,
    Pin,
    Colour,
    Alike,
    MoveTo,
    Fold,
    Unfold,
    FoldAll,
    Order,
}

/// What is kept of the codebook besides the list.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Codes that are marked, to be merged.
    pub marks: Vec<CodeId>,
    /// The path of a code that is to be chosen as soon as it is there.
    pub follow: Option<String>,
    /// How it is shown.
    pub view: View,
}

/// The code that is chosen.
pub fn chosen(state: &State) -> Option<CodeId> {
    let Screen::Codes(list) = state.screen() else { return None };
    state.codes().get(list.at).copied()
}

/// Chooses a code again after the project was altered: the one that was just made, or the one that was chosen before, wherever it stands now.
pub fn choose_again(state: &mut State, project: &Project, before: Option<CodeId>) {
    let made = state.book.follow.take().and_then(|path| project.codebook.at(&path).map(|c| c.id));
    state.book.marks.retain(|c| project.codebook.get(*c).is_some());
    state.book.view.folded.retain(|c| project.codebook.get(*c).is_some());
    if let Some(code) = made.or(before) {
        state.book.view.reveal(project, code);
    }
    let at = made.or(before).and_then(|code| state.codes().iter().position(|c| *c == code));
    if let (Some(at), Screen::Codes(list)) = (at, state.screen_mut()) {
        list.at = at;
    }
}

/// Does what a row of the table says.
pub fn act(state: &mut State, project: &Project, act: BookAct, key: Option<Key>) -> Vec<Effect> {
    if act == BookAct::New {
        ask::new(state, project);
        return Vec::new();
    }
    if act == BookAct::Alike {
        ask::alike(state, project);
        return Vec::new();
    }
    if act == BookAct::MoveTo {
        ask::move_to(state, project);
        return Vec::new();
    }
    let Some(code) = chosen(state) else { return Vec::new() };
    match act {
        BookAct::Down | BookAct::Up | BookAct::In | BookAct::Out => return shift(state, project, code, act),
        BookAct::Mark => {
            match state.book.marks.iter().position(|c| *c == code) {
                Some(at) => {
                    state.book.marks.remove(at);
                }
                None => state.book.marks.push(code),
            }
            let last = state.codes().len().saturating_sub(1);
            if let Screen::Codes(list) = state.screen_mut() {
                list.at = (list.at + 1).min(last);
            }
        }
        BookAct::Merge => {
            let from = if state.book.marks.is_empty() { vec![code] } else { state.book.marks.clone() };
            ask::merge(state, project, from, "");
        }
        BookAct::Remove => return remove(state, project, code),
        BookAct::Pin => match key {
            Some(key) => menu::pin(state, code, key),
            None => state.overlay = Some(Overlay::Menu(Menu::Pin(code))),
        },
        BookAct::Edit => ask::edit(state, project, code),
        BookAct::Rename => ask::rename(state, project, code),
        BookAct::Fold | BookAct::Unfold | BookAct::FoldAll | BookAct::Order => shown::act(state, project, act),
        _ => ask::colour_of(state, code),
    }
    Vec::new()
}

/// Moves a code among its siblings, under the one above it, or out beside the one it is under.
fn shift(state: &mut State, project: &Project, code: CodeId, act: BookAct) -> Vec<Effect> {
    let book = &project.codebook;
    let Some(known) = book.get(code) else { return Vec::new() };
    let siblings: Vec<CodeId> = book.children(known.parent).iter().map(|c| c.id).collect();
    let at = siblings.iter().position(|c| *c == code).unwrap_or(0);
    let command = match act {
        BookAct::Down if at + 1 < siblings.len() => Command::PlaceCode(code, known.parent, at + 1),
        BookAct::Up if at > 0 => Command::PlaceCode(code, known.parent, at - 1),
        BookAct::In if at > 0 => Command::PlaceCode(code, Some(siblings[at - 1]), usize::MAX),
        BookAct::Out if known.parent.is_some() => {
            let above = known.parent.and_then(|p| book.get(p));
            let outer = above.and_then(|c| c.parent);
            let place = book.children(outer).iter().position(|c| Some(c.id) == known.parent).map_or(0, |n| n + 1);
            Command::PlaceCode(code, outer, place)
        }
        _ => {
            let why = match act {
                BookAct::Down => "it is the last one there: ‹move code out› moves it out",
                BookAct::Up => "it is the first one there: ‹move code out› moves it out",
                BookAct::In => "there is no code above it on its level to go under",
                _ => "it stands at the top already",
            };
            state.say(false, state.told(why));
            return Vec::new();
        }
    };
    vec![Effect::Run(command, Vec::new())]
}

fn remove(state: &mut State, project: &Project, code: CodeId) -> Vec<Effect> {
    let family = project.codebook.family(code);
    let used = project.codings.iter().filter(|c| family.contains(&c.code)).count();
    if used == 0 {
        return vec![Effect::Run(Command::RemoveCode(code, Removal::OnlyUnused), Vec::new())];
    }
    ask::removal(state, project, code, used);
    Vec::new()
}

/// Opens a box; a draft of the same title is there again.
pub fn open(state: &mut State, mut form: Form) {
    if let Some(draft) = state.kept.get(&form.title) {
        form.resume(draft);
    }
    state.overlay = Some(Overlay::Form(Box::new(form)));
}

/// For each code, how many codings of `from` stand on a passage that the same coder has coded with it too: they become one when merged.
fn doubles(project: &Project, from: &[CodeId]) -> IdMap<CodeId, usize> {
    let mut both: IdMap<CodeId, usize> = IdMap::default();
    for coding in project.codings.iter().filter(|c| from.contains(&c.code)) {
        let beside = project.codings.on(coding.passage());
        for other in beside.filter(|o| o.span == coding.span && o.coder == coding.coder && o.code != coding.code) {
            *both.entry(other.code).or_default() += 1;
        }
    }
    both
}

/// Every code as an option, in the order of the tree, with what there is to say of it.
fn options(state: &State, note: impl Fn(CodeId) -> String) -> Vec<Opt> {
    state.facts.tree.iter().map(|c| Opt::new(state.facts.code(*c).path, note(*c), Token::Code(*c))).collect()
}

/// The codings that a change of code would be about: of the marked or chosen passages, those of the code that the screen is about.
pub fn codings_in_hand(state: &State, project: &Project) -> Vec<CodingId> {
    let of_screen = match state.screen() {
        Screen::Passages(_) | Screen::Grid(_) => state.code_in_hand(project),
        _ => None,
    };
    let Some(code) = of_screen else { return Vec::new() };
    let family = project.codebook.family(code);
    let targets = state.targets(project);
    let on = targets.iter().flat_map(|p| project.codings.on(*p).filter(|c| c.span == p.span));
    on.filter(|c| family.contains(&c.code)).map(|c| c.id).collect()
}

/// The colours that are offered by name; any other is typed.
const COLOURS: [(&str, Colour); 6] = [
    ("blue", Colour(0x87, 0x87, 0xd7)),
    ("orange", Colour(0xff, 0xaf, 0x87)),
    ("green", Colour(0x87, 0xd7, 0x00)),
    ("rose", Colour(0xd7, 0x5f, 0x87)),
    ("olive", Colour(0x87, 0x87, 0x00)),
    ("violet", Colour(0xaf, 0x5f, 0xff)),
];

/// What the status line says of the chosen code.
pub fn status(state: &State, project: &Project) -> String {
    let Some(code) = chosen(state) else { return "no codes".to_owned() };
    let known = state.facts.code(code);
    let mut parts = vec![
        known.path.clone(),
        format!("{} in {}", count(known.codings, "coding"), count(known.documents, "document")),
    ];
    let family = project.codebook.family(code);
    if family.len() > 1 {
        let all: usize = family.iter().map(|c| state.facts.code(*c).codings).sum();
        parts.push(format!("{all} with {}", count(family.len() - 1, "sub-code")));
    }
    if !state.book.marks.is_empty() {
        parts.push(format!("{} marked: {} merges them", state.book.marks.len(), state.told("‹merge codes›")));
    }
    if project.memos.values().any(|m| m.about == About::Code(code)) {
        parts.push("has a memo".to_owned());
    }
    parts.join(" · ")
}

/// What is asked by the codebook is answered to it.
fn then(asked: Asked) -> Then {
    Then::Codes(asked)
}
