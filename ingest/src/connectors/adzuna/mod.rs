//! Adzuna: `GET api.adzuna.com/v1/api/jobs/{country}/search/{page}`, the newest adverts that say "remote". The board
//! is a country (`us`, also where none is named), or a country with other words to search for (`gb:remote python`). Texts
//! are cut.

mod wire;

use std::sync::LazyLock;

use domain::employment::EmploymentType;
use domain::money::Currency;
use domain::posting::{Draft, Known, Markup};
use domain::salary::Period;
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, Key, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document};
use crate::families::{countries, pay, text};
use wire::{Job, Location};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "adzuna".into(),
    name: "Adzuna".into(),
    kind: SourceKind::Board,
    url: "https://www.adzuna.com".into(),
    terms: "Free API with a key of one's own, at most 25 requests a minute and 250 a day; show \"Jobs by Adzuna\" with a link.".into(),
    access: Access::Offered,
    attribution: Some("Jobs by Adzuna (https://www.adzuna.com)".into()),
    pace_seconds: 5,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// What the platform wants to know of who asks.
static KEYS: [Key; 2] = [Key::in_query("app_id"), Key::in_query("app_key")];
/// Adverts a page; the platform gives no more.
const LIMIT: usize = 50;
/// Pages of one run: four runs a day over a few countries stay below the day's limit.
const MAX_PAGES: u32 = 10;
/// What is no year's pay in any currency: some amounts stand as the advert has them, by the hour or month.
const LEAST_OF_A_YEAR: f64 = 5_000.0;

/// The connector.
pub struct Adzuna;

impl Connector for Adzuna {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, since: Option<&Watermark>) -> PageRequest {
        numbered(board, 1, since.map(|mark| mark.since))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items_in("results").or_else(|| document.items()).ok_or(ParseError::NoList { missing: "results" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
        let number = text::segment_after(&page.url, "/search/").and_then(|number| number.parse::<u32>().ok()).unwrap_or(MAX_PAGES);
        let since = page.context.parse().ok().map(Timestamp::from_unix_micros);
        let oldest = parsed.postings.iter().filter_map(|posting| posting.posted_at).min();
        let reaches_back = since.is_some_and(|since| oldest.is_some_and(|oldest| oldest <= since));
        if !items.is_cut && items.raw.len() >= LIMIT && number < MAX_PAGES && !reaches_back {
            parsed.next = Some(numbered(&page.board, number + 1, since));
        }
        // A search gives a part of what there is, and never says which.
        parsed.complete = false;
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::segment_after(url, "api.adzuna.com/v1/api/jobs/")
    }
}

fn numbered(board: &Board, page: u32, since: Option<Timestamp>) -> PageRequest {
    let (country, what) = board.slug.split_once(':').unwrap_or((&board.slug, "remote"));
    let country = if country.is_empty() { "us" } else { country };
    PageRequest::json(format!(
        "https://api.adzuna.com/v1/api/jobs/{}/search/{page}?results_per_page={LIMIT}&what={}&sort_by=date",
        text::segment(&country.to_lowercase()),
        text::segment(what)
    ))
    .remembering(since.map(|since| since.unix_micros().to_string()).unwrap_or_default())
    .with_keys(&KEYS)
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    let (time, kind) = (job.contract_time.get(), job.contract_type.get());
    // "contract" says more than the hours; "permanent" less.
    let employment_type = match (kind, time) {
        (Some("contract"), _) => Some(EmploymentType::Contract),
        (_, Some(time)) => parsed.employment("contract_time", Some(time)),
        (kind, None) => parsed.employment("contract_type", kind),
    };
    let amounts = (job.salary_min.nonzero(), job.salary_max.nonzero());
    let currency = job.location.get().and_then(currency);
    let salary = pay::Fields {
        min: amounts.0,
        max: amounts.1,
        currency: currency.as_ref().map(Currency::code),
        period: amounts.0.or(amounts.1).filter(|amount| *amount >= LEAST_OF_A_YEAR).map(|_| Period::Year),
        ..pay::Fields::default()
    };
    let salary = Some(salary).filter(|_| !job.salary_is_predicted.is_set());
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            // One advert stands in the answers to several searches: it belongs to none of them.
            board: None,
            external_id: job.id.or_empty().to_owned(),
            url: job.redirect_url.or_empty().to_owned(),
            title: job.title.or_empty().to_owned(),
            company: job.company.get().and_then(|company| company.display_name.to_option()),
            location: job.location.get().and_then(location),
            employment_type: text::place([kind, time]),
            salary_text: salary.as_ref().and_then(pay::Fields::words),
            description: job.description.to_option().map(Markup::Text),
            posted_at: job.created.get().and_then(Timestamp::parse_lenient),
            known: Known { employment_type, salary: salary.and_then(|salary| salary.band()), ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// From the smallest part up to the country: `Eagan, Dakota County, Minnesota, United States`.
fn location(at: &Location) -> Option<String> {
    let mut parts: Vec<&str> = at.area.texts().collect();
    if let Some(country) = parts.first_mut() {
        *country = countries::in_words(country);
    }
    text::place(parts.into_iter().rev().map(Some)).or_else(|| at.display_name.to_option())
}

fn currency(at: &Location) -> Option<Currency> {
    countries::by_code_or_name(at.area.texts().next()?)?.currency()
}

#[cfg(test)]
mod tests;
