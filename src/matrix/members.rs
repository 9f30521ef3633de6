use super::Measure;
use super::bits::Bits;
use super::cell::{Filling, Made, counted, nothing, plain, undefined};
use super::cross::Lines;
use super::figures::{Contingency, Summary};
use super::ground::{Company, Ground, Mark, shared, touches};
use super::line::{Line, Set};
use super::often::Places;
use super::table::{Cell, State};
use super::tally::ByCode;
use crate::case::{Value, natural};
use crate::coding::Brief;
use crate::fault::Outcome;
use crate::id::{AttributeId, CaseId};
use crate::query::WHOLE;
use crate::text::Span;
use rayon::prelude::*;

/// Which cases rows and columns stand for, by the number of the case. The case is the unit of every test: what one case says ten times is one observation.
pub(super) struct Members {
    /// In the project's order.
    pub(super) cases: Vec<CaseId>,
    /// Cases of which anybody has coded anything. Nothing can be said of the others.
    pub(super) coded: Bits,
    pub(super) rows: Vec<Bits>,
    pub(super) columns: Vec<Bits>,
}

impl Members {
    pub(super) fn new(ground: &Ground<'_>, rows: &[Line], columns: &[Line]) -> Outcome<Self> {
        let company = ground.company()?;
        let lines: Vec<&Line> = rows.iter().chain(columns).collect();
        let mut all = vec![Bits::none(company.cases.len()); lines.len()];
        let mut coded = Bits::none(company.cases.len());
        by_codings(ground, company, &lines, &mut all, &mut coded);
        for (line, bits) in lines.iter().zip(&mut all) {
            by_place(company, line, bits);
        }
        let columns = all.split_off(rows.len());
        Ok(Self { cases: company.cases.clone(), coded, rows: all, columns })
    }

    /// How many cases are in all of some sets.
    pub(super) fn count(&self, sets: &[&Bits]) -> f64 {
        Bits::common(sets) as f64
    }

    /// The coded cases over which a row or column parts: those of all lines that are made of cases, or else all.
    pub(super) fn universe<'m>(&self, lines: impl Iterator<Item = (&'m Line, &'m Bits)>) -> Bits {
        let mut parting = lines.filter(|(line, _)| line.cases.is_some()).map(|(_, bits)| bits);
        let Some(first) = parting.next() else { return self.coded.clone() };
        let mut inside = first.clone();
        parting.for_each(|bits| inside.add(bits));
        self.coded.and(&inside)
    }
}

/// The cases of which something is coded, in all and for every line of codes or of a coder.
fn by_codings(ground: &Ground<'_>, company: &Company, lines: &[&Line], all: &mut [Bits], coded: &mut Bits) {
    let by_code = ByCode::new(ground, lines.iter().copied());
    let by_coder = lines.iter().any(|l| matches!(l.set, Set::Coder(_)) && l.cases.is_none());
    let known = ground.kept.and_then(|kept| {
        kept.often(ground, Places::Cases(company), |often| {
            coded.add(often.coded());
            for code in 0..ground.world.project.codings.briefs().codes().len() as u32 {
                let Some(cases) = often.places(code) else { continue };
                by_code.of(code).iter().for_each(|line| all[*line as usize].add(cases));
            }
        })
    });
    if known.is_none() {
        by_sheets(ground, company, &by_code, all, coded);
    }
    if !by_coder {
        return;
    }
    for (document, parts) in (0..).zip(&company.parts) {
        for coding in ground.codings_of(document).1 {
            for (line, bits) in lines.iter().zip(&mut *all) {
                if line.set == Set::Coder(coding.coder) {
                    let own = parts.iter().filter(|(_, spans)| touches(spans, coding.span));
                    own.for_each(|(case, _)| bits.insert(*case as usize));
                }
            }
        }
    }
}

