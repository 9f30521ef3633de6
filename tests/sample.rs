//! The sample studies are what they claim to be: invented interviews that are each their own, codings whose words stand where they say, and companies that land
//! in their classes because of how they are coded.

use casebook::coding::Passage;
use casebook::document::{Content, Document};
use casebook::exchange::plain::{File, Study, read};
use casebook::exchange::{self, ReadOptions};
use casebook::fault::{Fault, Outcome};
use casebook::id::{CodeId, DocumentId, Stamp};
use casebook::memo::Axis;
use casebook::project::{Context, Project, Staged, Texts, check, check_content, plan};
use casebook::text::{fold, sentences, words};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// What the table of Ross et al. (ICIS 2016) says of each numbered company, as facts: strategy (`D` digitized solutions, `C` customer engagement, `-` none
/// stated), whether it has an operational backbone, whether it has or is building a digital services backbone.
const CLASSES: [(char, bool, bool); 27] = [
    ('D', true, true),
    ('D', false, true),
    ('D', true, true),
    ('D', false, false),
    ('-', true, false),
    ('C', true, true),
    ('D', true, true),
    ('D', false, false),
    ('D', true, true),
    ('-', true, false),
    ('C', true, true),
    ('-', true, false),
    ('D', true, true),
    ('C', false, false),
    ('C', true, true),
    ('C', true, true),
    ('-', false, false),
    ('D', false, false),
    ('D', false, true),
    ('D', true, false),
    ('D', false, false),
    ('D', false, false),
    ('C', false, false),
    ('C', true, true),
    ('C', false, false),
    ('C', true, false),
    ('C', false, false),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<File>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let inside = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.push(File { path: inside, bytes: fs::read(&path).unwrap() });
        }
    }
}

fn study(name: &str) -> Study {
    let folder = root().join("corpus").join(name);
    let mut files = Vec::new();
    gather(&folder, &folder, &mut files);
    let study = read(&files, &|file, bytes| exchange::read(file, bytes, &ReadOptions::default())).unwrap();
    assert_eq!(study.warnings, Vec::<String>::new());
    study
}

/// A study in memory.
#[derive(Default)]
pub struct World {
    pub project: Project,
    contents: HashMap<String, Arc<Content>>,
    notes: Vec<String>,
}

impl Texts for World {
    fn content(&self, document: &Document) -> Outcome<Arc<Content>> {
        self.contents.get(&document.text).cloned().ok_or_else(|| Fault::bug("no such text"))
    }
}

pub fn brought_in(name: &str) -> World {
    let mut world = World::default();
    let mut last = 0;
    let mut ids = || {
        last += 1;
        Uuid::from_u128(last)
    };
    let context = Context { now: Stamp(0), coder: "nobody", ids: &mut ids, texts: &world };
    let made = plan(&world.project, context, study(name).command()).unwrap();
    for staged in made.staged {
        if let Staged::Text(sha, content) = staged {
            world.contents.insert(sha, content);
        }
    }
    world.project.apply(&made.changes).unwrap();
    world.notes = made.notes;
    world
}

impl World {
    fn code(&self, path: &str) -> CodeId {
        self.project.codebook.at(path).unwrap_or_else(|| panic!("no code {path}")).id
    }

    /// The cases of a document, by name.
    fn cases_of(&self, document: DocumentId) -> BTreeSet<&str> {
        self.project.links_of(document).map(|l| self.project.cases[&l.case].name.as_str()).collect()
    }

    /// The cases that have a passage coded with a code or one under it.
    fn cases_with(&self, path: &str) -> BTreeSet<&str> {
        let family = self.project.codebook.family(self.code(path));
        let coded = self.project.codings.iter().filter(|c| family.contains(&c.code));
        coded.flat_map(|c| self.cases_of(c.document)).collect()
    }

    fn problems(&self) -> Vec<String> {
        let documents = self.project.documents.values();
        let content = documents.flat_map(|d| check_content(&self.project, d, &self.content(d).unwrap()));
        check(&self.project).into_iter().chain(content).collect()
    }

    /// The passages coded with a code or one under it, in documents of a case.
    fn cell(&self, keep: impl Fn(DocumentId) -> bool, code: CodeId) -> BTreeSet<Passage> {
        let family = self.project.codebook.family(code);
        let coded = self.project.codings.iter().filter(|c| family.contains(&c.code) && keep(c.document));
        coded.map(|c| c.passage()).collect()
    }
}

