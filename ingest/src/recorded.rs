//! Replaying recordings: one folder a platform, each with a `SOURCES.tsv` whose
//! columns `file`, `date` and `url_shape` say what each file answered.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use domain::posting::{Posting, Rejection};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, ParseError, ParsedPage};
use crate::connectors;
use crate::details;
use crate::report::{Report, SourceReport};
use crate::store::{Key, Outcome, Seen, Store, key};

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
/// How long an answer may have lain before it was dated.
const LONGEST_LAIN: TimeDelta = TimeDelta::days(30);

struct Recording {
    file: String,
    at: Timestamp,
    url: String,
}

fn platform_folder(connector: &dyn Connector, dir: &Path, sink: &mut dyn FnMut(Vec<Posting>, Timestamp)) -> Result<SourceReport, Error> {
    let descriptor = connector.descriptor();
    let mut report = SourceReport::new(&descriptor.slug);
    let mut read = Vec::new();
    let mut has_details = false;
    for recording in recordings(&dir.join(TABLE))? {
        let path = dir.join(&recording.file);
        let body = std::fs::read(&path).map_err(|source| Error::Read { path, source })?;
        let page = FetchedPage {
            board: Board { source: descriptor.slug.clone(), slug: board_slug(connector, &recording) },
            url: recording.url,
            status: 200,
            content_type: None,
            body,
            fetched_at: recording.at,
            context: String::new(),
        };
        match parse(connector, page) {
            Ok((parsed, page)) => {
                report.add(&parsed);
                has_details |= parsed.postings.iter().any(|posting| connector.detail(&page.board, posting).is_some());
                read.push((parsed.postings, page.fetched_at));
            }
            Err(error) => report.add_error(format!("{}: {error}", recording.file)),
        }
    }
    if has_details {
        join(&mut read);
    }
    read.into_iter().for_each(|(postings, at)| sink(postings, at));
    Ok(report)
}

/// Reads an answer as of its date, or, where that comes after the end of something that it lists, as of the first such end: what is listed was open,
/// so that the recording must have lain for a while before it was dated.
fn parse(connector: &dyn Connector, page: FetchedPage) -> Result<(ParsedPage, FetchedPage), ParseError> {
    let parsed = connector.parse(&page)?;
    if parsed.rejected.iter().all(|rejected| rejected.reason != Rejection::Expired) {
        return Ok((parsed, page));
    }
    let dated = page.fetched_at;
    let earliest = FetchedPage { fetched_at: dated.plus(-LONGEST_LAIN), ..page };
    let first_end = connector.parse(&earliest)?.postings.iter().filter_map(|posting| posting.expires_at).min();
    let page = FetchedPage { fetched_at: first_end.map_or(dated, |end| end.min(dated)), ..earliest };
    Ok((connector.parse(&page)?, page))
}

/// The board that the recorded address names. Where that is a placeholder such as `{company}`, the name of the file stands for it, without
/// its date: `acme-2026-08.json` is of a board `acme`.
fn board_slug(connector: &dyn Connector, recording: &Recording) -> String {
    match connector.board_of(&recording.url) {
        Some(slug) if slug.contains(['{', '}']) => {
            let name = recording.file.split('.').next().unwrap_or_default();
            name.trim_end_matches(|c: char| c == '-' || c.is_ascii_digit()).to_owned()
        }
        slug => slug.unwrap_or_default(),
    }
}

