//! The two doors: reading and writing, each on a blocking thread behind a bounded number of permits.

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool, PooledConnection};
use diesel::{Connection, RunQueryDsl};
use tokio::sync::Semaphore;

use crate::conn::{self, Backend, Conn};
use crate::error::Error;
use crate::migrations;
use crate::url::{DatabaseUrl, Kind};

/// How long an asynchronous caller waits for a free connection before it is told that the database is busy.
const PATIENCE: Duration = Duration::from_secs(3);
/// Connections for reading.
const READERS: u32 = 8;
/// Connections for writing to PostgreSQL; SQLite has one.
const PG_WRITERS: u32 = 4;

/// The database. Clones share its connections.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    backend: Backend,
    readers: Door,
    writers: Door,
}

struct Door {
    pool: Pool<ConnectionManager<Conn>>,
    permits: Arc<Semaphore>,
}

impl Db {
    /// Opens a database; makes the file, and its directory, where it is SQLite's. Does not migrate.
    pub fn open(url: &DatabaseUrl) -> Result<Db, Error> {
        let failed = |reason: String| Error::Open { database: url.to_string(), reason: one_line(&reason) };
        let (backend, address, writers) = match &url.0 {
            Kind::Sqlite(path) => {
                if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
                    std::fs::create_dir_all(parent).map_err(|error| failed(error.to_string()))?;
                }
                (Backend::Sqlite, path.to_string_lossy().into_owned(), 1)
            }
            Kind::Postgres(url) => (Backend::Postgres, url.clone(), PG_WRITERS),
        };
        // One connection first: a pool would try again and again, and hide the reason.
        let mut first = Conn::establish(&address).map_err(|error| failed(error.to_string()))?;
        prepare(&mut first).map_err(|error| failed(error.to_string()))?;
        drop(first);
        let door = |size: u32| {
            let pool = Pool::builder()
                .max_size(size)
                .min_idle(Some(0))
                .test_on_check_out(backend == Backend::Postgres)
                .connection_customizer(Box::new(Session))
                .build(ConnectionManager::new(&address))
                .map_err(|error| failed(error.to_string()))?;
            Ok::<Door, Error>(Door { pool, permits: Arc::new(Semaphore::new(size as usize)) })
        };
        Ok(Db(Arc::new(Inner { backend, readers: door(READERS)?, writers: door(writers)? })))
    }

    /// Which database it is.
    pub fn backend(&self) -> Backend {
        self.0.backend
    }

    /// Brings the schema up to this program's. A newer schema is left alone and is an error.
    pub fn migrate(&self) -> Result<(), Error> {
        migrations::run(&mut *self.0.writers.connection()?)
    }

    /// Whether the schema is this program's.
    pub fn check_schema(&self) -> Result<(), Error> {
        migrations::check(&mut *self.0.readers.connection()?)
    }

    /// Whether no migration has run yet.
    pub fn is_empty(&self) -> Result<bool, Error> {
        migrations::none_applied(&mut *self.0.readers.connection()?)
    }

    /// Reads. On PostgreSQL, and on SQLite's own readers, a statement sees what was committed when it began.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let db = self.clone();
        on_blocking_thread(&self.0.readers, move || db.read_blocking(work)).await
    }

    /// Writes, in one transaction: all of it happens, or nothing.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let db = self.clone();
        on_blocking_thread(&self.0.writers, move || db.write_blocking(work)).await
    }

    /// [`Self::read`] for threads that may wait.
    pub fn read_blocking<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        work(&mut *self.0.readers.connection()?)
    }

    /// [`Self::write`] for threads that may wait.
    pub fn write_blocking<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        let mut connection = self.0.writers.connection()?;
        conn::begin(&mut connection)?;
        match work(&mut connection) {
            Ok(value) => conn::commit(&mut connection).map(|()| value).map_err(Error::from),
            Err(error) => {
                if let Err(second) = conn::rollback(&mut connection) {
                    log::warn!("a transaction could not be rolled back: {second}");
                }
                Err(error)
            }
        }
    }
}

impl Door {
    fn connection(&self) -> Result<PooledConnection<ConnectionManager<Conn>>, Error> {
        self.pool.get().map_err(|_| Error::Busy)
    }
}

/// Waits for a permit without a thread, then works on a blocking one. Work that has begun is never cut off.
async fn on_blocking_thread<T: Send + 'static>(door: &Door, work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    let permit = tokio::time::timeout(PATIENCE, door.permits.clone().acquire_owned()).await;
    let permit = permit.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?;
    let task = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work()
    });
    task.await.map_err(|_| Error::Abandoned)?
}

/// Settings of every connection.
#[derive(Debug)]
struct Session;

impl CustomizeConnection<Conn, diesel::r2d2::Error> for Session {
    fn on_acquire(&self, connection: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        prepare(connection).map_err(diesel::r2d2::Error::QueryError)
    }
}

fn prepare(connection: &mut Conn) -> diesel::QueryResult<()> {
    match connection {
        // The time-out first: changing the journal mode may already have to wait. The size of pages counts for a new database
        // only: a posting fills three of the usual ones, and each is written by itself.
        Conn::Sqlite(c) => c.batch_execute(
            "PRAGMA busy_timeout = 10000; PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456; PRAGMA temp_store = MEMORY;",
        ),
        Conn::Pg(c) => diesel::sql_query("SET TIME ZONE 'UTC'").execute(c).map(drop),
    }
}

/// The first line of a reason: PostgreSQL's client adds advice on further lines.
fn one_line(reason: &str) -> String {
    reason.lines().next().unwrap_or_default().trim().to_owned()
}
