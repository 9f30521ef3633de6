//! Where one is and what stands there, in words.

use super::{Known, beside, glimpse, sentence};
use crate::memo::About;
use crate::project::{Project, place_name};
use crate::text::{Span, word_count};
use crate::tui::action::{CODES, DOCUMENTS, FACETS, FOUND, Group, HISTORY, on_screen};
use crate::tui::app::App;
use crate::tui::facts::one_line;
use crate::tui::reader::Reader;
use crate::tui::state::{Screen, State};

/// A passage longer than this is said only in part, in characters.
const LONGEST: usize = 1200;

/// What could be told of where one was; by comparing two of these one knows what is new.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    screens: usize,
    kind: String,
    held: Option<(Span, usize, usize)>,
    row: Option<(usize, String)>,
    marks: usize,
}

impl Seen {
    /// Of the state as it is.
    pub fn of(state: &State) -> Self {
        let kind = match state.screen() {
            Screen::Reader(reader) => format!("reader {:?}", reader.document),
            Screen::Passages(find) | Screen::Find(find) => format!("{} {}", state.scope(), find.line.text()),
            _ => state.scope().to_string(),
        };
        Self {
            screens: state.screens.len(),
            kind,
            held: state.reader().map(|r| (r.held, r.marks.len(), r.sheet.turn_at(r.held.start))),
            row: state.list().map(|l| (l.at, l.filter.text().to_owned())),
            marks: match state.screen() {
                // Another column of a table, or another passage behind a cell, is another place too.
                Screen::Grid(grid) => grid.column + 1000 * grid.pane.as_ref().map_or(0, |p| p.at + 1),
                Screen::Cases(cases) => cases.column,
                _ => state.find().map_or(0, |f| f.marks.len()),
            },
        }
    }

    /// Whether something is to be said of where one is now: `None` when nothing changed, true when only the place on the same screen did.
    pub fn changed(&self, state: &State) -> Option<bool> {
        let now = Self::of(state);
        (now != *self)
            .then_some(now.kind == self.kind && now.row.as_ref().map(|r| &r.1) == self.row.as_ref().map(|r| &r.1))
    }
}

/// `one passage`, `41 passages`; numbers up to twelve in letters.
pub fn count(n: usize, what: &str) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let number = WORDS.get(n).map_or_else(|| n.to_string(), |w| (*w).to_owned());
    format!("{number} {what}{}", if n == 1 { "" } else { "s" })
}

/// Where one is: all of it, or what is new since a place on the same screen.
pub fn screen(app: &App, since: Option<&Seen>) -> Vec<String> {
    let (state, project) = (&app.state, app.project());
    match state.screen() {
        Screen::Reader(reader) => match since {
            Some(since) => moved(state, project, reader, since),
            None => document(state, project, reader),
        },
        _ => match row(app) {
            Some(row) if since.is_some() => vec![row],
            row => {
                let mut lines = vec![heading(app)];
                lines.extend(row);
                lines
            }
        },
    }
}

/// The screen's name and how many rows it has.
fn heading(app: &App) -> String {
    let (state, project) = (&app.state, app.project());
    let rows = state.row_count(project);
    let filter = state.list().map(|l| l.filter.text()).filter(|f| !f.is_empty());
    let narrowed = filter.map(|f| format!(" with “{f}”")).unwrap_or_default();
    let title = one_line(&project.title);
    let what = match state.screen() {
        Screen::Documents(_) if title.is_empty() => count(rows, "document"),
        Screen::Documents(_) => format!("{title}: {}", count(rows, "document")),
        Screen::Codes(_) => format!("codebook: {}", count(rows, "code")),
        _ if state.scope() == FACETS => format!("counted beside the results: {}", count(rows, "value")),
        Screen::Passages(find) | Screen::Find(find) => match find.of {
            Some(code) => format!("{} with {}", count(rows, "passage"), state.facts.code(code).path),
            None => format!("“{}”: {}", one_line(find.line.text().trim()), find.count()),
        },
        Screen::History(_) => format!("history: {}", count(rows, "step")),
        #[allow(unreachable_patterns, reason = "screens that have no words of their own are read off the drawn one")]
        _ => glimpse::heading(app),
    };
    sentence(&format!("{what}{narrowed}"))
}

