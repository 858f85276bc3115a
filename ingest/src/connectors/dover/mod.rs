//! Dover: `GET app.dover.com/api/v1/careers-page/{id}/jobs`, pages by offset and limit, without texts; these stand in
//! the answer for each job. The board is the careers page's id.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup, Posting, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document, Items};
use crate::families::lenient::{Number, Text};
use crate::families::{pay, text, words};
use wire::{Job, Location};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "dover".into(),
    name: "Dover".into(),
    kind: SourceKind::Ats,
    url: "https://www.dover.com".into(),
    terms: "The JSON behind an employer's public careers page; no key. Asked slowly, each job once.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 3,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

/// Jobs a page.
const LIMIT: usize = 100;

/// The connector.
pub struct Dover;

impl Connector for Dover {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        page_at(board, 0)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let mut parsed = ParsedPage::default();
        let Some(items) = document.items_in("results") else {
            if document.field("title").is_none() || document.field("id").is_none() {
                return Err(ParseError::NoList { missing: "results" });
            }
            let single = Items { raw: vec![document.text()], is_cut: false };
            json::each(&single, &mut parsed, |parsed, job| take(&job, page, parsed));
            return Ok(parsed);
        };
        json::each(&items, &mut parsed, |parsed, job| take(&job, page, parsed));
        let more = document.read_field::<Text>("next").is_some_and(|next| next.get().is_some());
        let offset = text::parameter(&page.url, "offset").and_then(|offset| offset.parse::<usize>().ok()).unwrap_or(0);
        let reached = offset.saturating_add(items.raw.len());
        if more && !items.is_cut && !items.raw.is_empty() {
            parsed.next = Some(page_at(&page.board, reached));
        }
        let total = document.read_field::<Number>("count").and_then(Number::whole);
        parsed.complete_if(!items.is_cut && !more && total.is_none_or(|total| usize::try_from(total) == Ok(reached)));
        Ok(parsed)
    }

    fn detail(&self, _board: &Board, listed: &Posting) -> Option<PageRequest> {
        let id = text::segment(&listed.external_id);
        Some(PageRequest::json(format!("https://app.dover.com/api/v1/inbound/application-portal-job/{id}")))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::segment_after(url, "/api/v1/careers-page/")
    }
}

fn page_at(board: &Board, offset: usize) -> PageRequest {
    let id = text::segment(&board.slug);
    PageRequest::json(format!("https://app.dover.com/api/v1/careers-page/{id}/jobs?limit={LIMIT}&offset={offset}"))
}

fn take(job: &Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    let id = job.id.or_empty();
    if job.is_sample.is_set() || job.is_published.get() == Some(false) {
        return parsed.reject(Rejection::NotListed, "it is a sample or not published", id);
    }
    let compensation = job.compensation.get();
    let kind = compensation.and_then(|pay| pay.employment_type.get());
    let employment_type = parsed.employment("compensation.employment_type", kind);
    let salary = compensation.map(|pay| pay::Fields {
        min: pay.lower_bound.nonzero(),
        max: pay.upper_bound.nonzero(),
        currency: pay.currency_code.get(),
        period: pay.salary_type.get().and_then(words::period),
        period_word: pay.salary_type.get(),
        kind: None,
    });
    let client = job.client_name.get();
    let apply = || format!("https://app.dover.com/apply/{}/{}", text::segment(client.unwrap_or("-")), text::segment(id));
    let work_mode = work_mode(job, parsed);
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: id.to_owned(),
            url: job.job_posting_url.to_option().unwrap_or_else(apply),
            title: job.title.or_empty().to_owned(),
            company: client.map(str::to_owned).or_else(|| company_in(job.job_posting_url.get()?)),
            location: text::places(job.locations.iter().filter_map(in_words)).or_else(|| job.location.to_option()),
            remote_flag: job.is_remote.get(),
            employment_type: kind.map(str::to_owned),
            salary_text: salary.as_ref().and_then(pay::Fields::words),
            description: job.user_provided_description.to_option().map(Markup::Html),
            posted_at: job.published_at.get().or(job.created.get()).and_then(Timestamp::parse_lenient),
            known: Known { work_mode, employment_type, salary: salary.and_then(|fields| fields.band()), ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// The employer that an address names: `https://jobs.dover.com/companies/acme/jobs/1`.
fn company_in(url: &str) -> Option<String> {
    let slug = text::segment_after(url, "/companies/").or_else(|| text::segment_after(url, "/apply/"))?;
    name_from_slug(&slug)
}

/// The one mode that all places and the job itself have; several offer a choice.
fn work_mode(job: &Job, parsed: &mut ParsedPage) -> Option<WorkMode> {
    let words = job.locations.iter().map(|at| at.location_type.get()).chain([job.workplace_type.get()]).flatten();
    let mut modes: Vec<WorkMode> = words.filter_map(|word| parsed.work_mode("location_type", Some(word))).collect();
    modes.dedup();
    match modes.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

fn in_words(at: &Location) -> Option<String> {
    let parts = || {
        let option = at.location_option.get()?;
        text::place([option.city.get(), option.state.get(), option.country.get()]).or_else(|| option.display_name.to_option())
    };
    at.name.to_option().or_else(parts)
}

#[cfg(test)]
mod tests;
