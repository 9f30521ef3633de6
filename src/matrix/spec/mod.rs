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
/// top   = 10                                # the first ten rows of the order
/// transpose = true                          # rows and columns exchanged, when all is done
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
/// `not_applicable`, `at_most`, `of`, `within` and `decimals` given at the top. With `columns = "values of A"` or `"groups"` the key `tests = ["chi2", "p"]`
/// adds tests of each row over the cases. `over = "codes under X"` says which codes measures of similarity compare; `correlate = "TITLE"` notes how far each
/// column's numbers go with those of one.
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
    /// How many rows are shown, after sorting; all without one.
    pub top: Option<usize>,
    /// Whether rows and columns are exchanged in the end.
    pub transpose: bool,
    /// Tests of each row over the generated columns; a column each.
    pub tests: Vec<Test>,
    /// The codes by which cases are alike and by which interviews bring something new; all codes, each by itself, without one.
    pub over: Option<Listing>,
    /// The column with whose numbers those of the others are correlated.
    pub correlate: Option<String>,
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
    /// The groups of cases that `[[group]]` defines, each as a whole.
    Groups,
    /// Documents by a property of theirs that is a date, cut to this grain: `years of date`.
    Periods(Grain, String),
}

/// How fine dates are told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grain {
    /// `2015`
    Years,
    /// `2015-03`
    Months,
}

impl Grain {
    /// The word used in specifications.
    pub fn word(self) -> &'static str {
        match self {
            Self::Years => "years",
            Self::Months => "months",
        }
    }

    /// The part of an ISO date that is kept; `None` when the date is not that fine.
    pub fn cut(self, date: &str) -> Option<&str> {
        date.get(
            ..match self {
                Self::Years => 4,
                Self::Months => 7,
            },
        )
    }
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
    /// Whether a code is shown as its sub-codes, a column each under a common heading.
    pub expand: bool,
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
    /// A section of the case's write-up, by its heading.
    Vignette(String),
    /// How far coders agree on the row's code.
    Agreement(Coefficient),
    /// How many codes the rows bring, in the order shown.
    Saturation(Curve),
}

/// A figure of agreement between coders, over the characters of the documents that at least two of them coded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coefficient {
    /// Characters judged alike (coded or not), in percent.
    Percent,
    /// Characters that both coded over characters that either coded; the mean over pairs of coders.
    Coded,
    /// Cohen's κ; of more than two coders Light's mean over pairs.
    Kappa,
    /// Fleiss' κ; of two coders Scott's π.
    Fleiss,
    /// S of Bennett, Alpert & Goldstein, chance being one half.
    S,
    /// Gwet's AC1.
    Ac1,
    /// Krippendorff's α.
    Alpha,
    /// Krippendorff's α for unitizing (|uα), over the documents that all coders worked on: where passages begin and end weighs by their length.
    UAlpha,
}

impl Coefficient {
    /// All with their words.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Percent, "percent"),
        (Self::Coded, "coded"),
        (Self::Kappa, "kappa"),
        (Self::Fleiss, "fleiss"),
        (Self::S, "s"),
        (Self::Ac1, "ac1"),
        (Self::Alpha, "alpha"),
        (Self::UAlpha, "u_alpha"),
    ];
}

/// What is told of the codes that rows bring.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Curve {
    /// Codes that no row before has.
    New,
    /// Codes of this row and all before.
    Total,
    /// How many codes as many rows have on average over all orders.
    Expected,
}

impl Curve {
    /// All with their words.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::New, "new"), (Self::Total, "total"), (Self::Expected, "expected")];
}

/// A test of a row over columns that part the cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Test {
    /// Pearson's χ² without correction.
    Chi2,
    /// Its p.
    P,
    /// χ² with Yates' correction, for two columns.
    Yates,
    /// Its p.
    PYates,
    /// The likelihood ratio G.
    G,
    /// Its p.
    PG,
    /// The two-sided p of Fisher's exact test, for two columns.
    Fisher,
    /// Cramér's V.
    V,
    /// The smallest expected count.
    LeastExpected,
    /// The p of χ² adjusted over all rows after Holm.
    Holm,
    /// The p of χ² adjusted over all rows after Benjamini & Hochberg.
    Bh,
}

impl Test {
    /// All with their words and headings.
    pub const ALL: [(Self, &'static str, &'static str); 11] = [
        (Self::Chi2, "chi2", "χ²"),
        (Self::P, "p", "p"),
        (Self::Yates, "yates", "χ² (Yates)"),
        (Self::PYates, "p_yates", "p (Yates)"),
        (Self::G, "g", "G"),
        (Self::PG, "p_g", "p (G)"),
        (Self::Fisher, "fisher", "p (Fisher)"),
        (Self::V, "v", "Cramér's V"),
        (Self::LeastExpected, "least_expected", "least expected"),
        (Self::Holm, "holm", "p (Holm)"),
        (Self::Bh, "bh", "p (BH)"),
    ];
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
    /// What `row%` and `column%` are of: codings when not said.
    pub of: Option<Measure>,
    /// The largest gap of the measure `near`, in characters; 200 when not said.
    pub within: Option<u32>,
    /// How many decimals numbers are written with; a usual number for each measure when not said.
    pub decimals: Option<usize>,
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
            Self::Groups => f.write_str("groups"),
            Self::Periods(grain, of) => write!(f, "{} of {of}", grain.word()),
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
            Self::Groups => "Group",
            Self::Periods(Grain::Years, _) => "Year",
            Self::Periods(Grain::Months, _) => "Month",
        }
    }
}

impl Spec {
    /// Rows without title and columns, to start from.
    pub fn of_rows(rows: Rows) -> Self {
        Self {
            title: String::new(),
            rows,
            label: None,
            filter: None,
            sort: Vec::new(),
            columns: Vec::new(),
            generated: None,
            groups: Vec::new(),
            abbreviations: Vec::new(),
            totals: Totals::None,
            top: None,
            transpose: false,
            tests: Vec::new(),
            over: None,
            correlate: None,
        }
    }

    /// Whether its groups are rows or columns themselves, and so do not part the rows.
    pub fn lists_groups(&self) -> bool {
        self.rows == Rows::Listed(Listing::Groups)
            || self.generated.as_ref().is_some_and(|(listing, _)| *listing == Listing::Groups)
    }

    /// Whether anything in it is a query, so that words may have to be looked up. Without one the search index need not be asked, nor brought up to date.
    pub fn has_queries(&self) -> bool {
        let rows =
            matches!(&self.rows, Rows::These(rows) if rows.iter().any(|r| matches!(r.source, RowSource::Query(_))));
        let counts = |expression: &str| expression.to_lowercase().contains("count");
        let columns = self.columns.iter().any(|c| match &c.source {
            Source::Query(_) => true,
            Source::Derive(expression) => counts(expression),
            Source::Attribute(_)
            | Source::Code(_)
            | Source::Vignette(_)
            | Source::Agreement(_)
            | Source::Saturation(_) => false,
        });
        rows || columns || self.filter.is_some() || self.groups.iter().any(|g| counts(&g.when))
    }
}
