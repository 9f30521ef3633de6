//! A query said in plain words, or the first thing in it that is not understood, with its place.

use crate::project::Project;
use crate::query::{Atom, Problem, Unit, bind, explain, parse};

/// What is made of a query while it is typed.
#[derive(Default)]
pub struct Reading {
    /// In plain words; empty for an empty query.
    pub words: String,
    /// The first thing that is not understood.
    pub problem: Option<Problem>,
    /// Whether results are passages.
    pub is_passages: bool,
    /// What one result is.
    pub unit: &'static str,
}

impl Reading {
    /// Reads a query.
    pub fn of(text: &str, project: &Project) -> Self {
        if text.trim().is_empty() {
            return Self { unit: "turn", ..Self::default() };
        }
        let parsed = parse(text);
        let mut problems = parsed.problems;
        problems.extend(bind(&parsed.query, project));
        problems.sort_by_key(|p| p.points);
        let mut is_passages = false;
        parsed.query.expr.each_atom(&mut |atom, _| is_passages |= matches!(atom, Atom::Code { .. }));
        let unit = match parsed.query.unit {
            Some(Unit::Match) => "match",
            Some(Unit::Sentence) => "sentence",
            Some(Unit::Document) => "document",
            Some(Unit::Case) => "case",
            Some(Unit::Turn) => "turn",
            None => "result",
        };
        Self {
            words: explain(&parsed.query),
            problem: problems.into_iter().next(),
            is_passages: is_passages && parsed.query.unit.is_none(),
            unit,
        }
    }

    /// What stands under the query: what it means, or what is wrong with it and what may have been meant.
    pub fn line(&self) -> String {
        match &self.problem {
            None => self.words.clone(),
            Some(problem) => match &problem.hint {
                Some(hint) => format!("{} · {hint}", problem.what),
                None => problem.what.clone(),
            },
        }
    }
}
