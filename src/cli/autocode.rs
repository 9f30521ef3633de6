use super::arguments::{Arguments, Autocode};
use super::{Io, open, tell};
use crate::coding::Passage;
use crate::fault::Outcome;
use crate::project::{CodeSpec, Command, place_name};
use crate::query::Unit;
use crate::report::listing::cut;
use crate::session::Session;

/// How many passages are shown of what would be coded.
const SHOWN: usize = 20;

pub(super) fn run(arguments: &Arguments, args: &Autocode, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let spec = super::code::spec(&session, &args.code, args.create)?;
    super::find::catch_up(&mut session, io)?;
    let unit = match args.unit.as_str() {
        "match" => Unit::Match,
        "sentence" => Unit::Sentence,
        _ => Unit::Turn,
    };
    let passages: Vec<Passage> = session.find_units(&args.query, unit)?.into_iter().map(|h| h.passage).collect();
    if passages.is_empty() {
        io.note("Nothing found, nothing to code.");
        return Ok(1);
    }
    let fresh = fresh(&session, &passages, &spec);
    if !args.yes {
        preview(&session, &fresh, passages.len(), args, io)?;
        if fresh.is_empty() || io.json || !super::import::confirm("Code them?", io) {
            return Ok(0);
        }
    }
    if fresh.is_empty() {
        io.note(&format!("All {} are coded so already.", passages.len()));
        return Ok(0);
    }
    let answer = session.run(Command::Code(fresh, vec![spec]))?;
    tell(io, &answer);
    Ok(0)
}

/// Those that the coder has not coded so yet.
fn fresh(session: &Session, passages: &[Passage], spec: &CodeSpec) -> Vec<Passage> {
    let project = session.project();
    let me = project.coder(session.coder()).map(|c| c.id);
    let CodeSpec::Known(code) = spec else { return passages.to_vec() };
    let coded =
        |p: &Passage| project.codings.on(*p).any(|c| c.span == p.span && c.code == *code && Some(c.coder) == me);
    passages.iter().filter(|p| !coded(p)).copied().collect()
}

fn preview(session: &Session, fresh: &[Passage], all: usize, args: &Autocode, io: &mut Io) -> Outcome<()> {
    let project = session.project();
    let mut rows = Vec::new();
    let shown = if io.json { fresh.len() } else { SHOWN };
    for passage in fresh.iter().take(shown) {
        let content = session.content(passage.document)?;
        let points = content.text.to_points(passage.span);
        let name = &project.documents[&passage.document].name;
        let words = passage.span.of(content.text.as_str());
        let place = place_name(passage.span, &content);
        if io.json {
            rows.push(serde_json::json!({ "document": name, "place": place, "start": points.start, "end": points.end, "text": words }));
        } else {
            let flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
            io.print(&cut(&format!("{name}  {place}  {flat}"), io.width));
        }
    }
    if io.json {
        io.json(&serde_json::json!({ "would_code": rows, "already": all - fresh.len() }));
        return Ok(());
    }
    if fresh.len() > shown {
        io.print(&format!("… and {} more", fresh.len() - shown));
    }
    let already =
        if all > fresh.len() { format!(" ({} are coded so already)", all - fresh.len()) } else { String::new() };
    let noun = if fresh.len() == 1 { "passage" } else { "passages" };
    io.print(&format!("Would code {} {noun} with “{}”{already}; --yes does it.", fresh.len(), args.code));
    Ok(())
}
