//! The index of a process: opened or begun anew, changed in batches, read without waiting.

mod kept;

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
use kept::Kept;

/// Up to so many changes are written into one segment of text.
const FEW: usize = 2_500;

/// The file that is locked, beside others, while an index is open.
const OPEN: &str = "open";

/// The index of one process.
pub struct Index {
    writer: Mutex<Writer>,
    /// Held only to read or swap the pointer: readers never wait for a batch.
    current: RwLock<Arc<Generation>>,
    /// Keep other processes out of the directory, and tell them so, for as long as the index lives.
    _locks: Vec<File>,
}

/// What changes the index.
struct Writer {
    store: TextStore,
    /// The file of the columns; `None` for an index in memory.
    kept: Option<Kept>,
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
        // A second lock for those who ask: they take it for a moment, which is waited for here, while the first never waits.
        let open = File::create(dir.join(OPEN)).map_err(io)?;
        open.lock_shared().map_err(io)?;
        let (text, mut kept) = (dir.join("text"), Kept::new(dir));
        std::fs::create_dir_all(&text).map_err(io)?;
        // The check sums of the text are looked at meanwhile.
        let (store, saved) = std::thread::scope(|scope| {
            let saved = scope.spawn(|| kept.load());
            (TextStore::open(&text), saved.join().ok().flatten())
        });
        let (store, generation) = match store.and_then(|store| restored(&store, saved, &mut kept).map(|generation| (store, generation))) {
            Ok(opened) => opened,
            Err(error) => {
                let reason = error_chain(&error);
                log::warn!(dir = dir.display().to_string().as_str(), reason = reason.as_str(); "the search index can't be used and is begun anew");
                std::fs::remove_dir_all(&text).map_err(io)?;
                std::fs::create_dir_all(&text).map_err(io)?;
                let store = TextStore::open(&text)?;
                let generation = restored(&store, None, &mut kept)?;
                (store, generation)
            }
        };
        Ok(Index::of(store, generation, Some(kept), vec![lock, open]))
    }

    /// Whether a process has the index of a directory open.
    pub fn is_open(dir: &Path) -> bool {
        File::open(dir.join(OPEN)).is_ok_and(|open| matches!(open.try_lock(), Err(TryLockError::WouldBlock)))
    }

    /// An index that is gone with its process.
    pub fn in_memory() -> Result<Index, Error> {
        let store = TextStore::in_memory()?;
        let generation = Generation::new(0, Columns::default(), store.snapshot(None)?);
        Ok(Index::of(store, generation, None, Vec::new()))
    }

    fn of(store: TextStore, generation: Generation, kept: Option<Kept>, locks: Vec<File>) -> Index {
        Index { writer: Mutex::new(Writer { store, kept }), current: RwLock::new(Arc::new(generation)), _locks: locks }
    }

    /// The highest change number applied; 0 for an empty index.
    pub fn checkpoint(&self) -> i64 {
        self.generation().checkpoint()
    }

    /// Applies changes and publishes them together: all or, when it fails, none. Of several changes of one
    /// listing the newest counts; one that is older than what the index has is passed over. Blocks.
    pub fn apply(&self, changes: &[ListingChange]) -> Result<(), Error> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let Writer { store, kept } = &mut *writer;
        let before = self.generation();
        let Some(newest) = changes.iter().map(|change| change.number).max() else { return Ok(()) };
        let checkpoint = newest.max(before.checkpoint());
        let written = put(store, before.columns(), changes).and_then(|put| store.commit(checkpoint).map(|()| put));
        let (columns, changed) = match written {
            Ok(put) => put,
            Err(error) => {
                store.rollback()?;
                return Err(error);
            }
        };
        let text = store.snapshot(Some((before.text(), &changed)))?;
        let next = Arc::new(before.next(checkpoint, columns, text, &changed));
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&next);
        if let Some(kept) = kept {
            kept.follow(&next, changed.len());
        }
        Ok(())
    }

    /// The state that was published last.
    pub fn generation(&self) -> Arc<Generation> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Index {
    /// Keeps the columns for the next start.
    fn drop(&mut self) {
        let generation = self.generation();
        let writer = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner);
        writer.kept.iter_mut().for_each(|kept| kept.leave(&generation));
    }
}

