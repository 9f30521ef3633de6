//! What can be done, where, and under which heading it is shown.

use super::cases::CaseAct;
use super::codebook::BookAct;
use super::grid::GridAct;

/// Something that can be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the table says what each one is")]
pub enum Act {
    NextUnit,
    PrevUnit,
    NextWord,
    PrevWord,
    NextTurn,
    PrevTurn,
    PageDown,
    PageUp,
    Top,
    Bottom,
    TakeWord,
    TakePart,
    TakeSentence,
    TakeParagraph,
    TakeTurn,
    Grow,
    Shrink,
    ExtendNext,
    ExtendPrev,
    ExtendWordNext,
    ExtendWordPrev,
    SwapEnds,
    Mark,
    MarkHits,
    Jump,
    Code,
    Again,
    Quick,
    InVivo,
    Remove,
    Cycle,
    Telling,
    Memo,
    NextPane,
    PrevPane,
    Zoom,
    Draft,
    Extent,
    Find,
    NextHit,
    PrevHit,
    NextCoded,
    PrevCoded,
    NextUncoded,
    PrevUncoded,
    Open,
    Filter,
    RowDown,
    RowUp,
    Undo,
    Redo,
    Codes,
    Passages,
    Alike,
    Suggested,
    History,
    Copy,
    HandMouse,
    Keys,
    Palette,
    Back,
    Quit,
    Suspend,
    Redraw,
    Documents,
    Grid(GridAct),
    Case(CaseAct),
    Book(BookAct),
    FindAll,
    ToResults,
    TakeOffer,
    NextOffer,
    PrevOffer,
    Recent,
    EditQuery,
    Facets,
    AddFacet,
    ExcludeFacet,
    MarkRow,
    MarkAll,
    Arrange,
    Around,
    Concordance,
    SaveQuery,
    CopyCommand,
    Memos,
    EditMemo,
    RemoveMemo,
    StudyMemo,
    FollowLink,
    Revert,
    Restore,
    NamePoint,
    PassDone,
    Blind,
    LookBack,
    Import,
    Export,
    Sample,
    HoldOn,
    NextSame,
    PrevSame,
    TrailBack,
    TrailOn,
    Go,
    Pen,
    Pin,
    Show,
    ShowAll,
    ShowMine,
    ShowCoder,
    ShowRecent,
    ShowCodes,
    ShowDensity,
    ShowShade,
}

/// Where something can be done: a set of screens.
pub type Scope = u32;
/// Reading a document.
pub const READER: Scope = 1;
/// The list of documents.
pub const DOCUMENTS: Scope = 2;
/// The codebook.
pub const CODES: Scope = 4;
/// The passages of a code.
pub const PASSAGES: Scope = 8;
/// The history.
pub const HISTORY: Scope = 16;
/// The list of matrices.
pub const MATRICES: Scope = 1 << 20;
/// A matrix.
pub const GRID: Scope = 1 << 21;
/// The passages behind a cell of a matrix.
pub const EVIDENCE: Scope = 1 << 22;
/// The cases.
pub const CASES: Scope = 1 << 23;
/// Tables that are walked cell by cell.
pub const TABLES: Scope = GRID | CASES;
/// Results of a query.
pub const RESULTS: Scope = 1 << 10;
/// What is counted beside results.
pub const FACETS: Scope = 1 << 11;
/// The query while it is typed: every other key goes into it.
pub const PROMPT: Scope = 1 << 12;
/// The memos.
pub const MEMOS: Scope = 1 << 13;
/// Passages in rows: found, or retrieved.
pub const FOUND: Scope = RESULTS | PASSAGES;
/// Every list.
pub const LISTS: Scope = DOCUMENTS | CODES | HISTORY | MEMOS | FOUND | FACETS | MATRICES;
/// Lists that are narrowed by typing.
pub const NARROWED: Scope = DOCUMENTS | CODES | HISTORY | MEMOS | MATRICES;
/// Everywhere.
pub const ANY: Scope = READER | LISTS | TABLES | EVIDENCE;

/// Under which heading the overlay and the README show something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// Holding text.
    Take,
    /// Coding.
    Code,
    /// Finding.
    Find,
    /// Lists.
    List,
    /// Matrices.
    Matrix,
    /// Cases.
    Case,
    /// The codebook.
    Codebook,
    /// The rest.
    Anywhere,
}

impl Group {
    /// All of them, in the order they are shown.
    pub const ALL: [Group; 8] = [
        Group::Take,
        Group::Code,
        Group::Find,
        Group::Codebook,
        Group::Case,
        Group::Matrix,
        Group::List,
        Group::Anywhere,
    ];

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Take => "TAKE",
            Self::Code => "CODE",
            Self::Find => "FIND",
            Self::List => "LISTS",
            Self::Matrix => "MATRICES",
            Self::Case => "CASES",
            Self::Codebook => "CODEBOOK",
            Self::Anywhere => "ANYWHERE",
        }
    }
}
