//! Keys that wait for a second one: `g`, `\\`, and `#` for the number of a code. What can follow is shown at once, beside the passage.

use super::action::{Act, Action};
use super::key::Key;
use super::lists::first_row;
use super::paint::{boxed, put, put_right, tint};
use super::reader::shown::{Shade, Who};
use super::state::{Overlay, State};
use super::update::{Effect, act, is_escape};
use crate::id::CodeId;
use crate::project::Project;
use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Which of them waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Menu {
    /// Places to go to.
    Go,
    /// What the margin shows.
    Show,
    /// A number for a code.
    Pin(CodeId),
}

impl Menu {
    fn opened_by(self) -> Option<Act> {
        match self {
            Self::Go => Some(Act::Go),
            Self::Show => Some(Act::Show),
            Self::Pin(_) => None,
        }
    }

    fn rows(self, state: &State) -> Vec<(Key, &'static Action)> {
        self.opened_by().map(|act| state.manner.keys.in_menu(state.scope(), act)).unwrap_or_default()
    }

    /// How many rows it wants on the screen.
    pub fn height(self, state: &State) -> u16 {
        match self {
            Self::Pin(_) => 11,
            _ => self.rows(state).len() as u16 + 2,
        }
    }
}

/// The key that follows.
pub fn key(state: &mut State, project: &Project, key: Key) -> Vec<Effect> {
    let Some(Overlay::Menu(menu)) = state.overlay.take() else { return Vec::new() };
    if is_escape(key) {
        return Vec::new();
    }
    if let Menu::Pin(code) = menu {
        pin(state, code, key);
        return Vec::new();
    }
    let Some(opener) = menu.opened_by() else { return Vec::new() };
    let (keys, ascii) = (&state.manner.keys, state.look.ascii);
    let Some(action) = keys.bound_after(state.scope(), opener, key) else {
        let shown = format!("{}{}", keys.of(opener, ascii), key.show(ascii));
        let words = format!("{shown} does nothing here: {} shows the keys", keys.of(Act::Keys, ascii));
        state.say(false, words);
        return Vec::new();
    };
    if let Err(reason) = super::ready::now(action, state, project) {
        state.say(false, reason);
        return Vec::new();
    }
    act(state, project, action.act, Some(key))
}

/// Gives a code the number of a key, or takes it away again.
pub fn pin(state: &mut State, code: CodeId, key: Key) {
    let slot = match key.code {
        KeyCode::Char(c) => c.to_digit(10).and_then(|d| (d as usize).checked_sub(1)),
        _ => None,
    };
    let name = state.facts.code(code).name;
    match slot {
        Some(slot) if state.pin(slot, code) => state.say(true, format!("{} is now “{name}”, and stays it", slot + 1)),
        Some(slot) => state.say(true, format!("{} is free: the next code that is used gets it", slot + 1)),
        None => state.say(false, "a number from 1 to 9 was wanted"),
    }
}

/// Draws what can follow.
pub fn draw(state: &State, project: &Project, menu: Menu, area: Rect, buffer: &mut Buffer) {
    let look = state.look;
    let area = Rect { width: area.width.min(78), ..area };
    if let Menu::Pin(code) = menu {
        let title = format!("Which number for “{}”?", state.facts.code(code).name);
        let inner = boxed(buffer, area, &title, "1 to 9; its own number takes it away · Esc", look);
        for (n, slot) in state.quick.iter().enumerate().take(inner.height.into()) {
            let y = inner.y + n as u16;
            put(buffer, inner.x, y, 1, &(n + 1).to_string(), look.heading());
            let path = slot.map(|c| state.facts.code(c).path);
            let style = if path.is_some() { look.text() } else { look.quiet() };
            put(buffer, inner.x + 2, y, inner.width.saturating_sub(2), path.as_deref().unwrap_or("free"), style);
            if *slot == Some(code) {
                tint(buffer, inner.x, y, inner.width, look.chosen());
            }
        }
        return;
    }
    let title = if menu == Menu::Go { "Go to" } else { "Show" };
    let inner = boxed(buffer, area, title, "a letter · Esc", look);
    let rows = menu.rows(state);
    let first = first_row(0, rows.len(), inner.height.into());
    for (n, (key, action)) in rows.iter().enumerate().skip(first).take(inner.height.into()) {
        let y = inner.y + (n - first) as u16;
        let ready = super::ready::now(action, state, project).is_ok();
        let (of_key, style) = if ready { (look.heading(), look.text()) } else { (look.quiet(), look.quiet()) };
        put(buffer, inner.x, y, 5, &key.show(look.ascii), of_key);
        put(buffer, inner.x + 6, y, inner.width.saturating_sub(10), action.help, style);
        if is_on(state, action.act) {
            put_right(buffer, inner.right(), y, 2, look.glyph("✓", "*"), look.good());
        }
    }
}

/// Whether what an act of the show menu asks for is shown now.
fn is_on(state: &State, act: Act) -> bool {
    match (act, &state.shown.who) {
        (Act::ShowAll, Who::All) | (Act::ShowRecent, Who::Recent(_)) | (Act::ShowCodes, Who::Codes(_)) => true,
        (Act::ShowMine, Who::Coder(name)) => *name == state.coder,
        (Act::ShowCoder, Who::Coder(name)) => *name != state.coder,
        (Act::ShowDensity, _) => state.shown.density,
        (Act::ShowShade, _) => state.shown.shade == Shade::Density,
        _ => false,
    }
}

/// Does what an act of the show menu asks for.
pub fn show(state: &mut State, project: &Project, act: Act) {
    let words = match act {
        Act::ShowAll => {
            state.shown.who = Who::All;
            "codings of everybody".to_owned()
        }
        Act::ShowMine => {
            state.shown.who = Who::Coder(state.coder.clone());
            "my codings only: \\a shows all again".to_owned()
        }
        Act::ShowCoder => match next_coder(state, project) {
            Some(name) => {
                let words = format!("codings of {name} only: again for the next coder");
                state.shown.who = Who::Coder(name);
                words
            }
            None => return state.say(false, "nobody has coded yet"),
        },
        Act::ShowRecent => {
            state.shown.who = Who::Recent(state.recent.iter().take(9).copied().collect());
            "the nine codes used last: \\a shows all again".to_owned()
        }
        Act::ShowDensity => {
            state.shown.density = !state.shown.density;
            if state.shown.density { "how many codings stand on each row" } else { "stripes" }.to_owned()
        }
        _ => {
            let (next, words) = state.shown.shade.next();
            state.shown.shade = next;
            words.to_owned()
        }
    };
    apply(state, project);
    state.say(true, words);
}

/// Shows what was chosen in every reader that is open.
pub fn apply(state: &mut State, project: &Project) {
    let shown = state.shown.clone();
    for screen in &mut state.screens {
        if let super::state::Screen::Reader(reader) = screen {
            reader.show(shown.clone(), project);
        }
    }
}

/// The coder after the one that is shown, by name; others come before oneself.
fn next_coder(state: &State, project: &Project) -> Option<String> {
    let used = |id| project.codings.iter().any(|c| c.coder == id);
    let mut names: Vec<&str> = project.coders.values().filter(|c| used(c.id)).map(|c| c.name.as_str()).collect();
    names.sort_by_key(|n| (*n == state.coder, *n));
    let at = match &state.shown.who {
        Who::Coder(name) => names.iter().position(|n| n == name).map_or(0, |at| at + 1),
        _ => 0,
    };
    names.get(at).or(names.first()).map(|n| (*n).to_owned())
}
