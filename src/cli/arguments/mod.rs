//! What can be typed: one table that feeds parsing, help, the man page and the completions.

mod audience;
mod correct;
mod files;
mod finding;
mod matrix;
mod pass;
mod tables;

pub use audience::{Classify, Hold, ReplacementAct, Replacements, Worklist};
pub use correct::{Correct, Review};
pub use files::{Picture, PictureAct, PictureOut, Quotes, Report, VignetteAct};
pub use finding::{Autocode, Collocates, Counting, Find, Keywords, Like, Queries, QueryAct, Suggest, Words};
pub use matrix::{Matrices, Matrix, MatrixAct};
pub use pass::{Pass, PassAct};
pub use tables::{AttributeAct, Attributes, CaseAct, Cases, CodeAct, CodeText, Codes};

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Code interviews, search across them, and build the cross-case tables that papers are written from.
#[derive(Parser, Debug)]
#[command(
    name = "casebook",
    version,
    disable_help_subcommand = false,
    subcommand_precedence_over_arg = true,
    override_usage = "casebook [OPTIONS] [FILE]\n       casebook [OPTIONS] <COMMAND>",
    max_term_width = 100
)]
pub struct Arguments {
    /// Project file [default: the only .casebook file in the folder]
    #[arg(long, global = true, env = "CASEBOOK_PROJECT", value_name = "FILE")]
    pub project: Option<PathBuf>,
    /// Who codes [default: as in the settings, else the login name]
    #[arg(long, global = true, env = "CASEBOOK_CODER", value_name = "NAME")]
    pub coder: Option<String>,
    /// Print JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Print nothing but what was asked for
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// For whom it is written or printed: publication withholds what is not cleared, and refuses to let a withheld name out
    #[arg(long, global = true, value_name = "WHO", value_parser = crate::report::audience::Audience::WORDS, default_value = "team")]
    pub audience: String,
    /// Open this project in the terminal interface
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// How the terminal interface should be
    #[command(flatten)]
    pub wishes: Wishes,
    /// What to do
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// What is wished of the terminal interface.
#[derive(Args, Debug, Default)]
pub struct Wishes {
    /// Spoken lines in place of a screen, for screen readers and braille
    #[arg(long)]
    pub plain: bool,
    /// How many colours
    #[arg(long, value_name = "N", value_parser = ["auto", "none", "16", "256", "true"])]
    pub colour: Option<String>,
    /// Say only what was refused
    #[arg(long)]
    pub calm: bool,
    /// A narrow column of text
    #[arg(long)]
    pub big: bool,
}

/// The subcommands.
#[derive(Subcommand, Debug)]
pub enum Verb {
    /// Make a project
    New(New),
    /// Bring in transcripts: files, folders, patterns; or a folder in the plain form
    Import(Import),
    /// List the documents; rename or remove one
    Documents(Documents),
    /// Show a document with its turns and codings, and what was guessed about it
    Show(Show),
    /// Open a document in the terminal interface, or with --plain in spoken lines
    Read(Read),
    /// Correct what was guessed about the speakers of a document
    Speakers(Speakers),
    /// Correct the text of a document, carrying over all that is coded in it
    Correct(Correct),
    /// Look at what a correction could not carry over for sure, and settle it
    Review(Review),
    /// List the codebook; add, edit, move, rename, merge, remove, import and export codes
    Codes(Codes),
    /// List the cases; import, add, set values, link documents
    Cases(Cases),
    /// List the attributes of cases; say what their values are
    Attributes(Attributes),
    /// Code a passage: casebook code interview-1 13:2 trust
    Code(Code),
    /// Take codes off a passage
    Uncode(Uncode),
    /// Code everything that a query finds; shows what it would do, does it with --yes
    Autocode(Autocode),
    /// Find passages by words, phrases, codes, cases, speakers and attributes
    Find(Find),
    /// List the saved queries; remove one (`find --save NAME` saves one)
    Queries(Queries),
    /// Count words, with their dispersion over documents, cases or groups
    Words(Words),
    /// Words that tell two sets of passages apart
    Keywords(Keywords),
    /// Words that stand near a word more often than chance has it
    Collocates(Collocates),
    /// Find turns that use the same words as a passage
    Like(Like),
    /// Find turns like those coded with a code that are not coded with it yet
    Suggest(Suggest),
    /// Build a cross-case matrix and print it or write it to a file
    Matrix(Matrix),
    /// List the saved matrices; save or remove one
    Matrices(Matrices),
    /// Derive an attribute of cases from the coding: classify "kind = case when has('a') then 'A' else 'B' end"
    Classify(Classify),
    /// Write the phrase of a matrix cell, or show how it came to be
    Essence(Essence),
    /// List phrases to be looked at again, and evidence that waits for one
    Worklist(Worklist),
    /// List the passages behind a matrix cell
    Evidence(Evidence),
    /// List who is done coding what; declare your pass done, code blind
    Pass(Pass),
    /// List, show, write, check or export the vignettes of cases
    Vignettes(Vignettes),
    /// List, add, suggest and preview what stands in for names in what is published
    Replacements(Replacements),
    /// Write a report of the study: method figures, cases, matrices, vignettes, codebook
    Report(Report),
    /// Draw heat maps, code frequencies, saturation curves and timelines
    Picture(Picture),
    /// List what was done
    History(History),
    /// Take the last step back
    Undo(Times),
    /// Do again what was taken back
    Redo(Times),
    /// Verify the project file, the log against the tables, and every place
    Check,
    /// Write the whole project as plain files
    Export(Export),
    /// Build the sample study and open it
    Sample(Sample),
    /// Show the settings: where they are kept and what holds
    Settings(Ways),
    /// Print shell completions
    #[command(hide = true)]
    Completions(Completions),
    /// Print the man page
    #[command(hide = true)]
    Man,
    /// Print names of one kind, for shell completions
    #[command(hide = true)]
    Names(Names),
}

/// `new`
#[derive(Args, Debug)]
pub struct New {
    /// Where to make it (.casebook is added)
    pub file: PathBuf,
    /// Title of the study
    #[arg(long)]
    pub title: Option<String>,
}

/// `import`
#[derive(Args, Debug)]
pub struct Import {
    /// Files, folders (with what is under them) or patterns such as 'interviews/*.docx'
    #[arg(required = true)]
    pub paths: Vec<String>,
    /// Case that the documents belong to; made when new
    #[arg(long, value_name = "NAME")]
    pub case: Vec<String>,
    /// Read the files as this format, whatever their names
    #[arg(long, value_name = "F")]
    pub format: Option<String>,
    /// Character encoding of the files, when the guess is wrong (macintosh, cp437, windows-1252 …)
    #[arg(long, value_name = "E")]
    pub encoding: Option<String>,
    /// Speakers: auto, none, or a pattern such as '<{name}> ' or '{time} {name} -'
    #[arg(long, value_name = "S", default_value = "auto")]
    pub speakers: String,
}

/// `read`
#[derive(Args, Debug)]
pub struct Read {
    /// Name of the document, of its only case, or the beginning of one
    pub document: String,
    /// Begin at this place: 13, 13:2, or words in quotation marks
    #[arg(value_name = "PLACE")]
    pub place: Option<String>,
    /// How the terminal interface should be
    #[command(flatten)]
    pub wishes: Wishes,
}

/// `settings`
#[derive(Args, Debug)]
pub struct Ways {
    /// Say everything that is wrong with the file, with its lines
    #[arg(long)]
    pub check: bool,
}

/// `documents`
#[derive(Args, Debug)]
pub struct Documents {
    /// What to do with one; without it, they are listed
    #[command(subcommand)]
    pub act: Option<DocumentAct>,
}

/// What to do with a document.
#[derive(Subcommand, Debug)]
pub enum DocumentAct {
    /// Give a document another name
    Rename {
        /// Document
        document: String,
        /// New name
        name: String,
    },
    /// Take a document out, with its codings (undo brings it back)
    Remove {
        /// Document
        document: String,
    },
    /// Say in which language a document is (en, es, de, fi …)
    Language {
        /// Document
        document: String,
        /// ISO 639-1 code
        language: String,
    },
    /// Say what may be published of a document, or of a passage of it
    Clearance {
        /// Document
        document: String,
        /// Only this passage: 13:2, 13-15, @120-260 or "the words"
        #[arg(long, value_name = "PLACE")]
        place: Option<String>,
        /// background: not quoted; named or anonymous: as its case
        clearance: Option<String>,
        #[command(flatten)]
        hold: Hold,
    },
    /// Write the original bytes of a document to a file
    Original {
        /// Document
        document: String,
        /// Where to write them
        file: PathBuf,
    },
}

/// `show`
#[derive(Args, Debug)]
pub struct Show {
    /// Document
    pub document: String,
    /// Only these turns (13 or 13-20)
    #[arg(long, value_name = "TURNS")]
    pub turns: Option<String>,
    /// The text alone, as it is kept
    #[arg(long, conflicts_with = "turns")]
    pub text: bool,
}

/// `speakers`
#[derive(Args, Debug)]
pub struct Speakers {
    /// Document
    pub document: String,
    /// Look again: auto, none, or a pattern such as '<{name}> '
    #[arg(long, value_name = "S")]
    pub find: Option<String>,
    /// Give a speaker another name: OLD=NEW
    #[arg(long, value_name = "OLD=NEW")]
    pub rename: Vec<String>,
    /// Give a speaker a role: NAME=ROLE
    #[arg(long, value_name = "NAME=ROLE")]
    pub role: Vec<String>,
    /// Say who asks the questions
    #[arg(long, value_name = "NAME")]
    pub interviewer: Vec<String>,
}

/// `code`
#[derive(Args, Debug)]
pub struct Code {
    /// Document
    pub document: String,
    /// Place: a turn (13), sentences (13:2 or 13:2-4), code points (@120-260), or "the words"
    pub place: String,
    /// Codes
    #[arg(required = true)]
    pub codes: Vec<String>,
    /// Make codes that are not there
    #[arg(long)]
    pub create: bool,
    /// Mark as telling: a quotation for the report
    #[arg(long)]
    pub telling: bool,
}

/// `uncode`
#[derive(Args, Debug)]
pub struct Uncode {
    /// Document
    pub document: String,
    /// Place, as for `code`
    pub place: String,
    /// Codes; any when none is named
    pub codes: Vec<String>,
    /// Take the codings of every coder, not just yours
    #[arg(long)]
    pub all_coders: bool,
}

/// `essence`
#[derive(Args, Debug)]
pub struct Essence {
    /// Row: a case, or whatever the rows of the matrix are
    pub case: String,
    /// Column: a code, or a column's title with --matrix
    pub column: String,
    /// The phrase
    #[arg(required_unless_present_any = ["not_applicable", "clear", "history"])]
    pub phrase: Option<String>,
    /// Passages it rests on, as DOCUMENT@START-END or DOCUMENT:PLACE; all of the cell's when none is named
    #[arg(long, value_name = "PASSAGE")]
    pub evidence: Vec<String>,
    /// The matrix whose row and column are meant
    #[arg(long, value_name = "NAME|SPEC")]
    pub matrix: Option<String>,
    /// Say that the cell does not apply, and why
    #[arg(long, value_name = "WHY", conflicts_with = "phrase")]
    pub not_applicable: Option<String>,
    /// Take the phrase away
    #[arg(long, conflicts_with_all = ["phrase", "not_applicable"])]
    pub clear: bool,
    /// Show everything that was ever written for the cell: who, when, and what it rested on
    #[arg(long, conflicts_with_all = ["phrase", "not_applicable", "clear"])]
    pub history: bool,
}

/// `evidence`
#[derive(Args, Debug)]
pub struct Evidence {
    /// Name of a saved matrix, or a specification file
    pub matrix: String,
    /// Row
    pub row: String,
    /// Column
    pub column: String,
}

/// `vignettes`
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_precedence_over_arg = true)]
pub struct Vignettes {
    /// What to do with all of them
    #[command(subcommand)]
    pub act: Option<VignetteAct>,
    /// Case whose vignette to show; all are listed without it
    pub case: Option<String>,
    /// Write the vignette from a Markdown file
    #[arg(long, value_name = "FILE", requires = "case")]
    pub write: Option<PathBuf>,
    /// Template it follows
    #[arg(long, value_name = "NAME")]
    pub template: Option<String>,
    /// Save a template from a Markdown file, under the file's name
    #[arg(long, value_name = "FILE", conflicts_with_all = ["case", "write"])]
    pub save_template: Option<PathBuf>,
}

