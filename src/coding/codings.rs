use super::briefs::Briefs;
use super::journal::{Journal, Moment};
use super::kept::Kept;
use crate::id::{CodeId, CoderId, CodingId, DocumentId, IdMap, Stamp};
use crate::text::{Points, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// A stretch of a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Passage {
    /// The document.
    pub document: DocumentId,
    /// In bytes of its frozen text.
    pub span: Span,
}

/// One coder said: this passage is this code. Keeps its span, its quote and a hash of its context, so that a fault in any of them shows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Coding {
    /// Identity.
    pub id: CodingId,
    /// The document.
    pub document: DocumentId,
    /// The code.
    pub code: CodeId,
    /// Who said so.
    pub coder: CoderId,
    /// Where, in bytes of the frozen text.
    pub span: Span,
    /// Where, in code points.
    pub points: Points,
    /// The words.
    pub quote: Box<str>,
    /// [`super::context_hash`] at the time of coding.
    pub context: u64,
    /// Marked as telling: a quotation for the report.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub telling: bool,
    /// When.
    pub at: Stamp,
}

impl Coding {
    /// The passage.
    pub fn passage(&self) -> Passage {
        Passage { document: self.document, span: self.span }
    }
}

/// All codings, kept by document in reading order (start, then end, then id).
#[derive(Clone, Debug, Default)]
pub struct Codings {
    by_document: IdMap<DocumentId, Kept>,
    /// The place of each coding: made when it is first asked for, since whoever only reads goes by documents.
    place_of: OnceLock<IdMap<CodingId, (DocumentId, Span)>>,
    /// All of them in brief: made when something is counted for the first time, and kept right from then on.
    briefs: OnceLock<Briefs>,
    journal: Journal,
    len: usize,
}

impl PartialEq for Codings {
    fn eq(&self, other: &Self) -> bool {
        let same = |(document, kept): (&DocumentId, &Kept)| other.of(*document) == kept.list();
        self.by_document.len() == other.by_document.len() && self.by_document.iter().all(same)
    }
}

impl Eq for Codings {}

impl Codings {
    /// Builds from any order.
    pub fn from_unsorted(codings: impl IntoIterator<Item = Coding>) -> Self {
        let mut all = Self::default();
        // They come document by document as a rule: each run is kept as one piece of the right size.
        let mut run: Vec<Coding> = Vec::new();
        for coding in codings {
            if run.last().is_some_and(|last| last.document != coding.document) {
                all.take_in(&mut run);
            }
            run.push(coding);
        }
        all.take_in(&mut run);
        all.by_document.values_mut().for_each(Kept::sort);
        all
    }

    /// Takes in a run of codings of one document.
    fn take_in(&mut self, run: &mut Vec<Coding>) {
        let Some(document) = run.first().map(|c| c.document) else { return };
        self.len += run.len();
        self.by_document.entry(document).or_default().append(run);
    }

    /// Takes in codings of other documents.
    pub fn join(&mut self, other: Self) {
        self.len += other.len;
        self.place_of.take();
        self.briefs.take();
        self.journal.begin_anew();
        self.by_document.extend(other.by_document);
    }

    fn place_of(&self) -> &IdMap<CodingId, (DocumentId, Span)> {
        self.place_of.get_or_init(|| {
            // Room for all at once: growing step by step would move every entry several times.
            let mut all = IdMap::with_capacity_and_hasher(self.len + self.len / 16, Default::default());
            all.extend(self.iter().map(|c| (c.id, (c.document, c.span))));
            all
        })
    }

    /// Makes what is otherwise made when it is first asked for: where each coding is, which the first new coding needs, and what counting needs. On a large
    /// project that takes longer than a frame of the screen, so it is best done before the first key.
    pub fn prepare(&self) {
        let counting = || self.briefs().meetings().is_some();
        rayon::join(|| self.place_of().len(), counting);
    }

