//! A batch of postings into the database: what is unchanged is marked as seen, the rest is read, merged and stored.

pub(crate) mod matching;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use db::graph::{self, EdgeRecord};
use db::postings::{self, Known, PostingRecord};
use db::{Conn, Db, listings, merge_keys};
use domain::dedupe::{MergeRule, Traits};
use domain::id::{Ascending, ListingId, PostingId};
use domain::posting::Posting;
use domain::read::{self, Reading};
use domain::time::Timestamp;

use crate::error::Error;
use crate::merge;
use crate::pipeline;

/// Postings in one transaction: large enough that its fixed cost doesn't count, small enough not to keep other writers waiting.
pub const CHUNK: usize = 1_000;

/// A posting, and when its source showed it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The posting.
    pub posting: Posting,
    /// When it was seen.
    pub at: Timestamp,
}

/// What came of storing postings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Outcome {
    /// Postings that were not known, and made a listing.
    pub new: u64,
    /// Postings that were not known, and joined a listing.
    pub merged: u64,
    /// Postings that were known, and said something else now.
    pub changed: u64,
    /// Postings that said the same as before, or less recently than what is stored.
    pub unchanged: u64,
    /// Listings that changed.
    pub listings: u64,
}

impl Outcome {
    /// Adds another outcome.
    pub fn add(&mut self, other: Outcome) {
        self.new += other.new;
        self.merged += other.merged;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.listings += other.listings;
    }
}

/// Stores postings.
pub struct Store<'a> {
    db: &'a Db,
    random: &'a (dyn Fn() -> u128 + Sync),
    ascending: Mutex<Ascending>,
}

