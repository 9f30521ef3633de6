//! Arguments of the commands on codebook, cases and attributes.

use super::audience::Hold;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `codes`
#[derive(Args, Debug)]
pub struct Codes {
    /// What to do; without it, the tree is listed
    #[command(subcommand)]
    pub act: Option<CodeAct>,
}

/// What a code says of itself.
#[derive(Args, Debug, Default, Clone)]
pub struct CodeText {
    /// One line
    #[arg(long)]
    pub short: Option<String>,
    /// Full definition
    #[arg(long)]
    pub definition: Option<String>,
    /// When to use it
    #[arg(long = "use", value_name = "TEXT")]
    pub use_when: Option<String>,
    /// When not to use it
    #[arg(long = "not", value_name = "TEXT")]
    pub not_when: Option<String>,
    /// An example
    #[arg(long)]
    pub example: Option<String>,
    /// Colour as #rrggbb; empty to inherit
    #[arg(long, alias = "color", value_name = "COLOUR")]
    pub colour: Option<String>,
}

/// What to do with codes.
#[derive(Subcommand, Debug)]
pub enum CodeAct {
    /// Make a code; a/b nests
    Add {
        /// Path
        path: String,
        #[command(flatten)]
        text: CodeText,
    },
    /// Alter what a code says of itself
    Edit {
        /// Code
        code: String,
        #[command(flatten)]
        text: CodeText,
    },
    /// Show a code with everything it says of itself
    Show {
        /// Code
        code: String,
    },
    /// Give a code another name
    Rename {
        /// Code
        code: String,
        /// New name
        name: String,
    },
    /// Hang a code under another one, or at the top with --top
    Move {
        /// Code
        code: String,
        /// The code to hang it under
        #[arg(required_unless_present = "top")]
        under: Option<String>,
        /// At the top
        #[arg(long, conflicts_with = "under")]
        top: bool,
    },
    /// Merge codes into the last one named
    Merge {
        /// Codes; the last one stays
        #[arg(required = true, num_args = 2..)]
        codes: Vec<String>,
    },
    /// Take a code out; refused while it is in use
    Remove {
        /// Code
        code: String,
        /// Give its codings to this code
        #[arg(long, value_name = "CODE", conflicts_with = "with_codings")]
        recode_to: Option<String>,
        /// Remove its codings too
        #[arg(long)]
        with_codings: bool,
    },
    /// Bring in a codebook (.toml or .csv)
    Import {
        /// File
        file: PathBuf,
    },
    /// Write the codebook to a file (.toml or .csv)
    Export {
        /// File
        file: PathBuf,
    },
}

/// `cases`
#[derive(Args, Debug)]
pub struct Cases {
    /// What to do; without it, they are listed
    #[command(subcommand)]
    pub act: Option<CaseAct>,
}

/// What to do with cases.
#[derive(Subcommand, Debug)]
pub enum CaseAct {
    /// Bring in a table: one row a case; columns name, alias, clearance, documents, and attributes
    Import {
        /// CSV file
        file: PathBuf,
        /// Kinds of the attributes, as a TOML file
        #[arg(long, value_name = "FILE")]
        attributes: Option<PathBuf>,
        /// Kind of one attribute: NAME=text|number|date|yes/no|ordered:first;second;third
        #[arg(long, value_name = "NAME=KIND")]
        kind: Vec<String>,
    },
    /// Make a case
    Add {
        /// Name
        name: String,
    },
    /// Give a case another name
    Rename {
        /// Case
        case: String,
        /// New name
        name: String,
    },
    /// Take a case out (documents stay)
    Remove {
        /// Case
        case: String,
    },
    /// Set the value of an attribute; an empty value clears it
    Set {
        /// Case
        case: String,
        /// Attribute; made when new
        attribute: String,
        /// Value
        value: String,
    },
    /// Set the alias under which a case is published; empty takes it away
    Alias {
        /// Case
        case: String,
        /// Alias
        alias: String,
    },
    /// Say what may be published: named, anonymous, background
    Clearance {
        /// Case
        case: String,
        /// named, anonymous or background
        #[arg(required_unless_present_any = ["paraphrase", "embargo", "clear"])]
        clearance: Option<String>,
        #[command(flatten)]
        hold: Hold,
    },
    /// Propose an alias for every anonymous case without one; --yes gives them
    Aliases {
        /// The word before the letters: Company A, Company B
        #[arg(long, default_value = "Case")]
        stem: String,
        /// Do it
        #[arg(long, short)]
        yes: bool,
    },
    /// Link a document, or a part of it, to a case
    Link {
        /// Case
        #[arg(required_unless_present = "by_name")]
        case: Option<String>,
        /// Document
        #[arg(required_unless_present = "by_name")]
        document: Option<String>,
        /// Only the turns of this speaker
        #[arg(long)]
        speaker: Option<String>,
        /// Only this passage
        #[arg(long, conflicts_with = "speaker")]
        place: Option<String>,
        /// Link every document whose name begins with a case's name or alias
        #[arg(long, conflicts_with_all = ["case", "document", "speaker", "place"])]
        by_name: bool,
    },
    /// Take the links between a case and a document away
    Unlink {
        /// Case
        case: String,
        /// Document
        document: String,
    },
}

/// `attributes`
#[derive(Args, Debug)]
pub struct Attributes {
    /// What to do; without it, they are listed
    #[command(subcommand)]
    pub act: Option<AttributeAct>,
}

/// What to do with attributes.
#[derive(Subcommand, Debug)]
pub enum AttributeAct {
    /// Say what the values are: text, number, date, yes/no, or ordered:first;second;third
    Set {
        /// Attribute
        attribute: String,
        /// Kind
        kind: String,
        /// Heading in tables
        #[arg(long)]
        title: Option<String>,
    },
    /// Take an attribute out with all its values
    Remove {
        /// Attribute
        attribute: String,
    },
}
