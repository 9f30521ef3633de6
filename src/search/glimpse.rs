use super::build::unpack;
use super::index::{Open, open_labelled};
use super::look_up::LookUp;
use super::manifest::id_of;
use crate::query::words::Analyser;
use crate::query::{Found, TextExpr};
use crate::text::Span;
use std::path::Path;

/// An index that holds exactly the texts of a project, asked without the project: for a question of words alone, when nothing else has been loaded.
pub struct Glimpse {
    open: Open,
    documents: Vec<u8>,
}

impl Glimpse {
    /// Opens the index in a folder if its files are as they were when their checksums last held, and if it holds all texts of the project as they have been since
    /// the step `as_of`; `None` otherwise, and then [`super::Index`] is the way.
    pub fn of(dir: &Path, as_of: u64) -> Option<Self> {
        let (open, documents) = open_labelled(dir, as_of)?;
        Some(Self { open, documents })
    }

    /// The turns in which a text is found, in reading order, and whether they are exactly those; otherwise there are too many of them. `None` when the index fails.
    pub fn turns(&self, text: &TextExpr) -> Option<(Vec<Found>, bool)> {
        let analysers = self.open.manifest.label.languages.iter().map(|l| Analyser::new(l)).collect();
        let (places, sure) = LookUp::new(&self.open, analysers).turns(text).ok()?;
        let mut turns = Vec::with_capacity(places.len());
        for (place, extent) in places {
            let (number, turn) = unpack(place);
            let (start, end) = unpack(extent);
            turns.push(Found { document: id_of(&self.documents, number)?, turn, span: Span { start, end } });
        }
        turns.sort_unstable();
        Some((turns, sure))
    }
}
