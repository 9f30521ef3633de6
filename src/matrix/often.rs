//! How often each code occurs in each of some places, kept while nothing but codings is altered: then only the documents in which something came or went are
//! counted again, and a table of a study with a million codings follows a coding within a frame of the screen.

use super::bits::Bits;
use super::ground::{Company, Ground, touches};
use super::line::{Line, Set};
use crate::coding::{Moment, Sheet};
use crate::query::WHOLE;
use crate::text::Span;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// At most so many counts are kept for one set of places: 16 MB.
const MOST: usize = 4_000_000;
/// Sets of places of which counts are kept.
const SETS: usize = 3;

/// Places that are counted in.
#[derive(Clone, Copy)]
pub(super) enum Places<'p> {
    /// Of lines; lines that hold something else have nothing.
    Lines(&'p [Line]),
    /// The parts of documents that belong to each case.
    Cases(&'p Company),
}

/// Which places they are: the same ones as long as the lists of rows and columns are the same.
#[derive(PartialEq)]
enum Key {
    Lines(Vec<usize>),
    Cases,
}

/// What a line has of documents, by their number.
type Parts = Arc<BTreeMap<u32, Vec<Span>>>;

/// A part of a document.
type Piece<'p> = (u32, &'p [Span]);

impl<'p> Places<'p> {
    fn len(self) -> usize {
        match self {
            Self::Lines(lines) => lines.len(),
            Self::Cases(company) => company.cases.len(),
        }
    }

    fn key(self) -> Key {
        match self {
            Self::Lines(lines) => {
                Key::Lines(lines.iter().map(|l| held(l).map_or(0, |p| Arc::as_ptr(p) as usize)).collect())
            }
            Self::Cases(_) => Key::Cases,
        }
    }

    /// What keeps the addresses in a key from being given to others.
    fn holders(self) -> Vec<Parts> {
        match self {
            Self::Lines(lines) => lines.iter().filter_map(held).cloned().collect(),
            Self::Cases(_) => Vec::new(),
        }
    }

    /// For each place its documents, by number, and what of them.
    fn all(self) -> Vec<Vec<Piece<'p>>> {
        match self {
            Self::Lines(lines) => {
                let of = |line: &'p Line| held(line).into_iter().flat_map(|p| p.iter()).map(|(d, s)| (*d, &s[..]));
                lines.iter().map(|line| of(line).collect()).collect()
            }
            Self::Cases(company) => {
                let mut all = vec![Vec::new(); company.cases.len()];
                for (document, parts) in (0..).zip(&company.parts) {
                    parts.iter().for_each(|(case, spans)| all[*case as usize].push((document, &spans[..])));
                }
                all
            }
        }
    }

    /// The places that have a part of a document, with the part.
    fn with(self, document: u32) -> Vec<(usize, &'p [Span])> {
        match self {
            Self::Lines(lines) => {
                let part = |(n, line): (usize, &'p Line)| Some((n, &held(line)?.get(&document)?[..]));
                lines.iter().enumerate().filter_map(part).collect()
            }
            Self::Cases(company) => {
                company.parts[document as usize].iter().map(|(case, spans)| (*case as usize, &spans[..])).collect()
            }
        }
    }
}

fn held(line: &Line) -> Option<&Parts> {
    match &line.set {
        Set::Places(places) => Some(places),
        _ => None,
    }
}

/// Counts that are kept.
#[derive(Default)]
pub(super) struct Tallies(Vec<(Key, Vec<Parts>, Often)>);

impl Tallies {
    /// How often each code occurs in each place now; `None` where there would be too much to keep.
    pub(super) fn of(&mut self, ground: &Ground<'_>, places: Places<'_>) -> Option<&Often> {
        let codes = ground.world.project.codings.briefs().codes().len();
        if places.len().saturating_mul(codes) > MOST {
            return None;
        }
        let key = places.key();
        let known = self.0.iter().position(|(known, ..)| *known == key);
        let mut known = known.map(|at| self.0.remove(at));
        let followed = known.as_mut().is_some_and(|(.., often)| often.follow(ground, places, codes));
        let often =
            known.filter(|_| followed).unwrap_or_else(|| (key, places.holders(), Often::new(ground, places, codes)));
        self.0.truncate(SETS - 1);
        self.0.insert(0, often);
        self.0.first().map(|(.., often)| often)
    }
}

/// How often each code occurs in each of some places.
pub(super) struct Often {
    codes: usize,
    counts: Vec<u32>,
    /// For each code the places in which it occurs.
    places: Vec<Bits>,
    /// The places in which anything is coded.
    coded: Bits,
    /// When it was right.
    moment: Moment,
    /// What was counted of each document then.
    sheets: Vec<Option<Sheet>>,
}

impl Often {
    fn new(ground: &Ground<'_>, places: Places<'_>, codes: usize) -> Self {
        let (moment, sheets) = (ground.world.project.codings.now(), ground.sheets());
        let mut counts = vec![0; places.len() * codes];
        let count = |(cells, pieces): (&mut [u32], Vec<Piece<'_>>)| {
            for (document, spans) in pieces {
                if let Some(sheet) = sheets.at(document as usize) {
                    each(sheet, spans, |code, n| cells[code as usize] += n);
                }
            }
        };
        if codes > 0 {
            counts.par_chunks_mut(codes).zip(places.all()).for_each(count);
        }
        let (places, n) = (vec![Bits::none(places.len()); codes], places.len());
        let sheets = sheets.all().map(|sheet| sheet.cloned()).collect();
        let mut often = Self { codes, counts, places, coded: Bits::none(n), moment, sheets };
        (0..n).for_each(|place| often.mark(place));
        often
    }

