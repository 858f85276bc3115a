//! Remotive: `GET remotive.com/api/remote-jobs`, all open jobs in one answer.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document};
use crate::families::lenient::Number;
use wire::Job;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| {
    Descriptor {
    slug: "remotive".into(),
    name: "Remotive".into(),
    kind: SourceKind::Board,
    url: "https://remotive.com".into(),
    terms: "Link back to the job on Remotive and name it as the source; at most four calls a day; jobs are shown 24 hours late and not passed on to other job boards.".into(),
    access: Access::Offered,
    attribution: Some("Source: Remotive (https://remotive.com)".into()),
    pace_seconds: 60,
    cadence_seconds: 6 * 3600,
    delay_seconds: 24 * 3600,
}
});

/// The connector.
pub struct Remotive;

impl Connector for Remotive {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json("https://remotive.com/api/remote-jobs")
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items_in("jobs").ok_or(ParseError::NoList { missing: "list of jobs" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
        let total = document.read_field::<Number>("total-job-count").and_then(Number::whole);
        parsed.complete_if(!items.is_cut && total.is_some_and(|total| usize::try_from(total) == Ok(items.raw.len())));
        Ok(parsed)
    }
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    let employment_type = parsed.employment("job_type", job.job_type.get());
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            external_id: job.id.or_empty().to_owned(),
            url: job.url.or_empty().to_owned(),
            title: job.title.or_empty().to_owned(),
            company: job.company_name.to_option(),
            location: job.candidate_required_location.to_option(),
            remote_flag: Some(true),
            employment_type: job.job_type.to_option(),
            salary_text: job.salary.to_option(),
            description: job.description.to_option().map(Markup::Html),
            tags: job.tags.texts().map(str::to_owned).collect(),
            posted_at: job.publication_date.get().and_then(Timestamp::parse_lenient),
            known: Known { employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
