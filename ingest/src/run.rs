//! One run over one board: every page fetched, read, stored; then what is gone is closed.
//! Boards are leased, so that any number of workers can share them.

use std::collections::HashSet;

use chrono::TimeDelta;
use db::boards::Board as KnownBoard;
use db::runs::{Outcome as Ended, RunRecord};
use domain::id::RunId;
use domain::posting::Rejection;
use domain::time::Timestamp;
use serde::Serialize;

use crate::connector::{Board, Connector, FetchedPage, ParsedPage, Watermark};
use crate::details::{Details, Told};
use crate::error::Error;
use crate::fetch::{self, Fetched, Fetcher, Validators};
use crate::report::SourceReport;
use crate::store::{Outcome, Seen, Store};
use crate::{close, connectors};

/// How long a board is leased; a run ends well before.
const LEASE: TimeDelta = TimeDelta::hours(2);
/// How long a run may go on asking for pages.
const LONGEST_RUN: TimeDelta = TimeDelta::minutes(90);
/// How long a run may go on asking for details; the rest is left for the list, without which nothing closes.
const LONGEST_ASKING: TimeDelta = TimeDelta::minutes(45);
/// The most pages of one run.
const MAX_PAGES: usize = 500;
/// The most pages in a row that may show nothing new.
const MAX_REPEATS: usize = 10;
/// The pause after a first failure; doubled with each failure in a row.
const PAUSE: TimeDelta = TimeDelta::minutes(10);
/// The longest pause after failures.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(24);

/// What a run came to.
#[derive(Debug, Clone, Serialize)]
pub struct BoardRun {
    /// The board, or empty.
    pub board: String,
    /// How it ended: `complete`, `partial`, `unchanged` or `failed`.
    pub outcome: &'static str,
    /// What the pages held.
    #[serde(flatten)]
    pub report: SourceReport,
    /// Postings asked for one by one, for what the list leaves out.
    pub details: u64,
    /// Postings held back, because the source asks for a delay that has not passed.
    pub held: u64,
    /// What was stored.
    pub stored: Outcome,
    /// Postings closed, because they are gone.
    pub closed: u64,
    /// When the board is due again; `None` in a dry run.
    #[serde(skip)]
    pub next_run_at: Option<Timestamp>,
}

/// Runs over boards.
pub struct Runner<'a> {
    store: Store<'a>,
    fetcher: &'a Fetcher,
    random: &'a (dyn Fn() -> u128 + Sync),
    connectors: fn(&str) -> Option<&'static dyn Connector>,
    on_page: &'a dyn Fn(&SourceReport),
}