/// The chosen row with its labels; `None` when there is none.
fn row(app: &App) -> Option<String> {
    let (state, project) = (&app.state, app.project());
    let at = state.list().map(|l| l.at)?;
    let rows = state.row_count(project);
    if rows == 0 {
        return None;
    }
    Some(format!("{} of {rows}: {}", at + 1, one_row(app, at)))
}

/// The rows from the chosen one on, as many as one may want to hear.
pub fn rows(app: &App) -> Vec<String> {
    let (state, project) = (&app.state, app.project());
    let Some(at) = state.list().map(|l| l.at) else { return Vec::new() };
    let last = state.row_count(project).min(at + 60);
    let known = state.scope() & (DOCUMENTS | CODES | FOUND | FACETS | HISTORY) != 0;
    if !known {
        return glimpse::body(app);
    }
    (at..last).map(|row| format!("{}: {}", row + 1, one_row(app, row))).collect()
}

fn one_row(app: &App, row: usize) -> String {
    let (state, project) = (&app.state, app.project());
    match state.screen() {
        Screen::Documents(_) => match state.documents().get(row) {
            Some(id) => document_row(state, project, *id),
            None => String::new(),
        },
        Screen::Codes(_) => match state.codes().get(row) {
            Some(id) => {
                let known = state.facts.code(*id);
                let code = project.codebook.get(*id);
                let about = code.map(|c| if c.short.is_empty() { &c.definition } else { &c.short });
                let about =
                    about.filter(|d| !d.is_empty()).map(|d| format!(" {}", sentence(&one_line(d)))).unwrap_or_default();
                let counts = format!("{} in {}", count(known.codings, "passage"), count(known.documents, "document"));
                format!("{}, {counts}.{about}", known.path)
            }
            None => String::new(),
        },
        Screen::Passages(find) | Screen::Find(find) if state.scope() == FACETS => beside::facet(find, row),
        Screen::Grid(grid) => state.told(&grid_row(grid)),
        Screen::Cases(_) => sentence(&crate::tui::cases::status(state, project)),
        Screen::Passages(find) | Screen::Find(find) => match find.passage_at(row) {
            Some(passage) => {
                let content = app.content(passage.document).ok();
                let words = content.as_ref().map_or_else(String::new, |c| c.spoken(passage.span));
                let known = state.facts.document(passage.document);
                let case = if known.cases.is_empty() { String::new() } else { format!("{}, ", known.cases) };
                let telling = project.codings.on(passage).any(|c| c.span == passage.span && c.telling);
                let telling = if telling { " Telling." } else { "" };
                let marked = if find.marks.contains(&passage) { " Marked." } else { "" };
                let place = content.as_ref().map(|c| said_place(&place_name(passage.span, c))).unwrap_or_default();
                let codes = codes(state, project, passage);
                format!("{case}{}{place}. {} {codes}{telling}{marked}", known.name, quote(&words))
            }
            None => String::new(),
        },
        Screen::History(_) => match state.steps().get(row) {
            Some(step) => {
                let when = crate::tui::history::draw::moment(step.at);
                sentence(&format!("step {}, {when}, {}: {}", step.number, one_line(&step.coder), one_line(&step.name)))
            }
            None => String::new(),
        },
        #[allow(unreachable_patterns, reason = "screens that have no words of their own are read off the drawn one")]
        _ => glimpse::row(app),
    }
}

/// A place after the name of its document: ` 13:2`, `, turn 13`, `, turns 13-15`; it is what can be typed after `go`.
fn said_place(place: &str) -> String {
    match place {
        "" => String::new(),
        place if place.contains([':', '@']) => format!(" {place}"),
        place if place.contains('-') => format!(", turns {place}"),
        place => format!(", turn {place}"),
    }
}

