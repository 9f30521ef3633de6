//! The project file: one SQLite database.

mod concern;
mod part;
mod read;
mod schema;
mod write;

pub use concern::Concern;
pub use part::{TurnText, Wanted};

use super::{Appended, Store};
use crate::coding::Codings;
use crate::document::{Content, Document, Structure};
use crate::fault::{Fault, Outcome};
use crate::project::{Project, Staged, Step, StepHead, StepKind};
use crate::text::Text;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

/// The version of the file format that this program writes (`PRAGMA user_version`).
pub const FORMAT_WRITTEN: i64 = 2;
/// The oldest version that this program can read.
pub const FORMAT_OLDEST: i64 = 1;
/// `PRAGMA application_id`: “Case” in ASCII.
const APPLICATION: i64 = 0x4361_7365;
/// More codings than this are read by two threads.
const MANY: u32 = 20_000;
/// Changes longer than this are kept deflated.
const PACK_ABOVE: usize = 16 * 1024;

/// A project file.
pub struct SqliteStore {
    connection: Connection,
    path: PathBuf,
}

impl SqliteStore {
    /// Makes a new file, readable by its owner only. Refuses to touch one that is there. It is made under another name and moved into place when it is whole,
    /// so that a kill in the meantime leaves no project that cannot be opened.
    pub fn create(path: &Path, id: Uuid) -> Outcome<Self> {
        let place = || path.display().to_string();
        let taken = || Fault::asked("there is a file of this name already").at(place());
        let name = path.file_name().ok_or_else(|| Fault::asked("a project file needs a name").at(place()))?;
        if path.symlink_metadata().is_ok() {
            return Err(taken());
        }
        let part = path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        let _ = std::fs::remove_file(&part);
        let moved = Self::fill(&part, id).map_err(|f| f.at(place())).and_then(|()| {
            // A link is refused where there is a file by now; where a disk knows no links, the look above has to do.
            let linked = std::fs::hard_link(&part, path).or_else(|e| match e.kind() {
                std::io::ErrorKind::AlreadyExists => Err(e),
                _ => std::fs::rename(&part, path),
            });
            linked.map_err(|e| match e.kind() {
                std::io::ErrorKind::AlreadyExists => taken(),
                _ => Fault::disk(format!("cannot be made: {e}")).at(place()),
            })
        });
        let _ = std::fs::remove_file(&part);
        moved.and_then(|()| Self::connect(path))
    }