/// `history`
#[derive(Args, Debug)]
#[group(multiple = false)]
pub struct History {
    /// Only the latest so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Take back only what step N did; refused while later steps rest on it
    #[arg(long, value_name = "N")]
    pub revert: Option<u64>,
    /// Make the project what it was after step N; undo takes this back
    #[arg(long, value_name = "N")]
    pub restore: Option<u64>,
    /// Give the point after step N a name
    #[arg(long, num_args = 2, value_names = ["N", "TEXT"])]
    pub name: Option<Vec<String>>,
}

/// `undo`, `redo`
#[derive(Args, Debug)]
pub struct Times {
    /// How many steps
    #[arg(default_value_t = 1)]
    pub steps: usize,
}

/// `export`
#[derive(Args, Debug)]
pub struct Export {
    /// Folder to write the plain form to; made when it is not there, refused when it is not empty
    #[arg(long, value_name = "DIR", required = true)]
    pub plain: PathBuf,
}

/// `sample`
#[derive(Args, Debug)]
pub struct Sample {
    /// Folder to build it in [default: the user's data folder, where it is built once]
    pub dir: Option<PathBuf>,
    /// Build it and say what to try, without opening it
    #[arg(long)]
    pub no_ui: bool,
    /// The small panel interview instead of the 27 companies
    #[arg(long)]
    pub panel: bool,
}

/// `completions`
#[derive(Args, Debug)]
pub struct Completions {
    /// Shell
    pub shell: clap_complete::Shell,
}

/// `names`
#[derive(Args, Debug)]
pub struct Names {
    /// codes, documents, cases or matrices
    pub what: String,
}
