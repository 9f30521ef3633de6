//! The plain form of a study: a folder of text files that a person can read, edit and keep under version control.
//!
//! | file | what it holds |
//! |---|---|
//! | `project.toml` | `form`, `version`, `title`, `coders` |
//! | `documents.csv` | one row a document, in order: `name`, `file`, `original`, `format`, `language`, `sha256` (of the original), `text_sha256`, `properties` and `warnings` (JSON); for a folder made by hand also `cases` (separated by `;`), and any other column becomes a property |
//! | `documents/NAME.txt` | the frozen text |
//! | `documents/NAME.turns.csv`, `NAME.structure.toml` | its turns; its speakers and questions. A document without them is an ordinary transcript in any format, and its structure is found |
//! | `originals/NAME.EXT` | the bytes that were brought in |
//! | `codebook.toml`, `attributes.toml`, `cases.csv` | see [`super::codebook`] and [`super::case_table`] |
//! | `links.csv` | `document`, `case`, `speaker` or `start` and `end`; the whole document when those are empty |
//! | `codings.csv` | `document`, `start`, `end`, `code` (path), `coder`, `quote`, `telling`, `date` |
//! | `memos.csv` | `about` (project, document, code, case, passage), `name`, `start`, `end`, `coder`, `date`, `text` |
//! | `essences.toml` | the phrases of matrix cells with evidence and basis |
//! | `matrices/*.toml`, `templates/*.md`, `vignettes/TEMPLATE/CASE.md` | verbatim |
//! | `writing.csv` | names, writers and dates of those three; without it their file names count |
//! | `saved.csv` | texts kept by name: queries, derived attributes, replacements, points of the history |
//!
//! Every file may be missing. Places count Unicode code points, half-open; dates are ISO 8601 in UTC. Texts are UTF-8 with LF. Identities and the history
//! stay behind: what comes back is the same study, as one step.

mod documents;
mod essences;
mod moment;
mod names;
mod reader;
mod structure;
mod tables;
#[cfg(test)]
mod tests;
mod writer;

pub use reader::{Study, read};
pub use writer::write;

/// What `form` says in `project.toml`.
const FORM: &str = "casebook plain";
/// The version that is written, and the highest that is read.
const VERSION: i64 = 1;

/// A file of the plain form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// Path inside the folder, its parts joined by `/`; never leads out of it.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Whether a folder that holds these files (paths inside it) is a study in the plain form: it has a `project.toml`, or else both a codebook or codings and
/// a folder of documents.
pub fn is_plain<'a>(paths: impl IntoIterator<Item = &'a str>) -> bool {
    let (mut project, mut documents, mut coded) = (false, false, false);
    for path in paths {
        project |= path == "project.toml";
        documents |= path.starts_with("documents/");
        coded |= path == "codebook.toml" || path == "codings.csv";
    }
    project || (documents && coded)
}
