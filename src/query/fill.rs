use super::area::{Page, area};
use super::resolve::Place;
use super::scan::Readers;
use super::{Atom, Expr, Found, Hit, Query, TextAtom, World, evaluate};
use crate::coding::Passage;
use crate::fault::{Fault, Kind, Outcome};
use crate::text::Span;
use std::collections::BTreeSet;
use std::ops::Range;

/// A page of results and how many there are in all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hits {
    /// How many results the query has.
    pub count: usize,
    /// Those of the page, filled.
    pub page: Vec<Hit>,
}

/// Asks a query and fills the results of one page; texts are loaded for these alone.
///
/// Errors: as [`evaluate`].
pub fn find(query: &Query, world: &World<'_>, page: Range<usize>) -> Outcome<Hits> {
    let query = &*super::expand(query, world.project)?;
    if let Some(words) = super::bind::turns_with(query) {
        let (count, turns) = world.words.page(&words, page)?;
        let mut page: Vec<Hit> = turns.into_iter().map(Hit::of_turn).collect();
        fill(&mut page, query, world)?;
        return Ok(Hits { count, page });
    }
    let hits = evaluate(query, world)?;
    let (count, mut page) = super::page_of(super::sorted(hits, query, world)?, page);
    fill(&mut page, query, world)?;
    Ok(Hits { count, page })
}

impl Hit {
    /// A turn in which text was found.
    pub fn of_turn(turn: Found) -> Self {
        let passage = Passage { document: turn.document, span: turn.span };
        Self { passage, turn: Some(turn.turn), matches: Vec::new(), case: None }
    }
}

/// Finds the turn and the matched words of results, opening their texts.
///
/// Errors: a text that cannot be loaded.
pub fn fill(hits: &mut [Hit], query: &Query, world: &World<'_>) -> Outcome<()> {
    let query = &*super::expand(query, world.project)?;
    let mut wanted = Vec::new();
    collect(&query.expr, true, &mut wanted);
    let mut readers = Readers::new(wanted);
    let mut page: Option<Page<'_>> = None;
    for hit in hits {
        if page.as_ref().is_none_or(|p| p.document.id != hit.passage.document) {
            let Some(document) = world.project.documents.get(&hit.passage.document) else { continue };
            page = Some(Page::new(document, world.texts));
        }
        let Some(page) = &page else { continue };
        let content = page.content()?;
        let turns = content.structure.turns_in(hit.passage.span);
        if hit.turn.is_none() && !turns.is_empty() {
            hit.turn = Some(turns.start as u32);
        }
        if !hit.matches.is_empty() {
            continue;
        }
        let reader = readers.of(&page.document.language);
        for turn in &content.structure.turns[turns] {
            let found = reader.read(turn.span.of(content.text.as_str())).into_iter().flatten();
            let absolute =
                found.map(|m| Span { start: m.span.start + turn.span.start, end: m.span.end + turn.span.start });
            hit.matches.extend(absolute.filter(|m| hit.passage.span.contains(*m)));
        }
        merge(&mut hit.matches);
    }
    Ok(())
}

/// Finds the matched words of results that are whole turns, given each one's language and words.
pub fn mark<'t>(hits: &mut [Hit], query: &Query, turns: impl IntoIterator<Item = (&'t str, &'t str)>) {
    let mut wanted = Vec::new();
    collect(&query.expr, true, &mut wanted);
    let mut readers = Readers::new(wanted);
    for (hit, (language, text)) in hits.iter_mut().zip(turns) {
        let from = hit.passage.span.start;
        let found = readers.of(language).read(text).into_iter().flatten();
        hit.matches.extend(found.map(|m| Span { start: m.span.start + from, end: m.span.end + from }));
        merge(&mut hit.matches);
    }
}

