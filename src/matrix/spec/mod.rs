//! A matrix as a person writes it down: two lists and a measure, in TOML.

mod keys;

mod read;
mod write;

pub(in crate::matrix) use keys::nearest;

use super::Measure;
use std::collections::BTreeMap;
use std::fmt;

/// What a matrix shows. [`Spec::parse`] reads one from TOML, [`Spec::to_toml`] writes it back.
///
/// ```toml
/// title = "Strategies and backbones"
/// rows  = "cases"                           # or documents, codes, codes under X, values of A, speakers, questions, coders, or [[row]] entries
/// label = "Company"                         # heading of the row labels
/// where = "case.industry:\"Health Care\""   # a query: keep the rows in which it finds something (`filter` means the same)
/// sort  = ["group", "Strategy:CE,DS", "-employees", "label"]
/// totals = "both"                           # rows: a total at the end of each row; columns: below each column
///
/// [[column]]
/// title = "Operational backbone"
/// code  = "backbone/operational"            # with its sub-codes; or attribute, query, derive
/// cell  = "essence"
/// empty = "N/A"                             # what stands where there is nothing
///
/// [[group]]
/// name  = "Has one"
/// when  = "has('backbone/operational')"
/// shade = 4                                 # 0 none … 4 darkest
///
/// [abbreviations]
/// CE = "Customer Engagement"
/// ```
///
/// Instead of, or after, `[[column]]` entries `columns = "speakers"` (or any other list that rows can be) makes a column each, all with the `cell`, `empty`,
/// `not_applicable` and `at_most` given at the top.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spec {
    /// Title of the table.
    pub title: String,
    /// What the rows are.
    pub rows: Rows,
    /// Heading of the row labels; a word for the kind of rows when absent.
    pub label: Option<String>,
    /// A query; only rows in which it finds something are kept.
    pub filter: Option<String>,
    /// By what the rows are sorted, first key first. Groups always stay together.
    pub sort: Vec<SortKey>,
    /// The columns that are written out.
    pub columns: Vec<Column>,
    /// Columns made from a list; they follow the others.
    pub generated: Option<(Listing, CellStyle)>,
    /// Groups of rows in order; the first whose rule holds takes the row.
    pub groups: Vec<GroupSpec>,
    /// Abbreviations explained below the table, in order.
    pub abbreviations: Vec<(String, String)>,
    /// Which totals are added.
    pub totals: Totals,
}

/// What the rows are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rows {
    /// Everything of a kind.
    Listed(Listing),
    /// These ones.
    These(Vec<RowSpec>),
}

/// A list of things that the project knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Listing {
    /// All cases.
    Cases,
    /// All documents.
    Documents,
    /// The top codes (`codes`), or those directly under a code (`codes under X`); each stands for itself with its sub-codes.
    Codes(Option<String>),
    /// The values that an attribute takes.
    Values(String),
    /// Everybody who answers: speakers that ask the questions are left out.
    Speakers,
    /// The questions of the interviews; questions in the same words are one.
    Questions,
    /// Everybody who codes.
    Coders,
}

/// One row that is written out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowSpec {
    /// Its label.
    pub title: String,
    /// What it holds.
    pub source: RowSource,
}

/// What a written-out row holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RowSource {
    /// The passages of a query.
    Query(String),
    /// The codings of a code and its sub-codes.
    Code(String),
}

/// One column that is written out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its heading; the name of what it shows when absent.
    pub title: Option<String>,
    /// What it shows.
    pub source: Source,
    /// How.
    pub style: CellStyle,
}

/// What a column shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// An attribute of the row: of a case, or of the cases of a document.
    Attribute(String),
    /// A code with its sub-codes.
    Code(String),
    /// The passages of a query.
    Query(String),
    /// The value of an expression.
    Derive(String),
}

/// How the cells of a column are filled.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CellStyle {
    /// The measure; `value` for attributes and expressions, `count` for the rest when absent.
    pub cell: Option<Measure>,
    /// What is exported where there is nothing.
    pub empty: Option<String>,
    /// What is exported where an analyst has said that the cell does not apply.
    pub not_applicable: Option<String>,
    /// Short labels by code name or path, for the measure `codes`.
    pub labels: BTreeMap<String, String>,
    /// How many quotes are shown at most, telling ones first; the others are counted.
    pub at_most: Option<usize>,
}

/// One group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupSpec {
    /// Its name.
    pub name: String,
    /// The rule: an expression.
    pub when: String,
    /// 0 none … 4 darkest.
    pub shade: u8,
}

/// One key of the sort.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SortKey {
    /// `group`, `label`, an attribute, a column's title, or `TITLE:value,value`.
    pub by: String,
    /// Largest first.
    pub descending: bool,
}

/// Which totals are added.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Totals {
    /// None.
    #[default]
    None,
    /// One at the end of every row.
    Rows,
    /// One below every column.
    Columns,
    /// Both.
    Both,
}

impl Totals {
    /// Whether rows get one.
    pub fn of_rows(self) -> bool {
        matches!(self, Self::Rows | Self::Both)
    }

    /// Whether columns get one.
    pub fn of_columns(self) -> bool {
        matches!(self, Self::Columns | Self::Both)
    }
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cases => f.write_str("cases"),
            Self::Documents => f.write_str("documents"),
            Self::Codes(None) => f.write_str("codes"),
            Self::Codes(Some(under)) => write!(f, "codes under {under}"),
            Self::Values(attribute) => write!(f, "values of {attribute}"),
            Self::Speakers => f.write_str("speakers"),
            Self::Questions => f.write_str("questions"),
            Self::Coders => f.write_str("coders"),
        }
    }
}

impl Listing {
    /// Heading of the row labels when the specification gives none.
    pub fn heading(&self) -> &str {
        match self {
            Self::Cases => "Case",
            Self::Documents => "Document",
            Self::Codes(_) => "Code",
            Self::Values(attribute) => attribute,
            Self::Speakers => "Speaker",
            Self::Questions => "Question",
            Self::Coders => "Coder",
        }
    }
}

impl Spec {
    /// Whether anything in it is a query, so that words may have to be looked up. Without one the search index need not be asked, nor brought up to date.
    pub fn has_queries(&self) -> bool {
        let rows =
            matches!(&self.rows, Rows::These(rows) if rows.iter().any(|r| matches!(r.source, RowSource::Query(_))));
        let counts = |expression: &str| expression.to_lowercase().contains("count");
        let columns = self.columns.iter().any(|c| match &c.source {
            Source::Query(_) => true,
            Source::Derive(expression) => counts(expression),
            Source::Attribute(_) | Source::Code(_) => false,
        });
        rows || columns || self.filter.is_some() || self.groups.iter().any(|g| counts(&g.when))
    }
}
