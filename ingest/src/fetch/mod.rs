//! Asking platforms for pages: the only user of an HTTP client for sources.
//! Conditional requests, one pace a host, `Retry-After`, a circuit breaker,
//! limits on decoded bytes and on time, and no address inside the own network.

mod body;
mod guard;
mod hosts;
mod keys;
#[cfg(test)]
pub(crate) mod loopback;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use domain::time::Timestamp;
use ureq::http::{HeaderMap, HeaderName, Response, StatusCode, header};

use crate::connector::{Board, FetchedPage, Method, PageRequest};
pub use guard::Reach;
use hosts::Hosts;
use keys::Filled;
pub use keys::Keys;

/// Times that a request is sent again after a failure that may pass.
const RETRIES: u32 = 2;
/// What is waited before the first repetition; doubled before the next.
const PAUSE: TimeDelta = TimeDelta::seconds(5);
/// The longest wait that a host can ask for within a run; after a longer one it is another run's turn.
const LONGEST_WAIT: TimeDelta = TimeDelta::seconds(120);

/// What one answer may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The time of one request in all, with redirects and the whole body: one that drips is given up like one that never begins.
    pub time: Duration,
    /// The most decoded bytes of a page.
    pub bytes: u64,
}

impl Default for Limits {
    /// A minute, and 64 MiB: the largest boards known answer with 20 MB.
    fn default() -> Limits {
        Limits { time: Duration::from_secs(60), bytes: 64 * 1024 * 1024 }
    }
}

/// Time as the fetcher sees it.
pub trait Clock: Send + Sync {
    /// The time.
    fn now(&self) -> Timestamp;
    /// Waits so long; `false` when the program was told to stop meanwhile.
    fn wait(&self, time: TimeDelta) -> bool;
}

/// What an earlier answer said of itself (RFC 9110, section 8.8): sent back, so that an unchanged page is not sent again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

/// What came of a request.
#[derive(Debug)]
pub enum Fetched {
    /// The page is as it was when the validators were given.
    Unchanged,
    /// The page, and its validators.
    Page(Box<FetchedPage>, Validators),
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is none that may be asked.
    #[error("{0} is not an address to fetch from")]
    Address(String),
    /// The platform asks for a key that the settings don't have, or have in a form that can't be sent.
    #[error("{platform} asks for the key {name}, which the settings do not hold")]
    Key {
        /// The source's slug.
        platform: String,
        /// The key's name.
        name: &'static str,
    },
    /// The host did not answer, or not in HTTP.
    #[error("{host} gave no answer")]
    Silent {
        /// The host.
        host: String,
        /// The client's reason.
        source: Box<ureq::Error>,
    },
    /// The host refused.
    #[error("{host} answered {status}")]
    Status {
        /// The host.
        host: String,
        /// The status.
        status: u16,
    },
    /// The host is not to be asked before a time: it said so, or it failed again and again.
    #[error("{host} is left alone for a while")]
    LeftAlone {
        /// The host.
        host: String,
        /// Until when.
        until: Timestamp,
    },
    /// The body broke off, is too large, or is in a coding that nobody asked for.
    #[error("the answer of {host} cannot be read")]
    Body {
        /// The host.
        host: String,
        /// The reason.
        source: std::io::Error,
    },
    /// The program was told to stop.
    #[error("told to stop")]
    Stopped,
}

/// Fetches pages. One for the whole program, so that pace and breaker hold for all of its threads.
pub struct Fetcher {
    agent: ureq::Agent,
    hosts: Mutex<Hosts>,
    clock: Box<dyn Clock>,
    limits: Limits,
    keys: Keys,
}

impl Fetcher {
    /// A fetcher that calls itself `user_agent` and asks hosts within `reach`.
    pub fn new(user_agent: &str, reach: Reach, clock: Box<dyn Clock>) -> Fetcher {
        Fetcher::with_limits(user_agent, reach, clock, Limits::default())
    }

    /// A fetcher with limits of its own.
    pub fn with_limits(user_agent: &str, reach: Reach, clock: Box<dyn Clock>, limits: Limits) -> Fetcher {
        let config = ureq::Agent::config_builder()
            .user_agent(user_agent)
            .https_only(reach == Reach::Public)
            .http_status_as_error(false)
            .max_redirects(3)
            .timeout_global(Some(limits.time))
            .proxy(None)
            .build();
        let agent = ureq::Agent::with_parts(config, ureq::unversioned::transport::DefaultConnector::default(), guard::Guard::new(reach));
        Fetcher { agent, hosts: Mutex::default(), clock, limits, keys: Keys::default() }
    }