#[test]
fn every_interview_is_long_enough_and_every_company_has_one() {
    let world = brought_in("digital-strategies");
    let interviews: Vec<&Document> =
        world.project.documents.values().filter(|d| d.properties.contains_key("function")).collect();
    assert!(interviews.len() >= 36, "{} interviews", interviews.len());
    let short: Vec<&str> = interviews.iter().filter(|d| d.words < 450).map(|d| d.name.as_str()).collect();
    assert_eq!(short, Vec::<&str>::new());
    let spoken: BTreeSet<&str> = interviews.iter().flat_map(|d| world.cases_of(d.id)).collect();
    assert_eq!(spoken.len(), 27);
    let formats: BTreeSet<&str> = interviews.iter().map(|d| d.format.as_str()).collect();
    assert!(formats.len() >= 5, "{formats:?}");
    // Companies with several respondents have one in IT and one in a business function.
    for case in ["1", "7", "13", "15", "20", "24"] {
        let of_case = interviews.iter().filter(|d| world.cases_of(d.id).contains(case));
        let functions: BTreeSet<&str> = of_case.map(|d| d.properties["function"].as_str()).collect();
        assert_eq!(functions, BTreeSet::from(["IT", "business"]), "company {case}");
    }
}

#[test]
fn no_sentence_is_shared_between_two_documents() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut shared = Vec::new();
    let mut count = 0;
    for name in ["digital-strategies", "panel"] {
        let world = brought_in(name);
        for document in world.project.documents.values() {
            let content = world.content(document).unwrap();
            // The five questions of the panel are the same for all on purpose: they are its grid's rows.
            let asked = |span| name == "panel" && content.structure.questions.iter().any(|q| q.span.contains(span));
            for turn in content.structure.turns.iter().filter(|t| !asked(t.span)) {
                let said = turn.span.of(content.text.as_str());
                for sentence in sentences(said) {
                    let sentence = sentence.of(said);
                    let key: Vec<String> = words(sentence).iter().map(|w| fold(w.of(sentence))).collect();
                    if key.len() < 3 {
                        continue;
                    }
                    count += 1;
                    match seen.insert(key.join(" "), document.name.clone()) {
                        Some(other) if other != document.name => {
                            shared.push(format!("{other}, {}: {sentence}", document.name))
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    assert!(count > 1500, "{count} sentences compared");
    assert_eq!(shared, Vec::<String>::new());
}

#[test]
fn every_coding_stands_where_it_says() {
    for (name, at_least) in [("digital-strategies", 800), ("panel", 50)] {
        let rows = study(name).rows.codings;
        let world = brought_in(name);
        assert!(rows.len() >= at_least, "{} codings", rows.len());
        assert_eq!(world.project.codings.len(), rows.len());
        let repaired: Vec<&String> = world
            .notes
            .iter()
            .filter(|n| n.contains("found again") || n.contains("left out") || n.contains("already"))
            .collect();
        assert_eq!(repaired, Vec::<&String>::new());
        assert_eq!(world.problems(), Vec::<String>::new());
        for row in rows {
            let document = world.project.document(&row.document).unwrap();
            let content = world.content(document).unwrap();
            let span = content.text.to_span(row.points.unwrap()).unwrap();
            assert_eq!(span.of(content.text.as_str()), row.quote, "{}", row.document);
            assert_eq!(content.structure.turns_in(span).len(), 1, "{}: {}", row.document, row.quote);
        }
        let coders: BTreeSet<&str> = world.project.coders.values().map(|c| c.name.as_str()).collect();
        assert_eq!(coders, BTreeSet::from(["mira", "jonas"]));
    }
}

#[test]
fn the_companies_fall_into_their_classes_by_their_codings() {
    let world = brought_in("digital-strategies");
    let [solutions, engagement, unstated, operational, digital] = [
        "strategy/digitized solutions",
        "strategy/customer engagement",
        "strategy/none stated",
        "backbone/operational",
        "backbone/digital services",
    ]
    .map(|path| world.cases_with(path));
    for (n, (strategy, has_operational, has_digital)) in CLASSES.iter().enumerate() {
        let case = (n + 1).to_string();
        let case = case.as_str();
        let strategies = (solutions.contains(case), engagement.contains(case), unstated.contains(case));
        assert_eq!(strategies, (*strategy == 'D', *strategy == 'C', *strategy == '-'), "strategy of company {case}");
        let backbones = (operational.contains(case), digital.contains(case));
        assert_eq!(backbones, (*has_operational, *has_digital), "backbones of company {case}");
    }
    let groups = |o: bool, d: bool| CLASSES.iter().filter(|c| c.1 == o && c.2 == d).count();
    assert_eq!([groups(true, true), groups(true, false), groups(false, true), groups(false, false)], [10, 5, 2, 10]);
    assert_eq!([solutions.len(), engagement.len(), unstated.len()], [13, 10, 4]);
}

#[test]
fn every_phrase_rests_on_all_that_is_in_its_cell() {
    let world = brought_in("digital-strategies");
    let p = &world.project;
    assert_eq!(p.essences.len(), 27 + 14);
    for essence in p.essences.values() {
        let (present, cell) = match (&essence.row, &essence.column) {
            (Axis::Case(case), Axis::Code(code)) => {
                let of_case = |d| p.links_of(d).any(|l| l.case == *case);
                (world.cell(of_case, *code), format!("{} × {}", p.cases[case].name, p.codebook.path(*code)))
            }
            (Axis::Code(row), Axis::Code(column)) => {
                let both = &world.cell(|_| true, *row) & &world.cell(|_| true, *column);
                (both, format!("{} × {}", p.codebook.path(*row), p.codebook.path(*column)))
            }
            other => panic!("{other:?}"),
        };
        assert!(!present.is_empty(), "{cell}");
        assert_eq!(essence.basis, present.into_iter().collect::<Vec<Passage>>(), "{cell}");
        assert!(!essence.evidence.is_empty() && essence.evidence.iter().all(|e| essence.basis.contains(e)), "{cell}");
    }
    // A backbone has a phrase exactly where it has a passage.
    for path in ["backbone/operational", "backbone/digital services"] {
        let code = Axis::Code(world.code(path));
        let written = p.essences.values().filter(|e| e.column == code && matches!(e.row, Axis::Case(_))).count();
        assert_eq!(written, world.cases_with(path).len());
    }
}

#[test]
fn every_passage_that_a_vignette_cites_stands_in_its_document() {
    let world = brought_in("digital-strategies");
    assert_eq!(world.project.vignettes.len(), 2);
    let mut cited = 0;
    for vignette in world.project.vignettes.values() {
        let template = &world.project.templates[&vignette.template];
        let titles = |text| casebook::memo::sections(text).iter().map(|s| s.title.to_owned()).collect::<Vec<String>>();
        assert_eq!(titles(&vignette.text), titles(&template.text));
        for citation in vignette.text.split("[[").skip(1) {
            let (name, rest) = citation.split_once(": \"").unwrap();
            let (quote, _) = rest.split_once("\"]]").unwrap();
            let content = world.content(world.project.document(name).unwrap()).unwrap();
            assert!(content.text.as_str().contains(quote), "{name}: {quote}");
            cited += 1;
        }
    }
    assert_eq!(cited, 6);
}

#[test]
fn the_panel_asks_three_people_the_same_five_questions() {
    let world = brought_in("panel");
    let mut answered: BTreeMap<&str, usize> = BTreeMap::new();
    let mut asked = BTreeSet::new();
    for document in world.project.documents.values() {
        let content = world.content(document).unwrap();
        assert_eq!(content.structure.questions.len(), 5, "{}", document.name);
        for question in &content.structure.questions {
            asked.insert(
                question.span.of(content.text.as_str()).trim_start_matches(|c: char| !c.is_alphabetic()).to_owned(),
            );
        }
        for case in world.cases_of(document.id) {
            *answered.entry(case).or_default() += content.structure.questions.len();
        }
    }
    assert_eq!(asked.len(), 5, "{asked:?}");
    assert_eq!(answered.values().collect::<Vec<_>>(), [&5, &5, &5]);
}

#[test]
fn the_codebooks_to_start_from_are_those_of_the_study() {
    let same =
        |a: &str, b: &str| assert_eq!(fs::read(root().join(a)).unwrap(), fs::read(root().join(b)).unwrap(), "{a}");
    same("codebooks/digital-strategies.toml", "corpus/digital-strategies/codebook.toml");
    same("codebooks/vignette-template.md", "corpus/digital-strategies/templates/company.md");
    let study = study("digital-strategies");
    let bare: Vec<&str> = study
        .rows
        .codes
        .iter()
        .filter(|c| {
            let f = &c.fields;
            [&f.short, &f.definition, &f.use_when, &f.not_when, &f.example]
                .iter()
                .any(|t| t.as_deref().unwrap_or("").is_empty())
        })
        .map(|c| c.path.as_str())
        .collect();
    assert_eq!(bare, Vec::<&str>::new(), "codes without a full definition");
}
