//! What the keys do on the screens of found passages.

use super::{Asked, Find, Focus, Grouping, facets, lined, suggest};
use crate::id::{CodeId, CodingId};
use crate::memo::About;
use crate::project::{Command, Project, Uncode, count};
use crate::query::{Alike, Atom, Expr, KwicSort, Reach, parse};
use crate::tui::action::Act;
use crate::tui::ask::{Ask, Wanted};
use crate::tui::state::{Overlay, Screen, State};
use crate::tui::update::Effect;

/// The query for the passages of a code with those under it.
fn retrieve_query(project: &Project, code: CodeId) -> String {
    let (path, reach) = family_of(project, code);
    facets::term(Atom::Code { path, reach })
}

/// A code with those under it.
fn family_of(project: &Project, code: CodeId) -> (String, Reach) {
    let several = project.codebook.family(code).len() > 1;
    (project.codebook.path(code), if several { Reach::Family } else { Reach::Only })
}

/// Shows all passages with a code.
pub fn retrieve(state: &mut State, project: &Project, code: CodeId) {
    let query = retrieve_query(project, code);
    crate::tui::update::open_screen(state, Screen::Passages(Box::new(Find::new(project, &query, Some(code)))));
}

/// Shows the turns that are like the passage in hand, or like what has the code in hand; the most alike first.
pub fn alike(state: &mut State, project: &Project, act: Act) {
    let example = if act == Act::Suggested {
        let Some(code) = state.code_in_hand(project) else { return };
        let (path, reach) = family_of(project, code);
        Alike::Codes { path, reach }
    } else {
        let (Some(passage), Some(reader)) = (state.targets(project).first().copied(), state.reader()) else { return };
        let place = crate::project::place_name(passage.span, reader.sheet.content());
        let name = project.documents.get(&passage.document).map_or("", |d| d.name.as_str());
        Alike::Passage(format!("{name} {place}"))
    };
    let mut find = Find::new(project, &facets::term(Atom::Alike(example)), None);
    find.by = Grouping::None;
    find.look_to(Focus::Rows, project);
    crate::tui::update::open_screen(state, Screen::Find(Box::new(find)));
}

/// Whether an act is one of those that [`act`] does.
pub fn does(act: Act) -> bool {
    matches!(
        act,
        Act::FindAll
            | Act::ToResults
            | Act::TakeOffer
            | Act::NextOffer
            | Act::PrevOffer
            | Act::Recent
            | Act::EditQuery
            | Act::Facets
            | Act::AddFacet
            | Act::ExcludeFacet
            | Act::MarkRow
            | Act::MarkAll
            | Act::Arrange
            | Act::Around
            | Act::Concordance
            | Act::SaveQuery
    )
}

/// The query for everything that belongs to a case.
pub fn case_query(name: &str) -> String {
    facets::term(Atom::Case(name.to_owned()))
}

/// Does what a row of the table of actions says; the caller has seen that it can be done.
pub fn act(state: &mut State, project: &Project, act: Act) -> Vec<Effect> {
    if act == Act::FindAll {
        open(state, project);
        return Vec::new();
    }
    if act == Act::Recent {
        let rows = recent(state, project);
        state.overlay = Some(Overlay::Ask(Box::new(Ask::choose(Wanted::Query, rows))));
        return Vec::new();
    }
    let Some(find) = state.find_mut() else { return Vec::new() };
    match act {
        Act::ToResults => to_results(state, project),
        Act::TakeOffer => match find.offers.get(find.offer.unwrap_or(0)).cloned() {
            Some(offer) => take(find, project, &offer),
            None if !find.facets.is_empty() => find.look_to(Focus::Facets, project),
            None => to_results(state, project),
        },
        Act::NextOffer if find.offers.is_empty() => to_results(state, project),
        Act::NextOffer => find.offer = Some(find.offer.map_or(0, |n| (n + 1).min(find.offers.len() - 1))),
        Act::PrevOffer => find.offer = find.offer.and_then(|n| n.checked_sub(1)),
        Act::EditQuery => find.look_to(Focus::Prompt, project),
        Act::Facets => {
            let to = if find.focus == Focus::Facets { Focus::Rows } else { Focus::Facets };
            find.look_to(to, project);
        }
        Act::AddFacet | Act::ExcludeFacet => narrow(find, project, act == Act::ExcludeFacet),
        Act::MarkRow => mark(find),
        Act::MarkAll => mark_all(state),
        Act::Arrange | Act::Around if find.lined.is_some() => {
            let words = format!("a concordance has one line a place: {} leaves it", state.told("‹concordance›"));
            state.say(false, words);
        }
        Act::Concordance => {
            find.line_up();
            let words = lined::word(find.lined);
            state.say(true, words);
        }
        Act::Arrange => {
            find.by = find.by.next();
            let words = find.by.word();
            state.say(true, words);
            return vec![Effect::Arrange];
        }
        Act::Around => {
            find.around = find.around.next();
            find.forget_shown();
            let words = find.around.word();
            state.say(true, words);
        }
        Act::SaveQuery => {
            let query = find.line.text().trim().to_owned();
            state.overlay = Some(Overlay::Ask(Box::new(Ask::line(Wanted::NameFor(query)))));
        }
        _ => {}
    }
    Vec::new()
}

