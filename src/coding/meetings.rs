use super::briefs::Brief;
use rayon::prelude::*;

/// Most codes of which all pairs are kept: a table of so many has 16 MB.
const MOST: usize = 2_048;

/// How many pairs of codings share text, for every two codes: one coding of the one and one of the other, in the same document, with a byte in common. Kept right
/// coding by coding, so that a table of co-occurrence needs no pass over the codings.
#[derive(Clone, Debug)]
pub struct Meetings {
    /// Codes that there is room for.
    width: usize,
    /// Pairs of `a` and `b`, `a` < `b`, at `a * width + b`.
    pairs: Vec<u32>,
}

impl Meetings {
    /// Counts all pairs, documents shared among the processors; `None` with too many codes.
    pub(super) fn of(codes: usize, lists: &[&[Brief]]) -> Option<Self> {
        // Room for codes to come, so that a new one does not mean counting anew.
        let width = (codes + 16).next_multiple_of(16);
        if width > MOST {
            return None;
        }
        let empty = || vec![0u32; width * width];
        let count = |mut pairs: Vec<u32>, part: &[&[Brief]]| {
            part.iter().for_each(|list| meet(list, |a, b| pairs[a * width + b] += 1));
            pairs
        };
        let add = |mut sum: Vec<u32>, more: Vec<u32>| {
            sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
            sum
        };
        let share = lists.len().div_ceil(rayon::current_num_threads()).max(1);
        let pairs = lists.par_chunks(share).map(|part| count(empty(), part)).reduce(empty, add);
        Some(Self { width, pairs })
    }

    /// Takes the codings of one document out and puts others in; false when there is no room for a code.
    pub(super) fn replace(&mut self, was: &[Brief], now: &[Brief], codes: usize) -> bool {
        if codes > self.width {
            return false;
        }
        meet(was, |a, b| self.pairs[a * self.width + b] -= 1);
        meet(now, |a, b| self.pairs[a * self.width + b] += 1);
        true
    }

    /// Takes in that a coding of a code came or went which shares text with codings of these codes; false when there is no room for one of them.
    pub(super) fn alter(&mut self, code: u32, others: &[u32], came: bool) -> bool {
        for other in others.iter().filter(|other| **other != code) {
            let (a, b) = (code.min(*other) as usize, code.max(*other) as usize);
            if b >= self.width {
                return false;
            }
            let pairs = &mut self.pairs[a * self.width + b];
            *pairs = if came { *pairs + 1 } else { *pairs - 1 };
        }
        (code as usize) < self.width
    }

    /// How many codings of one code share text with how many of another: pairs. The codes are those numbers that briefs have.
    pub fn between(&self, one: u32, other: u32) -> u32 {
        let (a, b) = (one.min(other) as usize, one.max(other) as usize);
        if b < self.width { self.pairs[a * self.width + b] } else { 0 }
    }
}

/// Calls `met` with the codes of every two codings of different codes that share text, the smaller number first.
fn meet(list: &[Brief], mut met: impl FnMut(usize, usize)) {
    for (n, first) in list.iter().enumerate() {
        // They stand in order of their start: the rest begins behind this one's end.
        for second in list[n + 1..].iter().take_while(|second| second.start < first.end) {
            if first.code != second.code {
                met(first.code.min(second.code) as usize, first.code.max(second.code) as usize);
            }
        }
    }
}
