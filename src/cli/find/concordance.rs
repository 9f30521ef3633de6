//! `find --kwic`: each place in a line, with the words around it.

use super::super::Io;
use super::super::arguments::Find;
use super::{deliver, is_json};
use crate::fault::{Fault, Outcome};
use crate::query::{KwicLine, KwicSort, Query, explain};
use crate::report::Field;
use crate::report::listing::{columns, cut};
use crate::session::Session;
use crate::text::printable;

/// The widest place before a line, and the widest key.
const PLACE: usize = 18;
const KEY: usize = 40;

/// Keeps a terminal that orders text by direction from moving words across a column.
const LEFT_TO_RIGHT: &str = "\u{200E}";

const HEADINGS: &[&str] = &["document", "turn", "speaker", "start", "end", "before", "match", "after"];

pub fn run(session: &Session, query: &Query, width: usize, args: &Find, io: &mut Io) -> Outcome<u8> {
    let sort = match args.sort.as_deref() {
        Some("left") => KwicSort::Left,
        Some("right") => KwicSort::Right,
        _ => KwicSort::Place,
    };
    if args.explain {
        io.note(&explain(query));
    }
    let to_file = args.csv || args.out.is_some() || io.json;
    // On a terminal what is left beside place and key is shared by both sides.
    let side = match width {
        0 if to_file => 60,
        0 => io.width.saturating_sub(PLACE + 16) / 2,
        n => n,
    };
    let mut lines = session.concordance(query, side.clamp(4, 2_000), sort, args.scan)?;
    let count = lines.len();
    lines.truncate(args.limit.unwrap_or(usize::MAX));
    if to_file {
        write(session, &lines, args, io)?;
    } else {
        print(session, &lines, side.clamp(4, 2_000), io)?;
        if count > lines.len() {
            io.note(&format!("{} of {count} shown", lines.len()));
        }
    }
    if count == 0 && !io.json {
        io.note(&format!("Nothing found: {}", explain(query)));
    }
    Ok(u8::from(count == 0))
}

fn print(session: &Session, lines: &[KwicLine], side: usize, io: &mut Io) -> Outcome<()> {
    let place = |line: &KwicLine| {
        let name = &session.project().documents[&line.passage.document].name;
        let turn = line.turn.map_or_else(String::new, |t| format!(" {}", t + 1));
        format!("{}{turn}", cut(name, PLACE - columns(&turn).min(PLACE - 4)))
    };
    let room = lines.iter().map(|l| columns(&place(l))).max().unwrap_or(0);
    for line in lines {
        let at = place(line);
        let gap = " ".repeat(room - columns(&at));
        let [left, key, right] = line.columns(side);
        let key = printable(&cut(&key, KEY));
        let mark = if line.right_to_left { LEFT_TO_RIGHT } else { "" };
        let key = if io.colour { format!("\u{1b}[1;33m{key}\u{1b}[0m") } else { key };
        let line = format!("{}{gap}  {}{mark} {key} {mark}{}", printable(&at), printable(&left), printable(&right));
        io.print_styled(line.trim_end());
    }
    Ok(())
}

fn write(session: &Session, lines: &[KwicLine], args: &Find, io: &mut Io) -> Outcome<()> {
    let json = io.json || args.out.as_deref().is_some_and(is_json);
    if let Some(file) = args.out.as_deref().filter(|f| !is_json(f) && f.extension().is_none_or(|e| e != "csv")) {
        return Err(Fault::asked("a concordance is written as .csv or .json").at(file.display().to_string()));
    }
    let (mut rows, mut values) = (Vec::new(), Vec::new());
    for line in lines {
        let content = session.content(line.passage.document)?;
        let points = content.text.to_points(line.passage.span);
        let document = session.project().documents[&line.passage.document].name.as_str();
        let speaker = line.turn.and_then(|t| content.structure.speaker_of(t as usize));
        if json {
            values.push(serde_json::json!({
                "document": document, "turn": line.turn.map(|t| t + 1), "speaker": speaker, "start": points.start, "end": points.end,
                "before": line.before, "match": line.found, "after": line.after,
            }));
            continue;
        }
        rows.push(vec![
            document.into(),
            line.turn.map_or(Field::None, |t| Field::Count(u64::from(t) + 1)),
            speaker.map_or(Field::None, Field::from),
            Field::Count(u64::from(points.start)),
            Field::Count(u64::from(points.end)),
            line.before.as_str().into(),
            line.found.as_str().into(),
            line.after.as_str().into(),
        ]);
    }
    if json && args.out.is_none() {
        io.json(&values);
        return Ok(());
    }
    let bytes = if json {
        serde_json::to_vec_pretty(&values).map_err(|e| Fault::bug(e.to_string()))?
    } else {
        crate::report::records(HEADINGS, &rows)?
    };
    deliver(session, args.out.as_deref(), &bytes, lines.len(), io)
}
