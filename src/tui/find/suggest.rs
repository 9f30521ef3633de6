//! What could be typed next in a query: operators, and the names that the project knows, in the place where the cursor stands.

use super::facets::term;
use crate::case::natural;
use crate::project::{Project, SavedKind};
use crate::query::{Atom, Reach, Relation};
use crate::text::fold;
use crate::tui::facts::one_line;
use crate::tui::line::Line;
use std::collections::BTreeSet;

/// Offers that are shown at once.
pub const SHOWN: usize = 6;

/// Something that could stand where the cursor is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// What is put in place of the word that is being typed.
    pub text: String,
    /// What it means.
    pub note: String,
}

/// Operators with what they mean, in the order in which they are offered.
const OPERATORS: &[(&str, &str)] = &[
    ("code:", "passages with a code; + with sub-codes, /* only those"),
    ("case:", "in a case"),
    ("case.", "cases by an attribute: case.role:nurse, case.years>20"),
    ("doc:", "in a document"),
    ("speaker:", "said by somebody"),
    ("role:", "said by a role: interviewer, respondent, or as labelled"),
    ("question:", "in the answers to a question"),
    ("coder:", "codings by somebody"),
    ("turn:", "turns: turn:13-17"),
    ("telling", "marked as telling"),
    ("uncoded", "without any code"),
    ("codes>", "with more codes than so many: codes>2"),
    ("in:", "in the document or the case of this name"),
    ("lone:", "passages with a code and no other"),
    ("like:", "turns that use the words of a passage: like:\"jon 13\""),
    ("suggest:", "turns that use the words of what has a code, not coded so yet"),
    ("memo:", "passages with a memo in which words stand"),
    ("since:", "coded since a named point, a date, a step"),
    ("saved:", "what a saved query finds"),
    ("exact:", "accents and capitals as written"),
    ("sort:", "the order: place, relevance, case, code, time"),
    ("overlaps(", "overlaps(a, b): those of a that share something with one of b"),
    ("within(", "within(a, b): those of a inside one of b"),
    ("contains(", "contains(a, b): those of a that hold one of b"),
    ("before(", "before(a, b, 3 turns): those of a so near before one of b"),
    ("after(", "after(a, b, 3 turns): those of a so near after one of b"),
    ("same(", "same(turn, a, b): those of a in the same turn as one of b"),
    ("unit:", "what one result is: match, sentence, turn, document, case"),
    ("near/8", "within so many words of each other"),
    ("then/3", "in this order, within so many words"),
    ("re:/", "a regular expression: re:/colou?r/"),
    ("or", "one or the other"),
    ("not", "without what follows; - before a word says the same"),
];

const ORDERS: [&str; 5] = ["place", "relevance", "case", "code", "time"];

const UNITS: &[(&str, &str)] = &[
    ("match", "the words found"),
    ("sentence", "sentences"),
    ("turn", "turns"),
    ("document", "documents"),
    ("case", "cases"),
];

/// The word that is being typed: where it begins, and what of it stands before the cursor. Words in quotation marks and after a colon belong to it.
fn word(line: &Line) -> (usize, &str) {
    let before = line.before();
    let (mut start, mut quoted) = (0, false);
    for (at, c) in before.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if !quoted && (c.is_whitespace() || c == '(') {
            start = at + c.len_utf8();
        }
    }
    let word = &before[start..];
    let bare = word.strip_prefix('-').map_or(0, |_| 1);
    (start + bare, &word[bare..])
}

/// The offers for the word at the cursor, the likeliest first.
pub fn offers(line: &Line, project: &Project) -> Vec<Offer> {
    let (_, typed) = word(line);
    if typed.is_empty() || typed.starts_with('"') {
        return Vec::new();
    }
    if let Some(name) = typed.strip_prefix("case.") {
        return match name.split_once([':', '=']) {
            Some((attribute, value)) => values(attribute, value, project),
            None => attributes(name, project),
        };
    }
    let mut out = match typed.split_once(':') {
        Some((field, value)) => named(field, value, project),
        None if typed.starts_with('@') => saved(&typed[1..], project),
        None if typed.starts_with('#') => tags(&typed[1..], project),
        None => operators(typed, project),
    };
    out.retain(|o| o.text.trim() != typed);
    out.truncate(SHOWN);
    out
}

