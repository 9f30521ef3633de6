use super::arguments::{Arguments, Code, Uncode};
use super::documents::named;
use super::{Io, open, tell};
use crate::coding::Passage;
use crate::fault::{Fault, Outcome};
use crate::id::CodeId;
use crate::project::{self, CodeSpec, Command, Place, resolve};
use crate::session::Session;

/// The passage that a document's name and a place mean.
pub(super) fn passage(session: &Session, document: &str, place: &str) -> Outcome<Passage> {
    let document = named(session.project(), document)?;
    let place: Place = place.parse()?;
    let content = session.content(document.id)?;
    let span = resolve(&place, &content).map_err(|f| f.at(document.name.clone()))?;
    Ok(Passage { document: document.id, span })
}

pub(super) fn run(arguments: &Arguments, args: &Code, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let passage = passage(&session, &args.document, &args.place)?;
    let specs: Vec<CodeSpec> =
        args.codes.iter().map(|path| spec(&session, path, args.create)).collect::<Outcome<_>>()?;
    let answer = session.run(Command::Code(vec![passage], specs))?;
    if args.telling {
        let me = session.project().coder(session.coder()).map(|c| c.id);
        let fresh = |c: &&crate::coding::Coding| c.span == passage.span && Some(c.coder) == me && !c.telling;
        let ids: Vec<_> = session.project().codings.on(passage).filter(fresh).map(|c| c.id).collect();
        for id in ids {
            session.run(Command::SetTelling(id, true))?;
        }
    }
    tell(io, &answer);
    Ok(0)
}

/// The code a path means, or one to be made.
pub(super) fn spec(session: &Session, path: &str, create: bool) -> Outcome<CodeSpec> {
    match session.project().codebook.find(path) {
        Ok(code) => Ok(CodeSpec::Known(code.id)),
        Err(fault) if create && fault.what.starts_with("no code") => Ok(CodeSpec::New(path.to_owned(), Box::default())),
        Err(fault) if fault.hint.is_none() => {
            Err(fault.hint("--create makes it; `casebook codes` lists what there is"))
        }
        Err(fault) => Err(fault),
    }
}

pub(super) fn run_uncode(arguments: &Arguments, args: &Uncode, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let passage = passage(&session, &args.document, &args.place)?;
    let find = |path: &String| session.project().codebook.find(path).map(|c| c.id);
    let codes: Vec<CodeId> = args.codes.iter().map(find).collect::<Outcome<_>>()?;
    let coder = (!args.all_coders).then(|| session.coder().to_owned());
    if coder.as_ref().is_some_and(|name| session.project().coder(name).is_none()) {
        return Err(Fault::new(crate::fault::Kind::Nothing, "you have coded nothing in this project")
            .hint("--all-coders takes the codings of others"));
    }
    let answer = session.run(Command::Uncode(project::Uncode::At(passage, codes, coder)))?;
    tell(io, &answer);
    Ok(0)
}
