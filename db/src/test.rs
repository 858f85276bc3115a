//! The harness that runs a test on both databases. Each test gets a SQLite file, or a PostgreSQL schema, of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot get its database fails")]

use std::io::Write;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use tempfile::TempDir;

use crate::url::Kind;
use crate::{DatabaseUrl, Db};

/// A migrated, empty database.
pub struct TestDb {
    url: DatabaseUrl,
    db: Db,
    // Both are removed with the test.
    _dir: Option<TempDir>,
    _schema: Option<Schema>,
}

impl TestDb {
    /// One of each kind. Without a PostgreSQL server the second is left out and a line says so,
    /// unless `REMNAVI_REQUIRE_POSTGRES` is set.
    pub fn each() -> Vec<TestDb> {
        std::iter::once(TestDb::sqlite()).chain(TestDb::postgres()).collect()
    }

    /// A copy of one migrated file.
    pub fn sqlite() -> TestDb {
        static TEMPLATE: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
            let dir = TempDir::new().unwrap();
            let path = dir.path().join("template.db");
            let db = Db::open(&DatabaseUrl::sqlite(&path)).unwrap();
            db.migrate().unwrap();
            // Closing the last connection writes everything into the file.
            drop(db);
            (dir, path)
        });
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("test.db");
        std::fs::copy(&TEMPLATE.1, &path).unwrap();
        let url = DatabaseUrl::sqlite(&path);
        TestDb { db: Db::open(&url).unwrap(), url, _dir: Some(dir), _schema: None }
    }

    /// A schema of its own on the test server.
    pub fn postgres() -> Option<TestDb> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let name = format!("remnavi_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::establish(server).unwrap();
        connection.batch_execute(&format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}")).unwrap();
        let joint = if server.contains('?') { '&' } else { '?' };
        let url = DatabaseUrl::parse(&format!("{server}{joint}options=-csearch_path%3D{name}%20-csynchronous_commit%3Doff")).unwrap();
        let db = Db::open(&url).unwrap();
        db.migrate().unwrap();
        Some(TestDb { url, db, _dir: None, _schema: Some(Schema(name)) })
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Its address with all that another process needs to open it, also what is never shown.
    pub fn address(&self) -> String {
        match &self.url.0 {
            Kind::Sqlite(path) => format!("sqlite://{}", path.display()),
            Kind::Postgres(url) => url.clone(),
        }
    }
}

/// A schema that is dropped with the test.
struct Schema(String);

impl Drop for Schema {
    fn drop(&mut self) {
        let dropped = server().and_then(|server| PgConnection::establish(server).ok());
        if let Some(mut connection) = dropped {
            // A schema that stays behind only takes room on a test server.
            let _ = connection.batch_execute(&format!("DROP SCHEMA IF EXISTS {} CASCADE", self.0));
        }
    }
}

/// The test server's address, if it answers.
fn server() -> Option<&'static str> {
    static SERVER: LazyLock<Option<String>> = LazyLock::new(|| {
        let url = std::env::var("REMNAVI_TEST_POSTGRES_URL").unwrap_or_else(|_| "postgres://root@127.0.0.1:5432/test".to_owned());
        match PgConnection::establish(&url) {
            Ok(_) => Some(url),
            Err(error) if std::env::var_os("REMNAVI_REQUIRE_POSTGRES").is_some() => panic!("PostgreSQL is required: {error}"),
            Err(_) => {
                let _ = writeln!(std::io::stderr(), "skipped: no PostgreSQL server, its half of the database tests does not run");
                None
            }
        }
    });
    SERVER.as_deref()
}