/// The state of the last commit: columns that were saved are brought forward to it, or read anew.
fn restored(store: &TextStore, saved: Option<(i64, Columns)>, kept: &mut Kept) -> Result<Generation, Error> {
    let checkpoint = store.checkpoint()?.unwrap_or(0);
    let saved = saved.filter(|(saved, _)| *saved <= checkpoint).map(|(_, columns)| columns).unwrap_or_default();
    let (columns, read) = store.restore(saved).or_else(|error| {
        let reason = error_chain(&error);
        log::warn!(reason = reason.as_str(); "columns that were kept are not of this index: they are read anew");
        store.restore(Columns::default())
    })?;
    kept.missed(read.into());
    Ok(Generation::new(checkpoint, columns, store.snapshot(None)?))
}

/// Puts the newest change of each listing into the text index and into a copy of the columns; returns the rows, too.
fn put(store: &TextStore, columns: &Columns, changes: &[ListingChange]) -> Result<(Columns, RoaringBitmap), Error> {
    let mut newest: HashMap<ListingId, i64> = HashMap::with_capacity(changes.len());
    for change in changes {
        newest.entry(change.listing.id).and_modify(|number| *number = change.number.max(*number)).or_insert(change.number);
    }
    let (mut next, mut changed) = (columns.clone(), RoaringBitmap::new());
    // More threads are sooner done with many, but each writes a segment of its own, and small ones are merged again and again.
    let many = newest.len() > FEW;
    let mut operations = Vec::new();
    for change in changes {
        let id = change.listing.id;
        let known = next.row(id);
        if newest.get(&id) != Some(&change.number) || known.is_some_and(|row| next.number(row) >= change.number) {
            continue;
        }
        let row = known.unwrap_or(next.len());
        let record = Record::from(change);
        operations.extend(store.operations(row, known.is_some(), &record, &change.listing, &change.text)?);
        if many {
            store.run(std::mem::take(&mut operations))?;
        }
        next.set(row, &record);
        changed.insert(row);
    }
    store.run(operations)?;
    Ok((next, changed))
}

fn error_chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
#[path = "../tests/support/mod.rs"]
mod support;

#[cfg(test)]
mod tests {
    use super::*;

    use super::support::{SMALL, listing, listings};

    /// How many rows an opened index had to read from records.
    fn read(index: &Index) -> u64 {
        index.writer.lock().unwrap().kept.as_ref().unwrap().changed()
    }

    #[test]
    fn others_can_ask_whether_an_index_is_open() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!Index::is_open(dir.path()));
        let index = Index::open(dir.path()).unwrap();
        assert!(Index::is_open(dir.path()) && Index::is_open(dir.path()));
        drop(index);
        assert!(!Index::is_open(dir.path()));
    }

    #[test]
    fn a_start_reads_the_records_that_were_not_kept() {
        let dir = tempfile::tempdir().unwrap();
        let index = Index::open(dir.path()).unwrap();
        index.apply(&listings(500, SMALL)).unwrap();
        drop(index);

        let index = Index::open(dir.path()).unwrap();
        assert_eq!(read(&index), 0);
        // Next to nothing: not worth writing for.
        index.apply(&[listing(7, 1, SMALL), listing(600, 1, SMALL)]).unwrap();
        drop(index);

        let index = Index::open(dir.path()).unwrap();
        assert_eq!(read(&index), 2);
        index.apply(&(0..50).map(|n| listing(n * 3, 2, SMALL)).collect::<Vec<_>>()).unwrap();
        drop(index);
        assert_eq!(read(&Index::open(dir.path()).unwrap()), 0);

        std::fs::remove_file(dir.path().join("columns")).unwrap();
        assert_eq!(read(&Index::open(dir.path()).unwrap()), 501);
    }
}
