use super::arguments::{Arguments, Find};
use super::{Io, open};
use crate::coding::Passage;
use crate::document::Content;
use crate::fault::{Fault, Outcome};
use crate::project::{Project, place_name};
use crate::query::{Hit, case_parts, explain};
use crate::report::listing::{time, wrapped};
use crate::session::Session;
use crate::text::{Span, printable};
use serde::Serialize;
use std::collections::BTreeMap;

/// A hit in `find --json`: stable fields.
#[derive(Serialize)]
struct HitLine<'a> {
    document: &'a str,
    case: Option<String>,
    cases: Vec<String>,
    turn: Option<u32>,
    place: String,
    speaker: Option<&'a str>,
    time_ms: Option<u64>,
    start: u32,
    end: u32,
    text: &'a str,
    codes: Vec<String>,
    matches: Vec<Range>,
    before: Vec<&'a str>,
    after: Vec<&'a str>,
}

/// Code points, half-open.
#[derive(Serialize)]
struct Range {
    start: u32,
    end: u32,
}

pub(super) fn run(arguments: &Arguments, args: &Find, io: &mut Io) -> Outcome<u8> {
    let text = words_of(&args.query);
    let page = if args.count { 0..0 } else { 0..args.limit.unwrap_or(usize::MAX) };
    let glance = if args.scan { None } else { super::glance(arguments, &text, page.clone())? };
    let (session, found) = match glance {
        Some(known) => known,
        None => {
            let mut session = open(arguments)?;
            if !args.scan {
                catch_up(&mut session, io)?;
            }
            let found = session.find(&text, page, args.scan)?;
            (session, found)
        }
    };
    if args.explain {
        io.note(&explain(&found.query));
    }
    if args.count {
        if io.json {
            io.json(&serde_json::json!({ "count": found.hits.count }))
        } else {
            io.print(&found.hits.count.to_string())
        }
        return Ok(u8::from(found.hits.count == 0));
    }
    let cases = cases_by_document(&session)?;
    if let Some(file) = &args.out {
        return super::quotes::write(&session, (&text, &found.hits), &cases, args.context, file, io);
    }
    let mut lines = Vec::new();
    for hit in &found.hits.page {
        let content = session.content(hit.passage.document)?;
        if io.json {
            let line = line(session.project(), hit, &content, &cases, args.context);
            lines.push(serde_json::to_value(&line).map_err(|e| Fault::bug(e.to_string()))?);
        } else {
            show(session.project(), hit, &content, &cases, args.context, io);
        }
    }
    if io.json {
        io.json(&lines);
    } else if found.hits.count > found.hits.page.len() {
        io.note(&format!("{} of {} shown", found.hits.page.len(), found.hits.count));
    }
    let nothing = found.hits.count == 0;
    if nothing && !io.json {
        io.note(&format!("Nothing found: {}", explain(&found.query)));
    }
    Ok(u8::from(nothing))
}

/// The query as one text. A shell has taken the quotation marks away from an argument with spaces in it when several arguments were given.
fn words_of(arguments: &[String]) -> String {
    match arguments {
        [one] => one.clone(),
        many => {
            let quoted = |a: &String| {
                let bare = a.contains(char::is_whitespace) && !a.contains(['"', '(', ':']);
                if bare { format!("\"{a}\"") } else { a.clone() }
            };
            many.iter().map(quoted).collect::<Vec<_>>().join(" ")
        }
    }
}

/// Brings the index up to date, with a bar when that takes long.
pub(super) fn catch_up(session: &mut Session, io: &Io) -> Outcome<()> {
    let bar = super::import::progress(session.project().documents.len(), "indexed", io);
    let done = session.catch_up(&mut |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
        true
    });
    bar.finish_and_clear();
    done
}

/// For each document the parts that belong to each case, by the cases' names.
pub(super) type CaseParts = BTreeMap<crate::id::DocumentId, Vec<(String, Vec<Span>)>>;

pub(super) fn cases_by_document(session: &Session) -> Outcome<CaseParts> {
    let mut out = CaseParts::new();
    for case in session.project().cases_by_name() {
        for (document, spans) in case_parts(session.project(), session, case.id)? {
            out.entry(document).or_default().push((case.name.clone(), spans));
        }
    }
    Ok(out)
}

pub(super) fn cases_of(passage: Passage, cases: &CaseParts) -> Vec<String> {
    let parts = cases.get(&passage.document).map_or(&[][..], Vec::as_slice);
    parts
        .iter()
        .filter(|(_, spans)| spans.iter().any(|s| s.overlaps(passage.span)))
        .map(|(name, _)| name.clone())
        .collect()
}

