//! The program `remnavi`: wiring, settings, loops and commands. What it wires lives in the other crates.

pub mod args;
mod commands;
pub mod error;
pub mod extract;
mod log_line;
mod progress;
pub mod sample;
pub mod settings;
mod signals;
pub mod tasks;
mod terminal;
mod wiring;

use args::{Cli, Command, Serve};
use error::Error;
use settings::Sourced;

/// Starts logging: `RUST_LOG`, else `info` for what runs for long and `warn` for the rest.
pub fn start_log(cli: &Cli) {
    let default = match cli.command {
        None | Some(Command::Serve(_) | Command::Worker) => "info,tantivy=warn",
        _ => "warn",
    };
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or(default)).format(log_line::write).init();
}

/// Runs one command to its end.
pub fn run(cli: Cli) -> Result<(), Error> {
    let global = cli.global;
    let settings = || Sourced::load(&global, &Serve::default()).map(|sourced| sourced.settings);
    match cli.command.unwrap_or(Command::Serve(Serve::default())) {
        Command::Serve(serve) => commands::serve::run(Sourced::load(&global, &serve)?.settings, &serve),
        Command::Worker => commands::worker::run(settings()?),
        Command::Ingest(ingest) => commands::ingest::run(&settings()?, &ingest),
        Command::Boards(boards) => commands::boards::run(&settings()?, boards),
        Command::Import(import) => commands::import::run(&settings()?, &import),
        Command::Extract(extract) => commands::extract::run(&extract),
        Command::Migrate => commands::migrate::run(&settings()?),
        Command::Reindex => commands::reindex::run(&settings()?),
        Command::Unmerge(what) => commands::unmerge::run(&settings()?, &what),
        Command::Reports(what) => commands::reports::run(&settings()?, &what),
        Command::Keys(keys) => commands::keys::run(&settings()?, keys),
        Command::Openapi(openapi) => commands::openapi::run(&openapi),
        Command::Doctor => commands::doctor::run(&Sourced::load(&global, &Serve::default())?),
        Command::Demo => commands::demo::run(&settings()?),
    }
}
