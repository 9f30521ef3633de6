//! Asking the session for what the screen shows: in pieces of work that give way to the next key.

use super::found::{Found, parts};
use super::shown::Shown;
use super::{Asked, Find, facets, lined, shown};
use crate::coding::Passage;
use crate::fault::Outcome;
use crate::project::Project;
use crate::query::{Hit, KwicLine, Query, evaluate, fill, lined_up, parse, sorted};
use crate::session::Session;
use crate::tui::app::App;
use std::cell::RefCell;
use std::time::{Duration, Instant};

/// What takes longer is said in words.
const NOTICED: Duration = Duration::from_millis(100);
/// Rows before and after the chosen one whose words are kept at hand; more than any screen has.
const NEAR: usize = 120;

impl App {
    /// Does a piece of the asking, until it is done, `waiting` says that there is a key to take in, or it has gone on long enough to say so first.
    pub fn look(&mut self, waiting: &mut dyn FnMut() -> bool) {
        let project = self.past.as_ref().unwrap_or(self.session.project());
        let Some(find) = self.state.find_mut() else { return };
        let begun = Instant::now();
        let patient = find.asked != Asked::Pending;
        let waiting = RefCell::new(waiting);
        let go_on = || !(waiting.borrow_mut())() && (patient || begun.elapsed() < NOTICED);
        let done = match find.asked {
            Asked::Counting => find.count_facets(&self.session, project, &go_on),
            Asked::Pending | Asked::Slow => find.evaluate(&self.session, project, &go_on),
            Asked::Done | Asked::Stopped => return,
        };
        match done {
            Ok(true) => {}
            // Whoever pressed a key is heard first; then it begins again.
            Ok(false) if find.asked == Asked::Pending && begun.elapsed() >= NOTICED => find.asked = Asked::Slow,
            Ok(false) => {}
            Err(fault) => {
                find.refused = Some(crate::tui::facts::one_line(&fault.what));
                find.asked = Asked::Done;
            }
        }
    }

    /// Puts the results in groups anew.
    pub fn arrange(&mut self) {
        let project = self.past.as_ref().unwrap_or(self.session.project());
        let Some(find) = self.state.find_mut() else { return };
        let chosen = find.chosen();
        let parts = self.session.look(project, &|| true, parts);
        if let Ok(Some(parts)) = parts {
            find.found.arrange(find.grouping(), find.of, &parts, project);
            find.list.at = chosen.map_or(0, |passage| find.found.row_near(passage));
        }
    }

    /// Loads the words of the rows in sight.
    pub fn show_rows(&mut self) {
        let project = self.past.as_ref().unwrap_or(self.session.project());
        let Some(find) = self.state.find_mut() else { return };
        if let Err(fault) = find.load(&self.session, project) {
            find.refused = Some(crate::tui::facts::one_line(&fault.what));
        }
    }

    /// Quotations of passages with their places, one a line.
    pub fn quotations(&self, passages: &[Passage]) -> Outcome<String> {
        let mut lines = Vec::with_capacity(passages.len());
        for passage in passages {
            let Some(document) = self.project().documents.get(&passage.document) else { continue };
            let content = crate::project::Texts::content(&self.session, document)?;
            let known = self.state.facts.document(passage.document);
            lines.push(shown::quotation(*passage, &content, &known.cases, &known.name));
        }
        Ok(lines.join("\n"))
    }
}

fn asks_for_codings(query: &Query, project: &Project) -> bool {
    let Ok(query) = crate::query::expand(query, project) else { return true };
    let mut asks = false;
    query.expr.each_atom(&mut |atom, _| asks |= atom.asks_for_codings());
    asks
}

/// While coding is blind, takes out what was found for nothing but the codings that are hidden. What is found for its words or its place is found whoever coded it.
fn leave_out_hidden(hits: &mut Vec<Hit>, query: &Query, me: &str, project: &Project) {
    let hidden = project.hidden_from(me);
    if hidden.is_empty() || !asks_for_codings(query, project) {
        return;
    }
    hits.retain(|hit| {
        let Some(coders) = hidden.get(&hit.passage.document).filter(|_| hit.matches.is_empty()) else { return true };
        let (mut theirs, mut seen) = (false, false);
        for coding in project.codings.on(hit.passage) {
            let hidden = coders.contains(&coding.coder);
            theirs |= hidden && coding.span == hit.passage.span;
            seen |= !hidden;
        }
        seen || !theirs
    });
}

