use super::{Atom, Expr, Query, Reach, Relation, TextAtom, Unit};

/// Says a query in plain words.
pub fn explain(query: &Query) -> String {
    let what = match (&query.unit, has_passages(&query.expr), has_text(&query.expr)) {
        (Some(Unit::Match), ..) => "the words found in what is",
        (Some(Unit::Sentence), ..) => "sentences",
        (Some(Unit::Turn), ..) => "turns",
        (Some(Unit::Document), ..) => "documents",
        (Some(Unit::Case), ..) => "cases",
        (None, true, _) => "passages",
        (None, false, _) => "turns",
    };
    match &query.expr {
        Expr::All => format!("all {what}"),
        expr => format!("{what} {}", said(expr, true)),
    }
}

fn has_passages(expr: &Expr) -> bool {
    let mut any = false;
    expr.each_atom(&mut |atom, _| {
        any |= matches!(atom, Atom::Code { .. } | Atom::Coder(_) | Atom::Telling | Atom::Uncoded | Atom::Codes(..));
    });
    any
}

fn has_text(expr: &Expr) -> bool {
    let mut any = false;
    expr.each_atom(&mut |atom, _| any |= matches!(atom, Atom::Text(_)));
    any
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