/// The cases of which something is coded, and for every line of codes, from the codings of all documents.
fn by_sheets(ground: &Ground<'_>, company: &Company, by_code: &ByCode, all: &mut [Bits], coded: &mut Bits) {
    let sheets = ground.sheets();
    let look = |document: usize, has: &mut dyn FnMut(u32, usize)| {
        let Some(sheet) = sheets.at(document) else { return };
        for (case, spans) in &company.parts[document] {
            if spans[..] == [WHOLE] {
                sheet.tally().iter().for_each(|(code, _)| has(*code, *case as usize));
            } else {
                let inside = |b: &&Brief| touches(spans, Span { start: b.start, end: b.end });
                sheet.list().iter().filter(inside).for_each(|brief| has(brief.code, *case as usize));
            }
        }
    };
    in_pieces(sheets.len(), (company.cases.len(), all, coded), look, by_code);
}

/// Looks through things that are counted from 0, each of which tells of codes that cases have. They are shared among the processors, each with bits of its own.
fn in_pieces(
    things: usize,
    (cases, all, coded): (usize, &mut [Bits], &mut Bits),
    look: impl Fn(usize, &mut dyn FnMut(u32, usize)) + Sync,
    by_code: &ByCode,
) {
    let width = all.len();
    let piece = |things: std::ops::Range<usize>| {
        let (mut all, mut coded) = (vec![Bits::none(cases); width], Bits::none(cases));
        let mut has = |code: u32, case: usize| {
            coded.insert(case);
            by_code.of(code).iter().for_each(|line| all[*line as usize].insert(case));
        };
        things.for_each(|thing| look(thing, &mut has));
        (all, coded)
    };
    let share = things.div_ceil(rayon::current_num_threads()).max(1);
    let pieces: Vec<_> = (0..things).step_by(share).map(|from| from..(from + share).min(things)).collect();
    let found: Vec<(Vec<Bits>, Bits)> = pieces.into_par_iter().map(piece).collect();
    for (some, some_coded) in &found {
        all.iter_mut().zip(some).for_each(|(bits, more)| bits.add(more));
        coded.add(some_coded);
    }
}

/// The cases that a line is made of, or to which its places or passages belong.
fn by_place(company: &Company, line: &Line, bits: &mut Bits) {
    if let Some(own) = &line.cases {
        *bits = Bits::none(company.cases.len());
        own.iter().filter_map(|case| company.cases.binary_search(case).ok()).for_each(|n| bits.insert(n));
        return;
    }
    match &line.set {
        Set::Places(places) => {
            for (document, spans) in places.iter() {
                for (case, parts) in &company.parts[*document as usize] {
                    if !shared(parts, spans).is_empty() {
                        bits.insert(*case as usize);
                    }
                }
            }
        }
        Set::Passages(passages) => {
            for (document, span) in passages {
                for (case, parts) in &company.parts[*document as usize] {
                    if touches(parts, *span) {
                        bits.insert(*case as usize);
                    }
                }
            }
        }
        Set::Codes(_) | Set::Coder(_) | Set::Nothing => {}
    }
}

/// What a cell that is about cases is made from.
pub(super) struct Crossing<'c, 'a> {
    pub(super) ground: &'c Ground<'a>,
    pub(super) members: &'c Members,
    /// Row and column with their cases.
    pub(super) row: (&'c Line, &'c Bits),
    pub(super) column: (&'c Line, &'c Bits),
    /// The cases over which the table parts.
    pub(super) universe: &'c Bits,
}

impl Crossing<'_, '_> {
    /// The cell of a measure of cases.
    pub(super) fn cell(&self, filling: &Filling<'_>, marks: &[Mark]) -> Made {
        let made = |cell: Cell| Made { cell, marks: marks.to_vec(), warning: None };
        let (row, column) = (self.row.1, self.column.1);
        match filling.measure {
            Measure::Names => {
                let project = self.ground.world.project;
                let name = |n: usize| Some(project.cases.get(&self.members.cases[n])?.name.as_str());
                let mut names: Vec<&str> = row.and(column).numbers().filter_map(name).collect();
                names.sort_by(|a, b| natural(a, b));
                if names.is_empty() { made(nothing(filling)) } else { made(plain(names.join(", "), State::Value)) }
            }
            Measure::Share => {
                let of = if self.column.0.cases.is_some() { column } else { row };
                let all = self.members.count(&[of, &self.members.coded]);
                let both = self.members.count(&[row, column, &self.members.coded]);
                if all == 0.0 {
                    return undefined("none of its cases has been coded");
                }
                let state = if both == 0.0 { State::None } else { State::Count };
                made(Cell { number: Some(both), ..plain(format!("{both} of {all}"), state) })
            }
            measure => {
                let table = self.table();
                let found = match measure {
                    Measure::Expected => table.expected(0, 0),
                    Measure::Residual => table.residual(0, 0),
                    _ => table.adjusted(0, 0),
                };
                match found {
                    Some(number) => made(counted(filling, number)),
                    None => undefined("no coded case to compare, or all or none of them are in the row or column"),
                }
            }
        }
    }

