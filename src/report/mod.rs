//! Tables and passages as text and files.

pub mod listing;
