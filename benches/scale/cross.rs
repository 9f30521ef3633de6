//! A million codings by five coders over 10,000 documents of 2,500 cases and 500 codes, in memory: how long it takes to count them case by case, code by code
//! and value by value, beside pandas with a DataFrame at hand and beside one pass over the codings; and how soon a screen is right after one more coding.

use crate::Scratch;
use crate::corpus::Numbers;
use crate::timing::{median, peak_memory, runs, said};
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
    let start = Instant::now();
    project.codings.briefs();
    println!("  taking the codings in brief, once                {}", said(start.elapsed()));
    let scratch = Scratch::new("cross");
    let peers = pandas(&project, &scratch);
    let texts = NoTexts;
    let with = |project: &Project, act: &mut dyn FnMut(&World<'_>)| {
        let words = Scan { project, texts: &texts };
        act(&World { project, texts: &texts, words: &words });
    };
    let timed = |rows: &str, columns: &str| {
        let spec =
            Spec::parse(&format!("title = \"T\"\nrows = \"{rows}\"\ncolumns = \"{columns}\"")).expect("it holds");
        let mut time = Duration::ZERO;
        with(&project, &mut |world| {
            time = median(&runs(11, || {
                black_box(counts(&spec, world).expect("it can be counted").numbers.len());
            }));
        });
        time
    };
    compare("case × code counts", timed("cases", "codes"), pass, &peers[0..3]);
    compare("co-occurrence of all codes", timed("codes", "codes"), pass, &peers[3..4]);
    compare("crosstab code × value, codings", timed("codes", "values of size"), pass, &peers[4..5]);
    let tested = Spec::parse(
        "title = \"T\"\nrows = \"codes\"\ncolumns = \"values of size\"\ncell = \"share\"\ntests = [\"chi2\", \"p\", \"holm\"]",
    )
    .expect("it holds");
    let mut by_case = Duration::ZERO;
    with(&project, &mut |world| {
        by_case = median(&runs(7, || drop(black_box(outline(&tested, world).expect("it is made")))));
    });
    compare("crosstab code × value, cases, with tests", by_case, pass, &peers[5..6]);
    let whole = Spec::parse("title = \"T\"\nrows = \"cases\"\ncolumns = \"codes\"").expect("it holds");
    let mut table = Duration::ZERO;
    with(&project, &mut |world| {
        table = median(&runs(3, || drop(black_box(outline(&whole, world).expect("it is made")))))
    });
    println!("  the whole case × code table as cells of text     {}", said(table));
    screens(&mut project);
    if let Some(mb) = peak_memory() {
        println!(
            "  peak memory of this process                      {mb} MB (briefs of the codings: {} MB)",
            n * 12 / 1_000_000
        );
    }
}

fn compare(what: &str, own: Duration, pass: Duration, peers: &[(String, f64)]) {
    println!("  {what}: {}; {:.1} × one pass", said(own), own.as_secs_f64() / pass.as_secs_f64());
    for (name, ms) in peers {
        println!("      {name}: {ms:.1} ms, {:.0} × as long", ms / (own.as_secs_f64() * 1000.0));
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
    let size = AttributeId(id(5, 0));
    let kind = AttributeKind::Ordered(SIZES.map(str::to_owned).to_vec());
    project
        .attributes
        .insert(size, Attribute { id: size, name: "size".into(), title: String::new(), kind, position: 0 });
    for n in 0..CASES {
        let id = CaseId(id(6, n));
        let values = BTreeMap::from([(size, Value::Text(SIZES[n % 4].to_owned()))]);
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

/// The same with pandas from a DataFrame at hand, in ms: crosstab of names, of categories, and grouping of integers; co-occurrence by a merge within documents
/// (500 documents at a time, since all at once does not fit into memory); two crosstabs. Empty lists where Python or pandas is missing.
fn pandas(project: &Project, scratch: &Scratch) -> Vec<(String, f64)> {
    let mut csv = String::from("document,case,code,size,start,end\n");
    for (n, document) in project.documents.keys().enumerate() {
        let (case, size) = (n % CASES, SIZES[n % CASES % 4]);
        for coding in project.codings.of(*document) {
            let code = coding.code.0.as_u128() as u64;
            let _ = writeln!(csv, "{n},case {case},code {code},{size},{},{}", coding.span.start, coding.span.end);
        }
    }
    let file = scratch.0.join("codings.csv");
    std::fs::write(&file, csv).expect("the CSV can be written");
    let names = [
        "pandas crosstab of names",
        "pandas crosstab of categories",
        "pandas groupby of integers",
        "pandas merge and crosstab",
        "pandas crosstab of categories",
        "pandas drop_duplicates and crosstab",
    ];
    match std::process::Command::new("python3").args(["-c", SCRIPT]).arg(&file).output() {
        Ok(done) if done.status.success() => {
            let text = String::from_utf8_lossy(&done.stdout).into_owned();
            let ms = text.split_whitespace().filter_map(|t| t.parse().ok());
            names.map(str::to_owned).into_iter().zip(ms).collect()
        }
        Ok(done) => {
            println!(
                "  pandas: {}",
                String::from_utf8_lossy(&done.stderr).lines().last().unwrap_or("not on this machine")
            );
            names.map(|n| (n.to_owned(), f64::NAN)).to_vec()
        }
        Err(_) => names.map(|n| (n.to_owned(), f64::NAN)).to_vec(),
    }
}

const SCRIPT: &str = r#"
import sys, time
import pandas as pd
d = pd.read_csv(sys.argv[1])
c = d.astype({"case": "category", "code": "category", "size": "category"})
i = pd.DataFrame({"case": c["case"].cat.codes.astype("int32"), "code": c["code"].cat.codes.astype("int32")})
def timed(act, times=5):
    act()
    all = []
    for _ in range(times):
        start = time.perf_counter(); act(); all.append(time.perf_counter() - start)
    return sorted(all)[len(all) // 2] * 1000
def together():
    s = pd.DataFrame({"document": d["document"].astype("int32"), "code": c["code"].cat.codes.astype("int32"), "start": d["start"].astype("int32"), "end": d["end"].astype("int32")})
    total = None
    for low in range(0, 10000, 500):
        part = s[(s["document"] >= low) & (s["document"] < low + 500)]
        m = part.merge(part, on="document")
        m = m[(m["start_x"] < m["end_y"]) & (m["start_y"] < m["end_x"])]
        t = m.groupby(["code_x", "code_y"]).size()
        total = t if total is None else total.add(t, fill_value=0)
    return total.unstack(fill_value=0)
print(timed(lambda: pd.crosstab(d["case"], d["code"]), 3))
print(timed(lambda: pd.crosstab(c["case"], c["code"])))
print(timed(lambda: i.groupby(["case", "code"], sort=False).size().unstack(fill_value=0)))
start = time.perf_counter(); together(); print((time.perf_counter() - start) * 1000)
print(timed(lambda: pd.crosstab(c["code"], c["size"])))
print(timed(lambda: pd.crosstab(*[c.drop_duplicates(["case", "code"])[k] for k in ("code", "size")])))
"#;
