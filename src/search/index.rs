use super::answer::{Held, Indexed};
use super::build::{self, FEW, Stop, difference, only_texts, take_in, unpack};
use super::manifest::{Label, Manifest};
use super::schema::{EXTENT, Fields, KEYS, Keys, PLACE, WORDS};
use super::seal;
use crate::fault::{Fault, Outcome};
use crate::project::{Project, Texts};
use crate::query::words::Analyser;
use crate::text::Span;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tantivy::columnar::ColumnValues;
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, SegmentReader};

/// Memory for taking in many documents, shared by the threads; more does not make it faster.
const MUCH: usize = 120_000_000;
/// Memory for taking in a few; the least that tantivy accepts for a thread.
const LITTLE: usize = 15_000_000;

/// From so many segments on a small addition merges some.
const SEGMENTS: usize = 20;
/// A segment of more turns than this is merged with no other.
const LARGE: usize = 100_000;

/// How the files begin that list the documents of a commit; the commit's number follows.
const DOCUMENTS: &str = "documents.";

/// How often and how long to wait for another process that is writing.
const TRIES: u32 = 4;
const WAIT: Duration = Duration::from_millis(50);

/// The index of a project, in a folder of its own. It only ever makes answers quicker: where it fails, texts are scanned.
pub struct Index {
    dir: PathBuf,
    open: Option<Open>,
    /// A search has failed: it must be built anew.
    broken: AtomicBool,
    /// What it held when it was last asked, and of which step of the project that was.
    held: Mutex<Option<(u64, Arc<Held>)>>,
}

/// An index that can be asked.
pub(super) struct Open {
    index: tantivy::Index,
    reader: IndexReader,
    pub fields: Fields,
    /// What the reader's view of the index holds.
    pub manifest: Manifest,
    /// The commit that view is of.
    commit: Option<u64>,
    /// That commit says what it holds.
    known: bool,
    /// The numbers of every segment, when something has asked for them.
    columns: OnceLock<Vec<Columns>>,
}

/// Where each turn of a segment stands: see [`Fields`].
pub(super) struct Columns {
    pub place: Arc<dyn ColumnValues<u64>>,
    pub extent: Arc<dyn ColumnValues<u64>>,
    length: Arc<dyn ColumnValues<u64>>,
    numbers: OnceLock<Vec<u32>>,
    words: OnceLock<Vec<u32>>,
}

impl Columns {
    /// The number of every entry's document, in memory from the first time on: 4 bytes an entry, several times as quick as unpacking it.
    pub fn numbers(&self) -> &[u32] {
        self.numbers.get_or_init(|| {
            let mut places = vec![0; self.place.num_vals() as usize];
            self.place.get_range(0, &mut places);
            places.into_iter().map(|place| unpack(place).0).collect()
        })
    }

    /// How many words every entry has, in memory from the first time on.
    pub fn words(&self) -> &[u32] {
        self.words.get_or_init(|| {
            let mut lengths = vec![0; self.length.num_vals() as usize];
            self.length.get_range(0, &mut lengths);
            lengths.into_iter().map(|length| length as u32).collect()
        })
    }
}

impl Index {
    /// Opens the index in a folder and brings it up to the project; builds it anew when it is missing, damaged or from another version. `progress` is told how many
    /// of the documents to be taken in are done, and stops the work by answering no: what is done then stays.
    ///
    /// A folder that cannot be written or a writer in another process are no faults: what is not in the index is scanned when something is asked. `as_of` is the
    /// step after which the texts of the project were last altered, where that is known.
    ///
    /// Errors: a text that cannot be loaded.
    pub fn open_or_build(
        dir: &Path,
        project: &Project,
        as_of: Option<u64>,
        texts: &dyn Texts,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Outcome<Self> {
        let mut index =
            Self { dir: dir.to_owned(), open: open(dir).ok(), broken: AtomicBool::new(false), held: Mutex::default() };
        index.sync(project, as_of, texts, progress)?;
        Ok(index)
    }

    /// Brings the index up to the project: takes in what is new or altered, drops what is gone.
    ///
    /// Errors: a text that cannot be loaded.
    pub fn sync(
        &mut self,
        project: &Project,
        as_of: Option<u64>,
        texts: &dyn Texts,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Outcome<()> {
        *self.held.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
        if self.broken.swap(false, Ordering::Relaxed) {
            self.open = None;
        }
        if self.open.is_none() {
            self.open = recreate(&self.dir).ok();
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        // Another process may have brought the index up already.
        if open.refresh(&self.dir).is_err() {
            self.open = None;
            return Ok(());
        }
        if difference(&open.manifest, project).is_none() && (as_of.is_none() || open.manifest.label.as_of == as_of) {
            return Ok(());
        }
        if !only_texts(write(open, &self.dir, (project, as_of), texts, progress))? {
            // Busy, full or failing: the view of before is asked again, and the rest is scanned.
            let usable = self.open.as_mut().is_some_and(|open| open.refresh(&self.dir).is_ok());
            if !usable {
                self.open = None;
            }
        }
        Ok(())
    }

    /// The index as something to ask for words, over a project and its texts. What it does not hold of them is scanned.
    pub fn ask<'a>(&'a self, project: &'a Project, texts: &'a dyn Texts) -> Indexed<'a> {
        Indexed::new(self, Arc::new(Held::new(self, project)), project, texts)
    }

    /// The same for a project as it is after a step of its history; what the index holds of it is looked up once a step.
    pub fn ask_as_of<'a>(&'a self, step: u64, project: &'a Project, texts: &'a dyn Texts) -> Indexed<'a> {
        let mut known = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let held = match &*known {
            Some((of, held)) if *of == step => held.clone(),
            _ => known.insert((step, Arc::new(Held::new(self, project)))).1.clone(),
        };
        drop(known);
        Indexed::new(self, held, project, texts)
    }

    /// How many of a project's documents the index holds as they are now.
    pub fn holds(&self, project: &Project) -> usize {
        let Some(open) = &self.open else { return 0 };
        project.documents.values().filter(|d| open.manifest.number_of(d).is_some()).count()
    }

    pub(super) fn opened(&self) -> Option<&Open> {
        self.open.as_ref().filter(|_| !self.broken.load(Ordering::Relaxed))
    }

    /// Notes that a search failed, so that the next [`Index::sync`] builds anew.
    pub(super) fn failed(&self) {
        self.broken.store(true, Ordering::Relaxed);
    }
}

