//! What is SQLite's alone: a file, its modes, its key, its troubles.

mod copies;
mod damaged;
mod key_file;
mod opening;
mod secrets;
mod trouble;
mod two_processes;
