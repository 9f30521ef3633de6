//! Formats in and out.

pub mod case_table;
pub mod codebook;
mod lines;
pub mod plain;
pub mod sheet;
