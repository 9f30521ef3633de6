//! Documents of the plain form, and its matrices, templates and vignettes: what stands in files of its own.

use super::super::lines::utf8;
use super::super::sheet::{Row, Sheet};
use super::names::inside;
use super::reader::Reader;
use super::structure;
use super::tables::Places;
use crate::document::{Draft, Warning};
use crate::fault::{Fault, Outcome};
use crate::project::{DocumentRow, MatrixRow, SavedKind, SavedRow, StudyRows, VignetteRow};
use crate::text::Text;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};

const LIST: &str = "documents.csv";

/// What the list says of a document.
#[derive(Default)]
struct Listed {
    /// `documents.csv, line 3`, or the file's own path when it is not listed.
    place: String,
    file: String,
    name: Option<String>,
    original: Option<String>,
    format: Option<String>,
    language: Option<String>,
    sha256: Option<String>,
    text_sha256: Option<String>,
    cases: Vec<String>,
    properties: BTreeMap<String, String>,
    warnings: Vec<String>,
}

impl Reader<'_> {
    /// The documents: those of `documents.csv` in its order, then those that stand in the folder without being listed.
    pub(super) fn documents(&mut self) -> Outcome<Vec<DocumentRow>> {
        let listed = match self.text(LIST)? {
            Some(text) => self.list(text)?,
            None => Vec::new(),
        };
        let mut seen: HashSet<String> = HashSet::new();
        let (mut rows, mut files) = (Vec::new(), HashSet::new());
        for row in &listed {
            if !files.insert(row.file.clone()) {
                return Err(Fault::data(format!("“{}” is listed twice", row.file)).at(&row.place));
            }
            rows.push(self.document(row, &mut seen)?);
        }
        let transcripts: Vec<String> =
            self.files.keys().filter(|p| is_transcript(p) && !files.contains(p.as_str())).cloned().collect();
        for path in transcripts {
            let row = Listed { place: path.clone(), file: path.clone(), ..Listed::default() };
            match self.document(&row, &mut seen) {
                Ok(document) => rows.push(document),
                Err(fault) if listed.is_empty() => return Err(fault),
                Err(fault) => {
                    self.warnings.push(format!("{path}: left out, as it is not listed either: {}", fault.what))
                }
            }
        }
        Ok(rows)
    }

    fn list(&self, text: &str) -> Outcome<Vec<Listed>> {
        let sheet = Sheet::read(LIST, text)?;
        let file = sheet.need("file")?;
        const OWN: [&str; 10] = [
            "name",
            "file",
            "original",
            "format",
            "language",
            "sha256",
            "text_sha256",
            "cases",
            "properties",
            "warnings",
        ];
        let more: Vec<(usize, String)> = sheet.headings.iter().cloned().enumerate().collect();
        let more: Vec<(usize, String)> =
            more.into_iter().filter(|(_, h)| !h.is_empty() && !OWN.contains(&h.to_lowercase().as_str())).collect();
        let read = |row: &Row| -> Outcome<Listed> {
            let place = sheet.fault(row, "").place.unwrap_or_default();
            let cell = |name: &str| Some(row.cell(sheet.column(&[name])).to_owned()).filter(|c| !c.is_empty());
            let file = inside(row.cell(Some(file))).map_err(|f| f.at(&place))?;
            let in_folder = format!("documents/{file}");
            let file = if self.files.contains_key(&in_folder) { in_folder } else { file };
            if !self.files.contains_key(&file) {
                return Err(Fault::data(format!("there is no file “{file}”")).at(place));
            }
            let bad = |what: &str, e: serde_json::Error| sheet.fault(row, format!("the {what} are no JSON: {e}"));
            let mut properties: BTreeMap<String, String> = match cell("properties") {
                Some(json) => serde_json::from_str(&json).map_err(|e| bad("properties", e))?,
                None => BTreeMap::new(),
            };
            for (column, heading) in &more {
                let value = row.cell(Some(*column)).trim();
                if !value.is_empty() {
                    properties.insert(heading.clone(), value.to_owned());
                }
            }
            let warnings = match cell("warnings") {
                Some(json) => serde_json::from_str(&json).map_err(|e| bad("warnings", e))?,
                None => Vec::new(),
            };
            let cases = cell("cases").unwrap_or_default();
            let cases = cases.split(';').map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect();
            let original = cell("original").map(|o| inside(&o)).transpose().map_err(|f| f.at(&place))?;
            let [name, format, language, sha256, text_sha256] =
                ["name", "format", "language", "sha256", "text_sha256"].map(cell);
            Ok(Listed {
                place,
                file,
                name,
                original,
                format,
                language,
                sha256,
                text_sha256,
                cases,
                properties,
                warnings,
            })
        };
        sheet.rows.iter().map(read).collect()
    }

    fn document(&mut self, row: &Listed, seen: &mut HashSet<String>) -> Outcome<DocumentRow> {
        let stem = row.file.strip_suffix(".txt").unwrap_or_default().to_owned();
        let turns = format!("{stem}.turns.csv");
        let document = if !stem.is_empty() && self.files.contains_key(&turns) {
            self.frozen(row, &stem, &turns)?
        } else {
            self.transcript(row)?
        };
        let name = &document.draft.name;
        if !seen.insert(name.to_lowercase()) {
            return Err(Fault::data(format!("two documents are called “{name}”"))
                .at(&row.place)
                .hint("give them different names in documents.csv"));
        }
        Ok(document)
    }

    /// A document whose text and structure stand in the files as they are.
    fn frozen(&mut self, row: &Listed, stem: &str, turns: &str) -> Outcome<DocumentRow> {
        let raw = utf8(&row.file, self.files[&row.file])?;
        let (mut text, _) = crate::text::normalise(raw);
        let structure = if row.text_sha256.as_ref().is_some_and(|sha| *sha != hex(text.as_bytes())) {
            self.warnings.push(format!(
                "{}: the text is not what was written there: its turns are found anew, its codings placed by their words",
                row.file
            ));
            let ending = if row.format.as_deref() == Some("md") { "md" } else { "txt" };
            let edited = self.imported(&format!("{stem}.{ending}"), row)?;
            text = edited.text;
            edited.structure
        } else {
            let rest_file = format!("{stem}.structure.toml");
            let rest = self.text(&rest_file)?.map(|rest| (rest_file.as_str(), rest));
            let turns_text = self.text(turns)?.unwrap_or_default();
            structure::read((turns, turns_text), rest, &Text::new(text.as_str()))?
        };
        let original = match row.original.as_ref().and_then(|o| self.files.get(o)) {
            Some(bytes) => *bytes,
            None => {
                self.warnings.push(format!("{}: the original is not there; the text stands in for it", row.file));
                raw.as_bytes()
            }
        };
        if row.sha256.as_ref().is_some_and(|sha| *sha != hex(original)) {
            self.warnings.push(format!(
                "{}: the original is not the file that was brought in (its SHA-256 is another)",
                row.file
            ));
        }
        let draft = Draft {
            name: row.name.clone().unwrap_or_else(|| file_stem(&row.file)),
            format: row.format.clone().unwrap_or_else(|| "txt".to_owned()),
            text,
            structure,
            language: row.language.clone().unwrap_or_else(|| "und".to_owned()),
            properties: row.properties.clone(),
            warnings: row.warnings.iter().map(Warning::new).collect(),
        };
        Ok(DocumentRow { draft, original: original.into(), cases: row.cases.clone() })
    }

    /// A listed file as the importers read it, under a path that says which format it is in.
    fn imported(&self, path: &str, row: &Listed) -> Outcome<Draft> {
        let file_name = path.rsplit('/').next().unwrap_or(path);
        (self.importer)(file_name, self.files[&row.file]).map_err(|fault| match fault.place.clone() {
            Some(place) if place != file_name => fault.at(format!("{}, {place}", row.file)),
            _ => fault.at(&row.file),
        })
    }

    /// A document in any format, whose structure is found.
    fn transcript(&self, row: &Listed) -> Outcome<DocumentRow> {
        let mut draft = self.imported(&row.file, row)?;
        if let Some(name) = &row.name {
            draft.name.clone_from(name);
        }
        if let Some(language) = &row.language {
            draft.language.clone_from(language);
        }
        draft.properties.extend(row.properties.clone());
        let mut cases = row.cases.clone();
        if let Some(case) = draft.properties.get("case").filter(|_| cases.is_empty()) {
            cases.push(case.clone());
        }
        Ok(DocumentRow { draft, original: self.files[&row.file].into(), cases })
    }

    /// The named texts of `saved.csv`.
    pub(super) fn saved(&mut self, rows: &mut StudyRows) -> Outcome<()> {
        let list = "saved.csv";
        let Some(text) = self.text(list)? else { return Ok(()) };
        let sheet = Sheet::read(list, text)?;
        let (kind, name, text) = (sheet.need("kind")?, sheet.need("name")?, sheet.need("text")?);
        let places = Places::of(&sheet);
        for row in &sheet.rows {
            let word = row.cell(Some(kind));
            let kind = SavedKind::of(word).ok_or_else(|| {
                let words: Vec<&str> = SavedKind::ALL.iter().map(|k| k.word()).collect();
                let fault = sheet.fault(row, format!("“{word}” is no kind of saved text"));
                fault.hint(format!("write one of {}", words.join(", ")))
            })?;
            let (name, text) = (row.cell(Some(name)).to_owned(), row.cell(Some(text)).to_owned());
            rows.saved.push(SavedRow { kind, name, text, at: places.moment(&sheet, row)? });
        }
        Ok(())
    }

    /// Matrices, templates and vignettes: those of `writing.csv`, then those that stand in their folders without being listed.
    pub(super) fn writing(&mut self, rows: &mut StudyRows) -> Outcome<()> {
        let list = "writing.csv";
        let mut listed = HashSet::new();
        if let Some(text) = self.text(list)? {
            let sheet = Sheet::read(list, text)?;
            let (kind, name, file) = (sheet.need("kind")?, sheet.need("name")?, sheet.need("file")?);
            let [case, coder] = ["case", "coder"].map(|n| sheet.column(&[n]));
            let places = Places::of(&sheet);
            for row in &sheet.rows {
                let path = inside(row.cell(Some(file))).map_err(|f| sheet.fault(row, f.what))?;
                let missing = || sheet.fault(row, format!("there is no file “{path}”"));
                let text = self.text(&path)?.ok_or_else(missing)?.to_owned();
                let (name, at) = (row.cell(Some(name)).to_owned(), places.moment(&sheet, row)?);
                let (case, coder) = (row.cell(case).to_owned(), row.cell(coder).to_owned());
                match row.cell(Some(kind)) {
                    "matrix" => rows.matrices.push(MatrixRow { name, spec: text, at }),
                    "template" => rows.templates.push((name, crate::text::normalise(&text).0)),
                    "vignette" => {
                        rows.vignettes.push(VignetteRow { case, template: name, text: trimmed(&text), coder, at })
                    }
                    other => {
                        let fault = sheet.fault(row, format!("“{other}” is no kind of writing"));
                        return Err(fault.hint("write matrix, template or vignette"));
                    }
                }
                listed.insert(path);
            }
        }
        let paths: Vec<String> = self.files.keys().filter(|p| !listed.contains(*p)).cloned().collect();
        for path in paths {
            self.unlisted(&path, rows)?;
        }
        Ok(())
    }

    fn unlisted(&self, path: &str, rows: &mut StudyRows) -> Outcome<()> {
        let Some(text) = self.text_of_writing(path)? else { return Ok(()) };
        let parts: Vec<&str> = path.split('/').collect();
        match parts[..] {
            ["matrices", _] => rows.matrices.push(MatrixRow { name: file_stem(path), spec: text.to_owned(), at: None }),
            ["templates", _] => rows.templates.push((file_stem(path), crate::text::normalise(text).0)),
            ["vignettes", template, _] => rows.vignettes.push(VignetteRow {
                case: file_stem(path),
                template: template.to_owned(),
                text: trimmed(text),
                coder: String::new(),
                at: None,
            }),
            _ => {}
        }
        Ok(())
    }

    /// The text of a file in one of the folders of writing; `None` for any other file.
    fn text_of_writing(&self, path: &str) -> Outcome<Option<&str>> {
        let parts: Vec<&str> = path.split('/').collect();
        let wanted = match parts[..] {
            ["matrices", file] => file.ends_with(".toml"),
            ["templates", file] | ["vignettes", _, file] => file.ends_with(".md"),
            _ => false,
        };
        let hidden = parts.iter().any(|p| p.starts_with('.'));
        if wanted && !hidden { self.text(path) } else { Ok(None) }
    }
}

fn trimmed(text: &str) -> String {
    crate::text::normalise(text).0.trim().to_owned()
}

/// Whether a path is that of a document: in `documents/`, not hidden, no read-me and nothing that goes with a document.
fn is_transcript(path: &str) -> bool {
    let Some(inner) = path.strip_prefix("documents/") else { return false };
    let hidden = inner.split('/').any(|p| p.starts_with('.'));
    let beside = inner.ends_with(".turns.csv") || inner.ends_with(".structure.toml");
    !hidden && !beside && !file_stem(path).eq_ignore_ascii_case("readme")
}

fn file_stem(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
