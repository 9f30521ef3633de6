use super::cursor::{Cursor, follows};
use super::docs::Docs;
use super::index::Open;
use super::only::Only;
use super::segment::{Run, Segment};
use crate::query::words::Analyser;
use crate::query::{Fuzzy, Sequence, TextAtom, TextExpr, sequences};
use rayon::prelude::*;
use std::ops::Range;
use tantivy::{DocId, Searcher, SegmentReader};

/// Answers one text condition from the index.
///
/// The condition is asked of each segment by itself: the rarest of its words first, the others only where those before them stand. Where words have to follow each
/// other or to stand near each other, their places in the turn decide, which are the same that the plain scan counts.
pub(super) struct LookUp<'o> {
    open: &'o Open,
    searcher: Searcher,
    only: Option<Only<'o>>,
}

/// Up to so many entries are looked through by one thread: calling others takes longer.
const ALONE: usize = 20_000;

/// Turns in which something stands.
pub(super) struct Answer {
    /// By segment.
    docs: Vec<Docs>,
    /// Whether they are exactly those meant; otherwise there are too many of them.
    pub sure: bool,
}

impl Answer {
    pub fn count(&self) -> usize {
        self.docs.iter().map(Docs::count).sum()
    }
}

/// A text condition in keys, for all languages of the documents held.
enum Ask {
    /// One of these.
    Runs(Vec<Sequence>),
    /// One of these, if it is written so.
    Written(Vec<Sequence>),
    Misspelt(Option<Fuzzy>),
    Near(Box<Ask>, Box<Ask>, u32, bool),
    /// Only the text itself tells.
    Anything,
    Not(Box<Ask>),
    And(Vec<Ask>),
    Or(Vec<Ask>),
}

impl Ask {
    fn new(text: &TextExpr, analysers: &mut [Analyser]) -> Self {
        let mut all = |parts: &[TextExpr]| parts.iter().map(|part| Self::new(part, analysers)).collect();
        match text {
            TextExpr::And(parts) => Self::And(all(parts)),
            TextExpr::Or(parts) => Self::Or(all(parts)),
            TextExpr::Not(inner) => Self::Not(Box::new(Self::new(inner, analysers))),
            TextExpr::Atom(atom) => Self::atom(atom, analysers),
        }
    }

    fn atom(atom: &TextAtom, analysers: &mut [Analyser]) -> Self {
        match atom {
            TextAtom::Near(near) => {
                let (first, second) = (Self::atom(&near.first, analysers), Self::atom(&near.second, analysers));
                Self::Near(Box::new(first), Box::new(second), near.within, near.ordered)
            }
            TextAtom::Exact(words) => Self::Written(keys(&TextAtom::Phrase(words.clone()), analysers)),
            TextAtom::Regex(_) => Self::Anything,
            TextAtom::Fuzzy(word) => Self::Misspelt(Fuzzy::new(word)),
            TextAtom::Word(_) | TextAtom::Phrase(_) | TextAtom::Prefix(_) => Self::Runs(keys(atom, analysers)),
        }
    }
}

/// The sequences for a word, phrase or prefix in every language, each once.
pub(super) fn keys(atom: &TextAtom, analysers: &mut [Analyser]) -> Vec<Sequence> {
    let mut all: Vec<Sequence> = Vec::new();
    for analyser in analysers {
        let own = match atom {
            TextAtom::Word(word) => analyser.stem_or_letters(word),
            _ => None,
        };
        for sequence in own.or_else(|| sequences(atom, analyser)).unwrap_or_default() {
            if !all.contains(&sequence) {
                all.push(sequence);
            }
        }
    }
    all
}

/// A condition with its keys looked up in one segment.
enum Sought {
    Runs(Vec<Run>),
    Written(Vec<Run>),
    Near(Box<Sought>, Box<Sought>, u32, bool),
    Anything,
    Not(Box<Sought>),
    And(Vec<Sought>),
    Or(Vec<Sought>),
}

impl Sought {
    fn new(ask: &Ask, segment: &Segment) -> tantivy::Result<Self> {
        let runs = |all: &[Sequence]| all.iter().map(|keys| segment.run(keys)).collect::<tantivy::Result<_>>();
        let parts = |all: &[Ask]| all.iter().map(|part| Self::new(part, segment)).collect::<tantivy::Result<_>>();
        Ok(match ask {
            Ask::Runs(all) => Self::Runs(runs(all)?),
            Ask::Written(all) => Self::Written(runs(all)?),
            Ask::Misspelt(None) => Self::Runs(Vec::new()),
            Ask::Misspelt(Some(fuzzy)) => Self::Runs(vec![segment.misspelt(fuzzy)?]),
            Ask::Near(first, second, within, ordered) => {
                let (first, second) = (Self::new(first, segment)?, Self::new(second, segment)?);
                Self::Near(Box::new(first), Box::new(second), *within, *ordered)
            }
            Ask::Anything => Self::Anything,
            Ask::Not(inner) => Self::Not(Box::new(Self::new(inner, segment)?)),
            Ask::And(all) => Self::And(parts(all)?),
            Ask::Or(all) => Self::Or(parts(all)?),
        })
    }

