//! A feed in the product's own format (`docs/FEED-FORMAT.md`), by its address, which is the board. Whatever source its
//! lines name, they stay this feed's: a stranger's feed can't speak for a platform.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::posting::{MAX_EXTERNAL_ID, Posting, Rejection};
use domain::source::{Access, Descriptor, SourceKind};

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::MAX_VALUE;
use crate::families::text;
use crate::import::line::{Line, NO_SOURCE};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "ndjson".into(),
    name: "NDJSON feeds".into(),
    kind: SourceKind::Feed,
    url: String::new(),
    terms: "Feeds in the documented format, one JSON object a line; the terms are those of whoever offers the feed.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 5,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

const EXPECTED: &str = "NDJSON";

/// Lines looked at in one feed.
const MAX_LINES: usize = 100_000;

/// The connector.
pub struct NdJson;

impl Connector for NdJson {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest { accept: "application/x-ndjson, application/jsonl;q=0.9, application/json;q=0.5", ..PageRequest::json(&board.slug) }
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let decoded = text::decode(&page.body, page.content_type.as_deref());
        match decoded.trim_start().chars().next() {
            None => return Err(ParseError::Empty),
            Some('{') => {}
            Some('<') => return Err(ParseError::WebPage { expected: EXPECTED }),
            Some(_) => return Err(ParseError::Format { expected: EXPECTED, detail: "its first line is no object".into() }),
        }
        let mut parsed = ParsedPage::default();
        let mut unknown = BTreeSet::new();
        for (n, line) in decoded.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).take(MAX_LINES) {
            let read = match line.len() {
                ..=MAX_VALUE => Line::read(line, &mut unknown),
                _ => Err((Rejection::Malformed, "it is larger than any posting".to_owned())),
            };
            match read.and_then(|posting| own(posting, page)) {
                Ok(posting) => parsed.take_posting(posting, page.fetched_at),
                Err((reason, detail)) => parsed.reject(reason, detail, format!("line {}", n + 1)),
            }
        }
        unknown.iter().for_each(|unknown| parsed.note_unknown(&unknown.field, &unknown.value));
        if parsed.postings.is_empty() && parsed.rejected.iter().all(|rejected| rejected.reason != Rejection::Expired) {
            return Err(ParseError::NoList { missing: "line that is a posting" });
        }
        // The format has no end: a feed that was cut between two lines looks whole.
        parsed.complete = false;
        Ok(parsed)
    }
}

/// A line's posting as one of this feed: source and board that it names become part of its id.
fn own(mut posting: Posting, page: &FetchedPage) -> Result<Posting, (Rejection, String)> {
    let named = [posting.source.as_str(), posting.board.as_str()].into_iter().filter(|name| !name.is_empty() && *name != NO_SOURCE);
    let id = named.chain([posting.external_id.as_str()]).collect::<Vec<_>>().join("/");
    if id.len() > MAX_EXTERNAL_ID {
        return Err((Rejection::IdTooLong, "source, board and id together are too long to keep".to_owned()));
    }
    (posting.source, posting.board, posting.external_id) = (DESCRIPTOR.slug.clone(), page.board.slug.clone(), id);
    Ok(posting)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connectors::support::{fixture, page};

    const FEED: &str = "https://feeds.acme.example/jobs.ndjson";

    #[test]
    fn lines_are_this_feeds_own() {
        let parsed = NdJson.parse(&page("ndjson", FEED, fixture!("feed.ndjson"))).unwrap();
        let read: Vec<_> = parsed.postings.iter().map(|job| (job.source.as_str(), job.board.as_str(), job.external_id.as_str())).collect();
        assert_eq!(read, [("ndjson", FEED, "greenhouse/acme/42"), ("ndjson", FEED, "43")]);
        assert_eq!(parsed.rejected.iter().map(|r| (r.reason, r.item.as_str())).collect::<Vec<_>>(), [(Rejection::NoTitle, "line 3")]);
        assert!(parsed.postings[0].known.salary.is_some() && !parsed.complete);
        assert_eq!(NdJson.first_page(&Board { source: "ndjson".into(), slug: FEED.into() }, None).url, FEED);
    }

    #[test]
    fn other_json_is_no_feed() {
        let pretty = b"{\n  \"jobs\": []\n}";
        assert!(matches!(NdJson.parse(&page("ndjson", FEED, pretty)), Err(ParseError::NoList { .. })));
        assert!(matches!(NdJson.parse(&page("ndjson", FEED, b"[]")), Err(ParseError::Format { .. })));
    }
}
