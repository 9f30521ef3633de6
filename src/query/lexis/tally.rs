use super::{Parts, Stops, Tokens};
use crate::coding::Passage;
use crate::fault::Outcome;
use crate::query::World;
use crate::text::Span;

/// How often each word stands in each part.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// How many words each part has, function words included.
    pub sizes: Vec<u64>,
    /// The words that are not left out, the most frequent first, then by letters.
    pub words: Vec<Counted>,
}

/// A word with its counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// In the form that occurs most.
    pub word: String,
    /// Occurrences in all parts.
    pub count: u64,
    /// Parts in which it occurs, by index, with the occurrences.
    pub by_part: Vec<(usize, u64)>,
}

impl Tally {
    /// Words in all parts.
    pub fn size(&self) -> u64 {
        self.sizes.iter().sum()
    }
}

/// Counts words.
///
/// Errors: a text that cannot be loaded.
pub fn tally(parts: &Parts, world: &World<'_>, stems: bool, stops: &Stops) -> Outcome<Tally> {
    let mut tokens = Tokens::new(stems, stops.clone());
    let mut sizes = Vec::with_capacity(parts.parts.len());
    let mut by_word: Vec<Vec<(usize, u64)>> = Vec::new();
    for (part, (_, passages)) in parts.parts.iter().enumerate() {
        let mut size = 0;
        for passage in passages {
            each_word(*passage, world, &mut tokens, &mut |number, stop| {
                size += 1;
                if stop {
                    return;
                }
                let at = number as usize;
                if by_word.len() <= at {
                    by_word.resize(at + 1, Vec::new());
                }
                match by_word[at].last_mut() {
                    Some((last, count)) if *last == part => *count += 1,
                    _ => by_word[at].push((part, 1)),
                }
            })?;
        }
        sizes.push(size);
    }
    let counted = |(number, by_part): (usize, Vec<(usize, u64)>)| {
        let count = by_part.iter().map(|(_, n)| n).sum();
        Counted { word: tokens.shown(number as u32), count, by_part }
    };
    let mut words: Vec<Counted> =
        by_word.into_iter().enumerate().filter(|(_, by)| !by.is_empty()).map(counted).collect();
    words.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
    Ok(Tally { sizes, words })
}

/// Calls `word` with every word of a passage that stands in a turn.
fn each_word(passage: Passage, world: &World<'_>, tokens: &mut Tokens, word: &mut dyn FnMut(u32, bool)) -> Outcome<()> {
    let Some(document) = world.project.documents.get(&passage.document) else { return Ok(()) };
    let content = world.texts.content(document)?;
    for turn in &content.structure.turns[content.structure.turns_in(passage.span)] {
        let Some(part): Option<Span> = turn.span.intersection(passage.span) else { continue };
        for token in tokens.read(part.of(content.text.as_str()), &document.language) {
            word(token.number, token.stop);
        }
    }
    Ok(())
}