    /// Makes a whole project file without steps, and closes it.
    fn fill(path: &Path, id: Uuid) -> Outcome<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path).map_err(|e| Fault::disk(format!("cannot be made: {e}")))?;
        let store = Self::connect(path)?;
        let made = (|| {
            // The file remembers it. On a network share WAL cannot work: SQLite then stays with a rollback journal, which is as safe and only slower.
            store.connection.query_row("PRAGMA journal_mode=WAL", [], |_| Ok(()))?;
            store.connection.execute_batch(&format!(
                "PRAGMA application_id={APPLICATION}; PRAGMA user_version={FORMAT_WRITTEN};"
            ))?;
            store.connection.execute_batch(&format!("BEGIN;{}{}COMMIT;", schema::TABLES, schema::SINCE_2))?;
            let meta = [("project", id.to_string()), ("made_by", format!("casebook {}", env!("CARGO_PKG_VERSION")))];
            let more = ("stemmer", "rust-stemmers/1.2".to_owned());
            for (key, value) in meta.into_iter().chain([more]) {
                store.connection.execute("INSERT INTO meta VALUES (?1, ?2)", (key, value))?;
            }
            Ok(())
        })();
        made.map_err(|e| store.fault(e))?;
        let Self { connection, path } = store;
        connection.close().map_err(|(_, e)| Fault::disk(e.to_string()).at(path.display().to_string()))
    }

    /// Opens a file.
    ///
    /// Errors: not there, not a project file, written by a newer Casebook.
    pub fn open(path: &Path) -> Outcome<Self> {
        let place = path.display().to_string();
        if !path.is_file() {
            return Err(Fault::disk("there is no such project file").at(place).hint("`casebook new FILE` makes one"));
        }
        let store = Self::connect(path)?;
        let number = |pragma: &str| store.connection.query_row(&format!("PRAGMA {pragma}"), [], |r| r.get::<_, i64>(0));
        let application = number("application_id").map_err(|e| store.fault(e))?;
        if application != APPLICATION {
            return Err(Fault::data("this is a database, but not a Casebook project").at(place));
        }
        let version = number("user_version").map_err(|e| store.fault(e))?;
        if version > FORMAT_WRITTEN {
            return Err(Fault::data(format!(
                "written by a newer Casebook (format {version}; this one reads up to {FORMAT_WRITTEN})"
            ))
            .at(place)
            .hint("install the newer version; nothing was altered"));
        }
        if version < FORMAT_OLDEST {
            return Err(Fault::data(format!("format {version} is too old to be read")).at(place));
        }
        if version < FORMAT_WRITTEN {
            store.migrate(version)?;
        }
        Ok(store)
    }

    /// Brings a file of an older format to the one written now, in one transaction: either all of it or nothing.
    fn migrate(&self, from: i64) -> Outcome<()> {
        let migrate = || -> rusqlite::Result<()> {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            // Another process may have done it while this one waited for its turn.
            let now: i64 = self.connection.query_row("PRAGMA user_version", [], |r| r.get(0))?;
            if now == from {
                self.connection.execute_batch(schema::SINCE_2)?;
                self.connection.execute_batch(&format!("PRAGMA user_version={FORMAT_WRITTEN}"))?;
            }
            self.connection.execute_batch("COMMIT")
        };
        migrate().map_err(|e| {
            let fault = self.fault(e);
            Fault {
                what: format!(
                    "a file of format {from} could not be brought to format {FORMAT_WRITTEN}: {}",
                    fault.what
                ),
                ..fault
            }
        })
    }

    fn connect(path: &Path) -> Outcome<Self> {
        let place = || path.display().to_string();
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|e| Fault::disk(e.to_string()).at(place()))?;
        let store = Self { connection, path: path.to_owned() };
        let set = || -> rusqlite::Result<()> {
            store.connection.busy_timeout(Duration::from_secs(10))?;
            store.connection.execute_batch(
                "PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;",
            )
        };
        set().map_err(|e| store.fault(e))?;
        Ok(store)
    }

    fn fault(&self, error: rusqlite::Error) -> Fault {
        use rusqlite::ErrorCode as E;
        let place = self.path.display().to_string();
        match error.sqlite_error_code() {
            Some(E::NotADatabase) => Fault::data("this is not a Casebook project").at(place),
            Some(E::DatabaseCorrupt) => Fault::data("the project file is damaged")
                .at(place)
                .hint("restore a backup, or bring over what can be read with `casebook export --plain DIR`"),
            Some(E::DatabaseBusy | E::DatabaseLocked) => {
                Fault::disk("another program has held the project for more than ten seconds")
                    .at(place)
                    .hint("try again")
            }
            Some(E::ReadOnly | E::PermissionDenied) => Fault::disk("the project file cannot be written").at(place),
            Some(E::DiskFull) => Fault::disk("the disk is full; nothing was written").at(place),
            _ => Fault::disk(error.to_string()).at(place),
        }
    }

    fn one_step(&self, row: &rusqlite::Row<'_>) -> rusqlite::Result<(StepHead, bool, Vec<u8>)> {
        Ok((head(row)?, row.get(7)?, row.get(8)?))
    }

    fn steps_where(&self, condition: &str, number: u64) -> Outcome<Vec<Step>> {
        let sql = format!(
            "SELECT number, id, at, coder, name, kind, target, packed, changes FROM steps WHERE {condition} ORDER BY number"
        );
        let mut statement = self.connection.prepare_cached(&sql).map_err(|e| self.fault(e))?;
        let rows = statement.query_map([number as i64], |row| self.one_step(row)).map_err(|e| self.fault(e))?;
        rows.map(|row| {
            let (head, packed, changes) = row.map_err(|e| self.fault(e))?;
            let damaged =
                |e: &dyn std::fmt::Display| Fault::data(format!("step {} of the log cannot be read: {e}", head.number));
            let json = if packed { inflate(&changes).map_err(|e| damaged(&e))? } else { changes };
            let changes = serde_json::from_slice(&json).map_err(|e| damaged(&e))?;
            Ok(Step { head, changes })
        })
        .collect()
    }
}

impl Store for SqliteStore {
    fn project_id(&self) -> Outcome<Uuid> {
        let id: String = self
            .connection
            .query_row("SELECT value FROM meta WHERE key='project'", [], |r| r.get(0))
            .map_err(|e| self.fault(e))?;
        id.parse().map_err(|_| Fault::data("the project's identity is damaged").at(self.path.display().to_string()))
    }

    fn load(&self) -> Outcome<(Project, u64)> {
        // One transaction, so that the tables and the number of the last step belong together.
        let tx = self.connection.unchecked_transaction().map_err(|e| self.fault(e))?;
        let last = self.last()?;
        let mut project = read::project(&tx).map_err(|e| self.fault(e))?;
        project.codings = self.load_codings(&tx, &project, last)?;
        tx.finish().map_err(|e| self.fault(e))?;
        Ok((project, last))
    }

