use super::Coding;
use super::kept::Kept;
use super::meetings::Meetings;
use crate::id::{CodeId, DocumentId, IdMap};
use std::sync::{Arc, OnceLock};

/// What counting needs of a coding, in twelve bytes: a pass over a million of them stays within the processor's reach, where a pass over the codings themselves
/// would fetch every quote's surroundings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Brief {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Number of the code ([`Briefs::codes`]).
    pub code: u32,
}

/// The codings of one document in brief.
#[derive(Clone, Debug)]
pub struct Sheet {
    list: Arc<[Brief]>,
    /// Every code that occurs, by number, with how many codings it has.
    tally: Arc<[(u32, u32)]>,
}

impl Sheet {
    /// The codings in reading order.
    pub fn list(&self) -> &[Brief] {
        &self.list
    }

    /// The codes that occur, by their number, each with how many codings of the document it has.
    pub fn tally(&self) -> &[(u32, u32)] {
        &self.tally
    }

    /// Whether nothing was altered between the two: then they are one.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.list, &other.list)
    }
}

/// All codings in brief, document by document in the order of [`super::Codings::of`], with what counting asks for most: how often each code occurs in each
/// document and in all, and how often codings of two codes share text. A coding that comes or goes alters what is told of its own document and no more.
#[derive(Clone, Debug, Default)]
pub struct Briefs {
    codes: Vec<CodeId>,
    numbers: IdMap<CodeId, u32>,
    by_document: IdMap<DocumentId, Sheet>,
    /// Codings of each code, by its number.
    totals: Vec<u32>,
    /// Documents in which each code occurs, by its number.
    documents: Vec<u32>,
    /// Made when it is first asked for.
    meetings: OnceLock<Option<Meetings>>,
}

impl Briefs {
    /// The codes that were ever seen, by their number.
    pub fn codes(&self) -> &[CodeId] {
        &self.codes
    }

    /// The number of a code; `None` when nothing was ever coded with it.
    pub fn number(&self, code: CodeId) -> Option<u32> {
        self.numbers.get(&code).copied()
    }

    /// The codings of a document in reading order.
    pub fn of(&self, document: DocumentId) -> &[Brief] {
        self.by_document.get(&document).map_or(&[], |sheet| &sheet.list)
    }

    /// The codings of a document with their tally; `None` when it has none.
    pub fn sheet(&self, document: DocumentId) -> Option<&Sheet> {
        self.by_document.get(&document)
    }

    /// How many codings a code has in the whole project, those of codes under it apart.
    pub fn total(&self, code: u32) -> u32 {
        self.totals.get(code as usize).copied().unwrap_or(0)
    }

    /// In how many documents a code occurs.
    pub fn documents(&self, code: u32) -> u32 {
        self.documents.get(code as usize).copied().unwrap_or(0)
    }

    /// How often codings of two codes share text; `None` in a project with so many codes that a table of all pairs of them would be too large to keep.
    pub fn meetings(&self) -> Option<&Meetings> {
        let made = || {
            let lists: Vec<&[Brief]> = self.by_document.values().map(|sheet| &*sheet.list).collect();
            Meetings::of(self.codes.len(), &lists)
        };
        self.meetings.get_or_init(made).as_ref()
    }

    /// Takes in all codings of a document anew; none means that it has none any more.
    pub(super) fn renew(&mut self, document: DocumentId, codings: &[Coding]) {
        let was = self.by_document.remove(&document);
        for (code, n) in was.iter().flat_map(Sheet::tally) {
            self.totals[*code as usize] -= n;
            self.documents[*code as usize] -= 1;
        }
        let list: Vec<Brief> = codings.iter().map(|coding| self.brief(coding)).collect();
        if let Some(kept) = self.meetings.get_mut() {
            let before: &[Brief] = was.as_ref().map_or(&[], Sheet::list);
            let held = kept.as_mut().is_some_and(|all| all.replace(before, &list, self.codes.len()));
            if !held {
                self.meetings.take();
            }
        }
        if list.is_empty() {
            return;
        }
        let mut found: Vec<u32> = list.iter().map(|brief| brief.code).collect();
        found.sort_unstable();
        let tally: Vec<(u32, u32)> = found.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32)).collect();
        for (code, n) in &tally {
            self.totals[*code as usize] += n;
            self.documents[*code as usize] += 1;
        }
        self.by_document.insert(document, Sheet { list: list.into(), tally: tally.into() });
    }

    /// Takes in that a coding was put in at a place of its document's list.
    pub(super) fn put_in(&mut self, document: DocumentId, at: usize, coding: &Coding, kept: &Kept) {
        let brief = self.brief(coding);
        let was = self.by_document.remove(&document);
        let (list, tally) = was.as_ref().map_or((&[][..], &[][..]), |sheet| (&*sheet.list, &*sheet.tally));
        let list = list[..at].iter().chain([&brief]).chain(&list[at..]).copied().collect();
        let mut tally = tally.to_vec();
        match tally.binary_search_by_key(&brief.code, |(code, _)| *code) {
            Ok(found) => tally[found].1 += 1,
            Err(free) => {
                tally.insert(free, (brief.code, 1));
                self.documents[brief.code as usize] += 1;
            }
        }
        self.totals[brief.code as usize] += 1;
        self.by_document.insert(document, Sheet { list, tally: tally.into() });
        self.met(brief.code, coding, kept, true);
    }

    /// Takes in that a coding was taken out at a place of its document's list.
    pub(super) fn taken_out(&mut self, document: DocumentId, at: usize, coding: &Coding, kept: &Kept) {
        let Some(was) = self.by_document.remove(&document) else { return };
        let code = was.list[at].code;
        let mut tally = was.tally.to_vec();
        if let Ok(found) = tally.binary_search_by_key(&code, |(code, _)| *code) {
            tally[found].1 -= 1;
            if tally[found].1 == 0 {
                tally.remove(found);
                self.documents[code as usize] -= 1;
            }
        }
        self.totals[code as usize] -= 1;
        if !tally.is_empty() {
            let list = was.list[..at].iter().chain(&was.list[at + 1..]).copied().collect();
            self.by_document.insert(document, Sheet { list, tally: tally.into() });
        }
        self.met(code, coding, kept, false);
    }

    /// Counts the codings of other codes that share text with one that came or went.
    fn met(&mut self, code: u32, coding: &Coding, kept: &Kept, came: bool) {
        let Some(Some(meetings)) = self.meetings.get_mut() else { return };
        let others = kept.on(coding.span).filter(|other| other.id != coding.id);
        let others: Vec<u32> = others.filter_map(|other| self.numbers.get(&other.code).copied()).collect();
        if !meetings.alter(code, &others, came) {
            self.meetings.take();
        }
    }

    fn brief(&mut self, coding: &Coding) -> Brief {
        let next = self.codes.len() as u32;
        let code = *self.numbers.entry(coding.code).or_insert_with(|| {
            self.codes.push(coding.code);
            self.totals.push(0);
            self.documents.push(0);
            next
        });
        Brief { start: coding.span.start, end: coding.span.end, code }
    }
}
