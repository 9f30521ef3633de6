use super::{Span, words};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;
use unicode_segmentation::UnicodeSegmentation;

/// Where the places of one version of a text are in the next.
///
/// The two versions are compared line by line (Myers 1986, *An O(ND) difference algorithm and its variations*), lines that were replaced word by word, and words
/// cluster by cluster. A place is carried by what did not change around it; how sure that is, is said.
pub struct Carry<'a> {
    old: &'a str,
    new: &'a str,
    /// Stretches that are the same in both, in order.
    same: Vec<Same>,
}

#[derive(Clone, Copy)]
struct Same {
    old: usize,
    new: usize,
    len: usize,
}

/// Where a passage is now.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Carried {
    /// Its new place, without white space at either end; never empty.
    pub span: Span,
    /// How sure that is, from 0 to 1: 1 when both ends stand beside text that did not change and at least half of the words are still there; the share of the words
    /// that were found again otherwise, and never above 0.9.
    pub confidence: f32,
}

/// How finely two stretches are compared.
#[derive(Clone, Copy)]
enum Grain {
    Lines,
    Words,
    Clusters,
}

impl Grain {
    fn cut(self, text: &str) -> Vec<&str> {
        match self {
            Self::Lines => text.split_inclusive('\n').collect(),
            Self::Words => text.split_word_bounds().collect(),
            Self::Clusters => text.graphemes(true).collect(),
        }
    }

    /// The next finer one, and how many bytes a stretch may have to be compared so.
    fn finer(self) -> Option<(Self, usize)> {
        match self {
            Self::Lines => Some((Self::Words, 400_000)),
            Self::Words => Some((Self::Clusters, 2_000)),
            Self::Clusters => None,
        }
    }
}

/// A passage that is gone from its place counts as moved when at least this share of its words stands together somewhere else.
const ALIKE: f32 = 0.7;
/// What a passage found again elsewhere is worth at most.
const ELSEWHERE: f32 = 0.9;

impl<'a> Carry<'a> {
    /// Compares two versions of a text. Takes time linear in the texts' length and in the number of differences.
    pub fn new(old: &'a str, new: &'a str) -> Self {
        let mut carry = Self { old, new, same: Vec::new() };
        carry.compare(Span::new(0, old.len()), Span::new(0, new.len()), Grain::Lines);
        carry
    }

    fn compare(&mut self, old: Span, new: Span, grain: Grain) {
        let (whole_old, whole_new) = (self.old, self.new);
        let (a, b) = (grain.cut(old.of(whole_old)), grain.cut(new.of(whole_new)));
        let ops = capture_diff_slices(Algorithm::Myers, &a, &b);
        let length = |pieces: &[&str]| pieces.iter().map(|p| p.len()).sum::<usize>();
        if matches!(grain, Grain::Clusters) {
            let equal = ops.iter().filter(|op| matches!(op, DiffOp::Equal { .. }));
            // Two different words share letters by chance: that is not the same word mended.
            if equal.map(|op| op.old_range().len()).sum::<usize>() * 2 < a.len().max(b.len()) {
                return;
            }
        }
        let (mut at_old, mut at_new) = (old.start as usize, new.start as usize);
        for op in ops {
            let (left, right) = (length(&a[op.old_range()]), length(&b[op.new_range()]));
            match (op, grain.finer()) {
                (DiffOp::Equal { .. }, _) => self.push(at_old, at_new, left),
                (DiffOp::Replace { .. }, Some((finer, most))) if left.max(right) <= most => {
                    self.compare(Span::new(at_old, at_old + left), Span::new(at_new, at_new + right), finer);
                }
                _ => {}
            }
            (at_old, at_new) = (at_old + left, at_new + right);
        }
    }

    fn push(&mut self, old: usize, new: usize, len: usize) {
        match self.same.last_mut() {
            Some(last) if last.old + last.len == old && last.new + last.len == new => last.len += len,
            _ if len > 0 => self.same.push(Same { old, new, len }),
            _ => {}
        }
    }

    /// How many places differ: stretches between what is the same.
    pub fn differences(&self) -> usize {
        let mut count = 0;
        let (mut old, mut new) = (0, 0);
        for same in &self.same {
            count += usize::from(same.old > old || same.new > new);
            (old, new) = (same.old + same.len, same.new + same.len);
        }
        count + usize::from(self.old.len() > old || self.new.len() > new)
    }

    /// Where a byte of the old text stands in the new one: the gap between what is the same before and after it, and whether the byte is at an edge of that gap, so
    /// that its place is sure. `opens` says that something begins there: what was put in before it is not its.
    fn edge(&self, byte: usize, opens: bool) -> (usize, bool) {
        let after = self.same.partition_point(|s| s.old + s.len < byte + usize::from(opens));
        if let Some(same) = self.same.get(after)
            && same.old <= byte
            && (opens || same.old < byte)
        {
            return (same.new + byte - same.old, true);
        }
        // In a gap: between the end of the stretch before and the beginning of the one after.
        let before = after.checked_sub(1).map(|n| self.same[n]);
        let (old_start, new_start) = before.map_or((0, 0), |s| (s.old + s.len, s.new + s.len));
        let (old_end, new_end) = self.same.get(after).map_or((self.old.len(), self.new.len()), |s| (s.old, s.new));
        if opens { (new_start, byte == old_start) } else { (new_end, byte == old_end) }
    }

