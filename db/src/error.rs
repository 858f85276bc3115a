//! Why the database did not do what was asked.

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The URL names no database that can be used.
    #[error("{0}")]
    Url(String),
    /// The database could not be opened.
    #[error("cannot open the database {database}: {reason}")]
    Open {
        /// The database, without a password.
        database: String,
        /// The reason, in one line.
        reason: String,
    },
    /// Every connection was in use for longer than a request may wait.
    #[error("the database is busy")]
    Busy,
    /// The database was made by a newer program.
    #[error("the database has a newer schema than this program knows: use a newer program")]
    NewerSchema,
    /// The database was made by an older program.
    #[error("the database has an older schema than this program needs: run `remnavi migrate`")]
    OlderSchema,
    /// A migration failed; what it did was rolled back.
    #[error("the database could not be migrated")]
    Migration(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A stored value is not one that this program writes.
    #[error("table {table}, column {column} of {id} holds a value that cannot be read")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row.
        id: String,
    },
    /// A query failed.
    #[error("a database query failed")]
    Query(#[from] diesel::result::Error),
    /// The work on a database thread ended without an answer.
    #[error("a database task was abandoned")]
    Abandoned,
}

impl Error {
    /// A value that this program did not write.
    pub(crate) fn corrupt(table: &'static str, column: &'static str, id: &str) -> Error {
        Error::Corrupt { table, column, id: id.to_owned() }
    }
}
