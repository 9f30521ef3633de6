//! The interface driven by keys over a project in memory, and looked at as a screen.

mod acts;
mod blind;
mod coding;
pub mod drive;
mod find;
mod frequencies;
mod grid;
mod grips;
mod history;
mod jobs;
mod memos;
mod panes;
mod pictures;

mod margins;
mod pointer;
mod popover;
pub mod screens;
mod sight;
mod size;
mod tables;
