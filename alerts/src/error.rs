//! Why people could not be told.

/// Why people could not be told. A single message that fails is never an error: it is recorded, and tried again or given up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting cannot be used; the sentence names it.
    #[error("{0}")]
    Setting(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// The index that is learnt from failed.
    #[error(transparent)]
    Search(#[from] search::Error),
}
