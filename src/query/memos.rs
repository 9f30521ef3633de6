//! Memos by the words and tags in them.

use super::near::nearest;
use super::words::Analyser;
use crate::coding::Passage;
use crate::fault::{Fault, Outcome};
use crate::memo::{About, Memo};
use crate::project::Project;
use crate::text::fold;
use std::collections::BTreeSet;

/// Which memos are meant.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    /// Any.
    Any,
    /// Those in which words stand in this order, in one of the languages of the study.
    Words {
        exact: Vec<String>,
        /// The last word is only a beginning.
        open: bool,
        /// Language and stems.
        stems: Vec<(String, Vec<String>)>,
    },
    /// Those with a tag, folded.
    Tag(String),
}

/// Whether a character can stand in a tag.
pub(super) fn in_tag(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '/')
}

impl Wanted {
    /// `memo:words`; a star at the end makes the last word a beginning, a star alone means any memo.
    pub fn words(words: &str, project: &Project) -> Self {
        if words.trim() == "*" {
            return Self::Any;
        }
        let (words, open) = words.strip_suffix('*').map_or((words, false), |words| (words, true));
        let languages: BTreeSet<&str> = project.documents.values().map(|d| d.language.as_str()).collect();
        // A memo is too short to guess its language by: it may be any of the study's.
        let stems = languages.into_iter().map(|l| (l.to_owned(), Analyser::new(l).stems(words)));
        let stems = if open { Vec::new() } else { stems.collect() };
        Self::Words { exact: Analyser::keys(words), open, stems }
    }

    /// `#tag`.
    ///
    /// Errors: a tag that no memo has.
    pub fn tag(tag: &str, project: &Project) -> Outcome<Self> {
        let wanted = fold(tag);
        let all: BTreeSet<&str> = project.memos.values().flat_map(|m| tags(&m.text)).collect();
        if all.iter().any(|t| fold(t) == wanted) {
            return Ok(Self::Tag(wanted));
        }
        let near = nearest(tag, all.iter().copied());
        let fault = Fault::unknown("tag", &format!("#{tag}"), &near);
        Err(if near.is_empty() {
            fault.hint("tags are words with # in memos; to find the word, leave the # out")
        } else {
            fault
        })
    }

    fn holds(&self, memo: &Memo) -> bool {
        match self {
            Self::Any => true,
            Self::Tag(tag) => tags(&memo.text).any(|t| fold(t) == *tag),
            Self::Words { exact, open, stems } => {
                let keys = Analyser::keys(&memo.text);
                let fits = |window: &[String]| {
                    let pairs = window.iter().zip(exact).enumerate();
                    let mut pairs = pairs.map(|(i, (own, wanted))| {
                        if *open && i + 1 == exact.len() { own.starts_with(wanted.as_str()) } else { own == wanted }
                    });
                    pairs.all(|fits| fits)
                };
                keys.windows(exact.len().max(1)).any(fits)
                    || stems.iter().any(|(language, stems)| {
                        let own = Analyser::new(language).stems(&memo.text);
                        !stems.is_empty() && own.windows(stems.len()).any(|window| window == stems)
                    })
            }
        }
    }
}

/// The tags of a memo, without their sign.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices('#').filter(move |(at, _)| !text[..*at].ends_with(in_tag));
    starts.filter_map(move |(at, sign)| {
        let rest = &text[at + sign.len()..];
        let end = rest.find(|c| !in_tag(c)).unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    })
}

/// The passages that carry such a memo.
pub(super) fn passages(wanted: &Wanted, project: &Project) -> Vec<Passage> {
    let about = |memo: &Memo| match memo.about {
        About::Passage(passage) => Some(passage),
        _ => None,
    };
    project
        .memos
        .values()
        .filter(|m| matches!(m.about, About::Passage(_)) && wanted.holds(m))
        .filter_map(about)
        .collect()
}

/// How many memos are meant that are about something else than a passage.
pub(super) fn elsewhere(words: &str, project: &Project) -> usize {
    let wanted = Wanted::words(words, project);
    project.memos.values().filter(|m| !matches!(m.about, About::Passage(_)) && wanted.holds(m)).count()
}

/// Whether no memo on a passage is meant.
pub(super) fn none_on_passages(words: &str, project: &Project) -> bool {
    passages(&Wanted::words(words, project), project).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_words_behind_a_sign() {
        let found: Vec<&str> = tags("#hinge, a#b and #über-ich (#x/y) # no, ##twice").collect();
        assert_eq!(found, ["hinge", "über-ich", "x/y", "twice"]);
    }
}
