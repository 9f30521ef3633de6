use super::matching::TextExpr;
use super::resolve::{CodeSet, Place, Resolved, resolve};
use super::{Atom, Expr, Relation};
use crate::coding::{Coding, Passage};
use crate::fault::{Fault, Outcome};
use crate::id::{CodeId, CoderId, DocumentId};
use crate::project::Project;
use crate::text::Span;
use std::collections::BTreeMap;

/// More alternatives than this are refused: brackets multiply them.
const MOST: usize = 2_000;

/// Conditions that hold together. Every query is a union of such conjunctions: `code:a (trust or code:b)` is `code:a trust` or `code:a code:b`.
#[derive(Default)]
pub(super) struct Conjunction {
    /// What the text of the unit holds.
    pub text: Option<TextExpr>,
    /// Where the unit lies.
    pub places: Vec<Place>,
    /// What it must not touch.
    pub not_places: Vec<Place>,
    /// Passages that overlap.
    pub passages: Vec<Source>,
    /// Passages that it must not touch.
    pub not_passages: Vec<Source>,
    /// Which codings count for `passages`.
    pub filter: Filter,
}

/// Where passages come from.
#[derive(Clone)]
pub(super) enum Source {
    Codes(CodeSet),
    Density(Relation, u32),
    /// Every coding that a filter admits.
    Filtered(Filter),
}

/// Which codings count: each with whether it must hold or must not.
#[derive(Clone, Default)]
pub(super) struct Filter {
    coders: Vec<(CoderId, bool)>,
    telling: Option<bool>,
    /// Asked for telling and not telling at once.
    none: bool,
}

impl Filter {
    fn admits(&self, coding: &Coding) -> bool {
        !self.none
            && self.telling.is_none_or(|t| coding.telling == t)
            && self.coders.iter().all(|(id, wanted)| (coding.coder == *id) == *wanted)
    }

    fn of_coder(id: CoderId, wanted: bool) -> Self {
        Self { coders: vec![(id, wanted)], ..Self::default() }
    }

    fn of_telling(wanted: bool) -> Self {
        Self { telling: Some(wanted), ..Self::default() }
    }

    fn and(&mut self, other: Self) {
        self.coders.extend(other.coders);
        self.none |= other.none;
        match (self.telling, other.telling) {
            (Some(a), Some(b)) if a != b => self.none = true,
            (_, telling @ Some(_)) => self.telling = telling,
            _ => {}
        }
    }
}

/// A condition or its opposite.
#[derive(Clone)]
enum Literal<'a> {
    Text(TextExpr),
    Other(&'a Atom, bool),
}

/// Brings a query into conjunctions and looks its names up.
///
/// Errors: names that nothing has; brackets that multiply into too many alternatives.
pub(super) fn conjunctions(expr: &Expr, project: &Project) -> Outcome<Vec<Conjunction>> {
    let mut out = Vec::new();
    for literals in alternatives(expr, true)? {
        out.push(conjunction(literals, project)?);
    }
    Ok(out)
}

/// The query as text conditions alone, where it has no others.
pub(super) fn pure_text(expr: &Expr) -> Option<TextExpr> {
    Some(match expr {
        Expr::All => return None,
        Expr::Atom(Atom::Text(atom), _) => TextExpr::Atom(atom.clone()),
        Expr::Atom(..) => return None,
        Expr::Not(inner) => TextExpr::Not(Box::new(pure_text(inner)?)),
        Expr::And(parts) => TextExpr::And(parts.iter().map(pure_text).collect::<Option<_>>()?),
        Expr::Or(parts) => TextExpr::Or(parts.iter().map(pure_text).collect::<Option<_>>()?),
    })
}

fn alternatives(expr: &Expr, wanted: bool) -> Outcome<Vec<Vec<Literal<'_>>>> {
    if let Some(text) = pure_text(expr) {
        let text = if wanted { text } else { TextExpr::Not(Box::new(text)) };
        return Ok(vec![vec![Literal::Text(text)]]);
    }
    match expr {
        Expr::All if wanted => Ok(vec![Vec::new()]),
        Expr::All => Ok(Vec::new()),
        Expr::Atom(atom, _) => Ok(vec![vec![Literal::Other(atom, wanted)]]),
        Expr::Not(inner) => alternatives(inner, !wanted),
        Expr::And(parts) if wanted => together(parts, wanted),
        Expr::Or(parts) if !wanted => together(parts, wanted),
        Expr::And(parts) | Expr::Or(parts) => either(parts, wanted),
    }
}

/// All parts hold: every choice of one alternative from each.
fn together(parts: &[Expr], wanted: bool) -> Outcome<Vec<Vec<Literal<'_>>>> {
    let mut all: Vec<Vec<Literal<'_>>> = vec![Vec::new()];
    for part in parts {
        let choices = alternatives(part, wanted)?;
        if all.len().saturating_mul(choices.len()) > MOST {
            return Err(Fault::asked("the brackets of this query multiply into too many alternatives")
                .hint("ask it in several queries"));
        }
        all = all.iter().flat_map(|head| choices.iter().map(move |tail| [&head[..], tail].concat())).collect();
    }
    Ok(all)
}

/// One part holds. Those that are only about text stay one condition, so that a turn in which both words stand is found once.
fn either(parts: &[Expr], wanted: bool) -> Outcome<Vec<Vec<Literal<'_>>>> {
    let mut texts = Vec::new();
    let mut all = Vec::new();
    for part in parts {
        match pure_text(part) {
            Some(text) if wanted => texts.push(text),
            Some(text) => texts.push(TextExpr::Not(Box::new(text))),
            None => all.extend(alternatives(part, wanted)?),
        }
    }
    match texts.len() {
        0 => {}
        1 => all.extend(texts.pop().map(|t| vec![Literal::Text(t)])),
        _ => all.push(vec![Literal::Text(TextExpr::Or(texts))]),
    }
    if all.len() > MOST {
        return Err(Fault::asked("this query has too many alternatives").hint("ask it in several queries"));
    }
    Ok(all)
}

