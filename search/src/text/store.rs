//! Writing and opening the text index.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use domain::id::ListingId;
use domain::listing::Listing;
use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::ColumnValues;
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentId;
use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::query::Query;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{DocId, IndexReader, IndexWriter, ReloadPolicy, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument, Term};

use super::found::Clauses;
use super::grammar::Part;
use super::parts::texts;
use super::terms::Terms;
use super::words::WordTokenizer;
use crate::columns::Record;
use crate::error::Error;

const TOKENIZER: &str = "words";
/// The names of the columns that tantivy keeps of documents.
pub(super) const ROW: &str = "row";
pub(super) const LISTING: &str = "listing";
pub(super) const NUMBER: &str = "number";
/// Memory for the documents that wait to be written, for all threads.
const BUFFER: usize = 96 << 20;
const SMALL_BUFFER: usize = 16 << 20;
/// Segments of about the same size that become one. With 8, tantivy's own choice, what an import adds is written 2.6 times over,
/// with 12 1.4 times, for one segment more on average.
const MERGED_AT_ONCE: usize = 12;

/// What a commit says of itself. Any other format is indexed anew.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    format: u32,
    checkpoint: i64,
}

const FORMAT: u32 = 3;

/// The fields of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    title: Field,
    company: Field,
    skill: Field,
    body: Field,
    row: Field,
    /// The listing, as far as one of its numbers goes, and its change number: which record this is.
    listing: Field,
    number: Field,
    record: Field,
}

impl Fields {
    fn schema() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(false);
        let text = TextOptions::default().set_indexing_options(indexing);
        let fields = Fields {
            title: schema.add_text_field("title", text.clone()),
            company: schema.add_text_field("company", text.clone()),
            skill: schema.add_text_field("skill", text.clone()),
            body: schema.add_text_field("body", text),
            row: schema.add_u64_field(ROW, NumericOptions::default() | INDEXED | FAST),
            listing: schema.add_u64_field(LISTING, FAST),
            number: schema.add_i64_field(NUMBER, FAST),
            record: schema.add_bytes_field("record", STORED),
        };
        (schema.build(), fields)
    }

    /// The field that holds a part.
    pub fn of(&self, part: Part) -> Field {
        match part {
            Part::Title => self.title,
            Part::Company => self.company,
            Part::Skill => self.skill,
            Part::Body => self.body,
        }
    }
}

/// The one writer of a text index.
pub(crate) struct TextStore {
    writer: IndexWriter,
    reader: IndexReader,
    fields: Fields,
}

impl TextStore {
    /// Opens the text index of a directory or makes an empty one.
    pub fn open(dir: &Path) -> Result<TextStore, Error> {
        let (schema, fields) = Fields::schema();
        let directory = MmapDirectory::open(dir).map_err(tantivy::TantivyError::from)?;
        let index = tantivy::Index::open_or_create(directory, schema)?;
        let damaged = index.validate_checksum()?;
        if !damaged.is_empty() {
            return Err(Error::Damaged(format!("{} files have wrong check sums", damaged.len())));
        }
        let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(4));
        TextStore::with(index, fields, threads, BUFFER)
    }

    /// An empty text index in memory.
    pub fn in_memory() -> Result<TextStore, Error> {
        let (schema, fields) = Fields::schema();
        TextStore::with(tantivy::Index::create_in_ram(schema), fields, 1, SMALL_BUFFER)
    }

    fn with(index: tantivy::Index, fields: Fields, threads: usize, buffer: usize) -> Result<TextStore, Error> {
        index.tokenizers().register(TOKENIZER, TextAnalyzer::builder(WordTokenizer).build());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let writer = index.writer_with_num_threads(threads, buffer)?;
        let mut merging = LogMergePolicy::default();
        merging.set_min_num_segments(MERGED_AT_ONCE);
        writer.set_merge_policy(Box::new(merging));
        Ok(TextStore { writer, reader, fields })
    }

    /// The checkpoint of the last commit; `None` before the first.
    pub fn checkpoint(&self) -> Result<Option<i64>, Error> {
        let Some(payload) = self.writer.index().load_metas()?.payload else { return Ok(None) };
        let payload: Payload = serde_json::from_str(&payload).map_err(|e| Error::Damaged(e.to_string()))?;
        if payload.format != FORMAT {
            return Err(Error::Damaged(format!("it has format {}, this program writes format {FORMAT}", payload.format)));
        }
        Ok(Some(payload.checkpoint))
    }

    /// The last commit as the reader has it.
    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// The field of records.
    pub(super) fn record_field(&self) -> Field {
        self.fields.record
    }

    /// What puts the words of a listing in the place of those that its row had.
    pub fn operations(&self, row: u32, known: bool, record: &Record, listing: &Listing, text: &str) -> Result<Vec<UserOperation>, Error> {
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.row, u64::from(row));
        document.add_u64(self.fields.listing, half(record.id));
        document.add_i64(self.fields.number, record.number);
        for (part, value) in texts(listing, text) {
            document.add_text(self.fields.of(part), value);
        }
        let bytes = serde_json::to_vec(record).map_err(|e| Error::Damaged(e.to_string()))?;
        document.add_bytes(self.fields.record, &bytes);
        let before = known.then(|| UserOperation::Delete(Term::from_field_u64(self.fields.row, u64::from(row))));
        Ok(before.into_iter().chain([UserOperation::Add(document)]).collect())
    }

    /// Does these in their order. What is done at once is written by one thread, into one segment.
    pub fn run(&self, operations: Vec<UserOperation>) -> Result<(), Error> {
        self.writer.run(operations)?;
        Ok(())
    }

    /// Makes everything that was put since the last commit lasting, with the checkpoint.
    pub fn commit(&mut self, checkpoint: i64) -> Result<(), Error> {
        let payload = serde_json::to_string(&Payload { format: FORMAT, checkpoint }).map_err(|e| Error::Damaged(e.to_string()))?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        Ok(())
    }

    /// Forgets everything that was put since the last commit.
    pub fn rollback(&mut self) -> Result<(), Error> {
        self.writer.rollback()?;
        Ok(())
    }

    /// The last commit, to be searched; the one before lends what did not change but for some rows.
    pub fn snapshot(&self, before: Option<(&Snapshot, &RoaringBitmap)>) -> Result<Snapshot, Error> {
        self.reader.reload()?;
        let searcher = self.reader.searcher();
        let mut rows = HashMap::new();
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            let kept = before.and_then(|(before, _)| before.rows.get(&id)).cloned();
            rows.insert(id, kept.map_or_else(|| rows_of(segment).map(Arc::from), Ok)?);
        }
        let len = searcher.num_docs() as u32;
        let mut snapshot = Snapshot { searcher, rows, len, fields: self.fields, terms: Arc::default(), clauses: Arc::default() };
        if let Some((before, changed)) = before {
            snapshot.terms = Arc::new(snapshot.moved(before, changed)?);
        }
        Ok(snapshot)
    }
}

