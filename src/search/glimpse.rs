use super::answer::{ranks, turn_of};
use super::build::unpack;
use super::index::{Open, open_labelled};
use super::look_up::{Answer, LookUp};
use super::manifest::id_of;
use super::only::Only;
use crate::fault::{Fault, Outcome};
use crate::id::DocumentId;
use crate::project::Project;
use crate::query::{Among, Found, TextExpr, WordSearch};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// An index that holds exactly the texts of a project, asked without the project: for a question of words alone, when nothing else has been loaded.
pub struct Glimpse {
    open: Open,
    documents: Vec<u8>,
}

/// What such an index says.
pub enum Seen {
    /// How many turns there are, and those of the page, in reading order.
    Page(usize, Vec<Found>),
    /// Every turn in which the text may be found, in reading order: they have to be read.
    Perhaps(Vec<Found>),
}

impl Glimpse {
    /// Opens the index in a folder if its files are as they were when their checksums last held, and if it holds all texts of the project as they have been since
    /// the step `as_of`; `None` otherwise, and then [`super::Index`] is the way.
    pub fn of(dir: &Path, as_of: u64) -> Option<Self> {
        let (open, documents) = open_labelled(dir, as_of)?;
        Some(Self { open, documents })
    }

    /// The turns in which a text is found. `None` when the index fails.
    pub fn turns(&self, text: &TextExpr, page: Range<usize>) -> Option<Seen> {
        let look_up = LookUp::new(&self.open);
        let answer = look_up.ask(text, self.open.manifest.label.languages.iter().map(String::as_str)).ok()?;
        let document = |number: u32| id_of(&self.documents, number);
        if answer.sure {
            let count = answer.count();
            if page.is_empty() {
                return Some(Seen::Page(count, Vec::new()));
            }
            let ids: Vec<Option<DocumentId>> = (0..self.open.manifest.label.next).map(document).collect();
            let page = look_up.page(&answer, ranks(&ids).as_deref(), page).ok()?;
            let page: Option<Vec<Found>> = page.into_iter().map(|both| turn_of(both, document)).collect();
            return Some(Seen::Page(count, page?));
        }
        let all = look_up.all(&answer).ok()?;
        let mut turns = all.into_iter().map(|both| turn_of(both, document)).collect::<Option<Vec<Found>>>()?;
        turns.sort_unstable();
        Some(Seen::Perhaps(turns))
    }

    /// The documents that have everything that a text condition wants, in one turn or in several, or more of them; each with the turns in which any of it stands, in
    /// order. Of all documents, or some of them alone. `None` when the index fails or the texts themselves have to be read for it.
    pub fn documents(&self, text: &TextExpr, among: Option<&Among>) -> Option<BTreeMap<DocumentId, Vec<Span>>> {
        let mut turns = Vec::new();
        let wanted = self.numbers(text, among, &mut turns)?;
        turns.sort_unstable();
        turns.dedup();
        let mut found: BTreeMap<DocumentId, Vec<Span>> = BTreeMap::new();
        for of_one in turns.chunk_by(|a, b| unpack(a.0).0 == unpack(b.0).0) {
            let number = unpack(of_one[0].0).0;
            if wanted.as_ref().is_none_or(|wanted| wanted.contains(&number)) {
                let spans = of_one.iter().map(|(_, extent)| unpack(*extent)).map(|(start, end)| Span { start, end });
                found.insert(id_of(&self.documents, number)?, spans.collect());
            }
        }
        Some(found)
    }

    /// Numbers of documents, or `Some(None)` for all of them; and place and extent of every turn in which an atom stands.
    fn numbers(
        &self,
        text: &TextExpr,
        among: Option<&Among>,
        turns: &mut Vec<(u64, u64)>,
    ) -> Option<Option<BTreeSet<u32>>> {
        match text {
            TextExpr::Atom(_) => {
                let (look_up, answer) = self.sure(text, among)?;
                let all = look_up.all(&answer).ok()?;
                let mut numbers: Vec<u32> = all.iter().map(|(place, _)| unpack(*place).0).collect();
                numbers.dedup();
                turns.extend(all);
                Some(Some(numbers.into_iter().collect()))
            }
            // What is denied in one turn may stand in another; but it has to be looked up too.
            TextExpr::Not(inner) => self.numbers(inner, among, turns).map(|_| None),
            TextExpr::And(parts) => {
                let mut all: Option<BTreeSet<u32>> = None;
                for part in parts {
                    all = match (all, self.numbers(part, among, turns)?) {
                        (Some(a), Some(b)) => Some(a.intersection(&b).copied().collect()),
                        (a, b) => a.or(b),
                    };
                }
                Some(all)
            }
            TextExpr::Or(parts) => {
                let mut any = Some(BTreeSet::new());
                for part in parts {
                    any = match (any, self.numbers(part, among, turns)?) {
                        (Some(a), Some(b)) => Some(a.into_iter().chain(b).collect()),
                        _ => None,
                    };
                }
                Some(any)
            }
        }
    }

    fn sure<'a>(&'a self, text: &TextExpr, among: Option<&'a Among>) -> Option<(LookUp<'a>, Answer)> {
        let next = self.open.manifest.label.next;
        let only = among.map(|among| Only::new(among, next, |number| id_of(&self.documents, number)));
        let look_up = LookUp::new(&self.open).among(only);
        let answer = look_up.ask(text, self.open.manifest.label.languages.iter().map(String::as_str)).ok()?;
        answer.sure.then_some((look_up, answer))
    }

    /// The index as something to ask for words, over a part of the project: only the documents of this part are there.
    pub fn over<'a>(&'a self, part: &'a Project) -> impl WordSearch + 'a {
        Over { glimpse: self, part }
    }
}

/// An index that holds exactly the texts of a project, over a part of that.
struct Over<'a> {
    glimpse: &'a Glimpse,
    part: &'a Project,
}

impl WordSearch for Over<'_> {
    fn turns(&self, text: &TextExpr, among: Option<&Among>) -> Outcome<Vec<Found>> {
        let unsure = || Fault::bug("the index alone cannot answer this");
        // The documents that other conditions leave are of the part.
        let mut all = Among::default();
        self.part.documents.keys().for_each(|id| all.put(*id));
        let among = among.unwrap_or(&all);
        let (look_up, answer) = self.glimpse.sure(text, Some(among)).ok_or_else(unsure)?;
        let all = look_up.all(&answer).map_err(|_| unsure())?;
        let document = |number| id_of(&self.glimpse.documents, number);
        let found = all.into_iter().filter_map(|both| turn_of(both, document));
        let mut turns: Vec<Found> = found.filter(|turn| among.admits(turn.document, turn.span)).collect();
        turns.sort_unstable();
        Ok(turns)
    }
}
