//! `correct` alters a text after it was coded; `review` settles what could not be carried over for sure.

use super::arguments::{Arguments, Correct, Review};
use super::documents::named;
use super::{Io, open, tell};
use crate::fault::{Fault, Kind, Outcome};
use crate::project::{self, Change, Command, Reviewed, SavedKind};
use crate::report::listing::{Align, listing};
use crate::session::{Answer, Session};
use crate::text::{Span, snap_to_words};
use std::path::Path;

pub(super) fn run(arguments: &Arguments, args: &Correct, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let document = named(session.project(), &args.document)?.id;
    let content = session.content(document)?;
    let old = content.text.as_str();
    let new = match (&args.file, &args.replace, &args.with) {
        (Some(file), ..) => text_of(file)?,
        (None, Some(words), Some(with)) => replaced(old, words, with, args.all)?,
        _ => return Err(Fault::asked("nothing to correct").hint("--file FILE, or --replace WORDS --with WORDS")),
    };
    let command = Command::Correct(document, new);
    if args.preview {
        let plan = session.plan(command)?;
        let answer = Answer { sentence: format!("Would do: {}", plan.sentence), notes: plan.notes, step: None };
        tell(io, &answer);
        for entry in plan.changes.iter().filter_map(planned) {
            io.say(&line_of(&entry));
        }
        return Ok(0);
    }
    let answer = session.run(command)?;
    tell(io, &answer);
    Ok(0)
}

fn planned(change: &Change) -> Option<project::Review> {
    let Change::Saved(edit) = change else { return None };
    edit.now.as_ref().filter(|s| s.kind == SavedKind::Review).and_then(|s| serde_json::from_str(&s.text).ok())
}

fn line_of(entry: &project::Review) -> String {
    let words: String = entry.quote.chars().take(60).collect();
    let fate = if entry.now.is_some() { format!("{:.0} % sure", entry.confidence * 100.0) } else { "gone".to_owned() };
    format!("  {} {} “{}”: {fate}", entry.what, entry.of, crate::text::printable(&words))
}

/// A text file, in UTF-8 with or without a byte-order mark.
fn text_of(file: &Path) -> Outcome<String> {
    let place = || file.display().to_string();
    let bytes = std::fs::read(file).map_err(|e| Fault::disk(format!("cannot be read: {e}")).at(place()))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Fault::data("a corrected text must be UTF-8").at(place()).hint("save it as UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The text with words replaced: those that stand there once, or all that are whole words.
fn replaced(text: &str, words: &str, with: &str, all: bool) -> Outcome<String> {
    let words = crate::text::normalise(words).0;
    if words.trim().is_empty() {
        return Err(Fault::asked("no words to be replaced were given"));
    }
    let whole = |at: &usize| {
        let span = Span::new(*at, at + words.len()).trimmed(text);
        snap_to_words(text, span) == span || crate::text::words(&words).is_empty()
    };
    let found: Vec<usize> = text.match_indices(&words).map(|(at, _)| at).filter(whole).collect();
    match found.len() {
        0 => return Err(Fault::new(Kind::Nothing, format!("“{words}” does not stand there as whole words"))),
        n if n > 1 && !all => {
            return Err(Fault::asked(format!("“{words}” stands there {n} times"))
                .hint("give more words around it, or --all for every place"));
        }
        _ => {}
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for start in found {
        out.push_str(&text[at..start]);
        out.push_str(with);
        at = start + words.len();
    }
    out.push_str(&text[at..]);
    Ok(out)
}

pub(super) fn run_review(arguments: &Arguments, args: &Review, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let Some(entry) = &args.entry else { return list(&session, io) };
    let reviewed = match &args.place {
        _ if args.right => Reviewed::Right,
        _ if args.drop => Reviewed::Drop,
        Some(place) => {
            let saved = session.project().saved_named(SavedKind::Review, entry);
            let known = saved.and_then(|s| serde_json::from_str::<project::Review>(&s.text).ok());
            let coding = known.and_then(|k| k.coding).ok_or_else(|| {
                Fault::asked(format!("entry {entry} is not about a coding")).hint("`casebook review` lists them")
            })?;
            let name = session.project().documents.get(&coding.document).map(|d| d.name.clone());
            let name = name.ok_or_else(|| Fault::asked("its document is no longer in the project"))?;
            Reviewed::Place(super::code::passage(&session, &name, place)?)
        }
        None => return list(&session, io),
    };
    let answer = session.run(Command::Review(entry.clone(), reviewed))?;
    tell(io, &answer);
    Ok(0)
}

fn list(session: &Session, io: &mut Io) -> Outcome<u8> {
    let saved = session.project().saved_of(SavedKind::Review);
    let read = |s: &&project::Saved| Some((s.name.clone(), serde_json::from_str::<project::Review>(&s.text).ok()?));
    let entries: Vec<(String, project::Review)> = saved.iter().filter_map(read).collect();
    if io.json {
        let rows: Vec<serde_json::Value> = entries
            .iter()
            .map(|(n, e)| {
                serde_json::json!({ "n": n, "document": e.document, "what": e.what, "of": e.of, "coder": e.coder,
                    "quote": e.quote, "was": e.was, "now": e.now, "confidence": e.confidence })
            })
            .collect();
        io.json(&rows);
        return Ok(0);
    }
    if entries.is_empty() {
        io.note("Nothing waits to be looked at.");
        return Ok(0);
    }
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|(n, e)| {
            let sure = if e.now.is_some() { format!("{:.0} %", e.confidence * 100.0) } else { "gone".to_owned() };
            vec![n.clone(), e.document.clone(), e.what.clone(), e.of.clone(), sure, crate::text::printable(&e.quote)]
        })
        .collect();
    let align = [Align::Right, Align::Left, Align::Left, Align::Left, Align::Right, Align::Left];
    io.print(&listing(&["n", "document", "what", "of", "sure", "its words before"], &align, &rows, io.width));
    Ok(0)
}
