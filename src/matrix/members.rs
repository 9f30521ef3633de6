use super::Measure;
use super::cell::{Filling, Made, counted, nothing, plain, undefined};
use super::cross::{coded, placed};
use super::figures::{Contingency, Summary};
use super::ground::{Ground, Mark, touches};
use super::line::{Line, Set};
use super::table::{Cell, State};
use super::tally::ByCode;
use crate::case::{Value, natural};
use crate::fault::Outcome;
use crate::id::{AttributeId, CaseId, CodeId, IdSet};
use crate::query::WHOLE;
use crate::text::Span;

/// Which cases rows and columns stand for: `rows[r][n]` says it of the case with number n. The case is the unit of every test: what one case says ten times
/// is one observation.
pub(super) struct Members {
    /// In the project's order.
    pub(super) cases: Vec<CaseId>,
    /// Cases of which anybody has coded anything. Nothing can be said of the others.
    pub(super) coded: Vec<bool>,
    pub(super) rows: Vec<Vec<bool>>,
    pub(super) columns: Vec<Vec<bool>>,
}

impl Members {
    pub(super) fn new(ground: &Ground<'_>, rows: &[Line], columns: &[Line]) -> Outcome<Self> {
        let cases = ground.company()?.cases.clone();
        // One line more, for codings of whatever code.
        let every = Line { set: Set::Codes(codes_of(ground)), ..Line::of_values(String::new()) };
        let coded = members(ground, &[every])?.pop().unwrap_or_default();
        Ok(Self { cases, coded, rows: members(ground, rows)?, columns: members(ground, columns)? })
    }

    /// Cases that are in all of some lists.
    fn in_all<'l>(&self, lists: &'l [&'l [bool]]) -> impl Iterator<Item = usize> + use<'l> {
        let n = self.cases.len();
        (0..n).filter(move |n| lists.iter().all(|list| list[*n]))
    }

    /// How many cases are in all of some lists.
    pub(super) fn count(&self, lists: &[&[bool]]) -> f64 {
        self.in_all(lists).count() as f64
    }

    /// The coded cases over which a row or column parts: those of all lines that are made of cases, or else all.
    pub(super) fn universe<'m>(&self, lines: impl Iterator<Item = (&'m Line, &'m Vec<bool>)>) -> Vec<bool> {
        let parting: Vec<&Vec<bool>> = lines.filter(|(line, _)| line.cases.is_some()).map(|(_, list)| list).collect();
        let inside = |n: usize| parting.is_empty() || parting.iter().any(|list| list[n]);
        (0..self.cases.len()).map(|n| self.coded[n] && inside(n)).collect()
    }
}

fn codes_of(ground: &Ground<'_>) -> IdSet<CodeId> {
    ground.world.project.codings.briefs().codes().iter().copied().collect()
}

fn members(ground: &Ground<'_>, lines: &[Line]) -> Outcome<Vec<Vec<bool>>> {
    let company = ground.company()?;
    let mut out = vec![vec![false; company.cases.len()]; lines.len()];
    let by_code = ByCode::new(ground, lines);
    let by_coder = lines.iter().any(|l| matches!(l.set, Set::Coder(_)));
    for document in 0..ground.documents.len() as u32 {
        let parts = &company.parts[document as usize];
        for brief in ground.briefs(document) {
            let here = by_code.of(brief.code);
            let span = Span { start: brief.start, end: brief.end };
            for (case, spans) in parts.iter().filter(|_| !here.is_empty()) {
                if spans[..] == [WHOLE] || touches(spans, span) {
                    here.iter().for_each(|line| out[*line as usize][*case as usize] = true);
                }
            }
        }
        for n in ground.codings_of(document).filter(|_| by_coder) {
            let coding = ground.codings()[n];
            for (line, list) in lines.iter().zip(&mut out).filter(|(l, _)| l.set == Set::Coder(coding.coder)) {
                let own = parts.iter().filter(|(_, spans)| line.cases.is_none() && touches(spans, coding.span));
                own.for_each(|(case, _)| list[*case as usize] = true);
            }
        }
    }
    for (line, list) in lines.iter().zip(&mut out) {
        if let Some(own) = &line.cases {
            let has = |case: &CaseId| company.cases.binary_search(case).ok();
            own.iter().filter_map(has).for_each(|n| list[n] = true);
            continue;
        }
        match &line.set {
            Set::Places(places) => {
                for (document, spans) in places {
                    for (case, parts) in &company.parts[*document as usize] {
                        list[*case as usize] |= !super::ground::shared(parts, spans).is_empty();
                    }
                }
            }
            Set::Passages(passages) => {
                for (document, span) in passages {
                    for (case, parts) in &company.parts[*document as usize] {
                        list[*case as usize] |= touches(parts, *span);
                    }
                }
            }
            Set::Codes(_) | Set::Coder(_) | Set::Nothing => {}
        }
    }
    Ok(out)
}

/// What a cell that is about cases is made from.
pub(super) struct Crossing<'c, 'a> {
    pub(super) ground: &'c Ground<'a>,
    pub(super) members: &'c Members,
    /// Row and column with their cases.
    pub(super) row: (&'c Line, &'c [bool]),
    pub(super) column: (&'c Line, &'c [bool]),
    /// The cases over which the table parts.
    pub(super) universe: &'c [bool],
}

impl Crossing<'_, '_> {
    /// The cell of a measure of cases.
    pub(super) fn cell(&self, filling: &Filling<'_>, marks: &[Mark]) -> Made {
        let made = |cell: Cell| Made { cell, marks: marks.to_vec(), warning: None };
        let (row, column) = (self.row.1, self.column.1);
        match filling.measure {
            Measure::Names => {
                let project = self.ground.world.project;
                let both = [row, column];
                let name = |n: usize| Some(project.cases.get(&self.members.cases[n])?.name.as_str());
                let mut names: Vec<&str> = self.members.in_all(&both).filter_map(name).collect();
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
        let count = |lists: &[&[bool]]| self.members.count(lists);
        let (n, r, c, both) = (count(&[all]), count(&[all, row]), count(&[all, column]), count(&[all, row, column]));
        Contingency::new(vec![vec![both, r - both], vec![c - both, n - r - c + both]])
    }
}

/// The cell of a summary of an attribute over the cases of a row.
pub(super) fn summary(
    ground: &Ground<'_>,
    members: &Members,
    row: &[bool],
    attribute: AttributeId,
    filling: &Filling<'_>,
) -> Made {
    let project = ground.world.project;
    let value = |n: usize| match project.cases.get(&members.cases[n])?.values.get(&attribute)? {
        Value::Number(number) => Some(*number),
        _ => None,
    };
    let numbers = Summary::of(members.in_all(&[row]).filter_map(value).collect());
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
    let (by_place, by_coding, of_code) = (placed(ground, lines), coded(ground, lines), coded(ground, codes));
    for n in 0..ground.codings().len() {
        for line in by_place.of(n).iter().chain(by_coding.of(n)) {
            of_code.of(n).iter().for_each(|code| out[*line as usize][*code as usize] += 1.0);
        }
    }
    out
}
