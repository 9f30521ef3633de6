use super::near::fits;
use super::resolve::Place;
use crate::case::Part;
use crate::coding::Passage;
use crate::document::{Content, Document};
use crate::fault::Outcome;
use crate::id::{CaseId, DocumentId};
use crate::project::{Project, Texts};
use crate::text::{Span, fold};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A whole document as a span: it reaches past the end of every text, so that nobody needs to load the text to know it.
pub const WHOLE: Span = Span { start: 0, end: u32::MAX };

/// A document whose content is loaded only when something asks for it.
pub(super) struct Page<'a> {
    pub document: &'a Document,
    texts: &'a dyn Texts,
    content: OnceCell<Arc<Content>>,
}

impl<'a> Page<'a> {
    pub fn new(document: &'a Document, texts: &'a dyn Texts) -> Self {
        Self { document, texts, content: OnceCell::new() }
    }

    pub fn content(&self) -> Outcome<&Arc<Content>> {
        if let Some(content) = self.content.get() {
            return Ok(content);
        }
        let content = self.texts.content(self.document)?;
        Ok(self.content.get_or_init(|| content))
    }

    /// Spans of the turns for which a test holds.
    fn turns(&self, test: impl Fn(&Content, usize) -> bool) -> Outcome<Area> {
        let content = self.content()?;
        let turns = &content.structure.turns;
        let spans = (0..turns.len()).filter(|i| test(content, *i)).map(|i| turns[i].span).collect();
        Ok(Area::of(spans))
    }
}

/// A part of one document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Area {
    Whole,
    /// Merged spans in order; none means nowhere.
    Parts(Vec<Span>),
}

impl Area {
    pub const NOWHERE: Area = Area::Parts(Vec::new());

    /// Merges spans given in any order.
    pub fn of(mut spans: Vec<Span>) -> Self {
        merge(&mut spans);
        if spans.first() == Some(&WHOLE) { Self::Whole } else { Self::Parts(spans) }
    }

    pub fn is_nowhere(&self) -> bool {
        matches!(self, Self::Parts(parts) if parts.is_empty())
    }

    pub fn overlaps(&self, span: Span) -> bool {
        match self {
            Self::Whole => true,
            Self::Parts(parts) => touching(parts, span),
        }
    }

    pub fn contains(&self, span: Span) -> bool {
        match self {
            Self::Whole => true,
            Self::Parts(parts) => {
                let at = parts.partition_point(|p| p.end < span.end);
                parts.get(at).is_some_and(|p| p.contains(span))
            }
        }
    }

    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Whole, area) | (area, Self::Whole) => area,
            (Self::Parts(a), Self::Parts(b)) => Self::Parts(intersections(&a, &b)),
        }
    }
}

/// Whether a span shares a byte with one of these, which are in order and apart.
pub(crate) fn touching(parts: &[Span], span: Span) -> bool {
    let at = parts.partition_point(|p| p.end <= span.start);
    parts.get(at).is_some_and(|p| p.overlaps(span))
}

fn merge(spans: &mut Vec<Span>) {
    spans.retain(|s| !s.is_empty());
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let touches = next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
}

/// What two lists of spans, each in order and apart, share.
fn intersections(a: &[Span], b: &[Span]) -> Vec<Span> {
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        out.extend(a[i].intersection(b[j]));
        if a[i].end <= b[j].end { i += 1 } else { j += 1 }
    }
    out
}

/// The part of a document that a place condition means.
pub(super) fn area(place: &Place, page: &Page<'_>, project: &Project) -> Outcome<Area> {
    match place {
        Place::Documents(ids) => Ok(if ids.contains(&page.document.id) { Area::Whole } else { Area::NOWHERE }),
        Place::Cases(links) => {
            let Some(parts) = links.get(&page.document.id) else { return Ok(Area::NOWHERE) };
            linked(parts, page)
        }
        Place::Speakers(name) => {
            if !page.document.speakers.iter().any(|s| fits(name, s)) {
                return Ok(Area::NOWHERE);
            }
            page.turns(|content, i| content.structure.speaker_of(i).is_some_and(|s| fits(name, s)))
        }
        Place::Role(role) => role_area(role, page),
        Place::Question(question) => question_area(question, page),
        Place::Turns(first, last) => {
            let (first, last) = (*first as usize - 1, *last as usize - 1);
            if first >= page.document.turns as usize {
                return Ok(Area::NOWHERE);
            }
            page.turns(|_, i| (first..=last).contains(&i))
        }
        Place::AnyCase => {
            let parts: Vec<&Part> = project.links_of(page.document.id).map(|l| &l.part).collect();
            linked(&parts, page)
        }
    }
}

impl Place {
    /// The documents that it names, if it names any: no other has such a place.
    pub fn names(&self) -> Option<Vec<DocumentId>> {
        match self {
            Self::Documents(ids) => Some(ids.iter().copied().collect()),
            Self::Cases(links) => Some(links.keys().copied().collect()),
            Self::Speakers(_) | Self::Turns(..) | Self::AnyCase | Self::Role(_) | Self::Question(_) => None,
        }
    }

