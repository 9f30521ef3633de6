//! Looking words up without loading the study: what a command that only asks for words does first.

use super::finding::index_folder;
use super::{Contents, Found, Options, Session};
use crate::coding::Passage;
use crate::fault::Outcome;
use crate::id::DocumentId;
use crate::project::{Project, SavedKind, Texts};
use crate::query::{self, Among, Found as Turn, Hit, Hits, Needs, Scanner, TextExpr, words_alone};
use crate::search::{Glimpse, Seen};
use crate::store::{Concern, SqliteStore, Store, TurnText};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

/// What will be shown of what is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// The turns alone, without what stands around them.
    pub alone: bool,
    /// What matched in them.
    pub marks: bool,
}

/// Answers a query of words alone from the index of a project file, loading only what the results on the page need: the same answer as [`Session::find`] gives, in
/// a fraction of the time when the study is large. `None` when that way is not open: the query asks for more than words, or the index is missing, damaged or
/// behind.
///
/// Where the `look` is at turns alone, their words come with the answer and no document is read whole.
///
/// The session that comes with the answer knows the documents, codes and cases of the results on the page, and nothing else: it is for showing them, and refuses to
/// alter anything.
///
/// Errors: the project file cannot be read.
pub fn glance(
    path: &Path,
    options: &Options,
    text: &str,
    (page, look): (Range<usize>, Look),
) -> Outcome<Option<(Session, Found)>> {
    let Some((query, words)) = words_alone(text) else { return with_conditions(path, options, text, page) };
    let store = SqliteStore::open(path)?;
    let (Some(folder), Some(as_of)) = (index_folder(path), store.texts_as_of()?) else { return Ok(None) };
    let seen = Glimpse::of(&folder, as_of).and_then(|index| index.turns(&words, page.clone()));
    let (mut count, mut turns, sure) = match seen {
        None => return Ok(None),
        Some(Seen::Page(count, turns)) => (count, turns, true),
        Some(Seen::Perhaps(turns)) => (turns.len(), turns, false),
    };
    let (project, read, last, now) = store.at_once(|| {
        let project = store.about(&turns.iter().map(passage).collect::<Vec<_>>())?;
        let read = if sure && look.alone { texts(&store, &project, &turns)? } else { None };
        Ok((project, read, store.last()?, store.texts_as_of()?))
    })?;
    if now != Some(as_of) {
        // Somebody has altered texts meanwhile: what was found need not be there any more.
        return Ok(None);
    }
    let session = showing(store, project, last, (path, options));
    if !sure {
        (count, turns) = query::page_of(read_through(&session, &words, turns)?, page);
    }
    let mut page: Vec<Hit> = turns.iter().copied().map(Hit::of_turn).collect();
    match &read {
        Some(read) if look.marks => {
            let language = |turn: &Turn| session.project.documents[&turn.document].language.as_str();
            let words = turns.iter().zip(read).map(|(turn, read)| (language(turn), read.text.as_str()));
            query::mark(&mut page, &query, words);
        }
        Some(_) => {}
        None => session.with_words(true, |words| query::fill(&mut page, &query, &session.world(words)))?,
    }
    let found = Found { query, hits: Hits { count, page }, turns: read.unwrap_or_default() };
    Ok(Some((session, found)))
}

/// A session that knows a part of the project.
fn showing(store: SqliteStore, project: Project, last: u64, (path, options): (&Path, &Options)) -> Session {
    let (coder, clock) = (options.coder.clone().unwrap_or_default(), options.clock.clone());
    let (path, contents) = (path.to_owned(), RefCell::new(Contents::default()));
    let altered = super::altered::Altered::default();
    Session { store: Box::new(store), project, last, coder, clock, path, contents, index: None, altered, part: true }
}

/// Answers a query of words together with conditions on codes, coders and cases: of the study only the documents are loaded that have the words and can satisfy the
/// conditions. `None` for every other query, for what cannot be understood, and where a derived attribute may be meant, which is computed from the whole study.
fn with_conditions(
    path: &Path,
    options: &Options,
    text: &str,
    page: Range<usize>,
) -> Outcome<Option<(Session, Found)>> {
    let parsed = query::parse(text);
    if !parsed.problems.is_empty() || !query::may_have_needs(&parsed.query) {
        return Ok(None);
    }
    let store = SqliteStore::open(path)?;
    let (Some(folder), Some(as_of)) = (index_folder(path), store.texts_as_of()?) else { return Ok(None) };
    let Some(index) = Glimpse::of(&folder, as_of) else { return Ok(None) };
    let part = store.concerning(|names| {
        if names.saved.values().any(|s| s.kind == SavedKind::Derived) {
            return Ok(None);
        }
        // Whoever loads the study says better what is wrong with a name.
        let Ok(Some(Needs { text, cases, codes })) = query::needs(&parsed.query, names) else { return Ok(None) };
        let index = &index;
        let documents = move |linked: Option<&BTreeSet<DocumentId>>| {
            let mut among = Among::default();
            linked.into_iter().flatten().for_each(|id| among.put(*id));
            index.documents(&text, linked.map(|_| &among))
        };
        Ok(Some(Concern { documents: Box::new(documents), cases, codes }))
    })?;
    let Some(part) = part else { return Ok(None) };
    let last = store.last()?;
    if store.texts_as_of()? != Some(as_of) {
        return Ok(None);
    }
    let session = showing(store, part, last, (path, options));
    let found = {
        let words = index.over(&session.project);
        query::find(&parsed.query, &session.world(&words), page)
    };
    let Ok(hits) = found else { return Ok(None) };
    Ok(Some((session, Found { query: parsed.query, hits, turns: Vec::new() })))
}

/// The words of some turns, which come document by document; `None` when a document has to be read whole for them.
fn texts(store: &SqliteStore, project: &Project, turns: &[Turn]) -> Outcome<Option<Vec<TurnText>>> {
    let mut wanted = Vec::new();
    for of_one in turns.chunk_by(|a, b| a.document == b.document) {
        let Some(document) = project.documents.get(&of_one[0].document) else { return Ok(None) };
        wanted.push((document, of_one.iter().map(|t| (t.turn, t.span)).collect()));
    }
    store.turns(&wanted)
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
