//! What an author hands on, before it is any format: headings, paragraphs, quotes and tables in order.

mod prose;

pub use prose::{plain_runs, prose};

use super::{docx, html, markdown, tex};
use crate::fault::{Fault, Outcome};
use crate::matrix::{Cell, Evidence, Heading, Row, State, Table};

/// A text with tables.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Paper {
    /// Title; none is written where it is empty.
    pub title: String,
    /// What follows, in order.
    pub blocks: Vec<Block>,
}

/// A part of a [`Paper`].
#[derive(Clone, PartialEq, Debug)]
pub enum Block {
    /// A heading of level 1 (highest) to 4.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// One entry of a list.
    Item(Vec<Run>),
    /// Words of a participant, and where they stand.
    Quote {
        /// The words.
        words: String,
        /// Where they stand: document, place, speaker.
        source: String,
    },
    /// A table.
    Table(Box<Table>, Behind),
}

/// A stretch of a paragraph in one style.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
}

/// What is shown of the quotes behind the cells of a table. HTML always has them behind a click.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Behind {
    /// Nothing.
    #[default]
    Nothing,
    /// A footnote a cell, with its most telling quotes; where there are more than fit, an annex has them all.
    Footnotes,
    /// All of them, after the table.
    Appendix,
}

/// A file format of papers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaperFormat {
    /// Markdown (GitHub's form).
    Markdown,
    /// A Word document.
    Docx,
    /// One page of HTML that needs nothing else.
    Html,
    /// A part of a LaTeX document.
    Tex,
}

impl PaperFormat {
    /// The format that a file's extension asks for, without its dot and in any case.
    ///
    /// Errors (kind *asked*): an extension that none has.
    pub fn of_extension(extension: &str) -> Outcome<Self> {
        match extension.trim_start_matches('.').to_lowercase().as_str() {
            "md" | "markdown" => Ok(Self::Markdown),
            "docx" => Ok(Self::Docx),
            "html" | "htm" => Ok(Self::Html),
            "tex" => Ok(Self::Tex),
            other => Err(Fault::asked(format!("a text cannot be written as “.{other}”"))
                .hint("write it as .md, .docx, .html or .tex")),
        }
    }
}

impl Paper {
    /// A paper that is one table. An appendix of its quotes follows where it is asked for.
    pub fn of_table(table: Table, behind: Behind) -> Self {
        let after = if behind == Behind::Appendix { appendix(&table) } else { Vec::new() };
        let mut blocks = vec![Block::Table(Box::new(table), behind)];
        blocks.extend(after);
        Self { title: String::new(), blocks }
    }

    /// Writes it as a file; always the same bytes for the same paper.
    ///
    /// Errors (kind *bug*): an archive that cannot be packed.
    pub fn write(&self, format: PaperFormat) -> Outcome<Vec<u8>> {
        match format {
            PaperFormat::Markdown => Ok(markdown::paper(self).into_bytes()),
            PaperFormat::Docx => docx::write(self),
            PaperFormat::Html => html::write(self),
            PaperFormat::Tex => Ok(tex::write(self).into_bytes()),
        }
    }
}

impl Block {
    /// A paragraph in one style.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Paragraph(vec![Run { text: words.into(), ..Run::default() }])
    }
}

/// The quotes behind the cells of a table under headings, cell by cell.
fn appendix(table: &Table) -> Vec<Block> {
    listed(table, &format!("Quotes behind “{}”", table.title), 0)
}

/// The same of the cells with more than so many quotes.
fn listed(table: &Table, heading: &str, more_than: usize) -> Vec<Block> {
    let mut out = Vec::new();
    for (row, column, cell) in table.cells() {
        let quotes = quotes(cell);
        if quotes.len() <= more_than {
            continue;
        }
        if out.is_empty() {
            out.push(Block::Heading(1, heading.to_owned()));
        }
        out.push(Block::Heading(2, format!("{} · {}", row.label, column.title)));
        out.extend(quotes.into_iter().map(|e| Block::Quote { words: e.quote.clone(), source: source(e) }));
    }
    out
}

/// The passages behind a cell, each once however many codings it has.
fn quotes(cell: &Cell) -> Vec<&Evidence> {
    let mut quotes: Vec<&Evidence> = cell.evidence.iter().collect();
    quotes.dedup_by(|later, first| {
        let same = later.passage == first.passage;
        if same && later.telling {
            *first = *later;
        }
        same
    });
    quotes
}

/// Quotes of a footnote at most.
const QUOTES: usize = 3;

/// What follows a paper because footnotes had no room for it: all quotes of every cell that has more than fit.
pub(super) fn annex(paper: &Paper) -> Vec<Block> {
    let of = |block: &Block| match block {
        Block::Table(table, Behind::Footnotes) => listed(table, &annex_title(table), QUOTES),
        _ => Vec::new(),
    };
    paper.blocks.iter().flat_map(of).collect()
}

fn annex_title(table: &Table) -> String {
    if table.title.is_empty() { "Evidence".to_owned() } else { format!("Evidence behind “{}”", table.title) }
}

/// The quotes of a cell's footnote, telling ones first, and what is to be said of those that are in the annex.
pub(super) fn footnote<'c>(table: &Table, cell: &'c Cell) -> (Vec<&'c Evidence>, Option<String>) {
    let mut shown = quotes(cell);
    let all = shown.len();
    shown.sort_by_key(|e| !e.telling);
    shown.truncate(QUOTES);
    let rest =
        (all > QUOTES).then(|| format!("{QUOTES} of {all} quotes; all are in the annex, {}.", annex_title(table)));
    (shown, rest)
}

/// Where a passage stands, for people: `interview-3, 13:2, Marta`.
pub(super) fn source(evidence: &Evidence) -> String {
    let mut parts = vec![evidence.document.as_str(), evidence.place.as_str()];
    parts.extend(evidence.speaker.as_deref());
    parts.join(", ")
}

/// A plain table: headings, and rows of texts. Columns named in `numbers` hold numbers. The first column is that of the labels.
pub fn table(title: &str, headings: &[&str], numbers: &[usize], rows: Vec<Vec<String>>) -> Table {
    let heading = |title: &&str| Heading { title: (*title).to_owned(), measure: "value", axis: None };
    let cell = |(at, value): (usize, String)| {
        let number = if numbers.contains(&(at + 1)) { value.parse().ok() } else { None };
        let state = if value.is_empty() { State::None } else { State::Value };
        Cell { value, number, state, evidence: Vec::new() }
    };
    let row = |values: Vec<String>| {
        let mut values = values.into_iter();
        let label = values.next().unwrap_or_default();
        Row { label, group: None, cells: values.enumerate().map(cell).collect(), axis: None }
    };
    Table {
        title: title.to_owned(),
        label: headings.first().copied().unwrap_or_default().to_owned(),
        columns: headings.iter().skip(1).map(heading).collect(),
        rows: rows.into_iter().map(row).collect(),
        ..Table::default()
    }
}
