use super::kept::Kept;
use super::line::Subject;
use super::sheets::Sheets;
use crate::case::{Link, Part};
use crate::coding::{Brief, Coding, Passage, Sheet};
use crate::document::{Content, Document};
use crate::fault::Outcome;
use crate::id::{CaseId, CodeId, DocumentId, IdMap, IdSet};
use crate::query::{self, WHOLE, World};
use crate::text::{Span, joined};
use rayon::prelude::*;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// The project with its documents and codings numbered, so that everything else can count in small integers.
pub(super) struct Ground<'a> {
    pub(super) world: &'a World<'a>,
    /// In the project's order.
    pub(super) documents: Vec<&'a Document>,
    /// Their ids.
    pub(super) ids: Vec<DocumentId>,
    numbers: OnceCell<IdMap<DocumentId, u32>>,
    sheets: OnceCell<Sheets<'a>>,
    /// The numbers that codings have: coding `n` of document `d` is number `from[d] + n`. Looked up when single codings are asked for, which counting does not do.
    from: OnceCell<Vec<usize>>,
    /// The links of each case, in order of creation.
    links: OnceCell<IdMap<CaseId, Vec<&'a Link>>>,
    /// Rows and columns that were listed before.
    pub(super) kept: Option<&'a Kept>,
    company: OnceCell<Rc<Company>>,
    /// The codes right under each.
    below: OnceCell<IdMap<CodeId, Vec<CodeId>>>,
}

/// The cases with their parts of the documents.
pub(super) struct Company {
    /// In the project's order.
    pub(super) cases: Vec<CaseId>,
    /// For each document the cases that have a part of it, by their number, with the part.
    pub(super) parts: Vec<Vec<(u32, Cow<'static, [Span]>)>>,
}

/// A whole document.
const ALL: &[Span] = &[WHOLE];

/// No coding.
pub(super) const NONE: u32 = u32::MAX;

/// One passage in a cell, before anything is looked up about it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Mark {
    /// Number of the document.
    pub(super) document: u32,
    /// Where in it.
    pub(super) span: Span,
    /// Number of the coding that put it there ([`NONE`] for a passage that is there for its words or place).
    pub(super) coding: u32,
    /// Where two codings share text: the one on the column's side; `coding` is on the row's.
    pub(super) other: u32,
}

impl<'a> Ground<'a> {
    pub(super) fn new(world: &'a World<'a>) -> Self {
        let project = world.project;
        let documents: Vec<&Document> = project.documents.values().collect();
        // The keys stand close together, the documents do not.
        let ids: Vec<DocumentId> = project.documents.keys().copied().collect();
        Self {
            world,
            documents,
            ids,
            numbers: OnceCell::new(),
            sheets: OnceCell::new(),
            from: OnceCell::new(),
            links: OnceCell::new(),
            kept: None,
            company: OnceCell::new(),
            below: OnceCell::new(),
        }
    }

    /// The same, for whoever fills the same table in again.
    pub(super) fn keeping(world: &'a World<'a>, kept: &'a Kept) -> Self {
        Self { kept: Some(kept), ..Self::new(world) }
    }

    fn links_of(&self, case: CaseId) -> &[&'a Link] {
        let links = self.links.get_or_init(|| {
            let mut links: IdMap<CaseId, Vec<&Link>> = IdMap::default();
            self.world.project.links.values().for_each(|link| links.entry(link.case).or_default().push(link));
            links
        });
        links.get(&case).map_or(&[], Vec::as_slice)
    }