    /// Cases in the row or not, by cases in the column or not.
    fn table(&self) -> Contingency {
        let (row, column, all) = (self.row.1, self.column.1, self.universe);
        let count = |sets: &[&Bits]| self.members.count(sets);
        let (n, r, c, both) = (count(&[all]), count(&[all, row]), count(&[all, column]), count(&[all, row, column]));
        Contingency::new(vec![vec![both, r - both], vec![c - both, n - r - c + both]])
    }
}

/// The cell of a summary of an attribute over the cases of a row.
pub(super) fn summary(
    ground: &Ground<'_>,
    members: &Members,
    row: &Bits,
    attribute: AttributeId,
    filling: &Filling<'_>,
) -> Made {
    let project = ground.world.project;
    let value = |n: usize| match project.cases.get(&members.cases[n])?.values.get(&attribute)? {
        Value::Number(number) => Some(*number),
        _ => None,
    };
    let numbers = Summary::of(row.numbers().filter_map(value).collect());
    let made = |cell: Cell| Made { cell, marks: Vec::new(), warning: None };
    let whole = |number: f64| match filling.style.decimals {
        Some(_) => counted(filling, number),
        // The attribute's own numbers are shown as they were given.
        None => Cell { number: Some(number), ..plain(number.to_string(), State::Count) },
    };
    if numbers.n() == 0 && filling.measure != Measure::N {
        return made(plain(filling.style.empty.clone().unwrap_or_default(), State::None));
    }
    match filling.measure {
        Measure::N => made(whole(numbers.n() as f64)),
        Measure::Mean => numbers.mean().map_or_else(|| undefined("no number"), |n| made(counted(filling, n))),
        Measure::Median => numbers.median().map_or_else(|| undefined("no number"), |n| made(whole(n))),
        Measure::Min => numbers.min().map_or_else(|| undefined("no number"), |n| made(whole(n))),
        Measure::Max => numbers.max().map_or_else(|| undefined("no number"), |n| made(whole(n))),
        Measure::Sd => numbers.sd().map_or_else(|| undefined("fewer than two numbers"), |n| made(counted(filling, n))),
        _ => {
            let (low, high) = (numbers.min().unwrap_or_default(), numbers.max().unwrap_or_default());
            made(plain(if low == high { low.to_string() } else { format!("{low}…{high}") }, State::Value))
        }
    }
}

/// How often each line has each of some codes: codings of the code in the line's part of the documents.
pub(super) fn profiles(ground: &Ground<'_>, lines: &[Line], codes: &[Line]) -> Vec<Vec<f64>> {
    let mut out = vec![vec![0.0; codes.len()]; lines.len()];
    let (in_lines, in_codes) = (Lines::new(ground, lines), Lines::new(ground, codes));
    let [mut at, mut of, mut codes]: [Vec<u32>; 3] = Default::default();
    for document in 0..ground.documents.len() as u32 {
        let first = ground.first_of(document);
        for (n, brief) in (first..).zip(ground.briefs(document)) {
            let coder = || ground.coding(n).map(|coding| coding.coder);
            in_lines.of_place(document, Span { start: brief.start, end: brief.end }, &mut at);
            in_lines.of_coding(brief.code, coder, &mut of);
            in_codes.of_coding(brief.code, coder, &mut codes);
            for line in at.iter().chain(&of) {
                codes.iter().for_each(|code| out[*line as usize][*code as usize] += 1.0);
            }
        }
    }
    out
}
