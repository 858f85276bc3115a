//! Arbeitnow: `GET www.arbeitnow.com/api/job-board-api?page=n`, all open jobs page by page. Mostly German and on site.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document};
use crate::families::{text, words};
use wire::{Job, Links};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "arbeitnow".into(),
    name: "Arbeitnow".into(),
    kind: SourceKind::Board,
    url: "https://www.arbeitnow.com".into(),
    terms: "Free public API, no key; link back to the job on Arbeitnow and name it as the source.".into(),
    access: Access::Offered,
    attribution: Some("Source: Arbeitnow (https://www.arbeitnow.com)".into()),
    pace_seconds: 5,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// Words among the kinds of employment that name a level.
const LEVELS: [&str; 9] = [
    "berufserfahren",
    "professional / experienced",
    "berufseinstieg",
    "entry",
    "mid",
    "senior",
    "teamleitung",
    "geschäftsleitung",
    "hilfstätigkeit / student",
];

/// The connector.
pub struct Arbeitnow;

impl Connector for Arbeitnow {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _board: &Board, _since: Option<&Watermark>) -> PageRequest {
        numbered(1)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items_in("data").ok_or(ParseError::NoList { missing: "data" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
        let links: Option<Links> = document.read_field("links");
        let number = text::parameter(&page.url, "page").and_then(|number| number.parse::<u32>().ok()).unwrap_or(1);
        if !items.is_cut && !items.raw.is_empty() && links.as_ref().is_some_and(|links| links.next.get().is_some()) {
            parsed.next = Some(numbered(number.saturating_add(1)));
        }
        parsed.complete_if(!items.is_cut && links.is_some_and(|links| links.next.get().is_none()));
        Ok(parsed)
    }
}

fn numbered(page: u32) -> PageRequest {
    PageRequest::json(format!("https://www.arbeitnow.com/api/job-board-api?page={page}"))
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    let kinds: Vec<&str> = job.job_types.texts().filter(|kind| !LEVELS.contains(&kind.to_lowercase().as_str())).collect();
    let employment_type = kinds.iter().find_map(|kind| words::employment(kind));
    if employment_type.is_none() {
        kinds.iter().for_each(|kind| parsed.note_unknown("job_types", kind));
    }
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            external_id: job.slug.or_empty().to_owned(),
            url: job.url.or_empty().to_owned(),
            title: job.title.or_empty().to_owned(),
            company: job.company_name.to_option(),
            location: job.location.to_option(),
            remote_flag: job.remote.get(),
            employment_type: (!kinds.is_empty()).then(|| kinds.join(", ")),
            description: job.description.to_option().map(Markup::Html),
            tags: job.tags.texts().map(str::to_owned).collect(),
            posted_at: job.created_at.get().and_then(Timestamp::parse_lenient),
            known: Known { employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
