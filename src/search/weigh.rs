//! How often words stand in turns, and which turns have the most of some words, from the index alone.

use super::answer::turn_of;
use super::cursor::Cursor;
use super::index::{Columns, Open};
use super::look_up::{LookUp, keys, ranked};
use super::segment::{Run, Segment};
use crate::fault::{Fault, Outcome};
use crate::id::DocumentId;
use crate::query::words::Analyser;
use crate::query::{Found, Pick, Sequence, Term, TextAtom, Times, Weigher, saturation};
use rayon::prelude::*;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

impl LookUp<'_> {
    /// How often a word, phrase or beginning stands in each turn that has it: place, extent, how often, and how many words the turn has. `None` for what is found in
    /// another way.
    pub fn times<'l>(
        &self,
        atom: &TextAtom,
        languages: impl Iterator<Item = &'l str>,
    ) -> tantivy::Result<Option<Vec<[u64; 4]>>> {
        if !matches!(atom, TextAtom::Word(_) | TextAtom::Phrase(_) | TextAtom::Prefix(_)) {
            return Ok(None);
        }
        let mut analysers: Vec<Analyser> = languages.map(Analyser::new).collect();
        let sequences = keys(atom, &mut analysers);
        let of = |(reader, columns): (&SegmentReader, &Columns)| {
            let segment = Segment::new(reader, &self.open().fields, None)?;
            let runs = sequences.iter().map(|keys| segment.run(keys)).collect::<tantivy::Result<Vec<_>>>()?;
            times(&segment, &runs, reader, columns)
        };
        let segments: Vec<_> = self.segments().iter().zip(self.open().columns()?).collect();
        let mut all: Vec<[u64; 4]> = segments.into_par_iter().map(of).collect::<tantivy::Result<Vec<_>>>()?.concat();
        all.sort_unstable();
        Ok(Some(all))
    }
}

fn times(
    segment: &Segment<'_>,
    runs: &[Run],
    reader: &SegmentReader,
    columns: &Columns,
) -> tantivy::Result<Vec<[u64; 4]>> {
    let mut found: Vec<(DocId, u32, u32)> = Vec::new();
    for run in runs {
        let docs = segment.docs(run, None)?.list();
        let mut cursor = Cursor::new(segment, run, &docs)?;
        for doc in docs.into_iter().filter(|doc| reader.alive_bitset().is_none_or(|alive| alive.is_alive(*doc))) {
            found.extend(cursor.starts(doc).iter().map(|start| (doc, *start, run.len() as u32)));
        }
    }
    // What stands at the same place in two ways stands there once.
    found.sort_unstable();
    found.dedup();
    let of_one = |of_one: &[(DocId, u32, u32)]| {
        let doc = of_one[0].0;
        let words = columns.words()[doc as usize];
        [columns.place.get_val(doc), columns.extent.get_val(doc), of_one.len() as u64, u64::from(words)]
    };
    Ok(found.chunk_by(|a, b| a.0 == b.0).map(of_one).collect())
}

/// Terms counted by an index that holds a study whole.
pub(super) struct Weighing<'o> {
    open: &'o Open,
    readers: Vec<SegmentReader>,
    /// For each segment, and in it for each term, the runs that stand there.
    segments: Vec<(Segment<'o>, Vec<Vec<Run>>)>,
    found: Vec<usize>,
    ids: &'o [Option<DocumentId>],
    ranks: Option<&'o [u32]>,
}

impl<'o> Weighing<'o> {
    /// For an index with these documents by their numbers, and their ranks where the numbers do not say them.
    pub fn new(
        open: &'o Open,
        terms: &[Term],
        (ids, ranks): (&'o [Option<DocumentId>], Option<&'o [u32]>),
    ) -> tantivy::Result<Self> {
        let readers = open.searcher().segment_readers().to_vec();
        let of = |reader: &SegmentReader| {
            let segment = Segment::new(reader, &open.fields, None)?;
            let runs = |term: &Term| -> tantivy::Result<Vec<Run>> {
                let run =
                    |keys: &Vec<String>| segment.run(&Sequence { stemmed: true, keys: keys.clone(), open: false });
                let runs = term.runs.iter().map(run).collect::<tantivy::Result<Vec<Run>>>()?;
                Ok(runs.into_iter().filter(|run| run.iter().all(|slot| slot.size > 0)).collect())
            };
            let runs = terms.iter().map(runs).collect::<tantivy::Result<Vec<_>>>()?;
            tantivy::Result::Ok((segment, runs))
        };
        let segments: Vec<_> = readers.par_iter().map(of).collect::<tantivy::Result<_>>()?;
        let found = (0..terms.len()).into_par_iter().map(|term| spread(&segments, &readers, term));
        let found = found.collect::<tantivy::Result<_>>()?;
        Ok(Self { open, readers, segments, found, ids, ranks })
    }

