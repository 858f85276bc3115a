//! Asking platforms for pages: the only user of an HTTP client for sources.
//! Conditional requests, robots.txt, one request at a time and one pace a host, `Retry-After`, a circuit breaker,
//! limits on decoded bytes and on time, and no address inside the own network.

mod body;
mod error;
mod guard;
mod hosts;
mod keys;
#[cfg(test)]
pub(crate) mod loopback;
mod robots;

use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use db::Db;
use db::hosts::{Robots, Turn};
use domain::source::{Access, Descriptor};
use domain::time::Timestamp;
use ureq::http::{HeaderMap, HeaderName, Response, StatusCode, header};

use crate::connector::{Board, FetchedPage, Method, PageRequest};
pub use error::Error;
use error::Failure;
pub use guard::Reach;
use hosts::{Hosts, Lease};
use keys::Filled;
pub use keys::Keys;
use robots::Rules;

/// Times that a request is sent again after a failure that may pass.
const RETRIES: u32 = 2;
/// What is waited before the first repetition; doubled before the next.
const PAUSE: TimeDelta = TimeDelta::seconds(5);
/// The longest wait that a host can ask for within a run; after a longer one it is another run's turn.
const LONGEST_WAIT: TimeDelta = TimeDelta::seconds(120);
/// How often a host is looked at that another worker is asking.
const LOOK: TimeDelta = TimeDelta::milliseconds(200);
/// What a host is leased for beyond the time that one request may take.
const MARGIN: TimeDelta = TimeDelta::seconds(30);
/// How long a robots.txt is taken to hold, as RFC 9309 has it.
const ROBOTS_HOLD: TimeDelta = TimeDelta::hours(24);

/// How a source wants to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manners {
    /// The time from one request to a host to the next.
    pub pace: TimeDelta,
    /// Whether robots.txt speaks to all that is asked. To web pages it speaks in any case.
    pub heeds_robots: bool,
}

impl Manners {
    /// What a source says of itself.
    pub fn of(descriptor: &Descriptor) -> Manners {
        Manners { pace: TimeDelta::seconds(descriptor.pace_seconds.into()), heeds_robots: descriptor.access == Access::Pages }
    }
}

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

/// What came of asking for a web page.
#[derive(Debug)]
pub enum Web {
    /// The page.
    Page(Box<FetchedPage>),
    /// The address that it leads to.
    Elsewhere(String),
}

/// Fetches pages. Turns, pace and breaker stand in the database and hold for all workers.
pub struct Fetcher {
    agent: ureq::Agent,
    token: String,
    hosts: Hosts,
    clock: Box<dyn Clock>,
    limits: Limits,
    keys: Keys,
}

impl Fetcher {
    /// A fetcher that calls itself `user_agent`, asks hosts within `reach`, and keeps turns in `db`, where `owner` tells it from others.
    pub fn new(user_agent: &str, reach: Reach, clock: Box<dyn Clock>, db: Db, owner: u128) -> Fetcher {
        Fetcher::with_limits(user_agent, reach, clock, db, owner, Limits::default())
    }

    /// A fetcher with limits of its own.
    pub fn with_limits(user_agent: &str, reach: Reach, clock: Box<dyn Clock>, db: Db, owner: u128, limits: Limits) -> Fetcher {
        let config = ureq::Agent::config_builder()
            .user_agent(user_agent)
            .https_only(reach == Reach::Public)
            .http_status_as_error(false)
            .max_redirects(3)
            .timeout_global(Some(limits.time))
            .proxy(None)
            .build();
        let agent = ureq::Agent::with_parts(config, ureq::unversioned::transport::DefaultConnector::default(), guard::Guard::new(reach));
        let token = user_agent.split('/').next().unwrap_or_default().to_owned();
        Fetcher { agent, token, hosts: Hosts::new(db, owner), clock, limits, keys: Keys::default() }
    }

