use super::ground::{Company, Ground};
use super::line::Line;
use super::often::{Often, Places, Tallies};
use super::sheets::Followed;
use super::spec::Listing;
use crate::fault::Outcome;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// Rows and columns that were listed once, and what was counted, for whoever fills a table in again and again while nothing but codings is altered: cases,
/// documents, codes and values are the same ones then, and need not be looked for anew at every coding. Holds good for one study; [`Kept::forget`] after every
/// other alteration.
#[derive(Default)]
pub struct Kept {
    listed: RefCell<Vec<Listed>>,
    company: RefCell<Option<Rc<Company>>>,
    tallies: RefCell<Tallies>,
    sheets: RefCell<Option<Arc<Followed>>>,
}

struct Listed {
    listing: Listing,
    lines: Vec<Line>,
    warnings: Vec<String>,
}

impl Kept {
    /// Forgets everything.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// What a list held, with its warnings.
    pub(super) fn get(&self, listing: &Listing) -> Option<(Vec<Line>, Vec<String>)> {
        let all = self.listed.borrow();
        let known = all.iter().find(|known| known.listing == *listing)?;
        Some((known.lines.clone(), known.warnings.clone()))
    }

    /// The cases with their parts of documents.
    ///
    /// Errors: whatever making them says.
    pub(super) fn company(&self, make: impl FnOnce() -> Outcome<Company>) -> Outcome<Rc<Company>> {
        if let Some(known) = &*self.company.borrow() {
            return Ok(known.clone());
        }
        let made = Rc::new(make()?);
        *self.company.borrow_mut() = Some(made.clone());
        Ok(made)
    }

    /// The codings of all documents in brief, as they are now.
    pub(super) fn sheets(&self, ground: &Ground<'_>) -> Arc<Followed> {
        let mut kept = self.sheets.borrow_mut();
        let altered = kept.as_ref().and_then(|followed| followed.behind(ground));
        let followed = match (kept.take(), altered) {
            (Some(known), Some(altered)) if altered.is_empty() => known,
            (Some(mut known), Some(altered)) => {
                Arc::make_mut(&mut known).follow(ground, &altered);
                known
            }
            _ => Arc::new(Followed::new(ground)),
        };
        *kept = Some(followed.clone());
        followed
    }

    /// Does something with how often each code occurs in each of some places; `None` where that is too much to keep.
    pub(super) fn often<T>(&self, ground: &Ground<'_>, places: Places<'_>, act: impl FnOnce(&Often) -> T) -> Option<T> {
        self.tallies.borrow_mut().of(ground, places).map(act)
    }

    /// Keeps what a list holds.
    pub(super) fn put(&self, listing: &Listing, lines: &[Line], warnings: &[String]) {
        let (lines, warnings) = (lines.to_vec(), warnings.to_vec());
        self.listed.borrow_mut().push(Listed { listing: listing.clone(), lines, warnings });
    }
}
