//! From postings to the listing that people see. Merging never loses a place, a pay range or a source.

use std::collections::BTreeMap;

use db::Conn;
use db::listings::Write;
use db::postings::PostingRecord;
use domain::employment::EmploymentType;
use domain::id::ListingId;
use domain::listing::{Listing, SourceRef};
use domain::money::{Currency, Rates};
use domain::read::Sponsorship;
use domain::salary::AnnualBand;
use domain::score;
use domain::source::SourceKind;
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connectors;

/// The listing that these postings show, as of `now`; `None` without postings. Open postings speak before closed ones,
/// the employer's own system before boards, and the earliest seen first; what one leaves unsaid the next may say.
pub fn listing(postings: &[PostingRecord], now: Timestamp) -> Option<Write> {
    let mut ranked: Vec<&PostingRecord> = postings.iter().collect();
    ranked.sort_by_key(|posting| (posting.closed_at.is_some(), rank(&posting.source), posting.first_seen_at, posting.id));
    let lead = *ranked.first()?;
    // While one is open, closed ones say nothing any more.
    let speaking: Vec<&PostingRecord> = ranked.into_iter().filter(|p| p.closed_at.is_some() == lead.closed_at.is_some()).collect();
    let text = speaking.iter().find(|posting| !posting.description_text.is_empty()).copied().unwrap_or(lead);
    let salary = speaking.iter().find_map(|posting| Some((posting, posting.reading.salary.as_ref()?)));
    let closing = postings.iter().max_by_key(|posting| (posting.closed_at.is_none(), posting.closed_at));
    let mut listing = Listing {
        id: lead.listing,
        title: lead.title.clone(),
        company: speaking.iter().find_map(|posting| posting.company.clone()),
        role: lead.reading.role.value,
        seniority: lead.reading.seniority.value,
        work_mode: first_said(&speaking, |p| p.reading.work_mode.value, WorkMode::Unknown),
        employment_type: first_said(&speaking, |p| p.reading.employment_type.value, EmploymentType::Unknown),
        eligibility: speaking.iter().map(|p| p.reading.eligibility.clone()).reduce(|a, b| a.union(b))?,
        sponsorship: first_said(&speaking, |p| p.reading.sponsorship.value, Sponsorship::Unknown),
        language: speaking.iter().find_map(|posting| posting.reading.language),
        salary: salary.map(|(_, salary)| salary.value),
        salary_words: match salary {
            Some((_, salary)) => salary.evidence.as_ref().map(|evidence| evidence.text.clone()),
            None => speaking.iter().find_map(|posting| posting.salary_text.clone()),
        },
        annual_usd: salary.map_or_else(AnnualBand::default, |(_, s)| s.value.annual(Currency::USD, Rates::builtin())),
        skills: speaking.iter().flat_map(|posting| posting.reading.skills.iter().map(|skill| skill.value)).collect(),
        score: 0,
        score_version: score::VERSION,
        posted_at: speaking.iter().filter_map(|posting| posting.posted_at).min(),
        first_seen_at: postings.iter().map(|posting| posting.first_seen_at).min()?,
        last_seen_at: postings.iter().map(|posting| posting.last_seen_at).max()?,
        updated_at: now,
        closed_at: closing.and_then(|posting| posting.closed_at),
        close_reason: closing.and_then(|posting| posting.close_reason),
        apply_url: lead.apply_url.clone(),
        sources: sources(&speaking),
    };
    listing.skills.sort();
    listing.skills.dedup();
    listing.score = score::total(&listing, &text.description_text, now);
    let rescore_at = if listing.closed_at.is_none() { score::next_change(&listing, now) } else { None };
    Some(Write { text_of: text.id, text_hash: text.content_hash.clone(), rescore_at, listing })
}

/// The listings with these identifiers, made anew from their stored postings.
pub fn stored(c: &mut Conn, ids: &[ListingId], now: Timestamp) -> Result<Vec<Write>, db::Error> {
    let mut of_listing: BTreeMap<ListingId, Vec<PostingRecord>> = BTreeMap::new();
    for record in db::postings::of_listings(c, ids)? {
        of_listing.entry(record.listing).or_default().push(record);
    }
    Ok(of_listing.values().filter_map(|postings| listing(postings, now)).collect())
}

/// The order in which sources are believed: the employer's system, boards, threads, feeds.
fn rank(source: &str) -> usize {
    let kind = connectors::by_slug(source).map_or(SourceKind::Feed, |connector| connector.descriptor().kind);
    SourceKind::ALL.iter().position(|known| *known == kind).unwrap_or(usize::MAX)
}

fn first_said<T: PartialEq + Copy>(postings: &[&PostingRecord], value: impl Fn(&PostingRecord) -> T, silence: T) -> T {
    postings.iter().map(|posting| value(posting)).find(|value| *value != silence).unwrap_or(silence)
}

fn sources(postings: &[&PostingRecord]) -> Vec<SourceRef> {
    let mut refs: Vec<SourceRef> = Vec::with_capacity(postings.len());
    for posting in postings {
        let source = SourceRef { source: posting.source.clone(), board: posting.board.clone(), url: posting.url.clone() };
        if !refs.contains(&source) {
            refs.push(source);
        }
    }
    refs
}
