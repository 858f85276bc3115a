//! What can go wrong with the index.

/// Why the index can't be opened, changed or asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process works with the directory.
    #[error("the search index in {0} is in use by another process")]
    Locked(std::path::PathBuf),
    /// The directory can't be read or written.
    #[error("the search index in {path} can't be read or written")]
    Io {
        /// The directory.
        path: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The text index failed.
    #[error("the text index failed")]
    Text(#[from] tantivy::TantivyError),
    /// What the directory holds was not written by this version of the index, or was damaged.
    #[error("the search index is damaged: {0}")]
    Damaged(String),
}
