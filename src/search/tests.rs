use super::{Index, Scan};
use crate::document::{Content, Document};
use crate::fault::Outcome;
use crate::id::DocumentId;
use crate::project::Texts;
use crate::query::sample::{Sample, study};
use crate::query::{Among, TextExpr, WordSearch, World, evaluate, parse};
use crate::text::Span;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder of its own for each test, taken away at its end.
pub(super) struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static LAST: AtomicU32 = AtomicU32::new(0);
        let name = format!("casebook-search-{}-{}", std::process::id(), LAST.fetch_add(1, Ordering::Relaxed));
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(super) fn open(dir: &Path, s: &Sample) -> Index {
    Index::open_or_build(dir, &s.project, None, &s.texts, &mut |_, _| true).unwrap()
}

fn text_of(query: &str) -> TextExpr {
    fn text(expr: &crate::query::Expr) -> TextExpr {
        use crate::query::{Atom, Expr};
        match expr {
            Expr::Atom(Atom::Text(atom), _) => TextExpr::Atom(atom.clone()),
            Expr::Not(inner) => TextExpr::Not(Box::new(text(inner))),
            Expr::And(parts) => TextExpr::And(parts.iter().map(text).collect()),
            Expr::Or(parts) => TextExpr::Or(parts.iter().map(text).collect()),
            other => panic!("{other} is not about text"),
        }
    }
    let parsed = parse(query);
    assert!(parsed.problems.is_empty(), "{query}: {:?}", parsed.problems);
    text(&parsed.query.expr)
}

/// Asks the index and the scan the same; both must say the same, for all documents and for some.
pub(super) fn agree(index: &Index, s: &Sample, text: &TextExpr) -> usize {
    let scan = Scan { project: &s.project, texts: &s.texts };
    let asked = index.ask(&s.project, &s.texts);
    let (mut whole, mut touching) = (Among::default(), Among::default());
    for (n, id) in s.project.documents.keys().enumerate().filter(|(_, id)| id.0.as_u128().is_multiple_of(2)) {
        whole.put(*id);
        let from = n as u32 * 5;
        touching
            .put_touching(*id, vec![Span { start: from + 60, end: from + 61 }, Span { start: from, end: from + 20 }]);
    }
    for among in [None, Some(&whole), Some(&touching), Some(&Among::default())] {
        let judged = scan.turns(text, among).unwrap();
        assert_eq!(asked.turns(text, among).unwrap(), judged, "{text:?} {among:?}");
    }
    for page in [0..0, 0..2, 1..4, 3..usize::MAX] {
        assert_eq!(
            asked.page(text, page.clone()).unwrap(),
            scan.page(text, page.clone()).unwrap(),
            "{text:?} {page:?}"
        );
    }
    asked.turns(text, None).unwrap().len()
}

const QUERIES: &[&str] = &[
    "trust",
    "trusting",
    "\"the cost\"",
    "wait*",
    "häuser",
    "HAUSER",
    "trabajar",
    "trabajabamos",
    "talo",
    "talossa",
    "工作",
    "工",
    "工作时间太长",
    "手机",
    "\"手机 很\"",
    "שלום",
    "شركة",
    "الشركة",
    "-trust",
    "trust or cost",
    "trust -customers",
    "-(trust or cost)",
    "trsut~",
    "costt~",
    "trust near/3 asset",
    "press then/3 wait",
    "-(press then/3 wait)",
    "re:/cost(ume)?\\b/",
    "-re:/a/ or haus",
    "\"press the button\"",
    "\"the bu\" or \"pr\"",
    "customers'",
    "the cos*",
    "\"for the\" wait*",
    "we-trust*",
    "nothing-here",
    "🙂s or coste",
    "us/the",
];

#[test]
fn index_and_scan_say_the_same_of_every_sort_of_text() {
    let (s, folder) = (study(), Folder::new());
    let index = open(&folder.0, &s);
    assert_eq!(index.holds(&s.project), s.project.documents.len());
    let found: usize = QUERIES.iter().map(|q| agree(&index, &s, &text_of(q))).sum();
    assert!(found > 60, "{found}");
    for q in ["trust", "工作", "工", "手机", "שלום", "شركة", "trabajabamos", "hauser", "talo", "wait*", "trsut~"]
    {
        assert!(agree(&index, &s, &text_of(q)) > 0, "{q}");
    }
}

#[test]
fn whole_queries_yield_the_same_over_the_index() {
    let (s, folder) = (study(), Folder::new());
    let index = open(&folder.0, &s);
    let (scan, asked) = (Scan { project: &s.project, texts: &s.texts }, index.ask(&s.project, &s.texts));
    for q in [
        "trust code:trust",
        "case:\"Jo alone\" cost",
        "trust unit:sentence",
        "-cost speaker:Marta",
        "trust cost unit:document",
    ] {
        let query = s.query(q);
        let world = |words| World { project: &s.project, texts: &s.texts, words };
        assert_eq!(evaluate(&query, &world(&asked)), evaluate(&query, &world(&scan)), "{q}");
    }
}