    /// The same fetcher with keys for the platforms that ask for them.
    pub fn with_keys(self, keys: Keys) -> Fetcher {
        Fetcher { keys, ..self }
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Asks for a page, not sooner than `pace` after the last request to its host.
    pub fn page(&self, board: &Board, request: &PageRequest, pace: TimeDelta, known: &Validators) -> Result<Fetched, Error> {
        let host = host_of(&request.url)?;
        let filled = self.keys.fill(&board.source, request)?;
        let mut attempt = 0;
        loop {
            self.take_turn(&host, pace)?;
            let failure = match self.send(request, &filled, known) {
                Ok(answer) if may_pass(answer.status()) => {
                    if let Some(until) = retry_after(answer.headers(), self.clock.now()) {
                        self.hosts().hold(&host, until);
                    }
                    Error::Status { host: host.clone(), status: answer.status().as_u16() }
                }
                Ok(answer) => {
                    self.hosts().succeeded(&host);
                    return self.read(board, request, &host, answer);
                }
                Err(source) if is_refusal(&source) => return Err(Error::Address(request.url.clone())),
                Err(source) => Error::Silent { host: host.clone(), source: Box::new(source) },
            };
            self.hosts().failed(&host, self.clock.now());
            if attempt == RETRIES {
                return Err(failure);
            }
            self.hosts().hold(&host, self.clock.now().plus(PAUSE * (1 << attempt)));
            attempt += 1;
        }
    }

    /// Waits for the host's next free moment and takes it.
    fn take_turn(&self, host: &str, pace: TimeDelta) -> Result<(), Error> {
        let now = self.clock.now();
        let at = self.hosts().book(host, now, pace, LONGEST_WAIT).map_err(|until| Error::LeftAlone { host: host.to_owned(), until })?;
        let wait = at.since(now);
        if wait > TimeDelta::zero() && !self.clock.wait(wait) {
            return Err(Error::Stopped);
        }
        Ok(())
    }

    fn send(&self, request: &PageRequest, filled: &Filled, known: &Validators) -> Result<Response<ureq::Body>, ureq::Error> {
        let mut headers = vec![(header::ACCEPT, request.accept), (header::ACCEPT_ENCODING, "gzip")];
        headers.extend(known.etag.as_deref().map(|etag| (header::IF_NONE_MATCH, etag)));
        headers.extend(known.last_modified.as_deref().map(|at| (header::IF_MODIFIED_SINCE, at)));
        match &request.method {
            Method::Get => with(self.agent.get(&filled.url), headers, filled).call(),
            Method::PostJson(body) => {
                headers.push((header::CONTENT_TYPE, "application/json"));
                with(self.agent.post(&filled.url), headers, filled).send(body)
            }
        }
    }

    fn read(&self, board: &Board, request: &PageRequest, host: &str, answer: Response<ureq::Body>) -> Result<Fetched, Error> {
        if answer.status() == StatusCode::NOT_MODIFIED {
            return Ok(Fetched::Unchanged);
        }
        if !answer.status().is_success() {
            return Err(Error::Status { host: host.to_owned(), status: answer.status().as_u16() });
        }
        let (head, sent) = answer.into_parts();
        let text = |name: HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let coding = text(header::CONTENT_ENCODING);
        let body = body::read(sent, coding.as_deref(), self.limits.bytes);
        let body = body.map_err(|source| Error::Body { host: host.to_owned(), source })?;
        let page = FetchedPage {
            board: board.clone(),
            url: request.url.clone(),
            status: head.status.as_u16(),
            content_type: text(header::CONTENT_TYPE),
            body,
            fetched_at: self.clock.now(),
            context: request.context.clone(),
        };
        Ok(Fetched::Page(Box::new(page), Validators { etag: text(header::ETAG), last_modified: text(header::LAST_MODIFIED) }))
    }

    fn hosts(&self) -> std::sync::MutexGuard<'_, Hosts> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn with<B>(request: ureq::RequestBuilder<B>, headers: Vec<(HeaderName, &str)>, filled: &Filled) -> ureq::RequestBuilder<B> {
    let request = headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    if filled.has_keys {
        // Wherever a redirect leads, the keys are not for that place.
        let request = request.config().max_redirects(0).build();
        return filled.headers.iter().fold(request, |request, (name, value)| request.header(name, value));
    }
    request
}

/// The host and port of an address; they share a pace.
fn host_of(address: &str) -> Result<String, Error> {
    let parsed = url::Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let host = parsed.as_ref().and_then(|url| Some((url.host_str()?, url.port_or_known_default()?)));
    host.map(|(host, port)| format!("{host}:{port}")).ok_or_else(|| Error::Address(address.to_owned()))
}

/// Whether the same request may get another answer in a while.
fn may_pass(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::REQUEST_TIMEOUT || status.is_server_error()
}

/// Whether nothing was asked, because the address may not be.
fn is_refusal(error: &ureq::Error) -> bool {
    matches!(error, ureq::Error::RequireHttpsOnly(_) | ureq::Error::BadUri(_)) || guard::is_refusal(error)
}

/// When a host wants to be asked again (RFC 9110, section 10.2.3): seconds or a date.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    match value.parse::<u32>() {
        Ok(seconds) => Some(now.plus(TimeDelta::seconds(seconds.into()))),
        Err(_) => DateTime::parse_from_rfc2822(value).ok().map(|at| Timestamp::from_chrono(at.to_utc())),
    }
}

#[cfg(test)]
mod tests;
