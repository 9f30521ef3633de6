//! Key words in context: what was found, each place in a line, with the words around it.

use super::{Hit, Query, World, evaluate, fill, sorted};
use crate::coding::Passage;
use crate::document::Content;
use crate::fault::Outcome;
use crate::text::{Span, fold, graphemes, printable};
use unicode_width::UnicodeWidthStr;

/// One line of a concordance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KwicLine {
    /// What was found: the words that matched, or the whole passage where a query asks for no words.
    pub passage: Passage,
    /// The turn in which it begins.
    pub turn: Option<u32>,
    /// What stands before it in its turn, in one line, in the order in which it is spoken; at most so many columns.
    pub before: String,
    /// What was found, in one line.
    pub found: String,
    /// What stands after it in its turn, in one line; at most so many columns.
    pub after: String,
    /// It is written from right to left: what stands before it belongs on its right.
    pub right_to_left: bool,
}

/// The order of a concordance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KwicSort {
    /// As the results come.
    Place,
    /// By the words before: the nearest first.
    Left,
    /// By the words found, then by those after.
    Right,
}

/// The concordance of a query, with so many columns at each side. Case and accents make no difference to the order.
///
/// Errors: as [`evaluate`].
pub fn kwic(query: &Query, world: &World<'_>, columns: usize, sort: KwicSort) -> Outcome<Vec<KwicLine>> {
    let hits = sorted(evaluate(query, world)?, query, world)?;
    Ok(lined_up(hits, query, world, columns, sort)?.into_iter().map(|(_, line)| line).collect())
}

/// The places that results of a query hold, in the order of a concordance: each with its result, of which nothing else is then told to match, and its line.
///
/// Errors: a text that cannot be loaded.
pub fn lined_up(
    mut hits: Vec<Hit>,
    query: &Query,
    world: &World<'_>,
    columns: usize,
    sort: KwicSort,
) -> Outcome<Vec<(Hit, KwicLine)>> {
    fill(&mut hits, query, world)?;
    let mut places = Vec::new();
    for hit in hits {
        let Some(document) = world.project.documents.get(&hit.passage.document) else { continue };
        let content = world.texts.content(document)?;
        let whole = [hit.passage.span];
        let spans = if hit.matches.is_empty() { &whole[..] } else { &hit.matches[..] };
        places.extend(spans.iter().map(|span| {
            let passage = Passage { document: document.id, span: *span };
            (Hit { matches: vec![*span], ..hit.clone() }, KwicLine::of(passage, &content, columns))
        }));
    }
    // Two results may hold the same words: a concordance has every place once.
    let mut seen = std::collections::BTreeSet::new();
    places.retain(|(_, line)| seen.insert(line.passage));
    match sort {
        KwicSort::Place => {}
        KwicSort::Left => places.sort_by_cached_key(|(_, l)| {
            let words: Vec<String> = l.before.split_whitespace().rev().map(fold).collect();
            words
        }),
        KwicSort::Right => places.sort_by_cached_key(|(_, l)| (fold(&l.found), fold(&l.after))),
    }
    Ok(places)
}

/// In one line, harmless.
fn flat(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// The end of a text, at most so many columns wide; a mark stands where something is missing.
fn last_columns(text: &str, columns: usize) -> String {
    // No more of the text is looked at than can be wanted: a grapheme may be long, a line is not.
    let from = boundary(text, text.len().saturating_sub(reach(columns)));
    let flat = flat(&text[from..]);
    match kept(graphemes(&flat).rev().map(|(_, g)| g), columns, from == 0) {
        None => flat,
        Some(bytes) => format!("…{}", flat[flat.len() - bytes..].trim_start()),
    }
}

/// The beginning of a text, at most so many columns wide.
fn first_columns(text: &str, columns: usize) -> String {
    let until = boundary(text, reach(columns).min(text.len()));
    let flat = flat(&text[..until]);
    match kept(graphemes(&flat).map(|(_, g)| g), columns, until == text.len()) {
        None => flat,
        Some(bytes) => format!("{}…", flat[..bytes].trim_end()),
    }
}

/// How many bytes of a text may be wanted for so many columns.
fn reach(columns: usize) -> usize {
    columns.saturating_mul(16).saturating_add(64)
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How many bytes of a line are kept beside a mark for the rest; `None` when it is complete and fits.
fn kept<'t>(graphemes: impl Iterator<Item = &'t str>, columns: usize, complete: bool) -> Option<usize> {
    let (mut used, mut bytes) = (0, 0);
    for grapheme in graphemes {
        used += UnicodeWidthStr::width(grapheme);
        if used < columns {
            bytes += grapheme.len();
        } else if used > columns {
            return Some(bytes);
        }
    }
    (!complete).then_some(bytes)
}

impl KwicLine {
    /// The line of a passage, with so many columns at each side.
    pub fn of(passage: Passage, content: &Content, columns: usize) -> Self {
        let (text, span) = (content.text.as_str(), passage.span);
        let turns = content.structure.turns_in(span);
        let turn = (!turns.is_empty()).then_some(turns.start as u32);
        let hull = content.structure.turns[turns].iter().map(|t| t.span).reduce(Span::hull).unwrap_or(span).hull(span);
        let before = Span { start: hull.start, end: span.start }.of(text);
        let after = Span { start: span.end, end: hull.end }.of(text);
        let found = flat(span.of(text));
        Self {
            passage,
            turn,
            before: last_columns(before, columns),
            right_to_left: unicode_bidi::get_base_direction(found.as_str()) == unicode_bidi::Direction::Rtl,
            found,
            after: first_columns(after, columns),
        }
    }

    /// The same with fewer columns: so many for what stands on the left, for what was found, and for what stands on the right.
    pub fn within(&self, [left, found, right]: [usize; 3]) -> Self {
        let (before, after) = if self.right_to_left { (right, left) } else { (left, right) };
        Self {
            before: last_columns(&self.before, before),
            found: first_columns(&self.found, found),
            after: first_columns(&self.after, after),
            ..self.clone()
        }
    }

    /// What stands on the left (filled up to exactly so many columns, flush right), what was found, and what stands on the right, each without spaces at its ends. In a
    /// line written from right to left the words before stand on the right.
    pub fn columns(&self, width: usize) -> [String; 3] {
        let (before, after) = (self.before.trim(), self.after.trim());
        let (left, right) = if self.right_to_left { (after, before) } else { (before, after) };
        let gap = width.saturating_sub(UnicodeWidthStr::width(left));
        [format!("{}{left}", " ".repeat(gap)), self.found.clone(), right.to_owned()]
    }
}
