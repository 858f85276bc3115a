//! Why postings could not be taken in.

/// Why postings could not be taken in. A single bad posting is never an error: it is rejected and reported.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// A recording could not be replayed.
    #[error(transparent)]
    Recording(#[from] crate::recorded::Error),
    /// A feed could not be read further.
    #[error("the feed cannot be read")]
    Feed(#[source] std::io::Error),
    /// A thread that read postings ended without a result.
    #[error("a reading thread was abandoned")]
    Abandoned,
}
