//! `casebook read`: a document in the terminal interface.

use super::arguments::{Arguments, Read};
use super::documents::named;
use super::{options, project_path, screen};
use crate::fault::{Fault, Outcome};
use crate::id::DocumentId;
use crate::project::{Place, Project, resolve};
use crate::session::Session;

pub(super) fn run(arguments: &Arguments, args: &Read) -> Outcome<u8> {
    let path = project_path(arguments)?;
    let session = Session::open(&path, options(arguments))?;
    let document = meant(session.project(), &args.document)?;
    let place = match &args.place {
        Some(place) => Some(resolve(&place.parse::<Place>()?, &*session.content(document)?)?),
        None => None,
    };
    screen(arguments, session, &[&arguments.wishes, &args.wishes], Some((document, place)), None)
}

/// The document with a name, or the only one of a case with that name.
fn meant(project: &Project, name: &str) -> Outcome<DocumentId> {
    let fault = match named(project, name) {
        Ok(document) => return Ok(document.id),
        Err(fault) => fault,
    };
    let Ok(case) = project.case(name) else { return Err(fault) };
    let mut documents: Vec<DocumentId> =
        project.links.values().filter(|l| l.case == case.id).map(|l| l.document).collect();
    documents.sort();
    documents.dedup();
    match documents[..] {
        [one] => Ok(one),
        [] => Err(Fault::asked(format!("the case “{}” has no documents yet", case.name))),
        _ => {
            let names = documents.iter().filter_map(|d| project.documents.get(d)).map(|d| d.name.clone());
            Err(Fault::ambiguous("document", name, &names.collect::<Vec<_>>()))
        }
    }
}
