//! Columns from the records that documents hold: of all rows, or of those that columns which were saved have not.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::scope;

use roaring::RoaringBitmap;
use tantivy::schema::{Field, Value};
use tantivy::store::StoreReader;
use tantivy::{DocAddress, Searcher, TantivyDocument, TantivyError};

use super::store::{LISTING, NUMBER, ROW, TextStore, half};
use crate::columns::{Columns, Record};
use crate::error::Error;

/// Records that are read together.
const CHUNK: usize = 1_024;
/// Chunks that wait until the columns have those before, for each thread that reads.
const WAITING: usize = 2;
/// Blocks of records that each thread keeps of each segment: rows stand nearly in order, so few are read twice.
const BLOCKS: usize = 8;

/// A row and the document of its record.
type Place = (u32, DocAddress);

impl TextStore {
    /// Brings columns to the last commit; says, too, how many rows were read. Fails where the columns are not of this
    /// index: [`Columns::default`] are of any.
    pub fn restore(&self, mut columns: Columns) -> Result<(Columns, u32), Error> {
        let searcher = self.searcher();
        let places = missing(&searcher, &columns)?;
        let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get().min(4));
        let chunks: Vec<&[Place]> = places.chunks(CHUNK).collect();
        scope(|scope| {
            // Each reader takes every so many-th chunk, so that the columns get them in order, and few wait.
            let readers: Vec<_> = (0..threads)
                .map(|first| {
                    let (sender, receiver) = sync_channel(WAITING);
                    let (searcher, field) = (&searcher, self.record_field());
                    let some = chunks.iter().skip(first).step_by(threads);
                    scope.spawn(move || read(searcher, field, some, &sender));
                    receiver
                })
                .collect();
            for (chunk, reader) in chunks.iter().zip(readers.iter().cycle()) {
                let records = reader.recv().map_err(|_| Error::Damaged("records were not read".to_owned()))??;
                for ((row, _), record) in chunk.iter().zip(&records) {
                    let known = if *row < columns.len() { Some(*row) } else { None };
                    if columns.row(record.id) != known {
                        return Err(Error::Damaged(format!("row {row} is of several listings")));
                    }
                    columns.set(*row, record);
                }
            }
            Ok(())
        })?;
        Ok((columns, places.len() as u32))
    }
}

/// Reads the records of chunks, as long as somebody wants them.
fn read<'a>(searcher: &Searcher, field: Field, chunks: impl Iterator<Item = &'a &'a [Place]>, to: &SyncSender<Result<Vec<Record>, Error>>) {
    let stores: Result<Vec<StoreReader>, _> = searcher.segment_readers().iter().map(|segment| segment.get_store_reader(BLOCKS)).collect();
    let stores = stores.map_err(TantivyError::from);
    for chunk in chunks {
        let records = match &stores {
            Ok(stores) => chunk.iter().map(|(_, document)| record(stores, field, *document)).collect(),
            Err(error) => Err(error.clone().into()),
        };
        if to.send(records).is_err() {
            return;
        }
    }
}

fn record(stores: &[StoreReader], field: Field, at: DocAddress) -> Result<Record, Error> {
    let store = stores.get(at.segment_ord as usize).ok_or_else(|| Error::Damaged("a segment is missing".to_owned()))?;
    let document: TantivyDocument = store.get(at.doc_id)?;
    let bytes = document.get_first(field).and_then(|value| value.as_bytes()).unwrap_or_default();
    serde_json::from_slice(bytes).map_err(|e| Error::Damaged(e.to_string()))
}

/// The rows whose records columns do not have, in order. Fails where the columns have what the index has not.
fn missing(searcher: &Searcher, columns: &Columns) -> Result<Vec<Place>, Error> {
    let (mut rows, mut missing) = (RoaringBitmap::new(), Vec::new());
    for (segment, ord) in searcher.segment_readers().iter().zip(0..) {
        let columns_of = segment.fast_fields();
        let (row_of, listing_of, number_of) = (columns_of.u64(ROW)?, columns_of.u64(LISTING)?, columns_of.i64(NUMBER)?);
        for doc in segment.doc_ids_alive() {
            let (Some(row), Some(listing), Some(number)) = (row_of.first(doc), listing_of.first(doc), number_of.first(doc)) else {
                return Err(Error::Damaged("a document does not say what it is of".to_owned()));
            };
            let row = u32::try_from(row).ok().filter(|row| rows.insert(*row));
            let row = row.ok_or_else(|| Error::Damaged("a row stands twice".to_owned()))?;
            let known = row < columns.len() && half(columns.id(row)) == listing && columns.number(row) == number;
            if !known {
                if row < columns.len() && columns.number(row) >= number {
                    return Err(Error::Damaged(format!("row {row} is of another index")));
                }
                missing.push((row, DocAddress::new(ord, doc)));
            }
        }
    }
    let count = rows.len() as u32;
    if rows.max().is_some_and(|last| last >= count) || columns.len() > count {
        return Err(Error::Damaged("a row is missing".to_owned()));
    }
    missing.sort_unstable_by_key(|(row, _)| *row);
    Ok(missing)
}
