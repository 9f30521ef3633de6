//! Keys and pasted text while something lies over the screen or a filter is typed.

use super::key::Key;
use super::line::Line;
use super::overlays::palette_rows;
use super::passages::finish;
use super::reader::find::{Needle, next_hit};
use super::state::{Chooser, Overlay, State};
use super::update::{Effect, act, is_escape};
use crate::project::{CodeSpec, Command, Project};
use crossterm::event::KeyCode;

/// Takes pasted text in where something is being typed; elsewhere it is left, since keys that nobody pressed must do nothing.
pub fn paste(state: &mut State, project: &Project, text: &str) {
    if state.overlay.is_none() && state.scope() == super::action::PROMPT {
        return super::find::paste(state, project, text);
    }
    match &mut state.overlay {
        Some(Overlay::Code(picker)) => {
            picker.paste(text, project, &state.facts);
        }
        Some(Overlay::Memo(memo)) => memo.insert(text),
        Some(Overlay::InVivo(line)) => line.insert(text),
        Some(Overlay::Palette(line, at)) => {
            line.insert(text);
            *at = 0;
        }
        Some(Overlay::Find(line, ..)) => {
            line.insert(text);
            look(state);
        }
        Some(Overlay::Form(form)) => super::form::paste(form, text),
        Some(Overlay::Ask(ask)) => ask.line.insert(text),
        Some(Overlay::Choose(_) | Overlay::Keys(_) | Overlay::Jump(_) | Overlay::Menu(_) | Overlay::Pane(_)) => {}
        None => match state.list_mut().filter(|l| l.typing) {
            Some(list) => list.filter.insert(text),
            None => state.say(false, "pasted text is not taken here"),
        },
    }
}

/// A key while a filter is typed.
pub fn filter_key(state: &mut State, key: Key) -> Vec<Effect> {
    let Some(list) = state.list_mut() else { return Vec::new() };
    match key.code {
        _ if is_escape(key) => {
            list.filter = Line::default();
            list.typing = false;
        }
        KeyCode::Enter => list.typing = false,
        KeyCode::Down => list.at += 1,
        KeyCode::Up => list.at = list.at.saturating_sub(1),
        _ => {
            if list.filter.key(key) {
                list.at = 0;
            }
        }
    }
    Vec::new()
}

/// A key while an overlay lies over the screen.
pub fn overlay_key(state: &mut State, project: &Project, key: Key) -> Vec<Effect> {
    match &mut state.overlay {
        Some(Overlay::Code(_)) => return super::passages::picker_key(state, project, key),
        Some(Overlay::Menu(_)) => return super::menu::key(state, project, key),
        Some(Overlay::InVivo(_)) => return in_vivo_key(state, project, key),
        Some(Overlay::Find(..)) => find_key(state, key),
        Some(Overlay::Choose(chooser)) => {
            let (done, effects) = chooser_key(chooser, project, key);
            if done {
                state.overlay = None;
            }
            return effects;
        }
        Some(Overlay::Memo(_)) => return super::memo::memo_key(state, key),
        Some(Overlay::Form(_)) => return super::form::key(state, project, key),
        Some(Overlay::Keys(away)) => match key.code {
            KeyCode::Char('j') | KeyCode::Down => *away += 1,
            KeyCode::Char('k') | KeyCode::Up => *away = away.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => *away += 10,
            KeyCode::PageUp => *away = away.saturating_sub(10),
            _ => state.overlay = None,
        },
        Some(Overlay::Jump(_)) => super::jump::key(state, project, key),
        Some(Overlay::Palette(..)) => return palette_key(state, project, key),
        Some(Overlay::Pane(_)) => return super::panes::key(state, project, key),
        Some(Overlay::Ask(_)) => return super::answers::key(state, project, key),
        None => {}
    }
    Vec::new()
}

