//! What every platform's connector does: plan a request, parse an answer.

use std::collections::HashSet;

use domain::employment::EmploymentType;
use domain::posting::{Draft, Posting, Rejection};
use domain::source::Descriptor;
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::families::words;

/// A platform. Connectors do no I/O and keep no state.
pub trait Connector: Send + Sync {
    /// Slug, name, kind, terms, attribution, pace and delay.
    fn descriptor(&self) -> &'static Descriptor;

    /// The request for the first page of a board. `since` may narrow it where the platform can do so.
    fn first_page(&self, board: &Board, since: Option<&Watermark>) -> PageRequest;

    /// Reads one answer. One bad item is rejected, never its page; an answer that
    /// is no list at all (an error page, a log-in form) is an error, so that nothing is closed because of it.
    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError>;

    /// The request for what a list leaves out of a posting: its text, its places, its date. It is asked only for postings that
    /// are new or listed differently than before, and its answer is read by [`Connector::parse`]. `None` where the list says all.
    fn detail(&self, _board: &Board, _listed: &Posting) -> Option<PageRequest> {
        None
    }

    /// The board that an address of this platform names, for recordings and for adding boards by their address.
    /// Platforms without boards answer `None`.
    fn board_of(&self, _url: &str) -> Option<String> {
        None
    }
}

/// One employer's page on a platform; an empty slug where a platform has a single list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Board {
    /// The source's slug.
    pub source: String,
    /// The platform's own name of the board, case kept.
    pub slug: String,
}

/// Up to when a board has been read: what is older need not be asked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watermark {
    /// The newest publication date that was seen.
    pub since: Timestamp,
}

/// How a page is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Method {
    /// A plain GET.
    Get,
    /// A POST with this JSON body.
    PostJson(String),
}

/// A request for one page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// The absolute https address.
    pub url: String,
    /// GET, or POST with a body.
    pub method: Method,
    /// The media types to accept.
    pub accept: &'static str,
    /// What the connector wants to be told again with the answer; opaque to everyone else.
    pub context: String,
    /// Keys that the platform asks for. Their values stand in the settings and are put in when the request is sent: no
    /// address that is kept or logged holds one.
    pub keys: &'static [Key],
}

/// A key that a platform asks for, by the name of the query parameter or header that carries it.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// The parameter's or header's name, which is also its name in the settings.
    pub name: &'static str,
    /// Where it goes.
    pub place: KeyPlace,
    /// Whether the platform answers nothing without it.
    pub required: bool,
}

/// Where a key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPlace {
    /// A parameter of the query.
    Query,
    /// A header.
    Header,
}

impl Key {
    /// A key that has to stand in the query.
    pub const fn in_query(name: &'static str) -> Key {
        Key { name, place: KeyPlace::Query, required: true }
    }

    /// A key that has to stand in a header.
    pub const fn in_header(name: &'static str) -> Key {
        Key { name, place: KeyPlace::Header, required: true }
    }

    /// The same key, where the platform also answers without it.
    pub const fn optional(self) -> Key {
        Key { required: false, ..self }
    }
}

impl PageRequest {
    /// A GET for JSON.
    pub fn json(url: impl Into<String>) -> PageRequest {
        PageRequest { url: url.into(), method: Method::Get, accept: "application/json", context: String::new(), keys: &[] }
    }

    /// A GET for RSS or other XML.
    pub fn xml(url: impl Into<String>) -> PageRequest {
        PageRequest { accept: "application/rss+xml, application/xml;q=0.9, text/xml;q=0.8", ..PageRequest::json(url) }
    }

    /// A GET for a web page.
    pub fn html(url: impl Into<String>) -> PageRequest {
        PageRequest { accept: "text/html, application/xhtml+xml;q=0.9", ..PageRequest::json(url) }
    }

    /// A POST of JSON for JSON.
    pub fn post(url: impl Into<String>, body: impl Into<String>) -> PageRequest {
        PageRequest { method: Method::PostJson(body.into()), ..PageRequest::json(url) }
    }

    /// The same request with something to remember.
    pub fn remembering(self, context: impl Into<String>) -> PageRequest {
        PageRequest { context: context.into(), ..self }
    }

    /// The same request with the keys that it needs.
    pub fn with_keys(self, keys: &'static [Key]) -> PageRequest {
        PageRequest { keys, ..self }
    }
}

/// One answer of a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedPage {
    /// The board that was asked for.
    pub board: Board,
    /// The address that answered.
    pub url: String,
    /// The HTTP status.
    pub status: u16,
    /// The media type, if one was sent.
    pub content_type: Option<String>,
    /// The decoded body.
    pub body: Vec<u8>,
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// The request's [`PageRequest::context`].
    pub context: String,
}

/// An item that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The reason.
    pub reason: Rejection,
    /// The reason in words.
    pub detail: String,
    /// The item's id, or its position in the answer.
    pub item: String,
}

/// What one answer held.
#[derive(Debug, Clone, Default)]
pub struct ParsedPage {
    /// The postings, each id once.
    pub postings: Vec<Posting>,
    /// Items that were not taken.
    pub rejected: Vec<Rejected>,
    /// Values that the connector does not know, as (field, value), each once.
    pub unknown: Vec<(String, String)>,
    /// The next page, if there is one.
    pub next: Option<PageRequest>,
    /// Whether the source gave its whole list with this page and the ones before
    /// it: only then may missing postings be closed.
    pub complete: bool,
    ids: HashSet<String>,
}

