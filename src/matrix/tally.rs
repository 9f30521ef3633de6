use super::ground::{Ground, touches};
use super::line::{Line, Set};
use super::often::{Often, Places};
use crate::coding::{Briefs, Sheet};
use crate::id::{CodeId, IdMap, IdSet};
use crate::query::WHOLE;
use crate::text::{Span, joined};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Which lines the codings of each code belong to, by the code's number among the briefs.
pub(super) struct ByCode {
    from: Vec<u32>,
    lines: Vec<u32>,
}

impl ByCode {
    pub(super) fn new<'l>(ground: &Ground<'_>, lines: impl IntoIterator<Item = &'l Line>) -> Self {
        let mut by_code: IdMap<CodeId, Vec<u32>> = IdMap::default();
        for (n, line) in (0..).zip(lines) {
            if let Set::Codes(codes) = &line.set {
                codes.iter().for_each(|code| by_code.entry(*code).or_default().push(n));
            }
        }
        let mut out = Self { from: vec![0], lines: Vec::new() };
        for code in ground.world.project.codings.briefs().codes() {
            out.lines.extend(by_code.get(code).into_iter().flatten());
            out.from.push(out.lines.len() as u32);
        }
        out
    }

    /// Whether any coding belongs to any line.
    pub(super) fn any(&self) -> bool {
        !self.lines.is_empty()
    }

    /// The lines of a code.
    pub(super) fn of(&self, code: u32) -> &[u32] {
        let at = code as usize;
        &self.lines[self.from[at] as usize..self.from[at + 1] as usize]
    }
}

/// How many codings lie in each cell, and which rows and columns have any coding at all: what [`super::cross::cross`] would list, only counted.
pub(super) struct Tally {
    /// Row by row.
    pub(super) counts: Vec<u32>,
    pub(super) rows_coded: Vec<bool>,
    pub(super) columns_coded: Vec<bool>,
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Each {
    /// Every coding.
    Coding,
    /// Every place, however many codings it has.
    Passage,
}

fn all_places(lines: &[Line]) -> bool {
    lines.iter().all(|l| matches!(l.set, Set::Places(_) | Set::Nothing))
}

fn all_codes(lines: &[Line]) -> bool {
    lines.iter().all(|l| matches!(l.set, Set::Codes(_) | Set::Nothing))
}

/// Whether rows are parts of documents and columns codes, or the other way round: then the evidence of several cells together is that of one cell whose row and
/// column hold what theirs do, so that totals and percentages can be counted too.
pub(super) fn adds_up(rows: &[Line], columns: &[Line]) -> bool {
    all_places(rows) && all_codes(columns) || all_codes(rows) && all_places(columns)
}

/// A line that holds what several hold together: all codes, or all places.
pub(super) fn union<'l>(lines: impl Iterator<Item = &'l Line>) -> Line {
    let (mut codes, mut places): (IdSet<CodeId>, BTreeMap<u32, Vec<Span>>) = Default::default();
    for line in lines {
        match &line.set {
            Set::Codes(more) => codes.extend(more.iter().copied()),
            Set::Places(more) => {
                for (document, spans) in more.iter() {
                    places.entry(*document).or_default().extend(spans);
                }
            }
            _ => {}
        }
    }
    places.values_mut().for_each(|spans| *spans = joined(std::mem::take(spans)));
    let set = match (codes.is_empty(), places.is_empty()) {
        (true, true) => Set::Nothing,
        (false, _) => Set::Codes(codes),
        _ => Set::Places(places.into()),
    };
    Line { set, ..Line::of_values(String::new()) }
}

/// Counts the cells of tables whose rows are parts of documents and whose columns are codes, the other way round, or codes by codes; `None` for others. Parts
/// that are whole documents take what is kept of each document and code, codes by codes what is kept of each two codes; only parts of documents, and the
/// places of passages, go through codings. Rows are shared among the processors.
pub(super) fn tally(ground: &Ground<'_>, rows: &[Line], columns: &[Line], each: Each) -> Option<Tally> {
    let any = ground.has_codings();
    if all_places(rows) && all_codes(columns) {
        let (counts, rows_coded) = of_places(ground, rows, columns, each);
        return Some(Tally { counts, rows_coded, columns_coded: vec![any; columns.len()] });
    }
    if all_codes(rows) && all_places(columns) {
        let (turned, columns_coded) = of_places(ground, columns, rows, each);
        let mut counts = vec![0; turned.len()];
        for (c, column) in turned.chunks(rows.len().max(1)).enumerate() {
            column.iter().enumerate().for_each(|(r, n)| counts[r * columns.len() + c] = *n);
        }
        return Some(Tally { counts, rows_coded: vec![any; rows.len()], columns_coded });
    }
    if all_codes(rows) && all_codes(columns) && each == Each::Coding {
        let counts = of_kept(ground, rows, columns).unwrap_or_else(|| of_codes(ground, rows, columns));
        return Some(Tally { counts, rows_coded: vec![any; rows.len()], columns_coded: vec![any; columns.len()] });
    }
    None
}

