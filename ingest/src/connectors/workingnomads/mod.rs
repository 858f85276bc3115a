//! Working Nomads: `GET workingnomads.com/api/exposed_jobs/`, the newest jobs in one answer, all of them remote.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document};
use wire::Job;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "workingnomads".into(),
    name: "Working Nomads".into(),
    kind: SourceKind::Board,
    url: "https://www.workingnomads.com".into(),
    terms: "Public API of the newest jobs; link back to the job on Working Nomads.".into(),
    access: Access::Offered,
    attribution: Some("Source: Working Nomads (https://www.workingnomads.com)".into()),
    pace_seconds: 10,
    cadence_seconds: 3 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct WorkingNomads;

impl Connector for WorkingNomads {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json("https://www.workingnomads.com/api/exposed_jobs/")
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items().ok_or(ParseError::NoList { missing: "list of jobs" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
        // The newest only, so that a missing job is not a closed one.
        parsed.complete = false;
        Ok(parsed)
    }
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            external_id: wire::id(job.url.or_empty()).to_owned(),
            url: job.url.or_empty().to_owned(),
            title: job.title.or_empty().to_owned(),
            company: job.company_name.to_option(),
            location: job.location.to_option(),
            remote_flag: Some(true),
            description: job.description.to_option().map(Markup::Html),
            tags: job.tags.or_empty().split(',').map(str::to_owned).collect(),
            posted_at: job.pub_date.get().and_then(Timestamp::parse_lenient),
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