    /// The codings of each document in brief.
    pub(super) fn sheets(&self) -> &Sheets<'a> {
        self.sheets.get_or_init(|| match self.kept {
            Some(kept) => Sheets::Kept(kept.sheets(self)),
            None => {
                let briefs = self.world.project.codings.briefs();
                Sheets::Looked(self.ids.par_iter().with_min_len(512).map(|id| briefs.sheet(*id)).collect())
            }
        })
    }

    /// The codings of a document in brief, in reading order.
    pub(super) fn briefs(&self, document: u32) -> &[Brief] {
        self.sheets().at(document as usize).map_or(&[], Sheet::list)
    }

    /// The number of the first coding of each document.
    pub(super) fn from(&self) -> &[usize] {
        self.from.get_or_init(|| {
            let mut from = vec![0];
            self.sheets().all().for_each(|s| from.push(from[from.len() - 1] + s.map_or(0, |s| s.list().len())));
            from
        })
    }

    /// The parts of documents that are linked to a case.
    pub(super) fn places_of(&self, case: CaseId) -> Outcome<BTreeMap<u32, Vec<Span>>> {
        let links = self.links_of(case);
        if links.iter().all(|l| matches!(l.part, Part::Whole)) {
            let whole = |l: &&Link| Some((self.number(l.document)?, vec![WHOLE]));
            return Ok(links.iter().filter_map(whole).collect());
        }
        let parts = query::case_parts(self.world.project, self.world.texts, case)?;
        Ok(parts.into_iter().filter_map(|(document, spans)| Some((self.number(document)?, joined(spans)))).collect())
    }

    /// The cases with their parts; looked up when first asked for.
    pub(super) fn company(&self) -> Outcome<&Company> {
        if let Some(known) = self.company.get() {
            return Ok(known);
        }
        let made = match self.kept {
            Some(kept) => kept.company(|| self.gathered())?,
            None => Rc::new(self.gathered()?),
        };
        Ok(self.company.get_or_init(|| made))
    }

    fn gathered(&self) -> Outcome<Company> {
        let cases: Vec<CaseId> = self.world.project.cases.keys().copied().collect();
        let mut parts: Vec<Vec<(u32, Cow<'static, [Span]>)>> = vec![Vec::new(); self.documents.len()];
        for (n, case) in (0..).zip(&cases) {
            let links = self.links_of(*case);
            if links.iter().all(|link| matches!(link.part, Part::Whole)) {
                for document in links.iter().filter_map(|link| self.number(link.document)) {
                    let here = &mut parts[document as usize];
                    // A case may be linked twice to the same document.
                    if here.last().is_none_or(|(last, _)| *last != n) {
                        here.push((n, Cow::Borrowed(ALL)));
                    }
                }
                continue;
            }
            for (document, spans) in self.places_of(*case)? {
                parts[document as usize].push((n, Cow::Owned(spans)));
            }
        }
        Ok(Company { cases, parts })
    }

    /// The whole documents that are linked to some cases, in order; `None` when a case has only a part of one.
    pub(super) fn whole_of(&self, cases: &[CaseId]) -> Option<Vec<u32>> {
        let mut all = Vec::new();
        for link in cases.iter().flat_map(|case| self.links_of(*case)) {
            if !matches!(link.part, Part::Whole) {
                return None;
            }
            all.extend(self.number(link.document));
        }
        all.sort_unstable();
        all.dedup();
        Some(all)
    }

    /// A code and everything under it.
    pub(super) fn family(&self, code: CodeId) -> IdSet<CodeId> {
        let below = self.below.get_or_init(|| {
            let mut below: IdMap<CodeId, Vec<CodeId>> = IdMap::default();
            for (_, code) in self.world.project.codebook.tree() {
                code.parent.into_iter().for_each(|parent| below.entry(parent).or_default().push(code.id));
            }
            below
        });
        let mut family: IdSet<CodeId> = [code].into_iter().collect();
        let mut open = vec![code];
        while let Some(parent) = open.pop() {
            for child in below.get(&parent).into_iter().flatten() {
                if family.insert(*child) {
                    open.push(*child);
                }
            }
        }
        family
    }

    /// A coding by its number.
    pub(super) fn coding(&self, n: u32) -> Option<&'a Coding> {
        let from = self.from();
        let at = from.partition_point(|from| *from <= n as usize).checked_sub(1)?;
        self.world.project.codings.of(*self.ids.get(at)?).get(n as usize - from[at])
    }

    /// The codings of a document in reading order, with the number of the first.
    pub(super) fn codings_of(&self, document: u32) -> (u32, &'a [Coding]) {
        (self.first_of(document), self.world.project.codings.of(self.ids[document as usize]))
    }

    /// The number of the first coding of a document.
    pub(super) fn first_of(&self, document: u32) -> u32 {
        self.from()[document as usize] as u32
    }

    /// Whether anything has been coded.
    pub(super) fn has_codings(&self) -> bool {
        !self.world.project.codings.is_empty()
    }

    /// The number of a document.
    pub(super) fn number(&self, id: DocumentId) -> Option<u32> {
        let numbers = self.numbers.get_or_init(|| {
            let mut numbers = IdMap::with_capacity_and_hasher(self.ids.len(), Default::default());
            numbers.extend(self.ids.iter().zip(0..).map(|(id, n)| (*id, n)));
            numbers
        });
        numbers.get(&id).copied()
    }

    /// What a document says of itself under a name, in any case of letters.
    pub(super) fn property(&self, document: u32, name: &str) -> Option<&'a str> {
        let properties = &self.documents[document as usize].properties;
        let found = properties.get(name).or_else(|| {
            let folded = name.trim().to_lowercase();
            properties.iter().find(|(key, _)| key.to_lowercase() == folded).map(|(_, value)| value)
        });
        found.map(|v| v.trim()).filter(|v| !v.is_empty())
    }

    /// A section of a case's write-ups, by its heading; `template: heading` where several templates have it.
    pub(super) fn section(&self, subject: Subject, heading: &str) -> Option<String> {
        let Subject::Case(case) = subject else { return None };
        let project = self.world.project;
        let fold = crate::text::fold;
        let (template, title) = heading.split_once(": ").map_or((None, heading), |(t, h)| (Some(t), h));
        let own = project.vignettes.values().filter(|v| v.case == case);
        let meant = own.filter(|v| {
            let name = project.templates.get(&v.template).map(|t| fold(&t.name));
            template.is_none_or(|wanted| name.is_some_and(|name| name == fold(wanted.trim())))
        });
        meant
            .flat_map(|v| crate::memo::sections(&v.text))
            .find(|section| [title, heading].iter().any(|t| fold(section.title) == fold(t.trim())))
            .map(|section| section.body.to_owned())
    }

    /// Text and structure of a document.
    pub(super) fn content(&self, document: u32) -> Outcome<Arc<Content>> {
        self.world.texts.content(self.documents[document as usize])
    }

    /// Where a mark is.
    pub(super) fn passage(&self, mark: &Mark) -> Passage {
        Passage { document: self.documents[mark.document as usize].id, span: mark.span }
    }

    /// The codings that put a mark into its cell; none for a passage that is there for its words or place.
    pub(super) fn behind(&self, mark: &Mark) -> impl Iterator<Item = &'a Coding> {
        let codings = [mark.coding, mark.other].into_iter().filter(|n| *n != NONE);
        // Both lie in the mark's document.
        codings.filter_map(|n| {
            let (first, here) = self.codings_of(mark.document);
            here.get(n.checked_sub(first)? as usize)
        })
    }

    /// The codings that put a mark into its cell, or else those that lie on it.
    pub(super) fn on(&self, mark: &Mark) -> Vec<&'a Coding> {
        let mut found: Vec<&Coding> = self.behind(mark).collect();
        if found.is_empty() {
            found = self.world.project.codings.on(self.passage(mark)).collect();
        }
        found
    }
}

