//! The words of a passage as they are shown to people: with who speaks in place of the label that stands in the file.

use super::structure::Content;
use crate::text::Span;

impl Content {
    /// The labels and time stamps inside a stretch, as they stand in the text (`**Petra:** `, `[00:01:12] P: `, `## `), each with what is shown for it: the
    /// speaker's name and a colon, or nothing where nobody is named.
    pub fn labels_in(&self, stretch: Span) -> Vec<(Span, String)> {
        let turns = &self.structure.turns;
        let first = turns.partition_point(|t| t.span.start <= stretch.start);
        let begun = turns[first..].iter().enumerate().take_while(|(_, t)| t.label.start < stretch.end);
        let shown = |(n, turn): (usize, &super::Turn)| {
            // With the white space up to the words.
            let whole = Span { start: turn.label.start, end: turn.span.start };
            let label = Span { start: whole.start.max(stretch.start), end: whole.end.min(stretch.end) };
            // Of a label that is cut there is nothing to tell.
            let told = label == whole && !turn.label.is_empty();
            let name = self.structure.speaker_of(first + n).filter(|_| told);
            (label, name.map_or_else(String::new, |name| format!("{name}: ")))
        };
        begun.map(shown).filter(|(label, _)| !label.is_empty()).collect()
    }

    /// The words of a stretch, names in place of labels.
    pub fn spoken(&self, stretch: Span) -> String {
        let text = self.text.as_str();
        let (mut out, mut at) = (String::with_capacity(stretch.len()), stretch.start);
        for (label, shown) in self.labels_in(stretch) {
            out.push_str(Span { start: at, end: label.start.max(at) }.of(text));
            out.push_str(&shown);
            at = label.end;
        }
        out.push_str(Span { start: at, end: stretch.end.max(at) }.of(text));
        out
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Content;
    use crate::exchange::{ReadOptions, read};
    use crate::text::{Span, Text};

    #[test]
    fn names_stand_in_place_of_labels_and_nothing_in_place_of_marks() {
        let file = "# Talk\n\n**Anna:** Where were you?\n\n**Petra:** At home.\n\n## Later\n\n**Anna:** And then?\n";
        let draft = read("talk.md", file.as_bytes(), &ReadOptions::default()).unwrap();
        let content = Content { text: Text::new(draft.text), structure: draft.structure };
        let turns = &content.structure.turns;
        let whole = turns[1].span.hull(turns[turns.len() - 1].span);
        let words: Vec<String> = content.spoken(whole).lines().filter(|l| !l.is_empty()).map(str::to_owned).collect();
        assert_eq!(words, ["Where were you?", "Petra: At home.", "Later", "Anna: And then?"]);
        // A stretch that begins inside a label has no name to tell.
        let label = turns[2].label;
        let inside = Span { start: label.start + 3, end: turns[2].span.end };
        assert_eq!(content.spoken(inside), "At home.");
        assert_eq!(content.spoken(turns[2].span), "At home.");
    }
}
