//! Which listing a new posting belongs to.

use std::collections::HashMap;

use db::Conn;
use db::postings::{self, Candidate, MergeRule, PostingRecord};
use domain::dedupe::normalised_title;
use domain::id::ListingId;

/// Stored and just-made postings that new ones may show the same job as.
pub(super) struct Matcher {
    by_url: HashMap<String, Vec<Candidate>>,
    by_opening: HashMap<String, Vec<Candidate>>,
}

impl Matcher {
    /// Looks up what is stored for these records.
    pub fn new(c: &mut Conn, records: &[PostingRecord]) -> Result<Matcher, db::Error> {
        let urls: Vec<String> = records.iter().map(|record| record.canonical_url.clone()).collect();
        let openings: Vec<String> = records.iter().filter_map(|record| record.opening_key.clone()).collect();
        let mut matcher = Matcher { by_url: HashMap::new(), by_opening: HashMap::new() };
        for candidate in postings::candidates(c, &urls, &openings)? {
            matcher.add(candidate);
        }
        Ok(matcher)
    }

    /// Lets the following records match this one, too.
    pub fn remember(&mut self, record: &PostingRecord) {
        self.add(Candidate {
            listing: record.listing,
            source: record.source.clone(),
            board: record.board.clone(),
            title: record.title.clone(),
            canonical_url: record.canonical_url.clone(),
            opening_key: record.opening_key.clone(),
            text_fingerprint: record.text_fingerprint.clone(),
            requisition: record.requisition.clone(),
            closed: false,
        });
    }

    fn add(&mut self, candidate: Candidate) {
        if let Some(key) = &candidate.opening_key {
            self.by_opening.entry(key.clone()).or_default().push(candidate.clone());
        }
        self.by_url.entry(candidate.canonical_url.clone()).or_default().push(candidate);
    }

    /// The listing that a record shows, and by which rule.
    ///
    /// One page with one title is one job; the title counts because some employers give every job the same page.
    /// Without the same page it takes the same opening (employer, title and places), and the same words or the
    /// same requisition: Remote – US and Remote – Canada, or two openings with one title, stay apart.
    pub fn listing_of(&self, record: &PostingRecord) -> Option<(ListingId, MergeRule)> {
        let title = normalised_title(&record.title);
        let same_page = self.by_url.get(&record.canonical_url).into_iter().flatten();
        if let Some(found) = best(same_page.filter(|candidate| normalised_title(&candidate.title) == title)) {
            return Some((found, MergeRule::Url));
        }
        let same_opening = self.by_opening.get(record.opening_key.as_ref()?).into_iter().flatten();
        let found = best(same_opening.filter(|candidate| {
            let same_words = record.text_fingerprint.is_some() && candidate.text_fingerprint == record.text_fingerprint;
            let same_requisition = record.requisition.is_some() && candidate.requisition == record.requisition;
            same_words || same_requisition
        }))?;
        Some((found, MergeRule::Opening))
    }
}

/// An open listing before a closed one, the oldest first, so that the choice does not depend on the order of rows.
fn best<'c>(candidates: impl Iterator<Item = &'c Candidate>) -> Option<ListingId> {
    candidates.min_by_key(|candidate| (candidate.closed, candidate.listing)).map(|candidate| candidate.listing)
}
