//! For whom a command prints or writes, and what it may show them.

use super::Io;
use super::arguments::{Arguments, Find, Hold, Verb};
use super::find::lines::Context;
use crate::case::{AttributeKind, Clearance, Subject, Terms, Value};
use crate::coding::Passage;
use crate::fault::{Fault, Outcome};
use crate::matrix::Found;
use crate::project::{Command, Project, SavedKind, count};
use crate::query::case_parts;
use crate::report::audience::{Audience, Clearing, WITHHELD};
use crate::report::listing::wrapped;
use crate::report::study::Quote;
use crate::session::Session;
use serde::Serialize;
use std::collections::BTreeMap;

fn audience(arguments: &Arguments) -> Audience {
    Audience::parse(&arguments.audience).unwrap_or_default()
}

/// Whether a command prints or writes for publication.
pub(super) fn is_public(arguments: &Arguments) -> bool {
    audience(arguments) == Audience::Publication
}

/// Whether the command can be run for its audience. A command that has not been taught what to withhold is for the team only.
pub(super) fn supported(arguments: &Arguments) -> Outcome<()> {
    if audience(arguments) == Audience::Team {
        return Ok(());
    }
    match &arguments.verb {
        Some(
            Verb::Matrix(_)
            | Verb::Find(_)
            | Verb::Evidence(_)
            | Verb::Show(_)
            | Verb::Export(_)
            | Verb::Report(_)
            | Verb::Picture(_)
            | Verb::Vignettes(_)
            | Verb::Completions(_)
            | Verb::Man,
        ) => Ok(()),
        _ => Err(Fault::asked("this command is for the team only").hint(
            "--audience publication goes with matrix, find, evidence, show, report, picture, vignettes and export",
        )),
    }
}

/// What may leave the project in this run. For publication everything that the command prints is searched for withheld names before it is let out.
pub(super) fn clearing(arguments: &Arguments, session: &Session, io: &mut Io) -> Outcome<Clearing> {
    let clearing = session.clearing(audience(arguments))?;
    if clearing.is_public() {
        io.withheld = Some(clearing.withheld().clone());
    }
    Ok(clearing)
}

/// Says in one line what was withheld.
pub(super) fn summary(clearing: &Clearing, io: &Io) {
    clearing.summary().iter().for_each(|line| io.note(line));
}

/// One cell's evidence as the audience may see it.
pub(super) fn found(clearing: &Clearing, project: &Project, found: Found) -> Found {
    if !clearing.is_public() {
        return found;
    }
    let label = |words: &str| match project.cases.values().find(|c| c.name == words) {
        Some(case) => clearing.case_label(case),
        None => clearing.phrase(words),
    };
    Found {
        row: label(&found.row),
        column: label(&found.column),
        evidence: clearing.evidence(&found.evidence),
        ..found
    }
}

/// A passage in `find --json --audience publication`. `withheld` says why there are no words.
#[derive(Serialize)]
struct HitLine {
    document: String,
    cases: Vec<String>,
    place: String,
    speaker: Option<String>,
    codes: Vec<String>,
    text: String,
    withheld: Option<String>,
    before: Vec<String>,
    after: Vec<String>,
}

/// Prints passages that were found, as the audience may see them.
pub(super) fn find(
    session: &Session,
    clearing: &Clearing,
    found: &crate::session::Found,
    (query, args): (&str, &Find),
    io: &mut Io,
) -> Outcome<u8> {
    let context = Context::parse(&args.context)?;
    let cases = labels_by_document(session, clearing)?;
    let lines: Vec<HitLine> =
        found.hits.page.iter().map(|hit| line(session, clearing, hit, &cases, context)).collect::<Outcome<_>>()?;
    if let Some(file) = &args.out {
        let quotes: Vec<Quote> = lines.iter().map(quote).collect();
        let title = format!("Passages found for: {}", clearing.phrase(query));
        let bytes = super::quotes::bytes(&title, &quotes, file)?;
        super::hand_over::write(session, clearing, file, &bytes, io)?;
        io.say(&format!("Wrote {} to {}", count(quotes.len(), "passage"), file.display()));
        return Ok(u8::from(quotes.is_empty()));
    }
    if io.json {
        io.json(&lines);
    } else {
        lines.iter().for_each(|line| show(line, io));
        if found.hits.count > lines.len() {
            io.note(&format!("{} of {} shown", lines.len(), found.hits.count));
        }
    }
    summary(clearing, io);
    Ok(u8::from(found.hits.count == 0))
}

type Labels = BTreeMap<crate::id::DocumentId, Vec<(String, Vec<crate::text::Span>)>>;

fn labels_by_document(session: &Session, clearing: &Clearing) -> Outcome<Labels> {
    let mut out = Labels::new();
    for case in session.project().cases_by_name() {
        for (document, spans) in case_parts(session.project(), session, case.id)? {
            out.entry(document).or_default().push((clearing.case_label(case), spans));
        }
    }
    Ok(out)
}

