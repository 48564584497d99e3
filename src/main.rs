//! The command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    wpp_panel::cli::run()
}
