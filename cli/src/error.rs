//! Why a command failed, in one sentence for people.

use std::path::PathBuf;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The settings cannot be used.
    #[error("the settings cannot be used: {0}")]
    Settings(String),
    /// The data directory cannot be made.
    #[error("cannot make the data directory {}", path.display())]
    DataDir {
        /// The directory.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// The search index failed.
    #[error(transparent)]
    Index(#[from] search::Error),
    /// The API could not start.
    #[error("cannot listen at {address}")]
    Listen {
        /// The address that was asked for.
        address: std::net::SocketAddr,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A listing could not be taken apart.
    #[error(transparent)]
    Unmerge(#[from] ingest::unmerge::Error),
    /// What was written is no identifier.
    #[error("{0:?} is no identifier of the form {1}_ and 26 characters")]
    NoId(String, &'static str),
    /// A file or stream could not be read or written.
    #[error("{what}")]
    Io {
        /// What was tried.
        what: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Postings could not be stored.
    #[error(transparent)]
    Ingest(#[from] ingest::Error),
    /// People could not be told.
    #[error(transparent)]
    Alerts(#[from] alerts::Error),
    /// The day's market could not be kept.
    #[error(transparent)]
    Market(#[from] api::KeepError),
    /// The command was told something that it can't do.
    #[error("{0}")]
    Usage(String),
}

impl Error {
    /// The failure of a file or stream.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Error {
        let what = what.into();
        move |source| Error::Io { what, source }
    }

    /// Whether the reader of the output went away.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Error::Io { source, .. } if source.kind() == std::io::ErrorKind::BrokenPipe)
    }

    /// The sentence with its causes, for standard error.
    pub fn with_causes(&self) -> String {
        let mut out = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            let text = error.to_string();
            if !out.contains(&text) {
                out.push_str(": ");
                out.push_str(&text);
            }
            cause = error.source();
        }
        out
    }
}