fn line(
    session: &Session,
    clearing: &Clearing,
    hit: &crate::query::Hit,
    cases: &Labels,
    context: Context,
) -> Outcome<HitLine> {
    let project = session.project();
    let (id, span) = (hit.passage.document, hit.passage.span);
    let content = session.content(id)?;
    let text = content.text.as_str();
    let document = clearing.document(id, &project.documents[&id].name);
    let mut labels: Vec<String> = cases
        .get(&id)
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .filter(|(_, spans)| spans.iter().any(|s| s.overlaps(span)))
        .map(|(l, _)| l.clone())
        .collect();
    labels.sort_unstable();
    labels.dedup();
    let mut codes: Vec<String> =
        project.codings.on(hit.passage).map(|c| clearing.phrase(&project.codebook.path(c.code))).collect();
    codes.sort_unstable();
    codes.dedup();
    let closed =
        clearing.ban(hit.passage).filter(|_| document == WITHHELD || labels.iter().any(|l| l == WITHHELD)).is_some();
    let (before, after) = context.around(span, &content);
    let around = |spans: Vec<crate::text::Span>| -> Vec<String> {
        let words = |span: crate::text::Span| clearing.quote(Passage { document: id, span }, span.of(text));
        spans.into_iter().map(|s| words(s).unwrap_or_else(|| WITHHELD.to_owned())).collect()
    };
    let speaker = hit.turn.and_then(|t| content.structure.speaker_of(t as usize));
    let words = clearing.quote(hit.passage, span.of(text));
    Ok(HitLine {
        withheld: clearing.ban(hit.passage).filter(|_| words.is_none()).map(|b| b.why.clone()),
        place: if closed { String::new() } else { crate::project::place_name(span, &content) },
        speaker: speaker.filter(|_| !closed).map(|name| clearing.speaker(id, name)),
        before: around(before),
        after: around(after),
        text: words.unwrap_or_else(|| WITHHELD.to_owned()),
        document: if closed { WITHHELD.to_owned() } else { document },
        cases: labels,
        codes,
    })
}

/// The same for a file of quotes. Places in code points are those of the stored text, which nobody else has: they are left out.
fn quote(line: &HitLine) -> Quote {
    Quote {
        document: line.document.clone(),
        turn: None,
        place: line.place.clone(),
        speaker: line.speaker.clone(),
        time_ms: None,
        start: 0,
        end: 0,
        cases: line.cases.clone(),
        codes: line.codes.clone(),
        words: line.text.clone(),
        context: (line.before.clone(), line.after.clone()),
    }
}

fn show(line: &HitLine, io: &mut Io) {
    let mut heading = vec![line.document.clone()];
    heading.extend(Some(line.place.clone()).filter(|p| !p.is_empty()));
    heading.extend(line.speaker.clone());
    if !line.cases.is_empty() {
        heading.push(format!("case {}", line.cases.join(", ")));
    }
    if !line.codes.is_empty() {
        heading.push(format!("[{}]", line.codes.join(", ")));
    }
    io.print(&heading.join("  "));
    let width = io.width.min(100).saturating_sub(4);
    let words = match &line.withheld {
        Some(why) => format!("▒ {why}"),
        None => line.text.clone(),
    };
    let aside = |words: &String| wrapped(words, width).into_iter().map(|l| format!("  · {l}")).collect::<Vec<_>>();
    line.before.iter().flat_map(aside).for_each(|l| io.print(&l));
    wrapped(&words, width).iter().for_each(|l| io.print(&format!("    {l}")));
    line.after.iter().flat_map(aside).for_each(|l| io.print(&l));
    io.print("");
}

/// Reads a clearance.
pub(super) fn clearance(word: &str) -> Outcome<Clearance> {
    let unknown = || Fault::asked(format!("“{word}” is no clearance")).hint("named, anonymous or background");
    Clearance::parse(word).filter(|_| !word.is_empty()).ok_or_else(unknown)
}

/// The command that keeps what may be published of something. What is not said stays as it is.
pub(super) fn hold(
    project: &Project,
    subject: &Subject,
    clearance: Option<Clearance>,
    hold: &Hold,
) -> Outcome<Command> {
    let name = subject.to_string();
    let known = project.saved_named(SavedKind::Clearance, &name);
    if hold.clear && clearance.is_none() {
        return Ok(Command::Together(
            format!("Took away what was said about publishing {}", called(subject)),
            known.iter().map(|s| Command::Unsave(SavedKind::Clearance, s.name.clone())).collect(),
        ));
    }
    let mut terms = known.filter(|_| !hold.clear).map(|s| Terms::parse(&s.text)).unwrap_or_default();
    terms.clearance = clearance.or(terms.clearance);
    terms.paraphrase |= hold.paraphrase;
    if let Some(day) = &hold.embargo {
        match AttributeKind::Date.parse(day) {
            Ok(Some(Value::Text(day))) if day.len() == 10 => terms.embargo = Some(day),
            _ => return Err(Fault::asked(format!("“{day}” is no day")).hint("write it as 2027-01-31")),
        }
    }
    terms.why = hold.why.clone().or(terms.why);
    let said = format!("Set what may be published of {}: {}", called(subject), terms.words());
    Ok(Command::Together(said, vec![Command::Save(SavedKind::Clearance, name, terms.write())]))
}

fn called(subject: &Subject) -> String {
    match subject {
        Subject::Case(name) => format!("the case “{name}”"),
        Subject::Document(name) => format!("“{name}”"),
        Subject::Passage(name, p) => format!("“{name}” @{}-{}", p.start, p.end),
    }
}
