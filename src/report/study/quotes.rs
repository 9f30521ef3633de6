use crate::fault::{Fault, Outcome};
use crate::matrix::Table;
use crate::report::listing::time;
use crate::report::paper::{Behind, Block, Paper, PaperFormat, table};
use crate::report::{csv, xlsx};

/// A passage that was found, with everything a citation needs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Quote {
    /// Name of the document.
    pub document: String,
    /// Its turn, counted from 1.
    pub turn: Option<u32>,
    /// Where, as a person writes it: `13:2`.
    pub place: String,
    /// Who speaks.
    pub speaker: Option<String>,
    /// Milliseconds from the start of the recording.
    pub time_ms: Option<u64>,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// Names of the cases it belongs to.
    pub cases: Vec<String>,
    /// Paths of the codes on it.
    pub codes: Vec<String>,
    /// The words.
    pub words: String,
    /// The turns before and after that were asked for, in order.
    pub context: (Vec<String>, Vec<String>),
}

/// A file format of quotes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuotesFormat {
    /// One line a quote.
    Csv,
    /// One row a quote.
    Xlsx,
    /// Quotes with their citations, one after another.
    Paper(PaperFormat),
}

impl QuotesFormat {
    /// The format that a file's extension asks for, without its dot and in any case.
    ///
    /// Errors (kind *asked*): an extension that none has.
    pub fn of_extension(extension: &str) -> Outcome<Self> {
        match extension.to_lowercase().as_str() {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            other => PaperFormat::of_extension(other).map(Self::Paper).map_err(|_| {
                Fault::asked(format!("quotes cannot be written as “.{other}”"))
                    .hint("write them as .csv, .xlsx, .docx, .md, .html or .tex")
            }),
        }
    }
}

/// Writes quotes under a title; the same quotes always give the same bytes.
///
/// Errors (kind *asked*): more quotes than a spreadsheet has rows.
pub fn write_quotes(title: &str, quotes: &[Quote], format: QuotesFormat) -> Outcome<Vec<u8>> {
    match format {
        QuotesFormat::Csv => csv::wide(&rows(title, quotes)),
        QuotesFormat::Xlsx => xlsx::list(&rows(title, quotes), "Quotes"),
        QuotesFormat::Paper(PaperFormat::Html) => page(title, quotes).write(PaperFormat::Html),
        QuotesFormat::Paper(format) => paper(title, quotes).write(format),
    }
}

const HEADINGS: [&str; 11] =
    ["document", "turn", "place", "time", "speaker", "cases", "codes", "quote", "before", "after", "passage"];

fn rows(title: &str, quotes: &[Quote]) -> Table {
    let context = quotes.iter().any(|q| !q.context.0.is_empty() || !q.context.1.is_empty());
    let row = |q: &Quote| {
        let mut row = vec![
            q.document.clone(),
            q.turn.map(|t| t.to_string()).unwrap_or_default(),
            q.place.clone(),
            q.time_ms.map(time).unwrap_or_default(),
            q.speaker.clone().unwrap_or_default(),
            q.cases.join("; "),
            q.codes.join("; "),
            q.words.clone(),
        ];
        if context {
            row.extend([q.context.0.join("\n\n"), q.context.1.join("\n\n")]);
        }
        row.push(format!("{}@{}-{}", q.document, q.start, q.end));
        row
    };
    let headings: Vec<&str> =
        HEADINGS.iter().copied().filter(|h| context || !matches!(*h, "before" | "after")).collect();
    table(title, &headings, &[1], quotes.iter().map(row).collect())
}

/// `interview-3, 13:2, 4:05, Marta · case 7 · codes: trust; cost`
fn citation(quote: &Quote) -> String {
    let mut parts = vec![quote.document.clone(), quote.place.clone()];
    parts.extend(quote.time_ms.map(time));
    parts.extend(quote.speaker.clone());
    let mut out = parts.join(", ");
    if !quote.cases.is_empty() {
        out.push_str(&format!(" · case {}", quote.cases.join(", ")));
    }
    if !quote.codes.is_empty() {
        out.push_str(&format!(" · codes: {}", quote.codes.join("; ")));
    }
    out
}

fn paper(title: &str, quotes: &[Quote]) -> Paper {
    let mut blocks = vec![Block::text(crate::project::count(quotes.len(), "passage") + ".")];
    let mut document = "";
    for quote in quotes {
        if quote.document != document {
            document = &quote.document;
            blocks.push(Block::Heading(2, document.to_owned()));
        }
        blocks.extend(quote.context.0.iter().map(|words| Block::text(words.clone())));
        blocks.push(Block::Quote { words: quote.words.clone(), source: citation(quote) });
        blocks.extend(quote.context.1.iter().map(|words| Block::text(words.clone())));
    }
    Paper { title: title.to_owned(), blocks }
}

/// As a page the quotes are a table, whose rows can be filtered by typing.
fn page(title: &str, quotes: &[Quote]) -> Paper {
    let mut table = rows("", quotes);
    table.label = "document".to_owned();
    Paper { title: title.to_owned(), blocks: vec![Block::Table(Box::new(table), Behind::Nothing)] }
}
