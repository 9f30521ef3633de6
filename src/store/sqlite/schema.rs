//! The tables of a project file, for Casebook and for any other tool that reads SQLite.
//!
//! Places are Unicode code points (`start`, `end`, half-open); the columns `*_byte` are the same places in bytes of UTF-8. Ids are 16-byte blobs (UUID
//! version 7); the views at the end show names instead.

/// What a new file is made with.
pub(super) const TABLES: &str = r#"
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE steps (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, at INTEGER NOT NULL, coder TEXT NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')), target INTEGER, packed INTEGER NOT NULL, changes BLOB NOT NULL
) STRICT;
CREATE TABLE texts (sha256 TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE structures (sha256 TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
CREATE TABLE originals (sha256 TEXT PRIMARY KEY, length INTEGER NOT NULL, deflated BLOB NOT NULL) STRICT;
CREATE TABLE coders (id BLOB PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE documents (
    id BLOB PRIMARY KEY, name TEXT NOT NULL, format TEXT NOT NULL, language TEXT NOT NULL, sha256 TEXT NOT NULL,
    text TEXT NOT NULL, structure TEXT NOT NULL, characters INTEGER NOT NULL, words INTEGER NOT NULL, turns INTEGER NOT NULL,
    speakers TEXT NOT NULL, properties TEXT NOT NULL, warnings TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE turns (
    document BLOB NOT NULL, turn INTEGER NOT NULL, kind TEXT NOT NULL, speaker TEXT, time_ms INTEGER,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (document, turn)
) STRICT, WITHOUT ROWID;
CREATE TABLE codes (
    id BLOB PRIMARY KEY, parent BLOB, name TEXT NOT NULL, position INTEGER NOT NULL, short TEXT NOT NULL,
    definition TEXT NOT NULL, use_when TEXT NOT NULL, not_when TEXT NOT NULL, example TEXT NOT NULL, colour TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE attributes (
    id BLOB PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE cases (id BLOB PRIMARY KEY, name TEXT NOT NULL, alias TEXT, clearance TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE case_values (
    case_id BLOB NOT NULL, attribute BLOB NOT NULL, value TEXT NOT NULL, PRIMARY KEY (case_id, attribute)
) STRICT, WITHOUT ROWID;
CREATE TABLE links (
    id BLOB PRIMARY KEY, case_id BLOB NOT NULL, document BLOB NOT NULL, speaker TEXT,
    start INTEGER, "end" INTEGER, start_byte INTEGER, end_byte INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE codings (
    id BLOB NOT NULL, document BLOB NOT NULL, code BLOB NOT NULL, coder BLOB NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, start_byte INTEGER NOT NULL, end_byte INTEGER NOT NULL,
    context INTEGER NOT NULL, telling INTEGER NOT NULL, at INTEGER NOT NULL, quote TEXT NOT NULL,
    PRIMARY KEY (document, start_byte, end_byte, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE memos (id BLOB PRIMARY KEY, about TEXT NOT NULL, text TEXT NOT NULL, coder BLOB NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE essences (
    id BLOB PRIMARY KEY, "row" TEXT NOT NULL, "column" TEXT NOT NULL, verdict TEXT NOT NULL, evidence TEXT NOT NULL,
    basis TEXT NOT NULL, coder BLOB NOT NULL, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE matrices (id BLOB PRIMARY KEY, name TEXT NOT NULL, spec TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE templates (id BLOB PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE vignettes (
    id BLOB PRIMARY KEY, case_id BLOB NOT NULL, template BLOB NOT NULL, text TEXT NOT NULL, coder BLOB NOT NULL, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE VIEW code_paths AS
    WITH RECURSIVE up(id, path) AS (
        SELECT id, replace(name, '/', '\/') FROM codes WHERE parent IS NULL
        UNION ALL SELECT codes.id, up.path || '/' || replace(codes.name, '/', '\/') FROM codes JOIN up ON codes.parent = up.id
    ) SELECT id, path FROM up;
CREATE VIEW readable_codings AS
    SELECT documents.name AS document, codings.start, codings."end", code_paths.path AS code, coders.name AS coder,
        codings.telling, codings.at, codings.quote
    FROM codings JOIN documents ON documents.id = codings.document JOIN code_paths ON code_paths.id = codings.code
        JOIN coders ON coders.id = codings.coder;
CREATE VIEW readable_values AS
    SELECT cases.name AS "case", attributes.name AS attribute, case_values.value
    FROM case_values JOIN cases ON cases.id = case_values.case_id JOIN attributes ON attributes.id = case_values.attribute;
"#;

/// What format 2 has more than format 1: named texts.
pub(super) const SINCE_2: &str = "
CREATE TABLE saved (
    id BLOB PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_document ON links (document);
INSERT OR IGNORE INTO meta SELECT 'texts', coalesce(max(number), 0) FROM steps;
";