    /// In how many entries it stands, or more.
    fn size(&self, segment: &Segment) -> usize {
        let of_run = |run: &Run| run.iter().map(|slot| slot.size).min().unwrap_or(0);
        match self {
            Self::Runs(runs) | Self::Written(runs) => runs.iter().map(of_run).sum(),
            Self::Near(first, second, ..) => first.size(segment).min(second.size(segment)),
            Self::And(parts) => parts.iter().map(|part| part.size(segment)).min().unwrap_or(0),
            Self::Or(parts) => parts.iter().map(|part| part.size(segment)).sum(),
            Self::Anything | Self::Not(_) => segment.size as usize,
        }
    }

    /// In how many entries all its keys stand, taken together.
    fn work(&self) -> usize {
        match self {
            Self::Runs(runs) | Self::Written(runs) => runs.iter().flatten().map(|slot| slot.size).sum(),
            Self::Near(first, second, ..) => first.work() + second.work(),
            Self::And(parts) | Self::Or(parts) => parts.iter().map(Self::work).sum(),
            Self::Not(inner) => inner.work(),
            Self::Anything => 0,
        }
    }

    /// The entries that satisfy it, all or those among some, and whether they are exactly these. Where the index cannot tell there are more of them if `more`, fewer
    /// otherwise: the opposite of too few is too many.
    fn docs(&self, segment: &Segment, within: Option<&Docs>, more: bool) -> tantivy::Result<(Docs, bool)> {
        let everything = || within.cloned().unwrap_or_else(|| Docs::all(segment.size));
        let (docs, sure) = match self {
            Self::Runs(runs) => (any(runs, segment, within)?, true),
            Self::Written(runs) => (any(runs, segment, within)?, false),
            Self::Anything => (everything(), false),
            Self::Near(first, second, reach, ordered) => {
                let (rarer, other) =
                    if first.size(segment) <= second.size(segment) { (first, second) } else { (second, first) };
                let (docs, _) = rarer.docs(segment, within, true)?;
                let (docs, _) = other.docs(segment, Some(&docs), true)?;
                match (&**first, &**second) {
                    (Self::Runs(first), Self::Runs(second)) => {
                        (near((first, second), segment, &docs, (*reach, *ordered))?, true)
                    }
                    _ => (docs, false),
                }
            }
            Self::Not(inner) => {
                let (without, sure) = inner.docs(segment, within, !more)?;
                return Ok((everything().minus(&without), sure));
            }
            Self::And(parts) => return and(parts, segment, within, more),
            Self::Or(parts) => {
                let (mut any, mut sure) = (Docs::NONE, true);
                for part in parts {
                    let (docs, surely) = part.docs(segment, within, more)?;
                    any = any.or(docs);
                    sure &= surely;
                }
                return Ok((any, sure));
            }
        };
        Ok(if sure || more { (docs, sure) } else { (Docs::NONE, false) })
    }
}

/// The entries that satisfy every part: the rarest first, since the others are then looked for only among its entries.
fn and(parts: &[Sought], segment: &Segment, within: Option<&Docs>, more: bool) -> tantivy::Result<(Docs, bool)> {
    let mut rising: Vec<&Sought> = parts.iter().collect();
    rising.sort_by_cached_key(|part| part.size(segment));
    let (mut all, mut sure): (Option<Docs>, bool) = (None, true);
    for part in rising {
        let (docs, surely) = part.docs(segment, all.as_ref().or(within), more)?;
        sure &= surely;
        if more && docs.is_empty() {
            // Nothing among too many is nothing.
            return Ok((Docs::NONE, true));
        }
        all = Some(docs);
    }
    Ok((all.unwrap_or(Docs::NONE), sure))
}

/// The entries in which one of some runs stands.
fn any(runs: &[Run], segment: &Segment, within: Option<&Docs>) -> tantivy::Result<Docs> {
    let mut any = Docs::NONE;
    for run in runs {
        any = any.or(segment.docs(run, within)?);
    }
    Ok(any)
}

/// Those of some entries in which a run of the first and one of the second kind are near each other.
fn near(
    (first, second): (&[Run], &[Run]),
    segment: &Segment,
    among: &Docs,
    (reach, ordered): (u32, bool),
) -> tantivy::Result<Docs> {
    let mut among = among.list();
    let cursors = |runs: &[Run]| -> tantivy::Result<Vec<Cursor>> {
        let stands = |run: &&Run| run.iter().all(|slot| slot.size > 0);
        runs.iter().filter(stands).map(|run| Cursor::new(segment, run, &among)).collect()
    };
    let (mut first, mut second) = (cursors(first)?, cursors(second)?);
    among.retain(|doc| {
        first.iter_mut().any(|one| {
            let (length, starts) = (one.length, one.starts(*doc));
            !starts.is_empty()
                && second.iter_mut().any(|other| {
                    let (own, others) = (other.length, other.starts(*doc));
                    follows(starts, length, others, reach) || (!ordered && follows(others, own, starts, reach))
                })
        })
    });
    Ok(Docs::List(among))
}