fn of_places(ground: &Ground<'_>, places: &[Line], codes: &[Line], each: Each) -> (Vec<u32>, Vec<bool>) {
    if each == Each::Passage {
        return passages_of_places(ground, places, codes);
    }
    let by_code = ByCode::new(ground, codes);
    let kept = ground.kept.and_then(|kept| {
        kept.often(ground, Places::Lines(places), |often| from_often(often, &by_code, (places.len(), codes.len())))
    });
    if let Some(counted) = kept {
        return counted;
    }
    let briefs = ground.world.project.codings.briefs();
    let sheets = ground.sheets();
    let width = codes.len();
    let mut counts = vec![0u32; places.len() * width];
    // How often each code occurs in the place, before it is known to which columns the code belongs.
    let empty = || vec![0u32; briefs.codes().len()];
    let count = |often: &mut Vec<u32>, line: &Line, cells: &mut [u32]| {
        let Set::Places(places) = &line.set else { return false };
        for (document, spans) in places.iter() {
            let Some(sheet) = sheets.at(*document as usize) else { continue };
            if spans[..] == [WHOLE] {
                sheet.tally().iter().for_each(|(code, n)| often[*code as usize] += n);
            } else {
                let inside = |b: &&crate::coding::Brief| touches(spans, Span { start: b.start, end: b.end });
                sheet.list().iter().filter(inside).for_each(|brief| often[brief.code as usize] += 1);
            }
        }
        let mut coded = false;
        for (code, n) in (0..).zip(often.iter_mut()).filter(|(_, n)| **n > 0) {
            coded = true;
            by_code.of(code).iter().for_each(|column| cells[*column as usize] += *n);
            *n = 0;
        }
        coded
    };
    let coded = if width == 0 {
        places.par_iter().map_init(empty, |often, line| count(often, line, &mut [])).collect()
    } else {
        let each = places.par_iter().zip(counts.par_chunks_mut(width));
        each.map_init(empty, |often, (line, cells)| count(often, line, cells)).collect()
    };
    (counts, coded)
}

/// The same from what is kept of places and codes.
fn from_often(often: &Often, by_code: &ByCode, (places, width): (usize, usize)) -> (Vec<u32>, Vec<bool>) {
    let mut counts = vec![0u32; places * width];
    let count = |place: usize, cells: &mut [u32]| {
        let mut coded = false;
        for (code, n) in (0..).zip(often.at(place)).filter(|(_, n)| **n > 0) {
            coded = true;
            by_code.of(code).iter().for_each(|column| cells[*column as usize] += *n);
        }
        coded
    };
    let coded = if width == 0 {
        (0..places).map(|place| count(place, &mut [])).collect()
    } else {
        let each = counts.par_chunks_mut(width).enumerate();
        each.with_min_len(16).map(|(place, cells)| count(place, cells)).collect()
    };
    (counts, coded)
}

/// The same, every place once: codings stand in order of their places, so that those of one place follow one another.
fn passages_of_places(ground: &Ground<'_>, places: &[Line], codes: &[Line]) -> (Vec<u32>, Vec<bool>) {
    let by_code = ByCode::new(ground, codes);
    let (width, sheets) = (codes.len(), ground.sheets());
    let mut counts = vec![0u32; places.len() * width];
    // For each column where its last passage was.
    let nowhere = || vec![(u32::MAX, 0, 0); width];
    let count = |last: &mut Vec<(u32, u32, u32)>, line: &Line, cells: &mut [u32]| {
        let Set::Places(places) = &line.set else { return false };
        let mut coded = false;
        last.fill((u32::MAX, 0, 0));
        for (document, spans) in places.iter() {
            let whole = spans[..] == [WHOLE];
            for brief in sheets.at(*document as usize).map_or(&[][..], Sheet::list) {
                if !whole && !touches(spans, Span { start: brief.start, end: brief.end }) {
                    continue;
                }
                coded = true;
                let place = (*document, brief.start, brief.end);
                for column in by_code.of(brief.code).iter().map(|column| *column as usize) {
                    cells[column] += u32::from(last[column] != place);
                    last[column] = place;
                }
            }
        }
        coded
    };
    let coded = if width == 0 {
        places.par_iter().map_init(nowhere, |last, line| count(last, line, &mut [])).collect()
    } else {
        let each = places.par_iter().zip(counts.par_chunks_mut(width));
        each.map_init(nowhere, |last, (line, cells)| count(last, line, cells)).collect()
    };
    (counts, coded)
}

