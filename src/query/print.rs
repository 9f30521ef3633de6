//! The canonical form of a query: what is printed reads as the same tree.

use super::{Alike, Atom, Expr, Gap, Query, Reach, Related, Relation, Sort, TextAtom, Tie, Unit};
use std::fmt;

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tail = Vec::new();
        tail.extend(self.unit.map(|unit| format!("unit:{unit}")));
        tail.extend(self.sort.map(|sort| format!("sort:{sort}")));
        match &self.expr {
            Expr::All => f.write_str(&tail.join(" ")),
            expr if tail.is_empty() => expr.fmt(f),
            Expr::Or(_) => write!(f, "({}) {}", self.expr, tail.join(" ")),
            expr => write!(f, "{expr} {}", tail.join(" ")),
        }
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Reach {
    /// As written behind a path.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Only => "",
            Self::Family => "+",
            Self::Below => "/*",
        }
    }
}

impl fmt::Display for Related {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = (&self.first, &self.second);
        match self.tie {
            Tie::Overlaps => write!(f, "overlaps({first}, {second})"),
            Tie::Within => write!(f, "within({first}, {second})"),
            Tie::Contains => write!(f, "contains({first}, {second})"),
            Tie::Before(None) => write!(f, "before({first}, {second})"),
            Tie::After(None) => write!(f, "after({first}, {second})"),
            Tie::Before(Some(gap)) => write!(f, "before({first}, {second}, {gap})"),
            Tie::After(Some(gap)) => write!(f, "after({first}, {second}, {gap})"),
            Tie::Same(unit) => write!(f, "same({unit}, {first}, {second})"),
        }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, what) = match self {
            Self::Turns(n) => (n, "turn"),
            Self::Words(n) => (n, "word"),
        };
        write!(f, "{n} {what}{}", if *n == 1 { "" } else { "s" })
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bracketed = |part: &Expr, f: &mut fmt::Formatter<'_>| write!(f, "({part})");
        match self {
            Self::All => Ok(()),
            Self::Atom(atom, _) => atom.fmt(f),
            Self::Not(inner) => {
                f.write_str("-")?;
                let near = matches!(&**inner, Self::Atom(Atom::Text(TextAtom::Near(_)), _));
                if near || !matches!(**inner, Self::Atom(..)) { bracketed(inner, f) } else { inner.fmt(f) }
            }
            Self::And(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    f.write_str(if i > 0 { " " } else { "" })?;
                    if matches!(part, Self::Or(_) | Self::And(_)) { bracketed(part, f)? } else { part.fmt(f)? }
                }
                Ok(())
            }
            Self::Or(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    f.write_str(if i > 0 { " or " } else { "" })?;
                    if matches!(part, Self::Or(_)) { bracketed(part, f)? } else { part.fmt(f)? }
                }
                Ok(())
            }
        }
    }
}

/// In quotation marks, with those inside escaped.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A name as it can stand after a colon: bare where nothing in it would be taken for something else.
pub(super) fn name(text: &str) -> String {
    let bare = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '*' | '?' | '.');
    let plain = !text.is_empty() && text.chars().all(bare) && !text.ends_with("/*");
    if plain { text.to_owned() } else { quoted(text) }
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::Code { path, reach } => write!(f, "code:{}{}", name(path), reach.sign()),
            Self::Coder(n) => write!(f, "coder:{}", name(n)),
            Self::Telling => f.write_str("telling"),
            Self::Uncoded => f.write_str("uncoded"),
            Self::Codes(relation, n) => {
                write!(f, "codes{}{n}", if *relation == Relation::Is { "=" } else { relation.sign() })
            }
            Self::Document(n) => write!(f, "doc:{}", name(n)),
            Self::Case(n) => write!(f, "case:{}", name(n)),
            Self::Attribute { name: n, relation, value } => {
                let plain = !n.is_empty() && n.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
                let n = if plain { n.clone() } else { quoted(n) };
                write!(f, "case.{n}{}{}", relation.sign(), name(value))
            }
            Self::Speaker(n) => write!(f, "speaker:{}", name(n)),
            Self::Role(n) => write!(f, "role:{}", name(n)),
            Self::Question(n) => write!(f, "question:{}", name(n)),
            Self::Turns(a, b) if a == b => write!(f, "turn:{a}"),
            Self::Turns(a, b) => write!(f, "turn:{a}-{b}"),
            Self::In(n) => write!(f, "in:{}", name(n)),
            Self::Since(n) => write!(f, "since:{}", name(n)),
            Self::Memo(n) => write!(f, "memo:{}", name(n)),
            Self::Tag(n) => write!(f, "#{n}"),
            Self::Lone { path, reach } => write!(f, "lone:{}{}", name(path), reach.sign()),
            Self::Saved(n) if n.starts_with(char::is_alphanumeric) => write!(f, "@{}", name(n)),
            Self::Saved(n) => write!(f, "@{}", quoted(n)),
            Self::Alike(Alike::Passage(n)) => write!(f, "like:{}", name(n)),
            Self::Alike(Alike::Codes { path, reach }) => write!(f, "suggest:{}{}", name(path), reach.sign()),
            Self::Related(related) => related.fmt(f),
        }
    }
}

impl fmt::Display for TextAtom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(w) => f.write_str(w),
            Self::Phrase(p) => f.write_str(&quoted(p)),
            Self::Prefix(p) => write!(f, "{p}*"),
            Self::Fuzzy(w) => write!(f, "{w}~"),
            Self::Exact(p) => write!(f, "exact:{}", name(p)),
            Self::Regex(r) => write!(f, "re:/{}/", r.replace('/', "\\/")),
            Self::Near(near) => {
                let word = if near.ordered { "then" } else { "near" };
                write!(f, "{} {word}/{} ", near.first, near.within)?;
                let nested = matches!(near.second, Self::Near(_));
                if nested { write!(f, "({})", near.second) } else { near.second.fmt(f) }
            }
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Match => "match",
            Self::Sentence => "sentence",
            Self::Turn => "turn",
            Self::Document => "document",
            Self::Case => "case",
        })
    }
}
