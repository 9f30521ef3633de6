//! Arguments of the commands that look things up.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `autocode`
#[derive(Args, Debug)]
pub struct Autocode {
    /// Query
    pub query: String,
    /// Code
    pub code: String,
    /// What is coded: the turn, the sentence, or just the words that match
    #[arg(long, value_parser = ["turn", "sentence", "match"], default_value = "turn")]
    pub unit: String,
    /// Do it
    #[arg(long, short)]
    pub yes: bool,
    /// Make the code if it is not there
    #[arg(long)]
    pub create: bool,
}

/// `find`
#[derive(Args, Debug)]
pub struct Find {
    /// Query: words, "phrases", code:…, case:…, speaker:…, @saved, within(a, b), and/or/-, brackets; docs/queries.md has examples
    #[arg(required = true)]
    pub query: Vec<String>,
    /// At most this many; a list to read shows the first 50 unless told otherwise, CSV, JSON and files have all
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// List every one of them
    #[arg(long, conflicts_with = "limit")]
    pub all: bool,
    /// Only say how many there are
    #[arg(long)]
    pub count: bool,
    /// What to show around each: N turns before and after, the rest of the sentence, or the rest of the turn
    #[arg(long, value_name = "N|sentence|turn", default_value = "0")]
    pub context: String,
    /// Order: place, relevance, case, code, time; with --kwic also left, right
    #[arg(long, value_name = "ORDER")]
    pub sort: Option<String>,
    /// Group the results
    #[arg(long, value_name = "BY", value_parser = ["document", "case", "speaker", "code", "coder"])]
    pub group: Option<String>,
    /// Count what the results fall into, instead of listing them
    #[arg(long, conflicts_with_all = ["count", "group", "kwic"])]
    pub facets: bool,
    /// A concordance: each place in a line, with this many columns at each side
    #[arg(long, value_name = "WIDTH", num_args = 0..=1, require_equals = true, default_missing_value = "0", conflicts_with_all = ["count", "group"])]
    pub kwic: Option<usize>,
    /// Print CSV
    #[arg(long, conflicts_with_all = ["count", "facets", "group"])]
    pub csv: bool,
    /// Write the quotes with their citations to a file: .csv, .xlsx, .docx, .md, .html, .tex, .json; a concordance as .csv or .json
    #[arg(long, value_name = "FILE", conflicts_with_all = ["count", "facets", "group", "csv"])]
    pub out: Option<PathBuf>,
    /// Keep the query in the project under this name; @NAME then stands for it
    #[arg(long, value_name = "NAME")]
    pub save: Option<String>,
    /// Say in words what was looked for
    #[arg(long)]
    pub explain: bool,
    /// Read all the texts instead of the index (slow; the answer is the same)
    #[arg(long)]
    pub scan: bool,
}

/// `queries`
#[derive(Args, Debug)]
pub struct Queries {
    /// What to do with one; without it, they are listed
    #[command(subcommand)]
    pub act: Option<QueryAct>,
}

/// What to do with a saved query.
#[derive(Subcommand, Debug)]
pub enum QueryAct {
    /// Remove a saved query
    Remove {
        /// Name
        name: String,
    },
}

/// What the word tools share.
#[derive(Args, Debug)]
pub struct Counting {
    /// Leave out the function words of a language (en, es, de, fr, …), of each document's language (auto), or those in a file
    #[arg(long, value_name = "LANG|FILE")]
    pub stop: Option<String>,
    /// Put the forms of a word together by their stem
    #[arg(long)]
    pub stems: bool,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// Print CSV
    #[arg(long)]
    pub csv: bool,
}

/// `words`
#[derive(Args, Debug)]
pub struct Words {
    /// Count only in what this query finds
    pub query: Vec<String>,
    /// Over what the dispersion is taken: document, case, or an attribute of cases
    #[arg(long, value_name = "document|case|ATTRIBUTE", default_value = "document")]
    pub by: String,
    #[command(flatten)]
    pub counting: Counting,
}

/// `keywords`
#[derive(Args, Debug)]
pub struct Keywords {
    /// Query: the passages whose words are told apart
    #[arg(long, value_name = "QUERY")]
    pub group: String,
    /// Query: the passages they are told apart from; everything else when it is not given
    #[arg(long, value_name = "QUERY")]
    pub against: Option<String>,
    #[command(flatten)]
    pub counting: Counting,
}

/// `collocates`
#[derive(Args, Debug)]
pub struct Collocates {
    /// Word, phrase or other text query
    pub word: String,
    /// How many words away at either side
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub window: u32,
    /// Only words that stand there at least so often
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub least: u64,
    #[command(flatten)]
    pub counting: Counting,
}

/// `like`
#[derive(Args, Debug)]
pub struct Like {
    /// Document
    pub document: String,
    /// Place: a turn (13), sentences (13:2-4), code points (@120-260), or "the words"
    pub place: String,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Read every text instead of asking the index
    #[arg(long)]
    pub scan: bool,
}

/// `suggest`
#[derive(Args, Debug)]
pub struct Suggest {
    /// Code
    pub code: String,
    /// Learn from its sub-codes too
    #[arg(long)]
    pub below: bool,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Read every text instead of asking the index
    #[arg(long)]
    pub scan: bool,
}
