use super::build::unpack;
use super::index::Columns;
use crate::id::DocumentId;
use crate::query::{Among, touching};
use crate::text::Span;
use tantivy::DocId;
use tantivy::columnar::ColumnValues;

/// Which entries of an index are looked at, when other conditions have told already.
pub(super) struct Only<'a> {
    /// For each number of a document the places that its turns must touch, or none when all its turns count; nothing when none of them does.
    numbers: Vec<Option<Option<&'a [Span]>>>,
    /// More will be asked of the index: what makes that quicker is worth making.
    lasting: bool,
}

impl<'a> Only<'a> {
    /// For numbers below `next`; the document of a number, if it is there.
    pub fn new(among: &'a Among, next: u32, document: impl Fn(u32) -> Option<DocumentId>) -> Self {
        let places = |number| document(number).filter(|id| among.has(*id)).map(|id| among.places(id));
        Self { numbers: (0..next).map(places).collect(), lasting: false }
    }

    /// For an index of which more will be asked.
    pub fn lasting(self) -> Self {
        Self { lasting: true, ..self }
    }

    /// Keeps the entries of a segment that are looked at.
    pub fn keep(&self, docs: &mut Vec<DocId>, columns: &Columns) {
        let known = if self.lasting { columns.numbers() } else { &[] };
        docs.retain(|doc| {
            let unpacked = || unpack(columns.place.get_val(*doc)).0;
            let number = known.get(*doc as usize).copied().unwrap_or_else(unpacked);
            match self.numbers.get(number as usize) {
                Some(Some(Some(places))) => {
                    let (start, end) = unpack(columns.extent.get_val(*doc));
                    touching(places, Span { start, end })
                }
                Some(Some(None)) => true,
                _ => false,
            }
        });
    }
}
