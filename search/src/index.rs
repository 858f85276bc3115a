//! The index of a process: opened or begun anew, changed in batches, read without waiting.

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domain::id::ListingId;
use domain::listing::ListingChange;
use roaring::RoaringBitmap;

use crate::columns::{Columns, Record};
use crate::error::Error;
use crate::generation::Generation;
use crate::text::TextStore;

/// The index of one process.
pub struct Index {
    writer: Mutex<TextStore>,
    /// Held only to read or swap the pointer: readers never wait for a batch.
    current: RwLock<Arc<Generation>>,
    /// Keeps other processes out of the directory for as long as the index lives.
    _lock: Option<File>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("checkpoint", &self.checkpoint()).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in a directory, which is made if needed. An index that is damaged or of another
    /// format is emptied with a warning and starts at checkpoint 0.
    ///
    /// Fails with [`Error::Locked`] while another index is open on the directory.
    pub fn open(dir: &Path) -> Result<Index, Error> {
        let io = |source| Error::Io { path: dir.to_owned(), source };
        std::fs::create_dir_all(dir).map_err(io)?;
        let lock = File::create(dir.join("lock")).map_err(io)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Locked(dir.to_owned())),
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        let text = dir.join("text");
        std::fs::create_dir_all(&text).map_err(io)?;
        let opened = TextStore::open(&text).and_then(|store| Index::restored(store, None));
        let index = match opened {
            Ok(index) => index,
            Err(error) => {
                let reason = error_chain(&error);
                log::warn!(dir = dir.display().to_string().as_str(), reason = reason.as_str(); "the search index can't be used and is begun anew");
                std::fs::remove_dir_all(&text).map_err(io)?;
                std::fs::create_dir_all(&text).map_err(io)?;
                Index::restored(TextStore::open(&text)?, None)?
            }
        };
        Ok(Index { _lock: Some(lock), ..index })
    }

    /// An index that is gone with its process.
    pub fn in_memory() -> Result<Index, Error> {
        Index::restored(TextStore::in_memory()?, None)
    }

    fn restored(store: TextStore, lock: Option<File>) -> Result<Index, Error> {
        let (checkpoint, records) = store.restore()?;
        let mut columns = Columns::default();
        for (record, row) in records.iter().zip(0..) {
            columns.set(row, record);
        }
        let generation = Generation::new(checkpoint, columns, store.snapshot(None)?);
        Ok(Index { writer: Mutex::new(store), current: RwLock::new(Arc::new(generation)), _lock: lock })
    }

    /// The highest change number applied; 0 for an empty index.
    pub fn checkpoint(&self) -> i64 {
        self.generation().checkpoint()
    }

    /// Applies changes and publishes them together: all or, when it fails, none. Of several changes of one
    /// listing the newest counts; one that is older than what the index has is passed over. Blocks.
    pub fn apply(&self, changes: &[ListingChange]) -> Result<(), Error> {
        let mut store = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.generation();
        let Some(newest) = changes.iter().map(|change| change.number).max() else { return Ok(()) };
        let checkpoint = newest.max(before.checkpoint());
        let written = put(&store, before.columns(), changes).and_then(|put| store.commit(checkpoint).map(|()| put));
        let (columns, changed) = match written {
            Ok(put) => put,
            Err(error) => {
                store.rollback()?;
                return Err(error);
            }
        };
        let text = store.snapshot(Some((before.text(), &changed)))?;
        let next = Arc::new(before.next(checkpoint, columns, text, &changed));
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }

    /// The state that was published last.
    pub fn generation(&self) -> Arc<Generation> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Puts the newest change of each listing into the text index and into a copy of the columns; returns the rows, too.
fn put(store: &TextStore, columns: &Columns, changes: &[ListingChange]) -> Result<(Columns, RoaringBitmap), Error> {
    let mut newest: HashMap<ListingId, i64> = HashMap::with_capacity(changes.len());
    for change in changes {
        newest.entry(change.listing.id).and_modify(|number| *number = change.number.max(*number)).or_insert(change.number);
    }
    let (mut next, mut changed) = (columns.clone(), RoaringBitmap::new());
    for change in changes {
        let id = change.listing.id;
        let known = next.row(id);
        if newest.get(&id) != Some(&change.number) || known.is_some_and(|row| next.number(row) >= change.number) {
            continue;
        }
        let row = known.unwrap_or(next.len());
        let record = Record::from(change);
        store.put(row, known.is_some(), &record, &change.listing, &change.text)?;
        next.set(row, &record);
        changed.insert(row);
    }
    Ok((next, changed))
}

fn error_chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
