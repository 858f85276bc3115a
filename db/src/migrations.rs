//! Migrations, compiled in: two folders with the same names.

use std::collections::BTreeSet;

use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::conn::{Conn, per_backend};
use crate::error::Error;

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

pub(crate) fn run(conn: &mut Conn) -> Result<(), Error> {
    match check(conn) {
        Err(Error::OlderSchema) => {}
        done => return done,
    }
    match conn {
        Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map(drop),
        Conn::Pg(c) => c.run_pending_migrations(POSTGRES).map(drop),
    }
    .map_err(Error::Migration)
}

pub(crate) fn check(conn: &mut Conn) -> Result<(), Error> {
    let applied: BTreeSet<_> = applied(conn)?.into_iter().collect();
    let known: BTreeSet<_> = match conn {
        Conn::Sqlite(_) => versions::<diesel::sqlite::Sqlite>(&SQLITE),
        Conn::Pg(_) => versions::<diesel::pg::Pg>(&POSTGRES),
    }?;
    if !applied.is_subset(&known) {
        return Err(Error::NewerSchema);
    }
    if applied == known { Ok(()) } else { Err(Error::OlderSchema) }
}

pub(crate) fn none_applied(conn: &mut Conn) -> Result<bool, Error> {
    Ok(applied(conn)?.is_empty())
}

fn applied(conn: &mut Conn) -> Result<Vec<MigrationVersion<'static>>, Error> {
    per_backend!(conn, c => c.applied_migrations()).map_err(Error::Migration)
}

fn versions<DB: diesel::backend::Backend>(source: &EmbeddedMigrations) -> Result<BTreeSet<MigrationVersion<'static>>, Error>
where
    EmbeddedMigrations: MigrationSource<DB>,
{
    let all: Vec<Box<dyn Migration<DB>>> = source.migrations().map_err(Error::Migration)?;
    Ok(all.iter().map(|migration| migration.name().version().as_owned()).collect())
}