    /// The weight of every entry of a segment.
    fn weigh(&self, at: usize, weights: &[f64], mean: f64) -> tantivy::Result<Vec<f64>> {
        let (segment, terms) = &self.segments[at];
        let words = self.open.columns()?[at].words();
        let mut out = vec![0.0; segment.size as usize];
        for (runs, weight) in terms.iter().zip(weights) {
            for run in runs {
                each(segment, run, &mut |doc, times| {
                    out[doc as usize] += weight * saturation(times, words[doc as usize], mean);
                })?;
            }
        }
        if let Some(alive) = self.readers[at].alive_bitset() {
            (0..).zip(&mut out).filter(|(doc, _)| !alive.is_alive(*doc)).for_each(|(_, weight)| *weight = 0.0);
        }
        Ok(out)
    }
}

/// In how many turns a term stands.
fn spread(segments: &[(Segment<'_>, Vec<Vec<Run>>)], readers: &[SegmentReader], term: usize) -> tantivy::Result<usize> {
    let mut found = 0;
    for ((segment, terms), reader) in segments.iter().zip(readers) {
        for run in &terms[term] {
            found += match (&run[..], reader.alive_bitset()) {
                ([one], None) => one.size,
                (_, None) => segment.docs(run, None)?.count(),
                (_, Some(alive)) => {
                    let mut docs = segment.docs(run, None)?;
                    docs.retain(|doc| alive.is_alive(doc));
                    docs.count()
                }
            };
        }
    }
    Ok(found)
}

/// Every entry with a run, and how often it stands there.
fn each(segment: &Segment<'_>, run: &Run, act: &mut dyn FnMut(DocId, u32)) -> tantivy::Result<()> {
    if let [one] = &run[..] {
        for term in &one.terms {
            let keys = segment.keys(one.stemmed);
            let mut blocks = keys.read_block_postings_from_terminfo(term, IndexRecordOption::WithFreqs)?;
            while !blocks.docs().is_empty() {
                blocks.docs().iter().zip(blocks.freqs()).for_each(|(doc, times)| act(*doc, *times));
                blocks.advance();
            }
        }
        return Ok(());
    }
    let docs = segment.docs(run, None)?.list();
    let mut cursor = Cursor::new(segment, run, &docs)?;
    docs.into_iter().for_each(|doc| act(doc, cursor.starts(doc).len() as u32));
    Ok(())
}

impl Weigher for Weighing<'_> {
    fn found(&self) -> &[usize] {
        &self.found
    }

    fn heaviest(&self, wanted: &Pick<'_>) -> Outcome<Vec<(Found, f64)>> {
        let Pick { weights, mean, keep, limit } = *wanted;
        let fails = |e: tantivy::TantivyError| Fault::disk(format!("the index cannot be read: {e}"));
        let weigh = |at: usize| self.weigh(at, weights, mean);
        let all: Vec<Vec<f64>> =
            (0..self.segments.len()).into_par_iter().map(weigh).collect::<tantivy::Result<_>>().map_err(fails)?;
        let columns = self.open.columns().map_err(fails)?;
        let mut heavy: Vec<(f64, usize, DocId)> = Vec::new();
        for (segment, weights) in all.iter().enumerate() {
            let some = (0..).zip(weights).filter(|(_, weight)| **weight > 0.0);
            heavy.extend(some.map(|(doc, weight)| (*weight, segment, doc)));
        }
        let place = |segment: usize, doc: DocId| {
            let place = columns[segment].place.get_val(doc);
            self.ranks.map_or(place, |ranks| ranked(place, ranks))
        };
        let order = |a: &(f64, usize, DocId), b: &(f64, usize, DocId)| {
            b.0.total_cmp(&a.0).then_with(|| place(a.1, a.2).cmp(&place(b.1, b.2)))
        };
        // Few of them are wanted: the others need not be put in order, unless too many of the first are passed over.
        let some = limit.saturating_mul(4).saturating_add(64).min(heavy.len());
        if some < heavy.len() {
            heavy.select_nth_unstable_by(some, order);
        }
        heavy[..some].sort_unstable_by(order);
        let turn = |(weight, segment, doc): &(f64, usize, DocId)| {
            let columns = &columns[*segment];
            let both = (columns.place.get_val(*doc), columns.extent.get_val(*doc));
            turn_of(both, |number| self.ids.get(number as usize).copied().flatten()).map(|turn| (turn, *weight))
        };
        let mut out: Vec<(Found, f64)> =
            heavy[..some].iter().filter_map(turn).filter(|(turn, _)| keep(turn)).take(limit).collect();
        if out.len() < limit && some < heavy.len() {
            heavy.sort_unstable_by(order);
            out = heavy.iter().filter_map(turn).filter(|(turn, _)| keep(turn)).take(limit).collect();
        }
        Ok(out)
    }
}

/// What the index says of how often an atom stands in the turns of a study.
pub(super) fn times_of(found: Vec<[u64; 4]>, document: impl Fn(u32) -> Option<DocumentId>) -> Vec<Times> {
    let one = |[place, extent, times, words]: [u64; 4]| {
        let turn = turn_of((place, extent), &document)?;
        Some(Times { turn, times: times as u32, words: words as u32 })
    };
    let mut all: Vec<Times> = found.into_iter().filter_map(one).collect();
    all.sort_unstable();
    all
}
