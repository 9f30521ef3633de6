//! The list that is seen as a file: CSV whose cells start no formula, Markdown, JSON.

use super::facts::one_line;
use super::history::draw::moment;
use super::state::{Screen, State};
use crate::coding::Passage;
use crate::document::Content;
use crate::exchange::write_sheet;
use crate::fault::{Fault, Outcome};
use crate::project::{Project, place_name};
use std::path::Path;

/// How a list is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Comma-separated.
    Csv,
    /// A table in Markdown.
    Markdown,
    /// A list of objects.
    Json,
}

impl Format {
    /// The format that the name of a file asks for.
    ///
    /// Errors (kind *asked*): a name that asks for none.
    pub fn of(path: &Path) -> Outcome<Self> {
        match path.extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase().as_str() {
            "csv" => Ok(Self::Csv),
            "md" | "markdown" => Ok(Self::Markdown),
            "json" => Ok(Self::Json),
            _ => Err(Fault::asked("a list is written as .csv, .md or .json")),
        }
    }
}

/// The headings of the list that is seen.
pub fn headings(state: &State) -> &'static [&'static str] {
    match state.screen() {
        Screen::Passages(find) | Screen::Find(find) if find.lined.is_some() => super::find::lined::HEADINGS,
        Screen::Passages(_) | Screen::Find(_) => {
            &["document", "cases", "place", "speaker", "start", "end", "codes", "words"]
        }
        Screen::Documents(_) => &["document", "cases", "language", "turns", "words", "codings", "coded"],
        Screen::Codes(_) => &["code", "codings", "documents", "definition"],
        Screen::Memos(_) => &["about", "kind", "coder", "date", "tags", "memo"],
        Screen::History(_) => &["step", "date", "coder", "what"],
        Screen::Matrices(_) => &["matrix"],
        Screen::Cases(_) => &["case", "documents", "codings", "coded", "clearance", "alias"],
        // A matrix has files of its own.
        Screen::Reader(_) | Screen::Grid(_) => &[],
    }
}

/// A passage as a row; start and end in code points.
pub fn passage_row(state: &State, project: &Project, passage: Passage, content: &Content) -> Vec<String> {
    let known = state.facts.document(passage.document);
    if state.find().is_some_and(|find| find.lined.is_some()) {
        return super::find::lined::line_of_file(passage, &known.name, content);
    }
    let points = content.text.to_points(passage.span);
    let turn = content.structure.turns_in(passage.span).start;
    let mut codes: Vec<String> = Vec::new();
    for coding in project.codings.on(passage) {
        let path = state.facts.code(coding.code).path;
        if !codes.contains(&path) {
            codes.push(path);
        }
    }
    vec![
        known.name,
        known.cases,
        place_name(passage.span, content),
        content.structure.speaker_of(turn).unwrap_or_default().to_owned(),
        points.start.to_string(),
        points.end.to_string(),
        codes.join("; "),
        passage.span.of(content.text.as_str()).to_owned(),
    ]
}

/// The rows of a list that is no list of passages.
pub fn rows(state: &State, project: &Project) -> Vec<Vec<String>> {
    match state.screen() {
        Screen::Documents(_) => {
            let row = |id: &crate::id::DocumentId| {
                let (known, document) = (state.facts.document(*id), project.documents.get(id)?);
                let coded = format!("{}%", known.coded);
                let figures =
                    [document.turns.to_string(), document.words.to_string(), known.codings.to_string(), coded];
                Some([vec![known.name, known.cases, document.language.clone()], figures.to_vec()].concat())
            };
            state.documents().iter().filter_map(row).collect()
        }
        Screen::Codes(_) => {
            let row = |id: &crate::id::CodeId| {
                let known = state.facts.code(*id);
                let definition = project.codebook.get(*id).map(|c| c.definition.clone()).unwrap_or_default();
                vec![known.path, known.codings.to_string(), known.documents.to_string(), definition]
            };
            state.codes().iter().map(row).collect()
        }
        Screen::Memos(_) => {
            let row = |memo: &&crate::memo::Memo| {
                vec![
                    super::memos::about_name(state, project, memo.about),
                    memo.kind().to_owned(),
                    project.coder_name(memo.coder).to_owned(),
                    moment(memo.at),
                    memo.tags().join(" "),
                    memo.text.clone(),
                ]
            };
            super::memos::shown(state, project).iter().map(row).collect()
        }
        Screen::History(_) => {
            let steps = state.steps();
            steps.iter().map(|s| vec![s.number.to_string(), moment(s.at), s.coder.clone(), s.name.clone()]).collect()
        }
        Screen::Matrices(_) => super::grid::names(state, project).into_iter().map(|n| vec![n]).collect(),
        Screen::Cases(_) => super::cases::export_rows(state, project),
        Screen::Passages(_) | Screen::Find(_) | Screen::Reader(_) | Screen::Grid(_) => Vec::new(),
    }
}

/// The text of the file.
pub fn written(format: Format, headings: &[&str], rows: &[Vec<String>]) -> String {
    match format {
        Format::Csv => write_sheet(headings.iter().copied(), rows.iter().cloned()),
        Format::Markdown => {
            let cell = |text: &str| one_line(text).replace('\\', "\\\\").replace('|', "\\|");
            let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
            let mut out = line(headings.iter().map(|h| (*h).to_owned()).collect());
            out.push_str(&line(vec!["---".to_owned(); headings.len()]));
            rows.iter().for_each(|row| out.push_str(&line(row.iter().map(|c| cell(c)).collect())));
            out
        }
        Format::Json => {
            let object = |row: &Vec<String>| {
                let fields =
                    headings.iter().zip(row).map(|(h, c)| ((*h).to_owned(), serde_json::Value::from(c.as_str())));
                serde_json::Value::Object(fields.collect())
            };
            let all = serde_json::Value::Array(rows.iter().map(object).collect());
            format!("{all:#}\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_start_no_formula_and_break_no_table() {
        let rows = [vec!["=1+1".to_owned(), "a|b\nc".to_owned()]];
        assert_eq!(written(Format::Csv, &["x", "y"], &rows), "x,y\n'=1+1,\"a|b\nc\"\n");
        assert_eq!(written(Format::Markdown, &["x", "y"], &rows), "| x | y |\n| --- | --- |\n| =1+1 | a\\|b c |\n");
        let json: serde_json::Value = serde_json::from_str(&written(Format::Json, &["x", "y"], &rows)).unwrap();
        assert_eq!(json[0]["y"], "a|b\nc");
        assert!(Format::of(Path::new("a.xls")).is_err() && Format::of(Path::new("a.CSV")) == Ok(Format::Csv));
    }
}