impl<'o> LookUp<'o> {
    pub fn new(open: &'o Open) -> Self {
        Self { open, searcher: open.searcher(), only: None }
    }

    /// The same for some entries alone. An answer can have others, where the text is one that is denied.
    pub fn among(self, only: Option<Only<'o>>) -> Self {
        Self { only, ..self }
    }

    pub fn open(&self) -> &'o Open {
        self.open
    }

    pub fn segments(&self) -> &[SegmentReader] {
        self.searcher.segment_readers()
    }

    /// The turns in which a text is found, for documents in these languages.
    pub fn ask<'l>(&self, text: &TextExpr, languages: impl Iterator<Item = &'l str>) -> tantivy::Result<Answer> {
        let mut analysers: Vec<Analyser> = languages.map(Analyser::new).collect();
        let ask = Ask::new(text, &mut analysers);
        let readers = self.searcher.segment_readers();
        let columns = self.only.as_ref().map(|_| self.open.columns()).transpose()?;
        let segment = |(at, reader): (usize, &SegmentReader)| {
            let only = self.only.as_ref().zip(columns.and_then(|all| all.get(at)));
            let segment = Segment::new(reader, &self.open.fields, only)?;
            tantivy::Result::Ok((Sought::new(&ask, &segment)?, segment))
        };
        let sought = readers.iter().enumerate().map(segment).collect::<tantivy::Result<Vec<_>>>()?;
        let of = |((sought, segment), reader): (&(Sought, Segment), &SegmentReader)| {
            let (mut docs, sure) = sought.docs(segment, None, true)?;
            if let Some(alive) = reader.alive_bitset() {
                docs.retain(|doc| alive.is_alive(doc));
            }
            tantivy::Result::Ok((docs, sure))
        };
        let work: usize = sought.iter().map(|(sought, _)| sought.work()).sum();
        let found: Vec<(Docs, bool)> = if work > ALONE {
            sought.par_iter().zip(readers).map(of).collect::<tantivy::Result<_>>()?
        } else {
            sought.iter().zip(readers).map(of).collect::<tantivy::Result<_>>()?
        };
        let sure = found.iter().all(|(_, sure)| *sure);
        Ok(Answer { docs: found.into_iter().map(|(docs, _)| docs).collect(), sure })
    }

    /// Place and extent of every turn of an answer, in the order of places.
    pub fn all(&self, answer: &Answer) -> tantivy::Result<Vec<(u64, u64)>> {
        let mut out = Vec::with_capacity(answer.count());
        for (docs, columns) in answer.docs.iter().zip(self.open.columns()?) {
            let docs = docs.list();
            let (mut places, mut extents) = (vec![0; docs.len()], vec![0; docs.len()]);
            columns.place.get_vals(&docs, &mut places);
            columns.extent.get_vals(&docs, &mut extents);
            out.extend(places.into_iter().zip(extents));
        }
        if !out.is_sorted() {
            out.sort_unstable();
        }
        Ok(out)
    }

    /// Place and extent of the turns of a page of an answer: they are counted in the order of the ranks of their documents' numbers, or of the numbers themselves.
    pub fn page(&self, answer: &Answer, ranks: Option<&[u32]>, page: Range<usize>) -> tantivy::Result<Vec<(u64, u64)>> {
        let columns = self.open.columns()?;
        let mut found = Vec::new();
        if page.is_empty() {
            return Ok(Vec::new());
        }
        for (segment, (docs, columns)) in answer.docs.iter().zip(columns).enumerate() {
            let docs = docs.list();
            let mut places = vec![0; docs.len()];
            columns.place.get_vals(&docs, &mut places);
            let order = |place: u64| ranks.map_or(place, |ranks| ranked(place, ranks));
            found.extend(places.into_iter().zip(docs).map(|(place, doc)| (order(place), segment as u32, doc)));
            if found.len() / 2 > page.end {
                // What comes behind the page in the segments so far cannot come into it.
                found.select_nth_unstable(page.end);
                found.truncate(page.end);
            }
        }
        found.sort_unstable();
        let page = found.get(page.start.min(found.len())..page.end.min(found.len())).unwrap_or_default();
        let turn = |(_, segment, doc): &(u64, u32, DocId)| {
            let columns = &columns[*segment as usize];
            (columns.place.get_val(*doc), columns.extent.get_val(*doc))
        };
        Ok(page.iter().map(turn).collect())
    }
}

/// A place with the rank of its document instead of the number.
pub(super) fn ranked(place: u64, ranks: &[u32]) -> u64 {
    let (number, turn) = super::build::unpack(place);
    super::build::pack(ranks.get(number as usize).copied().unwrap_or(u32::MAX), turn)
}
