//! USAJOBS, the United States' federal jobs: `GET data.usajobs.gov/api/search?RemoteIndicator=True`, 500 a page, with a key.

mod wire;

use std::sync::LazyLock;

use domain::employment::EmploymentType;
use domain::posting::{Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connector::{Board, Connector, FetchedPage, Key, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document};
use crate::families::lenient::{Number, Object};
use crate::families::{pay, text, words};
use wire::{Announcement, Descriptor as Described, ListArea, Pay};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "usajobs".into(),
    name: "USAJOBS".into(),
    kind: SourceKind::Board,
    url: "https://www.usajobs.gov".into(),
    terms: "Public search API with a free key of one's own; the announcement on USAJOBS is what counts.".into(),
    access: Access::Offered,
    attribution: Some("Source: USAJOBS (https://www.usajobs.gov)".into()),
    pace_seconds: 5,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// What the platform wants to know of who asks, beside the address in the user agent.
static KEYS: [Key; 1] = [Key::in_header("Authorization-Key")];

/// The connector.
pub struct UsaJobs;

impl Connector for UsaJobs {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _board: &Board, _since: Option<&Watermark>) -> PageRequest {
        page_at(1)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let missing = ParseError::NoList { missing: "SearchResultItems" };
        let result = document.inside("SearchResult").ok_or(missing.clone())?;
        let items = result.items_in("SearchResultItems").ok_or(missing)?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, announcement| take(announcement, page, parsed));
        let area = result.read_field::<Object<ListArea>>("UserArea");
        let last = area.as_ref().and_then(Object::get).map(|area| area.number_of_pages).and_then(Number::whole);
        if let (Ok(number), Some(last), false) = (page.context.parse::<i64>(), last, items.is_cut || items.raw.is_empty()) {
            parsed.next = (number < last).then(|| page_at(number + 1));
            parsed.complete_if(number == last);
        }
        Ok(parsed)
    }
}

fn page_at(number: i64) -> PageRequest {
    PageRequest::json(format!("https://data.usajobs.gov/api/search?Keyword=&RemoteIndicator=True&ResultsPerPage=500&Page={number}"))
        .remembering(number.to_string())
        .with_keys(&KEYS)
}

fn take(announcement: Announcement, page: &FetchedPage, parsed: &mut ParsedPage) {
    let none = Described::default();
    let job = announcement.matched_object_descriptor.get().unwrap_or(&none);
    let details = job.user_area.get().and_then(|area| area.details.get());
    let is_remote = details.and_then(|details| details.remote_indicator.get());
    let first_pay = job.position_remuneration.first();
    let salary = first_pay.map(fields);
    if let (Some(fields), Some(pay)) = (&salary, first_pay)
        && fields.period.is_none()
    {
        parsed.note_unknown("RateIntervalCode", pay.rate_interval_code.or_empty());
    }
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            external_id: announcement.matched_object_id.get().or(job.position_id.get()).unwrap_or_default().to_owned(),
            url: without_port(job.position_uri.or_empty()),
            apply_url: job.apply_uri.texts().next().map(without_port),
            title: job.position_title.or_empty().to_owned(),
            company: job.organization_name.to_option().or_else(|| job.department_name.to_option()),
            location: location(job),
            remote_flag: is_remote,
            employment_type: job.position_schedule.first().and_then(|schedule| schedule.name.to_option()),
            salary_text: salary.as_ref().and_then(pay::Fields::words),
            description: description(job),
            requisition: job.position_id.to_option(),
            posted_at: job.publication_start_date.get().and_then(Timestamp::parse_lenient),
            expires_at: job.application_close_date.get().and_then(Timestamp::parse_lenient),
            known: Known {
                work_mode: (is_remote == Some(true)).then_some(WorkMode::Remote),
                employment_type: employment(job),
                salary: salary.and_then(|fields| fields.band()),
                ..Known::default()
            },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// All pay is in dollars.
fn fields(pay: &Pay) -> pay::Fields<'_> {
    let code = pay.rate_interval_code.get();
    pay::Fields {
        min: pay.minimum_range.nonzero(),
        max: pay.maximum_range.nonzero(),
        currency: Some("USD"),
        period: code.and_then(words::period).or_else(|| pay.description.get().and_then(words::period)),
        period_word: pay.description.get().or(code),
        ..pay::Fields::default()
    }
}

/// Both fields are texts by many hands: what they clearly say is taken.
fn employment(job: &Described) -> Option<EmploymentType> {
    let read = |list: &[wire::Named]| list.first().and_then(|named| words::employment(named.name.get()?));
    match read(&job.position_offering_type) {
        Some(EmploymentType::Temporary | EmploymentType::Internship) => read(&job.position_offering_type),
        _ => read(&job.position_schedule),
    }
}

fn location(job: &Described) -> Option<String> {
    let each = job.position_location.iter().filter_map(|at| text::place([at.location_name.get(), at.country_code.get()]));
    text::places(each).or_else(|| job.position_location_display.to_option())
}

/// Plain text, in parts.
fn description(job: &Described) -> Option<Markup> {
    let details = job.user_area.get().and_then(|area| area.details.get());
    let mut parts: Vec<&str> = details.and_then(|details| details.job_summary.get()).into_iter().collect();
    parts.extend(details.into_iter().flat_map(|details| details.major_duties.texts()));
    parts.extend(job.qualification_summary.get());
    (!parts.is_empty()).then(|| Markup::Text(parts.join("\n\n")))
}

/// Addresses name the port that https has anyway.
fn without_port(url: &str) -> String {
    url.replacen(".gov:443/", ".gov/", 1)
}

#[cfg(test)]
mod tests;