impl Find {
    /// Gives up what is in the way of going back: an offer, the asking, the typing, the facets, the marks. False when nothing is.
    pub fn give_up(&mut self, project: &Project) -> bool {
        if self.offer.take().is_some() || self.stop() {
            return true;
        }
        if self.focus != Focus::Rows && !self.found.rows.is_empty() {
            self.look_to(Focus::Rows, project);
            return true;
        }
        let marked = !self.marks.is_empty();
        self.marks.clear();
        marked
    }

    /// Opens the chosen passage in its document.
    pub fn open(&self, project: &Project) -> Vec<Effect> {
        let Some(passage) = self.chosen() else { return Vec::new() };
        let coding = project.codings.on(passage).find(|c| c.span == passage.span).map(|c| c.id);
        vec![Effect::Open(passage.document, Some((passage.span, coding)))]
    }
}

/// Opens the screen, or comes back to it as it was left.
fn open(state: &mut State, project: &Project) {
    let at = state.screens.iter().position(|s| matches!(s, Screen::Find(_)));
    let find = match at.map(|at| state.screens.remove(at)) {
        Some(Screen::Find(mut find)) => {
            find.look_to(Focus::Prompt, project);
            find
        }
        _ => Box::new(Find::new(project, "", None)),
    };
    crate::tui::update::open_screen(state, Screen::Find(find));
}

/// Queries asked lately, then those that are saved: each with what it is called.
fn recent(state: &State, project: &Project) -> Vec<(String, String)> {
    let lately = state.queries.iter().map(|q| (q.clone(), "asked lately".to_owned()));
    let saved = project.saved_of(crate::project::SavedKind::Query).into_iter();
    lately.chain(saved.map(|s| (s.text.clone(), format!("saved as “{}”", s.name)))).collect()
}

fn to_results(state: &mut State, project: &Project) {
    let Some(find) = state.find_mut() else { return };
    if let Some(offer) = find.offer.and_then(|n| find.offers.get(n)).cloned() {
        return take(find, project, &offer);
    }
    if find.asked == Asked::Stopped {
        find.reread(project);
    }
    if find.line.text().trim().is_empty() {
        return state.say(false, "type what you look for first");
    }
    if let Some(problem) = find.reading.problem.is_some().then(|| find.reading.line()) {
        return state.say(false, problem);
    }
    find.look_to(Focus::Rows, project);
    let query = find.line.text().trim().to_owned();
    if !query.is_empty() {
        state.queries.retain(|q| *q != query);
        state.queries.insert(0, query);
        state.queries.truncate(20);
    }
}

fn take(find: &mut Find, project: &Project, offer: &suggest::Offer) {
    find.line = suggest::take(&find.line, offer);
    find.reread(project);
}

/// Adds the chosen value to the query, or what is without it.
fn narrow(find: &mut Find, project: &Project, exclude: bool) {
    let Some(term) = facets::rows(&find.facets).nth(find.facet_list.at).map(|(_, v)| v.term.clone()) else { return };
    let typed = find.line.text().trim().to_owned();
    let whole = matches!(parse(&typed).query.expr, Expr::Or(_));
    let typed = if whole { format!("({typed})") } else { typed };
    let minus = if exclude { "-" } else { "" };
    find.ask(project, format!("{typed} {minus}{term}").trim());
    find.facet_list.at = 0;
}

