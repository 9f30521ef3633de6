use super::stream::{Needle, Needles, Stream};

/// Whose words a text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Voice {
    /// A participant's: what is put in stands in square brackets, as scholars mark what they alter in a quotation.
    Quote,
    /// An analyst's.
    Own,
}

#[derive(Clone, Debug)]
struct Swap {
    name: String,
    /// What stands in, in a quotation and elsewhere; `None` for words that stay.
    with: Option<(String, String)>,
    inflected: bool,
}

/// What stands in for which names.
#[derive(Clone, Debug, Default)]
pub(super) struct Swaps {
    swaps: Vec<Swap>,
    needles: Needles,
}

/// A text with its names replaced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Swapped {
    pub(super) text: String,
    /// What was put in, in order, with repetitions.
    pub(super) stood_in: Vec<String>,
    /// Bytes of the old text and of the new one that correspond.
    pub(super) cuts: Vec<Cut>,
}

/// A stretch that was replaced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Cut {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) new_from: usize,
    pub(super) new_to: usize,
}

impl Swaps {
    /// The first of two rules for the same name counts.
    pub(super) fn add(&mut self, name: &str, quoted: &str, own: &str, inflected: bool) {
        self.put(Swap { name: name.to_owned(), with: Some((quoted.to_owned(), own.to_owned())), inflected });
    }

    /// Words that stay as they are wherever they stand exactly so.
    pub(super) fn keep(&mut self, spelling: &str) {
        self.put(Swap { name: spelling.to_owned(), with: None, inflected: false });
    }

    fn put(&mut self, swap: Swap) {
        if let Some(needle) = Needle::of(&swap.name) {
            self.needles.add(self.swaps.len(), needle);
            self.swaps.push(swap);
        }
    }

    /// Replaces names: at each place the longest that stands there, whole words only.
    pub(super) fn apply(&self, text: &str, voice: Voice) -> Swapped {
        let stream = Stream::of(text);
        let mut out = Swapped { text: String::with_capacity(text.len()), stood_in: Vec::new(), cuts: Vec::new() };
        let (mut done, mut at) = (0, 0);
        while at < stream.letters.len() {
            let Some((end, swap)) = self.at(&stream, at, text) else {
                at += 1;
                continue;
            };
            let (from, to) = (stream.letters[at].from as usize, stream.letters[end - 1].to as usize);
            at = end;
            let Some((quoted, own)) = &swap.with else { continue };
            let with = if voice == Voice::Quote { quoted } else { own };
            out.text.push_str(&text[done..from]);
            let new_from = out.text.len();
            out.text.push_str(with);
            out.cuts.push(Cut { from, to, new_from, new_to: out.text.len() });
            out.stood_in.push(with.clone());
            done = to;
        }
        out.text.push_str(&text[done..]);
        out
    }

    fn at(&self, stream: &Stream, at: usize, text: &str) -> Option<(usize, &Swap)> {
        let mut best: Option<(usize, usize)> = None;
        for (number, needle) in self.needles.at(stream, at) {
            let swap = &self.swaps[*number];
            let Some(end) = needle.stands(stream, at, swap.inflected) else { continue };
            let words = &text[stream.letters[at].from as usize..stream.letters[end - 1].to as usize];
            let exact = || words.split_whitespace().eq(swap.name.split_whitespace());
            if swap.with.is_none() && !exact() {
                continue;
            }
            let longer =
                best.is_none_or(|(e, n)| end > e || (end == e && swap.with.is_none() && self.swaps[n].with.is_some()));
            if longer {
                best = Some((end, *number));
            }
        }
        best.map(|(end, number)| (end, &self.swaps[number]))
    }
}

impl Swapped {
    /// Where a byte of the old text is in the new one; inside a stand-in: its beginning, or its end for the end of a span.
    pub(super) fn moved(&self, byte: usize, is_end: bool) -> usize {
        let before = self.cuts.partition_point(|c| c.to <= byte);
        if let Some(cut) = self.cuts.get(before).filter(|c| c.from < byte) {
            return if is_end { cut.new_to } else { cut.new_from };
        }
        match before.checked_sub(1).map(|n| self.cuts[n]) {
            Some(cut) => byte - cut.to + cut.new_to,
            None => byte,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn swaps() -> Swaps {
        let mut swaps = Swaps::default();
        swaps.add("Nordbank", "[a bank]", "a bank", true);
        swaps.add("Nordbank Star", "[a fund]", "a fund", false);
        swaps.add("Will", "[CIO]", "CIO", false);
        swaps.add("北方银行", "[银行]", "银行", false);
        swaps.keep("Will Street");
        swaps
    }

    #[test]
    fn the_longest_name_is_replaced_and_what_is_kept_stays() {
        let quoted = |text: &str| swaps().apply(text, Voice::Quote).text;
        assert_eq!(quoted("Nordbanken and Nordbank Star, NORDBANK's"), "[a bank] and [a fund], [a bank]'s");
        assert_eq!(quoted("Will will walk Will Street"), "[CIO] will walk Will Street");
        assert_eq!(quoted("我在北方银行。"), "我在[银行]。");
        assert_eq!(swaps().apply("Will", Voice::Own).text, "CIO");
    }

    #[test]
    fn places_are_carried_over() {
        let text = "At Nordbank we waited.";
        let new = swaps().apply(text, Voice::Quote);
        let carried = |words: &str| {
            let at = text.find(words).unwrap();
            new.text[new.moved(at, false)..new.moved(at + words.len(), true)].to_owned()
        };
        assert_eq!(carried("we waited"), "we waited");
        assert_eq!(carried("Nordbank"), "[a bank]");
        assert_eq!(carried("bank we"), "[a bank] we");
        assert_eq!(carried("At Nord"), "At [a bank]");
        assert_eq!(new.moved(text.len(), true), new.text.len());
    }
}