impl<'a> Runner<'a> {
    /// Runs into a database; `on_page` is told how far a run is after each page.
    pub fn new(
        db: &'a db::Db,
        fetcher: &'a Fetcher,
        random: &'a (dyn Fn() -> u128 + Sync),
        on_page: &'a dyn Fn(&SourceReport),
    ) -> Runner<'a> {
        Runner { store: Store::new(db, random), fetcher, random, connectors: connectors::by_slug, on_page }
    }

    /// Runs over a board whether it is due or not, and keeps it. `None` while another process has it.
    pub fn named(&self, connector: &dyn Connector, board: &str) -> Result<Option<BoardRun>, Error> {
        let source = &connector.descriptor().slug;
        let (now, owner) = (self.fetcher.now(), self.owner());
        let claimed = self.store.db().write_blocking(|c| {
            db::boards::add(c, source, board, now)?;
            let claimed = db::boards::claim(c, source, board, &owner, now, now.plus(LEASE))?;
            if claimed { db::boards::get(c, source, board) } else { Ok(None) }
        })?;
        claimed.map(|board| self.leased(connector, board, &owner)).transpose()
    }

    /// Runs over the board that is longest due. `None` when none is.
    pub fn due(&self) -> Result<Option<BoardRun>, Error> {
        let (now, owner) = (self.fetcher.now(), self.owner());
        let Some(mut board) = self.store.db().write_blocking(|c| db::boards::lease(c, &owner, now, now.plus(LEASE)))? else {
            return Ok(None);
        };
        if let Some(connector) = (self.connectors)(&board.source) {
            return self.leased(connector, board, &owner).map(Some);
        }
        log::warn!("{} has boards, but this program has no connector for it", board.source);
        board.next_run_at = now.plus(LONGEST_PAUSE);
        self.store.db().write_blocking(|c| db::boards::finish(c, &owner, &board))?;
        Ok(Some(BoardRun { report: SourceReport::new(&board.source), ..Gathered::default().ended(&board.slug, Ended::Failed) }))
    }

    /// Fetches and reads a board without storing anything.
    pub fn look(&self, connector: &dyn Connector, board: &str) -> Result<BoardRun, Error> {
        let board = Board { source: connector.descriptor().slug.clone(), slug: board.to_owned() };
        let mut gathered = self.gather(connector, &board, None, &Validators::default(), |_| Ok(Outcome::default()))?;
        let ended = gathered.outcome();
        Ok(gathered.ended(&board.slug, ended))
    }

    fn owner(&self) -> String {
        format!("{:032x}", (self.random)())
    }

    fn leased(&self, connector: &dyn Connector, mut known: KnownBoard, owner: &str) -> Result<BoardRun, Error> {
        let started_at = self.fetcher.now();
        let board = Board { source: known.source.clone(), slug: known.slug.clone() };
        let since = known.watermark.map(|since| Watermark { since });
        let validators = Validators { etag: known.etag.take(), last_modified: known.last_modified.take() };
        let ends_at = started_at.plus(LONGEST_ASKING);
        let mut details = Details { connector, board: &board, store: &self.store, fetcher: self.fetcher, ends_at, told: Told::default() };
        let mut gathered = self.gather(connector, &board, since.as_ref(), &validators, |seen| self.store.put(details.add(seen)?))?;
        gathered.told = details.told;
        let ended = gathered.outcome();
        let closed = match ended {
            Ended::Complete => close::missing(self.store.db(), &board.source, &board.slug, &gathered.ids, self.fetcher.now())?,
            _ => 0,
        };
        let now = self.fetcher.now();
        match &gathered.failure {
            None => {
                let kept = if ended == Ended::Unchanged { validators } else { gathered.validators() };
                (known.etag, known.last_modified) = (kept.etag, kept.last_modified);
                known.watermark = known.watermark.max(gathered.newest);
                known.failures = 0;
                known.next_run_at = now.plus(TimeDelta::seconds(connector.descriptor().cadence_seconds.into()));
            }
            Some(failure) => {
                (known.etag, known.last_modified) = (validators.etag, validators.last_modified);
                known.failures = known.failures.saturating_add(1);
                known.next_run_at = failure.again_at(known.failures, now);
                log::warn!("{} {}: {}", board.source, board.slug, failure.words());
            }
        }
        let mut run = gathered.ended(&board.slug, ended);
        run.closed = closed as u64;
        run.next_run_at = Some(known.next_run_at);
        let record = self.record(&run, ended, started_at, now);
        self.store.db().write_blocking(|c| {
            db::runs::insert(c, &record)?;
            db::boards::finish(c, owner, &known)
        })?;
        Ok(run)
    }

    fn record(&self, run: &BoardRun, outcome: Ended, started_at: Timestamp, finished_at: Timestamp) -> RunRecord {
        RunRecord {
            id: RunId::new(started_at, (self.random)()),
            source: run.report.source.clone(),
            board: run.board.clone(),
            started_at,
            finished_at,
            outcome,
            seen: run.report.seen as u64,
            accepted: run.report.accepted as u64,
            rejected: run.report.rejected as u64,
            opened: run.stored.new,
            changed: run.stored.changed,
            closed: run.closed,
            report: serde_json::to_string(run).unwrap_or_default(),
        }
    }

    /// Asks for page after page and hands on what each held.
    fn gather(
        &self,
        connector: &dyn Connector,
        board: &Board,
        since: Option<&Watermark>,
        validators: &Validators,
        mut sink: impl FnMut(Vec<Seen>) -> Result<Outcome, Error>,
    ) -> Result<Gathered, Error> {
        let descriptor = connector.descriptor();
        let pace = TimeDelta::seconds(descriptor.pace_seconds.into());
        let delay = TimeDelta::seconds(descriptor.delay_seconds.into());
        let ends_at = self.fetcher.now().plus(LONGEST_RUN);
        let mut gathered = Gathered { report: SourceReport::new(&descriptor.slug), ..Gathered::default() };
        let mut asked = HashSet::new();
        let mut next = Some(connector.first_page(board, since));
        while let Some(request) = next.take() {
            let is_first = asked.is_empty();
            // A list that leads back to a page of its own would never end.
            if asked.len() == MAX_PAGES || self.fetcher.now() > ends_at || !asked.insert((request.url.clone(), request.method.clone())) {
                gathered.complete = false;
                break;
            }
            let known = if is_first { validators.clone() } else { Validators::default() };
            match self.fetcher.page(board, &request, pace, &known) {
                Err(error) => gathered.failure = Some(Failure::Fetch(error)),
                Ok(Fetched::Unchanged) => gathered.unchanged = true,
                Ok(Fetched::Page(page, given)) => match connector.parse(&page) {
                    Err(error) => {
                        gathered.report.add_error(error.to_string());
                        gathered.failure = Some(Failure::Parse(error.to_string()));
                    }
                    Ok(parsed) => {
                        gathered.report.add(&parsed);
                        gathered.validators.push(given);
                        gathered.complete = parsed.complete;
                        gathered.notice(&parsed);
                        next = parsed.next.filter(|_| gathered.repeats < MAX_REPEATS);
                        let seen = gathered.released(parsed.postings, &page, delay);
                        gathered.stored.add(sink(seen)?);
                        (self.on_page)(&gathered.report);
                    }
                },
            }
        }
        Ok(gathered)
    }
}

