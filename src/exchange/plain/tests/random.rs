use super::world::World;
use crate::case::{AttributeKind, Clearance};
use crate::codebook::Colour;
use crate::coding::Passage;
use crate::document::{Draft, Question, Speaker, Structure, Turn, TurnKind, Warning};
use crate::memo::{About, Axis, Verdict};
use crate::project::{CodeFields, CodeSpec, Command, EssenceTarget, LinkPart, NewDocument, SavedKind, Texts, Uncode};
use crate::text::{Span, normalise};

/// Names of every kind that has been trouble somewhere.
const WORDS: [&str; 18] = [
    "cost",
    "Cost (2)",
    "a/b",
    "=SUM(A1)",
    "naïve",
    "漢字",
    "🙂🙃",
    "שלום",
    "-x",
    "'=y",
    "C:\\d\\",
    "CON",
    "#1",
    "x; y",
    "a,b",
    "“q” \"r\"",
    "@z@1-2",
    "attribute:alias",
];
const TEXTS: [&str; 6] =
    ["", "one", "=1\n+2\n\n'''\n\"\"\"", "líne\n\tתו 🙂", "- a list\n- \\of\\ things ", "# {case}\n\n## A\nx"];

fn word(n: u32) -> String {
    WORDS[n as usize % WORDS.len()].to_owned()
}

fn words(n: u32) -> String {
    TEXTS[n as usize % TEXTS.len()].to_owned()
}

/// A document whose turns are the words of its text, said by three speakers, two of whom have one name.
fn draft(n: u32) -> Draft {
    let text =
        normalise(&(0..4 + n % 7).map(|i| word(n / 3 + i * 5)).collect::<Vec<_>>().join(if n.is_multiple_of(2) {
            "\n"
        } else {
            " "
        }))
        .0;
    let mut turns: Vec<Turn> = Vec::new();
    for (i, (at, piece)) in text.match_indices(|c: char| !c.is_whitespace()).enumerate() {
        let kind = [TurnKind::Speech, TurnKind::Paragraph, TurnKind::Heading][(i + n as usize) % 3];
        let end = turns.last().map_or(0, |t| t.span.end);
        let label = if i.is_multiple_of(2) { Span::new(end as usize, at) } else { Span::new(at, at) };
        let speaker = (kind == TurnKind::Speech).then_some((i % 4) as u16);
        turns.push(Turn {
            span: Span::new(at, at + piece.len()),
            label,
            speaker,
            time_ms: i.is_multiple_of(3).then_some(u64::from(n) * 997),
            kind,
        });
    }
    let speaker =
        |n: u32, interviewer| Speaker { name: word(n), role: n.is_multiple_of(2).then(|| words(n)), interviewer };
    let speakers = vec![
        speaker(n, true),
        speaker(n + 1, false),
        speaker(n, false),
        Speaker { name: "#9".into(), role: None, interviewer: false },
    ];
    let questions = turns.iter().take(2).enumerate().map(|(i, t)| Question {
        span: t.span,
        number: (i == 1).then_some(n),
        first: i as u32,
        last: (i + n as usize % 2) as u32,
    });
    let structure = Structure { style: words(n), speakers, questions: questions.collect(), turns };
    Draft {
        name: word(n),
        format: ["txt", "md", "docx", "a/../b"][n as usize % 4].to_owned(),
        text,
        structure,
        language: "es".to_owned(),
        properties: [(word(n + 1), words(n)), ("case".to_owned(), word(n + 2))]
            .into_iter()
            .take(n as usize % 3)
            .collect(),
        warnings: vec![Warning::at(3, words(n + 1)), Warning::new(word(n))],
    }
}

fn axis_of(world: &World, n: u32) -> Option<Axis> {
    let pick = |len: usize| (n as usize / 5) % len.max(1);
    let p = &world.project;
    match n % 5 {
        0 => p.cases.keys().nth(pick(p.cases.len())).map(|id| Axis::Case(*id)),
        1 => p.documents.keys().nth(pick(p.documents.len())).map(|id| Axis::Document(*id)),
        2 => p.codebook.iter().nth(pick(p.codebook.len())).map(|c| Axis::Code(c.id)),
        3 => p.attributes.keys().nth(pick(p.attributes.len())).map(|id| Axis::Value(*id, word(n))),
        _ => Some(Axis::Query(format!("{} and \"x\"", word(n)))),
    }
}

fn about_of(world: &World, n: u32, passage: Option<Passage>) -> Option<About> {
    match axis_of(world, n)? {
        Axis::Case(id) => Some(About::Case(id)),
        Axis::Document(id) => Some(About::Document(id)),
        Axis::Code(id) => Some(About::Code(id)),
        Axis::Value(..) => Some(About::Project),
        Axis::Query(_) => passage.map(About::Passage),
    }
}

/// A passage somewhere in a document.
fn passage(world: &World, a: u32, b: u32) -> Option<Passage> {
    let documents = world.documents();
    let document = *documents.get(a as usize % documents.len().max(1))?;
    let content = world.content(&world.project.documents[&document]).ok()?;
    let bounds: Vec<usize> = content.text.as_str().char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let start = b as usize % bounds.len();
    let end = (start + 1 + a as usize % 9).min(bounds.len());
    let from = if start == 0 { 0 } else { bounds[start - 1] };
    Some(Passage { document, span: Span::new(from, bounds[end - 1]) })
}

