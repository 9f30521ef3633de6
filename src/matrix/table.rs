use crate::coding::Passage;
use crate::memo::Axis;
use crate::text::Points;

/// A matrix that has been filled in. The reports write it; nothing in it refers back to the project.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    /// Title.
    pub title: String,
    /// Heading of the row labels.
    pub label: String,
    /// The columns from left to right.
    pub columns: Vec<Heading>,
    /// The rows from top to bottom; those of a group stand together.
    pub rows: Vec<Row>,
    /// The groups in order; empty when the specification has none. *Unclassified* is the last where some row needs it.
    pub groups: Vec<Group>,
    /// Totals, where the specification asks for them.
    pub totals: Totals,
    /// What is to be written below: abbreviations, and what signs in the cells mean.
    pub notes: Vec<String>,
    /// What whoever runs it should know: phrases that are stale or missing, rows without a group.
    pub warnings: Vec<String>,
    /// What the columns are, where they are all of a kind: `Code`.
    pub across: String,
    /// Headings above the headings, from left to right; none overlap. A code that is expanded into its sub-codes stands here.
    pub bands: Vec<Band>,
    /// For a transposed table, whose columns may hold several measures: the measure of each row. Empty otherwise.
    pub measures: Vec<&'static str>,
    /// Whether rows and columns were exchanged.
    pub transposed: bool,
}

/// A heading above several columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Band {
    /// Its words.
    pub title: String,
    /// 0 none … 4 darkest.
    pub shade: u8,
    /// The columns under it.
    pub columns: std::ops::Range<usize>,
}

/// A column's heading.
#[derive(Clone, PartialEq, Debug)]
pub struct Heading {
    /// Its words.
    pub title: String,
    /// Word for the measure of its cells ([`super::Measure::word`]).
    pub measure: &'static str,
    /// What the column stands for, where phrases can be written for its cells.
    pub axis: Option<Axis>,
}

/// One row.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Its label.
    pub label: String,
    /// Index into [`Table::groups`].
    pub group: Option<usize>,
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// What the row stands for.
    pub axis: Option<Axis>,
}

/// A group of rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// 0 none … 4 darkest.
    pub shade: u8,
}

/// Totals at the ends.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Totals {
    /// One cell a row, to the right of it.
    pub rows: Option<Vec<Cell>>,
    /// One cell a column, below it.
    pub columns: Option<Vec<Cell>>,
    /// The total of everything, where both are asked for.
    pub all: Option<Cell>,
}

/// One cell.
#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    /// What is exported.
    pub value: String,
    /// The number, for measures that are numbers; for a phrase not yet written, how many passages wait for it.
    pub number: Option<f64>,
    /// What kind of answer this is.
    pub state: State,
    /// Where it comes from: in order of documents and places. For the measures `count` and `passages` its length is the number.
    pub evidence: Vec<Evidence>,
}

/// What a cell's content is. These are never confused: that nothing has been coded is no finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// Nobody has coded anything of this row (or column) yet.
    NotCoded,
    /// An analyst has said that the cell does not apply.
    NotApplicable,
    /// Examined; nothing found.
    None,
    /// There are passages, but nobody has written the phrase.
    Evidence,
    /// The phrase, and it rests on exactly what is in the cell.
    Essence,
    /// The phrase, but what is in the cell has changed since it was written.
    Stale,
    /// A phrase with no passage behind it.
    Unsupported,
    /// A value of an attribute or expression, quotes, names of codes, yes.
    Value,
    /// A number.
    Count,
    /// A number that cannot be had: nothing to divide by, nothing that varies. The warnings say why. Never 0 or 1 instead.
    Undefined,
    /// There is something, but the audience may not see it.
    Withheld,
}

impl State {
    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotCoded => "not_coded",
            Self::NotApplicable => "not_applicable",
            Self::None => "none",
            Self::Evidence => "evidence",
            Self::Essence => "essence",
            Self::Stale => "stale",
            Self::Unsupported => "unsupported",
            Self::Value => "value",
            Self::Count => "count",
            Self::Undefined => "undefined",
            Self::Withheld => "withheld",
        }
    }
}

/// One passage behind a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// Where it is.
    pub passage: Passage,
    /// The same in code points.
    pub points: Points,
    /// Name of the document.
    pub document: String,
    /// Where in it, as a person writes it: `13:2`.
    pub place: String,
    /// Who speaks there, where that is one person.
    pub speaker: Option<String>,
    /// The words.
    pub quote: String,
    /// Paths of the codes that put it into the cell; for passages that are in the cell for their words or their speaker, of the codes on them.
    pub codes: Vec<String>,
    /// Names of the coders of these.
    pub coders: Vec<String>,
    /// True when one of these codings is marked as telling.
    pub telling: bool,
}

impl Evidence {
    /// A name for files: `interview-3@120-260`, in code points. It is a place that `casebook code` and `casebook show` understand, and the same in every copy
    /// of the project.
    pub fn id(&self) -> String {
        format!("{}@{}-{}", self.document, self.points.start, self.points.end)
    }
}

impl Table {
    /// All cells with their row and column, row by row, without the totals.
    pub fn cells(&self) -> impl Iterator<Item = (&Row, &Heading, &Cell)> {
        self.rows
            .iter()
            .flat_map(|row| row.cells.iter().zip(&self.columns).map(move |(cell, column)| (row, column, cell)))
    }

    /// The rows of each group in order, with the group; one entry without a group when the table has none.
    pub fn by_group(&self) -> Vec<(Option<&Group>, &[Row])> {
        self.rows
            .chunk_by(|a, b| a.group == b.group)
            .map(|rows| (rows[0].group.and_then(|g| self.groups.get(g)), rows))
            .collect()
    }
}
