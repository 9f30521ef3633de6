//! Looking up: queries over the project, through the index where it is right, through the plain scan where it is not.

use super::{Answer, Session};
use crate::fault::Outcome;
use crate::project::{Command, SavedKind};
use crate::query::{self, Facet, Hit, Hits, KwicLine, KwicSort, Query, Scan, Unit, WordSearch, World, understand};
use crate::search::Index;
use crate::store::TurnText;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What the values of a derived attribute are, and which each case has.
pub type Classified = (crate::case::AttributeKind, Vec<(crate::id::CaseId, crate::case::Value)>);

/// What was found.
pub struct Found {
    /// The query as it was understood.
    pub query: Query,
    /// How many there are, and those of the page that was asked for.
    pub hits: Hits,
    /// For each result of the page its turn, where turns were read by themselves ([`super::glance`]); empty where whole documents were.
    pub turns: Vec<TurnText>,
}

impl Session {
    /// Runs a query, and gives the results of a page with what matched in them.
    ///
    /// Errors: the query is not understood or names what is not there (with the place in it).
    pub fn find(&self, text: &str, page: Range<usize>, scan: bool) -> Outcome<Found> {
        let query = understand(text, self.project())?;
        let hits = self.with_words(scan, |words| query::find(&query, &self.world(words), page))?;
        Ok(Found { query, hits, turns: Vec::new() })
    }

    /// All results of a query, each being a unit of this kind unless the query says otherwise.
    pub fn find_units(&self, text: &str, unit: Unit) -> Outcome<Vec<Hit>> {
        let mut query = understand(text, self.project())?;
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

    /// Keeps a query in the project under a name, in its canonical form.
    ///
    /// Errors: the query is not understood, or would name itself.
    pub fn save_query(&mut self, name: &str, text: &str) -> Outcome<Answer> {
        self.refresh()?;
        let query = understand(text, &self.project)?;
        query::can_be_saved(name, &query, &self.project)?;
        self.run(Command::Save(SavedKind::Query, name.trim().to_owned(), query.to_string()))
    }

    /// The project as queries and matrices see it.
    pub fn world<'a>(&'a self, words: &'a dyn WordSearch) -> World<'a> {
        World { project: self.project(), texts: self, words }
    }

    /// Computes the derived attributes anew. What cannot be computed says so where it is asked for.
    pub(super) fn settle(&self) {
        let derive =
            |words: &dyn WordSearch| Ok(crate::matrix::derive(&World { project: &self.project, texts: self, words }));
        if let Ok(derived) = self.with_words(false, derive) {
            self.project.settle(derived);
        }
    }

    /// Reads an expression as a derived attribute of this name would be: what its values are, and which each case has.
    ///
    /// Errors: see [`crate::matrix::derive_one`].
    pub fn derive_one(&self, name: &str, text: &str) -> Outcome<Classified> {
        // The others must not be there as attributes, since they are put in as expressions.
        let mut bare = self.project.clone();
        bare.apply(&[])?;
        let scan = Scan { project: &bare, texts: self };
        crate::matrix::derive_one(&World { project: &bare, texts: self, words: &scan }, name, text)
    }

    /// Lends whatever looks words up now: the index, as far as it goes, or the plain scan.
    pub fn with_words<T>(&self, scan: bool, act: impl FnOnce(&dyn WordSearch) -> Outcome<T>) -> Outcome<T> {
        match &self.index {
            Some(index) if !scan => act(&index.ask_as_of(self.last, &self.project, self)),
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
