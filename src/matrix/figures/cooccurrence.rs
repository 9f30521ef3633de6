use crate::text::Span;

/// A stretch of a document, the document by its number.
pub type Place = (u32, Span);

/// Five different counts are called *co-occurrence* by five programs. Here each has its own name. Of two lists of distinct passages, each sorted:
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pairing {
    /// **P**: every passage of the first with every passage of the second that shares text with it, as places in the two lists. Unit: pairs. May be larger
    /// than either list. What MAXQDA's code relations browser and QualCoder count as overlaps.
    pub pairs: Vec<(usize, usize)>,
    /// **Q**: passages that are in both lists with the same start and end, as places in the first. Unit: quotations.
    pub same: Vec<usize>,
    /// **S**: passages of the first that share text with at least one of the second, as places in the first. Unit: passages of the first. Not the same the
    /// other way round.
    pub touching: Vec<usize>,
    /// **C**: the stretches that lie in passages of both, sorted and apart. Unit: text.
    pub shared: Vec<Place>,
    /// **D**: documents in which both occur, wherever. Unit: documents.
    pub documents: Vec<u32>,
}

impl Pairing {
    /// Compares two lists of distinct passages in order of document and place. `near` also pairs passages whose gap is at most so much (in the unit of the
    /// spans): 0 pairs those that touch; `None` only those that share text.
    pub fn of(first: &[Place], second: &[Place], near: Option<u32>) -> Self {
        let mut out = Self::default();
        let mut from = 0;
        while let Some((document, _)) = first.get(from) {
            let to = from + first[from..].partition_point(|(d, _)| d == document);
            let start = second.partition_point(|(d, _)| d < document);
            let end = second.partition_point(|(d, _)| d <= document);
            if start < end {
                out.documents.push(*document);
                out.here((from, &first[from..to]), (start, &second[start..end]), near);
            }
            from = to;
        }
        out.shared = joined(std::mem::take(&mut out.shared));
        out
    }

    fn here(&mut self, (at, first): (usize, &[Place]), (other, second): (usize, &[Place]), near: Option<u32>) {
        for (i, (document, a)) in first.iter().enumerate() {
            let mut touches = false;
            let reach = a.end.saturating_add(near.map_or(0, |n| n.saturating_add(1)));
            for (j, (_, b)) in second.iter().enumerate().take_while(|(_, (_, b))| b.start < reach) {
                let both = a.intersection(*b);
                let gap = b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end));
                if both.is_some() || near.is_some_and(|near| gap <= near) {
                    self.pairs.push((at + i, other + j));
                }
                if let Some(both) = both {
                    touches = true;
                    self.shared.push((*document, both));
                    if a == b {
                        self.same.push(at + i);
                    }
                }
            }
            if touches {
                self.touching.push(at + i);
            }
        }
    }
}

/// n₁₂ / (n₁ + n₂ − n₁₂): of everything that is the one or the other, the share that is both. Of characters, documents or cases it is **Jaccard's index**; of
/// quotations the **c-coefficient** of ATLAS.ti. From 0 to 1 as long as n₁₂ counts things that are in both lists (Q, C, D); a count of *pairs* is not bounded
/// by the lists, and the result may then pass 1. `None` where there is nothing, or where pairs outnumber both lists together.
pub fn coefficient(first: f64, second: f64, both: f64) -> Option<f64> {
    let either = first + second - both;
    (either > 0.0).then(|| both / either)
}

/// Stretches joined where they overlap or touch.
fn joined(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_unstable();
    places.dedup_by(|next, kept| {
        let touches = next.0 == kept.0 && next.1.start <= kept.1.end;
        if touches {
            kept.1.end = kept.1.end.max(next.1.end);
        }
        touches
    });
    places
}
