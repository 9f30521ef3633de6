use super::area::{Area, Page};
use super::scan::Readers;
use super::{Among, Found, TextExpr, World};
use crate::fault::Outcome;
use crate::id::DocumentId;
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Decides whether a text condition holds of a stretch that is no whole turn: a passage, a sentence, a document, the part of a turn that belongs to a case.
///
/// For each atom it knows the turns in which that is found; it reads a turn's text only where the stretch covers the turn in part.
pub(super) struct Tester<'t> {
    text: &'t TextExpr,
    turns: Vec<BTreeMap<DocumentId, Vec<Found>>>,
    readers: Readers<'t>,
    /// What was found last, since sentences and passages of the same turn follow each other.
    last: Option<(DocumentId, u32, Vec<Vec<Span>>)>,
}

/// A stretch of a document, and the area in which words count.
#[derive(Clone, Copy)]
pub(super) struct Stretch<'p, 'a> {
    pub page: &'p Page<'a>,
    pub area: &'p Area,
    pub span: Span,
}

impl Stretch<'_, '_> {
    fn holds(&self, span: Span) -> bool {
        self.span.contains(span) && self.area.contains(span)
    }
}

impl<'t> Tester<'t> {
    /// For a condition; with `among`, stretches are asked about that touch no other turns.
    pub fn new(text: &'t TextExpr, world: World<'_>, among: Option<&Among>) -> Outcome<Self> {
        let atoms = text.atoms();
        let mut turns = Vec::with_capacity(atoms.len());
        for atom in &atoms {
            let mut by_document: BTreeMap<DocumentId, Vec<Found>> = BTreeMap::new();
            for found in world.words.turns(&TextExpr::Atom((*atom).clone()), among)? {
                by_document.entry(found.document).or_default().push(found);
            }
            turns.push(by_document);
        }
        Ok(Self { text, turns, readers: Readers::new(atoms), last: None })
    }

    /// Whether the condition holds of some stretches taken together.
    pub fn holds(&mut self, stretches: &[Stretch<'_, '_>]) -> Outcome<bool> {
        let mut fault = None;
        let mut at = 0;
        let text = self.text;
        let holds = text.holds_each(&mut |_| {
            at += 1;
            self.atom_in(at - 1, stretches).unwrap_or_else(|f| {
                fault = Some(f);
                false
            })
        });
        fault.map_or(Ok(holds), Err)
    }

    fn atom_in(&mut self, atom: usize, stretches: &[Stretch<'_, '_>]) -> Outcome<bool> {
        for stretch in stretches {
            for found in self.found(atom, stretch) {
                if stretch.holds(found.span) || self.read(stretch, found)?[atom].iter().any(|m| stretch.holds(*m)) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The turns with an atom that a stretch touches.
    fn found(&self, atom: usize, stretch: &Stretch<'_, '_>) -> Vec<Found> {
        let all = self.turns[atom].get(&stretch.page.document.id).map_or(&[][..], Vec::as_slice);
        let first = all.partition_point(|f| f.span.end <= stretch.span.start);
        let after = all.partition_point(|f| f.span.start < stretch.span.end);
        let touched = all.get(first..after).unwrap_or_default();
        touched.iter().filter(|f| stretch.area.overlaps(f.span)).copied().collect()
    }

    /// The documents in which any atom is found; `None` where the condition holds of texts in which none is.
    pub fn documents(&self) -> Option<BTreeSet<DocumentId>> {
        (!self.text.holds_of_nothing()).then(|| self.turns.iter().flat_map(BTreeMap::keys).copied().collect())
    }

    /// Whether a stretch of a document can satisfy the condition, as far as one sees without reading it: it touches a turn in which an atom is found.
    pub fn may_hold(&self, document: DocumentId, span: Span) -> bool {
        self.text.holds_of_nothing()
            || self.turns.iter().filter_map(|by| by.get(&document)).any(|all| {
                let first = all.partition_point(|f| f.span.end <= span.start);
                all.get(first).is_some_and(|f| f.span.start < span.end)
            })
    }

    /// The turns of a document in which any atom is found.
    pub fn turns_with_any(&self, document: DocumentId) -> Vec<u32> {
        let each = self.turns.iter().filter_map(|by| by.get(&document)).flatten();
        let mut turns: Vec<u32> = each.map(|f| f.turn).collect();
        turns.sort_unstable();
        turns.dedup();
        turns
    }

    /// What is found in one turn, for each atom, in bytes of the document.
    fn read(&mut self, stretch: &Stretch<'_, '_>, found: Found) -> Outcome<&[Vec<Span>]> {
        let known = self.last.as_ref().is_some_and(|(d, t, _)| *d == found.document && *t == found.turn);
        if !known {
            let content = stretch.page.content()?;
            let words = found.span.of(content.text.as_str());
            let matches = self.readers.of(&stretch.page.document.language).read(words);
            let absolute = |span: Span| Span { start: span.start + found.span.start, end: span.end + found.span.start };
            let spans = matches.into_iter().map(|list| list.into_iter().map(|m| absolute(m.span)).collect()).collect();
            self.last = Some((found.document, found.turn, spans));
        }
        Ok(self.last.as_ref().map_or(&[], |(_, _, spans)| spans))
    }

    /// The words looked for that stand in a stretch, in order.
    pub fn matches(&mut self, stretch: &Stretch<'_, '_>) -> Outcome<Vec<Span>> {
        let wanted = self.text.wanted();
        let mut spans = Vec::new();
        for (i, atom) in self.text.atoms().into_iter().enumerate() {
            if !wanted.iter().any(|w| std::ptr::eq(*w, atom)) {
                continue;
            }
            for found in self.found(i, stretch) {
                spans.extend(self.read(stretch, found)?[i].iter().filter(|m| stretch.holds(**m)));
            }
        }
        spans.sort_unstable();
        spans.dedup();
        Ok(spans)
    }
}
