//! We Work Remotely: RSS of the newest jobs, whole or of one category. The board slug is a category such as
//! `remote-back-end-programming-jobs`, or empty for all.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::{rss, text};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "weworkremotely".into(),
    name: "We Work Remotely".into(),
    kind: SourceKind::Board,
    url: "https://weworkremotely.com".into(),
    terms: "Public RSS feeds; link back to the job on We Work Remotely.".into(),
    access: Access::Offered,
    attribution: Some("Source: We Work Remotely (https://weworkremotely.com)".into()),
    pace_seconds: 10,
    cadence_seconds: 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct WeWorkRemotely;

impl Connector for WeWorkRemotely {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        match board.slug.as_str() {
            "" => PageRequest::xml("https://weworkremotely.com/remote-jobs.rss"),
            category => PageRequest::xml(format!("https://weworkremotely.com/categories/{}.rss", text::segment(category))),
        }
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let feed = rss::parse(page)?;
        let mut parsed = ParsedPage::default();
        for item in &feed.items {
            take(item, page, &mut parsed);
        }
        if feed.is_cut {
            parsed.reject(domain::posting::Rejection::Malformed, "the answer ends within this item", format!("#{}", feed.items.len()));
        }
        // Feeds hold the newest only, so that a missing job is not a closed one.
        parsed.complete = false;
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::segment_after(url, "weworkremotely.com/categories/")?.strip_suffix(".rss").map(str::to_owned)
    }
}

fn take(item: &rss::Item, page: &FetchedPage, parsed: &mut ParsedPage) {
    let (company, title) = wire::split_title(item.get("title").unwrap_or_default());
    let (description, apply) = wire::split_description(item.get("description").unwrap_or_default());
    let employment_type = parsed.employment("type", item.get("type"));
    let link = item.get("link").or(item.get("guid")).unwrap_or_default();
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            // One job stands in several feeds under one guid: it belongs to none of them.
            board: None,
            external_id: item.get("guid").unwrap_or(link).to_owned(),
            url: link.to_owned(),
            apply_url: apply.map(str::to_owned),
            title: title.to_owned(),
            company: company.map(str::to_owned),
            // `state` is where the employer sits, beside regions such as "Anywhere in the World".
            location: item.get("region").or(item.get("country")).map(str::to_owned),
            remote_flag: Some(true),
            employment_type: item.get("type").map(str::to_owned),
            description: Some(Markup::Html(description.to_owned())),
            tags: item.get("skills").unwrap_or_default().split(',').map(str::to_owned).collect(),
            posted_at: item.get("pubDate").and_then(Timestamp::parse_lenient),
            expires_at: item.get("expires_at").and_then(Timestamp::parse_lenient),
            known: Known { employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
