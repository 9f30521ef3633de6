//! Which turns are looked at, where other conditions of a query have told already.

use super::area::{Area, touching};
use crate::id::{DocumentId, IdMap};
use crate::text::Span;

/// Some documents, and of each either all turns or those that touch some places. Codes and cases are known in memory, so that words need only be looked for where
/// these allow it.
#[derive(Clone, Default, Debug)]
pub struct Among {
    documents: IdMap<DocumentId, Turns>,
}

/// Turns of one document.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Turns {
    All,
    /// Those that share a byte with one of these, which are in order and apart.
    Touching(Vec<Span>),
}

impl Among {
    /// Takes a document in with all its turns.
    pub fn put(&mut self, document: DocumentId) {
        self.documents.insert(document, Turns::All);
    }

    /// Takes a document in with the turns that share a byte with one of some spans, given in any order.
    pub fn put_touching(&mut self, document: DocumentId, spans: Vec<Span>) {
        let turns = match Area::of(spans) {
            Area::Whole => Turns::All,
            Area::Parts(parts) => Turns::Touching(parts),
        };
        self.documents.insert(document, turns);
    }

    /// The documents, in no particular order.
    pub fn documents(&self) -> impl Iterator<Item = DocumentId> {
        self.documents.keys().copied()
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Whether a document is there.
    pub fn has(&self, document: DocumentId) -> bool {
        self.documents.contains_key(&document)
    }

    /// The places that turns of a document must touch: none when all its turns count. The document must be there.
    pub fn places(&self, document: DocumentId) -> Option<&[Span]> {
        match self.documents.get(&document) {
            Some(Turns::Touching(spans)) => Some(spans),
            _ => None,
        }
    }

    /// Whether a turn counts.
    pub fn admits(&self, document: DocumentId, turn: Span) -> bool {
        self.has(document) && self.places(document).is_none_or(|spans| touching(spans, turn))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn turns_count_where_they_touch_and_everywhere_without_places() {
        let [one, two, three] = [1, 2, 3].map(|n| DocumentId(Uuid::from_u128(n)));
        let mut among = Among::default();
        among.put(one);
        among.put_touching(two, vec![Span::new(20, 30), Span::new(4, 9), Span::new(5, 6)]);
        assert!(among.admits(one, Span::new(0, 3)) && !among.admits(three, Span::new(0, 3)));
        let counted = |start, end| among.admits(two, Span::new(start, end));
        assert!(counted(8, 12) && counted(0, 5) && counted(25, 40) && counted(0, 90));
        assert!(!counted(9, 20) && !counted(30, 40) && !counted(0, 4));
    }
}