/// How often an atom is found in each result, and how many words the result has.
///
/// Errors: a text that cannot be loaded.
pub(super) fn count(hits: &[Hit], atom: &TextAtom, world: &World<'_>) -> Outcome<Vec<(u32, u32)>> {
    let mut readers = Readers::new(vec![atom]);
    let mut out = Vec::with_capacity(hits.len());
    for hit in hits {
        let Some(document) = world.project.documents.get(&hit.passage.document) else {
            out.push((0, 0));
            continue;
        };
        let content = world.texts.content(document)?;
        let text = content.text.as_str();
        let reader = readers.of(&document.language);
        let (mut times, mut length): (u32, u32) = (0, 0);
        for turn in &content.structure.turns[content.structure.turns_in(hit.passage.span)] {
            let Some(part) = turn.span.intersection(hit.passage.span) else { continue };
            let inside = |m: Span| {
                let m = Span { start: m.start + turn.span.start, end: m.end + turn.span.start };
                hit.passage.span.contains(m)
            };
            times += reader.read(turn.span.of(text)).into_iter().flatten().filter(|m| inside(m.span)).count() as u32;
            length += super::words::spans(part.of(text)).len() as u32;
        }
        out.push((times, length));
    }
    Ok(out)
}

/// One span for what overlaps, so that nothing is highlighted twice.
fn merge(spans: &mut Vec<Span>) {
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let overlaps = next.start < kept.end;
        if overlaps {
            kept.end = kept.end.max(next.end);
        }
        overlaps
    });
}

/// The text atoms that are looked for rather than denied.
pub(super) fn collect<'q>(expr: &'q Expr, wanted: bool, out: &mut Vec<&'q TextAtom>) {
    match expr {
        Expr::Atom(Atom::Text(atom), _) if wanted => out.push(atom),
        Expr::Atom(Atom::Related(related), _) if wanted => collect(&related.first.expr, wanted, out),
        Expr::All | Expr::Atom(..) => {}
        Expr::Not(inner) => collect(inner, !wanted, out),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|p| collect(p, wanted, out)),
    }
}

/// Roles and questions stand in the texts, so a name that nobody has shows only here: an answer of nothing is doubted before it is given.
///
/// Errors: a role or a question that no document has.
pub(super) fn doubt(query: &Query, world: &World<'_>) -> Outcome<()> {
    let mut asked = Vec::new();
    let mut memos = Vec::new();
    query.expr.each_atom(&mut |atom, _| match atom {
        Atom::Role(role) => asked.push(Place::Role(role.clone())),
        Atom::Question(question) => asked.push(Place::Question(question.clone())),
        Atom::Memo(words) => memos.push(words.clone()),
        _ => {}
    });
    for words in memos {
        let elsewhere = super::memos::elsewhere(&words, world.project);
        if elsewhere > 0 && super::memos::none_on_passages(&words, world.project) {
            let (memos, are) = if elsewhere == 1 { ("memo has", "is") } else { ("memos have", "are") };
            return Err(Fault::new(Kind::Nothing, format!("no memo on a passage has “{words}”"))
                .hint(format!("{elsewhere} {memos} it that {are} about a code, a case, a document or the study")));
        }
    }
    for place in asked {
        let mut known = BTreeSet::new();
        let mut found = false;
        for document in world.project.documents.values() {
            let page = Page::new(document, world.texts);
            found |= !area(&place, &page, world.project)?.is_nowhere();
            known.extend(page.content()?.structure.speakers.iter().filter_map(|s| s.role.clone()));
        }
        match place {
            _ if found => {}
            Place::Role(role) => {
                let near: Vec<String> = known.into_iter().take(8).collect();
                let hint = format!(
                    "roles: interviewer, respondent{}{}",
                    if near.is_empty() { "" } else { ", " },
                    near.join(", ")
                );
                return Err(Fault::asked(format!("nobody has the role “{role}”")).hint(hint));
            }
            Place::Question(question) => {
                return Err(Fault::asked(format!("no document has a question “{question}”"))
                    .hint("give words that stand in the question, or its number"));
            }
            _ => {}
        }
    }
    Ok(())
}