impl Open {
    fn new(index: tantivy::Index, fields: Fields) -> tantivy::Result<Self> {
        index.tokenizers().register(KEYS, Keys::default());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self {
            index,
            reader,
            fields,
            manifest: Manifest::default(),
            commit: None,
            known: false,
            columns: OnceLock::new(),
        })
    }

    /// Looks at the last commit. Manifest and view are of the same one: a commit that comes between is noticed.
    fn refresh(&mut self, dir: &Path) -> tantivy::Result<()> {
        let mut before = self.index.load_metas()?;
        if self.commit == Some(before.opstamp) {
            return Ok(());
        }
        loop {
            self.reader.reload()?;
            let after = self.index.load_metas()?;
            if before.opstamp == after.opstamp {
                let label = after.payload.as_deref().and_then(Label::read);
                let manifest = label.and_then(|label| {
                    let file = std::fs::read(documents_file(dir, after.opstamp)).ok()?;
                    Manifest::read(label, &file)
                });
                self.known = manifest.is_some();
                self.manifest = manifest.unwrap_or_default();
                self.commit = Some(after.opstamp);
                self.columns = OnceLock::new();
                return Ok(());
            }
            before = after;
        }
    }

    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// The numbers of every segment.
    pub fn columns(&self) -> tantivy::Result<&[Columns]> {
        if let Some(columns) = self.columns.get() {
            return Ok(columns);
        }
        let searcher = self.searcher();
        let of = |reader: &SegmentReader| -> tantivy::Result<Columns> {
            let column = |name| tantivy::Result::Ok(reader.fast_fields().u64(name)?.first_or_default_col(0));
            let (place, extent, length) = (column(PLACE)?, column(EXTENT)?, column(WORDS)?);
            Ok(Columns { place, extent, length, numbers: OnceLock::new(), words: OnceLock::new() })
        };
        let columns = searcher.segment_readers().iter().map(of).collect::<tantivy::Result<_>>()?;
        Ok(self.columns.get_or_init(|| columns))
    }
}

/// Opens an index whose files are sound.
fn open(dir: &Path) -> tantivy::Result<Open> {
    let damaged = || tantivy::TantivyError::InternalError("damaged".to_owned());
    let directory = MmapDirectory::open(dir)?;
    let sealed = seal::holds(dir);
    let index = tantivy::Index::open(directory.clone())?;
    let fields = Fields::new();
    if index.schema() != fields.schema {
        return Err(damaged());
    }
    // While another process writes, its files have no seal yet: they are as sound as a commit is.
    let busy = || directory.acquire_lock(&INDEX_WRITER_LOCK).is_err();
    if !sealed && !busy() {
        if !seal::vouches_for_meta(dir) || !index.validate_checksum()?.is_empty() {
            return Err(damaged());
        }
        // A folder that cannot be written stays without a seal, and is looked through whenever it is opened.
        let _ = seal::put(dir);
    }
    let mut open = Open::new(index, fields)?;
    open.refresh(dir)?;
    if open.known { Ok(open) } else { Err(damaged()) }
}

/// Where the documents of a commit are listed.
fn documents_file(dir: &Path, commit: u64) -> PathBuf {
    dir.join(format!("{DOCUMENTS}{commit}"))
}

/// Opens an index whose seal holds and whose label says that it holds all texts as of a step, without reading more than that; and the file that lists the documents.
pub(super) fn open_labelled(dir: &Path, as_of: u64) -> Option<(Open, Vec<u8>)> {
    if !seal::holds(dir) {
        return None;
    }
    let index = tantivy::Index::open(MmapDirectory::open(dir).ok()?).ok()?;
    let fields = Fields::new();
    let metas = index.load_metas().ok().filter(|_| index.schema() == fields.schema)?;
    let label = Label::read(metas.payload.as_deref()?).filter(|label| label.as_of == Some(as_of))?;
    let documents = std::fs::read(documents_file(dir, metas.opstamp)).ok()?;
    let mut open = Open::new(index, fields).ok()?;
    open.manifest.label = label;
    // A commit between the two looks would be one of other texts.
    (open.index.load_metas().ok()?.opstamp == metas.opstamp).then_some((open, documents))
}

