use super::line::Line;
use super::spec::Listing;
use std::cell::RefCell;

/// Rows and columns that were listed once, for whoever fills a table in again and again while nothing but codings is altered: cases, documents, codes and values
/// are the same ones then, and need not be looked for anew at every coding. Holds good for one study; [`Kept::forget`] after every other alteration.
#[derive(Default)]
pub struct Kept(RefCell<Vec<Listed>>);

struct Listed {
    listing: Listing,
    lines: Vec<Line>,
    warnings: Vec<String>,
}

impl Kept {
    /// Forgets everything.
    pub fn forget(&mut self) {
        self.0.get_mut().clear();
    }

    /// What a list held, with its warnings.
    pub(super) fn get(&self, listing: &Listing) -> Option<(Vec<Line>, Vec<String>)> {
        let all = self.0.borrow();
        let known = all.iter().find(|known| known.listing == *listing)?;
        Some((known.lines.clone(), known.warnings.clone()))
    }

    /// Keeps what a list holds.
    pub(super) fn put(&self, listing: &Listing, lines: &[Line], warnings: &[String]) {
        let (lines, warnings) = (lines.to_vec(), warnings.to_vec());
        self.0.borrow_mut().push(Listed { listing: listing.clone(), lines, warnings });
    }
}