impl Find {
    fn query(&self) -> Query {
        parse(self.line.text()).query
    }

    fn evaluate(&mut self, session: &Session, project: &Project, go_on: &dyn Fn() -> bool) -> Outcome<bool> {
        let query = self.query();
        let looked = session
            .look(project, go_on, |world| Ok((sorted(evaluate(&query, world)?, &query, world)?, parts(world)?)))?;
        let Some((mut hits, parts)) = looked else { return Ok(false) };
        leave_out_hidden(&mut hits, &query, session.coder(), project);
        self.left_out = 0;
        if let Some(sort) = self.lined {
            self.left_out = hits.len().saturating_sub(lined::MOST);
            hits.truncate(lined::MOST);
            let lines = session.look(project, go_on, |world| lined_up(hits, &query, world, lined::SIDE, sort))?;
            let Some(lines) = lines else { return Ok(false) };
            hits = lines.into_iter().map(|(hit, _)| hit).collect();
        }
        let chosen = self.chosen();
        self.found = Found::new(hits, self.grouping(), self.of, &parts, project);
        self.answered = self.line.text().to_owned();
        self.forget_shown();
        self.facets.clear();
        self.list.at = match chosen {
            Some(passage) if self.found.hits.iter().any(|h| h.passage == passage) => self.found.row_near(passage),
            // After an act on rows that then no longer fit, the place in the list stays.
            _ => self.list.at.min(self.found.rows.len().saturating_sub(1)),
        };
        let there: std::collections::BTreeSet<Passage> = self.found.hits.iter().map(|h| h.passage).collect();
        self.marks.retain(|m| there.contains(m));
        self.asked = Asked::Counting;
        Ok(true)
    }

    fn count_facets(&mut self, session: &Session, project: &Project, go_on: &dyn Fn() -> bool) -> Outcome<bool> {
        let hits = &self.found.hits;
        let counted = session.look(project, go_on, |world| facets::facets(hits, world))?;
        let Some(facets) = counted else { return Ok(false) };
        self.facets = facets;
        self.facet_list.at = self.facet_list.at.min(facets::rows(&self.facets).count().saturating_sub(1));
        self.asked = Asked::Done;
        Ok(true)
    }

    /// Cuts the words for the rows near the chosen one out of their documents.
    fn load(&mut self, session: &Session, project: &Project) -> Outcome<()> {
        let rows = &self.found.rows;
        let near = self.list.at.saturating_sub(NEAR)..(self.list.at + NEAR).min(rows.len());
        let mut wanted: Vec<u32> = rows[near].iter().map(|r| r.hit).filter(|h| !self.shown.contains_key(h)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let chosen = self.row().map(|r| r.hit);
        if wanted.is_empty() && self.preview.as_ref().map(|p| p.0) == chosen {
            return Ok(());
        }
        if self.shown.len() > 20 * NEAR {
            self.shown.clear();
        }
        let mut hits: Vec<Hit> = wanted.iter().map(|n| self.found.hits[*n as usize].clone()).collect();
        let query = parse(&self.answered).query;
        session.look(project, &|| true, |world| fill(&mut hits, &query, world))?;
        for (n, hit) in wanted.into_iter().zip(hits) {
            let Some(document) = project.documents.get(&hit.passage.document) else { continue };
            let content = crate::project::Texts::content(session, document)?;
            let line = self.lined.map(|_| KwicLine::of(self.place_of(n), &content, lined::SIDE));
            self.shown.insert(n, Shown { line, ..shown::show(&hit, &content, self.around) });
        }
        self.preview = None;
        let Some(n) = chosen else { return Ok(()) };
        let mut hit = self.found.hits[n as usize].clone();
        session.look(project, &|| true, |world| fill(std::slice::from_mut(&mut hit), &query, world))?;
        if let Some(document) = project.documents.get(&hit.passage.document) {
            let content = crate::project::Texts::content(session, document)?;
            self.preview = Some((n, shown::preview(&hit, &content)));
        }
        Ok(())
    }
}
