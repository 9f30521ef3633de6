//! The tables of codings, links and memos, both ways.

use super::super::sheet::{self, Row, Sheet};
use super::moment;
use crate::case::Part;
use crate::coding::Passage;
use crate::fault::{Fault, Outcome};
use crate::id::Stamp;
use crate::memo::About;
use crate::project::{CodingRow, LinkRow, MemoRow, Named, PartRow, PassageRow, Project, Texts};
use crate::text::Points;

const CODINGS: [&str; 8] = ["document", "start", "end", "code", "coder", "quote", "telling", "date"];
const LINKS: [&str; 5] = ["document", "case", "speaker", "start", "end"];
const MEMOS: [&str; 7] = ["about", "name", "start", "end", "coder", "date", "text"];

/// The codings, document by document in reading order.
pub(super) fn write_codings(project: &Project) -> String {
    let codings = project.documents.values().flat_map(|d| project.codings.of(d.id).iter().map(move |c| (d, c)));
    let rows = codings.map(|(document, c)| {
        vec![
            document.name.clone(),
            c.points.start.to_string(),
            c.points.end.to_string(),
            project.codebook.path(c.code),
            project.coder_name(c.coder).to_owned(),
            c.quote.to_string(),
            if c.telling { "yes" } else { "" }.to_owned(),
            moment::write(c.at),
        ]
    });
    sheet::write(CODINGS, rows)
}

/// Reads the codings. Whether their words stand where they say is looked at when they come into a project.
///
/// Errors: what cannot be read, with file and line.
pub(super) fn read_codings(file: &str, text: &str) -> Outcome<Vec<CodingRow>> {
    let sheet = Sheet::read(file, text)?;
    let (document, code) = (sheet.need("document")?, sheet.need("code")?);
    let places = Places::of(&sheet);
    let [coder, quote, telling] = ["coder", "quote", "telling"].map(|name| sheet.column(&[name]));
    let read = |row: &Row| -> Outcome<CodingRow> {
        let points = places.points(&sheet, row)?;
        let quote = row.cell(quote).to_owned();
        if points.is_none() && quote.trim().is_empty() {
            return Err(sheet.fault(row, "the coding has neither start and end nor a quote"));
        }
        let filled = |column: usize, what: &str| -> Outcome<String> {
            let cell = row.cell(Some(column));
            if cell.trim().is_empty() {
                Err(sheet.fault(row, format!("the coding has no {what}")))
            } else {
                Ok(cell.to_owned())
            }
        };
        let telling = match row.cell(telling).trim().to_lowercase().as_str() {
            "" | "no" | "0" | "false" => false,
            "yes" | "1" | "true" | "x" => true,
            other => return Err(sheet.fault(row, format!("telling is yes or no, not “{other}”"))),
        };
        Ok(CodingRow {
            document: filled(document, "document")?,
            code: filled(code, "code")?,
            coder: row.cell(coder).to_owned(),
            points,
            quote,
            telling,
            at: places.moment(&sheet, row)?,
        })
    };
    sheet.rows.iter().map(read).collect()
}

/// The links in order of creation.
pub(super) fn write_links(project: &Project) -> Outcome<String> {
    let mut rows = Vec::new();
    for link in project.links.values() {
        let document = project.documents.get(&link.document).map(|d| d.name.clone());
        let case = project.cases.get(&link.case).map(|c| c.name.clone());
        let (Some(document), Some(case)) = (document, case) else { return Err(dangling("a link")) };
        let (speaker, start, end) = match &link.part {
            Part::Whole => (String::new(), String::new(), String::new()),
            Part::Speaker(name) => (name.clone(), String::new(), String::new()),
            Part::Passage { points, .. } => (String::new(), points.start.to_string(), points.end.to_string()),
        };
        rows.push(vec![document, case, speaker, start, end]);
    }
    Ok(sheet::write(LINKS, rows))
}

/// Reads the links.
///
/// Errors: what cannot be read, with file and line.
pub(super) fn read_links(file: &str, text: &str) -> Outcome<Vec<LinkRow>> {
    let sheet = Sheet::read(file, text)?;
    let (document, case, speaker) = (sheet.need("document")?, sheet.need("case")?, sheet.column(&["speaker"]));
    let places = Places::of(&sheet);
    let read = |row: &Row| -> Outcome<LinkRow> {
        let cell = |column: usize| row.cell(Some(column)).to_owned();
        if cell(document).trim().is_empty() || cell(case).trim().is_empty() {
            return Err(sheet.fault(row, "a link needs a document and a case"));
        }
        let part = match (row.cell(speaker), places.points(&sheet, row)?) {
            ("", None) => PartRow::Whole,
            (name, None) => PartRow::Speaker(name.to_owned()),
            ("", Some(points)) => PartRow::Passage(points),
            _ => return Err(sheet.fault(row, "a link is to a speaker or to a passage, not to both")),
        };
        Ok(LinkRow { document: cell(document), case: cell(case), part })
    };
    sheet.rows.iter().map(read).collect()
}

