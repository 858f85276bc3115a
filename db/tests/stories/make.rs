//! Invented records.

use db::listings::Write;
use db::postings::PostingRecord;
use domain::company::Company;
use domain::dedupe::MergeRule;
use domain::id::{ListingId, PostingId};
use domain::listing::{Listing, SourceRef};
use domain::money::Rates;
use domain::read::{self, PostingText};
use domain::salary::AnnualBand;
use domain::time::Timestamp;

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_800_000_000 + seconds)
}

pub fn listing_id(n: u128) -> ListingId {
    ListingId::new(at(0), n)
}

pub fn posting_id(n: u128) -> PostingId {
    PostingId::new(at(0), n)
}

pub fn posting(n: u128, title: &str) -> PostingRecord {
    let text = "You live in Portugal. We pay €50,000 - €60,000 a year. Rust and SQL.";
    PostingRecord {
        id: posting_id(n),
        listing: listing_id(n),
        rule: MergeRule::First,
        source: "remotive".to_owned(),
        board: String::new(),
        external_id: n.to_string(),
        url: format!("https://jobs.example/{n}"),
        apply_url: format!("https://jobs.example/{n}"),
        requisition: None,
        title: title.to_owned(),
        company: Company::from_name("Acme"),
        location: Some("Remote, Portugal".to_owned()),
        salary_text: Some("€50,000 - €60,000".to_owned()),
        description_html: format!("<p>{text}</p>"),
        description_text: text.to_owned(),
        posted_at: Some(at(-3600)),
        expires_at: None,
        reading: read::read(&PostingText {
            title,
            location: Some("Remote, Portugal"),
            remote_flag: Some(true),
            text,
            ..PostingText::default()
        }),
        content_hash: format!("hash of {title}"),
        traits: None,
        changed_at: at(0),
        first_seen_at: at(0),
        last_seen_at: at(0),
        closed_at: None,
        close_reason: None,
        missed_since: None,
    }
}

pub fn write(posting: &PostingRecord) -> Write {
    let reading = &posting.reading;
    let salary = reading.salary.as_ref().map(|salary| salary.value);
    let usd = domain::money::Currency::USD;
    Write {
        listing: Listing {
            id: posting.listing,
            title: posting.title.clone(),
            company: posting.company.clone(),
            role: reading.role.value,
            seniority: reading.seniority.value,
            work_mode: reading.work_mode.value,
            employment_type: reading.employment_type.value,
            eligibility: reading.eligibility.clone(),
            sponsorship: reading.sponsorship.value,
            language: reading.language,
            salary,
            salary_words: None,
            annual_usd: salary.map_or_else(AnnualBand::default, |salary| salary.annual(usd, Rates::builtin())),
            skills: reading.skills.iter().map(|skill| skill.value).collect(),
            score: 50,
            score_version: 1,
            posted_at: posting.posted_at,
            first_seen_at: posting.first_seen_at,
            last_seen_at: posting.last_seen_at,
            updated_at: posting.last_seen_at,
            closed_at: posting.closed_at,
            close_reason: posting.close_reason,
            apply_url: posting.apply_url.clone(),
            sources: vec![SourceRef {
                source: posting.source.clone(),
                board: posting.board.clone(),
                url: posting.url.clone(),
                company: None,
            }],
            locations: posting.location.iter().cloned().collect(),
        },
        text_of: posting.id,
        text_hash: posting.content_hash.clone(),
        rescore_at: Some(at(7 * 86_400)),
    }
}
