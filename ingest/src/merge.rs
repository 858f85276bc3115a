//! From postings to the listing that people see. Merging never loses a place, a pay range or a source.

use std::collections::{BTreeMap, BTreeSet};

use db::Conn;
use db::listings::Write;
use db::postings::PostingRecord;
use domain::company::Company;
use domain::eligibility::Eligibility;
use domain::employment::EmploymentType;
use domain::id::ListingId;
use domain::listing::{Listing, SourceRef};
use domain::money::{Currency, Rates};
use domain::read::Sponsorship;
use domain::role::Role;
use domain::salary::{AnnualBand, SalaryBand};
use domain::score;
use domain::searched::{self, Advert};
use domain::source::SourceKind;
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connectors;

/// Words for places that a listing shows.
const MAX_EVIDENCE: usize = 200;

/// The listing that these postings show, as of `now`; `None` without postings. Open postings speak before closed ones,
/// employers before agencies, the employer's own system before boards, and the earliest seen first; what one leaves unsaid the
/// next may say. Of what a listing has several of (places, skills, sources, pay), it has those of all its postings.
pub fn listing(postings: &[PostingRecord], now: Timestamp) -> Option<Write> {
    let mut ranked: Vec<&PostingRecord> = postings.iter().collect();
    let companies: BTreeSet<&str> = postings.iter().filter_map(|posting| Some(posting.company.as_ref()?.slug.as_str())).collect();
    let by_agency = |posting: &PostingRecord| posting.traits.as_ref().is_some_and(|traits| !traits.is_employers(companies.len() > 1));
    ranked
        .sort_by_key(|posting| (posting.closed_at.is_some(), by_agency(posting), rank(&posting.source), posting.first_seen_at, posting.id));
    let lead = *ranked.first()?;
    // While one is open, closed ones say nothing any more.
    let speaking: Vec<&PostingRecord> = ranked.into_iter().filter(|p| p.closed_at.is_some() == lead.closed_at.is_some()).collect();
    let text = speaking.iter().find(|posting| !posting.description_text.is_empty()).copied().unwrap_or(lead);
    let salary = speaking.iter().find_map(|posting| Some((posting, posting.reading.salary.as_ref()?)));
    let company = speaking.iter().find_map(|posting| posting.company.clone());
    let closing = postings.iter().max_by_key(|posting| (posting.closed_at.is_none(), posting.closed_at));
    let mut listing = Listing {
        id: lead.listing,
        title: lead.title.clone(),
        role: first_said(&speaking, |p| p.reading.role.value, Role::other()),
        seniority: speaking.iter().find(|p| p.reading.seniority.evidence.is_some()).unwrap_or(&lead).reading.seniority.value,
        work_mode: first_said(&speaking, |p| p.reading.work_mode.value, WorkMode::Unknown),
        employment_type: first_said(&speaking, |p| p.reading.employment_type.value, EmploymentType::Unknown),
        eligibility: eligibility(&speaking)?,
        sponsorship: first_said(&speaking, |p| p.reading.sponsorship.value, Sponsorship::Unknown),
        language: speaking.iter().find_map(|posting| posting.reading.language),
        salary: salary.map(|(_, salary)| hull(salary.value, &speaking)),
        salary_words: match salary {
            Some((_, salary)) => salary.evidence.as_ref().map(|evidence| evidence.text.clone()),
            None => speaking.iter().find_map(|posting| posting.salary_text.clone()),
        },
        annual_usd: annual(&speaking),
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
        sources: sources(&speaking, company.as_ref()),
        locations: locations(&speaking),
        company,
    };
    listing.skills.sort();
    listing.skills.dedup();
    listing.score = score::total(&listing, &text.description_text, now);
    let rescore_at = if listing.closed_at.is_none() { score::next_change(&listing, now) } else { None };
    let others = speaking.iter().filter(|posting| posting.id != text.id);
    let others = others.map(|posting| Advert {
        title: &posting.title,
        company: posting.company.as_ref().map(|company| company.name.as_str()).unwrap_or_default(),
        text: &posting.description_text,
    });
    Some(Write { text_of: text.id, text_hash: searched::hash(&text.content_hash, others), rescore_at, listing })
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

/// From where the job may be done by any of these postings, with the first words for it.
fn eligibility(postings: &[&PostingRecord]) -> Option<Eligibility> {
    let mut all = postings.iter().map(|p| p.reading.eligibility.clone()).reduce(|a, b| a.union(b))?;
    all.evidence.truncate(MAX_EVIDENCE);
    Some(all)
}

/// The pay of a listing in the words of its first posting that states any, as wide as all that state it in the same way.
fn hull(first: SalaryBand, postings: &[&PostingRecord]) -> SalaryBand {
    let alike = |band: &SalaryBand| (band.currency(), band.period(), band.kind()) == (first.currency(), first.period(), first.kind());
    let bands = postings.iter().filter_map(|p| p.reading.salary.as_ref()).map(|salary| salary.value).filter(alike);
    bands.fold(first, |wide, band| {
        if wide == band {
            return wide;
        }
        let min = wide.min().or(wide.max()).min(band.min().or(band.max()));
        let max = wide.max().or(wide.min()).max(band.max().or(band.min()));
        SalaryBand::new(min, max, wide.currency(), wide.period(), wide.kind(), wide.origin()).unwrap_or(wide)
    })
}

/// The annual pay, as wide as that of all postings that state any.
fn annual(postings: &[&PostingRecord]) -> AnnualBand {
    let bands = postings.iter().filter_map(|p| Some(p.reading.salary.as_ref()?.value.annual(Currency::USD, Rates::builtin())));
    bands
        .reduce(|wide, band| {
            if wide == band {
                return wide;
            }
            let bottom = [wide.bottom(), band.bottom()].into_iter().flatten().min();
            AnnualBand { min: bottom, max: wide.top().max(band.top()) }
        })
        .unwrap_or_default()
}

/// The places in the sources' words.
fn locations(postings: &[&PostingRecord]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for place in postings.iter().filter_map(|posting| posting.location.as_ref()) {
        if !all.contains(place) {
            all.push(place.clone());
        }
    }
    all
}

fn sources(postings: &[&PostingRecord], employer: Option<&Company>) -> Vec<SourceRef> {
    let mut refs: Vec<SourceRef> = Vec::with_capacity(postings.len());
    for posting in postings {
        let source = SourceRef {
            source: posting.source.clone(),
            board: posting.board.clone(),
            url: posting.url.clone(),
            company: posting.company.clone().filter(|company| employer.is_some_and(|employer| employer.slug != company.slug)),
        };
        if !refs.contains(&source) {
            refs.push(source);
        }
    }
    refs
}
