//! Codes as a tree: paths, definitions, look-alike names.
//!
//! A code's name is free text in any script; a *path* is the names from the top joined with `/` (a `/` inside a name is written `\/`). The same name
//! may stand under different parents: `home/cost` and `travel/cost` are two codes.

mod code;
mod mention;
mod tree;

pub use code::{Code, Colour};
pub use mention::follow;
pub use tree::{Codebook, distance, join_path, split_path};
