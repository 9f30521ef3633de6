use crate::text::{Span, Text, word_count};
use serde::{Deserialize, Serialize, Serializer};

/// A document's text with its structure: what is loaded when the document is opened.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Content {
    /// The frozen text.
    pub text: Text,
    /// What was found in it.
    pub structure: Structure,
}

/// Turns, speakers and questions of one document.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Structure {
    /// How the structure was guessed, in words for the user: “`**Name:**` labels”, “questions as headings”, “no speakers”.
    pub style: String,
    /// Speakers in order of appearance.
    pub speakers: Vec<Speaker>,
    /// Turns in order of the text; they do not overlap. Everything outside them is labels, time stamps and blank lines.
    pub turns: Vec<Turn>,
    /// Interview questions in order.
    pub questions: Vec<Question>,
}

/// Somebody who speaks in a document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Speaker {
    /// The name as the label gives it, without marks and colon.
    pub name: String,
    /// A role where the label gives one: `Marta (CIO):` has the role `CIO`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// True when this speaker asks the questions (`I`, `Q`, `Interviewer`, the one with most question marks).
    #[serde(default)]
    pub interviewer: bool,
}

/// What a turn is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TurnKind {
    /// Words of a speaker.
    Speech,
    /// A paragraph without a speaker.
    Paragraph,
    /// A heading of the document.
    Heading,
}

/// A stretch of one speaker, or one paragraph of a text without speakers. It is what the search index has an entry for, and the `13` in the place `13:2`.
///
/// Serialised as a list, `[[start, end], [start, end], speaker, time_ms, kind]`; read from that and from a map. A structure is mostly turns, and is read whenever a
/// document is opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub struct Turn {
    /// The words themselves, without label and time stamp, trimmed; never empty.
    pub span: Span,
    /// Label and time stamp as they stand in the text before the words; empty (at `span.start`) when there is none.
    pub label: Span,
    /// Index into [`Structure::speakers`].
    #[serde(default)]
    pub speaker: Option<u16>,
    /// Milliseconds from the start of the recording.
    #[serde(default)]
    pub time_ms: Option<u64>,
    /// What it is.
    pub kind: TurnKind,
}

impl Serialize for Turn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ends = |span: Span| (span.start, span.end);
        (ends(self.span), ends(self.label), self.speaker, self.time_ms, self.kind).serialize(serializer)
    }
}

/// A question of the interview and the turns that answer it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Question {
    /// The question's words.
    pub span: Span,
    /// The number it carries (`3.`, `Q3`), where it carries one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// The turns from the question itself up to the next question: indices `[first, last)`.
    pub first: u32,
    /// One past the last turn.
    pub last: u32,
}

impl Structure {
    /// The turn in which a byte lies, or the last one that begins before it.
    pub fn turn_at(&self, byte: u32) -> Option<usize> {
        self.turns.partition_point(|t| t.span.start <= byte).checked_sub(1)
    }

    /// The turns that share at least one byte with a span, as indices.
    pub fn turns_in(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.turns.partition_point(|t| t.span.end <= span.start);
        let last = self.turns.partition_point(|t| t.span.start < span.end);
        first..last.max(first)
    }

    /// Name of the speaker of a turn.
    pub fn speaker_of(&self, turn: usize) -> Option<&str> {
        let speaker = self.turns.get(turn)?.speaker?;
        self.speakers.get(speaker as usize).map(|s| s.name.as_str())
    }

    /// The question that a turn answers or asks.
    pub fn question_of(&self, turn: usize) -> Option<&Question> {
        let at = self.questions.partition_point(|q| q.first as usize <= turn).checked_sub(1)?;
        self.questions.get(at).filter(|q| turn < q.last as usize)
    }

    /// The headings, for finding the structure anew without losing those that only the original file's styles told of. Their levels are not kept: all are 1.
    pub fn headings(&self) -> Vec<super::Heading> {
        let headings = self.turns.iter().filter(|t| t.kind == TurnKind::Heading);
        headings.map(|t| super::Heading { span: t.span, level: 1 }).collect()
    }

    /// Words in all turns that are no headings.
    pub fn words(&self, text: &str) -> u32 {
        let spoken = self.turns.iter().filter(|t| t.kind != TurnKind::Heading);
        spoken.map(|t| word_count(t.span.of(text)) as u32).sum()
    }

    /// The first thing that does not hold of this structure over this text, in words: spans outside the text, turns that overlap or are empty, indices that
    /// point nowhere.
    pub fn fault(&self, text: &Text) -> Option<String> {
        let mut end = 0;
        for (n, turn) in self.turns.iter().enumerate() {
            let n = n + 1;
            if !text.holds(turn.span) || !text.holds(turn.label) || turn.span.is_empty() {
                return Some(format!("turn {n} lies outside the text"));
            }
            if turn.label.start < end || turn.label.end > turn.span.start {
                return Some(format!("turn {n} overlaps the one before it"));
            }
            if turn.speaker.is_some_and(|s| s as usize >= self.speakers.len()) {
                return Some(format!("turn {n} has a speaker that is not listed"));
            }
            end = turn.span.end;
        }
        let questions = self.questions.iter().enumerate();
        for (n, q) in questions {
            if !text.holds(q.span) || q.first > q.last || q.last as usize > self.turns.len() {
                return Some(format!("question {} points outside the document", n + 1));
            }
        }
        None
    }
}
