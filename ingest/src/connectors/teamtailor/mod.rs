//! Teamtailor: `GET {company}.teamtailor.com/jobs.json`, a JSON Feed 1.1 with a schema.org JobPosting in each item; `/jobs.rss` says the same in
//! RSS. A board slug with a dot is the employer's own domain.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::lenient::Text;
use crate::families::{rss, text};
use wire::Item;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "teamtailor".into(),
    name: "Teamtailor".into(),
    kind: SourceKind::Ats,
    url: "https://www.teamtailor.com".into(),
    terms: "Public feed of an employer's openings; no key.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 2,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

const DOMAIN: &str = ".teamtailor.com";

/// The connector.
pub struct Teamtailor;

impl Connector for Teamtailor {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json(format!("https://{}/jobs.json", text::host(&board.slug, DOMAIN)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = match Document::of(page) {
            Err(ParseError::WebPage { .. }) => return feed(page),
            document => document?,
        };
        let items = document.items_in("items").ok_or(ParseError::NoList { missing: "list of items" })?;
        let company = document.read_field::<Text>("title").and_then(|title| title.to_option());
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, item| take(item, company.as_deref(), page, parsed));
        let next = document.read_field::<Text>("next_url").and_then(|url| url.to_option());
        if let Some(next) = next.filter(|_| !items.is_cut) {
            // Another host would be another board's.
            let own = format!("https://{}/", text::host(&page.board.slug, DOMAIN));
            parsed.next = next.starts_with(&own).then(|| PageRequest::json(next));
        } else {
            parsed.complete_if(!items.is_cut);
        }
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::label_before(url, DOMAIN)
    }
}

/// The number of a job, from its address: `https://…/jobs/7793185-title`. It is the same in both feeds.
fn number(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("/jobs/")?;
    rest.split(['-', '/', '?']).next().filter(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn take(item: Item, company: Option<&str>, page: &FetchedPage, parsed: &mut ParsedPage) {
    let draft = item.job_posting.get().map(|job| job.draft(parsed)).unwrap_or_default();
    let url = item.url.or_empty();
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: number(url).unwrap_or(item.id.or_empty()).to_owned(),
            url: url.to_owned(),
            title: item.title.to_option().unwrap_or(draft.title),
            company: draft.company.or_else(|| employer(company, page)),
            description: item.content_html.to_option().map(Markup::Html).or(draft.description),
            // The number in the address again.
            requisition: None,
            posted_at: item.date_published.get().and_then(Timestamp::parse_lenient).or(draft.posted_at),
            ..draft
        },
        page.fetched_at,
    );
}

fn employer(title: Option<&str>, page: &FetchedPage) -> Option<String> {
    title.map(str::to_owned).or_else(|| name_from_slug(page.board.slug.split('.').next().unwrap_or_default()))
}

fn feed(page: &FetchedPage) -> Result<ParsedPage, ParseError> {
    let feed = rss::parse(page)?;
    let company = feed.about.get("channel/title");
    let mut parsed = ParsedPage::default();
    for item in &feed.items {
        take_rss(item, company, page, &mut parsed);
    }
    if feed.is_cut {
        parsed.reject(Rejection::Malformed, "the answer ends within this item", format!("#{}", feed.items.len()));
    }
    // It may have further pages, which it doesn't tell of.
    parsed.complete = false;
    Ok(parsed)
}

fn take_rss(item: &rss::Item, company: Option<&str>, page: &FetchedPage, parsed: &mut ParsedPage) {
    let link = item.get("link").or(item.get("guid")).unwrap_or_default();
    let work_mode = match item.get("remoteStatus") {
        // Where remote work is a passing measure, nothing is said of what comes after.
        Some("temporary") => None,
        Some("fully") => Some(domain::work_mode::WorkMode::Remote),
        Some("none") => Some(domain::work_mode::WorkMode::Onsite),
        word => parsed.work_mode("remoteStatus", word),
    };
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: number(link).or(item.get("guid")).unwrap_or(link).to_owned(),
            url: link.to_owned(),
            title: item.get("title").unwrap_or_default().to_owned(),
            company: employer(company, page),
            location: text::places(item.all("tt:locations/tt:location/tt:name").map(str::to_owned)),
            description: item.get("description").map(|html| Markup::Html(html.to_owned())),
            posted_at: item.get("pubDate").and_then(Timestamp::parse_lenient),
            known: Known { work_mode, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
