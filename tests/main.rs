//! One binary for all integration tests, so that it links once.

mod architecture;
mod cli;
mod conformance;
mod crash;
mod generated;
mod going_back;
mod laws;
mod old;
mod readme;
mod sample;
mod store;
mod tables;
#[cfg(unix)]
mod terminal;
mod world;
