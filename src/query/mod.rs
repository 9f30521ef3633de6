//! One language for looking: lex, parse, bind, explain, evaluate.
//!
//! # What a query yields
//!
//! A query is text ([`parse`]) that becomes a tree ([`Query`]) that yields [`Hit`]s in reading order. Conditions are of three sorts:
//!
//! - **text**: `trust` (any form with the same stem in the document's language), `"press the button"` (these words in this order), `exact:US` (just as it is written),
//!   `wait*`, `trsut~`, `re:/colou?r/`, `press near/8 button`, `press then/3 button`;
//! - **passages**: `code:x`, `code:x+` (with sub-codes), `code:x/*` (only sub-codes), `lone:x` (where no other code touches), `uncoded`, `codes>2`, `memo:words` and `#tag`
//!   (with such a memo); `coder:lena`, `telling` and `since:2015-03-12` say which codings count;
//! - **places**: `doc:`, `case:`, `in:` (either), `case.attribute:value`, `speaker:`, `role:`, `question:`, `turn:13-17`;
//! - **relations** between two queries: `overlaps(a, b)`, `within(a, b)`, `contains(a, b)`, `before(a, b, 3 turns)`, `after(a, b)`, `same(turn, a, b)` yield those of `a` for
//!   which there is such a `b`; in them text alone means the words found;
//! - **saved queries**: `@name` stands for what it says.
//!
//! They are joined by `and` (or nothing), `or`, `-` or `not`, and brackets. What one result is depends on the sorts that stand together:
//!
//! | together | one result is |
//! |---|---|
//! | text | a turn whose words (without its label) satisfy it |
//! | a code | a coded passage, once however many coders or codes agree on its extent |
//! | two codes | what their passages share |
//! | codes and text | a passage (or shared stretch) in which the words stand |
//! | places alone | their turns |
//!
//! A place restricts where: a turn or passage has to share something with it, and words have to stand inside it. `-a` excludes every result that touches a; for `coder:`
//! and `telling` beside a code it says which codings do not count. `a or b` is the union. With `unit:sentence`, `unit:turn`, `unit:document` or `unit:case` one result is
//! such a unit in which everything asked for is found, not necessarily in the same place; `unit:match` yields the words found themselves.
//! `sort:` orders the results ([`Sort`]). A case without a value of an attribute satisfies no comparison with it.

mod about;
mod alike;
mod among;
mod area;
mod bind;
mod bm25;
mod call;
mod candidates;
mod conjunction;
mod density;
mod evaluate;
#[cfg(test)]
pub(crate) mod examples;
mod explain;
mod expr;
mod facets;
mod fill;
#[cfg(test)]
mod finding_tests;
mod kwic;
mod lex;
pub mod lexis;
mod like;
mod matching;
mod memos;
mod near;
mod needs;
mod parse;
mod pattern;
mod print;
#[cfg(test)]
mod reading_tests;
mod related;
mod resolve;
#[cfg(test)]
pub(crate) mod sample;
mod saved;
mod scan;
mod sort;
mod source;
mod stem;
mod tester;
#[cfg(test)]
mod tests;
mod weigh;
mod when;
pub mod words;

pub use about::About;
pub use alike::ALIKE;
pub use among::Among;
pub(crate) use area::touching;
pub use area::{WHOLE, case_parts, lies_in};
pub use bind::{bind, understand, words_alone};
pub use bm25::{Collection, saturation};
pub use evaluate::evaluate;
pub use explain::explain;
pub use expr::{Alike, Atom, Expr, Gap, Near, Reach, Related, Relation, Spot, TextAtom, Tie};
pub use facets::{Facet, FacetKind, FacetRow, Group, facets, groups};
pub use fill::{Hits, fill, find, mark};
pub use kwic::{KwicLine, KwicSort, kwic, lined_up};
pub use like::{Similar, like, suggest};
pub use matching::{Fuzzy, Match, Matcher, Sequence, TextExpr, sequences};
pub use needs::{Needs, may_have_needs, needs};
pub use parse::parse;
pub use related::sentences_around;
pub use resolve::cases_meant;
pub use saved::{can_be_saved, expand};
pub use scan::{Scan, Scanner};
pub use sort::{Sort, sorted};
pub use weigh::{Pick, Term, Weigher};

