//! One line read as a speaker's label, whatever its style. Whether it really is one is decided over the whole text (`accept`).

use super::time::{Stamp, stamp};
use crate::text::is_cjk;
use std::ops::Range;

/// How far into a line a label may reach, in bytes: keeps reading linear on lines of any length.
const REACH: usize = 240;
/// The longest name, in characters.
const LONGEST: usize = 48;

/// The family of styles that a label belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Form {
    /// `Name:`
    Colon,
    /// `**Name:**`, `**Name**:`, `__Name:__`, `*Name:*`
    Bold,
    /// `[Name]`, `[Name] (0:01 - 0:11)`, `[Name]:`
    Bracket,
    /// `Name 0:03` on a line of its own
    Clock,
    /// A time stamp without a name: `1:59` on its own line, `[00:01:02] words`
    Time,
    /// What the user's pattern matched.
    Given,
}

/// A line's beginning that looks like a label; all places are bytes of the line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Label {
    pub form: Form,
    /// First byte that is no white space.
    pub start: usize,
    /// Where the name stands; empty for [`Form::Time`].
    pub name: Range<usize>,
    /// Where the role in brackets after the name stands.
    pub role: Option<Range<usize>>,
    /// Milliseconds.
    pub time: Option<u64>,
    /// One past the label, without the white space after it.
    pub end: usize,
    /// Where the words begin; the line's length when there are none on it.
    pub words: usize,
    /// Emphasis that was opened and goes on over the words (`**Name: words**`): how many marks.
    pub marks: usize,
    /// True for `**[Note]:**`: a remark, never a speaker.
    pub remark: bool,
}

/// Reads the beginning of a line as a label.
pub(super) fn read(line: &str) -> Option<Label> {
    let start = line.len() - line.trim_start().len();
    let mut reach = line.len().min(start + REACH);
    while !line.is_char_boundary(reach) {
        reach -= 1;
    }
    let mut reader = Reader { head: &line[..reach], line, at: start, time: None };
    reader.label(start)
}

