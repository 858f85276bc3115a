//! The one binary: parses the command line, runs the command, and turns a failure into one sentence.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use cli::args::Cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Cli::parse();
    cli::start_log(&arguments);
    match cli::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        // A closed pipe is how `remnavi … | head` ends; nobody needs to be told.
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do when standard error is closed, too.
            let _ = writeln!(std::io::stderr(), "remnavi: {}", error.with_causes());
            ExitCode::FAILURE
        }
    }
}