/// Paths of the codes on a passage, each once.
pub(super) fn codes_on(project: &Project, passage: Passage) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for coding in project.codings.on(passage) {
        let path = project.codebook.path(coding.code);
        if !codes.contains(&path) {
            codes.push(path);
        }
    }
    codes
}

/// The turns before and after a hit.
pub(super) fn around(hit: &Hit, content: &Content, context: usize) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
    let inside = content.structure.turns_in(hit.passage.span);
    let last = (inside.end + context).min(content.structure.turns.len());
    (inside.start.saturating_sub(context)..inside.start, inside.end..last)
}

fn line<'a>(project: &'a Project, hit: &Hit, content: &'a Content, cases: &CaseParts, context: usize) -> HitLine<'a> {
    let text = content.text.as_str();
    let points = content.text.to_points(hit.passage.span);
    let turn = hit.turn.map(|t| t as usize);
    let names = cases_of(hit.passage, cases);
    let (before, after) = around(hit, content, context);
    let words = |range: std::ops::Range<usize>| range.map(|n| content.structure.turns[n].span.of(text)).collect();
    HitLine {
        document: &project.documents[&hit.passage.document].name,
        case: names.first().cloned(),
        cases: names,
        turn: hit.turn.map(|t| t + 1),
        place: place_name(hit.passage.span, content),
        speaker: turn.and_then(|t| content.structure.speaker_of(t)),
        time_ms: turn.and_then(|t| content.structure.turns[t].time_ms),
        start: points.start,
        end: points.end,
        text: hit.passage.span.of(text),
        codes: codes_on(project, hit.passage),
        matches: hit
            .matches
            .iter()
            .map(|m| content.text.to_points(*m))
            .map(|p| Range { start: p.start, end: p.end })
            .collect(),
        before: words(before),
        after: words(after),
    }
}

fn show(project: &Project, hit: &Hit, content: &Content, cases: &CaseParts, context: usize, io: &mut Io) {
    let text = content.text.as_str();
    let turn = hit.turn.map(|t| t as usize);
    let mut heading =
        vec![project.documents[&hit.passage.document].name.clone(), place_name(hit.passage.span, content)];
    heading.extend(turn.and_then(|t| content.structure.speaker_of(t)).map(str::to_owned));
    heading.extend(turn.and_then(|t| content.structure.turns[t].time_ms).map(time));
    let names = cases_of(hit.passage, cases);
    if !names.is_empty() {
        heading.push(format!("case {}", names.join(", ")));
    }
    let codes = codes_on(project, hit.passage);
    if !codes.is_empty() {
        heading.push(format!("[{}]", codes.join(", ")));
    }
    io.print(&heading.join("  "));
    let (before, after) = around(hit, content, context);
    let width = io.width.min(100).saturating_sub(4);
    let turns = &content.structure.turns;
    for n in before {
        quiet(turns[n].span.of(text), width, io);
    }
    let marked = highlighted(text, hit.passage.span, &hit.matches, io.colour);
    for line in wrapped(&marked, width) {
        let line =
            if io.colour { line.replace('\u{E000}', "\u{1b}[1;33m").replace('\u{E001}', "\u{1b}[0m") } else { line };
        io.print_styled(&format!("    {line}"));
    }
    for n in after {
        quiet(turns[n].span.of(text), width, io);
    }
    io.print("");
}

fn quiet(text: &str, width: usize, io: &mut Io) {
    for line in wrapped(text, width) {
        io.print(&format!("  · {line}"));
    }
}

/// The words of a passage, made harmless, with what matched marked: by two characters for private use where colours follow, by nothing otherwise.
fn highlighted(text: &str, span: Span, matches: &[Span], colour: bool) -> String {
    let plain = |s: &str| printable(s).replace(['\u{E000}', '\u{E001}'], "\u{FFFD}");
    if !colour {
        return plain(span.of(text));
    }
    let mut out = String::new();
    let mut at = span.start;
    for m in matches.iter().filter_map(|m| m.intersection(span)) {
        if m.start < at {
            continue;
        }
        out.push_str(&plain(Span { start: at, end: m.start }.of(text)));
        // A mark on every word, so that a line end between two words does not carry the colour into the margin.
        let words: Vec<String> =
            m.of(text).split_whitespace().map(|w| format!("\u{E000}{}\u{E001}", plain(w))).collect();
        out.push_str(&words.join(" "));
        at = m.end;
    }
    out.push_str(&plain(Span { start: at, end: span.end }.of(text)));
    out
}
