//! A million codings by five coders over 10,000 documents of 2,500 cases and 500 codes, in memory: how long it takes to count them case by case, code by code
//! and value by value, beside pandas with a DataFrame at hand and beside one pass over the codings; and how soon a screen is right after one more coding.

use crate::Scratch;
use crate::corpus::Numbers;
use crate::timing::{median, memory_now, peak_memory, runs, said};
use casebook::case::{Attribute, AttributeKind, Case, Clearance, Link, Part, Value};
use casebook::codebook::Code;
use casebook::coding::{Coding, Codings};
use casebook::document::{Content, Document};
use casebook::fault::{Fault, Outcome};
use casebook::id::{AttributeId, CaseId, CodeId, CoderId, CodingId, DocumentId, LinkId, Stamp};
use casebook::matrix::{Spec, counts, outline, window};
use casebook::project::{Coder, Project, Texts};
use casebook::query::{Scan, World};
use casebook::text::{Points, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

const DOCUMENTS: usize = 10_000;
const CASES: usize = 2_500;
const CODES: usize = 500;
const CODERS: usize = 5;
const LENGTH: usize = 20_000;
const SIZES: [&str; 4] = ["small", "middling", "large", "huge"];
const KINDS: [&str; 2] = ["public", "private"];

/// Counting asks for no text.
struct NoTexts;

impl Texts for NoTexts {
    fn content(&self, document: &Document) -> Outcome<Arc<Content>> {
        Err(Fault::bug(format!("the text of {} was asked for", document.name)))
    }
}

fn id(kind: u128, n: usize) -> Uuid {
    Uuid::from_u128(kind << 64 | n as u128)
}

pub fn measure(codings: usize) {
    let mut project = build(codings);
    let n = project.codings.len();
    println!("{n} codings by {CODERS} coders, {DOCUMENTS} documents, {CASES} cases, {CODES} codes, in memory");
    let pass = median(&runs(11, || {
        let length: u64 = project.codings.iter().map(|c| u64::from(c.span.end - c.span.start)).sum();
        black_box(length);
    }));
    println!("  one pass over the codings (summing lengths)      {}", said(pass));
    let by_code = median(&runs(7, || {
        let mut counts = std::collections::HashMap::new();
        project.codings.iter().for_each(|c| *counts.entry(c.code).or_insert(0u32) += 1);
        black_box(counts.len());
    }));
    println!("  one pass that counts by code in a hash table     {}", said(by_code));
    memory("after making the codings");
    let start = Instant::now();
    project.codings.briefs();
    println!("  taking the codings in brief, once                {}", said(start.elapsed()));
    let start = Instant::now();
    project.codings.briefs().meetings();
    println!("  counting which codes meet, once                  {}", said(start.elapsed()));
    let start = Instant::now();
    project.codings.prepare();
    println!("  finding out where each coding is, once           {}", said(start.elapsed()));
    memory("with what is counted from");
    let scratch = Scratch::new("cross");
    let peers = pandas(&project, &scratch);
    let peers = |what: &str| peers.iter().filter(|(w, ..)| w == what).cloned().collect::<Peers>();
    let cases = timed(&project, "cases", "codes");
    compare("case × code counts", cases, pass, &peers("case × code"));
    compare("co-occurrence of all codes", timed(&project, "codes", "codes"), pass, &peers("co-occurrence"));
    let values = timed(&project, "codes", "values of size");
    compare("crosstab code × value, codings", values, pass, &peers("code × value"));
    let whole = filled(&project, "codes", "values of size", "totals = \"both\"");
    compare("… as a table of cells with totals", whole, pass, &[]);
    let share = filled(&project, "codes", "values of size", "cell = \"share\"");
    compare("crosstab code × value, cases", share, pass, &peers("cases"));
    let tests = "cell = \"share\"\ntests = [\"chi2\", \"p\", \"holm\", \"bh\"]";
    let fisher = "cell = \"share\"\ntests = [\"chi2\", \"p\", \"fisher\", \"holm\", \"bh\"]";
    for (what, columns, spec, peer) in [
        ("… with χ², p, Holm and BH of every code", "values of size", tests, "tests"),
        ("… over two values, Fisher besides", "values of kind", fisher, "fisher"),
    ] {
        compare(what, filled(&project, "codes", columns, spec), pass, &peers(peer));
    }
    println!("  the whole case × code table as cells of text     {}", said(filled(&project, "cases", "codes", "")));
    memory("after these tables");
    screens(&mut project);
    if let Some(mb) = peak_memory() {
        println!("  peak memory of this process                      {mb} MB");
    }
}

/// How long counting alone takes.
fn timed(project: &Project, rows: &str, columns: &str) -> Duration {
    let spec = Spec::parse(&format!("title = \"T\"\nrows = \"{rows}\"\ncolumns = \"{columns}\"")).expect("it holds");
    let words = Scan { project, texts: &NoTexts };
    let world = World { project, texts: &NoTexts, words: &words };
    median(&runs(11, || {
        black_box(counts(&spec, &world).expect("it can be counted").numbers.len());
    }))
}

/// How long a table takes, cells and all.
fn filled(project: &Project, rows: &str, columns: &str, more: &str) -> Duration {
    let text = format!("title = \"T\"\nrows = \"{rows}\"\ncolumns = \"{columns}\"\n{more}");
    let spec = Spec::parse(&text).expect("it holds");
    let words = Scan { project, texts: &NoTexts };
    let world = World { project, texts: &NoTexts, words: &words };
    median(&runs(7, || drop(black_box(outline(&spec, &world).expect("it is made")))))
}

fn memory(when: &str) {
    if let Some(mb) = memory_now() {
        println!("  memory {when:<42}{mb} MB");
    }
}

fn compare(what: &str, own: Duration, pass: Duration, peers: &[(String, String, f64)]) {
    println!("  {what}: {}; {:.1} × one pass", said(own), own.as_secs_f64() / pass.as_secs_f64());
    for (_, name, ms) in peers {
        println!("      pandas, {name}: {ms:.1} ms, {:.0} × as long", ms / (own.as_secs_f64() * 1000.0));
    }
}

/// Adds one coding at a time and asks for the 60 × 20 cells that a screen shows.
fn screens(project: &mut Project) {
    let texts = NoTexts;
    for (rows, columns, sort) in [
        ("cases", "codes", ""),
        ("codes", "cases", ""),
        ("codes", "values of size", ""),
        ("codes", "codes", "sort = \"-label\""),
    ] {
        let spec = Spec::parse(&format!("title = \"T\"\nrows = \"{rows}\"\ncolumns = \"{columns}\"\n{sort}"))
            .expect("it holds");
        let mut times: Vec<Duration> = Vec::new();
        for n in 0..21 {
            let coding = coding(9_000_000 + n, n * 31 % DOCUMENTS, n % CODES, 0, 100 + n, 300);
            let start = Instant::now();
            project.codings.put(coding);
            let words = Scan { project, texts: &texts };
            let world = World { project, texts: &texts, words: &words };
            black_box(window(&spec, &world, 0..60, 0..20).expect("it is made"));
            times.push(start.elapsed());
        }
        let first = times[0];
        times.sort();
        let worst = times[times.len() - 2];
        println!(
            "  one more coding, then 60 × 20 of {rows} × {columns}: median {}, all but one within {}, the first {}",
            said(median(&times)),
            said(worst),
            said(first)
        );
    }
}

fn coding(n: usize, document: usize, code: usize, coder: usize, start: usize, length: usize) -> Coding {
    let (start, end) = (start as u32, (start + length).min(LENGTH) as u32);
    Coding {
        id: CodingId(id(1, n)),
        document: DocumentId(id(2, document)),
        code: CodeId(id(3, code)),
        coder: CoderId(id(4, coder)),
        span: Span { start, end },
        points: Points { start, end },
        quote: "as it was said".into(),
        context: 0,
        telling: false,
        at: Stamp(0),
    }
}

/// Every document has passages that the coders see much alike: most code most of them, mostly with the same code, and begin or end a little apart.
fn build(codings: usize) -> Project {
    let mut numbers = Numbers(11);
    let mut all = Vec::with_capacity(codings);
    let passages = codings.div_ceil(DOCUMENTS * CODERS * 4 / 5).max(1);
    'all: for document in (0..DOCUMENTS).cycle() {
        for _ in 0..passages {
            let (start, length, code) = (numbers.below(LENGTH - 800), 100 + numbers.below(500), numbers.below(CODES));
            for coder in 0..CODERS {
                let own = if numbers.below(5) == 0 { numbers.below(CODES) } else { code };
                if numbers.below(5) > 0 {
                    let at = start + numbers.below(20);
                    all.push(coding(all.len(), document, own, coder, at, length + numbers.below(20)));
                }
                if all.len() == codings {
                    break 'all;
                }
            }
        }
    }
    let mut project = Project { codings: Codings::from_unsorted(all), ..Project::default() };
    for n in 0..CODERS {
        let id = CoderId(id(4, n));
        project.coders.insert(id, Coder { id, name: format!("coder {n}") });
    }
    for n in 0..CODES {
        let [short, definition, use_when, not_when, example] = Default::default();
        let (id, name) = (CodeId(id(3, n)), format!("code {n}"));
        let (parent, position, colour) = (None, n as u32, None);
        project.codebook.put(Code {
            id,
            parent,
            name,
            position,
            short,
            definition,
            use_when,
            not_when,
            example,
            colour,
        });
    }
    let (size, kind) = (AttributeId(id(5, 0)), AttributeId(id(5, 1)));
    for (id, name, values) in [(size, "size", &SIZES[..]), (kind, "kind", &KINDS)] {
        let kind = AttributeKind::Ordered(values.iter().map(|v| (*v).to_owned()).collect());
        let made = Attribute { id, name: name.into(), title: String::new(), kind, position: 0 };
        project.attributes.insert(id, made);
    }
    for n in 0..CASES {
        let id = CaseId(id(6, n));
        let value = |values: &[&str]| Value::Text(values[n % values.len()].to_owned());
        let values = BTreeMap::from([(size, value(&SIZES)), (kind, value(&KINDS))]);
        project
            .cases
            .insert(id, Case { id, name: format!("case {n}"), alias: None, clearance: Clearance::default(), values });
    }
    for n in 0..DOCUMENTS {
        add_document(&mut project, n);
    }
    project
}

