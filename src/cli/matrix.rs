use super::arguments::{Arguments, Essence, Evidence, Matrices, Matrix, MatrixAct, Quotes};
use super::{Io, open, tell};
use crate::coding::Passage;
use crate::fault::{Fault, Outcome};
use crate::matrix::{self, Spec, Table};
use crate::memo::Verdict;
use crate::project::{Command, EssenceTarget, count};
use crate::report::audience::Clearing;
use crate::report::listing::{Align, listing, wrapped};
use crate::report::paper::{Behind, Paper, PaperFormat};
use crate::report::{self, Format};
use crate::session::Session;
use serde::Serialize;
use std::path::Path;

pub(super) fn run(arguments: &Arguments, args: &Matrix, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let spec = spec(&session, &args.matrix)?;
    // A table of codes and attributes asks for no words.
    if spec.has_queries() {
        super::find::catch_up(&mut session, io)?;
    }
    let clearing = super::audience::clearing(arguments, &session, io)?;
    let build = if clearing.is_public() || needs_evidence(args, io) { matrix::compute } else { matrix::outline };
    let table = session.with_words(false, |words| build(&spec, &session.world(words)))?;
    // What is said beside a table names nobody either who is withheld.
    for warning in table.warnings.iter().filter(|_| !args.check).filter_map(|w| clearing.remark(w)) {
        io.note(&warning);
    }
    let table = clearing.table(&table, session.project());
    if args.check {
        return check(&session, &table, io);
    }
    if let Some(column) = &args.frequencies {
        return super::frequencies::show(&table, column, io);
    }
    match &args.out {
        None if io.json => {
            let bytes = report::write(&table, Format::Json)?;
            io.print_styled(String::from_utf8_lossy(&bytes).trim_end());
        }
        None if args.tidy => {
            let bytes = report::write(&table, Format::Tidy)?;
            io.print(String::from_utf8_lossy(&bytes).trim_end());
        }
        None => {
            let text = report::text(&table, io.width, io.colour);
            io.print_styled(text.trim_end());
        }
        Some(file) => write(&session, &clearing, table, file, args, io)?,
    }
    Ok(0)
}

fn write(session: &Session, clearing: &Clearing, table: Table, file: &Path, args: &Matrix, io: &mut Io) -> Outcome<()> {
    let place = || file.display().to_string();
    let format = match Format::of_extension(extension(file)).map_err(|f| f.at(place()))? {
        Format::Csv if args.tidy => Format::Tidy,
        _ if args.tidy => return Err(Fault::asked("--tidy is for .csv").at(place())),
        format => format,
    };
    let said = format!("Wrote {} rows × {} columns to {}", table.rows.len(), table.columns.len(), place());
    let behind = match args.quotes {
        Quotes::None => Behind::Nothing,
        Quotes::Footnotes => Behind::Footnotes,
        Quotes::Appendix => Behind::Appendix,
    };
    let bytes = match behind {
        Behind::Nothing => report::write(&table, format)?,
        _ => {
            let wrong = |_| {
                Fault::asked("--quotes is for .docx, .tex and .md")
                    .at(place())
                    .hint("the other formats have the quotes of every cell, or none")
            };
            let format = PaperFormat::of_extension(extension(file)).map_err(wrong)?;
            Paper::of_table(table, behind).write(format)?
        }
    };
    super::hand_over::write(session, clearing, file, &bytes, io)?;
    io.say(&said);
    Ok(())
}

fn extension(file: &Path) -> &str {
    file.extension().and_then(|e| e.to_str()).unwrap_or("")
}

/// Whether what is to be written shows the passages behind the cells; looking them up costs more than counting them.
fn needs_evidence(args: &Matrix, io: &Io) -> bool {
    match args.out.as_deref().map(extension) {
        Some("csv") => args.tidy,
        Some("md" | "docx" | "tex") => args.check || args.quotes != Quotes::None,
        Some(_) => true,
        None => io.json || args.tidy || args.check,
    }
}

/// The specification that is meant: a file, or a saved matrix.
pub(super) fn spec(session: &Session, name: &str) -> Outcome<Spec> {
    let file = Path::new(name);
    if file.is_file() {
        return Spec::parse(&super::import::read_text(file)?).map_err(|f| within(f, name));
    }
    if name.ends_with(".toml") {
        return Err(Fault::asked("there is no such file").at(name));
    }
    let saved = session.project().matrix(name)?;
    Spec::parse(&saved.spec).map_err(|f| within(f, &saved.name))
}

/// A fault inside a specification, with the specification's name before its line.
fn within(fault: Fault, name: &str) -> Fault {
    let place = match &fault.place {
        Some(place) => format!("{name}, {place}"),
        None => name.to_owned(),
    };
    fault.at(place)
}

