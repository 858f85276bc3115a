//! Remote OK: `GET remoteok.com/api`, about a hundred of the newest jobs. The first element is a legal
//! notice; texts were decoded wrongly upstream and carry a trailer that names the reader's address.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup};
use domain::salary::Period;
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document};
use crate::families::{pay, text};
use wire::Job;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "remoteok".into(),
    name: "Remote OK".into(),
    kind: SourceKind::Board,
    url: "https://remoteok.com".into(),
    terms: "Link back to the job on Remote OK with a followed link and name Remote OK as the source; its logo is not used without leave."
        .into(),
    access: Access::Offered,
    attribution: Some("Source: Remote OK (https://remoteok.com)".into()),
    pace_seconds: 10,
    cadence_seconds: 3600,
    delay_seconds: 0,
});

/// The sentence that asks applicants to prove that they read the text; behind it stands the reader's address in base64.
const TRAILER: &str = "Please mention the word";

/// The connector.
pub struct RemoteOk;

impl Connector for RemoteOk {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json("https://remoteok.com/api")
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items().ok_or(ParseError::NoList { missing: "list of jobs" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
        // Only the newest are given, so that a missing job is not a closed one.
        parsed.complete = false;
        Ok(parsed)
    }
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    if job.legal.get().is_some() && job.id.get().is_none() {
        return;
    }
    let repaired = |text: &crate::families::lenient::Text| text.get().map(text::repair_mojibake);
    let salary = pay::Fields {
        min: job.salary_min.nonzero(),
        max: job.salary_max.nonzero(),
        currency: Some("USD"),
        period: Some(Period::Year),
        ..pay::Fields::default()
    };
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            external_id: job.id.or_empty().to_owned(),
            url: job.url.or_empty().to_owned(),
            apply_url: job.apply_url.to_option(),
            title: repaired(&job.position).unwrap_or_default(),
            company: repaired(&job.company),
            location: repaired(&job.location).and_then(|location| text::place(location.split(',').map(Some))),
            // Every job of the board is remote by definition.
            remote_flag: Some(true),
            salary_text: salary.words(),
            description: repaired(&job.description).map(|html| Markup::Html(text::before_last(&html, TRAILER).to_owned())),
            tags: job.tags.texts().map(str::to_owned).collect(),
            posted_at: job.date.get().and_then(Timestamp::parse_lenient).or_else(|| Timestamp::from_epoch_number(job.epoch.whole()?)),
            known: Known { salary: salary.band(), ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
