//! Texts that name codes: specifications of matrices, saved queries, expressions. When a code has another path, they follow.

/// Marks that open a name in quotation marks; one inside a string of TOML may have a backslash before it.
const OPENING: [&str; 7] = ["\\\"", "\"", "'", "“", "„", "«", "‘"];

/// How a code is named at some place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// In quotation marks.
    Quoted,
    /// As a word of a query, which ends with a space.
    Bare,
    /// To the end of a line: `codes under trust`.
    Listed,
}

/// A text with codes under their new paths, wherever it names them by an old one: in `code:` and `lone:` of a query, in `has()` of an expression, in `code =` and
/// `codes under` of a specification. `paths` holds old and new ones. `None` where nothing is named so.
///
/// A path that cannot be written where the old one stands (it has quotation marks) is left as it is.
pub fn follow(text: &str, paths: &[(String, String)]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in text.char_indices() {
        if at < from {
            continue;
        }
        let Some(manner) = takes_code(&text[..at]) else { continue };
        let named = paths.iter().find_map(|(old, new)| {
            let end = same(&text[at..], old)? + at;
            ends_there(&text[end..], manner).then_some((end, new))
        });
        let Some((end, new)) = named else { continue };
        let Some(written) = written(new, manner, &text[end..]) else { continue };
        out.push_str(&text[from..at]);
        out.push_str(&written);
        from = end;
    }
    (from > 0).then(|| out + &text[from..])
}

/// Whether a code is expected after these words, and how.
fn takes_code(before: &str) -> Option<Manner> {
    let ends = |text: &str, word: &str| {
        text.len()
            .checked_sub(word.len())
            .and_then(|at| text.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(word))
    };
    let of_query = |text: &str| ends(text, "code:") || ends(text, "lone:");
    if of_query(before) {
        return Some(Manner::Bare);
    }
    if ends(before, "codes under ") {
        return Some(Manner::Listed);
    }
    let quoted = |opening: &&str| {
        let Some(rest) = before.strip_suffix(*opening) else { return false };
        // A bare word is a code only where the language has one.
        let key = rest.trim_end().strip_suffix('=').map(str::trim_end);
        of_query(rest) || ends(rest.trim_end(), "has(") || key.is_some_and(is_code)
    };
    OPENING.iter().any(quoted).then_some(Manner::Quoted)
}

/// Whether a key of a specification is `code`.
fn is_code(before: &str) -> bool {
    let Some(rest) = before.trim_end_matches('"').strip_suffix("code") else { return false };
    rest.trim_end_matches('"').chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '{' | ',' | '['))
}

/// Where a path ends that a text begins with, whatever the case.
fn same(text: &str, path: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    for wanted in path.chars() {
        let (_, c) = letters.next()?;
        if c != wanted && !c.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(letters.next().map_or(text.len(), |(at, _)| at))
}

/// Whether a path is over where such words follow: `trust` is no part of `trusting` nor of `trust/self`, but of `trust/*`.
fn ends_there(rest: &str, manner: Manner) -> bool {
    match rest.chars().next() {
        None | Some('"' | '\'' | '”' | '“' | '»' | '’' | '\\' | '+') => true,
        Some('/') => rest.starts_with("/*"),
        Some(c) => manner == Manner::Bare && (c.is_whitespace() || matches!(c, ')' | ',' | ']')),
    }
}

/// A path as it can stand there.
fn written(path: &str, manner: Manner, rest: &str) -> Option<String> {
    if path.contains(['"', '\'', '“', '”', '„', '«', '»', '‘', '’', '\\', '\n']) {
        return None;
    }
    let plain = path.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '-'));
    match manner {
        Manner::Bare if !plain => (!rest.starts_with("/*")).then(|| format!("“{path}”")),
        _ => Some(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(text: &str, pairs: &[(&str, &str)]) -> Option<String> {
        follow(text, &pairs.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn every_way_of_naming_a_code_follows() {
        let pairs = [("trust/self", "belief/self"), ("trust", "belief")];
        for (old, new) in [
            ("code:trust+ -code:trust/self", "code:belief+ -code:belief/self"),
            ("within(desk, code:trust)", "within(desk, code:belief)"),
            ("code:\"trust\"+ or lone:Trust", "code:\"belief\"+ or lone:belief"),
            ("code:trust/* word", "code:belief/* word"),
            (
                "case when has('trust') then 'trust' else \"trust\" end",
                "case when has('belief') then 'trust' else \"trust\" end",
            ),
            (
                "title = \"trust\"\ncode = \"trust\"\nrows = \"codes under trust\"",
                "title = \"trust\"\ncode = \"belief\"\nrows = \"codes under belief\"",
            ),
            ("query = \"code:\\\"trust\\\" and trust\"", "query = \"code:\\\"belief\\\" and trust\""),
            ("row = [{ code = 'trust/self' }]", "row = [{ code = 'belief/self' }]"),
        ] {
            assert_eq!(renamed(old, &pairs).as_deref(), Some(new), "{old}");
        }
    }

    #[test]
    fn what_is_no_code_or_another_one_stays() {
        let pairs = [("trust", "belief")];
        for text in [
            "trust",
            "code:trusting",
            "code:trust/self",
            "has('trusty')",
            "encode:trusted",
            "title = 'trust'",
            "case.trust:x",
            "sort = ['trust']",
            "# code trust",
            "code:\"trust me\"",
            "has('trust me')",
            "codes under trusted",
        ] {
            assert_eq!(renamed(text, &pairs), None, "{text}");
        }
    }

    #[test]
    fn a_new_name_of_several_words_is_quoted_where_it_has_to_be() {
        let pairs = [("trust", "good faith")];
        assert_eq!(renamed("code:trust+ desk", &pairs).as_deref(), Some("code:“good faith”+ desk"));
        assert_eq!(renamed("code:\"trust\"", &pairs).as_deref(), Some("code:\"good faith\""));
        assert_eq!(
            renamed("rows = \"codes under trust\"", &pairs).as_deref(),
            Some("rows = \"codes under good faith\"")
        );
        assert_eq!(renamed("query = 'code:trust'", &pairs).as_deref(), Some("query = 'code:“good faith”'"));
        assert_eq!(renamed("code:trust", &[("trust", "the \"faith\"")]), None);
    }
}
