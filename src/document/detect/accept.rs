//! Which of the lines that look like labels are labels: decided over the whole text, and rather too seldom than too often.
//!
//! A name must recur, or labels of its style must begin nearly every paragraph. So `One thing: we …` in an article names nobody.

use super::label::{Form, Label, read};
use super::lines::{Kind, Line};
use super::vocabulary::{asks, asks_beside, is_particle, never_speaks};
use crate::text::{fold, is_cjk};
use std::collections::{HashMap, HashSet};

/// A label that was accepted, or a remark that interrupts.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Index of its line.
    pub line: usize,
    /// The label, in bytes of its line.
    pub label: Label,
    /// Index into [`Chosen::names`]; `None` for a remark or a bare time stamp.
    pub speaker: Option<usize>,
    /// The number in `Q3:`.
    pub number: Option<u32>,
}

/// Somebody whom labels name.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// As the first label writes it.
    pub name: String,
    /// Role in brackets, when the first label or most labels give it.
    pub role: Option<String>,
}

/// The labels of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    /// In order of the text.
    pub found: Vec<Found>,
    /// In order of appearance.
    pub names: Vec<Name>,
    /// The style most labels have.
    pub form: Option<Form>,
}

/// A line that may be a label.
struct Candidate {
    line: usize,
    label: Label,
    key: String,
    number: Option<u32>,
    opens: bool,
}

/// What is known of one name in one style.
#[derive(Default)]
struct Tally {
    count: usize,
    timed: usize,
    opens: usize,
    colons: usize,
    first: usize,
    last: usize,
    strict: bool,
    loose: bool,
}

/// Chooses the labels of a text. `sparse`: labels may be few among the paragraphs, as in subtitles.
pub(super) fn choose(text: &str, lines: &[Line], sparse: bool) -> Chosen {
    let mut candidates = candidates(text, lines);
    let paragraphs = if sparse { paragraphs(lines) / 12 } else { paragraphs(lines) };
    let mut best: (usize, Option<Form>, HashSet<String>) = (0, None, HashSet::new());
    for form in [Form::Bold, Form::Bracket, Form::Colon, Form::Clock] {
        let keys = Style::new(text, lines, &candidates, form, paragraphs).keys();
        let count = candidates.iter().filter(|c| c.label.form == form && keys.contains(&c.key)).count();
        if count > best.0 {
            best = (count, Some(form), keys);
        }
    }
    let (_, form, keys) = best;
    if form.is_none() {
        return bare_times(candidates);
    }
    let interrupts = matches!(form, Some(Form::Bold | Form::Bracket));
    candidates.retain(|c| {
        let named = c.label.form != Form::Time && !c.label.remark && keys.contains(&c.key);
        let remark =
            interrupts && c.opens && c.label.form == Form::Bold && never_speaks(&c.key) || c.label.remark && c.opens;
        named || remark || c.label.form == Form::Time && c.label.words == lines[c.line].end - lines[c.line].start
    });
    let mut chosen = Chosen { form, ..Chosen::default() };
    let mut index: HashMap<String, usize> = HashMap::new();
    let mut roles: Vec<HashMap<String, usize>> = Vec::new();
    for c in candidates {
        let line = &text[lines[c.line].start..lines[c.line].end];
        let named = c.label.form != Form::Time && keys.contains(&c.key) && !c.label.remark;
        if !named && c.label.form != Form::Time && chosen.names.is_empty() {
            // What stands before the first speaker are facts about the interview, not remarks that interrupt it.
            continue;
        }
        let speaker = named.then(|| {
            *index.entry(c.key.clone()).or_insert_with(|| {
                let full = &line[c.label.name.clone()];
                let name =
                    if c.number.is_some() { full.trim_end_matches(|d: char| d.is_numeric() || d == ' ') } else { full };
                chosen.names.push(Name { name: one_line(name), role: None });
                roles.push(HashMap::new());
                chosen.names.len() - 1
            })
        });
        if let (Some(speaker), Some(role)) = (speaker, c.label.role.clone()) {
            *roles[speaker].entry(one_line(&line[role])).or_default() += 1;
        }
        chosen.found.push(Found { line: c.line, label: c.label, speaker, number: c.number });
    }
    settle_roles(&mut chosen, &roles);
    chosen
}

