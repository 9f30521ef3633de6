//! One binary for all integration tests, so that it links once.

mod architecture;
mod audience;
mod cli;
mod conformance;
mod crash;
mod displays;
mod finding;
mod generated;
mod going_back;
mod laws;
mod old;
mod passes;
mod readme;
mod sample;
mod settings;
mod store;
mod tables;
#[cfg(unix)]
mod terminal;
mod world;
