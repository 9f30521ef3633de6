use super::super::lines::{line_of, place, toml as read_toml, utf8};
use super::super::{case_table, codebook};
use super::{FORM, File, VERSION, essences, names, tables};
use crate::document::{Draft, Warning};
use crate::fault::{Fault, Outcome};
use crate::project::{Command, StudyRows};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A study as its files have it, ready to be brought into a project.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Study {
    /// Everything in it, by names.
    pub rows: StudyRows,
    /// What was odd, each with its file.
    pub warnings: Vec<String>,
}

impl Study {
    /// The command that brings it in, as one step.
    pub fn command(self) -> Command {
        Command::ImportStudy(Box::new(self.rows))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    #[serde(default)]
    form: Option<String>,
    #[serde(default)]
    version: Option<toml::Spanned<i64>>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    coders: Vec<String>,
}

/// Reads the plain form. `importer` reads a document that has no turns beside it, given its file name and bytes, as an ordinary transcript.
///
/// Errors: what is damaged or missing, with file and line; nothing is read in part.
pub fn read(files: &[File], importer: &dyn Fn(&str, &[u8]) -> Outcome<Draft>) -> Outcome<Study> {
    let mut reader = Reader::of(files, importer)?;
    let mut rows = StudyRows::default();
    reader.head(&mut rows)?;
    rows.documents = reader.documents()?;
    if let Some(text) = reader.text("codebook.toml")? {
        let (codes, warnings) = codebook::read("codebook.toml", text)?;
        rows.codes = codes;
        reader.warn("codebook.toml", warnings);
    }
    let kinds = match reader.text("attributes.toml")? {
        Some(text) => case_table::read_attributes("attributes.toml", text)?,
        None => Vec::new(),
    };
    if let Some(text) = reader.text("cases.csv")? {
        let (cases, warnings) = case_table::read("cases.csv", text, &kinds)?;
        rows.cases = cases;
        reader.warn("cases.csv", warnings);
    } else {
        rows.cases.attributes = kinds.into_iter().map(|k| (k.name, k.kind, k.title)).collect();
    }
    rows.links = reader.table("links.csv", tables::read_links)?;
    rows.codings = reader.table("codings.csv", tables::read_codings)?;
    rows.memos = reader.table("memos.csv", tables::read_memos)?;
    rows.essences = reader.table("essences.toml", essences::read)?;
    reader.writing(&mut rows)?;
    reader.saved(&mut rows)?;
    reader.unknown();
    Ok(Study { rows, warnings: reader.warnings })
}

pub(super) struct Reader<'a> {
    pub(super) files: BTreeMap<String, &'a [u8]>,
    pub(super) importer: &'a dyn Fn(&str, &[u8]) -> Outcome<Draft>,
    pub(super) warnings: Vec<String>,
}

impl<'a> Reader<'a> {
    fn of(files: &'a [File], importer: &'a dyn Fn(&str, &[u8]) -> Outcome<Draft>) -> Outcome<Self> {
        let mut by_path = BTreeMap::new();
        for file in files {
            by_path.insert(names::inside(&file.path)?, file.bytes.as_slice());
        }
        if !super::is_plain(by_path.keys().map(String::as_str)) && !by_path.contains_key("documents.csv") {
            return Err(Fault::data("this is no study in the plain form: it has no project.toml")
                .hint("a study has project.toml, or a folder documents/ beside codebook.toml or codings.csv"));
        }
        Ok(Self { files: by_path, importer, warnings: Vec::new() })
    }

    /// A file as text; `None` when it is not there.
    pub(super) fn text(&self, path: &str) -> Outcome<Option<&'a str>> {
        self.files.get(path).map(|bytes| utf8(path, bytes)).transpose()
    }

    pub(super) fn warn(&mut self, file: &str, warnings: Vec<Warning>) {
        self.warnings.extend(warnings.into_iter().map(|w| match w.line {
            Some(line) => format!("{}: {}", place(file, line as usize), w.what),
            None => format!("{file}: {}", w.what),
        }));
    }

    fn table<T>(&self, path: &str, read: impl Fn(&str, &str) -> Outcome<Vec<T>>) -> Outcome<Vec<T>> {
        self.text(path)?.map_or_else(|| Ok(Vec::new()), |text| read(path, text))
    }

    fn head(&self, rows: &mut StudyRows) -> Outcome<()> {
        let file = "project.toml";
        let Some(text) = self.text(file)? else { return Ok(()) };
        let head: Head = read_toml(file, text)?;
        if let Some(form) = head.form.filter(|f| f != FORM) {
            return Err(Fault::data(format!("the form “{form}” is not known"))
                .at(file)
                .hint(format!("it should be “{FORM}”")));
        }
        if let Some(version) = head.version.filter(|v| *v.get_ref() != VERSION) {
            let what = format!("version {} of the plain form is not known here", version.get_ref());
            return Err(Fault::data(what)
                .at(place(file, line_of(text, version.span().start)))
                .hint(format!("this Casebook reads version {VERSION}; a newer one may read it")));
        }
        rows.title = crate::text::normalise_line(&head.title);
        rows.coders = head.coders;
        Ok(())
    }

    /// Files at the top and in the folders of the form that nothing reads: a misspelt name must not pass in silence.
    fn unknown(&mut self) {
        const KNOWN: [&str; 12] = [
            "project.toml",
            "documents.csv",
            "codebook.toml",
            "attributes.toml",
            "cases.csv",
            "links.csv",
            "codings.csv",
            "memos.csv",
            "essences.toml",
            "writing.csv",
            "saved.csv",
            ".gitattributes",
        ];
        let left = |path: &&String| {
            let table = path.ends_with(".csv") || path.ends_with(".toml");
            !path.contains('/') && table && !KNOWN.contains(&path.as_str()) && !path.starts_with('.')
        };
        let left: Vec<String> = self.files.keys().filter(left).cloned().collect();
        self.warnings.extend(left.into_iter().map(|path| format!("{path}: left out, the plain form has no such file")));
    }
}