/// Lists what keeps a table from being final.
fn check(session: &Session, table: &Table, io: &mut Io) -> Outcome<u8> {
    let mut rows = Vec::new();
    for row in &table.rows {
        for (cell, column) in row.cells.iter().zip(&table.columns) {
            let axes = (row.axis.clone(), column.axis.clone());
            let Some(state) = super::worklist::wanting(session.project(), &axes, cell) else { continue };
            rows.push((row.label.as_str(), column.title.as_str(), state, cell.evidence.len(), cell.value.as_str()));
        }
    }
    if io.json {
        let cells: Vec<_> = rows
            .iter()
            .map(|(row, column, state, n, value)| {
                serde_json::json!({ "row": row, "column": column, "state": state, "passages": n, "value": value })
            })
            .collect();
        io.json(&serde_json::json!({ "final": rows.is_empty(), "cells": cells, "warnings": table.warnings }));
    } else {
        for (row, column, state, n, value) in &rows {
            let passages = count(*n, "passage");
            io.print(&match *state {
                "stale" => format!("{row} × {column}: stale, the evidence changed since ({passages} now): {value}"),
                "unsupported" => format!("{row} × {column}: unsupported, no passage is behind the phrase: {value}"),
                "contradicted" => {
                    format!("{row} × {column}: said not to apply, and there is evidence since ({passages})")
                }
                _ => format!("{row} × {column}: no phrase yet for {passages}"),
            });
        }
        // A row in no group is no fault of a phrase, but is told.
        table.warnings.iter().filter(|w| w.starts_with("no group takes")).for_each(|w| io.note(w));
        if rows.is_empty() {
            io.say("Every phrase rests on what it was written from.");
        }
    }
    Ok(if rows.is_empty() { 0 } else { 3 })
}

#[derive(Serialize)]
struct SavedLine<'a> {
    name: &'a str,
    title: String,
    saved: String,
}

pub(super) fn run_matrices(arguments: &Arguments, args: &Matrices, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let command = match &args.act {
        None => {
            list(&session, io);
            return Ok(0);
        }
        Some(MatrixAct::Show { name }) => {
            io.print(session.project().matrix(name)?.spec.trim_end());
            return Ok(0);
        }
        Some(MatrixAct::Save { name, file }) => {
            let text = super::import::read_text(file)?;
            let spec = Spec::parse(&text).map_err(|f| within(f, &file.display().to_string()))?;
            // A matrix that cannot be built is not worth keeping: its codes and attributes must be there.
            session.with_words(false, |words| matrix::outline(&spec, &session.world(words)))?;
            Command::SaveMatrix(name.clone(), text)
        }
        Some(MatrixAct::Remove { name }) => Command::RemoveMatrix(name.clone()),
    };
    let answer = session.run(command)?;
    tell(io, &answer);
    Ok(0)
}

fn list(session: &Session, io: &mut Io) {
    let lines: Vec<SavedLine> = session
        .project()
        .matrices
        .values()
        .map(|m| SavedLine {
            name: &m.name,
            title: Spec::parse(&m.spec).map(|s| s.title).unwrap_or_default(),
            saved: super::io::date(m.at),
        })
        .collect();
    if io.json {
        io.json(&lines);
        return;
    }
    if lines.is_empty() {
        io.note("No saved matrices yet: `casebook matrices save NAME SPEC.toml` saves one.");
        return;
    }
    let rows: Vec<Vec<String>> =
        lines.iter().map(|l| vec![l.name.to_owned(), l.title.clone(), l.saved.clone()]).collect();
    io.print(&listing(&["matrix", "title", "saved"], &[Align::Left; 3], &rows, io.width));
}

pub(super) fn run_essence(arguments: &Arguments, args: &Essence, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    super::find::catch_up(&mut session, io)?;
    let mut target = target(&session, args)?;
    if args.history {
        return super::worklist::history(&session, &target, io);
    }
    for text in &args.evidence {
        let passage = passage(&session, text)?;
        let known: Vec<Passage> = target
            .basis
            .iter()
            .filter(|p| p.document == passage.document && p.span.overlaps(passage.span))
            .copied()
            .collect();
        if known.is_empty() {
            return Err(Fault::asked(format!("{text} is no passage of {}", target.name))
                .hint("code it first, so that the phrase rests on something that is in the cell"));
        }
        // Naming a part of a coded passage names the passage.
        target.evidence.extend(if known.contains(&passage) { vec![passage] } else { known });
    }
    let verdict = match (&args.phrase, &args.not_applicable) {
        _ if args.clear => None,
        (_, Some(why)) => Some(Verdict::NotApplicable(why.clone())),
        (Some(phrase), None) => Some(Verdict::Phrase(phrase.clone())),
        (None, None) => return Err(Fault::asked("a phrase is missing")),
    };
    let rests_on_nothing = matches!(verdict, Some(Verdict::Phrase(_))) && target.basis.is_empty();
    let answer = session.run(Command::WriteEssence(target, verdict))?;
    tell(io, &answer);
    if rests_on_nothing {
        io.note("No passage is behind it yet: it counts as unsupported.");
    }
    Ok(0)
}

