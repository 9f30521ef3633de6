//! What stands in a memo besides its words: its kind, `#tags`, and `[[links]]`.

use super::{About, Memo};

/// Kinds that a memo can name in a line of its own, `kind: method`.
pub const KINDS: [&str; 5] = ["analytic", "method", "case", "code", "question"];

impl Memo {
    /// Its kind: what a line `kind: …` says, else what it is about.
    pub fn kind(&self) -> &str {
        let said = self.text.lines().find_map(|line| line.trim().strip_prefix("kind:").map(str::trim));
        match (said.filter(|k| !k.is_empty()), self.about) {
            (Some(kind), _) => kind,
            (None, About::Code(_)) => "code",
            (None, About::Case(_)) => "case",
            (None, About::Project) => "method",
            (None, About::Document(_) | About::Passage(_)) => "analytic",
        }
    }

    /// Its tags without `#`, each once, in their order. A tag is a word behind a `#` that no letter stands before; a heading of Markdown is none.
    pub fn tags(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        for (at, _) in self.text.match_indices('#') {
            let begins = self.text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '#');
            let rest = &self.text[at + 1..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '/')).unwrap_or(rest.len());
            let tag = rest[..end].trim_end_matches(['-', '/']);
            if begins && !tag.is_empty() && !out.contains(&tag) {
                out.push(tag);
            }
        }
        out
    }

    /// What stands between `[[` and `]]`, each once, in its order.
    pub fn links(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        let mut rest = self.text.as_str();
        while let Some((_, after)) = rest.split_once("[[") {
            let Some((link, further)) = after.split_once("]]") else { break };
            let link = link.trim();
            if !link.is_empty() && !link.contains('\n') && !out.contains(&link) {
                out.push(link);
            }
            rest = further;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{CoderId, MemoId, Stamp};
    use uuid::Uuid;

    fn memo(about: About, text: &str) -> Memo {
        let id = Uuid::nil();
        Memo { id: MemoId(id), about, text: text.to_owned(), coder: CoderId(id), at: Stamp(0) }
    }

    #[test]
    fn tags_and_links_are_found_once_and_in_order() {
        let memo = memo(
            About::Project,
            "# Heading\n#hinge and (#año-2) but C#no ##not\n[[P04 31]] [[code trust]] #hinge [[ P04 31 ]] [[open",
        );
        assert_eq!(memo.tags(), ["hinge", "año-2"]);
        assert_eq!(memo.links(), ["P04 31", "code trust"]);
    }

    #[test]
    fn a_kind_is_said_or_follows_from_what_the_memo_is_about() {
        assert_eq!(memo(About::Project, "words").kind(), "method");
        assert_eq!(memo(About::Project, "words\nkind: question\n").kind(), "question");
    }
}