/// A role counts when nearly all of a speaker's labels give it, or when the first label gives the only one there is.
fn settle_roles(chosen: &mut Chosen, roles: &[HashMap<String, usize>]) {
    let mut totals = vec![(0usize, false); chosen.names.len()];
    for found in &chosen.found {
        if let Some((total, first)) = found.speaker.and_then(|s| totals.get_mut(s)) {
            *first |= *total == 0 && found.label.role.is_some();
            *total += 1;
        }
    }
    for ((name, given), (total, first)) in chosen.names.iter_mut().zip(roles).zip(totals) {
        let most = given.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        name.role = most
            .filter(|(_, count)| first && given.len() == 1 || **count * 10 >= total * 9)
            .map(|(role, _)| role.clone());
    }
}

/// Without any speaker, time stamps at the beginnings of paragraphs still say when something was said.
fn bare_times(mut candidates: Vec<Candidate>) -> Chosen {
    candidates.retain(|c| c.label.form == Form::Time);
    if candidates.len() < 2 {
        return Chosen::default();
    }
    let found =
        candidates.into_iter().map(|c| Found { line: c.line, label: c.label, speaker: None, number: None }).collect();
    Chosen { found, names: Vec::new(), form: Some(Form::Time) }
}

fn candidates(text: &str, lines: &[Line]) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    for (n, line) in lines.iter().enumerate().filter(|(_, l)| l.kind == Kind::Words) {
        let words = &text[line.start..line.end];
        if let Some(label) = read(words).filter(|label| !heads_list(text, lines, n, label)) {
            let key = fold(&one_line(&words[label.name.clone()]));
            out.push(Candidate { line: n, label, key, number: None, opens: line.opens });
        }
    }
    let asked: HashSet<&str> = out
        .iter()
        .filter(|c| numbered(&c.key).is_some_and(|(stem, _)| stem == "q" || stem == "question"))
        .map(|c| c.key.as_str())
        .collect();
    if asked.len() >= 2 {
        for c in &mut out {
            if let Some((stem, number)) = numbered(&c.key) {
                (c.key, c.number) = (stem, Some(number));
            }
        }
    }
    out
}

/// Whether a label without words of its own stands above a list: `Improvements:`, and then bullets.
fn heads_list(text: &str, lines: &[Line], n: usize, label: &Label) -> bool {
    let bare = label.words == lines[n].end - lines[n].start && label.time.is_none();
    let next = || lines[n + 1..].iter().take(3).find(|l| l.kind != Kind::Blank);
    let bullet = |l: &Line| {
        ["- ", "* ", "+ ", "• ", "1. ", "1) "].iter().any(|b| text[l.start..l.end].trim_start().starts_with(b))
    };
    bare && matches!(label.form, Form::Colon | Form::Bold) && next().is_some_and(bullet)
}

/// `q12` → (`q`, 12): only for the words that stand for a question and its answer.
fn numbered(key: &str) -> Option<(String, u32)> {
    let stem = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = key[stem.len()..].parse().ok()?;
    let stem = stem.trim_end();
    ["q", "a", "question", "answer"].contains(&stem).then(|| (stem.to_owned(), number))
}

fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many paragraphs a text has.
fn paragraphs(lines: &[Line]) -> usize {
    lines.iter().filter(|l| l.opens).count()
}

/// The labels of one style.
struct Style<'a> {
    form: Form,
    tallies: HashMap<&'a str, Tally>,
    /// Keys in order of the text.
    order: Vec<&'a str>,
    paragraphs: usize,
}

impl<'a> Style<'a> {
    fn new(text: &str, lines: &[Line], candidates: &'a [Candidate], form: Form, paragraphs: usize) -> Self {
        let mut tallies: HashMap<&str, Tally> = HashMap::new();
        let mut order = Vec::new();
        for c in candidates.iter().filter(|c| c.label.form == form && !c.label.remark && !never_speaks(&c.key)) {
            let line = &text[lines[c.line].start..lines[c.line].end];
            let tally = tallies.entry(&c.key).or_default();
            if tally.count == 0 {
                let name = &line[c.label.name.clone()];
                (tally.strict, tally.loose) = (is_strict(name, &c.key), name.starts_with(char::is_uppercase));
                tally.first = order.len();
            }
            tally.count += 1;
            tally.last = order.len();
            tally.timed += usize::from(c.label.time.is_some());
            tally.opens += usize::from(c.opens);
            tally.colons += usize::from(line[..c.label.end].ends_with([':', '：', '*', '_']));
            order.push(c.key.as_str());
        }
        Self { form, tallies, order, paragraphs: paragraphs.max(1) }
    }

