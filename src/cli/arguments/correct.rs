use clap::Args;
use std::path::PathBuf;

/// `correct`
#[derive(Args, Debug)]
#[command(group(clap::ArgGroup::new("how").required(true).args(["file", "replace"])))]
pub struct Correct {
    /// The document
    pub document: String,
    /// Take the whole corrected text from a file (UTF-8); `casebook show DOC --text` gives the text as it is
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Replace these words, which must stand there once
    #[arg(long, value_name = "WORDS", requires = "with")]
    pub replace: Option<String>,
    /// … by these
    #[arg(long, value_name = "WORDS", requires = "replace")]
    pub with: Option<String>,
    /// Replace them wherever they stand as whole words
    #[arg(long, requires = "replace")]
    pub all: bool,
    /// Say what would happen, and do nothing
    #[arg(long)]
    pub preview: bool,
}

/// `review`
#[derive(Args, Debug)]
#[command(group(clap::ArgGroup::new("what").args(["right", "place", "drop"])))]
pub struct Review {
    /// Number of the entry; all are listed without it
    #[arg(value_name = "N", required_if_eq_any([("right", "true"), ("drop", "true")]))]
    pub entry: Option<String>,
    /// It is right where it is, or rightly gone
    #[arg(long)]
    pub right: bool,
    /// It belongs here: a turn, sentence, code points or quoted words of its document
    #[arg(long, value_name = "PLACE", requires = "entry")]
    pub place: Option<String>,
    /// It belongs nowhere: take it away
    #[arg(long)]
    pub drop: bool,
}