/// The chosen cell of a matrix, or the chosen passage behind it.
fn grid_row(grid: &crate::tui::grid::Grid) -> String {
    match grid.reading().filter(|_| grid.in_pane()) {
        Some(one) => format!("{} {}. {}", one_line(&one.document), one.place, quote(&one.quote)),
        None => sentence(&crate::tui::grid::status(grid)),
    }
}

/// A document as a row.
pub fn document_row(state: Known, project: &Project, id: crate::id::DocumentId) -> String {
    let known = state.facts.document(id);
    let case = if known.cases.is_empty() { String::new() } else { format!(", case {}", known.cases) };
    let Some(document) = project.documents.get(&id) else { return known.name };
    format!(
        "{}{case}, {}, {}, {}, {} percent coded.",
        known.name,
        count(document.turns as usize, "turn"),
        count(document.words as usize, "word"),
        count(known.codings, "coding"),
        known.coded
    )
}

/// A document and the passage held in it.
fn document(state: Known, project: &Project, reader: &Reader) -> Vec<String> {
    let known = state.facts.document(reader.document);
    let case = if known.cases.is_empty() { String::new() } else { format!("{}, ", known.cases) };
    let turns = count(reader.sheet.turns(), "turn");
    if reader.sheet.turns() == 0 {
        return vec![format!("{case}{}. This document has no words.", known.name)];
    }
    let head =
        format!("{case}{}. {}, {} percent coded.", known.name, sentence(&turns).trim_end_matches('.'), known.coded);
    vec![
        format!("{head} {}", place(reader, None)),
        quote(reader.held.of(reader.sheet.text())),
        format!("{}{}", codes_here(state, reader), memos(project, reader)),
    ]
}

/// What is new of the passage held since another one was.
fn moved(state: Known, project: &Project, reader: &Reader, since: &Seen) -> Vec<String> {
    let marks = reader.marks.len();
    let marked = match since.held {
        Some((_, before, _)) if before != marks && marks == 0 => "Nothing is marked any more. ".to_owned(),
        Some((_, before, _)) if before != marks => {
            format!("{} marked. ", sentence(&count(marks, "passage")).trim_end_matches('.'))
        }
        _ => String::new(),
    };
    if since.held.is_some_and(|(held, ..)| held == reader.held) {
        return vec![marked.trim().to_owned()];
    }
    let turn = since.held.map(|(.., turn)| turn);
    let words = quote(reader.held.of(reader.sheet.text()));
    vec![format!("{marked}{} {words} {}{}", place(reader, turn), codes_here(state, reader), memos(project, reader))]
}

/// `Turn 13, Marta, sentence 3 of 5.`; the turn is left out where one is in it already.
fn place(reader: &Reader, known: Option<usize>) -> String {
    let sheet = &reader.sheet;
    let (first, last) = (sheet.turn_at(reader.held.start), sheet.turn_at(reader.held.end.saturating_sub(1)));
    if first != last {
        return format!("Turns {} to {}, {}.", first + 1, last + 1, words(reader));
    }
    let cut = sheet.sentences(first);
    let from = cut.partition_point(|s| s.end <= reader.held.start);
    let to = cut.partition_point(|s| s.start < reader.held.end).max(from + 1);
    let whole = cut.get(from).is_some_and(|s| s.start == reader.held.start)
        && cut.get(to - 1).is_some_and(|s| s.end == reader.held.end);
    let of = cut.len().max(1);
    let within = if reader.held == sheet.turn(first) && of > 1 {
        format!("the whole turn, {}, {}", count(of, "sentence"), words(reader))
    } else if !whole {
        format!("{} in sentence {} of {of}", words(reader), from + 1)
    } else if to - from > 1 {
        format!("sentences {} to {to} of {of}", from + 1)
    } else {
        format!("sentence {} of {of}", from + 1)
    };
    if known == Some(first) {
        return sentence(&within);
    }
    let speaker = sheet.content().structure.speaker_of(first).map(|s| format!(", {}", one_line(s))).unwrap_or_default();
    let heading = if sheet.is_heading(first) { ", a heading" } else { "" };
    format!("Turn {}{speaker}{heading}, {within}.", first + 1)
}

