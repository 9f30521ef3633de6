//! Parts of a very long sentence: captions and fast talk that were written down without full stops have none, and nobody can hold them by sentences.
//! Sentences stay what they are, and so do their numbers; parts are only a rung of the ladder below them.

use super::rows::width;
use crate::text::{Span, graphemes, is_cjk, words};

/// A sentence of more cells than this has parts: three or four lines of a transcript.
const LONG: usize = 200;
/// Cells that a part has at most, where its words let it.
const MOST: usize = 90;
/// Cells that a part has at least before it ends at a pause.
const LEAST: usize = 24;

fn cells(text: &str) -> usize {
    graphemes(text).map(|(_, g)| usize::from(width(g))).sum()
}

/// Whether what stands between two words is a pause: a comma or the like; in scripts that do not part words by spaces, also a space.
fn is_pause(before: &str, gap: &str) -> bool {
    let unparted = before.chars().next_back().is_some_and(is_cjk);
    gap.chars().any(|c| ",;:，、；：،؛—–…".contains(c)) || (unparted && gap.contains(char::is_whitespace))
}

/// The parts of a sentence: its lines; of a line that is long, stretches of words up to a pause or as many as fit. The whole of a sentence that is not long.
pub fn parts(text: &str, sentence: Span) -> Vec<Span> {
    if cells(sentence.of(text)) <= LONG {
        return vec![sentence];
    }
    let mut out = Vec::new();
    let mut start = sentence.start;
    for line in sentence.of(text).split_inclusive('\n') {
        let end = start + line.len() as u32;
        let line = Span { start, end }.trimmed(text);
        if !line.is_empty() {
            cut(text, line, &mut out);
        }
        start = end;
    }
    out
}

/// Cuts a line where it is too long.
fn cut(text: &str, line: Span, out: &mut Vec<Span>) {
    if cells(line.of(text)) <= MOST {
        return out.push(line);
    }
    let at = |w: Span| Span { start: w.start + line.start, end: w.end + line.start }.trimmed(text);
    let all: Vec<Span> = words(line.of(text)).into_iter().map(at).filter(|w| !w.is_empty()).collect();
    let (mut start, mut wide) = (line.start, 0);
    // The last pause since the part began: where the next part would begin.
    let mut pause: Option<u32> = None;
    for pair in all.windows(2) {
        let (word, next) = (pair[0], pair[1]);
        wide += cells(&text[word.start as usize..next.start as usize]);
        if is_pause(word.of(text), &text[word.end as usize..next.start as usize]) && wide >= LEAST {
            pause = Some(next.start);
        }
        if wide + cells(next.of(text)) <= MOST {
            continue;
        }
        let end = pause.take().unwrap_or(next.start);
        out.push(Span { start, end }.trimmed(text));
        start = end;
        wide = cells(&text[start as usize..next.start as usize]);
    }
    out.push(Span { start, end: line.end }.trimmed(text));
    out.retain(|part| !part.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Vec<&str> {
        parts(text, Span::new(0, text.len())).into_iter().map(|p| p.of(text)).collect()
    }

    #[test]
    fn a_sentence_that_is_not_long_is_its_only_part() {
        assert_eq!(
            of("She waited, and then, having waited, she left."),
            ["She waited, and then, having waited, she left."]
        );
    }

    #[test]
    fn long_sentences_have_their_lines_or_stretches_up_to_pauses_as_parts() {
        let captions = "so we had the paper book and we also had the page and nobody told us which of them it was that counted\n\
                        and in the end we kept them both for a whole year because the page asked for a code that they never got\n\
                        and then one day it was gone";
        assert_eq!(of(captions).len(), 5, "{:#?}", of(captions));
        assert_eq!(of(captions).last(), Some(&"and then one day it was gone"));
        let pauses = format!("{}and that was that", "we rang, and rang again, until somebody came; ".repeat(6));
        assert!(of(&pauses).iter().rev().skip(1).all(|p| p.ends_with([',', ';'])), "{:#?}", of(&pauses));
    }

    #[test]
    fn scripts_without_spaces_between_words_are_parted_too() {
        let chinese = "我们去了诊所可是没有人告诉我们应该怎么办 ".repeat(8);
        let all = of(chinese.trim());
        assert!(all.len() >= 3 && all.iter().all(|p| p.starts_with("我们去了") && cells(p) <= MOST), "{all:#?}");
        let thai = "เราไปที่คลินิกแต่ไม่มีใครบอกเราว่าต้องทำอย่างไรและเราก็รออยู่ตรงนั้นจนถึงเย็น".repeat(6);
        let all = of(&thai);
        assert!(all.len() >= 4 && all.iter().all(|p| cells(p) <= MOST), "{all:#?}");
    }

    proptest! {
        #[test]
        fn parts_follow_one_another_and_leave_out_nothing_but_white_space(text in "[a-zé漢,，\u{0E01}\u{0E48} \n🙂]{0,600}") {
            let whole = Span::new(0, text.len()).trimmed(&text);
            prop_assume!(!whole.is_empty());
            let all = parts(&text, whole);
            let mut at = whole.start;
            for part in &all {
                prop_assert!(part.start >= at && !part.is_empty());
                prop_assert!(text[at as usize..part.start as usize].trim().is_empty());
                at = part.end;
            }
            prop_assert!(text[at as usize..whole.end as usize].trim().is_empty());
        }
    }
}
