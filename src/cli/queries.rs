use super::arguments::{Arguments, Queries, QueryAct};
use super::{Io, open, tell};
use crate::fault::Outcome;
use crate::project::{Command, SavedKind};
use crate::query::{explain, parse};
use crate::report::{Align, listing};

pub(super) fn run(arguments: &Arguments, args: &Queries, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let answer = match &args.act {
        Some(QueryAct::Remove { name }) => session.run(Command::Unsave(SavedKind::Query, name.clone()))?,
        None => {
            list(&session, io);
            return Ok(0);
        }
    };
    tell(io, &answer);
    Ok(0)
}

fn list(session: &super::Session, io: &mut Io) {
    let saved = session.project().saved_of(SavedKind::Query);
    if io.json {
        let row = |s: &&crate::project::Saved| serde_json::json!({ "name": s.name, "query": s.text, "explained": explain(&parse(&s.text).query) });
        return io.json(&saved.iter().map(row).collect::<Vec<_>>());
    }
    if saved.is_empty() {
        return io.note("No query is saved: `casebook find QUERY --save NAME` saves one.");
    }
    let rows: Vec<Vec<String>> =
        saved.iter().map(|s| vec![s.name.clone(), s.text.clone(), explain(&parse(&s.text).query)]).collect();
    io.print(&listing(&["name", "query", "in words"], &[Align::Left; 3], &rows, io.width));
}