    fn last(&self) -> Outcome<u64> {
        let mut statement =
            self.connection.prepare_cached("SELECT coalesce(max(number), 0) FROM steps").map_err(|e| self.fault(e))?;
        statement.query_row([], |r| r.get::<_, i64>(0)).map(|n| n as u64).map_err(|e| self.fault(e))
    }

    fn texts_as_of(&self) -> Outcome<Option<u64>> {
        let sql = "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'texts'";
        let found = self.connection.query_row(sql, [], |r| r.get::<_, i64>(0)).optional();
        Ok(found.map_err(|e| self.fault(e))?.map(|step| step as u64))
    }

    fn stow(&mut self, staged: &[Staged]) -> Outcome<()> {
        let originals = write::pack_originals(staged);
        let attempt = (|| {
            let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            write::staged(&tx, staged, &originals)?;
            tx.commit()
        })();
        attempt.map_err(|e| self.fault(e))
    }

    fn append(&mut self, step: &Step, staged: &[Staged]) -> Outcome<Appended> {
        let path = self.path.display().to_string();
        let json =
            serde_json::to_vec(&step.changes).map_err(|e| Fault::bug(format!("a step cannot be written: {e}")))?;
        let packed = json.len() > PACK_ABOVE;
        let changes = if packed { deflate(&json) } else { json };
        let originals = write::pack_originals(staged);
        let attempt = (|| -> rusqlite::Result<Appended> {
            let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let last: i64 = tx.query_row("SELECT coalesce(max(number), 0) FROM steps", [], |r| r.get(0))?;
            if step.head.number as i64 != last + 1 {
                return Ok(Appended::Behind);
            }
            write::staged(&tx, staged, &originals)?;
            let (kind, target) = match step.head.kind {
                StepKind::Do => ("do", None),
                StepKind::Undo(of) => ("undo", Some(of as i64)),
                StepKind::Redo(of) => ("redo", Some(of as i64)),
            };
            let head = &step.head;
            tx.prepare_cached("INSERT INTO steps VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?.execute((
                head.number as i64,
                head.id.0.as_bytes(),
                head.at.0,
                &head.coder,
                &head.name,
                kind,
                target,
                packed,
                &changes,
            ))?;
            write::changes(&tx, &step.changes)?;
            if step.changes.iter().any(write::alters_texts) {
                write::meta(&tx, "texts", &head.number.to_string())?;
            }
            tx.commit()?;
            Ok(Appended::Done)
        })();
        attempt.map_err(|e| {
            let fault = self.fault(e);
            if fault.place.is_some() { fault } else { fault.at(path) }
        })
    }

    fn since(&self, number: u64) -> Outcome<Vec<Step>> {
        self.steps_where("number > ?1", number)
    }

    fn heads(&self) -> Outcome<Vec<StepHead>> {
        let sql = "SELECT number, id, at, coder, name, kind, target FROM steps ORDER BY number";
        let mut statement = self.connection.prepare_cached(sql).map_err(|e| self.fault(e))?;
        let rows = statement.query_map([], head).map_err(|e| self.fault(e))?;
        rows.collect::<rusqlite::Result<_>>().map_err(|e| self.fault(e))
    }

    fn step(&self, number: u64) -> Outcome<Option<Step>> {
        Ok(self.steps_where("number = ?1", number)?.pop())
    }

    fn content(&self, document: &Document) -> Outcome<Content> {
        let missing = || Fault::data(format!("the text of “{}” is missing from the project file", document.name));
        let text = self.stored("SELECT text FROM texts WHERE sha256 = ?1", &document.text, |text| Text::new(text));
        let read = |json: &str| serde_json::from_str(json);
        let structure = self.stored("SELECT json FROM structures WHERE sha256 = ?1", &document.structure, read);
        let damaged = |e| Fault::data(format!("the structure of “{}” cannot be read: {e}", document.name));
        let text = text?.ok_or_else(missing)?;
        let structure: Structure = structure?.ok_or_else(missing)?.map_err(damaged)?;
        // Spans are used to slice without further looking: a damaged file must not get past here.
        if let Some(fault) = structure.fault(&text) {
            return Err(Fault::data(format!("the structure of “{}” does not fit its text: {fault}", document.name)));
        }
        Ok(Content { text, structure })
    }

    fn original(&self, document: &Document) -> Outcome<Vec<u8>> {
        let sql = "SELECT deflated FROM originals WHERE sha256 = ?1";
        let found = self.connection.query_row(sql, [&document.sha256], |r| r.get::<_, Vec<u8>>(0)).optional();
        let missing = || Fault::data(format!("the original of “{}” is missing from the project file", document.name));
        let packed = found.map_err(|e| self.fault(e))?.ok_or_else(missing)?;
        inflate(&packed).map_err(|e| Fault::data(format!("the original of “{}” cannot be read: {e}", document.name)))
    }

    fn check(&self) -> Outcome<Vec<String>> {
        let mut problems = Vec::new();
        let mut statement = self.connection.prepare("PRAGMA integrity_check").map_err(|e| self.fault(e))?;
        let rows = statement.query_map([], |r| r.get::<_, String>(0)).map_err(|e| self.fault(e))?;
        for row in rows {
            let line = row.map_err(|e| self.fault(e))?;
            if line != "ok" {
                problems.push(format!("the database is damaged: {line}"));
            }
        }
        self.check_hashes("SELECT sha256, text FROM texts", false, "text", &mut problems)?;
        self.check_hashes("SELECT sha256, json FROM structures", false, "structure", &mut problems)?;
        self.check_hashes("SELECT sha256, deflated FROM originals", true, "original", &mut problems)?;
        Ok(problems)
    }
}