    /// How many bytes of an old span are still there.
    fn kept(&self, span: Span) -> usize {
        let (start, end) = (span.start as usize, span.end as usize);
        let shared = |s: &Same| (s.old + s.len).min(end).saturating_sub(s.old.max(start));
        self.same.iter().map(shared).sum()
    }

    /// The place of a stretch that keeps what was put in at its edges: a turn, a heading. Empty when nothing of it is left.
    pub fn stretch(&self, span: Span) -> Span {
        let (start, _) = self.edge(span.start as usize, true);
        let (end, _) = self.edge(span.end as usize, false);
        Span::new(start, end.max(start)).trimmed(self.new)
    }

    /// The place of a passage, if it is anywhere: where it was, or, when it is gone from there, where its words stand now. A passage whose words are nowhere, or in
    /// several places that are equally likely, has none.
    pub fn passage(&self, span: Span) -> Option<Carried> {
        if span.is_empty() {
            return None;
        }
        let (start, sure_start) = self.edge(span.start as usize, true);
        let (end, sure_end) = self.edge(span.end as usize, false);
        let here = Span::new(start, end.max(start)).trimmed(self.new);
        let share = self.kept(span) as f32 / span.len() as f32;
        if here.is_empty() || (share == 0.0 && !(sure_start && sure_end)) {
            return self.elsewhere(span);
        }
        if sure_start && sure_end && share >= 0.5 {
            return Some(Carried { span: here, confidence: 1.0 });
        }
        match self.elsewhere(span) {
            Some(other) if other.confidence > share.max(0.3) => Some(other),
            _ => Some(Carried { span: here, confidence: share.min(ELSEWHERE) }),
        }
    }

    /// Finds the words of a passage in the rest of the new text: word for word if that is in one place only, else where most of them stand together.
    fn elsewhere(&self, span: Span) -> Option<Carried> {
        let quote = span.of(self.old).trim();
        if quote.is_empty() {
            return None;
        }
        let mut places = self.new.match_indices(quote);
        match (places.next(), places.next()) {
            (Some((at, _)), None) => {
                return Some(Carried { span: Span::new(at, at + quote.len()), confidence: ELSEWHERE });
            }
            (Some(_), Some(_)) => return None,
            _ => {}
        }
        let wanted: Vec<String> = words(quote).iter().map(|w| w.of(quote).to_lowercase()).collect();
        if wanted.len() < 4 {
            return None;
        }
        let there = words(self.new);
        let (first, share) = densest(&wanted, &there, self.new)?;
        let last = there[(first + wanted.len()).min(there.len()) - 1];
        let span = Span { start: there[first].start, end: last.end };
        (share >= ALIKE).then_some(Carried { span, confidence: share * ELSEWHERE })
    }
}

