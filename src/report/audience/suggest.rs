//! What may have to be replaced: found by search, decided by a person.

use super::check::context;
use super::roles::is_label;
use super::stream::{Needle, Needles, Stream};
use super::swap::{Swaps, Voice};
use super::withheld::distinctive_parts;
use crate::case::{Clearance, Rule};
use crate::fault::Outcome;
use crate::id::CaseId;
use crate::project::{Project, SavedKind, Texts};
use crate::text::{fold, sentences, words};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A name that stands in the texts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// The name as written.
    pub name: String,
    /// Why it is thought to be one: `speaker`, `case`, `part of a case's name`, `capitals`.
    pub why: &'static str,
    /// How often it stands in turns.
    pub times: usize,
    /// In how many documents.
    pub documents: usize,
    /// One place, with the words around it.
    pub context: String,
}

/// What a rule would do at one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preview {
    /// Name of the document.
    pub document: String,
    /// The turn, counted from 1.
    pub turn: usize,
    /// The words as they are.
    pub before: String,
    /// The words as they would be published.
    pub after: String,
}

/// What is known of a name so far.
#[derive(Default)]
struct Seen {
    times: usize,
    documents: usize,
    last: Option<usize>,
    context: String,
    /// Stood inside a sentence, where a capital says something.
    inside: bool,
}