    /// Notes which codes occur in a place.
    fn mark(&mut self, place: usize) {
        let here = &self.counts[place * self.codes..(place + 1) * self.codes];
        here.iter().zip(&mut self.places).for_each(|(n, places)| places.put(place, *n > 0));
        self.coded.put(place, here.iter().any(|n| *n > 0));
    }

    /// Takes in what came and went since; false when that is not known, or there are codes that nobody used before.
    fn follow(&mut self, ground: &Ground<'_>, places: Places<'_>, codes: usize) -> bool {
        let codings = &ground.world.project.codings;
        let Some(altered) = codings.altered_since(&self.moment).filter(|_| codes == self.codes) else { return false };
        for id in altered {
            let Ok(document) = ground.ids.binary_search(&id) else { return false };
            let now = codings.briefs().sheet(id).cloned();
            let before = std::mem::replace(&mut self.sheets[document], now);
            for (place, spans) in places.with(document as u32) {
                let cells = &mut self.counts[place * codes..(place + 1) * codes];
                before.iter().for_each(|sheet| each(sheet, spans, |code, n| cells[code as usize] -= n));
                self.sheets[document].iter().for_each(|sheet| each(sheet, spans, |code, n| cells[code as usize] += n));
                self.mark(place);
            }
        }
        self.moment = codings.now();
        true
    }

    /// The places in which a code occurs, by the code's number among the briefs.
    pub(super) fn places(&self, code: u32) -> Option<&Bits> {
        self.places.get(code as usize)
    }

    /// The places in which anything is coded.
    pub(super) fn coded(&self) -> &Bits {
        &self.coded
    }

    /// How often each code occurs in a place, by the code's number among the briefs.
    pub(super) fn at(&self, place: usize) -> &[u32] {
        &self.counts[place * self.codes..(place + 1) * self.codes]
    }
}

/// How often each code occurs in a part of a document.
fn each(sheet: &Sheet, spans: &[Span], mut act: impl FnMut(u32, u32)) {
    if spans[..] == [WHOLE] {
        return sheet.tally().iter().for_each(|(code, n)| act(*code, *n));
    }
    let inside = sheet.list().iter().filter(|b| touches(spans, Span { start: b.start, end: b.end }));
    inside.for_each(|brief| act(brief.code, 1));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Part;
    use crate::id::CodingId;
    use crate::matrix::cross::cross;
    use crate::matrix::ground::Mark;
    use crate::matrix::kept::Kept;
    use crate::matrix::members::Members;
    use crate::matrix::tally::{Each, tally};
    use crate::matrix::tests::with;
    use crate::query::sample::Sample;
    use proptest::prelude::*;

    const CODES: [&str; 4] = ["a", "a/x", "a/y", "b"];

    /// Three documents of four cases, one of which has only a part of one.
    fn study() -> (Sample, Vec<crate::id::DocumentId>) {
        let mut sample = Sample::default();
        CODES.iter().for_each(|code| {
            sample.code(code);
        });
        let text = "one two three four five six seven eight nine ten";
        let documents: Vec<_> = (0..3).map(|n| sample.document(&format!("d{n}"), "en", &[text])).collect();
        sample.case("all", &[], &documents.iter().map(|d| (*d, Part::Whole)).collect::<Vec<_>>());
        sample.case("one", &[], &[(documents[1], Part::Whole)]);
        let (span, points) = (Span::new(8, 23), crate::text::Points { start: 8, end: 23 });
        sample.case("some", &[], &[(documents[2], Part::Passage { span, points })]);
        sample.case("none", &[], &[]);
        (sample, documents)
    }

    proptest! {
        #[test]
        fn what_is_kept_follows_every_coding(
            steps in prop::collection::vec((0usize..3, 0usize..4, 0usize..40, prop::option::of(0usize..20)), 1..14),
        ) {
            let (mut sample, documents) = study();
            let kept = Kept::default();
            let mut made: Vec<CodingId> = Vec::new();
            let (mut lines, mut codes) = (Vec::new(), Vec::new());
            for (document, code, start, gone) in steps {
                match gone.filter(|n| *n < made.len()) {
                    Some(n) => {
                        sample.project.codings.remove(made.remove(n));
                    }
                    None => {
                        let span = Span::new(start, start + 7);
                        made.push(sample.coding_at(documents[document], span, CODES[code], "ada"));
                    }
                }
                with(&sample, |world| {
                    let (plain, keeping) = (Ground::new(world), Ground::keeping(world, &kept));
                    if codes.is_empty() {
                        let cases = world.project.cases.keys();
                        lines = cases.map(|id| Line::case(&plain, *id, String::new()).expect("a case")).collect();
                        let book = world.project.codebook.tree();
                        codes = book.iter().map(|(_, code)| Line::code(&plain, code.id, String::new())).collect();
                    }
                    let both = [&plain, &keeping].map(|ground| {
                        let tally = tally(ground, &lines, &codes, Each::Coding).expect("it can be counted");
                        let members = Members::new(ground, &codes, &lines).expect("cases");
                        let listed = |rows: &[Line], columns: &[Line]| -> Vec<Vec<Mark>> {
                            let grid = cross(ground, rows, columns, &|_| false).expect("they cross");
                            let of = |r: usize| (0..columns.len()).map(move |c| (r, c));
                            (0..rows.len()).flat_map(of).map(|(r, c)| grid.at(r, c).to_vec()).collect()
                        };
                        let marks = (listed(&codes, &lines), listed(&codes[1..2], &codes), listed(&lines[..1], &codes));
                        (marks, tally.counts, tally.rows_coded, members.coded, members.rows, members.columns)
                    });
                    prop_assert_eq!(&both[0], &both[1]);
                    Ok(())
                })?;
            }
        }
    }
}
