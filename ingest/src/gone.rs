//! Postings that no list speaks for: an emptied board, a board that is gone, a feed of the newest. Their own pages are asked, a few
//! in each run: one that answers 404 or 410 twice, hours apart, has been taken down by its source.

use db::postings::OpenPosting;

use crate::connector::{Board, PageRequest};
use crate::fetch::{self, Fetcher, Manners, Validators};

/// The most pages that are asked in one run.
const MAX_ASKED: usize = 20;

/// What the pages said.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// Postings that are gone.
    pub gone: Vec<OpenPosting>,
    /// Postings that are there.
    pub there: Vec<OpenPosting>,
    /// The last posting that was asked for.
    pub last: Option<String>,
}

/// Asks for the pages of some postings, going on after the one that was asked for last.
pub(crate) fn ask(fetcher: &Fetcher, board: &Board, manners: Manners, open: Vec<OpenPosting>, after: Option<&str>) -> Said {
    let mut said = Said::default();
    let (later, earlier): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|posting| after.is_none_or(|after| posting.id.to_string().as_str() > after));
    for posting in later.into_iter().chain(earlier).take(MAX_ASKED) {
        let answer = fetcher.page(board, &PageRequest::html(&posting.url), manners, &Validators::default());
        let id = posting.id.to_string();
        match answer {
            Ok(_) => said.there.push(posting),
            Err(fetch::Error::Status { status: 404 | 410, .. }) => said.gone.push(posting),
            Err(fetch::Error::Stopped | fetch::Error::LeftAlone { .. }) => break,
            Err(_) => {}
        }
        said.last = Some(id);
    }
    said
}
