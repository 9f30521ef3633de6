use super::area::{Area, Page, WHOLE, area};
use super::conjunction::{Conjunction, conjunctions, overlap, passage, touches};
use super::source::Source;
use super::tester::{Stretch, Tester};
use super::{Among, Found, Hit, Query, Unit, World, case_parts};
use crate::fault::Outcome;
use crate::id::{CaseId, DocumentId};
use crate::text::{Span, sentences};
use std::collections::{BTreeMap, BTreeSet};

/// Everything a query yields: documents in the project's order, then by start, then by end; nothing twice. The order that a query asks for is made by
/// [`super::sorted`].
///
/// [`Hit::matches`], and for passages [`Hit::turn`], are left for [`super::fill`] (but filled for `unit:match`).
///
/// Errors: a name that nothing in the project answers to; a text that cannot be loaded.
pub fn evaluate(query: &Query, world: &World<'_>) -> Outcome<Vec<Hit>> {
    let query = &*super::expand(query, world.project)?;
    let mut hits = Vec::new();
    for conjunction in conjunctions(&query.expr, world)? {
        let run = Run { world: *world, conjunction: &conjunction };
        hits.extend(match query.unit {
            None => run.plain(false)?,
            Some(Unit::Match) => run.plain(true)?,
            Some(Unit::Turn) => run.turns(false)?,
            Some(Unit::Sentence) => run.sentences()?,
            Some(Unit::Document) => run.documents()?,
            Some(Unit::Case) => run.cases()?,
        });
    }
    hits.sort_by_key(|h| (h.passage, h.case));
    hits.dedup_by(|next, kept| {
        let same = next.passage == kept.passage && next.case == kept.case;
        if same {
            kept.turn = kept.turn.or(next.turn);
        }
        same
    });
    if hits.is_empty() {
        super::fill::doubt(query, world)?;
    }
    Ok(hits)
}

/// One conjunction asked of one world.
struct Run<'a, 'c> {
    world: World<'a>,
    conjunction: &'c Conjunction,
}

/// What the places of a conjunction mean in one document.
struct Areas {
    within: Area,
    without: Vec<Area>,
}

impl Areas {
    fn excluded(&self, span: Span) -> bool {
        self.without.iter().any(|area| area.overlaps(span))
    }
}

impl<'a, 'c> Run<'a, 'c> {
    /// Without a unit: passages where the query speaks of any, turns otherwise; or the words found in them.
    fn plain(&self, matches: bool) -> Outcome<Vec<Hit>> {
        if self.conjunction.passages.is_empty() { self.turns(matches) } else { self.passages(matches) }
    }