fn mark(find: &mut Find) {
    let Some(passage) = find.chosen() else { return };
    if !find.marks.remove(&passage) {
        find.marks.insert(passage);
    }
    find.list.at = (find.list.at + 1).min(find.found.rows.len().saturating_sub(1));
}

fn mark_all(state: &mut State) {
    let Some(find) = state.find_mut() else { return };
    let all: std::collections::BTreeSet<_> = find.found.hits.iter().map(|h| h.passage).collect();
    find.marks = if find.marks == all { Default::default() } else { all };
    let marked = find.marks.len();
    let words = match marked {
        0 => "nothing is marked any more".to_owned(),
        n => format!("{} marked: acts now take all of them, Esc lets them go", count(n, "passage")),
    };
    state.say(true, words);
}

/// Takes codes off what is marked or chosen, or marks its codings as telling: at once where there is one code, else after one was chosen.
pub fn on_codings(state: &mut State, project: &Project, act: Act) -> Vec<Effect> {
    let codings = state.codings_here(project);
    let mut codes: Vec<(CodeId, Vec<CodingId>)> = Vec::new();
    for id in codings {
        let Some(code) = project.codings.get(id).map(|c| c.code) else { continue };
        match codes.iter_mut().find(|(known, _)| *known == code) {
            Some((_, ids)) => ids.push(id),
            None => codes.push((code, vec![id])),
        }
    }
    if let [(_, ids)] = &codes[..] {
        return finish(project, act, ids);
    }
    let rows = codes.iter().map(|(code, ids)| (state.facts.code(*code).path, count(ids.len(), "coding"))).collect();
    let ids = codes.into_iter().map(|(_, ids)| ids).collect();
    state.overlay = Some(Overlay::Ask(Box::new(Ask::choose(Wanted::Codings(act, ids), rows))));
    Vec::new()
}

/// Does it, as one step.
pub fn finish(project: &Project, act: Act, ids: &[CodingId]) -> Vec<Effect> {
    if act == Act::Remove {
        return vec![Effect::Run(Command::Uncode(Uncode::These(ids.to_vec())), Vec::new())];
    }
    // All of them become telling, unless they all are.
    let all = ids.iter().filter_map(|id| project.codings.get(*id)).all(|c| c.telling);
    let each: Vec<Command> = ids.iter().map(|id| Command::SetTelling(*id, !all)).collect();
    let command = match <[Command; 1]>::try_from(each) {
        Ok([one]) => one,
        Err(each) => {
            let said = if all { "no longer telling" } else { "telling" };
            Command::Together(format!("Marked {} as {said}", count(each.len(), "coding")), each)
        }
    };
    vec![Effect::Run(command, Vec::new())]
}

/// What a memo about something is written on: every marked passage when it is one of them.
pub fn noted(state: &State, about: About) -> Vec<About> {
    let marked: Vec<About> = match (state.find(), state.reader()) {
        (Some(find), _) => find.marks.iter().map(|m| About::Passage(*m)).collect(),
        (_, Some(reader)) if !reader.marks.is_empty() => reader.passages().into_iter().map(About::Passage).collect(),
        _ => Vec::new(),
    };
    if marked.contains(&about) { marked } else { vec![about] }
}

/// Writes a memo: on the passage alone, or on every one that is marked, as one step.
pub fn memo_command(state: &State, about: About, text: String) -> Command {
    let marked = noted(state, about);
    if marked.len() < 2 {
        return Command::WriteMemo(about, text);
    }
    let name = format!("Wrote a memo on {}", count(marked.len(), "passage"));
    Command::Together(name, marked.into_iter().map(|m| Command::WriteMemo(m, text.clone())).collect())
}

/// The command that shows what the screen shows; `None` on screens that no command shows.
pub fn command_line(state: &State) -> Option<String> {
    let line = match state.screen() {
        Screen::Find(find) | Screen::Passages(find) => {
            let query = find.line.text().trim();
            let lined = match find.lined {
                None => "",
                Some(KwicSort::Place) => " --kwic",
                Some(KwicSort::Left) => " --kwic --sort left",
                Some(KwicSort::Right) => " --kwic --sort right",
            };
            format!("casebook find '{}'{lined}", query.replace('\'', r"'\''"))
        }
        Screen::History(_) => "casebook history".to_owned(),
        Screen::Codes(_) => "casebook codes".to_owned(),
        Screen::Documents(_) => "casebook documents".to_owned(),
        _ => return None,
    };
    Some(line)
}
