use super::arguments::{Arguments, Show};
use super::documents::named;
use super::{Io, open};
use crate::coding::Coding;
use crate::document::{Content, Document, TurnKind};
use crate::fault::{Fault, Outcome};
use crate::project::{Place, Project, count, resolve};
use crate::report::audience::study;
use crate::report::listing::{time, wrapped};
use crate::text::Span;
use serde::Serialize;

#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    text: &'a str,
    style: &'a str,
    language: &'a str,
    warnings: &'a [String],
    speakers: &'a [crate::document::Speaker],
    turns: Vec<ShownTurn<'a>>,
    questions: Vec<ShownQuestion<'a>>,
    codings: Vec<ShownCoding<'a>>,
}

#[derive(Serialize)]
struct ShownTurn<'a> {
    n: usize,
    kind: TurnKind,
    speaker: Option<&'a str>,
    start: u32,
    end: u32,
    time_ms: Option<u64>,
}

#[derive(Serialize)]
struct ShownQuestion<'a> {
    number: Option<u32>,
    text: &'a str,
    first_turn: u32,
    last_turn: u32,
}

#[derive(Serialize)]
struct ShownCoding<'a> {
    code: String,
    start: u32,
    end: u32,
    coder: &'a str,
    text: &'a str,
    telling: bool,
}

pub(super) fn run(arguments: &Arguments, args: &Show, io: &mut Io) -> Outcome<u8> {
    let session = open(arguments)?;
    let clearing = super::audience::clearing(arguments, &session, io)?;
    let mut project = session.project();
    let mut document = named(project, &args.document)?;
    let mut content = session.content(document.id)?;
    let public = if clearing.is_public() { Some(study(&clearing, project, &*session)?) } else { None };
    if let Some(public) = &public {
        document = public.shown(document.id)?;
        (project, content) = (&public.project, public.texts[&document.id].clone());
    }
    if args.text && !io.json {
        let text = content.text.as_str();
        io.print(text.strip_suffix('\n').unwrap_or(text));
        return Ok(0);
    }
    let within = match &args.turns {
        None => content.text.span(),
        Some(turns) => match turns.parse()? {
            place @ Place::Turns(..) => resolve(&place, &content)?,
            _ => return Err(Fault::asked("--turns takes turns: 13 or 13-20")),
        },
    };
    if io.json {
        json(project, document, &content, within, io)
    } else {
        text(project, document, &content, within, io)
    }
    Ok(0)
}

fn json(project: &Project, document: &Document, content: &Content, within: Span, io: &mut Io) {
    let text = content.text.as_str();
    let structure = &content.structure;
    let turns = structure.turns_in(within).map(|n| {
        let turn = &structure.turns[n];
        let points = content.text.to_points(turn.span);
        let speaker = structure.speaker_of(n);
        ShownTurn { n: n + 1, kind: turn.kind, speaker, start: points.start, end: points.end, time_ms: turn.time_ms }
    });
    let questions = structure.questions.iter().map(|q| ShownQuestion {
        number: q.number,
        text: q.span.of(text),
        first_turn: q.first + 1,
        last_turn: q.last,
    });
    let codings = project.codings.of(document.id).iter().filter(|c| c.span.overlaps(within)).map(|c| ShownCoding {
        code: project.codebook.path(c.code),
        start: c.points.start,
        end: c.points.end,
        coder: project.coder_name(c.coder),
        text: &c.quote,
        telling: c.telling,
    });
    let shown = Shown {
        name: &document.name,
        text,
        style: &structure.style,
        language: &document.language,
        warnings: &document.warnings,
        speakers: &structure.speakers,
        turns: turns.collect(),
        questions: questions.collect(),
        codings: codings.collect(),
    };
    io.json(&shown);
}

fn text(project: &Project, document: &Document, content: &Content, within: Span, io: &mut Io) {
    let structure = &content.structure;
    let counted = format!(
        "{}, {}, {}, {}",
        count(document.turns as usize, "turn"),
        count(document.words as usize, "word"),
        document.language,
        document.format
    );
    io.say(&format!("{}: {counted}", document.name));
    io.say(&format!("guessed: {}", structure.style));
    let speaker = |s: &crate::document::Speaker| {
        let role = s.role.as_ref().map(|r| format!(" ({r})")).unwrap_or_default();
        format!("{}{role}{}", s.name, if s.interviewer { " — asks" } else { "" })
    };
    if !structure.speakers.is_empty() {
        io.say(&format!("speakers: {}", structure.speakers.iter().map(speaker).collect::<Vec<_>>().join("; ")));
    }
    for warning in &document.warnings {
        io.say(&format!("warning: {warning}"));
    }
    let width = io.width.min(100);
    for n in structure.turns_in(within) {
        io.print("");
        let turn = &structure.turns[n];
        let mut label = (n + 1).to_string();
        for part in [structure.speaker_of(n).map(str::to_owned), turn.time_ms.map(time)].into_iter().flatten() {
            label.push_str("  ");
            label.push_str(&part);
        }
        if turn.kind == TurnKind::Heading {
            label.push_str("  heading");
        }
        io.print(&label);
        for line in wrapped(turn.span.of(content.text.as_str()), width.saturating_sub(4)) {
            io.print(&format!("    {line}"));
        }
        for coding in project.codings.of(document.id).iter().filter(|c| starts_in(c, turn.span)) {
            let place = crate::project::place_name(coding.span, content);
            let telling = if coding.telling { " !" } else { "" };
            let path = project.codebook.path(coding.code);
            io.print(&format!("    ▸ {path}  {place}  {}{telling}", project.coder_name(coding.coder)));
        }
    }
}

fn starts_in(coding: &Coding, turn: Span) -> bool {
    turn.start <= coding.span.start && coding.span.start < turn.end
}
