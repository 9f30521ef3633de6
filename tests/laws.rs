//! The laws of the project value, over random sequences of commands.

use crate::store::draft;
use casebook::case::Clearance;
use casebook::coding::Passage;
use casebook::fault::Kind;
use casebook::memo::{About, Axis, Verdict};
use casebook::project::{
    self, CodeFields, CodeSpec, Command, CsvCases, EssenceTarget, LinkPart, Project, Removal, Uncode,
};
use casebook::session::Session;
use casebook::text::Span;
use proptest::prelude::*;

/// An act by numbers; what they mean is looked up in the project as it then is, so that most acts find something to act on.
#[derive(Clone, Debug)]
struct Act(u8, usize, usize, usize);

const NAMES: &[&str] = &["trust", "Trust", "coûts", "信任", "ثقة", "a/b", "x/y/z", "🙂", "double work"];
const TEXTS: &[&str] = &[
    "I: How was it?\n\nR: Long. We waited for years. Nobody came.\n\nI: And then?\n\nR: Then the app came, año tras año.",
    "One paragraph. Two sentences here.\n\nAnother paragraph 我觉得很累 with words.",
    "A: שלום לכולם.\n\nB: نعم، هذا صحيح.\n\nA: 🙂👩‍👩‍👧 yes.",
];

fn pick<T>(items: &[T], n: usize) -> Option<&T> {
    if items.is_empty() { None } else { items.get(n % items.len()) }
}

fn passage(project: &Project, session: &Session, a: usize, b: usize) -> Option<Passage> {
    let documents: Vec<_> = project.documents.keys().copied().collect();
    let document = *pick(&documents, a)?;
    let content = session.content(document).ok()?;
    let turn = *pick(&content.structure.turns, b)?;
    let text = turn.span.of(content.text.as_str());
    let cut = casebook::text::sentences(text);
    let sentence = *pick(&cut, a / 3)?;
    let start = turn.span.start;
    Some(Passage { document, span: Span { start: start + sentence.start, end: start + sentence.end } })
}

