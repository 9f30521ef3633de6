use super::arguments::{Arguments, History, Times};
use super::io::date;
use super::{Io, open, tell};
use crate::fault::{Fault, Kind, Outcome};
use crate::project::{self, SavedKind, StepKind};
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
    /// Names given to the point after the step.
    points: Vec<&'a str>,
}

pub(super) fn run(arguments: &Arguments, args: &History, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    if let Some(answer) = altered(&mut session, args)? {
        tell(io, &answer);
        return Ok(0);
    }
    let heads = session.history()?;
    let named = session.project().saved_of(SavedKind::Point);
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
            let number = head.number;
            let points =
                named.iter().filter(|p| p.text.trim().parse() == Ok(number)).map(|p| p.name.as_str()).collect();
            StepRow { number, at: date(head.at), coder: &head.coder, name: &head.name, kind, of, in_force, points }
        })
        .collect();
    if io.json {
        io.json(&rows);
        return Ok(0);
    }
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|r| {
            let back = if r.in_force { None } else { Some("taken back".to_owned()) };
            let points = r.points.iter().map(|p| format!("⚑ {p}"));
            let marks: Vec<String> = back.into_iter().chain(points).collect();
            vec![r.number.to_string(), r.at.clone(), r.coder.to_owned(), r.name.to_owned(), marks.join(", ")]
        })
        .collect();
    let align = [Align::Right, Align::Left, Align::Left, Align::Left, Align::Left];
    io.print(&listing(&["step", "when", "who", "what", ""], &align, &lines, io.width));
    Ok(0)
}

/// Does what an option asks for; `None` when none does.
fn altered(session: &mut Session, args: &History) -> Outcome<Option<Answer>> {
    if let Some(number) = args.revert {
        return session.revert(number).map(Some);
    }
    if let Some(number) = args.restore {
        return session.restore(number).map(Some);
    }
    let Some([number, name]) = args.name.as_deref() else { return Ok(None) };
    let number = number.parse().map_err(|_| {
        Fault::asked(format!("“{number}” is no number of a step"))
            .hint("first the number, then the name: --name 12 'before axial coding'")
    })?;
    session.name_point(number, name).map(Some)
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