    /// The same fetcher with keys for the platforms that ask for them.
    pub fn with_keys(self, keys: Keys) -> Fetcher {
        Fetcher { keys, ..self }
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Asks for a page, when its host is free and not sooner than the pace allows.
    pub fn page(&self, board: &Board, request: &PageRequest, manners: Manners, known: &Validators) -> Result<Fetched, Error> {
        let host = host_of(&request.url)?;
        let filled = self.keys.fill(&board.source, request)?;
        if manners.heeds_robots || request.accept.starts_with("text/html") {
            self.heed_robots(request, &host, manners.pace)?;
        }
        self.ask(&host, manners.pace, || {
            let answer = self.answer(&host, self.send(request, &filled, known), &request.url)?;
            self.read(board, request, &host, known, answer).map_err(Failure::lasting)
        })
    }

    /// Asks for somebody's web page, and follows no redirect: who asks decides whether to go there.
    pub fn web_page(&self, address: &str, pace: TimeDelta) -> Result<Web, Error> {
        let host = host_of(address)?;
        let request = PageRequest::html(address);
        self.heed_robots(&request, &host, pace)?;
        let filled = Filled { url: address.to_owned(), headers: Vec::new(), stays: true };
        self.ask(&host, pace, || {
            let none = Validators::default();
            let answer = self.answer(&host, self.send(&request, &filled, &none), address)?;
            let to = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
            if let (true, Some(to)) = (answer.status().is_redirection(), to) {
                let to =
                    url::Url::parse(address).and_then(|own| own.join(to)).map_err(|_| Failure::lasting(Error::Address(to.to_owned())))?;
                return Ok(Web::Elsewhere(to.into()));
            }
            match self.read(&Board::default(), &request, &host, &none, answer).map_err(Failure::lasting)? {
                Fetched::Page(page, _) => Ok(Web::Page(page)),
                Fetched::Unchanged => Err(Failure::lasting(Error::NeverGiven(host.clone()))),
            }
        })
    }

    /// Takes turns at a host until one brings something, or a failure that will not pass.
    fn ask<T>(&self, host: &str, pace: TimeDelta, request: impl Fn() -> Result<T, Failure>) -> Result<T, Error> {
        let mut attempt = 0;
        loop {
            let lease = self.take_turn(host)?;
            let next = self.clock.now().plus(pace);
            let failure = match request() {
                Ok(brought) => {
                    self.hosts.give_back(host, &lease, next, 0)?;
                    return Ok(brought);
                }
                Err(failure) => failure,
            };
            let now = self.clock.now();
            let Some(until) = failure.passes else {
                // The host does answer; what it is asked for is the matter.
                self.hosts.give_back(host, &lease, next, 0)?;
                return Err(failure.error);
            };
            let failures = lease.failures.saturating_add(1);
            let pause = if attempt < RETRIES { PAUSE * (1 << attempt) } else { TimeDelta::zero() };
            let rested = now.plus(hosts::rest(failures).max(pause)).max(next);
            self.hosts.give_back(host, &lease, until.map_or(rested, |until| until.max(rested)), failures)?;
            if attempt == RETRIES {
                return Err(failure.error);
            }
            attempt += 1;
        }
    }

    /// Waits for the host's next free moment and takes it.
    fn take_turn(&self, host: &str) -> Result<Lease, Error> {
        let patience = self.clock.now().plus(LONGEST_WAIT);
        loop {
            let now = self.clock.now();
            let ends = now.plus(TimeDelta::from_std(self.limits.time).unwrap_or(LONGEST_WAIT) + MARGIN);
            let (wait, until) = match self.hosts.take(host, now, ends)? {
                Ok(lease) => return Ok(lease),
                Err(Turn::NotBefore(at)) => (at.since(now), at),
                Err(Turn::Busy(until)) => (LOOK, until),
                Err(Turn::Taken { .. }) => continue,
            };
            if now.plus(wait) > patience {
                return Err(Error::LeftAlone { host: host.to_owned(), until });
            }
            if !self.clock.wait(wait) {
                return Err(Error::Stopped);
            }
        }
    }

    /// Refuses what the host's robots.txt forbids.
    fn heed_robots(&self, request: &PageRequest, host: &str, pace: TimeDelta) -> Result<(), Error> {
        let url = url::Url::parse(&request.url).map_err(|_| Error::Address(request.url.clone()))?;
        let rules = match self.hosts.robots(host, self.clock.now())? {
            Some(kept) => Rules::from_kept(&kept),
            None => {
                let address = url.join("/robots.txt").map_err(|_| Error::Address(request.url.clone()))?;
                let rules = match self.ask(host, pace, || self.robots(host, &PageRequest::json(address.as_str()))) {
                    Ok(rules) => rules,
                    // A redirect to where nobody is asked is no file.
                    Err(Error::Address(_)) => Rules::default(),
                    Err(error @ (Error::Stopped | Error::LeftAlone { .. } | Error::Database(_))) => return Err(error),
                    Err(source) => return Err(Error::Robots { host: host.to_owned(), source: Box::new(source) }),
                };
                let until = self.clock.now().plus(ROBOTS_HOLD);
                self.hosts.keep_robots(host, &Robots { rules: rules.kept(), until })?;
                rules
            }
        };
        if rules.allow(&url) { Ok(()) } else { Err(Error::Forbidden { host: host.to_owned(), path: url.path().to_owned() }) }
    }

    /// A host that has no robots.txt, or refuses it, forbids nothing; one that fails may forbid everything (RFC 9309, section 2.3.1).
    fn robots(&self, host: &str, request: &PageRequest) -> Result<Rules, Failure> {
        let request = PageRequest { accept: "text/plain", ..request.clone() };
        let filled = Filled { url: request.url.clone(), headers: Vec::new(), stays: false };
        let answer = self.answer(host, self.send(&request, &filled, &Validators::default()), &request.url)?;
        if !answer.status().is_success() {
            return Ok(Rules::default());
        }
        let (head, sent) = answer.into_parts();
        let coding = head.headers.get(header::CONTENT_ENCODING).and_then(|coding| coding.to_str().ok());
        let body = body::beginning(sent, coding, robots::LIMIT);
        let body = body.map_err(|source| Failure::lasting(Error::Body { host: host.to_owned(), source }))?;
        Ok(Rules::parse(&String::from_utf8_lossy(&body), &self.token))
    }

    /// An answer that is worth reading, or why there is none.
    fn answer(&self, host: &str, sent: Result<Response<ureq::Body>, ureq::Error>, address: &str) -> Result<Response<ureq::Body>, Failure> {
        match sent {
            Ok(answer) if may_pass(answer.status()) => Err(Failure {
                error: Error::Status { host: host.to_owned(), status: answer.status().as_u16() },
                passes: Some(retry_after(answer.headers(), self.clock.now())),
            }),
            Ok(answer) => Ok(answer),
            Err(source) if is_refusal(&source) => Err(Failure::lasting(Error::Address(address.to_owned()))),
            Err(source) => Err(Failure { error: Error::Silent { host: host.to_owned(), source: Box::new(source) }, passes: Some(None) }),
        }
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

    fn read(
        &self,
        board: &Board,
        request: &PageRequest,
        host: &str,
        known: &Validators,
        answer: Response<ureq::Body>,
    ) -> Result<Fetched, Error> {
        if answer.status() == StatusCode::NOT_MODIFIED {
            return if *known == Validators::default() { Err(Error::NeverGiven(host.to_owned())) } else { Ok(Fetched::Unchanged) };
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
}

fn with<B>(request: ureq::RequestBuilder<B>, headers: Vec<(HeaderName, &str)>, filled: &Filled) -> ureq::RequestBuilder<B> {
    let request = headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    if filled.stays {
        let request = request.config().max_redirects(0).build();
        return filled.headers.iter().fold(request, |request, (name, value)| request.header(name, value));
    }
    request
}

/// The host and port of an address: what is asked one request at a time.
pub fn host_of(address: &str) -> Result<String, Error> {
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
