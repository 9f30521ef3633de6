//! The interface driven by keys over a project in memory, and looked at as a screen.

mod acts;
mod coding;
mod drive;
mod grips;
mod margins;
mod pointer;
mod screens;
mod size;
