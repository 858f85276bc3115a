//! The file in which columns wait for the next start. It may be older than the text index, or missing: what it has not
//! is then read from records.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::columns::Columns;
use crate::generation::Generation;

/// While the program runs, the file is written anew once a quarter of the rows, and at least so many, have changed.
const AT_LEAST: u64 = 10_000;

/// The file of the columns of one index.
#[derive(Debug)]
pub(super) struct Kept {
    path: PathBuf,
    /// Rows that have changed since it was written.
    changed: u64,
}

impl Kept {
    /// The file beside the text index of a directory.
    pub fn new(dir: &Path) -> Kept {
        Kept { path: dir.join("columns"), changed: 0 }
    }

    /// What the file has, with its checkpoint; `None` when it is missing, damaged or of another format.
    pub fn load(&self) -> Option<(i64, Columns)> {
        let file = File::open(&self.path).ok()?;
        let loaded = Columns::load(&mut BufReader::new(file));
        if loaded.is_none() {
            log::warn!(path = self.path.display().to_string().as_str(); "columns that were kept can't be used: they are read anew");
        }
        loaded
    }

    /// So many rows had to be read because the file has them not.
    pub fn missed(&mut self, rows: u64) {
        self.changed = rows;
    }

    /// How many rows have changed since the file was written.
    #[cfg(test)]
    pub fn changed(&self) -> u64 {
        self.changed
    }

    /// Notes that rows have changed, and writes the file anew when they are many.
    pub fn follow(&mut self, now: &Generation, changed: u64) {
        self.changed += changed;
        if self.changed >= AT_LEAST.max(u64::from(now.columns().len()) / 4) {
            self.write(now);
        }
    }

    /// Writes the file before the program ends, unless next to nothing has changed.
    pub fn leave(&mut self, now: &Generation) {
        if self.changed > u64::from(now.columns().len()) / 100 {
            self.write(now);
        }
    }

    /// Without the file the next start takes longer, so that it can't be written is no more than worth a warning.
    fn write(&mut self, now: &Generation) {
        match self.replace(now) {
            Ok(()) => self.changed = 0,
            Err(error) => {
                let (path, reason) = (self.path.display().to_string(), error.to_string());
                log::warn!(path = path.as_str(), reason = reason.as_str(); "columns can't be kept for the next start");
            }
        }
    }

    /// Whoever dies while writing leaves the file as it was.
    fn replace(&self, now: &Generation) -> io::Result<()> {
        let new = self.path.with_extension("new");
        let mut out = BufWriter::new(File::create(&new)?);
        now.columns().save(now.checkpoint(), &mut out)?;
        out.flush()?;
        out.get_ref().sync_all()?;
        std::fs::rename(&new, &self.path)
    }
}
