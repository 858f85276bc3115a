//! One connection type over both databases.

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::{PgConnection, QueryResult, SqliteConnection};

/// A connection to either database. Ordinary queries are written once against it.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// SQLite.
    Sqlite(SqliteConnection),
    /// PostgreSQL.
    Pg(PgConnection),
}

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// The embedded default.
    Sqlite,
    /// The production database.
    Postgres,
}

/// Expands a body once for each database, for what does not compile on the enum:
/// `on_conflict`, and inserting many rows in one statement.
macro_rules! per_backend {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::conn::Conn::Sqlite($c) => $body,
            $crate::conn::Conn::Pg($c) => $body,
        }
    };
}
pub(crate) use per_backend;

/// Stores rows of a table, of which most are new, and those that are there by `over`. On SQLite new ones are stored one by one: a
/// statement for one row is kept prepared, one for many is read anew each time, with a place for every value of every row.
macro_rules! put_rows {
    ($conn:expr, $table:expr, $rows:expr, $over:expr) => {{
        let mut known = Vec::new();
        match $conn {
            $crate::conn::Conn::Sqlite(c) => {
                for row in $rows {
                    if diesel::insert_into($table).values(row).on_conflict_do_nothing().execute(c)? == 0 {
                        known.push(row);
                    }
                }
            }
            $crate::conn::Conn::Pg(_) => known.extend($rows),
        }
        if known.is_empty() { Ok(()) } else { $over($conn, known) }
    }};
}
pub(crate) use put_rows;

/// Begins a transaction that writes. On SQLite it takes the write lock at once: a transaction that reads first
/// and writes later fails when another writer came between.
pub(crate) fn begin(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        Conn::Pg(c) => AnsiTransactionManager::begin_transaction(c),
    }
}

pub(crate) fn commit(conn: &mut Conn) -> QueryResult<()> {
    per_backend!(conn, c => AnsiTransactionManager::commit_transaction(c))
}

pub(crate) fn rollback(conn: &mut Conn) -> QueryResult<()> {
    per_backend!(conn, c => AnsiTransactionManager::rollback_transaction(c))
}
