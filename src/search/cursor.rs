use super::build::{pack, unpack};
use super::segment::{Segment, Slot, at};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, InvertedIndexReader};

/// Goes through entries in rising order and says where in each a run of slots stands.
pub(super) struct Cursor {
    /// The rarest first, each with the number of words before it.
    slots: Vec<(u32, Words)>,
    /// How many words the run has.
    pub length: u32,
    starts: Vec<u32>,
    words: Vec<u32>,
}

/// Where the terms of a slot stand.
enum Words {
    /// Read as the entries come.
    Read(Vec<SegmentPostings>),
    /// Read before, term by term, since there are many of them: entry and word, 32 bits each, in rising order; and how many of these are behind.
    Known(Vec<u64>, usize),
}

/// With more terms than this it is quicker to read one after the other than all of them side by side.
const SIDE_BY_SIDE: usize = 16;

impl Cursor {
    /// For a run, to be asked about some entries or fewer.
    pub fn new(segment: &Segment, run: &[Slot], among: &[DocId]) -> tantivy::Result<Self> {
        let mut rising: Vec<(u32, &Slot)> = (0..).zip(run).collect();
        rising.sort_by_key(|(_, slot)| slot.size);
        let words = |(before, slot): (u32, &Slot)| {
            let keys = segment.keys(slot.stemmed);
            let words = if slot.terms.len() > SIDE_BY_SIDE {
                Words::Known(positions(keys, slot, among)?, 0)
            } else {
                let open = |term| keys.read_postings_from_terminfo(term, IndexRecordOption::WithFreqsAndPositions);
                Words::Read(slot.terms.iter().map(open).collect::<Result<_, _>>()?)
            };
            tantivy::Result::Ok((before, words))
        };
        let slots = rising.into_iter().map(words).collect::<tantivy::Result<_>>()?;
        Ok(Self { slots, length: run.len() as u32, starts: Vec::new(), words: Vec::new() })
    }

    /// The words of an entry with which the run begins, in rising order. Entries are asked about in rising order.
    pub fn starts(&mut self, doc: DocId) -> &[u32] {
        self.starts.clear();
        for (nth, (before, slot)) in self.slots.iter_mut().enumerate() {
            self.words.clear();
            slot.of(doc, &mut self.words);
            if *before > 0 {
                self.words.retain(|word| word >= before);
                self.words.iter_mut().for_each(|word| *word -= *before);
            }
            if nth == 0 {
                std::mem::swap(&mut self.starts, &mut self.words);
            } else {
                let mut rest = &self.words[..];
                self.starts.retain(|start| {
                    while let [first, others @ ..] = rest
                        && first < start
                    {
                        rest = others;
                    }
                    rest.first() == Some(start)
                });
            }
            if self.starts.is_empty() {
                break;
            }
        }
        &self.starts
    }
}

impl Words {
    /// Appends the words of an entry.
    fn of(&mut self, doc: DocId, out: &mut Vec<u32>) {
        match self {
            Self::Read(terms) => {
                for postings in terms.iter_mut() {
                    if at(postings, doc) {
                        postings.append_positions_with_offset(0, out);
                    }
                }
                if terms.len() > 1 {
                    out.sort_unstable();
                    out.dedup();
                }
            }
            Self::Known(all, behind) => {
                *behind += all[*behind..].iter().take_while(|both| unpack(**both).0 < doc).count();
                out.extend(
                    all[*behind..].iter().take_while(|both| unpack(**both).0 == doc).map(|both| unpack(*both).1),
                );
            }
        }
    }
}

/// Where any term of a slot stands in some entries: entry and word, 32 bits each, in rising order.
fn positions(keys: &InvertedIndexReader, slot: &Slot, among: &[DocId]) -> tantivy::Result<Vec<u64>> {
    let (mut out, mut words) = (Vec::with_capacity(among.len()), Vec::new());
    for term in &slot.terms {
        let mut postings = keys.read_postings_from_terminfo(term, IndexRecordOption::WithFreqsAndPositions)?;
        for doc in among {
            if at(&mut postings, *doc) {
                postings.positions(&mut words);
                out.extend(words.iter().map(|word| pack(*doc, *word)));
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    Ok(out)
}

/// Whether one of some starts comes so many words behind the end of a run of this length, or fewer.
pub(super) fn follows(one: &[u32], length: u32, other: &[u32], reach: u32) -> bool {
    let mut rest = other;
    one.iter().any(|start| {
        let last = start + length - 1;
        while let [first, others @ ..] = rest
            && *first <= last
        {
            rest = others;
        }
        rest.first().is_some_and(|first| first - last <= reach)
    })
}