/// Reads along one line.
struct Reader<'a> {
    /// The part of the line that may belong to a label.
    head: &'a str,
    line: &'a str,
    at: usize,
    time: Option<Stamp>,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.head.get(self.at..).unwrap_or("")
    }

    fn skip(&mut self, chars: &[char]) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || chars.contains(&c)).len();
    }

    fn eat(&mut self, piece: &str) -> bool {
        let found = self.rest().starts_with(piece);
        if found {
            self.at += piece.len();
        }
        found
    }

    /// Takes a time stamp where one stands; the first one counts.
    fn stamp(&mut self) -> Option<Stamp> {
        let found = stamp(self.rest())?;
        self.at += found.len;
        self.time = self.time.or(Some(found));
        Some(found)
    }

    fn label(&mut self, start: usize) -> Option<Label> {
        self.eat(">>");
        self.skip(&[]);
        let lead = self.stamp();
        let after_time = self.at;
        if lead.is_some() {
            self.skip(&['-', '–', '—', '|']);
        }
        if let Some(label) = self.named(start) {
            return Some(label);
        }
        let lead = lead?;
        self.at = after_time;
        self.eat(":");
        let end = self.at;
        let alone = self.line[end..].trim().is_empty();
        (lead.enclosed || alone).then(|| self.finish(Form::Time, start, (start..start, None), end, 0))
    }

    /// A label with a name in it.
    fn named(&mut self, start: usize) -> Option<Label> {
        let marks = self.marks();
        let opened = self.rest()[..marks].to_owned();
        self.at += marks;
        if marks > 0 && self.stamp().is_some() {
            self.skip(&[]);
        }
        if self.rest().starts_with(['[', '【']) {
            return self.bracketed(start, &opened);
        }
        let name = self.name()?;
        let mut role = self.groups();
        let mut closed = marks == 0 || self.eat(&opened);
        if closed && marks > 0 {
            let more = self.groups();
            role = role.or(more);
        }
        let colon = self.colon();
        if !closed {
            closed = self.eat(&opened);
        }
        if colon {
            self.trailing_stamp();
            if !closed {
                closed = self.eat(&opened);
            }
        }
        let end = self.at;
        let alone = self.line[end..].trim().is_empty();
        let form = match (marks > 0, colon) {
            // `_Aim: words_` is a sentence in italics; `**Name: words**` is a label and its words in bold.
            (true, true) if closed || marks > 1 => Form::Bold,
            (true, false) if closed && alone && self.time.is_some() => Form::Bold,
            (false, true) if self.colon_holds(&name, end) => Form::Colon,
            (false, false) if alone && self.time.is_some_and(|t| name.start < end && t.len > 0) => Form::Clock,
            _ => return None,
        };
        Some(self.finish(form, start, (name, role), end, if closed { 0 } else { marks }))
    }

    /// How many emphasis marks (`*`, `_`) open here: at most two of one kind, not before a space.
    fn marks(&self) -> usize {
        let rest = self.rest();
        let Some(first) = rest.bytes().next().filter(|b| matches!(b, b'*' | b'_')) else { return 0 };
        let run = rest.bytes().take(4).take_while(|b| *b == first).count();
        let tight = rest[run..].starts_with(|c: char| !c.is_whitespace());
        if run <= 3 && tight { run } else { 0 }
    }

    /// `[Name]` and what follows it.
    fn bracketed(&mut self, start: usize, opened: &str) -> Option<Label> {
        let close = if self.eat("【") { '】' } else { ']' };
        if close == ']' {
            self.eat("[");
        }
        let length = self.rest().find(close)?;
        let inside = &self.rest()[..length];
        let lead = inside.len() - inside.trim_start().len();
        let mut name = self.at + lead..self.at + lead + inside.trim().len();
        let mut role = None;
        if let Some(open) =
            inside.trim().find(['(', '（']).filter(|open| *open > 0 && inside.trim().ends_with([')', '）']))
        {
            let whole = inside.trim();
            let mark = if whole[open..].starts_with('(') { 1 } else { '（'.len_utf8() };
            let tail = whole.chars().next_back().map_or(0, char::len_utf8);
            role = Some(name.start + open + mark..name.end - tail).filter(|r| r.start < r.end);
            name.end = name.start + whole[..open].trim_end().len();
        }
        self.at += length + close.len_utf8();
        if !is_name(&self.head[name.clone()]) {
            return None;
        }
        let more = self.groups();
        let mut closed = opened.is_empty() || self.eat(opened);
        let colon = self.colon();
        closed = closed || self.eat(opened);
        if colon {
            self.trailing_stamp();
        } else if self.time.is_none() {
            let at = self.at;
            self.skip(&[]);
            if self.stamp().is_none() {
                self.at = at;
            }
        }
        let end = self.at;
        let alone = self.line[end..].trim().is_empty();
        if !(colon || alone || close == '】' || self.time.is_some_and(|t| t.enclosed)) {
            return None;
        }
        let marks = if closed { 0 } else { opened.len() };
        let mut label = self.finish(Form::Bracket, start, (name, role.or(more)), end, marks);
        label.remark = !opened.is_empty();
        Some(label)
    }

    /// A name: up to a colon, a bracket, an emphasis mark or a time stamp.
    fn name(&mut self) -> Option<Range<usize>> {
        let from = self.at;
        let mut end = None;
        let mut before = ' ';
        for (n, (i, c)) in self.rest().char_indices().enumerate() {
            let stops = matches!(c, ':' | '：' | '﹕' | '(' | '（' | '[' | '*' | '\t' | '#') || (c == '_' && n > 0);
            let time = c.is_ascii_digit() && before == ' ' && n > 0 && stamp(&self.rest()[i..]).is_some();
            if stops || time {
                end = Some(from + i);
                break;
            }
            if n > LONGEST {
                return None;
            }
            before = c;
        }
        let end = end.unwrap_or(self.head.len());
        let name = self.head[from..end].trim_end().trim_end_matches(['-', '–', '—', ',', '|']).trim_end();
        if !is_name(name) {
            return None;
        }
        self.at = end;
        Some(from..from + name.len())
    }

    /// Roles and time stamps in brackets, and a bare time stamp; the first role found.
    fn groups(&mut self) -> Option<Range<usize>> {
        let mut role = None;
        for _ in 0..3 {
            let before = self.at;
            self.skip(&['|']);
            if self.stamp().is_some() {
                continue;
            }
            let open = self.rest().chars().next();
            let close = match open {
                Some('(') => ')',
                Some('（') => '）',
                Some('[') => ']',
                _ => {
                    self.at = before;
                    break;
                }
            };
            let from = self.at + open.map_or(0, char::len_utf8);
            let Some(length) = self.head[from..].find(close).filter(|n| *n <= 60) else {
                self.at = before;
                break;
            };
            role = role.or(Some(from..from + length).filter(|r| !self.head[r.clone()].trim().is_empty()));
            self.at = from + length + close.len_utf8();
        }
        role
    }

    fn colon(&mut self) -> bool {
        let before = self.at;
        self.skip(&[]);
        let found = [":", "：", "﹕"].iter().any(|colon| self.eat(colon));
        if !found {
            self.at = before;
        }
        found
    }

    /// A time stamp after the colon: in brackets, with hours, or alone at the end of the line.
    fn trailing_stamp(&mut self) {
        let before = self.at;
        let had = self.time;
        self.skip(&[]);
        let good = self.stamp().is_some_and(|s| s.enclosed || s.long || self.line[self.at..].trim().is_empty());
        if !good {
            self.at = before;
            self.time = had;
        }
    }

    /// An ordinary colon is followed by a space or the line's end; only after letters and codes (`I:`, `S1:`) may words follow at once.
    fn colon_holds(&self, name: &Range<usize>, end: usize) -> bool {
        let after = self.line[end..].chars().next();
        let full_width = self.head[..end].ends_with(['：', '﹕']);
        let short = name.len() <= 3;
        match after {
            None => true,
            Some(c) if c.is_whitespace() => true,
            Some(c) => full_width || is_cjk(c) || (short && c.is_alphabetic()),
        }
    }

    fn finish(
        &self,
        form: Form,
        start: usize,
        who: (Range<usize>, Option<Range<usize>>),
        end: usize,
        marks: usize,
    ) -> Label {
        let rest = &self.line[end..];
        let words = end + (rest.len() - rest.trim_start().len());
        let time = self.time.map(|t| t.ms);
        Label { form, start, name: who.0, role: who.1, time, end, words, marks, remark: false }
    }
}