impl<'a> Store<'a> {
    /// A store over a database; `random` gives the bits of new identifiers.
    pub fn new(db: &'a Db, random: &'a (dyn Fn() -> u128 + Sync)) -> Store<'a> {
        Store { db, random, ascending: Mutex::default() }
    }

    /// Bits for the next identifier.
    fn bits(&self) -> u128 {
        self.ascending.lock().unwrap_or_else(PoisonError::into_inner).next((self.random)())
    }

    /// The database.
    pub fn db(&self) -> &'a Db {
        self.db
    }

    /// Stores postings in chunks, each in one transaction; reads them on all cores. Storing the same postings again changes nothing.
    pub fn put(&self, seen: Vec<Seen>) -> Result<Outcome, Error> {
        let mut outcome = Outcome::default();
        let mut seen = seen.into_iter();
        let chunks = std::iter::from_fn(|| Some(seen.by_ref().take(CHUNK).collect::<Vec<_>>()).filter(|chunk| !chunk.is_empty()));
        pipeline::ordered(
            chunks,
            |chunk| self.prepare(chunk),
            |prepared| {
                outcome.add(self.write(prepared)?);
                Ok::<_, Error>(())
            },
        )?;
        Ok(outcome)
    }

    /// What is stored of postings, by source, board and external id.
    pub(crate) fn known<'p>(&self, postings: impl Iterator<Item = &'p Posting>) -> Result<HashMap<Key, Known>, Error> {
        Ok(self.db.read_blocking(|c| find(c, postings))?)
    }

    /// Finds out what is new in a chunk and reads that. Changes nothing; chunks can be prepared side by side.
    pub(crate) fn prepare(&self, seen: Vec<Seen>) -> Result<Prepared, Error> {
        let hashed: Vec<(Seen, String)> = seen
            .into_iter()
            .map(|seen| {
                let hash = seen.posting.content_hash();
                (seen, hash)
            })
            .collect();
        let known = self.db.read_blocking(|c| find(c, hashed.iter().map(|(seen, _)| &seen.posting)))?;
        let mut prepared = Prepared::default();
        for (seen, hash) in hashed {
            match known.get(&key(&seen.posting)) {
                Some(known) if known.says(&hash) || seen.at < known.last_seen_at => prepared.known.push((known.clone(), seen.at)),
                _ => {
                    let reading = read::posting(&seen.posting);
                    let traits = Arc::new(Traits::of(&seen.posting, &reading));
                    prepared.fresh.push(Fresh { reading, traits, hash, seen });
                }
            }
        }
        Ok(prepared)
    }

    /// Writes a prepared chunk in one transaction.
    pub(crate) fn write(&self, prepared: Prepared) -> Result<Outcome, Error> {
        if prepared.fresh.is_empty() && !prepared.known.iter().any(|(known, at)| is_news(known, *at)) {
            return Ok(Outcome { unchanged: prepared.known.len() as u64, ..Outcome::default() });
        }
        Ok(self.db.write_blocking(|c| {
            listings::lock(c)?;
            let mut outcome = Outcome { unchanged: prepared.known.len() as u64, ..Outcome::default() };
            let mut touched = touch(c, &prepared.known)?;
            let (mut records, edges) = self.records(c, prepared.fresh, &mut outcome)?;
            touched.extend(records.iter().map(|record| record.listing));
            postings::upsert(c, &records)?;
            graph::put_edges(c, &edges)?;
            merge_keys::put(c, &keys(&records))?;
            let now = prepared.known.iter().map(|(_, at)| *at).chain(records.iter().map(|r| r.last_seen_at)).max();
            // New listings of one posting, most of all there is, need not be read back.
            let alone = alone(&mut records, &touched);
            outcome.listings = rebuild(c, &touched, &alone, now.unwrap_or_default())? as u64;
            Ok(outcome)
        })?)
    }

    /// The records of postings that are new or have changed, and the edges of new ones that joined a listing.
    fn records(&self, c: &mut Conn, fresh: Vec<Fresh>, outcome: &mut Outcome) -> Result<(Vec<PostingRecord>, Vec<EdgeRecord>), db::Error> {
        // Looked up again: another writer may have come between.
        let known = find(c, fresh.iter().map(|fresh| &fresh.seen.posting))?;
        let stored: Vec<ListingId> = known.values().map(|known| known.listing).collect();
        let mut before: HashMap<PostingId, PostingRecord> =
            postings::of_listings(c, &stored)?.into_iter().map(|record| (record.id, record)).collect();
        let mut latest: HashMap<Key, usize> = HashMap::new();
        let mut records: Vec<PostingRecord> = Vec::with_capacity(fresh.len());
        for fresh in fresh {
            let key = key(&fresh.seen.posting);
            let mut record = fresh.record();
            // The same posting twice in one chunk: the later one wins, as it would over two chunks.
            if let Some(earlier) = latest.get(&key).and_then(|at| records.get_mut(*at)) {
                if record.last_seen_at >= earlier.last_seen_at {
                    (record.id, record.first_seen_at) = (earlier.id, earlier.first_seen_at);
                    *earlier = record;
                }
                outcome.unchanged += 1;
                continue;
            }
            if let Some(known) = known.get(&key) {
                record.id = known.id;
                record.listing = known.listing;
                if let Some(before) = before.remove(&known.id) {
                    record.rule = before.rule;
                    record.first_seen_at = before.first_seen_at;
                    if before.content_hash == record.content_hash && before.closed_at.is_none() {
                        record.changed_at = before.changed_at;
                    }
                }
                outcome.changed += 1;
            } else {
                record.id = PostingId::new(record.first_seen_at, self.bits());
                // Which listing it belongs to is found out below.
                record.listing = UNMATCHED;
            }
            latest.insert(key, records.len());
            records.push(record);
        }
        let mut graph = matching::graph(c, records.iter().filter(|record| record.listing == UNMATCHED))?;
        for record in records.iter().filter(|record| record.listing != UNMATCHED) {
            graph.add(record.listing, matching::member(record));
        }
        let mut edges = Vec::new();
        for record in records.iter_mut().filter(|record| record.listing == UNMATCHED) {
            let member = matching::member(record);
            match graph.place(&member) {
                Some(edge) => {
                    (record.listing, record.rule) = (edge.listing, edge.rule);
                    edges.push(EdgeRecord { posting: record.id, edge, created_at: record.first_seen_at });
                    outcome.merged += 1;
                }
                None => {
                    record.listing = ListingId::new(record.first_seen_at, self.bits());
                    outcome.new += 1;
                }
            }
            graph.add(record.listing, member);
        }
        Ok((records, edges))
    }
}

/// No listing has this identifier: its version and variant bits are missing.
const UNMATCHED: ListingId = ListingId::from_bits(0);

/// A chunk, sorted into what is known and what is to be stored.
#[derive(Default)]
pub(crate) struct Prepared {
    known: Vec<(Known, Timestamp)>,
    fresh: Vec<Fresh>,
}

struct Fresh {
    seen: Seen,
    hash: String,
    reading: Reading,
    traits: Arc<Traits>,
}