/// Gives every recording of a posting what lists and details together tell of it, whichever was recorded first.
fn join(read: &mut [(Vec<Posting>, Timestamp)]) {
    let mut whole: HashMap<Key, Posting> = HashMap::new();
    for posting in read.iter().flat_map(|(postings, _)| postings) {
        let joined = match whole.remove(&key(posting)) {
            Some(earlier) if posting.description_text.is_empty() => details::complete(posting.clone(), earlier),
            Some(earlier) => details::complete(earlier, posting.clone()),
            None => posting.clone(),
        };
        whole.insert(key(&joined), joined);
    }
    for posting in read.iter_mut().flat_map(|(postings, _)| postings) {
        if let Some(joined) = whole.get(&key(posting)) {
            *posting = joined.clone();
        }
    }
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
            // A method may stand before the address.
            url: cell("url_shape").and_then(|shape| shape.split(' ').next_back()).unwrap_or_default().to_owned(),
        });
    }
    recordings.sort_by_key(|recording| recording.at);
    Ok(recordings)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "file\tdate\turl_shape";
    const JOBS: &str = "GET https://api.rippling.com/platform/api/ats/v1/board/example-kites/jobs";
    const LIST: &[u8] = include_bytes!("connectors/rippling/fixtures/list.json");
    const DETAIL: &[u8] = include_bytes!("connectors/rippling/fixtures/detail.json");

    #[test]
    fn what_an_answer_lists_was_open_when_it_was_recorded() {
        let seen = |date: &str| {
            let dir = tempfile::tempdir().unwrap();
            let pinpoint = dir.path().join("pinpoint");
            std::fs::create_dir(&pinpoint).unwrap();
            std::fs::write(pinpoint.join("p.json"), include_bytes!("connectors/pinpoint/fixtures/postings.json")).unwrap();
            std::fs::write(pinpoint.join(TABLE), format!("{HEADER}\np.json\t{date}\thttps://acme.pinpointhq.com/postings.json\n")).unwrap();
            let mut times = Vec::new();
            let report = parse_folder(dir.path(), &mut |_, at| times.push(at.date().to_string())).unwrap();
            (report.accepted(), times.remove(0))
        };
        // One of the three ended on the 19th of June, in New York.
        assert_eq!(seen("2026-06-10"), (3, "2026-06-10".to_owned()));
        assert_eq!(seen("2026-07-10"), (3, "2026-06-20".to_owned()));
        assert_eq!(seen("2026-08-10").0, 2);
    }

    /// Replays a list and the details of one of its postings, recorded under this address.
    fn replayed(list_at: &str, detail_at: &str, jobs: &str) -> Vec<Posting> {
        let dir = tempfile::tempdir().unwrap();
        let rippling = dir.path().join("rippling");
        std::fs::create_dir(&rippling).unwrap();
        std::fs::write(rippling.join("example-kites-2026-08.json"), LIST).unwrap();
        std::fs::write(rippling.join("detail.json"), DETAIL).unwrap();
        let table = format!("{HEADER}\nexample-kites-2026-08.json\t{list_at}\t{jobs}\ndetail.json\t{detail_at}\t{jobs}/x\n");
        std::fs::write(rippling.join(TABLE), table).unwrap();
        let mut all = Vec::new();
        let report = parse_folder(dir.path(), &mut |postings, _| all.extend(postings)).unwrap();
        assert_eq!((report.accepted(), report.sources[0].files), (3, 2));
        all
    }

    #[test]
    fn a_list_and_details_are_one_posting_whichever_comes_first() {
        for (list_at, detail_at) in [("2026-08-01", "2026-08-02"), ("2026-08-02", "2026-08-01")] {
            let all = replayed(list_at, detail_at, JOBS);
            let designers: Vec<_> = all.iter().filter(|posting| posting.title == "Kite Designer").collect();
            assert!(designers[0].description_text.starts_with("We make kites."), "{list_at}");
            assert_eq!(designers[0].location.as_deref(), Some("Remote (New Jersey, US) | New York, NY"));
            // Both recordings say the same, so that another replay changes nothing.
            assert_eq!(designers[0], designers[1]);
        }
    }

    #[test]
    fn the_name_of_a_file_stands_for_a_board_that_its_address_leaves_open() {
        let all = replayed("2026-08-01", "2026-08-02", &JOBS.replace("example-kites", "{board}"));
        assert_eq!(all.iter().map(|posting| posting.board.as_str()).collect::<Vec<_>>(), ["example-kites", "example-kites", "detail"]);
    }
}
