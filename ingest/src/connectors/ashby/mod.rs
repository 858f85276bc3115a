//! Ashby: `GET api.ashbyhq.com/posting-api/job-board/{board}?includeCompensation=true`, the whole board in one answer.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup, Rejection};
use domain::salary::PayKind;
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::{pay, text, words};
use wire::{Compensation, Component, Job};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "ashby".into(),
    name: "Ashby".into(),
    kind: SourceKind::Ats,
    url: "https://www.ashbyhq.com".into(),
    terms: "Public posting API, made for showing an employer's openings elsewhere; no key.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 2,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct Ashby;

impl Connector for Ashby {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json(format!("https://api.ashbyhq.com/posting-api/job-board/{}?includeCompensation=true", text::segment(&board.slug)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items_in("jobs").ok_or(ParseError::NoList { missing: "list of jobs" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
        parsed.complete_if(!items.is_cut);
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        ["/posting-api/job-board/", "jobs.ashbyhq.com/"].iter().find_map(|prefix| text::segment_after(url, prefix))
    }
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    if job.is_listed.get() == Some(false) {
        return parsed.reject(Rejection::NotListed, "isListed is false: it is open by link only", job.id.or_empty());
    }
    let work_mode = work_mode(&job, parsed);
    let employment_type = parsed.employment("employmentType", job.employment_type.get());
    let shown = job.should_display_compensation_on_job_postings.get() != Some(false);
    let compensation = job.compensation.get().filter(|_| shown);
    let salary = compensation.and_then(salary_component).map(|component| fields(component, compensation));
    let summary =
        compensation.and_then(|c| c.compensation_tier_summary.to_option().or_else(|| c.scrapeable_compensation_salary_summary.to_option()));
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: job.id.or_empty().to_owned(),
            url: job.job_url.or_empty().to_owned(),
            apply_url: job.apply_url.to_option(),
            title: job.title.or_empty().to_owned(),
            company: name_from_slug(&page.board.slug),
            location: location(&job),
            remote_flag: job.is_remote.get(),
            employment_type: job.employment_type.to_option(),
            salary_text: summary,
            description: job.description_html.to_option().map(Markup::Html).or_else(|| job.description_plain.to_option().map(Markup::Text)),
            posted_at: job.published_at.get().and_then(Timestamp::parse_lenient),
            known: Known { work_mode, employment_type, salary: salary.and_then(|fields| fields.band()), ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// The workplace type is a choice of three that the employer made; the flag also stands at hybrid jobs and decides only without it.
fn work_mode(job: &Job, parsed: &mut ParsedPage) -> Option<WorkMode> {
    parsed.work_mode("workplaceType", job.workplace_type.get()).or_else(|| job.is_remote.is_set().then_some(WorkMode::Remote))
}

fn location(job: &Job) -> Option<String> {
    let main = job.location.to_option().or_else(|| {
        let address = job.address.get()?.postal_address.get()?;
        text::place([address.address_locality.get(), address.address_region.get(), address.address_country.get()])
    });
    text::places(main.into_iter().chain(job.secondary_locations.iter().filter_map(|other| other.location.to_option())))
}

/// The one salary component: of the summary, which spans all tiers, or of the only tier that has one.
fn salary_component(compensation: &Compensation) -> Option<&Component> {
    let is_salary = |component: &&Component| {
        component.compensation_type.get() == Some("Salary")
            && (component.min_value.nonzero().is_some() || component.max_value.nonzero().is_some())
    };
    let summary: Vec<_> = compensation.summary_components.iter().filter(is_salary).collect();
    let tiers: Vec<_> = compensation.compensation_tiers.iter().flat_map(|tier| tier.components.iter()).filter(is_salary).collect();
    match (summary.as_slice(), tiers.as_slice()) {
        ([only], _) | ([], [only]) => Some(only),
        _ => None,
    }
}

fn fields<'a>(component: &'a Component, compensation: Option<&Compensation>) -> pay::Fields<'a> {
    let mut salaries = compensation.into_iter().flat_map(|c| c.compensation_tiers.iter()).flat_map(|tier| tier.components.iter());
    let is_ote = salaries.any(|c| c.compensation_type.get() == Some("Salary") && c.summary.or_empty().contains("OTE"));
    pay::Fields {
        min: component.min_value.nonzero(),
        max: component.max_value.nonzero(),
        currency: component.currency_code.get(),
        period: component.interval.get().and_then(words::period),
        period_word: component.interval.get(),
        kind: is_ote.then_some(PayKind::Ote),
    }
}

#[cfg(test)]
mod tests;
