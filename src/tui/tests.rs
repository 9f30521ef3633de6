//! The interface driven by keys over a project in memory, and looked at as a screen.

mod acts;

mod drive;
mod grid;
mod grips;

mod screens;
mod size;
mod tables;