    /// The names of this style that are speakers.
    fn keys(&self) -> HashSet<String> {
        match self.form {
            Form::Bracket => self.bracket_keys(),
            Form::Clock => self.recurring(|t| t.strict || t.loose),
            _ => self.colon_keys(),
        }
    }

    fn recurring(&self, good: impl Fn(&Tally) -> bool) -> HashSet<String> {
        self.tallies.iter().filter(|(_, t)| t.count >= 2 && good(t)).map(|(key, _)| (*key).to_owned()).collect()
    }

    /// A time stamp beside the name in brackets is proof; `[laughter]` alone is none.
    fn bracket_keys(&self) -> HashSet<String> {
        let mut keys: HashSet<String> =
            self.tallies.iter().filter(|(_, t)| t.timed > 0).map(|(k, _)| (*k).to_owned()).collect();
        let bare = self.recurring(|t| t.strict && (t.colons > 0 || t.opens * 2 >= t.count));
        let count: usize = bare.iter().map(|k| self.tallies[k.as_str()].count).sum();
        if bare.len() >= 2 && count * 10 >= self.paragraphs * 3 && self.changes(&bare) * 10 >= count * 3 {
            keys.extend(bare);
        }
        keys
    }

    /// `Name:` and `**Name:**`.
    fn colon_keys(&self) -> HashSet<String> {
        let bold = self.form == Form::Bold;
        let recurring = self.recurring(|t| t.strict || (t.loose && (bold || t.count >= 3)));
        let count: usize = recurring.iter().map(|k| self.tallies[k.as_str()].count).sum();
        let timed = self.tallies.values().map(|t| t.timed).sum::<usize>() * 2 >= self.order.len().max(1);
        let coverage = |n: usize, percent: usize| n * 100 >= self.paragraphs * percent;
        let asker = self.has_asker(&recurring);
        let all = self.strict_labels();
        let changes = self.changes(&recurring);
        let accepted = match recurring.len() {
            0 => false,
            1 => {
                count >= 3 && ((asker && coverage(count, 5)) || timed || coverage(count, if bold { 25 } else { 50 }))
                    || count >= 2 && (timed && all >= 3 || coverage(all, 60))
            }
            _ => {
                coverage(count, 25)
                    || (asker && coverage(count, 5))
                    || timed
                    || (changes * 10 >= count * 3 && coverage(count, if bold { 3 } else { 10 }))
            }
        };
        if accepted {
            return self.with_singles(recurring, timed);
        }
        self.short_exchange().unwrap_or_default()
    }

    /// Adds names that speak only once, where the style is so regular that they must be speakers.
    fn with_singles(&self, mut keys: HashSet<String>, timed: bool) -> HashSet<String> {
        let known = keys.clone();
        let tallies = || known.iter().map(|k| &self.tallies[k.as_str()]);
        let (first, last) =
            (tallies().map(|t| t.first).min().unwrap_or(0), tallies().map(|t| t.last).max().unwrap_or(0));
        let total: usize = tallies().map(|t| t.count).sum();
        let all = total.max(self.strict_labels());
        let opening: usize = tallies().map(|t| t.opens).sum();
        let percent = if self.form == Form::Bold { 50 } else { 90 };
        let regular = all * 100 >= self.paragraphs * percent;
        for (key, t) in &self.tallies {
            let inside = timed || first < t.first && (self.form == Form::Bold || t.last < last);
            let alike = t.opens == t.count || opening * 2 < total;
            if t.strict && alike && (t.timed == t.count && timed || regular && inside) {
                keys.insert((*key).to_owned());
            }
        }
        keys
    }

    /// A short exchange in which nobody speaks twice: every paragraph has a label, and somebody asks or the names look like names.
    fn short_exchange(&self) -> Option<HashSet<String>> {
        let strict: HashSet<String> =
            self.tallies.iter().filter(|(_, t)| t.strict).map(|(k, _)| (*k).to_owned()).collect();
        let count = self.order.iter().filter(|k| strict.contains(**k)).count();
        // Without anybody who asks it may as well be a list of terms: then only a very short one is believed.
        let asker = self.has_asker(&strict);
        let enough =
            count >= 2 && (asker || count <= 6) && count * 100 >= self.paragraphs * if asker { 50 } else { 60 };
        (strict.len() >= 2 && enough).then_some(strict)
    }

