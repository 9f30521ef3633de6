use super::Coding;
use crate::text::{Span, Text};
use sha2::{Digest, Sha256};

/// How many bytes before and after a passage its context reaches (widened to code point bounds).
const CONTEXT: usize = 48;

/// A fingerprint of a passage in its surroundings: the first eight bytes of the SHA-256 of the text from 48 bytes before to 48 bytes after it,
/// with the passage's bounds marked. Two passages with the same words in different places differ in it.
pub fn context_hash(text: &str, span: Span) -> u64 {
    let mut low = (span.start as usize).saturating_sub(CONTEXT);
    while !text.is_char_boundary(low) {
        low -= 1;
    }
    let mut high = (span.end as usize + CONTEXT).min(text.len());
    while !text.is_char_boundary(high) {
        high += 1;
    }
    let mut hash = Sha256::new();
    for piece in [&text[low..span.start as usize], span.of(text), &text[span.end as usize..high]] {
        hash.update(piece.as_bytes());
        hash.update([0]);
    }
    u64::from_be_bytes(hash.finalize()[..8].try_into().expect("a SHA-256 has 32 bytes"))
}

/// What is wrong with a coding over its text: span outside the text, code points that do not fit the bytes, a quote that is not what stands there,
/// or a context that has changed. `None` when span, quote and context all hold.
pub fn verify(coding: &Coding, text: &Text) -> Option<String> {
    if !text.holds(coding.span) || coding.span.is_empty() {
        return Some("lies outside the text".to_owned());
    }
    if text.to_points(coding.span) != coding.points {
        return Some("has code points that do not fit its bytes".to_owned());
    }
    if coding.span.of(text.as_str()) != &*coding.quote {
        return Some("has a quote that is not what stands there".to_owned());
    }
    (context_hash(text.as_str(), coding.span) != coding.context).then(|| "stands in a changed context".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_elsewhere_have_another_fingerprint() {
        let text = "yes. And so we said yes. That was é all.";
        let first = context_hash(text, Span::new(0, 3));
        let second = context_hash(text, Span::new(20, 23));
        assert_eq!(&text[20..23], "yes");
        assert_ne!(first, second);
    }
}
