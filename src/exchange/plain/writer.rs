use super::super::lines::{literal, toml_line};
use super::super::{case_table, codebook, sheet};
use super::names::Names;
use super::{FORM, File, VERSION, essences, moment, structure, tables};
use crate::document::Document;
use crate::fault::{Fault, Outcome};
use crate::project::{Project, Texts};
use std::collections::HashMap;

const DOCUMENTS: [&str; 9] =
    ["name", "file", "original", "format", "language", "sha256", "text_sha256", "properties", "warnings"];
const SAVED: [&str; 4] = ["kind", "name", "text", "date"];
const WRITING: [&str; 6] = ["kind", "name", "case", "file", "coder", "date"];

/// Keeps Git from turning line ends: places count them.
const ATTRIBUTES: &str = "* -text\n";

/// For whoever finds the folder. Nothing reads it.
const README: &str = "# A study in Casebook's plain form

| file | what it holds |
|---|---|
| `project.toml` | title, coders |
| `documents.csv` | the documents in order: file, original, format, language, checksums, properties |
| `documents/` | each text as it is coded, with its turns (`.turns.csv`) and its speakers and questions (`.structure.toml`) |
| `originals/` | the files that were brought in |
| `codebook.toml` | the codes in order, with definitions |
| `cases.csv`, `attributes.toml`, `links.csv` | the cases, what their values are, which documents or parts of them belong to them |
| `codings.csv` | who coded which passage with what, and when |
| `memos.csv`, `essences.toml` | notes; phrases of matrix cells with the passages they rest on |
| `matrices/`, `templates/`, `vignettes/`, `writing.csv` | specifications of tables, outlines, write-ups; their names, writers and dates |
| `saved.csv` | texts kept by name: queries, derived attributes, replacements, points of the history |

Places count Unicode code points from 0; an end is the first one outside. A cell of a `.csv` that a spreadsheet would run as a formula
has an apostrophe before it, which `casebook import` takes off. `casebook import` on this folder brings the whole study in.
";

/// Writes a project in its plain form: the same project always gives the same bytes, and [`super::read`] gives it back but for identities and history.
/// `originals` gives the bytes that a document came in as.
///
/// Errors: a text or an original cannot be had; something in the project points to what is not there (which `check` reports too).
pub fn write(
    project: &Project,
    texts: &dyn Texts,
    originals: &mut dyn FnMut(&Document) -> Outcome<Vec<u8>>,
) -> Outcome<Vec<File>> {
    let mut out = Files::default();
    out.put(".gitattributes", ATTRIBUTES);
    out.put("README.md", README);
    out.put("project.toml", head(project));
    write_documents(&mut out, project, texts, originals)?;
    out.put("codebook.toml", codebook::write_toml(&project.codebook));
    out.put("attributes.toml", case_table::write_attributes(project));
    out.put("cases.csv", case_table::write(project));
    out.put("links.csv", tables::write_links(project)?);
    out.put("codings.csv", tables::write_codings(project));
    out.put("memos.csv", tables::write_memos(project, texts)?);
    out.put("essences.toml", essences::write(project, texts)?);
    write_writing(&mut out, project)?;
    write_saved(&mut out, project);
    Ok(out.0)
}

#[derive(Default)]
struct Files(Vec<File>);

impl Files {
    fn put(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.0.push(File { path: path.into(), bytes: bytes.into() });
    }
}

fn head(project: &Project) -> String {
    let mut out = String::new();
    toml_line(&mut out, "form", FORM);
    out.push_str(&format!("version = {VERSION}\n"));
    toml_line(&mut out, "title", &project.title);
    let coders: Vec<String> = project.coders.values().map(|c| literal(&c.name)).collect();
    out.push_str(&format!("coders = [{}]\n", coders.join(", ")));
    out
}

fn write_documents(
    out: &mut Files,
    project: &Project,
    texts: &dyn Texts,
    originals: &mut dyn FnMut(&Document) -> Outcome<Vec<u8>>,
) -> Outcome<()> {
    let mut names = Names::default();
    let mut rows = Vec::new();
    for document in project.documents.values() {
        let content = texts.content(document)?;
        let base = names.take(&document.name);
        let ending: String = document.format.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
        let ending = if ending.is_empty() { "bin".to_owned() } else { ending.to_lowercase() };
        let (file, original) = (format!("documents/{base}.txt"), format!("originals/{base}.{ending}"));
        out.put(&file, content.text.as_str());
        out.put(format!("documents/{base}.turns.csv"), structure::write_turns(&content));
        out.put(format!("documents/{base}.structure.toml"), structure::write_rest(&content));
        out.put(&original, originals(document)?);
        rows.push(vec![
            document.name.clone(),
            file,
            original,
            document.format.clone(),
            document.language.clone(),
            document.sha256.clone(),
            document.text.clone(),
            json(&document.properties)?,
            json(&document.warnings)?,
        ]);
    }
    out.put("documents.csv", sheet::write(DOCUMENTS, rows));
    Ok(())
}

/// JSON of something; empty for nothing.
fn json(value: &impl serde::Serialize) -> Outcome<String> {
    let text = serde_json::to_string(value).map_err(|e| Fault::bug(format!("properties cannot be written: {e}")))?;
    Ok(if matches!(text.as_str(), "{}" | "[]") { String::new() } else { text })
}

/// Named texts; no file when there are none.
fn write_saved(out: &mut Files, project: &Project) {
    let row =
        |s: &crate::project::Saved| vec![s.kind.word().to_owned(), s.name.clone(), s.text.clone(), moment::write(s.at)];
    let rows: Vec<Vec<String>> = project.saved.values().map(row).collect();
    if !rows.is_empty() {
        out.put("saved.csv", sheet::write(SAVED, rows));
    }
}

/// Matrices, templates and vignettes, with the table that keeps their names, writers and dates.
fn write_writing(out: &mut Files, project: &Project) -> Outcome<()> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let row = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    let mut names = Names::default();
    for matrix in project.matrices.values() {
        let file = format!("matrices/{}.toml", names.take(&matrix.name));
        rows.push(row(["matrix", &matrix.name, "", &file, "", &moment::write(matrix.at)]));
        out.put(file, matrix.spec.as_str());
    }
    let mut names = Names::default();
    let mut folders = HashMap::new();
    for template in project.templates.values() {
        let base = names.take(&template.name);
        let file = format!("templates/{base}.md");
        rows.push(row(["template", &template.name, "", &file, "", ""]));
        out.put(file, template.text.as_str());
        folders.insert(template.id, (template.name.as_str(), base, Names::default()));
    }
    for vignette in project.vignettes.values() {
        let (case, folder) = (project.cases.get(&vignette.case), folders.get_mut(&vignette.template));
        let (Some(case), Some((template, folder, names))) = (case, folder) else {
            return Err(Fault::data("a vignette belongs to a case or template that is not there")
                .hint("`casebook check` says more"));
        };
        let file = format!("vignettes/{folder}/{}.md", names.take(&case.name));
        let coder = project.coder_name(vignette.coder);
        rows.push(row(["vignette", template, &case.name, &file, coder, &moment::write(vignette.at)]));
        out.put(file, vignette.text.as_str());
    }
    out.put("writing.csv", sheet::write(WRITING, rows));
    Ok(())
}
