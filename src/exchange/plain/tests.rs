use super::{File, read, write};
use crate::case::{AttributeKind, Clearance, Part};
use crate::codebook::Colour;
use crate::coding::Passage;
use crate::document::{Content, Document, Draft, Question, Speaker, Structure, Turn, TurnKind, Warning};
use crate::fault::{Fault, Outcome};
use crate::id::{DocumentId, Stamp};
use crate::memo::{About, Axis, Verdict};
use crate::project::{
    CodeFields, CodeSpec, Command, Context, EssenceTarget, LinkPart, NewDocument, Project, Staged, Texts, Uncode,
    check, check_content, plan,
};
use crate::text::{Span, Text, normalise};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// A project with its texts, as a store would keep them.
#[derive(Default)]
struct World {
    project: Project,
    texts: HashMap<String, Text>,
    structures: HashMap<String, Structure>,
    originals: HashMap<String, Vec<u8>>,
    last: u128,
    notes: Vec<String>,
}

impl Texts for World {
    fn content(&self, document: &Document) -> Outcome<Arc<Content>> {
        let text = self.texts.get(&document.text).cloned();
        let structure = self.structures.get(&document.structure).cloned();
        let both = text.zip(structure).map(|(text, structure)| Arc::new(Content { text, structure }));
        both.ok_or_else(|| Fault::bug(format!("no text of “{}”", document.name)))
    }
}

impl World {
    fn run(&mut self, coder: &str, now: i64, command: Command) -> Outcome<String> {
        let mut last = self.last;
        let mut ids = || {
            last += 1;
            Uuid::from_u128(last)
        };
        let made = plan(&self.project, Context { now: Stamp(now), coder, ids: &mut ids, texts: &*self }, command)?;
        self.last = last;
        for staged in made.staged {
            match staged {
                Staged::Text(sha, content) => {
                    self.texts.insert(sha, content.text.clone());
                }
                Staged::Structure(sha, json) => {
                    self.structures.insert(sha, serde_json::from_str(&json).unwrap());
                }
                Staged::Original(sha, bytes) => {
                    self.originals.insert(sha, bytes.to_vec());
                }
            }
        }
        self.project.apply(&made.changes)?;
        self.notes = made.notes;
        Ok(made.sentence)
    }

    fn write(&self) -> Vec<File> {
        write(&self.project, self, &mut |d: &Document| Ok(self.originals[&d.sha256].clone())).unwrap()
    }

    fn problems(&self) -> Vec<String> {
        let documents = self.project.documents.values();
        let contents = documents.flat_map(|d| check_content(&self.project, d, &self.content(d).unwrap()));
        check(&self.project).into_iter().chain(contents).collect()
    }

    /// The documents, in order.
    fn documents(&self) -> Vec<DocumentId> {
        self.project.documents.keys().copied().collect()
    }
}

fn no_importer(name: &str, _: &[u8]) -> Outcome<Draft> {
    Err(Fault::data(format!("no importer for {name}")))
}

/// An importer for the tests: one paragraph, whose text is the file's.
fn one_paragraph(name: &str, bytes: &[u8]) -> Outcome<Draft> {
    let text = normalise(std::str::from_utf8(bytes).map_err(|_| Fault::data("no text"))?).0;
    let span = Span::new(0, text.len()).trimmed(&text);
    let turns = vec![Turn {
        span,
        label: Span { start: span.start, end: span.start },
        speaker: None,
        time_ms: None,
        kind: TurnKind::Paragraph,
    }];
    let structure = Structure { turns, ..Structure::default() };
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    Ok(Draft { name, format: "md".to_owned(), text, structure, language: "en".to_owned(), ..Draft::default() })
}

fn brought_in(files: &[File]) -> World {
    let mut world = World { last: 1 << 90, ..World::default() };
    let study = read(files, &no_importer).unwrap();
    assert_eq!(study.warnings, Vec::<String>::new());
    match world.run("somebody else", 77, study.command()) {
        Ok(_) => {}
        Err(fault) => assert_eq!(fault.kind, crate::fault::Kind::Nothing, "{fault}"),
    }
    world
}