impl Fresh {
    fn record(self) -> PostingRecord {
        let Seen { posting, at } = self.seen;
        PostingRecord {
            id: PostingId::from_bits(0),
            listing: UNMATCHED,
            rule: MergeRule::First,
            traits: Some(self.traits),
            changed_at: at,
            source: posting.source,
            board: posting.board,
            external_id: posting.external_id,
            url: posting.url,
            apply_url: posting.apply_url,
            requisition: posting.requisition,
            title: posting.title,
            company: posting.company,
            location: posting.location,
            salary_text: posting.salary_text,
            description_html: posting.description_html,
            description_text: posting.description_text,
            posted_at: posting.posted_at,
            expires_at: posting.expires_at,
            reading: self.reading,
            content_hash: self.hash,
            first_seen_at: at,
            last_seen_at: at,
            closed_at: None,
            close_reason: None,
            missed_since: None,
        }
    }
}

/// The keys under which postings meet others, each listing's once.
pub(crate) fn keys(records: &[PostingRecord]) -> Vec<(i64, ListingId)> {
    let of = |record: &PostingRecord| record.traits.as_ref().map(|traits| traits.keys()).unwrap_or_default();
    let mut keys: Vec<_> = records.iter().flat_map(|record| of(record).into_iter().map(|key| (key, record.listing))).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Source, board and external id.
pub(crate) type Key = (String, String, String);

pub(crate) fn key(posting: &Posting) -> Key {
    (posting.source.clone(), posting.board.clone(), posting.external_id.clone())
}

/// What is known of postings, by source, board and external id.
fn find<'p>(c: &mut Conn, all: impl Iterator<Item = &'p Posting>) -> Result<HashMap<Key, Known>, db::Error> {
    let mut by_source: HashMap<&str, Vec<(String, String)>> = HashMap::new();
    for posting in all {
        by_source.entry(&posting.source).or_default().push((posting.board.clone(), posting.external_id.clone()));
    }
    let mut found = HashMap::new();
    for (source, keys) in by_source {
        let known = postings::find(c, source, &keys)?;
        found.extend(known.into_iter().map(|((board, id), known)| ((source.to_owned(), board, id), known)));
    }
    Ok(found)
}

/// Whether it is to be noted that a posting was seen at a time: once a day, and when a run has missed it. What says the same again
/// in between costs no write.
fn is_news(known: &Known, at: Timestamp) -> bool {
    at > known.last_seen_at && (known.is_missed || at.unix_day() > known.last_seen_at.unix_day())
}

/// Marks known postings as seen. Returns the listings whose `last_seen_at` moves, which it does once a day.
fn touch(c: &mut Conn, known: &[(Known, Timestamp)]) -> Result<HashSet<ListingId>, db::Error> {
    let mut by_time: HashMap<Timestamp, Vec<PostingId>> = HashMap::new();
    let mut moved = HashSet::new();
    for (known, at) in known.iter().filter(|(known, at)| is_news(known, *at)) {
        by_time.entry(*at).or_default().push(known.id);
        if at.unix_day() > known.last_seen_at.unix_day() {
            moved.insert(known.listing);
        }
    }
    for (at, ids) in by_time {
        postings::touch(c, &ids, at)?;
    }
    Ok(moved)
}

/// Records of listings that are new and have no other posting, taken out of `records`.
fn alone(records: &mut Vec<PostingRecord>, touched: &HashSet<ListingId>) -> Vec<PostingRecord> {
    let mut members: HashMap<ListingId, usize> = HashMap::with_capacity(touched.len());
    for record in records.iter() {
        // A listing whose first posting is not among these has others.
        *members.entry(record.listing).or_default() += if record.rule == MergeRule::First { 1 } else { 2 };
    }
    records.extract_if(.., |record| members.get(&record.listing) == Some(&1)).collect()
}

/// Makes the listings anew from their postings and stores those that changed; how many did.
fn rebuild(c: &mut Conn, touched: &HashSet<ListingId>, alone: &[PostingRecord], now: Timestamp) -> Result<usize, db::Error> {
    let mut writes: Vec<listings::Write> = alone.iter().filter_map(|record| merge::listing(std::slice::from_ref(record), now)).collect();
    let done: HashSet<ListingId> = alone.iter().map(|record| record.listing).collect();
    let mut rest: Vec<ListingId> = touched.difference(&done).copied().collect();
    rest.sort();
    writes.extend(merge::stored(c, &rest, now)?);
    writes.sort_by_key(|write| write.listing.id);
    listings::upsert(c, &writes)
}
