use super::answer::{ranks, turn_of};
use super::index::{Open, open_labelled};
use super::look_up::LookUp;
use super::manifest::id_of;
use crate::id::DocumentId;
use crate::query::{Found, TextExpr};
use std::ops::Range;
use std::path::Path;

/// An index that holds exactly the texts of a project, asked without the project: for a question of words alone, when nothing else has been loaded.
pub struct Glimpse {
    open: Open,
    documents: Vec<u8>,
}

/// What such an index says.
pub enum Seen {
    /// How many turns there are, and those of the page, in reading order.
    Page(usize, Vec<Found>),
    /// Every turn in which the text may be found, in reading order: they have to be read.
    Perhaps(Vec<Found>),
}

impl Glimpse {
    /// Opens the index in a folder if its files are as they were when their checksums last held, and if it holds all texts of the project as they have been since
    /// the step `as_of`; `None` otherwise, and then [`super::Index`] is the way.
    pub fn of(dir: &Path, as_of: u64) -> Option<Self> {
        let (open, documents) = open_labelled(dir, as_of)?;
        Some(Self { open, documents })
    }

    /// The turns in which a text is found. `None` when the index fails.
    pub fn turns(&self, text: &TextExpr, page: Range<usize>) -> Option<Seen> {
        let look_up = LookUp::new(&self.open);
        let answer = look_up.ask(text, self.open.manifest.label.languages.iter().map(String::as_str)).ok()?;
        let document = |number: u32| id_of(&self.documents, number);
        if answer.sure {
            let count = answer.count();
            if page.is_empty() {
                return Some(Seen::Page(count, Vec::new()));
            }
            let ids: Vec<Option<DocumentId>> = (0..self.open.manifest.label.next).map(document).collect();
            let page = look_up.page(&answer, ranks(&ids).as_deref(), page).ok()?;
            let page: Option<Vec<Found>> = page.into_iter().map(|both| turn_of(both, document)).collect();
            return Some(Seen::Page(count, page?));
        }
        let all = look_up.all(&answer).ok()?;
        let mut turns = all.into_iter().map(|both| turn_of(both, document)).collect::<Option<Vec<Found>>>()?;
        turns.sort_unstable();
        Some(Seen::Perhaps(turns))
    }
}