fn conjunction(literals: Vec<Literal<'_>>, project: &Project) -> Outcome<Conjunction> {
    let mut out = Conjunction::default();
    let mut texts = Vec::new();
    let mut not_filters = Vec::new();
    let mut filtered = false;
    for literal in literals {
        let (atom, wanted) = match literal {
            Literal::Text(text) => {
                texts.push(text);
                continue;
            }
            Literal::Other(atom, wanted) => (atom, wanted),
        };
        match (resolve(atom, project)?, wanted) {
            (Resolved::Place(place), true) => out.places.push(place),
            (Resolved::Place(place), false) => out.not_places.push(place),
            (Resolved::Codes(codes), true) => out.passages.push(Source::Codes(codes)),
            (Resolved::Codes(codes), false) => out.not_passages.push(Source::Codes(codes)),
            (Resolved::Density(relation, n), true) => out.passages.push(Source::Density(relation, n)),
            (Resolved::Density(relation, n), false) => out.not_passages.push(Source::Density(relation, n)),
            (Resolved::Coder(id), true) => {
                out.filter.and(Filter::of_coder(id, true));
                filtered = true;
            }
            (Resolved::Telling, true) => {
                out.filter.and(Filter::of_telling(true));
                filtered = true;
            }
            (Resolved::Coder(id), false) => not_filters.push((Filter::of_coder(id, false), Filter::of_coder(id, true))),
            (Resolved::Telling, false) => not_filters.push((Filter::of_telling(false), Filter::of_telling(true))),
            (Resolved::Text, _) => {}
        }
    }
    if filtered && out.passages.is_empty() {
        out.passages.push(Source::Codes(CodeSet::Any));
    }
    for (only_others, these) in not_filters {
        // `code:a -coder:lena`: what others coded a. `trust -coder:lena`: turns that Lena has not touched.
        if out.passages.is_empty() {
            out.not_passages.push(Source::Filtered(these));
        } else {
            out.filter.and(only_others);
        }
    }
    out.text = if texts.len() < 2 { texts.pop() } else { Some(TextExpr::And(texts)) };
    Ok(out)
}

impl Source {
    /// The distinct passages of a document, in order. The filter is ignored by [`Source::Filtered`].
    pub fn spans(&self, document: DocumentId, filter: &Filter, turns: &[Span], project: &Project) -> Vec<Span> {
        let codings = project.codings.of(document);
        let mut spans: Vec<Span> = match self {
            Self::Codes(codes) => {
                codings.iter().filter(|c| codes.holds(c) && filter.admits(c)).map(|c| c.span).collect()
            }
            Self::Filtered(own) => codings.iter().filter(|c| own.admits(c)).map(|c| c.span).collect(),
            Self::Density(relation, n) => {
                let codings: Vec<&Coding> = codings.iter().filter(|c| filter.admits(c)).collect();
                turns.iter().flat_map(|turn| dense(*turn, &codings, *relation, *n)).collect()
            }
        };
        spans.dedup();
        spans
    }

    /// Whether the document's text is needed.
    pub fn needs_turns(&self) -> bool {
        matches!(self, Self::Density(..))
    }

    /// Whether a document without any coding can have such passages.
    pub fn needs_codings(&self) -> bool {
        match self {
            Self::Density(relation, n) => !relation.holds(0.cmp(n)),
            _ => true,
        }
    }
}

/// The longest stretches of a turn on which the number of different codes stands in a relation to `n`.
fn dense(turn: Span, codings: &[&Coding], relation: Relation, n: u32) -> Vec<Span> {
    let mut events: Vec<(u32, bool, CodeId)> = Vec::new();
    for coding in codings {
        if let Some(part) = coding.span.intersection(turn) {
            events.push((part.start, true, coding.code));
            events.push((part.end, false, coding.code));
        }
    }
    events.sort_unstable();
    let mut open: BTreeMap<CodeId, u32> = BTreeMap::new();
    let mut out: Vec<Span> = Vec::new();
    let mut at = turn.start;
    let mut stretch = |start: u32, end: u32, codes: usize| {
        if start == end || !relation.holds((codes as u32).cmp(&n)) {
            return;
        }
        match out.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => out.push(Span { start, end }),
        }
    };
    for (place, opens, code) in events {
        stretch(at, place, open.len());
        at = place;
        if opens {
            *open.entry(code).or_default() += 1;
        } else if let Some(depth) = open.get_mut(&code) {
            *depth -= 1;
            if *depth == 0 {
                open.remove(&code);
            }
        }
    }
    stretch(at, turn.end, open.len());
    out
}

/// What two lists of passages share, pair by pair: distinct, in order.
pub(super) fn overlap(a: &[Span], b: &[Span]) -> Vec<Span> {
    let mut out = Vec::new();
    let mut b: Vec<Span> = b.to_vec();
    b.sort_unstable();
    for one in a {
        let last = b.partition_point(|s| s.start < one.end);
        out.extend(b[..last].iter().filter_map(|other| one.intersection(*other)));
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Whether a span touches one of a list in reading order.
pub(super) fn touches(spans: &[Span], span: Span) -> bool {
    let last = spans.partition_point(|s| s.start < span.end);
    spans[..last].iter().any(|s| s.overlaps(span))
}

/// A passage of a document.
pub(super) fn passage(document: DocumentId, span: Span) -> Passage {
    Passage { document, span }
}