    fn pages(&self) -> impl Iterator<Item = Page<'a>> {
        let world = self.world;
        let mut documents = self.conjunction.documents(world.project);
        documents.sort_unstable_by_key(|d| d.id);
        documents.into_iter().map(move |d| Page::new(d, world.texts))
    }

    /// The same, of these documents alone if any are named; they can hold a result.
    fn pages_among(&self, among: Option<BTreeSet<DocumentId>>) -> Box<dyn Iterator<Item = Page<'a>> + '_> {
        let Some(among) = among else { return Box::new(self.pages()) };
        let world = self.world;
        let documents = among.into_iter().filter_map(move |id| world.project.documents.get(&id));
        Box::new(documents.map(move |d| Page::new(d, world.texts)))
    }

    /// For passages, turns and sentences.
    fn tester(&self) -> Outcome<Option<Tester<'c>>> {
        self.tester_of(self.conjunction.among(self.world.project))
    }

    /// For documents and cases.
    fn tester_of_wholes(&self) -> Outcome<Option<Tester<'c>>> {
        self.tester_of(self.conjunction.among_places(self.world.project))
    }

    fn tester_of(&self, among: Option<Among>) -> Outcome<Option<Tester<'c>>> {
        self.conjunction.text.as_ref().map(|text| Tester::new(text, self.world, among.as_ref())).transpose()
    }

    /// `None` when the document has no such place.
    fn areas(&self, page: &Page<'_>) -> Outcome<Option<Areas>> {
        let mut within = Area::Whole;
        for place in &self.conjunction.places {
            within = within.and(area(place, page, self.world.project)?);
            if within.is_nowhere() {
                return Ok(None);
            }
        }
        let without = self.conjunction.not_places.iter().map(|p| area(p, page, self.world.project));
        Ok(Some(Areas { within, without: without.collect::<Outcome<_>>()? }))
    }

    fn spans(&self, sources: &[Source], page: &Page<'_>) -> Outcome<Vec<Vec<Span>>> {
        let mut turns = Vec::new();
        if sources.iter().any(Source::needs_turns) {
            let content = page.content()?;
            let text = content.text.as_str();
            turns.extend(content.structure.turns.iter().map(|t| t.span.trimmed(text)));
        }
        let filter = &self.conjunction.filter;
        let mut all = Vec::with_capacity(sources.len());
        for source in sources {
            let mut spans = source.spans(page.document.id, filter, &turns, &self.world.project.codings);
            if source.needs_turns() {
                let text = page.content()?.text.as_str();
                spans = spans.into_iter().map(|s| s.trimmed(text)).collect();
                spans.retain(|s| s.of(text).contains(char::is_alphanumeric));
            }
            all.push(spans);
        }
        Ok(all)
    }

    fn passages(&self, matches: bool) -> Outcome<Vec<Hit>> {
        let mut tester = self.tester()?;
        let among = tester.as_ref().and_then(Tester::documents);
        let mut hits = Vec::new();
        for page in self.pages_among(among) {
            let Some(areas) = self.areas(&page)? else { continue };
            let sources = self.spans(&self.conjunction.passages, &page)?;
            let mut spans = sources.iter().skip(1).fold(sources[0].clone(), |shared, other| overlap(&shared, other));
            let may_hold = |s: Span| tester.as_ref().is_none_or(|tester| tester.may_hold(page.document.id, s));
            spans.retain(|s| may_hold(*s) && areas.within.overlaps(*s) && !areas.excluded(*s));
            let without = self.spans(&self.conjunction.not_passages, &page)?;
            spans.retain(|s| !without.iter().any(|list| touches(list, *s)));
            for span in spans {
                let stretch = Stretch { page: &page, area: &areas.within, span };
                if let Some(tester) = &mut tester {
                    if !tester.holds(&[stretch])? {
                        continue;
                    }
                    if matches {
                        let found = tester.matches(&stretch)?;
                        hits.extend(found.into_iter().map(|m| Hit::of_match(page.document.id, m)));
                        continue;
                    }
                }
                hits.push(Hit::new(page.document.id, span, None));
            }
        }
        Ok(hits)
    }

    /// The turns that satisfy the text and lie in the places, before anything is excluded; grouped by document.
    fn found(&self) -> Outcome<Option<BTreeMap<DocumentId, Vec<Found>>>> {
        let Some(text) = &self.conjunction.text else { return Ok(None) };
        let among = self.conjunction.among(self.world.project);
        let mut by_document: BTreeMap<DocumentId, Vec<Found>> = BTreeMap::new();
        for found in self.world.words.turns(text, among.as_ref())? {
            by_document.entry(found.document).or_default().push(found);
        }
        Ok(Some(by_document))
    }

    fn turns(&self, matches: bool) -> Outcome<Vec<Hit>> {
        let found = self.found()?;
        let mut tester: Option<Tester<'_>> = None;
        let mut hits = Vec::new();
        for page in self.pages() {
            let listed = found.as_ref().map(|f| f.get(&page.document.id).map_or(&[][..], Vec::as_slice));
            if listed.is_some_and(<[Found]>::is_empty) && self.conjunction.places.is_empty() {
                continue;
            }
            let Some(areas) = self.areas(&page)? else { continue };
            let with = self.spans(&self.conjunction.passages, &page)?;
            let without = self.spans(&self.conjunction.not_passages, &page)?;
            for turn in self.candidates(&page, listed, &areas.within)? {
                let inside = areas.within.contains(turn.span);
                if !areas.within.overlaps(turn.span)
                    || areas.excluded(turn.span)
                    || !with.iter().all(|list| touches(list, turn.span))
                    || without.iter().any(|list| touches(list, turn.span))
                {
                    continue;
                }
                let stretch = Stretch { page: &page, area: &areas.within, span: turn.span };
                if found.is_some() && (!inside || matches) {
                    if tester.is_none() {
                        tester = self.tester()?;
                    }
                    let Some(tester) = &mut tester else { continue };
                    if !inside && !tester.holds(&[stretch])? {
                        continue;
                    }
                    if matches {
                        let spans = tester.matches(&stretch)?;
                        hits.extend(spans.into_iter().map(|m| Hit::of_match(page.document.id, m)));
                        continue;
                    }
                }
                hits.push(Hit::new(page.document.id, turn.span, Some(turn.turn)));
            }
        }
        Ok(hits)
    }

    /// The turns of a document to be looked at: those in which the text was found, and those that lie only in part in the area, of which it must be asked anew;
    /// without a text, all.
    fn candidates(&self, page: &Page<'_>, listed: Option<&[Found]>, within: &Area) -> Outcome<Vec<Found>> {
        if let (Some(listed), Area::Whole) = (listed, within) {
            return Ok(listed.to_vec());
        }
        let document = page.document.id;
        let turns = page.content()?.structure.turns.iter().enumerate();
        let all = turns.map(|(i, t)| Found { document, turn: i as u32, span: t.span });
        let Some(listed) = listed else { return Ok(all.collect()) };
        let fits = |f: &Found| {
            if within.contains(f.span) {
                listed.binary_search_by_key(&f.turn, |l| l.turn).is_ok()
            } else {
                within.overlaps(f.span)
            }
        };
        Ok(all.filter(fits).collect())
    }

    fn sentences(&self) -> Outcome<Vec<Hit>> {
        let mut tester = self.tester()?;
        let all = self.conjunction.text.as_ref().is_none_or(|text| text.holds_of_nothing());
        let mut hits = Vec::new();
        for page in self.pages() {
            let Some(areas) = self.areas(&page)? else { continue };
            let with = self.spans(&self.conjunction.passages, &page)?;
            let without = self.spans(&self.conjunction.not_passages, &page)?;
            let turns: Vec<u32> = match &tester {
                Some(tester) if !all => tester.turns_with_any(page.document.id),
                _ => (0..page.document.turns).collect(),
            };
            if turns.is_empty() {
                continue;
            }
            let content = page.content()?;
            for turn in turns {
                let Some(whole) = content.structure.turns.get(turn as usize).map(|t| t.span) else { continue };
                if !areas.within.overlaps(whole) || !with.iter().all(|list| touches(list, whole)) {
                    continue;
                }
                for piece in sentences(whole.of(content.text.as_str())) {
                    let span = Span { start: piece.start + whole.start, end: piece.end + whole.start };
                    let stretch = Stretch { page: &page, area: &areas.within, span };
                    let holds = areas.within.overlaps(span)
                        && !areas.excluded(span)
                        && with.iter().all(|list| touches(list, span))
                        && !without.iter().any(|list| touches(list, span));
                    if holds && tester.as_mut().map_or(Ok(true), |t| t.holds(&[stretch]))? {
                        hits.push(Hit::new(page.document.id, span, Some(turn)));
                    }
                }
            }
        }
        Ok(hits)
    }

    fn documents(&self) -> Outcome<Vec<Hit>> {
        let mut tester = self.tester_of_wholes()?;
        let mut hits = Vec::new();
        for page in self.pages() {
            if self.whole(&[(&page, Area::Whole)], &mut tester)?.is_some() {
                let span = page.content()?.text.span();
                hits.push(Hit::new(page.document.id, span, (page.document.turns > 0).then_some(0)));
            }
        }
        Ok(hits)
    }

    fn cases(&self) -> Outcome<Vec<Hit>> {
        let mut tester = self.tester_of_wholes()?;
        let mut hits = Vec::new();
        for case in self.world.project.cases_by_name() {
            let parts = case_parts(self.world.project, self.world.texts, case.id)?;
            let mut pages = Vec::new();
            for (id, spans) in parts {
                if let Some(document) = self.world.project.documents.get(&id) {
                    pages.push((Page::new(document, self.world.texts), Area::of(spans)));
                }
            }
            let parts: Vec<(&Page<'_>, Area)> = pages.iter().map(|(page, area)| (page, area.clone())).collect();
            if let Some((page, span)) = self.whole(&parts, &mut tester)? {
                let text = page.content()?.text.span();
                let span = span.intersection(text).unwrap_or(text);
                hits.push(Hit { case: Some(case.id), ..Hit::new(page.document.id, span, None) });
            }
        }
        Ok(hits)
    }

    /// Whether parts of documents, taken together, hold everything asked for. Gives the first stretch that lies in the places.
    fn whole<'p>(
        &self,
        parts: &[(&'p Page<'a>, Area)],
        tester: &mut Option<Tester<'c>>,
    ) -> Outcome<Option<(&'p Page<'a>, Span)>> {
        let mut kept: Vec<(&'p Page<'a>, Area)> = Vec::new();
        let mut with = vec![false; self.conjunction.passages.len()];
        for (page, part) in parts {
            let Some(areas) = self.areas(page)? else { continue };
            let within = areas.within.and(part.clone());
            if within.is_nowhere() {
                continue;
            }
            if areas.without.into_iter().any(|a| !a.and(within.clone()).is_nowhere()) {
                return Ok(None);
            }
            let touched = |list: &Vec<Span>| list.iter().any(|s| within.overlaps(*s));
            if self.spans(&self.conjunction.not_passages, page)?.iter().any(touched) {
                return Ok(None);
            }
            let found = self.spans(&self.conjunction.passages, page)?;
            with.iter_mut().zip(&found).for_each(|(so_far, list)| *so_far |= touched(list));
            kept.push((page, within));
        }
        let Some((page, within)) = kept.first() else { return Ok(None) };
        if !with.into_iter().all(|held| held) {
            return Ok(None);
        }
        if let Some(tester) = tester {
            let stretches: Vec<Stretch<'_, '_>> =
                kept.iter().map(|(page, area)| Stretch { page, area, span: WHOLE }).collect();
            if !tester.holds(&stretches)? {
                return Ok(None);
            }
        }
        let span = match within {
            Area::Whole => WHOLE,
            Area::Parts(parts) => parts.first().copied().unwrap_or_default(),
        };
        Ok(Some((page, span)))
    }
}

impl Hit {
    fn new(document: DocumentId, span: Span, turn: Option<u32>) -> Self {
        Self { passage: passage(document, span), turn, matches: Vec::new(), case: None::<CaseId> }
    }

    fn of_match(document: DocumentId, span: Span) -> Self {
        Self { matches: vec![span], ..Self::new(document, span, None) }
    }
}
