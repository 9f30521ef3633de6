use super::Io;
use super::find::{CaseParts, around, cases_of, codes_on};
use crate::fault::Outcome;
use crate::project::{count, place_name};
use crate::query::{Hit, Hits};
use crate::report::study::{Quote, QuotesFormat, write_quotes};
use crate::session::Session;
use std::path::Path;

/// Writes what a query found as quotes with their citations.
pub(super) fn write(
    session: &Session,
    (query, hits): (&str, &Hits),
    cases: &CaseParts,
    context: usize,
    file: &Path,
    io: &mut Io,
) -> Outcome<u8> {
    let extension = file.extension().and_then(|e| e.to_str()).unwrap_or("");
    let format = QuotesFormat::of_extension(extension).map_err(|f| f.at(file.display().to_string()))?;
    let quotes: Vec<Quote> = hits.page.iter().map(|hit| quote(session, hit, cases, context)).collect::<Outcome<_>>()?;
    super::hand_over::write(file, &write_quotes(&format!("Passages found for: {query}"), &quotes, format)?)?;
    io.say(&format!("Wrote {} to {}", count(quotes.len(), "passage"), file.display()));
    if hits.count > quotes.len() {
        io.note(&format!("{} of {} written", quotes.len(), hits.count));
    }
    Ok(u8::from(quotes.is_empty()))
}

fn quote(session: &Session, hit: &Hit, cases: &CaseParts, context: usize) -> Outcome<Quote> {
    let project = session.project();
    let content = session.content(hit.passage.document)?;
    let (text, turns) = (content.text.as_str(), &content.structure.turns);
    let points = content.text.to_points(hit.passage.span);
    let (before, after) = around(hit, &content, context);
    let words = |range: std::ops::Range<usize>| range.map(|n| turns[n].span.of(text).to_owned()).collect();
    let turn = hit.turn.map(|t| t as usize);
    Ok(Quote {
        document: project.documents[&hit.passage.document].name.clone(),
        turn: hit.turn.map(|t| t + 1),
        place: place_name(hit.passage.span, &content),
        speaker: turn.and_then(|t| content.structure.speaker_of(t)).map(str::to_owned),
        time_ms: turn.and_then(|t| turns[t].time_ms),
        start: points.start,
        end: points.end,
        cases: cases_of(hit.passage, cases),
        codes: codes_on(project, hit.passage),
        words: hit.passage.span.of(text).to_owned(),
        context: (words(before), words(after)),
    })
}