fn operators(typed: &str, project: &Project) -> Vec<Offer> {
    let wanted = fold(typed);
    let begins = |(word, note): &(&str, &str)| {
        let fits = word.starts_with(&wanted) && wanted.len() < word.len();
        fits.then(|| Offer { text: (*word).to_owned(), note: (*note).to_owned() })
    };
    let mut out: Vec<Offer> = OPERATORS.iter().filter_map(begins).collect();
    // A word of a name: the code or the case may be meant rather than the word.
    if wanted.chars().count() >= 3 {
        out.extend(codes(typed, project).into_iter().take(3));
        out.extend(cases(typed, project).into_iter().take(2));
    }
    out
}

fn named(field: &str, value: &str, project: &Project) -> Vec<Offer> {
    let value = value.trim_start_matches('"');
    match field {
        "code" => codes(value, project),
        "lone" => {
            let lone = |o: Offer| Offer { text: o.text.replacen("code:", "lone:", 1), ..o };
            codes(value, project).into_iter().map(lone).collect()
        }
        "suggest" => {
            let like = |o: Offer| Offer { text: o.text.replacen("code:", "suggest:", 1), ..o };
            codes(value, project).into_iter().map(like).collect()
        }
        "case" => cases(value, project),
        "in" => {
            let documents = project.documents.values().map(|d| d.name.as_str());
            let names = documents.chain(project.cases.values().map(|c| c.name.as_str())).collect();
            plain(names, value, |name| term(Atom::In(name)))
        }
        "since" => {
            let names = project.saved_of(SavedKind::Point).into_iter().map(|s| s.name.as_str()).collect();
            plain(names, value, |name| term(Atom::Since(name)))
        }
        "sort" => plain(ORDERS.into(), value, |name| format!("sort:{name}")),
        "doc" | "document" => {
            let names = project.documents.values().map(|d| d.name.as_str()).collect();
            plain(names, value, |name| term(Atom::Document(name)))
        }
        "speaker" => {
            let names = project.documents.values().flat_map(|d| d.speakers.iter().map(String::as_str)).collect();
            plain(names, value, |name| term(Atom::Speaker(name)))
        }
        "coder" => {
            let names = project.coders.values().map(|c| c.name.as_str()).collect();
            plain(names, value, |name| term(Atom::Coder(name)))
        }
        "role" => plain(["interviewer", "respondent"].into(), value, |name| format!("role:{name}")),
        "saved" => saved(value, project),
        "unit" => UNITS
            .iter()
            .filter(|(word, _)| word.starts_with(value))
            .map(|(word, note)| Offer { text: format!("unit:{word}"), note: (*note).to_owned() })
            .collect(),
        _ => Vec::new(),
    }
}

/// Names that have what is typed in them, those that begin with it first.
fn fitting<'a>(names: impl Iterator<Item = &'a str>, typed: &str) -> Vec<String> {
    let wanted = fold(typed);
    let mut out: Vec<(bool, String)> = names
        .filter(|name| fold(name).contains(&wanted))
        .map(|name| (!fold(name).starts_with(&wanted), name.to_owned()))
        .collect();
    out.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| natural(&a.1, &b.1)));
    out.into_iter().map(|(_, name)| name).take(SHOWN + 1).collect()
}

fn plain(names: BTreeSet<&str>, typed: &str, write: impl Fn(String) -> String) -> Vec<Offer> {
    fitting(names.into_iter(), typed).into_iter().map(|n| Offer { text: write(n), note: String::new() }).collect()
}

fn codes(typed: &str, project: &Project) -> Vec<Offer> {
    let typed = typed.trim_end_matches(['+', '*']).trim_end_matches('/');
    let paths: Vec<String> = project.codebook.tree().into_iter().map(|(_, c)| project.codebook.path(c.id)).collect();
    let offer = |path: String| {
        let code = project.codebook.at(&path);
        let note = code.map(|c| if c.short.is_empty() { one_line(&c.definition) } else { one_line(&c.short) });
        Offer { text: term(Atom::Code { path, reach: Reach::Only }), note: note.unwrap_or_default() }
    };
    fitting(paths.iter().map(String::as_str), typed).into_iter().map(offer).collect()
}

fn cases(typed: &str, project: &Project) -> Vec<Offer> {
    plain(project.cases.values().map(|c| c.name.as_str()).collect(), typed, |name| term(Atom::Case(name)))
}