    /// Whether that has been done.
    pub fn is_prepared(&self) -> bool {
        self.place_of.get().is_some() && self.briefs.get().is_some()
    }

    /// All codings in brief, for counting.
    pub fn briefs(&self) -> &Briefs {
        self.briefs.get_or_init(|| {
            let mut all = Briefs::default();
            self.by_document.iter().for_each(|(document, kept)| all.renew(*document, kept.list()));
            all
        })
    }

    /// Notes where a coding is, if that is kept already.
    fn note(&mut self, coding: &Coding) {
        self.journal.note(coding.document, coding.span, coding.id);
        if let Some(known) = self.place_of.get_mut() {
            known.insert(coding.id, (coding.document, coding.span));
        }
    }

    /// This moment, to ask later what came and went since.
    pub fn now(&self) -> Moment {
        self.journal.now()
    }

    /// The places in a document to which codings came, or which they left, since a moment; `None` when that is not known: then everything may be different.
    pub fn since(&self, moment: &Moment, document: DocumentId) -> Option<Vec<(Span, CodingId)>> {
        self.journal.since(moment, document)
    }

    /// The documents in which codings came or went since a moment; `None` when that is not known.
    pub fn altered_since(&self, moment: &Moment) -> Option<BTreeSet<DocumentId>> {
        self.journal.altered_since(moment)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// True without codings.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where a coding is, and where in its document's list it stands.
    fn find(&self, id: CodingId) -> Option<(DocumentId, usize)> {
        let (document, span) = *self.place_of().get(&id)?;
        let at = self.by_document.get(&document)?.find((span.start, span.end, id))?;
        Some((document, at))
    }

    /// One coding.
    pub fn get(&self, id: CodingId) -> Option<&Coding> {
        let (document, at) = self.find(id)?;
        self.of(document).get(at)
    }

    /// The codings of a document in reading order.
    #[inline]
    pub fn of(&self, document: DocumentId) -> &[Coding] {
        self.by_document.get(&document).map_or(&[], Kept::list)
    }

    /// All codings, document by document, in no particular order of documents.
    pub fn iter(&self) -> impl Iterator<Item = &Coding> {
        self.by_document.values().flat_map(Kept::list)
    }

    /// The codings of a document that share at least one byte with a span, in reading order.
    pub fn on(&self, passage: Passage) -> impl Iterator<Item = &Coding> {
        self.by_document.get(&passage.document).into_iter().flat_map(move |kept| kept.on(passage.span))
    }

    /// How many code points of a document have a coding on them.
    pub fn covered(&self, document: DocumentId) -> u32 {
        self.by_document.get(&document).map_or(0, Kept::covered)
    }

    /// Adds or replaces a coding.
    pub fn put(&mut self, coding: Coding) {
        self.remove(coding.id);
        self.note(&coding);
        self.len += 1;
        let document = coding.document;
        let kept = self.by_document.entry(document).or_default();
        let at = kept.insert(coding);
        if let Some(briefs) = self.briefs.get_mut() {
            briefs.put_in(document, at, &kept.list()[at], kept);
        }
    }

    /// Adds many at once: sorts each touched document only once.
    pub fn extend(&mut self, codings: impl IntoIterator<Item = Coding>) {
        let codings: Vec<Coding> = codings.into_iter().collect();
        codings.iter().for_each(|coding| {
            self.remove(coding.id);
        });
        let (mut touched, mut twice) = (Vec::new(), Vec::new());
        for coding in codings {
            if self.place_of().contains_key(&coding.id) {
                twice.push(coding);
                continue;
            }
            self.note(&coding);
            self.len += 1;
            if touched.last() != Some(&coding.document) {
                touched.push(coding.document);
            }
            self.by_document.entry(coding.document).or_default().push(coding);
        }
        touched.sort_unstable();
        touched.dedup();
        for document in touched {
            let Some(kept) = self.by_document.get_mut(&document) else { continue };
            kept.sort();
            if let Some(briefs) = self.briefs.get_mut() {
                briefs.renew(document, kept.list());
            }
        }
        twice.into_iter().for_each(|coding| self.put(coding));
    }

    /// Takes a coding out.
    pub fn remove(&mut self, id: CodingId) -> Option<Coding> {
        let (document, at) = self.find(id)?;
        self.place_of.get_mut()?.remove(&id);
        let kept = self.by_document.get_mut(&document)?;
        let coding = kept.remove(at);
        self.len -= 1;
        self.journal.note(document, coding.span, id);
        if let Some(briefs) = self.briefs.get_mut() {
            briefs.taken_out(document, at, &coding, kept);
        }
        if kept.list().is_empty() {
            self.by_document.remove(&document);
        }
        Some(coding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn coding((id, document, code, start): (u128, u128, u128, u32)) -> Coding {
        Coding {
            id: CodingId(Uuid::from_u128(id)),
            document: DocumentId(Uuid::from_u128(document)),
            code: CodeId(Uuid::from_u128(code)),
            coder: CoderId(Uuid::nil()),
            span: Span { start, end: start + 3 },
            points: Points { start, end: start + 3 },
            quote: "".into(),
            context: 0,
            telling: false,
            at: Stamp(0),
        }
    }

    proptest! {
        #[test]
        fn briefs_follow_every_change(
            first in prop::collection::vec((0u128..9, 0u128..3, 0u128..4, 0u32..20), 0..9),
            then in prop::collection::vec((any::<bool>(), (0u128..9, 0u128..3, 0u128..4, 0u32..20)), 0..12),
        ) {
            let mut codings = Codings::default();
            codings.extend(first.into_iter().map(coding));
            codings.briefs().meetings();
            for (take, what) in then {
                let what = coding(what);
                if take {
                    codings.remove(what.id);
                } else {
                    codings.put(what);
                }
            }
            let briefs = codings.briefs();
            for document in (0..3).map(|n| DocumentId(Uuid::from_u128(n))) {
                let told: Vec<(u32, u32, CodeId)> =
                    briefs.of(document).iter().map(|b| (b.start, b.end, briefs.codes()[b.code as usize])).collect();
                let kept: Vec<(u32, u32, CodeId)> =
                    codings.of(document).iter().map(|c| (c.span.start, c.span.end, c.code)).collect();
                prop_assert_eq!(&told, &kept);
                let mut often: Vec<(CodeId, u32)> = Vec::new();
                for (code, n) in briefs.sheet(document).iter().flat_map(|sheet| sheet.tally()) {
                    often.push((briefs.codes()[*code as usize], *n));
                }
                for (code, n) in &often {
                    prop_assert_eq!(kept.iter().filter(|(.., c)| c == code).count() as u32, *n);
                }
                prop_assert_eq!(often.iter().map(|(_, n)| *n as usize).sum::<usize>(), kept.len());
            }
            for (a, one) in (0..).zip(briefs.codes()) {
                prop_assert_eq!(codings.iter().filter(|c| c.code == *one).count() as u32, briefs.total(a));
                let within: std::collections::BTreeSet<DocumentId> =
                    codings.iter().filter(|c| c.code == *one).map(|c| c.document).collect();
                prop_assert_eq!(within.len() as u32, briefs.documents(a));
                for (b, two) in (0..).zip(briefs.codes()).filter(|(b, _)| *b != a) {
                    let meet = |x: &Coding, y: &Coding| {
                        x.code == *one && y.code == *two && x.document == y.document && x.span.overlaps(y.span)
                    };
                    let pairs = codings.iter().map(|x| codings.iter().filter(|y| meet(x, y)).count()).sum::<usize>();
                    prop_assert_eq!(briefs.meetings().expect("there are few codes").between(a, b) as usize, pairs);
                }
            }
        }
    }
}
