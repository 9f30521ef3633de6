use super::{ALIKE, Alike, Atom, Expr, Gap, Query, Reach, Related, Relation, Sort, TextAtom, Tie, Unit};

/// Says a query in plain words.
pub fn explain(query: &Query) -> String {
    let what = match (&query.unit, kind(&query.expr)) {
        (Some(Unit::Match), _) => "the words found in what is ",
        (Some(Unit::Sentence), _) => "sentences ",
        (Some(Unit::Turn), _) => "turns ",
        (Some(Unit::Document), _) => "documents ",
        (Some(Unit::Case), _) => "cases ",
        (None, Kind::Passages) => "passages ",
        (None, Kind::Unknown) => "results ",
        (None, Kind::Turns) => "turns ",
    };
    let said = match &query.expr {
        Expr::All => format!("all {}", what.trim_end()),
        // A relation says itself what it yields.
        Expr::Atom(Atom::Related(related), _) if query.unit.is_none() => said_related(related),
        expr => format!("{what}{}", said(expr, true)),
    };
    match query.sort {
        None | Some(Sort::Place) => said,
        Some(Sort::Relevance) => format!("{said}; the most relevant first"),
        Some(Sort::Case) => format!("{said}; by case"),
        Some(Sort::Code) => format!("{said}; by code"),
        Some(Sort::Time) => format!("{said}; what was coded last first"),
    }
}

/// What the results of a query without a unit are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Turns,
    Passages,
    /// A saved query has the say.
    Unknown,
}

/// What is denied has no say in it.
fn kind(expr: &Expr) -> Kind {
    match expr {
        Expr::All | Expr::Not(_) => Kind::Turns,
        Expr::Atom(Atom::Saved(_), _) => Kind::Unknown,
        Expr::Atom(atom, _) if atom.yields_passages() => Kind::Passages,
        Expr::Atom(..) => Kind::Turns,
        Expr::And(parts) | Expr::Or(parts) => {
            let kinds: Vec<Kind> = parts.iter().map(kind).collect();
            match kinds {
                kinds if kinds.contains(&Kind::Passages) => Kind::Passages,
                kinds if kinds.contains(&Kind::Unknown) => Kind::Unknown,
                _ => Kind::Turns,
            }
        }
    }
}

fn said(expr: &Expr, top: bool) -> String {
    match expr {
        Expr::All => "of any kind".to_owned(),
        Expr::Atom(atom, _) => said_atom(atom),
        Expr::Not(inner) => format!("not {}", said(inner, false)),
        Expr::And(parts) => joined(parts, " and ", top),
        Expr::Or(parts) => joined(parts, " or ", top),
    }
}

fn joined(parts: &[Expr], word: &str, top: bool) -> String {
    let said: Vec<String> = parts.iter().map(|p| said(p, false)).collect();
    let joined = said.join(word);
    if top { joined } else { format!("({joined})") }
}

