//! The laws of measures that need more than the evidence of their cell, over random small studies, judged by looking at every byte; and of the ways to see a
//! table: as numbers, through a window, turned.

use super::laws::{Bytes, CODES, LISTS, Naive, build, made, naive, plan};
use super::with;
use crate::case::Value;
use crate::id::DocumentId;
use crate::matrix::{Measure, Spec, State, Table, counts, outline, window};
use crate::memo::Axis;
use crate::query::sample::Sample;
use crate::text::Span;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The distinct passages of a code and what is under it.
fn passages(sample: &Sample, axis: &Axis) -> BTreeSet<(DocumentId, Span)> {
    let Naive::Codes(codes) = naive(sample, axis) else { panic!("a code") };
    let path = |c: &&crate::coding::Coding| codes.contains(&sample.project.codebook.path(c.code));
    sample.project.codings.iter().filter(path).map(|c| (c.document, c.span)).collect()
}

fn bytes(passages: &BTreeSet<(DocumentId, Span)>) -> Bytes {
    passages.iter().flat_map(|(d, s)| s.range().map(|b| (*d, b as u32))).collect()
}

/// Code points that begin at one of these bytes.
fn characters(sample: &Sample, bytes: &Bytes) -> f64 {
    bytes.iter().filter(|(d, b)| sample.texts[d].text.as_str().is_char_boundary(*b as usize)).count() as f64
}

/// For each case, in the project's order, its bytes.
fn cases(sample: &Sample) -> Vec<Bytes> {
    let of = |id: &crate::id::CaseId| match naive(sample, &Axis::Case(*id)) {
        Naive::Bytes(bytes) => bytes,
        _ => unreachable!("a case is a place"),
    };
    sample.project.cases.keys().map(of).collect()
}

fn has(case: &Bytes, bytes: &Bytes) -> bool {
    case.intersection(bytes).next().is_some()
}

fn ratio(both: f64, either: f64) -> Option<f64> {
    (either > 0.0).then(|| both / either)
}

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Co-occurrence of two codes by its definitions.
fn together(sample: &Sample, measure: Measure, row: &Axis, column: &Axis) -> Option<f64> {
    let (a, b) = (passages(sample, row), passages(sample, column));
    let (x, y) = (bytes(&a), bytes(&b));
    let touch = |p: &(DocumentId, Span), q: &(DocumentId, Span)| p.0 == q.0 && p.1.overlaps(q.1);
    let documents = |of: &BTreeSet<(DocumentId, Span)>| of.iter().map(|(d, _)| *d).collect::<BTreeSet<_>>();
    let (d, e) = (documents(&a), documents(&b));
    let with = |of: &Bytes| cases(sample).iter().map(|case| has(case, of)).collect::<Vec<bool>>();
    let (c, f) = (with(&x), with(&y));
    let count = |test: &dyn Fn(bool, bool) -> bool| c.iter().zip(&f).filter(|(a, b)| test(**a, **b)).count() as f64;
    let itself = row == column;
    Some(match measure {
        Measure::Pairs | Measure::Touching | Measure::Quotations if itself => a.len() as f64,
        Measure::Pairs => a.iter().map(|p| b.iter().filter(|q| touch(p, q)).count()).sum::<usize>() as f64,
        Measure::Touching => a.iter().filter(|p| b.iter().any(|q| touch(p, q))).count() as f64,
        Measure::Quotations => a.intersection(&b).count() as f64,
        Measure::Characters => characters(sample, &x.intersection(&y).copied().collect()),
        Measure::DocumentsWithBoth => d.intersection(&e).count() as f64,
        Measure::CasesWithBoth => count(&|a, b| a && b),
        Measure::CCoefficient => ratio(a.intersection(&b).count() as f64, a.union(&b).count() as f64)?,
        Measure::Jaccard => {
            let both: Bytes = x.intersection(&y).copied().collect();
            ratio(characters(sample, &both), characters(sample, &x.union(&y).copied().collect()))?
        }
        Measure::JaccardDocuments => ratio(d.intersection(&e).count() as f64, d.union(&e).count() as f64)?,
        _ => ratio(count(&|a, b| a && b), count(&|a, b| a || b))?,
    })
}

