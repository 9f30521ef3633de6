//! The places one came from: `<` goes back to them, across documents, and `>` forward again.

use crate::id::DocumentId;
use crate::text::Span;

/// Longer trails forget their beginning.
const LONGEST: usize = 200;

/// A passage of a document.
pub type Place = (DocumentId, Span);

/// Places left by jumps.
#[derive(Default)]
pub struct Trail {
    back: Vec<Place>,
    on: Vec<Place>,
    /// The document that is about to be opened because of a step along the trail: such a step leaves no place behind.
    walking: Option<DocumentId>,
}

impl Trail {
    /// Whether there is a place to go back to, or forward.
    pub fn has(&self, forward: bool) -> bool {
        !if forward { &self.on } else { &self.back }.is_empty()
    }

    /// Notes the place that a jump left.
    pub fn left(&mut self, place: Place) {
        self.on.clear();
        if self.back.last() != Some(&place) {
            self.back.push(place);
        }
        if self.back.len() > LONGEST {
            self.back.remove(0);
        }
    }

    /// Notes that a document is opened from a place, unless the trail itself led there.
    pub fn opened(&mut self, document: DocumentId, from: Option<Place>) {
        if self.walking.take() == Some(document) {
            return;
        }
        if let Some(from) = from {
            self.left(from);
        }
    }

    /// The next place along the trail, when one stands at `here`.
    pub fn step(&mut self, forward: bool, here: Option<Place>) -> Option<Place> {
        let (from, to) = if forward { (&mut self.on, &mut self.back) } else { (&mut self.back, &mut self.on) };
        let place = from.pop()?;
        to.extend(here);
        self.walking = here.is_none_or(|h| h.0 != place.0).then_some(place.0);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn one_goes_back_and_forward_and_a_new_jump_forgets_what_was_ahead() {
        let document = |n| DocumentId(Uuid::from_u128(n));
        let place = |n: u32| (document(1), Span { start: n, end: n + 1 });
        let mut trail = Trail::default();
        trail.left(place(1));
        trail.left(place(2));
        assert_eq!(trail.step(false, Some(place(3))), Some(place(2)));
        assert_eq!(trail.step(false, Some(place(2))), Some(place(1)));
        assert_eq!(trail.step(false, Some(place(1))), None);
        assert_eq!(trail.step(true, Some(place(1))), Some(place(2)));
        trail.opened(document(2), Some(place(2)));
        assert!(trail.has(false) && !trail.has(true));
        let far = (document(2), Span { start: 0, end: 1 });
        assert_eq!(trail.step(false, Some(far)), Some(place(2)));
        trail.opened(document(1), Some(far));
        assert!(trail.has(true), "a step along the trail leaves no new place");
    }
}