/// Everything about a project but its identities and its history.
fn portrait(world: &World) -> Vec<String> {
    let p = &world.project;
    let document = |id: &DocumentId| p.documents.get(id).map_or(format!("{id}"), |d| d.name.clone());
    let axis = |axis: &Axis| match axis {
        Axis::Case(id) => format!("case {}", p.cases[id].name),
        Axis::Document(id) => format!("document {}", document(id)),
        Axis::Code(id) => format!("code {}", p.codebook.path(*id)),
        Axis::Value(id, value) => format!("{} = {value}", p.attributes[id].name),
        Axis::Query(query) => format!("query {query}"),
    };
    let passages = |of: &[Passage]| {
        let mut all: Vec<String> = of.iter().map(|p| format!("{} {:?}", document(&p.document), p.span)).collect();
        all.sort();
        all
    };
    let mut out = vec![p.title.clone()];
    out.extend(p.coders.values().map(|c| format!("coder {}", c.name)));
    for d in p.documents.values() {
        out.push(format!("{:?}", Document { id: DocumentId(Uuid::nil()), ..d.clone() }));
        out.push(format!("{:?}", world.content(d).unwrap()));
        for c in p.codings.of(d.id) {
            let (path, coder) = (p.codebook.path(c.code), p.coder_name(c.coder));
            out.push(format!(
                "{path} {coder} {:?} {:?} {:?} {} {} {:?}",
                c.span, c.points, c.quote, c.context, c.telling, c.at
            ));
        }
    }
    for (depth, c) in p.codebook.tree() {
        out.push(format!(
            "{depth} {:?} {:?}",
            c.name,
            (&c.short, &c.definition, &c.use_when, &c.not_when, &c.example, c.colour)
        ));
    }
    out.extend(p.attributes_in_order().iter().map(|a| format!("{} {} {:?}", a.name, a.title, a.kind)));
    for c in p.cases.values() {
        let values: BTreeMap<&str, String> =
            c.values.iter().map(|(a, v)| (p.attributes[a].name.as_str(), format!("{v:?}"))).collect();
        out.push(format!("{} {:?} {:?} {values:?}", c.name, c.alias, c.clearance));
    }
    out.extend(p.links.values().map(|l| format!("{} {} {:?}", document(&l.document), p.cases[&l.case].name, l.part)));
    out.extend(p.memos.values().map(|m| {
        let about = match m.about {
            About::Project => "project".to_owned(),
            About::Document(id) => format!("document {}", document(&id)),
            About::Code(id) => format!("code {}", p.codebook.path(id)),
            About::Case(id) => format!("case {}", p.cases[&id].name),
            About::Passage(passage) => format!("{:?}", passages(&[passage])),
        };
        format!("{about} {:?} {} {:?}", m.text, p.coder_name(m.coder), m.at)
    }));
    out.extend(p.essences.values().map(|e| {
        let cell = (axis(&e.row), axis(&e.column), passages(&e.evidence), passages(&e.basis));
        format!("{cell:?} {:?} {} {:?}", e.verdict, p.coder_name(e.coder), e.at)
    }));
    out.extend(p.matrices.values().map(|m| format!("{} {:?} {:?}", m.name, m.spec, m.at)));
    out.extend(p.templates.values().map(|t| format!("{} {:?}", t.name, t.text)));
    out.extend(p.vignettes.values().map(|v| {
        let (case, template) = (&p.cases[&v.case].name, &p.templates[&v.template].name);
        format!("{case} {template} {:?} {} {:?}", v.text, p.coder_name(v.coder), v.at)
    }));
    out
}

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
    let text = normalise(&(0..4 + n % 7).map(|i| word(n / 3 + i * 5)).collect::<Vec<_>>().join(if n % 2 == 0 {
        "\n"
    } else {
        " "
    }))
    .0;
    let mut turns: Vec<Turn> = Vec::new();
    for (i, (at, piece)) in text.match_indices(|c: char| !c.is_whitespace()).enumerate() {
        let kind = [TurnKind::Speech, TurnKind::Paragraph, TurnKind::Heading][(i + n as usize) % 3];
        let end = turns.last().map_or(0, |t| t.span.end);
        let label = if i % 2 == 0 { Span::new(end as usize, at) } else { Span::new(at, at) };
        let speaker = (kind == TurnKind::Speech).then_some((i % 4) as u16);
        turns.push(Turn {
            span: Span::new(at, at + piece.len()),
            label,
            speaker,
            time_ms: (i % 3 == 0).then_some(u64::from(n) * 997),
            kind,
        });
    }
    let speaker = |n: u32, interviewer| Speaker { name: word(n), role: (n % 2 == 0).then(|| words(n)), interviewer };
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

