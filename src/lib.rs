//! Casebook: code interviews, search across them, and build the cross-case tables that papers are written from.
//!
//! # The map
//!
//! A folder imports only from folders above it in this list; `tests/architecture.rs` keeps the list and fails with file and line.
//!
//! | folder | question it answers |
//! |---|---|
//! | [`fault`] | What went wrong, where, and what can be done about it? |
//! | [`id`] | Which record is this, and when was it made? |
//! | [`text`] | Where in a frozen text are we: spans, words, sentences, code points? |
//! | [`document`] | What was brought in, and what structure was found in it? |
//! | [`codebook`] | Which codes are there, and what do they mean? |
//! | [`case`] | What is compared, and what is known about it? |
//! | [`coding`] | Who said that which passage is which code? |
//! | [`memo`] | What did analysts write: memos, phrases in cells, vignettes? |
//! | [`project`] | What is the study as one value, and what alters it? |
//! | [`query`] | Which passages are meant? |
//! | [`agreement`] | How far do coders agree? |
//! | [`matrix`] | How do the cases compare? |
//! | [`exchange`] | What do other programs' files say, and how are ours written? |
//! | [`report`] | How does a table look as text, Markdown, CSV, xlsx, JSON? |
//! | [`store`] | Where is a project kept? |
//! | [`search`] | Where do words stand, quickly? |
//! | [`session`] | The one door: open, run a command, undo, ask. |
//! | [`tui`] | The terminal interface. |
//! | [`cli`] | The command line. |
//!
//! Everything up to [`report`] is pure: no disk, clock, environment, randomness or screen.
//!
//! # Two ideas
//!
//! Every alteration is a [`project::Change`] that holds what was and what is now, grouped in a named [`project::Step`] in an append-only log: undo, history,
//! crash safety and merging follow from it. Every looking-up is a [`query::Query`] that yields passages: search, autocoding, matrix cells and evidence follow
//! from that.
//!
//! # What is absent on purpose
//!
//! No async runtime; no network; no global state; no second way to alter a project besides [`session::Session::run`]; no place counted in anything but bytes
//! inside and Unicode code points outside.

pub mod agreement;
pub mod case;
pub mod cli;
pub mod codebook;
pub mod coding;
pub mod document;
pub mod exchange;
pub mod fault;
pub mod id;
pub mod matrix;
pub mod memo;
pub mod project;
pub mod query;
pub mod report;
pub mod search;
pub mod session;
pub mod store;
pub mod text;
pub mod tui;
