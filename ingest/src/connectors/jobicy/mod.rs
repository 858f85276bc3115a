//! Jobicy: `GET jobicy.com/api/v2/remote-jobs?count=100`, the newest jobs.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup};
use domain::salary::Period;
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document};
use crate::families::{pay, text, words};
use wire::Job;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| {
    Descriptor {
    slug: "jobicy".into(),
    name: "Jobicy".into(),
    kind: SourceKind::Board,
    url: "https://jobicy.com".into(),
    terms: "Link back to the job on Jobicy and name it as the source; at most hourly; jobs are not passed on to Jooble, Google Jobs or LinkedIn.".into(),
    access: Access::Offered,
    attribution: Some("Source: Jobicy (https://jobicy.com)".into()),
    pace_seconds: 60,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
}
});

/// The connector.
pub struct Jobicy;

impl Connector for Jobicy {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json("https://jobicy.com/api/v2/remote-jobs?count=100")
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let mut parsed = ParsedPage::default();
        match document.items_in("jobs") {
            Some(items) => json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed)),
            // A search without results leaves the list out of an envelope that is otherwise whole.
            None if document.field("jobCount").is_some() || document.field("apiVersion").is_some() => {}
            None => return Err(ParseError::NoList { missing: "list of jobs" }),
        }
        // The newest hundred are never the whole list.
        parsed.complete = false;
        Ok(parsed)
    }
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    let types: Vec<&str> = job.job_type.texts().collect();
    let employment_type = match types.as_slice() {
        [only] => parsed.employment("jobType", Some(only)),
        _ => None,
    };
    let salary = salary(&job);
    if salary.has_amount() && salary.period.is_none() {
        parsed.note_unknown("salaryPeriod", salary.period_word.unwrap_or("(absent)"));
    }
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            external_id: job.id.or_empty().to_owned(),
            url: job.url.or_empty().to_owned(),
            title: job.job_title.or_empty().to_owned(),
            company: job.company_name.to_option(),
            location: job.job_geo.get().and_then(|geo| text::places(geo.split(',').map(str::to_owned))),
            remote_flag: Some(true),
            employment_type: (!types.is_empty()).then(|| types.join(", ")),
            salary_text: salary.words(),
            description: job.job_description.to_option().or_else(|| job.job_excerpt.to_option()).map(Markup::Html),
            posted_at: job.pub_date.get().and_then(Timestamp::parse_lenient),
            known: Known { employment_type, salary: salary.band(), ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

fn salary(job: &Job) -> pay::Fields<'_> {
    let currency = job.salary_currency.get();
    let now = pay::Fields {
        min: job.salary_min.nonzero(),
        max: job.salary_max.nonzero(),
        currency,
        period: job.salary_period.get().and_then(words::period),
        period_word: job.salary_period.get(),
        kind: None,
    };
    if now.has_amount() {
        return now;
    }
    pay::Fields {
        min: job.annual_salary_min.nonzero(),
        max: job.annual_salary_max.nonzero(),
        currency,
        period: Some(Period::Year),
        ..pay::Fields::default()
    }
}

#[cfg(test)]
mod tests;