/// Codings that belong to row and column, and pairs of one that belongs only to the row and one that belongs only to the column and that share text, from what
/// is kept of codes and pairs of codes; `None` where there are too many codes to keep it.
fn of_kept(ground: &Ground<'_>, rows: &[Line], columns: &[Line]) -> Option<Vec<u32>> {
    let briefs: &Briefs = ground.world.project.codings.briefs();
    let meetings = briefs.meetings()?;
    let numbers = |line: &Line| -> Vec<u32> {
        let Set::Codes(codes) = &line.set else { return Vec::new() };
        let mut numbers: Vec<u32> = codes.iter().filter_map(|code| briefs.number(*code)).collect();
        numbers.sort_unstable();
        numbers
    };
    let rows: Vec<Vec<u32>> = rows.iter().map(numbers).collect();
    let columns: Vec<Vec<u32>> = columns.iter().map(numbers).collect();
    let without = |of: &[u32], other: &[u32]| -> Vec<u32> {
        of.iter().copied().filter(|code| other.binary_search(code).is_err()).collect()
    };
    let cell = |row: &[u32], column: &[u32]| -> u32 {
        if let ([one], [other]) = (row, column) {
            return if one == other { briefs.total(*one) } else { meetings.between(*one, *other) };
        }
        let itself = row.iter().filter(|code| column.binary_search(code).is_ok()).map(|code| briefs.total(*code));
        let (first, second) = (without(row, column), without(column, row));
        let met = first.iter().flat_map(|a| second.iter().map(|b| meetings.between(*a, *b)));
        itself.sum::<u32>() + met.sum::<u32>()
    };
    let line = |row: &Vec<u32>| columns.iter().map(|column| cell(row, column)).collect::<Vec<u32>>();
    Some(rows.par_iter().flat_map_iter(line).collect())
}

/// The same from the codings.
fn of_codes(ground: &Ground<'_>, rows: &[Line], columns: &[Line]) -> Vec<u32> {
    let (in_rows, in_columns) = (ByCode::new(ground, rows), ByCode::new(ground, columns));
    let briefs = ground.world.project.codings.briefs();
    let width = columns.len();
    let documents = &ground.ids;
    let count = |mut cells: Vec<u32>, documents: &[crate::id::DocumentId]| {
        for document in documents {
            let here = briefs.of(*document);
            for (n, first) in here.iter().enumerate() {
                for row in in_rows.of(first.code) {
                    let cells = &mut cells[*row as usize * width..(*row as usize + 1) * width];
                    in_columns.of(first.code).iter().for_each(|column| cells[*column as usize] += 1);
                }
                // They stand in order of their start: the rest begins behind this one's end.
                for second in here[n + 1..].iter().take_while(|second| second.start < first.end) {
                    for (a, b) in [(first.code, second.code), (second.code, first.code)] {
                        met(&mut cells, width, (in_rows.of(a), in_rows.of(b)), (in_columns.of(a), in_columns.of(b)));
                    }
                }
            }
        }
        cells
    };
    let add = |mut sum: Vec<u32>, more: Vec<u32>| {
        sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        sum
    };
    let empty = || vec![0u32; rows.len() * width];
    let share = documents.len().div_ceil(rayon::current_num_threads()).max(1);
    documents.par_chunks(share).map(|part| count(empty(), part)).reduce(empty, add)
}

/// Counts what coding `a` on the row's side shares with coding `b` on the column's side: the lines of each, `a` before `b`.
fn met(cells: &mut [u32], width: usize, rows: (&[u32], &[u32]), columns: (&[u32], &[u32])) {
    for row in rows.0.iter().filter(|row| !rows.1.contains(row)) {
        for column in columns.1.iter().filter(|column| !columns.0.contains(column)) {
            cells[*row as usize * width + *column as usize] += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::tests::with_ground;
    use crate::query::sample::Sample;

    #[test]
    fn what_is_kept_of_pairs_of_codes_counts_as_the_codings_do() {
        let mut sample = Sample::default();
        for code in ["a", "a/x", "a/y", "b"] {
            sample.code(code);
        }
        for n in 0..3 {
            let text = "one two three four five six seven eight nine ten";
            let document = sample.document(&format!("d{n}"), "en", &[text]);
            for (k, code) in ["a", "a/x", "a/y", "b", "a/x", "b"].iter().enumerate() {
                let start = (k * 5 + n * 3) % 30;
                sample.coding_at(document, Span::new(start, start + 9), code, ["ada", "ben"][k % 2]);
            }
        }
        with_ground(&sample, |ground| {
            let book = &sample.project.codebook;
            let mut lines: Vec<Line> =
                book.tree().iter().map(|(_, code)| Line::code(ground, code.id, code.name.clone())).collect();
            let above = book.find("a").expect("it is there").id;
            lines.push(Line::code_itself(ground, above, "(itself)".to_owned()));
            let kept = of_kept(ground, &lines, &lines).expect("there are few codes");
            assert_eq!(kept, of_codes(ground, &lines, &lines));
            assert!(kept.iter().filter(|n| **n > 0).count() > 12, "they do meet: {kept:?}");
        });
    }
}