/// Whether a string could be a name at all: short, with a letter in it, without the punctuation of sentences and of code.
pub(super) fn is_name(name: &str) -> bool {
    let mut letters = 0;
    let mut cjk = 0;
    let mut chars = 0;
    for c in name.chars() {
        chars += 1;
        if c.is_alphabetic() {
            letters += 1;
            cjk += usize::from(is_cjk(c));
        }
        let strange = matches!(
            c,
            '?' | '!'
                | ';'
                | '"'
                | '“'
                | '”'
                | '„'
                | '«'
                | '»'
                | '`'
                | '='
                | '{'
                | '}'
                | '<'
                | '>'
                | '|'
                | '\\'
                | '@'
                | '~'
                | '^'
                | '…'
        ) || matches!(
            c,
            '。' | '，' | '！' | '？' | '、' | '；' | '؟' | '،' | '\u{FFFD}' | '$' | '%' | '+' | '「' | '」'
        );
        if strange {
            return false;
        }
    }
    let words = name.split_whitespace().count();
    let longest = if cjk * 2 > letters { 16 } else { LONGEST };
    letters > 0 && chars <= longest && words <= 6 && !name.starts_with(['-', '.', ',', '\'', '/', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Form, name, role, seconds and words of a line.
    type Seen<'a> = (Form, &'a str, Option<&'a str>, Option<u64>, &'a str);

    fn see(line: &str) -> Option<Seen<'_>> {
        let l = read(line)?;
        Some((l.form, &line[l.name], l.role.map(|r| &line[r]), l.time.map(|t| t / 1000), &line[l.words..]))
    }

    #[test]
    fn every_style_of_label_is_read() {
        use Form::*;
        assert_eq!(see("Marta: So what?"), Some((Colon, "Marta", None, None, "So what?")));
        assert_eq!(see("Marta Ruiz (CIO): Well"), Some((Colon, "Marta Ruiz", Some("CIO"), None, "Well")));
        assert_eq!(see("**Marta:** Well"), Some((Bold, "Marta", None, None, "Well")));
        assert_eq!(see("**Marta**: Well"), Some((Bold, "Marta", None, None, "Well")));
        assert_eq!(see("__Marta (CIO):__ Well"), Some((Bold, "Marta", Some("CIO"), None, "Well")));
        assert_eq!(see("**Marta** (00:12): Well"), Some((Bold, "Marta", None, Some(12), "Well")));
        assert_eq!(see("[Chair] (0:01 - 0:11)"), Some((Bracket, "Chair", None, Some(1), "")));
        assert_eq!(see("[Ana Gil] 10:02:03"), Some((Bracket, "Ana Gil", None, Some(36_123), "")));
        assert_eq!(see("Marta: 00:01:02"), Some((Colon, "Marta", None, Some(62), "")));
        assert_eq!(see("Marta 0:05"), Some((Clock, "Marta", None, Some(5), "")));
        assert_eq!(see("[00:01:02] Marta: Well"), Some((Colon, "Marta", None, Some(62), "Well")));
        assert_eq!(see("00:01:02 Marta: Well"), Some((Colon, "Marta", None, Some(62), "Well")));
        assert_eq!(see("Speaker 1 (00:05): Hi"), Some((Colon, "Speaker 1", None, Some(5), "Hi")));
        assert_eq!(see("主持人：大家好"), Some((Colon, "主持人", None, None, "大家好")));
        assert_eq!(see("د. سلمى: أهلا"), Some((Colon, "د. سلمى", None, None, "أهلا")));
        assert_eq!(see("נועה: שלום"), Some((Colon, "נועה", None, None, "שלום")));
        assert_eq!(see("I:Wie geht es?"), Some((Colon, "I", None, None, "Wie geht es?")));
        assert_eq!(see("1:59"), Some((Time, "", None, Some(119), "")));
        assert_eq!(see("**[REMARK]:** calm").map(|s| s.1), Some("REMARK"));
    }

    #[test]
    fn what_is_no_label_is_not_read() {
        for line in ["", "https://example.org/a", "at 10:30 we met", "“Stop”: he said"] {
            assert_eq!(see(line), None, "{line}");
        }
        assert_eq!(see("Marta: 10:30 was too early").map(|s| s.4), Some("10:30 was too early"));
    }
}