#[test]
fn every_example_yields_the_same_over_the_index() {
    use crate::query::examples::{Chronicle, EXAMPLES, clinic, yields};
    let (s, folder) = (clinic(), Folder::new());
    let texts = Chronicle(&s.texts);
    let index = Index::open_or_build(&folder.0, &s.project, None, &texts, &mut |_, _| true).unwrap();
    let (scan, asked) = (Scan { project: &s.project, texts: &texts }, index.ask(&s.project, &texts));
    for query in EXAMPLES.iter().flat_map(|(_, queries)| queries.iter()) {
        assert_eq!(yields(query, &s, &asked), yields(query, &s, &scan), "{query}");
    }
}

#[test]
fn an_index_that_is_up_to_date_is_not_written_again() {
    let (s, folder) = (study(), Folder::new());
    open(&folder.0, &s);
    let meta = || fs::metadata(folder.0.join("meta.json")).unwrap().modified().unwrap();
    let before = meta();
    let mut told = 0;
    Index::open_or_build(&folder.0, &s.project, None, &s.texts, &mut |_, _| {
        told += 1;
        true
    })
    .unwrap();
    assert_eq!((meta(), told), (before, 0));
}

#[test]
fn documents_that_come_go_or_change_are_followed() {
    let (mut s, folder) = (study(), Folder::new());
    let mut index = open(&folder.0, &s);
    let new = s.document("new", "en", &["A trusting newcomer."]);
    assert_eq!(agree(&index, &s, &text_of("trust")), 3, "not in the index yet, so it is scanned");
    index.sync(&s.project, None, &s.texts, &mut |_, _| true).unwrap();
    assert_eq!(agree(&index, &s, &text_of("trust")), 3);
    s.project.documents.get_mut(&new).unwrap().language = "fi".to_owned();
    assert_eq!(agree(&index, &s, &text_of("trust")), 2, "a Finnish document does not stem in English");
    index.sync(&s.project, None, &s.texts, &mut |_, _| true).unwrap();
    assert_eq!(agree(&index, &s, &text_of("trust")), 2);
    let oak: DocumentId = s.project.document("oak").unwrap().id;
    s.project.documents.remove(&oak);
    assert_eq!(agree(&index, &s, &text_of("trust")), 0);
    index.sync(&s.project, None, &s.texts, &mut |_, _| true).unwrap();
    assert_eq!(agree(&index, &s, &text_of("newcomer or trust")), 1);
    assert_eq!(index.holds(&s.project), s.project.documents.len());
    assert_eq!(open(&folder.0, &s).holds(&s.project), s.project.documents.len());
}

#[test]
fn documents_that_come_one_by_one_do_not_pile_up_segments() {
    let (mut s, folder) = (Sample::default(), Folder::new());
    let mut index = open(&folder.0, &s);
    for n in 0..45 {
        s.document(&format!("d{n}"), "en", &["Trust grows."]);
        index.sync(&s.project, None, &s.texts, &mut |_, _| true).unwrap();
    }
    assert_eq!(agree(&index, &s, &text_of("\"trust grows\"")), 45);
    let segments = files(&folder.0).iter().filter(|f| f.extension().is_some_and(|e| e == "term")).count();
    assert!(segments <= 30, "{segments}");
}

#[test]
fn work_that_is_stopped_leaves_an_index_of_what_was_done() {
    let (s, folder) = (study(), Folder::new());
    let stopped = Index::open_or_build(&folder.0, &s.project, None, &s.texts, &mut |_, _| false).unwrap();
    assert_eq!(stopped.holds(&s.project), 0);
    assert_eq!(agree(&stopped, &s, &text_of("trust")), 2);
    assert_eq!(open(&folder.0, &s).holds(&s.project), s.project.documents.len());
}

/// Texts of which only so many can be had before the process dies.
struct Dying<'a>(&'a Sample, std::cell::Cell<usize>);

impl Texts for Dying<'_> {
    fn content(&self, document: &Document) -> Outcome<Arc<Content>> {
        let left = self.1.get().checked_sub(1).expect("killed");
        self.1.set(left);
        self.0.texts.content(document)
    }
}

#[test]
fn whoever_is_killed_while_building_goes_on_from_the_last_commit() {
    let (mut s, folder) = (Sample::default(), Folder::new());
    let long = vec!["Trust grows slowly, said the nurse."; 60];
    for n in 0..12 {
        s.document(&format!("d{n}"), "en", &long);
    }
    let read = |left: usize| {
        let texts = Dying(&s, std::cell::Cell::new(left));
        let build = || Index::open_or_build(&folder.0, &s.project, None, &texts, &mut |_, _| true);
        let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(build));
        (built.map(|index| index.unwrap().holds(&s.project)).unwrap_or(0), left - texts.1.get())
    };
    assert_eq!(read(9), (0, 9));
    let (held, again) = read(12);
    assert_eq!(held, 12);
    assert!((3..9).contains(&again), "{again} texts were read again");
    assert_eq!(agree(&open(&folder.0, &s), &s, &text_of("\"trust grows\"")), 720);
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files
}