/// The longest unknown value kept for a report, in characters.
const MAX_UNKNOWN: usize = 60;

impl ParsedPage {
    /// Items that claimed to be jobs. Rows that were joined to one posting count once.
    pub fn seen(&self) -> usize {
        self.postings.len() + self.rejected.len()
    }

    /// Checks a draft and takes or rejects it.
    pub fn take(&mut self, draft: Draft, fetched_at: Timestamp) {
        let item = draft.external_id.clone();
        match Posting::accept(draft) {
            Ok(posting) => self.take_posting(posting, fetched_at),
            Err(reason) => self.reject(reason, explain(reason), item),
        }
    }

    /// Takes a posting that was checked already, unless it has ended or stood in this answer before.
    pub fn take_posting(&mut self, posting: Posting, fetched_at: Timestamp) {
        let item = posting.external_id.clone();
        if posting.expires_at.is_some_and(|end| end.plus(chrono::TimeDelta::days(1)) < fetched_at) {
            self.reject(Rejection::Expired, "its end date had passed when it was fetched", item);
        } else if self.ids.insert(item.clone()) {
            self.postings.push(posting);
        } else {
            self.reject(Rejection::Repeated, "the same id stood in this answer before", item);
        }
    }

    /// Says that the list ends here, where the answer gave `whole` of it. An answer without a job, or with items that
    /// can't be read, never completes a list: sources answer with an empty list when they fail, and nothing may be
    /// closed because of it.
    pub fn complete_if(&mut self, whole: bool) {
        let unread = self.rejected.iter().any(|rejected| rejected.reason == Rejection::Malformed);
        self.complete = whole && !unread && !self.postings.is_empty();
    }

    /// Records an item that was not taken.
    pub fn reject(&mut self, reason: Rejection, detail: impl Into<String>, item: impl Into<String>) {
        self.rejected.push(Rejected { reason, detail: detail.into(), item: item.into() });
    }

    /// Records a value that the connector does not know.
    pub fn note_unknown(&mut self, field: &str, value: &str) {
        let value: String = value.trim().chars().take(MAX_UNKNOWN).collect();
        if !value.is_empty() && !self.unknown.iter().any(|(f, v)| f == field && *v == value) {
            self.unknown.push((field.to_owned(), value));
        }
    }

    /// The employment type that a platform's word means; an unknown word is recorded and decides nothing.
    pub fn employment(&mut self, field: &str, word: Option<&str>) -> Option<EmploymentType> {
        let word = word?;
        let known = words::employment(word);
        if known.is_none() {
            self.note_unknown(field, word);
        }
        known
    }

    /// The work mode that a platform's word means; an unknown word is recorded and decides nothing.
    pub fn work_mode(&mut self, field: &str, word: Option<&str>) -> Option<WorkMode> {
        let word = word?;
        match words::work_mode(word) {
            Some(WorkMode::Unknown) => None,
            None => {
                self.note_unknown(field, word);
                None
            }
            known => known,
        }
    }
}

fn explain(reason: Rejection) -> &'static str {
    match reason {
        Rejection::NoTitle => "it has no title",
        Rejection::NoId => "it has no id",
        Rejection::IdTooLong => "its id is too long to keep",
        Rejection::NoAddress => "it has no http or https address",
        Rejection::Malformed => "it has the wrong form",
        Rejection::NotListed => "the source does not list it",
        Rejection::Repeated => "it stood in this answer before",
        Rejection::NotAJob => "it is no job advert",
        Rejection::Expired => "it has ended",
    }
}

/// Why an answer is no list of jobs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Nothing was sent.
    #[error("the answer is empty")]
    Empty,
    /// A web page came where data was expected: a log-in, a bot check, an error page.
    #[error("the answer is a web page, not {expected}")]
    WebPage {
        /// The format that was expected.
        expected: &'static str,
    },
    /// The answer is not in the expected format.
    #[error("the answer is not {expected}: {detail}")]
    Format {
        /// The format that was expected.
        expected: &'static str,
        /// Where it goes wrong.
        detail: String,
    },
    /// The answer is well formed, and no list of jobs.
    #[error("the answer has no {missing}")]
    NoList {
        /// What would have held the jobs.
        missing: &'static str,
    },
}

/// What a board or an item calls itself, made presentable when the platform gives no name: `example-robotics` → `Example Robotics`.
pub fn name_from_slug(slug: &str) -> Option<String> {
    let words: Vec<String> = slug
        .split(['-', '_', '.', ' '])
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            first + letters.as_str()
        })
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// What the owner of a host calls itself, made presentable where nothing else names it: `careers.example-robotics.com` → `Example Robotics`.
pub fn name_from_host(host: &str) -> Option<String> {
    const PREFIXES: [&str; 10] = ["www", "careers", "career", "jobs", "job", "jobb", "karriere", "work", "join", "apply"];
    let (labels, _top) = host.rsplit_once('.')?;
    name_from_slug(labels.split('.').find(|label| !PREFIXES.contains(&label.to_ascii_lowercase().as_str()))?)
}
