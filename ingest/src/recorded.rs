//! Replaying recordings: one folder a platform, each with a `SOURCES.tsv` whose
//! columns `file`, `date` and `url_shape` say what each file answered.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use domain::posting::Posting;
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage};
use crate::connectors;
use crate::report::{Report, SourceReport};
use crate::store::{Outcome, Seen, Store};

/// Why a recording could not be replayed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A folder or file could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The folder or file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A table of recordings lacks a column or a date.
    #[error("{}: line {line}: {problem}", path.display())]
    Table {
        /// The table.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// Parses every recorded answer below `dir` whose platform has a connector. The
/// postings of each file go to `sink` with the time of the recording, oldest
/// file first, so that a later recording of the same posting wins. A file that
/// cannot be read as a list is reported, and the others still count.
pub fn parse_folder(dir: &Path, sink: &mut dyn FnMut(Vec<Posting>, Timestamp)) -> Result<Report, Error> {
    let mut report = Report::default();
    for platform in platforms(dir)? {
        match connectors::by_slug(&platform) {
            Some(connector) => report.sources.push(platform_folder(connector, &dir.join(&platform), sink)?),
            None => report.skipped.push(platform),
        }
    }
    Ok(report)
}

/// [`parse_folder`] into a database. Replaying the same folder again changes nothing.
pub fn replay(dir: &Path, store: &Store<'_>) -> Result<(Report, Outcome), crate::Error> {
    let mut outcome = Outcome::default();
    let mut failed = None;
    let report = parse_folder(dir, &mut |postings, at| {
        if failed.is_some() {
            return;
        }
        match store.put(postings.into_iter().map(|posting| Seen { posting, at }).collect()) {
            Ok(stored) => outcome.add(stored),
            Err(error) => failed = Some(error),
        }
    })?;
    match failed {
        Some(error) => Err(error),
        None => Ok((report, outcome)),
    }
}

/// The names of the folders that hold a table, sorted.
fn platforms(dir: &Path) -> Result<Vec<String>, Error> {
    let read = |source| Error::Read { path: dir.to_owned(), source };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(read)? {
        let entry = entry.map_err(read)?;
        if entry.path().join(TABLE).is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

const TABLE: &str = "SOURCES.tsv";

struct Recording {
    file: String,
    at: Timestamp,
    url: String,
}

fn platform_folder(connector: &dyn Connector, dir: &Path, sink: &mut dyn FnMut(Vec<Posting>, Timestamp)) -> Result<SourceReport, Error> {
    let descriptor = connector.descriptor();
    let mut report = SourceReport::new(&descriptor.slug);
    for recording in recordings(&dir.join(TABLE))? {
        let path = dir.join(&recording.file);
        let body = std::fs::read(&path).map_err(|source| Error::Read { path, source })?;
        let page = FetchedPage {
            board: Board { source: descriptor.slug.clone(), slug: board_slug(connector, &recording.url) },
            url: recording.url,
            status: 200,
            content_type: None,
            body,
            fetched_at: recording.at,
            context: String::new(),
        };
        match connector.parse(&page) {
            Ok(parsed) => {
                report.add(&parsed);
                sink(parsed.postings, recording.at);
            }
            Err(error) => report.add_error(format!("{}: {error}", recording.file)),
        }
    }
    Ok(report)
}

/// The board that the recorded address names; a placeholder such as `{company}` names none.
fn board_slug(connector: &dyn Connector, url: &str) -> String {
    connector.board_of(url).filter(|slug| !slug.contains(['{', '}'])).unwrap_or_default()
}

fn recordings(table: &Path) -> Result<Vec<Recording>, Error> {
    let text = std::fs::read_to_string(table).map_err(|source| Error::Read { path: table.to_owned(), source })?;
    let problem = |line: usize, problem| Error::Table { path: table.to_owned(), line, problem };
    let mut lines = text.lines();
    let header: HashMap<&str, usize> = lines.next().unwrap_or_default().split('\t').enumerate().map(|(n, name)| (name, n)).collect();
    let mut recordings = Vec::new();
    for (n, line) in lines.enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |name| header.get(name).and_then(|n| cells.get(*n)).copied();
        recordings.push(Recording {
            file: cell("file").ok_or_else(|| problem(n + 2, "no file"))?.to_owned(),
            at: cell("date").and_then(Timestamp::parse_lenient).ok_or_else(|| problem(n + 2, "no date"))?,
            url: cell("url_shape").unwrap_or_default().to_owned(),
        });
    }
    recordings.sort_by_key(|recording| recording.at);
    Ok(recordings)
}
