//! Any job feed in RSS or Atom. The board is the feed's address; behind its `#` may stand a mapping, which is never
//! sent: `https://jobs.example/feed.rss#title={title} at {company}&location=job:region`.

mod mapping;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::xml::{self, Item, Shape};
use crate::families::{html, rss};
use mapping::Mapping;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "rss".into(),
    name: "RSS and Atom feeds".into(),
    kind: SourceKind::Feed,
    url: "https://www.rssboard.org/rss-specification".into(),
    terms: "Feeds that boards and employers publish; link back to the feed's page of the job, and heed its terms.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 10,
    cadence_seconds: 2 * 3600,
    delay_seconds: 0,
});

/// RFC 4287.
const ATOM: Shape = Shape { expected: "Atom", root: "feed", item: "entry" };

/// The connector.
pub struct Rss;

impl Connector for Rss {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::xml(board.slug.split('#').next().unwrap_or_default())
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let feed = match rss::parse(page) {
            Err(ParseError::NoList { .. }) => xml::parse(page, &ATOM)?,
            feed => feed?,
        };
        let mapping = Mapping::of(&page.board.slug);
        let mut parsed = ParsedPage::default();
        for item in &feed.items {
            take(item, &mapping, page, &mut parsed);
        }
        if feed.is_cut {
            parsed.reject(Rejection::Malformed, "the answer ends within this item", format!("#{}", feed.items.len()));
        }
        // Feeds hold the newest only, so that a missing job is not a closed one.
        parsed.complete = false;
        Ok(parsed)
    }
}

fn take(item: &Item, mapping: &Mapping, page: &FetchedPage, parsed: &mut ParsedPage) {
    let get = |field| mapping.get(item, field);
    let kind = get("type");
    let employment_type = parsed.employment("type", kind.as_deref());
    let work_mode = get("mode");
    let work_mode = parsed.work_mode("mode", work_mode.as_deref());
    let link = get("url").unwrap_or_default();
    let url = html::resolve(&page.url, &link).unwrap_or(link);
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: get("id").unwrap_or_else(|| url.clone()),
            url,
            apply_url: get("apply"),
            title: get("title").unwrap_or_default(),
            company: get("company"),
            location: get("location"),
            employment_type: kind,
            salary_text: get("salary"),
            description: get("description").map(Markup::Html),
            tags: item.all("category").map(str::to_owned).collect(),
            posted_at: get("posted").as_deref().and_then(Timestamp::parse_lenient),
            expires_at: get("expires").as_deref().and_then(Timestamp::parse_lenient),
            known: Known { work_mode, employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
