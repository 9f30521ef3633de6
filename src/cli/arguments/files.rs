//! Arguments of the commands that write files to be handed on.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// `report`
#[derive(Args, Debug)]
pub struct Report {
    /// Where to write it: .docx, .html, .md, .tex
    #[arg(long, value_name = "FILE", required = true)]
    pub out: PathBuf,
    /// Only these parts, with commas: method, cases, matrices, vignettes, codebook
    #[arg(long, value_name = "PARTS", value_delimiter = ',')]
    pub parts: Vec<String>,
}

/// What of the quotes behind the cells goes into a table.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Quotes {
    /// Nothing
    #[default]
    None,
    /// A footnote a cell, telling quotes first
    Footnotes,
    /// All of them, after the table
    Appendix,
}

/// `picture`
#[derive(Args, Debug)]
pub struct Picture {
    /// What to draw
    #[command(subcommand)]
    pub act: PictureAct,
}

/// What to draw.
#[derive(Subcommand, Debug)]
pub enum PictureAct {
    /// The numbers of a matrix as colours
    Heat {
        /// Name of a saved matrix, or a specification file (.toml)
        matrix: String,
        #[command(flatten)]
        to: PictureOut,
    },
    /// The rows of a matrix as points: its first two columns with numbers, coloured by group
    Scatter {
        /// Name of a saved matrix, or a specification file (.toml)
        matrix: String,
        #[command(flatten)]
        to: PictureOut,
    },
    /// How often each code was given
    Codes {
        /// Only this code and what is under it
        #[arg(long, value_name = "CODE")]
        under: Option<String>,
        /// The most frequent first, at most this many
        #[arg(long, value_name = "N")]
        top: Option<usize>,
        #[command(flatten)]
        to: PictureOut,
    },
    /// New codes interview by interview, in order of time
    Saturation {
        /// By the property `date` of the documents, as they were brought in, or by name
        #[arg(long, value_name = "ORDER", value_parser = ["date", "arrival", "name"])]
        order: Option<String>,
        #[command(flatten)]
        to: PictureOut,
    },
    /// Where in a document its codes stand
    Timeline {
        /// Document
        document: String,
        #[command(flatten)]
        to: PictureOut,
    },
}

/// Where a picture goes.
#[derive(Args, Debug)]
pub struct PictureOut {
    /// Where to write it: .svg or .png; --json prints the figures
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Title above the picture
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
}

/// What to do with all vignettes.
#[derive(Subcommand, Debug)]
pub enum VignetteAct {
    /// Say which links lead nowhere and which sections are missing; exit code 3 if a link does
    Check,
    /// Write the vignettes of all cases, or of one, to a file: .docx, .md, .html, .tex
    Export {
        /// Case
        case: Option<String>,
        /// Where to write them
        #[arg(long, value_name = "FILE", required = true)]
        out: PathBuf,
    },
}
