use super::Quotes;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `matrix`
#[derive(Args, Debug)]
pub struct Matrix {
    /// Name of a saved matrix, or a specification file (.toml)
    pub matrix: String,
    /// Write it to a file: .csv, .xlsx, .docx, .html, .md, .tex, .json
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Quotes that go with the table (docx, tex, md)
    #[arg(long, value_name = "WHERE", value_enum, default_value_t)]
    pub quotes: Quotes,
    /// One row a cell instead of one row a case (csv)
    #[arg(long)]
    pub tidy: bool,
    /// List stale and unsupported phrases and evidence without a phrase; exit code 3 if there are any
    #[arg(long)]
    pub check: bool,
    /// How often each value stands in a column, in place of the table
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["out", "tidy", "check"])]
    pub frequencies: Option<String>,
}

/// `matrices`
#[derive(Args, Debug)]
pub struct Matrices {
    /// What to do; without it, they are listed
    #[command(subcommand)]
    pub act: Option<MatrixAct>,
}

/// What to do with saved matrices.
#[derive(Subcommand, Debug)]
pub enum MatrixAct {
    /// Save a specification file under a name
    Save {
        /// Name
        name: String,
        /// Specification (.toml)
        file: PathBuf,
    },
    /// Print the specification of a saved matrix
    Show {
        /// Name
        name: String,
    },
    /// Remove a saved matrix
    Remove {
        /// Name
        name: String,
    },
}
