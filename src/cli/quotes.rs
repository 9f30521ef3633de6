use super::Io;
use super::find::lines::{Context, cases_of, codes_on};
use crate::fault::Outcome;
use crate::project::{count, place_name};
use crate::query::{About, Hit};
use crate::report::audience::Clearing;
use crate::report::study::{Quote, QuotesFormat, write_quotes};
use crate::session::Session;
use crate::text::Span;
use std::path::Path;

/// Writes what a query found as quotes with their citations.
pub(super) fn write(
    session: &Session,
    (query, hits): (&str, &[Hit]),
    about: &About<'_>,
    context: Context,
    file: &Path,
    io: &mut Io,
) -> Outcome<()> {
    let quotes: Vec<Quote> = hits.iter().map(|hit| quote(session, hit, about, context)).collect::<Outcome<_>>()?;
    let bytes = bytes(&format!("Passages found for: {query}"), &quotes, file)?;
    super::hand_over::write(session, &Clearing::team(), file, &bytes, io)?;
    io.say(&format!("Wrote {} to {}", count(quotes.len(), "passage"), file.display()));
    Ok(())
}

/// The quotes in the format that the file's extension asks for.
pub(super) fn bytes(title: &str, quotes: &[Quote], file: &Path) -> Outcome<Vec<u8>> {
    let extension = file.extension().and_then(|e| e.to_str()).unwrap_or("");
    let format = QuotesFormat::of_extension(extension).map_err(|f| f.at(file.display().to_string()))?;
    write_quotes(title, quotes, format)
}

fn quote(session: &Session, hit: &Hit, about: &About<'_>, context: Context) -> Outcome<Quote> {
    let project = session.project();
    let content = session.content(hit.passage.document)?;
    let (text, turns) = (content.text.as_str(), &content.structure.turns);
    let points = content.text.to_points(hit.passage.span);
    let (before, after) = context.around(hit.passage.span, &content);
    let words = |spans: Vec<Span>| spans.into_iter().map(|s| s.of(text).to_owned()).collect();
    let turn = hit.turn.map(|t| t as usize);
    Ok(Quote {
        document: project.documents[&hit.passage.document].name.clone(),
        turn: hit.turn.map(|t| t + 1),
        place: place_name(hit.passage.span, &content),
        speaker: turn.and_then(|t| content.structure.speaker_of(t)).map(str::to_owned),
        time_ms: turn.and_then(|t| turns[t].time_ms),
        start: points.start,
        end: points.end,
        cases: cases_of(project, hit, about),
        codes: codes_on(project, hit.passage),
        words: hit.passage.span.of(text).to_owned(),
        context: (words(before), words(after)),
    })
}