/// Why a run ended early.
#[derive(Debug)]
enum Failure {
    Fetch(fetch::Error),
    Parse(String),
}

impl Failure {
    fn words(&self) -> String {
        match self {
            Failure::Fetch(error) => error.to_string(),
            Failure::Parse(words) => words.clone(),
        }
    }

    /// When the board is worth another run, after so many failures in a row.
    fn again_at(&self, failures: u32, now: Timestamp) -> Timestamp {
        let paused = now.plus((PAUSE * (1 << failures.saturating_sub(1).min(10))).min(LONGEST_PAUSE));
        match self {
            Failure::Fetch(fetch::Error::LeftAlone { until, .. }) => paused.max(*until),
            // Whoever stops the program did nothing wrong with the board.
            Failure::Fetch(fetch::Error::Stopped) => now,
            _ => paused,
        }
    }
}

/// What pages held.
#[derive(Debug, Default)]
struct Gathered {
    report: SourceReport,
    ids: HashSet<String>,
    validators: Vec<Validators>,
    told: Told,
    newest: Option<Timestamp>,
    held: u64,
    stored: Outcome,
    unchanged: bool,
    complete: bool,
    /// Whether the pages hold something for which nothing may count as missing.
    is_doubtful: bool,
    /// Pages in a row that showed nothing new.
    repeats: usize,
    failure: Option<Failure>,
}

impl Gathered {
    fn outcome(&self) -> Ended {
        match &self.failure {
            Some(_) if self.validators.is_empty() => Ended::Failed,
            None if self.unchanged => Ended::Unchanged,
            None if self.complete && !self.is_doubtful && !self.ids.is_empty() => Ended::Complete,
            _ => Ended::Partial,
        }
    }

    /// Takes note of what makes the end of a list doubtful. What can't be read is there, and not to be closed; a page that
    /// only shows again what others showed comes from a source that has lost its place.
    fn notice(&mut self, page: &ParsedPage) {
        let shows_again = !page.postings.is_empty() && page.postings.iter().all(|posting| self.ids.contains(&posting.external_id));
        self.repeats = if shows_again { self.repeats + 1 } else { 0 };
        self.is_doubtful |= shows_again || page.rejected.iter().any(|rejected| rejected.reason == Rejection::Malformed);
        let left_out = |reason| matches!(reason, Rejection::NotListed | Rejection::NotAJob | Rejection::Expired);
        self.ids.extend(page.rejected.iter().filter(|rejected| !left_out(rejected.reason)).map(|rejected| rejected.item.clone()));
    }

    /// The postings of a page whose delay has passed; the others are seen, but wait for a later run.
    fn released(&mut self, postings: Vec<domain::posting::Posting>, page: &FetchedPage, delay: TimeDelta) -> Vec<Seen> {
        let at = page.fetched_at;
        let mut released = Vec::with_capacity(postings.len());
        for posting in postings {
            self.ids.insert(posting.external_id.clone());
            if posting.posted_at.is_some_and(|posted| posted.plus(delay) > at && delay > TimeDelta::zero()) {
                self.held += 1;
            } else {
                self.newest = self.newest.max(posting.posted_at.filter(|posted| *posted <= at));
                released.push(Seen { posting, at });
            }
        }
        released
    }

    /// What may be sent back next time: that the first page is unchanged says all only where it is the only one and nothing waits.
    fn validators(&self) -> Validators {
        match self.validators.as_slice() {
            [only] if self.held == 0 && self.told.missing == 0 => only.clone(),
            _ => Validators::default(),
        }
    }

    fn ended(&mut self, board: &str, outcome: Ended) -> BoardRun {
        let mut report = std::mem::take(&mut self.report);
        if let Some(Failure::Fetch(error)) = &self.failure {
            report.add_error(error.to_string());
        }
        if let Some(failure) = &self.told.failure {
            report.errors.push(format!("the details of {} postings are missing: {failure}", self.told.missing));
        }
        BoardRun {
            board: board.to_owned(),
            outcome: outcome.slug(),
            report,
            details: self.told.asked as u64,
            held: self.held,
            stored: self.stored,
            closed: 0,
            next_run_at: None,
        }
    }
}

#[cfg(test)]
mod tests;