impl SqliteStore {
    /// The codings: many of them by two threads, each with a connection of its own. Should the file have gone on between the two, one reads it all.
    fn load_codings(&self, tx: &Connection, project: &Project, last: u64) -> Outcome<Codings> {
        let sql = format!("SELECT 1 FROM codings LIMIT 1 OFFSET {MANY}");
        let many = tx.query_row(&sql, [], |_| Ok(())).optional().map_err(|e| self.fault(e))?.is_some();
        let middle = project.documents.keys().nth(project.documents.len() / 2).filter(|_| many);
        let read = |half| read::codings(tx, half).map_err(|e| self.fault(e));
        let Some(middle) = middle.map(|id| *id.0.as_bytes()) else { return read(read::Half::All) };
        let path = self.path.as_path();
        std::thread::scope(|scope| {
            let other = scope.spawn(move || -> Option<Codings> {
                let store = Self::connect(path).ok()?;
                let tx = store.connection.unchecked_transaction().ok()?;
                let same = store.last().ok()? == last;
                same.then(|| read::codings(&tx, read::Half::From(middle)).ok()).flatten()
            });
            let mut codings = read(read::Half::Before(middle))?;
            match other.join().ok().flatten() {
                Some(rest) => codings.join(rest),
                None => codings.join(read(read::Half::From(middle))?),
            }
            Ok(codings)
        })
    }

    /// Takes what stands under a key, without a copy in between.
    fn stored<T>(&self, sql: &str, key: &str, take: impl FnOnce(&str) -> T) -> Outcome<Option<T>> {
        let read = || -> rusqlite::Result<Option<T>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([key])?;
            rows.next()?.map(|row| Ok(take(row.get_ref(0)?.as_str()?))).transpose()
        };
        read().map_err(|e| self.fault(e))
    }

    fn check_hashes(&self, sql: &str, packed: bool, what: &str, problems: &mut Vec<String>) -> Outcome<()> {
        let mut statement = self.connection.prepare(sql).map_err(|e| self.fault(e))?;
        let mut rows = statement.query([]).map_err(|e| self.fault(e))?;
        while let Some(row) = rows.next().map_err(|e| self.fault(e))? {
            let key: String = row.get(0).map_err(|e| self.fault(e))?;
            let bytes =
                row.get_ref(1).map_err(|e| self.fault(e))?.as_bytes_or_null().ok().flatten().unwrap_or_default();
            let unpacked = if packed { inflate(bytes).unwrap_or_default() } else { bytes.to_vec() };
            let hash: String = Sha256::digest(&unpacked).iter().map(|b| format!("{b:02x}")).collect();
            if hash != key {
                problems.push(format!("the {what} {} is not what was stored", &key[..key.len().min(12)]));
            }
        }
        Ok(())
    }
}

fn head(row: &rusqlite::Row<'_>) -> rusqlite::Result<StepHead> {
    let kind: String = row.get(5)?;
    let target = row.get::<_, Option<i64>>(6)?.unwrap_or(0) as u64;
    Ok(StepHead {
        number: row.get::<_, i64>(0)? as u64,
        id: read::id(row, 1)?,
        at: crate::id::Stamp(row.get(2)?),
        coder: row.get(3)?,
        name: row.get(4)?,
        kind: match kind.as_str() {
            "undo" => StepKind::Undo(target),
            "redo" => StepKind::Redo(target),
            _ => StepKind::Do,
        },
    })
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::with_capacity(bytes.len() / 3), flate2::Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory does not fail")
}

fn inflate(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    // The file is ours, yet may have been tampered with: nothing we stored is larger than a text may be.
    const LIMIT: u64 = 4 << 30;
    let mut out = Vec::new();
    flate2::read::ZlibDecoder::new(bytes).take(LIMIT).read_to_end(&mut out)?;
    Ok(out)
}