/// The marks without those at the place of another.
pub(super) fn distinct(marks: &[Mark]) -> Vec<Mark> {
    let mut sorted = marks.to_vec();
    sorted.sort_unstable();
    sorted.dedup_by_key(|m| (m.document, m.span));
    sorted
}

/// Whether a span shares a byte with one of these, which are sorted and apart.
pub(super) fn touches(apart: &[Span], span: Span) -> bool {
    let next = apart.partition_point(|s| s.end <= span.start);
    apart.get(next).is_some_and(|s| s.start < span.end)
}

/// What two sorted lists of separate spans share.
pub(super) fn shared(a: &[Span], b: &[Span]) -> Vec<Span> {
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        out.extend(x.intersection(*y));
        if x.end <= y.end { i += 1 } else { j += 1 }
    }
    out
}

/// Calls `meet` once for every two spans that overlap, given in order of their start, by one sweep.
pub(super) fn sweep(spans: impl Iterator<Item = Span>, mut meet: impl FnMut(usize, usize, Span)) {
    let mut open: Vec<(usize, Span)> = Vec::new();
    for (n, span) in spans.enumerate() {
        open.retain(|(_, earlier)| earlier.end > span.start);
        for (m, earlier) in &open {
            if let Some(both) = earlier.intersection(span) {
                meet(*m, n, both);
            }
        }
        open.push((n, span));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spans() -> impl Strategy<Value = Vec<Span>> {
        prop::collection::vec((0usize..40, 1usize..12), 0..12)
            .prop_map(|list| list.into_iter().map(|(start, len)| Span::new(start, start + len)).collect())
    }

    fn bytes(spans: &[Span]) -> Vec<u32> {
        let mut all: Vec<u32> = spans.iter().flat_map(|s| s.start..s.end).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    proptest! {
        #[test]
        fn spans_are_merged_shared_and_touched_as_their_bytes_are(a in spans(), b in spans()) {
            let (x, y) = (joined(a.clone()), joined(b.clone()));
            prop_assert_eq!(bytes(&x), bytes(&a));
            let both: Vec<u32> = bytes(&a).into_iter().filter(|n| bytes(&b).contains(n)).collect();
            prop_assert_eq!(bytes(&shared(&x, &y)), both);
            for span in b {
                prop_assert_eq!(touches(&x, span), a.iter().any(|s| s.overlaps(span)));
            }
        }

        #[test]
        fn a_sweep_meets_every_two_that_overlap_once(mut a in spans()) {
            a.sort_unstable();
            let mut met = Vec::new();
            sweep(a.iter().copied(), |i, j, both| met.push((i, j, both)));
            met.sort_unstable();
            let mut naive = Vec::new();
            for i in 0..a.len() {
                for j in i + 1..a.len() {
                    naive.extend(a[i].intersection(a[j]).map(|both| (i, j, both)));
                }
            }
            prop_assert_eq!(met, naive);
        }
    }
}
