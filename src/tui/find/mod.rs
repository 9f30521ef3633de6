//! Finding everywhere, and retrieving what has a code: one query, its results as rows on which everything of coding works, and what is counted beside them.
//!
//! [`Find`] is what the screen knows. `reading` says a query in words and where it is not understood, `suggest` what could be typed next, `found` puts results
//! in order and in groups, `lined` lines them up as a concordance, `facets` counts them, `shown` holds the words of the rows in sight, `work` asks the session, and
//! `draw` draws.

mod acts;
pub mod draw;
pub mod facets;
mod found;
mod keys;
pub mod lined;
mod press;
mod preview;
mod reading;
mod rows;
mod shown;
mod suggest;
mod work;

pub use acts::{
    act, alike, case_query, command_line, does, finish as acts_on, memo_command, noted, on_codings, retrieve,
};
pub use facets::Facet;
pub use found::Found;
pub use keys::{key, paste};
pub use press::press;

use super::line::Line;
use super::state::List;
use crate::coding::{Coding, Passage};
use crate::id::{CodeId, CodingId};
use crate::project::Project;
use crate::query::KwicSort;
use found::Row;
use reading::Reading;
use shown::Shown;
use std::collections::{BTreeMap, BTreeSet};
use suggest::Offer;

/// Which part of the screen takes the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Focus {
    /// The query is being typed.
    Prompt,
    /// The results.
    Rows,
    /// What is counted beside them.
    Facets,
}

/// By what results stand together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grouping {
    /// The document.
    Document,
    /// The case.
    Case,
    /// The code.
    Code,
    /// Nothing: in the order in which they were found.
    None,
}

impl Grouping {
    /// The next one, round and round.
    fn next(self) -> Self {
        match self {
            Self::Document => Self::Case,
            Self::Case => Self::Code,
            Self::Code => Self::None,
            Self::None => Self::Document,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Document => "by document",
            Self::Case => "by case",
            Self::Code => "by code",
            Self::None => "not grouped",
        }
    }
}

/// How much of the text around a passage a row shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Around {
    /// The passage alone, on one line.
    Nothing,
    /// The sentences that it touches.
    Sentence,
    /// The turns that it touches.
    Turn,
}

impl Around {
    fn next(self) -> Self {
        match self {
            Self::Nothing => Self::Sentence,
            Self::Sentence => Self::Turn,
            Self::Turn => Self::Nothing,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Nothing => "the passage alone",
            Self::Sentence => "with its sentence",
            Self::Turn => "with its turn",
        }
    }
}

/// How far the asking has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    /// The results are those of an older query, or of none.
    Pending,
    /// The same, and it takes long enough to say so.
    Slow,
    /// The results are there, what is counted beside them is not.
    Counting,
    /// Everything is there.
    Done,
    /// Somebody stopped it.
    Stopped,
}

/// What the screen knows.
pub struct Find {
    /// The code whose passages are retrieved, when it began with one.
    pub of: Option<CodeId>,
    /// The query.
    pub line: Line,
    /// What takes the keys.
    pub focus: Focus,
    /// The chosen row.
    pub list: List,
    /// The chosen row of what is counted.
    pub facet_list: List,
    /// Passages that are marked.
    pub marks: BTreeSet<Passage>,
    /// By what results stand together.
    pub by: Grouping,
    /// How much is shown around each.
    pub around: Around,
    /// The order of a concordance, when the results are shown as one.
    pub lined: Option<KwicSort>,
    /// Results that a concordance leaves out, because there are too many.
    pub left_out: usize,
    /// How far the asking has come.
    pub asked: Asked,
    /// The results.
    pub found: Found,
    /// What is counted beside them; empty until it is counted.
    pub facets: Vec<Facet>,
    reading: Reading,
    offers: Vec<Offer>,
    offer: Option<usize>,
    shown: BTreeMap<u32, Shown>,
    /// The chosen result with the turns around it.
    preview: Option<(u32, Shown)>,
    /// The query that the results answer.
    answered: String,
    /// Why the session could not answer, in words.
    refused: Option<String>,
}

impl Find {
    /// Begins with a query; with an empty one it waits for something to be typed.
    pub fn new(project: &Project, query: &str, of: Option<CodeId>) -> Self {
        let mut find = Self {
            of,
            line: Line::new(query),
            focus: if of.is_some() { Focus::Rows } else { Focus::Prompt },
            list: List::default(),
            facet_list: List::default(),
            marks: BTreeSet::new(),
            by: Grouping::Document,
            around: Around::Nothing,
            lined: None,
            left_out: 0,
            asked: Asked::Done,
            found: Found::default(),
            facets: Vec::new(),
            reading: Reading::default(),
            offers: Vec::new(),
            offer: None,
            shown: BTreeMap::new(),
            preview: None,
            answered: String::new(),
            refused: None,
        };
        find.reread(project);
        find
    }

