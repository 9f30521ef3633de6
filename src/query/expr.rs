use super::Unit;
use crate::text::Points;
use std::fmt;

/// A query as a tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expr {
    /// No condition at all: every turn.
    All,
    /// One condition.
    Atom(Atom, Spot),
    /// What does not hold.
    Not(Box<Expr>),
    /// All of them hold (two or more).
    And(Vec<Expr>),
    /// At least one holds (two or more).
    Or(Vec<Expr>),
}

/// Where in the query's text an atom stands. Two atoms are equal wherever they stand, so any two spots are equal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spot(pub Points);

impl PartialEq for Spot {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Spot {}

/// One condition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Atom {
    /// Something to be found in the text.
    Text(TextAtom),
    /// `code:path`, `code:path+`, `code:path/*`; the path `*` means any code.
    Code {
        /// Path or end of a path.
        path: String,
        /// Which codes from there.
        reach: Reach,
    },
    /// `coder:name`.
    Coder(String),
    /// `telling`.
    Telling,
    /// `uncoded`: stretches of turns without any coding.
    Uncoded,
    /// `codes>2`: stretches with so many different codes.
    Codes(Relation, u32),
    /// `doc:name`; `*` and `?` stand for letters.
    Document(String),
    /// `case:name`; `*` and `?` stand for letters.
    Case(String),
    /// `case.attribute` with a relation and a value; the value `*` means any.
    Attribute {
        /// Name of the attribute.
        name: String,
        /// How the case's value stands to the one given.
        relation: Relation,
        /// The value as written.
        value: String,
    },
    /// `speaker:name`; `*` and `?` stand for letters.
    Speaker(String),
    /// `role:CIO`, `role:interviewer`, `role:respondent`.
    Role(String),
    /// `question:"what changed"` or `question:3`: turns from a question to the next.
    Question(String),
    /// `turn:13-17`, counted from 1, both ends included.
    Turns(u32, u32),
}

/// Something to be found in the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TextAtom {
    /// A word: any form of it with the same stem in the document's language.
    Word(String),
    /// Words in this order, as they are.
    Phrase(String),
    /// Words that begin so.
    Prefix(String),
    /// Words that differ in one letter (two in words of eight and more).
    Fuzzy(String),
    /// A regular expression.
    Regex(String),
    /// Two of these at most so many words apart.
    Near(Box<Near>),
}

/// Two things near each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Near {
    /// The one.
    pub first: TextAtom,
    /// The other.
    pub second: TextAtom,
    /// How many words may the second be away: 1 means the next word.
    pub within: u32,
    /// Whether the second must come after the first (`then/3`) or may come before it too (`near/8`).
    pub ordered: bool,
}

/// Which codes a path means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// `code:x`: this code.
    Only,
    /// `code:x+`: this code and all under it.
    Family,
    /// `code:x/*`: those under it.
    Below,
}

/// How two values stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// `:` or `=`.
    Is,
    /// `!=`.
    IsNot,
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `>`.
    More,
    /// `>=`.
    AtLeast,
}

impl Relation {
    /// Whether an order satisfies the relation.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Is => order.is_eq(),
            Self::IsNot => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::More => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }

    /// As written between a name and a value.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Is => ":",
            Self::IsNot => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }
}

impl Expr {
    /// An atom that stands nowhere in particular, for queries that are built rather than written.
    pub fn atom(atom: Atom) -> Self {
        Self::Atom(atom, Spot::default())
    }

    /// All of these, flattened; [`Expr::All`] for none.
    pub fn and(parts: impl IntoIterator<Item = Expr>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::And(inner) => flat.extend(inner),
                Self::All => {}
                other => flat.push(other),
            }
        }
        if flat.len() < 2 { flat.pop().unwrap_or(Self::All) } else { Self::And(flat) }
    }

    /// Any of these, flattened.
    pub fn or(parts: impl IntoIterator<Item = Expr>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() < 2 { flat.pop().unwrap_or(Self::All) } else { Self::Or(flat) }
    }

    /// The opposite; what is denied twice holds.
    pub fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Visits every atom from left to right.
    pub fn each_atom<'a>(&'a self, visit: &mut dyn FnMut(&'a Atom, Points)) {
        match self {
            Self::All => {}
            Self::Atom(atom, spot) => visit(atom, spot.0),
            Self::Not(inner) => inner.each_atom(visit),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|p| p.each_atom(visit)),
        }
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
            Self::Code { path, reach } => {
                let reach = match reach {
                    Reach::Only => "",
                    Reach::Family => "+",
                    Reach::Below => "/*",
                };
                write!(f, "code:{}{reach}", name(path))
            }
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
