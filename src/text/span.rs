use serde::{Deserialize, Serialize};

/// A half-open stretch `[start, end)` of bytes of a frozen text; both ends lie on code point bounds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A half-open stretch `[start, end)` of Unicode code points: the unit of place in everything that leaves the program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Points {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes. A text never exceeds 4 GiB: importers refuse larger ones.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        let narrow = |n: usize| u32::try_from(n).expect("texts are limited to 4 GiB when they are brought in");
        Self { start: narrow(start), end: narrow(end) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True when it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range of `usize`, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words it covers; empty when the span does not fit the string.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// True when `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// What the two share.
    pub fn intersection(self, other: Span) -> Option<Span> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Span { start, end })
    }

    /// The smallest span that covers both.
    pub fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Without white space at either end.
    pub fn trimmed(self, text: &str) -> Span {
        let inside = self.of(text);
        let start = self.start as usize + (inside.len() - inside.trim_start().len());
        Span::new(start, start + inside.trim().len())
    }
}

/// Spans as a sorted list in which those that overlap or touch are one; empty ones are left out.
pub fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|s| !s.is_empty());
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

/// Every how many bytes the number of code points so far is remembered.
const STRIDE: usize = 4096;

/// A frozen text that can convert between bytes and code points in constant time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Text {
    string: Box<str>,
    /// `marks[i]` = code points that begin before byte `i * STRIDE`; empty when the text is all ASCII.
    marks: Vec<u32>,
}

impl Text {
    /// Takes over a string.
    pub fn new(string: impl Into<Box<str>>) -> Self {
        let string = string.into();
        let mut marks = Vec::new();
        if !string.is_ascii() {
            let mut points = 0;
            for chunk in string.as_bytes().chunks(STRIDE) {
                marks.push(points);
                points += begins(chunk);
            }
        }
        Self { string, marks }
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// Length in code points.
    pub fn points(&self) -> u32 {
        self.point_at(self.string.len())
    }

    /// The whole text as a span.
    pub fn span(&self) -> Span {
        Span::new(0, self.string.len())
    }

    /// How many code points begin before this byte.
    pub fn point_at(&self, byte: usize) -> u32 {
        let byte = byte.min(self.string.len());
        if self.marks.is_empty() {
            return byte as u32;
        }
        let mark = (byte / STRIDE).min(self.marks.len() - 1);
        self.marks[mark] + begins(&self.string.as_bytes()[mark * STRIDE..byte])
    }

    /// The byte at which this code point begins; the text's length for the one past the last; `None` beyond.
    pub fn byte_at(&self, point: u32) -> Option<usize> {
        if self.marks.is_empty() {
            return (point as usize <= self.string.len()).then_some(point as usize);
        }
        let mark = self.marks.partition_point(|&before| before <= point).saturating_sub(1);
        let mut left = point - self.marks[mark];
        for (i, byte) in self.string.as_bytes()[mark * STRIDE..].iter().enumerate() {
            if is_begin(*byte) {
                if left == 0 {
                    return Some(mark * STRIDE + i);
                }
                left -= 1;
            }
        }
        (left == 0).then_some(self.string.len())
    }

    /// A span in code points.
    pub fn to_points(&self, span: Span) -> Points {
        Points { start: self.point_at(span.start as usize), end: self.point_at(span.end as usize) }
    }

    /// Code points as a span; `None` when they lie outside the text or are reversed.
    pub fn to_span(&self, points: Points) -> Option<Span> {
        if points.start > points.end {
            return None;
        }
        Some(Span::new(self.byte_at(points.start)?, self.byte_at(points.end)?))
    }

    /// True when the span lies inside the text and both ends are on code point bounds.
    pub fn holds(&self, span: Span) -> bool {
        span.start <= span.end && self.string.get(span.range()).is_some()
    }
}

fn is_begin(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn begins(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| is_begin(**b)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_and_bytes_agree_on_long_mixed_text() {
        let string: String = "añ漢🙂b".repeat(3000);
        let text = Text::new(string.clone());
        for (point, (byte, _)) in string.char_indices().enumerate() {
            if point % 97 == 0 {
                assert_eq!(text.point_at(byte), point as u32);
                assert_eq!(text.byte_at(point as u32), Some(byte));
            }
        }
        assert_eq!(text.points(), 15_000);
        assert_eq!(text.byte_at(15_000), Some(string.len()));
        assert_eq!(text.byte_at(15_001), None);
    }
}