fn add_document(project: &mut Project, n: usize) {
    let document = DocumentId(id(2, n));
    let made = Document {
        id: document,
        name: format!("d{n:05}"),
        format: "txt".into(),
        language: "en".into(),
        sha256: String::new(),
        text: String::new(),
        structure: String::new(),
        characters: LENGTH as u32,
        words: 0,
        turns: 0,
        speakers: Vec::new(),
        properties: BTreeMap::new(),
        warnings: Vec::new(),
    };
    project.documents.insert(document, made);
    let link = LinkId(id(7, n));
    project.links.insert(link, Link { id: link, case: CaseId(id(6, n % CASES)), document, part: Part::Whole });
}

/// Figures of a peer: what it made, how, and the milliseconds.
type Peers = Vec<(String, String, f64)>;

/// The same with pandas from a DataFrame at hand; none where Python or pandas is missing. `PYTHON` in the environment names another interpreter.
fn pandas(project: &Project, scratch: &Scratch) -> Peers {
    let mut csv = String::from("document,case,code,size,kind,start,end\n");
    for (n, document) in project.documents.keys().enumerate() {
        let (case, size, kind) = (n % CASES, SIZES[n % CASES % 4], KINDS[n % CASES % 2]);
        for coding in project.codings.of(*document) {
            let code = coding.code.0.as_u128() as u64;
            let (start, end) = (coding.span.start, coding.span.end);
            let _ = writeln!(csv, "{n},case {case},code {code},{size},{kind},{start},{end}");
        }
    }
    let file = scratch.0.join("codings.csv");
    std::fs::write(&file, csv).expect("the CSV can be written");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let Ok(done) = std::process::Command::new(python).args(["-c", include_str!("cross.py")]).arg(&file).output() else {
        println!("  pandas: not on this machine");
        return Vec::new();
    };
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    if let Some(last) = said.lines().last() {
        println!("  pandas: {last}");
    }
    let figure = |line: &str| {
        let (name, ms) = line.split_once('\t')?;
        let (what, how) = name.split_once('|')?;
        Some((what.to_owned(), how.to_owned(), ms.parse().ok()?))
    };
    String::from_utf8_lossy(&done.stdout).lines().filter_map(figure).collect()
}
