use super::arguments::{Arguments, History, Times};
use super::io::date;
use super::{Io, open, tell};
use crate::fault::{Kind, Outcome};
use crate::project::{self, StepKind};
use crate::report::listing::{Align, listing};
use crate::session::{Answer, Session};
use serde::Serialize;

#[derive(Serialize)]
struct StepRow<'a> {
    number: u64,
    at: String,
    coder: &'a str,
    name: &'a str,
    kind: &'a str,
    of: Option<u64>,
    in_force: bool,
}

pub(super) fn run(arguments: &Arguments, args: &History, io: &mut Io) -> Outcome<u8> {
    let session = open(arguments)?;
    let heads = session.history()?;
    let history = project::History::of(&heads);
    let skip = heads.len().saturating_sub(args.limit.unwrap_or(usize::MAX));
    let rows: Vec<StepRow> = heads[skip..]
        .iter()
        .map(|head| {
            let (kind, of, in_force) = match head.kind {
                StepKind::Do => ("do", None, history.in_force(head.number)),
                StepKind::Undo(of) => ("undo", Some(of), true),
                StepKind::Redo(of) => ("redo", Some(of), true),
            };
            StepRow { number: head.number, at: date(head.at), coder: &head.coder, name: &head.name, kind, of, in_force }
        })
        .collect();
    if io.json {
        io.json(&rows);
        return Ok(0);
    }
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|r| {
            let mark = if r.in_force { "" } else { "taken back" };
            vec![r.number.to_string(), r.at.clone(), r.coder.to_owned(), r.name.to_owned(), mark.to_owned()]
        })
        .collect();
    let align = [Align::Right, Align::Left, Align::Left, Align::Left, Align::Left];
    io.print(&listing(&["step", "when", "who", "what", ""], &align, &lines, io.width));
    Ok(0)
}

pub(super) fn run_undo(arguments: &Arguments, args: &Times, io: &mut Io) -> Outcome<u8> {
    several(arguments, args, io, Session::undo)
}

pub(super) fn run_redo(arguments: &Arguments, args: &Times, io: &mut Io) -> Outcome<u8> {
    several(arguments, args, io, Session::redo)
}

fn several(arguments: &Arguments, args: &Times, io: &mut Io, act: fn(&mut Session) -> Outcome<Answer>) -> Outcome<u8> {
    let mut session = open(arguments)?;
    for done in 0..args.steps {
        match act(&mut session) {
            Ok(answer) => tell(io, &answer),
            // Fewer steps than were asked for: what could be done is done.
            Err(fault) if fault.kind == Kind::Nothing && done > 0 => {
                io.note(&fault.what);
                break;
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(0)
}
