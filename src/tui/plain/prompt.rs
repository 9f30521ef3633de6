//! The conversations of what lies over a screen on the other face: choosing codes, naming, looking for words, notes.

use super::speak::{self, count};
use super::{glimpse, sentence, words};
use crate::project::{Place, resolve};
use crate::text::fold;
use crate::tui::action::PROMPT;
use crate::tui::app::App;
use crate::tui::form::Shape;
use crate::tui::key::Key;
use crate::tui::line::Line;
use crate::tui::picker::{Picker, Row};
use crate::tui::reader::find::{Needle, next_hit};
use crate::tui::reader::units::Unit;
use crate::tui::state::{Overlay, Purpose};
use crate::tui::update::{Effect, Event};

/// How many codes are offered at once.
const OFFERED: usize = 6;

/// Takes a line for what is asked; what is to be said besides goes to `said`.
pub fn line(app: &mut App, line: &str, said: &mut Vec<String>) -> Vec<Effect> {
    let escape = matches!(line.to_lowercase().as_str(), "esc" | "escape" | "cancel");
    let asks = app.state.scope() == PROMPT;
    let filters = app.state.list().is_some_and(|l| l.typing);
    match &mut app.state.overlay {
        Some(Overlay::Memo(_)) => memo(app, line, said),
        _ if escape => press(app, &["esc"]),
        Some(Overlay::Code(_)) => codes(app, line),
        Some(Overlay::InVivo(_)) => {
            let mut effects = if line.is_empty() { Vec::new() } else { press(app, &["ctrl-u"]) };
            effects.extend(type_in(app, line));
            effects.extend(press(app, &["enter"]));
            effects
        }
        Some(Overlay::Jump(_)) => {
            app.state.overlay = None;
            said.extend(go(app, line).err());
            Vec::new()
        }
        Some(Overlay::Keys(_)) => {
            app.state.overlay = None;
            said.extend(speak::help(app, line));
            Vec::new()
        }
        Some(Overlay::Palette(..)) => named(app, line, said),
        Some(Overlay::Choose(_)) => choose(app, line, said),
        Some(Overlay::Find(..)) => find(app, line, said),
        #[allow(unreachable_patterns, reason = "what has no conversation of its own here is answered as on the screen")]
        Some(_) => typed(app, line),
        None if asks => query(app, line),
        None if filters => {
            if let Some(list) = app.state.list_mut() {
                list.filter = Line::default();
            }
            let mut effects = type_in(app, line);
            effects.extend(press(app, &["enter"]));
            effects
        }
        None => {
            said.push(format!("“{line}” was not needed."));
            Vec::new()
        }
    }
}

/// Looks for what a line asks for.
fn query(app: &mut App, line: &str) -> Vec<Effect> {
    let project = app.past.as_ref().unwrap_or(app.session.project());
    if let Some(find) = app.state.find_mut() {
        find.ask(project, line);
    }
    press(app, &["enter"])
}

