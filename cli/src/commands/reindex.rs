//! `remnavi reindex`: builds the search index anew from the database.

use crate::error::Error;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::tasks::follow;
use crate::{terminal, wiring};

/// Runs the command.
pub fn run(settings: &Settings) -> Result<(), Error> {
    let db = wiring::database(settings)?;
    // Opening first makes sure that no other process holds the index that is removed.
    drop(wiring::index(settings)?);
    let dir = settings.index_dir();
    std::fs::remove_dir_all(&dir).map_err(Error::io(format!("cannot remove the index {}", dir.display())))?;
    let index = wiring::index(settings)?;
    let total = db.read_blocking(db::listings::count)?;
    let mut progress = Progress::new("indexing", total);
    let mut done = 0;
    follow::catch_up(&db, &index, |_| {
        done = index.generation().len() as u64;
        progress.at(done, done);
    })?;
    progress.done();
    terminal::say(&format!("{done} listings indexed"));
    Ok(())
}