    /// Takes in that the query is another one.
    fn reread(&mut self, project: &Project) {
        self.reading = Reading::of(self.line.text(), project);
        self.offers = if self.focus == Focus::Prompt { suggest::offers(&self.line, project) } else { Vec::new() };
        self.offer = None;
        self.refused = None;
        self.asked = if self.line.text().trim().is_empty() {
            self.clear();
            Asked::Done
        } else if self.reading.problem.is_some() {
            Asked::Done
        } else if self.line.text() == self.answered {
            if self.facets.is_empty() { Asked::Counting } else { Asked::Done }
        } else {
            Asked::Pending
        };
    }

    fn clear(&mut self) {
        self.found = Found::default();
        self.facets.clear();
        self.forget_shown();
        self.answered.clear();
    }

    /// Takes in that the project is not what it was: everything is asked again, and the rows stay until there are others.
    pub fn stale(&mut self, project: &Project) {
        self.answered.clear();
        self.forget_shown();
        self.reread(project);
    }

    /// The list that takes the motion keys.
    pub fn active(&self) -> &List {
        if self.focus == Focus::Facets { &self.facet_list } else { &self.list }
    }

    /// The same, to alter.
    pub fn active_mut(&mut self) -> &mut List {
        if self.focus == Focus::Facets { &mut self.facet_list } else { &mut self.list }
    }

    /// Whether there is a query, all of it understood.
    pub fn is_understood(&self) -> bool {
        !self.line.text().trim().is_empty() && self.reading.problem.is_none()
    }

    /// How many rows that list has.
    pub fn active_count(&self) -> usize {
        if self.focus == Focus::Facets { facets::rows(&self.facets).count() } else { self.found.rows.len() }
    }

    fn row(&self) -> Option<Row> {
        self.found.rows.get(self.list.at).copied()
    }

    /// The passage of the chosen row.
    pub fn chosen(&self) -> Option<Passage> {
        self.row().map(|row| self.found.hits[row.hit as usize].passage)
    }

    /// The passage of a row.
    pub fn passage_at(&self, row: usize) -> Option<Passage> {
        self.found.rows.get(row).map(|row| self.found.hits[row.hit as usize].passage)
    }

    /// What acts are about: the marked passages in reading order, or else the chosen one.
    pub fn targets(&self) -> Vec<Passage> {
        if self.marks.is_empty() { self.chosen().into_iter().collect() } else { self.marks.iter().copied().collect() }
    }

    /// The codings that acts could be about: of the retrieved code and those under it on exactly these passages, or else everything that touches them.
    pub fn codings(&self, project: &Project) -> Vec<CodingId> {
        let family = self.of.map(|code| project.codebook.family(code));
        let mut out: Vec<CodingId> = Vec::new();
        for passage in self.targets() {
            let wanted = |c: &&Coding| match &family {
                Some(family) => family.contains(&c.code) && c.span == passage.span,
                None => true,
            };
            out.extend(project.codings.on(passage).filter(wanted).map(|c| c.id));
        }
        let mut seen = BTreeSet::new();
        out.retain(|id| seen.insert(*id));
        out
    }

    /// The code that an act could be about: the retrieved one, or the first one on the chosen passage.
    pub fn code_in_hand(&self, project: &Project) -> Option<CodeId> {
        let retrieved = self.of.filter(|c| project.codebook.get(*c).is_some());
        retrieved.or_else(|| project.codings.on(self.chosen()?).next().map(|c| c.code))
    }

    /// Whether results are being looked for, or counted.
    pub fn is_busy(&self) -> bool {
        matches!(self.asked, Asked::Pending | Asked::Slow | Asked::Counting)
    }

    /// Whether results are being looked for.
    pub fn is_pending(&self) -> bool {
        matches!(self.asked, Asked::Pending | Asked::Slow)
    }

    /// The passages in the order of the rows, each once; in a concordance the places.
    pub fn in_order(&self) -> Vec<Passage> {
        let mut seen = BTreeSet::new();
        let all = self.found.rows.iter().map(|r| self.place_of(r.hit));
        all.filter(|p| seen.insert(*p)).collect()
    }

    /// Forgets the words of the rows, as when they are to be shown with more around them.
    fn forget_shown(&mut self) {
        self.shown.clear();
        self.preview = None;
    }

    /// `7 passages in 3 documents`.
    pub fn count(&self) -> String {
        use crate::project::count;
        if !self.is_understood() {
            return String::new();
        }
        let what = match self.lined {
            Some(_) => "place",
            None if self.reading.is_passages => "passage",
            None => self.reading.unit,
        };
        format!("{} in {}", count(self.found.hits.len(), what), count(self.found.documents, "document"))
    }
}
