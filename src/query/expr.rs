use super::{Query, Unit};
use crate::text::Points;

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
    /// `in:name`: the document or the case with this name, or both.
    In(String),
    /// `since:"a named point"`, `since:2015-03-12`, `since:14` (a step): codings made then or later.
    Since(String),
    /// `memo:words`: passages with a memo in which these words stand; `*` means any memo.
    Memo(String),
    /// `#tag`: passages with a memo that has this tag; without the sign.
    Tag(String),
    /// `lone:path`: passages with such a code that no other code touches.
    Lone {
        /// Path or end of a path.
        path: String,
        /// Which codes from there.
        reach: Reach,
    },
    /// `@name`, `saved:name`: what a saved query yields.
    Saved(String),
    /// `like:"jon 13"`, `suggest:trust`: the turns that use the same words.
    Alike(Alike),
    /// `overlaps(a, b)` and its kin: those of a set that stand in a relation to another set.
    Related(Box<Related>),
}

impl Atom {
    /// Whether it finds what somebody coded, and for that alone.
    pub fn asks_for_codings(&self) -> bool {
        matches!(
            self,
            Self::Code { .. }
                | Self::Lone { .. }
                | Self::Coder(_)
                | Self::Telling
                | Self::Since(_)
                | Self::Codes(..)
                | Self::Related(_)
        )
    }

    /// Whether it finds passages; the others find turns, or places in them.
    pub fn yields_passages(&self) -> bool {
        self.asks_for_codings() || matches!(self, Self::Uncoded | Self::Memo(_) | Self::Tag(_))
    }
}

/// What turns are to be like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Alike {
    /// A passage: the name of a document and a place in it, as in `casebook like`.
    Passage(String),
    /// What has a code; the turns are not coded so yet.
    Codes {
        /// Path or end of a path.
        path: String,
        /// Which codes from there.
        reach: Reach,
    },
}

/// The results of one query that stand in a relation to a result of another. In both, text alone means the words found, not their turns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// How they stand to each other.
    pub tie: Tie,
    /// What is yielded, where the relation holds.
    pub first: Query,
    /// What it is compared with.
    pub second: Query,
}

/// How two regions of text stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tie {
    /// They share something.
    Overlaps,
    /// The first lies inside the second; both may be the same.
    Within,
    /// The second lies inside the first; both may be the same.
    Contains,
    /// The first ends before the second begins, at most so far away.
    Before(Option<Gap>),
    /// The first begins after the second ends, at most so far away.
    After(Option<Gap>),
    /// Both touch the same sentence, turn, document or case.
    Same(Unit),
}

/// How far two regions may be apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gap {
    /// So many turns: 0 is the same turn, 1 the next.
    Turns(u32),
    /// So many words: 1 is the next word.
    Words(u32),
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
    /// `exact:word`: words in this order with just these letters, capitals and accents.
    Exact(String),
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

    /// Visits every atom from left to right; not those of the queries inside a relation.
    pub fn each_atom<'a>(&'a self, visit: &mut dyn FnMut(&'a Atom, Points)) {
        match self {
            Self::All => {}
            Self::Atom(atom, spot) => visit(atom, spot.0),
            Self::Not(inner) => inner.each_atom(visit),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|p| p.each_atom(visit)),
        }
    }
}
