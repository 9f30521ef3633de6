//! The interface driven by keys over a project in memory, and looked at as a screen.

mod acts;

mod drive;
mod find;
mod grid;
mod grips;
mod history;
mod jobs;
mod memos;

pub mod screens;
mod size;
mod tables;
