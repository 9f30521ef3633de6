//! Who is done coding what, and whether coders see one another's work before.

use super::arguments::{Arguments, Pass, PassAct};
use super::{Io, open, tell};
use crate::fault::{Fault, Kind, Outcome};
use crate::id::DocumentId;
use crate::project::Project;
use crate::report::{Align, listing};
use crate::session::Session;
use std::collections::HashSet;

pub(super) fn run(arguments: &Arguments, args: &Pass, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let (project, coder) = (session.project(), session.coder());
    let command = match &args.act {
        None => {
            list(&session, io);
            return Ok(0);
        }
        Some(PassAct::Blind { to }) if (to == "on") == project.is_blind() => {
            let now = if project.is_blind() { "blind already" } else { "not blind" };
            return Err(Fault::new(Kind::Nothing, format!("coding is {now}")));
        }
        Some(PassAct::Blind { to }) => Project::blind(to == "on"),
        Some(PassAct::Done { documents }) => declare(project, coder, documents, true)?,
        Some(PassAct::Open { documents }) => declare(project, coder, documents, false)?,
    };
    let answer = session.run(command)?;
    tell(io, &answer);
    Ok(0)
}

/// Those of the documents for which it is something new.
fn declare(project: &Project, coder: &str, names: &[String], done: bool) -> Outcome<crate::project::Command> {
    let known = project.passes_done(coder);
    let mut new: Vec<DocumentId> = Vec::new();
    for name in names {
        let id = project.document(name)?.id;
        if known.contains(&id) != done && !new.contains(&id) {
            new.push(id);
        }
    }
    if new.is_empty() {
        let words = if done { "that is declared done already" } else { "no pass over that is declared done" };
        return Err(Fault::new(Kind::Nothing, words));
    }
    Ok(project.declare(coder, &new, done))
}

/// One row for each coder and document in which that coder has codings or is done.
fn list(session: &Session, io: &mut Io) {
    let project = session.project();
    let mut rows = Vec::new();
    let mut values = Vec::new();
    for document in project.documents.values() {
        let mut codings = std::collections::BTreeMap::new();
        for coding in project.codings.of(document.id) {
            *codings.entry(coding.coder).or_insert(0usize) += 1;
        }
        for coder in project.coders.values() {
            let done: HashSet<DocumentId> = project.passes_done(&coder.name).into_iter().collect();
            let (done, count) = (done.contains(&document.id), codings.get(&coder.id).copied().unwrap_or(0));
            if !done && count == 0 {
                continue;
            }
            let state = if done { "done" } else { "open" };
            values.push(
                serde_json::json!({ "document": document.name, "coder": coder.name, "codings": count, "done": done }),
            );
            rows.push(vec![document.name.clone(), coder.name.clone(), count.to_string(), state.to_owned()]);
        }
    }
    if io.json {
        return io.json(&serde_json::json!({ "blind": project.is_blind(), "passes": values }));
    }
    let words = if project.is_blind() {
        "Coding is blind: in a document, another coder's work is hidden until both are done with it."
    } else {
        "Coding is not blind: everybody sees everybody's work."
    };
    io.note(words);
    if !rows.is_empty() {
        let align = [Align::Left, Align::Left, Align::Right, Align::Left];
        io.print(&listing(&["document", "coder", "codings", "pass"], &align, &rows, io.width));
    }
}