/// Names in the texts that have no rule yet: those of speakers and cases and their distinctive parts wherever they stand; and runs of words with capitals inside
/// sentences. Scripts without capitals give only the former. The most frequent come first.
///
/// Errors: a text that cannot be loaded.
pub fn suggest(project: &Project, texts: &dyn Texts) -> Outcome<Vec<Suggestion>> {
    let known = known_names(project, texts)?;
    let mut needles = Needles::default();
    for (n, (.., needle)) in known.iter().enumerate() {
        needles.add(n, needle.clone());
    }
    let ruled: HashSet<String> =
        project.saved_of(SavedKind::Replacement).iter().map(|s| fold(&Rule::parse(&s.name, &s.text).0)).collect();
    let mut found: BTreeMap<(String, &'static str), Seen> = BTreeMap::new();
    let mut small: HashSet<String> = HashSet::new();
    for (number, document) in project.documents.values().enumerate() {
        let content = texts.content(document)?;
        // German writes every noun with a capital: there only runs of several, or words never written small, say anything.
        let nouns = document.language == "de";
        for turn in &content.structure.turns {
            let text = turn.span.of(content.text.as_str());
            let stream = Stream::of(text);
            for at in 0..stream.letters.len() {
                for (n, needle) in needles.at(&stream, at) {
                    let Some(end) = needle.stands(&stream, at, needle.is_long()) else { continue };
                    let (from, to) = (stream.letters[at].from as usize, stream.letters[end - 1].to as usize);
                    note(&mut found, (known[*n].0.clone(), known[*n].1), number, context(text, from, to), true);
                }
            }
            for (from, to, inside) in capitals(text, &mut small) {
                let name = text[from..to].split_whitespace().collect::<Vec<_>>().join(" ");
                let several = name.contains(' ');
                note(&mut found, (name, "capitals"), number, context(text, from, to), inside && (several || !nouns));
            }
        }
    }
    let taken: HashSet<String> = known.iter().map(|(name, ..)| fold(name)).collect();
    let mut out: Vec<Suggestion> = found
        .into_iter()
        .filter(|((name, why), seen)| {
            let guessed = *why == "capitals";
            let word = fold(name);
            !ruled.contains(&word) && (!guessed || (seen.inside && !taken.contains(&word) && !small.contains(&word)))
        })
        .map(|((name, why), s)| Suggestion { name, why, times: s.times, documents: s.documents, context: s.context })
        .collect();
    out.sort_by(|a, b| {
        (a.why == "capitals").cmp(&(b.why == "capitals")).then(b.times.cmp(&a.times)).then(a.name.cmp(&b.name))
    });
    Ok(out)
}

fn note(
    found: &mut BTreeMap<(String, &'static str), Seen>,
    key: (String, &'static str),
    document: usize,
    context: String,
    inside: bool,
) {
    let seen = found.entry(key).or_default();
    seen.times += 1;
    seen.inside |= inside;
    if seen.last != Some(document) {
        seen.last = Some(document);
        seen.documents += 1;
    }
    if seen.context.is_empty() {
        seen.context = context;
    }
}

/// Names of persons and cases, their parts, and values that name a case.
fn known_names(project: &Project, texts: &dyn Texts) -> Outcome<Vec<(String, &'static str, Needle)>> {
    let mut names: Vec<(String, &'static str)> = Vec::new();
    for (name, _) in super::roles::roles(project, texts)?.names() {
        names.push((name.to_owned(), "speaker"));
        names.extend(distinctive_parts(name).into_iter().map(|p| (p, "part of a speaker's name")));
    }
    for case in project.cases.values() {
        let whole = case.clearance != Clearance::Named;
        names.extend(Some((case.name.clone(), "case")).filter(|_| whole));
        names.extend(distinctive_parts(&case.name).into_iter().map(|p| (p, "part of a case's name")).filter(|_| whole));
    }
    let mut seen = HashSet::new();
    let fresh = names.into_iter().filter(|(name, _)| !is_label(name) && seen.insert(fold(name)));
    Ok(fresh.filter_map(|(name, why)| Needle::of(&name).map(|n| (name, why, n))).collect())
}

/// Runs of words with capitals: where each begins and ends, and whether it stands inside a sentence. Words written small are noted.
fn capitals(text: &str, small: &mut HashSet<String>) -> Vec<(usize, usize, bool)> {
    let mut out: Vec<(usize, usize, bool)> = Vec::new();
    for sentence in sentences(text) {
        let inner = sentence.of(text);
        let start = sentence.start as usize;
        let mut open: Option<(usize, usize, bool)> = None;
        for (n, word) in words(inner).into_iter().enumerate() {
            let letters = word.of(inner);
            let (from, to) = (start + word.start as usize, start + word.end as usize);
            let mut chars = letters.chars();
            let first = chars.next().is_some_and(char::is_uppercase);
            let name = first && letters.chars().count() > 2 && !letters.starts_with("I'") && !letters.starts_with("I’");
            if !first {
                small.insert(fold(letters));
            }
            let joined =
                open.filter(|(_, end, _)| text[*end..from].chars().all(|c| matches!(c, ' ' | '-' | '&' | '\n')));
            match (name, joined) {
                (true, Some((begin, _, inside))) => open = Some((begin, to, inside)),
                (true, None) => {
                    out.extend(open.take());
                    open = Some((from, to, n > 0));
                }
                (false, _) => out.extend(open.take()),
            }
        }
        out.extend(open);
    }
    out
}

/// What a stand-in for a name would do to the texts, turn by turn, in order; at most `most` places. Without a name: what all rules of the project do.
///
/// Errors: a text that cannot be loaded.
pub fn preview(project: &Project, texts: &dyn Texts, rules: &[(String, Rule)], most: usize) -> Outcome<Vec<Preview>> {
    let mut swaps = Swaps::default();
    for (name, rule) in rules {
        match rule {
            Rule::Replace { with, inflected } => swaps.add(name, with, with, *inflected),
            Rule::Allow { .. } => swaps.keep(name),
            Rule::Identifying => {}
        }
    }
    let mut out = Vec::new();
    for document in project.documents.values() {
        let content = texts.content(document)?;
        for (n, turn) in content.structure.turns.iter().enumerate() {
            let text = turn.span.of(content.text.as_str());
            let swapped = swaps.apply(text, Voice::Quote);
            for cut in &swapped.cuts {
                if out.len() >= most {
                    return Ok(out);
                }
                out.push(Preview {
                    document: document.name.clone(),
                    turn: n + 1,
                    before: context(text, cut.from, cut.to),
                    after: context(&swapped.text, cut.new_from, cut.new_to),
                });
            }
        }
    }
    Ok(out)
}

/// An alias for every case that needs one and has none: the stem and letters, `Company A`. Which case gets which letter says nothing about its name or when it
/// was made, and is the same every time.
pub fn aliases(project: &Project, stem: &str) -> Vec<(CaseId, String)> {
    let mut taken: HashMap<String, ()> = HashMap::new();
    for case in project.cases.values() {
        taken.insert(case.name.to_lowercase(), ());
        taken.extend(case.alias.as_ref().map(|a| (a.to_lowercase(), ())));
    }
    let mut nameless: Vec<CaseId> = project
        .cases
        .values()
        .filter(|c| c.clearance == Clearance::Anonymous && c.alias.is_none())
        .map(|c| c.id)
        .collect();
    nameless.sort_by_key(|id| Sha256::digest(id.0.as_bytes()).to_vec());
    let mut free =
        (0..).map(|n| format!("{} {}", stem.trim(), letters(n))).filter(|a| !taken.contains_key(&a.to_lowercase()));
    nameless.into_iter().filter_map(|id| Some((id, free.next()?))).collect()
}

/// A, B … Z, AA, AB …
fn letters(mut n: usize) -> String {
    let mut out = String::new();
    loop {
        out.insert(0, char::from(b'A' + (n % 26) as u8));
        if n < 26 {
            return out;
        }
        n = n / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 51, 52, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "AAA"]);
    }

    #[test]
    fn runs_of_capitals_inside_sentences_are_found() {
        let text = "We met Nordic Star in Vaasa. The rest I forget. Then Vaasa again.";
        let mut small = HashSet::new();
        let found: Vec<(&str, bool)> =
            capitals(text, &mut small).into_iter().map(|(a, b, inside)| (&text[a..b], inside)).collect();
        assert_eq!(found, [("Nordic Star", true), ("Vaasa", true), ("The", false), ("Then Vaasa", false)]);
        assert!(small.contains("rest"));
    }
}