/// Four kinds of damage: half gone, all gone, bits turned here and there, everything else.
fn damage(bytes: &mut Vec<u8>, kind: u32) {
    match kind {
        0 => bytes.truncate(bytes.len() / 2),
        1 => bytes.clear(),
        2 => bytes.iter_mut().skip(3).step_by(97).for_each(|b| *b ^= 16),
        _ => bytes.iter_mut().for_each(|b| *b = b.wrapping_add(1)),
    }
}

#[test]
fn an_index_damaged_in_any_file_is_built_anew() {
    let (s, folder) = (study(), Folder::new());
    open(&folder.0, &s);
    let names: Vec<PathBuf> = files(&folder.0).iter().map(|f| f.file_name().unwrap().into()).collect();
    for name in names.iter().filter(|n| !n.to_string_lossy().ends_with(".lock")) {
        for kind in 0..4 {
            let Some(path) = files(&folder.0).into_iter().find(|f| f.extension() == name.extension()) else { continue };
            let mut bytes = fs::read(&path).unwrap();
            damage(&mut bytes, kind);
            fs::write(&path, bytes).unwrap();
            let index = open(&folder.0, &s);
            assert_eq!(index.holds(&s.project), s.project.documents.len(), "{name:?} {kind}");
            assert_eq!(agree(&index, &s, &text_of("trust")), 2, "{name:?} {kind}");
            assert_eq!(agree(&index, &s, &text_of("\"the cost\" or 工作")), 2, "{name:?} {kind}");
        }
    }
}

#[test]
fn one_bit_anywhere_does_not_alter_an_answer() {
    let (s, sound) = (study(), Folder::new());
    open(&sound.0, &s);
    for file in files(&sound.0) {
        let length = fs::read(&file).unwrap().len();
        for at in [length / 7, length / 3, length * 4 / 5].into_iter().filter(|at| *at < length) {
            let folder = Folder::new();
            fs::create_dir_all(&folder.0).unwrap();
            for copied in files(&sound.0) {
                fs::copy(&copied, folder.0.join(copied.file_name().unwrap())).unwrap();
            }
            let path = folder.0.join(file.file_name().unwrap());
            let mut bytes = fs::read(&path).unwrap();
            bytes[at] ^= 1 << (at % 8);
            fs::write(&path, bytes).unwrap();
            let index = open(&folder.0, &s);
            assert_eq!(agree(&index, &s, &text_of("trust or 工")), 3, "{file:?} at {at}");
            assert_eq!(index.holds(&s.project), s.project.documents.len(), "{file:?} at {at}");
        }
    }
}

#[test]
fn an_index_that_is_gone_or_of_another_version_is_built_anew() {
    let (s, folder) = (study(), Folder::new());
    open(&folder.0, &s);
    for file in files(&folder.0) {
        // An index that was built anew has other names.
        if fs::remove_file(file).is_err() {
            continue;
        }
        assert_eq!(agree(&open(&folder.0, &s), &s, &text_of("trust")), 2);
    }
    fs::remove_dir_all(&folder.0).unwrap();
    let schema = tantivy::schema::Schema::builder().build();
    fs::create_dir_all(&folder.0).unwrap();
    tantivy::Index::create_in_dir(&folder.0, schema).unwrap();
    let index = open(&folder.0, &s);
    assert_eq!((agree(&index, &s, &text_of("trust")), index.holds(&s.project)), (2, s.project.documents.len()));
}

#[test]
fn a_writer_in_another_process_does_not_matter() {
    let (mut s, folder) = (study(), Folder::new());
    let mut index = open(&folder.0, &s);
    let other = tantivy::Index::open_in_dir(&folder.0).unwrap();
    let writer: tantivy::IndexWriter = other.writer_with_num_threads(1, 15_000_000).unwrap();
    s.document("new", "en", &["A trusting newcomer."]);
    index.sync(&s.project, None, &s.texts, &mut |_, _| true).unwrap();
    assert_eq!(agree(&index, &s, &text_of("trust")), 3);
    assert_eq!(index.holds(&s.project), s.project.documents.len() - 1);
    assert_eq!(agree(&open(&folder.0, &s), &s, &text_of("trust")), 3);
    drop(writer);
    index.sync(&s.project, None, &s.texts, &mut |_, _| true).unwrap();
    assert_eq!(index.holds(&s.project), s.project.documents.len());
}

#[test]
fn a_folder_that_cannot_be_written_is_no_fault() {
    let s = study();
    let folder = Folder::new();
    fs::write(&folder.0, "a file stands where the folder should").unwrap();
    let index = open(&folder.0, &s);
    assert_eq!((agree(&index, &s, &text_of("trust")), index.holds(&s.project)), (2, 0));
    fs::remove_file(&folder.0).unwrap();
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_index() {
    use std::os::unix::fs::PermissionsExt;
    let (s, folder) = (study(), Folder::new());
    open(&folder.0, &s);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.0), 0o700);
    for file in files(&folder.0) {
        assert_eq!(mode(&file), 0o600, "{file:?}");
    }
}
