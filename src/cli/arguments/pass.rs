use clap::{Args, Subcommand};

/// `pass`
#[derive(Args, Debug)]
pub struct Pass {
    /// What to do; without it, who is done with what is listed
    #[command(subcommand)]
    pub act: Option<PassAct>,
}

/// What to do with passes.
#[derive(Subcommand, Debug)]
pub enum PassAct {
    /// Declare your own pass over documents done: pass done interview-1
    Done {
        /// Names of documents
        #[arg(required = true)]
        documents: Vec<String>,
    },
    /// Take your pass over documents up again
    Open {
        /// Names of documents
        #[arg(required = true)]
        documents: Vec<String>,
    },
    /// Hide what others coded in a document until both of you are done with it
    Blind {
        /// on or off
        #[arg(value_parser = ["on", "off"])]
        to: String,
    },
}
