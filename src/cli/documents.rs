use super::arguments::{Arguments, DocumentAct, Documents};
use super::{Io, open, tell};
use crate::case::Subject;
use crate::document::Document;
use crate::fault::{Fault, Outcome};
use crate::project::{Command, Project};
use crate::report::audience::Clearing;
use crate::report::listing::{Align, listing};
use serde::Serialize;

/// A document in `documents --json`: stable fields.
#[derive(Serialize)]
pub(super) struct DocumentRow<'a> {
    name: &'a str,
    format: &'a str,
    language: &'a str,
    characters: u32,
    words: u32,
    turns: u32,
    speakers: &'a [String],
    sha256: &'a str,
    cases: Vec<&'a str>,
    codings: usize,
    properties: &'a std::collections::BTreeMap<String, String>,
    warnings: &'a [String],
}

pub(super) fn row<'a>(project: &'a Project, document: &'a Document) -> DocumentRow<'a> {
    DocumentRow {
        name: &document.name,
        format: &document.format,
        language: &document.language,
        characters: document.characters,
        words: document.words,
        turns: document.turns,
        speakers: &document.speakers,
        sha256: &document.sha256,
        cases: cases(project, document),
        codings: project.codings.of(document.id).len(),
        properties: &document.properties,
        warnings: &document.warnings,
    }
}

/// Names of the cases that a document or a part of it belongs to, sorted.
fn cases<'a>(project: &'a Project, document: &Document) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for link in project.links_of(document.id) {
        if let Some(case) = project.cases.get(&link.case).filter(|c| !names.contains(&c.name.as_str())) {
            names.push(&case.name);
        }
    }
    names.sort_by(|a, b| crate::case::natural(a, b));
    names
}

pub(super) fn run(arguments: &Arguments, args: &Documents, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let command = match &args.act {
        None => {
            list(session.project(), io);
            return Ok(0);
        }
        Some(DocumentAct::Original { document, file }) => {
            let document = session.project().document(document)?;
            let bytes = session.original(document)?;
            session.write_for(&Clearing::team(), file, &bytes)?;
            io.say(&format!("Wrote the original of “{}” to {}", document.name, file.display()));
            return Ok(0);
        }
        Some(DocumentAct::Clearance { document, place, clearance, hold }) => {
            let level = clearance.as_deref().map(super::audience::clearance).transpose()?;
            if level.is_none() && !hold.paraphrase && !hold.clear && hold.embargo.is_none() {
                return Err(Fault::asked("say what may be published")
                    .hint("background, --paraphrase, --embargo DATE or --clear"));
            }
            let name = session.project().document(document)?.name.clone();
            let subject = match place {
                None => Subject::Document(name),
                Some(place) => {
                    let passage = super::code::passage(&session, document, place)?;
                    Subject::Passage(name, session.content(passage.document)?.text.to_points(passage.span))
                }
            };
            super::audience::hold(session.project(), &subject, level, hold)?
        }
        Some(DocumentAct::Rename { document, name }) => {
            Command::RenameDocument(session.project().document(document)?.id, name.clone())
        }
        Some(DocumentAct::Remove { document }) => Command::RemoveDocument(session.project().document(document)?.id),
        Some(DocumentAct::Language { document, language }) => {
            Command::SetLanguage(session.project().document(document)?.id, language.clone())
        }
    };
    let answer = session.run(command)?;
    tell(io, &answer);
    Ok(0)
}

fn list(project: &Project, io: &mut Io) {
    if io.json {
        let rows: Vec<DocumentRow> = project.documents.values().map(|d| row(project, d)).collect();
        io.json(&rows);
        return;
    }
    if project.documents.is_empty() {
        io.note("No documents yet: `casebook import FILE…` brings transcripts in.");
        return;
    }
    let rows: Vec<Vec<String>> = project
        .documents
        .values()
        .map(|d| {
            vec![
                d.name.clone(),
                cases(project, d).join(", "),
                d.turns.to_string(),
                d.words.to_string(),
                d.language.clone(),
                d.format.clone(),
                project.codings.of(d.id).len().to_string(),
                d.speakers.join(", "),
            ]
        })
        .collect();
    let headings = ["document", "case", "turns", "words", "language", "format", "codings", "speakers"];
    let align =
        [Align::Left, Align::Left, Align::Right, Align::Right, Align::Left, Align::Left, Align::Right, Align::Left];
    io.print(&listing(&headings, &align, &rows, io.width));
}

/// The document a person means.
pub(super) fn named<'a>(project: &'a Project, name: &str) -> Outcome<&'a Document> {
    project.document(name).map_err(|fault| match fault.kind {
        crate::fault::Kind::Asked if project.documents.is_empty() => Fault::asked("the project has no documents yet"),
        _ => fault,
    })
}
