use super::super::lines::{line_of, place, toml as read_toml, toml_line};
use super::super::sheet::{self, Row, Sheet};
use crate::document::{Content, Question, Speaker, Structure, Turn, TurnKind};
use crate::fault::{Fault, Outcome};
use crate::text::{Points, Span, Text};
use serde::Deserialize;

const HEADINGS: [&str; 8] = ["turn", "kind", "speaker", "label_start", "label_end", "start", "end", "time_ms"];

/// How a speaker is called in the table of turns: by name, or as `#3` where the name does not say who is meant.
fn called(speakers: &[Speaker], n: u16) -> String {
    let Some(speaker) = speakers.get(n as usize) else { return format!("#{}", n + 1) };
    let clear = speakers.iter().filter(|s| s.name == speaker.name).count() == 1;
    if clear && !speaker.name.is_empty() && !speaker.name.starts_with('#') {
        speaker.name.clone()
    } else {
        format!("#{}", u32::from(n) + 1)
    }
}

/// The turns as CSV.
pub(super) fn write_turns(content: &Content) -> String {
    let structure = &content.structure;
    let rows = structure.turns.iter().enumerate().map(|(n, turn)| {
        let (label, words) = (content.text.to_points(turn.label), content.text.to_points(turn.span));
        vec![
            (n + 1).to_string(),
            kind_word(turn.kind).to_owned(),
            turn.speaker.map(|s| called(&structure.speakers, s)).unwrap_or_default(),
            label.start.to_string(),
            label.end.to_string(),
            words.start.to_string(),
            words.end.to_string(),
            turn.time_ms.map(|t| t.to_string()).unwrap_or_default(),
        ]
    });
    sheet::write(HEADINGS, rows)
}

/// Style, speakers and questions as TOML.
pub(super) fn write_rest(content: &Content) -> String {
    let structure = &content.structure;
    let mut out = String::new();
    toml_line(&mut out, "style", &structure.style);
    for speaker in &structure.speakers {
        out.push_str("\n[[speaker]]\n");
        toml_line(&mut out, "name", &speaker.name);
        if let Some(role) = &speaker.role {
            toml_line(&mut out, "role", role);
        }
        if speaker.interviewer {
            out.push_str("interviewer = true\n");
        }
    }
    for question in &structure.questions {
        out.push_str("\n[[question]]\n");
        if let Some(number) = question.number {
            out.push_str(&format!("number = {number}\n"));
        }
        let points = content.text.to_points(question.span);
        let (first, turns) = (question.first + 1, question.last.saturating_sub(question.first));
        out.push_str(&format!(
            "start = {}\nend = {}\nfirst_turn = {first}\nturns = {turns}\n",
            points.start, points.end
        ));
    }
    out
}