fn spec(n: u32) -> CodeSpec {
    let path = crate::codebook::join_path([word(n).as_str(), word(n / 18).as_str()]);
    let fields = CodeFields {
        short: Some(word(n)),
        definition: Some(words(n / 2)),
        use_when: Some(words(n / 3)),
        not_when: None,
        example: Some(words(n + 1)),
        colour: Some(n.is_multiple_of(3).then_some(Colour(n as u8, 7, 255))),
    };
    CodeSpec::New(path, Box::new(fields))
}

/// The phrase of some cell.
fn essence(world: &World, a: u32, b: u32) -> Option<Command> {
    let here = passage(world, a, b);
    let verdict = if a.is_multiple_of(3) { Verdict::NotApplicable(words(b)) } else { Verdict::Phrase(words(b)) };
    let target = EssenceTarget {
        row: axis_of(world, a)?,
        column: axis_of(world, b)?,
        name: String::new(),
        basis: passage(world, b, a).into_iter().chain(here).collect(),
        evidence: here.into_iter().collect(),
    };
    Some(Command::WriteEssence(target, Some(verdict)))
}

/// What step `kind` would do with two numbers; nothing when there is nothing to do it to.
fn command(world: &World, kind: u8, a: u32, b: u32) -> Option<Command> {
    let p = &world.project;
    let code = |n: u32| p.codebook.iter().nth(n as usize % p.codebook.len().max(1)).map(|c| c.id);
    let case = |n: u32| p.cases.keys().nth(n as usize % p.cases.len().max(1)).copied();
    let here = passage(world, a, b);
    Some(match kind {
        0 | 1 => {
            let original: Vec<u8> = [a.to_le_bytes(), b.to_le_bytes()].concat();
            let cases = if b.is_multiple_of(2) { vec![word(b)] } else { Vec::new() };
            Command::AddDocuments(vec![NewDocument { draft: draft(a), original: original.into(), cases }])
        }
        2 => Command::AddCode(spec(a)),
        3 | 4 => Command::Code(vec![here?], vec![spec(b)]),
        5 => Command::AddCase(word(a)),
        6 => Command::SetValue(
            case(a)?,
            word(b),
            ["12", "-3.5", "2015-03", "yes", "=x", "'=y", "ünï; 🙂"][a as usize % 7].to_owned(),
        ),
        7 => Command::SetAlias(case(a)?, Some(word(b))),
        8 => Command::SetClearance(case(a)?, [Clearance::Named, Clearance::Background][b as usize % 2]),
        9 | 24 | 25 => Command::WriteMemo(about_of(world, a, here)?, words(b)),
        10 | 26 => essence(world, a, b)?,
        11 if a.is_multiple_of(3) => Command::Save(SavedKind::ALL[b as usize % 5], word(a), words(b)),
        11 => Command::SaveMatrix(word(a), words(b)),
        12 => Command::SaveTemplate(word(a), words(b)),
        13 => Command::WriteVignette(
            case(a)?,
            p.templates.values().nth(b as usize % p.templates.len().max(1))?.name.clone(),
            words(a),
        ),
        14 => {
            let part = match a % 2 {
                0 => LinkPart::Passage(here?.span),
                _ => LinkPart::Speaker(p.documents[&here?.document].speakers.get(b as usize % 4)?.clone()),
            };
            Command::Link(case(b)?, here?.document, part)
        }
        15 => Command::SetTelling(p.codings.of(here?.document).first()?.id, true),
        16 => Command::MoveCode(code(a)?, code(b)),
        17 => Command::RenameCode(code(a)?, word(b)),
        18 => Command::RemoveDocument(here?.document),
        19 => Command::Uncode(Uncode::At(here?, Vec::new(), None)),
        20 => Command::MergeCodes(vec![code(a)?], code(b)?),
        21 => Command::Retitle(word(a)),
        22 => {
            let attribute = p.attributes.keys().nth(a as usize % p.attributes.len().max(1))?;
            let kind = if a.is_multiple_of(2) {
                AttributeKind::Text
            } else {
                AttributeKind::Ordered(WORDS.map(str::to_owned).to_vec())
            };
            Command::SetAttribute(*attribute, kind, Some(word(b)))
        }
        _ => Command::RenameDocument(here?.document, word(b)),
    })
}

pub(super) fn random_world(steps: &[(u8, u32, u32)]) -> World {
    let mut world = World::default();
    for (n, (kind, a, b)) in steps.iter().enumerate() {
        let coder = ["mira", "Jonas Ø", "=cmd", "🙂"][*b as usize % 4];
        if let Some(command) = command(&world, *kind, *a, *b) {
            // What cannot be done is refused, and the project stays as it was.
            let _refused = world.run(coder, 1_426_118_400_000 + n as i64 * 12_345, command).is_err();
        }
    }
    world
}