use crate::coding::Passage;
use crate::fault::Outcome;
use crate::id::{CaseId, DocumentId};
use crate::project::{Project, Texts};
use crate::text::{Points, Span};
use std::ops::Range;

/// A query that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    /// The conditions.
    pub expr: Expr,
    /// What one result is, where the query says so.
    pub unit: Option<Unit>,
    /// The order of the results, where the query says so; reading order otherwise.
    pub sort: Option<Sort>,
}

/// What one result is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// The words found.
    Match,
    /// A sentence.
    Sentence,
    /// A turn or paragraph.
    Turn,
    /// A document.
    Document,
    /// A case.
    Case,
}

/// Something in a query that could not be understood, or that nothing in the project answers to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Where in the query's text, in code points.
    pub points: Points,
    /// What is wrong, as a clause without a full stop.
    pub what: String,
    /// What may have been meant.
    pub hint: Option<String>,
}

impl Problem {
    fn new(points: Points, what: impl Into<String>, hint: Option<String>) -> Self {
        Self { points, what: what.into(), hint }
    }
}

/// What [`parse`] makes of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parsed {
    /// What was understood.
    pub query: Query,
    /// What was not, in the order of the text.
    pub problems: Vec<Problem>,
}

/// What a query is asked of.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// The study.
    pub project: &'a Project,
    /// Its texts.
    pub texts: &'a dyn Texts,
    /// Where words are looked up: the index, or a plain [`Scan`].
    pub words: &'a dyn WordSearch,
}

/// One result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Where. For `unit:case` the first stretch that belongs to the case.
    pub passage: Passage,
    /// The first turn it touches, as an index into the document's turns; `None` outside all turns, and for passages until [`fill`] has looked.
    pub turn: Option<u32>,
    /// The words found inside, in order, for highlighting; empty until [`fill`] has looked.
    pub matches: Vec<Span>,
    /// The case, for `unit:case`.
    pub case: Option<CaseId>,
}

/// A turn in which text was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Found {
    /// The document.
    pub document: DocumentId,
    /// Index of the turn.
    pub turn: u32,
    /// Its words, without the label, in bytes.
    pub span: Span,
}

/// How often something stands in a turn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Times {
    /// The turn.
    pub turn: Found,
    /// How often.
    pub times: u32,
    /// How many words the turn has.
    pub words: u32,
}

/// Looks words up. The plain scan and the index both do, and must agree.
pub trait WordSearch {
    /// The turns that satisfy a text condition, in reading order: of all documents, or some turns alone.
    ///
    /// Errors: a text that cannot be loaded.
    fn turns(&self, text: &TextExpr, among: Option<&Among>) -> Outcome<Vec<Found>>;

    /// How often a word, phrase or beginning stands in each turn of the study that has it, in reading order. `None` where the texts have to be read for it.
    ///
    /// Errors: none of its own.
    fn times(&self, _atom: &TextAtom) -> Outcome<Option<Vec<Times>>> {
        Ok(None)
    }

    /// Counts terms in all turns of the study. `None` where the texts have to be read for it.
    ///
    /// Errors: none of its own.
    fn weigher<'w>(&'w self, _terms: &[Term]) -> Outcome<Option<Box<dyn Weigher + 'w>>> {
        Ok(None)
    }

    /// How many turns of all documents satisfy a text condition, and those of a page of them, in reading order.
    ///
    /// Errors: a text that cannot be loaded.
    fn page(&self, text: &TextExpr, page: Range<usize>) -> Outcome<(usize, Vec<Found>)> {
        Ok(page_of(self.turns(text, None)?, page))
    }
}

/// How many there are, and those of a page.
pub fn page_of<T>(mut all: Vec<T>, page: Range<usize>) -> (usize, Vec<T>) {
    let count = all.len();
    let start = page.start.min(count);
    (count, all.drain(start..page.end.clamp(start, count)).collect())
}