/// The memos in order of creation.
pub(super) fn write_memos(project: &Project, texts: &dyn Texts) -> Outcome<String> {
    let mut rows = Vec::new();
    for memo in project.memos.values() {
        let gone = || dangling("a memo");
        let (about, name, points) = match memo.about {
            About::Project => ("project", String::new(), None),
            About::Document(id) => ("document", project.documents.get(&id).ok_or_else(gone)?.name.clone(), None),
            About::Case(id) => ("case", project.cases.get(&id).ok_or_else(gone)?.name.clone(), None),
            About::Code(id) => {
                project.codebook.get(id).ok_or_else(gone)?;
                ("code", project.codebook.path(id), None)
            }
            About::Passage(Passage { document, span }) => {
                let document = project.documents.get(&document).ok_or_else(gone)?;
                ("passage", document.name.clone(), Some(texts.content(document)?.text.to_points(span)))
            }
        };
        rows.push(vec![
            about.to_owned(),
            name,
            points.map(|p| p.start.to_string()).unwrap_or_default(),
            points.map(|p| p.end.to_string()).unwrap_or_default(),
            project.coder_name(memo.coder).to_owned(),
            moment::write(memo.at),
            memo.text.clone(),
        ]);
    }
    Ok(sheet::write(MEMOS, rows))
}

/// Reads the memos.
///
/// Errors: what cannot be read, with file and line.
pub(super) fn read_memos(file: &str, text: &str) -> Outcome<Vec<MemoRow>> {
    let sheet = Sheet::read(file, text)?;
    let (about, words) = (sheet.need("about")?, sheet.need("text")?);
    let [name, coder] = ["name", "coder"].map(|name| sheet.column(&[name]));
    let places = Places::of(&sheet);
    let read = |row: &Row| -> Outcome<MemoRow> {
        let name = row.cell(name).to_owned();
        let about = match row.cell(Some(about)).trim() {
            "project" => Named::Project,
            "document" => Named::Document(name),
            "case" => Named::Case(name),
            "code" => Named::Code(name),
            "passage" => {
                let points = places.points(&sheet, row)?;
                let points = points.ok_or_else(|| sheet.fault(row, "a memo on a passage needs start and end"))?;
                Named::Passage(PassageRow::Of(name, points))
            }
            other => {
                return Err(sheet
                    .fault(row, format!("“{other}” is nothing that memos are about"))
                    .hint("write project, document, code, case or passage"));
            }
        };
        let text = crate::text::normalise(row.cell(Some(words))).0.trim().to_owned();
        Ok(MemoRow { about, text, coder: row.cell(coder).to_owned(), at: places.moment(&sheet, row)? })
    };
    sheet.rows.iter().map(read).collect()
}

fn dangling(what: &str) -> Fault {
    Fault::data(format!("{what} is about something that is not there")).hint("`casebook check` says more")
}

/// The columns that say where and when.
pub(super) struct Places {
    start: Option<usize>,
    end: Option<usize>,
    date: Option<usize>,
}

impl Places {
    pub(super) fn of(sheet: &Sheet) -> Self {
        Self { start: sheet.column(&["start"]), end: sheet.column(&["end"]), date: sheet.column(&["date"]) }
    }

    fn points(&self, sheet: &Sheet, row: &Row) -> Outcome<Option<Points>> {
        let (start, end) = (row.cell(self.start).trim(), row.cell(self.end).trim());
        if start.is_empty() && end.is_empty() {
            return Ok(None);
        }
        match (start.parse(), end.parse()) {
            (Ok(start), Ok(end)) if start < end => Ok(Some(Points { start, end })),
            _ => Err(sheet
                .fault(row, format!("“{start}” to “{end}” is no stretch of a text"))
                .hint("start and end count code points from 0; the end is the first one outside")),
        }
    }

    pub(super) fn moment(&self, sheet: &Sheet, row: &Row) -> Outcome<Option<Stamp>> {
        let raw = row.cell(self.date).trim();
        if raw.is_empty() {
            return Ok(None);
        }
        let fault =
            || sheet.fault(row, format!("“{raw}” is no date")).hint("write it as 2015-03-12 or 2015-03-12T09:30:00Z");
        moment::read(raw).map(Some).ok_or_else(fault)
    }
}
