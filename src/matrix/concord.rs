use super::cell::{Made, plain, undefined, written};
use super::ground::{Ground, Mark, NONE};
use super::line::{Line, Set};
use super::spec::Coefficient;
use super::table::{Cell, State};
use crate::agreement::{self, Coded, Metric, Ratings, Undefined, Weights, overlap_of, sweep};
use crate::fault::{Fault, Outcome};
use crate::id::CoderId;
use crate::text::Span;

/// The documents that at least two coders worked on: who coded anything in a document is taken to have read it for every code. The others say nothing about
/// agreement and are left out.
pub(super) struct Shared {
    coders: Vec<CoderId>,
    /// Number of each such document, and which of the coders worked on it.
    documents: Vec<(u32, Vec<bool>)>,
}

impl Shared {
    pub(super) fn new(ground: &Ground<'_>) -> Self {
        let coders: Vec<CoderId> = ground.world.project.coders.keys().copied().collect();
        let mut documents = Vec::new();
        for document in 0..ground.documents.len() as u32 {
            let mut there = vec![false; coders.len()];
            for coding in ground.codings_of(document).1 {
                if let Ok(at) = coders.binary_search(&coding.coder) {
                    there[at] = true;
                }
            }
            if there.iter().filter(|t| **t).count() > 1 {
                documents.push((document, there));
            }
        }
        Self { coders, documents }
    }

    /// What each coder coded with one of the row's codes, document by document; and the codings.
    fn coded(&self, ground: &Ground<'_>, line: &Line) -> Outcome<(Vec<Coded>, Vec<Mark>)> {
        let Set::Codes(codes) = &line.set else {
            return Err(Fault::asked(format!("“{}” is no code: agreement is told of codes", line.label))
                .hint("rows = \"codes\" or \"codes under X\""));
        };
        let (mut out, mut marks) = (Vec::new(), Vec::new());
        for (document, there) in &self.documents {
            let mut spans: Vec<Option<Vec<Span>>> = there.iter().map(|t| t.then(Vec::new)).collect();
            let (first, here) = ground.codings_of(*document);
            for (n, coding) in (first..).zip(here) {
                if !codes.contains(&coding.code) {
                    continue;
                }
                let own = self.coders.binary_search(&coding.coder).ok().and_then(|at| spans[at].as_mut());
                if let Some(own) = own {
                    own.push(Span { start: coding.points.start, end: coding.points.end });
                    marks.push(Mark { document: *document, span: coding.span, coding: n, other: NONE });
                }
            }
            out.push(Coded { length: ground.documents[*document as usize].characters, spans });
        }
        Ok((out, marks))
    }

    /// The cell of a figure of agreement on one row.
    pub(super) fn cell(
        &self,
        ground: &Ground<'_>,
        line: &Line,
        which: Coefficient,
        decimals: Option<usize>,
    ) -> Outcome<Made> {
        let (coded, marks) = self.coded(ground, line)?;
        Ok(match figure(which, &coded) {
            Ok(number) => {
                let usual = if matches!(which, Coefficient::Percent | Coefficient::Coded) { 1 } else { 3 };
                let value = written(number, decimals.unwrap_or(usual));
                Made { cell: Cell { number: Some(number), ..plain(value, State::Count) }, marks, warning: None }
            }
            Err(why) => undefined(why.to_string()),
        })
    }
}

fn figure(which: Coefficient, coded: &[Coded]) -> Result<f64, Undefined> {
    match which {
        Coefficient::Coded => return common(coded),
        Coefficient::UAlpha => return agreement::continuum(coded).alpha().relevant,
        _ => {}
    }
    let ratings: Ratings = sweep(coded);
    match which {
        Coefficient::Percent => agreement::percent(&ratings, Weights::Nominal).map(|p| p * 100.0),
        Coefficient::Kappa => agreement::light(&ratings, Weights::Nominal),
        Coefficient::Fleiss => agreement::fleiss(&ratings, Weights::Nominal),
        Coefficient::S => agreement::s(&ratings, Weights::Nominal),
        Coefficient::Ac1 => agreement::ac(&ratings, Weights::Nominal),
        Coefficient::Alpha | Coefficient::Coded | Coefficient::UAlpha => agreement::alpha(&ratings, Metric::Nominal),
    }
}

/// Characters that both coded over characters that either coded, in percent: the mean over pairs of coders of which one coded something.
fn common(coded: &[Coded]) -> Result<f64, Undefined> {
    let coders = coded.iter().map(|c| c.spans.len()).max().unwrap_or(0);
    let (mut sum, mut n, mut met) = (0.0, 0.0, false);
    for a in 0..coders {
        for b in a + 1..coders {
            let (mut both, mut either) = (0, 0);
            for document in coded {
                if let (Some(one), Some(two)) = (&document.spans[a], &document.spans[b]) {
                    let here = overlap_of(one.clone(), two.clone());
                    both += here.both;
                    either += here.either;
                    met = true;
                }
            }
            if either > 0 {
                sum += both as f64 / either as f64;
                n += 1.0;
            }
        }
    }
    match (n > 0.0, met) {
        (true, _) => Ok(100.0 * sum / n),
        (false, true) => Err(Undefined::NoVariation),
        (false, false) => Err(Undefined::NoPairs),
    }
}
