use super::codings::Coding;
use super::reach::Reach;
use crate::id::CodingId;
use crate::text::{Points, Span};
use std::sync::OnceLock;

/// The codings of one document in reading order (start, then end, then id), with what is looked up by place. What is looked up is made when it is first asked
/// for, and kept right from then on, so that a coding that comes or goes costs the same in a long document as in a short one.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    list: Vec<Coding>,
    reach: OnceLock<Reach>,
    covered: OnceLock<u32>,
}

/// Where a coding stands among the others.
pub(super) fn place(coding: &Coding) -> (u32, u32, CodingId) {
    (coding.span.start, coding.span.end, coding.id)
}

impl Kept {
    #[inline]
    pub fn list(&self) -> &[Coding] {
        &self.list
    }

    fn reach(&self) -> &Reach {
        self.reach.get_or_init(|| Reach::of(&self.list, |c| c.span.end))
    }

    /// The codings that share at least one byte with a span, in reading order.
    pub fn on(&self, span: Span) -> impl Iterator<Item = &Coding> {
        self.reach().meeting(&self.list, span, |c| c.span)
    }

    /// How many code points have a coding on them.
    pub fn covered(&self) -> u32 {
        *self.covered.get_or_init(|| union(self.list.iter().map(|c| c.points)))
    }

    /// The code points of a coding on which no coding of the list stands.
    fn bare(&self, coding: &Coding) -> u32 {
        let Points { start, end } = coding.points;
        let within = |c: &Coding| Points { start: c.points.start.max(start), end: c.points.end.min(end) };
        (end - start).saturating_sub(union(self.on(coding.span).map(within)))
    }

    pub fn find(&self, at: (u32, u32, CodingId)) -> Option<usize> {
        self.list.binary_search_by(|c| place(c).cmp(&at)).ok()
    }

    /// Takes codings in at the end; [`Kept::sort`] has to follow.
    pub fn append(&mut self, codings: &mut Vec<Coding>) {
        self.list.append(codings);
        self.forget();
    }

    /// Takes a coding in at the end; [`Kept::sort`] has to follow.
    pub fn push(&mut self, coding: Coding) {
        self.list.push(coding);
        self.forget();
    }

    /// Brings the list in order again.
    pub fn sort(&mut self) {
        if !self.list.is_sorted_by_key(place) {
            self.list.sort_unstable_by_key(place);
            self.forget();
        }
    }

    fn forget(&mut self) {
        (self.reach, self.covered) = Default::default();
    }

    /// Puts a coding in, and says where in the list it stands.
    pub fn insert(&mut self, coding: Coding) -> usize {
        let bare = self.covered.get().map(|covered| covered + self.bare(&coding));
        let at = self.list.partition_point(|c| place(c) < place(&coding));
        self.list.insert(at, coding);
        self.covered = bare.map_or_else(OnceLock::new, OnceLock::from);
        if let Some(reach) = self.reach.get_mut() {
            reach.put_in(&self.list, at, |c| c.span.end);
        }
        at
    }

    /// Takes the coding at a place of the list out.
    pub fn remove(&mut self, at: usize) -> Coding {
        let coding = self.list.remove(at);
        if let Some(reach) = self.reach.get_mut() {
            reach.taken_out(&self.list, at, |c| c.span.end);
        }
        if let Some(covered) = self.covered.take() {
            self.covered = OnceLock::from(covered - self.bare(&coding));
        }
        coding
    }
}

/// How many code points there are in stretches that begin one after the other and may overlap.
fn union(stretches: impl Iterator<Item = Points>) -> u32 {
    let (mut covered, mut end) = (0, 0);
    for stretch in stretches {
        covered += stretch.end.saturating_sub(stretch.start.max(end));
        end = end.max(stretch.end);
    }
    covered
}