    /// How many labels look like names, whether they recur or not.
    fn strict_labels(&self) -> usize {
        self.tallies.values().filter(|t| t.strict).map(|t| t.count).sum()
    }

    fn has_asker(&self, keys: &HashSet<String>) -> bool {
        let all: Vec<&str> = keys.iter().map(String::as_str).collect();
        all.iter().any(|k| asks(k) || asks_beside(k, &all))
    }

    /// How often the speaker changes from one label to the next.
    fn changes(&self, keys: &HashSet<String>) -> usize {
        let kept: Vec<&&str> = self.order.iter().filter(|k| keys.contains(**k)).collect();
        kept.windows(2).filter(|pair| pair[0] != pair[1]).count()
    }
}

/// Whether a label looks like a name or a code for a person, whatever the rest of the text says.
fn is_strict(name: &str, key: &str) -> bool {
    if asks(key) {
        return true;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let cased = letters.clone().any(|c| c.is_uppercase() || c.is_lowercase());
    if !cased {
        let most = if letters.clone().any(is_cjk) { 10 } else { 24 };
        return words.len() <= 4 && name.chars().count() <= most;
    }
    let capital = |word: &&str| {
        let bare = word.trim_start_matches(['(', '\'', '’', '.', '#', '&', '/']);
        !bare.chars().next().is_some_and(char::is_lowercase) || is_particle(bare)
    };
    words.len() <= 5
        && words[0].starts_with(|c: char| !c.is_lowercase())
        && words.iter().all(capital)
        && name.len() <= 60
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::detect::lines::lines;

    fn names(text: &str) -> Vec<String> {
        choose(text, &lines(text, &[]), false).names.into_iter().map(|n| n.name).collect()
    }

    #[test]
    fn sentences_with_colons_name_nobody() {
        let article = "The plan had three parts.\n\nOne thing: we had no money.\n\nNote: this was before the merger.\n\nIt went on.\n\nNote: and after.\n\n\
                       Then the board met.\n\nExample: a shop.\n\nExample: a bank.\n\nIt ended well.";
        assert!(names(article).is_empty());
        assert!(
            names("Date: 3 May\nPlace: Turku\nLength: 40 min\n\nWe talked for a while.\n\nAnd then we left.")
                .is_empty()
        );
        let terms: String = ["Amber", "Basalt", "Chalk", "Dolomite", "Flint", "Gneiss", "Loam"]
            .map(|t| format!("{t}: a kind of ground.\n\n"))
            .concat();
        assert!(names(&terms).is_empty());
        let lists = "## 1.2\n\nFixes:\n\n- one\n\nFeatures:\n\n- two\n\n## 1.1\n\nFixes:\n- three\n\nFeatures:\n- four";
        assert!(names(lists).is_empty());
        assert!(names("Pros: cheap\n\nCons: slow\n\nThat is all there is.").is_empty());
        assert!(names("主题：数字化\n\n位置：上海\n\n今天我想聊聊这个项目。\n\n谢谢大家。").is_empty());
    }

    #[test]
    fn noises_in_brackets_are_no_speakers() {
        let text = "[Ana] (0:01 - 0:04)\nSo.\n\n[laughter]\n\nand then\n\n[laughter]\n\n[Ben] (0:05 - 0:09)\nYes.";
        assert_eq!(names(text), ["Ana", "Ben"]);
    }

    #[test]
    fn a_single_speaker_is_taken_where_every_paragraph_has_a_label() {
        let text = "Ana: One.\n\nBen: Two.\n\nAna: Three.\n\nCleo: Four.\n\nBen: Five.";
        assert_eq!(names(text), ["Ana", "Ben", "Cleo"]);
    }

    #[test]
    fn numbered_questions_are_one_speaker() {
        let chosen = choose(
            "Q1: Why?\nA1: So.\nQ2: How?\nA2: Thus.",
            &lines("Q1: Why?\nA1: So.\nQ2: How?\nA2: Thus.", &[]),
            false,
        );
        assert_eq!(chosen.names.iter().map(|n| n.name.as_str()).collect::<Vec<_>>(), ["Q", "A"]);
        assert_eq!(chosen.found[2].number, Some(2));
    }
}