fn target(session: &Session, args: &Essence) -> Outcome<EssenceTarget> {
    let no_phrase =
        || Fault::asked(format!("no phrase can be written for the column “{}”: it shows values", args.column));
    session.with_words(false, |words| {
        let world = session.world(words);
        if let Some(name) = &args.matrix {
            return matrix::find_cell(&spec(session, name)?, &world, &args.case, &args.column)?
                .target
                .ok_or_else(no_phrase);
        }
        let row = matrix::axis_of(&world, &args.case)?;
        match session.project().codebook.find(&args.column) {
            Ok(code) => matrix::target(&world, &row, &crate::memo::Axis::Code(code.id)),
            // Not a code: perhaps the heading of a column in one of the saved matrices.
            Err(fault) => column_of_saved(session, &world, args).unwrap_or(Err(fault)),
        }
    })
}

/// The cell of the first saved matrix that has such a row and column.
fn column_of_saved(session: &Session, world: &crate::query::World, args: &Essence) -> Option<Outcome<EssenceTarget>> {
    session.project().matrices.values().find_map(|saved| {
        let spec = Spec::parse(&saved.spec).ok()?;
        let found = matrix::find_cell(&spec, world, &args.case, &args.column).ok()?;
        Some(Ok(found.target?))
    })
}

/// `DOCUMENT@START-END` or `DOCUMENT:PLACE`, as a passage.
fn passage(session: &Session, text: &str) -> Outcome<Passage> {
    let fault = || Fault::asked(format!("“{text}” is no passage")).hint("write DOCUMENT@120-260 or DOCUMENT:13:2");
    // A document's name may itself hold the sign: try every place to cut, the longest name first.
    for (at, sign) in text.char_indices().rev().filter(|(_, c)| matches!(c, '@' | ':')) {
        let place = if sign == '@' { &text[at..] } else { &text[at + 1..] };
        let exact = session.project().documents.values().any(|d| d.name == text[..at]);
        if exact {
            return super::code::passage(session, &text[..at], place);
        }
    }
    let at = text.find(['@', ':']).ok_or_else(fault)?;
    let place = if text[at..].starts_with('@') { &text[at..] } else { &text[at + 1..] };
    super::code::passage(session, &text[..at], place)
}

pub(super) fn run_evidence(arguments: &Arguments, args: &Evidence, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    super::find::catch_up(&mut session, io)?;
    let spec = spec(&session, &args.matrix)?;
    let found =
        session.with_words(false, |words| matrix::find_cell(&spec, &session.world(words), &args.row, &args.column))?;
    let clearing = super::audience::clearing(arguments, &session, io)?;
    let found = super::audience::found(&clearing, session.project(), found);
    super::audience::summary(&clearing, io);
    if io.json {
        let rows: Vec<_> = found
            .evidence
            .iter()
            .map(|e| {
                serde_json::json!({
                    "document": e.document, "place": e.place, "speaker": e.speaker, "start": e.points.start, "end": e.points.end,
                    "text": e.quote, "codes": e.codes, "coders": e.coders, "telling": e.telling,
                })
            })
            .collect();
        io.json(&serde_json::json!({ "row": found.row, "column": found.column, "evidence": rows }));
        return Ok(0);
    }
    // The list has as many entries as the cell counts: for a count of codings one each, else one a passage.
    let mut places: Vec<_> = found.evidence.iter().map(|e| e.passage).collect();
    places.dedup();
    let noun = if places.len() == found.evidence.len() { "passage" } else { "coding" };
    io.say(&format!("{} × {}: {}", found.row, found.column, count(found.evidence.len(), noun)));
    for evidence in &found.evidence {
        io.print("");
        let mut heading = vec![evidence.document.clone(), evidence.place.clone()];
        heading.extend(evidence.speaker.clone());
        heading.push(format!("[{}]", evidence.codes.join(", ")));
        heading.push(evidence.coders.join(", "));
        if evidence.telling {
            heading.push("telling".to_owned());
        }
        io.print(&heading.join("  "));
        for line in wrapped(&evidence.quote, io.width.min(100).saturating_sub(4)) {
            io.print(&format!("    {line}"));
        }
    }
    Ok(u8::from(found.evidence.is_empty()))
}
