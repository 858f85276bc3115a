//! Himalayas: `GET himalayas.app/jobs/api?limit=20&offset=…`, newest first, of about a hundred thousand.

mod places;
mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document};
use crate::families::lenient::Number;
use crate::families::{pay, text, words};
use wire::Job;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "himalayas".into(),
    name: "Himalayas".into(),
    kind: SourceKind::Board,
    url: "https://himalayas.app".into(),
    terms: "Link back to the job on Himalayas and name it as the source; no key; it answers 429 when asked fast.".into(),
    access: Access::Offered,
    attribution: Some("Source: Himalayas (https://himalayas.app)".into()),
    pace_seconds: 5,
    cadence_seconds: 3600,
    delay_seconds: 0,
});

/// Jobs a page; the platform gives no more.
const LIMIT: usize = 20;

/// How far a run goes back that has no watermark.
const MAX_OFFSET: usize = 1_000;

/// The connector.
pub struct Himalayas;

impl Connector for Himalayas {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _board: &Board, since: Option<&Watermark>) -> PageRequest {
        page_at(0, since.map(|mark| mark.since))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items_in("jobs").ok_or(ParseError::NoList { missing: "list of jobs" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
        let count = |field| document.read_field::<Number>(field).and_then(Number::whole).and_then(|n| usize::try_from(n).ok());
        let (offset, total) = (count("offset").unwrap_or(0), count("totalCount"));
        let reached = offset.saturating_add(items.raw.len());
        let more = !items.is_cut && !items.raw.is_empty() && total.is_some_and(|total| reached < total);
        let since = page.context.parse().ok().map(Timestamp::from_unix_micros);
        let oldest = parsed.postings.iter().filter_map(|posting| posting.posted_at).min();
        let wanted = match since {
            Some(since) => oldest.is_some_and(|oldest| oldest > since),
            None => reached < MAX_OFFSET,
        };
        if more && wanted {
            parsed.next = Some(page_at(reached, since));
        }
        parsed.complete_if(!items.is_cut && total == Some(reached));
        Ok(parsed)
    }
}

fn page_at(offset: usize, since: Option<Timestamp>) -> PageRequest {
    PageRequest::json(format!("https://himalayas.app/jobs/api?limit={LIMIT}&offset={offset}"))
        .remembering(since.map(|since| since.unix_micros().to_string()).unwrap_or_default())
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    let employment_type = parsed.employment("employmentType", job.employment_type.get());
    let salary = pay::Fields {
        min: job.min_salary.nonzero(),
        max: job.max_salary.nonzero(),
        currency: job.currency.get(),
        period: job.salary_period.get().and_then(words::period),
        period_word: job.salary_period.get(),
        kind: None,
    };
    if salary.has_amount() && salary.period.is_none() {
        parsed.note_unknown("salaryPeriod", salary.period_word.unwrap_or("(absent)"));
    }
    let countries: Vec<&str> = job.location_restrictions.iter().map(|country| country.0.as_str()).collect();
    for unknown in places::unknown(&countries) {
        parsed.note_unknown("locationRestrictions", unknown);
    }
    let offsets: Vec<f64> = job.timezone_restrictions.iter().filter_map(|offset| offset.get()).collect();
    // Without countries the time zones are all that is said: the reader gets them as words.
    let location = text::places(countries.iter().map(|name| (*name).to_owned())).or_else(|| places::in_words(&places::windows(&offsets)));
    let address = job.application_link.get().or(job.guid.get()).unwrap_or_default();
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            external_id: job.guid.get().unwrap_or(address).to_owned(),
            url: job.guid.get().filter(|guid| guid.starts_with("http")).unwrap_or(address).to_owned(),
            apply_url: job.application_link.to_option(),
            title: job.title.or_empty().to_owned(),
            company: job.company_name.to_option(),
            location,
            remote_flag: Some(true),
            employment_type: job.employment_type.to_option(),
            salary_text: salary.words(),
            description: job.description.to_option().or_else(|| job.excerpt.to_option()).map(Markup::Html),
            tags: job.categories.texts().map(|category| category.replace('-', " ")).collect(),
            posted_at: job.pub_date.get().and_then(Timestamp::parse_lenient),
            expires_at: job.expiry_date.get().and_then(Timestamp::parse_lenient),
            known: Known {
                employment_type,
                salary: salary.band(),
                eligibility: places::eligibility(&countries, &offsets),
                ..Known::default()
            },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
