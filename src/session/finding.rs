//! Looking up: queries over the project, through the index where it is right, through the plain scan where it is not.

use super::Session;
use crate::fault::Outcome;
use crate::query::{self, Facet, Hit, Hits, KwicLine, KwicSort, Query, Scan, Unit, WordSearch, World, understand};
use crate::search::Index;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What was found.
pub struct Found {
    /// The query as it was understood.
    pub query: Query,
    /// How many there are, and those of the page that was asked for.
    pub hits: Hits,
}

impl Session {
    /// Runs a query, and gives the results of a page with what matched in them.
    ///
    /// Errors: the query is not understood or names what is not there (with the place in it).
    pub fn find(&self, text: &str, page: Range<usize>, scan: bool) -> Outcome<Found> {
        let query = understand(text, &self.project)?;
        let hits = self.with_words(scan, |words| query::find(&query, &self.world(words), page))?;
        Ok(Found { query, hits })
    }

    /// All results of a query, each being a unit of this kind unless the query says otherwise.
    pub fn find_units(&self, text: &str, unit: Unit) -> Outcome<Vec<Hit>> {
        let mut query = understand(text, &self.project)?;
        query.unit.get_or_insert(unit);
        self.with_words(false, |words| query::evaluate(&query, &self.world(words)))
    }

    /// All results of a query in the order it asks for, without what matched in them.
    ///
    /// Errors: as for [`Session::find`].
    pub fn find_all(&self, query: &Query, scan: bool) -> Outcome<Vec<Hit>> {
        self.with_words(scan, |words| {
            let world = self.world(words);
            query::sorted(query::evaluate(query, &world)?, query, &world)
        })
    }

    /// What results fall into, with counts of what would remain: see [`query::facets`].
    ///
    /// Errors: a text that cannot be loaded.
    pub fn facets(&self, hits: &[Hit]) -> Outcome<Vec<Facet>> {
        self.with_words(true, |words| query::facets(hits, &self.world(words)))
    }

    /// What was found, each place in a line, with so many columns at each side: see [`query::kwic`].
    ///
    /// Errors: as for [`Session::find`].
    pub fn concordance(&self, query: &Query, columns: usize, sort: KwicSort, scan: bool) -> Outcome<Vec<KwicLine>> {
        self.with_words(scan, |words| query::kwic(query, &self.world(words), columns, sort))
    }

    /// The project as queries and matrices see it.
    pub fn world<'a>(&'a self, words: &'a dyn WordSearch) -> World<'a> {
        World { project: &self.project, texts: self, words }
    }

    /// Lends whatever looks words up now: the index, as far as it goes, or the plain scan.
    pub fn with_words<T>(&self, scan: bool, act: impl FnOnce(&dyn WordSearch) -> Outcome<T>) -> Outcome<T> {
        match &self.index {
            Some(index) if !scan => act(&index.ask(&self.project, self)),
            _ => act(&Scan { project: &self.project, texts: self }),
        }
    }

    /// Brings the index up to date; `progress` is told documents done and documents in all, and stops the work by answering false. Does nothing for a project
    /// in memory: the plain scan answers there.
    ///
    /// Errors: a text that cannot be loaded.
    pub fn catch_up(&mut self, progress: &mut dyn FnMut(usize, usize) -> bool) -> Outcome<()> {
        self.refresh()?;
        let Some(folder) = index_folder(&self.path) else { return Ok(()) };
        // Whoever came between the two looks has altered texts that are not taken in yet.
        let as_of = self.store.texts_as_of()?.filter(|step| *step <= self.last);
        let index = match self.index.take() {
            None => Index::open_or_build(&folder, &self.project, as_of, self, progress)?,
            Some(mut index) => {
                index.sync(&self.project, as_of, self, progress)?;
                index
            }
        };
        self.index = Some(index);
        Ok(())
    }
}

/// Where the index of a project stands: beside it, hidden, so that it is on the same disk under the same protection.
pub(super) fn index_folder(project: &Path) -> Option<PathBuf> {
    let mut name = std::ffi::OsString::from(".");
    name.push(project.file_name()?);
    name.push(".index");
    Some(project.with_file_name(name))
}
