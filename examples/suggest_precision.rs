//! How often is a suggestion right? Measures `casebook suggest` on a coded study.
//!
//! ```text
//! cargo run --example suggest_precision -- FOLDER
//! ```
//!
//! FOLDER holds `corpus.csv` (one row a document: its name first, its text last) and `annotations.csv` (document, code, words), as the study “Ethics in European data
//! journalism” publishes them. Every sentence is a turn. The documents are dealt out in two halves; codings of one half are given, suggestions are judged by those of
//! the other, and the other way round. A suggestion is right when it touches a passage with the code that was held back.

use casebook::coding::Passage;
use casebook::id::DocumentId;
use casebook::project::{CodeSpec, Command, Place, Project, resolve};
use casebook::query::{Scan, World, suggest};
use casebook::session::{Clock, Options, Session};
use casebook::text::{Span, sentences};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// Codes with fewer passages say little.
const LEAST: usize = 10;

type Passages = BTreeMap<String, Vec<Passage>>;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("say in which folder corpus.csv and annotations.csv are");
        return ExitCode::from(2);
    };
    match measure(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn rows(path: &Path) -> Result<Vec<csv::StringRecord>, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&bytes);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().collect::<Result<_, _>>().map_err(|e| format!("{}: {e}", path.display()))
}

/// The texts, a sentence a paragraph, brought into a project in a folder of its own.
fn project(folder: &Path, scratch: &Path) -> Result<Session, String> {
    let options = || Options { coder: Some("measure".into()), clock: Clock::Fixed(1_420_070_400_000) };
    let file = scratch.join("study.casebook");
    let mut session = Session::create(&file, None, options()).map_err(|f| f.to_string())?;
    for row in rows(&folder.join("corpus.csv"))? {
        let (Some(name), Some(text)) = (row.get(0), row.iter().next_back()) else { continue };
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: Vec<&str> = sentences(&flat).into_iter().map(|s| s.of(&flat)).collect();
        let path = scratch.join(format!("{name}.txt"));
        std::fs::write(&path, cut.join("\n\n")).map_err(|e| e.to_string())?;
    }
    drop(session);
    let program = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.parent()?.join("casebook")));
    let program = program.filter(|p| p.exists()).ok_or("build the program first: cargo build")?;
    let mut import = std::process::Command::new(program);
    import.args(["--quiet", "--project"]).arg(&file).arg("import").arg(scratch);
    let done = import.args(["--speakers", "none", "--format", "txt"]).output().map_err(|e| e.to_string())?;
    session = Session::open(&file, options()).map_err(|f| f.to_string())?;
    if session.project().documents.is_empty() {
        return Err(format!("nothing was brought in: {}", String::from_utf8_lossy(&done.stderr)));
    }
    Ok(session)
}

/// Where the annotated words stand, by code, and how many stand nowhere.
fn annotations(folder: &Path, session: &Session) -> Result<(Passages, usize), String> {
    let (mut found, mut lost) = (Passages::new(), 0);
    for row in rows(&folder.join("annotations.csv"))? {
        let (Some(name), Some(code), Some(words)) = (row.get(0), row.get(1), row.get(2)) else { continue };
        let Ok(document) = session.project().document(name).map(|d| d.id) else {
            lost += 1;
            continue;
        };
        let content = session.content(document).map_err(|f| f.to_string())?;
        match resolve(&Place::Quote(words.trim().to_owned()), &content) {
            Ok(span) => found.entry(code.replace('/', " or ")).or_default().push(Passage { document, span }),
            Err(_) => lost += 1,
        }
    }
    Ok((found, lost))
}

fn measure(folder: &Path) -> Result<(), String> {
    let scratch = std::env::temp_dir().join(format!("casebook-suggest-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).map_err(|e| e.to_string())?;
    let session = project(folder, &scratch)?;
    let (all, lost) = annotations(folder, &session)?;
    let located: usize = all.values().map(Vec::len).sum();
    println!("{} documents, {located} passages found in them, {lost} not", session.project().documents.len());
    println!("{:<28} {:>5} {:>6} {:>6} {:>6} {:>6}", "code", "held", "P@10", "P@50", "best50", "chance");
    let halves: BTreeMap<DocumentId, bool> =
        session.project().documents.keys().enumerate().map(|(n, id)| (*id, n % 2 == 0)).collect();
    let mut sums = [0.0; 4];
    let mut measured = 0.0;
    for half in [true, false] {
        // Codings of one half are put on the project as it is in memory; the file is not touched.
        let taught = taught(&session, &all, &|p| halves[&p.document] == half)?;
        for (code, passages) in all.iter().filter(|(_, p)| p.len() >= LEAST) {
            let held: Vec<Passage> = passages.iter().filter(|p| halves[&p.document] != half).copied().collect();
            let figures = judge(&taught, &session, code, &held)?;
            let [ten, fifty, best, chance] = figures;
            println!("{code:<28} {:>5} {ten:>6.2} {fifty:>6.2} {best:>6.2} {chance:>6.3}", held.len());
            sums.iter_mut().zip(figures).for_each(|(sum, f)| *sum += f);
            measured += 1.0;
        }
    }
    let mean = sums.map(|s| s / measured);
    println!("{:<28} {:>5} {:>6.2} {:>6.2} {:>6.2} {:>6.3}", "mean", "", mean[0], mean[1], mean[2], mean[3]);
    let _ = std::fs::remove_dir_all(&scratch);
    Ok(())
}

/// The project with the given passages coded.
fn taught(session: &Session, all: &Passages, given: &dyn Fn(&Passage) -> bool) -> Result<Project, String> {
    let mut project = session.project().clone();
    let mut next = 0_u128;
    let mut ids = || {
        next += 1;
        uuid::Uuid::from_u128(next << 32 | 7)
    };
    for (code, passages) in all {
        let passages: Vec<Passage> = passages.iter().filter(|p| given(p)).copied().collect();
        if passages.is_empty() {
            continue;
        }
        let context =
            casebook::project::Context { now: Default::default(), coder: "measure", ids: &mut ids, texts: session };
        let plan = casebook::project::plan(
            &project,
            context,
            Command::Code(passages, vec![CodeSpec::New(code.clone(), Default::default())]),
        );
        project.apply(&plan.map_err(|f| f.to_string())?.changes).map_err(|f| f.to_string())?;
    }
    Ok(project)
}

/// Precision among the first ten and fifty suggestions, the best that fifty could reach, and what chance would.
fn judge(project: &Project, session: &Session, code: &str, held: &[Passage]) -> Result<[f64; 4], String> {
    let Ok(id) = project.codebook.find(code).map(|c| c.id) else { return Ok([0.0; 4]) };
    let scan = Scan { project, texts: session };
    let world = World { project, texts: session, words: &scan };
    let codes = [id].into_iter().collect();
    let offered = suggest(&codes, &world, 50).map_err(|f| f.to_string())?;
    let right = |document: DocumentId, span: Span| held.iter().any(|h| h.document == document && h.span.overlaps(span));
    let hits = |n: usize| offered.iter().take(n).filter(|s| right(s.passage.document, s.passage.span)).count() as f64;
    let (mut turns, mut meant) = (0.0, 0.0_f64);
    for document in project.documents.values() {
        let content = session.content(document.id).map_err(|f| f.to_string())?;
        turns += content.structure.turns.len() as f64;
        meant += content.structure.turns.iter().filter(|t| right(document.id, t.span)).count() as f64;
    }
    Ok([hits(10) / 10.0, hits(50) / 50.0, meant.min(50.0) / 50.0, meant / turns])
}