/// What step `kind` would do with two numbers; nothing when there is nothing to do it to.
fn command(world: &World, kind: u8, a: u32, b: u32) -> Option<Command> {
    let p = &world.project;
    let code = |n: u32| p.codebook.iter().nth(n as usize % p.codebook.len().max(1)).map(|c| c.id);
    let case = |n: u32| p.cases.keys().nth(n as usize % p.cases.len().max(1)).copied();
    let spec = |n: u32| {
        let path = crate::codebook::join_path([word(n).as_str(), word(n / 18).as_str()]);
        let colour = Some((n % 3 == 0).then_some(Colour(n as u8, 7, 255)));
        let fields = CodeFields {
            short: Some(word(a)),
            definition: Some(words(a)),
            use_when: Some(words(b)),
            not_when: None,
            example: Some(words(n + 1)),
            colour,
        };
        CodeSpec::New(path, Box::new(fields))
    };
    let here = passage(world, a, b);
    Some(match kind {
        0 | 1 => {
            let original: Vec<u8> = [a.to_le_bytes(), b.to_le_bytes()].concat();
            let cases = if b % 2 == 0 { vec![word(b)] } else { Vec::new() };
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
        10 | 26 => {
            let verdict = if a % 3 == 0 { Verdict::NotApplicable(words(b)) } else { Verdict::Phrase(words(b)) };
            let (basis, evidence) =
                (passage(world, b, a).into_iter().chain(here).collect(), here.into_iter().collect());
            let target = EssenceTarget {
                row: axis_of(world, a)?,
                column: axis_of(world, b)?,
                name: String::new(),
                basis,
                evidence,
            };
            Command::WriteEssence(target, Some(verdict))
        }
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
            let kind = if a % 2 == 0 {
                AttributeKind::Text
            } else {
                AttributeKind::Ordered(WORDS.map(str::to_owned).to_vec())
            };
            Command::SetAttribute(*attribute, kind, Some(word(b)))
        }
        _ => Command::RenameDocument(here?.document, word(b)),
    })
}

fn random_world(steps: &[(u8, u32, u32)]) -> World {
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn a_project_comes_back_from_its_plain_form(steps in proptest::collection::vec((0_u8..28, 0_u32..5000, 0_u32..5000), 0..90)) {
        let world = random_world(&steps);
        let files = world.write();
        for file in &files {
            prop_assert_eq!(super::names::inside(&file.path).unwrap(), file.path.clone());
        }
        let back = brought_in(&files);
        prop_assert_eq!(portrait(&back), portrait(&world));
        prop_assert_eq!(back.notes.iter().filter(|n| n.contains("left out")).count(), 0);
        prop_assert_eq!(back.problems(), world.problems());
        prop_assert_eq!(back.write(), files);
    }
}

/// A small study made by hand, as a folder without turns.
fn by_hand() -> Vec<(&'static str, String)> {
    let files = [
        ("project.toml", "title = \"Kiosks\"\ncoders = [\"mira\", \"jonas\"]\n"),
        ("documents.csv", "name,file,cases,role\nowner,a.md,1,Owner\n"),
        ("documents/a.md", "We sell newspapers. Nobody buys newspapers.\n"),
        ("documents/b.md", "Case two has no newspapers, 🙂 only gum.\n"),
        ("codebook.toml", "[[code]]\npath = \"goods\"\n[[code]]\npath = \"goods/paper\"\n"),
        ("cases.csv", "name,size,documents\n1,small,\n2,large,b\n"),
        ("attributes.toml", "[[attribute]]\nname = \"size\"\nvalues = [\"small\", \"large\"]\n"),
        (
            "codings.csv",
            "document,start,end,code,coder,quote,date\nowner,8,18,goods/paper,mira,newspapers,2015-10-01\nb,0,3,goods,jonas,\"🙂 only\",\nowner,1,2,goods,jonas,newspapers,\nb,35,38,goods,jonas,,\n",
        ),
        (
            "essences.toml",
            "[[essence]]\nrow = { case = \"1\" }\ncolumn = { code = \"goods\" }\nphrase = \"Paper\"\ncoder = \"mira\"\nbasis = [\"owner@8-18\"]\n",
        ),
        ("templates/short.md", "# {case}\n"),
        ("vignettes/short/2.md", "# 2\n\nGum.\n"),
        ("matrices/goods.toml", "rows = \"cases\"\n"),
    ];
    files.map(|(path, text)| (path, text.to_owned())).to_vec()
}

fn files(parts: &[(&str, String)]) -> Vec<File> {
    parts.iter().map(|(path, text)| File { path: (*path).to_owned(), bytes: text.clone().into_bytes() }).collect()
}

#[test]
fn a_folder_made_by_hand_is_a_plain_form_too() {
    let mut world = World::default();
    let study = read(&files(&by_hand()), &one_paragraph).unwrap();
    assert_eq!(study.warnings, Vec::<String>::new());
    let said = world.run("mira", 5, study.clone().command()).unwrap();
    assert_eq!(
        said,
        "Brought in the study “Kiosks”: 2 documents, 2 codes, 2 cases, 3 codings, 1 phrase and 1 vignette"
    );
    let p = &world.project;
    assert_eq!(world.problems(), Vec::<String>::new());
    let owner = p.document("owner").unwrap();
    assert_eq!(owner.properties["role"], "Owner");
    let quotes: Vec<&str> = p.documents.keys().flat_map(|d| p.codings.of(*d)).map(|c| &*c.quote).collect();
    // The one with a wrong place is found by its words, the ambiguous one is left out and named.
    assert_eq!(quotes, ["newspapers", "🙂 only", "gum"]);
    assert!(
        world.notes.iter().any(|n| n.contains("“goods” on “owner”") && n.contains("several places")),
        "{:?}",
        world.notes
    );
    assert_eq!(p.links.values().filter(|l| l.part == Part::Whole).count(), 2);
    assert_eq!((p.vignettes.len(), p.matrices.len(), p.essences.len()), (1, 1, 1));
    let again = world.run("mira", 6, study.command()).unwrap_err();
    assert_eq!(again.kind, crate::fault::Kind::Nothing);
}

