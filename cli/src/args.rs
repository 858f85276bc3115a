//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Remote jobs: gathered, read, and served as a JSON API.
#[derive(Debug, Parser)]
#[command(name = "remnavi", version, about, propagate_version = true)]
pub struct Cli {
    /// What to do; without a command: serve.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Settings that every command takes.
    #[command(flatten)]
    pub global: Global,
}

/// Settings that every command takes. Each beats the environment, which beats the file, which beats the default.
#[derive(Debug, Clone, Default, Args)]
pub struct Global {
    /// A settings file (TOML). Without it, ./remnavi.toml is read if it is there.
    #[arg(long, global = true, value_name = "FILE", env = "REMNAVI_CONFIG")]
    pub config: Option<PathBuf>,
    /// sqlite://PATH or postgres://USER:PASSWORD@HOST:PORT/NAME [REMNAVI_DATABASE_URL]
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// Where the SQLite file and the search index stand [REMNAVI_DATA_DIR]
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API, and do the background tasks
    Serve(Serve),
    /// Do the background tasks without serving
    Worker,
    /// Fetch postings from platforms, or replay recorded answers
    Ingest(Ingest),
    /// The boards that are fetched again and again: add, remove, list, check, discover
    #[command(subcommand)]
    Boards(Boards),
    /// Load a feed of listings, one JSON object a line, plain or gzip
    Import(Import),
    /// Read postings from standard input, one JSON object a line, and write what they say
    Extract(Extract),
    /// Bring the database to this program's schema
    Migrate,
    /// Build the search index anew from the database
    Reindex,
    /// The keys that access tokens are signed with
    #[command(subcommand)]
    Keys(Keys),
    /// Take postings out of a listing that they don't belong to, for good
    Unmerge(Unmerge),
    /// The latest reports of listings, the newest first
    Reports(Reports),
    /// Print the OpenAPI document
    Openapi(Openapi),
    /// Check settings, database and index, and say where each setting came from
    Doctor,
    /// Load the invented sample listings
    Demo,
}

/// `serve`.
#[derive(Debug, Clone, Default, Args)]
pub struct Serve {
    /// The address to serve at [REMNAVI_LISTEN; 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
    /// The address to serve /metrics at, for the inside only [REMNAVI_METRICS_LISTEN; none]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub metrics_listen: Option<String>,
    /// Leave the background tasks to a worker
    #[arg(long)]
    pub no_tasks: bool,
    /// Leave an empty database empty
    #[arg(long)]
    pub no_sample: bool,
}

/// `ingest`.
#[derive(Debug, Clone, Args)]
pub struct Ingest {
    /// Replay the recorded answers of this folder: one folder a platform, each with a SOURCES.tsv
    #[arg(long, value_name = "DIR", conflicts_with_all = ["source", "board"])]
    pub recorded: Option<PathBuf>,
    /// Fetch from this source only
    #[arg(long, value_name = "SLUG")]
    pub source: Option<String>,
    /// Fetch this employer's board; it is kept and fetched again when due
    #[arg(long, value_name = "SLUG", requires = "source")]
    pub board: Option<String>,
    /// Read and report, store nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

/// `boards`.
#[derive(Debug, Clone, Subcommand)]
pub enum Boards {
    /// Add a board by its source and name, or by its address; it is fetched when due
    Add {
        /// The source's slug, or the address of the board
        #[arg(value_name = "SOURCE|URL", required_unless_present = "starter")]
        source: Option<String>,
        /// The board's name on it; a board without one is the whole list of a source
        #[arg(value_name = "BOARD")]
        board: Option<String>,
        /// Add the boards of employers known for remote work that come with this program; of one source, if it is named
        #[arg(long, conflicts_with = "board")]
        starter: bool,
        /// Print what was added as JSON
        #[arg(long)]
        json: bool,
    },
    /// Forget a board and close its postings; those come back if it is added again
    Remove {
        /// The source's slug
        source: String,
        /// The board's name on it
        #[arg(default_value = "")]
        board: String,
    },
    /// List boards, with how it goes with each
    List {
        /// Of this source only
        #[arg(long, value_name = "SLUG")]
        source: Option<String>,
        /// In this state only: new, healthy, doubtful, failing or retired
        #[arg(long, value_name = "STATE")]
        state: Option<String>,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Ask boards now, store nothing, and take those up again that answer; without names: all that fail or were given up
    Check {
        /// The source's slug
        source: Option<String>,
        /// The board's name on it
        board: Option<String>,
        /// Print what they answered as JSON
        #[arg(long)]
        json: bool,
    },
    /// Find the platform and the board behind an employer's careers page
    Discover {
        /// The page's address
        url: String,
        /// Add the first board that is found
        #[arg(long)]
        add: bool,
        /// Print what was found as JSON
        #[arg(long)]
        json: bool,
    },
}

/// `import`.
#[derive(Debug, Clone, Args)]
pub struct Import {
    /// Feeds in the form of docs/FEED-FORMAT.md; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

/// `extract`.
#[derive(Debug, Clone, Args)]
pub struct Extract {
    /// Give the verdict for each of these places, e.g. US,CA,US-NY
    #[arg(long, value_name = "PLACES", value_delimiter = ',')]
    pub work_from: Vec<String>,
    /// Add each text with the words marked that values were read from, and the rule
    #[arg(long)]
    pub explain: bool,
}

/// `keys`.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum Keys {
    /// List the keys: name, age, and what they are used for
    List,
    /// Make a new key; tokens of the old one are taken for another hour
    Rotate,
}

/// `unmerge`.
#[derive(Debug, Clone, Args)]
pub struct Unmerge {
    /// The listing (lst_…)
    pub listing: String,
    /// The postings that show another job (pst_…), as GET /v1/listings/{id} names them
    #[arg(required = true)]
    pub postings: Vec<String>,
    /// Who decides it
    #[arg(long, value_name = "NAME", default_value = "operator")]
    pub by: String,
    /// Why
    #[arg(long, value_name = "WORDS", default_value = "another job")]
    pub reason: String,
}

/// `reports`.
#[derive(Debug, Clone, Args)]
pub struct Reports {
    /// How many to show, at most
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}

/// `openapi`.
#[derive(Debug, Clone, Args)]
pub struct Openapi {
    /// Compare with this file instead, and fail when it differs
    #[arg(long, value_name = "FILE")]
    pub check: Option<PathBuf>,
}
