//! The second step of platforms that give a list first: what the list leaves out is asked for posting by posting, and only for those that
//! are new or listed differently than before.

use db::postings::Known;
use domain::posting::Posting;
use domain::time::Timestamp;

use crate::connector::{Board, Connector};
use crate::error::Error;
use crate::fetch::{self, Fetched, Fetcher, Manners, Validators};
use crate::store::{Seen, Store, key};

/// The most postings that are asked for in one run; the others are asked for in later ones.
const MAX_ASKED: usize = 1_000;
/// Begins the revision of a posting that is kept as listed, so that its details are asked for again.
const LISTED: &str = "listed:";

/// Asks for details during one run over one board.
pub(crate) struct Details<'a> {
    pub connector: &'a dyn Connector,
    pub board: &'a Board,
    pub store: &'a Store<'a>,
    pub fetcher: &'a Fetcher,
    /// When the run has to end.
    pub ends_at: Timestamp,
    pub told: Told,
}

/// What came of asking.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Requests made.
    pub asked: usize,
    /// Postings whose details are still to be had.
    pub missing: usize,
    /// Why the first of them has none.
    pub failure: Option<String>,
    /// Whether there is no use in asking on.
    is_over: bool,
}

impl Details<'_> {
    /// The same postings with their details. One whose details cannot be had stays as it is stored, or as listed if it is new: it is
    /// asked for again in the next run.
    pub fn add(&mut self, listed: Vec<Seen>) -> Result<Vec<Seen>, Error> {
        let requests: Vec<_> = listed.iter().map(|seen| self.connector.detail(self.board, &seen.posting)).collect();
        if requests.iter().all(Option::is_none) {
            return Ok(listed);
        }
        let known = self.store.known(listed.iter().map(|seen| &seen.posting))?;
        let mut whole = Vec::with_capacity(listed.len());
        for (mut seen, request) in listed.into_iter().zip(requests) {
            let Some(request) = request else {
                whole.push(seen);
                continue;
            };
            let (hash, stored) = (seen.posting.content_hash(), known.get(&key(&seen.posting)));
            if stored.is_some_and(|stored| stored.says(&hash)) {
                whole.push(seen);
                continue;
            }
            match self.ask(&request, &seen.posting) {
                Ok(told) => {
                    seen.posting = complete(seen.posting, told);
                    seen.posting.revision = Some(hash);
                    whole.push(seen);
                }
                Err(failure) => {
                    self.told.missing += 1;
                    self.told.failure.get_or_insert(failure);
                    whole.extend(kept(seen, stored, &hash));
                }
            }
        }
        Ok(whole)
    }

    fn ask(&mut self, request: &crate::connector::PageRequest, listed: &Posting) -> Result<Posting, String> {
        if self.told.is_over || self.told.asked == MAX_ASKED || self.fetcher.now() > self.ends_at {
            return Err("it is another run's turn".to_owned());
        }
        self.told.asked += 1;
        let manners = Manners::of(self.connector.descriptor());
        let page = match self.fetcher.page(self.board, request, manners, &Validators::default()) {
            Ok(Fetched::Page(page, _)) => page,
            Ok(Fetched::Unchanged) => return Err("the host called unchanged what nobody has".to_owned()),
            Err(error) => {
                self.told.is_over = matches!(error, fetch::Error::Stopped | fetch::Error::LeftAlone { .. });
                return Err(error.to_string());
            }
        };
        let parsed = self.connector.parse(&page).map_err(|error| error.to_string())?;
        let told = parsed.postings.into_iter().find(|told| told.external_id == listed.external_id);
        told.ok_or_else(|| match parsed.rejected.first() {
            Some(rejected) => rejected.detail.clone(),
            None => "the answer tells of another posting".to_owned(),
        })
    }
}

/// A posting without details: what is stored is not given up for less.
fn kept(mut seen: Seen, stored: Option<&Known>, hash: &str) -> Option<Seen> {
    match stored {
        Some(stored) if !stored.closed && !stored.content_hash.starts_with(LISTED) => {
            // Only marked as seen; read by older rules, it would be read anew from too little.
            seen.posting.revision = Some(stored.content_hash.clone());
            stored.says(&stored.content_hash).then_some(seen)
        }
        _ => {
            seen.posting.revision = Some(format!("{LISTED}{hash}"));
            Some(seen)
        }
    }
}

/// A posting as its own answer tells it, and as listed where that is silent. It keeps its place in the source.
pub(crate) fn complete(listed: Posting, told: Posting) -> Posting {
    let mut whole = told;
    (whole.source, whole.board, whole.external_id) = (listed.source, listed.board, listed.external_id);
    if whole.apply_url == whole.url {
        whole.apply_url = listed.apply_url;
    }
    if whole.description_text.is_empty() {
        (whole.description_html, whole.description_text) = (listed.description_html, listed.description_text);
    }
    if whole.tags.is_empty() {
        whole.tags = listed.tags;
    }
    whole.company = whole.company.or(listed.company);
    whole.location = whole.location.or(listed.location);
    whole.remote_flag = whole.remote_flag.or(listed.remote_flag);
    whole.employment_type = whole.employment_type.or(listed.employment_type);
    whole.salary_text = whole.salary_text.or(listed.salary_text);
    whole.requisition = whole.requisition.or(listed.requisition);
    whole.posted_at = whole.posted_at.or(listed.posted_at);
    whole.expires_at = whole.expires_at.or(listed.expires_at);
    whole.language = whole.language.or(listed.language);
    whole.known = whole.known.or(listed.known);
    whole
}