/// The half of an identifier that is random, as documents have it.
pub(super) fn half(id: ListingId) -> u64 {
    id.bits() as u64
}

/// The rows of a segment's documents.
fn rows_of(segment: &SegmentReader) -> Result<Vec<u32>, Error> {
    let column = segment.fast_fields().u64(ROW)?.first_or_default_col(0);
    Ok((0..segment.max_doc()).map(|doc| column.get_val(doc) as u32).collect())
}

/// One commit of the text index.
#[derive(Clone)]
pub(crate) struct Snapshot {
    searcher: Searcher,
    rows: HashMap<SegmentId, Arc<[u32]>>,
    /// How many rows there are.
    len: u32,
    fields: Fields,
    terms: Arc<Terms>,
    clauses: Arc<Clauses>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("segments", &self.rows.len()).finish_non_exhaustive()
    }
}

impl Snapshot {
    /// For looking at the words themselves.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// How many rows there are.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether it has a segment.
    pub fn has(&self, segment: SegmentId) -> bool {
        self.rows.contains_key(&segment)
    }

    /// The rows of a segment's documents.
    pub fn rows_of(&self, segment: &SegmentReader) -> &[u32] {
        self.rows.get(&segment.segment_id()).map_or(&[], |rows| rows)
    }

    /// The rows of words that were asked for.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// What clauses that were asked for find.
    pub(super) fn clauses(&self) -> &Clauses {
        &self.clauses
    }

    /// The term of a word in a part.
    pub fn term(&self, part: Part, word: &str) -> Term {
        Term::from_field_text(self.fields.of(part), word)
    }

    /// The rows that a query of tantivy finds.
    pub fn rows(&self, query: &dyn Query) -> Result<RoaringBitmap, Error> {
        Ok(self.searcher.search(query, &RowCollector(&self.rows))?)
    }
}

/// Collects rows, without scores.
struct RowCollector<'a>(&'a HashMap<SegmentId, Arc<[u32]>>);

struct SegmentRows {
    rows: Arc<[u32]>,
    found: Vec<u32>,
}

impl Collector for RowCollector<'_> {
    type Fruit = RoaringBitmap;
    type Child = SegmentRows;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentRows> {
        let rows = self.0.get(&segment.segment_id()).cloned().unwrap_or_default();
        Ok(SegmentRows { rows, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Vec<u32>>) -> tantivy::Result<RoaringBitmap> {
        let mut rows = segments.concat();
        // Documents stand in the order of their rows, save for those that were changed: sorting is cheap.
        rows.sort();
        Ok(RoaringBitmap::from_sorted_iter(rows.iter().copied()).unwrap_or_else(|_| rows.into_iter().collect()))
    }
}

impl SegmentCollector for SegmentRows {
    type Fruit = Vec<u32>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.found.extend(self.rows.get(doc as usize));
    }

    fn harvest(self) -> Vec<u32> {
        self.found
    }
}