fn words(reader: &Reader) -> String {
    if reader.held.len() > 100_000 {
        return "very many words".to_owned();
    }
    count(word_count(reader.held.of(reader.sheet.text())), "word")
}

/// Words in quotation marks; of very many, the first ones and how many there are.
pub fn quote(text: &str) -> String {
    let short: String = text.chars().take(LONGEST + 1).collect();
    let short = one_line(&short);
    if short.chars().count() <= LONGEST {
        return format!("“{short}”");
    }
    let cut: String = short.chars().take(LONGEST).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    let all = if text.len() > 100_000 { "very many words".to_owned() } else { count(word_count(text), "word") };
    format!("“{cut} …” ({all} in all)")
}

fn codes_here(state: Known, reader: &Reader) -> String {
    let mut names: Vec<String> = Vec::new();
    for stripe in reader.here().iter() {
        let known = state.facts.code(stripe.code);
        let focus = if Some(stripe.id) == reader.focus { ", chosen" } else { "" };
        let name = format!("{}{}{focus}", known.path, if stripe.telling { ", telling" } else { "" });
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { "No codes.".to_owned() } else { format!("Codes: {}.", names.join("; ")) }
}

fn codes(state: Known, project: &Project, passage: crate::coding::Passage) -> String {
    let mut names: Vec<String> =
        project.codings.on(passage).filter(|c| !state.facts.hides(c)).map(|c| state.facts.code(c.code).path).collect();
    names.sort();
    names.dedup();
    if names.is_empty() { "No codes.".to_owned() } else { format!("Codes: {}.", names.join("; ")) }
}

fn memos(project: &Project, reader: &Reader) -> String {
    let about =
        |a: &About| matches!(a, About::Passage(p) if p.document == reader.document && p.span.overlaps(reader.held));
    let texts: Vec<&str> = project.memos.values().filter(|m| about(&m.about)).map(|m| m.text.as_str()).collect();
    match texts[..] {
        [] => String::new(),
        [one] => format!(" Memo: {}", quote(one)),
        _ => format!(" {}", sentence(&count(texts.len(), "memo"))),
    }
}

/// What can be typed: the likeliest acts, or all of a kind, or one by its name.
pub fn help(app: &App, what: &str) -> Vec<String> {
    let (state, project) = (&app.state, app.project());
    let said = |a: &crate::tui::action::Action| {
        let key = state.manner.keys.first(a, true);
        if key.is_empty() { a.name.to_owned() } else { format!("{key} {}", a.name) }
    };
    let ready = |a: &&crate::tui::action::Action| crate::tui::ready::now(a, state, project).is_ok();
    if what.is_empty() {
        let mut likely: Vec<_> = on_screen(state.scope()).filter(|a| a.hint.1 > 0).filter(ready).collect();
        likely.sort_by_key(|a| a.hint.1);
        let likely: Vec<String> = likely.into_iter().map(said).collect();
        let kinds: Vec<String> = kinds(app).iter().map(|g| g.title().to_lowercase()).collect();
        return vec![
            format!("Now: {}.", likely.join("; ")),
            format!(
                "Type a key, several keys, or a name, as in code trust; an empty line says where you are. help {}.",
                kinds.join(", help ")
            ),
        ];
    }
    if let Some(group) = kinds(app).into_iter().find(|g| g.title().to_lowercase() == what) {
        let all: Vec<_> = on_screen(state.scope()).filter(|a| a.group == group).collect();
        return all
            .chunks(12)
            .map(|part| format!("{}.", part.iter().map(|a| said(a)).collect::<Vec<_>>().join("; ")))
            .collect();
    }
    match on_screen(state.scope()).find(|a| a.name == what) {
        Some(action) => vec![sentence(&format!("{}: {}", said(action), action.help))],
        None => vec![format!("Nothing here is called “{what}”.")],
    }
}

fn kinds(app: &App) -> Vec<Group> {
    let scope = app.state.scope();
    Group::ALL.into_iter().filter(|g| on_screen(scope).any(|a| a.group == *g)).collect()
}
