//! The Muse: `GET themuse.com/api/public/jobs?location=Flexible / Remote`, 20 jobs a page, at most 99 pages.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document};
use crate::families::lenient::Number;
use crate::families::text;
use wire::Job;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "themuse".into(),
    name: "The Muse".into(),
    kind: SourceKind::Board,
    url: "https://www.themuse.com".into(),
    terms: "Public jobs API, 500 requests an hour without a key; link back to the job on The Muse.".into(),
    access: Access::Offered,
    attribution: Some("Source: The Muse (https://www.themuse.com)".into()),
    pace_seconds: 10,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

/// The page behind which the API gives nothing.
const LAST_PAGE: i64 = 99;
/// The place that stands for "from anywhere".
const REMOTE: &str = "Flexible / Remote";

/// The connector.
pub struct TheMuse;

impl Connector for TheMuse {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _board: &Board, _since: Option<&Watermark>) -> PageRequest {
        page_at(1)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items().or_else(|| document.items_in("results")).ok_or(ParseError::NoList { missing: "list of results" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
        let count = |field| document.read_field::<Number>(field).and_then(Number::whole);
        if let (Some(number), Some(last), false) = (count("page"), count("page_count"), items.is_cut || items.raw.is_empty()) {
            parsed.next = (number < last.min(LAST_PAGE)).then(|| page_at(number + 1));
            parsed.complete_if(number == last && last <= LAST_PAGE);
        }
        Ok(parsed)
    }
}

fn page_at(number: i64) -> PageRequest {
    PageRequest::json(format!("https://www.themuse.com/api/public/jobs?page={number}&location=Flexible%20%2F%20Remote"))
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    let is_remote = job.locations.iter().any(|at| at.name.get() == Some(REMOTE));
    let places = text::places(job.locations.iter().filter_map(|at| at.name.to_option()).filter(|name| name != REMOTE));
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            external_id: job.id.or_empty().to_owned(),
            url: job.refs.get().map(|refs| refs.landing_page.or_empty().to_owned()).unwrap_or_default(),
            title: job.name.or_empty().to_owned(),
            company: job.company.get().and_then(|company| company.name.to_option()),
            remote_flag: Some(is_remote),
            description: job.contents.to_option().map(Markup::Html),
            posted_at: job.publication_date.get().and_then(Timestamp::parse_lenient),
            // Beside places, it is one way of several to do the job.
            known: Known { work_mode: (is_remote && places.is_none()).then_some(WorkMode::Remote), ..Known::default() },
            location: places.or_else(|| is_remote.then(|| REMOTE.to_owned())),
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
