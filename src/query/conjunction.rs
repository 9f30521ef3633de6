use super::matching::TextExpr;
use super::resolve::{CodeSet, Place, Resolved, resolve};
use super::source::{Filter, Source};
use super::{Atom, Expr, World, memos, related};
use crate::coding::Passage;
use crate::fault::{Fault, Outcome};
use crate::id::DocumentId;
use crate::text::Span;

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

/// A condition or its opposite.
#[derive(Clone)]
enum Literal<'a> {
    Text(TextExpr),
    Other(&'a Atom, bool),
}

/// Brings a query into conjunctions and looks its names up.
///
/// Errors: names that nothing has; brackets that multiply into too many alternatives.
pub(super) fn conjunctions(expr: &Expr, world: &World<'_>) -> Outcome<Vec<Conjunction>> {
    let mut out = Vec::new();
    for literals in alternatives(expr, true)? {
        out.push(conjunction(literals, world)?);
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

fn conjunction(literals: Vec<Literal<'_>>, world: &World<'_>) -> Outcome<Conjunction> {
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
        let resolved = match resolve(atom, world.project)? {
            Resolved::Since(when) => {
                let at = when.stamp(world.texts)?;
                Resolved::Filter(Filter::of_time(at, true), Filter::of_time(at, false))
            }
            other => other,
        };
        let source = match resolved {
            Resolved::Place(place) if wanted => {
                out.places.push(place);
                continue;
            }
            Resolved::Place(place) => {
                out.not_places.push(place);
                continue;
            }
            Resolved::Filter(these, _) if wanted => {
                out.filter.and(these);
                filtered = true;
                continue;
            }
            Resolved::Filter(these, others) => {
                not_filters.push((others, these));
                continue;
            }
            Resolved::Source(source) => source,
            Resolved::Memos(memos) => Source::spans_of(memos::passages(&memos, world.project)),
            Resolved::Alike(example) => {
                Source::spans_of(super::alike::alike(&example, world)?.into_iter().map(|(passage, _)| passage))
            }
            Resolved::Related(of) => Source::spans_of(related::spans(&of, world)?),
            Resolved::Text | Resolved::Saved | Resolved::Since(_) => continue,
        };
        if wanted { out.passages.push(source) } else { out.not_passages.push(source) }
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
