//! Page after page of a list, and what they held.

use std::collections::HashSet;

use chrono::TimeDelta;
use db::runs::Outcome as Ended;
use domain::posting::{Posting, Rejection};
use domain::time::Timestamp;

use super::BoardRun;
use super::kept::{self, Kept};
use crate::connector::{Board, Connector, FetchedPage, ParsedPage, Watermark};
use crate::details::Told;
use crate::error::Error;
use crate::fetch::{self, Fetched, Fetcher, Manners, Validators};
use crate::report::SourceReport;
use crate::store::{Outcome, Seen};

/// How long a run may go on asking for pages.
const LONGEST_RUN: TimeDelta = TimeDelta::minutes(90);
/// The most pages of one run.
const MAX_PAGES: usize = 500;
/// The most pages in a row that may show nothing new.
const MAX_REPEATS: usize = 10;

/// Asks for page after page and hands on what each held.
pub(super) fn gather(
    fetcher: &Fetcher,
    connector: &dyn Connector,
    board: &Board,
    since: Option<&Watermark>,
    kept: &Kept,
    on_page: &dyn Fn(&SourceReport),
    mut sink: impl FnMut(Vec<Seen>) -> Result<Outcome, Error>,
) -> Result<Gathered, Error> {
    let descriptor = connector.descriptor();
    let manners = Manners::of(descriptor);
    let delay = TimeDelta::seconds(descriptor.delay_seconds.into());
    let ends_at = fetcher.now().plus(LONGEST_RUN);
    let mut gathered = Gathered { report: SourceReport::new(&descriptor.slug), ..Gathered::default() };
    let mut asked = HashSet::new();
    let mut next = Some(connector.first_page(board, since));
    while let Some(request) = next.take() {
        let is_first = asked.is_empty();
        if asked.len() == MAX_PAGES || fetcher.now() > ends_at {
            gathered.complete = false;
            break;
        }
        if !asked.insert((request.url.clone(), request.method.clone())) {
            gathered.complete = false;
            gathered.lost_place = Some("its pages lead back to a page of theirs");
            break;
        }
        let known = if is_first { kept.validators.clone() } else { Validators::default() };
        match fetcher.page(board, &request, manners, &known) {
            Err(error) => gathered.failure = Some(Failure::Fetch(error)),
            Ok(Fetched::Unchanged) => gathered.unchanged = true,
            Ok(Fetched::Page(page, given)) => {
                let hash = kept::hash(&page.body);
                if is_first && kept.says(&hash) {
                    gathered.unchanged = true;
                    break;
                }
                match connector.parse(&page) {
                    Err(error) => {
                        gathered.report.add_error(error.to_string());
                        gathered.failure = Some(Failure::Parse(error.to_string()));
                    }
                    Ok(parsed) => {
                        gathered.report.add(&parsed);
                        gathered.pages.push((given, hash));
                        gathered.complete = parsed.complete;
                        gathered.notice(&parsed);
                        next = parsed.next.filter(|_| gathered.repeats < MAX_REPEATS);
                        let seen = gathered.released(parsed.postings, &page, delay);
                        gathered.stored.add(sink(seen)?);
                        on_page(&gathered.report);
                    }
                }
            }
        }
    }
    Ok(gathered)
}

/// Why a run ended early.
#[derive(Debug)]
pub(super) enum Failure {
    Fetch(fetch::Error),
    Parse(String),
}

impl Failure {
    pub fn words(&self) -> String {
        match self {
            Failure::Fetch(error) => error.to_string(),
            Failure::Parse(words) => words.clone(),
        }
    }

    /// Whether the host says that there is no such list.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Failure::Fetch(fetch::Error::Status { status: 404 | 410, .. }))
    }
}

/// What pages held.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub report: SourceReport,
    /// The ids of all that the list shows, also of what could not be taken.
    pub ids: HashSet<String>,
    /// Validators and hash of each page.
    pages: Vec<(Validators, String)>,
    pub told: Told,
    pub newest: Option<Timestamp>,
    held: u64,
    stored: Outcome,
    pub unchanged: bool,
    pub complete: bool,
    /// Whether the pages hold something for which nothing may count as missing.
    is_doubtful: bool,
    /// Why the source seems to have lost its place in the list.
    pub lost_place: Option<&'static str>,
    /// Pages in a row that showed nothing new.
    repeats: usize,
    pub failure: Option<Failure>,
}

impl Gathered {
    /// How the run ended, if the list is believed or not.
    pub fn outcome(&self, is_believed: bool) -> Ended {
        match &self.failure {
            Some(_) if self.pages.is_empty() => Ended::Failed,
            None if self.unchanged => Ended::Unchanged,
            None if self.complete && !self.is_doubtful && self.lost_place.is_none() && !self.ids.is_empty() && is_believed => {
                Ended::Complete
            }
            _ => Ended::Partial,
        }
    }

    /// Whether something came that was not known.
    pub fn has_changed(&self) -> bool {
        self.stored.new + self.stored.merged + self.stored.changed > 0
    }

    /// Takes note of what makes the end of a list doubtful. What can't be read is there, and not to be closed; a page that
    /// only shows again what others showed comes from a source that has lost its place.
    fn notice(&mut self, page: &ParsedPage) {
        let shows_again = !page.postings.is_empty() && page.postings.iter().all(|posting| self.ids.contains(&posting.external_id));
        self.repeats = if shows_again { self.repeats + 1 } else { 0 };
        if shows_again {
            self.lost_place = Some("a page shows again what earlier pages showed");
        }
        let is_nameless = |reason| matches!(reason, Rejection::Malformed | Rejection::NoId | Rejection::IdTooLong);
        self.is_doubtful |= page.rejected.iter().any(|rejected| is_nameless(rejected.reason));
        let left_out = |reason| matches!(reason, Rejection::NotListed | Rejection::NotAJob | Rejection::Expired);
        self.ids.extend(page.rejected.iter().filter(|rejected| !left_out(rejected.reason)).map(|rejected| rejected.item.clone()));
    }

    /// The postings of a page whose delay has passed; the others are seen, but wait for a later run.
    fn released(&mut self, postings: Vec<Posting>, page: &FetchedPage, delay: TimeDelta) -> Vec<Seen> {
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

    /// What the next run may be told of this answer: that the first page is unchanged says all only where it is the only one, nothing
    /// waits, and it was believed.
    pub fn kept(&self, is_believed: bool, is_complete: bool) -> Kept {
        match self.pages.as_slice() {
            [(validators, hash)] if self.held == 0 && self.told.missing == 0 && is_believed && !self.is_doubtful => {
                Kept::answer(validators.clone(), hash.clone(), is_complete)
            }
            _ => Kept::default(),
        }
    }

    pub fn ended(&mut self, board: &str, outcome: Ended, doubts: Vec<String>) -> BoardRun {
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
            doubts,
            details: self.told.asked as u64,
            held: self.held,
            stored: self.stored,
            closed: 0,
            next_run_at: None,
        }
    }
}
