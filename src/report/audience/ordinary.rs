//! Which parts of names are ordinary words of the study besides: `board` in *Pensions Board*, `price` in *Fennimore Price*.

use crate::fault::Outcome;
use crate::project::{Project, Texts};
use crate::text::{fold, words};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What is known of a word.
#[derive(Default)]
struct Seen {
    small: usize,
    capital: usize,
    documents: BTreeSet<usize>,
}

/// Those of the parts (folded) that are written small three times and more, in two documents and more, and oftener small than with a capital. Documents that
/// have hardly any capitals, or nearly nothing else, say nothing: there a name looks like a word.
///
/// Errors: a text that cannot be loaded.
pub(super) fn ordinary(project: &Project, texts: &dyn Texts, parts: &HashSet<String>) -> Outcome<HashSet<String>> {
    let mut seen: HashMap<String, Seen> = HashMap::new();
    for (number, document) in project.documents.values().enumerate().filter(|_| !parts.is_empty()) {
        let content = texts.content(document)?;
        let text = content.text.as_str();
        let letters = text.chars().filter(|c| c.is_lowercase() || c.is_uppercase()).count();
        let capitals = text.chars().filter(|c| c.is_uppercase()).count();
        if capitals * 100 < letters || capitals * 4 > letters {
            continue;
        }
        for word in words(text) {
            let word = word.of(text);
            let folded = fold(word);
            if !parts.contains(&folded) {
                continue;
            }
            let known = seen.entry(folded).or_default();
            if word.starts_with(char::is_uppercase) {
                known.capital += 1;
            } else {
                known.small += 1;
                known.documents.insert(number);
            }
        }
    }
    let ordinary = seen.into_iter().filter(|(_, s)| s.small >= 3 && s.documents.len() >= 2 && s.small > s.capital);
    Ok(ordinary.map(|(word, _)| word).collect())
}