fn in_vivo_key(state: &mut State, project: &Project, key: Key) -> Vec<Effect> {
    let Some(Overlay::InVivo(line)) = &mut state.overlay else { return Vec::new() };
    if is_escape(key) {
        state.overlay = None;
    } else if key.code == KeyCode::Enter {
        let name = line.text().trim().to_owned();
        if !name.is_empty() {
            state.overlay = None;
            let codes = vec![CodeSpec::New(name, Box::default())];
            return vec![Effect::Run(Command::Code(state.targets(project), codes.clone()), codes)];
        }
    } else if key.code == KeyCode::Tab {
        // The code that looks like it, in place of a new one.
        if let Some(code) = super::passages::alike(project, line.text()) {
            state.overlay = None;
            let codes = vec![CodeSpec::Known(code)];
            return vec![Effect::Run(Command::Code(state.targets(project), codes.clone()), codes)];
        }
    } else {
        line.key(key);
    }
    Vec::new()
}

fn find_key(state: &mut State, key: Key) {
    let Some(Overlay::Find(line, held, top)) = &mut state.overlay else { return };
    let (held, top) = (*held, *top);
    match key.code {
        _ if is_escape(key) => {
            state.overlay = None;
            if let Some(reader) = state.reader_mut() {
                reader.go_to(held, None);
                reader.top = top;
                reader.needle.clear();
            }
        }
        KeyCode::Enter => {
            state.overlay = None;
            // The place that was left is the one where the looking began.
            if let Some((document, _)) = state.place().filter(|found| found.1 != held) {
                state.trail.left((document, held));
            }
        }
        _ => {
            if line.key(key) {
                look(state);
            }
        }
    }
}

/// Goes to the first place with what is typed, from where the looking began.
fn look(state: &mut State) {
    let Some(Overlay::Find(line, held, _)) = &state.overlay else { return };
    let (typed, held) = (line.text().to_owned(), *held);
    let Some(reader) = state.reader_mut() else { return };
    let needle = Needle::new(&typed);
    reader.needle = typed;
    match next_hit(&reader.sheet, &needle, held.start, true) {
        Some(hit) => reader.go_to(hit, None),
        None => reader.go_to(held, None),
    }
}

fn chooser_key(chooser: &mut Chooser, project: &Project, key: Key) -> (bool, Vec<Effect>) {
    let last = chooser.codings.len().saturating_sub(1);
    let chosen = match key.code {
        _ if is_escape(key) => return (true, Vec::new()),
        KeyCode::Char('q') => return (true, Vec::new()),
        KeyCode::Down | KeyCode::Char('j') => {
            chooser.at = (chooser.at + 1).min(last);
            None
        }
        KeyCode::Up | KeyCode::Char('k') => {
            chooser.at = chooser.at.saturating_sub(1);
            None
        }
        KeyCode::Enter => Some(chooser.at),
        KeyCode::Char(c) => c.to_digit(10).and_then(|d| (d as usize).checked_sub(1)),
        _ => None,
    };
    match chosen.and_then(|at| chooser.codings.get(at)) {
        Some(coding) => (true, finish(project, chooser.purpose, *coding)),
        None => (false, Vec::new()),
    }
}

fn palette_key(state: &mut State, project: &Project, key: Key) -> Vec<Effect> {
    let Some(Overlay::Palette(line, at)) = &mut state.overlay else { return Vec::new() };
    match key.code {
        _ if is_escape(key) => state.overlay = None,
        KeyCode::Down => *at += 1,
        KeyCode::Up => *at = at.saturating_sub(1),
        KeyCode::Enter => {
            let (typed, at) = (line.text().to_owned(), *at);
            let chosen = palette_rows(state, project, &typed).get(at).cloned();
            state.overlay = None;
            match chosen {
                Some((_, Some(reason))) => state.say(false, reason),
                Some((action, None)) => return act(state, project, action.act, None),
                None => {}
            }
            return Vec::new();
        }
        _ => {
            if line.key(key) {
                *at = 0;
            }
        }
    }
    let typed = match &state.overlay {
        Some(Overlay::Palette(line, _)) => line.text().to_owned(),
        _ => return Vec::new(),
    };
    let rows = palette_rows(state, project, &typed).len();
    if let Some(Overlay::Palette(_, at)) = &mut state.overlay {
        *at = (*at).min(rows.saturating_sub(1));
    }
    Vec::new()
}
