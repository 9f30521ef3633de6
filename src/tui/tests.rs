//! The interface driven by keys over a project in memory, and looked at as a screen.

mod acts;

pub mod drive;
mod grips;
mod panes;

mod screens;
mod size;