fn kind_word(kind: TurnKind) -> &'static str {
    match kind {
        TurnKind::Speech => "speech",
        TurnKind::Paragraph => "paragraph",
        TurnKind::Heading => "heading",
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Rest {
    #[serde(default)]
    style: String,
    #[serde(default)]
    speaker: Vec<TomlSpeaker>,
    #[serde(default)]
    question: Vec<toml::Spanned<TomlQuestion>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlSpeaker {
    name: String,
    role: Option<String>,
    #[serde(default)]
    interviewer: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlQuestion {
    number: Option<u32>,
    start: u32,
    end: u32,
    first_turn: u32,
    turns: u32,
}

/// Reads the structure of a text from its two files, each given with its name.
///
/// Errors: what cannot be read or does not lie in the text, with file and line.
pub(super) fn read(turns: (&str, &str), rest: Option<(&str, &str)>, text: &Text) -> Outcome<Structure> {
    let mut structure = match rest {
        Some((file, raw)) => read_rest(file, raw, text)?,
        None => Structure::default(),
    };
    let sheet = Sheet::read(turns.0, turns.1)?;
    let columns = Columns::of(&sheet)?;
    let listed = !structure.speakers.is_empty();
    for row in &sheet.rows {
        let turn = read_turn(&sheet, &columns, row, text, &mut structure.speakers, listed)?;
        structure.turns.push(turn);
    }
    match structure.fault(text) {
        None => Ok(structure),
        Some(fault) => Err(misfit(fault).at(turns.0)),
    }
}

fn misfit(what: String) -> Fault {
    Fault::data(what)
        .hint("the text and its turns do not fit; without its .turns.csv the text is read as an ordinary transcript")
}

fn read_rest(file: &str, raw: &str, text: &Text) -> Outcome<Structure> {
    let rest: Rest = read_toml(file, raw)?;
    let mut questions = Vec::new();
    for question in rest.question {
        let line = line_of(raw, question.span().start);
        let q = question.into_inner();
        let points = Points { start: q.start, end: q.end };
        let outside = || misfit("the question lies outside the text".to_owned()).at(place(file, line));
        let first = q.first_turn.checked_sub(1).ok_or_else(outside)?;
        let last = first.checked_add(q.turns).ok_or_else(outside)?;
        questions.push(Question { span: text.to_span(points).ok_or_else(outside)?, number: q.number, first, last });
    }
    let speaker = |s: TomlSpeaker| Speaker { name: s.name, role: s.role, interviewer: s.interviewer };
    let speakers = rest.speaker.into_iter().map(speaker).collect();
    Ok(Structure { style: rest.style, speakers, turns: Vec::new(), questions })
}

struct Columns {
    kind: Option<usize>,
    speaker: Option<usize>,
    label: [Option<usize>; 2],
    words: [usize; 2],
    time: Option<usize>,
}

impl Columns {
    fn of(sheet: &Sheet) -> Outcome<Self> {
        Ok(Self {
            kind: sheet.column(&["kind"]),
            speaker: sheet.column(&["speaker"]),
            label: [sheet.column(&["label_start"]), sheet.column(&["label_end"])],
            words: [sheet.need("start")?, sheet.need("end")?],
            time: sheet.column(&["time_ms"]),
        })
    }
}

fn read_turn(
    sheet: &Sheet,
    columns: &Columns,
    row: &Row,
    text: &Text,
    speakers: &mut Vec<Speaker>,
    listed: bool,
) -> Outcome<Turn> {
    let number = |column: Option<usize>| -> Outcome<Option<u64>> {
        let raw = row.cell(column).trim();
        if raw.is_empty() {
            return Ok(None);
        }
        raw.parse().map(Some).map_err(|_| sheet.fault(row, format!("“{raw}” is no number")))
    };
    let span = |from: Option<usize>, to: Option<usize>| -> Outcome<Option<Span>> {
        let (Some(start), Some(end)) = (number(from)?, number(to)?) else { return Ok(None) };
        let narrow = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let found = text.to_span(Points { start: narrow(start), end: narrow(end) });
        let outside = || {
            misfit(format!("{start}-{end} lies outside the text")).at(sheet.fault(row, "").place.unwrap_or_default())
        };
        found.map(Some).ok_or_else(outside)
    };
    let words = span(Some(columns.words[0]), Some(columns.words[1]))?;
    let words = words.ok_or_else(|| sheet.fault(row, "the turn has no start and end"))?;
    let label = span(columns.label[0], columns.label[1])?.unwrap_or(Span { start: words.start, end: words.start });
    let speaker = match row.cell(columns.speaker) {
        "" => None,
        name => Some(speaker_called(name, speakers, listed).map_err(|what| sheet.fault(row, what))?),
    };
    let kind = match row.cell(columns.kind).trim() {
        "" if speaker.is_none() => TurnKind::Paragraph,
        "" | "speech" => TurnKind::Speech,
        "paragraph" => TurnKind::Paragraph,
        "heading" => TurnKind::Heading,
        other => return Err(sheet.fault(row, format!("“{other}” is no kind: speech, paragraph or heading"))),
    };
    Ok(Turn { span: words, label, speaker, time_ms: number(columns.time)?, kind })
}

/// The place of a speaker in the list; one who is not there is added, unless the list was given.
fn speaker_called(name: &str, speakers: &mut Vec<Speaker>, listed: bool) -> Result<u16, String> {
    let numbered = name.strip_prefix('#').and_then(|n| n.parse::<usize>().ok()).and_then(|n| n.checked_sub(1));
    let known = match numbered {
        Some(n) => Some(n).filter(|n| *n < speakers.len()),
        None => speakers.iter().position(|s| s.name == name),
    };
    if known.is_none() && !listed && numbered.is_none() {
        speakers.push(Speaker { name: name.to_owned(), role: None, interviewer: false });
        return u16::try_from(speakers.len() - 1).map_err(|_| "there are too many speakers".to_owned());
    }
    let known = known.and_then(|n| u16::try_from(n).ok());
    known.ok_or_else(|| format!("the speaker “{name}” is not listed"))
}