fn command(session: &Session, act: &Act) -> Option<Command> {
    let project = session.project();
    let Act(kind, a, b, c) = *act;
    let codes: Vec<_> = project.codebook.iter().map(|c| c.id).collect();
    let documents: Vec<_> = project.documents.keys().copied().collect();
    let cases: Vec<_> = project.cases.keys().copied().collect();
    let codings: Vec<_> = project.codings.iter().map(|c| c.id).collect();
    let name = |n: usize| NAMES[n % NAMES.len()].to_owned();
    Some(match kind % 26 {
        0 | 1 => Command::AddDocuments(vec![draft(&name(a), &format!("{} {b}", TEXTS[a % TEXTS.len()]))]),
        2 => Command::RemoveDocument(*pick(&documents, a)?),
        3 => Command::RenameDocument(*pick(&documents, a)?, name(b)),
        4 => Command::add_code(name(a)),
        5 => Command::EditCode(
            *pick(&codes, a)?,
            Box::new(CodeFields { definition: Some(name(b)), ..CodeFields::default() }),
        ),
        6 => Command::RenameCode(*pick(&codes, a)?, name(b)),
        7 => Command::MoveCode(*pick(&codes, a)?, if c % 3 == 0 { None } else { pick(&codes, b).copied() }),
        8 => Command::MergeCodes(vec![*pick(&codes, a)?], *pick(&codes, b)?),
        9 => {
            let removal = [Removal::OnlyUnused, Removal::WithCodings, Removal::RecodeTo(*pick(&codes, b)?)][c % 3];
            Command::RemoveCode(*pick(&codes, a)?, removal)
        }
        10..=14 => {
            let spec = pick(&codes, c)
                .filter(|_| a % 4 > 0)
                .map_or(CodeSpec::New(name(c), Box::default()), |id| CodeSpec::Known(*id));
            Command::Code(vec![passage(project, session, a, b)?, passage(project, session, b, c)?], vec![spec])
        }
        15 => Command::Uncode(Uncode::These(vec![*pick(&codings, a)?])),
        16 => Command::Uncode(Uncode::At(passage(project, session, a, b)?, vec![], None)),
        17 => Command::SetTelling(*pick(&codings, a)?, b % 2 == 0),
        18 => Command::AddCase(name(a)),
        19 => Command::SetValue(*pick(&cases, a)?, name(b), ["12", "yes", "long", ""][c % 4].into()),
        20 => {
            let document = *pick(&documents, b)?;
            let speakers = project.documents[&document].speakers.clone();
            let part =
                pick(&speakers, c).filter(|_| a % 2 == 0).map_or(LinkPart::Whole, |s| LinkPart::Speaker(s.clone()));
            Command::Link(*pick(&cases, a)?, document, part)
        }
        21 => Command::RemoveCase(*pick(&cases, a)?),
        22 => Command::SetClearance(*pick(&cases, a)?, Clearance::Named),
        23 => Command::WriteMemo(About::Code(*pick(&codes, a)?), ["a memo", "another", ""][b % 3].into()),
        24 => {
            let target = EssenceTarget {
                row: Axis::Case(*pick(&cases, a)?),
                column: Axis::Code(*pick(&codes, b)?),
                name: "cell".into(),
                basis: passage(project, session, a, b).into_iter().collect(),
                evidence: vec![],
            };
            Command::WriteEssence(target, (c % 4 > 0).then(|| Verdict::Phrase(name(c))))
        }
        _ => Command::ImportCases(CsvCases {
            attributes: vec![(name(a), None, None)],
            rows: vec![casebook::project::CaseRow { name: name(b), values: vec!["7".into()], ..Default::default() }],
        }),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_commands_keeps_the_laws(acts in prop::collection::vec((any::<u8>(), 0usize..64, 0usize..64, 0usize..64), 1..40)) {
        let mut session = Session::in_memory("lena");
        let empty = session.project().clone();
        let mut values = vec![empty.clone()];
        for (kind, a, b, c) in acts {
            let Some(command) = command(&session, &Act(kind, a, b, c)) else { continue };
            let before = session.project().clone();
            // A plan never yields a change that apply refuses, and applying the inverses is the identity.
            if let Ok(plan) = session.plan(command.clone()) {
                let mut copy = before.clone();
                prop_assert!(copy.apply(&plan.changes).is_ok(), "{command:?} planned what cannot be applied");
                let back: Vec<_> = plan.changes.into_iter().rev().map(project::Change::inverse).collect();
                prop_assert!(copy.apply(&back).is_ok());
                prop_assert_eq!(&copy, &before);
            }
            match session.run(command.clone()) {
                Ok(answer) => {
                    prop_assert!(!answer.sentence.is_empty());
                    if answer.step.is_some() { values.push(session.project().clone()); } else { prop_assert_eq!(session.project(), &before); }
                }
                Err(fault) => {
                    prop_assert!(fault.kind != Kind::Bug, "{command:?}: {fault}");
                    prop_assert_eq!(session.project(), &before, "a refused command alters nothing");
                }
            }
            prop_assert_eq!(project::check(session.project()), Vec::<String>::new(), "after {:?}", command);
        }
        // Replaying the log gives the live project, and every document, place and quote holds.
        prop_assert_eq!(session.check(&mut |_, _| {}).unwrap(), Vec::<String>::new());
        // Undo n times walks back through every value; redo n times walks forward again.
        for value in values.iter().rev().skip(1) {
            session.undo().unwrap();
            prop_assert_eq!(session.project(), value);
        }
        prop_assert_eq!(session.undo().unwrap_err().kind, Kind::Nothing);
        for value in values.iter().skip(1) {
            session.redo().unwrap();
            prop_assert_eq!(session.project(), value);
        }
        prop_assert_eq!(session.check(&mut |_, _| {}).unwrap(), Vec::<String>::new());
    }
}