/// Empties the folder and begins an index there.
fn recreate(dir: &Path) -> tantivy::Result<Open> {
    seal::make_dir(dir)?;
    let directory = MmapDirectory::open(dir)?;
    // Somebody who is writing there must not lose the files.
    let lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(|e| tantivy::TantivyError::LockFailure(e, None))?;
    seal::empty(dir)?;
    let fields = Fields::new();
    // A fresh view of the folder: the one above may remember files that are gone.
    let index =
        tantivy::Index::create(MmapDirectory::open(dir)?, fields.schema.clone(), tantivy::IndexSettings::default())?;
    drop(lock);
    let mut open = Open::new(index, fields)?;
    open.refresh(dir)?;
    Ok(open)
}

fn write(
    open: &mut Open,
    dir: &Path,
    (project, as_of): (&Project, Option<u64>),
    texts: &dyn Texts,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<(), Stop> {
    let few = difference(&open.manifest, project).missing.len() <= FEW;
    let mut writer = writer(&open.index, few)?;
    // With the lock in hand nobody else commits: what the index holds now is what the difference counts from.
    open.refresh(dir)?;
    let mut manifest = open.manifest.clone();
    let mut difference = difference(&manifest, project);
    if difference.is_none() && manifest.label.as_of == as_of {
        return Ok(());
    }
    if manifest.held.is_empty() {
        writer.delete_all_documents()?;
    }
    // Whoever finds this after a kill goes on from the last commit.
    let _ = seal::begin(dir);
    let mut before = 0;
    loop {
        let todo = difference.missing.len();
        let (held, more) = take_in(&difference, manifest, &writer, &open.fields, texts, before, progress)?;
        manifest = held;
        manifest.settle(project, as_of);
        let mut commit = writer.prepare_commit()?;
        let (documents, payload) = manifest.write();
        let file = documents_file(dir, commit.opstamp());
        // Before the commit that names it: whoever sees the commit finds the file.
        std::fs::write(&file, documents)?;
        commit.set_payload(&payload);
        commit.commit()?;
        seal::leave_only(dir, DOCUMENTS, &file)?;
        if !more {
            break;
        }
        difference = build::difference(&manifest, project);
        before += todo - difference.missing.len();
    }
    writer.wait_merging_threads()?;
    // Without a seal the files are looked through at the next opening; that is all.
    let _ = seal::put(dir);
    open.refresh(dir)?;
    Ok(())
}

fn writer(index: &tantivy::Index, few: bool) -> tantivy::Result<IndexWriter> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (threads, memory) = if few { (1, LITTLE) } else { (cores.min(2), MUCH) };
    let mut tries = 0;
    let writer: IndexWriter = loop {
        match index.writer_with_num_threads(threads, memory) {
            Err(tantivy::TantivyError::LockFailure(..)) if tries < TRIES => {
                tries += 1;
                std::thread::sleep(WAIT);
            }
            other => break other?,
        }
    };
    // Whoever adds a document waits for the merging too: segments are left alone while they are few, and large ones always.
    if few && index.searchable_segment_ids()?.len() < SEGMENTS {
        writer.set_merge_policy(Box::new(NoMergePolicy));
    } else {
        let mut policy = LogMergePolicy::default();
        policy.set_max_docs_before_merge(LARGE);
        writer.set_merge_policy(Box::new(policy));
    }
    Ok(writer)
}

/// Writes turns straight into an index in a folder and does nothing else: what indexing alone costs, for measuring the rest by. English; gives the number of turns.
///
/// Errors: the folder cannot be written.
pub fn bare_index<'t, D: Iterator<Item = &'t str>>(dir: &Path, documents: impl Iterator<Item = D>) -> Outcome<usize> {
    let fault = |e: tantivy::TantivyError| Fault::disk(format!("the index cannot be written: {e}"));
    seal::make_dir(dir).map_err(|e| Fault::disk(format!("the folder cannot be made: {e}")))?;
    let fields = Fields::new();
    let index = tantivy::Index::create_in_dir(dir, fields.schema.clone()).map_err(fault)?;
    index.tokenizers().register(KEYS, Keys::default());
    let mut writer = writer(&index, false).map_err(fault)?;
    let mut analyser = Analyser::new("en");
    let mut turns = 0;
    for (number, document) in documents.enumerate() {
        for (turn, words) in document.enumerate() {
            let span = Span::new(0, words.len());
            super::build::add_turn(number as u32, turn as u32, span, words, &mut analyser, &writer, &fields)
                .map_err(fault)?;
            turns += 1;
        }
    }
    writer.commit().map_err(fault)?;
    writer.wait_merging_threads().map_err(fault)?;
    Ok(turns)
}