#[test]
fn a_second_import_under_the_same_name_overwrites_nothing() {
    let mut world = World::default();
    let first = read(&files(&by_hand()), &one_paragraph).unwrap();
    world.run("mira", 5, first.command()).unwrap();
    let before = portrait(&world);
    let mut other = by_hand();
    other[2].1 = "Their newspapers are old.".to_owned();
    other[7].1 = "document,start,end,code,coder,quote\nowner,6,16,goods/paper,mira,newspapers\n".to_owned();
    other[8].1 = other[8].1.replace("Paper", "Something else").replace("owner@8-18", "owner@6-16");
    world.run("mira", 6, read(&files(&other), &one_paragraph).unwrap().command()).unwrap();
    let after = portrait(&world);
    assert!(before.iter().all(|line| after.contains(line)), "what was there stays as it was");
    let copy = world.project.document("owner (2)").unwrap();
    assert_eq!(world.project.codings.of(copy.id).len(), 1);
    assert!(world.notes.iter().any(|n| n.contains("another phrase") && n.contains("kept")), "{:?}", world.notes);
    assert_eq!(world.problems(), Vec::<String>::new());
}

#[test]
fn damage_is_told_with_file_and_line() {
    let broken = |path: &str, from: &str, to: &str| {
        let mut parts = by_hand();
        for part in parts.iter_mut().filter(|p| p.0 == path) {
            assert!(part.1.contains(from));
            part.1 = part.1.replace(from, to);
        }
        read(&files(&parts), &one_paragraph).unwrap_err().place.unwrap_or_default()
    };
    assert_eq!(broken("documents.csv", "a.md", "../a.md"), "documents.csv, line 2");
    assert_eq!(broken("documents.csv", "a.md", "c.md"), "documents.csv, line 2");
    assert_eq!(broken("documents.csv", "file", "files"), "documents.csv, line 1");
    assert_eq!(broken("codings.csv", "b,35,38", "b,38,35"), "codings.csv, line 5");
    assert_eq!(broken("codings.csv", "2015-10-01", "yesterday"), "codings.csv, line 2");
    assert_eq!(broken("codings.csv", "\"🙂 only\"", "\"🙂 only"), "codings.csv, line 3");
    assert_eq!(broken("essences.toml", "phrase", "phrases"), "essences.toml, line 4");
    assert_eq!(broken("essences.toml", "owner@8-18", "owner"), "essences.toml, line 1");
    assert_eq!(broken("cases.csv", "large", "huge"), "cases.csv, line 3");
    assert_eq!(broken("project.toml", "title", "version = 2\ntitle"), "project.toml, line 1");
    let mut parts = by_hand();
    parts.push(("coding.csv", "document\n".to_owned()));
    assert!(read(&files(&parts), &one_paragraph).unwrap().warnings[0].starts_with("coding.csv: left out"));
    parts.push(("../../outside.txt", String::new()));
    assert!(read(&files(&parts), &one_paragraph).is_err());
    assert!(read(&files(&[("notes.txt", String::new())]), &one_paragraph).is_err());
}

#[test]
fn an_edited_text_or_a_lost_original_is_told() {
    let mut world = World::default();
    let add = NewDocument { draft: draft(6), original: Arc::from(*b"bytes"), cases: Vec::new() };
    world.run("mira", 1, Command::AddDocuments(vec![add])).unwrap();
    let mut files = world.write();
    files.retain(|f| !f.path.starts_with("originals/"));
    let text = files.iter_mut().find(|f| f.path.ends_with(".txt")).unwrap();
    text.bytes.extend_from_slice(b" and more");
    let warnings = read(&files, &no_importer).unwrap().warnings;
    assert_eq!(warnings.iter().filter(|w| w.contains("placed by their words")).count(), 1);
    assert_eq!(warnings.iter().filter(|w| w.contains("the original is not there")).count(), 1);
    let text = files.iter_mut().find(|f| f.path.ends_with(".txt")).unwrap();
    text.bytes.truncate(3);
    let place = read(&files, &no_importer).unwrap_err().place.unwrap();
    assert!(place.contains(".structure.toml, line") || place.contains(".turns.csv, line"), "{place}");
}
