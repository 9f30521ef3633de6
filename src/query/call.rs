//! Reading a relation between two sets: `within(a, b)`, `before(a, b, 3 turns)`, `same(turn, a, b)`.

use super::lex::TokenKind;
use super::parse::{DEPTH, Parser};
use super::{Atom, Expr, Gap, Query, Related, Spot, Tie, Unit};
use crate::text::Points;

impl Unit {
    /// The unit that a word means, in any case.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        Some(match word.trim().to_lowercase().as_str() {
            "match" => Self::Match,
            "sentence" => Self::Sentence,
            "turn" | "paragraph" => Self::Turn,
            "document" | "doc" => Self::Document,
            "case" => Self::Case,
            _ => return None,
        })
    }
}

/// A hint for each relation.
fn example(name: &str) -> &'static str {
    match name {
        "overlaps" => "overlaps(code:trust, code:cost)",
        "within" => "within(press, code:trust)",
        "contains" => "contains(code:trust, press)",
        "before" => "before(code:cost, code:trust, 3 turns)",
        "after" => "after(code:trust, speaker:I, 1 turn)",
        _ => "same(turn, code:trust, code:cost); instead of turn: sentence, document, case",
    }
}

impl Parser {
    /// What stands in the brackets behind a name. Whatever is wrong, everything up to the closing bracket is used up.
    pub fn call(&mut self, name: &str, points: Points) -> Option<Expr> {
        if self.depth >= DEPTH {
            return self.too_deep(points);
        }
        self.depth += 1;
        let related = self.related(name, points);
        self.depth -= 1;
        let end = self.tokens.get(self.at.saturating_sub(1)).map_or(points.end, |t| t.points.end);
        let spot = Spot(Points { start: points.start, end: end.max(points.end) });
        related.map(|related| Expr::Atom(Atom::Related(Box::new(related)), spot))
    }

    fn related(&mut self, name: &str, points: Points) -> Option<Related> {
        self.take_if(|k| *k == TokenKind::Open);
        let mut scope = name.strip_prefix("same-").and_then(Unit::of_word);
        if name == "same" {
            scope = self.scope(points);
        }
        let first = self.side();
        let comma = self.take_if(|k| *k == TokenKind::Comma).is_some();
        let second = if comma { self.side() } else { None };
        let gap = if self.take_if(|k| *k == TokenKind::Comma).is_some() { self.gap(name, points) } else { None };
        if self.take_if(|k| *k == TokenKind::Close).is_none() {
            self.problem(points, "a bracket is opened and never closed", Some(example(name)));
        }
        let (Some(first), Some(second)) = (first, second) else {
            self.problem(points, format!("`{name}` relates two things"), Some(example(name)));
            return None;
        };
        let tie = match name {
            "overlaps" => Tie::Overlaps,
            "within" => Tie::Within,
            "contains" => Tie::Contains,
            "before" => Tie::Before(gap),
            "after" => Tie::After(gap),
            _ => Tie::Same(scope?),
        };
        Some(Related { tie, first, second })
    }

    /// One side of a relation: a query with a unit of its own.
    fn side(&mut self) -> Option<Query> {
        let outer = (self.unit.take(), self.sort);
        let expr = self.any();
        let unit = self.unit;
        // The order of a side makes no difference to what is related, so it is forgotten.
        (self.unit, self.sort) = outer;
        match (expr, unit) {
            (None, None) => None,
            (expr, unit) => Some(Query { expr: expr.unwrap_or(Expr::All), unit, sort: None }),
        }
    }

    /// The unit at the beginning of `same(turn, …`.
    fn scope(&mut self, points: Points) -> Option<Unit> {
        let word = match self.peek() {
            Some(TokenKind::Bare(word)) => Unit::of_word(word).filter(|unit| *unit != Unit::Match),
            _ => None,
        };
        let comma = self.tokens.get(self.at + 1).is_some_and(|t| t.kind == TokenKind::Comma);
        if word.is_none() || !comma {
            self.problem(points, "`same` says first what is the same", Some(example("same")));
            return None;
        }
        self.at += 2;
        word
    }

    /// `3 turns` at the end of `before(a, b, 3 turns)`; whatever else stands there is used up.
    fn gap(&mut self, name: &str, points: Points) -> Option<Gap> {
        let mut words = Vec::new();
        let mut depth = 0;
        while let Some(kind) = self.peek() {
            match kind {
                TokenKind::Close if depth == 0 => break,
                TokenKind::Close => depth -= 1,
                TokenKind::Open => depth += 1,
                TokenKind::Bare(word) => words.push(word.to_lowercase()),
                _ => words.push(String::new()),
            }
            self.at += 1;
        }
        let count = words.first().and_then(|n| n.parse::<u32>().ok());
        let gap = match (words.len(), count, words.get(1).map(String::as_str)) {
            (2, Some(n), Some("turn" | "turns")) => Some(Gap::Turns(n)),
            (2, Some(n), Some("word" | "words")) if n > 0 => Some(Gap::Words(n)),
            _ => None,
        };
        if gap.is_none() || !matches!(name, "before" | "after") {
            let what = match name {
                "before" | "after" => "how far apart is said in turns or words".to_owned(),
                _ => format!("`{name}` relates two things, not more"),
            };
            self.problem(points, what, Some(example(name)));
            return None;
        }
        gap
    }
}