fn said_atom(atom: &Atom) -> String {
    match atom {
        Atom::Text(text) => format!("with {}", said_text(text)),
        Atom::Code { path, .. } if path == "*" => "coded at all".to_owned(),
        Atom::Code { path, reach: Reach::Only } => format!("coded “{path}”"),
        Atom::Code { path, reach: Reach::Family } => format!("coded “{path}” or a code under it"),
        Atom::Code { path, reach: Reach::Below } => format!("coded with a code under “{path}”"),
        Atom::Lone { path, reach } => {
            let codes = if *reach == Reach::Below { "a code under " } else { "" };
            let family = if *reach == Reach::Family { " or codes under it" } else { "" };
            format!("coded with {codes}“{path}”{family} and nothing else")
        }
        Atom::Since(when) => format!("coded since “{when}”"),
        Atom::Memo(words) if words == "*" => "with a memo".to_owned(),
        Atom::Memo(words) => format!("with a memo that has “{words}”"),
        Atom::Tag(tag) => format!("with a memo tagged #{tag}"),
        Atom::Saved(name) => format!("found by the saved query “{name}”"),
        Atom::Alike(Alike::Passage(named)) => format!("among the {ALIKE} most like “{named}”"),
        Atom::Alike(Alike::Codes { path, reach }) => {
            let family = match reach {
                Reach::Only => "",
                Reach::Family => " or a code under it",
                Reach::Below => " (what is under it)",
            };
            format!("among the {ALIKE} most like what is coded “{path}”{family} without being coded so")
        }
        Atom::Related(related) => format!("among {}", said_related(related)),
        Atom::In(name) => format!("in the document or case “{name}”"),
        Atom::Coder(name) => format!("coded by {name}"),
        Atom::Telling => "marked as telling".to_owned(),
        Atom::Uncoded => "without any code".to_owned(),
        Atom::Codes(relation, n) => format!("with {} {n} different codes", said_relation(*relation)),
        Atom::Document(name) => format!("in the document “{name}”"),
        Atom::Case(name) if name == "*" => "in any case".to_owned(),
        Atom::Case(name) => format!("in the case “{name}”"),
        Atom::Attribute { name, relation: Relation::Is, value } if value == "*" => {
            format!("in cases that have a value of {name}")
        }
        Atom::Attribute { name, relation: Relation::IsNot, value } if value == "*" => {
            format!("in cases that have no value of {name}")
        }
        Atom::Attribute { name, relation, value } => {
            let relation = match relation {
                Relation::Is => "is",
                Relation::IsNot => "is anything but",
                other => said_relation(*other),
            };
            format!("in cases whose {name} {}{relation} “{value}”", if relation.starts_with("is") { "" } else { "is " })
        }
        Atom::Speaker(name) => format!("said by {name}"),
        Atom::Role(role) => format!("said by somebody whose role is {role}"),
        Atom::Question(question) => format!("that answer the question “{question}”"),
        Atom::Turns(a, b) if a == b => format!("at turn {a}"),
        Atom::Turns(a, b) => format!("from turn {a} to turn {b}"),
    }
}

/// `passages coded “a” that overlap passages coded “b”`.
fn said_related(related: &Related) -> String {
    let side = |query: &Query| {
        let words = query.unit.is_none() && super::conjunction::pure_text(&query.expr).is_some();
        if words { format!("words {}", said(&query.expr, true)) } else { explain(query) }
    };
    let gap = |gap: Option<Gap>| match gap {
        None => String::new(),
        Some(gap) => format!("at most {gap} "),
    };
    let tie = match related.tie {
        Tie::Overlaps => "that overlap".to_owned(),
        Tie::Within => "that lie within".to_owned(),
        Tie::Contains => "that contain".to_owned(),
        Tie::Before(g) => format!("that come {}before", gap(g)),
        Tie::After(g) => format!("that come {}after", gap(g)),
        Tie::Same(unit) => format!("in the same {unit} as"),
    };
    format!("{} {tie} {}", side(&related.first), side(&related.second))
}

fn said_relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Is => "exactly",
        Relation::IsNot => "any number but",
        Relation::Less => "less than",
        Relation::AtMost => "at most",
        Relation::More => "more than",
        Relation::AtLeast => "at least",
    }
}

fn said_text(text: &TextAtom) -> String {
    match text {
        TextAtom::Word(word) => format!("a form of “{word}”"),
        TextAtom::Phrase(words) => format!("the exact words “{words}”"),
        TextAtom::Exact(words) => format!("“{words}” just as it is written here"),
        TextAtom::Prefix(word) => format!("a word that begins with “{word}”"),
        TextAtom::Fuzzy(word) => format!("a word like “{word}”"),
        TextAtom::Regex(pattern) => format!("text that fits the expression {pattern}"),
        TextAtom::Near(near) => {
            let (first, second) = (said_text(&near.first), said_text(&near.second));
            let order = if near.ordered { "followed by" } else { "near" };
            let words = if near.within == 1 { "1 word".to_owned() } else { format!("{} words", near.within) };
            format!("{first} {order} {second} within {words}")
        }
    }
}