    /// Whether a document can have such a place, as far as one sees without opening it.
    pub fn may_hold(&self, document: &Document) -> bool {
        match self {
            Self::Documents(ids) => ids.contains(&document.id),
            Self::Cases(links) => links.contains_key(&document.id),
            Self::Speakers(name) => document.speakers.iter().any(|s| fits(name, s)),
            Self::Turns(first, _) => *first <= document.turns,
            Self::AnyCase | Self::Role(_) | Self::Question(_) => true,
        }
    }
}

fn linked<P: std::borrow::Borrow<Part>>(parts: &[P], page: &Page<'_>) -> Outcome<Area> {
    let mut spans = Vec::new();
    for part in parts {
        match part.borrow() {
            Part::Whole => return Ok(Area::Whole),
            Part::Passage { span, .. } => spans.push(*span),
            Part::Speaker(name) => {
                if let Area::Parts(turns) = page.turns(|c, i| c.structure.speaker_of(i) == Some(name))? {
                    spans.extend(turns);
                }
            }
        }
    }
    Ok(Area::of(spans))
}

fn role_area(role: &str, page: &Page<'_>) -> Outcome<Area> {
    let wanted = fold(role.trim());
    page.turns(|content, i| {
        let speaker = content.structure.turns[i].speaker.and_then(|s| content.structure.speakers.get(s as usize));
        speaker.is_some_and(|s| match wanted.as_str() {
            "interviewer" => s.interviewer,
            "respondent" | "participant" | "interviewee" => !s.interviewer,
            _ => s.role.as_ref().is_some_and(|r| fits(role, r)),
        })
    })
}

/// Questions by their number or by words that stand in them.
fn question_area(question: &str, page: &Page<'_>) -> Outcome<Area> {
    let content = page.content()?;
    let text = content.text.as_str();
    let number: Option<u32> = question.trim().parse().ok();
    let wanted = super::words::Analyser::keys(question);
    let mut spans = Vec::new();
    for (i, q) in content.structure.questions.iter().enumerate() {
        let asked = match number {
            Some(n) => q.number.unwrap_or(i as u32 + 1) == n,
            None => {
                let keys = super::words::Analyser::keys(q.span.of(text));
                !wanted.is_empty() && keys.windows(wanted.len()).any(|w| w == wanted)
            }
        };
        if asked {
            let turns = content.structure.turns.get(q.first as usize..q.last as usize).unwrap_or_default();
            spans.extend(turns.iter().map(|t| t.span));
        }
    }
    Ok(Area::of(spans))
}

/// The parts of documents that belong to a case: whole documents, the turns of speakers, passages; merged, in order.
///
/// A whole document is the span [`WHOLE`]; clip it to the text before slicing. A passage belongs to the case when [`lies_in`] says so.
///
/// Errors: a text that cannot be loaded.
pub fn case_parts(project: &Project, texts: &dyn Texts, case: CaseId) -> Outcome<BTreeMap<DocumentId, Vec<Span>>> {
    let mut parts: BTreeMap<DocumentId, Vec<&Part>> = BTreeMap::new();
    for link in project.links_to(case) {
        parts.entry(link.document).or_default().push(&link.part);
    }
    let mut out = BTreeMap::new();
    for (id, parts) in parts {
        let Some(document) = project.documents.get(&id) else { continue };
        let spans = match linked(&parts, &Page::new(document, texts))? {
            Area::Whole => vec![WHOLE],
            Area::Parts(spans) => spans,
        };
        if !spans.is_empty() {
            out.insert(id, spans);
        }
    }
    Ok(out)
}

/// Whether a passage lies in parts as [`case_parts`] gives them: it does when it shares at least one byte with one of them.
pub fn lies_in(passage: Passage, parts: &BTreeMap<DocumentId, Vec<Span>>) -> bool {
    parts.get(&passage.document).is_some_and(|spans| touching(spans, passage.span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_merge_and_intersect() {
        let area = Area::of(vec![Span::new(5, 9), Span::new(0, 3), Span::new(2, 4), Span::new(9, 11)]);
        assert_eq!(area, Area::Parts(vec![Span::new(0, 4), Span::new(5, 11)]));
        let other = Area::of(vec![Span::new(3, 6), Span::new(10, 20)]);
        let both = Area::Parts(vec![Span::new(3, 4), Span::new(5, 6), Span::new(10, 11)]);
        assert_eq!(area.clone().and(other), both);
        assert!(area.contains(Span::new(5, 11)) && !area.contains(Span::new(3, 6)) && !area.overlaps(Span::new(4, 5)));
        assert_eq!(Area::of(vec![WHOLE, Span::new(1, 2)]), Area::Whole);
    }
}