/// The window of as many words as are wanted that holds most of them, and their share; `None` when two windows that do not overlap hold equally many.
fn densest(wanted: &[String], there: &[Span], text: &str) -> Option<(usize, f32)> {
    let mut need: HashMap<String, i32> = HashMap::new();
    for word in wanted {
        *need.entry(word.clone()).or_default() += 1;
    }
    let folded: Vec<String> = there.iter().map(|w| w.of(text).to_lowercase()).collect();
    let (mut held, mut best, mut second) = (0, (0, 0), 0);
    for (n, word) in folded.iter().enumerate() {
        if let Some(left) = need.get_mut(word) {
            held += i32::from(*left > 0);
            *left -= 1;
        }
        if let Some(gone) = n.checked_sub(wanted.len()).map(|out| &folded[out])
            && let Some(left) = need.get_mut(gone)
        {
            *left += 1;
            held -= i32::from(*left > 0);
        }
        let first = (n + 1).saturating_sub(wanted.len());
        if held > best.1 {
            if first >= best.0 + wanted.len() {
                second = best.1;
            }
            best = (first, held);
        } else if first >= best.0 + wanted.len() {
            second = second.max(held);
        }
    }
    (best.1 > second).then(|| (best.0, best.1 as f32 / wanted.len() as f32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What becomes of the words between `«` and `»` of the old text: the words now there, and how sure that is.
    fn carried(marked: &str, new: &str) -> Option<(String, f32)> {
        let start = marked.find('«').unwrap();
        let end = marked.find('»').unwrap() - '«'.len_utf8();
        let old = marked.replace(['«', '»'], "");
        let carry = Carry::new(&old, new);
        carry.passage(Span::new(start, end)).map(|c| (c.span.of(new).to_owned(), c.confidence))
    }

    fn sure(marked: &str, new: &str) -> String {
        let (words, confidence) = carried(marked, new).unwrap();
        assert_eq!(confidence, 1.0, "{words}");
        words
    }

    #[test]
    fn words_altered_around_and_inside_a_passage_leave_it_in_its_place() {
        assert_eq!(
            sure("We «waited there» long.", "Oh, we «waited there» long.".replace(['«', '»'], "").as_str()),
            "waited there"
        );
        assert_eq!(
            sure("He said «the the queue was long» today.", "He said the queue was long today."),
            "the queue was long"
        );
        assert_eq!(sure("«Teh queue was long» today.", "The queue was long today."), "The queue was long");
        assert_eq!(sure("«The queue was lnog» today.", "The queue was long today."), "The queue was long");
        assert_eq!(
            sure("I saw «Maria Lopez at the desk» again.", "I saw [nurse] at the desk again."),
            "[nurse] at the desk"
        );
        assert_eq!(
            sure("año «tras año nada» más", "Año «tras año nada» más".replace(['«', '»'], "").as_str()),
            "tras año nada"
        );
        assert_eq!(sure("我们«等了很久»。", "我们在那里等了很久。"), "等了很久");
    }

    #[test]
    fn what_is_put_in_at_the_edge_of_a_passage_is_not_its() {
        assert_eq!(sure("One. «Two.» Three.", "One. New. Two. Three."), "Two.");
        assert_eq!(sure("One. «Two.» Three.", "One. Two. New. Three."), "Two.");
    }

    #[test]
    fn the_same_words_elsewhere_do_not_draw_a_passage_to_them() {
        let new = "Yes.\n\nWe said yes. And then, well, yes.\n\nYes.";
        assert_eq!(sure("Yes.\n\nWe said yes. And then «yes».\n\nYes.", new), "yes");
        let carry = Carry::new("Yes.\n\nWe said yes. And then yes.\n\nYes.", new);
        assert_eq!(carry.passage(Span::new(28, 31)).unwrap().span, Span::new(35, 38));
        // Gone, and its words stand in two other places: nobody can tell which is meant.
        assert_eq!(carried("No.\n\n«Yes.»\n\nMaybe.\n\nYes.\n\nYes.", "No.\n\nMaybe.\n\nYes.\n\nYes."), None);
    }

    #[test]
    fn a_paragraph_that_moved_is_found_again_but_not_for_sure() {
        let old = "The first one is about money.\n\n«Nobody asked the nurses about the app.»\n\nThe third is about time.\n\nThe fourth too.";
        let new = "The first one is about money.\n\nThe third is about time.\n\nThe fourth too.\n\nNobody asked the nurses about the app.";
        assert_eq!(carried(old, new), Some(("Nobody asked the nurses about the app.".to_owned(), 0.9)));
        let (words, confidence) = carried(old, &new.replace("the nurses", "any nurses")).unwrap();
        assert_eq!(words, "Nobody asked any nurses about the app");
        assert!(confidence > 0.6 && confidence < 0.9, "{confidence}");
    }

    #[test]
    fn what_is_gone_has_no_place() {
        assert_eq!(
            carried(
                "Keep this.\n\n«Take this sentence away please.»\n\nAnd keep this.",
                "Keep this.\n\nAnd keep this."
            ),
            None
        );
    }

    #[test]
    fn half_of_a_passage_is_a_doubtful_passage() {
        let old = "A start. «One two three four five six seven.» An end.";
        let (words, confidence) = carried(old, "A start. One two three. An end.").unwrap();
        assert_eq!(words, "One two three.");
        assert!(confidence < 0.6, "{confidence}");
    }

    proptest! {
        #[test]
        fn places_lie_in_the_new_text_and_unaltered_texts_move_nothing(
            old in "[aé世 .\\n🙂]{0,60}", new in "[aé世 .\\n🙂]{0,60}", a in 0usize..60, b in 0usize..60
        ) {
            let bounds: Vec<usize> = old.char_indices().map(|(i, _)| i).chain([old.len()]).collect();
            let (a, b) = (bounds[a % bounds.len()], bounds[b % bounds.len()]);
            let span = Span::new(a.min(b), a.max(b));
            let carry = Carry::new(&old, &new);
            if let Some(carried) = carry.passage(span) {
                prop_assert!(new.get(carried.span.range()).is_some_and(|w| !w.is_empty() && w.trim() == w));
                prop_assert!((0.0..=1.0).contains(&carried.confidence));
            }
            let stretch = carry.stretch(span);
            prop_assert!(new.get(stretch.range()).is_some());
            let trimmed = span.trimmed(&old);
            let still = Carry::new(&old, &old);
            prop_assert_eq!(still.differences(), 0);
            if !trimmed.is_empty() {
                prop_assert_eq!(still.passage(trimmed), Some(Carried { span: trimmed, confidence: 1.0 }));
            }
        }
    }
}
