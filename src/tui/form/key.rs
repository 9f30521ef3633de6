use super::{Choice, Fields, Form, Given, Shape, Then};
use crate::project::Project;
use crate::tui::key::Key;
use crate::tui::state::{Overlay, State};
use crate::tui::update::{Effect, is_escape};
use crate::tui::{cases, codebook, grid};
use crossterm::event::KeyCode;

/// A paste into a field is cut beyond so many characters: whole documents come in by import.
const LONGEST: usize = 10_000;

/// What came of a key.
enum Came {
    More,
    Left,
    Given(Given),
}

/// Takes a key in.
pub fn key(state: &mut State, project: &Project, key: Key) -> Vec<Effect> {
    let Some(Overlay::Form(form)) = &mut state.overlay else { return Vec::new() };
    let came = match &mut form.shape {
        _ if is_escape(key) => Came::Left,
        Shape::Fields(fields) => on_fields(fields, key),
        Shape::Choice(choice) => on_choice(choice, key),
    };
    match came {
        Came::More => Vec::new(),
        Came::Left => {
            leave(state);
            Vec::new()
        }
        Came::Given(given) => {
            let Some(Overlay::Form(form)) = state.overlay.take() else { return Vec::new() };
            state.kept.remove(&form.title);
            let then = form.then.clone();
            // Should the project refuse it, it is asked again as it stands.
            state.asked = Some(form);
            match then {
                Then::Grid(asked) => grid::answer(state, project, asked, &given),
                Then::Cases(asked) => cases::answer(state, project, asked, &given),
                Then::Codes(asked) => codebook::answer(state, project, asked, &given),
            }
        }
    }
}

/// Takes pasted text in.
pub fn paste(form: &mut Form, text: &str) {
    match &mut form.shape {
        Shape::Fields(fields) => {
            if let Some((_, memo)) = fields.fields.get_mut(fields.at) {
                let room = LONGEST.saturating_sub(memo.text().chars().count());
                let end = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
                memo.insert(&text[..end]);
            }
        }
        Shape::Choice(choice) => {
            choice.line.insert(text);
            choice.at = 0;
        }
    }
}

/// Puts the box away; what was altered in it is kept until it is asked again.
fn leave(state: &mut State) {
    let Some(Overlay::Form(form)) = state.overlay.take() else { return };
    let altered = match &form.shape {
        Shape::Fields(fields) => fields.fields.iter().any(|(_, m)| m.altered()),
        Shape::Choice(_) => false,
    };
    if altered {
        state.kept.insert(form.title.clone(), form.texts());
        state.say(true, "kept as a draft until you quit: it is there when you ask for it again");
    }
}

fn on_fields(fields: &mut Fields, key: Key) -> Came {
    let last = fields.fields.len().saturating_sub(1);
    let at = fields.at.min(last);
    let Some((_, memo)) = fields.fields.get_mut(at) else { return Came::Left };
    let before = memo.cursor();
    match key.code {
        KeyCode::Enter => return Came::Given(Given::Words(texts(fields))),
        KeyCode::Char('s') if key.ctrl => return Came::Given(Given::Words(texts(fields))),
        KeyCode::Char('n') if key.ctrl => memo.insert("\n"),
        KeyCode::Char('u') if key.ctrl => memo.clear(),
        KeyCode::Tab => fields.at = if at == last { 0 } else { at + 1 },
        KeyCode::BackTab => fields.at = if at == 0 { last } else { at - 1 },
        _ => {
            memo.key(key);
            // Up on the first line and down on the last one go to the neighbouring field.
            let stuck = memo.cursor() == before || memo.cursor() == 0;
            match key.code {
                KeyCode::Up if stuck => fields.at = at.saturating_sub(1),
                KeyCode::Down if stuck => fields.at = (at + 1).min(last),
                _ => {}
            }
        }
    }
    Came::More
}

fn texts(fields: &Fields) -> Vec<String> {
    fields.fields.iter().map(|(_, m)| m.text().trim().to_owned()).collect()
}

fn on_choice(choice: &mut Choice, key: Key) -> Came {
    let rows = choice.rows();
    let last = rows.len().saturating_sub(1);
    match key.code {
        KeyCode::Down => choice.at = (choice.at + 1).min(last),
        KeyCode::Up => choice.at = choice.at.saturating_sub(1),
        KeyCode::PageDown => choice.at = (choice.at + 8).min(last),
        KeyCode::PageUp => choice.at = choice.at.saturating_sub(8),
        KeyCode::Tab if choice.many => {
            let Some(row) = rows.get(choice.at) else { return Came::More };
            match choice.picked.iter().position(|p| *p == row.token) {
                Some(at) => {
                    choice.picked.remove(at);
                }
                None => choice.picked.push(row.token.clone()),
            }
            if choice.line.text().is_empty() {
                choice.at = (choice.at + 1).min(last);
            } else {
                choice.line = crate::tui::line::Line::default();
                choice.at = 0;
            }
        }
        KeyCode::Enter => {
            let answer = choice.answer();
            if !answer.is_empty() || choice.many {
                return Came::Given(Given::Chosen(answer));
            }
        }
        _ => {
            if choice.line.key(key) {
                choice.at = 0;
            }
        }
    }
    Came::More
}
