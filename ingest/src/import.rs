//! Loading a feed in the product's own format, `docs/FEED-FORMAT.md`: one JSON object a line, plain or gzip.

pub(crate) mod line;
mod lines;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::BufRead;

use domain::posting::Rejection;
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use serde::Serialize;

use crate::connectors;
use crate::error::Error;
use crate::pipeline;
use crate::report::{Example, UnknownValue};
use crate::store::{CHUNK, Outcome, Prepared, Seen, Store};
use line::Line;
use lines::{Lines, Raw};

/// Examples of rejected lines kept for the report.
const MAX_EXAMPLES: usize = 20;
/// Unknown values kept for the report; a feed can hold any number of them.
const MAX_UNKNOWN: usize = 200;

/// What came of a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Lines that were not empty.
    pub lines: u64,
    /// Lines taken.
    pub accepted: u64,
    /// Lines not taken.
    pub rejected: u64,
    /// How many were not taken for each reason.
    pub reasons: BTreeMap<String, u64>,
    /// Members and values that are not known, each once.
    pub unknown: BTreeSet<UnknownValue>,
    /// The first rejected lines, by their number.
    pub examples: Vec<Example>,
    /// What was stored.
    pub stored: Outcome,
}

impl ImportReport {
    fn reject(&mut self, number: u64, reason: Rejection, detail: String) {
        self.rejected += 1;
        *self.reasons.entry(reason.slug().to_owned()).or_default() += 1;
        if self.examples.len() < MAX_EXAMPLES {
            self.examples.push(Example { reason: reason.slug().to_owned(), detail, item: format!("line {number}") });
        }
    }
}

/// How far an import is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Bytes of the feed read, decompressed.
    pub bytes: u64,
    /// Lines read.
    pub lines: u64,
}

/// A chunk of lines, read and compared with the database.
struct Chunk {
    prepared: Prepared,
    sources: BTreeSet<String>,
    accepted: u64,
    rejected: Vec<(u64, Rejection, String)>,
    unknown: BTreeSet<UnknownValue>,
    progress: Progress,
}

/// Loads a feed as seen at `now`. A line that can't be taken is reported with its number and stops nothing; memory stays bounded.
pub fn run(input: impl BufRead, store: &Store<'_>, now: Timestamp, progress: &mut dyn FnMut(Progress)) -> Result<ImportReport, Error> {
    let mut report = ImportReport::default();
    let mut known: HashSet<String> = connectors::all().iter().map(|connector| connector.descriptor().slug.clone()).collect();
    let mut lines = Lines::new(input).map_err(Error::Feed)?;
    let mut broken = None;
    let chunks = std::iter::from_fn(|| match lines.chunk(CHUNK) {
        Ok(chunk) => chunk,
        Err(error) => {
            broken = Some(error);
            None
        }
    });
    pipeline::ordered(
        chunks,
        |(raw, at)| read(raw, at, store, now),
        |chunk: Chunk| {
            announce(store, &chunk.sources, &mut known)?;
            report.stored.add(store.write(chunk.prepared)?);
            report.lines += chunk.accepted + chunk.rejected.len() as u64;
            report.accepted += chunk.accepted;
            for (number, reason, detail) in chunk.rejected {
                report.reject(number, reason, detail);
            }
            let room = MAX_UNKNOWN.saturating_sub(report.unknown.len());
            report.unknown.extend(chunk.unknown.into_iter().take(room));
            progress(chunk.progress);
            Ok::<_, Error>(())
        },
    )?;
    match broken {
        // What stood before the break is stored.
        Some(error) => Err(Error::Feed(error)),
        None => Ok(report),
    }
}

fn read(raw: Vec<Raw>, progress: Progress, store: &Store<'_>, now: Timestamp) -> Result<Chunk, Error> {
    let mut chunk = Chunk {
        prepared: Prepared::default(),
        sources: BTreeSet::new(),
        accepted: 0,
        rejected: Vec::new(),
        unknown: BTreeSet::new(),
        progress,
    };
    let mut seen = Vec::with_capacity(raw.len());
    for line in raw {
        let taken = line.text.map_err(|detail| (Rejection::Malformed, detail)).and_then(|text| Line::read(&text, &mut chunk.unknown));
        match taken {
            Ok(posting) => {
                chunk.sources.insert(posting.source.clone());
                seen.push(Seen { posting, at: now });
            }
            Err((reason, detail)) => chunk.rejected.push((line.number, reason, detail)),
        }
    }
    chunk.accepted = seen.len() as u64;
    chunk.prepared = store.prepare(seen)?;
    Ok(chunk)
}

/// Makes sources known that only this feed names.
fn announce(store: &Store<'_>, sources: &BTreeSet<String>, known: &mut HashSet<String>) -> Result<(), Error> {
    let new: Vec<Descriptor> = sources.iter().filter(|slug| !known.contains(*slug)).map(|slug| feed(slug)).collect();
    if !new.is_empty() {
        store.db().write_blocking(|c| db::sources::sync(c, &new))?;
        known.extend(new.into_iter().map(|source| source.slug));
    }
    Ok(())
}

fn feed(slug: &str) -> Descriptor {
    Descriptor {
        slug: slug.to_owned(),
        name: crate::connector::name_from_slug(slug).unwrap_or_else(|| slug.to_owned()),
        kind: SourceKind::Feed,
        url: String::new(),
        terms: "Imported from a feed; its terms are the importer's to respect.".to_owned(),
        access: Access::Offered,
        attribution: None,
        pace_seconds: 0,
        cadence_seconds: 0,
        delay_seconds: 0,
    }
}
