//! Looking words up without loading the study: what a command that only asks for words does first.

use super::finding::index_folder;
use super::{Contents, Found, Options, Session};
use crate::coding::Passage;
use crate::fault::Outcome;
use crate::project::Texts;
use crate::query::{self, Found as Turn, Hit, Hits, Scanner, TextExpr, words_alone};
use crate::search::{Glimpse, Seen};
use crate::store::{SqliteStore, Store};
use std::cell::RefCell;
use std::ops::Range;
use std::path::Path;

/// Answers a query of words alone from the index of a project file, loading only what the results on the page need: the same answer as [`Session::find`] gives, in
/// a fraction of the time when the study is large. `None` when that way is not open: the query asks for more than words, or the index is missing, damaged or
/// behind.
///
/// The session that comes with the answer knows the documents, codes and cases of the results on the page, and nothing else: it is for showing them, and refuses to
/// alter anything.
///
/// Errors: the project file cannot be read.
pub fn glance(path: &Path, options: &Options, text: &str, page: Range<usize>) -> Outcome<Option<(Session, Found)>> {
    let Some((query, words)) = words_alone(text) else { return Ok(None) };
    let store = SqliteStore::open(path)?;
    let (Some(folder), Some(as_of)) = (index_folder(path), store.texts_as_of()?) else { return Ok(None) };
    let seen = Glimpse::of(&folder, as_of).and_then(|index| index.turns(&words, page.clone()));
    let (mut count, mut turns, sure) = match seen {
        None => return Ok(None),
        Some(Seen::Page(count, turns)) => (count, turns, true),
        Some(Seen::Perhaps(turns)) => (turns.len(), turns, false),
    };
    let project = store.about(&turns.iter().map(passage).collect::<Vec<_>>())?;
    let last = store.last()?;
    if store.texts_as_of()? != Some(as_of) {
        // Somebody has altered texts meanwhile: what was found need not be there any more.
        return Ok(None);
    }
    let (coder, clock) = (options.coder.clone().unwrap_or_default(), options.clock.clone());
    let (path, contents) = (path.to_owned(), RefCell::new(Contents::default()));
    let session =
        Session { store: Box::new(store), project, last, coder, clock, path, contents, index: None, part: true };
    if !sure {
        (count, turns) = query::page_of(read_through(&session, &words, turns)?, page);
    }
    let mut page: Vec<Hit> = turns.into_iter().map(Hit::of_turn).collect();
    session.with_words(true, |words| query::fill(&mut page, &query, &session.world(words)))?;
    let found = Found { query, hits: Hits { count, page } };
    Ok(Some((session, found)))
}

fn passage(turn: &Turn) -> Passage {
    Passage { document: turn.document, span: turn.span }
}

/// Reads the turns that the index was not sure of; they come document by document.
fn read_through(session: &Session, words: &TextExpr, turns: Vec<Turn>) -> Outcome<Vec<Turn>> {
    let mut scanner = Scanner::new(words);
    let mut sure = Vec::new();
    for of_one in turns.chunk_by(|a, b| a.document == b.document) {
        let Some(document) = session.project().documents.get(&of_one[0].document) else { continue };
        let content = Texts::content(session, document)?;
        sure.extend(scanner.among(of_one.iter().map(|t| t.turn), document, &content));
    }
    Ok(sure)
}
