use super::lists::LISTS;
use crate::fault::{Fault, Outcome};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Words that are left out of lists because they are everywhere: articles, pronouns, prepositions, auxiliaries.
///
/// The lists that come with the program are short and of its own making. They hold the commonest function words and nothing else: no “like”, no “well”, none of the
/// words that interviews are full of but that may mean something; whoever needs more gives a file. Words are compared without case and accents.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Stops {
    /// By language; the empty name holds for all languages.
    lists: BTreeMap<String, BTreeSet<String>>,
}

impl Stops {
    /// None at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// In each document those of its language.
    pub fn auto() -> Self {
        let list = |words: &str| words.split_whitespace().map(fold).collect();
        Self { lists: LISTS.iter().map(|(language, words)| ((*language).to_owned(), list(words))).collect() }
    }

    /// Those of one language, in all documents.
    ///
    /// Errors: a language that has no list.
    pub fn of(language: &str) -> Outcome<Self> {
        let wanted = language.trim().to_lowercase();
        let list = LISTS.iter().find(|(name, _)| *name == wanted).map(|(_, words)| *words).ok_or_else(|| {
            let all: Vec<&str> = LISTS.iter().map(|(name, _)| *name).collect();
            Fault::asked(format!("there is no list of function words for “{language}”"))
                .hint(format!("there are lists for {}; or give a file, one word a line", all.join(", ")))
        })?;
        Ok(Self::words(list))
    }

    /// These words, in all documents; lines that begin with `#` are left out.
    pub fn words(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        let words = lines.flat_map(str::split_whitespace).map(fold).collect();
        Self { lists: BTreeMap::from([(String::new(), words)]) }
    }

    /// Whether a folded word is left out in a document of a language.
    pub fn holds(&self, folded: &str, language: &str) -> bool {
        let main = language.split(['-', '_']).next().unwrap_or_default();
        [main, ""].iter().any(|name| self.lists.get(*name).is_some_and(|list| list.contains(folded)))
    }
}
