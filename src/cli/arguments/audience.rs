//! Arguments about what may be published, what follows from the coding, and what is still to be written.

use clap::{Args, Subcommand};

/// What goes beyond a clearance.
#[derive(Args, Debug, Default, Clone)]
pub struct Hold {
    /// May be told in your own words, never quoted
    #[arg(long)]
    pub paraphrase: bool,
    /// Nothing is published before this day (2027-01-31)
    #[arg(long, value_name = "DATE")]
    pub embargo: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    /// Take all of this away
    #[arg(long, conflicts_with_all = ["paraphrase", "embargo", "why"])]
    pub clear: bool,
}

/// `classify`
#[derive(Args, Debug)]
pub struct Classify {
    /// "NAME = expression"; without it, derived attributes are listed with the cases they take
    pub definition: Vec<String>,
    /// Take a derived attribute away
    #[arg(long, value_name = "NAME", conflicts_with = "definition")]
    pub remove: Option<String>,
}

/// `worklist`
#[derive(Args, Debug)]
pub struct Worklist {
    /// Name of a saved matrix, or a specification file; all saved ones when none is named
    pub matrix: Option<String>,
    /// Exit code 3 when there is anything to do
    #[arg(long)]
    pub check: bool,
}

/// `replacements`
#[derive(Args, Debug)]
pub struct Replacements {
    /// What to do; without it, they are listed
    #[command(subcommand)]
    pub act: Option<ReplacementAct>,
}

/// What to do with replacements.
#[derive(Subcommand, Debug)]
pub enum ReplacementAct {
    /// Say what stands in for a name: replacements add Nordbank '[a bank]'
    Add {
        /// Name of a person, place or firm as it stands in the texts
        name: String,
        /// What stands in for it
        with: String,
        /// Also for words that begin with it (Nordbanks, Nordbankin), in Arabic and Hebrew with particles before it
        #[arg(long)]
        inflected: bool,
    },
    /// Say that a word, written exactly so, names nobody
    Allow {
        /// Word or words
        word: String,
        /// Why
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Say that the values of an attribute name the cases
    Identify {
        /// Attribute
        attribute: String,
    },
    /// Take a replacement, an allowed word or an identifying attribute away
    Remove {
        /// Name
        name: String,
    },
    /// Find names in the texts that have no replacement yet
    Suggest {
        /// At most this many
        #[arg(long, value_name = "N", default_value_t = 40)]
        limit: usize,
    },
    /// Show what the replacements, or one to come, would do to the texts
    Preview {
        /// A name to try
        #[arg(requires = "with")]
        name: Option<String>,
        /// What would stand in for it
        with: Option<String>,
        /// Also for words that begin with it
        #[arg(long)]
        inflected: bool,
        /// At most this many places
        #[arg(long, value_name = "N", default_value_t = 40)]
        limit: usize,
    },
}