const TOGETHER: [Measure; 11] = [
    Measure::Pairs,
    Measure::Quotations,
    Measure::Touching,
    Measure::Characters,
    Measure::DocumentsWithBoth,
    Measure::CasesWithBoth,
    Measure::CCoefficient,
    Measure::Jaccard,
    Measure::JaccardDocuments,
    Measure::JaccardCases,
    Measure::Pairs,
];

fn axes<'t>(row: &'t crate::matrix::Row, column: &'t crate::matrix::Heading) -> (&'t Axis, &'t Axis) {
    (row.axis.as_ref().expect("a list"), column.axis.as_ref().expect("a list"))
}

/// How often each code, by itself, is in a document.
fn profile(sample: &Sample, document: DocumentId) -> Vec<f64> {
    let of = |path: &&str| -> f64 {
        let own = sample.project.codings.of(document).iter();
        own.filter(|c| sample.project.codebook.path(c.code) == **path).count() as f64
    };
    CODES.iter().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn co_occurrence_is_what_looking_at_every_byte_gives(plan in plan(), rows in 2usize..4, columns in 2usize..4, measure in 0usize..11) {
        let sample = build(&plan);
        let measure = TOGETHER[measure];
        let table = made(&sample, LISTS[rows], LISTS[columns], measure, "");
        for (row, column, cell) in table.cells().filter(|(.., c)| c.state != State::NotCoded) {
            let (a, b) = axes(row, column);
            let wanted = together(&sample, measure, a, b);
            prop_assert!(close(cell.number, wanted), "{} × {}: {:?} is not {:?}", row.label, column.title, cell.number, wanted);
            prop_assert_eq!(cell.state == State::Undefined, wanted.is_none());
            if measure.counts_evidence() {
                prop_assert_eq!(cell.evidence.len() as f64, cell.number.unwrap_or(0.0));
            }
        }
    }

    #[test]
    fn coverage_is_the_share_of_characters(plan in plan(), rows in prop::sample::select(vec![0usize, 1, 4, 5])) {
        let sample = build(&plan);
        let table = made(&sample, LISTS[rows], "codes", Measure::Coverage, "");
        for (row, column, cell) in table.cells().filter(|(.., c)| c.state != State::NotCoded) {
            let (a, b) = axes(row, column);
            let Naive::Bytes(places) = naive(&sample, a) else { panic!("a place") };
            let own: BTreeSet<_> = passages(&sample, b)
                .into_iter()
                .filter(|(d, s)| s.range().any(|n| places.contains(&(*d, n as u32))))
                .collect();
            let covered: Bytes = bytes(&own).intersection(&places).copied().collect();
            let wanted = ratio(100.0 * characters(&sample, &covered), characters(&sample, &places));
            prop_assert!(close(cell.number, wanted), "{} × {}: {:?} is not {wanted:?}", row.label, column.title, cell.number);
        }
    }

    #[test]
    fn percentages_of_a_partition_sum_to_a_hundred(plan in plan()) {
        let sample = build(&plan);
        for (measure, by_row) in [(Measure::RowPercent, true), (Measure::ColumnPercent, false)] {
            let (rows, columns) = if by_row { ("codes", "documents") } else { ("documents", "codes") };
            let mut table = made(&sample, rows, columns, measure, "");
            if !by_row {
                table = table.transpose();
            }
            for row in &table.rows {
                let numbers: Vec<f64> = row.cells.iter().filter_map(|c| c.number).collect();
                if row.cells.iter().all(|c| c.state != State::Undefined) && !numbers.is_empty() {
                    prop_assert!((numbers.iter().sum::<f64>() - 100.0).abs() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn cases_are_counted_once_each(plan in plan()) {
        let sample = build(&plan);
        let all = cases(&sample);
        let coded: Bytes = sample.project.codings.iter().flat_map(|c| c.span.range().map(|b| (c.document, b as u32))).collect();
        let size = sample.project.attribute("size").expect("it is there").id;
        let values: Vec<Option<String>> = sample.project.cases.values().map(|c| c.values.get(&size).map(Value::to_string)).collect();
        let (share, expected, names) = (
            made(&sample, "codes", "values of size", Measure::Share, ""),
            made(&sample, "codes", "values of size", Measure::Expected, ""),
            made(&sample, "codes", "values of size", Measure::Names, ""),
        );
        for (r, row) in share.rows.iter().enumerate() {
            for (c, column) in share.columns.iter().enumerate() {
                let (cell, expects) = (&row.cells[c], &expected.rows[r].cells[c]);
                if cell.state == State::NotCoded {
                    continue;
                }
                let own = bytes(&passages(&sample, row.axis.as_ref().expect("a code")));
                let universe: Vec<usize> = (0..all.len()).filter(|n| has(&all[*n], &coded) && values[*n].is_some()).collect();
                let kind: Vec<usize> = universe.iter().copied().filter(|n| values[*n].as_deref() == Some(column.title.as_str())).collect();
                let with = |list: &[usize]| list.iter().filter(|n| has(&all[**n], &own)).count() as f64;
                if kind.is_empty() {
                    prop_assert_eq!(cell.state, State::Undefined);
                } else {
                    prop_assert_eq!(&cell.value, &format!("{} of {}", with(&kind), kind.len()));
                    let wanted = with(&universe) * kind.len() as f64 / universe.len() as f64;
                    prop_assert!(close(expects.number, Some(wanted)));
                }
                let named = names.rows[r].cells[c].value.split(", ").filter(|n| !n.is_empty()).count() as f64;
                prop_assert_eq!(named, with(&(0..all.len()).filter(|n| values[*n].as_deref() == Some(column.title.as_str())).collect::<Vec<_>>()));
            }
        }
    }

    #[test]
    fn documents_are_as_alike_as_their_codes(plan in plan(), measure in prop::sample::select(vec![Measure::SimpleMatch, Measure::Jaccard, Measure::Zeta, Measure::Block, Measure::Cosine])) {
        let sample = build(&plan);
        let table = made(&sample, "documents", "documents", measure, "");
        let ids: Vec<DocumentId> = sample.project.documents.keys().copied().collect();
        for (r, row) in table.rows.iter().enumerate() {
            for (c, cell) in row.cells.iter().enumerate() {
                let (a, b) = (profile(&sample, ids[r]), profile(&sample, ids[c]));
                let count = |x: bool, y: bool| a.iter().zip(&b).filter(|(p, q)| (**p > 0.0) == x && (**q > 0.0) == y).count() as f64;
                let (both, one, two, none) = (count(true, true), count(true, false), count(false, true), count(false, false));
                let norm = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>();
                let coded = [&a, &b].iter().all(|of| of.iter().sum::<f64>() > 0.0);
                let wanted = match measure {
                    _ if !coded => None,
                    Measure::SimpleMatch => ratio(both + none, both + one + two + none),
                    Measure::Jaccard => ratio(both, both + one + two),
                    Measure::Zeta => ratio(2.0 * both + none, 2.0 * both + one + two + none),
                    Measure::Block => Some(a.iter().zip(&b).map(|(x, y)| (x - y).abs()).sum()),
                    _ => ratio(a.iter().zip(&b).map(|(x, y)| x * y).sum(), (norm(&a) * norm(&b)).sqrt()),
                };
                prop_assert!(close(cell.number, wanted), "{:?} is not {wanted:?}", cell.number);
                prop_assert_eq!(cell.number, table.rows[c].cells[r].number);
            }
        }
    }

    #[test]
    fn turning_twice_is_the_table_itself(plan in plan(), rows in 0usize..7, columns in 0usize..7, grouped: bool) {
        let sample = build(&plan);
        let groups = "[[group]]\nname = 'A'\nwhen = \"has('a')\"\nshade = 2\n[[group]]\nname = 'B'\nwhen = \"has('b')\"\n";
        let expanded = "[[column]]\ncode = 'a'\nexpand = true\ncell = 'words'\n";
        let rows = if grouped { "cases" } else { LISTS[rows] };
        let more = format!("totals = 'columns'\n{expanded}{}", if grouped { groups } else { "" });
        let table = made(&sample, rows, LISTS[columns], Measure::Count, &more);
        let turned = table.transpose();
        prop_assert_eq!(turned.rows.len(), table.columns.len());
        for (r, row) in table.rows.iter().enumerate() {
            for (c, cell) in row.cells.iter().enumerate() {
                prop_assert_eq!(&turned.rows[c].cells[r], cell);
                prop_assert_eq!(turned.measure(c, r), table.measure(r, c));
            }
        }
        prop_assert_eq!(turned.transpose(), table);
    }

    #[test]
    fn counting_is_listing_without_the_list(plan in plan(), rows in 0usize..7, columns in 0usize..7, present: bool) {
        let sample = build(&plan);
        let measure = if present { Measure::Present } else { Measure::Count };
        let (rows, columns) = (LISTS[rows], LISTS[columns]);
        let text = format!("title = 'T'\nrows = '{rows}'\ncolumns = '{columns}'\ncell = '{}'", measure.word());
        let spec = Spec::parse(&text).expect("it is right");
        let mut full: Table = made(&sample, rows, columns, measure, "");
        full.rows.iter_mut().flat_map(|r| &mut r.cells).for_each(|c| c.evidence.clear());
        let quick = with(&sample, |world| outline(&spec, world)).expect("it is right");
        prop_assert_eq!(&quick, &full);
        if let Ok(found) = with(&sample, |world| counts(&spec, world)) {
            for (r, row) in quick.rows.iter().enumerate() {
                for (c, cell) in row.cells.iter().enumerate() {
                    let n = found.numbers[r * found.columns.len() + c];
                    prop_assert_eq!(if measure == Measure::Present { f64::from(n.min(1)) } else { f64::from(n) }, cell.number.unwrap_or(0.0));
                }
            }
        }
    }

    #[test]
    fn a_window_shows_its_part_of_the_table(plan in plan(), rows in 0usize..7, columns in 0usize..7, at in (0usize..4, 0usize..4, 0usize..4, 0usize..4), turned: bool, sorted: bool) {
        let sample = build(&plan);
        let sort = if sorted { "sort = '-label'\n" } else { "" };
        let text = format!("title = 'T'\nrows = '{}'\ncolumns = '{}'\ntranspose = {turned}\n{sort}", LISTS[rows], LISTS[columns]);
        let spec = Spec::parse(&text).expect("it is right");
        let whole = with(&sample, |world| outline(&spec, world)).expect("it is right");
        let (down, across) = (at.0..at.0 + at.1, at.2..at.2 + at.3);
        let part = with(&sample, |world| window(&spec, world, down.clone(), across.clone())).expect("it is right");
        prop_assert_eq!((part.rows, part.columns), (whole.rows.len(), whole.columns.len()));
        let shown: Vec<_> = whole.rows.iter().skip(at.0).take(at.1).collect();
        prop_assert_eq!(part.table.rows.len(), shown.len());
        for (row, wanted) in part.table.rows.iter().zip(shown) {
            prop_assert_eq!(&row.label, &wanted.label);
            prop_assert_eq!(&row.cells[..], &wanted.cells.iter().skip(at.2).take(at.3).cloned().collect::<Vec<_>>()[..]);
        }
        let titles = |of: &[crate::matrix::Heading]| of.iter().map(|c| c.title.clone()).collect::<Vec<String>>();
        let shown: Vec<_> = whole.columns.iter().skip(at.2).take(at.3).cloned().collect();
        prop_assert_eq!(titles(&part.table.columns), titles(&shown));
    }
}