fn attributes(typed: &str, project: &Project) -> Vec<Offer> {
    let wanted = fold(typed);
    let fits = project.attributes_in_order().into_iter().filter(|a| fold(&a.name).starts_with(&wanted));
    fits.map(|a| Offer { text: format!("case.{}:", a.name), note: a.kind.word().to_owned() }).take(SHOWN).collect()
}

fn values(attribute: &str, typed: &str, project: &Project) -> Vec<Offer> {
    let Some(known) = project.attributes.values().find(|a| fold(&a.name) == fold(attribute)) else { return Vec::new() };
    let values: BTreeSet<String> =
        project.cases.values().filter_map(|c| c.values.get(&known.id)).map(ToString::to_string).collect();
    let write = |value: String| term(Atom::Attribute { name: known.name.clone(), relation: Relation::Is, value });
    let mut out = plain(values.iter().map(String::as_str).collect(), typed.trim_start_matches('"'), write);
    out.truncate(SHOWN);
    out
}

fn saved(typed: &str, project: &Project) -> Vec<Offer> {
    let wanted = fold(typed);
    let all = project.saved_of(SavedKind::Query).into_iter().filter(|s| fold(&s.name).contains(&wanted));
    all.map(|s| Offer { text: term(Atom::Saved(s.name.clone())), note: one_line(&s.text) }).collect()
}

fn tags(typed: &str, project: &Project) -> Vec<Offer> {
    let names: BTreeSet<&str> = project.memos.values().flat_map(|m| m.tags()).collect();
    plain(names, typed, |name| term(Atom::Tag(name)))
}

/// Puts an offer in place of the word at the cursor. After an operator that wants a name the cursor stays behind it; elsewhere a space follows.
pub fn take(line: &Line, offer: &Offer) -> Line {
    let (start, _) = word(line);
    let open = offer.text.ends_with([':', '.', '>', '/', '(']);
    let rest = &line.text()[line.before().len()..];
    let mut out = Line::new(&line.text()[..start]);
    out.insert(&offer.text);
    if !open && !rest.starts_with(' ') {
        out.insert(" ");
    }
    let cursor = out.text().len();
    out.append(rest);
    out.go(cursor);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{CodeSpec, Command};
    use crate::session::Session;

    fn study() -> Session {
        let mut session = Session::in_memory("lena");
        for code in ["trust", "access/two words", "cost"] {
            session.run(Command::AddCode(CodeSpec::New(code.to_owned(), Box::default()))).unwrap();
        }
        session.run(Command::AddCase("P07 Maya".to_owned())).unwrap();
        let case = session.project().case("P07").unwrap().id;
        session.run(Command::SetValue(case, "role".to_owned(), "head nurse".to_owned())).unwrap();
        session
    }

    fn offered(session: &Session, typed: &str) -> Vec<String> {
        offers(&Line::new(typed), session.project()).into_iter().map(|o| o.text).collect()
    }

    #[test]
    fn operators_and_names_are_offered_where_they_fit() {
        let session = study();
        assert_eq!(offered(&session, "press co"), ["code:", "coder:", "codes>", "contains("]);
        assert_eq!(offered(&session, "-code:tr"), ["code:trust"]);
        assert_eq!(offered(&session, "(code:two"), ["code:\"access/two words\""]);
        assert_eq!(offered(&session, "code:\"access/two wo"), ["code:\"access/two words\""]);
        assert_eq!(offered(&session, "case:p"), ["case:\"P07 Maya\""]);
        assert_eq!(offered(&session, "case.r"), ["case.role:"]);
        assert_eq!(offered(&session, "case.role:"), ["case.role:\"head nurse\""]);
        assert_eq!(offered(&session, "trus"), ["code:trust"]);
        assert_eq!(offered(&session, "unit:se"), ["unit:sentence"]);
        assert!(offered(&session, "\"two wo").is_empty() && offered(&session, "press ").is_empty());
    }

    #[test]
    fn an_offer_takes_the_place_of_the_word() {
        let session = study();
        let taken = |typed: &str| {
            let line = Line::new(typed);
            let offer = offers(&line, session.project()).remove(0);
            take(&line, &offer).text().to_owned()
        };
        assert_eq!(taken("press -code:tr"), "press -code:trust ");
        assert_eq!(taken("press cod"), "press code:");
        assert_eq!(taken("(case.ro"), "(case.role:");
    }
}