/// Does what has this name.
fn named(app: &mut App, name: &str, said: &mut Vec<String>) -> Vec<Effect> {
    app.state.overlay = None;
    match words::understand(&app.state, &format!(":{name}")) {
        words::Intent::Act(action, rest) => {
            if let Err(reason) = crate::tui::ready::now(action, &app.state, app.project()) {
                said.push(sentence(&reason));
                return Vec::new();
            }
            let mut effects = app.act(action.act);
            if !rest.is_empty() {
                effects.extend(line(app, &rest, said));
            }
            effects
        }
        words::Intent::Unknown(words) => {
            said.push(words);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Takes one of several codings, by its number or the name of its code.
fn choose(app: &mut App, line: &str, said: &mut Vec<String>) -> Vec<Effect> {
    let Some(Overlay::Choose(chooser)) = &mut app.state.overlay else { return Vec::new() };
    let (wanted, project, facts) = (fold(line), app.session.project(), &app.state.facts);
    let number = line.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < chooser.codings.len());
    let called = chooser.codings.iter().position(|id| {
        let code = project.codings.get(*id).map(|c| facts.code(c.code));
        code.is_some_and(|code| fold(&code.path) == wanted || fold(&code.name) == wanted)
    });
    match called.or(number) {
        Some(at) => {
            chooser.at = at;
            press(app, &["enter"])
        }
        None => {
            said.push(format!("“{line}” is none of them."));
            Vec::new()
        }
    }
}

/// Looks for words in the document, from here on.
fn find(app: &mut App, line: &str, said: &mut Vec<String>) -> Vec<Effect> {
    let before = app.state.reader().map(|r| r.held);
    type_in(app, line);
    let effects = press(app, &["enter"]);
    let Some(reader) = app.state.reader() else { return effects };
    let needle = Needle::new(&reader.needle);
    if next_hit(&reader.sheet, &needle, 0, true).is_none() {
        said.push(format!("“{line}” is not in this document."));
    } else if before == Some(reader.held) {
        said.push(format!("“{line}” is here."));
    }
    effects
}

/// A line for what has no conversation of its own: a key by its name, or text and Enter.
fn typed(app: &mut App, line: &str) -> Vec<Effect> {
    if let Some(key) = words::single(line).filter(|k| k.typed().is_none() || line.chars().count() == 1) {
        return app.handle(Event::Key(key));
    }
    // A line for a choice takes the place of the line before, which chose nothing.
    let chooses = matches!(&app.state.overlay, Some(Overlay::Form(form)) if matches!(form.shape, Shape::Choice(_)));
    let mut effects = if chooses { press(app, &["ctrl-u"]) } else { Vec::new() };
    effects.extend(type_in(app, line));
    effects.extend(press(app, &["enter"]));
    effects
}

fn press(app: &mut App, keys: &[&str]) -> Vec<Effect> {
    keys.iter().filter_map(|k| Key::parse(k)).flat_map(|key| app.handle(Event::Key(key))).collect()
}

fn type_in(app: &mut App, text: &str) -> Vec<Effect> {
    app.handle(Event::Paste(text.to_owned()))
}

/// Choosing codes: a number, a name, several names parted by semicolons, `new` for what was typed before.
fn codes(app: &mut App, line: &str) -> Vec<Effect> {
    let Some(Overlay::Code(picker)) = &mut app.state.overlay else { return Vec::new() };
    let (project, facts) = (app.session.project(), &app.state.facts);
    if line.is_empty() {
        return press(app, &["enter"]);
    }
    if let Some(key) = words::single(line).filter(|k| k.typed().is_none()) {
        return app.handle(Event::Key(key));
    }
    let lower = line.to_lowercase();
    let known = exact(facts.tree.iter().map(|c| facts.code(*c).path), line).is_some();
    if let Some(name) = lower.strip_prefix("new").filter(|r| !known && (r.is_empty() || r.starts_with(' '))) {
        let name = line[line.len() - name.len()..].trim();
        if !name.is_empty() {
            picker.line = Line::new(name);
            picker.narrow(project, facts);
        }
        return press(app, &["ctrl-n"]);
    }
    let parts: Vec<&str> = line.split(';').map(str::trim).filter(|p| !p.is_empty()).collect();
    let last = parts.len().saturating_sub(1);
    for (n, part) in parts.iter().enumerate() {
        let Some(Overlay::Code(picker)) = &mut app.state.overlay else { return Vec::new() };
        let (project, facts) = (app.session.project(), &app.state.facts);
        let number = part.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        match exact(app.state.facts.tree.iter().map(|c| facts.code(*c).path), part) {
            Some(path) => {
                picker.line = Line::new(&path);
                picker.narrow(project, facts);
                let wanted = project.codebook.at(&path).map(|c| c.id);
                let at = picker.rows.iter().position(|r| matches!(r, Row::Code(id, _) if Some(*id) == wanted));
                picker.at = at.unwrap_or(0);
            }
            None => match number.filter(|n| *n < offered(picker)) {
                Some(at) => picker.at = at,
                None => {
                    picker.line = Line::new(part);
                    picker.narrow(project, facts);
                    return Vec::new();
                }
            },
        }
        let effects = press(app, &[if n == last { "enter" } else { "tab" }]);
        if n == last {
            return effects;
        }
    }
    Vec::new()
}

/// The only path that is, or whose last name is, what was typed.
fn exact(paths: impl Iterator<Item = String>, typed: &str) -> Option<String> {
    let wanted = fold(typed);
    let all: Vec<String> = paths.collect();
    if let Some(path) = all.iter().find(|p| fold(p) == wanted) {
        return Some(path.clone());
    }
    let mut named = all.iter().filter(|p| crate::codebook::split_path(p).last().is_some_and(|n| fold(n) == wanted));
    let first = named.next()?;
    named.next().is_none().then(|| first.clone())
}

fn offered(picker: &Picker) -> usize {
    picker.rows.iter().filter(|r| !matches!(r, Row::Create(_))).count().min(OFFERED)
}

/// Writing a note: every line is added; a point alone keeps it.
fn memo(app: &mut App, line: &str, said: &mut Vec<String>) -> Vec<Effect> {
    match line.to_lowercase().as_str() {
        "." | ".keep" => return press(app, &["ctrl-s"]),
        ".draft" | "esc" => return press(app, &["esc"]),
        ".discard" => return press(app, &["ctrl-d"]),
        ".edit" => return press(app, &["ctrl-e"]),
        ".read" => {
            if let Some(Overlay::Memo(memo)) = &app.state.overlay {
                said.extend(memo.text().lines().map(str::to_owned));
                if memo.text().trim().is_empty() {
                    said.push("Nothing is written yet.".to_owned());
                }
            }
            return Vec::new();
        }
        _ => {}
    }
    let Some(Overlay::Memo(memo)) = &mut app.state.overlay else { return Vec::new() };
    if !memo.text().is_empty() && !memo.text().ends_with('\n') {
        memo.insert("\n");
    }
    memo.insert(line);
    said.push(format!("Line {}.", memo.text().lines().count()));
    app.save_draft();
    Vec::new()
}

/// What is asked now, and what can be answered; `fresh` when it was not asked before.
pub fn describe(app: &App, fresh: bool) -> Vec<String> {
    let state = &app.state;
    let marks = state.targets(app.project()).len();
    let on = match state.reader() {
        _ if marks > 1 => format!(" {}", count(marks, "passage")),
        Some(reader) => format!(" {}", reader.place()),
        None => String::new(),
    };
    match &state.overlay {
        Some(Overlay::Code(picker)) => vec![describe_codes(app, picker, &on)],
        Some(Overlay::InVivo(line)) => {
            vec![format!(
                "Code in the speaker's words: “{}”. An empty line takes it; or type another name; or esc.",
                line.text()
            )]
        }
        Some(Overlay::Find(..)) => vec!["Look for which words?".to_owned()],
        Some(Overlay::Choose(chooser)) => {
            let what = if chooser.purpose == Purpose::Remove { "Remove which code?" } else { "Which code is telling?" };
            let project = app.project();
            let name = |id: &crate::id::CodingId| project.codings.get(*id).map(|c| state.facts.code(c.code).path);
            let names: Vec<String> =
                chooser.codings.iter().filter_map(name).enumerate().map(|(n, c)| format!("{} {c}", n + 1)).collect();
            vec![format!("{what} {}. A number, or esc.", names.join("; "))]
        }
        Some(Overlay::Memo(_)) if !fresh => Vec::new(),
        Some(Overlay::Memo(memo)) => {
            let on = match crate::tui::find::noted(state, memo.about).len() {
                0 | 1 => crate::tui::memo::name(state, app.project(), memo.about),
                several => count(several, "passage"),
            };
            let lines = memo.text().lines().count();
            let there = if lines > 0 {
                format!(" {} {}", sentence(&count(lines, "line")), speak::quote(memo.text()))
            } else {
                String::new()
            };
            let draft = if memo.drafted { ", a draft" } else { "" };
            vec![
                format!("Memo on {on}{draft}.{there}"),
                "Type lines; a point alone keeps it. Also .read, .edit, .draft, .discard.".to_owned(),
            ]
        }
        Some(Overlay::Jump(_)) => {
            vec!["Go where? A turn as 13, a sentence as 13:2, or words in quotation marks.".to_owned()]
        }
        Some(Overlay::Palette(..)) => vec!["Do what? Type a name.".to_owned()],
        Some(Overlay::Keys(_)) => speak::help(app, ""),
        Some(Overlay::Pane(visit)) => super::beside::pane(app, *visit, fresh),
        #[allow(unreachable_patterns, reason = "what has no words of its own here is read off the drawn screen")]
        Some(_) => glimpse::boxed(app),
        None if state.scope() == PROMPT => {
            vec![
                "Look for what, in all documents? Words, code:trust, case:Ada, and what help find tells; or esc."
                    .to_owned(),
            ]
        }
        None => vec!["Narrow to which words?".to_owned()],
    }
}

fn describe_codes(app: &App, picker: &Picker, on: &str) -> String {
    let facts = &app.state.facts;
    let mut offers: Vec<String> = Vec::new();
    for row in picker.rows.iter().take(OFFERED) {
        match row {
            Row::Code(id, _) => offers.push(format!("{} {}", offers.len() + 1, facts.code(*id).path)),
            Row::Alike(id) => {
                offers.push(format!("{} {}, which looks like it", offers.len() + 1, facts.code(*id).path))
            }
            Row::Create(_) => {}
        }
    }
    let typed = picker.typed().0;
    let head = match (typed.is_empty(), offers.is_empty()) {
        (true, true) => return format!("Code{on}. There are no codes yet: type new and a name; or esc."),
        (true, false) => format!("Code{on}. {} codes:", facts.tree.len()),
        (false, true) => return format!("No code is like “{typed}”. Type new to make it, another name, or esc."),
        (false, false) => format!("No code is called just “{typed}”:"),
    };
    let gathered =
        if picker.gathered.is_empty() { String::new() } else { format!(" {} taken.", picker.gathered.len()) };
    let new = if typed.is_empty() { "new and a name" } else { "new to make it" };
    format!("{head} {}.{gathered} Type a number, a name, {new}, or esc.", offers.join("; "))
}

/// Goes to a place as people write it, or to a row of a list.
///
/// Errors: it is no place here, as a sentence.
pub fn go(app: &mut App, place: &str) -> Result<(), String> {
    let rows = app.state.row_count(app.project());
    if let Some(list) = app.state.list_mut() {
        let row = place.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < rows);
        list.at = row.ok_or_else(|| format!("There is no row {place}: {}.", count(rows, "row")))?;
        return Ok(());
    }
    let Some(reader) = app.state.reader_mut() else { return Err("There is nowhere to go here.".to_owned()) };
    let parsed: Place = place.parse().map_err(|f: crate::fault::Fault| sentence(&f.what))?;
    let turn = matches!(parsed, Place::Turns(a, b) if a == b);
    let span = resolve(&parsed, reader.sheet.content()).map_err(|f| sentence(&f.what))?;
    if turn {
        // A turn that is named is read from its first sentence on.
        let first = crate::tui::reader::units::unit_at(&reader.sheet, Unit::Sentence, span.start);
        reader.hold(first, Some(Unit::Sentence));
    } else {
        reader.hold(span, None);
    }
    let project = app.past.as_ref().unwrap_or(app.session.project());
    crate::tui::update::settle(&mut app.state, project);
    Ok(())
}
