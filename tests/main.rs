//! One binary for all integration tests, so that it links once.

mod architecture;
mod cli;
mod laws;
mod sample;
mod store;
mod tables;
#[cfg(unix)]
mod terminal;
mod world;
